//! The objects of drives that cmdlets hand on, and one change of each of several drives.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use super::targets::{MACHINES, Target};
use crate::host_access::{HostAccess, Outcome, computer_name};
use crate::types::{DvdDrive, HardDiskDrive};
use iovsh_backend::model::{Drive, Uuid, Vm};
use iovsh_backend::policy::Intent;
use iovsh_backend::{Scope, State};
use iovsh_shell::cmdlet::Emit as _;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// The object for a drive.
pub fn object(vm: &Vm, drive: &Drive, computer: &str) -> Value {
    if drive.optical {
        DvdDrive::new(vm, drive, computer).into_value()
    } else {
        HardDiskDrive::new(vm, drive, computer).into_value()
    }
}

/// The names of the drives that these machines have.
fn known(state: &State, machines: &[Uuid]) -> BTreeSet<(Uuid, String)> {
    let found = machines.iter().filter_map(|id| state.vm(*id));
    let drives = found.flat_map(|vm| vm.facts.drives.iter().map(|d| (vm.id, d.target.clone())));
    drives.collect()
}

/// The drives that a command has handed on.
pub type HandedOn = Rc<RefCell<BTreeSet<(Uuid, String)>>>;

/// Carries out intents that add a drive each, and hands on what is there afterwards and was not before. What other objects of the pipeline add
/// to the same machines at the same time is handed on once.
pub fn add_each(
    cx: &mut Context,
    handed: &HandedOn,
    paths: Vec<String>,
    machines: Vec<Uuid>,
    intents: Vec<Intent>,
    passthru: bool,
) -> Flow {
    let before = match passthru {
        true => known(&*cx.snapshot(&MACHINES)?, &machines),
        false => BTreeSet::new(),
    };
    let machines: BTreeSet<Uuid> = machines.into_iter().collect();
    let handed = Rc::clone(handed);
    let then = move |cx: &mut Context, outcomes: &[Outcome]| {
        if !passthru || !outcomes.iter().any(|outcome| outcome.is_done()) {
            return Ok(());
        }
        let state = cx.snapshot(&MACHINES)?;
        let computer = computer_name(cx)?;
        for vm in machines.iter().filter_map(|id| state.vm(*id)) {
            let drives = vm.facts.drives.iter();
            for drive in drives {
                let name = (vm.id, drive.target.clone());
                if before.contains(&name) || !handed.borrow_mut().insert(name) {
                    continue;
                }
                cx.emit(object(vm, drive, &computer))?;
            }
        }
        Ok(())
    };
    cx.change_all(&Scope::with_images(paths), false, intents, Box::new(then))
}

/// Carries out an intent for each drive, and hands on the drives as they are afterwards; one that moved has another name.
pub fn set_each(
    cx: &mut Context,
    paths: Vec<String>,
    targets: Vec<Target>,
    intents: Vec<Intent>,
    passthru: bool,
) -> Flow {
    let machines: Vec<Uuid> = targets.iter().map(|target| target.vm).collect();
    let before = match passthru {
        true => known(&*cx.snapshot(&MACHINES)?, &machines),
        false => BTreeSet::new(),
    };
    let images = paths.clone();
    let then = move |cx: &mut Context, outcomes: &[Outcome]| {
        let state = cx.snapshot(&MACHINES)?;
        let computer = computer_name(cx)?;
        for (target, outcome) in targets.iter().zip(outcomes) {
            if !passthru || !outcome.is_done() {
                continue;
            }
            match target.find(&state) {
                Some((vm, drive)) => cx.emit(object(vm, drive, &computer))?,
                None => {
                    let Some(vm) = state.vm(target.vm) else {
                        continue;
                    };
                    let is_own = |drive: &&Drive| {
                        let is_new = !before.contains(&(vm.id, drive.target.clone()));
                        let stayed = target.path.is_none() || drive.path == target.path;
                        is_new
                            && (stayed
                                || drive
                                    .path
                                    .as_ref()
                                    .is_some_and(|path| images.contains(path)))
                    };
                    let new = vm.facts.drives.iter().find(is_own);
                    if let Some(drive) = new {
                        cx.emit(object(vm, drive, &computer))?;
                    }
                }
            }
        }
        Ok(())
    };
    cx.change_all(&Scope::with_images(paths), false, intents, Box::new(then))
}

/// Takes each of these drives away, and hands on what they were.
pub fn remove_each(cx: &mut Context, targets: Vec<Target>, passthru: bool) -> Flow {
    let intents = targets.iter().map(|target| Intent::RemoveDrive {
        vm: target.vm,
        target: target.name.clone(),
        has: target.path.clone(),
    });
    let mut before = Vec::new();
    if passthru {
        let state = cx.snapshot(&MACHINES)?;
        let computer = computer_name(cx)?;
        for target in &targets {
            let found = target.find(&state);
            before.push(found.map(|(vm, drive)| object(vm, drive, &computer)));
        }
    }
    let then = move |cx: &mut Context, outcomes: &[Outcome]| {
        let done = before.into_iter().zip(outcomes);
        let mut done = done.filter_map(|(object, o)| object.filter(|_| o.is_done()));
        done.try_for_each(|object| cx.emit(object))
    };
    cx.change_all(&Scope::PLAN, false, intents.collect(), Box::new(then))
}
