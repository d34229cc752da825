//! Makes the types of this folder known to the language: `[Microsoft.HyperV.PowerShell.VMState]::Running`, and parameters of
//! scripts that are declared as `[Microsoft.HyperV.PowerShell.VirtualMachine]`.

use super::*;
use crate::shell::argument::PsEnum;
use crate::shell::cmdlet::Emit;
use crate::shell::types::{register_enums, register_object_types};
use crate::shell::value::EnumType;

const ENUMERATIONS: &[&EnumType] = &[
    VmState::TYPE,
    VmOperationalStatus::TYPE,
    VmSwitchType::TYPE,
    VmSwitchBandwidthMode::TYPE,
    OnOffState::TYPE,
    IovInterruptModerationValue::TYPE,
    PortMirroringMode::TYPE,
    AdapterOperationalStatus::TYPE,
    IsolationMode::TYPE,
    StartAction::TYPE,
    StopAction::TYPE,
    CriticalErrorAction::TYPE,
    CheckpointType::TYPE,
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
    SriovSupportValue::TYPE,
];

const OBJECTS: &[&[&str]] = &[
    VirtualMachine::TYPE_NAMES,
    VmNetworkAdapter::TYPE_NAMES,
    VmInternalNetworkAdapter::TYPE_NAMES,
    VmNetworkAdapterVlanSetting::TYPE_NAMES,
    VmNetworkAdapterAclSetting::TYPE_NAMES,
    VmNetworkAdapterExtendedAclSetting::TYPE_NAMES,
    VmNetworkAdapterIsolationSetting::TYPE_NAMES,
    VmNetworkAdapterTeamMappingSetting::TYPE_NAMES,
    VmHostAssignableDevice::TYPE_NAMES,
    VmAssignedDevice::TYPE_NAMES,
    VmNetworkAdapterBandwidthSetting::TYPE_NAMES,
    VmSwitch::TYPE_NAMES,
    VmHost::TYPE_NAMES,
    NetAdapter::TYPE_NAMES,
    NetAdapterSriov::TYPE_NAMES,
    NetAdapterSriovVf::TYPE_NAMES,
    SriovCapabilities::TYPE_NAMES,
    HardDiskDrive::TYPE_NAMES,
    DvdDrive::TYPE_NAMES,
];

/// Registers all types of this folder; a second time changes nothing.
pub fn register() {
    register_enums(ENUMERATIONS);
    for names in OBJECTS {
        register_object_types(names);
    }
}

#[cfg(test)]
mod tests {
    use crate::shell::types::resolve;

    #[test]
    fn scripts_can_name_the_types_once_the_cmdlets_are_there() {
        let _ = crate::cmdlets::all();
        for name in [
            "Microsoft.HyperV.PowerShell.VMState",
            "microsoft.hyperv.powershell.virtualmachine",
            "Microsoft.HyperV.PowerShell.VMNetworkAdapterBase",
        ] {
            assert!(resolve(name).is_some(), "{name}");
        }
    }
}
