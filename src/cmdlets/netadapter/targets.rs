//! Which physical functions a user means.

use std::sync::Arc;

use crate::host_access::{HostAccess, shell_error};
use crate::selection::{self, Named};
use iovsh_backend::model::{self, PhysicalFunction, VfDetail, VmDetail};
use iovsh_backend::{Scope, State};
use iovsh_base::names::NameExt as _;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::{has_wildcards, unescape};

/// The facts that they need: functions with their VFs, the links, and the VMs that have VFs.
pub const SCOPE: Scope = Scope {
    host: true,
    links: true,
    functions: VfDetail::Admin,
    bridges: false,
    networks: false,
    vms: VmDetail::Full,
    ..Scope::NOTHING
};

/// What they show. Whether a NIC can do SR-IOV is a question about PCI: where libvirt does not answer, only what virtual machines
/// have stays unknown, and that is said once.
pub fn look(cx: &mut Context) -> Flow<(Arc<State>, bool)> {
    look_with(cx, &SCOPE)
}

/// The same, with more facts.
pub fn look_with(cx: &mut Context, more: &Scope) -> Flow<(Arc<State>, bool)> {
    let scope = SCOPE.union(more);
    match cx.try_snapshot(&scope)? {
        Ok(state) => Ok((state, true)),
        Err(error) if error.id == "Host.LibvirtUnavailable" => {
            cx.warning(format!(
                "{} Which virtual functions virtual machines have is not known.",
                error.message
            ))?;
            let without = Scope {
                vms: VmDetail::None,
                ..scope
            };
            Ok((cx.snapshot(&without)?, false))
        }
        Err(error) => Err(shell_error(&error).into()),
    }
}

/// A physical function with its interface.
pub type Function<'a> = (&'a PhysicalFunction, Option<&'a model::NetAdapter>);

/// How a user says which network adapters are meant.
#[derive(Clone, Copy)]
pub enum Chosen<'a> {
    /// No name was written: all of them.
    All,
    /// Those with these interface names.
    Named(&'a [String]),
    /// Those with these product names.
    Described(&'a [String]),
}

impl<'a> Chosen<'a> {
    /// What was written for `-InterfaceDescription` and `-Name`, of which one at most is.
    pub fn of(descriptions: Option<&'a [String]>, names: Option<&'a [String]>) -> Self {
        match (descriptions, names) {
            (Some(descriptions), _) => Self::Described(descriptions),
            (None, Some(names)) => Self::Named(names),
            (None, None) => Self::All,
        }
    }
}

/// The physical functions that were chosen. A NIC that is named and has no SR-IOV is an error that is written.
pub fn choose<'a>(cx: &mut Context, state: &'a State, chosen: Chosen) -> Flow<Vec<Function<'a>>> {
    let with_link = |pf: &'a PhysicalFunction| {
        let link = pf.interface.as_ref().and_then(|name| state.link(name));
        (pf, link)
    };
    let (names, by_description) = match chosen {
        Chosen::All => return Ok(state.functions.iter().map(with_link).collect()),
        Chosen::Named(names) => (names, false),
        Chosen::Described(names) => (names, true),
    };
    let mut found: Vec<Function> = Vec::new();
    for name in names {
        // A function without an interface is shown, and meant, by its PCI address.
        let by_address = state
            .functions
            .iter()
            .filter(|pf| pf.address.to_string().eq_ignore_ascii_case(name));
        let mut hits: Vec<&PhysicalFunction> = by_address.collect();
        if hits.is_empty() && !by_description && is_unknown(state, name) {
            let able = state.functions.iter().map(Named::name);
            cx.error(selection::not_found::<PhysicalFunction>(name, able))?;
        } else if hits.is_empty() {
            for link in selection::nics(cx, state, std::slice::from_ref(name), by_description)? {
                match state.function_of(&link.name) {
                    Some(pf) => hits.push(pf),
                    None if has_wildcards(name) => {}
                    None => cx.error(without_sriov(state, link))?,
                }
            }
        }
        for pf in hits {
            if !found.iter().any(|(have, _)| have.address == pf.address) {
                found.push(with_link(pf));
            }
        }
    }
    Ok(found)
}

/// Whether no NIC has this name, which is no pattern.
fn is_unknown(state: &State, name: &str) -> bool {
    let plain = unescape(name);
    let mut links = state.links.iter();
    !has_wildcards(name) && !links.any(|link| link.name.as_str().is_same_name(&plain))
}

/// The error for a NIC that cannot do SR-IOV, with those that can.
fn without_sriov(state: &State, link: &model::NetAdapter) -> ShellError {
    let able: Vec<&str> = state.functions.iter().map(Named::name).collect();
    let support = iovsh_backend::policy::link_support(state, link);
    let step = match able.as_slice() {
        _ if support == model::SriovSupport::HiddenByFirmware => support.next_step().to_owned(),
        [] => "No network adapter of this host can; Get-NetAdapterSriov lists those that do."
            .to_owned(),
        able => format!("Those that can are {}.", able.join(", ")),
    };
    ShellError::new(
        "Iov.NoSriov",
        ErrorCategory::InvalidArgument,
        format!(
            "The network adapter '{}' ({}) has no SR-IOV capability. {}",
            link.shown(),
            link.description,
            support.text()
        ),
    )
    .target(link.shown())
    .help(step)
}
