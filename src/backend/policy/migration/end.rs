//! Either end when it is known where the virtual machine is.

use serde::{Deserialize, Serialize};

use crate::model::{MacAddress, State, Uuid, VmState};
use crate::plan::{
    AutostartChange, DesiredChange, DomainChange, PlanBuilder, SnapshotChange, StopMode,
};
use crate::policy::focus::Focus;
use crate::policy::migration::wire;
use crate::policy::network::ports;
use crate::state::{DesiredEdit, Side};
use crate::{Category, HostError};

/// A migration is over at one end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// The migration.
    pub id: Uuid,
    /// The virtual machine is to be here from now on.
    pub stays: bool,
    /// The migration is forgotten; otherwise the record stays, because the other end has to be changed first.
    pub forgets: bool,
    /// It is not known to be at either end: nothing counts as migrated.
    #[serde(default)]
    pub lost: bool,
    /// How long it stood still, in milliseconds, where that is known.
    pub blackout: Option<u64>,
}

/// Ends a migration at this end. A VM that is to be here goes on as it was before, behind ports that let through what its settings
/// allow, and gets VFs; one that is not to be here is gone afterwards. Ending it once more changes nothing.
///
/// # Errors
/// `Migration.RunsHere`: the VM is not to be here, and runs.
pub(in crate::policy) fn end(
    state: &State,
    plan: &mut PlanBuilder,
    ending: &Ending,
) -> Result<Focus, HostError> {
    let mut migrations = state.desired.migrations.iter();
    let Some(migration) = migrations.find(|m| m.id == ending.id) else {
        plan.about("End a migration", "");
        return Ok(Focus::default());
    };
    let name = &migration.name;
    plan.about(
        match (migration.side, ending.stays) {
            (Side::Source, true) => format!("Keep '{name}', which did not leave"),
            (Side::Source, false) => format!("See '{name}' off to {}", migration.other),
            (Side::Target, true) => format!("Receive '{name}' from {}", migration.other),
            (Side::Target, false) => format!("Expect '{name}' no longer"),
        },
        name.clone(),
    );
    let forget = DesiredChange::Set {
        edit: DesiredEdit::RemoveMigration {
            id: migration.id,
            migrated: !ending.lost && ending.stays == (migration.side == Side::Target),
            blackout: ending.blackout,
        },
    };
    let here = state.vm(migration.vm);
    if ending.stays {
        let focus = here.map_or_else(Focus::default, |vm| Focus::on_vm(vm.id));
        if let Some(vm) = here.filter(|vm| vm.state == VmState::Paused) {
            ports::sync_all(plan, &focus);
            if migration.state == VmState::Running {
                plan.step(
                    format!("Resume '{name}'"),
                    DomainChange::Resume { vm: vm.id },
                );
            }
        }
        if let Some(vm) = here.filter(|vm| ending.forgets && migration.autostart && !vm.autostart) {
            plan.step(
                format!("Start '{name}' with this host"),
                AutostartChange::Set {
                    vm: vm.id,
                    on: true,
                },
            );
        }
        if let Some(vm) = here.filter(|_| ending.forgets) {
            for copy in migration
                .checkpoints
                .iter()
                .filter(|c| c.checkpoint.vm == vm.id)
            {
                plan.step(
                    format!("Make its checkpoint '{}' known", copy.checkpoint.name),
                    SnapshotChange::Describe {
                        copy: Box::new(copy.clone()),
                    },
                );
            }
        }
        if ending.forgets {
            let mut departed = state.desired.departed.clone();
            departed.retain(|mac| !migration.addresses.contains(mac));
            plan.step(
                format!("Remember that the addresses of '{name}' are here"),
                DesiredChange::Set {
                    edit: DesiredEdit::SetDeparted(departed),
                },
            );
            plan.step(format!("Forget the migration of '{name}'"), forget);
        }
        if let Some(vm) = here.filter(|vm| ending.forgets && vm.state.is_active()) {
            wire::tell(state, plan, vm, &migration.wired);
        }
        // Its lack of a VF is told at the end, and fails nothing.
        return Ok(match here.filter(|_| ending.forgets) {
            Some(vm) => Focus::telling(vm.id),
            None => Focus::default(),
        });
    }
    if let Some(vm) = here {
        match vm.state {
            VmState::Running | VmState::Stopping => return Err(runs_here(state, name)),
            VmState::Paused => {
                plan.step(
                    format!("Remove what is left of '{name}'"),
                    DomainChange::Stop {
                        vm: vm.id,
                        mode: StopMode::TurnOff,
                    },
                );
            }
            VmState::Saved => plan.step(
                format!("Throw away what was saved of '{name}'"),
                DomainChange::DiscardSaved { vm: vm.id },
            ),
            VmState::Off => {}
        }
        plan.step(
            format!("Undefine '{name}'"),
            DomainChange::Undefine {
                name: name.clone(),
                id: vm.id,
                // On shared storage they are those of the machine that arrived.
                kept_files: false,
            },
        );
    }
    if migration.side == Side::Source {
        let mut departed = state.desired.departed.clone();
        let new = |mac: &&MacAddress| !departed.contains(mac);
        let left: Vec<_> = migration.addresses.iter().filter(new).copied().collect();
        departed.extend(left);
        plan.step(
            format!("Remember the addresses that '{name}' took along"),
            DesiredChange::Set {
                edit: DesiredEdit::SetDeparted(departed),
            },
        );
    }
    plan.step(format!("Forget the migration of '{name}'"), forget);
    Ok(Focus::removing(migration.addresses.clone()))
}

fn runs_here(state: &State, name: &str) -> HostError {
    HostError::new(
        "Migration.RunsHere",
        Category::InvalidOperation,
        format!(
            "'{name}' runs on {}, where it is not to be: it is left alone.",
            state.host.name
        ),
    )
    .target(name)
    .next_step(
        "See on which host it runs, and stop it on the other one: Get-VM -ComputerName NAME, NAME.",
    )
}
