//! What is known of a cluster.

use serde::{Deserialize, Serialize};

use crate::model::{AdapterAlias, State, Uuid, Vm};
use crate::policy::migration::switch_names;
use crate::policy::vf::status::free_vfs as free;
use crate::{Category, HostError};

/// The resource agent that runs virtual machines.
pub const AGENT: &str = "ocf:iovsh:VM";

/// A cluster, as one of its nodes sees it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ClusterState {
    /// Its name; empty where it has none.
    pub name: String,
    /// What runs it, with its version: `Pacemaker 2.1.5`.
    pub engine: String,
    /// The node that was asked.
    pub here: String,
    /// The node that decides where things run; `None` while one is elected.
    pub coordinator: Option<String>,
    /// Whether more than half of the nodes see each other; `None` when nobody can tell.
    pub has_quorum: Option<bool>,
    /// Whether a node that does not answer is switched off before its roles start elsewhere.
    pub fences: Option<bool>,
    /// What switches nodes off.
    pub fencing_devices: Vec<String>,
    /// Nothing is started, stopped or moved.
    pub maintenance: bool,
    /// The nodes, by name.
    pub nodes: Vec<ClusterNode>,
    /// The networks over which the nodes see each other; `None` where nobody tells of them.
    #[serde(default)]
    pub networks: Option<Vec<ClusterNetwork>>,
    /// What it runs, by name.
    pub roles: Vec<ClusterRole>,
    /// What failed and was not forgotten yet.
    pub failures: Vec<ClusterFailure>,
    /// The engine has done all that it does by itself; nobody can tell that of Pacemaker.
    #[serde(default)]
    pub is_settled: bool,
}

/// A network over which the nodes see each other: a link of Corosync.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ClusterNetwork {
    /// The number of the link.
    pub link: u32,
    /// The names of the nodes, each with its address on it.
    pub addresses: Vec<(String, String)>,
    /// The nodes that the one which was asked reaches by it, itself among them; `None`: nobody tells.
    pub reached: Option<Vec<String>>,
}

/// A node.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ClusterNode {
    /// Its name.
    pub name: String,
    /// Its number or id.
    pub id: String,
    /// It takes part.
    pub online: bool,
    /// It runs nothing: its roles went elsewhere.
    pub standby: bool,
    /// It keeps what it runs, and gets nothing new.
    pub paused: bool,
    /// It is about to take part.
    pub pending: bool,
    /// It does not answer, and was not switched off.
    pub unclean: bool,
    /// VFs that it can give to virtual machines, as its agent last said; `None`: it never did.
    pub free_vfs: Option<u32>,
}

/// Something that the cluster runs: a virtual machine, or a resource of another kind.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ClusterRole {
    /// The engine's id of the resource.
    pub id: String,
    /// The name of the role.
    pub name: String,
    /// The group of the engine that it is in, where it is in one.
    pub group: Option<String>,
    /// What runs it: `ocf:iovsh:VM`.
    pub agent: String,
    /// The virtual machine, for one of [`AGENT`].
    pub vm: Option<Uuid>,
    /// The name of the virtual machine.
    pub vm_name: String,
    /// VFs that the virtual machine wishes for.
    pub wish: u32,
    /// It is to run.
    pub wanted: bool,
    /// The engine starts, stops and moves it.
    pub managed: bool,
    /// It failed, and is not running as it should.
    pub failed: bool,
    /// Something is being done with it.
    pub pending: bool,
    /// Where it runs.
    pub running_on: Vec<String>,
    /// Nodes that it prefers, the most preferred first.
    pub preferred: Vec<String>,
    /// Nodes on which it may not run.
    pub barred: Vec<String>,
    /// The node to which it was told to move, until that is forgotten.
    pub pulled_to: Option<String>,
    /// How often it failed, on all nodes.
    pub failures: u32,
}

/// Something that failed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ClusterFailure {
    /// The engine's id of the resource.
    pub role: String,
    /// Where.
    pub node: String,
    /// What: `start`, `monitor`.
    pub action: String,
    /// Why, in the words of the agent or the engine.
    pub reason: String,
}

impl ClusterState {
    /// A node by its name.
    #[must_use]
    pub fn node(&self, name: &str) -> Option<&ClusterNode> {
        let mut nodes = self.nodes.iter();
        nodes.find(|node| node.name.eq_ignore_ascii_case(name))
    }

    /// A resource by the engine's id.
    #[must_use]
    pub fn role(&self, id: &str) -> Option<&ClusterRole> {
        self.roles.iter().find(|role| role.id == id)
    }

    /// The role that is a virtual machine.
    #[must_use]
    pub fn role_of(&self, vm: Uuid) -> Option<&ClusterRole> {
        self.roles.iter().find(|role| role.vm == Some(vm))
    }

    /// Why a role did not come up, or is not where it was told to be: the last that failed of it.
    #[must_use]
    pub fn last_failure(&self, id: &str) -> Option<&ClusterFailure> {
        self.failures.iter().rev().find(|known| known.role == id)
    }
}

impl ClusterNode {
    /// Whether a role may be started there or moved there.
    #[must_use]
    pub fn takes_roles(&self) -> bool {
        self.online && !self.standby && !self.paused && !self.pending && !self.unclean
    }
}

impl ClusterRole {
    /// Whether it is a virtual machine that iovsh's agent runs.
    #[must_use]
    pub fn is_vm(&self) -> bool {
        self.agent == AGENT
    }
}

/// The engine's id for a role with this name: ids of the engine are names of XML, and none that is taken.
#[must_use]
pub fn role_id(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let mut id: String = name
        .chars()
        .map(|c| if fits(c) { c } else { '_' })
        .take(64)
        .collect();
    if !id.starts_with(|c: char| c.is_ascii_alphabetic()) {
        id.insert_str(0, "vm-");
    }
    if !taken(&id) {
        return id;
    }
    (2_u32..)
        .map(|number| format!("{id}-{number}"))
        .find(|id| !taken(id))
        .unwrap_or(id)
}

/// A virtual machine as the cluster keeps it, for a node where it is not defined. Switches are known by their names: their ids and bridges are
/// each host's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptVm {
    /// The definition, as [`Vm::definition`] has it.
    pub definition: String,
    /// The names of the switches that its adapters are connected to.
    pub switches: Vec<(AdapterAlias, String)>,
}

impl KeptVm {
    /// What is to be kept of a virtual machine, as text; `None` where its definition is not known.
    #[must_use]
    pub fn of(state: &State, vm: &Vm) -> Option<String> {
        let kept = Self {
            definition: vm.definition.clone()?,
            switches: switch_names(state, vm),
        };
        serde_json::to_string(&kept).ok()
    }
}

/// VFs of a host that nobody has and that can be given to virtual machines.
#[must_use]
pub fn free_vfs(state: &State) -> u32 {
    u32::try_from(free(state).count()).unwrap_or(u32::MAX)
}

/// VFs that a virtual machine wishes for.
#[must_use]
pub fn wished_vfs(vm: &Vm) -> u32 {
    let wishes = vm.adapters.iter().filter(|a| a.settings.iov_weight > 0);
    u32::try_from(wishes.count()).unwrap_or(u32::MAX)
}

/// The host is in no cluster.
#[must_use]
pub fn no_cluster(host: &str) -> HostError {
    HostError::new(
        "Cluster.None",
        Category::ObjectNotFound,
        format!("{host} is in no cluster: no Pacemaker answers there."),
    )
    .target(host)
    .next_step(
        "See whether it runs: systemctl status pacemaker corosync. How a cluster is made of two hosts stands in docs/cluster.md; -Cluster NAME asks another host.",
    )
}

#[cfg(test)]
mod tests {
    use super::role_id;

    #[test]
    fn an_id_is_a_name_of_xml_and_is_not_taken() {
        let free = |_: &str| false;
        assert_eq!(role_id("web1", free), "web1");
        assert_eq!(role_id("my vm <1>", free), "my_vm__1_");
        assert_eq!(role_id("1st", free), "vm-1st");
        assert_eq!(role_id("", free), "vm-");
        assert_eq!(role_id("web1", |id| id == "web1"), "web1-2");
    }
}
