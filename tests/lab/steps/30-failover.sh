#!/bin/bash
# The failover pair by libvirt alone: a virtio adapter and a VF with one MAC; the VF leaves and comes back
# while the guest pings. What iovsh does with IovWeight rests on this.
. ./checks.sh

mac=52:54:00:11:11:11
sysfs_write 2 /sys/class/net/$PF0/device/sriov_numvfs
udevadm settle
pci=$(vf_pci $PF0 1)
wire_up
ip link add br0 address "$(cat /sys/class/net/$PF0/address)" type bridge
ip link set $PF0 master br0
ip link set $PF0 up
ip link set br0 up

raw_domain pair kernel br0 $mac "$pci" >/tmp/pair.xml
started=$(now)
is "a domain with a failover pair is made" virsh -q create /tmp/pair.xml
note "virsh create took $(since "$started") s"
is "its guest answers" guest --wait pair
note "the guest answered after $(since "$started") s"
equal "libvirt bound the VF to vfio-pci" vfio-pci "$(driver_of "$pci")"
equal "and gave it the MAC" $mac "$(vf_json $PF0 1 | jq -r .address)"

# In the guest: eth0 is the failover master, one of its lower links is virtio_net, the other igbvf.
guest_address pair 10.9.0.20
lower_of() { guest pair "for l in /sys/class/net/eth0/lower_*; do l=\${l##*lower_}; readlink /sys/class/net/\$l/device/driver | grep -q $1\$ && echo \$l; done"; }
is "the guest's failover has the VF" within 20 eval '[ -n "$(lower_of igbvf)" ]'
standby=$(lower_of virtio_net)
primary=$(lower_of igbvf)
sent_on() { guest pair "cat /sys/class/net/$1/statistics/tx_packets"; }
# The VF's link comes up some seconds after the pair; until then the standby carries the traffic.
is "the VF has its link" within 30 guest pair "grep -q 1 /sys/class/net/$primary/carrier"
is "the guest reaches the wire" within 20 guest pair "ping -q -c 2 -W 1 $WIRE_IP"
primary_before=$(sent_on "$primary") standby_before=$(sent_on "$standby")
is "ten pings" guest pair "ping -q -c 10 -i 0.2 $WIRE_IP"
is "went by the VF" test $(($(sent_on "$primary") - primary_before)) -ge 10
is "and not by virtio" test $(($(sent_on "$standby") - standby_before)) -lt 5

pings pair $WIRE_IP
sleep 2
started=$(now)
is "the VF is detached" virsh -q detach-device-alias pair ua-vf
is "and gone from the domain" within 20 eval '! virsh dumpxml pair | grep -q ua-vf'
note "detaching took $(since "$started") s"
is "the host's driver has the VF again" within 5 eval "[ \$(driver_of $pci) = igbvf ]"
sleep 4
vf_xml $mac "$pci" >/tmp/vf.xml
started=$(now)
is "the VF is attached again" virsh -q attach-device pair /tmp/vf.xml
note "attaching took $(since "$started") s"
is "the guest's failover has it" within 20 eval '[ -n "$(lower_of igbvf)" ]'
primary=$(lower_of igbvf)
is "and it has its link" within 30 guest pair "grep -q 1 /sys/class/net/$primary/carrier"
sleep 2
read -r sent gone longest < <(lost pair)
note "$sent pings, $gone lost, longest gap $longest (5 a second)"
is "the connection lived: no gap of 10 s" test "${longest:-999}" -lt 50

started=$(now)
is "the guest ends by its power button" virsh -q shutdown pair
is "and is gone" within 30 eval '! virsh list --name | grep -qx pair'
note "shutdown took $(since "$started") s"
virsh -q destroy pair 2>/dev/null
equal "the host's driver has the VF again" igbvf "$(driver_of "$pci")"

wire_down
sysfs_write 0 /sys/class/net/$PF0/device/sriov_numvfs
ip link del br0
ip link set $PF0 down
