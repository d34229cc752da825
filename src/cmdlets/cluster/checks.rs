//! The tests of Test-Cluster: what would keep a virtual machine from a node.

use iovsh_backend::policy::switch::switch_to_make;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::asked::Seen;
use crate::host_access::services;
use crate::services::{THROTTLE, together};
use iovsh_backend::cluster::{ClusterState, free_vfs};
use iovsh_backend::host::migrate::{Ends, compare};
use iovsh_backend::model::{Incompatibility, Uuid};
use iovsh_backend::policy::migration::ids;
use iovsh_backend::policy::migration::reached_at;
use iovsh_backend::{Host, HostError, Scope, State};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// What a test found about one thing.
pub struct Verdict {
    /// `Passed`, `Warning` or `Failed`.
    pub result: &'static str,
    /// What it is about.
    pub target: String,
    /// What was found.
    pub message: String,
    /// What to do about it.
    pub next_step: Option<String>,
}

impl Verdict {
    /// Nothing was found.
    pub fn passed(target: String) -> Self {
        Self {
            result: "Passed",
            target,
            message: String::new(),
            next_step: None,
        }
    }

    fn new(
        result: &'static str,
        target: &str,
        message: impl Into<String>,
        step: Option<String>,
    ) -> Self {
        Self {
            result,
            target: target.to_owned(),
            message: message.into(),
            next_step: step,
        }
    }

    fn failed(target: &str, message: impl Into<String>, step: impl Into<String>) -> Self {
        Self::new("Failed", target, message, Some(step.into()))
    }

    fn warning(target: &str, message: impl Into<String>, step: impl Into<String>) -> Self {
        Self::new("Warning", target, message, Some(step.into()))
    }
}

/// A test.
pub struct Check {
    /// Its category.
    pub category: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it looks at.
    pub description: &'static str,
    /// Runs it.
    pub run: fn(&Nodes) -> Vec<Verdict>,
}

/// The tests, in their order.
pub const CHECKS: &[Check] = &[
    Check {
        category: "Inventory",
        name: "List Nodes",
        description: "Whether each node can be reached and takes part.",
        run: inventory,
    },
    Check {
        category: "Network",
        name: "Validate Switches",
        description: "Whether each node has the same virtual switches, of the same kind.",
        run: switches,
    },
    Check {
        category: "Network",
        name: "Validate Teams",
        description: "Whether the switches of the same name have a team on all nodes or on none.",
        run: teams,
    },
    Check {
        category: "Network",
        name: "Validate Migration Networks",
        description: "Whether each node allows migrations, and has an address in the networks chosen for them.",
        run: migration,
    },
    Check {
        category: "Network",
        name: "Validate Virtual Functions",
        description: "Whether each node has as many free VFs as a role wishes for. The lack of one keeps nothing from moving.",
        run: virtual_functions,
    },
    Check {
        category: "System Configuration",
        name: "Validate Versions",
        description: "Whether the nodes run the same kernel.",
        run: versions,
    },
    Check {
        category: "Hyper-V Configuration",
        name: "Validate Moves",
        description: "What each node has against each running role: processor, disks, memory, switches, names.",
        run: moves,
    },
    Check {
        category: "Cluster Configuration",
        name: "Validate Fencing",
        description: "Whether something switches off a node that does not answer.",
        run: fencing,
    },
    Check {
        category: "Cluster Configuration",
        name: "Validate Quorum",
        description: "Whether more than half of the nodes see each other.",
        run: quorum,
    },
    Check {
        category: "Cluster Configuration",
        name: "Validate Start",
        description: "Whether a role also starts by itself with its node.",
        run: autostart,
    },
];

/// The nodes, looked at.
pub struct Nodes {
    cluster: ClusterState,
    /// Those that could be reached, with what was seen.
    open: Vec<(String, Arc<dyn Host>, State)>,
    /// The others, and why.
    closed: Vec<(String, HostError)>,
}

impl Nodes {
    /// Opens nodes and looks at them, all at once.
    pub fn open(cx: &mut Context, seen: &Seen, names: &[String]) -> Flow<Self> {
        let services = services(cx)?;
        type Opened = Result<Arc<dyn Host>, HostError>;
        let mut hosts: Vec<(String, Opened)> = Vec::new();
        for name in names {
            let host = match name.eq_ignore_ascii_case(seen.host.name()) {
                true => Ok(seen.host.clone()),
                false => services
                    .named(name, None)
                    .and_then(|place| services.place(place).host()),
            };
            hosts.push((name.clone(), host));
        }
        let looked = together(THROTTLE, hosts, |(name, host)| {
            let looked = host.and_then(|host| {
                let state = host.snapshot(&Scope::PLAN)?;
                Ok((host, state))
            });
            (name, looked)
        });
        let mut nodes = Self {
            cluster: seen.state.clone(),
            open: Vec::new(),
            closed: Vec::new(),
        };
        for (name, looked) in looked {
            match looked {
                Ok((host, state)) => nodes.open.push((name, host, state)),
                Err(error) => nodes.closed.push((name, error)),
            }
        }
        Ok(nodes)
    }

    fn states(&self) -> impl Iterator<Item = (&String, &State)> {
        self.open.iter().map(|(name, _, state)| (name, state))
    }
}

fn inventory(nodes: &Nodes) -> Vec<Verdict> {
    let mut found: Vec<Verdict> = nodes
        .closed
        .iter()
        .map(|(name, error)| {
            Verdict::new(
                "Failed",
                name,
                format!("It cannot be reached: {error}"),
                error.next_step.clone(),
            )
        })
        .collect();
    let known = nodes.cluster.nodes.iter();
    let absent = known.filter(|node| !node.online || node.unclean || node.pending);
    found.extend(absent.map(|node| {
        Verdict::failed(
            &node.name,
            "It takes no part in the cluster now.",
            "See on it: systemctl status corosync pacemaker",
        )
    }));
    found
}

/// What a switch is, as far as it has to be the same everywhere.
fn switches(nodes: &Nodes) -> Vec<Verdict> {
    let mut kinds: BTreeMap<&str, BTreeMap<&String, String>> = BTreeMap::new();
    for (node, state) in nodes.states() {
        for switch in &state.desired.switches {
            let iov = if switch.iov_enabled { ", SR-IOV" } else { "" };
            let kind = format!("{:?}{iov}", switch.switch_type);
            kinds.entry(&switch.name).or_default().insert(node, kind);
        }
    }
    let mut found = Vec::new();
    for (switch, there) in kinds {
        for (node, state) in nodes.states().filter(|(node, _)| !there.contains_key(node)) {
            found.push(Verdict::failed(
                node,
                format!("It has no switch '{switch}'."),
                format!(
                    "Make it there: {} -ComputerName {}",
                    switch_to_make(state, switch),
                    word(node)
                ),
            ));
        }
        let different: BTreeSet<&String> = there.values().collect();
        if different.len() > 1 {
            let list: Vec<String> = there.iter().map(|(n, k)| format!("{n}: {k}")).collect();
            found.push(Verdict::warning(
                switch,
                format!(
                    "The switch is not of one kind everywhere: {}.",
                    list.join("; ")
                ),
                "A virtual machine moves all the same; without SR-IOV it gets no VF there.",
            ));
        }
    }
    found
}

fn teams(nodes: &Nodes) -> Vec<Verdict> {
    let mut uplinks: BTreeMap<&str, BTreeMap<&String, bool>> = BTreeMap::new();
    for (node, state) in nodes.states() {
        for switch in state.desired.switches.iter() {
            let is_team = switch.uplinks.len() > 1;
            uplinks
                .entry(&switch.name)
                .or_default()
                .insert(node, is_team);
        }
    }
    let mixed = uplinks.into_iter().filter(|(_, there)| {
        let teams = there.values().filter(|team| **team).count();
        teams > 0 && teams < there.len()
    });
    mixed
        .map(|(switch, there)| {
            let single: Vec<&str> = there
                .iter()
                .filter(|(_, team)| !**team)
                .map(|(node, _)| node.as_str())
                .collect();
            Verdict::warning(
                switch,
                format!(
                    "Its link can fail on {}: there it has one NIC, elsewhere a team.",
                    single.join(", ")
                ),
                "Add a NIC there: Add-VMSwitchTeamMember",
            )
        })
        .collect()
}

fn migration(nodes: &Nodes) -> Vec<Verdict> {
    let mut found = Vec::new();
    for (node, state) in nodes.states() {
        if !state.desired.migration.enabled {
            found.push(Verdict::failed(
                node,
                "Virtual machines may not leave it, nor come to it.",
                format!("Allow it: Enable-VMMigration -ComputerName {}", word(node)),
            ));
        }
        if let Err(reason) = reached_at(state) {
            found.push(of_reason(node, &reason));
        }
    }
    found
}

fn virtual_functions(nodes: &Nodes) -> Vec<Verdict> {
    let most = nodes.cluster.roles.iter().map(|role| role.wish).max();
    let Some(most) = most.filter(|wish| *wish > 0) else {
        return Vec::new();
    };
    nodes
        .states()
        .filter(|(_, state)| free_vfs(state) < most)
        .map(|(node, state)| {
            Verdict::warning(
                node,
                format!(
                    "It has {} free VFs, and a role wishes for {most}: such a role runs there on the paravirtual path.",
                    free_vfs(state)
                ),
                format!("See what it has: Get-NetAdapterSriov -CimSession {}", word(node)),
            )
        })
        .collect()
}

fn versions(nodes: &Nodes) -> Vec<Verdict> {
    let mut kernels: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (node, state) in nodes.states() {
        kernels.entry(&state.host.kernel).or_default().push(node);
    }
    if kernels.len() < 2 {
        return Vec::new();
    }
    let list: Vec<String> = kernels
        .iter()
        .map(|(kernel, nodes)| format!("{kernel} on {}", nodes.join(", ")))
        .collect();
    vec![Verdict::warning(
        "Kernel",
        format!("The nodes run different kernels: {}.", list.join("; ")),
        "A virtual machine may find no way back from a newer one: bring them to one version.",
    )]
}

fn moves(nodes: &Nodes) -> Vec<Verdict> {
    let mut found = Vec::new();
    for role in &nodes.cluster.roles {
        let (Some(vm), Some(at)) = (role.vm, role.running_on.first()) else {
            continue;
        };
        let Some((_, source, _)) = nodes.open.iter().find(|(name, ..)| name == at) else {
            continue;
        };
        for (node, target, _) in nodes.open.iter().filter(|(name, ..)| name != at) {
            if !role.barred.contains(node) {
                found.extend(against(vm, &role.name, (&**source, &**target), node));
            }
        }
    }
    found
}

fn against(vm: Uuid, role: &str, ends: (&dyn Host, &dyn Host), node: &str) -> Vec<Verdict> {
    let ends = Ends {
        source: ends.0,
        target: ends.1,
        to: "",
        from: "",
    };
    let target = format!("{role} to {node}");
    match compare(ends, vm, &|_| ()) {
        Ok(compared) => {
            let all = compared.answer.incompatibilities.iter();
            // What is the node's own has a test of its own.
            let own =
                |reason: &&Incompatibility| ![ids::DISABLED, ids::NETWORK].contains(&reason.id);
            all.filter(own)
                .map(|reason| of_reason(&target, reason))
                .collect()
        }
        Err(error) => vec![Verdict::new(
            "Failed",
            &target,
            error.to_string(),
            error.next_step.clone(),
        )],
    }
}

fn of_reason(target: &str, reason: &Incompatibility) -> Verdict {
    let result = if reason.id < ids::NOTES {
        "Failed"
    } else {
        "Warning"
    };
    Verdict::new(
        result,
        target,
        reason.message.clone(),
        reason.next_step.clone(),
    )
}

fn fencing(nodes: &Nodes) -> Vec<Verdict> {
    let cluster = &nodes.cluster;
    if cluster.fences == Some(false) {
        return vec![Verdict::failed(
            &cluster.name,
            "Nothing switches a node off that does not answer: its virtual machines could run twice.",
            "Give the cluster a fencing device and switch fencing on: pcs stonith create NAME fence_ipmilan ...; pcs property set stonith-enabled=true",
        )];
    }
    if cluster.fencing_devices.is_empty() && !cluster.is_settled {
        return vec![Verdict::failed(
            &cluster.name,
            "Fencing is on, and there is no device for it: nothing is started elsewhere when a node fails.",
            "Give the cluster a fencing device: pcs stonith create NAME fence_ipmilan ...",
        )];
    }
    Vec::new()
}

fn quorum(nodes: &Nodes) -> Vec<Verdict> {
    match nodes.cluster.has_quorum {
        Some(false) => vec![Verdict::failed(
            &nodes.cluster.name,
            "Fewer than half of the nodes see each other: nothing is started.",
            "Bring nodes back: Get-ClusterNode shows which are down.",
        )],
        Some(true) | None => Vec::new(),
    }
}

fn autostart(nodes: &Nodes) -> Vec<Verdict> {
    let mut found = Vec::new();
    for (node, state) in nodes.states() {
        for vm in state.vms.iter().filter(|vm| vm.autostart) {
            if nodes.cluster.role_of(vm.id).is_some() {
                found.push(Verdict::failed(
                    &vm.name,
                    format!("It starts by itself with {node}, whatever the cluster decides: it could run twice."),
                    format!(
                        "Leave that to the cluster: Set-VM {} -AutomaticStartAction Nothing -ComputerName {}",
                        word(&vm.name),
                        word(node)
                    ),
                ));
            }
        }
    }
    found
}

fn word(name: &str) -> std::borrow::Cow<'_, str> {
    iovsh_shell::syntax::quote::quote_argument(name)
}
