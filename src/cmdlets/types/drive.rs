//! The drives of a virtual machine and the controllers that they are plugged into.

use std::sync::Arc;

use iovsh_derive::PsObject;

use super::{ControllerType, DvdMediaType, Whose, guid, live};
use iovsh_backend::model::{ControllerKind, Drive, DrivePlace, Uuid, Vm};
use iovsh_shell::argument::{Guid, Property, mismatch};
use iovsh_shell::cmdlet::{Argument, ParameterType};
use iovsh_shell::error::ShellError;
use iovsh_shell::value::Value;

/// A hard disk.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.HardDiskDrive",
    base = "Microsoft.HyperV.PowerShell.Drive",
    base = "Microsoft.HyperV.PowerShell.VMComponentObject",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject",
    text = super::named_with_id
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct HardDiskDrive {
    /// libvirt's name of it.
    #[property(skip)]
    pub target: String,
    #[then("DiskNumber" = Value::Null)]
    pub path: Option<String>,
    #[property(name = "MaximumIOPS")]
    #[then("MinimumIOPS" = Value::Null, "QoSPolicyID" = Value::Null)]
    pub maximum_iops: Option<u64>,
    #[then("WriteHardeningMethod" = Value::Null)]
    pub support_persistent_reservations: bool,
    pub controller_location: i32,
    pub controller_number: i32,
    pub controller_type: ControllerType,
    #[then("PoolName" = "Primordial")]
    pub name: String,
    pub id: String,
    pub vm_id: Guid,
    pub vm_name: String,
    pub vm_snapshot_id: Guid,
    #[then("CimSession" = Value::Null)]
    pub vm_snapshot_name: String,
    #[then("IsDeleted" = false)]
    pub computer_name: String,
}

/// A disc drive.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.DvdDrive",
    base = "Microsoft.HyperV.PowerShell.Drive",
    base = "Microsoft.HyperV.PowerShell.VMComponentObject",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject",
    text = super::named_with_id
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct DvdDrive {
    /// libvirt's name of it.
    #[property(skip)]
    pub target: String,
    pub dvd_media_type: DvdMediaType,
    pub path: Option<String>,
    pub controller_location: i32,
    pub controller_number: i32,
    pub controller_type: ControllerType,
    #[then("PoolName" = "Primordial")]
    pub name: String,
    pub id: String,
    pub vm_id: Guid,
    pub vm_name: String,
    pub vm_snapshot_id: Guid,
    #[then("CimSession" = Value::Null)]
    pub vm_snapshot_name: String,
    #[then("IsDeleted" = false)]
    pub computer_name: String,
}

impl From<ControllerKind> for ControllerType {
    fn from(kind: ControllerKind) -> Self {
        match kind {
            ControllerKind::Ide => Self::IDE,
            ControllerKind::Scsi => Self::SCSI,
        }
    }
}

fn signed(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// Hyper-V's name of a drive.
fn name_of(kind: &str, place: DrivePlace) -> String {
    let controller = match place.kind {
        ControllerKind::Ide => "IDE",
        ControllerKind::Scsi => "SCSI",
    };
    format!(
        "{kind} on {controller} controller number {} at location {}",
        place.number, place.location
    )
}

fn id_of(vm: &Vm, drive: &Drive) -> String {
    super::part_id(vm.id, &drive.target)
}

impl HardDiskDrive {
    /// The object for a hard disk.
    pub fn new(vm: &Vm, drive: &Drive, computer: &str) -> Self {
        let place = drive.place();
        Self {
            target: drive.target.clone(),
            path: drive.path.clone(),
            maximum_iops: drive.maximum_iops,
            support_persistent_reservations: drive.shared,
            controller_location: signed(place.location),
            controller_number: signed(place.number),
            controller_type: place.kind.into(),
            name: name_of("Hard Drive", place),
            id: id_of(vm, drive),
            vm_id: guid(vm.id),
            vm_name: vm.name.clone(),
            vm_snapshot_id: Guid::default(),
            vm_snapshot_name: String::new(),
            computer_name: computer.to_owned(),
        }
    }
}

impl DvdDrive {
    /// The object for a disc drive.
    pub fn new(vm: &Vm, drive: &Drive, computer: &str) -> Self {
        let place = drive.place();
        Self {
            target: drive.target.clone(),
            dvd_media_type: match drive.path.as_deref() {
                None => DvdMediaType::None,
                Some(device) if device.starts_with("/dev/") => DvdMediaType::PassThrough,
                Some(_) => DvdMediaType::ISO,
            },
            path: drive.path.clone(),
            controller_location: signed(place.location),
            controller_number: signed(place.number),
            controller_type: place.kind.into(),
            name: name_of("DVD Drive", place),
            id: id_of(vm, drive),
            vm_id: guid(vm.id),
            vm_name: vm.name.clone(),
            vm_snapshot_id: Guid::default(),
            vm_snapshot_name: String::new(),
            computer_name: computer.to_owned(),
        }
    }
}

/// A SCSI controller.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.VMScsiController",
    base = "Microsoft.HyperV.PowerShell.VMDriveController",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject"
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VmScsiController {
    #[then("IsTemplate" = false)]
    pub controller_number: i32,
    pub drives: Vec<AnyDrive>,
    pub name: String,
    pub id: String,
    pub vm_id: Guid,
    pub vm_name: String,
    pub vm_snapshot_id: Guid,
    #[then("CimSession" = Value::Null)]
    pub vm_snapshot_name: String,
    #[then("IsDeleted" = false)]
    pub computer_name: String,
}

/// An IDE controller.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.VMIdeController",
    base = "Microsoft.HyperV.PowerShell.VMDriveController",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject"
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VmIdeController {
    pub controller_number: i32,
    pub drives: Vec<AnyDrive>,
    pub name: String,
    pub id: String,
    pub vm_id: Guid,
    pub vm_name: String,
    pub vm_snapshot_id: Guid,
    #[then("CimSession" = Value::Null)]
    pub vm_snapshot_name: String,
    #[then("IsDeleted" = false)]
    pub computer_name: String,
}

/// A drive of either kind.
#[derive(Clone, Debug)]
pub enum AnyDrive {
    /// A hard disk.
    Hard(HardDiskDrive),
    /// A disc drive.
    Disc(DvdDrive),
}

impl AnyDrive {
    /// The object for a drive, of a machine or of a checkpoint of one.
    pub fn of(owner: Whose<'_>, drive: &Drive) -> Self {
        let (id, name) = (owner.snapshot_id(), owner.snapshot_name());
        match drive.optical {
            true => Self::Disc(DvdDrive {
                vm_snapshot_id: id,
                vm_snapshot_name: name,
                ..DvdDrive::new(owner.vm, drive, owner.computer)
            }),
            false => Self::Hard(HardDiskDrive {
                vm_snapshot_id: id,
                vm_snapshot_name: name,
                ..HardDiskDrive::new(owner.vm, drive, owner.computer)
            }),
        }
    }
}

impl Property for AnyDrive {
    const NET: &'static str = "Microsoft.HyperV.PowerShell.Drive";

    fn to_value(&self) -> Value {
        match self {
            Self::Hard(drive) => drive.to_value(),
            Self::Disc(drive) => drive.to_value(),
        }
    }
}

/// The objects of the drives at a controller, in the order of their places.
fn drives_at(vm: &Vm, kind: ControllerKind, number: u32, computer: &str) -> Vec<AnyDrive> {
    let all = vm.facts.drives.iter().filter(|drive| drive.bus != "fdc");
    let here = all.filter(|drive| {
        let place = drive.place();
        place.kind == kind && place.number == number
    });
    let mut here: Vec<&Drive> = here.collect();
    here.sort_by_key(|drive| drive.place().location);
    let owner = Whose {
        vm,
        checkpoint: None,
        computer,
    };
    here.into_iter()
        .map(|drive| AnyDrive::of(owner, drive))
        .collect()
}

impl VmScsiController {
    /// The object for the controller with this number.
    pub fn new(vm: &Vm, number: u32, computer: &str) -> Self {
        Self {
            controller_number: signed(number),
            drives: drives_at(vm, ControllerKind::Scsi, number, computer),
            name: "SCSI Controller".to_owned(),
            id: super::part_id(vm.id, format_args!("SCSI{number}")),
            vm_id: guid(vm.id),
            vm_name: vm.name.clone(),
            vm_snapshot_id: Guid::default(),
            vm_snapshot_name: String::new(),
            computer_name: computer.to_owned(),
        }
    }
}

impl VmIdeController {
    /// The object for the controller with this number.
    pub fn new(vm: &Vm, number: u32, computer: &str) -> Self {
        Self {
            controller_number: signed(number),
            drives: drives_at(vm, ControllerKind::Ide, number, computer),
            name: format!("IDE Controller {number}"),
            id: super::part_id(vm.id, format_args!("IDE{number}")),
            vm_id: guid(vm.id),
            vm_name: vm.name.clone(),
            vm_snapshot_id: Guid::default(),
            vm_snapshot_name: String::new(),
            computer_name: computer.to_owned(),
        }
    }
}

/// What a parameter of type `VMDriveController` takes.
#[derive(Clone, Debug)]
pub enum AnyController {
    /// A SCSI controller.
    Scsi(Arc<VmScsiController>),
    /// An IDE controller.
    Ide(Arc<VmIdeController>),
}

impl AnyController {
    /// Its kind and its number.
    pub fn place(&self) -> (ControllerKind, u32) {
        let (kind, number) = match self {
            Self::Scsi(one) => (ControllerKind::Scsi, one.controller_number),
            Self::Ide(one) => (ControllerKind::Ide, one.controller_number),
        };
        (kind, u32::try_from(number).unwrap_or(0))
    }

    /// Its machine, to change that, and the machine's name.
    ///
    /// # Errors
    /// `Checkpoint.ReadOnly`.
    pub fn machine(&self) -> Result<(Uuid, &str), ShellError> {
        let (vm, checkpoint, name) = match self {
            Self::Scsi(one) => (
                one.vm_id,
                (one.vm_snapshot_id, &one.vm_snapshot_name),
                &one.vm_name,
            ),
            Self::Ide(one) => (
                one.vm_id,
                (one.vm_snapshot_id, &one.vm_snapshot_name),
                &one.vm_name,
            ),
        };
        Ok((live(vm, (checkpoint.0, checkpoint.1))?, name))
    }
}

impl Argument for AnyController {
    const TYPE: ParameterType = ParameterType::Of("Microsoft.HyperV.PowerShell.VMDriveController");
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        Arc::<VmScsiController>::from_value(value)
            .map(Self::Scsi)
            .or_else(|_| Arc::<VmIdeController>::from_value(value).map(Self::Ide))
            .map_err(|_| mismatch(value, "controller of drives"))
    }
}
