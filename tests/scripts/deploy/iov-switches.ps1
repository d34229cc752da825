# Deployment of the switches of a host: a config of hashtables, splatting, Invoke-Command as the deployment tools write it.
#
# Two ports are teamed under one switch as the vendors' guides do it; on a host that has no such switch the script falls back to
# one switch for each port.
#
# expect-exit: 0
# expect: Physical adapters
# expect: eno1
# expect: enp1s0f0
# expect: enp1s0f1
# expect: Usable for SR-IOV: enp1s0f0, enp1s0f1
# expect: converged
# expect: management
# expect: External switches in IOV mode: 1
# expect: 14 virtual functions for VMs, 0 in use
# expect: Second run changed nothing: True
# expect: Removed: converged management
# expect: done

#region Config
$Config = @{
    Prefix     = 'converged'
    Teaming    = $true
    Management = @{ Name = 'management'; SwitchType = 'Internal'; Notes = 'for the host only' }
    IovPorts   = @(
        @{ NetAdapterName = 'enp1s0f0'; Notes = 'rack A, port 1' }
        @{ NetAdapterName = 'enp1s0f1'; Notes = 'rack B, port 1' }
    )
}
$ErrorActionPreference = 'Stop'
#endregion

function WriteInfo($message) { Write-Host $message }
function WriteSuccess($message) { Write-Host $message -ForegroundColor Green }

#region Hardware
WriteInfo 'Physical adapters'
Get-NetAdapter -Physical | Sort-Object Name | ft Name, InterfaceDescription, Status, LinkSpeed

$able = Get-NetAdapterSriov |
    ? SriovSupport -eq 'Supported' |
    where { -not $_.SwitchName } |
    sort Name |
    select -ExpandProperty Name
WriteInfo "Usable for SR-IOV: $($able -join ', ')"
if ($able.Count -lt $Config.IovPorts.Count) {
    throw 'This host has not enough ports for the config.'
}
#endregion

#region Switches
# Deployment tools run this block on every host of a list; without -ComputerName it runs here.
$made = Invoke-Command -ScriptBlock {
    param($Prefix, $Ports, [bool]$Teaming)
    $names = @()
    if ($Teaming) {
        try {
            $team = @{
                Name                  = "${Prefix}"
                NetAdapterName        = $Ports.NetAdapterName
                EnableEmbeddedTeaming = $true
                EnableIov             = $true
                AllowManagementOS     = $false
            }
            New-VMSwitch @team | Out-Null
            $names += $team.Name
        }
        catch {
            if ($_.FullyQualifiedErrorId -notlike 'NotSupported*') { throw }
            $Teaming = $false
        }
    }
    if (-not $Teaming) {
        $number = 0
        foreach ($port in $Ports) {
            $number++
            $common = @{ EnableIov = $true; AllowManagementOS = $false }
            New-VMSwitch -Name "$Prefix$number" @port @common | Out-Null
            $names += "$Prefix$number"
        }
    }
    $names
} -ArgumentList $Config.Prefix, $Config.IovPorts, $Config.Teaming

$management = $Config.Management
New-VMSwitch @management | Out-Null

Get-VMSwitch | Sort-Object Name | Format-Table Name, SwitchType,
    @{ Label = 'IOV'; Expression = { if ($_.IovEnabled) { 'yes' } else { 'no' } } },
    @{ L = 'Ports'; E = { $_.NetAdapterInterfaceDescriptions -join ', ' } }, Notes
#endregion

#region Checks
$iov = Get-VMSwitch -SwitchType External | Where-Object IovEnabled
WriteInfo "External switches in IOV mode: $(@($iov).Count)"

$count = ($iov | Measure-Object -Property IovVirtualFunctionCount -Sum).Sum
$used = ($iov | Measure-Object -Property IovVirtualFunctionsInUse -Sum).Sum
WriteInfo "$count virtual functions for VMs, $used in use"

foreach ($switch in $iov) {
    if (-not $switch.IovSupport) {
        Write-Warning "$($switch.Name): $($switch.IovSupportReasons -join ' ')"
    }
}

# Run again: what is there is left alone.
$before = Get-VMSwitch | Select-Object Name, Id, IovVirtualFunctionCount | ConvertTo-Json -Compress
foreach ($name in $made) {
    if (Get-VMSwitch -Name $name -ErrorAction Ignore) { continue }
    New-VMSwitch -Name $name -SwitchType Private
}
$after = Get-VMSwitch | Select-Object Name, Id, IovVirtualFunctionCount | ConvertTo-Json -Compress
WriteInfo "Second run changed nothing: $($before -eq $after)"
#endregion

#region Cleanup
$all = Get-VMSwitch | sort Name
$all | Remove-VMSwitch -Force
WriteInfo "Removed: $($all.Name)"
Get-NetAdapterSriov | % { Set-NetAdapterSriov -Name $_.Name -NumVFs 0 }
if (@(Get-NetAdapterSriovVf).Count -gt 0) { throw 'Virtual functions are left.' }
WriteSuccess 'done'
#endregion
