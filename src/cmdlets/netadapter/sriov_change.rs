//! What Set-, Enable- and Disable-NetAdapterSriov have in common.

use super::output::sriov_object;
use super::targets::{Chosen, SCOPE, choose};
use crate::complete;
use crate::door::{Hosts, Planner, computer_name};
use crate::types::{CimSession, PersistIn, SriovObject};
use iovsh_backend::Scope;
use iovsh_backend::model::PciAddress;
use iovsh_backend::policy::Intent;
use iovsh_derive::Parameters;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::Emit;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// The adapters that are changed, and how the command runs: what all three cmdlets have.
#[derive(Parameters)]
pub struct Adapters {
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Sessions to other hosts. Only the selected host can be managed so far.
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
    #[param(no_effect = "there is only one host to ask.")]
    throttle_limit: Option<i32>,
}

impl Adapters {
    /// The names, and how they are meant.
    fn named(&self) -> Named {
        match self.interface_description.as_ref() {
            Some(descriptions) => Named::Described(descriptions.clone()),
            None if self.input_object.is_empty() => Named::Named(self.name.clone()),
            None => {
                let names = self.input_object.iter().map(SriovObject::name);
                Named::Named(names.map(str::to_owned).collect())
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
    /// Also when VFs are in use.
    pub force: bool,
}

impl SriovChange {
    /// Whether SR-IOV may be used, and nothing else.
    pub fn enabled(enabled: bool) -> Self {
        Self {
            enabled: Some(enabled),
            ..Self::default()
        }
    }
}

/// Carries the change out on each of the adapters.
fn change(cx: &mut Context, chosen: Chosen, wanted: &SriovChange, pass_thru: bool) -> Flow {
    let state = cx.snapshot(&SCOPE)?;
    let addresses: Vec<_> = choose(cx, &state, chosen)?
        .into_iter()
        .map(|(pf, _)| pf.address)
        .collect();
    for address in addresses {
        let Some(name) = state.function(address).and_then(|pf| pf.interface.clone()) else {
            cx.error(without_interface(address))?;
            continue;
        };
        let (name, mut done) = (name.as_str(), true);
        let mut apply = |planner: Planner| -> Flow {
            done &= cx.change(&Scope::PLAN, planner)?.is_done();
            Ok(())
        };
        if wanted.reset {
            apply(&mut |state| {
                Intent::ResetSriov {
                    nic: name.to_string(),
                }
                .plan(state)
            })?;
        }
        match wanted.enabled {
            Some(true) => apply(&mut |state| {
                Intent::EnableSriov {
                    nic: name.to_string(),
                }
                .plan(state)
            })?,
            Some(false) => apply(&mut |state| {
                Intent::DisableSriov {
                    nic: name.to_string(),
                }
                .plan(state)
            })?,
            None => {}
        }
        if let Some(count) = wanted.num_vfs {
            apply(&mut |state| {
                Intent::SetVfCount {
                    nic: name.to_string(),
                    count,
                    force: wanted.force,
                }
                .plan(state)
            })?;
        }
        if let Some(persist) = wanted.persist {
            apply(&mut |state| {
                Intent::DescribeNic {
                    nic: name.to_string(),
                    tool: persist.tool(),
                }
                .plan(state)
            })?;
        }
        if pass_thru && done {
            let state = cx.snapshot(&SCOPE)?;
            let computer = computer_name(cx)?;
            if let Some(pf) = state.function(address) {
                cx.emit(sriov_object(&state, pf, &computer, true).into_value())?;
            }
        }
    }
    Ok(())
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
