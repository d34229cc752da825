#!/bin/bash
# Rounds in which a shell in the middle of its work, and every third time the agent too, are killed with SIGKILL at a
# random moment. Doing the same again must lead to the end that an undisturbed run leads to, every time.
. ./checks.sh

export IOVSH_HOST=local NO_COLOR=1
run() { iovsh -Command "\$ErrorActionPreference = 'Stop'; $1"; }
make="if (-not (Get-VMSwitch lan -ErrorAction SilentlyContinue)) { New-VMSwitch lan -NetAdapterName $PF0 -EnableIov \$true | Out-Null }
  Set-NetAdapterSriov $PF0 -NumVFs"
drop="if (Get-VMSwitch lan -ErrorAction SilentlyContinue) { Remove-VMSwitch lan -Force }; Set-NetAdapterSriov $PF0 -NumVFs 0"
master_of() { ip -j link show dev "$1" | jq -r '.[0].master // "none"'; }
made() { [ "$(master_of $PF0)" = vs-lan ] && [ "$(vf_count $PF0)" = "$1" ] && virsh -q net-list --name | grep -qx lan; }
dropped() { [ "$(master_of $PF0)" = none ] && [ "$(vf_count $PF0)" = 0 ] && ! virsh -q net-list --all --name | grep -qx lan; }
start_agent() {
  iovsh --agent >>/tmp/agent.out 2>&1 &
  agent=$!
}
# Up to two seconds, in steps of a hundredth.
moment() { sleep "$(awk -v r=$RANDOM 'BEGIN { printf "%.2f", r % 200 / 100 }')"; }

host_snapshot >/tmp/before
start_agent
good=0 killed=0 rounds=${IOVSH_LAB_KILLS:-8}
for round in $(seq "$rounds"); do
  if [ $((round % 2)) = 1 ]; then
    count=$((round % 6 + 1))
    what="$make $count" check="made $count"
  else
    what=$drop check=dropped
  fi
  iovsh -Command "$what" >/tmp/killed.out 2>&1 &
  shell=$!
  moment
  kill -9 $shell 2>/dev/null && killed=$((killed + 1))
  if [ $((round % 3)) = 0 ]; then
    kill -9 $agent
    wait $agent 2>/dev/null
    start_agent
  fi
  wait $shell 2>/dev/null
  # The agent may be undoing what the dead shell had begun: who looks before that is over sees a host between two states.
  is_over() { [ ! -e /var/lib/iovsh/intent.json ]; }
  within 10 is_over || run "Get-VMSwitch | Out-Null"
  if ! run "$what" >/tmp/again.out 2>&1; then
    echo "     round $round: $(tail -n 3 /tmp/again.out | tr '\n' ' ')"
  elif within 20 $check; then
    good=$((good + 1))
  else
    echo "     round $round: '$check' does not hold: master $(master_of $PF0), $(vf_count $PF0) VFs"
  fi
done
equal "every round leads to its end" "$rounds" $good
note "$killed of $rounds shells were killed before they had ended by themselves"
is "the agent still runs" kill -0 $agent
kill -TERM $agent
wait $agent
same_host "the host is as it was before" /tmp/before
