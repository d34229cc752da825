//! Making, starting, stopping and removing virtual machines.

pub mod adapter;
pub mod checkpoint;
pub(in crate::policy) mod device;
pub mod group;
pub mod guest;
pub mod hardware;
mod memory;
pub mod metering;
pub(in crate::policy) mod pair;
pub mod paths;
pub mod settings;

use serde::{Deserialize, Serialize};

use std::time::Duration;

use crate::domain_xml::kept::place;
use crate::model::{
    AdapterAlias, AdapterSettings, BootFrom, ControllerKind, DirectBoot, Disk, DomainDefinition,
    DomainSpec, Drive, Firmware, ImageFormat, KeptFile, MacAddress, NicSpec, Seed, Service, State,
    Uuid, Vm, VmRef, VmSettings, VmState,
};
use crate::plan::{
    DeviceChange, DomainChange, HardwareChange, ImageChange, Part, PlanBuilder, StopMode,
};
use crate::policy::export::folders;
use crate::policy::focus::Focus;
use crate::policy::guard;
use crate::policy::network::ports;
use crate::policy::storage::place::WantedPlace;
use crate::policy::storage::{drive, image, look};
use crate::policy::vf::allocation;
use crate::policy::word::{counted, pattern, word};
use crate::{Category, HostError};

/// Root ports that a new VM has beyond its devices, for adapters and VFs that come later.
const SPARE_ROOT_PORTS: u32 = 8;

/// A VM to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewVm {
    /// Id, random unless chosen.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// Memory in bytes.
    pub memory: u64,
    /// Virtual CPUs.
    pub vcpus: u32,
    /// Hyper-V generation, 1 or 2.
    pub generation: u8,
    /// Notes.
    pub notes: String,
    /// When it is made, in seconds since 1970; `None`: that is not to be known.
    #[serde(default)]
    pub created: Option<u64>,
    /// The switch that its adapter is connected to; `None` leaves the adapter unconnected.
    pub switch: Option<String>,
    /// Id of its adapter, random unless chosen.
    pub adapter_id: Uuid,
    /// Its adapter is an emulated NIC instead of a virtio one.
    #[serde(default)]
    pub emulated: bool,
    /// Address of its adapter; `None` takes one from the host's pool.
    pub mac: Option<MacAddress>,
    /// Direct kernel boot.
    pub boot: Option<DirectBoot>,
    /// Disks whose formats are known.
    pub disks: Vec<Disk>,
    /// Its own disk, if it is to have one. Needs a state with what is at its path.
    #[serde(default)]
    pub disk: Option<NewDisk>,
    /// What it tries to boot from, in order.
    #[serde(default)]
    pub boot_order: Vec<BootFrom>,
    /// A Unix socket behind a second serial port.
    pub serial_socket: Option<String>,
    /// It has UEFI; else a BIOS.
    #[serde(default)]
    pub uefi: bool,
    /// What the cloud image on its disk is told when it boots. Needs a state with what is at the path of the disc.
    #[serde(default)]
    pub seed: Option<NewSeed>,
}

/// A disc for cloud-init that is made for a new VM.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewSeed {
    /// Where. It ends with [`SEED_END`].
    pub path: String,
    /// What is on it.
    pub seed: Seed,
}

/// How the names of discs for cloud-init end.
pub const SEED_END: &str = ".seed.iso";

/// The disk of a new VM.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NewDisk {
    /// An image that is there.
    Existing(String),
    /// An image that is made for it.
    New(image::NewVhd),
}

impl NewDisk {
    /// Where it is, or will be.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::Existing(path) => path,
            Self::New(new) => &new.path,
        }
    }

    /// The image that it is to build on.
    #[must_use]
    pub fn parent(&self) -> Option<&String> {
        match self {
            Self::Existing(_) => None,
            Self::New(new) => new.parent.as_ref(),
        }
    }
}

/// Makes a VM with one adapter.
///
/// # Errors
/// `Vm.NameInUse`, `Vm.NameInvalid`, `Switch.NotFound`, `Adapter.MacInUse`, `Adapter.MacInvalid`, `Host.MacPoolExhausted`; of its disk
/// `Vm.DiskNotFound`, `Vhd.InUse`, `Vhd.FormatUnsupported`, and those of a new image.
pub(in crate::policy) fn create(
    state: &State,
    plan: &mut PlanBuilder,
    new: &NewVm,
) -> Result<Focus, HostError> {
    guard::may_be_called(state, &new.name, None)?;
    let switch = new
        .switch
        .as_deref()
        .map(|name| guard::switch_named(state, name))
        .transpose()?;
    let mac = match new.mac {
        Some(mac) => {
            guard::may_use_mac(state, mac, None)?;
            mac
        }
        None => guard::free_mac(state, &[])?,
    };
    let alias = AdapterAlias::of(new.adapter_id);
    let mut settings = VmSettings {
        generation: new.generation,
        notes: new.notes.clone(),
        created: new.created,
        ..VmSettings::default()
    };
    settings.put(
        &alias,
        AdapterSettings {
            id: new.adapter_id,
            switch: switch.map(|s| s.id),
            dynamic_mac: new.mac.is_none(),
            ..AdapterSettings::default()
        },
    );
    plan.about(
        format!("Create the virtual machine '{}'", new.name),
        new.name.clone(),
    );
    let mut disks = new.disks.clone();
    if let Some(disk) = &new.disk {
        let format = match disk {
            NewDisk::Existing(path) => drive::of_new_vm(state, plan, path)?,
            NewDisk::New(image) => {
                // Folders that belong to the machine are looked at, and made where they are missing.
                let folder = image.path.rsplit_once('/').map_or("", |(folder, _)| folder);
                if state.stored.contains_key(folder) {
                    folders::make(state, plan, folder)?;
                }
                image::make(state, plan, image)?
            }
        };
        if !format.fits_a_vm() {
            return Err(drive::no_vhdx(disk.path()));
        }
        disks.insert(
            0,
            Disk {
                path: disk.path().to_owned(),
                format: format.name().to_owned(),
                read_only: false,
            },
        );
    }
    if let Some(seed) = &new.seed {
        disks.push(seed_disc(plan, seed)?);
    }
    hardware::warn_of_shared_processors(state, plan, &new.name, new.vcpus);
    hardware::warn_of_scarce_memory(state, plan, &new.name, new.memory);
    let spec = DomainSpec {
        name: new.name.clone(),
        id: new.id,
        memory: new.memory,
        vcpus: new.vcpus,
        boot: new.boot.clone(),
        disks,
        boot_order: new.boot_order.clone(),
        serial_socket: new.serial_socket.clone(),
        adapters: vec![NicSpec {
            tap: alias.tap(),
            alias,
            mac,
            bridge: switch.map(|s| s.bridge.clone()),
            link_up: switch.is_some(),
            teaming: !new.emulated,
            queues: 1,
            naming_index: None,
            mtu: None,
            emulated: new.emulated,
        }],
        spare_root_ports: SPARE_ROOT_PORTS,
        settings,
    };
    plan.step(
        format!("Define '{}'", new.name),
        DomainChange::Define {
            name: new.name.clone(),
            id: new.id,
            definition: DomainDefinition::Spec(Box::new(spec)),
        },
    );
    if new.uefi {
        has_uefi(plan, new.id);
    }
    // As in Hyper-V: one of generation 1 has a DVD drive, behind its second IDE controller.
    let second = WantedPlace {
        kind: Some(ControllerKind::Ide),
        number: Some(1),
        location: Some(0),
    };
    let from_disc = new.boot_order.first() == Some(&BootFrom::Disc);
    match (new.generation, from_disc) {
        (1, _) => drive::empty_disc_drive(plan, new.id, second),
        (_, true) => drive::empty_disc_drive(plan, new.id, WantedPlace::default()),
        (_, false) => {}
    }
    Ok(Focus::default())
}

/// Refuses to start a VM whose disk another one that runs writes to. QEMU would refuse it too, and not say whose it is.
fn images_are_free(state: &State, vm: &Vm) -> Result<(), HostError> {
    let writes = |drive: &&Drive| drive.is_disk() && !drive.read_only;
    for drive in vm.facts.drives.iter().filter(writes) {
        let Some(path) = &drive.path else { continue };
        let held = |other: &Drive| {
            writes(&other) && other.path.as_ref() == Some(path) && !(other.shared && drive.shared)
        };
        let holder = state.vms.iter().find(|other| {
            other.id != vm.id && other.state.is_active() && other.facts.drives.iter().any(held)
        });
        if let Some(holder) = holder {
            return Err(look::in_use(
                path,
                format!("'{}', which is {:?}, has it", holder.name, holder.state),
                format!(
                    "Stop that one first: Stop-VM {0}; or give each a disk of its own: New-VHD -ParentPath {1} makes one, Set-VMHardDiskDrive puts it in",
                    pattern(&holder.name),
                    word(path)
                ),
            ));
        }
    }
    Ok(())
}

/// The step that makes a disc for cloud-init, and the disc.
fn seed_disc(plan: &mut PlanBuilder, new: &NewSeed) -> Result<Disk, HostError> {
    let length = u64::try_from(new.seed.disc().len()).unwrap_or(u64::MAX);
    look::free_place(plan, &new.path, length, length)?;
    plan.step(
        format!(
            "Write what the guest is told when it boots to '{}'",
            new.path
        ),
        ImageChange::Seed {
            path: new.path.clone(),
            seed: Box::new(new.seed.clone()),
        },
    );
    Ok(Disk {
        path: new.path.clone(),
        format: ImageFormat::Raw.name().to_owned(),
        read_only: true,
    })
}

/// Gives a VM that was just defined UEFI. libvirt finds edk2 on the host, and refuses where there is none.
fn has_uefi(plan: &mut PlanBuilder, id: Uuid) {
    let Some(vm) = plan.state().vm(id).cloned() else {
        return;
    };
    let firmware = Firmware {
        uefi: true,
        ..vm.hardware.firmware.clone()
    };
    plan.step(
        format!("Give '{}' UEFI", vm.name),
        HardwareChange::Set {
            vm: id,
            part: Part::Firmware(firmware),
        },
    );
}

/// Defines a VM as another host had it. Whether the text is a definition at all libvirt says.
///
/// # Errors
/// `Vm.Exists`: there is one with this id.
pub(in crate::policy) fn define(
    state: &State,
    plan: &mut PlanBuilder,
    id: Uuid,
    text: &str,
) -> Result<Focus, HostError> {
    plan.about(format!("Define {id}"), id.to_string());
    if let Some(known) = state.vm(id) {
        return Err(HostError::new(
            "Vm.Exists",
            Category::ResourceExists,
            format!("The virtual machine '{}' has this id already.", known.name),
        )
        .target(&*known.name)
        .next_step(format!("See it: Get-VM {}", pattern(&known.name))));
    }
    plan.step(
        format!("Define {id}"),
        DomainChange::Define {
            name: id.to_string(),
            id,
            definition: DomainDefinition::Text(text.to_owned()),
        },
    );
    Ok(Focus::default())
}

/// Starts a VM, or lets a paused or saved one go on: on the paravirtual path, then gives its adapters the VFs that they ask for and that can be had. The lack of
/// a VF is a warning whose id is Hyper-V's name of the reason.
///
/// # Errors
/// `Vm.NotFound`.
pub(in crate::policy) fn start(
    state: &State,
    plan: &mut PlanBuilder,
    vm: &VmRef,
) -> Result<Focus, HostError> {
    let vm = guard::vm_meant(state, vm)?;
    plan.about(format!("Start '{}'", vm.name), vm.name.clone());
    if vm.state == VmState::Paused {
        return Ok(resume_paused(plan, vm));
    }
    if vm.state.is_active() {
        return Ok(already(plan, vm));
    }
    // Left over from a VM that ended on its own.
    for claim in state.desired.claims.iter().filter(|c| c.vm == vm.id) {
        plan.best_effort(|plan| allocation::release(plan, claim));
    }
    hardware::warn_of_shared_processors(state, plan, &vm.name, vm.vcpus);
    images_are_free(state, vm)?;
    // What a saved VM goes on with stands in its saved state, not in its definition.
    let defined = vm.adapters.iter().filter(|_| vm.state != VmState::Saved);
    for adapter in defined {
        let Some(bridge) = adapter.bridge.as_ref().filter(|b| state.link(b).is_none()) else {
            continue;
        };
        plan.warn(
            "Adapter.SwitchMissing",
            format!(
                "'{}' was connected to {bridge}, which is gone; it starts unconnected.",
                adapter.settings.name
            ),
        );
        let nic = NicSpec {
            bridge: None,
            link_up: false,
            ..adapter.spec()
        };
        plan.step(
            format!("Disconnect '{}'", adapter.settings.name),
            DeviceChange::Update {
                vm: vm.id,
                nic,
                live: false,
            },
        );
    }
    pair::make_pairs(plan, vm.id);
    // Its taps are made when it starts. Nothing is to pass through them that its settings forbid, so it waits for them. A saved
    // one does not: to undo its start after that would lose its memory.
    let paused = vm.state != VmState::Saved && !vm.adapters.is_empty();
    plan.step(
        format!("Start '{}'", vm.name),
        DomainChange::Start { vm: vm.id, paused },
    );
    let focus = Focus::on_vm(vm.id);
    ports::sync_all(plan, &focus);
    if paused {
        plan.step(
            format!("Resume '{}'", vm.name),
            DomainChange::Resume { vm: vm.id },
        );
    }
    Ok(focus)
}

/// How a VM is to be stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stop {
    /// The guest is asked, and has this long.
    Shutdown(Duration),
    /// The power is cut.
    TurnOff,
}

/// Stops a VM and takes its VFs back.
///
/// # Errors
/// `Vm.NotFound`; `Vm.InvalidState` when a paused one is to be shut down.
pub(in crate::policy) fn stop(
    state: &State,
    plan: &mut PlanBuilder,
    vm: &VmRef,
    how: Stop,
) -> Result<Focus, HostError> {
    let vm = guard::vm_meant(state, vm)?;
    plan.about(format!("Stop '{}'", vm.name), vm.name.clone());
    if !vm.state.is_active() {
        return Ok(already(plan, vm));
    }
    if vm.state == VmState::Paused && matches!(how, Stop::Shutdown(_)) {
        return Err(guard::invalid_state(vm, "shut down").next_step(format!(
            "Resume it first (Resume-VM {}), or turn it off with Stop-VM -TurnOff.",
            pattern(&vm.name)
        )));
    }
    if matches!(how, Stop::Shutdown(_)) {
        guest::is_on(vm, Service::Shutdown)
            .map_err(|error| error.next_step(format!(
                "Turn it on (Enable-VMIntegrationService Shutdown {0}), or turn the machine off: Stop-VM {0} -TurnOff.",
                pattern(&vm.name)
            )))?;
    }
    let mode = match how {
        Stop::Shutdown(timeout) => StopMode::Shutdown { timeout },
        Stop::TurnOff => StopMode::TurnOff,
    };
    plan.step(
        format!("Stop '{}'", vm.name),
        DomainChange::Stop { vm: vm.id, mode },
    );
    Ok(Focus::telling(vm.id))
}

fn already(plan: &mut PlanBuilder, vm: &Vm) -> Focus {
    plan.warn(
        "Vm.AlreadyInState",
        format!(
            "The virtual machine '{}' is already in the specified state.",
            vm.name
        ),
    );
    Focus::default()
}

/// Stops a VM's virtual CPUs. It keeps its VFs.
///
/// # Errors
/// `Vm.NotFound`, `Vm.InvalidState`.
pub(in crate::policy) fn pause(
    state: &State,
    plan: &mut PlanBuilder,
    vm: &VmRef,
) -> Result<Focus, HostError> {
    let vm = guard::vm_meant(state, vm)?;
    plan.about(format!("Pause '{}'", vm.name), vm.name.clone());
    match vm.state {
        VmState::Paused => return Ok(already(plan, vm)),
        VmState::Running => {}
        _ => {
            return Err(guard::invalid_state(vm, "pause")
                .next_step("Only a running virtual machine can be paused."));
        }
    }
    plan.step(
        format!("Stop the processors of '{}'", vm.name),
        DomainChange::Pause { vm: vm.id },
    );
    Ok(Focus::default())
}

/// Lets a paused VM go on.
///
/// # Errors
/// `Vm.NotFound`, `Vm.InvalidState`.
pub(in crate::policy) fn resume(
    state: &State,
    plan: &mut PlanBuilder,
    vm: &VmRef,
) -> Result<Focus, HostError> {
    let vm = guard::vm_meant(state, vm)?;
    plan.about(format!("Resume '{}'", vm.name), vm.name.clone());
    match vm.state {
        VmState::Running => return Ok(already(plan, vm)),
        VmState::Paused => {}
        _ => {
            return Err(guard::invalid_state(vm, "resume").next_step(format!(
                "Start it instead: Start-VM {}. That also brings a saved one back.",
                pattern(&vm.name)
            )));
        }
    }
    Ok(resume_paused(plan, vm))
}

/// A guest that does not run can release nothing, so what its adapters were asked to become meanwhile follows now.
fn resume_paused(plan: &mut PlanBuilder, vm: &Vm) -> Focus {
    plan.step(
        format!("Resume '{}'", vm.name),
        DomainChange::Resume { vm: vm.id },
    );
    Focus::telling(vm.id)
}

/// Writes a VM's memory to disk and stops it. Its VFs are taken back before, because what a VF knows cannot be written; the
/// VM gets others when it is started.
///
/// # Errors
/// `Vm.NotFound`, `Vm.InvalidState`, `Vm.HasDevices`.
pub(in crate::policy) fn save(
    state: &State,
    plan: &mut PlanBuilder,
    vm: &VmRef,
) -> Result<Focus, HostError> {
    let vm = guard::vm_meant(state, vm)?;
    plan.about(format!("Save '{}'", vm.name), vm.name.clone());
    if vm.state == VmState::Saved {
        return Ok(already(plan, vm));
    }
    memory::may_be_written(vm, "save")?;
    memory::take_vfs_away(state, plan, vm);
    plan.step(
        format!("Save the memory of '{}' and stop it", vm.name),
        DomainChange::Save { vm: vm.id },
    );
    Ok(Focus::telling(vm.id))
}

/// Throws a VM's saved state away; it is then off.
///
/// # Errors
/// `Vm.NotFound`, `Vm.InvalidState`.
pub(in crate::policy) fn discard_saved_state(
    state: &State,
    plan: &mut PlanBuilder,
    vm: &VmRef,
) -> Result<Focus, HostError> {
    let vm = guard::vm_meant(state, vm)?;
    if vm.state != VmState::Saved {
        return Err(guard::invalid_state(vm, "discard the saved state of")
            .next_step("Only a saved virtual machine has one."));
    }
    plan.about(
        format!("Throw away the saved state of '{}'", vm.name),
        vm.name.clone(),
    );
    plan.step(
        format!("Throw away the saved state of '{}'", vm.name),
        DomainChange::DiscardSaved { vm: vm.id },
    );
    Ok(Focus::default())
}

/// Presses a VM's reset button. It keeps its VFs.
///
/// # Errors
/// `Vm.NotFound`, `Vm.InvalidState`.
pub(in crate::policy) fn reset(
    state: &State,
    plan: &mut PlanBuilder,
    vm: &VmRef,
) -> Result<Focus, HostError> {
    let vm = guard::vm_meant(state, vm)?;
    if vm.state != VmState::Running {
        return Err(guard::invalid_state(vm, "restart"));
    }
    plan.about(format!("Restart '{}'", vm.name), vm.name.clone());
    plan.step(
        format!("Press the reset button of '{}'", vm.name),
        DomainChange::Reset { vm: vm.id },
    );
    Ok(Focus::default())
}

/// Removes a VM that is off or saved, with all that it alone has: the variables of its firmware, what its TPM holds, saved memory, also that of
/// its checkpoints. Its disks stay, or are removed with it, each that nobody else uses. Needs a state of [`crate::Scope::REMOVE`] with the
/// checkpoints and the images of their memory, and with the disks' images when those are to be removed.
///
/// # Errors
/// `Vm.NotFound`, `Vm.Running`; with its disks `Vm.HasCheckpoints` and `Vhd.InUse`.
pub(in crate::policy) fn remove(
    state: &State,
    plan: &mut PlanBuilder,
    vm: &VmRef,
    with_disks: bool,
) -> Result<Focus, HostError> {
    let vm = guard::vm_meant(state, vm)?;
    if vm.state.is_active() {
        return Err(HostError::new(
            "Vm.Running",
            Category::InvalidOperation,
            format!(
                "'{}' cannot be removed while it is {:?}.",
                vm.name, vm.state
            ),
        )
        .target(vm.name.clone())
        .next_step(format!(
            "Stop it first: Stop-VM -Name {}.",
            pattern(&vm.name)
        )));
    }
    if with_disks {
        let disks: Vec<&str> = own_images(vm).collect();
        plan.about(
            format!("Remove the virtual machine '{}' with its disks", vm.name),
            match disks.as_slice() {
                [] => vm.name.clone(),
                some => format!("{} with its disks: {}", vm.name, some.join(", ")),
            },
        );
    } else {
        plan.about(
            format!("Remove the virtual machine '{}'", vm.name),
            vm.name.clone(),
        );
    }
    for claim in state.desired.claims.iter().filter(|c| c.vm == vm.id) {
        allocation::release(plan, claim);
    }
    plan.step(
        format!("Undefine '{}'", vm.name),
        DomainChange::Undefine {
            name: vm.name.clone(),
            id: vm.id,
            kept_files: !shares_variables(state, vm),
        },
    );
    group::leave_groups(state, plan, vm.id);
    let own: Vec<&str> = own_images(vm).collect();
    if with_disks {
        remove_images(state, plan, vm, &own)?;
    } else if !own.is_empty() {
        plan.warn(
            "Vm.DisksStay",
            format!(
                "The disks of '{}' stay: {}. Remove-Item removes one.",
                vm.name,
                own.join(", ")
            ),
        );
    }
    for path in checkpoint_memory(state, vm.id) {
        if state.image(path).is_some() {
            let path = path.to_owned();
            plan.step(format!("Remove '{path}'"), ImageChange::Delete { path });
        }
    }
    let macs: Vec<MacAddress> = vm.adapters.iter().map(|a| a.mac).collect();
    Ok(Focus::removing(macs))
}

/// Whether the definition of another VM names the same file for the variables of its firmware.
fn shares_variables(state: &State, vm: &Vm) -> bool {
    let file = |vm: &Vm| place(vm, KeptFile::Variables).filter(|path| !path.is_empty());
    let own = file(vm);
    let mut others = state.vms.iter().filter(|other| other.id != vm.id);
    own.is_some() && others.any(|other| file(other) == own)
}

/// The files with the memory of a VM's checkpoints, as far as they are called as iovsh calls them: nobody has them any more without the VM.
pub fn checkpoint_memory(state: &State, vm: Uuid) -> impl Iterator<Item = &str> {
    state.checkpoints_of(vm).filter_map(|checkpoint| {
        let file = checkpoint.memory_file.as_deref()?;
        let (_, name) = file.rsplit_once('/')?;
        (name.strip_suffix(".memory") == Some(&checkpoint.label)).then_some(file)
    })
}

/// The images of a VM that are its own: its hard disks, and the disc that was made for the cloud image on one of them.
fn own_images(vm: &Vm) -> impl Iterator<Item = &str> {
    let own = |drive: &&Drive| {
        drive.is_disk()
            || (drive.optical && drive.path.as_deref().is_some_and(|p| p.ends_with(SEED_END)))
    };
    let drives = vm.facts.drives.iter().filter(own);
    drives.filter_map(|drive| drive.path.as_deref())
}

/// The steps that remove the images of a VM that is removed. They come last, when the VM is gone. What its images build on stays.
fn remove_images(
    state: &State,
    plan: &mut PlanBuilder,
    vm: &Vm,
    paths: &[&str],
) -> Result<(), HostError> {
    let checkpoints = state.checkpoints_of(vm.id).count();
    if checkpoints > 0 {
        let message = format!(
            "'{}' has {}, whose files would stay behind without it.",
            vm.name,
            counted(checkpoints, "checkpoint")
        );
        let error = HostError::new("Vm.HasCheckpoints", Category::InvalidOperation, message);
        return Err(error.target(vm.name.clone()).next_step(format!(
            "Remove them first: Remove-VMSnapshot {}",
            pattern(&vm.name)
        )));
    }
    for path in paths {
        // A block device is no file that could be removed.
        let is_device = state.image(path).is_some_and(|image| image.device);
        if is_device || !path.starts_with('/') {
            plan.warn(
                "Vm.DisksStay",
                format!("'{path}' is no file, and stays as it is."),
            );
            continue;
        }
        look::is_not_shown(state, path)?;
        let mut others = state.users_of_image(path).filter(|other| other.id != vm.id);
        if let Some(other) = others.next() {
            return Err(look::in_use(
                path,
                format!("'{}' has it, or a disk that builds on it", other.name),
                format!(
                    "Remove the machine alone, without -RemoveDisks: Remove-VM {}",
                    pattern(&vm.name)
                ),
            ));
        }
        if state.image(path).is_none() {
            continue;
        }
        plan.step(
            format!("Remove '{path}'"),
            ImageChange::Delete {
                path: (*path).to_owned(),
            },
        );
    }
    Ok(())
}
