//! Groups of VMs: made, renamed, filled and removed. What is in them is not touched.

use serde::{Deserialize, Serialize};

use crate::model::{State, Uuid, VisibleName};
use crate::plan::{DesiredChange, PlanBuilder};
use crate::policy::focus::Focus;
use crate::state::{DesiredEdit, Group, GroupKind};
use crate::{Category, HostError};
use iovsh_base::names::NameExt as _;

/// What is to be done with a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Act {
    /// Makes it.
    Create {
        /// Its name.
        name: String,
        /// What it has in it.
        kind: GroupKind,
    },
    /// Gives it another name.
    Rename(String),
    /// Adds these VMs or groups.
    Add(Vec<Uuid>),
    /// Takes these VMs or groups out.
    Take(Vec<Uuid>),
    /// Removes it.
    Remove,
}

fn refused(
    id: &'static str,
    category: Category,
    name: &str,
    message: String,
    next: &str,
) -> HostError {
    HostError::new(id, category, message)
        .target(name)
        .next_step(next)
}

fn may_be_called(state: &State, name: &str, own: Uuid) -> Result<(), HostError> {
    VisibleName::short(name, "Group.NameInvalid", "group")?;
    let groups = &state.desired.groups;
    let taken = |group: &&Group| group.name.is_same_name(name) && group.id != own;
    match groups.iter().find(taken) {
        None => Ok(()),
        Some(_) => Err(refused(
            "Group.NameInUse",
            Category::ResourceExists,
            name,
            format!("There is already a group named '{name}'."),
            "Choose another name.",
        )),
    }
}

/// Does it with the group of this id.
///
/// # Errors
/// `Group.NotFound`, `Group.NameInUse`, `Group.NameInvalid`, `Group.WrongKind`, `Group.Circle`, `Group.NotMember`; `Vm.NotFound` for a VM
/// that is not there.
pub(in crate::policy) fn edit(
    state: &State,
    plan: &mut PlanBuilder,
    id: Uuid,
    act: &Act,
) -> Result<Focus, HostError> {
    let present = state.desired.groups.iter().find(|group| group.id == id);
    let mut group = match (present, act) {
        (None, Act::Create { name, kind }) => Group {
            id,
            name: name.clone(),
            kind: *kind,
            members: Vec::new(),
        },
        (Some(present), Act::Create { .. }) => {
            return Err(refused(
                "Group.NameInUse",
                Category::ResourceExists,
                &present.name,
                format!("There is already a group with the id {id}."),
                "Leave -Id out.",
            ));
        }
        (Some(present), _) => present.clone(),
        (None, _) => {
            return Err(refused(
                "Group.NotFound",
                Category::ObjectNotFound,
                &id.to_string(),
                format!("There is no group with the id {id}."),
                "See the groups with Get-VMGroup.",
            ));
        }
    };
    let called = group.name.clone();
    let title = match act {
        Act::Create { name, .. } => {
            may_be_called(state, name, id)?;
            format!("Make the group '{name}'")
        }
        Act::Rename(name) => {
            may_be_called(state, name, id)?;
            let title = format!("Rename the group '{}' to '{name}'", group.name);
            group.name.clone_from(name);
            title
        }
        Act::Add(members) => {
            group.members.retain(|member| is_there(state, *member));
            for member in members {
                may_join(state, &group, *member)?;
                if !group.members.contains(member) {
                    group.members.push(*member);
                }
            }
            format!("Add to the group '{}'", group.name)
        }
        Act::Take(members) => {
            if let Some(other) = members.iter().find(|id| !group.members.contains(id)) {
                return Err(refused(
                    "Group.NotMember",
                    Category::ObjectNotFound,
                    &group.name,
                    format!(
                        "{} is not in the group '{}'.",
                        name_of(state, *other),
                        group.name
                    ),
                    "See what is in it with Get-VMGroup.",
                ));
            }
            group
                .members
                .retain(|member| !members.contains(member) && is_there(state, *member));
            format!("Take out of the group '{}'", group.name)
        }
        Act::Remove => format!("Remove the group '{}'", group.name),
    };
    plan.about(title.clone(), called);
    if *act == Act::Remove {
        leave_groups(state, plan, id);
    }
    let edit = match act {
        Act::Remove => DesiredEdit::RemoveGroup(id),
        _ => DesiredEdit::PutGroup(group),
    };
    plan.step(title, DesiredChange::Set { edit });
    Ok(Focus::default())
}

/// Whether a member is there: it may have been removed by other tools since it joined.
fn is_there(state: &State, member: Uuid) -> bool {
    state.vm(member).is_some() || state.desired.groups.iter().any(|g| g.id == member)
}

/// What a VM or a group is called, for messages.
fn name_of(state: &State, member: Uuid) -> String {
    let vm = state.vm(member).map(|vm| &vm.name);
    let groups = state.desired.groups.iter();
    let name = vm.or_else(|| groups.filter(|g| g.id == member).map(|g| &g.name).next());
    name.map_or_else(|| member.to_string(), |name| format!("'{name}'"))
}

/// Takes a VM or a group that is removed out of the groups that it is in.
pub(super) fn leave_groups(state: &State, plan: &mut PlanBuilder, member: Uuid) {
    let groups = state.desired.groups.iter();
    for group in groups.filter(|group| group.members.contains(&member)) {
        let mut group = group.clone();
        group.members.retain(|id| *id != member);
        plan.step(
            format!("Take out of the group '{}'", group.name),
            DesiredChange::Set {
                edit: DesiredEdit::PutGroup(group),
            },
        );
    }
}

fn may_join(state: &State, group: &Group, member: Uuid) -> Result<(), HostError> {
    let groups = &state.desired.groups;
    if !is_there(state, member) {
        let (id, next) = match group.kind {
            GroupKind::Machines => ("Vm.NotFound", "See the virtual machines with Get-VM."),
            GroupKind::Groups => ("Group.NotFound", "See the groups with Get-VMGroup."),
        };
        let message = format!("There is nothing with the id {member}.");
        return Err(refused(
            id,
            Category::ObjectNotFound,
            &group.name,
            message,
            next,
        ));
    }
    let other = groups.iter().find(|other| other.id == member);
    if other.is_some() != (group.kind == GroupKind::Groups) {
        let what = match group.kind {
            GroupKind::Machines => "virtual machines",
            GroupKind::Groups => "groups",
        };
        return Err(refused(
            "Group.WrongKind",
            Category::InvalidArgument,
            &group.name,
            format!(
                "The group '{}' has {what} in it and nothing else.",
                group.name
            ),
            "Add machines with -VM to a VMCollectionType, groups with -VMGroupMember to a ManagementCollectionType.",
        ));
    }
    // A group that is in itself, by whatever way, would have no end.
    let mut reached = vec![member];
    let mut at = 0;
    while let Some(id) = reached.get(at).copied() {
        if id == group.id {
            return Err(refused(
                "Group.Circle",
                Category::InvalidOperation,
                &group.name,
                format!("The group '{}' would be in itself.", group.name),
                "Leave the group out that has this one in it.",
            ));
        }
        let below = groups
            .iter()
            .filter(|g| g.id == id)
            .flat_map(|g| &g.members);
        let fresh: Vec<Uuid> = below.filter(|id| !reached.contains(id)).copied().collect();
        reached.extend(fresh);
        at = at.saturating_add(1);
    }
    Ok(())
}
