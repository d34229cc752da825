#!/bin/bash
# What the host itself would lose, on a real kernel: the address on a VLAN of a bridge that the NIC is part of, a VF that the host
# uses, the MTU. And a VF in use that somebody rewrites by hand.
. ./checks.sh

export IOVSH_HOST=local NO_COLOR=1
run() { iovsh -Command "\$ErrorActionPreference = 'Stop'; $1"; }
master_of() { ip -j link show dev "$1" | jq -r '.[0].master // "none"'; }
mtu_of() { cat "/sys/class/net/$1/mtu"; }
address_of() { ip -j -4 address show dev "$1" | jq -r '[.[].addr_info[] | .local + "/" + (.prefixlen | tostring)] | join(" ")'; }

host_snapshot >/tmp/before

# The way to the world: a VLAN on a bridge on the NIC, as an installer of servers makes it.
ip link add br0 type bridge
ip link set $PF0 master br0 up
ip link set br0 up
ip link add link br0 name br0.7 type vlan id 7
ip address add 10.9.7.2/24 dev br0.7
ip link set br0.7 up
ip route add default via 10.9.7.1 dev br0.7 metric 1
guarded() {
  refused "$1" "NetAdapter.\(ManagementPath\|HasMaster\)" run "$2"
  equal "$1: the NIC is where it was" br0 "$(master_of $PF0)"
  equal "$1: the address is where it was" 10.9.7.2/24 "$(address_of br0.7)"
  equal "$1: no VF was made" 0 "$(vf_count $PF0)"
}
guarded "a switch does not take the NIC" "New-VMSwitch lan -NetAdapterName $PF0 -EnableIov \$true"
guarded "nor does a team" "New-VMSwitch lan -NetAdapterName $PF0, $PF1 -EnableIov \$true"
guarded "the number of its VFs stays" "Set-NetAdapterSriov $PF0 -NumVFs 3"
guarded "it is not disabled" "Disable-NetAdapter $PF0 -Confirm:\$false"
guarded "nor reset" "Restart-NetAdapter $PF0"
is "what would be lost can be seen before" run "New-VMSwitch lan -NetAdapterName $PF1 -WhatIf"
ip route del default via 10.9.7.1 dev br0.7
ip link delete br0.7
ip link delete br0
ip link set $PF0 down

# A VF that the host itself uses.
sysfs_write 1 "/sys/class/net/$PF0/device/sriov_drivers_autoprobe"
ip link set $PF0 up
sysfs_write 3 "/sys/class/net/$PF0/device/sriov_numvfs"
own=$(vf_pci $PF0 0)
has_link() { [ -n "$(link_of "$own")" ]; }
is "the kernel's driver takes the VFs" within 20 has_link
own_link=$(link_of "$own")
ip address add 10.9.8.2/24 dev "$own_link"
ip link set "$own_link" up
refused "the host's own VF is not taken away" "Iov.VfInUse" run "Set-NetAdapterSriov $PF0 -NumVFs 0"
refused "nor by switching SR-IOV off" "Iov.VfInUse" run "Disable-NetAdapterSriov $PF0"
equal "it has its address" 10.9.8.2/24 "$(address_of "$own_link")"

is "a switch beside it" run "New-VMSwitch lan -NetAdapterName $PF0 -EnableIov \$true -AllowManagementOS \$false -WarningAction SilentlyContinue | Out-Null"
boot="-Kernel /srv/guest/vmlinuz -InitialRamdisk /srv/guest/initrd.img -KernelCommandLine '$(cat /srv/guest/cmdline)'"
is "a VM" run "New-VM one -MemoryStartupBytes 192MB -SwitchName lan $boot"
is "it wishes for a VF" run "Set-VMNetworkAdapter one -IovWeight 100"
is "it starts" run "Start-VM one -WarningAction SilentlyContinue"
# The place of its VF, as libvirt has it.
vf_of() { virsh dumpxml one | sed -n "s/.*<address domain='0x\(....\)' bus='0x\(..\)' slot='0x\(..\)' function='0x\(.\)'\/>.*/\1:\2:\3.\4/p" | grep -x "$(vf_pci $PF0 1)\|$(vf_pci $PF0 2)"; }
is "it has a VF" within 60 vf_of
adapter_is() { [ "$(run '(Get-VMNetworkAdapter one).Status[0]')" = "$1" ]; }
is "which its guest uses" within 90 adapter_is Ok
isnt "which is not the host's" eval '[ "$(vf_of | head -n 1)" = "$own" ]'
equal "the host's has its driver" igbvf "$(driver_of "$own")"
equal "and its address" 10.9.8.2/24 "$(address_of "$own_link")"

# Somebody rewrites the VF in use.
number=1
[ "$(vf_of | head -n 1)" = "$(vf_pci $PF0 1)" ] || number=2
vlan_of() { ip -j link show dev $PF0 | jq -r ".[0].vfinfo_list[] | select(.vf == $number) | [.vlan_list[]?.vlan // empty][0] // 0"; }
ip link set $PF0 vf $number vlan 77
equal "somebody puts it into a VLAN" 77 "$(vlan_of)"
equal "the adapter says so" Degraded "$(run '(Get-VMNetworkAdapter one).Status[0]')"
is "a repair" run 'Test-VMHostIov -Fix -Confirm:$false | Out-Null'
equal "takes it out" 0 "$(vlan_of)"
is "and the adapter is well" within 30 adapter_is Ok
# This NIC has no tag of service providers; that there is none is the kernel's word, and the VF keeps what it had.
refused "the tag of a service provider" "Protocol not supported" ip link set $PF0 vf $number vlan 5 proto 802.1ad
equal "nothing of it is left" 0 "$(vlan_of)"

# The MTU of the switch is that of the NIC, of the bridge and of the tap; the NIC's own comes back.
before=$(mtu_of $PF1)
is "jumbo frames on the switch" run 'Set-VMSwitch lan -Mtu 9000 -WarningAction SilentlyContinue'
tap=$(virsh domiflist one | awk '$2 == "bridge" || $2 == "network" { print $1; exit }')
for device in $PF0 vs-lan "$tap"; do equal "the MTU of $device" 9000 "$(mtu_of "$device")"; done
equal "another NIC keeps its own" "$before" "$(mtu_of $PF1)"

is "the VM is turned off" run 'Stop-VM one -TurnOff'
is "it is removed" run 'Remove-VM one -Force'
is "the switch is removed" run 'Remove-VMSwitch lan -Force'
equal "the NIC has its MTU again" 1500 "$(mtu_of $PF0)"
equal "the host's VF is untouched" 10.9.8.2/24 "$(address_of "$own_link")"
ip address flush dev "$own_link"
ip link set "$own_link" down
is "now it may be taken away" run "Set-NetAdapterSriov $PF0 -NumVFs 0"
equal "no VF is left" 0 "$(vf_count $PF0)"
ip link set $PF0 down
sysfs_write 1 "/sys/class/net/$PF0/device/sriov_drivers_autoprobe"
same_host "the host is as it was before" /tmp/before
