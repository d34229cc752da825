#!/bin/bash
# Teams on real bonds. Of the host: modes against a bond in another namespace, over two cables, LACP negotiated, and which member
# carries what read from counters. In the guest, as Part 7 shows it: two switches, two adapters, AllowTeaming, a bond in the guest;
# the first NIC's cable is cut, its link is set down, the cable comes back.
. ./checks.sh

export IOVSH_HOST=local NO_COLOR=1
run() { iovsh -Command "\$ErrorActionPreference = 'Stop'; $1"; }
ask() { iovsh -Command "$1" 2>&1 | tr -d '\r'; }

host_snapshot >/tmp/before

# --- a team of the host, and one that answers it ---------------------------------------------------
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
      isnt "there is a partner" grep -q 'Partner Mac Address: 00:00:00:00:00:00' /proc/net/bonding/team0
      equal "both members are in one aggregator" 1 "$(sed -n 's/^Aggregator ID: //p' /proc/net/bonding/team0 | sort -u | wc -l)"
      equal "Get-NetLbfoTeam says Up" Up "$(ask '(Get-NetLbfoTeam team0).Status')"
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

# --- a team in the guest ---------------------------------------------------------------------------
wire_up
is "VFs of the first NIC" run "Set-NetAdapterSriov $PF0 -NumVFs 1"
is "VFs of the second" run "Set-NetAdapterSriov $PF1 -NumVFs 1"
is "a switch on the first" run "New-VMSwitch left -NetAdapterName $PF0 -EnableIov \$true"
is "a switch on the second" run "New-VMSwitch right -NetAdapterName $PF1 -EnableIov \$true"
boot="-Kernel /srv/guest/vmlinuz -InitialRamdisk /srv/guest/initrd.img -KernelCommandLine '$(cat /srv/guest/cmdline)'"
is "a VM on the left" run "New-VM one -MemoryStartupBytes 192MB -SwitchName left $boot"
is "and on the right" run "Add-VMNetworkAdapter one -Name second -SwitchName right"
is "both may be in a team, and have VFs" run "Set-VMNetworkAdapter one -AllowTeaming On -IovWeight 100"
is "it starts" run "Start-VM one"
is "its guest answers" guest --wait one
# The masters of the two failover pairs, in the order of the host's adapters.
masters() { guest one 'for l in /sys/class/net/*/lower_*; do d=${l%/lower_*}; echo ${d##*/}; done | sort -u' | tr -d '\r'; }
is "the guest has two failover pairs" within 90 eval '[ "$(masters | wc -l)" = 2 ]'
first=$(masters | sed -n 1p) second=$(masters | sed -n 2p)
is "a bond in the guest" guest one "ip link add bond0 type bond mode active-backup miimon 100 fail_over_mac active
  for l in $first $second; do ip link set \$l down; ip link set \$l master bond0; done
  ip link set bond0 up; ip address add 10.9.0.20/24 dev bond0"
reaches() { guest one "ping -q -c 1 -W 1 $WIRE_IP"; }
active() { guest one 'cat /sys/class/net/bond0/bonding/active_slave' | tr -d '\r'; }
is "it reaches the wire" within 60 reaches
iovsh --agent >/tmp/agent.out 2>&1 &
agent=$!
was=$(active)
nic=$([ "$was" = "$first" ] && echo "$PF0" || echo "$PF1")
# fails TEXT DOWN UP: the guest's bond is to go on while this NIC's link is away, and when it is back.
fails() {
  local sent gone longest
  pings one $WIRE_IP
  sleep 1
  eval "$2"
  is "$1: the guest's bond has another member" within 20 eval '[ -n "$(active)" ] && [ "$(active)" != "$was" ]'
  is "$1: it reaches the wire" within 30 reaches
  eval "$3"
  sleep 2
  is "$1: it is over" within 30 reaches
  read -r sent gone longest < <(lost one)
  note "$1: $gone of $sent pings lost, longest gap $longest"
  guest one "echo $was >/sys/class/net/bond0/bonding/active_slave" 2>/dev/null
  within 20 eval '[ "$(active)" = "$was" ]'
}
fails "the NIC's link is set down" "ip link set $nic down" "ip link set $nic up"
pf=$([ "$nic" = "$PF0" ] && echo pf0 || echo pf1)
fails "the cable is cut" "cable $pf off" "cable $pf on"
kill -TERM $agent
wait $agent

is "the VM is turned off" run "Stop-VM one -TurnOff -Force"
is "and removed" run "Remove-VM one -Force"
is "the switches are removed" run "Remove-VMSwitch left, right -Force"
is "the VFs are given back" run "Set-NetAdapterSriov $PF0 -NumVFs 0; Set-NetAdapterSriov $PF1 -NumVFs 0"

# --- a team under the switch -----------------------------------------------------------------------
is "one switch on both NICs" run "New-VMSwitch team -NetAdapterName $PF0, $PF1"
is "a VM on it" run "New-VM two -MemoryStartupBytes 192MB -SwitchName team $boot"
is "it starts" run "Start-VM two"
is "its guest answers" guest --wait two
guest_address two 10.9.0.21
is "it reaches the wire" within 60 guest two "ping -q -c 1 -W 1 $WIRE_IP"
pings two $WIRE_IP
sleep 1
ip link set "$PF0" down
is "without the first NIC it reaches the wire" within 60 guest two "ping -q -c 1 -W 1 $WIRE_IP"
read -r sent gone longest < <(lost two)
note "the paravirtual path over a team: $gone of $sent pings lost, longest gap $longest"
ip link set "$PF0" up
is "the VM is turned off" run "Stop-VM two -TurnOff -Force; Remove-VM two -Force"
is "the switch is removed" run "Remove-VMSwitch team -Force"
wire_down
same_host "the host is as it was before" /tmp/before
