# A host inside the host: processors that can run machines of their own, enough fixed memory, and MAC address spoofing so that what runs
# inside reaches the network.
#
# expect-exit: 0
# expect: hv-a: nested True, 4 processors, 4 GB fixed
# expect: hv-b: nested True, 4 processors, 4 GB fixed
# expect: spoofing: On, On
# expect: a check of each: passed
# expect: not while it runs: True
# expect: trunk: 10-12
# expect: removed

$ErrorActionPreference = 'Stop'
$nested = 'hv-a', 'hv-b'
$null = New-VMSwitch -Name nat -SwitchType Internal

function New-NestedHost {
    param([string]$Name, [int64]$Memory = 4GB, [int]$Processors = 4)
    $disk = "/srv/vms/$Name.qcow2"
    New-VM -Name $Name -MemoryStartupBytes $Memory -NewVHDPath $disk -NewVHDSizeBytes 80GB -SwitchName nat | Out-Null
    Set-VMProcessor -VMName $Name -Count $Processors -ExposeVirtualizationExtensions $true
    Set-VMMemory -VMName $Name -DynamicMemoryEnabled $false
    Set-VMNetworkAdapter -VMName $Name -MacAddressSpoofing On
    Set-VM -Name $Name -AutomaticCheckpointsEnabled $false -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
}

function Test-NestedHost {
    param([string]$Name)
    $processor = Get-VMProcessor -VMName $Name
    $problems = @(
        if (-not $processor.ExposeVirtualizationExtensions) { 'no nested virtualization' }
        if ((Get-VMMemory -VMName $Name).DynamicMemoryEnabled) { 'dynamic memory' }
        if ((Get-VMMemory -VMName $Name).Startup -lt 4GB) { 'too little memory' }
        if ((Get-VMNetworkAdapter -VMName $Name).MacAddressSpoofing -ne 'On') { 'no spoofing' }
    )
    if ($problems) { $problems -join ', ' } else { 'passed' }
}

foreach ($name in $nested) { New-NestedHost -Name $name }
foreach ($vm in Get-VM -Name $nested) {
    $processor = $vm | Get-VMProcessor
    '{0}: nested {1}, {2} processors, {3} GB fixed' -f $vm.Name, $processor.ExposeVirtualizationExtensions, $vm.ProcessorCount, ($vm.MemoryStartup / 1GB)
}
"spoofing: $((Get-VMNetworkAdapter -VMName $nested).MacAddressSpoofing -join ', ')"
"a check of each: $(($nested | ForEach-Object { Test-NestedHost $_ } | Sort-Object -Unique) -join '; ')"

Start-VM -Name hv-a
$refused = $false
try { Set-VMProcessor -VMName hv-a -ExposeVirtualizationExtensions $false } catch { $refused = $true }
"not while it runs: $refused"

Stop-VM -Name hv-a -TurnOff -Force
Set-VMNetworkAdapterVlan -VMName hv-b -Trunk -AllowedVlanIdList '10-12' -NativeVlanId 1
$vlan = Get-VMNetworkAdapterVlan -VMName hv-b
"trunk: $($vlan.AllowedVlanIdListString)"

Remove-VM -Name $nested -Force -WarningAction SilentlyContinue
Remove-VMSwitch nat -Force
if (-not (Get-VM | Where-Object Name -in $nested)) { 'removed' }
