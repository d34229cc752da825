//! `Microsoft.HyperV.PowerShell.VirtualMachine`.

use iovsh_derive::PsObject;

use super::{
    CheckpointType, CriticalErrorAction, DvdDrive, EnhancedSessionTransport, HardDiskDrive,
    OnOffState, ReplicationHealth, ReplicationMode, ReplicationState, StartAction, StopAction,
    VirtualMachineSubType, VirtualMachineType, VmComPort, VmGroup, VmHeartbeatStatus,
    VmIntegrationComponent, VmNetworkAdapter, VmOperationalStatus, VmState, Whose, display_address,
    guid,
};
use iovsh_backend::model;
use iovsh_shell::argument::{Guid, Moment, Ticks};
use iovsh_shell::value::Value;
use std::time::{Duration, UNIX_EPOCH};

/// A virtual machine.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.VirtualMachine",
    base = "Microsoft.HyperV.PowerShell.VirtualMachineBase",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject",
    text = super::named_with_id,
    follows
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VirtualMachine {
    #[property(name = "ConfigurationLocation")]
    #[then(
        "SmartPagingFileInUse" = false,
        "SmartPagingFilePath" = ""
    )]
    pub configuration_location: String,
    pub snapshot_file_location: String,
    pub automatic_start_action: StartAction,
    pub automatic_start_delay: i32,
    #[then(
        "AutomaticCriticalErrorAction" = CriticalErrorAction::Pause,
        "AutomaticCriticalErrorActionTimeout" = Value::Null,
        "AutomaticCheckpointsEnabled" = false
    )]
    // Of a machine that nobody said it of, the host's libvirt-guests service decides, for all alike.
    pub automatic_stop_action: Option<StopAction>,
    #[property(name = "CPUUsage")]
    pub cpu_usage: Option<i32>,
    pub memory_assigned: Option<i64>,
    #[then("MemoryStatus" = "", "NumaAligned" = Value::Null)]
    pub memory_demand: Option<i64>,
    pub numa_nodes_count: Option<i32>,
    pub numa_socket_count: Option<i32>,
    pub heartbeat: Option<VmHeartbeatStatus>,
    #[then("IntegrationServicesVersion" = Value::Null)]
    pub integration_services_state: String,
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
        "ReplicationState" = ReplicationState::Disabled
    )]
    pub status: String,
    pub resource_metering_enabled: bool,
    #[then("EnhancedSessionTransportType" = EnhancedSessionTransport::VMBus)]
    pub checkpoint_type: CheckpointType,
    /// Groups of its host that it is in; who else is in them Get-VMGroup tells.
    pub groups: Vec<VmGroup>,
    #[then("VirtualMachineType" = VirtualMachineType::RealizedVirtualMachine)]
    pub version: Option<String>,
    pub virtual_machine_sub_type: VirtualMachineSubType,
    pub notes: String,
    pub state: VmState,
    #[property(name = "ComPort1")]
    pub first_port: VmComPort,
    #[property(name = "ComPort2")]
    pub second_port: VmComPort,
    #[property(name = "DVDDrives")]
    #[then(
        "FibreChannelHostBusAdapters" = Value::array(Vec::new()),
        "FloppyDrive" = Value::Null
    )]
    pub dvd_drives: Vec<DvdDrive>,
    #[then("RemoteFxAdapter" = Value::Null)]
    pub hard_drives: Vec<HardDiskDrive>,
    pub vm_integration_service: Vec<VmIntegrationComponent>,
    pub dynamic_memory_enabled: bool,
    pub memory_maximum: i64,
    pub memory_minimum: i64,
    pub memory_startup: i64,
    #[then("BatteryPassthroughEnabled" = false)]
    pub processor_count: i64,
    pub generation: i32,
    pub is_clustered: Option<bool>,
    #[property(alias = "ParentCheckpointId")]
    pub parent_snapshot_id: Option<Guid>,
    #[property(alias = "ParentCheckpointName")]
    pub parent_snapshot_name: String,
    #[then(
        "SizeOfSystemFiles" = Value::Null,
        "GuestControlledCacheTypes" = false,
        "LowMemoryMappedIoSpace" = 0_u32,
        "HighMemoryMappedIoSpace" = 0_u64,
        "LockOnDisconnect" = OnOffState::Off
    )]
    pub path: String,
    pub creation_time: Option<Moment>,
    #[property(alias = "VMId")]
    pub id: Guid,
    #[property(alias = "VMName")]
    pub name: String,
    #[then("CimSession" = Value::Null)]
    pub network_adapters: Vec<VmNetworkAdapter>,
    #[then("IsDeleted" = false)]
    pub computer_name: String,
    /// Linux only: the system in the guest, as its agent tells it.
    #[property(name = "GuestSystem")]
    pub guest_system: Option<String>,
    /// Linux only: it ran when the host went down.
    pub ran_at_shutdown: bool,
    /// Linux only: what reaches the machine's console: the terminal of its serial port and the address of its display, while it runs.
    pub console: Vec<String>,
}

/// Hyper-V's `Status` of a machine that does what it should, also without a virtual function: scripts compare it.
const OPERATING_NORMALLY: &str = "Operating normally";
/// Hyper-V's word for a machine that something is done with.
const IN_SERVICE: &str = "In service";

impl VirtualMachine {
    /// The object for a virtual machine. `adapters` are its adapters, `reasons` say of those among them that asked for a
    /// virtual function and are not on one why that is so; `parent` is the checkpoint that it builds on, `groups` are those that it is in; `migrating` says where it is on
    /// its way to, or from.
    pub fn new(
        vm: &model::Vm,
        parent: Option<&model::Checkpoint>,
        adapters: Vec<VmNetworkAdapter>,
        groups: Vec<VmGroup>,
        reasons: &[(VmOperationalStatus, String)],
        migrating: Option<String>,
        computer: &str,
    ) -> Self {
        let cannot = |why: &String| {
            (
                VmOperationalStatus::SupportingEntityInError,
                format!("Cannot be read: {why}"),
            )
        };
        let moves = |text: &String| (VmOperationalStatus::MigratingVirtualMachine, text.clone());
        // What is done with it stands first; what cannot be read before what else is amiss.
        let reasons: Vec<_> = (migrating.as_ref().map(moves).into_iter())
            .chain(vm.unreadable.as_ref().map(cannot))
            .chain(reasons.iter().cloned())
            .collect();
        let bytes = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let (memory, active, facts) = (bytes(vm.memory), vm.state.is_active(), &vm.facts);
        // What does not run uses nothing; of what runs it may be unknown.
        let shown = |usage: Option<i32>| if active { usage } else { Some(0) };
        let drives = |optical: bool| {
            let all = facts.drives.iter();
            all.filter(move |drive| drive.optical == optical && drive.bus != "fdc")
        };
        let settings = vm.settings();
        let generation = vm.settings.as_ref().map_or(2, |s| i32::from(s.generation));
        let (primary, description) = if migrating.is_some() {
            (VmOperationalStatus::InService, IN_SERVICE)
        } else if reasons.is_empty() {
            (VmOperationalStatus::Ok, OPERATING_NORMALLY)
        } else {
            (VmOperationalStatus::Degraded, "Degraded")
        };
        let mut operational = vec![primary];
        let mut descriptions = vec![description.to_owned()];
        for (code, text) in &reasons {
            operational.push(*code);
            descriptions.push(text.clone());
        }
        let first = reasons.first();
        let own = Whose {
            vm,
            checkpoint: None,
            computer,
        };
        Self {
            configuration_location: "/etc/libvirt/qemu".to_owned(),
            snapshot_file_location: vm
                .settings
                .as_ref()
                .and_then(|s| s.checkpoint_folder.clone())
                .unwrap_or_default(),
            automatic_start_action: match (vm.autostart, settings.life.starts) {
                (true, _) | (_, Some(model::LateStart::Always)) => StartAction::Start,
                (_, Some(model::LateStart::IfRan)) => StartAction::StartIfRunning,
                _ => StartAction::Nothing,
            },
            automatic_start_delay: i32::try_from(settings.life.start_delay).unwrap_or(i32::MAX),
            automatic_stop_action: settings.life.stop_action.map(Into::into),
            cpu_usage: shown(facts.cpu_usage.and_then(|n| i32::try_from(n).ok())),
            memory_assigned: if active {
                facts.memory.map(bytes)
            } else {
                Some(0)
            },
            memory_demand: if active {
                facts.memory_demand.map(bytes)
            } else {
                Some(0)
            },
            numa_nodes_count: facts.numa_nodes.and_then(|n| i32::try_from(n).ok()),
            is_clustered: facts.clustered,
            numa_socket_count: facts.sockets.and_then(|n| i32::try_from(n).ok()),
            integration_services_state: match (active, facts.agent) {
                (true, Some(true)) => "Up to date".to_owned(),
                _ => String::new(),
            },
            heartbeat: heartbeat(vm),
            uptime: Ticks(
                i64::try_from(vm.uptime)
                    .unwrap_or(0)
                    .saturating_mul(10_000_000),
            ),
            operational_status: operational,
            primary_operational_status: Some(primary),
            secondary_operational_status: first.map(|(code, _)| *code),
            primary_status_description: descriptions.first().cloned().unwrap_or_default(),
            secondary_status_description: first.map(|(_, text)| text.clone()),
            // Scripts compare this with Hyper-V's words; only of a machine that cannot be read nothing can be said.
            status: vm
                .unreadable
                .as_ref()
                .map(|why| cannot(why).1)
                .or(migrating)
                .unwrap_or_else(|| OPERATING_NORMALLY.to_owned()),
            status_descriptions: descriptions,
            resource_metering_enabled: settings.metering.is_some(),
            checkpoint_type: vm.settings().checkpoint_type.into(),
            groups,
            parent_snapshot_id: parent.map(|parent| guid(parent.id)),
            parent_snapshot_name: parent.map_or_else(String::new, |parent| parent.name.clone()),
            version: facts.machine_version().map(str::to_owned),
            virtual_machine_sub_type: if generation == 1 {
                VirtualMachineSubType::Generation1
            } else {
                VirtualMachineSubType::Generation2
            },
            notes: vm
                .settings
                .as_ref()
                .map_or_else(String::new, |s| s.notes.clone()),
            dvd_drives: drives(true)
                .map(|drive| DvdDrive::new(vm, drive, computer))
                .collect(),
            hard_drives: drives(false)
                .map(|drive| HardDiskDrive::new(vm, drive, computer))
                .collect(),
            state: state(vm.state),
            first_port: VmComPort::new(own, 1),
            second_port: VmComPort::new(own, 2),
            vm_integration_service: VmIntegrationComponent::all(own),
            dynamic_memory_enabled: settings.dynamic_memory.is_some(),
            memory_maximum: memory,
            memory_minimum: settings
                .dynamic_memory
                .as_ref()
                .map_or(memory, |d| bytes(d.minimum)),
            memory_startup: bytes(vm.current_memory()),
            processor_count: i64::from(vm.vcpus),
            generation,
            path: "/etc/libvirt/qemu".to_owned(),
            creation_time: settings
                .created
                .and_then(|seconds| UNIX_EPOCH.checked_add(Duration::from_secs(seconds)))
                .map(Moment),
            id: guid(vm.id),
            name: vm.name.clone(),
            network_adapters: adapters,
            computer_name: computer.to_owned(),
            guest_system: facts.guest.as_ref().and_then(|guest| guest.system.clone()),
            ran_at_shutdown: settings.life.ran,
            console: facts
                .terminal
                .clone()
                .into_iter()
                .chain(display_address(vm))
                .collect(),
        }
    }
}

/// What the agent in the guest tells by being there; nothing of a machine that has no channel for one, or does not run.
fn heartbeat(vm: &model::Vm) -> Option<VmHeartbeatStatus> {
    if !vm.settings().services.has(model::Service::Heartbeat) {
        return vm.state.is_active().then_some(VmHeartbeatStatus::Disabled);
    }
    match (vm.state, vm.facts.agent?) {
        (model::VmState::Paused, _) => Some(VmHeartbeatStatus::Paused),
        (state, _) if !state.is_active() => None,
        (_, true) => Some(VmHeartbeatStatus::OkApplicationsUnknown),
        (_, false) => Some(VmHeartbeatStatus::NoContact),
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
