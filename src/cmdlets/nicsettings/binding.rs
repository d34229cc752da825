//! What Enable-, Disable- and Set-NetAdapterBinding have in common. Of what Windows binds, IPv6 can be switched by adapter on Linux.

use super::change::{Named, Wanted, change};
use crate::complete;
use crate::invalid;
use crate::types::{BINDINGS, CimSession, NetAdapterBinding, NicObject};
use iovsh_backend::State;
use iovsh_backend::model::{NetAdapter, NicSetting};
use iovsh_derive::Parameters;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::Emit;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;
use iovsh_shell::wildcard::WildcardPattern;

/// Whether a component is among those that are named.
pub fn is_meant(
    component: &str,
    display_name: &str,
    components: Option<&[String]>,
    names: Option<&[String]>,
) -> bool {
    let fits = |patterns: Option<&[String]>, text: &str| {
        patterns.is_none_or(|patterns| {
            let mut patterns = patterns.iter();
            patterns.any(|pattern| WildcardPattern::new(pattern).is_match(text))
        })
    };
    fits(components, component) && fits(names, display_name)
}

/// The adapters and the components that are bound to them or not, and how the command runs.
#[derive(Parameters)]
pub struct BindingNics {
    /// All of them.
    #[param(
        set = "ByName",
        set = "ByInstanceID",
        no_effect = "all of them are changed that can be."
    )]
    all_bindings: bool,
    /// Only these components (`ms_tcpip6`). Wildcards are allowed.
    #[param(
        set = "ByName",
        set = "ByInstanceID",
        not_null_or_empty,
        name = "ComponentID"
    )]
    component_id: Given<Vec<String>>,
    /// Only these names. Wildcards are allowed.
    #[param(set = "ByName", set = "ByInstanceID", not_null_or_empty)]
    display_name: Given<Vec<String>>,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Sessions with other hosts, of New-CimSession.
    #[param(alias = "Session", not_null_or_empty)]
    cim_session: Vec<CimSession>,
    /// Linux only: go on although the host itself depends on the adapter.
    force: bool,
    /// Also adapters that are hidden.
    #[param(
        set = "ByName",
        set = "ByInstanceID",
        no_effect = "a hidden adapter is the host's end of an adapter of a virtual machine, and has no such setting."
    )]
    include_hidden: bool,
    /// Adapters that Get-NetAdapter gave, or settings of them.
    #[param(set = "InputObject", mandatory, from_pipeline, not_null)]
    input_object: Vec<NicObject>,
    /// Product names of the adapters. Wildcards are allowed.
    #[param(
        set = "ByInstanceID",
        mandatory,
        by_property_name,
        alias = "ifDesc",
        alias = "InstanceID",
        not_null
    )]
    interface_description: Given<Vec<String>>,
    /// Interface names. Wildcards are allowed.
    #[param(
        set = "ByName",
        position = 0,
        mandatory,
        by_property_name,
        alias = "ifAlias",
        alias = "InterfaceAlias",
        not_null,
        complete = complete::nics
    )]
    name: Vec<String>,
    /// Hands on the settings that were changed.
    pass_thru: bool,
    /// How many hosts are asked at once; 0 is as many as usual, 32.
    #[param(not_null, range = 0..=2147483647)]
    throttle_limit: Option<i32>,
}

/// What is bound to an adapter.
fn show(state: &State, link: &NetAdapter, computer: &str) -> Vec<Value> {
    let all = NetAdapterBinding::all(state, link, computer).into_iter();
    let six = all.filter(|found| found.component_id == SIX);
    six.map(Emit::into_value).collect()
}

const SIX: &str = "ms_tcpip6";

impl BindingNics {
    /// Binds the components to the adapters, or takes them off.
    pub fn bind(&self, cx: &mut Context, on: bool) -> Flow {
        let of_objects: Vec<String> = self
            .input_object
            .iter()
            .filter_map(|object| object.component.clone())
            .collect();
        let components = match self.component_id.as_deref() {
            None if !of_objects.is_empty() => Some(of_objects.as_slice()),
            given => given,
        };
        let names = self.display_name.as_deref();
        if components.is_none() && names.is_none() && !self.all_bindings {
            return Err(invalid::parameter(
                "It is not said what is to be bound.",
                "Give -ComponentID ms_tcpip6, or another one that Get-NetAdapterBinding lists.",
            )
            .into());
        }
        let meant = BINDINGS
            .iter()
            .filter(|(component, name)| is_meant(component, name, components, names));
        let meant: Vec<&str> = meant.map(|(component, _)| *component).collect();
        if meant.is_empty() {
            let text = "No component of that name has a counterpart on Linux; nothing is changed. Get-NetAdapterBinding lists those that have one.";
            return cx.warning(text);
        }
        for component in meant.iter().filter(|component| **component != SIX) {
            cx.warning(why_not(component))?;
        }
        if !meant.contains(&SIX) {
            return Ok(());
        }
        let named = match self.interface_description.as_ref() {
            Some(descriptions) => Named::Described(descriptions.clone()),
            None if self.input_object.is_empty() => Named::Interfaces(self.name.clone()),
            None => {
                let names = self.input_object.iter().map(|object| object.name.clone());
                Named::Interfaces(names.collect())
            }
        };
        let ask = |_: &NetAdapter, _: &_| {
            Ok(Wanted {
                settings: vec![NicSetting::Ipv6(on)],
                warnings: Vec::new(),
            })
        };
        change(cx, &named, &ask, show, self.pass_thru, self.force)
    }
}

/// Why a component is not changed.
fn why_not(component: &str) -> &'static str {
    match component {
        "vms_pp" => {
            "vms_pp is not changed: a switch has an adapter by New-VMSwitch, and gives it back by Remove-VMSwitch."
        }
        "ms_implat" => {
            "ms_implat is not changed: a team has an adapter by Add-NetLbfoTeamMember, and gives it back by Remove-NetLbfoTeamMember."
        }
        _ => {
            "ms_tcpip is not changed: IPv4 cannot be switched off for one adapter on Linux; one without an address takes no part in it (Remove-NetIPAddress)."
        }
    }
}
