# Asks several hosts at once and puts together what they say, in the ways that scripts do: -ComputerName, Invoke-Command,
# sessions, jobs.
#
# host: sim:fleet
# expect-exit: 0
# expect: 3 hosts, 3 of them answer
# expect: by cmdlet: hv1 hv2 hv3
# expect: by Invoke-Command: hv1 hv2 hv3
# expect: by session: 2 sessions, sum 3
# expect: nobody: nosuch
# expect: table: 3 rows
# expect: job: 3
param([string[]] $ComputerName = @("hv1", "hv2", "hv3"))

$report = foreach ($computer in $ComputerName) {
    try {
        $vmhost = Get-VMHost -ComputerName $computer -ErrorAction Stop
        [pscustomobject]@{
            Host     = $computer
            Reached  = $true
            Cpus     = $vmhost.LogicalProcessorCount
            Machines = @(Get-VM -ComputerName $computer).Count
            Sriov    = @(Get-VMSwitch -ComputerName $computer | Where-Object IovEnabled).Count
        }
    } catch {
        [pscustomobject]@{ Host = $computer; Reached = $false; Cpus = 0; Machines = 0; Sriov = 0 }
    }
}
"$($report.Count) hosts, $(@($report | Where-Object Reached).Count) of them answer"

$all = Get-VMHost -ComputerName $ComputerName | Sort-Object ComputerName
"by cmdlet: $(($all.ComputerName | ForEach-Object ToLower) -join ' ')"

$names = Invoke-Command -ComputerName $ComputerName -ScriptBlock { (Get-VMHost).ComputerName.ToLower() } | Sort-Object
"by Invoke-Command: $names"

$sessions = New-PSSession -ComputerName $ComputerName[0, 1]
$factor = 1
$numbers = Invoke-Command -Session $sessions[0], $sessions[1] -ScriptBlock { param($add) $using:factor + $add } -ArgumentList 0.5
"by session: $($sessions.Count) sessions, sum $(($numbers | Measure-Object -Sum).Sum)"
$sessions | Remove-PSSession

try {
    Get-VM -ComputerName nosuch -ErrorAction Stop
} catch {
    "nobody: $(if ($_.Exception.Message -match 'nosuch') { 'nosuch' })"
}

$table = $report | Format-Table Host, Machines, @{ Label = 'SR-IOV'; Expression = { $_.Sriov }; Alignment = 'Right' } -AutoSize | Out-String
"table: $(@($table -split "`n" | Where-Object { $_ -match '^hv\d' }).Count) rows"

$job = Start-Job { param($names) $names.Count } -ArgumentList (, $ComputerName)
"job: $(Receive-Job $job -Wait -AutoRemoveJob)"
