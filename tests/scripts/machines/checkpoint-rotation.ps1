# Keeps the newest checkpoints of every machine and removes the older ones, as a task that runs every night does.
#
# args: -Keep 2
# expect-exit: 0
# expect: web1: 4 checkpoints, 2 too many
# expect: removed: nightly-1, nightly-2
# expect: web1 keeps: nightly-3, nightly-4
# expect: kept by name: before-upgrade
# expect: what if: 1 would go
# expect: restored: after nightly-4
# expect: none left: True
param([ValidateRange(1, 30)][int]$Keep = 3, [string]$Prefix = 'nightly')

function Remove-OldCheckpoint {
    [CmdletBinding(SupportsShouldProcess)]
    param(
        [Parameter(Mandatory, ValueFromPipelineByPropertyName)][Alias('VMName')][string]$Name,
        [int]$Keep,
        [string]$Prefix
    )
    process {
        $mine = @(Get-VMSnapshot -VMName $Name | Where-Object { $_.Name -like "$Prefix-*" } | Sort-Object CreationTime, Name)
        $over = $mine.Count - $Keep
        if ($over -le 0) { return }
        foreach ($checkpoint in $mine | Select-Object -First $over) {
            if ($PSCmdlet.ShouldProcess("$Name\$($checkpoint.Name)", 'Remove checkpoint')) {
                Remove-VMSnapshot -VMName $Name -Name $checkpoint.Name -Confirm:$false
                $checkpoint.Name
            }
            elseif ($WhatIfPreference) { $checkpoint.Name }
        }
    }
}

Checkpoint-VM -Name web1 -SnapshotName 'before-upgrade'
foreach ($night in 1..4) {
    Set-VM -Name web1 -Notes "after $Prefix-$night"
    Checkpoint-VM -Name web1 -SnapshotName "$Prefix-$night"
}
$all = @(Get-VMSnapshot -VMName web1 -Name "$Prefix-*")
"web1: $($all.Count) checkpoints, $($all.Count - $Keep) too many"

$removed = Get-VM | Remove-OldCheckpoint -Keep $Keep -Prefix $Prefix
"removed: $($removed -join ', ')"
$left = Get-VMSnapshot -VMName web1
"web1 keeps: $(($left | Where-Object Name -like "$Prefix-*").Name -join ', ')"
"kept by name: $(($left | Where-Object Name -notlike "$Prefix-*").Name -join ', ')"

$would = @(Get-VM web1 | Remove-OldCheckpoint -Keep 1 -Prefix $Prefix -WhatIf 6> $null)
"what if: $($would.Count) would go"

Set-VM -Name web1 -Notes 'spoilt'
Restore-VMSnapshot -VMName web1 -Name "$Prefix-4" -Confirm:$false
"restored: $((Get-VM web1).Notes)"

Get-VMSnapshot -VMName web1 | Remove-VMSnapshot -Confirm:$false
"none left: $($null -eq (Get-VMSnapshot -VMName web1))"
