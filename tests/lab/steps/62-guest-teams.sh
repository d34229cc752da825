#!/bin/bash
# by hand: the bond in the guest does not reach the wire in it yet, and why is not known
# A team in the guest, as Part 7 shows it: two switches, two adapters, AllowTeaming, a bond in the guest; the first NIC's link is set down,
# its cable is cut and comes back. Then the same with one adapter on an embedded team.
. ./checks.sh

export IOVSH_HOST=local NO_COLOR=1
run() { iovsh -Command "\$ErrorActionPreference = 'Stop'; $1"; }

host_snapshot >/tmp/before

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
