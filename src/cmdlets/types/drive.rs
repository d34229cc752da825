//! The drives of a virtual machine.

use iovsh_derive::PsObject;

use super::{ControllerType, DvdMediaType, guid};
use iovsh_backend::model::{Drive, Vm};
use iovsh_shell::argument::Guid;
use iovsh_shell::value::Value;

/// A hard disk.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.HardDiskDrive",
    base = "Microsoft.HyperV.PowerShell.Drive",
    base = "Microsoft.HyperV.PowerShell.VMComponentObject",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject"
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct HardDiskDrive {
    #[then(
        "DiskNumber" = Value::Null,
        "MaximumIOPS" = Value::Null,
        "MinimumIOPS" = Value::Null,
        "QoSPolicyID" = Value::Null,
        "SupportPersistentReservations" = Value::Null,
        "WriteHardeningMethod" = Value::Null
    )]
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

/// A disc drive.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.DvdDrive",
    base = "Microsoft.HyperV.PowerShell.Drive",
    base = "Microsoft.HyperV.PowerShell.VMComponentObject",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject"
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct DvdDrive {
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

/// Where a drive is plugged in: the kind of controller, and its place there, from libvirt's name of it (`vdb` is the second).
fn place(drive: &Drive) -> (ControllerType, i32) {
    let controller = match drive.bus.as_str() {
        "ide" | "fdc" => ControllerType::IDE,
        // Hyper-V knows no virtio and no SATA; it calls what is plugged in at run time SCSI.
        _ => ControllerType::SCSI,
    };
    let letters = drive.target.get(2..).unwrap_or_default();
    let location = letters
        .bytes()
        .filter(u8::is_ascii_lowercase)
        .fold(0_i32, |sum, letter| {
            sum.saturating_mul(26)
                .saturating_add(i32::from(letter - b'a') + 1)
        });
    (controller, location.saturating_sub(1).max(0))
}

fn id_of(vm: &Vm, drive: &Drive) -> String {
    format!("Microsoft:{}\\{}", vm.id, drive.target).to_uppercase()
}

impl HardDiskDrive {
    /// The object for a hard disk.
    pub fn new(vm: &Vm, drive: &Drive, computer: &str) -> Self {
        let (controller_type, controller_location) = place(drive);
        Self {
            path: drive.path.clone(),
            controller_location,
            controller_number: 0,
            controller_type,
            name: "Hard Drive".to_owned(),
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
        let (controller_type, controller_location) = place(drive);
        Self {
            dvd_media_type: match drive.path.as_deref() {
                None => DvdMediaType::None,
                Some(device) if device.starts_with("/dev/") => DvdMediaType::PassThrough,
                Some(_) => DvdMediaType::ISO,
            },
            path: drive.path.clone(),
            controller_location,
            controller_number: 0,
            controller_type,
            name: "DVD Drive".to_owned(),
            id: id_of(vm, drive),
            vm_id: guid(vm.id),
            vm_name: vm.name.clone(),
            vm_snapshot_id: Guid::default(),
            vm_snapshot_name: String::new(),
            computer_name: computer.to_owned(),
        }
    }
}
