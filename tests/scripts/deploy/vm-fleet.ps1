# A fleet of machines from a list, in the manner of the scenario scripts that vendors publish: $LabConfig, ForEach-Object with
# begin and end, simplified Where-Object, calculated properties, groups.
#
# expect-exit: 0
# expect: Building 6 machines in 2 tiers
# expect: front1 exists: skipped
# expect: Tier  Machines Memory(GB) WithVF
# expect: back         2          2      2
# expect: front        4          2      3
# expect: Without a VF: front4 (IovNoAvailResources)
# expect: back1     100 True
# expect: Heaviest wish: 100 (back1, back2)
# expect: Total memory: 4 GB
# expect: Names by pattern: back1,back2,front1,front2,front3,front4
# expect: All off and removed: True

$LabConfig = @{
    SwitchName = 'fleet'
    VMs        = @()
}

1..4 | ForEach-Object {
    $LabConfig.VMs += @{ VMName = "front$_"; Tier = 'front'; MemoryStartupBytes = 512MB; IovWeight = 10 }
}
'back1', 'back2' | % {
    $LabConfig.VMs += [ordered]@{ VMName = $_; Tier = 'back'; MemoryStartupBytes = 1GB; IovWeight = 100 }
}

$tiers = $LabConfig.VMs.Tier | Select-Object -Unique
"Building $($LabConfig.VMs.Count) machines in $($tiers.Count) tiers"

# Five VFs for six machines.
$port = Get-NetAdapterSriov | Where-Object SriovSupport -EQ Supported | Select-Object -First 1
$port | Set-NetAdapterSriov -NumVFs 5
New-VMSwitch -Name $LabConfig.SwitchName -NetAdapterName $port.Name -EnableIov $true | Out-Null

function New-FleetVM {
    param(
        [Parameter(Mandatory)]
        [hashtable]$Definition,
        [string]$SwitchName = $LabConfig.SwitchName
    )
    if (Get-VM -Name $Definition.VMName -ErrorAction SilentlyContinue) {
        "$($Definition.VMName) exists: skipped"
        return
    }
    $vm = @{
        Name               = $Definition.VMName
        MemoryStartupBytes = $Definition.MemoryStartupBytes
        SwitchName         = $SwitchName
        Generation         = 2
    }
    $null = New-VM @vm
    if ($Definition.ContainsKey('IovWeight')) {
        Get-VMNetworkAdapter -VMName $vm.Name | Set-VMNetworkAdapter -IovWeight $Definition.IovWeight
    }
    # Processors are set by a cmdlet that is not part of every version.
    if (Get-Command Set-VMProcessor -ErrorAction Ignore) {
        Set-VMProcessor -VMName $vm.Name -Count 1
    }
}

# The back tier first: whoever starts first has the VF.
$LabConfig.VMs | Sort-Object { $_.Tier }, { $_.VMName } | ForEach-Object {
    New-FleetVM -Definition ([hashtable]$_)
}
New-FleetVM -Definition $LabConfig.VMs[0]

$pattern = '^(?<tier>front|back)(?<number>\d+)$'
Get-VM | Where-Object Name -Match $pattern | Sort-Object Name | Start-VM -WarningAction SilentlyContinue

# One object for each machine, with what the reports need.
$report = Get-VM |
    Where-Object { $_.Name -match $pattern } |
    ForEach-Object -Begin { $number = 0 } -Process {
        $number++
        $null = $_.Name -match $pattern
        $nic = $_ | Get-VMNetworkAdapter
        [pscustomobject]@{
            Number = $number
            Name   = $_.Name
            Tier   = $Matches.tier
            Memory = $_.MemoryStartup
            Weight = $nic.IovWeight
            OnVF   = $nic.VFDataPathActive
            Reason = $nic.IovReason
        }
    }

$report | Group-Object Tier | Sort-Object Name | Format-Table -AutoSize @(
    @{ Name = 'Tier'; Expression = { $_.Name } }
    @{ Name = 'Machines'; Expression = { $_.Count } }
    @{ Name = 'Memory(GB)'; Expression = { ($_.Group | Measure-Object Memory -Sum).Sum / 1GB } }
    @{ Name = 'WithVF'; Expression = { @($_.Group | Where-Object OnVF).Count } }
)

$without = $report | Where-Object { !$_.OnVF }
foreach ($one in $without) { "Without a VF: $($one.Name) ($($one.Reason))" }

$report | sort @{ Expression = 'Weight'; Descending = $true }, Name |
    select Name, Weight, OnVF -First 3 | ft -AutoSize

$max = $report | Measure-Object -Property Weight -Maximum
"Heaviest wish: $($max.Maximum) ($(($report | ? Weight -eq $max.Maximum | % Name) -join ', '))"
"Total memory: {0:N0} GB" -f (($report | Measure-Object Memory -Sum).Sum / 1GB)
"Names by pattern: $((Get-VM | ? { $_.Name -like '*[0-9]' -and $_.Name -notin 'web1', 'web2', 'legacy1' } | sort Name).Name -join ',')"

# Remove the fleet again.
$report.Name | ForEach-Object {
    Stop-VM -Name $_ -TurnOff -Force
    Remove-VM -Name $_ -Force -Confirm:$false
}
Remove-VMSwitch $LabConfig.SwitchName -Force
"All off and removed: $(-not (Get-VM | ? Name -match $pattern))"
