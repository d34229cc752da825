//! Addresses of port ACLs, and the ACLs that parameters or objects stand for.

use crate::backend::model::{
    self, AclAddress, AclSide, Adapter, AdapterAlias, ParseError, PortAcl, Vm,
};
use crate::backend::{HostError, Plan, Scope, State, policy};
use crate::cmdlets::door::{Hosts, computer_name};
use crate::cmdlets::reader::{Reader, SCOPE};
use crate::cmdlets::types::{AclAction, AclDirection, ExtendedAclDirection};
use crate::cmdlets::vmnetworkadapter::Target;
use crate::shell::cmdlet::Emit;
use crate::shell::error::{ErrorCategory, Flow, ShellError};
use crate::shell::eval::Context;

/// The addresses of the four parameters.
#[derive(Clone, Copy)]
pub struct Addresses<'a> {
    pub local_ip: &'a [String],
    pub local_mac: &'a [String],
    pub remote_ip: &'a [String],
    pub remote_mac: &'a [String],
}

/// The ACLs that the parameters stand for: one for each address and direction.
pub fn acls(
    action: Option<AclAction>,
    direction: Option<AclDirection>,
    addresses: Addresses<'_>,
) -> Result<Vec<PortAcl>, ShellError> {
    let (Some(action), Some(direction)) = (action, direction) else {
        return Err(wrong(
            "An ACL has an action and a direction.",
            "Give -Action and -Direction.",
        ));
    };
    let action = match action {
        AclAction::Allow => model::AclAction::Allow,
        AclAction::Deny => model::AclAction::Deny,
        AclAction::Meter => model::AclAction::Meter,
    };
    let (inbound, outbound) = (model::AclDirection::Inbound, model::AclDirection::Outbound);
    let directions: &[_] = match direction {
        AclDirection::Inbound => &[inbound],
        AclDirection::Outbound => &[outbound],
        AclDirection::Both => &[inbound, outbound],
    };
    let mut all = Vec::new();
    let groups = [
        (AclSide::Local, ip as fn(&str) -> _, addresses.local_ip),
        (AclSide::Local, mac, addresses.local_mac),
        (AclSide::Remote, ip, addresses.remote_ip),
        (AclSide::Remote, mac, addresses.remote_mac),
    ];
    for (side, read, texts) in groups {
        for text in texts {
            let address = read(text)?;
            all.extend(directions.iter().map(|direction| PortAcl {
                action,
                direction: *direction,
                side,
                address,
            }));
        }
    }
    if all.is_empty() {
        return Err(wrong(
            "An ACL has an address.",
            "Give -RemoteIPAddress, -RemoteMacAddress, -LocalIPAddress or -LocalMacAddress; ANY stands for all of them.",
        ));
    }
    Ok(all)
}

/// The direction in the model's words.
pub fn direction(direction: ExtendedAclDirection) -> model::AclDirection {
    match direction {
        ExtendedAclDirection::Inbound => model::AclDirection::Inbound,
        ExtendedAclDirection::Outbound => model::AclDirection::Outbound,
    }
}

/// The error for parameters that do not fit.
pub fn wrong(message: impl Into<String>, next_step: &str) -> ShellError {
    ShellError::new(
        "InvalidParameter",
        ErrorCategory::InvalidArgument,
        message.into(),
    )
    .help(next_step)
}

/// The error for text that is no address, port or the like.
pub fn unreadable(error: &ParseError) -> ShellError {
    wrong(
        format!("{error}."),
        "ANY, or leaving the parameter out, stands for all.",
    )
}

/// `ANY` or `*`.
pub fn is_any(text: &str) -> bool {
    text.eq_ignore_ascii_case("any") || text == "*"
}

fn ip(text: &str) -> Result<AclAddress, ShellError> {
    if is_any(text) {
        return Ok(AclAddress::AnyIp);
    }
    text.parse()
        .map(AclAddress::Ip)
        .map_err(|error| unreadable(&error))
}

fn mac(text: &str) -> Result<AclAddress, ShellError> {
    if is_any(text) {
        return Ok(AclAddress::AnyMac);
    }
    crate::cmdlets::vmnetworkadapter::mac(text).map(AclAddress::Mac)
}

/// A change of one adapter's lists.
pub type Edit<'a> = &'a dyn Fn(&State, model::Uuid, &AdapterAlias) -> Result<Plan, HostError>;

/// Carries a change out on each of these adapters, and gives those where it was done.
pub fn change(cx: &mut Context, targets: Vec<Target>, edit: Edit<'_>) -> Flow<Vec<Target>> {
    let mut done = Vec::new();
    for target in targets {
        let outcome = cx.change(&Scope::PLAN, &mut |state| {
            edit(state, target.vm, &target.alias)
        })?;
        if outcome.is_done() {
            done.push(target);
        }
    }
    Ok(done)
}

/// Emits an object for each of these adapters as they are now.
pub fn emit_each<T: Emit>(
    cx: &mut Context,
    targets: &[Target],
    objects: &dyn Fn(&Reader<'_>, &Vm, &Adapter) -> Vec<T>,
) -> Flow {
    for target in targets {
        let state = cx.snapshot(&SCOPE)?;
        let reader = Reader::new(&state, computer_name(cx)?);
        let found = state.vm(target.vm);
        if let Some((vm, adapter)) = found.and_then(|vm| Some((vm, vm.adapter(&target.alias)?))) {
            for object in objects(&reader, vm, adapter) {
                cx.emit(object.into_value())?;
            }
        }
    }
    Ok(())
}

/// Carries a change out, and with -Passthru emits the ACLs that were added or removed.
pub fn change_acls(
    cx: &mut Context,
    targets: Vec<Target>,
    acls: &[PortAcl],
    adding: bool,
    passthru: bool,
) -> Flow {
    let edit: Edit<'_> = &|state, vm, alias| {
        if adding {
            policy::acl::add(state, vm, alias, acls)
        } else {
            policy::acl::remove(state, vm, alias, acls)
        }
    };
    let done = change(cx, targets, edit)?;
    if !passthru {
        return Ok(());
    }
    emit_each(cx, &done, &|reader, vm, adapter| {
        let object = |acl| reader.acl(vm, adapter, acl);
        acls.iter().map(object).collect()
    })
}
