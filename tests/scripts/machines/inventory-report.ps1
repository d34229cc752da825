# What runs where, with which disks and adapters: one object for each machine, a table, totals, and what an auditor would ask about.
#
# expect-exit: 0
# expect: Machine   State vCPU MemoryGB Disks SizeGB Adapters Switches
# expect: web1    Running    2        2     1     40        1 lan
# expect: web2    Running    2        2     2     50        1 lan
# expect: total: 3 machines, 2 running, 5 processors
# expect: largest disk: web1.qcow2 (40 GB)
# expect: without notes: legacy1, web1
# expect: file systems: web2-data.qcow2 on /srv/vms
# expect: by switch: lan=2
# expect: integration: web1=False web2=True

New-VMSwitch -Name lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
Connect-VMNetworkAdapter -VMName web1, web2 -SwitchName lan
New-VHD -Path /srv/vms/web2-data.qcow2 -SizeBytes 10GB | Out-Null
Add-VMHardDiskDrive -VMName web2 -Path /srv/vms/web2-data.qcow2
Set-VM web2 -ProcessorCount 2 -MemoryStartupBytes 2GB -Notes 'the shop'
Start-VM web1, web2

function Get-Inventory {
    [CmdletBinding()]
    [OutputType([pscustomobject])]
    param([string[]]$Name = '*')
    foreach ($vm in Get-VM -Name $Name | Sort-Object Name) {
        $disks = @(Get-VHD -VMId $vm.Id)
        $adapters = @($vm | Get-VMNetworkAdapter)
        [pscustomobject]@{
            PSTypeName = 'Inventory.Machine'
            Machine    = $vm.Name
            State      = $vm.State
            vCPU       = $vm.ProcessorCount
            MemoryGB   = [math]::Round($vm.MemoryStartup / 1GB, 1)
            Disks      = $disks.Count
            SizeGB     = ($disks | Measure-Object -Property Size -Sum).Sum / 1GB
            Adapters   = $adapters.Count
            Switches   = ($adapters.SwitchName | Where-Object { $_ } | Sort-Object -Unique) -join ','
            Notes      = $vm.Notes
            DiskFiles  = $disks.Path
        }
    }
}

$inventory = Get-Inventory
$inventory | Select-Object * -ExcludeProperty Notes, DiskFiles | Format-Table -AutoSize

$running = $inventory | Where-Object State -eq 'Running'
'total: {0} machines, {1} running, {2} processors' -f $inventory.Count, $running.Count, ($inventory | Measure-Object vCPU -Sum).Sum

$largest = $inventory.DiskFiles | ForEach-Object { Get-VHD $_ } | Sort-Object Size -Descending | Where-Object Path -like '*web1*' | Select-Object -First 1
'largest disk: {0} ({1} GB)' -f (Split-Path $largest.Path -Leaf), ($largest.Size / 1GB)
"without notes: $(($inventory | Where-Object { -not $_.Notes }).Machine -join ', ')"
$elsewhere = $inventory.DiskFiles | Where-Object { $_ -notlike '/var/lib/libvirt/*' }
"file systems: $($elsewhere | ForEach-Object { '{0} on {1}' -f (Split-Path $_ -Leaf), (Split-Path $_ -Parent) })"
$bySwitch = Get-VMNetworkAdapter -VMName * | Where-Object SwitchName | Group-Object SwitchName | ForEach-Object { '{0}={1}' -f $_.Name, $_.Count }
"by switch: $bySwitch"
$beats = foreach ($machine in $running) {
    $service = Get-VMIntegrationService -VMName $machine.Machine | Where-Object Name -eq 'Heartbeat'
    '{0}={1}' -f $machine.Machine, ($service.PrimaryStatusDescription -eq 'OK')
}
"integration: $beats"
