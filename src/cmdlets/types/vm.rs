//! `Microsoft.HyperV.PowerShell.VirtualMachine`.

use iovsh_derive::PsObject;

use super::{
    CheckpointType, CriticalErrorAction, EnhancedSessionTransport, OnOffState, ReplicationHealth,
    ReplicationMode, ReplicationState, StartAction, StopAction, VirtualMachineSubType,
    VirtualMachineType, VmHeartbeatStatus, VmNetworkAdapter, VmOperationalStatus, VmState, guid,
};
use crate::backend::model;
use crate::shell::argument::{Guid, Ticks};
use crate::shell::value::Value;

/// A virtual machine.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.VirtualMachine",
    base = "Microsoft.HyperV.PowerShell.VirtualMachineBase",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject",
    text = super::named_with_id
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VirtualMachine {
    #[property(name = "ConfigurationLocation")]
    #[then(
        "SmartPagingFileInUse" = false,
        "SmartPagingFilePath" = "",
        "SnapshotFileLocation" = ""
    )]
    pub configuration_location: String,
    #[then(
        "AutomaticStartDelay" = 0_i32,
        "AutomaticStopAction" = StopAction::ShutDown,
        "AutomaticCriticalErrorAction" = CriticalErrorAction::Pause,
        "AutomaticCriticalErrorActionTimeout" = 30_i32,
        "AutomaticCheckpointsEnabled" = false
    )]
    pub automatic_start_action: StartAction,
    #[property(name = "CPUUsage")]
    pub cpu_usage: i32,
    pub memory_assigned: i64,
    #[then(
        "MemoryStatus" = "",
        "NumaAligned" = Value::Null,
        "NumaNodesCount" = 1_i32,
        "NumaSocketCount" = 1_i32,
        "Heartbeat" = None::<VmHeartbeatStatus>,
        "IntegrationServicesState" = "",
        "IntegrationServicesVersion" = Value::Null
    )]
    pub memory_demand: i64,
    pub uptime: Ticks,
    pub operational_status: Vec<VmOperationalStatus>,
    pub primary_operational_status: Option<VmOperationalStatus>,
    pub secondary_operational_status: Option<VmOperationalStatus>,
    pub status_descriptions: Vec<String>,
    pub primary_status_description: String,
    pub secondary_status_description: Option<String>,
    #[then(
        "ReplicationHealth" = ReplicationHealth::NotApplicable,
        "ReplicationMode" = ReplicationMode::None,
        "ReplicationState" = ReplicationState::Disabled,
        "ResourceMeteringEnabled" = false,
        "CheckpointType" = CheckpointType::Disabled,
        "EnhancedSessionTransportType" = EnhancedSessionTransport::VMBus,
        "Groups" = Value::array(Vec::new())
    )]
    pub status: String,
    #[then("VirtualMachineType" = VirtualMachineType::RealizedVirtualMachine)]
    pub version: String,
    pub virtual_machine_sub_type: VirtualMachineSubType,
    pub notes: String,
    #[then(
        "ComPort1" = Value::Null,
        "ComPort2" = Value::Null,
        "DVDDrives" = Value::array(Vec::new()),
        "FibreChannelHostBusAdapters" = Value::array(Vec::new()),
        "FloppyDrive" = Value::Null,
        "HardDrives" = Value::array(Vec::new()),
        "RemoteFxAdapter" = Value::Null,
        "VMIntegrationService" = Value::array(Vec::new()),
        "DynamicMemoryEnabled" = false
    )]
    pub state: VmState,
    pub memory_maximum: i64,
    pub memory_minimum: i64,
    pub memory_startup: i64,
    #[then("BatteryPassthroughEnabled" = false)]
    pub processor_count: i64,
    #[then(
        "IsClustered" = false,
        "ParentSnapshotId" = Value::Null,
        "ParentSnapshotName" = ""
    )]
    pub generation: i32,
    #[then(
        "SizeOfSystemFiles" = 0_i64,
        "GuestControlledCacheTypes" = false,
        "LowMemoryMappedIoSpace" = 0_u32,
        "HighMemoryMappedIoSpace" = 0_u64,
        "LockOnDisconnect" = OnOffState::Off,
        "CreationTime" = Value::Null
    )]
    pub path: String,
    #[property(alias = "VMId")]
    pub id: Guid,
    #[property(alias = "VMName")]
    pub name: String,
    #[then("CimSession" = Value::Null)]
    pub network_adapters: Vec<VmNetworkAdapter>,
    #[then("IsDeleted" = false)]
    pub computer_name: String,
}

impl VirtualMachine {
    /// The object for a virtual machine. `adapters` are its adapters, `reason` the first one among them that is
    /// not on a virtual function although it asked for one.
    pub fn new(
        vm: &model::Vm,
        adapters: Vec<VmNetworkAdapter>,
        reason: Option<(VmOperationalStatus, String)>,
        computer: &str,
    ) -> Self {
        let cannot = |why: &String| {
            (
                VmOperationalStatus::SupportingEntityInError,
                format!("Cannot be read: {why}"),
            )
        };
        let reason = vm.unreadable.as_ref().map(cannot).or(reason);
        let memory = i64::try_from(vm.memory).unwrap_or(i64::MAX);
        let active = vm.state.is_active();
        let generation = vm.settings.as_ref().map_or(2, |s| i32::from(s.generation));
        let primary = if reason.is_some() {
            VmOperationalStatus::Degraded
        } else {
            VmOperationalStatus::Ok
        };
        let mut operational = vec![primary];
        // Hyper-V's one-word answer stays as scripts know it; the reason stands in the description.
        let word = "Operating normally";
        let mut descriptions = vec![word.to_owned()];
        if let Some((code, text)) = &reason {
            operational.push(*code);
            descriptions = vec!["Degraded".to_owned(), text.clone()];
        }
        Self {
            configuration_location: "/etc/libvirt/qemu".to_owned(),
            automatic_start_action: if vm.autostart {
                StartAction::Start
            } else {
                StartAction::Nothing
            },
            cpu_usage: i32::try_from(vm.cpu_usage).unwrap_or(100),
            memory_assigned: if active { memory } else { 0 },
            memory_demand: if active { memory } else { 0 },
            uptime: Ticks(
                i64::try_from(vm.uptime)
                    .unwrap_or(0)
                    .saturating_mul(10_000_000),
            ),
            operational_status: operational,
            primary_operational_status: Some(primary),
            secondary_operational_status: reason.as_ref().map(|(code, _)| *code),
            primary_status_description: descriptions.first().cloned().unwrap_or_default(),
            secondary_status_description: reason.as_ref().map(|(_, text)| text.clone()),
            status: match &reason {
                Some((_, text)) => text.clone(),
                None => word.to_owned(),
            },
            status_descriptions: descriptions,
            version: "1.0".to_owned(),
            virtual_machine_sub_type: if generation == 1 {
                VirtualMachineSubType::Generation1
            } else {
                VirtualMachineSubType::Generation2
            },
            notes: vm
                .settings
                .as_ref()
                .map_or_else(String::new, |s| s.notes.clone()),
            state: state(vm.state),
            memory_maximum: memory,
            memory_minimum: memory,
            memory_startup: memory,
            processor_count: i64::from(vm.vcpus),
            generation,
            path: "/etc/libvirt/qemu".to_owned(),
            id: guid(vm.id),
            name: vm.name.clone(),
            network_adapters: adapters,
            computer_name: computer.to_owned(),
        }
    }
}

/// Hyper-V's word for libvirt's state.
pub fn state(state: model::VmState) -> VmState {
    match state {
        model::VmState::Running => VmState::Running,
        model::VmState::Off => VmState::Off,
        model::VmState::Stopping => VmState::Stopping,
        model::VmState::Saved => VmState::Saved,
        model::VmState::Paused => VmState::Paused,
    }
}
