# What iovsh-guests.service runs when the host comes up and goes down. A machine that nobody said anything of is libvirt's business.
param(
    [Parameter(Mandatory, Position = 0)]
    [ValidateSet('Start', 'Stop')]
    [string] $Phase
)

if ($Phase -eq 'Stop') {
    foreach ($vm in Get-VM | Where-Object State -in Running, Paused) {
        Set-VM $vm.Name -RanAtShutdown $true
        # -Force: a guest that does not shut down in time is turned off, as the host does not wait.
        switch ("$($vm.AutomaticStopAction)") {
            'ShutDown' { Stop-VM $vm.Name -Force }
            'Save' { Save-VM $vm.Name }
            'TurnOff' { Stop-VM $vm.Name -TurnOff -Force }
        }
    }
    return
}

$begun = Get-Date
$due = Get-VM | Where-Object State -in Off, Saved | Where-Object {
    ($_.AutomaticStartAction -eq 'Start' -and $_.AutomaticStartDelay -gt 0) -or
    ($_.AutomaticStartAction -eq 'StartIfRunning' -and $_.RanAtShutdown)
}
foreach ($vm in $due | Sort-Object AutomaticStartDelay) {
    $left = $vm.AutomaticStartDelay - ((Get-Date) - $begun).TotalSeconds
    if ($left -gt 0) { Start-Sleep -Milliseconds ([int]($left * 1000)) }
    Start-VM $vm.Name
}
Get-VM | Where-Object RanAtShutdown | ForEach-Object { Set-VM $_.Name -RanAtShutdown $false }
