#!/bin/bash
# Priority tags (IEEE 802.1p) at the port of an adapter: they go on as they are, until they are taken off.
. ./checks.sh

export IOVSH_HOST=local NO_COLOR=1
run() { iovsh -Command "\$ErrorActionPreference = 'Stop'; $1"; }
host_snapshot >/tmp/before
is "a switch" run "New-VMSwitch lan -NetAdapterName $PF0 -AllowManagementOS \$false | Out-Null"
is "an adapter of the host" run 'Add-VMNetworkAdapter -ManagementOS -Name Voice -SwitchName lan'
# A VLAN device with the number 0 sends priority tags.
ip link set vh-voice up
ip link add link vh-voice name prio0 type vlan id 0 egress-qos-map 0:5 1:5 2:5 3:5 4:5 5:5 6:5 7:5
ip address add 10.9.9.2/24 dev prio0
ip link set prio0 up
# What leaves by the NIC while the host looks for somebody.
sent() {
  timeout 6 tcpdump -nei $PF0 -c 3 "$1" >/tmp/sent 2>/dev/null &
  local listener=$!
  sleep 1
  ping -c 4 -W 1 -I prio0 10.9.9.1 >/dev/null 2>&1
  wait "$listener"
  grep -q "$2" /tmp/sent
}
is "they go on as they are" sent vlan 'vlan 0, p 5'
equal "the adapter says so" On "$(run '(Get-VMNetworkAdapter -ManagementOS -Name Voice).IeeePriorityTag')"
is "they are to be taken off" run 'Set-VMNetworkAdapter -ManagementOS -Name Voice -IeeePriorityTag Off'
is "by a filter of the port" eval "tc filter show dev vp-voice ingress | grep -q 'vlan.*pop'"
isnt "no tag leaves any more" sent vlan 'vlan 0'
is "the frames do" sent 'arp and not vlan' 'who-has 10.9.9.1'
is "and back" run 'Set-VMNetworkAdapter -ManagementOS -Name Voice -IeeePriorityTag On'
is "they go on again" sent vlan 'vlan 0, p 5'
ip link delete prio0
is "the adapter is removed" run 'Remove-VMNetworkAdapter -ManagementOS -Name Voice'
is "the switch is removed" run 'Remove-VMSwitch lan -Force'
same_host "the host is as it was before" /tmp/before
