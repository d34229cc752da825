# A report for people (HTML) and for a table calculation (CSV), with a colour for what wants attention, written where the arguments say.
#
# args: -Folder $TEMP
# expect-exit: 0
# expect: CSV: 3 rows, columns Name, State, MemoryMB, Checkpoints, OnVF, Remark
# expect: web1;Running;2048;1;True;
# expect: web2;Running;2048;0;False;IovNotAsked
# expect: HTML: 3 rows, 1 in red
# expect: title: Virtual machines of
# expect: escaped: True
# expect: read back: web1 web2
param([Parameter(Mandatory)][string]$Folder)

$null = New-VMSwitch -Name lan -NetAdapterName enp1s0f0 -EnableIov $true
Connect-VMNetworkAdapter -VMName web1, web2 -SwitchName lan
Set-VMNetworkAdapter -VMName web1 -IovWeight 100
Checkpoint-VM -Name web1 -SnapshotName first
Start-VM web1, web2
Set-VM legacy1 -Notes 'old <b>&</b> slow'

$rows = foreach ($vm in Get-VM | Sort-Object Name) {
    $adapter = Get-VMNetworkAdapter -VMName $vm.Name | Select-Object -First 1
    $remark = switch ($true) {
        ($vm.State -ne 'Running') { 'does not run'; break }
        ($adapter.IovWeight -eq 0) { 'IovNotAsked'; break }
        default { '' }
    }
    [pscustomobject]@{
        Name        = $vm.Name
        State       = $vm.State
        MemoryMB    = $vm.MemoryStartup / 1MB
        Checkpoints = @(Get-VMSnapshot -VMName $vm.Name).Count
        OnVF        = [bool]$adapter.VFDataPathActive
        Remark      = $remark
    }
}

$csv = Join-Path $Folder 'machines.csv'
$rows | Export-Csv -Path $csv -NoTypeInformation -Delimiter ';' -UseQuotes Never
$read = Import-Csv -Path $csv -Delimiter ';'
"CSV: $($read.Count) rows, columns $($read[0].PSObject.Properties.Name -join ', ')"
Get-Content $csv | Where-Object { $_ -like 'web*' }

$title = "Virtual machines of $((Get-VMHost).Name)"
$head = @"
<title>$title</title>
<style>table { border-collapse: collapse } td, th { border: 1px solid #999; padding: 4px } .bad { background: #fbb }</style>
"@
$table = $rows | ConvertTo-Html -Fragment | ForEach-Object { $_ -replace '<tr>(<td>[^<]*</td><td>Off</td>)', '<tr class="bad">$1' }
$notes = Get-VM | Where-Object Notes | Select-Object Name, Notes | ConvertTo-Html -Fragment
$html = Join-Path $Folder 'machines.html'
ConvertTo-Html -Head $head -Body ($table + '<h2>Notes</h2>' + $notes) | Set-Content $html

$text = Get-Content $html -Raw
$red = [regex]::Matches($text, '<tr class="bad">').Count
"HTML: $([regex]::Matches($table -join '', '<tr[ >]').Count - 1) rows, $red in red"
if ($text -match '<title>(.+)</title>') { "title: $($Matches[1])" }
"escaped: $($text -match 'old &lt;b&gt;&amp;&lt;/b&gt; slow')"
"read back: $(($read | Where-Object State -eq 'Running').Name)"
