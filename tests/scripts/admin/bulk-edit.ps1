# Bulk edit of adapters from a CSV file: read, validate, show what would change, change, verify, and a transcript of numbers.
#
# args: -CsvPath $TEMP/edit.csv -Apply
# expect-exit: 0
# expect: wrote the sample with 5 rows
# expect: row 3: Weight '250' is not between 0 and 100
# expect: row 4: there is no machine 'nosuch'
# expect: row 5: 'maybe' is not On or Off
# expect: web1 IovWeight 0 -> 75
# expect: web1 MacAddressSpoofing Off -> On
# expect: web2 IovWeight 0 -> 25
# expect: web2 IovQueuePairsRequested 1 -> 4
# expect: applied 4 of 4 changes
# expect: verified: True
# expect: second run: nothing to do
# expect: reset: True
[CmdletBinding(DefaultParameterSetName = 'Show')]
param(
    [Parameter(Mandatory = $true, Position = 0)]
    [string]$CsvPath,

    [Parameter(ParameterSetName = 'Apply')]
    [switch]$Apply,

    [Parameter(ParameterSetName = 'Show')]
    [switch]$Show
)

# Which columns there are, and how their values are checked: each check gives an error text, or nothing.
$columns = [ordered]@{
    IovWeight              = @{
        Convert = { param($t) [int]$t }
        Check   = { param($v) if ($v -notin 0..100) { "Weight '$v' is not between 0 and 100" } }
    }
    MacAddressSpoofing     = @{
        Convert = { param($t) $t }
        Check   = { param($v) if ($v -notmatch '^(On|Off)$') { "'$v' is not On or Off" } }
    }
    IovQueuePairsRequested = @{
        Convert = { param($t) [uint32]$t }
        Check   = { param($v) if ($v -lt 1) { 'at least one queue pair is needed' } }
    }
}

if (-not (Test-Path -LiteralPath $CsvPath)) {
    @"
VM,IovWeight,MacAddressSpoofing,IovQueuePairsRequested
web1,75,On,
web2,25,,4
web1,250,,
nosuch,10,,
web2,,maybe,
"@ | Set-Content -LiteralPath $CsvPath
    $rows = (Import-Csv -LiteralPath $CsvPath).Count
    Write-Host "wrote the sample with $rows rows"
}

function Get-Edits {
    $row = 0
    foreach ($line in Import-Csv -LiteralPath $CsvPath) {
        $row++
        $vm = Get-VM -Name $line.VM -ErrorAction SilentlyContinue
        if (-not $vm) {
            Write-Host "row ${row}: there is no machine '$($line.VM)'"
            continue
        }
        $nic = $vm.NetworkAdapters | Select-Object -First 1
        foreach ($column in $columns.Keys) {
            $text = $line.$column
            if ([string]::IsNullOrWhiteSpace($text)) { continue }
            $value = & $columns[$column].Convert $text
            $problem = & $columns[$column]['Check'] $value
            if ($problem) {
                Write-Host "row ${row}: $problem"
                continue
            }
            $old = $nic.$column
            if ("$old" -eq "$value") { continue }
            [pscustomobject]@{
                PSTypeName = 'Admin.Edit'
                VM         = $line.VM
                Column     = $column
                Old        = $old
                New        = $value
            }
        }
    }
}

$edits = @(Get-Edits)
foreach ($edit in $edits) {
    if ($edit.PSObject.TypeNames[0] -ne 'Admin.Edit') { throw 'the type name is lost' }
    '{0} {1} {2} -> {3}' -f $edit.VM, $edit.Column, $edit.Old, $edit.New
}

if ($PSCmdlet.ParameterSetName -ne 'Apply') {
    'Nothing was changed; call again with -Apply.'
    return
}

$done = 0
foreach ($edit in $edits) {
    $arguments = @{ VMName = $edit.VM; $edit.Column = $edit.New; ErrorAction = 'Stop' }
    try {
        Set-VMNetworkAdapter @arguments
        $done++
    }
    catch {
        Write-Warning ("{0}: {1}" -f $edit.VM, $_.Exception.Message)
    }
}
"applied $done of $($edits.Count) changes"

$wrong = $edits | Where-Object { "$((Get-VMNetworkAdapter $_.VM).($_.Column))" -ne "$($_.New)" }
"verified: $($wrong -eq $null)"

$again = @(Get-Edits 6>$null)
if ($again.Count -eq 0) { 'second run: nothing to do' } else { "second run: $($again.Count) left" }

# Put back what was there.
[array]::Reverse($edits)
$edits | ForEach-Object {
    $back = @{ VMName = $_.VM }
    $back[$_.Column] = $_.Old
    Set-VMNetworkAdapter @back
}
$weights = (Get-VMNetworkAdapter -VMName web1, web2).IovWeight
"reset: $(($weights -join ',') -eq '0,0')"
Remove-Item -LiteralPath $CsvPath
