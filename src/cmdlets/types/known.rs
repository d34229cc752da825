//! The types of this folder that the language knows: `[Microsoft.HyperV.PowerShell.VMState]::Running`, parameters of scripts that
//! are declared as `[Microsoft.HyperV.PowerShell.VirtualMachine]`, and completion of their properties.

use super::*;
use iovsh_shell::argument::PsEnum;
use iovsh_shell::cmdlet::Emit;
use iovsh_shell::types::{EmittedType, TypeList, register_types};
use iovsh_shell::value::EnumType;

const ENUMERATIONS: &[&EnumType] = &[
    VmState::TYPE,
    VmOperationalStatus::TYPE,
    VmSwitchType::TYPE,
    VmSwitchBandwidthMode::TYPE,
    VmSwitchTeamingMode::TYPE,
    VmSwitchLoadBalancingAlgorithm::TYPE,
    OnOffState::TYPE,
    GuestPath::TYPE,
    IpAddressSource::TYPE,
    IovInterruptModerationValue::TYPE,
    PortMirroringMode::TYPE,
    AdapterOperationalStatus::TYPE,
    IsolationMode::TYPE,
    StartAction::TYPE,
    StopAction::TYPE,
    CriticalErrorAction::TYPE,
    CheckpointType::TYPE,
    SnapshotType::TYPE,
    BootDevice::TYPE,
    VrssQueueSchedulingMode::TYPE,
    VrssChannelAffinityPolicy::TYPE,
    VirtualMachineType::TYPE,
    VirtualMachineSubType::TYPE,
    VmHeartbeatStatus::TYPE,
    ReplicationHealth::TYPE,
    ReplicationMode::TYPE,
    ReplicationState::TYPE,
    EnhancedSessionTransport::TYPE,
    MigrationAuthentication::TYPE,
    MigrationPerformance::TYPE,
    OperationType::TYPE,
    VlanMode::TYPE,
    AclAction::TYPE,
    DisableOnFailoverFeature::TYPE,
    AclDirection::TYPE,
    AclType::TYPE,
    ExtendedAclAction::TYPE,
    ExtendedAclDirection::TYPE,
    RestartType::TYPE,
    WaitVmTypes::TYPE,
    ControllerType::TYPE,
    DvdMediaType::TYPE,
    CacheAttributes::TYPE,
    VhdFormat::TYPE,
    VhdType::TYPE,
    VhdCompactMode::TYPE,
    ImageFormat::TYPE,
    SriovSupportValue::TYPE,
    ConsoleMode::TYPE,
    IpProtocolPreference::TYPE,
    ResolutionType::TYPE,
    ServiceStatus::TYPE,
    WaitFor::TYPE,
    GroupType::TYPE,
    ResourcePoolType::TYPE,
    CopyFileSource::TYPE,
    CaptureLiveState::TYPE,
    ClusterNodeState::TYPE,
    ClusterNetworkState::TYPE,
    ClusterNetworkRole::TYPE,
    ClusterNetworkInterfaceState::TYPE,
    ClusterNodeDrainStatus::TYPE,
    ClusterGroupState::TYPE,
    ClusterResourceState::TYPE,
    ResumeClusterNodeFailbackType::TYPE,
    VmMigrationType::TYPE,
];

const fn known<T: Emit>() -> EmittedType {
    EmittedType {
        names: T::TYPE_NAMES,
        properties: T::PROPERTIES,
    }
}

/// All types of objects of this folder.
const OBJECTS: &[EmittedType] = &[
    known::<VirtualMachine>(),
    known::<VmSnapshot>(),
    known::<VmNetworkAdapter>(),
    known::<VmInternalNetworkAdapter>(),
    known::<VmNetworkAdapterVlanSetting>(),
    known::<VmNetworkAdapterAclSetting>(),
    known::<VmNetworkAdapterExtendedAclSetting>(),
    known::<VmNetworkAdapterIsolationSetting>(),
    known::<VmNetworkAdapterTeamMappingSetting>(),
    known::<VmHostAssignableDevice>(),
    known::<VmAssignedDevice>(),
    known::<VmNetworkAdapterBandwidthSetting>(),
    known::<VmSwitch>(),
    known::<VmSwitchTeam>(),
    known::<NetLbfoTeam>(),
    known::<NetLbfoTeamMember>(),
    known::<NetLbfoTeamNic>(),
    known::<NetSwitchTeam>(),
    known::<NetSwitchTeamMember>(),
    known::<VmHost>(),
    known::<SecureBootTemplate>(),
    known::<NetAdapter>(),
    known::<NetAdapterAdvancedProperty>(),
    known::<NetAdapterHardwareInfo>(),
    known::<NetAdapterStatistics>(),
    known::<NetAdapterVPort>(),
    known::<NetAdapterRss>(),
    known::<NetAdapterLso>(),
    known::<NetAdapterChecksumOffload>(),
    known::<NetAdapterRsc>(),
    known::<NetAdapterUso>(),
    known::<NetAdapterEncapsulatedPacketTaskOffload>(),
    known::<NetAdapterIPsecOffload>(),
    known::<NetAdapterPowerManagement>(),
    known::<NetAdapterVmq>(),
    known::<NetAdapterRdma>(),
    known::<NetAdapterBinding>(),
    known::<NetNeighbor>(),
    known::<NetAdapterSriov>(),
    known::<NetAdapterSriovVf>(),
    known::<SriovCapabilities>(),
    known::<HardDiskDrive>(),
    known::<DvdDrive>(),
    known::<VmIntegrationComponent>(),
    known::<VmGroup>(),
    known::<VmMeteringReport>(),
    known::<VhdMetrics>(),
    known::<VmPathReport>(),
    known::<VmProcessor>(),
    known::<VmMemory>(),
    known::<VmBios>(),
    known::<VmFirmware>(),
    known::<VmBootSource>(),
    known::<VmComPort>(),
    known::<VmVideo>(),
    known::<VmSecurity>(),
    known::<VmScsiController>(),
    known::<VmIdeController>(),
    known::<VirtualHardDisk>(),
    known::<Cluster>(),
    known::<ClusterNode>(),
    known::<ClusterNetwork>(),
    known::<ClusterNetworkInterface>(),
    known::<ClusterGroup>(),
    known::<ClusterResource>(),
    known::<ClusterOwnerNodeList>(),
    known::<ClusterTestInfo>(),
    known::<ClusterTestResult>(),
    known::<VmPlacement>(),
];

/// The properties of the type with this name; none for one that is not of this folder.
pub fn properties(type_name: &str) -> &'static [&'static str] {
    let mut all = OBJECTS.iter();
    all.find(|known| known.names.contains(&type_name))
        .map_or(&[], |known| known.properties)
}

/// Registers all types of this folder; a second time changes nothing.
pub fn register() {
    register_types(&TypeList {
        enums: ENUMERATIONS,
        objects: OBJECTS,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use iovsh_shell::types::resolve;

    #[test]
    fn every_type_has_properties_and_a_name_of_its_own() {
        let mut seen = std::collections::BTreeSet::new();
        for known in OBJECTS {
            let name = known.names[0];
            assert!(seen.insert(name), "{name} is there twice");
            assert_eq!(properties(name), known.properties, "{name}");
            assert!(!known.properties.is_empty(), "{name}");
        }
    }

    #[test]
    fn scripts_can_name_the_types_once_the_cmdlets_are_there() {
        let _ = crate::all();
        for name in [
            "Microsoft.HyperV.PowerShell.VMState",
            "microsoft.hyperv.powershell.virtualmachine",
            "Microsoft.HyperV.PowerShell.VMNetworkAdapterBase",
        ] {
            assert!(resolve(name).is_some(), "{name}");
        }
    }
}
