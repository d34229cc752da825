# What a lab test does when it is called wrongly or the host refuses: it says so, counts, and ends with exit code 3.
#
# args: -vmName nosuchvm -testParams "NIC=enp9s9;SWITCH=lost;=;A=B=C"
# expect-exit: 3
# expect: Warning: parameter '=' is ignored
# expect: Warning: parameter 'A=B=C' is ignored
# expect: parameters: NIC, SWITCH
# expect: [1] Get-VM: InvalidParameter (InvalidArgument)
# expect: [2] New-VMSwitch: ObjectNotFound (ObjectNotFound)
# expect: [3] Set-VMNetworkAdapter: ParameterArgumentValidationError (InvalidData)
# expect: [4] Set-VMNetworkAdapter: NamedParameterNotFound (InvalidArgument)
# expect: [5] Get-VMSwich: CommandNotFoundException (ObjectNotFound)
# expect: [6] Set-NetAdapterSriov: Iov.TooManyVfs (LimitsExceeded)
# expect: [7] Set-NetAdapterSriov: Iov.NoSriov (InvalidArgument)
# expect: last exit code of a child script: 2
# expect: errors counted: 7
# expect: ended with 3 after 7 errors
param (
    [string] $vmName,
    [string] $testParams
)

$names = New-Object System.Collections.ArrayList
foreach ($p in $testParams.Split(";"))
{
    if ($p -match '^\s*(\w+)\s*=\s*([^=]+)$')
    {
        Set-Variable -Name $Matches[1] -Value $Matches[2].Trim()
        [void]$names.Add($Matches[1])
    }
    else
    {
        "Warning: parameter '$p' is ignored"
    }
}
"parameters: $($names -join ', ')"

$count = 0

function Show-Failure([scriptblock] $what)
{
    $global:Error.Clear()
    try
    {
        & $what 2>$null | Out-Null
    }
    catch
    {
        # A terminating error; a written one is in $Error already.
    }
    if ($Error.Count -eq 0)
    {
        "nothing failed in {$what}"
        return
    }
    $script:count += 1
    $record = $Error[0]
    $id = $record.FullyQualifiedErrorId.Split(',')[0]
    $command = $what.ToString().Trim().Split(' ')[0]
    "[$count] ${command}: $id ($($record.CategoryInfo.Category))"
}

Show-Failure { Get-VM -Name $vmName }
Show-Failure { New-VMSwitch -Name $SWITCH -NetAdapterName $NIC -EnableIov $true }
Show-Failure { Set-VMNetworkAdapter -VMName web1 -IovWeight 101 }
Show-Failure { Set-VMNetworkAdapter -VMName web1 -IovWieght 1 }
Show-Failure { Get-VMSwich }
Show-Failure { Set-NetAdapterSriov -Name enp1s0f0 -NumVFs 64 }
Show-Failure { Set-NetAdapterSriov -Name eno1 -NumVFs 1 }

# A test that is called without arguments ends with 2, and tells nobody but its caller.
& "$PSScriptRoot\sriov-verify-vf.ps1" | Out-Null
"last exit code of a child script: $LASTEXITCODE"

"errors counted: $count"
if ($count -gt 0)
{
    "ended with 3 after $count errors"
    exit 3
}
"not reached"
exit 0
