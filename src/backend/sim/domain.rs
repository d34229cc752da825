//! Domains of the simulated machine, as libvirt and QEMU refuse and carry out.

use super::disk::may_open;
use super::pci::user_of;
use super::refusal::{libvirt, start as not_started};
use super::world::World;
use crate::domain_xml::kept::saved_memory;
use crate::model::{
    Adapter, Disk, DomainDefinition, DomainSpec, Drive, Hardware, InsideGuest, PciAddress, Uuid,
    Vm, VmFacts, VmState,
};
use crate::plan::{DomainChange, StopMode};
use crate::{Category, HostError};

/// The most virtual processors that libvirt gives a machine without an emulated IOMMU.
const MOST_PROCESSORS: u32 = 255;

/// Carries the change out, or refuses it.
pub(super) fn apply(world: &mut World, change: &DomainChange) -> Result<(), HostError> {
    match change {
        DomainChange::Define {
            name,
            id,
            definition,
        } => define(world, name, *id, definition),
        DomainChange::Undefine { id, kept_files, .. } => undefine(world, *id, *kept_files),
        DomainChange::Start { vm, paused } => start(world, *vm, *paused),
        DomainChange::Stop { vm, mode } => stop(world, *vm, mode),
        DomainChange::Pause { vm } => {
            running(find(world, *vm)?)?;
            world.set_vm_state(*vm, VmState::Paused);
            Ok(())
        }
        DomainChange::Resume { vm } => resume(world, *vm),
        DomainChange::Save { vm } => save(world, *vm),
        DomainChange::DiscardSaved { vm } => discard_saved(world, *vm),
        DomainChange::AdoptSaved { vm, file, .. } => adopt_saved(world, *vm, file),
        // What runs inside starts anew; nothing of that can be seen from the host.
        DomainChange::Reset { vm } => running(find(world, *vm)?),
        // There is nobody on a simulated wire who would learn something of it.
        DomainChange::Announce { vm, adapters } => {
            let found = find(world, *vm)?;
            running(found)?;
            match adapters.iter().find(|alias| found.adapter(alias).is_none()) {
                Some(alias) => {
                    let text = format!(
                        "internal error: unable to execute QEMU command 'announce-self': Interface '{alias}' not found"
                    );
                    Err(libvirt(Category::ObjectNotFound, &found.name, text))
                }
                None => Ok(()),
            }
        }
        DomainChange::SetMetadata { vm, settings } => {
            find(world, *vm)?;
            if let Some(vm) = world.vm_mut(*vm) {
                vm.settings.clone_from(settings);
                read_settings(vm);
            }
            Ok(())
        }
    }
}

/// The domain of this id.
pub(super) fn find(world: &World, id: Uuid) -> Result<&Vm, HostError> {
    world.state.vm(id).ok_or_else(|| {
        let text = format!("Domain not found: no domain with matching uuid '{id}'");
        libvirt(Category::ObjectNotFound, &id.to_string(), text)
    })
}

/// Refuses what only a running domain can do.
pub(super) fn running(vm: &Vm) -> Result<(), HostError> {
    if vm.state.is_active() {
        return Ok(());
    }
    let text = "Requested operation is not valid: domain is not running";
    Err(libvirt(Category::InvalidOperation, &vm.name, text))
}

/// The settings of an adapter, as the metadata has them.
pub(super) fn settings_of(vm: &Vm, adapter: &Adapter) -> crate::model::AdapterSettings {
    let settings = vm.settings.as_ref();
    let own = settings.and_then(|s| s.adapter(&adapter.alias));
    own.cloned().unwrap_or_default()
}

/// Gives every adapter its settings.
fn read_settings(vm: &mut Vm) {
    let read: Vec<_> = vm.adapters.iter().map(|a| settings_of(vm, a)).collect();
    for (adapter, settings) in vm.adapters.iter_mut().zip(read) {
        adapter.settings = settings;
    }
}

fn define(
    world: &mut World,
    name: &str,
    id: Uuid,
    definition: &DomainDefinition,
) -> Result<(), HostError> {
    let mut others = world.state.vms.iter();
    if let Some(other) = others.find(|v| v.name == name && v.id != id) {
        let text = format!(
            "operation failed: domain '{name}' already exists with uuid {}",
            other.id
        );
        return Err(libvirt(Category::ResourceExists, name, text));
    }
    let defined = match definition {
        DomainDefinition::Spec(spec) => built(spec),
        // The simulated libvirt writes its definitions as JSON.
        DomainDefinition::Text(text) => serde_json::from_str(text).map_err(|_| {
            let text = "XML error: the definition cannot be parsed";
            libvirt(Category::InvalidData, name, text)
        })?,
    };
    if let DomainDefinition::Spec(_) = definition {
        world.guests.entry(id).or_default();
    }
    if world.state.vm(id).is_some_and(|vm| vm.state.is_active()) {
        // A running domain goes on as it is, and is as defined when it is started next.
        world.edit_definition(id, |adapters| *adapters = defined.adapters);
        if let Some(vm) = world.vm_mut(id) {
            vm.persistent = true;
        }
        return Ok(());
    }
    let vms = &mut world.state.vms;
    vms.retain(|v| v.id != id);
    vms.push(defined);
    vms.sort_by(Vm::by_name);
    Ok(())
}

/// A new machine.
fn built(spec: &DomainSpec) -> Vm {
    let adapters = spec.adapters.iter().map(|nic| {
        let settings = spec.settings.adapter(&nic.alias);
        Adapter::from_spec(nic, settings.cloned().unwrap_or_default())
    });
    Vm {
        name: spec.name.clone(),
        id: spec.id,
        state: VmState::Off,
        persistent: true,
        memory: spec.memory,
        vcpus: spec.vcpus,
        hardware: Hardware::of_new(
            spec.memory,
            spec.vcpus,
            spec.serial_socket.as_ref(),
            spec.boot_kinds(),
        ),
        facts: VmFacts {
            drives: drives(&spec.disks, spec.settings.generation),
            // What boots in it is a system with an agent.
            agent: Some(true),
            ..VmFacts::default()
        },
        uptime: 0,
        autostart: false,
        numa: None,
        adapters: adapters.collect(),
        other_devices: Vec::new(),
        assigned: Vec::new(),
        settings: Some(spec.settings.clone()),
        unreadable: None,
        definition: None,
    }
}

/// libvirt letters the disks of each bus in their order.
fn drives(disks: &[Disk], generation: u8) -> Vec<Drive> {
    let (mut on_virtio, mut on_sata) = (0_u8, 0_u8);
    let mut letter = |sata: bool| {
        let used = if sata { &mut on_sata } else { &mut on_virtio };
        let letter = char::from(b'a'.saturating_add((*used).min(25)));
        *used = used.saturating_add(1);
        letter
    };
    let drive = |disk: &Disk| {
        let optical = disk.is_disc();
        let sata = optical || generation == 1;
        let (bus, prefix) = if sata {
            ("sata", "sd")
        } else {
            ("virtio", "vd")
        };
        Drive {
            path: Some(disk.path.clone()),
            optical,
            bus: bus.to_owned(),
            target: format!("{prefix}{}", letter(sata)),
            format: Some(disk.format.clone()),
            read_only: disk.read_only && !optical,
            ..Drive::default()
        }
    };
    disks.iter().map(drive).collect()
}

fn undefine(world: &mut World, id: Uuid, kept_files: bool) -> Result<(), HostError> {
    let vm = find(world, id)?.clone();
    match world.vm_mut(id).filter(|_| vm.state.is_active()) {
        // A running domain lives on without a definition.
        Some(vm) => vm.persistent = false,
        None => {
            world.state.vms.retain(|v| v.id != id);
            world.forget_memory(&vm);
            world.forget_tpm(id);
            if kept_files {
                world.forget_variables(&vm);
            }
            world.forget_snapshots();
        }
    }
    Ok(())
}

pub(super) fn check_start(world: &World, vm: &Vm) -> Result<(), HostError> {
    let refuse = |category, text: String| Err(not_started(category, &vm.name, text));
    if vm.state.is_active() {
        let text = "Requested operation is not valid: domain is already running";
        return refuse(Category::InvalidOperation, text.to_owned());
    }
    if !world.state.host.kvm {
        let text = "unsupported configuration: Emulator does not support virt type 'kvm'";
        return refuse(Category::NotEnabled, text.to_owned());
    }
    if vm.vcpus > MOST_PROCESSORS {
        // Verified against src/qemu/qemu_validate.c: without an emulated IOMMU in extended interrupt mode.
        let text = "unsupported configuration: more than 255 vCPUs require extended interrupt mode enabled on the iommu device";
        return refuse(Category::NotEnabled, text.to_owned());
    }
    let active = world.state.vms.iter().filter(|v| v.state.is_active());
    let taken = active.map(|v| v.memory).sum::<u64>();
    if taken.saturating_add(vm.memory) > world.state.host.memory {
        let text = "internal error: QEMU unexpectedly closed the monitor: cannot set up guest memory 'pc.ram': Cannot allocate memory";
        return refuse(Category::ResourceUnavailable, text.to_owned());
    }
    for drive in &vm.facts.drives {
        may_open(world, vm, drive)?;
    }
    for device in &vm.assigned {
        check_assigned(world, vm, device.address)?;
    }
    let mut bridges = vm.adapters.iter().filter_map(|a| a.bridge.as_ref());
    match bridges.find(|bridge| world.state.link(bridge).is_none()) {
        Some(bridge) => refuse(
            Category::ObjectNotFound,
            format!("Cannot get interface MTU on '{bridge}': No such device"),
        ),
        None => Ok(()),
    }
}

/// What libvirt and VFIO want of a device that stands in a definition when the VM starts.
fn check_assigned(world: &World, vm: &Vm, address: PciAddress) -> Result<(), HostError> {
    let refuse = |category, text: String| Err(libvirt(category, &vm.name, text));
    let found = world.state.pci.iter().find(|d| d.address == address);
    let Some(device) = found else {
        let text = format!(
            "Device {address} not found: could not access /sys/bus/pci/devices/{address}/config: No such file or directory"
        );
        return refuse(Category::ObjectNotFound, text);
    };
    if let Some(other) = user_of(world, address) {
        let text = format!(
            "Requested operation is not valid: PCI device {address} is in use by driver QEMU, domain {}",
            other.name
        );
        return refuse(Category::ResourceBusy, text);
    }
    if device.driver.as_deref() != Some("vfio-pci") {
        let text =
            format!("Unmanaged PCI device {address} must be manually detached from the host");
        return refuse(Category::InvalidOperation, text);
    }
    if device.group_blocker().is_some() {
        let group = device.iommu_group.unwrap_or(0);
        let text = format!(
            "internal error: qemu unexpectedly closed the monitor: vfio {address}: group {group} is not viable"
        );
        return refuse(Category::ResourceBusy, text);
    }
    Ok(())
}

fn start(world: &mut World, id: Uuid, paused: bool) -> Result<(), HostError> {
    let vm = find(world, id)?;
    check_start(world, vm)?;
    let defined = vm.adapters.clone();
    let clock = world.clock;
    let guest = world.guests.entry(id).or_default();
    guest.started = clock;
    guest.has_run = !paused;
    guest.defined = Some(defined);
    let state = if paused {
        VmState::Paused
    } else {
        VmState::Running
    };
    world.set_vm_state(id, state);
    let adapters = find(world, id)?.adapters.len();
    for at in 0..adapters {
        world.plug_tap(id, at);
    }
    let vm = find(world, id)?.clone();
    world.furnish_machine(&vm);
    Ok(())
}

fn stop(world: &mut World, id: Uuid, mode: &StopMode) -> Result<(), HostError> {
    let vm = find(world, id)?;
    running(vm)?;
    let deaf = world.guests.get(&id).is_some_and(|g| !g.shuts_down);
    if deaf && matches!(mode, StopMode::Shutdown { .. }) {
        let text = format!("The guest of '{}' did not shut down in time.", vm.name);
        let error = HostError::new("Vm.StopTimeout", Category::OperationTimeout, text);
        return Err(error
            .target(vm.name.clone())
            .next_step("Shut it down inside the guest, or turn it off with Stop-VM -TurnOff."));
    }
    end_process(world, id, VmState::Off);
    Ok(())
}

/// The QEMU process of a domain ends: its taps and VFs are free, and the domain is as it is defined, or no more.
pub(super) fn end_process(world: &mut World, id: Uuid, to: VmState) {
    let Some(vm) = world.vm_mut(id) else { return };
    vm.state = to;
    vm.uptime = 0;
    vm.facts.cpu_usage = None;
    let taps: Vec<_> = vm
        .adapters
        .iter_mut()
        .filter_map(|a| a.tap.take())
        .collect();
    let vfs: Vec<_> = vm.adapters.iter_mut().filter_map(|a| a.vf.take()).collect();
    let persistent = vm.persistent;
    for tap in &taps {
        world.remove_interface(tap);
    }
    for attached in &vfs {
        world.release_vf(attached.address);
    }
    if !persistent {
        world.state.vms.retain(|v| v.id != id);
        world.forget_snapshots();
        return;
    }
    let defined = world.guests.get_mut(&id).and_then(|g| g.defined.take());
    if let (Some(vm), Some(defined)) = (world.vm_mut(id), defined) {
        vm.adapters = defined;
        read_settings(vm);
    }
}

fn resume(world: &mut World, id: Uuid) -> Result<(), HostError> {
    let vm = find(world, id)?;
    running(vm)?;
    if vm.state != VmState::Paused {
        let text = "Requested operation is not valid: domain is already running";
        return Err(libvirt(Category::InvalidOperation, &vm.name, text));
    }
    world.set_vm_state(id, VmState::Running);
    world.guests.entry(id).or_default().has_run = true;
    Ok(())
}

fn save(world: &mut World, id: Uuid) -> Result<(), HostError> {
    let vm = find(world, id)?;
    running(vm)?;
    let refuse = |text: &str| Err(libvirt(Category::InvalidOperation, &vm.name, text));
    if !vm.persistent {
        return refuse(
            "Requested operation is not valid: cannot do managed save for transient domain",
        );
    }
    if passes_through(vm) {
        return refuse("Requested operation is not valid: cannot migrate a domain with a hostdev");
    }
    end_process(world, id, VmState::Saved);
    Ok(())
}

/// It has a device whose state cannot be written.
pub(super) fn passes_through(vm: &Vm) -> bool {
    !vm.assigned.is_empty()
        || !vm.other_devices.is_empty()
        || vm.adapters.iter().any(|a| a.vf.is_some())
}

fn discard_saved(world: &mut World, id: Uuid) -> Result<(), HostError> {
    let vm = find(world, id)?;
    if vm.state != VmState::Saved {
        let text = "Requested operation is not valid: the domain has no managed save image";
        return Err(libvirt(Category::InvalidOperation, &vm.name, text));
    }
    let vm = vm.clone();
    world.forget_memory(&vm);
    world.set_vm_state(id, VmState::Off);
    Ok(())
}

/// Memory that came from elsewhere, where libvirt looks for what it has saved itself.
fn adopt_saved(world: &mut World, id: Uuid, file: &str) -> Result<(), HostError> {
    let vm = find(world, id)?;
    if vm.state != VmState::Off {
        let text = "Requested operation is not valid: domain is not off";
        return Err(libvirt(Category::InvalidOperation, &vm.name, text));
    }
    if file != saved_memory(&vm.name) {
        let text = format!("Failed to open file '{file}': No such file or directory");
        return Err(libvirt(Category::ObjectNotFound, &vm.name, text));
    }
    world.storage.image(file)?;
    world.set_vm_state(id, VmState::Saved);
    Ok(())
}

impl World {
    pub(super) fn vm_mut(&mut self, id: Uuid) -> Option<&mut Vm> {
        self.state.vms.iter_mut().find(|v| v.id == id)
    }

    pub(super) fn set_vm_state(&mut self, id: Uuid, to: VmState) {
        if let Some(vm) = self.vm_mut(id) {
            vm.state = to;
        }
    }

    /// Edits the adapters in the definition of a running domain.
    pub(super) fn edit_definition(&mut self, id: Uuid, edit: impl FnOnce(&mut Vec<Adapter>)) {
        let Some(vm) = self.state.vm(id) else { return };
        let running = vm.adapters.iter().map(|adapter| Adapter {
            tap: None,
            vf: None,
            ip_addresses: Vec::new(),
            address_source: None,
            inside: InsideGuest::default(),
            ..adapter.clone()
        });
        let running: Vec<_> = running.collect();
        let guest = self.guests.entry(id).or_default();
        edit(guest.defined.get_or_insert(running));
    }
}
