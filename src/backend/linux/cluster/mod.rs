//! The cluster that this machine belongs to: Pacemaker, by its own programs.
//!
//! Its library has no stable interface for Rust and none that does not pin its version; the programs' XML and the CIB have schemas. So
//! `crm_mon`, `cibadmin`, `crm_resource` and `crm_attribute` are run, of Corosync `corosync-cfgtool`, and nothing else.

mod links;
mod read;
mod run;

use std::collections::BTreeSet;

use iovsh_base::base64::from_base64;

use crate::cluster::{ClusterChange, ClusterState, no_cluster};
use crate::model::Uuid;
use crate::plan::ShellLine;
use crate::{Category, HostError};

/// Where Pacemaker keeps its copy of what the cluster is to be (`CRM_CONFIG_DIR` of its build).
const CIB: &str = "/var/lib/pacemaker/cib/cib.xml";

/// The cluster, as this node sees it.
pub(super) fn observe(host: &str) -> Result<ClusterState, HostError> {
    let seen = run::read(
        host,
        "crm_mon",
        &["--output-as=xml", "--one-shot", "--inactive"],
    )?;
    let configured = run::read(host, "cibadmin", &["--query"])?;
    let mut state = read::state(host, &seen, &configured)?;
    if let Ok(nodes) = std::fs::read_to_string(links::CONFIGURATION) {
        let status = run::read(host, "corosync-cfgtool", &["-s"]);
        state.networks = links::read(&nodes, status.ok().as_deref());
    }
    Ok(state)
}

/// Carries out a change.
pub(super) fn apply(host: &str, change: &ClusterChange) -> Result<(), HostError> {
    for line in change.commands() {
        match &line {
            ShellLine::Run { argv, input } => run::change(host, argv, input.as_deref())?,
            // Lines of `tc` and files of the system: no change of a cluster has one.
            ShellLine::Try(_) | ShellLine::Write { .. } => {
                return Err(failed(host, "a change of it is no command"));
            }
        }
    }
    Ok(())
}

/// The virtual machines that are roles of the cluster that this machine is a node of, as its own copy of the CIB has them: it is there
/// while the engine does not run too. `None` when it cannot be read.
pub(super) fn roles() -> Option<BTreeSet<Uuid>> {
    use std::io::Read as _;
    let file = match std::fs::File::open(CIB) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Some(BTreeSet::new()),
        Err(_) => return None,
    };
    let mut text = String::new();
    file.take(run::LARGEST).read_to_string(&mut text).ok()?;
    read::roles(&text)
}

/// The definition of a virtual machine that the cluster keeps.
pub(super) fn definition(host: &str, vm: Uuid) -> Result<Option<String>, HostError> {
    let configured = run::read(host, "cibadmin", &["--query", "--scope", "crm_config"])?;
    let text = read::definition(host, &configured, vm)?;
    let Some(text) = text else {
        return Ok(None);
    };
    let bytes = from_base64(&text).and_then(|bytes| String::from_utf8(bytes).ok());
    let damaged = || {
        failed(
            host,
            &format!("the definition of {vm} that it keeps is no text"),
        )
    };
    bytes.map(Some).ok_or_else(damaged)
}

/// The last lines of the engine's log.
pub(super) fn log(host: &str, lines: usize) -> Result<Vec<String>, HostError> {
    run::log(host, lines)
}

fn failed(host: &str, what: &str) -> HostError {
    HostError::new(
        "Cluster.BadAnswer",
        Category::InvalidData,
        format!("What the cluster of {host} says cannot be read: {what}."),
    )
    .target(host)
    .next_step("See what 'crm_mon --output-as=xml -1' says there.")
}
