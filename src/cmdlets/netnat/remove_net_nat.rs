//! `Remove-NetNat`.

use std::sync::Arc;

use super::{LOOK, named};
use crate::host_access::{HostAccess, Outcome, computer_name};
use crate::invalid::parameter;
use crate::netip::Common;
use crate::types::NetNat;
use iovsh_backend::Scope;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::nat::NatAct;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Translates the addresses of networks no more; their mappings go with them.
///
/// That the host hands packets on (net.ipv4.ip_forward) stays, as others may rely on it.
///
/// # Examples
/// ```iovsh
/// PS> New-NetNat lab -InternalIPInterfaceAddressPrefix 192.168.100.0/24 -WarningAction SilentlyContinue | Out-Null
/// PS> Remove-NetNat lab -Confirm:$false
/// PS> @(Get-NetNat).Count
/// 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Remove", noun = "NetNat", module = "NetNat", default_set = "ByName", impact = High, output = NetNat)]
pub struct RemoveNetNat {
    /// Networks that Get-NetNat gave.
    #[param(set = "InputObject (cdxml)", mandatory, from_pipeline, not_null)]
    input_object: Vec<Arc<NetNat>>,
    /// Names. Wildcards are allowed.
    #[param(set = "ByName", position = 0, by_property_name, not_null)]
    name: Given<Vec<String>>,
    /// Hands on what was removed.
    pass_thru: bool,
    #[flatten]
    common: Common,
}

impl Cmdlet for RemoveNetNat {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let given: Vec<String> = self
            .input_object
            .iter()
            .map(|nat| nat.name.clone())
            .collect();
        let names = match self.name.as_deref() {
            Some(names) => names.to_vec(),
            None if given.is_empty() => {
                let step = "Name them: Remove-NetNat lab; 'Remove-NetNat *' means all.";
                return Err(parameter("It is not said which networks are meant.", step).into());
            }
            None => given,
        };
        let state = cx.snapshot(&LOOK)?;
        let computer = computer_name(cx)?;
        let found = named(cx, &state, Some(&names))?;
        let intents = found.iter().map(|nat| {
            Intent::EditNat(NatAct::Remove {
                name: nat.name.clone(),
            })
        });
        let intents = intents.collect();
        let objects: Vec<NetNat> = found
            .iter()
            .map(|nat| NetNat::new(&state, nat, &computer))
            .collect();
        let pass_thru = self.pass_thru;
        let then = move |cx: &mut Context, outcomes: &[Outcome]| {
            for (object, outcome) in objects.into_iter().zip(outcomes) {
                if pass_thru && outcome.is_done() {
                    cx.emit(object.into_value())?;
                }
            }
            Ok(())
        };
        cx.change_all(&Scope::PLAN, false, intents, Box::new(then))
    }
}
