# Functions of the lab tests: read the test parameters, wait for a state, measure a path switch.
# This file is dot-sourced by the tests beside it; run alone it defines its functions and says nothing.
# expect-exit: 0

# The numbers that the tests return, as the test runner wants them.
$script:Passed = "PASS"
$script:Failed = "FAIL"

# Splits "NAME=value;NAME=value" into a hashtable. Blanks around names and values do not count.
function Read-TestParams([string] $testParams)
{
    $table = @{}
    if (-not $testParams)
    {
        return $table
    }
    $params = $testParams.TrimEnd(";").Split(";")
    foreach ($p in $params)
    {
        $fields = $p.Split("=")
        if ($fields.Length -ne 2)
        {
            Write-Host "Warning: parameter '${p}' is not of the form name=value"
            continue
        }
        $table[$fields[0].Trim()] = $fields[1].Trim()
    }
    return $table
}

function Wait-ForVMState([string] $vmName, [string] $state, [int] $timeout = 20)
{
    $left = $timeout
    while ($left -gt 0)
    {
        $vm = Get-VM -Name $vmName -ErrorAction SilentlyContinue
        if ($vm -and $vm.State -eq $state)
        {
            return $true
        }
        Start-Sleep -Milliseconds 50
        $left--
    }
    return $false
}

# Waits until the adapter is on its virtual function ($true) or off it ($false), and gives the number of looks it took.
function Wait-ForDataPath([string] $vmName, [string] $nicName = "*", [bool] $active = $true, [int] $timeout = 20)
{
    for ($i = 1; $i -le $timeout; $i++)
    {
        $nic = Get-VMNetworkAdapter -VMName $vmName -Name $nicName
        if ($nic.VFDataPathActive -eq $active)
        {
            return $i
        }
        Start-Sleep -Milliseconds 50
    }
    return -1
}

# Turns the machine off, whatever it does, and takes its adapters off their switch.
function Reset-TestVM([string[]] $vmNames)
{
    foreach ($name in $vmNames)
    {
        $vm = Get-VM -Name $name -ErrorAction SilentlyContinue
        if (-not $?)
        {
            Write-Host "Error: VM ${name} does not exist"
            return $false
        }
        if ($vm.State -ne "Off")
        {
            Stop-VM -Name $name -TurnOff -Force
            if (-not $?)
            {
                Write-Host "Error: unable to turn off VM ${name}"
                return $false
            }
        }
        Set-VMNetworkAdapter -VMName $name -IovWeight 0
        Disconnect-VMNetworkAdapter -VMName $name
    }
    return $true
}

function Write-Verdict([string] $test, [string] $verdict)
{
    Write-Host ("{0,-24} {1}" -f $test, $verdict)
}
