# A test of the harness: the machine's adapter is on a virtual function. Run alone it says what it lacks.
# expect-exit: 2
# expect: Error: no machine
param([string] $vmName, [string] $address, [string] $ssh, [string] $testParams)

if (-not $vmName) {
    'Error: no machine'
    exit 2
}
$limit = 10
foreach ($pair in $testParams -split ';' | Where-Object { $_ }) {
    $name, $value = $pair -split '=', 2
    if ($name -eq 'LIMIT') { $limit = [int] $value }
}
for ($i = 0; $i -lt $limit; $i++) {
    $adapter = Get-VMNetworkAdapter -VMName $vmName
    if ($adapter.VFDataPathActive) {
        "$vmName is on a virtual function, weight $($adapter.IovWeight)"
        return 'PASS'
    }
    Start-Sleep -Milliseconds 50
}
"Error: no virtual function after $limit looks"
'FAIL'
