# SR-IOV for many machines at once, with a check of the host before, of each machine afterwards, and a report of those that have none.
#
# expect-exit: 0
# expect: host supports SR-IOV: True
# expect: usable ports: enp1s0f0, enp1s0f1
# expect: switch fast: 7 VFs, 0 in use
# expect: enabled on 9 adapters
# expect: VF in use: 7
# expect: without: vm8 IovNoAvailResources
# expect: without: vm9 IovNoAvailResources
# expect: verified: 7 of 9
# expect: VFs of the port that machines have: 7
# expect: after a stop of vm1: vm8 has one: True
# expect: all off: 0 in use
$ErrorActionPreference = 'Stop'

$vmhost = Get-VMHost
"host supports SR-IOV: $($vmhost.IovSupport)"
if (-not $vmhost.IovSupport) {
    $vmhost.IovSupportReasons | Write-Warning
    exit 1
}
$ports = Get-NetAdapterSriov | Where-Object SriovSupport -eq 'Supported'
"usable ports: $($ports.Name -join ', ')"

$switch = New-VMSwitch -Name fast -NetAdapterName $ports[0].Name -EnableIov $true
'switch {0}: {1} VFs, {2} in use' -f $switch.Name, $switch.IovVirtualFunctionCount, $switch.IovVirtualFunctionsInUse

$names = 1..9 | ForEach-Object { "vm$_" }
$names | ForEach-Object { New-VM -Name $_ -MemoryStartupBytes 256MB -SwitchName fast } | Out-Null

$adapters = Get-VMNetworkAdapter -VMName $names
# The first ones are more important.
$weight = 100
foreach ($adapter in $adapters) {
    $adapter | Set-VMNetworkAdapter -IovWeight $weight
    $weight -= 10
}
"enabled on $(@(Get-VMNetworkAdapter -VMName $names | Where-Object IovWeight -gt 0).Count) adapters"

Get-VM -Name $names | Start-VM -WarningAction SilentlyContinue

function Test-VirtualFunction {
    param([Parameter(ValueFromPipeline)]$Adapter)
    process {
        $vf = Get-NetAdapterSriovVf | Where-Object { $_.VMFriendlyName -eq $Adapter.VMName }
        [pscustomobject]@{
            VM     = $Adapter.VMName
            Has    = $Adapter.IovUsage -gt 0
            Active = $Adapter.VFDataPathActive
            Same   = $vf -and (($vf.PermanentMacAddress -replace '[-:]') -eq $Adapter.MacAddress -or $vf.CurrentMacAddress)
            Reason = $Adapter.IovReason
        }
    }
}

$results = Get-VMNetworkAdapter -VMName $names | Test-VirtualFunction
"VF in use: $((Get-VMSwitch fast).IovVirtualFunctionsInUse)"
$results | Where-Object { -not $_.Has } | ForEach-Object { "without: $($_.VM) $($_.Reason)" }
$good = @($results | Where-Object { $_.Has -and $_.Active })
"verified: $($good.Count) of $($results.Count)"
"VFs of the port that machines have: $(@(Get-NetAdapterSriovVf -Name $ports[0].Name | Where-Object VMFriendlyName).Count)"

# One that stops makes room, and the next look hands the VF on.
Stop-VM -Name vm1 -TurnOff -Force
Get-VMNetworkAdapter -VMName vm8 | Set-VMNetworkAdapter -IovWeight 60
"after a stop of vm1: vm8 has one: $((Get-VMNetworkAdapter -VMName vm8).IovUsage -gt 0)"

Get-VM -Name $names | Stop-VM -TurnOff -Force -WarningAction SilentlyContinue
"all off: $((Get-VMSwitch fast).IovVirtualFunctionsInUse) in use"
