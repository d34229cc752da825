#!/bin/bash
# Teams of the host on real bonds: modes against a bond or a switch at the other end of two cables, LACP negotiated, and which member
# carries what read from counters.
. ./checks.sh

export IOVSH_HOST=local NO_COLOR=1
run() { iovsh -Command "\$ErrorActionPreference = 'Stop'; $1"; }
ask() { iovsh -Command "$1" 2>&1 | tr -d '\r'; }

host_snapshot >/tmp/before

# Two cables that have both ends in this machine (tests/lab/lib/machine.sh): one end of each here, the other in their namespace.
far() { ip -n cables "$@"; }
ours=(cable0a cable1a) theirs=(cable0b cable1b)
cables() {
  local nic
  for nic in "${ours[@]}"; do far link set "$nic" netns 1 || return 1; done
}
no_cables() {
  local nic
  far link del bond0 2>/dev/null
  for nic in "${ours[@]}"; do
    ip link set "$nic" down
    ip link set "$nic" netns cables
  done
}
# far_end MODE: the other end, a bond of both cables, or a bridge: a switch that knows of no team.
far_end() {
  local nic
  far link del bond0 2>/dev/null
  case $1 in
    bridge) far link add bond0 type bridge ;;
    *) far link add bond0 type bond mode "$1" miimon 100 ;;
  esac
  for nic in "${theirs[@]}"; do
    far link set "$nic" down
    far link set "$nic" master bond0
    far link set "$nic" up
  done
  far link set bond0 up
  far address add 10.9.5.1/24 dev bond0
}
reaches_far() { ping -q -c 1 -W 1 10.9.5.1; }
has_partner() { ! grep -q 'Partner Mac Address: 00:00:00:00:00:00' /proc/net/bonding/team0; }
in_one_aggregator() { [ "$(sed -n 's/^Aggregator ID: //p' /proc/net/bonding/team0 | sort -u | wc -l)" = 1 ]; }
# carried N: frames that a member has sent.
carried() { counter - "${ours[$1]}" tx_packets; }
if cables; then
  for mode in Lacp:802.3ad:802.3ad Static:balance-xor:balance-xor SwitchIndependent:balance-tlb:bridge; do
    IFS=: read -r named kernels other <<<"$mode"
    far_end "$other"
    is "a team: $named" run "New-NetLbfoTeam team0 ${ours[0]}, ${ours[1]} -TeamingMode $named"
    equal "$named is $kernels for the kernel" "$kernels" "$(cut -d ' ' -f 1 /sys/class/net/team0/bonding/mode)"
    ip address add 10.9.5.2/24 dev team0
    is "$named: the other end is reached" within 40 reaches_far
    if [ "$named" = Lacp ]; then
      # The first member may carry frames before the second has heard of its partner.
      is "there is a partner" within 40 has_partner
      is "both members are in one aggregator" within 40 in_one_aggregator
      is "Get-NetLbfoTeam says Up" within 40 eval '[ "$(ask "(Get-NetLbfoTeam team0).Status")" = Up ]'
    fi
    a=$(carried 0) b=$(carried 1)
    ping -q -c 10 -i 0.1 10.9.5.1 >/dev/null
    a=$(($(carried 0) - a)) b=$(($(carried 1) - b))
    note "$named: ten pings went out by the members as $a and $b frames"
    is "$named: one flow goes by one member" test $((a > b ? a : b)) -ge 10
    ip link set "${ours[0]}" down
    is "$named: it is reached without the first member" within 40 reaches_far
    ip link set "${ours[0]}" up
    is "$named: and with it again" within 40 reaches_far
    is "$named: the team is removed" run "Remove-NetLbfoTeam team0 -Confirm:\$false"
  done
else
  skip "teams of the host against a bond elsewhere: the machine has no cables"
fi
no_cables
same_host "the host is as it was before" /tmp/before
