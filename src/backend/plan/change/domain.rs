//! libvirt domains: defining, starting, stopping, metadata.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::device::plug_tap;
use super::link::remove_links;
use super::snapshot::forget_orphans;
use super::vf::vf_mut;
use super::{Change, Facts, Lifetime, Names, Subject};
use crate::domain_xml::arrival::Arrival;
use crate::domain_xml::{self, Platform, metadata};
use crate::journal::{Entry, catalog};
use crate::model::{
    Adapter, AdapterAlias, Disk, DomainDefinition, DomainSpec, Drive, Hardware, Scope, State, Uuid,
    Vm, VmDetail, VmFacts, VmSettings, VmState,
};
use crate::plan::shell_line::{ShellLine, words};
use crate::plan::virsh::{INPUT, domain_word, virsh, virsh_words, vm_word};

/// How a VM is stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum StopMode {
    /// The guest is asked (ACPI power button); an error with id `Vm.StopTimeout` when it has not stopped by then.
    Shutdown {
        /// How long to wait.
        timeout: Duration,
    },
    /// The power is cut.
    TurnOff,
}

/// A change of a domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DomainChange {
    /// Defines a domain.
    #[serde(rename = "DefineDomain")]
    Define {
        /// Name, for messages.
        name: String,
        /// Id.
        id: Uuid,
        /// What it is made of.
        definition: DomainDefinition,
    },
    /// Undefines a domain that is off. Disks stay.
    #[serde(rename = "UndefineDomain")]
    Undefine {
        /// Name, for messages.
        name: String,
        /// Id.
        id: Uuid,
        /// The variables of its firmware and what its TPM holds go too.
        #[serde(default)]
        kept_files: bool,
    },
    /// Starts a domain that is off or saved.
    #[serde(rename = "StartDomain")]
    Start {
        /// The domain.
        vm: Uuid,
        /// With its virtual CPUs stopped, until it is told to go on.
        paused: bool,
    },
    /// Stops a domain.
    #[serde(rename = "StopDomain")]
    Stop {
        /// The domain.
        vm: Uuid,
        /// How.
        mode: StopMode,
    },
    /// Stops the virtual CPUs of a running domain; its memory, its devices and its VFs stay.
    #[serde(rename = "PauseDomain")]
    Pause {
        /// The domain.
        vm: Uuid,
    },
    /// Lets a paused domain go on.
    #[serde(rename = "ResumeDomain")]
    Resume {
        /// The domain.
        vm: Uuid,
    },
    /// Writes a domain's memory to disk and stops it (managed save). It must have no VF: its state cannot be written.
    #[serde(rename = "SaveDomain")]
    Save {
        /// The domain.
        vm: Uuid,
    },
    /// Throws a saved state away.
    #[serde(rename = "DiscardSavedState")]
    DiscardSaved {
        /// The domain.
        vm: Uuid,
    },
    /// Lets a domain that is off go on, when it is started, with saved memory that lies where libvirt looks for its own. What that says of the
    /// domain is made to fit this host.
    #[serde(rename = "AdoptSavedState")]
    AdoptSaved {
        /// The domain.
        vm: Uuid,
        /// The file.
        file: String,
        /// The domain as it is on this host.
        arrival: Box<Arrival>,
    },
    /// Presses the reset button of a running domain.
    #[serde(rename = "ResetDomain")]
    Reset {
        /// The domain.
        vm: Uuid,
    },
    /// Lets QEMU send frames (RARP) from adapters of a running domain, by which the switches on the wire learn where their addresses are. A guest
    /// that is silent would not be found there.
    #[serde(rename = "AnnounceAdapters")]
    Announce {
        /// The domain.
        vm: Uuid,
        /// The adapters.
        adapters: Vec<AdapterAlias>,
    },
    /// Replaces iovsh's element in the domain's metadata, in the definition and in the running domain.
    #[serde(rename = "SetDomainMetadata")]
    SetMetadata {
        /// The domain.
        vm: Uuid,
        /// What to write; `None` removes the element.
        settings: Option<VmSettings>,
    },
}

impl Facts for DomainChange {
    fn name(&self) -> &'static str {
        match self {
            Self::Define { .. } => "DefineDomain",
            Self::Undefine { .. } => "UndefineDomain",
            Self::Start { .. } => "StartDomain",
            Self::Stop { .. } => "StopDomain",
            Self::Pause { .. } => "PauseDomain",
            Self::Resume { .. } => "ResumeDomain",
            Self::Save { .. } => "SaveDomain",
            Self::DiscardSaved { .. } => "DiscardSavedState",
            Self::AdoptSaved { .. } => "AdoptSavedState",
            Self::Reset { .. } => "ResetDomain",
            Self::Announce { .. } => "AnnounceAdapters",
            Self::SetMetadata { .. } => "SetDomainMetadata",
        }
    }

    fn subject(&self) -> Subject {
        match self {
            Self::Define { id, .. } | Self::Undefine { id, .. } => Subject::Domain(*id),
            // A VM that is started with its processors stopped is one thing with their going on.
            Self::Start { vm, .. }
            | Self::Stop { vm, .. }
            | Self::Pause { vm }
            | Self::Resume { vm }
            | Self::Save { vm }
            | Self::DiscardSaved { vm }
            | Self::AdoptSaved { vm, .. } => Subject::Power(*vm),
            Self::Reset { vm } => Subject::DomainReset(*vm),
            Self::Announce { vm, .. } => Subject::Announcement(*vm),
            Self::SetMetadata { vm, .. } => Subject::Metadata(*vm),
        }
    }

    fn scope(&self) -> Scope {
        Scope {
            vms: VmDetail::Full,
            ..Scope::NOTHING
        }
    }

    fn is_satisfied(&self, state: &State) -> Option<bool> {
        match self {
            Self::Define { id, .. } => Some(state.vm(*id).is_some_and(|v| v.persistent)),
            // A running domain lives on without a definition until it is stopped.
            Self::Undefine { id, .. } => Some(!state.vm(*id).is_some_and(|v| v.persistent)),
            Self::Start { vm, .. } => state.vm(*vm).map(|v| v.state.is_active()),
            Self::Stop { vm, .. } => state.vm(*vm).map(|v| !v.state.is_active()),
            Self::Pause { vm } => state.vm(*vm).map(|v| v.state == VmState::Paused),
            Self::Resume { vm } => state
                .vm(*vm)
                .map(|v| v.state.is_active() && v.state != VmState::Paused),
            Self::Save { vm } | Self::AdoptSaved { vm, .. } => {
                state.vm(*vm).map(|v| v.state == VmState::Saved)
            }
            Self::DiscardSaved { vm } => state.vm(*vm).map(|v| v.state != VmState::Saved),
            Self::Reset { .. } | Self::Announce { .. } => None,
            Self::SetMetadata { vm, settings } => state.vm(*vm).map(|v| &v.settings == settings),
        }
    }

    fn effect(&self, state: &mut State) {
        match self {
            Self::Define {
                name,
                id,
                definition,
            } => define(state, name, *id, definition),
            Self::Undefine { id, .. } => {
                state.vms.retain(|v| v.id != *id || v.state.is_active());
                if let Some(vm) = state.vms.iter_mut().find(|v| v.id == *id) {
                    vm.persistent = false;
                }
                forget_orphans(state);
            }
            Self::Start { vm, paused } => {
                start(state, *vm);
                if *paused {
                    set_state(state, *vm, VmState::Paused);
                }
            }
            Self::Stop {
                vm,
                mode: StopMode::Shutdown { .. } | StopMode::TurnOff,
            } => stop(state, *vm),
            Self::Pause { vm } => set_state(state, *vm, VmState::Paused),
            Self::Resume { vm } => set_state(state, *vm, VmState::Running),
            Self::Save { vm } => {
                stop(state, *vm);
                set_state(state, *vm, VmState::Saved);
            }
            Self::DiscardSaved { vm } => set_state(state, *vm, VmState::Off),
            Self::AdoptSaved { vm, .. } => set_state(state, *vm, VmState::Saved),
            Self::Reset { .. } | Self::Announce { .. } => {}
            Self::SetMetadata { vm, settings } => {
                if let Some(vm) = state.vms.iter_mut().find(|v| v.id == *vm) {
                    vm.settings.clone_from(settings);
                    read_settings(vm);
                }
            }
        }
    }

    fn inverse(&self, before: &State) -> Option<Change> {
        let back = match self {
            Self::Define { name, id, .. } => Self::Undefine {
                name: name.clone(),
                id: *id,
                kept_files: false,
            },
            Self::Undefine { name, id, .. } => Self::Define {
                name: name.clone(),
                id: *id,
                definition: DomainDefinition::Text(before.vm(*id)?.definition.clone()?),
            },
            Self::Start { vm, .. } => Self::Stop {
                vm: *vm,
                mode: StopMode::TurnOff,
            },
            Self::Stop { vm, .. } | Self::Save { vm } => Self::Start {
                vm: *vm,
                paused: before.vm(*vm).is_some_and(|v| v.state == VmState::Paused),
            },
            Self::Pause { vm } => Self::Resume { vm: *vm },
            Self::Resume { vm } => Self::Pause { vm: *vm },
            Self::AdoptSaved { vm, .. } => Self::DiscardSaved { vm: *vm },
            Self::DiscardSaved { .. } | Self::Reset { .. } | Self::Announce { .. } => {
                return None;
            }
            Self::SetMetadata { vm, .. } => Self::SetMetadata {
                vm: *vm,
                settings: before.vm(*vm)?.settings.clone(),
            },
        };
        Some(back.into())
    }

    fn equivalent(&self, state: &State) -> Vec<ShellLine> {
        let simply =
            |verb: &str, options: &str, vm: &Uuid| virsh(verb, options, &vm_word(state, *vm));
        vec![match self {
            Self::Define { definition, .. } => ShellLine::reading(
                ["virsh", "define", INPUT],
                definition_text(definition, state),
            ),
            Self::Undefine {
                name,
                id,
                kept_files,
            } => virsh(
                "undefine",
                if *kept_files {
                    "--managed-save --snapshots-metadata --checkpoints-metadata --nvram --tpm"
                } else {
                    "--managed-save --snapshots-metadata --checkpoints-metadata --keep-nvram"
                },
                &domain_word(name, *id),
            ),
            Self::Start { vm, paused } => {
                simply("start", if *paused { "--paused" } else { "" }, vm)
            }
            Self::Stop { vm, mode } => match mode {
                StopMode::Shutdown { .. } => simply("shutdown", "--mode acpi", vm),
                StopMode::TurnOff => simply("destroy", "", vm),
            },
            Self::Pause { vm } => simply("suspend", "", vm),
            Self::Resume { vm } => simply("resume", "", vm),
            Self::Save { vm } => simply("managedsave", "", vm),
            Self::DiscardSaved { vm } => simply("managedsave-remove", "", vm),
            // What is written there is made of what is read.
            Self::AdoptSaved { file, .. } => {
                return vec![
                    ShellLine::run(["virsh", "save-image-dumpxml", "--security-info", file]),
                    ShellLine::run(["virsh", "save-image-define", file, "FILE"]),
                ];
            }
            Self::Reset { vm } => simply("reset", "", vm),
            Self::Announce { vm, adapters } => {
                let text = announcement(adapters);
                let word = vm_word(state, *vm);
                ShellLine::run(virsh_words(
                    "qemu-monitor-command",
                    Vec::new(),
                    &word,
                    &[&text],
                ))
            }
            Self::SetMetadata { vm, settings } => set_metadata(state, *vm, settings.as_ref()),
        }]
    }

    fn depends_on(&self, _state: &State) -> Vec<Subject> {
        match self {
            Self::Define { .. }
            | Self::Undefine { .. }
            | Self::Reset { .. }
            | Self::Announce { .. } => Vec::new(),
            Self::Start { vm, .. }
            | Self::Stop { vm, .. }
            | Self::Pause { vm }
            | Self::Resume { vm }
            | Self::Save { vm }
            | Self::DiscardSaved { vm }
            | Self::AdoptSaved { vm, .. } => vec![Subject::PutBack(*vm)],
            // A definition brings its own metadata, and so does a snapshot that a domain is put back to.
            Self::SetMetadata { vm, .. } => vec![Subject::Domain(*vm), Subject::PutBack(*vm)],
        }
    }

    fn vanishes_with(&self) -> Option<Lifetime> {
        None
    }

    fn event(&self, names: &Names<'_>) -> Option<Entry> {
        let of_vm = |kind: u32, vm: &Uuid, done: &str| {
            Some(names.of_vm(kind, *vm, format!("{} {done}", names.vm(*vm))))
        };
        let defined = |id: &Uuid, name: &String, done: &str| {
            Some(Entry {
                id: catalog::VM_SETTINGS,
                vm: Some(id.to_string()),
                vm_name: Some(name.clone()),
                message: format!("'{name}' {done}"),
                ..Entry::default()
            })
        };
        match self {
            Self::Define { id, name, .. } => defined(id, name, "was defined."),
            Self::Undefine { id, name, .. } => defined(id, name, "was removed."),
            Self::Start { vm, .. } => of_vm(catalog::VM_STARTED, vm, "was started."),
            Self::Stop { vm, mode } => match mode {
                StopMode::TurnOff => of_vm(catalog::VM_TURNED_OFF, vm, "was turned off."),
                StopMode::Shutdown { .. } => of_vm(catalog::VM_SHUT_DOWN, vm, "was shut down."),
            },
            Self::Pause { vm } => of_vm(catalog::VM_STATE, vm, "was paused."),
            // A VM that was not paused before is resumed as a part of its start, which has an entry of its own.
            Self::Resume { vm } if !names.was_paused(*vm) => None,
            Self::Resume { vm } => of_vm(catalog::VM_STATE, vm, "was resumed."),
            Self::Save { vm } => of_vm(catalog::VM_STATE, vm, "was saved."),
            Self::DiscardSaved { vm } => {
                let message = format!("The saved state of {} was thrown away.", names.vm(*vm));
                Some(names.of_vm(catalog::VM_STATE, *vm, message))
            }
            Self::AdoptSaved { vm, .. } => of_vm(
                catalog::VM_STATE,
                vm,
                "got the saved memory that it came with.",
            ),
            Self::Reset { vm } => of_vm(catalog::VM_RESET, vm, "was reset."),
            Self::Announce { vm, .. } => {
                let message = format!(
                    "The addresses of {} were announced on the wire.",
                    names.vm(*vm)
                );
                Some(names.of_vm(catalog::ADAPTERS_ANNOUNCED, *vm, message))
            }
            Self::SetMetadata { vm, .. } => {
                let message = format!("The settings of {} were changed.", names.vm(*vm));
                Some(names.of_vm(catalog::VM_SETTINGS, *vm, message))
            }
        }
    }
}

/// What QEMU's monitor is told to announce adapters (`qapi/net.json`, `announce-self`): five frames of each, within a quarter of a second.
#[must_use]
pub fn announcement(adapters: &[AdapterAlias]) -> String {
    let names: Vec<&str> = adapters.iter().map(AdapterAlias::as_str).collect();
    serde_json::json!({
        "execute": "announce-self",
        "arguments": {"initial": 20, "max": 100, "rounds": 5, "step": 20, "interfaces": names},
    })
    .to_string()
}

/// The adapters of VMs that run.
pub(super) fn active_adapters(state: &mut State) -> impl Iterator<Item = &mut Adapter> {
    state
        .vms
        .iter_mut()
        .filter(|v| v.state.is_active())
        .flat_map(|v| &mut v.adapters)
}

/// Gives every adapter the settings that the metadata has for it.
pub(super) fn read_settings(vm: &mut Vm) {
    for adapter in &mut vm.adapters {
        let settings = vm.settings.as_ref().and_then(|s| s.adapter(&adapter.alias));
        adapter.settings = settings.cloned().unwrap_or_default();
    }
}

fn define(state: &mut State, name: &str, id: Uuid, definition: &DomainDefinition) {
    let vm = match definition {
        DomainDefinition::Spec(spec) => vm_of(spec),
        // Only the host understands its own text; what is known for sure is that the domain is there.
        DomainDefinition::Text(text) => serde_json::from_str(text).unwrap_or_else(|_| Vm {
            definition: Some(text.clone()),
            ..vm_of(&empty_spec(name, id))
        }),
    };
    if let Some(running) = state
        .vms
        .iter_mut()
        .find(|v| v.id == id && v.state.is_active())
    {
        // It goes on as it is, and is as defined when it is started next.
        running.persistent = true;
        return;
    }
    state.vms.retain(|v| v.id != id);
    state.vms.push(vm);
    state.vms.sort_by(Vm::by_name);
}

fn empty_spec(name: &str, id: Uuid) -> DomainSpec {
    DomainSpec {
        name: name.to_owned(),
        id,
        memory: 0,
        vcpus: 0,
        boot: None,
        disks: Vec::new(),
        boot_order: Vec::new(),
        serial_socket: None,
        adapters: Vec::new(),
        spare_root_ports: 0,
        settings: VmSettings::default(),
    }
}

/// The disks of a new VM, as libvirt shows them: those of a bus are lettered in their order. In one of generation 1 all are on IDE.
fn drives(disks: &[Disk], generation: u8) -> Vec<Drive> {
    let (mut on_virtio, mut on_sata) = ('a'..='z', 'a'..='z');
    disks
        .iter()
        .map(|disk| {
            let (letters, bus, prefix) = if disk.is_disc() || generation == 1 {
                (&mut on_sata, "sata", "sd")
            } else {
                (&mut on_virtio, "virtio", "vd")
            };
            Drive {
                path: Some(disk.path.clone()),
                optical: disk.is_disc(),
                bus: bus.to_owned(),
                target: format!("{prefix}{}", letters.next().unwrap_or('z')),
                format: Some(disk.format.clone()),
                read_only: disk.read_only && !disk.is_disc(),
                ..Drive::default()
            }
        })
        .collect()
}

fn vm_of(spec: &DomainSpec) -> Vm {
    let adapters = spec.adapters.iter();
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
            ..VmFacts::default()
        },
        uptime: 0,
        autostart: false,
        numa: None,
        adapters: adapters
            .map(|nic| {
                let settings = spec.settings.adapter(&nic.alias);
                Adapter::from_spec(nic, settings.cloned().unwrap_or_default())
            })
            .collect(),
        other_devices: Vec::new(),
        assigned: Vec::new(),
        settings: Some(spec.settings.clone()),
        unreadable: None,
        definition: None,
    }
}

fn set_state(state: &mut State, id: Uuid, to: VmState) {
    if let Some(vm) = state.vms.iter_mut().find(|v| v.id == id) {
        vm.state = to;
    }
}

fn start(state: &mut State, id: Uuid) {
    let Some(vm) = state.vms.iter_mut().find(|v| v.id == id) else {
        return;
    };
    vm.state = VmState::Running;
    for position in 0..vm.adapters.len() {
        plug_tap(state, id, position);
    }
}

pub(super) fn stop(state: &mut State, id: Uuid) {
    let Some(vm) = state.vms.iter_mut().find(|v| v.id == id) else {
        return;
    };
    vm.state = VmState::Off;
    vm.uptime = 0;
    vm.facts.cpu_usage = None;
    let persistent = vm.persistent;
    let adapters = &mut vm.adapters;
    let taps: Vec<_> = adapters.iter_mut().filter_map(|a| a.tap.take()).collect();
    let vfs: Vec<_> = adapters.iter_mut().filter_map(|a| a.vf.take()).collect();
    remove_links(state, &taps);
    for attached in vfs {
        if let Some(vf) = vf_mut(state, attached.address) {
            vf.driven = Some(false);
            vf.owner = None;
        }
    }
    if !persistent {
        state.vms.retain(|v| v.id != id);
        forget_orphans(state);
    }
}

fn definition_text(definition: &DomainDefinition, state: &State) -> String {
    match definition {
        DomainDefinition::Text(text) => text.clone(),
        DomainDefinition::Spec(spec) => {
            let platform = Platform {
                // Facts that nobody asked for are empty.
                kvm: state.host.kvm || state.host.kernel.is_empty(),
                architecture: std::env::consts::ARCH.to_owned(),
            };
            domain_xml::new_domain(spec, &platform, &metadata::whole_element(&spec.settings))
        }
    }
}

fn set_metadata(state: &State, vm: Uuid, settings: Option<&VmSettings>) -> ShellLine {
    let mut options = words("--config");
    if state.vm(vm).is_some_and(|vm| vm.state.is_active()) {
        options.push("--live".to_owned());
    }
    options.extend(["--key".to_owned(), metadata::PREFIX.to_owned()]);
    match settings {
        Some(settings) => options.push(format!("--set={}", metadata::readable_element(settings))),
        None => options.push("--remove".to_owned()),
    }
    let name = vm_word(state, vm);
    let rest = [metadata::NAMESPACE];
    ShellLine::run(virsh_words("metadata", options, &name, &rest))
}
