//! How an object that another iovsh has written as a line of JSON is found again on the host, for cmdlets that want the thing
//! itself. Ids are unique wherever they are; what has only a name is looked for on the host that the line names.

use iovsh_shell::eval::FoundAgain;

/// For each type, what writes the object again that `$_` was written of.
pub(crate) const BLOCKS: &[FoundAgain] = &[
    (
        "Microsoft.HyperV.PowerShell.VirtualMachine",
        "Get-VM -Id $_.Id -ErrorAction Ignore",
    ),
    (
        "Microsoft.HyperV.PowerShell.VMSwitch",
        "Get-VMSwitch -Id $_.Id -ErrorAction Ignore",
    ),
    (
        "Microsoft.HyperV.PowerShell.VMNetworkAdapter",
        "Get-VMNetworkAdapter -VMName * -ErrorAction Ignore | Where-Object Id -EQ $_.Id",
    ),
    (
        "Microsoft.HyperV.PowerShell.VMInternalNetworkAdapter",
        "Get-VMNetworkAdapter -ManagementOS -ErrorAction Ignore | Where-Object Id -EQ $_.Id",
    ),
    (
        "Microsoft.HyperV.PowerShell.VMSnapshot",
        "Get-VMSnapshot -Id $_.Id -ErrorAction Ignore",
    ),
    (
        "Microsoft.HyperV.PowerShell.VMProcessor",
        "Get-VM -Id $_.VMId -ErrorAction Ignore | Get-VMProcessor -ErrorAction Ignore",
    ),
    (
        "Microsoft.HyperV.PowerShell.VMMemory",
        "Get-VM -Id $_.VMId -ErrorAction Ignore | Get-VMMemory -ErrorAction Ignore",
    ),
    (
        "Microsoft.HyperV.PowerShell.VMFirmware",
        "Get-VM -Id $_.VMId -ErrorAction Ignore | Get-VMFirmware -ErrorAction Ignore",
    ),
    (
        "Microsoft.HyperV.PowerShell.VMBios",
        "Get-VM -Id $_.VMId -ErrorAction Ignore | Get-VMBios -ErrorAction Ignore",
    ),
    (
        "Microsoft.HyperV.PowerShell.VMVideo",
        "Get-VM -Id $_.VMId -ErrorAction Ignore | Get-VMVideo -ErrorAction Ignore",
    ),
    (
        "Microsoft.HyperV.PowerShell.VMComPort",
        "Get-VM -Id $_.VMId -ErrorAction Ignore | Get-VMComPort -ErrorAction Ignore | Where-Object Id -EQ $_.Id",
    ),
    (
        "Microsoft.HyperV.PowerShell.VMIntegrationComponent",
        "Get-VM -Id $_.VMId -ErrorAction Ignore | Get-VMIntegrationService -ErrorAction Ignore | Where-Object Id -EQ $_.Id",
    ),
    (
        "Microsoft.HyperV.PowerShell.HardDiskDrive",
        "Get-VM -Id $_.VMId -ErrorAction Ignore | Get-VMHardDiskDrive -ErrorAction Ignore | Where-Object Id -EQ $_.Id",
    ),
    (
        "Microsoft.HyperV.PowerShell.DvdDrive",
        "Get-VM -Id $_.VMId -ErrorAction Ignore | Get-VMDvdDrive -ErrorAction Ignore | Where-Object Id -EQ $_.Id",
    ),
    (
        "Microsoft.HyperV.PowerShell.VMGroup",
        "Get-VMGroup -Id $_.InstanceId -ErrorAction Ignore",
    ),
    (
        "Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapter",
        "Get-NetAdapter -Name $_.Name -IncludeHidden -ErrorAction Ignore | Where-Object SystemName -EQ $_.SystemName",
    ),
    (
        "Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterSriovSettingData",
        "Get-NetAdapterSriov -Name $_.Name -ErrorAction Ignore | Where-Object SystemName -EQ $_.SystemName",
    ),
];
