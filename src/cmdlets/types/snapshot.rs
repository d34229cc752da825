//! `Microsoft.HyperV.PowerShell.VMSnapshot`.

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use iovsh_derive::PsObject;

use super::vm::state;
use super::{
    DvdDrive, HardDiskDrive, OnOffState, SnapshotType, VirtualMachine, VmComPort,
    VmIntegrationComponent, VmNetworkAdapter, VmState, Whose, guid,
};
use iovsh_backend::model::{self, CheckpointContent};
use iovsh_shell::argument::{Guid, Moment, mismatch};
use iovsh_shell::cmdlet::{Argument, ParameterType};
use iovsh_shell::error::ShellError;
use iovsh_shell::value::Value;

/// A checkpoint of a virtual machine.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.VMSnapshot",
    base = "Microsoft.HyperV.PowerShell.VirtualMachineBase",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject",
    text = super::named_with_id
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VmSnapshot {
    /// libvirt's name of it.
    #[property(skip)]
    pub label: String,
    #[then("IsAutomaticCheckpoint" = false)]
    pub snapshot_type: SnapshotType,
    pub vm_id: Guid,
    pub vm_name: String,
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
    pub notes: String,
    #[property(alias = "ParentCheckpointId")]
    pub parent_snapshot_id: Option<Guid>,
    #[property(alias = "ParentCheckpointName")]
    pub parent_snapshot_name: String,
    #[then("SizeOfSystemFiles" = Value::Null)]
    pub path: String,
    #[then(
        "GuestControlledCacheTypes" = false,
        "LowMemoryMappedIoSpace" = 0_u32,
        "HighMemoryMappedIoSpace" = 0_u64,
        "LockOnDisconnect" = OnOffState::Off
    )]
    pub version: Option<String>,
    pub creation_time: Option<Moment>,
    pub id: Guid,
    pub name: String,
    #[then("CimSession" = Value::Null)]
    pub network_adapters: Vec<VmNetworkAdapter>,
    #[then("IsDeleted" = false, "HasMemory" = this.has_memory)]
    pub computer_name: String,
    /// The memory is kept too: the machine goes on where it was.
    #[property(skip)]
    pub has_memory: bool,
}

impl VmSnapshot {
    /// The object for a checkpoint. `parent` is the one that it builds on, `adapters` are those of the machine as it was.
    pub fn new(
        vm_name: &str,
        checkpoint: &model::Checkpoint,
        parent: Option<&model::Checkpoint>,
        adapters: Vec<VmNetworkAdapter>,
        computer: &str,
    ) -> Self {
        let was = &*checkpoint.machine;
        let (id, name) = (guid(checkpoint.id), &checkpoint.name);
        let bytes = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let dynamic = was.settings().dynamic_memory;
        let own_parts = Whose {
            vm: was,
            checkpoint: Some((checkpoint.id, name)),
            computer,
        };
        let drives = |optical: bool| {
            let all = was.facts.drives.iter();
            all.filter(move |drive| drive.optical == optical && drive.bus != "fdc")
        };
        let hard = |drive| HardDiskDrive {
            vm_snapshot_id: id,
            vm_snapshot_name: name.clone(),
            ..HardDiskDrive::new(was, drive, computer)
        };
        let disc = |drive| DvdDrive {
            vm_snapshot_id: id,
            vm_snapshot_name: name.clone(),
            ..DvdDrive::new(was, drive, computer)
        };
        let own = |adapter: VmNetworkAdapter| VmNetworkAdapter {
            vm_snapshot_id: id,
            vm_snapshot_name: name.clone(),
            ..adapter
        };
        let created = UNIX_EPOCH.checked_add(Duration::from_secs(checkpoint.created));
        Self {
            label: checkpoint.label.clone(),
            snapshot_type: SnapshotType::Standard,
            vm_id: guid(checkpoint.vm),
            vm_name: vm_name.to_owned(),
            state: state(was.state),
            dvd_drives: drives(true).map(disc).collect(),
            hard_drives: drives(false).map(hard).collect(),
            first_port: VmComPort::new(own_parts, 1),
            second_port: VmComPort::new(own_parts, 2),
            vm_integration_service: VmIntegrationComponent::all(own_parts),
            dynamic_memory_enabled: dynamic.is_some(),
            memory_maximum: bytes(was.memory),
            memory_minimum: bytes(dynamic.map_or(was.memory, |d| d.minimum)),
            memory_startup: bytes(was.current_memory()),
            processor_count: i64::from(was.vcpus),
            is_clustered: was.facts.clustered,
            generation: was.settings.as_ref().map_or(2, |s| i32::from(s.generation)),
            notes: was
                .settings
                .as_ref()
                .map_or_else(String::new, |s| s.notes.clone()),
            parent_snapshot_id: parent.map(|parent| guid(parent.id)),
            parent_snapshot_name: parent.map_or_else(String::new, |parent| parent.name.clone()),
            path: "/var/lib/libvirt/qemu/snapshot".to_owned(),
            version: was.facts.machine_version().map(str::to_owned),
            creation_time: created.filter(|_| checkpoint.created > 0).map(Moment),
            id,
            name: name.clone(),
            network_adapters: adapters.into_iter().map(own).collect(),
            computer_name: computer.to_owned(),
            has_memory: checkpoint.content == CheckpointContent::Memory,
        }
    }
}

/// What a parameter of type `VirtualMachineBase` takes: a virtual machine, or a checkpoint of one.
#[derive(Clone, Debug)]
pub enum AnyMachine {
    /// A virtual machine.
    Vm(Arc<VirtualMachine>),
    /// A checkpoint.
    Snapshot(Arc<VmSnapshot>),
}

impl Argument for AnyMachine {
    const TYPE: ParameterType = ParameterType::Of("Microsoft.HyperV.PowerShell.VirtualMachineBase");
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        Arc::<VirtualMachine>::from_value(value)
            .map(Self::Vm)
            .or_else(|_| Arc::<VmSnapshot>::from_value(value).map(Self::Snapshot))
            .map_err(|_| mismatch(value, "virtual machine or checkpoint"))
    }
}
