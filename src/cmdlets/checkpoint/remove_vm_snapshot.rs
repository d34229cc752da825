//! `Remove-VMSnapshot`.

use super::output::objects;
use super::targets::{CHECKPOINTS, Target, machines, named};
use crate::complete;
use crate::host_access::{HostAccess, Outcome};
use crate::remote::Remote;
use crate::types::{VirtualMachine, VmSnapshot};
use iovsh_backend::model::Checkpoint;
use iovsh_backend::policy::Intent;
use iovsh_backend::{Scope, State};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Removes checkpoints; the virtual machines stay as they are. Without -Name all of them.
///
/// Those that build on others are removed before them, each by itself: one that libvirt cannot remove leaves the others removed.
///
/// # Examples
/// ```iovsh
/// PS> Start-VM web1
/// PS> 'first', 'second', 'third' | ForEach-Object { Checkpoint-VM web1 -SnapshotName $_ 3> $null }
/// PS> Get-VMSnapshot web1 -Name second | Remove-VMSnapshot -IncludeAllChildSnapshots
/// PS> (Get-VMSnapshot web1).Name
/// first
/// ```
/// One, by name:
/// ```iovsh
/// PS> Checkpoint-VM web1 -SnapshotName first
/// PS> Remove-VMSnapshot -VMName web1 -Name first
/// PS> @(Get-VMSnapshot web1).Count
/// 0
/// ```
/// All whose name begins so, of all machines:
/// ```iovsh
/// PS> Checkpoint-VM web1 -SnapshotName 'before monday'
/// PS> Checkpoint-VM web1 -SnapshotName delivered
/// PS> Get-VMSnapshot -VMName * | Where-Object Name -like 'before*' | Remove-VMSnapshot
/// PS> (Get-VMSnapshot web1).Name
/// delivered
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Remove", noun = "VMSnapshot", module = "Hyper-V", default_set = "SnapshotName", impact = Medium, alias("Remove-VMCheckpoint"), output = VmSnapshot)]
pub struct RemoveVmSnapshot {
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "SnapshotName", position = 0, mandatory, complete = complete::vms)]
    vm_name: Vec<String>,
    /// Checkpoints that Get-VMSnapshot gave.
    #[param(
        set = "SnapshotObject",
        position = 0,
        mandatory,
        from_pipeline,
        alias = "VMCheckpoint"
    )]
    vm_snapshot: Vec<Arc<VmSnapshot>>,
    /// The checkpoints' names. Wildcards are allowed.
    #[param(set = "SnapshotName", position = 1, from_pipeline, complete = complete::checkpoints)]
    #[param(set = "VMObject", position = 1, not_null_or_empty)]
    name: Vec<String>,
    /// And all that build on them.
    #[param(alias = "IncludeAllChildCheckpoints")]
    include_all_child_snapshots: bool,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Hands on the objects of what was removed.
    passthru: bool,
    #[flatten(set = "SnapshotName")]
    remote: Remote,
}

impl Cmdlet for RemoveVmSnapshot {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&CHECKPOINTS)?;
        let mut chosen: Vec<Target> = self.vm_snapshot.iter().map(|o| Target::behind(o)).collect();
        if chosen.is_empty() {
            let machines = machines(cx, &state, &self.vm_name, &self.vm)?;
            let mut found = Vec::new();
            if self.name.is_empty() {
                found = named(cx, &state, &machines, None)?;
            }
            for name in &self.name {
                found.extend(named(cx, &state, &machines, Some(name))?);
            }
            chosen.extend(found.into_iter().map(Target::of));
        }
        if self.include_all_child_snapshots {
            let below = chosen.iter().flat_map(|target| below(&state, target));
            let below: Vec<Target> = below.collect();
            chosen.extend(below);
        }
        let mut targets: Vec<Target> = Vec::new();
        for target in chosen {
            if !targets.contains(&target) {
                targets.push(target);
            }
        }
        targets.sort_by_key(|target| std::cmp::Reverse(depth(&state, target)));
        let before = if self.passthru {
            objects(cx, &targets)?
        } else {
            Vec::new()
        };
        let intents = targets.iter().map(|target| Intent::RemoveCheckpoint {
            vm: target.vm,
            label: target.label.clone(),
        });
        let intents = intents.collect();
        let then = move |cx: &mut Context, outcomes: &[Outcome]| {
            let done = targets.into_iter().zip(outcomes);
            let done: Vec<Target> = done
                .filter_map(|(target, o)| o.is_done().then_some(target))
                .collect();
            let mut gone = before
                .into_iter()
                .filter(|object| done.contains(&Target::behind(object)));
            gone.try_for_each(|object| cx.emit(object.into_value()))
        };
        cx.change_all(&Scope::CHECKPOINTS, false, intents, Box::new(then))
    }
}

/// How many checkpoints are above one.
fn depth(state: &State, target: &Target) -> usize {
    let above = |label: &str| state.checkpoint(target.vm, label)?.parent.as_deref();
    let mut label = above(&target.label);
    let mut depth = 0;
    while let Some(next) = label.filter(|_| depth < state.checkpoints.len()) {
        depth += 1;
        label = above(next);
    }
    depth
}

/// All checkpoints that build on one.
fn below(state: &State, target: &Target) -> Vec<Target> {
    let mut found: Vec<Target> = Vec::new();
    let mut next = vec![target.label.clone()];
    while let Some(label) = next.pop() {
        let is_child = |c: &&Checkpoint| c.parent.as_ref() == Some(&label);
        for child in state.checkpoints_of(target.vm).filter(is_child) {
            let child = Target::of(child);
            if !found.contains(&child) {
                next.push(child.label.clone());
                found.push(child);
            }
        }
    }
    found
}
