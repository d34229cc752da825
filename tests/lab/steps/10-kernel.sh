#!/bin/bash
# What the kernel grants and refuses on an SR-IOV NIC, without iovsh. The simulated host claims to behave
# like this; here is where a new kernel or driver would tell otherwise.
. ./checks.sh

pf=/sys/class/net/$PF0/device
ip link set $PF0 up
refused "8 VFs of 7 are refused" "Numerical result out of range" sysfs_write 8 $pf/sriov_numvfs
started=$(now)
is "3 VFs are made" sysfs_write 3 $pf/sriov_numvfs
note "3 VFs took $(since "$started") s"
refused "3 to 5 without 0 between is refused" "Device or resource busy" sysfs_write 5 $pf/sriov_numvfs
equal "and 3 it stays" 3 "$(vf_count $PF0)"
udevadm settle
for vf in 0 1 2; do
  pci=$(vf_pci $PF0 $vf)
  equal "VF $vf ($pci) has an IOMMU group to itself" 1 \
    "$(find "$(readlink -f "/sys/bus/pci/devices/$pci/iommu_group")/devices" -type l | wc -l)"
  equal "VF $vf went to igbvf, as autoprobe is on" igbvf "$(driver_of "$pci")"
done

is "a VF's MAC is set" ip link set $PF0 vf 0 mac 52:54:00:0a:00:01
equal "and shown" 52:54:00:0a:00:01 "$(vf_json $PF0 0 | jq -r .address)"
is "VLAN 100 and priority 3 are set" ip link set $PF0 vf 0 vlan 100 qos 3
equal "and shown" "100 3" "$(vf_json $PF0 0 | jq -r '.vlan_list[0] | "\(.vlan) \(.qos)"')"
is "the VLAN is cleared" ip link set $PF0 vf 0 vlan 0
is "spoof check off" ip link set $PF0 vf 0 spoofchk off
is "spoof check on" ip link set $PF0 vf 0 spoofchk on
is "trust on" ip link set $PF0 vf 0 trust on
is "trust off" ip link set $PF0 vf 0 trust off
is "a maximum rate" ip link set $PF0 vf 0 max_tx_rate 100
is "no maximum rate" ip link set $PF0 vf 0 max_tx_rate 0
refused "a minimum rate is refused" "Invalid argument" ip link set $PF0 vf 0 min_tx_rate 10
refused "the link state is refused" "not supported" ip link set $PF0 vf 0 state enable
refused "VLAN protocol 802.1ad is refused" "Protocol not supported" ip link set $PF0 vf 0 vlan 5 proto 802.1ad
refused "a multicast MAC is refused" "Invalid argument" ip link set $PF0 vf 0 mac 01:00:5e:00:00:01
refused "a VF number too high is refused" "Invalid argument" ip link set $PF0 vf 3 mac 52:54:00:0a:00:02
refused "there is no eswitch mode" "No such device" devlink dev eswitch show pci/$PF0_PCI

started=$(now)
is "0 VFs" sysfs_write 0 $pf/sriov_numvfs
note "0 VFs took $(since "$started") s"
is "autoprobe off" sysfs_write 0 $pf/sriov_drivers_autoprobe
is "2 VFs without autoprobe" sysfs_write 2 $pf/sriov_numvfs
equal "VF 0 has no driver then" none "$(driver_of "$(vf_pci $PF0 0)")"
sysfs_write 0 $pf/sriov_numvfs
sysfs_write 1 $pf/sriov_drivers_autoprobe
ip link set $PF0 down
