# Deattach_Attach_NIC and Multiple_NICs: the adapter is connected to another switch and back; a second adapter gets its own VF.
#
# args: -vmName web2 -testParams "NIC=enp1s0f0;SECOND_NIC=enp1s0f1;NIC_NAME=Network Adapter"
# expect-exit: 0
# expect: step 1 [iov-a]: VFDataPathActive=True, SwitchNotInIovMode=False
# expect: step 2 [plain]: VFDataPathActive=False, SwitchNotInIovMode=True
# expect: step 3 [none]: VFDataPathActive=False, SwitchNotInIovMode=False
# expect: step 4 [iov-a]: VFDataPathActive=True, SwitchNotInIovMode=False
# expect: adapters: Network Adapter@iov-a:VF, second@iov-b:VF
# expect: VFs by port: enp1s0f0=1; enp1s0f1=1
# expect: after removal: Network Adapter
# expect: not in IOV mode for ever: True
# expect: Deattach_Attach_NIC      PASS
# expect-not: unexpected
param([string] $vmName, [string] $testParams)

$passed_steps = 0
. "$PSScriptRoot\vf-functions.ps1"
$values = Read-TestParams -testParams $testParams
$nicName = $values.NIC_NAME

function Get-Step([int] $number, [string] $where, [bool] $onVf, [bool] $notIov)
{
    $nic = Get-VMNetworkAdapter -VMName $vmName -Name $nicName
    $why = $nic.IovReason -eq 'SwitchNotInIovMode'
    Write-Host "step $number [$where]: VFDataPathActive=$($nic.VFDataPathActive), SwitchNotInIovMode=$why"
    if ($nic.VFDataPathActive -eq $onVf -and $why -eq $notIov)
    {
        return 1
    }
    Write-Host "unexpected: usage $($nic.IovUsage), status $($nic.Status -join '/')"
    return 0
}

New-VMSwitch iov-a -NetAdapterName $values.NIC -EnableIov $true | Out-Null
New-VMSwitch iov-b -NetAdapterName $values.SECOND_NIC -EnableIov $true | Out-Null
New-VMSwitch plain -SwitchType Internal | Out-Null
if ((Get-VMSwitch).Count -ne 3)
{
    "Error: three switches were to be made"
    exit 1
}

Connect-VMNetworkAdapter -VMName $vmName -Name $nicName -SwitchName iov-a
Set-VMNetworkAdapter -VMName $vmName -Name $nicName -IovWeight 1
Start-VM $vmName
$passed_steps += Get-Step 1 "iov-a" $true $false

# A switch that is not in IOV mode.
$nic = Get-VMNetworkAdapter -VMName $vmName -Name $nicName
Connect-VMNetworkAdapter -VMNetworkAdapter $nic -SwitchName plain -WarningAction SilentlyContinue
$passed_steps += Get-Step 2 "plain" $false $true

Disconnect-VMNetworkAdapter -VMName $vmName -Name $nicName
$passed_steps += Get-Step 3 "none" $false $false

Get-VMSwitch iov-a | Connect-VMNetworkAdapter -VMName $vmName -Name $nicName
$passed_steps += Get-Step 4 "iov-a" $true $false

# A second adapter, while the machine runs.
Add-VMNetworkAdapter -VMName $vmName -Name second -SwitchName iov-b
Set-VMNetworkAdapter -VMName $vmName -Name second -IovWeight 100
if (-not $?)
{
    "Error: the second adapter was not added"
    exit 1
}
$null = Wait-ForDataPath $vmName "second"
$list = @()
Get-VMNetworkAdapter -VMName $vmName | Sort-Object Name | ForEach-Object {
    $path = if ($_.VFDataPathActive) { 'VF' } else { 'PV' }
    $list += $_.Name + '@' + $_.SwitchName + ':' + $path
}
"adapters: " + ($list -join ', ')

$ports = Get-NetAdapterSriovVf | Where-Object { $_.VmFriendlyName -eq $vmName } | Group-Object Name -NoElement
"VFs by port: " + (($ports | Sort-Object Name | ForEach-Object { "{0}={1}" -f $_.Name, $_.Count }) -join '; ')

Remove-VMNetworkAdapter -VMName $vmName -Name second
"after removal: $((Get-VMNetworkAdapter -VMName $vmName).Name)"

# A switch without IOV mode stays without it: there is no parameter for it.
$command = Get-Command Set-VMSwitch
"not in IOV mode for ever: $(-not $command.Parameters.ContainsKey('EnableIov'))"

$clean = Reset-TestVM $vmName
'iov-a', 'iov-b', 'plain' | ForEach-Object { Remove-VMSwitch $_ -Force }

if ($passed_steps -eq 4 -and $clean)
{
    Write-Verdict "Deattach_Attach_NIC" $Passed
    exit 0
}
"only $passed_steps steps passed"
Write-Verdict "Deattach_Attach_NIC" $Failed
exit 1
