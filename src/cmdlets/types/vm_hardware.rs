//! What a virtual machine is made of besides its disks and adapters.

use std::sync::Arc;

use iovsh_derive::PsObject;

use super::{
    AnyDrive, BootDevice, ConsoleMode, DvdDrive, HardDiskDrive, IpProtocolPreference, OnOffState,
    ResolutionType, VmNetworkAdapter, guid, on_off, uuid,
};
use iovsh_backend::model::{self, BootKind, BootOrder, SerialPort, Uuid, Vm};
use iovsh_shell::argument::{Guid, Property, mismatch};
use iovsh_shell::cmdlet::{Argument, ParameterType};
use iovsh_shell::error::ShellError;
use iovsh_shell::value::convert::to_text;
use iovsh_shell::value::{PsObject, Value};

/// Whose part an object shows: a virtual machine, or a checkpoint of one.
#[derive(Clone, Debug)]
pub struct Owner {
    /// The machine, as it is or as it was put down.
    pub vm: Vm,
    /// Id and name of the checkpoint; nothing for what the machine has now.
    pub checkpoint: Option<(Uuid, String)>,
    /// The host.
    pub computer: String,
}

impl Owner {
    /// The same without owning it.
    pub fn part(&self) -> Whose<'_> {
        Whose {
            vm: &self.vm,
            checkpoint: self.checkpoint.as_ref().map(|(id, name)| (*id, &**name)),
            computer: &self.computer,
        }
    }

    fn snapshot_id(&self) -> Guid {
        self.part().snapshot_id()
    }

    fn snapshot_name(&self) -> String {
        self.part().snapshot_name()
    }

    fn id_of(&self, part: &str) -> String {
        self.part().id_of(part)
    }
}

/// Whose part an object shows, where that stands elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct Whose<'a> {
    /// The machine, as it is or as it was put down.
    pub vm: &'a Vm,
    /// Id and name of the checkpoint.
    pub checkpoint: Option<(Uuid, &'a str)>,
    /// The host.
    pub computer: &'a str,
}

impl Whose<'_> {
    /// The id of the checkpoint.
    pub fn snapshot_id(&self) -> Guid {
        self.checkpoint
            .map_or_else(Guid::default, |(id, _)| guid(id))
    }

    /// The name of the checkpoint.
    pub fn snapshot_name(&self) -> String {
        self.checkpoint
            .map_or_else(String::new, |(_, name)| name.to_owned())
    }

    /// Hyper-V's id of a part of the machine.
    pub fn id_of(&self, part: &str) -> String {
        super::part_id(self.vm.id, part)
    }
}

fn bytes(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The processors of a virtual machine.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.VMProcessor",
    base = "Microsoft.HyperV.PowerShell.VMComponentObject",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject"
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VmProcessor {
    pub resource_pool_name: Option<String>,
    #[then(
        "CompatibilityForMigrationEnabled" = false,
        "CompatibilityForOlderOperatingSystemsEnabled" = false,
        "HwThreadCountPerCore" = Value::Null
    )]
    pub count: i64,
    #[then(
        "EnablePerfmonPmu" = Value::Null,
        "EnablePerfmonLbr" = Value::Null,
        "EnablePerfmonPebs" = Value::Null,
        "EnablePerfmonIpt" = Value::Null,
        "EnableLegacyApicMode" = false,
        "AllowACountMCount" = Value::Null
    )]
    pub expose_virtualization_extensions: Option<bool>,
    #[then("Reserve" = 0_i64)]
    pub maximum: i64,
    #[then(
        "MaximumCountPerNumaNode" = Value::Null,
        "MaximumCountPerNumaSocket" = Value::Null,
        "EnableHostResourceProtection" = false,
        "OperationalStatus" = Value::Null,
        "StatusDescription" = Value::Null
    )]
    pub relative_weight: i32,
    pub name: String,
    pub id: String,
    pub vm_id: Guid,
    pub vm_name: String,
    pub vm_snapshot_id: Guid,
    #[then("CimSession" = Value::Null)]
    pub vm_snapshot_name: String,
    #[then("IsDeleted" = false)]
    pub computer_name: String,
    /// Linux only: how many there can be without a stop.
    pub maximum_count: i64,
}

impl VmProcessor {
    /// Those of a machine.
    pub fn new(owner: &Owner) -> Self {
        let processors = &owner.vm.hardware.processors;
        Self {
            resource_pool_name: None,
            count: i64::from(owner.vm.vcpus),
            expose_virtualization_extensions: processors.nested,
            maximum: i64::from(processors.limit.unwrap_or(100)),
            relative_weight: i32::try_from(processors.weight).unwrap_or(i32::MAX),
            name: "Processor".to_owned(),
            id: owner.id_of("processors"),
            vm_id: guid(owner.vm.id),
            vm_name: owner.vm.name.clone(),
            vm_snapshot_id: owner.snapshot_id(),
            vm_snapshot_name: owner.snapshot_name(),
            computer_name: owner.computer.clone(),
            maximum_count: i64::from(owner.vm.most_processors()),
        }
    }
}

/// The memory of a virtual machine.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.VMMemory",
    base = "Microsoft.HyperV.PowerShell.VMComponentObject",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject"
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VmMemory {
    pub resource_pool_name: Option<String>,
    pub buffer: i32,
    pub dynamic_memory_enabled: bool,
    #[then("MaximumPerNumaNode" = Value::Null)]
    pub maximum: i64,
    pub minimum: i64,
    pub priority: i32,
    pub startup: i64,
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

impl VmMemory {
    /// That of a machine.
    pub fn new(owner: &Owner) -> Self {
        let vm = &owner.vm;
        let dynamic = vm.settings().dynamic_memory;
        let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
        let usual = model::DynamicMemory::from(vm.current_memory());
        let known = dynamic.as_ref().unwrap_or(&usual);
        Self {
            resource_pool_name: None,
            buffer: number(known.buffer),
            dynamic_memory_enabled: dynamic.is_some(),
            maximum: bytes(vm.memory),
            minimum: bytes(known.minimum),
            priority: number(known.priority),
            startup: bytes(vm.current_memory()),
            name: "Memory".to_owned(),
            id: owner.id_of("memory"),
            vm_id: guid(vm.id),
            vm_name: vm.name.clone(),
            vm_snapshot_id: owner.snapshot_id(),
            vm_snapshot_name: owner.snapshot_name(),
            computer_name: owner.computer.clone(),
        }
    }
}

/// The BIOS of a virtual machine.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.VMBios",
    base = "Microsoft.HyperV.PowerShell.VMComponentObject",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject"
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VmBios {
    pub num_lock_enabled: Option<bool>,
    pub startup_order: Vec<BootDevice>,
    pub vm_id: Guid,
    pub vm_name: String,
    pub vm_snapshot_id: Guid,
    #[then("CimSession" = Value::Null)]
    pub vm_snapshot_name: String,
    #[then("IsDeleted" = false)]
    pub computer_name: String,
}

/// Hyper-V's word for a kind of device to boot from.
fn boot_device(kind: BootKind) -> BootDevice {
    match kind {
        BootKind::Floppy => BootDevice::Floppy,
        BootKind::Disc => BootDevice::CD,
        BootKind::HardDisk => BootDevice::IDE,
        BootKind::Network => BootDevice::LegacyNetworkAdapter,
    }
}

/// The kind of device behind Hyper-V's word.
pub fn boot_kind(device: BootDevice) -> BootKind {
    match device {
        BootDevice::Floppy => BootKind::Floppy,
        BootDevice::CD => BootKind::Disc,
        BootDevice::IDE | BootDevice::VHD => BootKind::HardDisk,
        BootDevice::LegacyNetworkAdapter | BootDevice::NetworkAdapter => BootKind::Network,
    }
}

impl VmBios {
    /// That of a machine.
    pub fn new(owner: &Owner) -> Self {
        let vm = &owner.vm;
        let kinds: Vec<BootKind> = match &vm.hardware.firmware.boot {
            BootOrder::Kinds(kinds) => kinds.clone(),
            BootOrder::Devices(devices) => {
                let kind = |device: &model::BootDevice| match device {
                    model::BootDevice::Adapter(_) => BootKind::Network,
                    model::BootDevice::Drive(place) => {
                        let mut drives = vm.facts.drives.iter();
                        match drives.find(|drive| drive.target == *place) {
                            Some(drive) if drive.optical => BootKind::Disc,
                            _ => BootKind::HardDisk,
                        }
                    }
                };
                let mut kinds: Vec<BootKind> = devices.iter().map(kind).collect();
                kinds.dedup();
                kinds
            }
        };
        Self {
            // SeaBIOS has none that could be read.
            num_lock_enabled: None,
            startup_order: kinds.into_iter().map(boot_device).collect(),
            vm_id: guid(vm.id),
            vm_name: vm.name.clone(),
            vm_snapshot_id: owner.snapshot_id(),
            vm_snapshot_name: owner.snapshot_name(),
            computer_name: owner.computer.clone(),
        }
    }
}

/// A device that a virtual machine boots from, as the cmdlets for such devices give it.
#[derive(Clone, Debug)]
pub enum BootObject {
    /// A network adapter.
    Adapter(Arc<VmNetworkAdapter>),
    /// A drive.
    Drive(Box<AnyDrive>),
}

impl Property for BootObject {
    const NET: &'static str = "Microsoft.HyperV.PowerShell.VMComponentObject";

    fn to_value(&self) -> Value {
        match self {
            Self::Adapter(adapter) => adapter.to_value(),
            Self::Drive(drive) => drive.to_value(),
        }
    }
}

/// One device that a virtual machine boots from.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.VMBootSource",
    base = "Microsoft.HyperV.PowerShell.VMComponentObject",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject",
    text = boot_type_of
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VmBootSource {
    #[property(skip)]
    pub source: model::BootDevice,
    pub boot_type: String,
    pub description: String,
    #[then("FirmwarePath" = Value::Null)]
    pub device: Option<BootObject>,
    pub vm_id: Guid,
    #[then("CimSession" = Value::Null)]
    pub vm_name: String,
    #[then("IsDeleted" = false)]
    pub computer_name: String,
}

/// `Network` or `Drive`: what an order of several is read by.
fn boot_type_of(source: &PsObject) -> String {
    let kind = source.get("BootType");
    kind.map_or_else(String::new, |kind| to_text(&kind).to_string())
}

impl VmBootSource {
    fn new(owner: &Owner, adapters: &[VmNetworkAdapter], source: &model::BootDevice) -> Self {
        let vm = &owner.vm;
        let (boot_type, description, device) = match source {
            model::BootDevice::Adapter(alias) => {
                let found = adapters.iter().find(|adapter| adapter.alias == *alias);
                let object = found.map(|found| BootObject::Adapter(Arc::new(found.clone())));
                ("Network", "EFI Network", object)
            }
            model::BootDevice::Drive(place) => {
                let mut drives = vm.facts.drives.iter();
                let found = drives.find(|drive| drive.target == *place);
                let optical = found.is_some_and(|drive| drive.optical);
                let what = if optical { "EFI DVD" } else { "EFI Drive" };
                let object = found
                    .map(|drive| BootObject::Drive(Box::new(AnyDrive::of(owner.part(), drive))));
                ("Drive", what, object)
            }
        };
        Self {
            source: source.clone(),
            boot_type: boot_type.to_owned(),
            description: description.to_owned(),
            device,
            vm_id: guid(vm.id),
            vm_name: vm.name.clone(),
            computer_name: owner.computer.clone(),
        }
    }
}

/// The firmware of a virtual machine of generation 2.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.VMFirmware",
    base = "Microsoft.HyperV.PowerShell.VMComponentObject",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject"
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VmFirmware {
    #[then("PreferredNetworkBootProtocol" = IpProtocolPreference::IPv4)]
    pub boot_order: Vec<VmBootSource>,
    pub secure_boot: OnOffState,
    pub secure_boot_template_id: Option<Guid>,
    pub secure_boot_template: String,
    #[then("PauseAfterBootFailure" = OnOffState::Off)]
    pub console_mode: ConsoleMode,
    pub vm_id: Guid,
    pub vm_name: String,
    pub vm_snapshot_id: Guid,
    #[then("CimSession" = Value::Null)]
    pub vm_snapshot_name: String,
    #[then("IsDeleted" = false)]
    pub computer_name: String,
    /// Linux only: `UEFI` or `BIOS`.
    pub kind: String,
}

/// Sets of keys that edk2's variables are enrolled with, all of them at once: Hyper-V's names and ids.
pub const TEMPLATES: [(&str, &str); 2] = [
    (
        "MicrosoftUEFICertificateAuthority",
        "272e7447-90a4-4563-a4b9-8e4ab00526ce",
    ),
    ("MicrosoftWindows", "1734c6e8-3154-4dda-ba5f-a874cc483422"),
];

impl VmFirmware {
    /// That of a machine with these network adapters.
    pub fn new(owner: &Owner, adapters: &[VmNetworkAdapter]) -> Self {
        let vm = &owner.vm;
        let firmware = &vm.hardware.firmware;
        let template = TEMPLATES.first().filter(|_| firmware.secure_boot);
        let sources: Vec<model::BootDevice> = match &firmware.boot {
            BootOrder::Devices(devices) => devices.clone(),
            BootOrder::Kinds(kinds) => kinds.iter().flat_map(|kind| of_kind(vm, *kind)).collect(),
        };
        Self {
            boot_order: sources
                .iter()
                .map(|source| VmBootSource::new(owner, adapters, source))
                .collect(),
            secure_boot: on_off(firmware.secure_boot),
            secure_boot_template_id: template.and_then(|(_, id)| id.parse().ok().map(guid)),
            secure_boot_template: template.map_or_else(String::new, |(name, _)| (*name).to_owned()),
            console_mode: ConsoleMode::Default,
            vm_id: guid(vm.id),
            vm_name: vm.name.clone(),
            vm_snapshot_id: owner.snapshot_id(),
            vm_snapshot_name: owner.snapshot_name(),
            computer_name: owner.computer.clone(),
            kind: if firmware.uefi { "UEFI" } else { "BIOS" }.to_owned(),
        }
    }
}

/// The devices of a machine that are of this kind.
fn of_kind(vm: &Vm, kind: BootKind) -> Vec<model::BootDevice> {
    let drives = |optical: bool| {
        let all = vm.facts.drives.iter();
        let own = all.filter(move |d| d.optical == optical && d.bus != "fdc");
        own.map(|drive| model::BootDevice::Drive(drive.target.clone()))
            .collect()
    };
    match kind {
        BootKind::Floppy => Vec::new(),
        BootKind::Disc => drives(true),
        BootKind::HardDisk => drives(false),
        BootKind::Network => {
            let all = vm.adapters.iter();
            all.map(|a| model::BootDevice::Adapter(a.alias.clone()))
                .collect()
        }
    }
}

/// What a parameter of type `VMComponentObject` takes: something to boot from.
#[derive(Clone, Debug)]
pub struct BootFrom {
    /// The machine that it belongs to: a drive is in the same place in many of them.
    pub vm: Uuid,
    /// That machine's name.
    pub vm_name: String,
    /// The device.
    pub device: model::BootDevice,
}

impl Argument for BootFrom {
    const TYPE: ParameterType = ParameterType::Of("Microsoft.HyperV.PowerShell.VMComponentObject");
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        // Hyper-V's ids end in the place of the drive.
        let place = |id: &str| {
            let place = id.rsplit('\\').next().unwrap_or_default();
            model::BootDevice::Drive(place.to_lowercase())
        };
        let of = |vm: Uuid, vm_name: &str, device| Self {
            vm,
            vm_name: vm_name.to_owned(),
            device,
        };
        let source = Arc::<VmBootSource>::from_value(value)
            .map(|source| of(uuid(source.vm_id), &source.vm_name, source.source.clone()));
        source
            .or_else(|_| {
                let adapter = Arc::<VmNetworkAdapter>::from_value(value)?;
                let device = model::BootDevice::Adapter(adapter.alias.clone());
                Ok(of(adapter.vm, &adapter.vm_name, device))
            })
            .or_else(|_: ShellError| {
                let drive = Arc::<HardDiskDrive>::from_value(value)?;
                Ok(of(uuid(drive.vm_id), &drive.vm_name, place(&drive.id)))
            })
            .or_else(|_: ShellError| {
                let drive = Arc::<DvdDrive>::from_value(value)?;
                Ok(of(uuid(drive.vm_id), &drive.vm_name, place(&drive.id)))
            })
            .map_err(|_: ShellError| {
                mismatch(value, "drive or network adapter of a virtual machine")
            })
    }
}

/// A serial port of a virtual machine.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.VMComPort",
    base = "Microsoft.HyperV.PowerShell.VMComponentObject",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject"
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VmComPort {
    #[property(skip)]
    pub number: u8,
    #[then("DebuggerMode" = OnOffState::Off)]
    pub path: String,
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

impl VmComPort {
    /// One of the two ports of a machine, 1 or 2.
    pub fn new(owner: Whose<'_>, number: u8) -> Self {
        let vm = owner.vm;
        let at = usize::from(number.saturating_sub(1));
        let path = match vm.hardware.serial.get(at) {
            Some(SerialPort::Socket(path)) => path.clone(),
            Some(SerialPort::Terminal) if at == 0 => vm.facts.terminal.clone().unwrap_or_default(),
            Some(SerialPort::Terminal | SerialPort::Other(_)) | None => String::new(),
        };
        Self {
            number,
            path,
            name: format!("COM {number}"),
            id: owner.id_of(&format!("com{number}")),
            vm_id: guid(vm.id),
            vm_name: vm.name.clone(),
            vm_snapshot_id: owner.snapshot_id(),
            vm_snapshot_name: owner.snapshot_name(),
            computer_name: owner.computer.to_owned(),
        }
    }
}

/// The display of a virtual machine.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.VMVideo",
    base = "Microsoft.HyperV.PowerShell.VMComponentObject",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject"
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VmVideo {
    pub resolution_type: ResolutionType,
    pub horizontal_resolution: Option<i32>,
    pub vertical_resolution: Option<i32>,
    pub name: String,
    pub id: String,
    pub vm_id: Guid,
    pub vm_name: String,
    pub vm_snapshot_id: Guid,
    #[then("CimSession" = Value::Null)]
    pub vm_snapshot_name: String,
    #[then("IsDeleted" = false)]
    pub computer_name: String,
    /// Linux only: the graphics card.
    pub model: String,
    /// Linux only: where the display can be looked at; nothing while the machine does not run.
    pub address: String,
}

/// Where the display of a machine can be looked at.
pub fn display_address(vm: &Vm) -> Option<String> {
    let graphics = vm.hardware.graphics.as_ref()?;
    let port = vm.facts.display_port?;
    let host = graphics.listen.as_deref().unwrap_or("127.0.0.1");
    let host = if host.contains(':') {
        format!("[{host}]")
    } else {
        host.to_owned()
    };
    Some(format!("{}://{host}:{port}", graphics.kind))
}

impl VmVideo {
    /// The display of a machine; none of one without a graphics card.
    pub fn new(owner: &Owner) -> Option<Self> {
        let vm = &owner.vm;
        let video = vm.hardware.video.as_ref()?;
        Some(Self {
            resolution_type: match video.resolution {
                Some(_) => ResolutionType::Single,
                None => ResolutionType::Default,
            },
            horizontal_resolution: video.resolution.map(|(x, _)| i32::from(x)),
            vertical_resolution: video.resolution.map(|(_, y)| i32::from(y)),
            name: "Video".to_owned(),
            id: owner.id_of("video"),
            vm_id: guid(vm.id),
            vm_name: vm.name.clone(),
            vm_snapshot_id: owner.snapshot_id(),
            vm_snapshot_name: owner.snapshot_name(),
            computer_name: owner.computer.clone(),
            model: video.model.clone(),
            address: display_address(vm).unwrap_or_default(),
        })
    }
}

/// What protects a virtual machine.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.VMSecurity",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject"
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VmSecurity {
    #[then(
        "KsdEnabled" = false,
        "Shielded" = false,
        "EncryptStateAndVmMigrationTraffic" = false,
        "VirtualizationBasedSecurityOptOut" = false,
        "BindToHostTpm" = false,
        "CimSession" = Value::Null
    )]
    pub tpm_enabled: bool,
    #[then("IsDeleted" = false)]
    pub computer_name: String,
    /// Linux only: the machine.
    pub vm_name: String,
}

impl VmSecurity {
    /// That of a machine.
    pub fn new(owner: &Owner) -> Self {
        Self {
            tpm_enabled: owner.vm.hardware.tpm.is_some(),
            computer_name: owner.computer.clone(),
            vm_name: owner.vm.name.clone(),
        }
    }
}
