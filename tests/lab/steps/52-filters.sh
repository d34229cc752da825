#!/bin/bash
# Settings of an adapter that are filters on the paravirtual path, on a real kernel with a real guest: it sends with its own
# address only, is no DHCP server and no router, keeps to its ACLs and its bandwidth, and another adapter gets copies.
. ./checks.sh

export IOVSH_HOST=local NO_COLOR=1
run() { iovsh -Command "\$ErrorActionPreference = 'Stop'; $1"; }
ask() { iovsh -Command "$1" 2>&1 | tr -d '\r'; }
reaches() { guest one "ping -q -c 1 -W 1 $WIRE_IP"; }
# connects PORT: whether the guest can open a connection to a port of the wire.
connects() {
  rm -f /tmp/heard
  ip netns exec wire timeout 20 socat -u "TCP-LISTEN:$1,reuseaddr" OPEN:/tmp/heard,creat &
  local listener=$!
  sleep 0.5
  guest one "echo hello | timeout 5 nc -w 3 $WIRE_IP $1 >/dev/null 2>&1"
  sleep 0.5
  kill $listener 2>/dev/null
  wait $listener
  [ -s /tmp/heard ]
}
# offered: whether a DHCP client on the wire gets an offer from the guest's server.
offered() { ip netns exec wire busybox udhcpc -f -n -q -i "$WIRE" -t 4 -T 1 -s /bin/true; }
# seen: frames from the forged address that have come to the wire.
seen() { ip netns exec wire tc -s -j filter show dev "$WIRE" ingress | jq '[.[].options.actions[]?.stats.packets] | add // 0'; }

host_snapshot >/tmp/before
wire_up
is "a switch" run "New-VMSwitch lan -NetAdapterName $PF0"
boot="-Kernel /srv/guest/vmlinuz -InitialRamdisk /srv/guest/initrd.img -KernelCommandLine '$(cat /srv/guest/cmdline)'"
is "a VM" run "New-VM one -MemoryStartupBytes 192MB -SwitchName lan $boot"
is "with a second adapter" run "Add-VMNetworkAdapter one -Name second -SwitchName lan"
is "it starts" run "Start-VM one"
is "its guest answers" guest --wait one
guest_address one 10.9.0.20
guest one "ip link set eth2 up"
is "it reaches the wire" within 30 reaches

# A failover device keeps its address; a VLAN device on top of it can have another one.
forged=02:00:00:00:00:77
ip netns exec wire tc qdisc add dev "$WIRE" clsact
ip netns exec wire tc filter add dev "$WIRE" ingress protocol all flower src_mac $forged action pass
guest one "ip link add link eth0 name eth0.9 type vlan id 9; ip link set eth0.9 address $forged; ip address add 10.9.1.20/24 dev eth0.9; ip link set eth0.9 up"
asks() { guest one "arping -q -c 3 -w 3 -I eth0.9 -s 10.9.1.20 10.9.1.1"; }
asks
equal "what it sends with another's address does not come to the wire" 0 "$(seen)"
is "it may" run "Set-VMNetworkAdapter one -Name 'Network Adapter' -MacAddressSpoofing On"
asks
is "and then it does" test "$(seen)" -gt 0
guest one "ip link delete eth0.9"
ip netns exec wire tc qdisc del dev "$WIRE" clsact
is "it may no longer" run "Set-VMNetworkAdapter one -Name 'Network Adapter' -MacAddressSpoofing Off"
is "and with its own it reaches the wire" within 10 reaches

guest one "mkdir -p /var/lib/misc; touch /var/lib/misc/udhcpd.leases; printf 'start 10.9.0.100\nend 10.9.0.110\ninterface eth0\n' >/tmp/udhcpd.conf; busybox udhcpd /tmp/udhcpd.conf"
is "the guest's DHCP server answers a client on the wire" offered
is "the guards are on" run "Set-VMNetworkAdapter one -Name 'Network Adapter' -DhcpGuard On -RouterGuard On"
isnt "now it does not" offered
is "all else goes through" reaches
is "the guards are off" run "Set-VMNetworkAdapter one -Name 'Network Adapter' -DhcpGuard Off -RouterGuard Off"

is "nothing comes in but from one address" run "Add-VMNetworkAdapterAcl one -VMNetworkAdapterName 'Network Adapter' -RemoteIPAddress ANY -Direction Inbound -Action Deny; Add-VMNetworkAdapterAcl one -VMNetworkAdapterName 'Network Adapter' -RemoteIPAddress 10.9.0.200 -Direction Inbound -Action Allow"
isnt "the wire is not that" reaches
is "it is among others" run "Add-VMNetworkAdapterAcl one -VMNetworkAdapterName 'Network Adapter' -RemoteIPAddress 10.9.0.0/28 -Direction Both -Action Allow"
is "and is reached" within 10 reaches
is "what comes from it is counted" run "Add-VMNetworkAdapterAcl one -VMNetworkAdapterName 'Network Adapter' -RemoteIPAddress 10.9.0.0/24 -Direction Inbound -Action Meter"
guest one "ping -q -c 3 -s 1400 -i 0.2 $WIRE_IP" >/dev/null
is "the kernel counts" eval "tc -s -j filter show dev \$(virsh -q domiflist one | awk 'NR == 1 { print \$1 }') egress | jq -e '[.[].options.actions[]? | select(.control_action.type == \"continue\") | .stats.bytes] | add > 4000'"
equal "and the object is there" 1 "$(ask "@(Get-VMNetworkAdapterAcl one | Where-Object Action -eq Meter | Where-Object MeteredMegabytes -eq 0).Count")"
is "the ACLs are removed" run "Get-VMNetworkAdapterAcl one | Remove-VMNetworkAdapterAcl"

is "no connections to some ports" run "Add-VMNetworkAdapterExtendedAcl one -VMNetworkAdapterName 'Network Adapter' -Action Deny -Direction Outbound -RemotePort 5000-5001 -Protocol TCP -Weight 10"
isnt "none to one of them" connects 5001
is "one to another" connects 5002
is "the extended ACL is removed" run "Remove-VMNetworkAdapterExtendedAcl one -VMNetworkAdapterName 'Network Adapter' -Direction Outbound -Weight 10"
is "now it connects" connects 5001

# The second adapter gets a copy of what the first one sends and gets: frames that are not for it.
is "the second adapter is to get copies" run "Set-VMNetworkAdapter one -Name second -PortMirroring Destination"
is "of the first" run "Set-VMNetworkAdapter one -Name 'Network Adapter' -PortMirroring Source"
guest one 'ip link set eth2 promisc on'
copies() { guest one 'cat /sys/class/net/eth2/statistics/rx_packets'; }
before=$(copies)
guest one "ping -q -c 5 -i 0.2 $WIRE_IP" >/dev/null
after=$(copies)
is "it gets both ways of five pings" test $((after - before)) -ge 10
is "no more copies" run "Set-VMNetworkAdapter one -Name second -PortMirroring None"

# A limit of 1 Mbit/s, and 2 MB at once: what is above the burst is cut. Twice that much goes out, however slow the guest is.
is "a limit" run "Set-VMNetworkAdapter one -Name 'Network Adapter' -MaximumBandwidth 1000000"
tap=$(virsh -q domiflist one | awk 'NR == 1 { print $1 }')
guest one "ping -q -c 100 -i 0.02 -s 40000 -W 1 $WIRE_IP" >/dev/null
is "something is above it" eval "tc -s -j filter show dev $tap ingress | jq -e '[.[].options.actions[]? | select(.kind == \"police\") | .stats.drops] | add > 0'"
is "no limit" run "Set-VMNetworkAdapter one -Name 'Network Adapter' -MaximumBandwidth 0"

# Another tool takes the filters away; they come back.
tc qdisc del dev "$tap" clsact
iovsh --agent >/tmp/agent.out 2>&1 &
agent=$!
is "the agent puts them back" within 20 eval "tc filter show dev $tap ingress | grep -q src_mac"
kill -TERM $agent
wait $agent

is "the VM is turned off" run "Stop-VM one -TurnOff -Force"
is "and removed" run "Remove-VM one -Force"
is "the switch is removed" run "Remove-VMSwitch lan -Force"
wire_down
same_host "the host is as it was before" /tmp/before
