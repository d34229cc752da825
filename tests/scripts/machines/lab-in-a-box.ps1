# A lab on one host: a parent disk, differencing disks, an internal and an external switch, machines that are built on them and started
# in their order, and a clean-up that leaves nothing.
#
# expect-exit: 0
# expect: parent: Dynamic 40 GB
# expect: dc1 -> lab-parent.qcow2
# expect: node1 -> lab-parent.qcow2
# expect: node2 -> lab-parent.qcow2
# expect: started in order: dc1, node1, node2
# expect: dc1    lab-internal
# expect: node1  lab-internal, lab-external
# expect: node2  lab-internal, lab-external
# expect: on a VF: node1, node2
# expect: 3 machines use the parent
# expect: clean: True True

$ErrorActionPreference = 'Stop'
$lab = [ordered]@{
    Root     = '/srv/vms'
    Parent   = '/srv/vms/lab-parent.qcow2'
    Internal = 'lab-internal'
    External = 'lab-external'
    Machines = @(
        @{ Name = 'dc1'; Memory = 1GB; External = $false }
        @{ Name = 'node1'; Memory = 2GB; External = $true }
        @{ Name = 'node2'; Memory = 2GB; External = $true }
    )
}

function Get-LabPath([string]$Name) { Join-Path $lab.Root "$Name.qcow2" }

# The switches and the parent disk.
New-VMSwitch -Name $lab.Internal -SwitchType Internal | Out-Null
$nic = Get-NetAdapterSriov | Where-Object { $_.SriovSupport -eq 'Supported' } | Select-Object -First 1
New-VMSwitch -Name $lab.External -NetAdapterName $nic.Name -EnableIov $true -AllowManagementOS $false | Out-Null
$parent = New-VHD -Path $lab.Parent -SizeBytes 40GB -Dynamic
"parent: $($parent.VhdType) $($parent.Size / 1GB) GB"

foreach ($machine in $lab.Machines) {
    $disk = New-VHD -ParentPath $lab.Parent -Path (Get-LabPath $machine.Name) -Differencing
    $vm = New-VM -Name $machine.Name -MemoryStartupBytes $machine.Memory -VHDPath $disk.Path -SwitchName $lab.Internal
    Set-VMProcessor -VM $vm -Count 2
    if ($machine.External) {
        Add-VMNetworkAdapter -VMName $machine.Name -Name 'External' -SwitchName $lab.External
        Set-VMNetworkAdapter -VMName $machine.Name -Name 'External' -IovWeight 50
    }
    Set-VM -Name $machine.Name -AutomaticStartAction Nothing -AutomaticStopAction ShutDown -CheckpointType Disabled
    '{0} -> {1}' -f $machine.Name, (Split-Path (Get-VHD -Path $disk.Path).ParentPath -Leaf)
}

$order = foreach ($machine in $lab.Machines) {
    Start-VM -Name $machine.Name
    while ((Get-VM -Name $machine.Name).State -ne 'Running') { Start-Sleep -Milliseconds 100 }
    $machine.Name
}
"started in order: $($order -join ', ')"

Get-VM -Name $order | ForEach-Object {
    $switches = (Get-VMNetworkAdapter -VM $_).SwitchName -join ', '
    '{0,-6} {1}' -f $_.Name, $switches
}
$onVf = Get-VMNetworkAdapter -VMName $order | Where-Object IovUsage -gt 0 | Select-Object -ExpandProperty VMName | Sort-Object -Unique
"on a VF: $($onVf -join ', ')"

$users = Get-VM | Where-Object {
    $_.HardDrives | ForEach-Object { (Get-VHD -Path $_.Path).ParentPath } | Where-Object { $_ -eq $lab.Parent }
}
"$(@($users).Count) machines use the parent"

# Away with it, in the other order.
[array]::Reverse($order)
foreach ($name in $order) {
    Stop-VM -Name $name -TurnOff -Force
    Remove-VM -Name $name -Force -WarningAction SilentlyContinue
}
Get-VMSwitch | Where-Object Name -like 'lab-*' | Remove-VMSwitch -Force
'clean: {0} {1}' -f (-not (Get-VM | Where-Object Name -in $order)), (-not (Get-VMSwitch | Where-Object Name -like 'lab-*'))
