//! What domains of the simulated machine are made of, as libvirt and QEMU refuse and carry out.

use super::domain::find;
use super::refusal::libvirt;
use super::world::{MACHINE, World};
use crate::model::{MachineType, Uuid, Vm, VmState};
use crate::plan::{HardwareChange, Part};
use crate::{Category, HostError};

/// Carries the change out, or refuses it.
pub(super) fn apply(world: &mut World, change: &HardwareChange) -> Result<(), HostError> {
    let HardwareChange::Set { vm, part } = change;
    let found = find(world, *vm)?;
    match part {
        Part::Name(name) => may_be_called(world, found, name)?,
        Part::Processors { count, processors } => {
            let most = processors.maximum.max(*count);
            plugs(world, found, *count, most, processors.nested)?;
        }
        Part::Memory { most, memory } => {
            let current = memory.current.unwrap_or(*most);
            if found.state.is_active() && *most != found.memory {
                return Err(refuse(
                    found,
                    "cannot resize the maximum memory on an active domain",
                ));
            }
            // QEMU's balloon is told when it is made how it behaves.
            may_be_defined(found, memory.gives_back == found.hardware.memory.gives_back)?;
            if current > *most {
                let text = "invalid argument: cannot set memory higher than max memory";
                return Err(libvirt(Category::InvalidArgument, &found.name, text));
            }
        }
        Part::Firmware(firmware) => {
            may_be_defined(found, found.hardware.firmware == *firmware)?;
        }
        Part::Machine(machine) => {
            may_be_defined(found, found.facts.machine == *machine)?;
            let known = world.machine_types();
            if let Some(name) = machine
                && !known.iter().any(|one| one.name == *name)
            {
                let text = format!(
                    "unsupported configuration: Emulator '/usr/bin/qemu-system-x86_64' does not support machine type '{name}'"
                );
                return Err(libvirt(Category::InvalidArgument, &found.name, text));
            }
        }
        Part::Tpm(version) => may_be_defined(found, found.hardware.tpm == *version)?,
        Part::Serial(ports) => may_be_defined(found, found.hardware.serial == *ports)?,
        Part::Display { video, graphics } => {
            let hardware = &found.hardware;
            may_be_defined(
                found,
                hardware.video == *video && hardware.graphics == *graphics,
            )?;
        }
    }
    let before = found.clone();
    set(world, *vm, part);
    if let Part::Name(_) = part {
        world.move_variables(&before);
    }
    Ok(())
}

fn set(world: &mut World, id: Uuid, part: &Part) {
    let Some(vm) = world.vm_mut(id) else { return };
    match part {
        Part::Processors { count, processors } => {
            vm.vcpus = *count;
            vm.hardware.processors.clone_from(processors);
        }
        Part::Memory { most, memory } => {
            vm.memory = *most;
            vm.hardware.memory.current = memory.current;
            vm.hardware.memory.gives_back = memory.gives_back;
        }
        Part::Name(name) => vm.name.clone_from(name),
        Part::Firmware(firmware) => vm.hardware.firmware.clone_from(firmware),
        Part::Machine(machine) => vm.facts.machine.clone_from(machine),
        Part::Tpm(version) => vm.hardware.tpm.clone_from(version),
        Part::Serial(ports) => vm.hardware.serial.clone_from(ports),
        Part::Display { video, graphics } => {
            vm.hardware.video.clone_from(video);
            vm.hardware.graphics.clone_from(graphics);
        }
    }
    world.state.vms.sort_by(Vm::by_name);
}

/// The versions of QEMU whose machines the simulated one still has.
const VERSIONS: &[&str] = &["7.2", "8.2", "9.0", "9.1", "9.2", "10.0"];

impl World {
    /// The machine types of the simulated QEMU, by family and age, and those that its machines have.
    pub(super) fn machine_types(&self) -> Vec<MachineType> {
        let families = ["pc-i440fx", "pc-q35"].into_iter();
        let names = families.flat_map(|family| {
            let each = VERSIONS.iter();
            each.map(move |version| format!("{family}-{version}"))
        });
        let each = names.map(|name| MachineType {
            is_default: name == MACHINE,
            name,
        });
        let mut types: Vec<MachineType> = each.collect();
        for name in self
            .state
            .vms
            .iter()
            .filter_map(|vm| vm.facts.machine.as_ref())
        {
            if types.iter().all(|known| known.name != *name) {
                types.push(MachineType {
                    is_default: false,
                    name: name.clone(),
                });
            }
        }
        types
    }
}

fn refuse(vm: &Vm, text: &str) -> HostError {
    let text = format!("Requested operation is not valid: {text}");
    libvirt(Category::InvalidOperation, &vm.name, text)
}

fn may_be_called(world: &World, vm: &Vm, name: &str) -> Result<(), HostError> {
    if vm.state != VmState::Off {
        return Err(refuse(vm, "cannot rename active domain"));
    }
    let mut others = world.state.vms.iter();
    if others.any(|other| other.name == name && other.id != vm.id) {
        let text = format!("operation failed: domain with name '{name}' already exists");
        return Err(libvirt(Category::ResourceExists, &vm.name, text));
    }
    if world.state.checkpoints_of(vm.id).next().is_some() {
        return Err(refuse(vm, "cannot rename domain with snapshots"));
    }
    Ok(())
}

/// A running domain has the places for processors that it was started with; a guest may keep those that it uses.
fn plugs(
    world: &World,
    vm: &Vm,
    count: u32,
    most: u32,
    nested: Option<bool>,
) -> Result<(), HostError> {
    if count == 0 {
        let text = "XML error: Invalid CPU count";
        return Err(libvirt(Category::InvalidArgument, &vm.name, text));
    }
    if !vm.state.is_active() {
        return Ok(());
    }
    if most != vm.most_processors() || nested != vm.hardware.processors.nested {
        return Err(refuse(
            vm,
            "maximum vcpu count of a live domain can't be modified",
        ));
    }
    let keeps = world
        .guests
        .get(&vm.id)
        .is_some_and(|g| !g.releases_devices);
    if count < vm.vcpus && keeps {
        let text = "operation failed: vcpu unplug request timed out. Unplug result must be manually inspected in the domain";
        return Err(libvirt(Category::OperationTimeout, &vm.name, text));
    }
    Ok(())
}

/// What QEMU is only told when it starts.
fn may_be_defined(vm: &Vm, is_as_wanted: bool) -> Result<(), HostError> {
    if is_as_wanted || !vm.state.is_active() {
        return Ok(());
    }
    Err(refuse(
        vm,
        "this device cannot be changed while the domain runs",
    ))
}
