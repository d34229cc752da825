//! What the cmdlets that change network adapters of the host have in common.

use super::query::links;
use super::targets::Chosen;
use crate::complete;
use crate::host_access::{HostAccess, Outcome, computer_name};
use crate::types::{CimSession, NetAdapter, SriovObject};
use iovsh_backend::Scope;
use iovsh_backend::policy::Intent;
use iovsh_derive::Parameters;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::Emit;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::quote;

/// The adapters that are changed, and how the command runs.
#[derive(Parameters)]
pub struct Nics {
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Sessions with other hosts, of New-CimSession.
    #[param(alias = "Session", not_null_or_empty)]
    cim_session: Vec<CimSession>,
    /// Also adapters that are hidden.
    #[param(
        set = "ByName",
        set = "ByInstanceID",
        no_effect = "a hidden adapter is the host's end of an adapter of a virtual machine, and is changed there."
    )]
    include_hidden: bool,
    /// Adapters that Get-NetAdapter gave.
    #[param(set = "InputObject", mandatory, from_pipeline, not_null)]
    input_object: Vec<SriovObject>,
    /// Product names of the adapters. Wildcards are allowed.
    #[param(
        set = "ByInstanceID",
        mandatory,
        by_property_name,
        alias = "ifDesc",
        not_null
    )]
    interface_description: Given<Vec<String>>,
    /// Interface names. Wildcards are allowed.
    #[param(
        set = "ByName",
        position = 0,
        mandatory,
        alias = "ifAlias",
        alias = "InterfaceAlias",
        not_null,
        complete = complete::nics
    )]
    name: Vec<String>,
    /// Hands on the object that was changed.
    pass_thru: bool,
    /// How many hosts are asked at once; 0 is as many as usual, 32.
    #[param(not_null, range = 0..=2147483647)]
    throttle_limit: Option<i32>,
}

/// What the plans about adapters of the host look at.
const SCOPE: Scope = Scope {
    nics: true,
    ..Scope::PLAN
};

impl Nics {
    /// Carries out the intent of each adapter, which `wanted` makes of its name.
    pub fn change(&self, cx: &mut Context, wanted: &dyn Fn(&str) -> Intent) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let inputs: Vec<String> = self
            .input_object
            .iter()
            // An object is the adapter that it is of, whatever that is called.
            .map(|object| quote(object.name()))
            .collect();
        let chosen = match self.interface_description.as_deref() {
            Some(descriptions) => Chosen::Described(descriptions),
            None if inputs.is_empty() => Chosen::Named(&self.name),
            None => Chosen::Named(&inputs),
        };
        let found = links(cx, &state, chosen, false)?;
        let intents = found
            .iter()
            .map(|link| wanted(link.name.as_str()))
            .collect();
        let indexes: Vec<u32> = found.iter().map(|link| link.index).collect();
        let pass_thru = self.pass_thru;
        let then = move |cx: &mut Context, outcomes: &[Outcome]| {
            let done = indexes.into_iter().zip(outcomes);
            let done: Vec<u32> = done
                .filter(|(_, outcome)| outcome.is_done())
                .map(|(index, _)| index)
                .collect();
            if pass_thru && !done.is_empty() {
                emit(cx, &done)
            } else {
                Ok(())
            }
        };
        cx.change_all(&SCOPE, false, intents, Box::new(then))
    }
}

/// Emits the adapters as they are now; an interface keeps its index when it is renamed.
fn emit(cx: &mut Context, indexes: &[u32]) -> Flow {
    let state = cx.snapshot(&Scope::LINKS)?;
    let computer = computer_name(cx)?;
    for index in indexes {
        if let Some(link) = state.links.iter().find(|link| link.index == *index) {
            cx.emit(NetAdapter::new(link, &state.links, &computer).into_value())?;
        }
    }
    Ok(())
}
