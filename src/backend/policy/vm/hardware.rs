//! What a VM is made of: name, processors, memory, firmware, serial ports, display, TPM. What can change while it runs does; the rest is
//! refused with the way to have it.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::model::{
    BootDevice, BootOrder, DynamicMemory, Firmware, Graphics, Memory, Processors, SerialPort,
    State, Video, Vm, VmSettings, VmState,
};
use crate::plan::{Part, PartKind, PlanBuilder};
use crate::policy::guard;
use crate::policy::word::pattern;
use crate::{Category, HostError};

/// Bytes of a mebibyte: QEMU's memory comes in whole ones.
const MIB: u64 = 1 << 20;
/// The least of a VM's memory that the balloon leaves when nobody says how much: Hyper-V's own.
const LEAST: u64 = 512 * MIB;
/// The memory that a VM can have: 32 MiB to 12 TiB, which Hyper-V's New-VM declares.
const SIZES: RangeInclusive<u64> = 32 * MIB..=12 << 40;

/// What is to be changed of the processors; `None` leaves a setting alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProcessorChanges {
    /// How many are plugged in.
    pub count: Option<u32>,
    /// How many there may be without a stop.
    pub maximum: Option<u32>,
    /// Share against other VMs, 1 to 10000.
    pub weight: Option<u32>,
    /// Percent of a processor that each gets, 1 to 100.
    pub limit: Option<u32>,
    /// The guest can run VMs.
    pub nested: Option<bool>,
}

/// What is to be changed of the memory; `None` leaves a setting alone. All sizes are in bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MemoryChanges {
    /// The balloon moves it.
    pub dynamic: Option<bool>,
    /// What it starts with.
    pub startup: Option<u64>,
    /// The least that it is left with.
    pub minimum: Option<u64>,
    /// The most that it has.
    pub maximum: Option<u64>,
    /// Percent beyond what it needs.
    pub buffer: Option<u32>,
    /// 0 to 100.
    pub priority: Option<u32>,
}

/// What is to be changed of the firmware; `None` leaves a setting alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FirmwareChanges {
    /// UEFI instead of a BIOS.
    pub uefi: Option<bool>,
    /// Only what is signed is booted; needs UEFI.
    pub secure_boot: Option<bool>,
    /// What is tried, in order.
    pub boot: Option<BootOrder>,
    /// The device that is tried before all others.
    pub first: Option<BootDevice>,
}

/// What is to be changed of a VM's hardware; `None` leaves a part alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Changes {
    /// The name that it is to have.
    pub name: Option<String>,
    /// Processors.
    pub processors: ProcessorChanges,
    /// Memory.
    pub memory: MemoryChanges,
    /// Firmware.
    pub firmware: FirmwareChanges,
    /// Its machine type.
    pub machine: Option<String>,
    /// It has a display that can be looked at.
    pub console: Option<bool>,
    /// It has a TPM.
    pub tpm: Option<bool>,
    /// Serial ports, by their number from 0 on; `None`: nothing is behind the port that others can reach.
    pub serial: Vec<(u8, Option<String>)>,
    /// Width and height of its display; `Some(None)`: what the guest likes.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::model::as_asked"
    )]
    pub display: Option<Option<(u16, u16)>>,
}

/// The parts that are to be replaced, with what that is called; edits `settings` where iovsh keeps more than libvirt does.
///
/// # Errors
/// `Vm.InvalidState` for what cannot change in the state that the VM is in; `Vm.NameInUse`, `Vm.NameInvalid`; `Vm.ProcessorsInvalid`,
/// `Vm.MemoryInvalid`, `Vm.FirmwareInvalid`, `Vm.PathInvalid`.
pub(super) fn parts(
    state: &State,
    vm: &Vm,
    changes: &Changes,
    settings: &mut VmSettings,
) -> Result<Vec<(String, Part)>, HostError> {
    let wanted = [
        (
            format!("Change the processors of '{}'", vm.name),
            processors(vm, &changes.processors)?,
        ),
        (
            format!("Change the memory of '{}'", vm.name),
            memory(vm, &changes.memory, settings)?,
        ),
        (
            format!("Change the firmware of '{}'", vm.name),
            Part::Firmware(firmware(vm, &changes.firmware)?),
        ),
        (
            format!("Change the machine type of '{}'", vm.name),
            Part::Machine(changes.machine.clone().or_else(|| vm.facts.machine.clone())),
        ),
        (
            format!("Change the TPM of '{}'", vm.name),
            Part::Tpm(tpm(vm, changes.tpm)),
        ),
        (
            format!("Change the serial ports of '{}'", vm.name),
            Part::Serial(serial(state, vm, &changes.serial)?),
        ),
        (
            format!("Change the display of '{}'", vm.name),
            display(vm, changes.display, changes.console),
        ),
    ];
    let is_new = |(_, part): &(String, Part)| Part::of(vm, part.kind()) != *part;
    let mut parts: Vec<(String, Part)> = wanted.into_iter().filter(is_new).collect();
    for (_, part) in &parts {
        may_change(vm, part)?;
    }
    if let Some(name) = changes.name.as_ref().filter(|name| **name != vm.name) {
        guard::may_be_called(state, name, Some(vm.id))?;
        if vm.state != VmState::Off {
            return Err(stop_first(vm, "rename", "libvirt renames what is off."));
        }
        parts.push((
            format!("Rename '{}' to '{name}'", vm.name),
            Part::Name(name.clone()),
        ));
    }
    Ok(parts)
}

/// Warns of what the host may not have for it.
pub(super) fn warn(state: &State, plan: &mut PlanBuilder, vm: &Vm, parts: &[(String, Part)]) {
    for (_, part) in parts {
        if let Part::Processors { count, .. } = part {
            warn_of_shared_processors(state, plan, &vm.name, *count);
        }
        if let Part::Memory { most, .. } = part {
            warn_of_scarce_memory(state, plan, &vm.name, *most);
        }
    }
}

/// Warns of more memory, in bytes, than the host has.
pub(super) fn warn_of_scarce_memory(state: &State, plan: &mut PlanBuilder, name: &str, most: u64) {
    let there = state.host.memory;
    if most > there && there > 0 {
        plan.warn(
            "Vm.MemoryShort",
            format!(
                "'{name}' may have {} MiB of memory, the host has {}: it will not start, or the host swaps.",
                most / MIB,
                there / MIB
            ),
        );
    }
}

/// Refuses what a running or saved VM cannot take.
fn may_change(vm: &Vm, part: &Part) -> Result<(), HostError> {
    if vm.state == VmState::Saved {
        return Err(guard::invalid_state(vm, "change").next_step(format!(
            "It goes on with what it was saved with. Start it and stop it, or throw its saved state away: Remove-VMSavedState {}.",
            pattern(&vm.name)
        )));
    }
    if !vm.state.is_active() {
        return Ok(());
    }
    let now = Part::of(vm, part.kind());
    match (part, &now) {
        (
            Part::Processors { count, processors },
            Part::Processors {
                count: had,
                processors: knew,
            },
        ) => {
            if processors.maximum != knew.maximum {
                return Err(stop_first(
                    vm,
                    "give more processors to",
                    &format!("It was started with places for {}.", knew.maximum),
                ));
            }
            if count < had {
                return Err(stop_first(
                    vm,
                    "take processors from",
                    "A guest rarely lets go of one that it uses.",
                ));
            }
            if processors.nested != knew.nested {
                let why = "A processor says when the guest starts what it can.";
                return Err(stop_first(vm, "change the processors of", why));
            }
            Ok(())
        }
        (
            Part::Memory { most, memory },
            Part::Memory {
                most: had,
                memory: knew,
            },
        ) => {
            if most != had {
                let why = format!(
                    "It was started with places for {} MiB; up to there -StartupBytes works at once.",
                    had / MIB
                );
                return Err(stop_first(vm, "change the most memory of", &why));
            }
            if memory.gives_back != knew.gives_back {
                let why = "QEMU makes the balloon when the machine starts.";
                return Err(stop_first(vm, "turn dynamic memory on or off for", why));
            }
            Ok(())
        }
        (other, _) => {
            let what = match other.kind() {
                PartKind::Firmware => "change the firmware of",
                PartKind::Machine => "change the machine type of",
                PartKind::Tpm => "change the TPM of",
                PartKind::Serial => "change the serial ports of",
                PartKind::Display => "change the display of",
                PartKind::Name | PartKind::Processors | PartKind::Memory => "change",
            };
            Err(stop_first(
                vm,
                what,
                "QEMU makes it when the machine starts.",
            ))
        }
    }
}

fn stop_first(vm: &Vm, act: &str, why: &str) -> HostError {
    let next = match vm.state {
        VmState::Saved => format!(
            "{why} Start it and stop it, or throw its saved state away: Remove-VMSavedState {}.",
            pattern(&vm.name)
        ),
        _ => format!("{why} Stop it first: Stop-VM -Name {}.", pattern(&vm.name)),
    };
    guard::invalid_state(vm, act).next_step(next)
}

fn invalid(id: &'static str, vm: &Vm, message: String, next: &str) -> HostError {
    HostError::new(id, Category::InvalidArgument, message)
        .target(vm.name.clone())
        .next_step(next)
}

/// Warns of more virtual processors than the host has processors.
pub(super) fn warn_of_shared_processors(
    state: &State,
    plan: &mut PlanBuilder,
    name: &str,
    count: u32,
) {
    let there = state.host.processors;
    if count > there && there > 0 {
        plan.warn(
            "Vm.ProcessorsShared",
            format!(
                "'{name}' has {count} virtual processors, the host has {there}: they share them, and the guest waits for itself. Set-VMProcessor {} -Count {there} gives it as many as there are.",
                pattern(name)
            ),
        );
    }
}

fn processors(vm: &Vm, changes: &ProcessorChanges) -> Result<Part, HostError> {
    if *changes == ProcessorChanges::default() {
        return Ok(Part::of(vm, PartKind::Processors));
    }
    let now = &vm.hardware.processors;
    let count = changes.count.unwrap_or(vm.vcpus);
    let had = vm.most_processors();
    // Room that nobody asked for is not kept when the machine is off and has none now.
    let roomy = had > vm.vcpus;
    let maximum = match changes.maximum {
        Some(maximum) => maximum,
        None if roomy || vm.state.is_active() => had.max(count),
        None => count,
    };
    if count == 0 || maximum < count {
        let message = format!("'{}' cannot have {count} of {maximum} processors.", vm.name);
        return Err(invalid(
            "Vm.ProcessorsInvalid",
            vm,
            message,
            "Give it at least one, and a maximum that is not less than the count.",
        ));
    }
    Ok(Part::Processors {
        count,
        processors: Processors {
            maximum,
            weight: changes.weight.unwrap_or(now.weight),
            limit: match changes.limit {
                Some(limit) => Some(limit).filter(|limit| *limit < 100),
                None => now.limit,
            },
            nested: changes.nested.or(now.nested),
        },
    })
}

fn memory(vm: &Vm, changes: &MemoryChanges, settings: &mut VmSettings) -> Result<Part, HostError> {
    if *changes == MemoryChanges::default() {
        return Ok(Part::of(vm, PartKind::Memory));
    }
    let sizes = [changes.startup, changes.minimum, changes.maximum];
    if let Some(size) = sizes.into_iter().flatten().find(|size| size % MIB != 0) {
        let message = format!("{size} bytes are no whole number of MiB.");
        let next = "Give memory in MiB or GiB, for example 2GB.";
        return Err(invalid("Vm.MemoryInvalid", vm, message, next));
    }
    if let Some(size) = sizes
        .into_iter()
        .flatten()
        .find(|size| !SIZES.contains(size))
    {
        let message = format!("{size} bytes are no memory for a virtual machine.");
        let next = "Give it 32 MiB to 12 TiB, for example 2GB.";
        return Err(invalid("Vm.MemoryInvalid", vm, message, next));
    }
    let known = settings.dynamic_memory.clone();
    let is_dynamic = changes.dynamic.unwrap_or(known.is_some());
    if !is_dynamic {
        if changes.minimum.is_some() || changes.maximum.is_some() {
            let message = format!(
                "'{}' has static memory, which has no minimum and no maximum.",
                vm.name
            );
            let next = format!(
                "Turn dynamic memory on with them: Set-VMMemory {} -DynamicMemoryEnabled $true, and its bounds.",
                pattern(&vm.name)
            );
            return Err(invalid("Vm.MemoryInvalid", vm, message, &next));
        }
        settings.dynamic_memory = None;
        let asked = changes.startup;
        let most = match asked {
            // Less is taken by the balloon.
            Some(size) if vm.state.is_active() => size.max(vm.memory),
            Some(size) => size,
            None => vm.memory,
        };
        return Ok(Part::Memory {
            most,
            memory: Memory {
                current: Some(asked.unwrap_or_else(|| vm.current_memory()).min(most)),
                // A balloon that gave memory back before anybody asked for it goes on with it.
                gives_back: known.is_none() && vm.hardware.memory.gives_back,
            },
        });
    }
    let startup = changes.startup.unwrap_or_else(|| vm.current_memory());
    let before = known.unwrap_or_else(|| DynamicMemory::from(LEAST.min(startup)));
    let wanted = DynamicMemory {
        minimum: changes.minimum.unwrap_or(before.minimum),
        buffer: changes.buffer.unwrap_or(before.buffer),
        priority: changes.priority.unwrap_or(before.priority),
    };
    let most = changes.maximum.unwrap_or_else(|| vm.memory.max(startup));
    if wanted.minimum > startup || startup > most {
        let message = format!(
            "'{}' cannot start with {} MiB between {} and {} MiB.",
            vm.name,
            startup / MIB,
            wanted.minimum / MIB,
            most / MIB
        );
        let next = "Choose a minimum that is not more, and a maximum that is not less than the startup memory.";
        return Err(invalid("Vm.MemoryInvalid", vm, message, next));
    }
    settings.dynamic_memory = Some(wanted);
    Ok(Part::Memory {
        most,
        memory: Memory {
            current: Some(startup),
            gives_back: true,
        },
    })
}

/// Refuses to speak of a BIOS that starts from kinds of devices where the VM starts from devices, and the other way round: a VM of
/// generation 1 does the one, one of generation 2 the other, whose firmware is UEFI or a BIOS all the same.
///
/// # Errors
/// `Vm.WrongGeneration`.
pub fn of_generation(vm: &Vm, generation: u8) -> Result<(), HostError> {
    let own = vm.settings().generation;
    if own == generation {
        return Ok(());
    }
    let firmware = match vm.hardware.firmware.uefi {
        true => "UEFI",
        false => "a BIOS",
    };
    let (kinds, other) = if own == 1 {
        ("kinds of devices", "VMBios")
    } else {
        ("single devices", "VMFirmware")
    };
    let made = match (own, vm.hardware.firmware.uefi) {
        (2, false) => "counts as one of generation 2, as it was made without -Generation: it",
        (1, _) => "is a virtual machine of generation 1, which",
        _ => "is a virtual machine of generation 2, which",
    };
    let message = format!(
        "'{}' {made} has {firmware} and an order of {kinds} to start from.",
        vm.name
    );
    Err(
        HostError::new("Vm.WrongGeneration", Category::InvalidOperation, message)
            .target(vm.name.clone())
            .next_step(format!("Use Get-{other} and Set-{other} for it.")),
    )
}

fn firmware(vm: &Vm, changes: &FirmwareChanges) -> Result<Firmware, HostError> {
    let now = &vm.hardware.firmware;
    match changes.boot {
        _ if *changes == FirmwareChanges::default() => return Ok(now.clone()),
        // A BIOS knows kinds of devices, UEFI knows devices.
        Some(BootOrder::Kinds(_)) => of_generation(vm, 1)?,
        Some(BootOrder::Devices(_)) | None => of_generation(vm, 2)?,
    }
    let secure_boot = changes.secure_boot.unwrap_or(now.secure_boot);
    if secure_boot && changes.uefi == Some(false) {
        let message = format!(
            "'{}' is to start with Secure Boot, which a BIOS does not have.",
            vm.name
        );
        let next = format!(
            "Give up both: Set-VMFirmware {} -EnableSecureBoot Off -Uefi $false.",
            pattern(&vm.name)
        );
        return Err(invalid("Vm.FirmwareInvalid", vm, message, &next));
    }
    let uefi = changes.uefi.unwrap_or(now.uefi) || secure_boot;
    let mut boot = changes.boot.clone().unwrap_or_else(|| now.boot.clone());
    if let Some(first) = &changes.first {
        let mut devices = match boot {
            BootOrder::Devices(devices) => devices,
            BootOrder::Kinds(_) => all_devices(vm),
        };
        devices.retain(|device| device != first);
        devices.insert(0, first.clone());
        boot = BootOrder::Devices(devices);
    }
    if let BootOrder::Devices(devices) = &boot {
        let own = all_devices(vm);
        if let Some(foreign) = devices.iter().find(|device| !own.contains(device)) {
            let name = match foreign {
                BootDevice::Drive(place) => place.clone(),
                BootDevice::Adapter(alias) => alias.to_string(),
            };
            let message = format!("'{}' has no device '{name}' to boot from.", vm.name);
            let next = "Take its own: Get-VM gives its NetworkAdapters, HardDrives and DVDDrives.";
            return Err(invalid("Vm.FirmwareInvalid", vm, message, next));
        }
    }
    Ok(Firmware {
        uefi,
        secure_boot,
        boot,
    })
}

/// What a VM can boot from: its drives, then its adapters.
fn all_devices(vm: &Vm) -> Vec<BootDevice> {
    let drives = vm.facts.drives.iter().map(|drive| drive.target.clone());
    let adapters = vm.adapters.iter().map(|adapter| adapter.alias.clone());
    drives
        .map(BootDevice::Drive)
        .chain(adapters.map(BootDevice::Adapter))
        .collect()
}

fn tpm(vm: &Vm, wanted: Option<bool>) -> Option<String> {
    let known = vm.hardware.tpm.clone();
    match wanted {
        None => known,
        Some(false) => None,
        Some(true) => known.or_else(|| Some("2.0".to_owned())),
    }
}

fn serial(
    state: &State,
    vm: &Vm,
    changes: &[(u8, Option<String>)],
) -> Result<Vec<SerialPort>, HostError> {
    let mut ports = vm.hardware.serial.clone();
    for (number, path) in changes {
        let at = usize::from(*number);
        // A port cannot be there without those before it.
        while ports.len() <= at && (path.is_some() || ports.len() < at) {
            ports.push(SerialPort::Terminal);
        }
        if let Some(path) = path.as_ref().filter(|path| !path.starts_with('/')) {
            let message = format!("'{path}' is no path of a socket on the host.");
            let next = "Name a Unix socket from the root on, for example /run/libvirt/qemu/web1-com1.sock; QEMU makes it.";
            return Err(invalid("Vm.PathInvalid", vm, message, next));
        }
        if let Some(port) = ports.get_mut(at) {
            *port = match path {
                Some(path) => SerialPort::Socket(path.clone()),
                None => SerialPort::Terminal,
            };
        }
    }
    for (number, path) in changes {
        if let Some(path) = path {
            is_free(state, vm, &ports, (*number, path))?;
        }
    }
    Ok(ports)
}

/// Refuses a socket that is behind another port: QEMU makes it anew, and who was there before is cut off.
fn is_free(
    state: &State,
    vm: &Vm,
    own: &[SerialPort],
    (number, path): (u8, &String),
) -> Result<(), HostError> {
    let leads_there =
        |port: &SerialPort| matches!(port, SerialPort::Socket(other) if other == path);
    let others = state.vms.iter().filter(|other| other.id != vm.id);
    let all = others.map(|other| (other, other.hardware.serial.as_slice()));
    for (holder, ports) in all.chain([(vm, own)]) {
        let mut ports = (0_u8..).zip(ports);
        let taken =
            ports.find(|(at, port)| leads_there(port) && (holder.id != vm.id || *at != number));
        if let Some((at, _)) = taken {
            let message = format!(
                "'{path}' is behind COM {} of '{}'.",
                at.saturating_add(1),
                holder.name
            );
            let next = "Give each port a socket of its own.";
            return Err(invalid("Vm.PathInvalid", vm, message, next));
        }
    }
    Ok(())
}

/// A display that was asked for can be looked at, from the host itself.
fn display(vm: &Vm, wanted: Option<Option<(u16, u16)>>, console: Option<bool>) -> Part {
    let hardware = &vm.hardware;
    let resolution = match (wanted, console) {
        (None, Some(false)) => {
            return Part::Display {
                video: None,
                graphics: None,
            };
        }
        (None, Some(true)) if hardware.video.is_none() || hardware.graphics.is_none() => {
            hardware.video.as_ref().and_then(|video| video.resolution)
        }
        (None, _) => return Part::of(vm, PartKind::Display),
        (Some(resolution), _) => resolution,
    };
    let model = hardware.video.as_ref().map(|video| video.model.clone());
    Part::Display {
        video: Some(Video {
            model: model.unwrap_or_else(|| "virtio".to_owned()),
            resolution,
        }),
        graphics: Some(hardware.graphics.clone().unwrap_or_else(|| Graphics {
            kind: "vnc".to_owned(),
            listen: Some("127.0.0.1".to_owned()),
        })),
    }
}
