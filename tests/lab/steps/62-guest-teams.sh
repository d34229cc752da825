#!/bin/bash
# by hand: two guests and their failures take it some five minutes
# A team in the guest, as Part 7 shows it: two switches, two adapters, AllowTeaming, a bond in the guest; the first NIC's link is set down,
# its cable is cut and comes back. Then the same with one adapter on an embedded team.
. ./checks.sh

export IOVSH_HOST=local NO_COLOR=1
run() { iovsh -Command "\$ErrorActionPreference = 'Stop'; $1"; }
# The numbers that VM $1 sends over one connection, ten a second, as they came in at the wire.
STREAM=/tmp/stream.out
open_stream() {
  rm -f $STREAM
  ip netns exec wire socat -u TCP-LISTEN:5001,reuseaddr OPEN:$STREAM,creat &
  listener=$!
  sleep 1
  guest "$1" "(i=1; while echo \$i; do i=\$((i+1)); sleep 0.1; done) 2>/dev/null | nc $WIRE_IP 5001 >/dev/null 2>&1 &"
}
close_stream() { kill "$listener" 2>/dev/null; wait "$listener" 2>/dev/null; }
arrived() { tail -n 1 $STREAM 2>/dev/null || echo 0; }
flows() { local a; a=$(arrived) && sleep 1 && [ "$(arrived)" != "$a" ]; }
unbroken() { awk '$1 != NR { exit 1 } END { exit NR == 0 }' $STREAM; }
# One connection from before the failures until after them, and every byte in its place.
whole_stream() {
  is "the stream flows still" within 60 flows
  close_stream
  is "it is one connection, and every number came in its place" unbroken
  note "numbers over one connection: $(wc -l <$STREAM)"
}

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
# The guest has a bond without settings from the start (`max_bonds` of the module), and its `ip` is BusyBox's, which can make and
# change none: it is set up by sysfs.
is "a bond in the guest" guest one "set -e
  ip link set bond0 down
  cd /sys/class/net/bond0/bonding
  echo active-backup >mode
  echo active >fail_over_mac
  echo 100 >miimon
  for l in $first $second; do ip link set \$l down; echo +\$l >slaves; done
  ip link set bond0 up
  ip address add 10.9.0.20/24 dev bond0"
reaches() { guest one "ping -q -c 1 -W 1 $WIRE_IP"; }
active() { guest one 'cat /sys/class/net/bond0/bonding/active_slave' | tr -d '\r'; }
is "it reaches the wire" within 60 reaches
open_stream one
is "a stream flows" within 20 flows
iovsh --agent >/tmp/agent.out 2>&1 &
agent=$!
was=$(active)
nic=$([ "$was" = "$first" ] && echo "$PF0" || echo "$PF1")
# fails TEXT DOWN UP: the guest's bond is to go on while this NIC's link is away, and when it is back.
fails() {
  local sent gone longest
  pings one $WIRE_IP
  sleep 1
  eval "$2" >/dev/null 2>&1
  is "$1: the guest's bond has another member" within 20 eval '[ -n "$(active)" ] && [ "$(active)" != "$was" ]'
  is "$1: it reaches the wire" within 30 reaches
  eval "$3" >/dev/null 2>&1
  sleep 2
  is "$1: it is over" within 30 reaches
  read -r sent gone longest < <(lost one)
  note "$1: $gone of $sent pings lost, longest gap $longest"
  guest one "echo $was >/sys/class/net/bond0/bonding/active_slave" 2>/dev/null
  within 20 eval '[ "$(active)" = "$was" ]'
}
# By iovsh: what anybody else sets down the agent sets up again.
fails "the NIC's link is set down" "run 'Disable-NetAdapter $nic -Force -Confirm:\$false'" "run 'Enable-NetAdapter $nic'"
# The emulated NIC does not tell its VFs that its cable is out (a real one does), so the paravirtual paths meet that.
is "both go the paravirtual way" run "Set-VMNetworkAdapter one -IovWeight 0"
is "it reaches the wire" within 30 reaches
pf=$([ "$nic" = "$PF0" ] && echo pf0 || echo pf1)
fails "the cable is cut" "cable $pf off" "cable $pf on"
kill -TERM $agent
wait $agent
whole_stream

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
open_stream two
is "a stream flows" within 20 flows
pings two $WIRE_IP
sleep 1
ip link set "$PF0" down
is "without the first NIC it reaches the wire" within 60 guest two "ping -q -c 1 -W 1 $WIRE_IP"
read -r sent gone longest < <(lost two)
note "the paravirtual path over a team: $gone of $sent pings lost, longest gap $longest"
ip link set "$PF0" up

whole_stream

# Its frames go by the member that it is kept to, past the active one. What is sent to all comes once; frames for the guest come to
# both NICs here, as what they are connected to is a hub, so that answers do come twice.
is "the first member is active again" within 30 grep -q "$PF0" /sys/class/net/vt-team/bonding/active_slave
is "it is kept to the second" run "Set-VMNetworkAdapterTeamMapping -VMName two -PhysicalNetAdapterName $PF1"
is "it reaches the wire" within 30 guest two "ping -q -c 1 -W 1 $WIRE_IP"
sent=$(counter - "$PF1" tx_packets) other=$(counter - "$PF0" tx_packets)
is "it pings" guest two "ping -q -c 20 -i 0.2 -W 1 $WIRE_IP"
sent=$(($(counter - "$PF1" tx_packets) - sent)) other=$(($(counter - "$PF0" tx_packets) - other))
note "20 pings: $sent frames by $PF1, $other by $PF0"
is "it sends by the second alone" [ "$sent" -ge 18 ]
is "and not by the first" [ "$other" -lt 5 ]
answers=$(ip netns exec wire busybox arping -b -c 4 -w 20 -I "$WIRE" 10.9.0.21 | sed -n 's/^Received \([0-9]*\) .*/\1/p')
equal "what is sent to all comes once" 4 "$answers"
guest two "arping -q -b -c 3 -w 10 -I eth0 $WIRE_IP" >/dev/null
own=$(tc -s filter show dev "$PF0" ingress | grep -c 'dropped [1-9]')
isnt "what it has sent to all itself is not taken in again" [ "$own" = 0 ]
is "it is kept no more" run "Remove-VMNetworkAdapterTeamMapping -VMName two"
equal "nothing is left of it" "" "$(for d in "$PF0" "$PF1" vt-team; do tc filter show dev $d ingress; tc filter show dev $d egress; done 2>/dev/null)"

# A way that is dead behind a link that works: nothing gets through by the first NIC, in either direction.
is "the host has an address on the switch" run "New-NetIPAddress $HOST_IP -PrefixLength 24 -InterfaceAlias vs-team"
is "the team asks the world outside" run "Set-VMSwitchTeam team -ArpTarget $WIRE_IP"
equal "says the kernel" "$WIRE_IP" "$(tr -d ' ' </sys/class/net/vt-team/bonding/arp_ip_target)"
stays() { sleep 6; grep -q "$PF0" /sys/class/net/vt-team/bonding/active_slave; }
is "the first member answers" stays
is "it reaches the wire" within 30 guest two "ping -q -c 1 -W 1 $WIRE_IP"
pings two $WIRE_IP
sleep 1
tc qdisc add dev "$PF0" clsact
tc filter add dev "$PF0" egress matchall action drop
tc filter add dev "$PF0" ingress matchall action drop
is "a dead way: another member carries on" within 20 grep -q "$PF1" /sys/class/net/vt-team/bonding/active_slave
equal "and the link of the first works" 1 "$(cat "/sys/class/net/$PF0/carrier")"
is "it reaches the wire" within 60 guest two "ping -q -c 1 -W 1 $WIRE_IP"
read -r sent gone longest < <(lost two)
note "a dead way: $gone of $sent pings lost, longest gap $longest"
tc qdisc del dev "$PF0" clsact
is "it is back when the way is" within 30 grep -q "$PF0" /sys/class/net/vt-team/bonding/active_slave
is "the team asks nobody" run "Set-VMSwitchTeam team -ArpTarget @()"
equal "says the kernel" "0 100" "$(cat /sys/class/net/vt-team/bonding/arp_interval /sys/class/net/vt-team/bonding/miimon | tr '\n' ' ' | sed 's/ $//')"
is "the host gives its address up" run "Remove-NetIPAddress $HOST_IP -Confirm:\$false"
is "the VM is turned off" run "Stop-VM two -TurnOff -Force; Remove-VM two -Force"
is "the switch is removed" run "Remove-VMSwitch team -Force"
wire_down
same_host "the host is as it was before" /tmp/before
