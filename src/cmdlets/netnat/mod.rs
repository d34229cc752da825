//! Address translation of the host.

mod add_net_nat_static_mapping;
mod get_net_nat;
mod get_net_nat_static_mapping;
mod new_net_nat;
mod remove_net_nat;
mod remove_net_nat_static_mapping;

use iovsh_backend::model::Nat;
use iovsh_backend::{Scope, State};
use iovsh_base::names::NameExt as _;
use iovsh_shell::cmdlet::{CmdletSpec, Declared};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::{WildcardPattern, has_wildcards};

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    get_net_nat::GetNetNat::SPEC,
    new_net_nat::NewNetNat::SPEC,
    remove_net_nat::RemoveNetNat::SPEC,
    get_net_nat_static_mapping::GetNetNatStaticMapping::SPEC,
    add_net_nat_static_mapping::AddNetNatStaticMapping::SPEC,
    remove_net_nat_static_mapping::RemoveNetNatStaticMapping::SPEC,
];

/// What is looked at.
const LOOK: Scope = Scope {
    bridges: true,
    ..Scope::LINKS
};

/// The networks with these names; wildcards are allowed. `None`: all. What was named and is not there is an error that is written.
fn named<'s>(cx: &mut Context, state: &'s State, names: Option<&[String]>) -> Flow<Vec<&'s Nat>> {
    let all = || state.desired.nats.iter();
    let fits = |nat: &Nat, name: &str| {
        nat.name.is_same_name(name) || WildcardPattern::new(name).is_match(&nat.name)
    };
    for name in names.into_iter().flatten() {
        if !has_wildcards(name) && !all().any(|nat| fits(nat, name)) {
            cx.error(absent("Name", name, "Get-NetNat"))?;
        }
    }
    let wanted =
        all().filter(|nat| names.is_none_or(|names| names.iter().any(|name| fits(nat, name))));
    Ok(wanted.collect())
}

/// The error for something that was named and is not there.
fn absent(property: &str, value: &str, list: &str) -> ShellError {
    ShellError::new(
        format!("CmdletizationQuery_NotFound_{property}"),
        ErrorCategory::ObjectNotFound,
        format!("There is nothing whose {property} is '{value}'."),
    )
    .target(value)
    .help(format!("List what there is with {list}."))
}
