#!/bin/bash
# -Persist Networkd of a team of the host: systemd-networkd makes of a host without bond, as it is after a start, what was asked for, and
# iovsh finds it done.
. ./checks.sh

export IOVSH_HOST=local NO_COLOR=1
host_snapshot >/tmp/before
is "a team of the host is described" iovsh -c "New-NetLbfoTeam 'Team 1' $PF0, $PF1 -TeamingMode Lacp -LacpTimer Fast -Persist Networkd | Out-Null
  Add-NetLbfoTeamNic 'Team 1' 42 | Out-Null"
is "its bond has a name that a device can have" test -e /sys/class/net/team-1/bonding

# As a start of the host leaves it: no bond, and iovsh does nothing.
ip link delete team-1
for nic in "$PF0" "$PF1"; do ip link set "$nic" down; done
# The lab's image masks it, so that nothing but iovsh touches the NICs.
systemctl -q unmask systemd-networkd.service systemd-networkd.socket
is "systemd-networkd starts" systemctl start systemd-networkd
in_team() { [ "$(tr ' ' '\n' </sys/class/net/team-1/bonding/slaves 2>/dev/null | sort | tr '\n' ' ')" = "$PF0 $PF1 " ]; }
is "the bond is there, with both members" within 30 in_team
equal "it speaks LACP" "802.3ad 4" "$(cat /sys/class/net/team-1/bonding/mode)"
equal "every second" "fast 1" "$(cat /sys/class/net/team-1/bonding/lacp_rate)"
equal "with the address of its first member" "$(ethtool -P "$PF0" | sed 's/.*: //')" "$(cat /sys/class/net/team-1/address)"
is "the interface for a VLAN is there" within 30 test -e /sys/class/net/team-1.42
is "iovsh restores what is left" iovsh --host local --restore
equal "and sees its team whole" "Team 1 Lacp Fast 2 Team 1 - VLAN 42" \
  "$(iovsh -c 'Get-NetLbfoTeam "Team 1" | % { "$($_.Name) $($_.TeamingMode) $($_.LacpTimer) $($_.Members.Count) $($_.TeamNics[1])" }')"
# While it runs it brings up again, as its files said, what leaves the bond.
systemctl stop systemd-networkd.socket systemd-networkd.service
systemctl -q mask systemd-networkd.service systemd-networkd.socket
is "the team is removed" iovsh -c "Remove-NetLbfoTeam 'Team 1' -Confirm:\$false"
equal "and its files" 0 "$(ls /etc/systemd/network | grep -c '^05-iovsh-')"
udevadm settle
same_host "the host is as it was before" /tmp/before
