# Ping_DisableVF and Measure_DisableVF: IovWeight to 0 and back on a running machine, several times.
#
# args: -vmName web1 -hvServer . -testParams "NIC=enp1s0f1;ITERATIONS=3;LIMIT=10"
# expect-exit: 0
# expect: iteration 1: weight 0 -> VFDataPathActive False, weight 80 -> VFDataPathActive True
# expect: iteration 2: weight 0 -> VFDataPathActive False, weight 80 -> VFDataPathActive True
# expect: iteration 3: weight 0 -> VFDataPathActive False, weight 80 -> VFDataPathActive True
# expect: State of web1 all the time: Running
# expect: The adapter kept its MAC address: True
# expect: Slowest switch within 10 s: True
# expect: Counters: off=3 on=3 failed=0
# expect: DisableVF                PASS
# expect-not: Error:
param([string] $vmName, [string] $hvServer, [string] $testParams)

function Set-PathOf ([string] $name, [int] $weight, [bool] $active)
{
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    Set-VMNetworkAdapter -VMName $name -ComputerName $hvServer -IovWeight $weight
    if (-not $?) {
        Write-Host "Error: unable to set IovWeight ${weight} on ${name}"
        return $null
    }
    $looks = Wait-ForDataPath -vmName $name -active $active
    $watch.Stop()
    if ($looks -eq -1) {
        return $null
    }
    return $watch.Elapsed.TotalSeconds
}

#######################################################################
# Main script body
#######################################################################
if ($vmName -eq $null -or $hvServer -eq $null) {
    "Error: vmName or hvServer argument is null"
    exit 2
}

. $PSScriptRoot\vf-functions.ps1

# The older way of reading test parameters: a switch over the names.
$params = $testParams.Split(';')
foreach ($p in $params) {
    $fields = $p.Split("=")
    switch ($fields[0].Trim()) {
        "NIC"        { $nicName    = $fields[1].Trim() }
        "ITERATIONS" { $iterations = [int]$fields[1].Trim() }
        "LIMIT"      { [decimal]$limit = $fields[1].Trim() }
        default      {} # not of this test
    }
}

if ($null -eq $nicName -or -not $iterations) {
    "Error: NIC or ITERATIONS is missing in testParams"
    exit 2
}

$switchName = "disable-vf"
New-VMSwitch $switchName -NetAdapterName $nicName -EnableIov $true -AllowManagementOS $false | Out-Null
Connect-VMNetworkAdapter -VMName $vmName -SwitchName $switchName
Set-VMNetworkAdapter -VMName $vmName -IovWeight 80
Start-VM -Name $vmName
if ((Wait-ForDataPath -vmName $vmName) -lt 0) {
    "Error: ${vmName} never came up on its VF"
    exit 1
}
$macBefore = (Get-VMNetworkAdapter -VMName $vmName).MacAddress

$counters = @{ off = 0; on = 0; failed = 0 }
$times = @()
$states = @()
$iteration = 0
while ($iteration -lt $iterations) {
    $iteration++
    $timeOff = Set-PathOf $vmName 0 $false
    if ($timeOff -ne $null) {
        $counters.off++
        $times += $timeOff
    }
    else {
        $counters.failed++
    }
    $off = (Get-VMNetworkAdapter -VMName $vmName).VFDataPathActive
    $states += (Get-VM $vmName).State

    $timeOn = Set-PathOf $vmName 80 $true
    if ($timeOn -ne $null) {
        $counters.on += 1
        $times += $timeOn
    }
    else {
        $counters.failed += 1
    }
    $on = (Get-VMNetworkAdapter -VMName $vmName).VFDataPathActive
    $states += (Get-VM $vmName).State
    "iteration ${iteration}: weight 0 -> VFDataPathActive $off, weight 80 -> VFDataPathActive $on"
}

$unique = $states | Select-Object -Unique
"State of ${vmName} all the time: $unique"
$macAfter = (Get-VMNetworkAdapter -VMName $vmName).MacAddress
"The adapter kept its MAC address: $($macBefore -eq $macAfter)"

$slowest = ($times | Measure-Object -Maximum).Maximum
"Slowest switch within $limit s: $($slowest -le $limit)"
"Counters: off=$($counters.off) on=$($counters.on) failed=$($counters['failed'])"

$null = Reset-TestVM $vmName
Remove-VMSwitch $switchName -Force
if (-not $?) { "Error: the switch is still there" }

if ($counters.failed -eq 0 -and $counters.off -eq $iterations -and $macBefore -eq $macAfter) {
    Write-Verdict "DisableVF" $Passed
    exit 0
}
else {
    Write-Verdict "DisableVF" $Failed
    exit 1
}
