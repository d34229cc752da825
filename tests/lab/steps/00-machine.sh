#!/bin/bash
# The machine is what the other steps take it for.
. ./checks.sh

for pf in $PF0 $PF1; do
  equal "$pf is an igb" igb "$(basename "$(readlink "/sys/class/net/$pf/device/driver")")"
  equal "$pf can have 7 VFs" 7 "$(cat "/sys/class/net/$pf/device/sriov_totalvfs")"
  equal "$pf has none now" 0 "$(vf_count $pf)"
  is "$pf is behind an IOMMU" test -e "/sys/class/net/$pf/device/iommu_group"
done
is "the wire is there" test -e /sys/class/net/$WIRE
is "KVM is there" test -c /dev/kvm
is "VFIO is there" test -c /dev/vfio/vfio
is "libvirt is 11 or newer" bash -c '[ "$(virsh -c qemu:///system version --daemon | sed -n "s/^Running against daemon: \([0-9]*\).*/\1/p")" -ge 11 ]'
is "the guest's kernel, initrd and disk are there" ls /srv/guest/vmlinuz /srv/guest/initrd.img /srv/guest/disk.img
is "iovsh starts here" iovsh --version
note "kernel $(uname -r), $(virsh -V | sed -n 's/^Virsh command line tool of //p' | head -n 1), $(ip -V)"
