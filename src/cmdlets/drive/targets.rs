//! Which drives a user means.

use std::sync::Arc;

use crate::adapters::of_objects;
use crate::host_access::HostAccess;
use crate::selection;
use crate::types::{
    AnyController, ControllerType, DvdDrive, HardDiskDrive, VirtualMachine, VmSnapshot, live,
};
use iovsh_backend::model::{ControllerKind, Drive, Uuid, Vm, VmDetail};
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::storage::drive::Changes;
use iovsh_backend::policy::storage::place::WantedPlace;
use iovsh_backend::{Scope, State};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::syntax::quote::quote_literal;

/// What finding and showing drives takes.
pub const MACHINES: Scope = Scope {
    vms: VmDetail::Full,
    ..Scope::NOTHING
};

/// A drive, by what does not change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its virtual machine.
    pub vm: Uuid,
    /// libvirt's name of it.
    pub name: String,
    /// The image that it had when it was chosen, of a hard disk: another disk may have got its name since. A disc drive is the same whatever
    /// is in it.
    pub path: Option<String>,
}

impl Target {
    fn new(vm: Uuid, drive: &Drive) -> Self {
        Self {
            vm,
            name: drive.target.clone(),
            path: drive.path.clone().filter(|_| drive.is_disk()),
        }
    }

    /// The hard disk that an object shows.
    ///
    /// # Errors
    /// `Checkpoint.ReadOnly`.
    pub fn of_disk(object: &HardDiskDrive) -> Result<Self, ShellError> {
        Ok(Self {
            vm: live(
                object.vm_id,
                (object.vm_snapshot_id, &object.vm_snapshot_name),
            )?,
            name: object.target.clone(),
            path: object.path.clone(),
        })
    }

    /// The disc drive that an object shows.
    ///
    /// # Errors
    /// `Checkpoint.ReadOnly`.
    pub fn of_disc(object: &DvdDrive) -> Result<Self, ShellError> {
        Ok(Self {
            vm: live(
                object.vm_id,
                (object.vm_snapshot_id, &object.vm_snapshot_name),
            )?,
            name: object.target.clone(),
            path: None,
        })
    }

    /// The intent to change it.
    pub fn set(&self, changes: &Changes) -> Intent {
        Intent::SetDrive {
            vm: self.vm,
            target: self.name.clone(),
            has: self.path.clone(),
            changes: Box::new(changes.clone()),
        }
    }

    /// The drive in a state; `None` when it is gone.
    pub fn find<'s>(&self, state: &'s State) -> Option<(&'s Vm, &'s Drive)> {
        let vm = state.vm(self.vm)?;
        let mut drives = vm.facts.drives.iter();
        Some((vm, drives.find(|drive| drive.target == self.name)?))
    }
}

/// The kind of drives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Hard disks.
    Disk,
    /// Disc drives.
    Dvd,
}

impl Kind {
    /// Whether a drive is of this kind.
    pub fn has(self, drive: &Drive) -> bool {
        match self {
            Self::Disk => drive.is_disk(),
            Self::Dvd => drive.optical,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Disk => "hard disk",
            Self::Dvd => "DVD drive",
        }
    }

    fn cmdlet(self) -> &'static str {
        match self {
            Self::Disk => "Get-VMHardDiskDrive",
            Self::Dvd => "Get-VMDvdDrive",
        }
    }
}

/// The place that parameters say. A number below zero is none that a drive has.
pub fn place(
    kind: Option<ControllerType>,
    number: Option<i32>,
    location: Option<i32>,
) -> Flow<WantedPlace> {
    let kind = match kind {
        Some(ControllerType::PMEM) => {
            crate::unsupported::refuse("ControllerType", "there is no persistent memory here.")?;
            None
        }
        Some(ControllerType::IDE) => Some(ControllerKind::Ide),
        Some(ControllerType::SCSI) => Some(ControllerKind::Scsi),
        None => None,
    };
    let unsigned =
        |number: Option<i32>| number.map(|number| u32::try_from(number).unwrap_or(u32::MAX));
    Ok(WantedPlace {
        kind,
        number: unsigned(number),
        location: unsigned(location),
    })
}

/// The machines with these names, or behind these objects.
pub fn machines<'s>(
    cx: &mut Context,
    state: &'s State,
    names: &[String],
    objects: &[Arc<VirtualMachine>],
) -> Flow<Vec<&'s Vm>> {
    match objects {
        [] => selection::by_name(cx, &state.vms, names),
        objects => of_objects(cx, state, objects),
    }
}

/// The machines whose drives are meant, each with the place that is meant there: those with these names, or behind these objects, or those
/// of these controllers.
pub fn places<'s>(
    cx: &mut Context,
    state: &'s State,
    names: &[String],
    objects: &[Arc<VirtualMachine>],
    controllers: &[AnyController],
    wanted: WantedPlace,
) -> Flow<Vec<(&'s Vm, WantedPlace)>> {
    if controllers.is_empty() {
        let found = machines(cx, state, names, objects)?;
        return Ok(found.into_iter().map(|vm| (vm, wanted)).collect());
    }
    let mut at = Vec::new();
    for controller in controllers {
        let (kind, number) = controller.place();
        let wanted = WantedPlace {
            kind: Some(kind),
            number: Some(number),
            ..wanted
        };
        let (id, name) = controller.machine()?;
        match state.vm(id) {
            Some(vm) => at.push((vm, wanted)),
            None => cx.error(selection::not_found::<Vm>(
                name,
                state.vms.iter().map(|vm| vm.name.as_str()),
            ))?,
        }
    }
    Ok(at)
}

/// The one drive of a machine that is meant; an error is written where there is none, or where several are.
pub fn one(
    cx: &mut Context,
    state: &State,
    name: &str,
    kind: Kind,
    wanted: WantedPlace,
) -> Flow<Option<Target>> {
    let found = selection::by_name(cx, &state.vms, &[name.to_owned()])?;
    let vm = match found.as_slice() {
        [] => return Ok(None),
        [vm] => vm,
        several => {
            let names: Vec<&str> = several.iter().map(|vm| vm.name.as_str()).collect();
            let text = format!(
                "'{name}' means {} machines: {}.",
                names.len(),
                names.join(", ")
            );
            cx.error(ambiguous(text, name).help(format!(
                "One is changed at a time. For each of them: {} {} | ForEach-Object {{ $_ | COMMAND }}",
                kind.cmdlet(),
                quote_literal(name)
            )))?;
            return Ok(None);
        }
    };
    let drives = vm.facts.drives.iter().filter(|drive| kind.has(drive));
    let fitting: Vec<&Drive> = drives.filter(|drive| wanted.fits(drive.place())).collect();
    let error = match fitting.as_slice() {
        [one] => return Ok(Some(Target::new(vm.id, one))),
        [] => {
            let text = format!("'{}' has no {} there.", vm.name, kind.name());
            ShellError::new("Drive.NotFound", ErrorCategory::ObjectNotFound, text)
                .exception("Microsoft.HyperV.PowerShell.VirtualizationException")
                .target(vm.name.as_str())
        }
        several => {
            let count = several.len();
            let text = format!("'{}' has {count} drives that this means.", vm.name);
            ambiguous(text, &vm.name)
        }
    };
    let name = quote_literal(&vm.name);
    cx.error(error.help(format!(
        "See what is where: {} {name} | Format-Table ControllerType, ControllerNumber, ControllerLocation, Path",
        kind.cmdlet()
    )))?;
    Ok(None)
}

fn ambiguous(text: String, target: &str) -> ShellError {
    ShellError::new("Drive.Ambiguous", ErrorCategory::InvalidArgument, text)
        .exception("Microsoft.HyperV.PowerShell.VirtualizationException")
        .target(target)
}

/// The drives that a machine had at a checkpoint are objects of it.
pub fn fits_checkpoint(
    wanted: WantedPlace,
    kind: ControllerType,
    number: i32,
    location: i32,
) -> bool {
    let at = |wanted: Option<u32>, own: i32| {
        wanted.is_none_or(|wanted| u32::try_from(own).is_ok_and(|own| own == wanted))
    };
    let kind_fits = wanted
        .kind
        .is_none_or(|wanted| ControllerType::from(wanted) == kind);
    kind_fits && at(wanted.number, number) && at(wanted.location, location)
}

/// A checkpoint, in which nothing can be changed.
pub type Checkpoint = Option<Arc<VmSnapshot>>;

/// What finding the drives for a change takes.
pub fn look(cx: &mut Context) -> Flow<Arc<State>> {
    cx.snapshot(&MACHINES)
}
