#!/bin/bash
# On a NIC in legacy (VEB) mode a VF cannot reach a bridge port of the same PF, until the PF is told that
# port's MAC. No iovsh: this shows that the emulated NIC has the trouble, and that the cure is one.
. ./checks.sh

sysfs_write 2 /sys/class/net/$PF0/device/sriov_numvfs
udevadm settle
wire_up
ip link add br0 address "$(cat /sys/class/net/$PF0/address)" type bridge
ip link set $PF0 master br0
ip link set $PF0 up
ip link set br0 up
ip address add $HOST_IP/24 dev br0

# The VF in a namespace plays a guest with a VF; a veth on the bridge plays one without.
vf=$(link_of "$(vf_pci $PF0 0)")
ip netns add vf
ip link set "$vf" netns vf
ip -n vf address add 10.9.0.10/24 dev "$vf"
ip -n vf link set "$vf" up
ip netns add port
ip link add port0 type veth peer name port1 netns port
ip link set port0 master br0 up
ip -n port address add 10.9.0.30/24 dev port1
ip -n port link set port1 up
mac=$(ip netns exec port cat /sys/class/net/port1/address)

ping_vf() { ip netns exec vf ping -q -c 3 -i 0.2 -W 1 "$1"; }
is "the host's bridge reaches the wire" within 20 ping -q -c 3 -i 0.2 -W 1 $WIRE_IP
is "the VF reaches the wire" within 20 ping_vf $WIRE_IP
is "the VF reaches the host's bridge" within 20 ping_vf $HOST_IP
isnt "the VF does not reach the bridge port" ping_vf 10.9.0.30
is "an FDB entry for the port on the PF" bridge fdb add "$mac" dev $PF0 self
is "the VF reaches the bridge port now" within 10 ping_vf 10.9.0.30
is "the entry is removed" bridge fdb del "$mac" dev $PF0 self

ip netns del port
ip netns del vf
within 5 test -e "/sys/class/net/$vf"
wire_down
sysfs_write 0 /sys/class/net/$PF0/device/sriov_numvfs
ip link del br0
ip link set $PF0 down
