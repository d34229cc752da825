//! Groups of VMs.

use serde::{Deserialize, Serialize};

use crate::model::Uuid;

/// What a group has in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum GroupKind {
    /// VMs.
    Machines,
    /// Other groups.
    Groups,
}

/// A group of VMs, or of groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Id; stays the same when the group is renamed.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// What it has in it.
    pub kind: GroupKind,
    /// Ids of its VMs or groups.
    pub members: Vec<Uuid>,
}
