//! Groups of virtual machines.

use std::cell::Cell;

use iovsh_derive::PsObject;

use super::{GroupType, VirtualMachine, guid};
use iovsh_backend::state::{Group, GroupKind};
use iovsh_shell::argument::Guid;

/// A group of virtual machines, or of groups.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.VMGroup",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject"
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VmGroup {
    pub name: String,
    pub instance_id: Guid,
    pub group_type: GroupType,
    /// `None` of a group that only says what a machine is in.
    pub vm_members: Option<Vec<VirtualMachine>>,
    /// The same, and of groups in so many groups that nobody would read it.
    #[then("CimSession" = iovsh_shell::value::Value::Null)]
    pub vm_group_members: Option<Vec<VmGroup>>,
    #[then("IsDeleted" = false)]
    pub computer_name: String,
}

/// Groups in groups are shown so deep: none is in itself, but a file may say otherwise.
const DEPTH: usize = 32;
/// So many groups are shown within one: a group that is in several is shown in each of them, and those may be in several too.
const MOST: usize = 1000;

/// What the members of groups are shown of.
struct Members<'a> {
    all: &'a [Group],
    /// Gives those of a group's machines that are there.
    machines: &'a dyn Fn(&Group) -> Vec<VirtualMachine>,
    computer: &'a str,
    /// How many groups may still be shown.
    left: Cell<usize>,
}

impl VmGroup {
    /// The object for a group with its members; `machines` gives those of its machines that are there.
    pub fn new(
        group: &Group,
        all: &[Group],
        machines: &dyn Fn(&Group) -> Vec<VirtualMachine>,
        computer: &str,
    ) -> Self {
        let members = Members {
            all,
            machines,
            computer,
            left: Cell::new(MOST),
        };
        Self::within(group, &members, DEPTH)
    }

    /// The object for a group that a machine is in.
    pub fn without_members(group: &Group, computer: &str) -> Self {
        Self {
            name: group.name.clone(),
            instance_id: guid(group.id),
            group_type: match group.kind {
                GroupKind::Machines => GroupType::VMCollectionType,
                GroupKind::Groups => GroupType::ManagementCollectionType,
            },
            vm_members: None,
            vm_group_members: None,
            computer_name: computer.to_owned(),
        }
    }

    fn within(group: &Group, members: &Members<'_>, depth: usize) -> Self {
        let mut object = Self::without_members(group, members.computer);
        let (machines, groups) = match group.kind {
            GroupKind::Machines => (Some((members.machines)(group)), Some(Vec::new())),
            GroupKind::Groups => (Some(Vec::new()), Self::inner(group, members, depth)),
        };
        (object.vm_members, object.vm_group_members) = (machines, groups);
        object
    }

    /// The groups in a group; `None` where there is an end to what is shown.
    fn inner(group: &Group, members: &Members<'_>, depth: usize) -> Option<Vec<Self>> {
        let below = depth.checked_sub(1)?;
        let inner = members.all.iter();
        let inner = inner.filter(|other| group.members.contains(&other.id));
        inner
            .map(|other| {
                members.left.set(members.left.get().checked_sub(1)?);
                Some(Self::within(other, members, below))
            })
            .collect()
    }
}
