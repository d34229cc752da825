//! Groups of virtual machines.

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
    pub vm_members: Vec<VirtualMachine>,
    #[then("CimSession" = iovsh_shell::value::Value::Null)]
    pub vm_group_members: Vec<VmGroup>,
    #[then("IsDeleted" = false)]
    pub computer_name: String,
}

/// Groups in groups are shown so deep: none is in itself, but a file may say otherwise.
const DEPTH: usize = 32;

impl VmGroup {
    /// The object for a group; `machines` gives those of its machines that are there.
    pub fn new(
        group: &Group,
        all: &[Group],
        machines: &dyn Fn(&Group) -> Vec<VirtualMachine>,
        computer: &str,
    ) -> Self {
        Self::within(group, all, machines, computer, DEPTH)
    }

    fn within(
        group: &Group,
        all: &[Group],
        machines: &dyn Fn(&Group) -> Vec<VirtualMachine>,
        computer: &str,
        depth: usize,
    ) -> Self {
        let below = depth.saturating_sub(1);
        let members = |kind: GroupKind| group.kind == kind && depth > 0;
        let inner = all.iter().filter(|other| group.members.contains(&other.id));
        let inner = inner.map(|other| Self::within(other, all, machines, computer, below));
        Self {
            name: group.name.clone(),
            instance_id: guid(group.id),
            group_type: match group.kind {
                GroupKind::Machines => GroupType::VMCollectionType,
                GroupKind::Groups => GroupType::ManagementCollectionType,
            },
            vm_members: if members(GroupKind::Machines) {
                machines(group)
            } else {
                Vec::new()
            },
            vm_group_members: if members(GroupKind::Groups) {
                inner.collect()
            } else {
                Vec::new()
            },
            computer_name: computer.to_owned(),
        }
    }
}
