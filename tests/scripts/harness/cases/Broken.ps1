# A test of the harness that ends with an error of its own.
# expect-exit: 1
# expect-err: nobody caught this
param([string] $vmName, [string] $address, [string] $ssh, [string] $testParams)

throw [System.InvalidOperationException]::new('nobody caught this')
