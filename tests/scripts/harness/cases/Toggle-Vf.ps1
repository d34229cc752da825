# A test of the harness: the virtual function goes and comes back while the machine runs.
# expect-exit: 2
# expect: Error: no machine
param([string] $vmName, [string] $address, [string] $ssh, [string] $testParams)

if (-not $vmName) {
    'Error: no machine'
    exit 2
}
$settings = ConvertFrom-StringData ($testParams -replace ';', "`n")
$rounds = [int] $settings.ROUNDS
foreach ($round in 1..$rounds) {
    foreach ($weight in 0, 70) {
        Set-VMNetworkAdapter -VMName $vmName -IovWeight $weight
        $active = (Get-VMNetworkAdapter -VMName $vmName).VFDataPathActive
        "round ${round}: weight $weight, active $active"
        if ($active -ne ($weight -gt 0)) {
            "Error: weight $weight and active $active"
            return 'FAIL'
        }
    }
}
'PASS'
