# host: sim
# expect: the first has 00155D0A0000
# expect: Host.MacPoolExhausted
# expect: told once, Error
# expect-exit: 0
# A pool of one address: the adapter that finds none is in the log, as scripts look for it.
Set-VMHost -MacAddressMinimum 00155D0A0000 -MacAddressMaximum 00155D0A0000
$first = Add-VMNetworkAdapter web1 -Name one -Passthru
"the first has $($first.MacAddress)"
try {
    Add-VMNetworkAdapter web2 -Name two -ErrorAction Stop
}
catch {
    $_.FullyQualifiedErrorId
}
$found = @(Get-WinEvent -FilterHashtable @{ LogName = 'Microsoft-Windows-Hyper-V-SynthNic-Admin'; Id = 12572 })
"told $(if ($found.Count -eq 1) { 'once' } else { $found.Count }), $($found[0].LevelDisplayName)"
