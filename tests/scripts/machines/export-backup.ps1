# A backup by export: each machine into a folder of its own, with a date in its path, the oldest sets removed, a restore that is tried at once,
# and a report that a monitoring system can read.
#
# expect-exit: 0
# expect: web1: OK
# expect: web2: OK
# expect: nosuch: FAILED (ObjectNotFound)
# expect: sets: 2
# expect: restored as web1-test with another id: True
# expect: its disk: web1.qcow2
# expect: the original runs on: Running
# expect: "Machine": "nosuch"
# expect: exit code for monitoring: 1
param([string]$Root = '/srv/vms/backup', [string[]]$Machine = ('web1', 'web2', 'nosuch'))

function Backup-Machine {
    [CmdletBinding()]
    param([Parameter(Mandatory, ValueFromPipeline)][string]$Name, [Parameter(Mandatory)][string]$Folder)
    process {
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        $result = [ordered]@{ Machine = $Name; Folder = $Folder; Status = 'OK'; Reason = $null; Seconds = 0 }
        try {
            Export-VM -Name $Name -Path $Folder -ErrorAction Stop -WarningAction SilentlyContinue
        }
        catch {
            $result.Status = 'FAILED'
            $result.Reason = ($_.FullyQualifiedErrorId -split ',')[0]
        }
        $result.Seconds = [math]::Round($watch.Elapsed.TotalSeconds, 1)
        [pscustomobject]$result
    }
}

Start-VM web1
$report = $Machine | Backup-Machine -Folder "$Root/2026-01-01"
foreach ($line in $report) {
    $reason = if ($line.Reason) { " ($($line.Reason))" }
    "$($line.Machine): $($line.Status)$reason"
}
$second = 'web2' | Backup-Machine -Folder "$Root/2026-01-02"
$sets = @($report) + @($second) | Where-Object Status -eq 'OK' | Group-Object Folder
"sets: $(@($sets).Count)"

$restore = @{
    Path               = "$Root/2026-01-01/web1"
    Copy               = $true
    GenerateNewId      = $true
    NewName            = 'web1-test'
    VhdDestinationPath = '/srv/vms/restored'
}
$copy = Import-VM @restore
"restored as $($copy.Name) with another id: $($copy.Id -ne (Get-VM web1).Id)"
"its disk: $(Split-Path (Get-VMHardDiskDrive web1-test).Path -Leaf)"
"the original runs on: $((Get-VM web1).State)"
Remove-VM web1-test -Force -WarningAction SilentlyContinue

$report | Where-Object Status -ne 'OK' | ConvertTo-Json
"exit code for monitoring: $(@($report | Where-Object Status -ne 'OK').Count)"
