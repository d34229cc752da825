# Generated from the declarations of the cmdlets; do not edit.
#
# Each function calls iovsh with the same name and parameters, and makes objects of what it writes. Objects that come through the pipeline, or
# as the value of a parameter, go to its standard input; iovsh asks the host for them again, by their ids. The host is that of $env:IOVSH_HOST.

Set-StrictMode -Version 3.0

# What iovsh cannot take as a word: an object that it has written before.
function Test-IovshObject($Value) {
    $null -ne $Value -and $Value -isnot [string] -and $Value -isnot [ValueType] -and $null -ne $Value.PSObject.Properties['PSTypeName']
}

# A value as a word of a command line. In a list a comma parts values, and a backtick before it makes it one of the value.
function ConvertTo-IovshWord($Value) {
    if ($Value -is [System.Collections.IEnumerable] -and $Value -isnot [string]) {
        return (@($Value) | ForEach-Object { (ConvertTo-IovshWord $_) -replace ',', '`,' }) -join ','
    }
    if ($null -eq $Value) { return '$null' }
    if ($Value -is [bool] -or $Value -is [switch]) { return "$([bool]$Value)".ToLowerInvariant() }
    if ($Value -is [datetime]) { return $Value.ToString('o', [cultureinfo]::InvariantCulture) }
    [System.Management.Automation.LanguagePrimitives]::ConvertTo($Value, [string], [cultureinfo]::InvariantCulture)
}

function Invoke-Iovsh($Name, $Bound, $Objects, $Expects) {
    $words = [System.Collections.Generic.List[string]]::new()
    $words.Add($Name)
    foreach ($entry in $Bound.GetEnumerator()) {
        $key, $value = $entry.Key, $entry.Value
        if ($key -eq 'IovshInput') { continue }
        # PowerShell's own: iovsh has the first four too, and shows what the others would take away.
        if ($key -in 'ErrorAction', 'WarningAction', 'InformationAction', 'ProgressAction') { $value = "$value" }
        elseif ($key -in 'OutVariable', 'OutBuffer', 'ErrorVariable', 'WarningVariable', 'InformationVariable', 'PipelineVariable') { continue }
        $list = @($value)
        if ($list.Count -and (Test-IovshObject $list[0])) {
            foreach ($object in $list) { $Objects.Add($object) }
            continue
        }
        $words.Add("-${key}:$(ConvertTo-IovshWord $value)")
    }
    # What iovsh says on standard error is shown as it comes: errors, warnings, and the lines of -WhatIf.
    if ($Objects.Count -or $Expects) {
        $lines = foreach ($object in $Objects) {
            if (Test-IovshObject $object) { ConvertTo-Json -InputObject $object -Compress -Depth 20 } else { ConvertTo-IovshWord $object }
        }
        $lines | & iovsh --output jsonl @words | ForEach-Object { ConvertFrom-Json -InputObject $_ }
    } else {
        & iovsh --output jsonl @words | ForEach-Object { ConvertFrom-Json -InputObject $_ }
    }
    if ($LASTEXITCODE) { Write-Error -Message "$Name ended with exit code $LASTEXITCODE." -ErrorId "Iovsh.ExitCode" }
}

function Add-ClusterVirtualMachineRole {
    <#
    .SYNOPSIS
        Makes a virtual machine a role of the cluster: it is started elsewhere when its node fails, and moved when its node is drained.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [string] $Name,
        [Parameter(Position = 0)] [string] $VMName,
        [Alias('VM')] [string] $VirtualMachine,
        [guid] $VMId,
        [object] $InputObject,
        [string] $Cluster,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Add-ClusterVirtualMachineRole' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Add-NetLbfoTeamMember {
    <#
    .SYNOPSIS
        Puts network adapters into a team of the host.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [object] $Name,
        [Parameter(Position = 1)] [string] $Team,
        [Parameter(Position = 2)] [Alias('am')] [ArgumentCompletions('Active', 'Standby')] [string] $AdministrativeMode,
        [switch] $Force,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Add-NetLbfoTeamMember' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Add-NetLbfoTeamNic {
    <#
    .SYNOPSIS
        Adds an interface for a VLAN to a team of the host: a VLAN device on the bond.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string] $Team,
        [Parameter(Position = 1)] [uint32] $VlanID,
        [Parameter(Position = 2)] [Alias('ifAlias', 'InterfaceAlias')] [string] $Name,
        [switch] $Force,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Add-NetLbfoTeamNic' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Add-NetNatStaticMapping {
    <#
    .SYNOPSIS
        Leads a port of the host to a machine of a network whose addresses are translated.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [string] $ExternalIPAddress,
        [uint16] $ExternalPort,
        [string] $InternalIPAddress,
        [uint16] $InternalPort,
        [Parameter(Position = 0)] [string] $NatName,
        [ArgumentCompletions('TCP', 'UDP')] [string] $Protocol,
        [string] $RemoteExternalIPAddressPrefix,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Add-NetNatStaticMapping' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Add-NetSwitchTeamMember {
    <#
    .SYNOPSIS
        Adds a network adapter to the team of a switch, as Add-VMSwitchTeamMember does, which takes several.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [string] $Team,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Add-NetSwitchTeamMember' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Add-VMAssignableDevice {
    <#
    .SYNOPSIS
        Gives a PCI device that was taken from the host to a virtual machine that is off.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [string] $InstancePath,
        [string] $LocationPath,
        [object] $VirtualFunction,
        [string] $ResourcePoolName,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Add-VMAssignableDevice' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Add-VMDvdDrive {
    <#
    .SYNOPSIS
        Gives DVD drives to virtual machines, with a disc image in them or empty.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [Parameter(Position = 0)] [psobject[]] $VMDriveController,
        [Parameter(Position = 2)] [object] $ControllerNumber,
        [Parameter(Position = 3)] [object] $ControllerLocation,
        [Parameter(Position = 4)] [string] $Path,
        [string] $ResourcePoolName,
        [switch] $AllowUnverifiedPaths,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Add-VMDvdDrive' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Add-VMGroupMember {
    <#
    .SYNOPSIS
        Adds virtual machines to a group, or groups to a group of groups.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string] $Name,
        [Parameter(Position = 0)] [guid] $Id,
        [Parameter(Position = 0)] [psobject] $VMGroup,
        [Parameter(Position = 1)] [psobject[]] $VM,
        [Parameter(Position = 1)] [psobject[]] $VMGroupMember,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Add-VMGroupMember' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Add-VMHardDiskDrive {
    <#
    .SYNOPSIS
        Gives a disk image to virtual machines as a hard disk, while they run too.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [Parameter(Position = 0)] [psobject] $VMDriveController,
        [Parameter(Position = 1)] [ArgumentCompletions('IDE', 'SCSI', 'PMEM')] [object] $ControllerType,
        [Parameter(Position = 2)] [object] $ControllerNumber,
        [Parameter(Position = 3)] [object] $ControllerLocation,
        [Parameter(Position = 4)] [string] $Path,
        [Alias('Number')] [uint32] $DiskNumber,
        [string] $ResourcePoolName,
        [Alias('ShareVirtualDisk')] [switch] $SupportPersistentReservations,
        [switch] $AllowUnverifiedPaths,
        [object] $MaximumIOPS,
        [object] $MinimumIOPS,
        [string] $QoSPolicyID,
        [object] $QoSPolicy,
        [switch] $Passthru,
        [ArgumentCompletions('Default', 'WriteCacheEnabled', 'WriteCacheAndFUAEnabled', 'WriteCacheDisabled')] [object] $OverrideCacheAttributes,
        [ArgumentCompletions('Raw', 'Qcow2', 'Vhdx', 'Vhd')] [string] $Format,
        [object[]] $CimSession,
        [Alias('PSComputerName')] [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Add-VMHardDiskDrive' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Add-VMMigrationNetwork {
    <#
    .SYNOPSIS
        Lets virtual machines come to a host over a network.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string] $Subnet,
        [Parameter(Position = 1)] [uint32] $Priority,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Add-VMMigrationNetwork' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Add-VMNetworkAdapter {
    <#
    .SYNOPSIS
        Adds a virtual network adapter to virtual machines.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $VMName,
        [switch] $ManagementOS,
        [string] $SwitchName,
        [bool] $IsLegacy,
        [Alias('VMNetworkAdapterName')] [string] $Name,
        [switch] $DynamicMacAddress,
        [bool] $NumaAwarePlacement,
        [string] $StaticMacAddress,
        [switch] $Passthru,
        [string] $ResourcePoolName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [ArgumentCompletions('On', 'Off')] [string] $DeviceNaming,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Add-VMNetworkAdapter' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Add-VMNetworkAdapterAcl {
    <#
    .SYNOPSIS
        Adds port ACLs to virtual network adapters.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [ArgumentCompletions('Allow', 'Deny', 'Meter')] [string] $Action,
        [ArgumentCompletions('Inbound', 'Outbound', 'Both')] [string] $Direction,
        [string[]] $LocalIPAddress,
        [string[]] $LocalMacAddress,
        [string[]] $RemoteIPAddress,
        [string[]] $RemoteMacAddress,
        [switch] $Passthru,
        [Parameter(Position = 0)] [psobject[]] $VMNetworkAdapter,
        [switch] $ManagementOS,
        [string] $VMNetworkAdapterName,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Add-VMNetworkAdapterAcl' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Add-VMNetworkAdapterExtendedAcl {
    <#
    .SYNOPSIS
        Adds an extended port ACL to virtual network adapters.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 1)] [ArgumentCompletions('Allow', 'Deny')] [string] $Action,
        [Parameter(Position = 2)] [ArgumentCompletions('Inbound', 'Outbound')] [string] $Direction,
        [Parameter(Position = 3)] [string] $LocalIPAddress,
        [Parameter(Position = 4)] [string] $RemoteIPAddress,
        [Parameter(Position = 5)] [string] $LocalPort,
        [Parameter(Position = 6)] [string] $RemotePort,
        [Parameter(Position = 7)] [string] $Protocol,
        [Parameter(Position = 8)] [object] $Weight,
        [object] $Stateful,
        [object] $IdleSessionTimeout,
        [object] $IsolationID,
        [switch] $Passthru,
        [Parameter(Position = 0)] [psobject[]] $VMNetworkAdapter,
        [switch] $ManagementOS,
        [string] $VMNetworkAdapterName,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Add-VMNetworkAdapterExtendedAcl' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Add-VMScsiController {
    <#
    .SYNOPSIS
        Gives virtual machines a further SCSI controller (virtio-scsi), while they run too. A machine has four at most, with 64 places each.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VM,
        [Parameter(Position = 0)] [string[]] $VMName,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Add-VMScsiController' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Add-VMSwitchTeamMember {
    <#
    .SYNOPSIS
        Adds network adapters of the host to the team of a virtual switch.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VMSwitch,
        [Parameter(Position = 0)] [Alias('SwitchName')] [string[]] $VMSwitchName,
        [Alias('InterfaceAlias')] [string[]] $NetAdapterName,
        [string[]] $NetAdapterInterfaceDescription,
        [switch] $Passthru,
        [switch] $Force,
        [object[]] $CimSession,
        [Alias('PSComputerName')] [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Add-VMSwitchTeamMember' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Checkpoint-VM {
    <#
    .SYNOPSIS
        Makes checkpoints of virtual machines, to which Restore-VMSnapshot puts them back.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VM,
        [Parameter(Position = 0)] [Alias('VMName')] [string[]] $Name,
        [Parameter(Position = 1)] [Alias('CheckpointName')] [string] $SnapshotName,
        [switch] $AsJob,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Checkpoint-VM' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Clear-DnsClientCache {
    <#
    .SYNOPSIS
        Has this computer forget the addresses of names that it has looked up.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Clear-DnsClientCache' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Compare-VM {
    <#
    .SYNOPSIS
        Says whether a virtual machine can go to another host, and what is against it.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [string] $VirtualMachinePath,
        [Alias('CheckpointFileLocation', 'SnapshotFileLocation')] [string] $SnapshotFilePath,
        [string] $SmartPagingFilePath,
        [switch] $AsJob,
        [Parameter(Position = 0)] [psobject] $CompatibilityReport,
        [Parameter(Position = 0)] [string] $Name,
        [Parameter(Position = 0)] [psobject] $VM,
        [Parameter(Position = 1)] [object] $DestinationCimSession,
        [Parameter(Position = 1)] [string] $DestinationHost,
        [object] $DestinationCredential,
        [switch] $IncludeStorage,
        [string] $DestinationStoragePath,
        [hashtable[]] $Vhds,
        [string] $ResourcePoolName,
        [switch] $RetainVhdCopiesOnSource,
        [Parameter(Position = 0)] [string] $Path,
        [Parameter(Position = 1)] [string] $VhdDestinationPath,
        [string] $VhdSourcePath,
        [switch] $Register,
        [switch] $Copy,
        [switch] $GenerateNewId,
        [string] $NewName,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Compare-VM' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Connect-VMNetworkAdapter {
    <#
    .SYNOPSIS
        Connects virtual network adapters to a switch.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VMNetworkAdapter,
        [Parameter(Position = 1)] [Alias('VMNetworkAdapterName')] [string[]] $Name,
        [Parameter(Position = 2)] [string] $SwitchName,
        [Parameter(Position = 2)] [psobject] $VMSwitch,
        [switch] $UseAutomaticConnection,
        [switch] $Passthru,
        [Parameter(Position = 0)] [string[]] $VMName,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Connect-VMNetworkAdapter' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Convert-VHD {
    <#
    .SYNOPSIS
        Makes a copy of a disk image in another format, with all that it builds on. The end of the new name says the format: .qcow2, .raw or .img, .vhdx, .vhd. This runs qemu-img.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('FullName')] [string] $Path,
        [Parameter(Position = 1)] [string] $DestinationPath,
        [ArgumentCompletions('Unknown', 'Fixed', 'Dynamic', 'Differencing')] [string] $VHDType,
        [string] $ParentPath,
        [uint32] $BlockSizeBytes,
        [switch] $DeleteSource,
        [switch] $AsJob,
        [switch] $Passthru,
        [object] $AddressAbstractionType,
        [ArgumentCompletions('Raw', 'Qcow2', 'Vhdx', 'Vhd')] [string] $Format,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Convert-VHD' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Copy-VMFile {
    <#
    .SYNOPSIS
        Copies a file into the guests of virtual machines, by the agent in them: no network is needed.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('VMName')] [string[]] $Name,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [Parameter(Position = 1)] [string] $SourcePath,
        [Parameter(Position = 2)] [string] $DestinationPath,
        [ArgumentCompletions('Host')] [string] $FileSource,
        [switch] $CreateFullPath,
        [switch] $Force,
        [switch] $AsJob,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Copy-VMFile' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Disable-NetAdapter {
    <#
    .SYNOPSIS
        Takes a network adapter of the host down.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $Force,
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Disable-NetAdapter' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Disable-NetAdapterBinding {
    <#
    .SYNOPSIS
        Takes components off network adapters: IPv6 (`net.ipv6.conf.NAME.disable_ipv6` is 1).
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $AllBindings,
        [string[]] $ComponentID,
        [string[]] $DisplayName,
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Disable-NetAdapterBinding' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Disable-NetAdapterChecksumOffload {
    <#
    .SYNOPSIS
        Switches checksum offload of network adapters off (`ethtool -K NAME rx off tx off`).
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $IpIPv4,
        [switch] $TcpIPv4,
        [switch] $TcpIPv6,
        [switch] $UdpIPv4,
        [switch] $UdpIPv6,
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Disable-NetAdapterChecksumOffload' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Disable-NetAdapterEncapsulatedPacketTaskOffload {
    <#
    .SYNOPSIS
        Switches segmentation inside of VXLAN and NVGRE packets off.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [ArgumentCompletions('NVGRE', 'VXLAN')] [string] $EncapsulationType,
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Disable-NetAdapterEncapsulatedPacketTaskOffload' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Disable-NetAdapterIPsecOffload {
    <#
    .SYNOPSIS
        Switches IPsec offload of network adapters off (`ethtool -K NAME esp-hw-offload off`).
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Disable-NetAdapterIPsecOffload' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Disable-NetAdapterLso {
    <#
    .SYNOPSIS
        Switches segmentation of TCP by network adapters off (`ethtool -K NAME tso off`).
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $IPv4,
        [switch] $IPv6,
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Disable-NetAdapterLso' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Disable-NetAdapterPowerManagement {
    <#
    .SYNOPSIS
        Lets network adapters wake the machine no more (`ethtool -s NAME wol d`).
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $ArpOffload,
        [switch] $D0PacketCoalescing,
        [switch] $DeviceSleepOnDisconnect,
        [switch] $NSOffload,
        [switch] $RsnRekeyOffload,
        [switch] $SelectiveSuspend,
        [switch] $WakeOnMagicPacket,
        [switch] $WakeOnPattern,
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Disable-NetAdapterPowerManagement' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Disable-NetAdapterQos {
    <#
    .SYNOPSIS
        Frees network adapters from the host's rules of quality of service: what was changed for them is put back.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Disable-NetAdapterQos' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Disable-NetAdapterRdma {
    <#
    .SYNOPSIS
        Makes sure that network adapters have no RDMA device.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Disable-NetAdapterRdma' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Disable-NetAdapterRsc {
    <#
    .SYNOPSIS
        Switches coalescing of what network adapters receive off. IPv4 and IPv6 have one switch.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $IPv4,
        [switch] $IPv6,
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Disable-NetAdapterRsc' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Disable-NetAdapterRss {
    <#
    .SYNOPSIS
        Takes what network adapters receive to one queue, and so to one processor (`ethtool -L NAME combined 1`).
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Disable-NetAdapterRss' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Disable-NetAdapterSriov {
    <#
    .SYNOPSIS
        Forbids SR-IOV on a network adapter.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $Force,
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Disable-NetAdapterSriov' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Disable-NetAdapterUso {
    <#
    .SYNOPSIS
        Switches segmentation of UDP by network adapters off. IPv4 and IPv6 have one switch.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $IPv4,
        [switch] $IPv6,
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Disable-NetAdapterUso' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Disable-NetAdapterVmq {
    <#
    .SYNOPSIS
        Answers that there are no queues for virtual machines on Linux.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Disable-NetAdapterVmq' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Disable-NetQosFlowControl {
    <#
    .SYNOPSIS
        Lets frames of priorities be dropped on the wire where there is no room for them, which is the rule.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [byte[]] $Priority,
        [psobject[]] $InputObject,
        [Alias('ifAlias')] [string] $InterfaceAlias,
        [Alias('ifIndex')] [uint32] $InterfaceIndex,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Disable-NetQosFlowControl' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Disable-VMConsoleSupport {
    <#
    .SYNOPSIS
        Takes the display from virtual machines, so that nobody can look at them. Their serial console stays (vmconnect).
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $Passthru,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Disable-VMConsoleSupport' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Disable-VMHostIovOverride {
    <#
    .SYNOPSIS
        Takes back what Enable-VMHostIovOverride accepted.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Disable-VMHostIovOverride' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Disable-VMIntegrationService {
    <#
    .SYNOPSIS
        Disables services between guests and the host. The machines may run meanwhile.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VMIntegrationService,
        [Parameter(Position = 0)] [string[]] $Name,
        [Parameter(Position = 1)] [psobject[]] $VM,
        [Parameter(Position = 1)] [string[]] $VMName,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Disable-VMIntegrationService' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Disable-VMMigration {
    <#
    .SYNOPSIS
        Forbids that virtual machines come to a host and leave it by migration.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $Passthru,
        [Parameter(Position = 0)] [object[]] $CimSession,
        [Parameter(Position = 0)] [string[]] $ComputerName,
        [Parameter(Position = 1)] [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Disable-VMMigration' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Disable-VMResourceMetering {
    <#
    .SYNOPSIS
        Ends counting what virtual machines use.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VM,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [Alias('Name')] [string] $ResourcePoolName,
        [Parameter(Position = 1)] [ArgumentCompletions('Memory', 'Processor', 'Ethernet', 'VHD', 'ISO', 'VFD', 'FibreChannelPort', 'FibreChannelConnection', 'PciExpress')] [string] $ResourcePoolType,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Disable-VMResourceMetering' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Disable-VMTPM {
    <#
    .SYNOPSIS
        Takes the TPM of virtual machines away. They must be off. What it knows stays on the host until the machine is removed.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $Passthru,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Disable-VMTPM' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Disconnect-VMNetworkAdapter {
    <#
    .SYNOPSIS
        Disconnects virtual network adapters from their switch.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VMNetworkAdapter,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 1)] [Alias('VMNetworkAdapterName')] [string[]] $Name,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Disconnect-VMNetworkAdapter' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Dismount-VHD {
    <#
    .SYNOPSIS
        Takes away the block devices that show disk images. File systems on them have to be unmounted first.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('Number')] [uint32] $DiskNumber,
        [Parameter(Position = 0)] [Alias('FullName')] [string[]] $Path,
        [object] $SnapshotId,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Dismount-VHD' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Dismount-VMHostAssignableDevice {
    <#
    .SYNOPSIS
        Takes a PCI device from the host, so that a virtual machine can have it.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 2)] [string] $InstancePath,
        [Parameter(Position = 3)] [string] $LocationPath,
        [Parameter(Position = 4)] [switch] $Force,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Dismount-VMHostAssignableDevice' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Enable-NetAdapter {
    <#
    .SYNOPSIS
        Brings a network adapter of the host up.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Enable-NetAdapter' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Enable-NetAdapterBinding {
    <#
    .SYNOPSIS
        Binds components to network adapters: IPv6 (`net.ipv6.conf.NAME.disable_ipv6` is 0).
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $AllBindings,
        [string[]] $ComponentID,
        [string[]] $DisplayName,
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Enable-NetAdapterBinding' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Enable-NetAdapterChecksumOffload {
    <#
    .SYNOPSIS
        Switches checksum offload of network adapters on (`ethtool -K NAME rx on tx on`).
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $IpIPv4,
        [switch] $TcpIPv4,
        [switch] $TcpIPv6,
        [switch] $UdpIPv4,
        [switch] $UdpIPv6,
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Enable-NetAdapterChecksumOffload' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Enable-NetAdapterEncapsulatedPacketTaskOffload {
    <#
    .SYNOPSIS
        Switches segmentation inside of VXLAN and NVGRE packets on.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [ArgumentCompletions('NVGRE', 'VXLAN')] [string] $EncapsulationType,
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Enable-NetAdapterEncapsulatedPacketTaskOffload' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Enable-NetAdapterIPsecOffload {
    <#
    .SYNOPSIS
        Switches IPsec offload of network adapters on (`ethtool -K NAME esp-hw-offload on`).
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Enable-NetAdapterIPsecOffload' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Enable-NetAdapterLso {
    <#
    .SYNOPSIS
        Switches segmentation of TCP by network adapters on (`ethtool -K NAME tso on`).
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $IPv4,
        [switch] $IPv6,
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Enable-NetAdapterLso' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Enable-NetAdapterPowerManagement {
    <#
    .SYNOPSIS
        Lets network adapters wake the machine (`ethtool -s NAME wol g`).
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $ArpOffload,
        [switch] $D0PacketCoalescing,
        [switch] $DeviceSleepOnDisconnect,
        [switch] $NSOffload,
        [switch] $RsnRekeyOffload,
        [switch] $SelectiveSuspend,
        [switch] $WakeOnMagicPacket,
        [switch] $WakeOnPattern,
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Enable-NetAdapterPowerManagement' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Enable-NetAdapterQos {
    <#
    .SYNOPSIS
        Lets network adapters keep the host's rules of quality of service: traffic classes, lossless priorities, priorities of applications.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Enable-NetAdapterQos' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Enable-NetAdapterRdma {
    <#
    .SYNOPSIS
        Makes sure that network adapters have an RDMA device.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Enable-NetAdapterRdma' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Enable-NetAdapterRsc {
    <#
    .SYNOPSIS
        Switches coalescing of what network adapters receive on. IPv4 and IPv6 have one switch.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $IPv4,
        [switch] $IPv6,
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Enable-NetAdapterRsc' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Enable-NetAdapterRss {
    <#
    .SYNOPSIS
        Spreads what network adapters receive over several processors: as many queues as there are processors, as far as the adapter has them.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Enable-NetAdapterRss' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Enable-NetAdapterSriov {
    <#
    .SYNOPSIS
        Lets SR-IOV be used on a network adapter.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $Force,
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Enable-NetAdapterSriov' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Enable-NetAdapterUso {
    <#
    .SYNOPSIS
        Switches segmentation of UDP by network adapters on. IPv4 and IPv6 have one switch.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $IPv4,
        [switch] $IPv6,
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Enable-NetAdapterUso' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Enable-NetAdapterVmq {
    <#
    .SYNOPSIS
        Answers that there are no queues for virtual machines on Linux.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Enable-NetAdapterVmq' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Enable-NetQosFlowControl {
    <#
    .SYNOPSIS
        Makes priorities lossless on the wire (802.1Qbb, priority flow control): the adapter and the switch stop each other instead of dropping frames.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [byte[]] $Priority,
        [psobject[]] $InputObject,
        [Alias('ifAlias')] [string] $InterfaceAlias,
        [Alias('ifIndex')] [uint32] $InterfaceIndex,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Enable-NetQosFlowControl' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Enable-VMConsoleSupport {
    <#
    .SYNOPSIS
        Gives virtual machines a display that can be looked at (VNC on 127.0.0.1, which vmconnect names), where they have none.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $Passthru,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Enable-VMConsoleSupport' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Enable-VMHostIovOverride {
    <#
    .SYNOPSIS
        Accepts that virtual functions are handed out on a host that does not remap interrupts.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $Force,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Enable-VMHostIovOverride' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Enable-VMIntegrationService {
    <#
    .SYNOPSIS
        Enables services between guests and the host. The machines may run meanwhile.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VMIntegrationService,
        [Parameter(Position = 0)] [string[]] $Name,
        [Parameter(Position = 1)] [psobject[]] $VM,
        [Parameter(Position = 1)] [string[]] $VMName,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Enable-VMIntegrationService' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Enable-VMMigration {
    <#
    .SYNOPSIS
        Allows that virtual machines come to a host and leave it by migration.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $Passthru,
        [Parameter(Position = 0)] [object[]] $CimSession,
        [Parameter(Position = 0)] [string[]] $ComputerName,
        [Parameter(Position = 1)] [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Enable-VMMigration' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Enable-VMResourceMetering {
    <#
    .SYNOPSIS
        Begins to count what virtual machines use; Measure-VM tells it. Where it is counted already, that goes on.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VM,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [Alias('Name')] [string] $ResourcePoolName,
        [Parameter(Position = 1)] [ArgumentCompletions('Memory', 'Processor', 'Ethernet', 'VHD', 'ISO', 'VFD', 'FibreChannelPort', 'FibreChannelConnection', 'PciExpress')] [string] $ResourcePoolType,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Enable-VMResourceMetering' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Enable-VMTPM {
    <#
    .SYNOPSIS
        Gives virtual machines a TPM (version 2.0, by swtpm). They must be off.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $Passthru,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Enable-VMTPM' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Export-VM {
    <#
    .SYNOPSIS
        Exports virtual machines: a folder each, with the definition, the settings and copies of the disks.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VM,
        [Parameter(Position = 0)] [Alias('VMName')] [string[]] $Name,
        [Parameter(Position = 1)] [string] $Path,
        [switch] $AsJob,
        [switch] $Passthru,
        [ArgumentCompletions('CaptureCrashConsistentState', 'CaptureSavedState', 'CaptureDataConsistentState')] [object] $CaptureLiveState,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Export-VM' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Export-VMHostState {
    <#
    .SYNOPSIS
        Writes what is observed of the host into a file that a simulated host can start from.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string] $Path,
        [switch] $Anonymous,
        [switch] $Force,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Export-VMHostState' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Export-VMSnapshot {
    <#
    .SYNOPSIS
        Exports checkpoints of virtual machines: a folder each, as Export-VM makes it, with the machine as it was.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VM,
        [Parameter(Position = 0)] [Alias('VMCheckpoint')] [psobject[]] $VMSnapshot,
        [Parameter(Position = 0)] [string[]] $Name,
        [Parameter(Position = 1)] [string] $Path,
        [string[]] $VMName,
        [switch] $AsJob,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Export-VMSnapshot' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-Cluster {
    <#
    .SYNOPSIS
        Gets the cluster that a host belongs to.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string] $Name,
        [string] $Domain,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-Cluster' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-ClusterGroup {
    <#
    .SYNOPSIS
        Gets the roles of a cluster: its virtual machines, and what else it runs.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $Name,
        [guid] $VMId,
        [object] $InputObject,
        [string] $Cluster,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-ClusterGroup' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-ClusterLog {
    <#
    .SYNOPSIS
        Writes what the cluster wrote on its nodes into files, one for each node: `NODE_cluster.log`.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $Node,
        [string] $Destination,
        [Alias('Span')] [uint32] $TimeSpan,
        [Alias('lt')] [switch] $UseLocalTime,
        [Alias('scs')] [switch] $SkipClusterState,
        [switch] $Health,
        [object] $InputObject,
        [string] $Cluster,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-ClusterLog' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-ClusterNetwork {
    <#
    .SYNOPSIS
        Gets the networks over which the nodes of a cluster see each other: Corosync's links.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $Name,
        [object] $InputObject,
        [string] $Cluster,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-ClusterNetwork' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-ClusterNetworkInterface {
    <#
    .SYNOPSIS
        Gets the addresses that the nodes of a cluster have in its networks.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [string[]] $Node,
        [string[]] $Network,
        [object] $InputObject,
        [string] $Cluster,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-ClusterNetworkInterface' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-ClusterNode {
    <#
    .SYNOPSIS
        Gets the nodes of a cluster.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $Name,
        [object] $InputObject,
        [string] $Cluster,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-ClusterNode' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-ClusterOwnerNode {
    <#
    .SYNOPSIS
        Says which nodes a role prefers, or on which nodes a resource may run.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Alias('Res')] [string] $Resource,
        [string] $Group,
        [Alias('ResType')] [string] $ResourceType,
        [object] $InputObject,
        [string] $Cluster,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-ClusterOwnerNode' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-ClusterResource {
    <#
    .SYNOPSIS
        Gets the resources of a cluster.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $Name,
        [guid] $VMId,
        [object] $InputObject,
        [string] $Cluster,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-ClusterResource' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-DnsClientServerAddress {
    <#
    .SYNOPSIS
        Gets the name servers of the host's interfaces, an object for each family of addresses.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Alias('Family')] [ArgumentCompletions('IPv4', 'IPv6')] [string[]] $AddressFamily,
        [Parameter(Position = 0)] [Alias('ifAlias')] [string[]] $InterfaceAlias,
        [Alias('ifIndex')] [uint32[]] $InterfaceIndex,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-DnsClientServerAddress' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetAdapter {
    <#
    .SYNOPSIS
        Gets the network adapters of the host.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [Alias('ifDesc')] [string[]] $InterfaceDescription,
        [Alias('ifIndex')] [uint32[]] $InterfaceIndex,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $Physical,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetAdapter' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetAdapterAdvancedProperty {
    <#
    .SYNOPSIS
        Gets the settings of network adapters that scripts know by keywords of the registry.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [switch] $AllProperties,
        [switch] $AsJob,
        [Alias('DispN')] [string[]] $DisplayName,
        [switch] $IncludeHidden,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [Alias('RegKey')] [string[]] $RegistryKeyword,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetAdapterAdvancedProperty' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetAdapterBinding {
    <#
    .SYNOPSIS
        Gets what is bound to network adapters: IPv4, IPv6, a switch or a team.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [switch] $AllBindings,
        [string[]] $ComponentID,
        [string[]] $DisplayName,
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetAdapterBinding' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetAdapterChecksumOffload {
    <#
    .SYNOPSIS
        Gets which checksums network adapters work out.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetAdapterChecksumOffload' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetAdapterEncapsulatedPacketTaskOffload {
    <#
    .SYNOPSIS
        Gets whether network adapters segment inside of VXLAN and NVGRE packets.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetAdapterEncapsulatedPacketTaskOffload' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetAdapterHardwareInfo {
    <#
    .SYNOPSIS
        Gets the slot of network adapters: place on the PCI bus, NUMA node, link, interrupts, and what SR-IOV needs of the slot.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetAdapterHardwareInfo' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetAdapterIPsecOffload {
    <#
    .SYNOPSIS
        Gets whether network adapters work out IPsec (`esp-hw-offload` of `ethtool -k`).
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetAdapterIPsecOffload' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetAdapterLso {
    <#
    .SYNOPSIS
        Gets how network adapters segment TCP (large send offload).
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetAdapterLso' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetAdapterPowerManagement {
    <#
    .SYNOPSIS
        Gets what wakes the machine by way of network adapters, and what saves power.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetAdapterPowerManagement' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetAdapterQos {
    <#
    .SYNOPSIS
        Gets data center bridging of network adapters: traffic classes, lossless priorities, and priorities of applications (`dcb`).
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetAdapterQos' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetAdapterRdma {
    <#
    .SYNOPSIS
        Gets the RDMA devices of network adapters (`rdma link show`).
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetAdapterRdma' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetAdapterRsc {
    <#
    .SYNOPSIS
        Gets how what network adapters receive is coalesced (receive segment coalescing).
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [ArgumentCompletions('NoFailure', 'NicPropertyDisabled', 'WFPCompatibility', 'NDISCompatibility', 'ForwardingEnabled', 'NetOffloadGlobalDisabled', 'Capability', 'Unknown')] [string[]] $IPv4FailureReason,
        [bool[]] $IPv4OperationalState,
        [ArgumentCompletions('NoFailure', 'NicPropertyDisabled', 'WFPCompatibility', 'NDISCompatibility', 'ForwardingEnabled', 'NetOffloadGlobalDisabled', 'Capability', 'Unknown')] [string[]] $IPv6FailureReason,
        [bool[]] $IPv6OperationalState,
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetAdapterRsc' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetAdapterRss {
    <#
    .SYNOPSIS
        Gets how network adapters spread over their queues what they receive.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetAdapterRss' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetAdapterSriov {
    <#
    .SYNOPSIS
        Gets the SR-IOV settings of the host's network adapters.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetAdapterSriov' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetAdapterSriovVf {
    <#
    .SYNOPSIS
        Gets the virtual functions of the host's network adapters, and who has them.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [switch] $AsJob,
        [Alias('VfID', 'Id')] [uint16[]] $FunctionID,
        [switch] $IncludeHidden,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [uint32[]] $SwitchID,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetAdapterSriovVf' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetAdapterStatistics {
    <#
    .SYNOPSIS
        Gets how much network adapters have sent and received, and what was lost.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetAdapterStatistics' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetAdapterUso {
    <#
    .SYNOPSIS
        Gets how network adapters segment UDP (`tx-udp-segmentation` of `ethtool -k`). IPv4 and IPv6 have one switch.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetAdapterUso' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetAdapterVPort {
    <#
    .SYNOPSIS
        Gets the ports of the switch inside network adapters with SR-IOV.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Alias('VfID')] [uint16[]] $FunctionID,
        [Alias('PF')] [switch] $PhysicalFunction,
        [uint32[]] $SwitchID,
        [Alias('Id')] [uint32[]] $VPortID,
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetAdapterVPort' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetAdapterVmq {
    <#
    .SYNOPSIS
        Gets queues for virtual machines: there are none on Linux.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetAdapterVmq' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetAdapterVmqQueue {
    <#
    .SYNOPSIS
        Gets the queues for virtual machines of network adapters: there are none on Linux, and nothing is emitted.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [uint32[]] $Id,
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetAdapterVmqQueue' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetIPAddress {
    <#
    .SYNOPSIS
        Gets the IP addresses of the host.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [ArgumentCompletions('Invalid', 'Tentative', 'Duplicate', 'Deprecated', 'Preferred')] [string[]] $AddressState,
        [psobject] $AssociatedIPInterface,
        [Parameter(Position = 0)] [Alias('LocalAddress')] [string[]] $IPAddress,
        [timespan[]] $PreferredLifetime,
        [byte[]] $PrefixLength,
        [ArgumentCompletions('Other', 'Manual', 'WellKnown', 'Dhcp', 'RouterAdvertisement')] [string[]] $PrefixOrigin,
        [bool[]] $SkipAsSource,
        [ArgumentCompletions('Other', 'Manual', 'WellKnown', 'Dhcp', 'Link', 'Random')] [string[]] $SuffixOrigin,
        [ArgumentCompletions('Unicast', 'Anycast')] [string[]] $Type,
        [timespan[]] $ValidLifetime,
        [ArgumentCompletions('IPv4', 'IPv6')] [string[]] $AddressFamily,
        [switch] $IncludeAllCompartments,
        [Alias('ifAlias')] [string[]] $InterfaceAlias,
        [Alias('ifIndex')] [uint32[]] $InterfaceIndex,
        [string] $PolicyStore,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetIPAddress' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetIPConfiguration {
    <#
    .SYNOPSIS
        Gets the addresses and gateways of the host's interfaces, an object for each.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [switch] $All,
        [switch] $AllCompartments,
        [switch] $Detailed,
        [Parameter(Position = 0)] [Alias('ifAlias')] [string[]] $InterfaceAlias,
        [Alias('ifIndex')] [uint32] $InterfaceIndex,
        [Alias('PSComputerName', 'ComputerName')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetIPConfiguration' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetIPInterface {
    <#
    .SYNOPSIS
        Gets the interfaces of the host, as IPv4 and IPv6 see them.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [ArgumentCompletions('Disconnected', 'Connected')] [string[]] $ConnectionState,
        [ArgumentCompletions('Disabled', 'Enabled')] [string[]] $Dhcp,
        [Alias('NlMtu')] [uint32[]] $NlMtuBytes,
        [ArgumentCompletions('IPv4', 'IPv6')] [string[]] $AddressFamily,
        [switch] $IncludeAllCompartments,
        [Parameter(Position = 0)] [Alias('ifAlias')] [string[]] $InterfaceAlias,
        [Alias('ifIndex')] [uint32[]] $InterfaceIndex,
        [string] $PolicyStore,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetIPInterface' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetLbfoTeam {
    <#
    .SYNOPSIS
        Gets the teams of the host: Linux bonds, whoever made them. The team of a switch is shown by Get-VMSwitchTeam.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $Name,
        [psobject] $MemberOfTheTeam,
        [psobject] $TeamNicForTheTeam,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetLbfoTeam' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetLbfoTeamMember {
    <#
    .SYNOPSIS
        Gets the members of the teams of the host, and how the kernel finds them: `FailureReason` says why one carries nothing.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [Parameter(Position = 1)] [string[]] $Team,
        [psobject] $TeamOfTheMember,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetLbfoTeamMember' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetLbfoTeamNic {
    <#
    .SYNOPSIS
        Gets the interfaces of the teams of the host: each team's own one (the bond), and the VLAN interfaces on it.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [Parameter(Position = 1)] [string[]] $Team,
        [psobject] $TeamOfTheTeamNic,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetLbfoTeamNic' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetNat {
    <#
    .SYNOPSIS
        Gets the networks whose machines reach the outside under the host's own address.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $Name,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetNat' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetNatStaticMapping {
    <#
    .SYNOPSIS
        Gets the ports of the host behind which machines are.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [string[]] $NatName,
        [Parameter(Position = 0)] [uint32[]] $StaticMappingID,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetNatStaticMapping' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetNeighbor {
    <#
    .SYNOPSIS
        Gets the neighbours of the host: who has which IP address on the links of its interfaces, by ARP and NDP.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [psobject] $AssociatedIPInterface,
        [Parameter(Position = 0)] [string[]] $IPAddress,
        [string[]] $LinkLayerAddress,
        [ArgumentCompletions('Unreachable', 'Incomplete', 'Probe', 'Delay', 'Stale', 'Reachable', 'Permanent')] [string[]] $State,
        [ArgumentCompletions('IPv4', 'IPv6')] [string[]] $AddressFamily,
        [switch] $IncludeAllCompartments,
        [Alias('ifAlias')] [string[]] $InterfaceAlias,
        [Alias('ifIndex')] [uint32[]] $InterfaceIndex,
        [string] $PolicyStore,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetNeighbor' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetQosDcbxSetting {
    <#
    .SYNOPSIS
        Gets whether the other end of the wire may say how the bandwidth is shared.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Alias('ifAlias')] [string] $InterfaceAlias,
        [Alias('ifIndex')] [uint32] $InterfaceIndex,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetQosDcbxSetting' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetQosFlowControl {
    <#
    .SYNOPSIS
        Gets which priorities are lossless on the wire (802.1Qbb, priority flow control).
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [byte[]] $Priority,
        [Alias('ifAlias')] [string] $InterfaceAlias,
        [Alias('ifIndex')] [uint32] $InterfaceIndex,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetQosFlowControl' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetQosPolicy {
    <#
    .SYNOPSIS
        Gets the policies of quality of service: which frames have which priority on the wire.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $Name,
        [string] $PolicyStore,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetQosPolicy' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetQosTrafficClass {
    <#
    .SYNOPSIS
        Gets the traffic classes of the host: priorities, and what they share.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $Name,
        [Alias('ifAlias')] [string] $InterfaceAlias,
        [Alias('ifIndex')] [uint32] $InterfaceIndex,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetQosTrafficClass' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetRoute {
    <#
    .SYNOPSIS
        Gets the routes of the host.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [psobject] $AssociatedIPInterface,
        [Parameter(Position = 0)] [string[]] $DestinationPrefix,
        [string[]] $NextHop,
        [string[]] $Protocol,
        [uint32[]] $RouteMetric,
        [ArgumentCompletions('IPv4', 'IPv6')] [string[]] $AddressFamily,
        [switch] $IncludeAllCompartments,
        [Alias('ifAlias')] [string[]] $InterfaceAlias,
        [Alias('ifIndex')] [uint32[]] $InterfaceIndex,
        [string] $PolicyStore,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetRoute' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetSwitchTeam {
    <#
    .SYNOPSIS
        Gets the teams of switches. Get-VMSwitchTeam shows more of them.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $Name,
        [psobject] $Member,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetSwitchTeam' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-NetSwitchTeamMember {
    <#
    .SYNOPSIS
        Gets the members of the teams of switches.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $Name,
        [Parameter(Position = 1)] [string[]] $Team,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-NetSwitchTeamMember' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-VHD {
    <#
    .SYNOPSIS
        Gets what disk images say of themselves: format, size, what they take, what they build on. Their headers are read; no program is run for it.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('Number')] [uint32] $DiskNumber,
        [Parameter(Position = 0)] [Alias('FullName')] [string[]] $Path,
        [Parameter(Position = 0)] [Alias('Id')] [guid[]] $VMId,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-VHD' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-VM {
    <#
    .SYNOPSIS
        Gets virtual machines.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('VMName')] [string[]] $Name,
        [Parameter(Position = 0)] [object] $Id,
        [Parameter(Position = 0)] [psobject] $ClusterObject,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-VM' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-VMAssignableDevice {
    <#
    .SYNOPSIS
        Gets the PCI devices that virtual machines have as a whole. Virtual functions are not among them: see Get-VMNetworkAdapter.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [string] $InstancePath,
        [string] $LocationPath,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-VMAssignableDevice' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-VMBios {
    <#
    .SYNOPSIS
        Gets what virtual machines of generation 1 boot from.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('VMCheckpoint')] [psobject] $VMSnapshot,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-VMBios' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-VMComPort {
    <#
    .SYNOPSIS
        Gets the serial ports of virtual machines.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('VMCheckpoint')] [psobject] $VMSnapshot,
        [Parameter(Position = 1)] [int] $Number,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-VMComPort' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-VMDvdDrive {
    <#
    .SYNOPSIS
        Gets the DVD drives of virtual machines and of checkpoints.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object] $ControllerLocation,
        [object] $ControllerNumber,
        [Parameter(Position = 0)] [psobject[]] $VMDriveController,
        [Parameter(Position = 0)] [Alias('VMCheckpoint')] [psobject] $VMSnapshot,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-VMDvdDrive' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-VMFirmware {
    <#
    .SYNOPSIS
        Gets the firmware of virtual machines of generation 2, and what they boot from.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('VMCheckpoint')] [psobject] $VMSnapshot,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-VMFirmware' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-VMGroup {
    <#
    .SYNOPSIS
        Gets groups of virtual machines.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $Name,
        [Parameter(Position = 0)] [guid] $Id,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-VMGroup' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-VMHardDiskDrive {
    <#
    .SYNOPSIS
        Gets the hard disks of virtual machines and of checkpoints.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [Parameter(Position = 0)] [Alias('VMCheckpoint')] [psobject] $VMSnapshot,
        [object] $ControllerLocation,
        [Parameter(Position = 0)] [psobject[]] $VMDriveController,
        [object] $ControllerNumber,
        [ArgumentCompletions('IDE', 'SCSI', 'PMEM')] [object] $ControllerType,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-VMHardDiskDrive' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-VMHost {
    <#
    .SYNOPSIS
        Gets the virtualization host, and says whether SR-IOV can work on it.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [object[]] $CimSession,
        [Parameter(Position = 0)] [string[]] $ComputerName,
        [Parameter(Position = 1)] [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-VMHost' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-VMHostAssignableDevice {
    <#
    .SYNOPSIS
        Gets the PCI devices that were taken from the host, so that virtual machines can have them.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [string] $InstancePath,
        [string] $LocationPath,
        [string[]] $ResourcePoolName,
        [switch] $All,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-VMHostAssignableDevice' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-VMHostSupportedVersion {
    <#
    .SYNOPSIS
        Gets the versions of machines that the host runs: QEMU's machine types of the family that New-VM uses.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [switch] $Default,
        [Parameter(Position = 0)] [object[]] $CimSession,
        [Parameter(Position = 0)] [string[]] $ComputerName,
        [Parameter(Position = 1)] [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-VMHostSupportedVersion' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-VMIdeController {
    <#
    .SYNOPSIS
        Gets the IDE controllers of virtual machines, with their drives: two in a machine of generation 1, and in others those that have drives.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VM,
        [Parameter(Position = 0)] [Alias('VMCheckpoint')] [psobject] $VMSnapshot,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 1)] [object] $ControllerNumber,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-VMIdeController' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-VMIntegrationService {
    <#
    .SYNOPSIS
        Gets the services between guests and the host: the QEMU guest agent, by Hyper-V's names.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('VMCheckpoint')] [psobject] $VMSnapshot,
        [Parameter(Position = 1)] [string[]] $Name,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-VMIntegrationService' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-VMKeyProtector {
    <#
    .SYNOPSIS
        Gets the key protectors of virtual machines: that of a machine that has none, as no machine here has one.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-VMKeyProtector' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-VMMemory {
    <#
    .SYNOPSIS
        Gets how much memory virtual machines have.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('VMCheckpoint')] [psobject] $VMSnapshot,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-VMMemory' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-VMMigrationNetwork {
    <#
    .SYNOPSIS
        Gets the networks over which virtual machines come to a host.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $Subnet,
        [uint32[]] $Priority,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-VMMigrationNetwork' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-VMNetworkAdapter {
    <#
    .SYNOPSIS
        Gets the virtual network adapters of virtual machines, or of the host.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [bool] $IsLegacy,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 1)] [Alias('VMNetworkAdapterName')] [string] $Name,
        [switch] $All,
        [switch] $ManagementOS,
        [Parameter(Position = 0)] [Alias('VMCheckpoint')] [psobject] $VMSnapshot,
        [string] $SwitchName,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-VMNetworkAdapter' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-VMNetworkAdapterAcl {
    <#
    .SYNOPSIS
        Gets the port ACLs of virtual network adapters.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('VMCheckpoint')] [psobject] $VMSnapshot,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VMNetworkAdapter,
        [switch] $ManagementOS,
        [string] $VMNetworkAdapterName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-VMNetworkAdapterAcl' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-VMNetworkAdapterExtendedAcl {
    <#
    .SYNOPSIS
        Gets the extended port ACLs of virtual network adapters.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('VMCheckpoint')] [psobject] $VMSnapshot,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VMNetworkAdapter,
        [switch] $ManagementOS,
        [string] $VMNetworkAdapterName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-VMNetworkAdapterExtendedAcl' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-VMNetworkAdapterIsolation {
    <#
    .SYNOPSIS
        Gets the isolation of virtual network adapters: a VLAN, or none.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('VMCheckpoint')] [psobject] $VMSnapshot,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VMNetworkAdapter,
        [switch] $ManagementOS,
        [string] $VMNetworkAdapterName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-VMNetworkAdapterIsolation' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-VMNetworkAdapterTeamMapping {
    <#
    .SYNOPSIS
        Gets the member of a team that a virtual network adapter is kept to; nothing for one that is kept to none.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Alias('VMNetworkAdapterName')] [string] $Name,
        [string] $SwitchName,
        [switch] $ManagementOS,
        [Parameter(Position = 0)] [string] $VMName,
        [Parameter(Position = 0)] [psobject] $VMNetworkAdapter,
        [Parameter(Position = 0)] [psobject] $VM,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-VMNetworkAdapterTeamMapping' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-VMNetworkAdapterVlan {
    <#
    .SYNOPSIS
        Gets the VLAN settings of virtual network adapters.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('VMCheckpoint')] [psobject] $VMSnapshot,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VMNetworkAdapter,
        [switch] $ManagementOS,
        [string] $VMNetworkAdapterName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-VMNetworkAdapterVlan' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-VMProcessor {
    <#
    .SYNOPSIS
        Gets the processors of virtual machines.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('VMCheckpoint')] [psobject] $VMSnapshot,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-VMProcessor' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-VMScsiController {
    <#
    .SYNOPSIS
        Gets the SCSI controllers of virtual machines, with their drives.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('VMCheckpoint')] [psobject] $VMSnapshot,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 1)] [object] $ControllerNumber,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-VMScsiController' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-VMSecurity {
    <#
    .SYNOPSIS
        Gets what protects virtual machines: whether they have a TPM.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-VMSecurity' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-VMSnapshot {
    <#
    .SYNOPSIS
        Gets checkpoints of virtual machines, in the order in which they were made.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [Parameter(Position = 0)] [object] $Id,
        [Parameter(Position = 1)] [string] $Name,
        [psobject] $ChildOf,
        [psobject] $ParentOf,
        [Alias('VMRecoveryCheckpoint')] [ArgumentCompletions('Standard', 'Recovery', 'Planned', 'Missing', 'Replica', 'AppConsistentReplica', 'SyncedReplica')] [string] $SnapshotType,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-VMSnapshot' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-VMSwitch {
    <#
    .SYNOPSIS
        Gets virtual switches.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('SwitchId')] [guid[]] $Id,
        [Parameter(Position = 0)] [Alias('SwitchName')] [string] $Name,
        [Parameter(Position = 1)] [string[]] $ResourcePoolName,
        [ArgumentCompletions('Private', 'Internal', 'External')] [string[]] $SwitchType,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-VMSwitch' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-VMSwitchExtension {
    <#
    .SYNOPSIS
        Gets the extensions of virtual switches: none, as a bridge of Linux has none.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $VMSwitchName,
        [Parameter(Position = 0)] [psobject[]] $VMSwitch,
        [Parameter(Position = 1)] [string[]] $Name,
        [object[]] $CimSession,
        [Alias('PSComputerName')] [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-VMSwitchExtension' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-VMSwitchTeam {
    <#
    .SYNOPSIS
        Gets the teams of virtual switches.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('SwitchName')] [string] $Name,
        [Parameter(Position = 0)] [psobject[]] $VMSwitch,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-VMSwitchTeam' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Get-VMVideo {
    <#
    .SYNOPSIS
        Gets the displays of virtual machines, and where they can be looked at.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('VMCheckpoint')] [psobject] $VMSnapshot,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Get-VMVideo' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Import-VM {
    <#
    .SYNOPSIS
        Makes a virtual machine of a folder that Export-VM made.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject] $CompatibilityReport,
        [string] $VirtualMachinePath,
        [Alias('CheckpointFileLocation', 'SnapshotFileLocation')] [string] $SnapshotFilePath,
        [string] $SmartPagingFilePath,
        [switch] $AsJob,
        [Parameter(Position = 0)] [string] $Path,
        [Parameter(Position = 1)] [string] $VhdDestinationPath,
        [string] $VhdSourcePath,
        [switch] $Register,
        [switch] $Copy,
        [switch] $GenerateNewId,
        [string] $NewName,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Import-VM' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Measure-VM {
    <#
    .SYNOPSIS
        Tells what virtual machines have used since Enable-VMResourceMetering: processors, memory, disks, and the network with what went by virtual functions, which Hyper-V cannot count.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VM,
        [Parameter(Position = 0)] [Alias('VMName')] [string[]] $Name,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Measure-VM' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Measure-VMNetworkAdapter {
    <#
    .SYNOPSIS
        Measures what the paths of running machines' network adapters carry, side by side: emulated, paravirtual, and by a virtual function (Linux only).
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VM,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VMNetworkAdapter,
        [Alias('VMNetworkAdapterName')] [string] $Name,
        [uint32] $Seconds,
        [switch] $EachPath,
        [string] $Ping,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Measure-VMNetworkAdapter' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Merge-VHD {
    <#
    .SYNOPSIS
        Writes what a differencing disk image has over the one that it builds on, and removes it. Nobody may have any of them meanwhile. This cannot be undone; it runs qemu-img.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('FullName')] [string] $Path,
        [Parameter(Position = 1)] [string] $DestinationPath,
        [switch] $Force,
        [switch] $AsJob,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Merge-VHD' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Mount-VHD {
    <#
    .SYNOPSIS
        Shows the disk in an image as a block device of the host: /dev/nbd0, its partitions as /dev/nbd0p1. This runs qemu-nbd, and needs the kernel's driver: modprobe nbd max_part=16.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('FullName')] [string[]] $Path,
        [switch] $NoDriveLetter,
        [switch] $ReadOnly,
        [object] $SnapshotId,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Mount-VHD' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Mount-VMHostAssignableDevice {
    <#
    .SYNOPSIS
        Gives a PCI device back to the host, with the driver that it had.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('VMHostAssignableDevice')] [psobject[]] $HostAssignableDevice,
        [Parameter(Position = 2)] [string] $InstancePath,
        [Parameter(Position = 3)] [string] $LocationPath,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Mount-VMHostAssignableDevice' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Move-ClusterGroup {
    <#
    .SYNOPSIS
        Moves a role of a cluster to another node. A virtual machine goes with its memory, while it runs.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [string] $Node,
        [switch] $IgnoreLocked,
        [int] $Wait,
        [object] $InputObject,
        [string] $Cluster,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Move-ClusterGroup' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Move-ClusterVirtualMachineRole {
    <#
    .SYNOPSIS
        Moves a virtual machine of a cluster to another node, while it runs.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [string] $Node,
        [switch] $Cancel,
        [ArgumentCompletions('TurnOff', 'Quick', 'Shutdown', 'ShutdownForce', 'Live')] [string] $MigrationType,
        [switch] $IgnoreLocked,
        [guid] $VMId,
        [int] $Wait,
        [switch] $Rebalance,
        [uint32] $Limit,
        [switch] $Force,
        [object] $InputObject,
        [string] $Cluster,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Move-ClusterVirtualMachineRole' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Move-VM {
    <#
    .SYNOPSIS
        Moves a virtual machine to another host, while it runs.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [string] $VirtualMachinePath,
        [Alias('CheckpointFileLocation', 'SnapshotFileLocation')] [string] $SnapshotFilePath,
        [string] $SmartPagingFilePath,
        [switch] $RemoveSourceUnmanagedVhds,
        [switch] $AsJob,
        [switch] $Passthru,
        [Parameter(Position = 0)] [psobject] $CompatibilityReport,
        [Parameter(Position = 0)] [string] $Name,
        [Parameter(Position = 0)] [psobject] $VM,
        [Parameter(Position = 1)] [object] $DestinationCimSession,
        [Parameter(Position = 1)] [string] $DestinationHost,
        [object] $DestinationCredential,
        [switch] $IncludeStorage,
        [string] $DestinationStoragePath,
        [hashtable[]] $Vhds,
        [string] $ResourcePoolName,
        [switch] $RetainVhdCopiesOnSource,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Move-VM' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Move-VMStorage {
    <#
    .SYNOPSIS
        Moves the disks of a virtual machine to other folders of its host, while it runs: with its virtual functions, and without a pause that a guest would notice.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('VMName')] [string] $Name,
        [Parameter(Position = 0)] [psobject] $VM,
        [Parameter(Position = 1)] [string] $DestinationStoragePath,
        [string] $VirtualMachinePath,
        [Alias('CheckpointFileLocation', 'SnapshotFileLocation')] [string] $SnapshotFilePath,
        [string] $SmartPagingFilePath,
        [hashtable[]] $Vhds,
        [string] $ResourcePoolName,
        [switch] $RetainVhdCopiesOnSource,
        [switch] $RemoveSourceUnmanagedVhds,
        [switch] $AllowUnverifiedPaths,
        [switch] $AsJob,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Move-VMStorage' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function New-NetAdapterAdvancedProperty {
    <#
    .SYNOPSIS
        Sets a setting of a network adapter by its keyword.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [Alias('ifDesc', 'InstanceID')] [string] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string] $Name,
        [switch] $NoRestart,
        [ArgumentCompletions('None', 'REG_SZ', 'REG_DWORD', 'REG_MULTI_SZ', 'REG_QWORD')] [string] $RegistryDataType,
        [string] $RegistryKeyword,
        [string[]] $RegistryValue,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'New-NetAdapterAdvancedProperty' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function New-NetIPAddress {
    <#
    .SYNOPSIS
        Gives an interface of the host an IP address, and a default route where -DefaultGateway is given.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [ArgumentCompletions('IPv4', 'IPv6')] [string] $AddressFamily,
        [string] $DefaultGateway,
        [Parameter(Position = 0)] [Alias('LocalAddress')] [string] $IPAddress,
        [Alias('ifAlias')] [string] $InterfaceAlias,
        [Alias('ifIndex')] [uint32] $InterfaceIndex,
        [string] $PolicyStore,
        [timespan] $PreferredLifetime,
        [byte] $PrefixLength,
        [bool] $SkipAsSource,
        [ArgumentCompletions('Unicast', 'Anycast')] [string] $Type,
        [timespan] $ValidLifetime,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'New-NetIPAddress' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function New-NetLbfoTeam {
    <#
    .SYNOPSIS
        Makes a team of the host from network adapters: a Linux bond, which has the team's name.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [object[]] $TeamMembers,
        [Parameter(Position = 2)] [string] $TeamNicName,
        [Parameter(Position = 3)] [Alias('tm')] [ArgumentCompletions('Static', 'SwitchIndependent', 'Lacp')] [string] $TeamingMode,
        [Parameter(Position = 4)] [Alias('lba')] [ArgumentCompletions('TransportPorts', 'IPAddresses', 'MacAddresses', 'HyperVPort', 'Dynamic')] [string] $LoadBalancingAlgorithm,
        [Parameter(Position = 5)] [Alias('lt')] [ArgumentCompletions('Slow', 'Fast')] [string] $LacpTimer,
        [string[]] $ArpTarget,
        [ArgumentCompletions('None', 'Networkd', 'NetworkManager', 'Netplan')] [string] $Persist,
        [switch] $Force,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'New-NetLbfoTeam' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function New-NetNat {
    <#
    .SYNOPSIS
        Lets the machines of a network behind the host reach the outside under the host's own address.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string] $Name,
        [string] $ExternalIPInterfaceAddressPrefix,
        [uint32] $IcmpQueryTimeout,
        [string] $InternalIPInterfaceAddressPrefix,
        [string] $InternalRoutingDomainId,
        [uint32] $TcpEstablishedConnectionTimeout,
        [uint32] $TcpTransientConnectionTimeout,
        [uint32] $UdpIdleSessionTimeout,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'New-NetNat' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function New-NetNeighbor {
    <#
    .SYNOPSIS
        Names the adapter of a neighbour for good, so that the host asks nobody who has the address.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [ArgumentCompletions('IPv4', 'IPv6')] [string] $AddressFamily,
        [Parameter(Position = 0)] [string] $IPAddress,
        [Alias('ifAlias')] [string] $InterfaceAlias,
        [Alias('ifIndex')] [uint32] $InterfaceIndex,
        [string] $LinkLayerAddress,
        [string] $PolicyStore,
        [ArgumentCompletions('Unreachable', 'Incomplete', 'Probe', 'Delay', 'Stale', 'Reachable', 'Permanent')] [string] $State,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'New-NetNeighbor' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function New-NetQosPolicy {
    <#
    .SYNOPSIS
        Makes a policy of quality of service: frames, and the priority that they have on the wire.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string] $Name,
        [Alias('PriorityValue')] [byte] $PriorityValue8021Action,
        [string] $AppPathNameMatchCondition,
        [object] $DSCPAction,
        [byte] $MinBandwidthWeightAction,
        [uint64] $ThrottleRateActionBitsPerSecond,
        [string] $NetworkProfile,
        [uint32] $Precedence,
        [string] $PolicyStore,
        [switch] $Cluster,
        [switch] $Default,
        [switch] $FCOE,
        [switch] $iSCSI,
        [Alias('IPProtocol')] [ArgumentCompletions('None', 'TCP', 'UDP', 'Both')] [string] $IPProtocolMatchCondition,
        [Alias('IPPort')] [uint16] $IPPortMatchCondition,
        [Alias('IPDstPortMatchCondition', 'IPDstPort')] [uint16] $IPDstPortStartMatchCondition,
        [switch] $LiveMigration,
        [Alias('NetDirectPort')] [uint16] $NetDirectPortMatchCondition,
        [switch] $NFS,
        [switch] $SMB,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'New-NetQosPolicy' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function New-NetQosTrafficClass {
    <#
    .SYNOPSIS
        Makes a traffic class: priorities, and the share of the bandwidth that they are sure to get.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string] $Name,
        [Alias('PriorityList')] [byte[]] $Priority,
        [ArgumentCompletions('Strict', 'ETS')] [string] $Algorithm,
        [Alias('Bandwidth')] [byte] $BandwidthPercentage,
        [Alias('ifAlias')] [string] $InterfaceAlias,
        [Alias('ifIndex')] [uint32] $InterfaceIndex,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'New-NetQosTrafficClass' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function New-NetRoute {
    <#
    .SYNOPSIS
        Makes a route in the kernel's main table.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [ArgumentCompletions('IPv4', 'IPv6')] [string] $AddressFamily,
        [Parameter(Position = 0)] [string] $DestinationPrefix,
        [Alias('ifAlias')] [string] $InterfaceAlias,
        [Alias('ifIndex')] [uint32] $InterfaceIndex,
        [string] $NextHop,
        [string] $PolicyStore,
        [timespan] $PreferredLifetime,
        [string] $Publish,
        [uint16] $RouteMetric,
        [timespan] $ValidLifetime,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'New-NetRoute' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function New-VHD {
    <#
    .SYNOPSIS
        Makes disk images. Nothing that is there is written over.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $Path,
        [Parameter(Position = 1)] [string] $ParentPath,
        [Parameter(Position = 1)] [uint64] $SizeBytes,
        [Alias('Number')] [uint32] $SourceDisk,
        [switch] $Dynamic,
        [switch] $Fixed,
        [switch] $Differencing,
        [uint32] $BlockSizeBytes,
        [uint32] $LogicalSectorSizeBytes,
        [uint32] $PhysicalSectorSizeBytes,
        [object] $AddressAbstractionType,
        [uint64] $DataAlignmentBytes,
        [switch] $AsJob,
        [ArgumentCompletions('Raw', 'Qcow2', 'Vhdx', 'Vhd')] [string] $Format,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'New-VHD' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function New-VM {
    <#
    .SYNOPSIS
        Defines a virtual machine with one network adapter.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('VMName')] [string] $Name,
        [Parameter(Position = 1)] [object] $MemoryStartupBytes,
        [ArgumentCompletions('Floppy', 'CD', 'IDE', 'LegacyNetworkAdapter', 'NetworkAdapter', 'VHD')] [object] $BootDevice,
        [switch] $NoVHD,
        [string] $SwitchName,
        [string] $NewVHDPath,
        [uint64] $NewVHDSizeBytes,
        [string] $VHDPath,
        [string] $Path,
        [object] $Version,
        [switch] $Prerelease,
        [switch] $Experimental,
        [Parameter(Position = 2)] [ArgumentCompletions('1', '2')] [object] $Generation,
        [switch] $Force,
        [switch] $AsJob,
        [ArgumentCompletions('TrustedLaunch', 'VBS', 'SNP', 'TDX', 'Disabled')] [string] $GuestStateIsolationType,
        [string] $SourceGuestStatePath,
        [uint32] $ProcessorCount,
        [string] $Kernel,
        [string] $InitialRamdisk,
        [string] $KernelCommandLine,
        [string] $SerialSocket,
        [switch] $Differencing,
        [uint64] $VHDSizeBytes,
        [string] $UserData,
        [string[]] $SshKey,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'New-VM' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function New-VMGroup {
    <#
    .SYNOPSIS
        Makes a group of virtual machines, or of groups. iovsh keeps it on the host; nothing else knows of it.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [ArgumentCompletions('VMCollectionType', 'ManagementCollectionType')] [string] $GroupType,
        [Parameter(Position = 2)] [guid] $Id,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'New-VMGroup' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function New-VMSwitch {
    <#
    .SYNOPSIS
        Makes a virtual switch.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('SwitchName')] [string] $Name,
        [Alias('SwitchId')] [string] $Id,
        [ArgumentCompletions('Internal', 'Private')] [string] $SwitchType,
        [bool] $AllowManagementOS,
        [Alias('InterfaceAlias')] [string[]] $NetAdapterName,
        [Alias('InterfaceDescription')] [string[]] $NetAdapterInterfaceDescription,
        [string] $Notes,
        [ArgumentCompletions('Default', 'Weight', 'Absolute', 'None')] [string] $MinimumBandwidthMode,
        [object] $EnableIov,
        [object] $EnablePacketDirect,
        [object] $EnableEmbeddedTeaming,
        [ArgumentCompletions('None', 'Networkd', 'NetworkManager', 'Netplan')] [string] $Persist,
        [switch] $Force,
        [object] $Mtu,
        [object[]] $CimSession,
        [Alias('PSComputerName')] [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'New-VMSwitch' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Optimize-VHD {
    <#
    .SYNOPSIS
        Gives back to the host's file system what a dynamic disk image takes and its disk does not use: blocks that are zero. A copy without them takes the place of the image; nobody may have it meanwhile. This runs qemu-img.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('FullName')] [string[]] $Path,
        [ArgumentCompletions('Full', 'Quick', 'Retrim', 'Pretrimmed', 'Prezeroed')] [string] $Mode,
        [switch] $AsJob,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Optimize-VHD' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Remove-ClusterGroup {
    <#
    .SYNOPSIS
        Takes a virtual machine out of a cluster. The virtual machine stays, off, on the node where it was last.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [guid] $VMId,
        [Parameter(Position = 0)] [string[]] $Name,
        [switch] $Force,
        [switch] $RemoveResources,
        [object] $InputObject,
        [string] $Cluster,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Remove-ClusterGroup' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Remove-NetAdapterAdvancedProperty {
    <#
    .SYNOPSIS
        Forgets settings of network adapters: each is again as it was before it was set.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $AllProperties,
        [Alias('RegKey')] [string[]] $RegistryKeyword,
        [switch] $Force,
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Remove-NetAdapterAdvancedProperty' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Remove-NetIPAddress {
    <#
    .SYNOPSIS
        Takes IP addresses from interfaces of the host.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [string] $DefaultGateway,
        [switch] $Force,
        [byte] $PrefixLength,
        [psobject[]] $InputObject,
        [Parameter(Position = 0)] [Alias('LocalAddress')] [string[]] $IPAddress,
        [switch] $PassThru,
        [ArgumentCompletions('IPv4', 'IPv6')] [string[]] $AddressFamily,
        [switch] $IncludeAllCompartments,
        [Alias('ifAlias')] [string[]] $InterfaceAlias,
        [Alias('ifIndex')] [uint32[]] $InterfaceIndex,
        [string] $PolicyStore,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Remove-NetIPAddress' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Remove-NetLbfoTeam {
    <#
    .SYNOPSIS
        Removes a team of the host with its interfaces for VLANs, and puts its members back as they were found.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $Name,
        [psobject[]] $InputObject,
        [switch] $PassThru,
        [switch] $Force,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Remove-NetLbfoTeam' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Remove-NetLbfoTeamMember {
    <#
    .SYNOPSIS
        Takes network adapters out of a team of the host, and puts them back as they were found. The last one cannot go.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [Parameter(Position = 1)] [string[]] $Team,
        [psobject[]] $InputObject,
        [switch] $PassThru,
        [switch] $Force,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Remove-NetLbfoTeamMember' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Remove-NetLbfoTeamNic {
    <#
    .SYNOPSIS
        Removes interfaces for VLANs from a team of the host. The team's own interface goes with the team.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $Team,
        [Parameter(Position = 1)] [uint32[]] $VlanID,
        [psobject[]] $InputObject,
        [switch] $PassThru,
        [switch] $Force,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Remove-NetLbfoTeamNic' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Remove-NetNat {
    <#
    .SYNOPSIS
        Translates the addresses of networks no more; their mappings go with them.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [psobject[]] $InputObject,
        [Parameter(Position = 0)] [string[]] $Name,
        [switch] $PassThru,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Remove-NetNat' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Remove-NetNatStaticMapping {
    <#
    .SYNOPSIS
        Leads ports of the host to machines no more.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [psobject[]] $InputObject,
        [string[]] $NatName,
        [Parameter(Position = 0)] [uint32[]] $StaticMappingID,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Remove-NetNatStaticMapping' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Remove-NetNeighbor {
    <#
    .SYNOPSIS
        Forgets neighbours of the host: those that somebody named, and those that the kernel found by itself.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [psobject[]] $InputObject,
        [Parameter(Position = 0)] [string[]] $IPAddress,
        [switch] $PassThru,
        [string[]] $LinkLayerAddress,
        [ArgumentCompletions('Unreachable', 'Incomplete', 'Probe', 'Delay', 'Stale', 'Reachable', 'Permanent')] [string[]] $State,
        [ArgumentCompletions('IPv4', 'IPv6')] [string[]] $AddressFamily,
        [switch] $IncludeAllCompartments,
        [Alias('ifAlias')] [string[]] $InterfaceAlias,
        [Alias('ifIndex')] [uint32[]] $InterfaceIndex,
        [string] $PolicyStore,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Remove-NetNeighbor' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Remove-NetQosPolicy {
    <#
    .SYNOPSIS
        Removes policies of quality of service.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $Name,
        [psobject[]] $InputObject,
        [string] $PolicyStore,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Remove-NetQosPolicy' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Remove-NetQosTrafficClass {
    <#
    .SYNOPSIS
        Removes traffic classes; their priorities go to the default one.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $Name,
        [psobject[]] $InputObject,
        [Alias('ifAlias')] [string] $InterfaceAlias,
        [Alias('ifIndex')] [uint32] $InterfaceIndex,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Remove-NetQosTrafficClass' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Remove-NetRoute {
    <#
    .SYNOPSIS
        Removes routes of the kernel's main table.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $DestinationPrefix,
        [switch] $Force,
        [psobject[]] $InputObject,
        [string[]] $NextHop,
        [switch] $PassThru,
        [uint32[]] $RouteMetric,
        [ArgumentCompletions('IPv4', 'IPv6')] [string[]] $AddressFamily,
        [switch] $IncludeAllCompartments,
        [Alias('ifAlias')] [string[]] $InterfaceAlias,
        [Alias('ifIndex')] [uint32[]] $InterfaceIndex,
        [string] $PolicyStore,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Remove-NetRoute' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Remove-NetSwitchTeamMember {
    <#
    .SYNOPSIS
        Takes a network adapter out of the team of a switch, as Remove-VMSwitchTeamMember does. The last one cannot go.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [string] $Team,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Remove-NetSwitchTeamMember' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Remove-VM {
    <#
    .SYNOPSIS
        Removes virtual machines that are off or saved. Disk images stay; which, is said.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('VMName')] [string[]] $Name,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [switch] $Force,
        [switch] $AsJob,
        [switch] $Passthru,
        [switch] $RemoveDisks,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Remove-VM' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Remove-VMAssignableDevice {
    <#
    .SYNOPSIS
        Takes PCI devices from a virtual machine that is off: one, or all when none is named.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VMAssignableDevice,
        [Parameter(Position = 0)] [string[]] $VMName,
        [string] $InstancePath,
        [string] $LocationPath,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Remove-VMAssignableDevice' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Remove-VMDvdDrive {
    <#
    .SYNOPSIS
        Takes DVD drives from virtual machines.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VMDvdDrive,
        [Parameter(Position = 1)] [object] $ControllerNumber,
        [Parameter(Position = 2)] [object] $ControllerLocation,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Remove-VMDvdDrive' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Remove-VMGroup {
    <#
    .SYNOPSIS
        Removes groups of virtual machines. The machines stay.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string] $Name,
        [Parameter(Position = 0)] [guid] $Id,
        [Parameter(Position = 0)] [psobject] $VMGroup,
        [switch] $Force,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Remove-VMGroup' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Remove-VMGroupMember {
    <#
    .SYNOPSIS
        Takes virtual machines out of a group, or groups out of a group of groups. They stay.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string] $Name,
        [Parameter(Position = 0)] [guid] $Id,
        [Parameter(Position = 0)] [psobject] $VMGroup,
        [Parameter(Position = 1)] [psobject[]] $VM,
        [Parameter(Position = 1)] [psobject[]] $VMGroupMember,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Remove-VMGroupMember' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Remove-VMHardDiskDrive {
    <#
    .SYNOPSIS
        Takes hard disks from virtual machines, while they run too. The images stay.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VMHardDiskDrive,
        [Parameter(Position = 1)] [ArgumentCompletions('IDE', 'SCSI', 'PMEM')] [object] $ControllerType,
        [Parameter(Position = 2)] [object] $ControllerNumber,
        [Parameter(Position = 3)] [object] $ControllerLocation,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Remove-VMHardDiskDrive' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Remove-VMMigrationNetwork {
    <#
    .SYNOPSIS
        Lets no virtual machines come to a host over a network any more.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string] $Subnet,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Remove-VMMigrationNetwork' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Remove-VMNetworkAdapter {
    <#
    .SYNOPSIS
        Removes virtual network adapters: without -Name all that the virtual machine has.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VMNetworkAdapter,
        [switch] $ManagementOS,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [Alias('VMNetworkAdapterName')] [string] $Name,
        [string] $SwitchName,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Remove-VMNetworkAdapter' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Remove-VMNetworkAdapterAcl {
    <#
    .SYNOPSIS
        Removes port ACLs from virtual network adapters.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $InputObject,
        [ArgumentCompletions('Allow', 'Deny', 'Meter')] [string] $Action,
        [ArgumentCompletions('Inbound', 'Outbound', 'Both')] [string] $Direction,
        [string[]] $LocalIPAddress,
        [string[]] $LocalMacAddress,
        [string[]] $RemoteIPAddress,
        [string[]] $RemoteMacAddress,
        [switch] $Passthru,
        [Parameter(Position = 0)] [psobject[]] $VMNetworkAdapter,
        [switch] $ManagementOS,
        [string] $VMNetworkAdapterName,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Remove-VMNetworkAdapterAcl' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Remove-VMNetworkAdapterExtendedAcl {
    <#
    .SYNOPSIS
        Removes extended port ACLs from virtual network adapters.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $InputObject,
        [int] $Weight,
        [ArgumentCompletions('Inbound', 'Outbound')] [string] $Direction,
        [switch] $Passthru,
        [Parameter(Position = 0)] [psobject[]] $VMNetworkAdapter,
        [switch] $ManagementOS,
        [string] $VMNetworkAdapterName,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Remove-VMNetworkAdapterExtendedAcl' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Remove-VMNetworkAdapterTeamMapping {
    <#
    .SYNOPSIS
        Keeps a virtual network adapter to no member of a team any more.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Alias('VMNetworkAdapterName')] [string] $Name,
        [string] $SwitchName,
        [switch] $ManagementOS,
        [Parameter(Position = 0)] [string] $VMName,
        [Parameter(Position = 0)] [psobject] $VMNetworkAdapter,
        [Parameter(Position = 0)] [psobject] $VM,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Remove-VMNetworkAdapterTeamMapping' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Remove-VMSavedState {
    <#
    .SYNOPSIS
        Throws away what Save-VM wrote. The machine is off then, and boots anew at the next start.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VM,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [Alias('VMCheckpoint')] [psobject] $VMSnapshot,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Remove-VMSavedState' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Remove-VMScsiController {
    <#
    .SYNOPSIS
        Takes SCSI controllers without drives from virtual machines.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VMScsiController,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 1)] [int] $ControllerNumber,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Remove-VMScsiController' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Remove-VMSnapshot {
    <#
    .SYNOPSIS
        Removes checkpoints; the virtual machines stay as they are. Without -Name all of them.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VM,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [Alias('VMCheckpoint')] [psobject[]] $VMSnapshot,
        [Parameter(Position = 1)] [string[]] $Name,
        [Alias('IncludeAllChildCheckpoints')] [switch] $IncludeAllChildSnapshots,
        [switch] $AsJob,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Remove-VMSnapshot' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Remove-VMSwitch {
    <#
    .SYNOPSIS
        Removes a virtual switch.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('SwitchName')] [string[]] $Name,
        [Parameter(Position = 0)] [psobject[]] $VMSwitch,
        [Parameter(Position = 1)] [string[]] $ResourcePoolName,
        [switch] $Force,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Remove-VMSwitch' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Remove-VMSwitchTeamMember {
    <#
    .SYNOPSIS
        Takes network adapters of the host out of the team of a virtual switch.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VMSwitch,
        [Parameter(Position = 0)] [Alias('SwitchName')] [string[]] $VMSwitchName,
        [Alias('InterfaceAlias')] [string[]] $NetAdapterName,
        [string[]] $NetAdapterInterfaceDescription,
        [switch] $Passthru,
        [object[]] $CimSession,
        [Alias('PSComputerName')] [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Remove-VMSwitchTeamMember' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Rename-NetAdapter {
    <#
    .SYNOPSIS
        Gives a network adapter of the host another name.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 1)] [string] $NewName,
        [switch] $Force,
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Rename-NetAdapter' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Rename-NetLbfoTeam {
    <#
    .SYNOPSIS
        Gives a team of the host another name, and its interface with it. Interfaces for VLANs keep theirs.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [string] $NewName,
        [switch] $PassThru,
        [switch] $Force,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Rename-NetLbfoTeam' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Rename-NetSwitchTeam {
    <#
    .SYNOPSIS
        Renames the team of a switch. Both have one name, so it is Rename-VMSwitch.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [string] $NewName,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Rename-NetSwitchTeam' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Rename-VM {
    <#
    .SYNOPSIS
        Gives a virtual machine another name. It must be off; its id, its disks and its settings stay.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VM,
        [Parameter(Position = 0)] [Alias('VMName')] [string[]] $Name,
        [Parameter(Position = 1)] [string] $NewName,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Rename-VM' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Rename-VMGroup {
    <#
    .SYNOPSIS
        Gives a group of virtual machines another name.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $Name,
        [Parameter(Position = 0)] [guid] $Id,
        [Parameter(Position = 0)] [psobject[]] $VMGroup,
        [Parameter(Position = 1)] [string] $NewName,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Rename-VMGroup' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Rename-VMNetworkAdapter {
    <#
    .SYNOPSIS
        Gives virtual network adapters another name.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VMNetworkAdapter,
        [switch] $ManagementOS,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 1)] [Alias('VMNetworkAdapterName')] [string] $Name,
        [Parameter(Position = 2)] [string] $NewName,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Rename-VMNetworkAdapter' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Rename-VMSnapshot {
    <#
    .SYNOPSIS
        Gives a checkpoint another name.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('VMCheckpoint')] [psobject] $VMSnapshot,
        [Parameter(Position = 0)] [psobject] $VM,
        [Parameter(Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [string] $VMName,
        [Parameter(Position = 2)] [string] $NewName,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Rename-VMSnapshot' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Rename-VMSwitch {
    <#
    .SYNOPSIS
        Gives a virtual switch another name.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject] $VMSwitch,
        [Parameter(Position = 0)] [Alias('SwitchName')] [string] $Name,
        [Parameter(Position = 2)] [string] $NewName,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Rename-VMSwitch' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Repair-IovshState {
    <#
    .SYNOPSIS
        Decides what the desired state of the host is, after it was damaged or lost.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [ArgumentCompletions('Backup', 'File', 'Empty')] [string] $Source,
        [switch] $Force,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Repair-IovshState' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Reset-NetAdapterAdvancedProperty {
    <#
    .SYNOPSIS
        Puts settings of network adapters back to what they are without a setting.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Alias('DispN')] [string[]] $DisplayName,
        [switch] $Force,
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Reset-NetAdapterAdvancedProperty' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Reset-SimulatedHost {
    <#
    .SYNOPSIS
        Puts the simulated host back to how its fixture describes it.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('Cn')] [string[]] $ComputerName,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Reset-SimulatedHost' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Reset-VMResourceMetering {
    <#
    .SYNOPSIS
        Counts what virtual machines use from now on.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VM,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [Alias('Name')] [string] $ResourcePoolName,
        [Parameter(Position = 1)] [ArgumentCompletions('Memory', 'Processor', 'Ethernet', 'VHD', 'ISO', 'VFD', 'FibreChannelPort', 'FibreChannelConnection', 'PciExpress')] [string] $ResourcePoolType,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Reset-VMResourceMetering' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Resize-VHD {
    <#
    .SYNOPSIS
        Changes the size of the disk in an image, also of one that a running virtual machine has: the guest sees it at once. Partitions and file systems in it grow by the guest's own means.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('FullName')] [string[]] $Path,
        [Parameter(Position = 1)] [uint64] $SizeBytes,
        [switch] $ToMinimumSize,
        [switch] $AsJob,
        [switch] $Passthru,
        [switch] $AllowShrink,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Resize-VHD' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Resolve-DnsName {
    <#
    .SYNOPSIS
        Gets the addresses of a name, as every program of this machine finds them.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [ArgumentCompletions('UNKNOWN', 'A', 'NS', 'CNAME', 'PTR', 'MX', 'TXT', 'AAAA', 'SRV', 'ALL', 'A_AAAA')] [string] $Type,
        [Parameter(Position = 2)] [string[]] $Server,
        [switch] $DnsOnly,
        [switch] $NoHostsFile,
        [switch] $CacheOnly,
        [switch] $QuickTimeout,
        [switch] $TcpOnly,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Resolve-DnsName' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Restart-NetAdapter {
    <#
    .SYNOPSIS
        Takes a network adapter of the host down and brings it up again.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $Force,
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Restart-NetAdapter' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Restart-VM {
    <#
    .SYNOPSIS
        Restarts virtual machines at once, as their reset button would.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VM,
        [Parameter(Position = 0)] [Alias('VMName')] [string[]] $Name,
        [switch] $Force,
        [switch] $AsJob,
        [switch] $Passthru,
        [switch] $Wait,
        [ArgumentCompletions('Heartbeat', 'IPAddress')] [string] $For,
        [uint16] $Delay,
        [Alias('TimeoutSec')] [object] $Timeout,
        [ArgumentCompletions('Reset')] [string] $Type,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Restart-VM' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Restore-VMSnapshot {
    <#
    .SYNOPSIS
        Puts a virtual machine back to a checkpoint: its disks, its settings, and its memory where the checkpoint holds that. What it is now is gone.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('VMCheckpoint')] [psobject] $VMSnapshot,
        [Parameter(Position = 0)] [psobject] $VM,
        [Parameter(Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [string] $VMName,
        [switch] $AsJob,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Restore-VMSnapshot' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Resume-ClusterNode {
    <#
    .SYNOPSIS
        Lets a paused node run roles again.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $Name,
        [Parameter(Position = 1)] [ArgumentCompletions('NoFailback', 'Immediate', 'Policy')] [string] $Failback,
        [object] $InputObject,
        [string] $Cluster,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Resume-ClusterNode' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Resume-VM {
    <#
    .SYNOPSIS
        Lets paused virtual machines go on.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VM,
        [Parameter(Position = 0)] [Alias('VMName')] [string[]] $Name,
        [switch] $AsJob,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Resume-VM' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Save-VM {
    <#
    .SYNOPSIS
        Saves the memory of virtual machines and stops them.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VM,
        [Parameter(Position = 0)] [Alias('VMName')] [string[]] $Name,
        [switch] $AsJob,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Save-VM' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-ClusterOwnerNode {
    <#
    .SYNOPSIS
        Says which nodes a role prefers, or on which nodes a resource may run.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [string] $Resource,
        [string] $Group,
        [string[]] $Owners,
        [object] $InputObject,
        [string] $Cluster,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-ClusterOwnerNode' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-DnsClientServerAddress {
    <#
    .SYNOPSIS
        Sets the name servers of the host's interfaces.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [psobject[]] $InputObject,
        [Parameter(Position = 0)] [Alias('ifAlias')] [string[]] $InterfaceAlias,
        [Alias('ifIndex')] [uint32[]] $InterfaceIndex,
        [switch] $PassThru,
        [Alias('Reset')] [switch] $ResetServerAddresses,
        [Alias('Addresses')] [string[]] $ServerAddresses,
        [switch] $Validate,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-DnsClientServerAddress' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-NetAdapter {
    <#
    .SYNOPSIS
        Changes the address of a network adapter of the host.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Alias('LinkLayerAddress')] [string] $MacAddress,
        [switch] $NoRestart,
        [uint16] $VlanID,
        [switch] $Force,
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-NetAdapter' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-NetAdapterAdvancedProperty {
    <#
    .SYNOPSIS
        Changes settings of network adapters by their keywords.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $AllProperties,
        [Alias('DispN')] [string[]] $DisplayName,
        [string] $DisplayValue,
        [Alias('RegKey')] [string[]] $RegistryKeyword,
        [string[]] $RegistryValue,
        [switch] $Force,
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-NetAdapterAdvancedProperty' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-NetAdapterBinding {
    <#
    .SYNOPSIS
        Binds components to network adapters, or takes them off.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [bool] $Enabled,
        [switch] $AllBindings,
        [string[]] $ComponentID,
        [string[]] $DisplayName,
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-NetAdapterBinding' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-NetAdapterChecksumOffload {
    <#
    .SYNOPSIS
        Changes which checksums network adapters work out.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [ArgumentCompletions('Disabled', 'TxEnabled', 'RxEnabled', 'RxTxEnabled')] [string] $IpIPv4Enabled,
        [ArgumentCompletions('Disabled', 'TxEnabled', 'RxEnabled', 'RxTxEnabled')] [string] $TcpIPv4Enabled,
        [ArgumentCompletions('Disabled', 'TxEnabled', 'RxEnabled', 'RxTxEnabled')] [string] $TcpIPv6Enabled,
        [ArgumentCompletions('Disabled', 'TxEnabled', 'RxEnabled', 'RxTxEnabled')] [string] $UdpIPv4Enabled,
        [ArgumentCompletions('Disabled', 'TxEnabled', 'RxEnabled', 'RxTxEnabled')] [string] $UdpIPv6Enabled,
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-NetAdapterChecksumOffload' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-NetAdapterEncapsulatedPacketTaskOffload {
    <#
    .SYNOPSIS
        Changes whether network adapters segment inside of VXLAN and NVGRE packets.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [bool] $NvgreEncapsulatedPacketTaskOffloadEnabled,
        [bool] $VxlanEncapsulatedPacketTaskOffloadEnabled,
        [uint16] $VxlanUDPPortNumber,
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-NetAdapterEncapsulatedPacketTaskOffload' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-NetAdapterIPsecOffload {
    <#
    .SYNOPSIS
        Switches IPsec offload of network adapters on or off (`ethtool -K NAME esp-hw-offload on` or `off`).
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [bool] $Enabled,
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-NetAdapterIPsecOffload' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-NetAdapterLso {
    <#
    .SYNOPSIS
        Changes how network adapters segment TCP (`ethtool -K NAME tso on` or `off`).
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [bool] $IPv4Enabled,
        [bool] $IPv6Enabled,
        [bool] $V1IPv4Enabled,
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-NetAdapterLso' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-NetAdapterPowerManagement {
    <#
    .SYNOPSIS
        Changes what wakes the machine by way of network adapters, and what saves power.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [ArgumentCompletions('Unsupported', 'Disabled', 'Enabled')] [string] $ArpOffload,
        [ArgumentCompletions('Unsupported', 'Disabled', 'Enabled')] [string] $D0PacketCoalescing,
        [ArgumentCompletions('Unsupported', 'Disabled', 'Enabled')] [string] $DeviceSleepOnDisconnect,
        [ArgumentCompletions('Unsupported', 'Disabled', 'Enabled')] [string] $NSOffload,
        [ArgumentCompletions('Unsupported', 'Disabled', 'Enabled')] [string] $RsnRekeyOffload,
        [ArgumentCompletions('Unsupported', 'Disabled', 'Enabled')] [string] $SelectiveSuspend,
        [ArgumentCompletions('Enabled', 'Disabled')] [string] $WakeOnMagicPacket,
        [ArgumentCompletions('Enabled', 'Disabled')] [string] $WakeOnPattern,
        [ArgumentCompletions('Enabled', 'Disabled')] [string] $EnergyEfficientEthernet,
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-NetAdapterPowerManagement' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-NetAdapterQos {
    <#
    .SYNOPSIS
        Lets network adapters keep the host's rules of quality of service, or frees them from these.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [bool] $Enabled,
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-NetAdapterQos' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-NetAdapterRdma {
    <#
    .SYNOPSIS
        Makes sure that network adapters have an RDMA device, or that they have none.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [bool] $Enabled,
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-NetAdapterRdma' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-NetAdapterRsc {
    <#
    .SYNOPSIS
        Switches coalescing of what network adapters receive on or off. IPv4 and IPv6 have one switch: values that differ are refused.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [bool] $IPv4Enabled,
        [bool] $IPv6Enabled,
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-NetAdapterRsc' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-NetAdapterRss {
    <#
    .SYNOPSIS
        Changes how many queues network adapters receive on (`ethtool -L`), and how what they receive is spread over them (`ethtool -X`).
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Alias('BaseG')] [uint16] $BaseProcessorGroup,
        [Alias('BaseN')] [byte] $BaseProcessorNumber,
        [bool] $Enabled,
        [Alias('MaxG')] [uint16] $MaxProcessorGroup,
        [Alias('MaxN')] [byte] $MaxProcessorNumber,
        [uint32[]] $IndirectionTable,
        [Alias('Max')] [uint32] $MaxProcessors,
        [uint16] $NumaNode,
        [uint32] $NumberOfReceiveQueues,
        [ArgumentCompletions('Closest', 'ClosestStatic', 'NUMA', 'NUMAStatic', 'Conservative')] [string] $Profile,
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-NetAdapterRss' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-NetAdapterSriov {
    <#
    .SYNOPSIS
        Sets how many virtual functions a network adapter has, and whether SR-IOV is used on it.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [bool] $Enabled,
        [Alias('Vf')] [uint32] $NumVFs,
        [ArgumentCompletions('None', 'Networkd', 'NetworkManager', 'Netplan')] [string] $Persist,
        [switch] $Reset,
        [switch] $Force,
        [switch] $AsJob,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-NetAdapterSriov' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-NetAdapterUso {
    <#
    .SYNOPSIS
        Switches segmentation of UDP by network adapters on or off. IPv4 and IPv6 have one switch: values that differ are refused.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [bool] $IPv4Enabled,
        [bool] $IPv6Enabled,
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-NetAdapterUso' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-NetAdapterVmq {
    <#
    .SYNOPSIS
        Answers that there are no queues for virtual machines on Linux.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Alias('BaseG')] [uint16] $BaseProcessorGroup,
        [Alias('BaseN')] [byte] $BaseProcessorNumber,
        [bool] $Enabled,
        [Alias('MaxN')] [byte] $MaxProcessorNumber,
        [Alias('Max')] [uint32] $MaxProcessors,
        [Alias('NumaN')] [uint16] $NumaNode,
        [switch] $AsJob,
        [switch] $Force,
        [switch] $IncludeHidden,
        [psobject[]] $InputObject,
        [Alias('ifDesc', 'InstanceID')] [string[]] $InterfaceDescription,
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [switch] $NoRestart,
        [switch] $PassThru,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-NetAdapterVmq' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-NetIPAddress {
    <#
    .SYNOPSIS
        Changes IP addresses of the host: their prefixes and lifetimes.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $Force,
        [timespan] $PreferredLifetime,
        [byte] $PrefixLength,
        [bool] $SkipAsSource,
        [timespan] $ValidLifetime,
        [psobject[]] $InputObject,
        [Parameter(Position = 0)] [Alias('LocalAddress')] [string[]] $IPAddress,
        [switch] $PassThru,
        [ArgumentCompletions('IPv4', 'IPv6')] [string[]] $AddressFamily,
        [switch] $IncludeAllCompartments,
        [Alias('ifAlias')] [string[]] $InterfaceAlias,
        [Alias('ifIndex')] [uint32[]] $InterfaceIndex,
        [string] $PolicyStore,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-NetIPAddress' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-NetIPInterface {
    <#
    .SYNOPSIS
        Changes an IP interface of the host: its MTU.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [ArgumentCompletions('Disabled', 'Enabled')] [string] $Dhcp,
        [switch] $Force,
        [string] $Forwarding,
        [psobject[]] $InputObject,
        [uint32] $InterfaceMetric,
        [string] $AutomaticMetric,
        [Alias('NlMtu')] [uint32] $NlMtuBytes,
        [switch] $PassThru,
        [ArgumentCompletions('IPv4', 'IPv6')] [string[]] $AddressFamily,
        [switch] $IncludeAllCompartments,
        [Alias('ifAlias')] [string[]] $InterfaceAlias,
        [Alias('ifIndex')] [uint32[]] $InterfaceIndex,
        [string] $PolicyStore,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-NetIPInterface' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-NetLbfoTeam {
    <#
    .SYNOPSIS
        Changes how a team of the host shares its work.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $Name,
        [psobject] $MemberOfTheTeam,
        [psobject] $TeamNicForTheTeam,
        [psobject[]] $InputObject,
        [Alias('tm')] [ArgumentCompletions('Static', 'SwitchIndependent', 'Lacp')] [string] $TeamingMode,
        [Alias('lba')] [ArgumentCompletions('TransportPorts', 'IPAddresses', 'MacAddresses', 'HyperVPort', 'Dynamic')] [string] $LoadBalancingAlgorithm,
        [Alias('lt')] [ArgumentCompletions('Slow', 'Fast')] [string] $LacpTimer,
        [string[]] $ArpTarget,
        [ArgumentCompletions('None', 'Networkd', 'NetworkManager', 'Netplan')] [string] $Persist,
        [switch] $PassThru,
        [switch] $Force,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-NetLbfoTeam' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-NetLbfoTeamMember {
    <#
    .SYNOPSIS
        Says of members of a team of the host whether they carry traffic or wait in reserve.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [Parameter(Position = 1)] [string[]] $Team,
        [psobject] $TeamOfTheMember,
        [psobject[]] $InputObject,
        [Alias('am')] [ArgumentCompletions('Active', 'Standby')] [string] $AdministrativeMode,
        [switch] $PassThru,
        [switch] $Force,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-NetLbfoTeamMember' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-NetLbfoTeamNic {
    <#
    .SYNOPSIS
        Changes the VLAN of an interface of a team of the host.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('ifAlias', 'InterfaceAlias')] [string[]] $Name,
        [Parameter(Position = 1)] [string[]] $Team,
        [psobject] $TeamOfTheTeamNic,
        [psobject[]] $InputObject,
        [uint32] $VlanID,
        [switch] $Default,
        [switch] $PassThru,
        [switch] $Force,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-NetLbfoTeamNic' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-NetQosDcbxSetting {
    <#
    .SYNOPSIS
        Lets the other end of the wire say how the bandwidth is shared (DCBX), or not.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [bool] $Willing,
        [switch] $PassThru,
        [Alias('ifAlias')] [string] $InterfaceAlias,
        [Alias('ifIndex')] [uint32] $InterfaceIndex,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-NetQosDcbxSetting' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-NetQosFlowControl {
    <#
    .SYNOPSIS
        Makes priorities lossless on the wire, or lets their frames be dropped.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [bool] $Enabled,
        [Parameter(Position = 0)] [byte[]] $Priority,
        [psobject[]] $InputObject,
        [Alias('ifAlias')] [string] $InterfaceAlias,
        [Alias('ifIndex')] [uint32] $InterfaceIndex,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-NetQosFlowControl' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-NetQosPolicy {
    <#
    .SYNOPSIS
        Changes policies of quality of service: their frames, or the priority of these.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $Name,
        [psobject[]] $InputObject,
        [Alias('PriorityValue')] [byte] $PriorityValue8021Action,
        [switch] $PassThru,
        [string] $AppPathNameMatchCondition,
        [object] $DSCPAction,
        [byte] $MinBandwidthWeightAction,
        [uint64] $ThrottleRateActionBitsPerSecond,
        [string] $NetworkProfile,
        [uint32] $Precedence,
        [string] $PolicyStore,
        [switch] $Cluster,
        [switch] $Default,
        [switch] $FCOE,
        [switch] $iSCSI,
        [Alias('IPProtocol')] [ArgumentCompletions('None', 'TCP', 'UDP', 'Both')] [string] $IPProtocolMatchCondition,
        [Alias('IPPort')] [uint16] $IPPortMatchCondition,
        [Alias('IPDstPortMatchCondition', 'IPDstPort')] [uint16] $IPDstPortStartMatchCondition,
        [switch] $LiveMigration,
        [Alias('NetDirectPort')] [uint16] $NetDirectPortMatchCondition,
        [switch] $NFS,
        [switch] $SMB,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-NetQosPolicy' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-NetQosTrafficClass {
    <#
    .SYNOPSIS
        Changes traffic classes. That of [Default] follows from the others, and cannot be set.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $Name,
        [psobject[]] $InputObject,
        [Alias('PriorityList')] [byte[]] $Priority,
        [ArgumentCompletions('Strict', 'ETS')] [string] $Algorithm,
        [Alias('Bandwidth')] [byte] $BandwidthPercentage,
        [switch] $PassThru,
        [Alias('ifAlias')] [string] $InterfaceAlias,
        [Alias('ifIndex')] [uint32] $InterfaceIndex,
        [switch] $AsJob,
        [int] $ThrottleLimit,
        [Alias('Session')] [object[]] $CimSession,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-NetQosTrafficClass' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-VHD {
    <#
    .SYNOPSIS
        Says anew what a differencing disk image builds on. What is in it stays as it is.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('FullName')] [string] $Path,
        [Parameter(Position = 1)] [string] $ParentPath,
        [string] $LeafPath,
        [uint32] $PhysicalSectorSizeBytes,
        [switch] $ResetDiskIdentifier,
        [switch] $Force,
        [switch] $IgnoreIdMismatch,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-VHD' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-VM {
    <#
    .SYNOPSIS
        Changes settings of virtual machines: processors, memory, name, notes, checkpoints, what happens when the host comes and goes.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VM,
        [Parameter(Position = 0)] [Alias('VMName')] [string[]] $Name,
        [bool] $GuestControlledCacheTypes,
        [uint32] $LowMemoryMappedIoSpace,
        [uint64] $HighMemoryMappedIoSpace,
        [bool] $BatteryPassthroughEnabled,
        [object] $ProcessorCount,
        [switch] $DynamicMemory,
        [switch] $StaticMemory,
        [object] $MemoryMinimumBytes,
        [object] $MemoryMaximumBytes,
        [object] $MemoryStartupBytes,
        [ArgumentCompletions('Nothing', 'StartIfRunning', 'Start')] [object] $AutomaticStartAction,
        [ArgumentCompletions('TurnOff', 'Save', 'ShutDown')] [object] $AutomaticStopAction,
        [object] $AutomaticStartDelay,
        [ArgumentCompletions('None', 'Pause')] [object] $AutomaticCriticalErrorAction,
        [object] $AutomaticCriticalErrorActionTimeout,
        [object] $AutomaticCheckpointsEnabled,
        [ArgumentCompletions('On', 'Off')] [object] $LockOnDisconnect,
        [string] $Notes,
        [string] $NewVMName,
        [string] $SnapshotFileLocation,
        [string] $SmartPagingFilePath,
        [ArgumentCompletions('Disabled', 'Production', 'ProductionOnly', 'Standard')] [object] $CheckpointType,
        [ArgumentCompletions('VMBus', 'HvSocket')] [object] $EnhancedSessionTransportType,
        [bool] $RanAtShutdown,
        [switch] $Passthru,
        [switch] $AllowUnverifiedPaths,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-VM' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-VMBios {
    <#
    .SYNOPSIS
        Changes what virtual machines of generation 1 boot from. They must be off.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VMBios,
        [switch] $DisableNumLock,
        [switch] $EnableNumLock,
        [ArgumentCompletions('Floppy', 'CD', 'IDE', 'LegacyNetworkAdapter', 'NetworkAdapter', 'VHD')] [string[]] $StartupOrder,
        [switch] $Passthru,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-VMBios' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-VMComPort {
    <#
    .SYNOPSIS
        Changes what is behind a serial port of virtual machines. They must be off.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VMComPort,
        [Parameter(Position = 1)] [int] $Number,
        [Parameter(Position = 2)] [string] $Path,
        [ArgumentCompletions('On', 'Off')] [string] $DebuggerMode,
        [switch] $Passthru,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-VMComPort' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-VMDvdDrive {
    <#
    .SYNOPSIS
        Puts a disc into a DVD drive, or takes it out (-Path $null), while the machine runs too; or moves the drive of one that is off.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VMDvdDrive,
        [Parameter(Position = 0)] [string] $VMName,
        [Parameter(Position = 1)] [object] $ControllerNumber,
        [Parameter(Position = 2)] [object] $ControllerLocation,
        [object] $ToControllerNumber,
        [object] $ToControllerLocation,
        [Parameter(Position = 3)] [string] $Path,
        [string] $ResourcePoolName,
        [switch] $AllowUnverifiedPaths,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-VMDvdDrive' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-VMFirmware {
    <#
    .SYNOPSIS
        Changes the firmware of virtual machines of generation 2, and what they boot from. They must be off.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VMFirmware,
        [psobject[]] $BootOrder,
        [psobject] $FirstBootDevice,
        [ArgumentCompletions('On', 'Off')] [object] $EnableSecureBoot,
        [string] $SecureBootTemplate,
        [object] $SecureBootTemplateId,
        [ArgumentCompletions('IPv4', 'IPv6')] [object] $PreferredNetworkBootProtocol,
        [ArgumentCompletions('Default', 'COM1', 'COM2', 'None')] [object] $ConsoleMode,
        [ArgumentCompletions('On', 'Off')] [object] $PauseAfterBootFailure,
        [bool] $Uefi,
        [switch] $Passthru,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-VMFirmware' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-VMHardDiskDrive {
    <#
    .SYNOPSIS
        Changes hard disks of virtual machines: their limits, their images, their places.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VMHardDiskDrive,
        [Parameter(Position = 0)] [string] $VMName,
        [Parameter(Position = 1)] [ArgumentCompletions('IDE', 'SCSI', 'PMEM')] [string] $ControllerType,
        [Parameter(Position = 2)] [object] $ControllerNumber,
        [Parameter(Position = 3)] [object] $ControllerLocation,
        [Parameter(Position = 4)] [string] $Path,
        [ArgumentCompletions('IDE', 'SCSI', 'PMEM')] [object] $ToControllerType,
        [object] $ToControllerNumber,
        [object] $ToControllerLocation,
        [Alias('Number')] [uint32] $DiskNumber,
        [string] $ResourcePoolName,
        [Alias('ShareVirtualDisk')] [object] $SupportPersistentReservations,
        [switch] $AllowUnverifiedPaths,
        [object] $MaximumIOPS,
        [object] $MinimumIOPS,
        [string] $QoSPolicyID,
        [object] $QoSPolicy,
        [switch] $Passthru,
        [ArgumentCompletions('Default', 'WriteCacheEnabled', 'WriteCacheAndFUAEnabled', 'WriteCacheDisabled')] [object] $OverrideCacheAttributes,
        [object[]] $CimSession,
        [Alias('PSComputerName')] [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-VMHardDiskDrive' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-VMHost {
    <#
    .SYNOPSIS
        Changes settings of the virtualization host.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [uint32] $MaximumStorageMigrations,
        [uint32] $MaximumVirtualMachineMigrations,
        [ArgumentCompletions('CredSSP', 'Kerberos')] [string] $VirtualMachineMigrationAuthenticationType,
        [bool] $UseAnyNetworkForMigration,
        [ArgumentCompletions('TCPIP', 'Compression', 'SMB')] [string] $VirtualMachineMigrationPerformanceOption,
        [object] $ResourceMeteringSaveInterval,
        [string] $VirtualHardDiskPath,
        [string] $VirtualMachinePath,
        [string] $MacAddressMaximum,
        [string] $MacAddressMinimum,
        [string] $FibreChannelWwnn,
        [string] $FibreChannelWwpnMaximum,
        [string] $FibreChannelWwpnMinimum,
        [object] $NumaSpanningEnabled,
        [object] $EnableEnhancedSessionMode,
        [bool] $IovPreemptionEnabled,
        [switch] $Passthru,
        [Parameter(Position = 0)] [object[]] $CimSession,
        [Parameter(Position = 0)] [string[]] $ComputerName,
        [Parameter(Position = 1)] [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-VMHost' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-VMKeyProtector {
    <#
    .SYNOPSIS
        Accepts what scripts say before they give virtual machines a TPM. Nothing is changed by it.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $Passthru,
        [byte[]] $KeyProtector,
        [switch] $NewLocalKeyProtector,
        [switch] $RestoreLastKnownGoodKeyProtector,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-VMKeyProtector' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-VMMemory {
    <#
    .SYNOPSIS
        Changes how much memory virtual machines have.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VMMemory,
        [object] $Buffer,
        [bool] $DynamicMemoryEnabled,
        [object] $MaximumBytes,
        [object] $StartupBytes,
        [object] $MinimumBytes,
        [object] $Priority,
        [object] $MaximumAmountPerNumaNodeBytes,
        [string] $ResourcePoolName,
        [switch] $Passthru,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-VMMemory' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-VMMigrationNetwork {
    <#
    .SYNOPSIS
        Changes a network over which virtual machines come to a host.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string] $Subnet,
        [Parameter(Position = 1)] [string] $NewSubnet,
        [uint32] $NewPriority,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-VMMigrationNetwork' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-VMNetworkAdapter {
    <#
    .SYNOPSIS
        Changes the settings of virtual network adapters.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $ManagementOS,
        [Parameter(Position = 0)] [string] $VMName,
        [Parameter(Position = 0)] [psobject] $VMNetworkAdapter,
        [Parameter(Position = 0)] [psobject] $VM,
        [Alias('VMNetworkAdapterName')] [string] $Name,
        [switch] $DynamicMacAddress,
        [uint32] $MediaType,
        [object] $NumaAwarePlacement,
        [object] $InterruptModeration,
        [string] $StaticMacAddress,
        [ArgumentCompletions('On', 'Off')] [object] $MacAddressSpoofing,
        [ArgumentCompletions('On', 'Off')] [object] $DhcpGuard,
        [ArgumentCompletions('On', 'Off')] [object] $RouterGuard,
        [ArgumentCompletions('None', 'Destination', 'Source')] [object] $PortMirroring,
        [ArgumentCompletions('On', 'Off')] [object] $IeeePriorityTag,
        [object] $VmqWeight,
        [object] $IovWeight,
        [object] $IovQueuePairsRequested,
        [ArgumentCompletions('Default', 'Adaptive', 'Off', 'Low', 'Medium', 'High')] [object] $IovInterruptModeration,
        [object] $IPsecOffloadMaximumSecurityAssociation,
        [object] $MaximumBandwidth,
        [object] $MinimumBandwidthAbsolute,
        [object] $MinimumBandwidthWeight,
        [string[]] $MandatoryFeatureId,
        [string] $ResourcePoolName,
        [string] $TestReplicaPoolName,
        [string] $TestReplicaSwitchName,
        [object] $VirtualSubnetId,
        [ArgumentCompletions('On', 'Off')] [object] $AllowTeaming,
        [object] $NotMonitoredInCluster,
        [object] $StormLimit,
        [object] $DynamicIPAddressLimit,
        [ArgumentCompletions('On', 'Off')] [object] $DeviceNaming,
        [ArgumentCompletions('On', 'Off')] [object] $FixSpeed10G,
        [object] $PacketDirectNumProcs,
        [object] $PacketDirectModerationCount,
        [object] $PacketDirectModerationInterval,
        [object] $VrssEnabled,
        [object] $VmmqEnabled,
        [Alias('VmmqQueuePairs')] [object] $VrssMaxQueuePairs,
        [object] $VrssMinQueuePairs,
        [ArgumentCompletions('Dynamic', 'StaticVmq', 'StaticVrss')] [object] $VrssQueueSchedulingMode,
        [object] $VrssExcludePrimaryProcessor,
        [object] $VrssIndependentHostSpreading,
        [ArgumentCompletions('None', 'Weak', 'Strong', 'Strict')] [object] $VrssVmbusChannelAffinityPolicy,
        [object] $Mtu,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-VMNetworkAdapter' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-VMNetworkAdapterIsolation {
    <#
    .SYNOPSIS
        Isolates virtual network adapters by a VLAN.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [ArgumentCompletions('None', 'NativeVirtualSubnet', 'ExternalVirtualSubnet', 'Vlan')] [object] $IsolationMode,
        [object] $AllowUntaggedTraffic,
        [object] $DefaultIsolationID,
        [ArgumentCompletions('On', 'Off')] [object] $MultiTenantStack,
        [switch] $Passthru,
        [Parameter(Position = 0)] [psobject[]] $VMNetworkAdapter,
        [switch] $ManagementOS,
        [string] $VMNetworkAdapterName,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-VMNetworkAdapterIsolation' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-VMNetworkAdapterTeamMapping {
    <#
    .SYNOPSIS
        Keeps a virtual network adapter to one member of the team under its switch.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [string] $VMNetworkAdapterName,
        [string] $PhysicalNetAdapterName,
        [ArgumentCompletions('None', 'RDMA')] [string] $DisableOnFailover,
        [string] $SwitchName,
        [switch] $ManagementOS,
        [Parameter(Position = 0)] [string] $VMName,
        [Parameter(Position = 0)] [psobject] $VMNetworkAdapter,
        [Parameter(Position = 0)] [psobject] $VM,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-VMNetworkAdapterTeamMapping' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-VMNetworkAdapterVlan {
    <#
    .SYNOPSIS
        Sets the VLANs of virtual network adapters.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Alias('u')] [switch] $Untagged,
        [Alias('a')] [switch] $Access,
        [Alias('AccessVlanId')] [object] $VlanId,
        [Alias('t')] [switch] $Trunk,
        [object] $NativeVlanId,
        [string] $AllowedVlanIdList,
        [Alias('i')] [switch] $Isolated,
        [Alias('c')] [switch] $Community,
        [Alias('p')] [switch] $Promiscuous,
        [object] $PrimaryVlanId,
        [object] $SecondaryVlanId,
        [string] $SecondaryVlanIdList,
        [switch] $Passthru,
        [Parameter(Position = 0)] [psobject[]] $VMNetworkAdapter,
        [switch] $ManagementOS,
        [string] $VMNetworkAdapterName,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-VMNetworkAdapterVlan' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-VMProcessor {
    <#
    .SYNOPSIS
        Changes the processors of virtual machines.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VMProcessor,
        [object] $Count,
        [object] $CompatibilityForMigrationEnabled,
        [object] $CompatibilityForOlderOperatingSystemsEnabled,
        [object] $HwThreadCountPerCore,
        [object] $Maximum,
        [object] $Reserve,
        [object] $RelativeWeight,
        [object] $MaximumCountPerNumaNode,
        [object] $MaximumCountPerNumaSocket,
        [string] $ResourcePoolName,
        [object] $EnableHostResourceProtection,
        [object] $ExposeVirtualizationExtensions,
        [string[]] $Perfmon,
        [object] $EnableLegacyApicMode,
        [object] $AllowACountMCount,
        [uint32] $MaximumCount,
        [switch] $Passthru,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-VMProcessor' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-VMSecurity {
    <#
    .SYNOPSIS
        Changes what protects virtual machines. What Hyper-V has here has no counterpart; Enable-VMTPM gives a machine a TPM.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [bool] $EncryptStateAndVmMigrationTraffic,
        [bool] $VirtualizationBasedSecurityOptOut,
        [switch] $Passthru,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-VMSecurity' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-VMSwitch {
    <#
    .SYNOPSIS
        Changes a virtual switch.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VMSwitch,
        [Parameter(Position = 0)] [Alias('SwitchName')] [string[]] $Name,
        [Parameter(Position = 1)] [Alias('InterfaceAlias')] [string] $NetAdapterName,
        [Parameter(Position = 1)] [string] $NetAdapterInterfaceDescription,
        [ArgumentCompletions('Private', 'Internal', 'External')] [object] $SwitchType,
        [object] $AllowManagementOS,
        [object] $DefaultFlowMinimumBandwidthAbsolute,
        [object] $DefaultFlowMinimumBandwidthWeight,
        [object] $DefaultQueueVrssEnabled,
        [object] $DefaultQueueVmmqEnabled,
        [Alias('DefaultQueueVmmqQueuePairs')] [object] $DefaultQueueVrssMaxQueuePairs,
        [object] $DefaultQueueVrssMinQueuePairs,
        [ArgumentCompletions('Dynamic', 'StaticVmq', 'StaticVrss')] [object] $DefaultQueueVrssQueueSchedulingMode,
        [object] $DefaultQueueVrssExcludePrimaryProcessor,
        [object] $EnableSoftwareRsc,
        [object[]] $Extensions,
        [string] $Notes,
        [object] $Mtu,
        [switch] $Force,
        [switch] $Passthru,
        [object[]] $CimSession,
        [Alias('PSComputerName')] [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-VMSwitch' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-VMSwitchTeam {
    <#
    .SYNOPSIS
        Changes the team of a virtual switch.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VMSwitch,
        [Parameter(Position = 0)] [Alias('SwitchName')] [string[]] $Name,
        [Alias('InterfaceAlias')] [string[]] $NetAdapterName,
        [string[]] $NetAdapterInterfaceDescription,
        [ArgumentCompletions('SwitchIndependent')] [object] $TeamingMode,
        [ArgumentCompletions('HyperVPort', 'Dynamic')] [object] $LoadBalancingAlgorithm,
        [string[]] $ArpTarget,
        [switch] $Passthru,
        [switch] $Force,
        [object[]] $CimSession,
        [Alias('PSComputerName')] [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-VMSwitchTeam' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Set-VMVideo {
    <#
    .SYNOPSIS
        Changes the displays of virtual machines. They must be off.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VMVideo,
        [Parameter(Position = 1)] [ArgumentCompletions('Maximum', 'Single', 'Default')] [object] $ResolutionType,
        [Parameter(Position = 2)] [object] $HorizontalResolution,
        [Parameter(Position = 3)] [object] $VerticalResolution,
        [switch] $Passthru,
        [Parameter(Position = 0)] [string[]] $VMName,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Set-VMVideo' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Show-VMHost {
    <#
    .SYNOPSIS
        Shows the full-screen manager of the host, and comes back to the prompt when it is left.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('Cn')] [string[]] $ComputerName,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Show-VMHost' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Show-VMNetworkTopology {
    <#
    .SYNOPSIS
        Draws what hangs on what: network adapters, teams, switches, virtual functions and paravirtual ports, virtual machines.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $VMName,
        [string[]] $SwitchName,
        [psobject[]] $VM,
        [psobject[]] $VMSwitch,
        [ArgumentCompletions('Text', 'Svg', 'Dot', 'Mermaid', 'Json')] [string] $As,
        [switch] $Color,
        [switch] $Full,
        [switch] $Watch,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Show-VMNetworkTopology' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Start-ClusterGroup {
    <#
    .SYNOPSIS
        Starts a role of a cluster, on the node that suits it best. What failed of it before is forgiven.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string] $Name,
        [switch] $IgnoreLocked,
        [switch] $ChooseBestNode,
        [int] $Wait,
        [object] $InputObject,
        [string] $Cluster,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Start-ClusterGroup' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Start-VM {
    <#
    .SYNOPSIS
        Starts virtual machines, and lets paused and saved ones go on.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [switch] $Force,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [Parameter(Position = 0)] [Alias('VMName')] [string[]] $Name,
        [switch] $AsJob,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Start-VM' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Stop-ClusterGroup {
    <#
    .SYNOPSIS
        Stops a role of a cluster. A guest is asked to shut down, and turned off when it takes too long.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string] $Name,
        [switch] $IgnoreLocked,
        [int] $Wait,
        [object] $InputObject,
        [string] $Cluster,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Stop-ClusterGroup' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Stop-VM {
    <#
    .SYNOPSIS
        Stops virtual machines.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VM,
        [Parameter(Position = 0)] [Alias('VMName')] [string[]] $Name,
        [switch] $Save,
        [switch] $TurnOff,
        [switch] $Force,
        [switch] $AsJob,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Stop-VM' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Suspend-ClusterNode {
    <#
    .SYNOPSIS
        Pauses a node of a cluster, for maintenance.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $Name,
        [switch] $Drain,
        [switch] $ForceDrain,
        [switch] $Wait,
        [Parameter(Position = 1)] [string] $TargetNode,
        [object] $InputObject,
        [string] $Cluster,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Suspend-ClusterNode' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Suspend-VM {
    <#
    .SYNOPSIS
        Pauses virtual machines.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VM,
        [Parameter(Position = 0)] [Alias('VMName')] [string[]] $Name,
        [switch] $AsJob,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Suspend-VM' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Test-Cluster {
    <#
    .SYNOPSIS
        Says what would keep a virtual machine from moving to, or starting on, another node of a cluster.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string[]] $Node,
        [object[]] $Disk,
        [object[]] $Pool,
        [string] $ReportName,
        [switch] $List,
        [string[]] $Include,
        [string[]] $Ignore,
        [switch] $Force,
        [object] $InputObject,
        [string] $Cluster,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Test-Cluster' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Test-NetConnection {
    <#
    .SYNOPSIS
        Tells whether a host answers: to a ping, or at a TCP port.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 1)] [ArgumentCompletions('HTTP', 'RDP', 'SMB', 'WINRM')] [string] $CommonTCPPort,
        [Parameter(Position = 0)] [Alias('RemoteAddress', 'cn')] [string] $ComputerName,
        [uint32] $ConstrainInterface,
        [string] $ConstrainSourceAddress,
        [switch] $DiagnoseRouting,
        [int] $Hops,
        [ArgumentCompletions('Quiet', 'Detailed')] [string] $InformationLevel,
        [Alias('RemotePort')] [uint16] $Port,
        [switch] $TraceRoute,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Test-NetConnection' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Test-VHD {
    <#
    .SYNOPSIS
        Tests whether disk images can be used: each is there, its header can be read, and so can all that it builds on. What is in the disk is not looked at: qemu-img check does that.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('FullName')] [string[]] $Path,
        [Alias('ShareVirtualDisk')] [switch] $SupportPersistentReservations,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Test-VHD' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Test-VMHostIov {
    <#
    .SYNOPSIS
        Walks from the platform to the guests and says what keeps SR-IOV from working, the first obstacle first.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [psobject[]] $VM,
        [psobject[]] $VMSwitch,
        [psobject[]] $InputObject,
        [Parameter(Position = 0)] [string[]] $VMName,
        [string[]] $SwitchName,
        [string[]] $NetAdapterName,
        [switch] $Fix,
        [switch] $ExitCode,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Test-VMHostIov' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Test-VMPlacement {
    <#
    .SYNOPSIS
        Says where the virtual machines of a fleet would run, and what becomes of them when hosts fail.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [uint32] $HostCount,
        [Parameter(Position = 1)] [uint32] $VMCount,
        [uint32] $VFsPerHost,
        [long] $MemoryPerHost,
        [uint32] $ProcessorsPerHost,
        [long] $VMMemory,
        [uint32] $VMProcessorCount,
        [uint32] $WishPercent,
        [uint32[]] $FailedHosts,
        [int] $Seed,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Test-VMPlacement' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Update-ClusterVirtualMachineConfiguration {
    <#
    .SYNOPSIS
        Tells the cluster what a virtual machine is now: after a change of its settings, or of how many VFs it wishes for.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string] $Name,
        [guid] $VMId,
        [object] $InputObject,
        [string] $Cluster,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Update-ClusterVirtualMachineConfiguration' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Update-VMVersion {
    <#
    .SYNOPSIS
        Gives virtual machines the newest machine type of their family that the host's QEMU has.
    #>
    [CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [Alias('VMName')] [string[]] $Name,
        [Parameter(Position = 0)] [psobject[]] $VM,
        [switch] $Force,
        [switch] $AsJob,
        [switch] $Passthru,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Update-VMVersion' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function Wait-VM {
    <#
    .SYNOPSIS
        Waits for the guests of virtual machines: for their heartbeat, an address, or a restart.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [psobject[]] $VM,
        [Parameter(Position = 0)] [Alias('VMName')] [string[]] $Name,
        [switch] $AsJob,
        [switch] $Passthru,
        [ArgumentCompletions('Heartbeat', 'IPAddress', 'Reboot', 'MemoryOperations')] [string] $For,
        [uint16] $Delay,
        [Alias('TimeoutSec')] [int] $Timeout,
        [object[]] $CimSession,
        [string[]] $ComputerName,
        [object[]] $Credential,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'Wait-VM' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}

function vmconnect {
    <#
    .SYNOPSIS
        Opens the serial console of a running virtual machine in this terminal. Ctrl+] leaves it.
    #>
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [string] $VMName,
        [switch] $Address,
        [Parameter(ValueFromPipeline)] [psobject] $IovshInput
    )
    begin { $objects = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $IovshInput) { $objects.Add($IovshInput) } }
    end { Invoke-Iovsh 'vmconnect' $PSBoundParameters $objects $MyInvocation.ExpectingInput }
}
