# What iovsh-guests.service and iovsh-guests-start.service run when the host goes down and comes up. A machine that nobody said anything of
# is libvirt's business. Machines are handed on as objects: a name may be a pattern.
param(
    [Parameter(Mandatory, Position = 0)]
    [ValidateSet('Start', 'Stop')]
    [string] $Phase
)

# A host that cannot be asked fails the unit, which tries again.
$all = Get-VM -ErrorAction Stop

if ($Phase -eq 'Stop') {
    $up = $all | Where-Object State -in Running, Paused
    # First of all: whatever becomes of the rest, it is known what ran.
    foreach ($vm in $up) { Set-VM -VM $vm -RanAtShutdown $true }
    # What needs no guest's consent comes before what waits for each guest.
    foreach ($vm in $up | Where-Object AutomaticStopAction -eq 'TurnOff') { Stop-VM -VM $vm -TurnOff -Force }
    foreach ($vm in $up | Where-Object AutomaticStopAction -eq 'Save') { Save-VM -VM $vm }
    foreach ($vm in $up | Where-Object AutomaticStopAction -eq 'ShutDown') {
        # A guest that is paused hears nothing.
        if ($vm.State -eq 'Paused') { Resume-VM -VM $vm }
        # -Force: a guest that does not shut down in time is turned off, as the host does not wait.
        Stop-VM -VM $vm -Force
    }
    return
}

$begun = Get-Date
$due = $all | Where-Object State -in Off, Saved | Where-Object {
    ($_.AutomaticStartAction -eq 'Start' -and $_.AutomaticStartDelay -gt 0) -or
    ($_.AutomaticStartAction -eq 'StartIfRunning' -and $_.RanAtShutdown)
}
foreach ($vm in $due | Sort-Object AutomaticStartDelay) {
    $left = $vm.AutomaticStartDelay - ((Get-Date) - $begun).TotalSeconds
    if ($left -gt 0) { Start-Sleep -Milliseconds ([int]($left * 1000)) }
    Start-VM -VM $vm
}
foreach ($vm in Get-VM | Where-Object RanAtShutdown) { Set-VM -VM $vm -RanAtShutdown $false }
