//! What the cmdlets of quality of service have in common.

use super::types::{DEFAULT_CLASS, mask};
use crate::host_access::{HostAccess, Outcome};
use crate::invalid::parameter;
use crate::types::CimSession;
use iovsh_backend::Scope;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::QosAct;
use iovsh_backend::state::Qos;
use iovsh_base::names::NameExt as _;
use iovsh_derive::Parameters;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;
use iovsh_shell::wildcard::{WildcardPattern, has_wildcards};

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

/// Does these things to them in one transaction, and emits of each that was done what is to be shown of it.
pub fn act(cx: &mut Context, acts: Vec<(QosAct, Option<Value>)>) -> Flow {
    let (acts, shown): (Vec<QosAct>, Vec<Option<Value>>) = acts.into_iter().unzip();
    let intents = acts.into_iter().map(|act| Intent::EditQos(Box::new(act)));
    let then = move |cx: &mut Context, outcomes: &[Outcome]| {
        let done = shown.into_iter().zip(outcomes).filter(|(_, o)| o.is_done());
        done.filter_map(|(value, _)| value)
            .try_for_each(|value| cx.emit(value))
    };
    cx.change_all(&SCOPE, false, intents.collect(), Box::new(then))
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

/// Those of the rules that are named, or are behind objects with the names `own`. A name that none has is an error that is written; `what` and
/// `list` are what it is and the cmdlet that lists what there is.
pub fn named<T>(
    cx: &mut Context,
    known: Vec<T>,
    name_of: impl Fn(&T) -> &str,
    (names, own): (&[String], Vec<&str>),
    (what, list): (&str, &str),
) -> Flow<Vec<T>> {
    let is_object = !own.is_empty();
    let wanted: Vec<&str> = match is_object {
        true => own,
        false => names.iter().map(String::as_str).collect(),
    };
    let fits = |one: &T, wanted: &str| match is_object {
        true => name_of(one) == wanted,
        false => is_named(wanted, name_of(one)),
    };
    for name in &wanted {
        let is_plain = is_object || *name == DEFAULT_CLASS || !has_wildcards(name);
        if is_plain && !known.iter().any(|one| fits(one, name)) {
            let error = absent(what, name, list);
            cx.error(match *name {
                DEFAULT_CLASS => error.help("It has what the other classes leave: change those, or make one with New-NetQosTrafficClass."),
                _ => error,
            })?;
        }
    }
    let found = known.into_iter();
    Ok(found
        .filter(|one| wanted.iter().any(|wanted| fits(one, wanted)))
        .collect())
}

/// Whether a name is among those that are asked for.
pub fn is_meant(patterns: Option<&[String]>, name: &str) -> bool {
    patterns.is_none_or(|all| all.iter().any(|pattern| is_named(pattern, name)))
}

/// Whether a pattern, or the name itself, brackets and all, means what has this name.
fn is_named(pattern: &str, name: &str) -> bool {
    pattern.is_same_name(name) || WildcardPattern::new(pattern).is_match(name)
}

/// Refuses another store than the only one.
///
/// # Errors
/// `NotSupported`.
pub fn only_store(store: Option<&str>) -> Flow {
    match store {
        Some(store) if !store.is_empty() && !store.eq_ignore_ascii_case("ActiveStore") => {
            let text = format!(
                "There is no store '{store}': the rules are the host's, and stay over its restarts."
            );
            let error = ShellError::new("NotSupported", ErrorCategory::NotImplemented, text);
            Err(error.target(store).help("Leave -PolicyStore out.").into())
        }
        _ => Ok(()),
    }
}
