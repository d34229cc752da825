//! Machines with a real libvirt and a real QEMU: a private daemon of an ordinary user, started here. Every change goes the way that a command goes:
//! an intent, its plan, the commit. Nothing boots; what QEMU makes of the definitions is looked at.
//!
//! Skipped, with the reason printed, where no `libvirtd`, no QEMU or no `qemu-img` is installed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr
)]

#[path = "private_libvirt/mod.rs"]
mod private_libvirt;

use std::os::unix::fs::chown;
use std::sync::Arc;

use iovsh::backend::commit::{NoObserver, Options};
use iovsh::backend::domain_xml::arrival::{Arrival, ArrivingDrive, arrive};
use iovsh::backend::host::LocalHost;
use iovsh::backend::linux::LinuxMachine;
use iovsh::backend::linux::libvirt::{Client, Hypervisor as _};
use iovsh::backend::linux::sysfs::Sysfs;
use iovsh::backend::model::{
    ControllerKind, DomainDefinition, ImageFormat, NO_USER_DATA, Scope, Seed, State, Uuid, Vm,
    VmDetail, VmState,
};
use iovsh::backend::plan::DomainChange;
use iovsh::backend::policy::Intent;
use iovsh::backend::policy::export::{Export, Import, Live};
use iovsh::backend::policy::storage::image::NewVhd;
use iovsh::backend::policy::vm::checkpoint::NewCheckpoint;
use iovsh::backend::policy::vm::{NewDisk, NewSeed, NewVm, Stop};
use iovsh::backend::state::Store;
use iovsh::backend::{Host as _, HostError, Machine as _};

use private_libvirt::Daemon;

/// The user that a daemon started by root runs as.
const NOBODY: u32 = 65534;
const MIB: u64 = 1 << 20;

struct Bench {
    host: LocalHost,
    folder: String,
    daemon: Daemon,
}

impl Bench {
    fn new() -> Option<Self> {
        let daemon = Daemon::start()?;
        let endpoint = || daemon.endpoint("qemu:///session");
        if let Err(error) = Client::new(endpoint()).hostname() {
            eprintln!("SKIPPED: no QEMU driver here: {error}");
            return None;
        }
        if std::process::Command::new("qemu-img")
            .arg("--version")
            .output()
            .is_err()
        {
            eprintln!("SKIPPED: qemu-img is not installed");
            return None;
        }
        let machine = LinuxMachine::with(
            Sysfs::at(daemon.folder().join("root")),
            Store::in_memory(),
            endpoint(),
        );
        let folder = daemon.folder().display().to_string();
        Some(Self {
            host: LocalHost::new(Arc::new(machine)),
            folder,
            daemon,
        })
    }

    fn path(&self, name: &str) -> String {
        format!("{}/{name}", self.folder)
    }

    fn tried(&self, scope: &Scope, intent: Intent) -> Result<(), HostError> {
        let mut silent = NoObserver;
        let mut options = Options::new(&mut silent);
        let mut answer = self.host.transact(scope, &[intent], &mut options)?;
        answer.outcomes.remove(&0).expect("it was reached")
    }

    fn done(&self, scope: &Scope, intent: Intent) {
        let shown = format!("{intent:?}");
        self.tried(scope, intent)
            .unwrap_or_else(|error| panic!("{shown}: {error:?}"));
    }

    fn state(&self) -> State {
        let scope = Scope {
            vms: VmDetail::Full,
            checkpoints: true,
            ..Scope::NOTHING
        };
        self.host.snapshot(&scope).unwrap()
    }

    fn vm(&self, name: &str) -> Vm {
        self.state().vm_named(name).expect(name).clone()
    }

    /// What root has made QEMU of an ordinary user is to open.
    fn hand_over(&self, path: &str) {
        let _ = chown(path, Some(NOBODY), Some(NOBODY));
    }
}

fn new_vm(name: &str, generation: u8, disk: NewDisk) -> NewVm {
    NewVm {
        id: Uuid::of_text(name),
        name: name.to_owned(),
        memory: 64 * MIB,
        vcpus: 1,
        generation,
        notes: String::new(),
        created: None,
        switch: None,
        adapter_id: Uuid::of_text(&format!("adapter of {name}")),
        emulated: false,
        mac: None,
        boot: None,
        disks: Vec::new(),
        disk: Some(disk),
        boot_order: Vec::new(),
        serial_socket: None,
        uefi: generation == 2,
        seed: None,
    }
}

fn disk(path: &str, parent: Option<&str>) -> NewVhd {
    NewVhd {
        path: path.to_owned(),
        size: Some(8 * MIB),
        parent: parent.map(str::to_owned),
        ..NewVhd::default()
    }
}

#[test]
fn a_machine_of_a_cloud_image_has_a_disk_of_its_own_and_is_told_who_may_log_in() {
    let Some(bench) = Bench::new() else { return };
    let (base, own) = (bench.path("base.qcow2"), bench.path("cloud1.qcow2"));
    let seed = bench.path("cloud1.seed.iso");
    bench.done(
        &Scope::with_images([base.clone()]),
        Intent::CreateImage(Box::new(disk(&base, None))),
    );
    let wanted = NewVm {
        seed: Some(NewSeed {
            path: seed.clone(),
            seed: Seed {
                instance: Uuid::of_text("first boot"),
                hostname: "cloud1".to_owned(),
                user_data: NO_USER_DATA.to_owned(),
                keys: vec!["ssh-ed25519 AAAA me".to_owned()],
            },
        }),
        ..new_vm("cloud1", 1, NewDisk::New(disk(&own, Some(&base))))
    };
    let scope = Scope::with_images([base.clone(), own.clone(), seed.clone()]);
    bench.done(&scope, Intent::CreateVm(Box::new(wanted)));
    // Generation 1: a BIOS, all drives on IDE, and an empty one at the second controller.
    let vm = bench.vm("cloud1");
    assert!(!vm.hardware.firmware.uefi);
    let places: Vec<_> = vm
        .facts
        .drives
        .iter()
        .map(|d| {
            let at = d.place();
            (at.kind, at.number, at.location, d.path.clone())
        })
        .collect();
    let ide = ControllerKind::Ide;
    assert_eq!(
        places,
        [
            (ide, 0, 0, Some(own.clone())),
            (ide, 0, 1, Some(seed.clone())),
            (ide, 1, 0, None)
        ]
    );
    let image = bench
        .host
        .snapshot(&Scope::with_images([own.clone(), seed.clone()]))
        .unwrap();
    let backing = image.image(&own).unwrap().backing.clone().unwrap();
    assert_eq!(backing.path, base);
    assert_eq!(image.image(&seed).unwrap().format, ImageFormat::Raw);
    // Only its owner reads what may have passwords in it.
    let facts = std::fs::metadata(&seed).unwrap();
    assert_eq!(std::os::unix::fs::MetadataExt::mode(&facts) & 0o077, 0);
    for path in [&base, &own, &seed] {
        bench.hand_over(path);
    }
    let name = || "cloud1".to_owned();
    // An ordinary user makes no tap device.
    bench.done(
        &Scope::PLAN,
        Intent::RemoveAdapter {
            vm: vm.id,
            adapter: vm.adapters[0].alias.clone(),
        },
    );
    match bench.tried(&Scope::PLAN, Intent::StartVm { vm: name().into() }) {
        Ok(()) => {
            // What vmconnect opens.
            let vm = bench.vm("cloud1");
            assert_eq!(vm.state, VmState::Running);
            let terminal = vm.facts.terminal.expect("a terminal");
            assert!(terminal.starts_with("/dev/pts/"), "{terminal}");
            let how = Stop::TurnOff;
            bench.done(
                &Scope::PLAN,
                Intent::StopVm {
                    vm: name().into(),
                    how,
                },
            );
        }
        Err(error) => eprintln!("not started: an ordinary user cannot run QEMU here: {error}"),
    }
    // The image of its disk is one that others build on: it goes, and what it builds on stays.
    let scope = scope.union(&Scope::REMOVE);
    let scope = Scope {
        checkpoints: true,
        ..scope
    };
    bench.done(&scope, Intent::RemoveVmWithDisks { vm: name().into() });
    assert!(bench.state().vm_named("cloud1").is_none());
    let there = |path: &str| std::path::Path::new(path).exists();
    assert_eq!(
        (there(&own), there(&seed), there(&base)),
        (false, false, true)
    );
}

#[test]
fn a_machine_of_generation_2_has_uefi_or_the_reason_why_not() {
    let Some(bench) = Bench::new() else { return };
    let own = bench.path("two.qcow2");
    let scope = Scope::with_images([own.clone()]);
    let wanted = new_vm("two", 2, NewDisk::New(disk(&own, None)));
    match bench.tried(&scope, Intent::CreateVm(Box::new(wanted))) {
        Ok(()) => {
            let vm = bench.vm("two");
            assert!(vm.hardware.firmware.uefi);
            assert_eq!(vm.facts.drives[0].place().kind, ControllerKind::Scsi);
        }
        Err(error) => {
            eprintln!("no edk2 here: {error}");
            // Nothing is half done.
            assert!(bench.state().vm_named("two").is_none());
            assert!(!std::path::Path::new(&own).exists());
            assert!(error.cause.is_some(), "libvirt's own words: {error:?}");
        }
    }
}

#[test]
fn a_checkpoint_is_exported_and_a_machine_is_made_of_it() {
    let Some(bench) = Bench::new() else { return };
    let own = bench.path("kept.qcow2");
    let scope = Scope::with_images([own.clone()]);
    let wanted = new_vm("kept", 1, NewDisk::New(disk(&own, None)));
    bench.done(&scope, Intent::CreateVm(Box::new(wanted)));
    bench.hand_over(&own);
    let checkpoint = NewCheckpoint {
        id: Uuid::of_text("clean"),
        name: "clean".to_owned(),
    };
    let made = bench.tried(
        &Scope::CHECKPOINTS,
        Intent::CreateCheckpoint {
            vm: "kept".into(),
            checkpoint,
        },
    );
    if let Err(error) = made {
        eprintln!("SKIPPED: no checkpoint can be made here: {error}");
        return;
    }
    let state = bench.state();
    let vm = state.vm_named("kept").unwrap();
    let found = state.checkpoints_of(vm.id).next().expect("a checkpoint");
    assert!(found.external);
    assert_ne!(
        vm.facts.drives[0].path,
        Some(own.clone()),
        "it goes on elsewhere"
    );
    let export = Export {
        vm: vm.id,
        folder: bench.path("exports"),
        live: Live::CrashConsistent,
        checkpoint: Some(found.label.clone()),
    };
    let scope = export.scope(&state);
    bench.done(&scope, Intent::ExportVm(export));
    let copy = bench.path("exports/kept/Virtual Hard Disks/kept.qcow2");
    assert!(std::path::Path::new(&copy).exists());
    let import = Import {
        path: bench.path("exports/kept"),
        copy: None,
        source: None,
        id: Some(Uuid::of_text("again")),
        name: Some("again".to_owned()),
        snapshot_folder: None,
        connections: Vec::new(),
    };
    let first = bench
        .host
        .snapshot(&iovsh::backend::policy::export::first_look(&import.path))
        .unwrap();
    let manifest = iovsh::backend::policy::export::manifest(&first, &import.path).unwrap();
    let scope = iovsh::backend::policy::export::scope(&import, &manifest);
    bench.done(&scope, Intent::ImportVm(Box::new(import)));
    let again = bench.vm("again");
    assert_eq!(again.facts.drives[0].path.as_deref(), Some(copy.as_str()));
    assert_eq!(again.facts.drives[0].place(), vm.facts.drives[0].place());
}

/// What stands before saved memory names files of the host that it was saved on: it is made to fit, libvirt takes it, and the guest goes on from it.
#[test]
fn saved_memory_goes_on_with_a_disk_at_another_place() {
    let Some(bench) = Bench::new() else { return };
    let (own, moved) = (bench.path("slept.qcow2"), bench.path("moved & kept.qcow2"));
    // Generation 2 where there is edk2: the variables of its firmware are named there too.
    let scope = Scope::with_images([own.clone()]);
    let made = bench.tried(
        &scope,
        Intent::CreateVm(Box::new(new_vm("slept", 2, NewDisk::New(disk(&own, None))))),
    );
    if let Err(error) = made {
        eprintln!("SKIPPED: no machine with UEFI here: {error}");
        return;
    }
    bench.hand_over(&own);
    let vm = bench.vm("slept");
    bench.done(
        &Scope::PLAN,
        Intent::RemoveAdapter {
            vm: vm.id,
            adapter: vm.adapters[0].alias.clone(),
        },
    );
    let name = || "slept".to_owned();
    if let Err(error) = bench.tried(&Scope::PLAN, Intent::StartVm { vm: name().into() }) {
        eprintln!("SKIPPED: an ordinary user cannot run QEMU here: {error}");
        return;
    }
    bench.done(&Scope::PLAN, Intent::SaveVm { vm: name().into() });
    let file = bench.path("libvirt/qemu/save/slept.save");
    let aside = bench.path("aside.save");
    std::fs::copy(&file, &aside).unwrap();
    let scope = Scope {
        vms: VmDetail::Definitions,
        ..Scope::NOTHING
    };
    let state = bench.host.snapshot(&scope).unwrap();
    let definition = state.vm_named("slept").unwrap().definition.clone().unwrap();
    bench.done(&Scope::REMOVE, Intent::RemoveVm { vm: name().into() });
    assert!(!std::path::Path::new(&file).exists());
    std::fs::rename(&own, &moved).unwrap();
    let variables = bench.path("libvirt/qemu/nvram/slept-2_VARS.fd");
    std::fs::rename(bench.path("libvirt/qemu/nvram/slept_VARS.fd"), &variables).unwrap();

    let arrival = Arrival {
        name: name(),
        id: vm.id,
        adapters: Vec::new(),
        drives: vec![ArrivingDrive {
            target: vm.facts.drives[0].target.clone(),
            path: Some(moved.clone()),
            format: Some("qcow2".to_owned()),
        }],
        settings: vm.settings.clone(),
        variables: Some(variables.clone()),
    };
    let define = DomainChange::Define {
        name: name(),
        id: vm.id,
        definition: DomainDefinition::Text(arrive(&definition, &arrival).unwrap().text),
    };
    let daemon = || bench.daemon.endpoint("qemu:///session");
    let machine = LinuxMachine::with(
        Sysfs::at(bench.daemon.folder().join("root")),
        Store::in_memory(),
        daemon(),
    );
    machine.apply(&define.into()).unwrap();
    std::fs::copy(&aside, &file).unwrap();
    bench.hand_over(&file);
    let adopt = DomainChange::AdoptSaved {
        vm: vm.id,
        file: file.clone(),
        arrival: Box::new(arrival),
    };
    machine.apply(&adopt.into()).unwrap();
    let before = Client::new(daemon()).saved_xml(&file).unwrap();
    for part in ["moved &amp; kept.qcow2", &variables] {
        assert!(before.contains(part), "{part}: {before}");
    }
    assert!(!before.contains(&own), "{before}");
    bench.done(&Scope::PLAN, Intent::StartVm { vm: name().into() });
    assert_eq!(bench.vm("slept").state, VmState::Running);
    // libvirt removes what it has read.
    assert!(!std::path::Path::new(&file).exists());
    let how = Stop::TurnOff;
    bench.done(
        &Scope::PLAN,
        Intent::StopVm {
            vm: name().into(),
            how,
        },
    );
}
