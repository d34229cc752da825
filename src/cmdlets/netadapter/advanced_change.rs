//! What Set- and Reset-NetAdapterAdvancedProperty have in common.

use super::advanced::{Keyword, SCOPE, Which, change, properties, reset};
use super::query::links;
use super::targets::Chosen;
use crate::complete;
use crate::host_access::{HostAccess, Outcome, computer_name};
use crate::types::{AdvancedObject, CimSession, NetAdapterAdvancedProperty};
use iovsh_backend::State;
use iovsh_derive::Parameters;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::Emit;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::has_wildcards;

/// The adapters whose settings are changed, and how the command runs.
#[derive(Parameters)]
pub struct Properties {
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Sessions with other hosts, of New-CimSession.
    #[param(alias = "Session", not_null_or_empty)]
    cim_session: Vec<CimSession>,
    /// Also adapters that are hidden.
    #[param(
        set = "ByName",
        set = "ByInstanceID",
        no_effect = "an adapter that is hidden has none of these settings."
    )]
    include_hidden: bool,
    /// Settings that Get-NetAdapterAdvancedProperty gave.
    #[param(set = "InputObject", mandatory, from_pipeline, not_null)]
    input_object: Vec<AdvancedObject>,
    /// Product names of the adapters. Wildcards are allowed.
    #[param(
        set = "ByInstanceID",
        mandatory,
        alias = "ifDesc",
        alias = "InstanceID",
        not_null
    )]
    interface_description: Given<Vec<String>>,
    /// Interface names. Wildcards are allowed.
    #[param(set = "ByName", position = 0, by_property_name, alias = "ifAlias", alias = "InterfaceAlias", complete = complete::nics, not_null)]
    name: Given<Vec<String>>,
    /// Leaves the adapter up where a change would take it down for a moment.
    no_restart: bool,
    /// Hands on the settings that were changed.
    pass_thru: bool,
    /// How many hosts are asked at once; 0 is as many as usual, 32.
    #[param(not_null, range = 0..=2147483647)]
    throttle_limit: Option<i32>,
}

/// What a setting is to be.
pub enum Value {
    /// This.
    Given(String),
    /// What it is without a setting.
    Default,
}

impl Properties {
    /// Changes the settings that are meant.
    pub fn change(
        &self,
        cx: &mut Context,
        keywords: Option<&[String]>,
        display_names: Option<&[String]>,
        value: &Value,
        force: bool,
    ) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let computer = computer_name(cx)?;
        let which = Which {
            keywords,
            display_names,
        };
        let mut meant = self.meant(cx, &state, which, &computer)?;
        // Other settings of virtual functions take effect only where SR-IOV is on.
        meant.sort_by_key(|property| {
            (
                property.of.name.clone(),
                property.registry_keyword != Keyword::Sriov.name(),
            )
        });
        let mut intents = Vec::new();
        let mut changed = Vec::new();
        for property in meant {
            let restart = !self.no_restart;
            let intent = match value {
                Value::Given(value) => change(&state, &property, value, restart, force)?,
                Value::Default => match reset(&state, &property, force) {
                    Some(intent) => Some(intent),
                    None => {
                        let default = &property.default_registry_value;
                        change(&state, &property, default, restart, force)?
                    }
                },
            };
            if let Some(intent) = intent {
                intents.push(intent);
                changed.push(property);
            }
        }
        let pass_thru = self.pass_thru;
        let then = move |cx: &mut Context, outcomes: &[Outcome]| {
            let done = changed.into_iter().zip(outcomes);
            let done: Vec<_> = done
                .filter(|(_, outcome)| outcome.is_done())
                .map(|(property, _)| property)
                .collect();
            if pass_thru && !done.is_empty() {
                emit(cx, &done)
            } else {
                Ok(())
            }
        };
        cx.change_all(&SCOPE, false, intents, Box::new(then))
    }

    fn meant(
        &self,
        cx: &mut Context,
        state: &State,
        which: Which,
        computer: &str,
    ) -> Flow<Vec<NetAdapterAdvancedProperty>> {
        if !self.input_object.is_empty() {
            let given = self.input_object.iter();
            return Ok(given.map(|object| (*object.0).clone()).collect());
        }
        let chosen = Chosen::of(self.interface_description.as_deref(), self.name.as_deref());
        let mut meant = Vec::new();
        let links = links(cx, state, chosen, false)?;
        let names = self
            .name
            .as_deref()
            .or(self.interface_description.as_deref());
        let is_named =
            |names: &[String]| !names.is_empty() && !names.iter().any(|name| has_wildcards(name));
        if links.is_empty() && names.is_some_and(is_named) {
            // Which adapters there are not has been said.
            return Ok(meant);
        }
        for link in links {
            meant.extend(properties(state, link, which, computer));
        }
        if meant.is_empty() {
            let names = which
                .keywords
                .or(which.display_names)
                .unwrap_or_default()
                .join(", ");
            let error = ShellError::new(
                "CmdletizationQuery_NotFound_RegistryKeyword",
                ErrorCategory::ObjectNotFound,
                format!("No network adapter that was named has a setting '{names}'."),
            );
            cx.error(error.target(names).help(
                "'Get-NetAdapterAdvancedProperty' lists those that there are; what else a driver has is changed with ethtool.",
            ))?;
        }
        Ok(meant)
    }
}

/// Emits settings as they are now.
fn emit(cx: &mut Context, changed: &[NetAdapterAdvancedProperty]) -> Flow {
    let state = cx.snapshot(&SCOPE)?;
    let computer = computer_name(cx)?;
    for before in changed {
        let keywords = [before.registry_keyword.clone()];
        let which = Which {
            keywords: Some(&keywords),
            display_names: None,
        };
        let link = state
            .links
            .iter()
            .find(|link| link.shown() == before.of.name);
        for property in link
            .into_iter()
            .flat_map(|link| properties(&state, link, which, &computer))
        {
            cx.emit(property.into_value())?;
        }
    }
    Ok(())
}
