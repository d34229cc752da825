//! Virtual machines that a cluster starts: nobody starts them past it on a node that may not be theirs.

use super::targets::MACHINES;
use crate::host_access::HostAccess;
use iovsh_backend::HostError;
use iovsh_backend::cluster::{ClusterRole, ClusterState};
use iovsh_backend::model::{Uuid, Vm};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::syntax::quote::quote_argument;
use iovsh_shell::wildcard;

/// Those of these machines that may be started here: all but roles of a cluster that are off here. Each of the others is an error,
/// which is written.
pub fn not_of_a_cluster(cx: &mut Context, machines: Vec<Uuid>) -> Flow<Vec<Uuid>> {
    let state = cx.snapshot(&MACHINES)?;
    let is_role = |id: &Uuid| {
        let vm = state.vm(*id);
        vm.is_some_and(|vm| !vm.state.is_active() && vm.facts.clustered == Some(true))
    };
    let (roles, mut free): (Vec<Uuid>, Vec<Uuid>) = machines.into_iter().partition(is_role);
    if roles.is_empty() {
        return Ok(free);
    }
    let cluster = cx.host()?.cluster();
    for vm in roles.iter().filter_map(|id| state.vm(*id)) {
        match refusal(vm, &cluster) {
            Some(error) => cx.error(error)?,
            // It was a role a moment ago.
            None => free.push(vm.id),
        }
    }
    Ok(free)
}

fn refusal(vm: &Vm, cluster: &Result<ClusterState, HostError>) -> Option<ShellError> {
    let name = &vm.name;
    let word = pattern(name);
    let (why, step) = match cluster {
        Err(error) => (
            format!(
                "'{name}' is a role of a cluster, and another node may run it: the cluster does not answer here. {error}"
            ),
            format!(
                "Start the cluster on this node (systemctl start pacemaker), and let it start the role. Only when no other node can run it: Start-VM {word} -Force."
            ),
        ),
        Ok(cluster) => of_role(name, &word, cluster.role_of(vm.id)?),
    };
    let error = ShellError::new("Cluster.StartsIt", ErrorCategory::InvalidOperation, why);
    Some(error.target(name.as_str()).help(step))
}

fn of_role(name: &str, word: &str, role: &ClusterRole) -> (String, String) {
    match role.running_on.as_slice() {
        [] => (
            format!("'{name}' is a role of a cluster, which starts it on one node alone."),
            format!("Start-ClusterGroup {} starts it.", pattern(&role.name)),
        ),
        nodes => (
            format!(
                "'{name}' is a role of a cluster, and runs on {}. What this host has of it is old.",
                nodes.join(", ")
            ),
            format!(
                "Move-ClusterVirtualMachineRole {} brings it here. Only when that node is gone for good: Start-VM {word} -Force.",
                pattern(&role.name)
            ),
        ),
    }
}

/// A name as it is typed where patterns are allowed.
fn pattern(name: &str) -> String {
    quote_argument(&wildcard::quote(name)).into_owned()
}
