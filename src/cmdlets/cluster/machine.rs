//! Finds a virtual machine on the nodes of a cluster.

use super::asked::Seen;
use crate::host_access::{services, shell_error};
use crate::selection;
use iovsh_backend::cluster::KeptVm;
use iovsh_backend::model::{Uuid, Vm, VmDetail};
use iovsh_backend::{HostError, Scope, State};
use iovsh_base::names::NameExt as _;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// Which one.
pub enum Which {
    /// By its name.
    Name(String),
    /// By its id.
    Id(Uuid),
}

/// A virtual machine on a node.
pub struct Machine {
    /// The node.
    pub node: String,
    /// The virtual machine.
    pub vm: Vm,
    /// Its definition, as the cluster is to keep it.
    pub kept: String,
    /// It starts with the node.
    pub autostart: bool,
}

/// The definitions, and the switches that they name.
const SCOPE: Scope = Scope {
    vms: VmDetail::Definitions,
    ..Scope::PLAN
};

impl Which {
    fn is(&self, vm: &Vm) -> bool {
        match self {
            Self::Name(name) => vm.name.is_same_name(name),
            Self::Id(id) => vm.id == *id,
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Name(name) => name.clone(),
            Self::Id(id) => id.to_string(),
        }
    }
}

/// The virtual machine, on the host that was asked or on another node. `None`: it is on none, which was written.
pub fn find(cx: &mut Context, seen: &Seen, which: &Which) -> Flow<Option<Machine>> {
    let services = services(cx)?;
    let mut known = Vec::new();
    let mut unreached: Vec<HostError> = Vec::new();
    let mut found: Vec<(String, State, Vm)> = Vec::new();
    let own = seen.host.name().to_owned();
    let mut names = vec![own.clone()];
    names.extend(
        seen.state
            .nodes
            .iter()
            .map(|node| node.name.clone())
            .filter(|name| !name.is_same_name(&own)),
    );
    for name in names {
        let host = match name == own {
            true => Ok(seen.host.clone()),
            false => services
                .named(&name, None)
                .and_then(|place| services.place(place).host()),
        };
        match host.and_then(|host| host.snapshot(&SCOPE)) {
            Ok(state) => {
                known.extend(state.vms.iter().map(|vm| vm.name.clone()));
                if let Some(vm) = state.vms.iter().find(|vm| which.is(vm)).cloned() {
                    found.push((name, state, vm));
                }
            }
            Err(error) => unreached.push(error),
        }
    }
    // A definition may be left where it ran once: the one that runs counts.
    found.sort_by_key(|(_, _, vm)| !vm.state.is_active());
    let Some((node, state, vm)) = found.into_iter().next() else {
        let text = which.text();
        cx.error(selection::missing(
            "Vm.NotFound",
            "virtual machine",
            &text,
            known.iter().map(String::as_str),
        ))?;
        for error in unreached {
            cx.warning(format!("One node could not be asked: {error}"))?;
        }
        return Ok(None);
    };
    if let Some(refusal) = vm.refusal() {
        cx.error(shell_error(&refusal))?;
        return Ok(None);
    }
    let Some(kept) = KeptVm::of(&state, &vm) else {
        cx.error(
            ShellError::new(
                "Cluster.NoDefinition",
                ErrorCategory::InvalidData,
                format!("The definition of '{}' cannot be read on {node}.", vm.name),
            )
            .target(&*vm.name)
            .help("A virtual machine without a lasting definition cannot be started elsewhere: define it first."),
        )?;
        return Ok(None);
    };
    Ok(Some(Machine {
        node,
        autostart: vm.autostart,
        kept,
        vm,
    }))
}
