//! What the cmdlets that change settings of NICs have in common.

use crate::complete;
use crate::host_access::{HostAccess, Outcome, computer_name};
use crate::netadapter::{Chosen, links};
use crate::types::{CimSession, NicObject};
use iovsh_backend::model::{NetAdapter, NicDetails, NicSetting};
use iovsh_backend::policy::Intent;
use iovsh_backend::{Scope, State};
use iovsh_derive::Parameters;
use iovsh_shell::argument::Given;
use iovsh_shell::error::{Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// What is looked at to show settings: libvirt knows nothing of them.
pub const LOOK: Scope = Scope {
    nics: true,
    ..Scope::LINKS
};

/// What plans about settings look at.
pub const SCOPE: Scope = Scope::REPAIR;

/// What settings are to be.
#[derive(Default)]
pub struct Wanted {
    /// These.
    pub settings: Vec<NicSetting>,
    /// What the user is told of it.
    pub warnings: Vec<String>,
}

impl Wanted {
    /// These features, on or off.
    pub fn features<'n>(names: impl IntoIterator<Item = &'n str>, on: bool) -> Self {
        let each = names.into_iter().map(|name| feature(name, on));
        Self {
            settings: each.collect(),
            warnings: Vec::new(),
        }
    }
}

/// A feature, on or off.
pub fn feature(name: &str, on: bool) -> NicSetting {
    NicSetting::Feature {
        name: name.to_owned(),
        on,
    }
}

/// What is wanted of one adapter.
pub type Ask<'f> = &'f dyn Fn(&NetAdapter, &NicDetails) -> Result<Wanted, ShellError>;

/// What is done with one adapter, by force or not; `None` where there is nothing to do.
pub type Make<'f> =
    &'f dyn Fn(&mut Context, &NetAdapter, &NicDetails, bool) -> Flow<Option<Intent>>;

/// What is shown of one adapter.
pub type Show = fn(&State, &NetAdapter, &str) -> Vec<Value>;

/// The adapters whose settings are changed, and how the command runs.
#[derive(Parameters)]
pub struct SettingNics {
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
    #[param(no_effect = "the setting is changed at once; the adapter is not restarted for it.")]
    no_restart: bool,
    /// Hands on the settings that were changed.
    pass_thru: bool,
    /// How many hosts are asked at once; 0 is as many as usual, 32.
    #[param(not_null, range = 0..=2147483647)]
    throttle_limit: Option<i32>,
}

impl SettingNics {
    /// How the adapters were named.
    pub fn named(&self) -> Named {
        match self.interface_description.as_ref() {
            Some(descriptions) => Named::Described(descriptions.clone()),
            None if self.input_object.is_empty() => Named::Interfaces(self.name.clone()),
            None => {
                let names = self.input_object.iter().map(|object| object.name.clone());
                Named::Interfaces(names.collect())
            }
        }
    }

    /// Changes settings of each of the adapters.
    pub fn change(&self, cx: &mut Context, ask: Ask, show: Show) -> Flow {
        change(cx, &self.named(), ask, show, self.pass_thru, self.force)
    }

    /// Does with each of the adapters what is made for it.
    pub fn carry_out(&self, cx: &mut Context, make: Make, show: Show) -> Flow {
        carry_out(cx, &self.named(), make, show, self.pass_thru, self.force)
    }

    /// Says of each of the adapters why nothing is done.
    pub fn answer(&self, cx: &mut Context, why: &str, show: Show) -> Flow {
        let state = cx.snapshot(&LOOK)?;
        let computer = computer_name(cx)?;
        let named = self.named();
        for link in links(cx, &state, named.chosen(), false)? {
            cx.warning(format!("'{}': {why}", link.shown()))?;
            if self.pass_thru {
                for value in show(&state, link, &computer) {
                    cx.emit(value)?;
                }
            }
        }
        Ok(())
    }
}

/// Names of adapters.
pub enum Named {
    /// All of them.
    All,
    /// Of interfaces.
    Interfaces(Vec<String>),
    /// Of products.
    Described(Vec<String>),
}

impl Named {
    /// Which are meant.
    pub fn chosen(&self) -> Chosen<'_> {
        match self {
            Self::All => Chosen::All,
            Self::Interfaces(names) => Chosen::Named(names),
            Self::Described(names) => Chosen::Described(names),
        }
    }
}

/// Changes settings of each of the adapters that are named.
pub fn change(
    cx: &mut Context,
    named: &Named,
    ask: Ask,
    show: Show,
    pass_thru: bool,
    force: bool,
) -> Flow {
    let make = |cx: &mut Context, link: &NetAdapter, details: &NicDetails, force: bool| {
        let wanted = match ask(link, details) {
            Ok(wanted) => wanted,
            Err(error) => {
                cx.error(error.target(link.shown()))?;
                return Ok(None);
            }
        };
        for warning in wanted.warnings {
            cx.warning(format!("'{}': {warning}", link.shown()))?;
        }
        Ok(Some(Intent::SetNicSettings {
            nic: link.name.to_string(),
            settings: wanted.settings,
            force,
        }))
    };
    carry_out(cx, named, &make, show, pass_thru, force)
}

/// Does with each of the adapters that are named what is made for it.
fn carry_out(
    cx: &mut Context,
    named: &Named,
    make: Make,
    show: Show,
    pass_thru: bool,
    force: bool,
) -> Flow {
    let state = cx.snapshot(&SCOPE)?;
    let mut intents = Vec::new();
    let mut indexes = Vec::new();
    for link in links(cx, &state, named.chosen(), false)? {
        let Some(details) = state.nic(&link.name) else {
            continue;
        };
        if let Some(intent) = make(cx, link, details, force)? {
            intents.push(intent);
            indexes.push(link.index);
        }
    }
    let then = move |cx: &mut Context, outcomes: &[Outcome]| {
        let done = indexes.into_iter().zip(outcomes);
        let done: Vec<u32> = done
            .filter(|(_, outcome)| outcome.is_done())
            .map(|(index, _)| index)
            .collect();
        if !pass_thru || done.is_empty() {
            return Ok(());
        }
        let state = cx.snapshot(&LOOK)?;
        let computer = computer_name(cx)?;
        for link in state.links.iter().filter(|link| done.contains(&link.index)) {
            for value in show(&state, link, &computer) {
                cx.emit(value)?;
            }
        }
        Ok(())
    };
    cx.change_all(&SCOPE, false, intents, Box::new(then))
}
