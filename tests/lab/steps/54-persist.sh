#!/bin/bash
# -Persist Networkd: what iovsh wrote is understood by udev and systemd-networkd. They make of a host without VFs and bridge,
# as it is after a start, what was asked for.
. ./checks.sh

export IOVSH_HOST=local NO_COLOR=1
host_snapshot >/tmp/before
bridge=vs-lan

is "three VFs are asked for" iovsh -c "Set-NetAdapterSriov $PF0 -NumVFs 3"
is "a switch is made and described" iovsh -c "New-VMSwitch lan -NetAdapterName $PF0 -EnableIov \$true -AllowManagementOS \$false -Persist Networkd | Out-Null"
equal "four files describe it" 4 "$(ls /etc/systemd/network | grep -c '^05-iovsh-')"
link_file() { udevadm test-builtin net_setup_link "/sys/class/net/$PF0" 2>&1 | grep -q "^ID_NET_LINK_FILE=.*/05-iovsh-$PF0.link\$"; }
is "udev takes the .link file for the NIC" link_file

# As a start of the host leaves it: no bridge, no VFs, and iovsh does nothing.
ip link delete $bridge
sysfs_write 0 "/sys/class/net/$PF0/device/sriov_numvfs"
ip link set $PF0 down
# The lab's image masks it, so that nothing but iovsh touches the NICs.
systemctl -q unmask systemd-networkd.service systemd-networkd.socket
is "systemd-networkd starts" systemctl start systemd-networkd
is "udev looks at the NIC again" udevadm trigger --action=add --settle "/sys/class/net/$PF0"
port_is_back() { [ "$(basename "$(readlink "/sys/class/net/$PF0/master" 2>/dev/null || echo none)")" = $bridge ]; }
is "the bridge is there, and the NIC is its port" within 30 port_is_back
is "the VFs are there" within 30 eval '[ "$(vf_count $PF0)" = 3 ]'
equal "the bridge has the NIC's address" "$(cat /sys/class/net/$PF0/address)" "$(cat /sys/class/net/$bridge/address)"
equal "spanning tree is off" 0 "$(cat /sys/class/net/$bridge/bridge/stp_state)"
is "the NIC kept its name" test -e "/sys/class/net/$PF0"

is "iovsh restores what is left" iovsh --host local --restore
equal "and sees its switch whole" "True 3" \
  "$(iovsh -c 'Get-VMSwitch lan | % { "$($_.IovSupport) $($_.IovVirtualFunctionCount)" }')"

is "the switch is removed" iovsh -c 'Remove-VMSwitch lan -Force'
is "and its VFs" iovsh -c "Set-NetAdapterSriov $PF0 -NumVFs 0"
equal "and its files" 0 "$(ls /etc/systemd/network | grep -c '^05-iovsh-')"
systemctl stop systemd-networkd.socket systemd-networkd.service
systemctl -q mask systemd-networkd.service systemd-networkd.socket
udevadm settle
same_host "the host is as it was before" /tmp/before
