//! `Microsoft.FailoverClusters.PowerShell`: clusters, their nodes, roles and resources.

use iovsh_derive::{PsEnum, PsObject};

use super::guid;
use iovsh_backend::cluster::{
    ClusterNetwork as Network, ClusterNode as Node, ClusterRole, ClusterState,
};
use iovsh_shell::argument::Guid;

macro_rules! enumeration {
    ($($(#[$doc:meta])* $name:ident $type_name:literal { $($member:ident = $number:literal),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
        #[psenum(type_name = $type_name)]
        #[allow(missing_docs)] // The names are Microsoft's own.
        pub enum $name { $($member = $number),* }
    )*};
}

enumeration! {
    /// How a node does.
    ClusterNodeState "Microsoft.FailoverClusters.PowerShell.ClusterNodeState" {
        Unknown = -1, Up = 0, Down = 1, Paused = 2, Joining = 3,
    }
    /// Whether the roles of a node have gone.
    ClusterNodeDrainStatus "Microsoft.FailoverClusters.PowerShell.ClusterNodeDrainStatus" {
        NotInitiated = 0, InProgress = 1, Completed = 2, Failed = 3,
    }
    /// How a network does.
    ClusterNetworkState "Microsoft.FailoverClusters.PowerShell.ClusterNetworkState" {
        Unavailable = 0, Down = 1, Partitioned = 2, Up = 3,
    }
    /// What a network is used for.
    ClusterNetworkRole "Microsoft.FailoverClusters.PowerShell.ClusterNetworkRole" {
        None = 0, Cluster = 1, ClusterAndClient = 3,
    }
    /// How the address of a node in a network does.
    ClusterNetworkInterfaceState "Microsoft.FailoverClusters.PowerShell.ClusterNetworkInterfaceState" {
        Unavailable = 0, Failed = 1, Unreachable = 2, Up = 3,
    }
    /// How a role does.
    ClusterGroupState "Microsoft.FailoverClusters.PowerShell.ClusterGroupState" {
        Unknown = -1, Online = 0, Offline = 1, Failed = 2, PartialOnline = 3, Pending = 4,
    }
    /// How a resource does.
    ClusterResourceState "Microsoft.FailoverClusters.PowerShell.ClusterResourceState" {
        Unknown = -1, Inherited = 0, Initializing = 1, Online = 2, Offline = 3, Failed = 4, Pending = 128,
        OnlinePending = 129, OfflinePending = 130,
    }
    /// What becomes of roles when a node comes back.
    ResumeClusterNodeFailbackType "Microsoft.FailoverClusters.PowerShell.ResumeClusterNodeFailbackType" {
        NoFailback = 0, Immediate = 1, Policy = 2,
    }
    /// How a virtual machine goes to another node.
    VmMigrationType "Microsoft.FailoverClusters.PowerShell.VmMigrationType" {
        TurnOff = 0, Quick = 1, Shutdown = 2, ShutdownForce = 3, Live = 4,
    }
}

/// A cluster.
#[derive(Clone, Debug, PsObject)]
#[psobject(type_name = "Microsoft.FailoverClusters.PowerShell.Cluster")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct Cluster {
    pub name: String,
    /// Linux only: what runs it.
    pub engine: String,
    /// Linux only: the node that decides where things run.
    pub coordinator: Option<String>,
    /// Linux only: whether more than half of the nodes see each other.
    pub has_quorum: Option<bool>,
    /// Linux only: whether a node that does not answer is switched off before its roles start elsewhere.
    pub fencing_enabled: Option<bool>,
    /// Linux only: what switches nodes off.
    pub fencing_devices: Vec<String>,
    /// Linux only: nothing is started, stopped or moved.
    pub maintenance_mode: bool,
    /// Where it is asked.
    #[property(skip)]
    pub place: usize,
}

/// A node.
#[derive(Clone, Debug, PsObject)]
#[psobject(type_name = "Microsoft.FailoverClusters.PowerShell.ClusterNode")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct ClusterNode {
    pub cluster: String,
    pub name: String,
    pub id: String,
    pub state: ClusterNodeState,
    pub drain_status: ClusterNodeDrainStatus,
    /// Linux only: VFs that it can give to virtual machines, as its agent last said.
    pub free_vfs: Option<u32>,
    /// Where the cluster is asked.
    #[property(skip)]
    pub place: usize,
}

/// A network over which the nodes see each other.
#[derive(Clone, Debug, PsObject)]
#[psobject(type_name = "Microsoft.FailoverClusters.PowerShell.ClusterNetwork")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct ClusterNetwork {
    pub cluster: String,
    pub name: String,
    pub id: String,
    pub state: Option<ClusterNetworkState>,
    pub role: ClusterNetworkRole,
    /// Linux only: the addresses of the nodes.
    pub addresses: Vec<String>,
}

/// The address of a node in a network.
#[derive(Clone, Debug, PsObject)]
#[psobject(type_name = "Microsoft.FailoverClusters.PowerShell.ClusterNetworkInterface")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct ClusterNetworkInterface {
    pub cluster: String,
    pub name: String,
    pub node: String,
    pub network: String,
    pub address: String,
    pub state: Option<ClusterNetworkInterfaceState>,
}

/// What a network is called: Corosync numbers its links.
pub fn network_name(network: &Network) -> String {
    format!("Link {}", network.link)
}

impl ClusterNetwork {
    /// The object for a network.
    pub fn new(state: &ClusterState, network: &Network) -> Self {
        // The node that is asked reaches itself.
        let others = state
            .nodes
            .iter()
            .filter(|node| node.online && node.name != state.here);
        let others: Vec<&str> = others.map(|node| node.name.as_str()).collect();
        let how = network.reached.as_ref().map(|reached| {
            let count = others
                .iter()
                .filter(|name| reached.iter().any(|there| there == *name));
            match count.count() {
                all if all == others.len() => ClusterNetworkState::Up,
                0 => ClusterNetworkState::Down,
                _ => ClusterNetworkState::Partitioned,
            }
        });
        Self {
            cluster: state.name.clone(),
            name: network_name(network),
            id: network.link.to_string(),
            state: how,
            role: ClusterNetworkRole::Cluster,
            addresses: network
                .addresses
                .iter()
                .map(|(_, address)| address.clone())
                .collect(),
        }
    }
}

impl ClusterNetworkInterface {
    /// The object for the address of a node.
    pub fn new(network: &Network, node: &str, address: &str, cluster: &str) -> Self {
        let is_reached = |reached: &Vec<String>| match reached.iter().any(|there| there == node) {
            true => ClusterNetworkInterfaceState::Up,
            false => ClusterNetworkInterfaceState::Unreachable,
        };
        Self {
            cluster: cluster.to_owned(),
            name: format!("{node} - {}", network_name(network)),
            node: node.to_owned(),
            network: network_name(network),
            address: address.to_owned(),
            state: network.reached.as_ref().map(is_reached),
        }
    }
}

/// A role.
#[derive(Clone, Debug, PsObject)]
#[psobject(type_name = "Microsoft.FailoverClusters.PowerShell.ClusterGroup")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct ClusterGroup {
    pub cluster: String,
    pub name: String,
    pub owner_node: Option<String>,
    pub state: ClusterGroupState,
    pub group_type: String,
    /// The id of the virtual machine, for one that is a virtual machine.
    pub vm_id: Option<Guid>,
    /// Linux only: the engine's id.
    pub id: String,
    /// Linux only: how often its resources failed.
    pub failures: u32,
    /// Linux only: VFs that the virtual machine wishes for.
    pub wished_vfs: u32,
    /// Where the cluster is asked.
    #[property(skip)]
    pub place: usize,
}

/// A resource.
#[derive(Clone, Debug, PsObject)]
#[psobject(type_name = "Microsoft.FailoverClusters.PowerShell.ClusterResource")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct ClusterResource {
    pub cluster: String,
    pub name: String,
    pub state: ClusterResourceState,
    pub owner_group: String,
    pub owner_node: Option<String>,
    pub resource_type: String,
    /// The id of the virtual machine, for one that is a virtual machine.
    pub vm_id: Option<Guid>,
    /// Linux only: the engine's id.
    pub id: String,
    /// Linux only: why it failed last.
    pub last_failure: Option<String>,
    /// Where the cluster is asked.
    #[property(skip)]
    pub place: usize,
}

/// On which nodes something may run, or prefers to run.
#[derive(Clone, Debug, PsObject)]
#[psobject(type_name = "Microsoft.FailoverClusters.PowerShell.ClusterOwnerNodeList")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct ClusterOwnerNodeList {
    pub cluster_object: String,
    pub owner_nodes: Vec<String>,
}

/// A test of Test-Cluster.
#[derive(Clone, Debug, PsObject)]
#[psobject(type_name = "Microsoft.FailoverClusters.PowerShell.ClusterTestInfo")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct ClusterTestInfo {
    pub category: String,
    pub display_name: String,
    pub description: String,
}

/// What a test of Test-Cluster found.
#[derive(Clone, Debug, PsObject)]
#[psobject(type_name = "Iovsh.ClusterTestResult")]
#[allow(missing_docs)] // Said by their names.
pub struct ClusterTestResult {
    pub category: String,
    pub test: String,
    pub result: String,
    pub target: String,
    pub message: String,
    pub next_step: Option<String>,
}

/// The type of a resource that is a virtual machine.
pub const VIRTUAL_MACHINE: &str = "Virtual Machine";

impl Cluster {
    /// The object for a cluster.
    pub fn new(state: &ClusterState, place: usize) -> Self {
        Self {
            name: state.name.clone(),
            engine: state.engine.clone(),
            coordinator: state.coordinator.clone(),
            has_quorum: state.has_quorum,
            fencing_enabled: state.fences,
            fencing_devices: state.fencing_devices.clone(),
            maintenance_mode: state.maintenance,
            place,
        }
    }
}

impl ClusterNode {
    /// The object for a node.
    pub fn new(state: &ClusterState, node: &Node, place: usize) -> Self {
        let runs_something = state.roles.iter().any(|role| {
            let mut at = role.running_on.iter();
            role.managed && at.any(|at| *at == node.name)
        });
        Self {
            cluster: state.name.clone(),
            name: node.name.clone(),
            id: node.id.clone(),
            state: match node {
                Node { pending: true, .. } => ClusterNodeState::Joining,
                Node { online: false, .. } => ClusterNodeState::Down,
                node if node.standby || node.paused => ClusterNodeState::Paused,
                _ => ClusterNodeState::Up,
            },
            drain_status: match (node.standby, runs_something) {
                (false, _) => ClusterNodeDrainStatus::NotInitiated,
                (true, true) => ClusterNodeDrainStatus::InProgress,
                (true, false) => ClusterNodeDrainStatus::Completed,
            },
            free_vfs: node.free_vfs,
            place,
        }
    }
}

impl ClusterGroup {
    /// The object for the resources that are one role; `None` without any.
    pub fn new(state: &ClusterState, roles: &[&ClusterRole], place: usize) -> Option<Self> {
        let first = *roles.first()?;
        let online = roles.iter().filter(|r| !r.running_on.is_empty()).count();
        let group = if roles.iter().any(|role| role.pending) {
            ClusterGroupState::Pending
        } else if roles.iter().any(|role| role.failed) {
            ClusterGroupState::Failed
        } else if online == roles.len() {
            ClusterGroupState::Online
        } else if online > 0 {
            ClusterGroupState::PartialOnline
        } else {
            ClusterGroupState::Offline
        };
        Some(Self {
            cluster: state.name.clone(),
            name: group_name(first).to_owned(),
            owner_node: roles
                .iter()
                .find_map(|role| role.running_on.first())
                .cloned(),
            state: group,
            group_type: if first.is_vm() {
                "VirtualMachine"
            } else {
                "Unknown"
            }
            .to_owned(),
            vm_id: first.vm.map(guid),
            id: first.group.as_ref().unwrap_or(&first.id).clone(),
            failures: roles
                .iter()
                .fold(0, |all, role| all.saturating_add(role.failures)),
            wished_vfs: roles
                .iter()
                .fold(0, |all, role| all.saturating_add(role.wish)),
            place,
        })
    }
}

impl ClusterResource {
    /// The object for a resource.
    pub fn new(state: &ClusterState, role: &ClusterRole, place: usize) -> Self {
        let failure = state.last_failure(&role.id);
        Self {
            cluster: state.name.clone(),
            name: resource_name(role),
            state: if role.pending && role.wanted {
                ClusterResourceState::OnlinePending
            } else if role.pending {
                ClusterResourceState::OfflinePending
            } else if role.failed {
                ClusterResourceState::Failed
            } else if role.running_on.is_empty() {
                ClusterResourceState::Offline
            } else {
                ClusterResourceState::Online
            },
            owner_group: group_name(role).to_owned(),
            owner_node: role.running_on.first().cloned(),
            resource_type: if role.is_vm() {
                VIRTUAL_MACHINE.to_owned()
            } else {
                role.agent.clone()
            },
            vm_id: role.vm.map(guid),
            id: role.id.clone(),
            last_failure: failure.map(|f| format!("{} on {}: {}", f.action, f.node, f.reason)),
            place,
        }
    }
}

/// The name of the role that a resource belongs to.
pub fn group_name(role: &ClusterRole) -> &str {
    role.group.as_deref().unwrap_or(&role.name)
}

/// The name of a resource: that of a virtual machine is Microsoft's.
pub fn resource_name(role: &ClusterRole) -> String {
    match role.is_vm() {
        true => format!("{VIRTUAL_MACHINE} {}", role.name),
        false => role.id.clone(),
    }
}

/// What Test-VMPlacement found.
#[derive(Clone, Debug, PsObject)]
#[psobject(type_name = "Iovsh.VMPlacement")]
pub struct VmPlacement {
    /// Hosts of the fleet.
    pub host_count: i64,
    /// Virtual machines.
    pub vm_count: i64,
    /// Those that a host has room for.
    pub placed: i64,
    /// The others.
    pub unplaced: i64,
    /// Those that wish for a VF and have one.
    pub with_vf: i64,
    /// Those that wish for a VF and run without one, or nowhere.
    pub without_wished_vf: i64,
    /// Hosts that fail.
    pub failed_hosts: i64,
    /// Virtual machines that ran on them.
    pub hit: i64,
    /// Of these, those that run again elsewhere.
    pub restarted: i64,
    /// Of these, those that no other host has room for.
    pub lost: i64,
    /// Those that had a VF and run again without one.
    pub lost_vf: i64,
    /// Hosts that may fail at once, at worst, with every virtual machine running again.
    pub survives_failures: i64,
}
