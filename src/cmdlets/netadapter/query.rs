//! What the Get cmdlets of network adapters have in common: which adapters are meant.

use super::targets::Chosen;
use crate::selection::Named as _;
use crate::types::CimSession;
use crate::{complete, selection};
use iovsh_backend::State;
use iovsh_backend::model::NetAdapter;
use iovsh_base::names::NameExt as _;
use iovsh_derive::Parameters;
use iovsh_shell::argument::Given;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::{has_wildcards, unescape};

/// The adapters that are asked about.
#[derive(Parameters)]
pub struct Query {
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Sessions with other hosts, of New-CimSession.
    #[param(alias = "Session", not_null_or_empty)]
    cim_session: Vec<CimSession>,
    /// Also adapters that are hidden: taps and other virtual devices.
    include_hidden: bool,
    /// Product names of the adapters. Wildcards are allowed.
    #[param(
        not_null,
        set = "ByInstanceID",
        mandatory,
        by_property_name,
        alias = "ifDesc",
        alias = "InstanceID"
    )]
    interface_description: Given<Vec<String>>,
    /// Interface names. Wildcards are allowed.
    #[param(set = "ByName", position = 0, by_property_name, alias = "ifAlias", alias = "InterfaceAlias", complete = complete::nics, not_null)]
    name: Given<Vec<String>>,
    /// How many hosts are asked at once; 0 is as many as usual, 32.
    #[param(not_null, range = 0..=2147483647)]
    throttle_limit: Option<i32>,
}

impl Query {
    /// How the adapters were named.
    pub fn chosen(&self) -> Chosen<'_> {
        Chosen::of(self.interface_description.as_deref(), self.name.as_deref())
    }

    /// The adapters. Hidden ones are left out where neither they nor all are asked for.
    pub fn links<'a>(&self, cx: &mut Context, state: &'a State) -> Flow<Vec<&'a NetAdapter>> {
        links(cx, state, self.chosen(), self.include_hidden)
    }

    /// Says of an adapter that was named why there is nothing to show of it. Of one that was not named, or that a pattern has found,
    /// nothing is said.
    pub fn lacks(&self, cx: &mut Context, link: &NetAdapter, what: &str, step: &str) -> Flow {
        let is_it = |name: &str| {
            link.is_called(|called| called.is_same_name(name))
                || link.description.eq_ignore_ascii_case(name)
        };
        let is_named = match self.chosen() {
            Chosen::All => false,
            Chosen::Named(names) | Chosen::Described(names) => names
                .iter()
                .any(|name| !has_wildcards(name) && is_it(&unescape(name))),
        };
        if !is_named {
            return Ok(());
        }
        let error = ShellError::new(
            "CmdletizationQuery_NotFound_Name",
            ErrorCategory::ObjectNotFound,
            format!("The network adapter '{}' has no {what}.", link.shown()),
        );
        cx.error(error.target(link.shown()).help(step))
    }
}

/// The adapters that were chosen.
pub fn links<'a>(
    cx: &mut Context,
    state: &'a State,
    chosen: Chosen,
    hidden: bool,
) -> Flow<Vec<&'a NetAdapter>> {
    match chosen {
        Chosen::Described(names) => selection::nics(cx, state, names, true),
        Chosen::Named(names) => selection::nics(cx, state, names, false),
        Chosen::All => {
            let all = state.links.iter();
            Ok(all.filter(|link| hidden || link.is_listed()).collect())
        }
    }
}
