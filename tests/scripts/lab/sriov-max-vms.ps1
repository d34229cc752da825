# Max_VMs: more machines than virtual functions. Each starts; those that come late run paravirtual and say why.
#
# args: sim "VF_COUNT=3;VMS=5;PREFIX=max-"
# expect-exit: 0
# expect: created 5 VMs
# expect: max-1 Running on VF
# expect: max-2 Running on VF
# expect: max-3 Running on VF
# expect: max-4 Running without VF: IovNoAvailResources (32789)
# expect: max-5 Running without VF: IovNoAvailResources (32789)
# expect: with VF: 3, without: 2
# expect: Every MAC address is different: True
# expect: a VF became free and max-4 got it: True
# expect: NumVFs cannot change now: Iov.VfInUse
# expect: left behind: 0 VMs, 0 switches, 0 VFs
# expect: Max_VMs                  PASS
param([string] $hvServer, [string] $testParams)

. $PSScriptRoot/vf-functions.ps1

$p = Read-TestParams $testParams
[int]$vfCount = $p.VF_COUNT
[int]$vmCount = $p.VMS
$prefix = $p['PREFIX']
$switchName = 'max-vms'
$nicName = (Get-NetAdapterSriov | Where-Object { $_.SriovSupport -eq 'Supported' } | Select-Object -First 1).Name

Set-NetAdapterSriov $nicName -NumVFs $vfCount
New-VMSwitch $switchName -NetAdapterName $nicName -EnableIov:$true | Out-Null
if (!$?) { exit 1 }

$names = 1..$vmCount | ForEach-Object { "${prefix}$_" }
foreach ($name in $names)
{
    New-VM -Name $name -MemoryStartupBytes 256MB -SwitchName $switchName -Generation 2 | Out-Null
    Set-VMNetworkAdapter -VMName $name -IovWeight 50
}
$made = @(Get-VM -Name "$prefix*")
"created $($made.Count) VMs"

# Start them one by one. The warnings of those that get no VF are kept for the end.
$warnings = @()
foreach ($name in $names)
{
    Start-VM -Name $name -WarningAction SilentlyContinue -WarningVariable +warnings
    $null = Wait-ForVMState $name 'Running'
}

$with = 0
$without = 0
foreach ($name in $names)
{
    $vm = Get-VM $name
    $nic = Get-VMNetworkAdapter $name
    if ($nic.IovUsage -gt 0)
    {
        $with++
        "$name $($vm.State) on VF"
    }
    else
    {
        $without++
        "{0} {1} without VF: {2} ({3})" -f $name, $vm.State, $nic.IovReason, [int]$nic.IovReason
    }
}
"with VF: $with, without: $without"

$macs = (Get-VMNetworkAdapter -VMName $names).MacAddress
"Every MAC address is different: $(($macs | Sort-Object -Unique).Count -eq $vmCount)"

# One machine stops: its VF goes to one that waits, at the latest when that one asks again.
Stop-VM "${prefix}1" -TurnOff -Force
$waiting = "${prefix}$($vfCount + 1)"
if ((Get-VMNetworkAdapter $waiting).IovUsage -eq 0)
{
    Set-VMNetworkAdapter -VMName $waiting -IovWeight 0
    Set-VMNetworkAdapter -VMName $waiting -IovWeight 50
}
$gotIt = (Wait-ForDataPath $waiting) -gt 0
"a VF became free and $waiting got it: $gotIt"

# The count of VFs cannot be changed under running machines.
Set-NetAdapterSriov $nicName -NumVFs 7 -ErrorAction SilentlyContinue -ErrorVariable refused
$id = ($refused[0].FullyQualifiedErrorId -split ',')[0]
"NumVFs cannot change now: $id"

# Put everything back, in reverse.
for ($i = $names.Count - 1; $i -ge 0; $i--)
{
    Stop-VM $names[$i] -TurnOff -Force
    Remove-VM $names[$i] -Force
}
Remove-VMSwitch $switchName -Force
Set-NetAdapterSriov $nicName -NumVFs 0
$leftVms = @(Get-VM | Where-Object { $_.Name -like "$prefix*" }).Count
$leftSwitches = @(Get-VMSwitch).Count
$leftVfs = @(Get-NetAdapterSriovVf).Count
"left behind: $leftVms VMs, $leftSwitches switches, $leftVfs VFs"

$ok = $with -eq $vfCount -and $without -eq ($vmCount - $vfCount) -and $gotIt -and ($leftVms + $leftSwitches + $leftVfs) -eq 0
if ($ok)
{
    Write-Verdict 'Max_VMs' $Passed
    exit 0
}
Write-Verdict 'Max_VMs' $Failed
exit 1
