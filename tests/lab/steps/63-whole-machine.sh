#!/bin/bash
# by hand: it takes four minutes
# A whole virtual machine by iovsh alone: it boots from a disk that New-VHD made, on a VF. While it runs it gets a disc, another memory and a second
# disk; it is renamed, exported, removed and imported, off, running and saved. The witnesses share no code with iovsh: virsh, qemu-img, sysfs, and the guest.
. ./checks.sh

export IOVSH_HOST=local NO_COLOR=1
W=/srv/whole
run() { iovsh -Command "\$ErrorActionPreference = 'Stop'; \$WarningPreference = 'SilentlyContinue'; $1"; }
# ask EXPRESSION: what it gives, as text.
ask() { iovsh -Command "\$WarningPreference = 'SilentlyContinue'; $1" 2>&1 | tr -d '\r'; }
lower_of() { guest "$1" "for l in /sys/class/net/eth0/lower_*; do l=\${l##*lower_}; readlink /sys/class/net/\$l/device/driver | grep -q igbvf\$ && echo \$l; done"; }
on_vf() { local l; l=$(lower_of "$1"); [ -n "$l" ] && guest "$1" "grep -q 1 /sys/class/net/$l/carrier"; }
# well VM TEXT: its guest answers, is on its VF, and reaches the wire.
well() {
  is "$2: its guest answers" guest --wait "$1"
  guest_address "$1" 10.9.0.20
  is "$2: it is on its VF" within 90 on_vf "$1"
  is "$2: it reaches the wire" within 30 guest "$1" "ping -q -c 2 -W 1 $WIRE_IP"
}
state() { virsh -q domstate "$1"; }
macs() { virsh -q dumpxml --inactive "$1" | sed -n "s/.*<mac address='\([^']*\)'.*/\1/p"; }
disks() { virsh -q domblklist --inactive "$1" | awk '$2 != "-" { print $2 }'; }
# What stands at the beginning of the guest's second disk.
written() { guest "$1" 'dd if=/dev/sda bs=512 count=1 2>/dev/null | head -n 1'; }
ram() { guest "$1" "awk '/MemTotal/ { print int(\$2 / 1024) }' /proc/meminfo"; }
balloon() { virsh -q dommemstat "$1" | awk '$1 == "actual" { print int($2 / 1024) }'; }
# whole IMAGE: it is an image that builds on no other.
whole() { qemu-img info --output=json -U "$1" | jq -e '."backing-filename" == null'; }

host_snapshot >/tmp/before
wire_up
mkdir -p $W
is "a switch in IOV mode" run "New-VMSwitch lan -NetAdapterName $PF0 -EnableIov \$true"

# --- made and booted ------------------------------------------------------------------------------
is "a disk" run "New-VHD $W/one.qcow2 -ParentPath /srv/guest/disk.img"
equal "it builds on the image of the guest" /srv/guest/disk.img "$(qemu-img info --output=json $W/one.qcow2 | jq -r '."full-backing-filename"')"
is "a VM with it" run "New-VM one -MemoryStartupBytes 256MB -SwitchName lan -VHDPath $W/one.qcow2"
is "it wishes for a VF" run "Set-VMNetworkAdapter one -IovWeight 100"
is "it has a drive for discs" run "Add-VMDvdDrive one"
is "a note" run "Set-VM one -Notes 'whole & well'"
started=$(now)
is "it starts" run "Start-VM one"
well one "from its disk"
note "it took $(since "$started") s until it reached the wire"
equal "the guest's disk is the one that New-VHD made" "$(($(stat -c %s /srv/guest/disk.img) / 512))" "$(guest one 'cat /sys/block/vda/size')"
equal "no kernel of the host's is in its definition" 0 "$(virsh -q dumpxml one | grep -c '<kernel>')"
vf=$(virsh -q dumpxml one | grep -c '<hostdev ')
equal "libvirt has one VF in it" 1 "$vf"

# --- a disc, memory, a second disk while it runs ----------------------------------------------------
# The disc is a seed for cloud-init, as a VM from a cloud image gets it.
is "a VM as from a cloud image" run "New-VM seeded -MemoryStartupBytes 192MB -VHDPath /srv/guest/disk.img -Differencing -Path $W -UserData '#cloud-config'"
seed=$(disks seeded | grep '\.iso$')
is "it has a seed" test -s "${seed:-/nothing}"
equal "which nobody else may read" 600 "$(stat -c %a "${seed:-/nothing}")"
is "the seed is kept" cp "${seed:-/nothing}" $W/disc.iso
images=$(disks seeded)
is "it is removed with its disks" run "Remove-VM seeded -RemoveDisks -Force"
# shellcheck disable=SC2086
isnt "which are gone" ls $images
is "the image that it built on is not" test -s /srv/guest/disk.img

is "the running VM gets the disc" run "Set-VMDvdDrive one -Path $W/disc.iso"
disc_there() { guest one 'mount -t iso9660 -o ro /dev/sr0 /newroot && cat /newroot/user-data && umount /newroot'; }
is "the guest reads it" within 30 disc_there
equal "and it is the one" '#cloud-config' "$(disc_there | head -n 1)"
is "the disc is taken out" run "Set-VMDvdDrive one -Path \$null"
is "the guest finds none" within 30 eval '! guest one "dd if=/dev/sr0 of=/dev/null bs=2048 count=1"'
equal "nor does virsh" 0 "$(virsh -q domblklist one | grep -c disc.iso)"

before=$(ram one)
is "less memory" run "Set-VMMemory one -StartupBytes 192MB"
is "the balloon has taken it" within 60 eval '[ "$(balloon one)" = 192 ]'
is "the guest has less" eval "[ \$(ram one) -le $((before - 50)) ]"
equal "Get-VM says so" 192 "$(ask '(Get-VM one).MemoryAssigned / 1MB')"
is "more again" run "Set-VMMemory one -StartupBytes 256MB"
is "the balloon has given it back" within 60 eval '[ "$(balloon one)" = 256 ]'
is "more than it was started with is refused" eval '! run "Set-VMMemory one -StartupBytes 512MB"'

is "a second disk" run "New-VHD $W/data.qcow2 -SizeBytes 64MB"
is "the running VM gets it" run "Add-VMHardDiskDrive one -Path $W/data.qcow2"
is "the guest has it" within 30 guest one 'grep -q "^131072$" /sys/block/sda/size'
is "and writes on it" guest one 'echo kept | dd of=/dev/sda bs=512 conv=sync 2>/dev/null && sync'
equal "libvirt has it in the definition too" 1 "$(disks one | grep -c data.qcow2)"
is "it is larger" run "Resize-VHD $W/data.qcow2 96MB"
is "which the guest sees" within 30 guest one 'grep -q "^196608$" /sys/block/sda/size'
is "a rename has to wait" eval '! run "Rename-VM one two"'
is "after all that it is on its VF" on_vf one
is "and reaches the wire" within 30 guest one "ping -q -c 2 -W 1 $WIRE_IP"

# --- exported while it runs ---------------------------------------------------------------------------
pings one $WIRE_IP
is "it is exported while it runs" run "Export-VM one $W/live"
equal "it goes on" running "$(state one)"
is "on its VF" within 60 on_vf one
read -r sent gone longest < <(lost one)
note "the export of the running VM: $gone of $sent pings lost, longest gap $longest (5 a second)"
for image in one.qcow2 data.qcow2; do
  is "the export has $image whole" whole "$W/live/one/Virtual Hard Disks/$image"
done

# --- stopped, renamed, exported, removed, imported ----------------------------------------------------
is "it is shut down by its power button" run "Stop-VM one"
is "it is off" within 30 eval '[ "$(state one)" = "shut off" ]'
equal "its VF is free" none "$(driver_of "$(vf_pci $PF0 0)")"
id=$(virsh -q domuuid one | head -n 1)
mac=$(macs one)
is "it is renamed" run "Rename-VM one two"
equal "it has the new name alone" two "$(virsh -q list --all --name | sed '/^$/d' | tr '\n' ' ' | sed 's/ $//')"
equal "and the id that it had" "$id" "$(virsh -q domuuid two | head -n 1)"
is "it is exported" run "Export-VM two $W/exports"
for image in one.qcow2 data.qcow2; do
  is "the export has $image whole" whole "$W/exports/two/Virtual Hard Disks/$image"
done
is "libvirt's text is in it" xmllint --noout "$W/exports/two/Virtual Machines/$id.xml"
is "nobody else may read that" eval "[ \"\$(stat -c %a '$W/exports/two/Virtual Machines/$id.xml')\" = 600 ]"
isnt "a second one does not write over it" run "Export-VM two $W/exports"
is "it is removed" run "Remove-VM two -Force"
isnt "libvirt knows it no more" virsh -q domstate two
is "its disks stay" ls $W/one.qcow2 $W/data.qcow2
is "and are removed" run "Remove-Item $W/one.qcow2, $W/data.qcow2"

is "it is imported with copies of its disks" run "Import-VM $W/exports/two -Copy -VhdDestinationPath $W/new"
equal "with its id" "$id" "$(virsh -q domuuid two | head -n 1)"
equal "its address" "$mac" "$(macs two)"
equal "its disks" "$W/new/data.qcow2 $W/new/one.qcow2" "$(disks two | sort | tr '\n' ' ' | sed 's/ $//')"
equal "and its note" 'whole & well' "$(ask '(Get-VM two).Notes')"
is "it starts" run "Start-VM two"
well two "imported"
equal "its second disk has what was written" kept "$(written two)"

# --- its disks moved while it runs --------------------------------------------------------------------------
pings two $WIRE_IP
is "its disks move while it runs" run "Move-VMStorage two $W/moved"
read -r sent gone longest < <(lost two)
note "the move of its disks: $gone of $sent pings lost, longest gap $longest (5 a second)"
equal "it has them at the new place" "$W/moved/data.qcow2 $W/moved/one.qcow2" "$(virsh -q domblklist two | awk '$2 != "-" { print $2 }' | sort | tr '\n' ' ' | sed 's/ $//')"
isnt "the old ones are gone" ls $W/new/one.qcow2 $W/new/data.qcow2
is "it is on its VF" within 30 on_vf two
equal "its second disk has what was written" kept "$(written two)"

# --- saved, exported, removed, imported -----------------------------------------------------------------
boot_id=$(guest two 'cat /proc/sys/kernel/random/boot_id; echo here >/tmp/mark' | head -n 1)
is "it is saved" run "Save-VM two"
is "and exported so" run "Export-VM two $W/saved"
is "its memory is in the export" eval "test -s '$W/saved/two/Virtual Machines/$id.save'"
is "nobody else may read that" eval "[ \"\$(stat -c %a '$W/saved/two/Virtual Machines/$id.save')\" = 600 ]"
is "it is removed" run "Remove-VM two -Force"
isnt "libvirt's own file of its memory is gone" ls /var/lib/libvirt/qemu/save/two.save
is "so are its disks" rm -r $W/moved
is "it is imported under another place of its disks" run "Import-VM $W/saved/two -Copy -VhdDestinationPath $W/again"
equal "it is saved" Saved "$(ask '(Get-VM two).State')"
is "what stands before its memory names the new place" eval "virsh save-image-dumpxml /var/lib/libvirt/qemu/save/two.save | grep -q $W/again/one.qcow2"
is "it goes on" run "Start-VM two"
well two "brought back"
equal "it is the same run of the guest" "$boot_id here" "$(guest two 'cat /proc/sys/kernel/random/boot_id /tmp/mark' | tr '\n' ' ' | sed 's/ $//')"

# --- a second one beside it --------------------------------------------------------------------------------
is "a second one of the first export" run "Import-VM $W/exports/two -Copy -GenerateNewId -NewName twin -VhdDestinationPath $W/twin"
is "has an id of its own" eval '[ "$(virsh -q domuuid twin | head -n 1)" != "$id" ]'
is "and an address of its own" eval '[ "$(macs twin)" != "$mac" ]'
is "it is removed with its disks" run "Remove-VM twin -RemoveDisks -Force"
isnt "which are gone" ls $W/twin/one.qcow2 $W/twin/data.qcow2

# --- variables of firmware and a TPM, where the machine has them ---------------------------------------------
if compgen -G '/usr/share/qemu/firmware/*.json' >/dev/null && command -v swtpm >/dev/null; then
  is "a VM with UEFI and a TPM" run "New-VM safe -Generation 2 -MemoryStartupBytes 192MB -NewVHDPath $W/safe.qcow2 -NewVHDSizeBytes 16MB; Enable-VMTPM safe"
  is "it starts" run "Start-VM safe"
  is "it is turned off" run "Stop-VM safe -TurnOff -Force"
  id=$(virsh -q domuuid safe | head -n 1)
  variables=$(virsh -q dumpxml --inactive safe | sed -n 's/.*<nvram[^>]*>\([^<]*\)<.*/\1/p')
  is "its firmware has variables" test -s "${variables:-/nothing}"
  is "its TPM has a state" test -s "/var/lib/libvirt/swtpm/$id/tpm2/tpm2-00.permall"
  sums() { sha256sum <"$variables"; sha256sum <"/var/lib/libvirt/swtpm/$id/tpm2/tpm2-00.permall"; }
  rights() { stat -c '%U %G %a' "/var/lib/libvirt/swtpm/$id/tpm2/tpm2-00.permall"; }
  before=$(sums)
  rights_before=$(rights)
  is "it is exported" run "Export-VM safe $W/exports"
  is "it is removed" run "Remove-VM safe -RemoveDisks -Force"
  isnt "its variables are gone" ls "$variables"
  isnt "and what its TPM held" ls "/var/lib/libvirt/swtpm/$id"
  is "it is imported" run "Import-VM $W/exports/safe -Copy -VhdDestinationPath $W/safe"
  variables=$(virsh -q dumpxml --inactive safe | sed -n 's/.*<nvram[^>]*>\([^<]*\)<.*/\1/p')
  equal "with its variables and what its TPM held" "$before" "$(sums)"
  equal "and the rights to that" "$rights_before" "$(rights)"
  is "it starts" run "Start-VM safe"
  is "it is turned off" run "Stop-VM safe -TurnOff -Force"
  is "it is removed" run "Remove-VM safe -RemoveDisks -Force"
  isnt "its variables are gone" ls "$variables"
  isnt "and what its TPM held" ls "/var/lib/libvirt/swtpm/$id"
else
  skip "variables of firmware and a TPM: this machine has no edk2 or no swtpm"
fi

# --- a checkpoint with memory, exported, goes on elsewhere -----------------------------------------------------
id=$(virsh -q domuuid two | head -n 1)
boot_id=$(guest two 'cat /proc/sys/kernel/random/boot_id; echo there >/tmp/mark' | head -n 1)
is "it gets a checkpoint with its memory" run "Set-VM two -CheckpointType Standard; Checkpoint-VM two -SnapshotName awake"
is "which is exported" run "Export-VMSnapshot awake -VMName two -Path $W/awake"
is "the memory is in the export" eval "test -s '$W/awake/two/Virtual Machines/$id.save'"
is "it runs on" run "if ((Get-VM two).State -ne 'Running') { exit 1 }"
is "it is turned off and removed" run "Stop-VM two -TurnOff -Force; Remove-VM two -Force"
isnt "the memory of its checkpoint went with it" compgen -G '/var/lib/libvirt/qemu/save/*.memory'
is "it is imported" run "Import-VM $W/awake/two -Copy -VhdDestinationPath $W/woken"
equal "it is saved" Saved "$(ask '(Get-VM two).State')"
is "it goes on" run "Start-VM two"
well two "woken"
equal "it is the same run of the guest" "$boot_id there" "$(guest two 'cat /proc/sys/kernel/random/boot_id /tmp/mark' | tr '\n' ' ' | sed 's/ $//')"

is "the VM is turned off" run "Stop-VM two -TurnOff -Force"
is "and removed with its disks" run "Remove-VM two -RemoveDisks -Force"
isnt "which are gone" ls $W/woken/one.qcow2
is "the switch is removed" run "Remove-VMSwitch lan -Force"
is "the NIC's VFs are given back" run "Set-NetAdapterSriov $PF0 -NumVFs 0"
rm -rf $W
wire_down
same_host "the host is as it was before" /tmp/before
