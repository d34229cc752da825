//! What is against a migration, and the networks of migrations.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use iovsh_derive::PsObject;

use super::{OperationType, VirtualMachine, VmNetworkAdapter};
use iovsh_backend::model::{AdapterAlias, Incompatibility, MigratingVm, Uuid};
use iovsh_backend::policy::export::Import;
use iovsh_backend::policy::migration::ids;
use iovsh_backend::state::MigrationNetwork;
use iovsh_shell::argument::Property;
use iovsh_shell::value::convert::to_text;
use iovsh_shell::value::{PsObject, Value};

/// How adapters are to be connected at the target, other than by the name of their switch: the name of another one, or none.
#[derive(Clone, Debug, Default)]
pub struct Reconnections(Arc<Mutex<BTreeMap<AdapterAlias, Option<String>>>>);

impl Reconnections {
    /// An adapter is to be connected otherwise.
    pub fn set(&self, adapter: &AdapterAlias, switch: Option<&str>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(adapter.clone(), switch.map(str::to_owned));
    }

    /// All of them.
    pub fn all(&self) -> Vec<(AdapterAlias, Option<String>)> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let all = all.iter();
        all.map(|(adapter, switch)| (adapter.clone(), switch.clone()))
            .collect()
    }

    /// The virtual machine with these connections.
    pub fn connect(&self, guest: &mut MigratingVm) {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (adapter, switch) in &*all {
            guest.switches.retain(|(alias, _)| alias != adapter);
            if let Some(switch) = switch {
                guest.switches.push((adapter.clone(), switch.clone()));
            } else if let Some(own) = guest.vm.adapters.iter_mut().find(|a| a.alias == *adapter) {
                own.bridge = None;
            }
        }
    }
}

/// What becomes of the disks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StorageOrder {
    /// All disks are copied that only their host sees.
    pub include: bool,
    /// The folder that they are copied to; the one that they are in when none is named.
    pub folder: Option<String>,
    /// Where single disks are copied to.
    pub files: Vec<(String, String)>,
    /// The copies at the source are wanted.
    pub retain: bool,
}

/// What a report was made for: how it is made again, and how the virtual machine is moved.
#[derive(Clone, Debug)]
pub struct MoveOrder {
    /// The virtual machine.
    pub vm: Uuid,
    /// The number of its host's place in the session.
    pub source: usize,
    /// The number of the place that it is to go to.
    pub target: usize,
    /// What becomes of its disks.
    pub storage: StorageOrder,
    /// How adapters are connected otherwise there.
    pub reconnections: Reconnections,
}

/// What an export is imported by.
#[derive(Clone, Debug)]
pub struct ImportOrder {
    /// The number of the host's place in the session.
    pub place: usize,
    /// What is to be imported.
    pub import: Import,
    /// How adapters are connected otherwise.
    pub reconnections: Reconnections,
}

/// What a report was made for.
#[derive(Clone, Debug)]
pub enum Order {
    /// A virtual machine goes to another host.
    Move(MoveOrder),
    /// One is made of an export.
    Import(ImportOrder),
}

/// What an incompatibility is about.
#[derive(Clone, Debug)]
pub enum IncompatibilitySource {
    /// An adapter, as it is to be at the target: connecting it elsewhere changes the report.
    Adapter(Arc<VmNetworkAdapter>),
    /// The virtual machine.
    Vm(Box<VirtualMachine>),
}

impl Property for IncompatibilitySource {
    const NET: &'static str = "Microsoft.HyperV.PowerShell.VirtualizationObject";
    fn to_value(&self) -> Value {
        match self {
            Self::Adapter(adapter) => adapter.to_value(),
            Self::Vm(vm) => vm.to_value(),
        }
    }
}

/// One thing that is against a migration, or is to be known about it.
#[derive(Clone, Debug, PsObject)]
#[psobject(type_name = "Microsoft.HyperV.PowerShell.VMCompatibilityError", text = message_of)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VmCompatibilityError {
    pub message: String,
    pub message_id: i64,
    pub source: IncompatibilitySource,
    /// Linux only: it keeps nobody from migrating.
    pub is_note: bool,
    /// Linux only: what to do about it.
    pub next_step: Option<String>,
}

fn message_of(error: &PsObject) -> String {
    let message = error.get("Message").map(|value| to_text(&value));
    message.map_or_else(String::new, |text| text.to_string())
}

impl VmCompatibilityError {
    /// The object for one.
    pub fn new(
        found: &Incompatibility,
        vm: &VirtualMachine,
        reconnections: &Reconnections,
    ) -> Self {
        let adapter = found.adapter.as_ref().and_then(|alias| {
            let mut adapters = vm.network_adapters.iter();
            let mut adapter = adapters.find(|a| a.alias == *alias)?.clone();
            // As it is to be at the target: who connects it elsewhere changes the report, not the virtual machine.
            adapter.planned = Some(reconnections.clone());
            Some(Arc::new(adapter))
        });
        Self {
            message: found.message.clone(),
            message_id: i64::from(found.id),
            source: match adapter {
                Some(adapter) => IncompatibilitySource::Adapter(adapter),
                None => IncompatibilitySource::Vm(Box::new(vm.clone())),
            },
            is_note: found.id >= ids::NOTES,
            next_step: found.next_step.clone(),
        }
    }
}

/// Whether a virtual machine can go to another host.
#[derive(Clone, Debug, PsObject)]
#[psobject(type_name = "Microsoft.HyperV.PowerShell.VMCompatibilityReport")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VmCompatibilityReport {
    #[property(skip)]
    pub order: Order,
    #[property(name = "VM")]
    pub vm: VirtualMachine,
    pub operation_type: OperationType,
    pub destination: String,
    pub path: String,
    pub snapshot_path: String,
    #[property(name = "VhdDestinationPath")]
    pub vhd_destination_path: String,
    #[property(name = "VhdSourcePath")]
    pub vhd_source_path: String,
    pub incompatibilities: Vec<VmCompatibilityError>,
}

/// A network over which virtual machines come to a host.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.VMMigrationNetwork",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject",
    text = subnet_of
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VmMigrationNetwork {
    pub subnet: String,
    pub priority: Option<i32>,
    /// Its host: what takes the object by its properties acts there.
    pub cim_session: String,
    #[then("IsDeleted" = false)]
    pub computer_name: String,
}

fn subnet_of(network: &PsObject) -> String {
    let subnet = network.get("Subnet").map(|value| to_text(&value));
    subnet.map_or_else(String::new, |text| text.to_string())
}

impl VmMigrationNetwork {
    /// The object for a network.
    pub fn new(network: &MigrationNetwork, computer: &str) -> Self {
        Self {
            subnet: network.subnet.clone(),
            priority: network.priority.and_then(|p| i32::try_from(p).ok()),
            cim_session: computer.to_owned(),
            computer_name: computer.to_owned(),
        }
    }
}
