# Reports of who has a virtual function: a table, CSV and back, JSON and back, a text file, a here-string with HTML.
#
# args: -Folder $TEMP
# expect-exit: 0
# expect: VM      Weight Path Reason
# expect: --      ------ ---- ------
# expect: web1        90 VF
# expect: web2        40 VF
# expect: legacy1     30 PV   IovGuestDriversNeeded
# expect: CSV: 3 rows, header "VM","Weight","Path","Reason"
# expect: CSV back: legacy1,web1,web2; types are String
# expect: JSON back: 160 in total, Path of web1 is VF
# expect: Text file: 4 lines that name a VM or port
# expect: Select-String found: 3 on VF or PV
# expect: <tr><td>web1</td><td>90</td><td>VF</td>
# expect: PV : 1
# expect: VF : 2
# expect: difference: web2 =>
# expect: files removed: True
param(
    [Parameter(Mandatory)][string]$Folder,
    [string]$SwitchName = 'report'
)

$ErrorActionPreference = 'Stop'

#--- prepare: three machines, one of which has no driver for a VF ---------------------------------------------------------
$weights = [ordered]@{ web1 = 90; web2 = 40; legacy1 = 30 }
New-VMSwitch $SwitchName -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
foreach ($pair in $weights.GetEnumerator()) {
    Connect-VMNetworkAdapter -VMName $pair.Key -SwitchName $SwitchName
    Set-VMNetworkAdapter -VMName $pair.Key -IovWeight $pair.Value
    Start-VM $pair.Key -WarningAction SilentlyContinue
}

function Get-VfUse {
    Get-VMNetworkAdapter -VMName * |
        Where-Object { $_.IovWeight -gt 0 } |
        Sort-Object -Property IovWeight -Descending |
        Select-Object @{ n = 'VM'; e = { $_.VMName } },
                      @{ n = 'Weight'; e = { $_.IovWeight } },
                      @{ n = 'Path'; e = { if ($_.VFDataPathActive) { 'VF' } else { 'PV' } } },
                      @{ n = 'Reason'; e = { $_.IovReason } }
}

#--- table ---------------------------------------------------------------------------------------------------------------
$use = Get-VfUse
$use | Format-Table -AutoSize

#--- CSV -----------------------------------------------------------------------------------------------------------------
$csv = Join-Path -Path $Folder -ChildPath 'vf use.csv'
$use | Export-Csv -Path $csv -NoTypeInformation
$rows = Get-Content $csv
"CSV: $($rows.Count - 1) rows, header $($rows[0])"
$back = Import-Csv $csv
"CSV back: $(($back | Sort-Object VM | ForEach-Object VM) -join ','); types are $($back[0].Weight.GetType().Name)"

#--- JSON ----------------------------------------------------------------------------------------------------------------
$jsonFile = "$Folder\vf-use.json"
@{ Report = $use; Host = (Get-VMHost).Name } | ConvertTo-Json -Depth 4 | Set-Content $jsonFile
$read = Get-Content $jsonFile -Raw | ConvertFrom-Json
$total = ($read.Report | Measure-Object Weight -Sum).Sum
"JSON back: $total in total, Path of web1 is $(($read.Report | Where-Object VM -eq 'web1').Path)"

#--- text ----------------------------------------------------------------------------------------------------------------
$log = "$Folder/vf-use.log"
'# report' | Out-File $log
foreach ($row in $use) {
    "{0,-8}|{1,5}|{2}" -f $row.VM, $row.Weight, $row.Path | Out-File -FilePath $log -Append
}
Add-Content -Path $log -Value "port enp1s0f0 has $((Get-VMSwitch $SwitchName).IovVirtualFunctionsInUse) VFs in use"
"Text file: $(@(Get-Content $log | Where-Object { $_ -notmatch '^#' }).Count) lines that name a VM or port"
$hits = Select-String -Path $log -Pattern '\|(VF|PV)$'
"Select-String found: $($hits.Count) on VF or PV"

#--- HTML from a here-string -------------------------------------------------------------------------------------------
$cells = foreach ($row in $use) {
    "<tr><td>$($row.VM)</td><td>$($row.Weight)</td><td>$($row.Path)</td></tr>"
}
$html = @"
<table>
$($cells -join [Environment]::NewLine)
</table>
"@
($html -split "`r?`n")[1]

#--- counts -------------------------------------------------------------------------------------------------------------
$counts = @{}
$use | ForEach-Object { $counts[$_.Path] = 1 + $counts[$_.Path] }
$counts.GetEnumerator() | Sort-Object Name | ForEach-Object { '{0} : {1}' -f $_.Key, $_.Value }

#--- what changed since ------------------------------------------------------------------------------------------------
Set-VMNetworkAdapter -VMName web2 -IovWeight 0
$now = Get-VfUse
Compare-Object -ReferenceObject @($now.VM) -DifferenceObject @($use.VM) |
    ForEach-Object { "difference: $($_.InputObject) $($_.SideIndicator)" }

#--- everything back -----------------------------------------------------------------------------------------------------
Remove-Item -Path $csv, $jsonFile, $log
"files removed: $(-not (Test-Path "$Folder/vf*"))"
Stop-VM web1, web2, legacy1 -TurnOff -Force
Get-VMNetworkAdapter -VMName web1, web2, legacy1 | Set-VMNetworkAdapter -IovWeight 0
Disconnect-VMNetworkAdapter -VMName web1, web2, legacy1
Remove-VMSwitch $SwitchName -Force
