#!/bin/bash
# by hand: it has not been run to its end yet
# apparmor: on
# Both hosts confine their guests with AppArmor: the sockets by which memory and copied disks travel lie where the profiles that libvirt
# writes let QEMU reach them. Runs on hv1; hv2 is beside it.
. ./checks.sh
. ./migrating.sh

cat >/tmp/confine.sh <<'N'
set -e
apparmor_parser -r -W /etc/apparmor.d/usr.sbin.libvirtd /etc/apparmor.d/usr.lib.libvirt.virt-aa-helper
sed -i 's/^security_driver = .*/security_driver = "apparmor"/' /etc/libvirt/qemu.conf
systemctl restart libvirtd
virsh -q capabilities | grep -q '<model>apparmor</model>'
mkdir -p /srv/vms
N
equal "the kernel has AppArmor" Y "$(cat /sys/module/apparmor/parameters/enabled)"
is "hv1 confines its guests" bash /tmp/confine.sh
is "hv2 confines its guests" eval 'ssh -q hv2 "cat >/tmp/confine.sh; bash /tmp/confine.sh" </tmp/confine.sh'
# The profile that a host has for the guest, and whether it is enforced.
profile() { at "$1" grep "^libvirt-$(at "$1" virsh -q domuuid one | head -n 1) (enforce)" /sys/kernel/security/apparmor/profiles; }
# What AppArmor has refused on a host, of the folder of the sockets.
refusals() { at "$1" dmesg | grep -i 'apparmor="DENIED"' | grep iovsh; }

two_hosts
is "on both it is allowed" run "Enable-VMMigration -ComputerName hv1, hv2 -ErrorAction Stop"
far virsh -q domcapabilities >/dev/null 2>&1
is "its QEMU is confined on hv1" profile hv1
is "it moves to hv2" run "Move-VM one hv2 -ErrorAction Stop"
equal "it runs on hv2 alone" hv2 "$(where)"
is "its QEMU is confined on hv2" profile hv2
is "on a VF" within 60 on_vf hv2
is "it reaches the wire" within 60 guest_at hv2 "ping -q -c 2 -W 1 $WIRE_IP"
is "it comes back" run "Move-VM one hv1 -ComputerName hv2 -ErrorAction Stop"
is "on a VF of hv1" within 60 on_vf hv1

# QEMU itself connects to the socket of the disks.
is "it gets a disk" run "New-VHD /srv/vms/one.qcow2 -SizeBytes 64MB -ErrorAction Stop | Out-Null; Add-VMHardDiskDrive one -ControllerType SCSI -Path /srv/vms/one.qcow2 -ErrorAction Stop"
is "it moves with that" run "Move-VM one hv2 -IncludeStorage -ErrorAction Stop -WarningAction SilentlyContinue"
equal "it runs on hv2 alone" hv2 "$(where)"
is "hv2 has the disk" far test -s /srv/vms/one.qcow2
is "its QEMU is confined on hv2" profile hv2
is "on a VF" within 60 on_vf hv2
equal "AppArmor refused nothing of it" "" "$(refusals hv1; refusals hv2)"
note "what AppArmor refused otherwise: $( (dmesg; far dmesg) | grep -i 'apparmor="DENIED"' | grep -o 'operation="[^"]*".*name="[^"]*"' | sort | uniq -c | sort -rn | head -n 5 | tr '\n' ';')"
is "it is stopped" run "Stop-VM one -TurnOff -Force -ComputerName hv2 -ErrorAction Stop"
clean_up_hosts hv2 one
exit 0
