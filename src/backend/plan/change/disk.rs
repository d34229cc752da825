//! Drives of a domain and the controllers that they are plugged into. Each change is about the definition and, of a domain that runs, about
//! the running one too.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Change, Facts, Lifetime, Names, Subject};
use crate::domain_xml;
use crate::journal::{Entry, catalog};
use crate::model::{Drive, Scope, State, Uuid, Vm, VmDetail};
use crate::plan::shell_line::{ShellLine, words};
use crate::plan::virsh::{INPUT, virsh_words, vm_word};

/// How long an undo waits for a guest to release a disk.
const DETACH_TIMEOUT: Duration = Duration::from_secs(30);

/// What is in the image that is to be a disk's instead of another one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Content {
    /// A disk of its own: only the definition changes, of a domain that is off.
    #[default]
    Other,
    /// What the other one had when it was copied, while the domain was off. As soon as the domain has run, the two differ.
    Copied,
    /// Nothing yet: QEMU copies the other one into it, while the domain runs. It cannot be had of one that is off.
    Mirrored,
}

/// A change of a domain's drives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DiskChange {
    /// Plugs a drive in.
    #[serde(rename = "AttachDrive")]
    Attach {
        /// The domain.
        vm: Uuid,
        /// The drive.
        drive: Box<Drive>,
    },
    /// Unplugs a drive, and waits until a running guest has released it. The image stays.
    #[serde(rename = "DetachDrive")]
    Detach {
        /// The domain.
        vm: Uuid,
        /// The drive.
        drive: Box<Drive>,
        /// How long to wait.
        timeout: Duration,
    },
    /// Changes the disc in a disc drive.
    #[serde(rename = "ChangeMedia")]
    SetMedia {
        /// The domain.
        vm: Uuid,
        /// libvirt's name of the drive.
        target: String,
        /// The disc; `None`: the drive is empty.
        path: Option<String>,
    },
    /// Limits the requests of a disk, or lifts the limit.
    #[serde(rename = "SetDiskLimit")]
    SetLimit {
        /// The domain.
        vm: Uuid,
        /// libvirt's name of the disk.
        target: String,
        /// Requests a second; `None`: no limit.
        maximum_iops: Option<u64>,
    },
    /// Another image is the disk's from now on. Of a domain that runs, its content is copied there first, while it runs; of one that
    /// does not, only the definition changes. A job that an earlier attempt left behind is ended: it goes on to `to`, or is given up
    /// when the disk is to stay where it is.
    #[serde(rename = "MoveDrive")]
    Move {
        /// The domain.
        vm: Uuid,
        /// libvirt's name of the disk.
        target: String,
        /// The image that it has.
        from: String,
        /// The image that it is to have.
        to: String,
        /// QEMU's name of the format of that image; `None`: that of the image that it has. It is never read from the image: what is in a raw
        /// one a guest has written.
        #[serde(default)]
        format: Option<String>,
        /// What is in that image.
        #[serde(default)]
        content: Content,
    },
    /// Adds a SCSI controller (virtio-scsi).
    #[serde(rename = "AttachScsiController")]
    AttachController {
        /// The domain.
        vm: Uuid,
        /// Its number.
        number: u32,
    },
    /// Removes a SCSI controller that no drive is plugged into.
    #[serde(rename = "DetachScsiController")]
    DetachController {
        /// The domain.
        vm: Uuid,
        /// Its number.
        number: u32,
        /// How long to wait for a running guest.
        timeout: Duration,
    },
}

impl DiskChange {
    fn vm(&self) -> Uuid {
        match self {
            Self::Attach { vm, .. }
            | Self::Detach { vm, .. }
            | Self::SetMedia { vm, .. }
            | Self::SetLimit { vm, .. }
            | Self::Move { vm, .. }
            | Self::AttachController { vm, .. }
            | Self::DetachController { vm, .. } => *vm,
        }
    }
}

fn drive_of<'s>(state: &'s State, vm: Uuid, target: &str) -> Option<&'s Drive> {
    drive_in(state.vm(vm)?, target)
}

fn drive_in<'s>(vm: &'s Vm, target: &str) -> Option<&'s Drive> {
    vm.facts.drives.iter().find(|drive| drive.target == target)
}

impl Facts for DiskChange {
    fn name(&self) -> &'static str {
        match self {
            Self::Attach { .. } => "AttachDrive",
            Self::Detach { .. } => "DetachDrive",
            Self::SetMedia { .. } => "ChangeMedia",
            Self::SetLimit { .. } => "SetDiskLimit",
            Self::Move { .. } => "MoveDrive",
            Self::AttachController { .. } => "AttachScsiController",
            Self::DetachController { .. } => "DetachScsiController",
        }
    }

    fn subject(&self) -> Subject {
        match self {
            Self::Attach { vm, drive } | Self::Detach { vm, drive, .. } => {
                Subject::Drive(*vm, drive.target.clone())
            }
            // A disk has one image, and a drive one disc.
            Self::SetMedia { vm, target, .. } | Self::Move { vm, target, .. } => {
                Subject::DriveImage(*vm, target.clone())
            }
            Self::SetLimit { vm, target, .. } => Subject::DriveLimit(*vm, target.clone()),
            Self::AttachController { vm, number } | Self::DetachController { vm, number, .. } => {
                Subject::ScsiController(*vm, *number)
            }
        }
    }

    fn scope(&self) -> Scope {
        Scope {
            vms: VmDetail::Full,
            ..Scope::NOTHING
        }
    }

    fn is_satisfied(&self, state: &State) -> Option<bool> {
        let vm = state.vm(self.vm())?;
        match self {
            Self::Attach { drive, .. } => {
                let is_wanted = |own: &Drive| {
                    (own.path == drive.path && own.optical == drive.optical)
                        && (own.place() == drive.place() && own.shared == drive.shared)
                        && own.maximum_iops == drive.maximum_iops
                };
                Some(drive_in(vm, &drive.target).is_some_and(is_wanted))
            }
            Self::Detach { drive, .. } => Some(drive_in(vm, &drive.target).is_none()),
            Self::SetMedia { target, path, .. } => Some(drive_in(vm, target)?.path == *path),
            Self::SetLimit {
                target,
                maximum_iops,
                ..
            } => Some(drive_in(vm, target)?.maximum_iops == *maximum_iops),
            Self::Move {
                target, to, format, ..
            } => {
                let drive = drive_in(vm, target)?;
                let is_read_so = format.is_none() || drive.format == *format;
                // While a job copies the disk elsewhere, it is not settled which one it has.
                let is_settled = drive.copied_to.is_none();
                Some(drive.path.as_deref() == Some(to) && is_read_so && is_settled)
            }
            Self::AttachController { number, .. } => {
                Some(vm.facts.scsi_controllers.contains(number))
            }
            Self::DetachController { number, .. } => {
                Some(!vm.facts.scsi_controllers.contains(number))
            }
        }
    }

    fn effect(&self, state: &mut State) {
        let Some(vm) = state.vms.iter_mut().find(|v| v.id == self.vm()) else {
            return;
        };
        let facts = &mut vm.facts;
        let find = |drives: &mut Vec<Drive>, target: &str, change: &dyn Fn(&mut Drive)| {
            let found = drives.iter_mut().find(|drive| drive.target == target);
            found.map(change);
        };
        match self {
            Self::Attach { drive, .. } => {
                facts.drives.retain(|d| d.target != drive.target);
                facts.drives.push((**drive).clone());
            }
            Self::Detach { drive, .. } => facts.drives.retain(|d| d.target != drive.target),
            Self::SetMedia { target, path, .. } => {
                find(&mut facts.drives, target, &|drive| {
                    drive.path.clone_from(path);
                });
            }
            Self::SetLimit {
                target,
                maximum_iops,
                ..
            } => find(&mut facts.drives, target, &|drive| {
                drive.maximum_iops = *maximum_iops;
            }),
            Self::Move {
                target, to, format, ..
            } => find(&mut facts.drives, target, &|drive| {
                drive.path = Some(to.clone());
                drive.copied_to = None;
                if format.is_some() {
                    drive.format.clone_from(format);
                }
            }),
            Self::AttachController { number, .. } => {
                facts.scsi_controllers.retain(|n| n != number);
                facts.scsi_controllers.push(*number);
                facts.scsi_controllers.sort_unstable();
            }
            Self::DetachController { number, .. } => {
                facts.scsi_controllers.retain(|n| n != number);
            }
        }
    }

    fn inverse(&self, before: &State) -> Option<Change> {
        let back = match self {
            Self::Attach { vm, drive } => Self::Detach {
                vm: *vm,
                drive: drive.clone(),
                timeout: DETACH_TIMEOUT,
            },
            Self::Detach { vm, drive, .. } => Self::Attach {
                vm: *vm,
                // The drive as it stood, not as the caller described it.
                drive: Box::new(drive_of(before, *vm, &drive.target)?.clone()),
            },
            Self::SetMedia { vm, target, .. } => Self::SetMedia {
                vm: *vm,
                target: target.clone(),
                path: drive_of(before, *vm, target)?.path.clone(),
            },
            Self::SetLimit { vm, target, .. } => Self::SetLimit {
                vm: *vm,
                target: target.clone(),
                maximum_iops: drive_of(before, *vm, target)?.maximum_iops,
            },
            Self::Move {
                vm,
                target,
                from,
                to,
                content,
                ..
            } => Self::Move {
                vm: *vm,
                target: target.clone(),
                from: to.clone(),
                to: from.clone(),
                format: drive_of(before, *vm, target)?.format.clone(),
                content: *content,
            },
            Self::AttachController { vm, number } => Self::DetachController {
                vm: *vm,
                number: *number,
                timeout: DETACH_TIMEOUT,
            },
            Self::DetachController { vm, number, .. } => Self::AttachController {
                vm: *vm,
                number: *number,
            },
        };
        Some(back.into())
    }

    fn equivalent(&self, state: &State) -> Vec<ShellLine> {
        let name = vm_word(state, self.vm());
        let runs = state.vm(self.vm()).is_some_and(|vm| vm.state.is_active());
        let places = || words(if runs { "--config --live" } else { "--config" });
        let attach = |text: String| {
            let argv = virsh_words("attach-device", places(), &name, &[INPUT]);
            ShellLine::reading(argv, text)
        };
        vec![match self {
            Self::Attach { drive, .. } => attach(domain_xml::drive(drive)),
            Self::Detach { drive, .. } => ShellLine::run(virsh_words(
                "detach-disk",
                places(),
                &name,
                &[&drive.target],
            )),
            Self::SetMedia {
                target,
                path: Some(path),
                ..
            } => {
                let mut options = places();
                options.push("--update".to_owned());
                ShellLine::run(virsh_words("change-media", options, &name, &[target, path]))
            }
            Self::SetMedia {
                target, path: None, ..
            } => {
                let mut options = places();
                options.push("--eject".to_owned());
                ShellLine::run(virsh_words("change-media", options, &name, &[target]))
            }
            Self::SetLimit {
                target,
                maximum_iops,
                ..
            } => {
                let mut options = places();
                options.push(format!("--total-iops-sec={}", maximum_iops.unwrap_or(0)));
                ShellLine::run(virsh_words("blkdeviotune", options, &name, &[target]))
            }
            Self::Move { target, to, .. } if runs => {
                let options = words("--wait --pivot --reuse-external --transient-job");
                ShellLine::run(virsh_words("blockcopy", options, &name, &[target, to]))
            }
            Self::Move { .. } => ShellLine::run(virsh_words("edit", Vec::new(), &name, &[])),
            Self::AttachController { number, .. } => attach(domain_xml::scsi_controller(*number)),
            Self::DetachController { number, .. } => {
                let argv = virsh_words("detach-device", places(), &name, &[INPUT]);
                ShellLine::reading(argv, domain_xml::scsi_controller(*number))
            }
        }]
    }

    fn depends_on(&self, state: &State) -> Vec<Subject> {
        let vm = self.vm();
        let mut all = vec![
            Subject::Domain(vm),
            Subject::Power(vm),
            Subject::PutBack(vm),
        ];
        match self {
            Self::Attach { drive, .. } | Self::Detach { drive, .. } => {
                all.push(Subject::DriveImage(vm, drive.target.clone()));
                all.push(Subject::DriveLimit(vm, drive.target.clone()));
                // What it is plugged into.
                let numbers = state.vm(vm).map(|vm| vm.facts.scsi_controllers.clone());
                let numbers = numbers.unwrap_or_default();
                all.extend(numbers.into_iter().map(|n| Subject::ScsiController(vm, n)));
            }
            Self::SetMedia { target, .. }
            | Self::SetLimit { target, .. }
            | Self::Move { target, .. } => all.push(Subject::Drive(vm, target.clone())),
            Self::AttachController { .. } | Self::DetachController { .. } => {}
        }
        all
    }

    fn vanishes_with(&self) -> Option<Lifetime> {
        None
    }

    fn event(&self, names: &Names<'_>) -> Option<Entry> {
        let vm = self.vm();
        let name = names.vm(vm);
        let image = |path: &Option<String>| match path {
            Some(path) => format!("'{path}'"),
            None => "nothing".to_owned(),
        };
        let message = match self {
            Self::Attach { drive, .. } => match &drive.path {
                Some(path) => format!("'{path}' was attached to {name} at {}.", drive.place()),
                None => format!(
                    "An empty drive was attached to {name} at {}.",
                    drive.place()
                ),
            },
            Self::Detach { drive, .. } => {
                format!("The drive at {} was taken from {name}.", drive.place())
            }
            Self::SetMedia { target, path, .. } => {
                format!("The drive {target} of {name} has {} in it.", image(path))
            }
            Self::SetLimit { .. } => format!("The limits of a disk of {name} were changed."),
            Self::Move { from, to, .. } => {
                format!("A disk of {name} was moved from '{from}' to '{to}'.")
            }
            Self::AttachController { number, .. } => {
                format!("SCSI controller {number} was added to {name}.")
            }
            Self::DetachController { number, .. } => {
                format!("SCSI controller {number} was removed from {name}.")
            }
        };
        Some(names.of_vm(catalog::VM_SETTINGS, vm, message))
    }
}
