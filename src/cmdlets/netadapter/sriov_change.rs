//! What Set-, Enable- and Disable-NetAdapterSriov have in common.

use super::output::{sriov_object, told};
use super::targets::{Chosen, SCOPE, choose};
use crate::complete;
use crate::host_access::{HostAccess, Outcome, computer_name};
use crate::types::{CimSession, PersistIn, SriovObject};
use iovsh_backend::Scope;
use iovsh_backend::model::PciAddress;
use iovsh_backend::policy::Intent;
use iovsh_derive::Parameters;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::Emit;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::quote;

/// The adapters that are changed, and how the command runs: what all three cmdlets have.
#[derive(Parameters)]
pub struct Adapters {
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Sessions with other hosts, of New-CimSession.
    #[param(alias = "Session", not_null_or_empty)]
    cim_session: Vec<CimSession>,
    /// Also adapters that are hidden.
    #[param(
        set = "ByName",
        set = "ByInstanceID",
        no_effect = "an adapter with SR-IOV is never hidden."
    )]
    include_hidden: bool,
    /// Adapters that Get-NetAdapterSriov or Get-NetAdapter gave.
    #[param(set = "InputObject", mandatory, from_pipeline, not_null)]
    input_object: Vec<SriovObject>,
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
        complete = complete::sriov_nics
    )]
    name: Vec<String>,
    #[param(
        no_effect = "the kernel makes and takes virtual functions at once; the adapter is not restarted for it."
    )]
    no_restart: bool,
    /// Hands on the object that was changed.
    pass_thru: bool,
    /// How many hosts are asked at once; 0 is as many as usual, 32.
    #[param(not_null, range = 0..=2147483647)]
    throttle_limit: Option<i32>,
}

impl Adapters {
    /// The names, and how they are meant.
    fn named(&self) -> Named {
        match self.interface_description.as_ref() {
            Some(descriptions) => Named::Described(descriptions.clone()),
            None if self.input_object.is_empty() => Named::Named(self.name.clone()),
            None => {
                // An object is the adapter that it is of, whatever that is called.
                let names = self.input_object.iter().map(SriovObject::name);
                Named::Named(names.map(quote).collect())
            }
        }
    }

    /// Carries the change out on each of the adapters.
    pub fn change(&self, cx: &mut Context, wanted: &SriovChange) -> Flow {
        let named = self.named();
        let chosen = match &named {
            Named::Described(names) => Chosen::Described(names),
            Named::Named(names) => Chosen::Named(names),
        };
        change(cx, chosen, wanted, self.pass_thru)
    }
}

/// Names of adapters.
enum Named {
    /// Of interfaces.
    Named(Vec<String>),
    /// Of products.
    Described(Vec<String>),
}

/// What is to be changed.
#[derive(Default)]
pub struct SriovChange {
    /// Forget what was asked for before.
    pub reset: bool,
    /// Whether SR-IOV may be used.
    pub enabled: Option<bool>,
    /// How many VFs there are to be.
    pub num_vfs: Option<u32>,
    /// The tool in whose files it is described too.
    pub persist: Option<PersistIn>,
    /// Also when VFs are in use, or the host depends on the NIC.
    pub force: bool,
}

impl SriovChange {
    /// Whether SR-IOV may be used, and nothing else.
    pub fn enabled(enabled: bool, force: bool) -> Self {
        Self {
            enabled: Some(enabled),
            force,
            ..Self::default()
        }
    }
}

impl SriovChange {
    /// What is asked for of a NIC, in order.
    fn intents(&self, nic: &str) -> Vec<Intent> {
        let nic = || nic.to_owned();
        let reset = self.reset.then(|| Intent::ResetSriov {
            nic: nic(),
            force: self.force,
        });
        let enabled = self.enabled.map(|enabled| match enabled {
            true => Intent::EnableSriov {
                nic: nic(),
                force: self.force,
            },
            false => Intent::DisableSriov {
                nic: nic(),
                force: self.force,
            },
        });
        let count = self.num_vfs.map(|count| Intent::SetVfCount {
            nic: nic(),
            count,
            force: self.force,
        });
        let persist = self.persist.map(|persist| Intent::DescribeNic {
            nic: nic(),
            tool: persist.tool(),
        });
        [reset, enabled, count, persist]
            .into_iter()
            .flatten()
            .collect()
    }
}

/// Carries the change out on each of the adapters.
fn change(cx: &mut Context, chosen: Chosen, wanted: &SriovChange, pass_thru: bool) -> Flow {
    let state = cx.snapshot(&SCOPE)?;
    let addresses: Vec<_> = choose(cx, &state, chosen)?
        .into_iter()
        .map(|(pf, _)| pf.address)
        .collect();
    let mut intents = Vec::new();
    let mut changed = Vec::new();
    for address in addresses {
        let Some(nic) = state.function(address).and_then(|pf| pf.interface.clone()) else {
            cx.error(without_interface(address))?;
            continue;
        };
        let known = intents.len();
        intents.extend(wanted.intents(nic.as_str()));
        changed.push((address, intents.len() - known));
    }
    let then = move |cx: &mut Context, outcomes: &[Outcome]| {
        let mut outcomes = outcomes.iter();
        for (address, count) in changed {
            let is_done = outcomes
                .by_ref()
                .take(count)
                .all(|outcome| outcome.is_done());
            if pass_thru && is_done {
                emit(cx, address)?;
            }
        }
        Ok(())
    };
    cx.change_all(&Scope::PLAN, false, intents, Box::new(then))
}

/// Emits a physical function as it is now.
fn emit(cx: &mut Context, address: PciAddress) -> Flow {
    let state = cx.snapshot(&SCOPE)?;
    let computer = computer_name(cx)?;
    match state.function(address) {
        Some(pf) => {
            let object = told(cx, sriov_object(&state, pf, &computer, true));
            cx.emit(object.into_value())
        }
        None => Ok(()),
    }
}

/// The error for a physical function that no network driver has.
fn without_interface(address: PciAddress) -> ShellError {
    ShellError::new(
        "Iov.NoInterface",
        ErrorCategory::InvalidOperation,
        format!("The physical function {address} has no network interface, so its driver cannot be asked for virtual functions."),
    )
    .target(address.to_string())
    .help("Give it back to its own driver; 'Get-NetAdapterSriov' says which driver it has.")
}
