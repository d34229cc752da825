#!/bin/bash
# A converged host: adapters of the host itself on a switch, with VLANs, addresses and limits, as the kernel shows them; what somebody
# takes away comes back, a start of the host brings all of it back, and the host is as it was when they are removed.
. ./checks.sh

export IOVSH_HOST=local NO_COLOR=1
host_snapshot >/tmp/before
link() { ip -j -d link show dev "$1" | jq -r "$2"; }
address_of() { ip -j -4 address show dev "$1" | jq -r '[.[].addr_info[] | .local + "/" + (.prefixlen | tostring)] | join(" ")'; }
pvid() { bridge -j vlan show dev "$1" | jq -r '[.[].vlans[] | select(.flags // [] | index("PVID")) | .vlan] | join(" ")'; }

# Steps before this one may have asked for none.
is "VFs" iovsh -c "Set-NetAdapterSriov $PF0 -NumVFs 7"
is "a switch that the host has no part in" \
  iovsh -c "New-VMSwitch conv -NetAdapterName $PF0 -EnableIov \$true -AllowManagementOS \$false -WarningAction SilentlyContinue | Out-Null"
for n in 1 2; do
  is "the host gets the adapter Storage$n" iovsh -c "Add-VMNetworkAdapter -ManagementOS -Name Storage$n -SwitchName conv"
  is "in VLAN ${n}0" iovsh -c "Set-VMNetworkAdapterVlan -ManagementOS -VMNetworkAdapterName Storage$n -Access -VlanId ${n}0"
  is "with an address" iovsh -c "New-NetIPAddress 10.9.${n}0.2 -InterfaceAlias 'vEthernet (Storage$n)' -PrefixLength 24 | Out-Null"
done
is "and one without a VLAN" iovsh -c 'Add-VMNetworkAdapter -ManagementOS -Name Management -SwitchName conv'

for n in 1 2; do
  equal "vh-storage$n is one end of a pair" veth "$(link vh-storage$n '.[0].linkinfo.info_kind')"
  equal "whose other end is a port of the switch" vs-conv "$(link vp-storage$n '.[0].master')"
  equal "it is called as Hyper-V calls it" "vEthernet (Storage$n)" "$(link vh-storage$n '.[0].ifalias')"
  equal "its port is in VLAN ${n}0" "${n}0" "$(pvid vp-storage$n)"
  equal "it has its address" "10.9.${n}0.2/24" "$(address_of vh-storage$n)"
done
tagged() { bridge -j vlan show dev $PF0 | jq -e '[.[].vlans[].vlan] | index(10) and index(20)'; }
is "the NIC lets both VLANs through" tagged
known() { bridge fdb show dev $PF0 | grep >/dev/null "$(cat /sys/class/net/vh-storage1/address) self"; }
is "the NIC listens for its address while it has VFs" known

# The emulated NIC gives a frame with a VLAN tag to those functions alone that its table of VLANs (VLVF) names. A real 82576 gives the
# rest to the PF, and its driver relies on it (igb_vfta_set, "PF can receive vlans w/o entry in vlvf"). The driver enters a VLAN for the
# PF too when a VF is in it.
ip link set $PF0 vf 5 vlan 10
ip link set $PF0 vf 6 vlan 20

# The world outside, in both VLANs.
wire_up
for n in 1 2; do
  ip -n wire link add link "$WIRE" name w$n up type vlan id ${n}0
  ip -n wire address add 10.9.${n}0.1/24 dev w$n
  is "it is reached in VLAN ${n}0" within 20 ip netns exec wire ping -c 1 -W 2 10.9.${n}0.2
done
isnt "not by the other one" ip netns exec wire ping -c 2 -W 1 -I w1 10.9.20.2

is "another VLAN, without losing its address" iovsh -c 'Set-VMNetworkAdapterVlan -ManagementOS -VMNetworkAdapterName Storage1 -Access -VlanId 30'
equal "its port is there" 30 "$(pvid vp-storage1)"
equal "its address too" 10.9.10.2/24 "$(address_of vh-storage1)"
is "and back" iovsh -c 'Set-VMNetworkAdapterVlan -ManagementOS -VMNetworkAdapterName Storage1 -Access -VlanId 10'
is "an ACL" iovsh -c 'Add-VMNetworkAdapterAcl -ManagementOS -VMNetworkAdapterName Storage1 -RemoteIPAddress 10.9.10.1 -Direction Both -Action Deny'
isnt "keeps the outside away" ip netns exec wire ping -c 2 -W 1 10.9.10.2
is "until it is removed" iovsh -c 'Get-VMNetworkAdapterAcl -ManagementOS -VMNetworkAdapterName Storage1 | Remove-VMNetworkAdapterAcl'
is "then it is reached again" within 20 ip netns exec wire ping -c 1 -W 2 10.9.10.2
is "a limit" iovsh -c 'Set-VMNetworkAdapter -ManagementOS -Name Storage1 -MaximumBandwidth 100000000'
limited() { tc filter show dev vp-storage1 ingress | grep >/dev/null "rate 100Mbit"; }
is "is a filter of its port" limited

# Somebody takes a device away; a repair brings it back with all it had.
ip link delete vh-storage1
is "a repair" iovsh -c 'Test-VMHostIov -Fix -Confirm:$false | Out-Null'
equal "brings the address back" 10.9.10.2/24 "$(address_of vh-storage1)"
equal "and the VLAN" 10 "$(pvid vp-storage1)"
is "it is reached again" within 20 ip netns exec wire ping -c 1 -W 2 10.9.10.2

# As a start of the host leaves it: nothing of it is there.
ip link delete vh-storage1
ip link delete vh-storage2
ip link delete vh-management
ip link delete vs-conv
is "the restore of a start" iovsh --host local --restore
for n in 1 2; do
  equal "brings back the address of Storage$n" "10.9.${n}0.2/24" "$(address_of vh-storage$n)"
  equal "and its VLAN" "${n}0" "$(pvid vp-storage$n)"
  is "it is reached" within 20 ip netns exec wire ping -c 1 -W 2 10.9.${n}0.2
done

# The bridge itself in a VLAN, as the first adapter.
is "the bridge itself becomes an adapter" iovsh -c 'Add-VMNetworkAdapter -ManagementOS -SwitchName conv'
is "in a VLAN" iovsh -c 'Set-VMNetworkAdapterVlan -ManagementOS -VMNetworkAdapterName conv -Access -VlanId 20'
equal "its own port is there" 20 "$(pvid vs-conv)"
is "it is removed" iovsh -c 'Remove-VMNetworkAdapter -ManagementOS -Name conv'

wire_down
ip link set $PF0 vf 5 vlan 0
ip link set $PF0 vf 6 vlan 0
is "two adapters are removed by their name" iovsh -c 'Remove-VMNetworkAdapter -ManagementOS -Name Storage* -WarningAction SilentlyContinue'
gone() { ! ip link show dev vh-storage1 && ! ip link show dev vp-storage2; }
is "their devices are gone" gone
is "the switch is removed with the last" iovsh -c 'Remove-VMSwitch conv -Force'
gone() { ! ip link show dev vh-management; }
is "which goes with it" gone
is "the NIC is as it was" iovsh -c "Set-NetAdapterSriov $PF0 -NumVFs 0"
same_host "the host is as it was before" /tmp/before
