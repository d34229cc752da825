//! What the cmdlets of quality of service have in common.

use super::types::mask;
use crate::host_access::HostAccess;
use crate::invalid::parameter;
use crate::types::CimSession;
use iovsh_backend::Scope;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::QosAct;
use iovsh_backend::state::Qos;
use iovsh_derive::Parameters;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::WildcardPattern;

/// What plans about the rules look at: the adapters that keep them.
pub const SCOPE: Scope = Scope::REPAIR;

/// How a command runs.
#[derive(Parameters)]
pub struct Common {
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Sessions with other hosts, of New-CimSession.
    #[param(alias = "Session", not_null_or_empty)]
    cim_session: Vec<CimSession>,
    /// How many hosts are asked at once; 0 is as many as usual, 32.
    #[param(not_null, range = 0..=2147483647)]
    throttle_limit: Option<i32>,
}

/// One network adapter, which rules cannot be for.
#[derive(Parameters)]
pub struct OneInterface {
    #[param(
        alias = "ifAlias",
        refused = "the rules are the host's, and every network adapter keeps them that Enable-NetAdapterQos named."
    )]
    interface_alias: Option<String>,
    #[param(
        alias = "ifIndex",
        refused = "the rules are the host's, and every network adapter keeps them that Enable-NetAdapterQos named."
    )]
    interface_index: Option<u32>,
}

/// The rules of the host.
pub fn rules(cx: &mut Context) -> Flow<Qos> {
    Ok(cx.snapshot(&Scope::NOTHING)?.desired.qos.clone())
}

/// Does these things to them, one after the other. Returns which were done.
pub fn act(cx: &mut Context, acts: Vec<QosAct>) -> Flow<bool> {
    let mut all = true;
    for act in acts {
        let outcome = cx.change(&SCOPE, &Intent::EditQos(Box::new(act)))?;
        all &= outcome.is_done();
    }
    Ok(all)
}

/// The bit mask of priorities that were given.
///
/// # Errors
/// None is given, or one above 7.
pub fn mask_of(priorities: &[u8]) -> Flow<u8> {
    if priorities.is_empty() || priorities.iter().any(|priority| *priority > 7) {
        let step = "Name priorities from 0 to 7: -Priority 3, 4";
        return Err(parameter("No priority of 802.1p is named.", step).into());
    }
    Ok(mask(priorities))
}

/// The error of a name that nothing has.
pub fn absent(what: &str, name: &str, list: &str) -> ShellError {
    ShellError::new(
        "CmdletizationQuery_NotFound_Name",
        ErrorCategory::ObjectNotFound,
        format!("There is no {what} '{name}'."),
    )
    .target(name)
    .help(format!("List what there is with {list}."))
}

/// Whether a name is among those that are asked for.
pub fn is_meant(patterns: Option<&[String]>, name: &str) -> bool {
    patterns.is_none_or(|all| all.iter().any(|p| WildcardPattern::new(p).is_match(name)))
}
