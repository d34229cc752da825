# Survey of a host before deployment: what can it do, and what has to be done in the firmware first. Runs on a host without
# an IOMMU: each "no" has its reason, and everything still works on the paravirtual path.
#
# host: sim:no-iommu
# expect-exit: 1
# expect: SR-IOV readiness
# expect: Host supports SR-IOV: False
# expect: Reason 1:
# expect: Severity : Error
# expect: Area     : Platform
# expect: enp1s0f0: NoIoMmuSupport
# expect: A switch is made all the same: IovEnabled=True IovSupport=False
# expect: machine runs: True, on a VF: False, reason: NoIommu
# expect: "Ready":false
# expect: Findings: Error=
# expect: Not ready: exit code 1

param([switch]$Quiet)

Set-StrictMode -Version Latest

$findings = [System.Collections.Generic.List[object]]::new()

function Add-Finding {
    param(
        [ValidateSet('Info', 'Warning', 'Error')]
        [string]$Severity,
        [string]$Area,
        [string]$Text,
        [string]$Target = ''
    )
    $findings.Add([pscustomobject]@{
        Severity = $Severity
        Area     = $Area
        Target   = $Target
        Text     = $Text
    })
}

#region Platform
Write-Host @"
SR-IOV readiness
================
Date format checked: $((Get-Date -Year 2020 -Month 2 -Day 29).ToString('yyyy-MM-dd'))
"@

$vmhost = Get-VMHost
Write-Host "Host supports SR-IOV: $($vmhost.IovSupport)"
$n = 0
foreach ($reason in $vmhost.IovSupportReasons) {
    $n++
    if (-not $Quiet) { Write-Host "Reason ${n}: $reason" }
    Add-Finding Error Platform $reason -Target $vmhost.Name
}

$gb = [math]::Round($vmhost.MemoryCapacity / 1GB, 1)
if ($gb -lt 8) { Add-Finding -Severity Warning -Area Memory -Text "only $gb GB" }
else { Add-Finding -Severity Info -Area Memory -Text "$gb GB" }

if ($findings.Count -gt 0) {
    $findings[0] | Format-List Severity, Area, Target
}
#endregion

#region Adapters
$known = @('Supported', 'MissingAcs', 'MissingPfDriver', 'NoBusResources', 'NoIoMmuSupport', 'NoVfBarSpace', 'NoOscSupport')
:ports foreach ($port in Get-NetAdapterSriov) {
    Write-Host "$($port.Name): $($port.SriovSupport)"
    switch ($port.SriovSupport) {
        'Supported'        { Add-Finding Info Adapter 'ready' $port.Name; continue ports }
        'NoIoMmuSupport'   { Add-Finding Error Adapter 'needs an IOMMU' $port.Name }
        { $_ -in $known }  { Add-Finding Warning Adapter "see the documentation of $_" $port.Name }
        default            { Add-Finding Warning Adapter 'unknown' $port.Name }
    }
}
#endregion

#region Does it work all the same?
$port = Get-NetAdapterSriov | Select-Object -First 1
$switch = New-VMSwitch -Name survey -NetAdapterName $port.Name -EnableIov $true -WarningAction SilentlyContinue
Write-Host "A switch is made all the same: IovEnabled=$($switch.IovEnabled) IovSupport=$($switch.IovSupport)"
try {
    $null = New-VM -Name survey1 -SwitchName survey
    Set-VMNetworkAdapter -VMName survey1 -IovWeight 100 -WarningAction SilentlyContinue
    Start-VM survey1 -WarningAction SilentlyContinue
    $nic = Get-VMNetworkAdapter -VMName survey1
    Write-Host ("machine runs: {0}, on a VF: {1}, reason: {2}" -f ((Get-VM survey1).State -eq 'Running'), $nic.VFDataPathActive, $nic.IovReason)
    if ($nic.Status -contains 'Degraded') { Add-Finding Warning VM "$($nic.StatusDescription)" survey1 }
}
finally {
    Stop-VM survey1 -TurnOff -Force
    Remove-VM survey1 -Force
    Remove-VMSwitch survey -Force
}
#endregion

#region Report
$errors = $findings.Where({ $_.Severity -eq 'Error' })
$summary = [ordered]@{
    Host   = $vmhost.Name
    Ready  = $errors.Count -eq 0
    Counts = @{}
}
$findings | Group-Object Severity | ForEach-Object { $summary.Counts[$_.Name] = $_.Count }
Write-Output ($summary | ConvertTo-Json -Compress)
$text = foreach ($key in $summary.Counts.Keys | Sort-Object) { "$key=$($summary.Counts[$key])" }
"Findings: $text"
#endregion

if (-not $summary.Ready) {
    'Not ready: exit code 1'
    exit 1
}
exit 0
