#!/bin/bash
# power cuts: a shell in the middle of its work loses the machine under it. When the machine is back, the units have made the
# host what was asked for or what it was before, and doing the same again leads to the end that an undisturbed run leads to.
#
# It runs in parts, one call each: "prepare", then for each round "cut N" (which ends with the machine) and "check N", and
# "finish". lib/power.sh sees to it that the machine starts again.
. ./checks.sh

export IOVSH_HOST=local NO_COLOR=1
run() { iovsh -Command "\$ErrorActionPreference = 'Stop'; $1"; }
make="if (-not (Get-VMSwitch lan -ErrorAction SilentlyContinue)) { New-VMSwitch lan -NetAdapterName $PF0 -EnableIov \$true | Out-Null }
  Set-NetAdapterSriov $PF0 -NumVFs"
drop="if (Get-VMSwitch lan -ErrorAction SilentlyContinue) { Remove-VMSwitch lan -Force }; Set-NetAdapterSriov $PF0 -NumVFs 0"
master_of() { ip -j link show dev "$1" | jq -r '.[0].master // "none"'; }
made() { [ "$(master_of $PF0)" = vs-lan ] && [ "$(vf_count $PF0)" = "$1" ] && virsh -q net-list --name | grep -qx lan; }
dropped() { [ "$(master_of $PF0)" = none ] && [ "$(vf_count $PF0)" = 0 ] && ! virsh -q net-list --all --name | grep -qx lan; }
# What a round does, and how it ends.
plan_of() {
  if [ $(($1 % 2)) = 1 ]; then
    count=$(($1 % 6 + 1))
    what="$make $count" check="made $count"
  else
    what=$drop check=dropped
  fi
}
# Everything that was asked for is there, or nothing was.
whole() {
  if [ -e /var/lib/iovsh/intent.json ]; then return 1; fi
  case "$(ip link show vs-lan >/dev/null 2>&1 && echo bridge) $(master_of $PF0)" in
    "bridge vs-lan" | " none") ;;
    *) return 1 ;;
  esac
}

case $1 in
  prepare)
    host_snapshot >/root/power.before
    for unit in agent restore; do
      sed 's|/usr/bin/iovsh|/usr/local/bin/iovsh|' "/root/lab/packaging/iovsh-$unit.service" >"/etc/systemd/system/iovsh-$unit.service"
    done
    systemctl daemon-reload
    is "the units are on" systemctl -q enable iovsh-restore iovsh-agent
    sync
    ;;
  cut)
    plan_of "$2"
    iovsh -Command "$what" >/dev/null 2>&1 &
    # Up to two seconds, in steps of a hundredth. Nothing is written to the disk that was not asked to be there.
    sleep "$(awk -v r=$RANDOM 'BEGIN { printf "%.2f", r % 200 / 100 }')"
    echo b >/proc/sysrq-trigger
    ;;
  check)
    plan_of "$2"
    is "round $2: the host is whole" within 60 whole
    is "round $2: the same again is done" run "$what"
    is "round $2: and is there" within 20 $check
    ;;
  finish)
    is "all is taken away" run "$drop"
    systemctl -q disable --now iovsh-agent iovsh-restore
    rm -f /etc/systemd/system/iovsh-{agent,restore}.service
    systemctl daemon-reload
    same_host "the host is as it was before" /root/power.before
    rm -f /root/power.before
    ;;
esac
