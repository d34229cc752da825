# A machine that is installed from a disc: boot order, the disc in and out while it runs, a second disk while it runs, and the order changed
# back when the system is there.
#
# expect-exit: 0
# expect: boots first from: EFI DVD
# expect: disc: debian-13.iso
# expect: wrong disc refused: True
# expect: Running with 2 disks
# expect: disc out: True
# expect: boots first from: EFI Drive
# expect: drives: SCSI 0:0 os1.qcow2; SCSI 0:2 os1-data.qcow2
# expect: data disk grown to 20 GB
# expect: data disk taken out: 1 left

$ErrorActionPreference = 'Stop'
$iso = '/var/lib/libvirt/images/debian-13.iso'
New-VM -Name os1 -MemoryStartupBytes 2GB -NewVHDPath /srv/vms/os1.qcow2 -NewVHDSizeBytes 20GB -BootDevice CD | Out-Null
Get-VMDvdDrive -VMName os1 | Set-VMDvdDrive -Path $iso
$dvd = Get-VMDvdDrive -VMName os1
Set-VMFirmware -VMName os1 -FirstBootDevice $dvd
"boots first from: $((Get-VMFirmware os1).BootOrder[0].Description)"
"disc: $(Split-Path $dvd.Path -Leaf)"

$refused = $false
try { Set-VMDvdDrive -VMName os1 -Path /var/lib/libvirt/images/nothing.iso } catch { $refused = $true }
"wrong disc refused: $refused"

Start-VM os1
New-VHD -Path /srv/vms/os1-data.qcow2 -SizeBytes 10GB | Out-Null
Add-VMHardDiskDrive -VMName os1 -ControllerType SCSI -Path /srv/vms/os1-data.qcow2
'{0} with {1} disks' -f (Get-VM os1).State, @(Get-VMHardDiskDrive os1).Count
Set-VMDvdDrive -VMName os1 -Path $null
"disc out: $([string]::IsNullOrEmpty((Get-VMDvdDrive os1).Path))"

Stop-VM os1 -TurnOff -Force
Set-VMFirmware -VMName os1 -FirstBootDevice (Get-VMHardDiskDrive -VMName os1)[0]
"boots first from: $((Get-VMFirmware os1).BootOrder[0].Description)"
$drives = Get-VMHardDiskDrive os1 | ForEach-Object {
    '{0} {1}:{2} {3}' -f $_.ControllerType, $_.ControllerNumber, $_.ControllerLocation, (Split-Path $_.Path -Leaf)
}
"drives: $($drives -join '; ')"

Start-VM os1
Resize-VHD -Path /srv/vms/os1-data.qcow2 -SizeBytes 20GB
"data disk grown to $((Get-VHD /srv/vms/os1-data.qcow2).Size / 1GB) GB"
Get-VMHardDiskDrive os1 | Where-Object Path -like '*data*' | Remove-VMHardDiskDrive
"data disk taken out: $(@(Get-VMHardDiskDrive os1).Count) left"
Stop-VM os1 -TurnOff -Force
Remove-VM os1 -Force -WarningAction SilentlyContinue
