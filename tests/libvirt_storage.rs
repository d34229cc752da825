//! Drives and images with a real libvirt and a real QEMU: a private daemon of an ordinary user, started here. Nothing is run inside the guest:
//! QEMU itself plugs, resizes and copies.
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
use std::time::Duration;

use iovsh::backend::Machine as _;
use iovsh::backend::linux::LinuxMachine;
use iovsh::backend::linux::libvirt::Hypervisor as _;
use iovsh::backend::linux::sysfs::Sysfs;
use iovsh::backend::model::{
    Backing, DomainDefinition, DomainSpec, Drive, DriveAddress, ImageFormat, Scope, State, Uuid,
    VmDetail, VmSettings,
};
use iovsh::backend::plan::{
    Change, Content, DiskChange, DomainChange, ImageChange, NewImage, StopMode,
};
use iovsh::backend::state::Store;

use private_libvirt::Daemon;

/// The user that a daemon started by root runs as.
const NOBODY: u32 = 65534;
const MIB: u64 = 1 << 20;
const SOON: Duration = Duration::from_secs(30);

struct Bench {
    host: LinuxMachine,
    folder: String,
    vm: Uuid,
    _daemon: Daemon,
}

impl Bench {
    fn new() -> Option<Self> {
        let daemon = Daemon::start()?;
        let host = LinuxMachine::with(
            Sysfs::at(daemon.folder().join("root")),
            Store::in_memory(),
            daemon.endpoint("qemu:///session"),
        );
        let client =
            iovsh::backend::linux::libvirt::Client::new(daemon.endpoint("qemu:///session"));
        if let Err(error) = client.hostname() {
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
        let folder = daemon.folder().display().to_string();
        Some(Self {
            host,
            folder,
            vm: Uuid::of_text("store1"),
            _daemon: daemon,
        })
    }

    fn path(&self, name: &str) -> String {
        format!("{}/{name}", self.folder)
    }

    /// Carries a change out, and looks whether it has taken effect.
    fn done(&self, change: impl Into<Change>) {
        let change = change.into();
        self.host
            .apply(&change)
            .unwrap_or_else(|error| panic!("{change:?}: {error:?}"));
        let seen = self.look(change.scope());
        assert_ne!(change.is_satisfied(&seen), Some(false), "{change:?}");
    }

    fn look(&self, scope: Scope) -> State {
        self.host.observe(&scope).unwrap()
    }

    /// An image that the daemon's user may write.
    fn image(&self, name: &str, image: NewImage) -> String {
        let path = self.path(name);
        self.done(ImageChange::Create {
            path: path.clone(),
            image,
        });
        let _ = chown(&path, Some(NOBODY), Some(NOBODY));
        path
    }

    fn drive(&self, target: &str) -> Drive {
        let state = self.look(Scope {
            vms: VmDetail::Full,
            ..Scope::NOTHING
        });
        let vm = state.vm(self.vm).unwrap();
        let mut drives = vm.facts.drives.iter();
        drives.find(|drive| drive.target == target).unwrap().clone()
    }
}

fn new(format: ImageFormat, size: u64) -> NewImage {
    NewImage {
        format,
        size,
        fixed: false,
        backing: None,
        block_size: None,
    }
}

fn at(unit: u32) -> Option<DriveAddress> {
    Some(DriveAddress {
        controller: 0,
        bus: 0,
        target: 0,
        unit,
    })
}

#[test]
fn drives_come_change_and_go_while_the_machine_runs() {
    let Some(bench) = Bench::new() else { return };
    let vm = bench.vm;
    let spec = DomainSpec {
        name: "store1".into(),
        id: vm,
        memory: 64 * MIB,
        vcpus: 1,
        boot: None,
        disks: vec![],
        boot_order: vec![],
        serial_socket: None,
        adapters: vec![],
        spare_root_ports: 4,
        settings: VmSettings::default(),
    };
    bench.done(DomainChange::Define {
        name: "store1".into(),
        id: vm,
        definition: DomainDefinition::Spec(Box::new(spec)),
    });
    bench.done(DiskChange::AttachController { vm, number: 0 });
    let disc = Drive {
        optical: true,
        bus: "scsi".into(),
        target: "sda".into(),
        address: at(0),
        ..Drive::default()
    };
    bench.done(DiskChange::Attach {
        vm,
        drive: Box::new(disc.clone()),
    });
    if let Err(error) = bench
        .host
        .apply(&DomainChange::Start { vm, paused: false }.into())
    {
        eprintln!("SKIPPED: an ordinary user cannot run QEMU here: {error}");
        return;
    }
    let iso = bench.image("disc.iso", new(ImageFormat::Raw, MIB));
    bench.done(DiskChange::SetMedia {
        vm,
        target: "sda".into(),
        path: Some(iso),
    });
    bench.done(DiskChange::SetMedia {
        vm,
        target: "sda".into(),
        path: None,
    });
    let data = bench.image("data.qcow2", new(ImageFormat::Qcow2, 8 * MIB));
    let disk = Drive {
        path: Some(data.clone()),
        format: Some("qcow2".into()),
        bus: "scsi".into(),
        target: "sdb".into(),
        address: at(3),
        maximum_iops: Some(700),
        ..Drive::default()
    };
    bench.done(DiskChange::Attach {
        vm,
        drive: Box::new(disk.clone()),
    });
    let seen = bench.drive("sdb");
    assert_eq!((seen.place().location, seen.maximum_iops), (3, Some(700)));
    assert_eq!(seen.format.as_deref(), Some("qcow2"));
    for limit in [Some(900), None] {
        bench.done(DiskChange::SetLimit {
            vm,
            target: "sdb".into(),
            maximum_iops: limit,
        });
        assert_eq!(bench.drive("sdb").maximum_iops, limit);
    }
    bench.done(ImageChange::Resize {
        path: data.clone(),
        format: ImageFormat::Qcow2,
        size: 16 * MIB,
        running: Some((vm, "sdb".into())),
    });
    // It goes on with the copy, in the definition too.
    let moved = bench.image("moved.qcow2", new(ImageFormat::Qcow2, 16 * MIB));
    bench.done(DiskChange::Move {
        vm,
        target: "sdb".into(),
        from: data.clone(),
        to: moved.clone(),
        format: None,
        content: Content::Mirrored,
    });
    std::fs::remove_file(&data).unwrap();
    bench.done(DiskChange::Detach {
        vm,
        drive: Box::new(bench.drive("sdb")),
        timeout: SOON,
    });
    bench.done(DiskChange::Detach {
        vm,
        drive: Box::new(disc),
        timeout: SOON,
    });
    bench.done(DomainChange::Stop {
        vm,
        mode: StopMode::TurnOff,
    });
    // What was plugged while it ran is plugged no more.
    let state = bench.look(Scope {
        vms: VmDetail::Full,
        ..Scope::NOTHING
    });
    assert_eq!(state.vm(vm).unwrap().facts.drives, []);
    // And of one that is off.
    let disk = Drive {
        path: Some(moved.clone()),
        ..disk
    };
    bench.done(DiskChange::Attach {
        vm,
        drive: Box::new(disk.clone()),
    });
    bench.done(DiskChange::SetLimit {
        vm,
        target: "sdb".into(),
        maximum_iops: Some(300),
    });
    let raw = bench.path("copy.img");
    bench.done(ImageChange::Copy {
        from: moved.clone(),
        format: ImageFormat::Qcow2,
        to: raw.clone(),
        image: new(ImageFormat::Raw, 16 * MIB),
        live: false,
    });
    bench.done(DiskChange::Move {
        vm,
        target: "sdb".into(),
        from: moved,
        to: raw,
        format: Some("raw".into()),
        content: Content::Copied,
    });
    let seen = bench.drive("sdb");
    assert_eq!(
        (seen.format.as_deref(), seen.maximum_iops),
        (Some("raw"), Some(300))
    );
    bench.done(DiskChange::Detach {
        vm,
        drive: Box::new(disk),
        timeout: SOON,
    });
    bench.done(DiskChange::DetachController {
        vm,
        number: 0,
        timeout: SOON,
    });
}

#[test]
fn images_are_made_in_every_format_and_changed() {
    let Some(bench) = Bench::new() else { return };
    for (name, format) in [
        ("a.img", ImageFormat::Raw),
        ("a.qcow2", ImageFormat::Qcow2),
        ("a.vhdx", ImageFormat::Vhdx),
        ("a.vhd", ImageFormat::Vhd),
    ] {
        for fixed in [false, true] {
            let image = NewImage {
                fixed,
                ..new(format, 8 * MIB)
            };
            let path = bench.image(&format!("{fixed}-{name}"), image);
            let seen = bench.look(Scope {
                images: Some(vec![path.clone()]),
                ..Scope::NOTHING
            });
            let seen = seen.images[&path].image.clone().unwrap();
            assert_eq!((seen.format, seen.fixed), (format, fixed), "{path}");
            let again = ImageChange::Create {
                path,
                image: new(format, MIB),
            };
            assert!(bench.host.apply(&again.into()).is_err(), "written over");
        }
    }
    let base = bench.path("false-a.qcow2");
    let above = NewImage {
        backing: Some(Backing {
            path: base.clone(),
            format: Some(ImageFormat::Qcow2),
        }),
        ..new(ImageFormat::Qcow2, 8 * MIB)
    };
    let child = bench.image("child.qcow2", above);
    let other = bench.image("other.qcow2", new(ImageFormat::Qcow2, 8 * MIB));
    for below in [&other, &base] {
        bench.done(ImageChange::Rebase {
            path: child.clone(),
            format: ImageFormat::Qcow2,
            backing: Backing {
                path: below.clone(),
                format: Some(ImageFormat::Qcow2),
            },
        });
    }
    for size in [12 * MIB, 8 * MIB] {
        bench.done(ImageChange::Resize {
            path: child.clone(),
            format: ImageFormat::Qcow2,
            size,
            running: None,
        });
    }
    bench.done(ImageChange::Merge {
        path: child.clone(),
        format: ImageFormat::Qcow2,
        into: base.clone(),
    });
    bench.done(ImageChange::Compact {
        path: base.clone(),
        format: ImageFormat::Qcow2,
    });
    assert!(!std::path::Path::new(&format!("{base}.compact")).exists());
    bench.done(ImageChange::Copy {
        from: base,
        format: ImageFormat::Qcow2,
        to: bench.path("copy.vhdx"),
        image: new(ImageFormat::Vhdx, 8 * MIB),
        live: false,
    });
    bench.done(ImageChange::Delete { path: child });
    let nothing = ImageChange::Merge {
        path: other,
        format: ImageFormat::Qcow2,
        into: bench.path("true-a.qcow2"),
    };
    let error = bench.host.apply(&nothing.into()).unwrap_err();
    assert_eq!(error.id, "Vhd.ToolFailed");
    assert!(error.next_step.is_some());
}
