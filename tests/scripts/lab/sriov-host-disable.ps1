########################################################################
# Host_Disable_SRIOV: SR-IOV is taken off the host's network adapter
# while machines use it, and given back. Every machine falls to the
# paravirtual path and returns.
########################################################################
# args: -testParams "VMS=web1,web2;NIC=enp1s0f0"
# expect-exit: 0
# expect: start:    web1=VF web2=VF
# expect: disabled: web1=PV web2=PV
# expect: Get-NetAdapterSriov says Enabled=False
# expect: reason of web1: IovNoAvailResources
# expect: enabled:  web1=VF web2=VF
# expect: 16 checks, 0 failures
# expect: Host_Disable_SRIOV       PASS
param(
    [string] $testParams
)

$checks = 0
$failures = 0

function Assert-That([bool] $condition, [string] $what)
{
    $script:checks++
    if (-not $condition)
    {
        $script:failures += 1
        Write-Host "not true: $what"
    }
}

function Get-Paths([string[]] $names)
{
    $parts = foreach ($n in $names)
    {
        $nic = Get-VMNetworkAdapter -VMName $n
        if ($nic.VFDataPathActive) { "$n=VF" } else { "$n=PV" }
    }
    return ($parts -join " ")
}

. (Join-Path $PSScriptRoot "vf-functions.ps1")

$settings = Read-TestParams $testParams
$vmNames = $settings.VMS.Split(',')
$nic = $settings.NIC
$switch = "host-disable"

New-VMSwitch -Name $switch -NetAdapterName $nic -EnableIov 1 > $null
Assert-That $? "the switch is made"

foreach ($vm in $vmNames)
{
    Get-VM $vm | Get-VMNetworkAdapter | Connect-VMNetworkAdapter -SwitchName $switch
    Get-VM $vm | Set-VMNetworkAdapter -IovWeight 100
    Assert-That $? "$vm asks for a VF"
    Start-VM $vm
    Assert-That $? "$vm starts"
    Assert-That ((Wait-ForDataPath $vm) -gt 0) "$vm is on its VF"
}
"start:    $(Get-Paths $vmNames)"

Disable-NetAdapterSriov -Name $nic -Confirm:$false
Assert-That $? "SR-IOV is disabled"
foreach ($vm in $vmNames)
{
    $looks = Wait-ForDataPath $vm -active $false
    Assert-That ($looks -gt 0) "$vm fell to the paravirtual path"
    Assert-That ((Get-VM $vm).State -eq 'Running') "$vm still runs"
}
"disabled: $(Get-Paths $vmNames)"
"Get-NetAdapterSriov says Enabled=$((Get-NetAdapterSriov $nic).Enabled)"
"reason of web1: $((Get-VM web1).SecondaryOperationalStatus)"

Enable-NetAdapterSriov -InterfaceDescription (Get-NetAdapterSriov $nic).InterfaceDescription -ErrorAction Stop
foreach ($vm in $vmNames)
{
    # A weight that is set anew asks for a VF at once; a machine that already has one is left alone.
    Assert-That ((Wait-ForDataPath $vm) -gt 0) "$vm returned to a VF"
}
"enabled:  $(Get-Paths $vmNames)"

$done = Reset-TestVM $vmNames
Remove-VMSwitch $switch -Force
Assert-That ($done -and $?) "everything is put back"
Assert-That (-not (Get-VMSwitch -Name $switch -ErrorAction SilentlyContinue)) "the switch is gone"

"$checks checks, $failures failures"
if ($failures -ne 0) { Write-Verdict "Host_Disable_SRIOV" $Failed; exit 1 }
Write-Verdict "Host_Disable_SRIOV" $Passed
exit 0
