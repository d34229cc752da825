# A host whose networks all go by one switch: two adapters of a server in an embedded team, and on it an adapter of the host for each
# kind of traffic, with a VLAN, a weight and an address of its own.
#
# args: -SwitchName Converged -HostNumber 11
# expect: switch Converged, team of 2, host adapters 4
# expect: Management untagged
# expect: Migration VLAN 50
# expect: Storage1 VLAN 30
# expect: Storage2 VLAN 40
# expect: vEthernet (Storage1) Hyper-V Virtual Ethernet Adapter
# expect: 10.30.0.11/24 on vEthernet (Storage1)
# expect: 10.40.0.11/24 on SMB2
# expect: 10.50.0.11/24 on vEthernet (Migration)
# expect: Storage1 is kept to enp1s0f0
# expect: left: Management, Storage1, Storage2
# expect: done
# expect-exit: 0
# expect-not: NotSupported
param(
    [Parameter(Mandatory)][string]$SwitchName,
    [int]$HostNumber = 1,
    [string]$Uplinks = 'I350'
)
$ErrorActionPreference = 'Stop'

$nics = Get-NetAdapter -Physical | Where-Object InterfaceDescription -match $Uplinks | Sort-Object Name
if (-not (Get-VMSwitch -Name $SwitchName -ErrorAction SilentlyContinue)) {
    New-VMSwitch -Name $SwitchName -NetAdapterName $nics.Name -EnableEmbeddedTeaming $true `
        -AllowManagementOS $false -MinimumBandwidthMode Weight -WarningAction SilentlyContinue | Out-Null
}

$networks = @(
    [pscustomobject]@{ Name = 'Management'; Vlan = 0;  Net = '';      Weight = 10 }
    [pscustomobject]@{ Name = 'Storage1';   Vlan = 30; Net = '10.30'; Weight = 30 }
    [pscustomobject]@{ Name = 'Storage2';   Vlan = 40; Net = '10.40'; Weight = 30 }
    [pscustomobject]@{ Name = 'Migration';  Vlan = 50; Net = '10.50'; Weight = 20 }
)

foreach ($network in $networks) {
    if (-not (Get-VMNetworkAdapter -ManagementOS -Name $network.Name -ErrorAction SilentlyContinue)) {
        Add-VMNetworkAdapter -ManagementOS -Name $network.Name -SwitchName $SwitchName
    }
    Set-VMNetworkAdapter -ManagementOS -Name $network.Name -MinimumBandwidthWeight $network.Weight -WarningAction SilentlyContinue
    if ($network.Vlan) {
        Set-VMNetworkAdapterVlan -ManagementOS -VMNetworkAdapterName $network.Name -Access -VlanId $network.Vlan
    }
}

# Each storage network leaves by a port of its own.
Set-VMNetworkAdapterTeamMapping -ManagementOS -SwitchName $SwitchName -VMNetworkAdapterName Storage1 `
    -PhysicalNetAdapterName $nics[0].Name
Set-VMNetworkAdapterTeamMapping -ManagementOS -SwitchName $SwitchName -VMNetworkAdapterName Storage2 `
    -PhysicalNetAdapterName $nics[1].Name

Rename-NetAdapter -Name 'vEthernet (Storage2)' -NewName 'SMB2'
New-NetIPAddress -InterfaceAlias 'vEthernet (Storage1)' -IPAddress "10.30.0.$HostNumber" -PrefixLength 24 | Out-Null
New-NetIPAddress -InterfaceAlias 'SMB2' -IPAddress "10.40.0.$HostNumber" -PrefixLength 24 | Out-Null
New-NetIPAddress -InterfaceAlias 'vEthernet (Migration)' -IPAddress "10.50.0.$HostNumber" -PrefixLength 24 | Out-Null

# What came of it.
$switch = Get-VMSwitch $SwitchName
$own = Get-VMNetworkAdapter -ManagementOS | Sort-Object Name
"switch $($switch.Name), team of $($switch.NetAdapterInterfaceDescriptions.Count), host adapters $($own.Count)"
foreach ($adapter in $own) {
    $vlan = Get-VMNetworkAdapterVlan -ManagementOS -VMNetworkAdapterName $adapter.Name
    if ($vlan.OperationMode -eq 'Access') { "$($adapter.Name) VLAN $($vlan.AccessVlanId)" } else { "$($adapter.Name) untagged" }
}
$nic = Get-NetAdapter -Name 'vEthernet (Storage1)'
"$($nic.Name) $($nic.InterfaceDescription)"
Get-NetIPAddress -AddressFamily IPv4 | Where-Object InterfaceAlias -match 'vEthernet|SMB' | Sort-Object IPAddress |
    ForEach-Object { "$($_.IPAddress)/$($_.PrefixLength) on $($_.InterfaceAlias)" }
Get-VMNetworkAdapterTeamMapping -ManagementOS -Name Storage1 | ForEach-Object { "Storage1 is kept to $($_.NetAdapterName)" }

# The host needs one of them no longer.
Remove-NetIPAddress -InterfaceAlias 'vEthernet (Migration)' -Confirm:$false
Remove-VMNetworkAdapter -ManagementOS -Name Migration
"left: $((Get-VMNetworkAdapter -ManagementOS | Sort-Object Name).Name -join ', ')"
if (Get-NetAdapter -Name 'vEthernet (Migration)' -ErrorAction SilentlyContinue) { throw 'its interface is still there' }
'done'
