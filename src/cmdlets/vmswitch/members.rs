//! What the cmdlets that change the members of a switch's team share.

use std::net::Ipv4Addr;
use std::sync::Arc;

use super::output::emit;
use super::targets::{SCOPE, chosen, name_of};
use crate::host_access::HostAccess;
use crate::selection;
use crate::types::VmSwitch;
use iovsh_backend::model::{InterfaceName, NetAdapter, Uuid};
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::members::MemberEdit;
use iovsh_backend::{Scope, State};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// What a user wrote of switches and of network adapters.
pub struct Chosen<'a> {
    pub names: &'a [String],
    pub objects: &'a [Arc<VmSwitch>],
    pub nics: &'a [String],
    pub descriptions: &'a [String],
}

impl Chosen<'_> {
    /// No network adapter was named.
    pub fn no_nics(&self) -> bool {
        self.nics.is_empty() && self.descriptions.is_empty()
    }

    /// The network adapters, each once; `None` when one was not found, which has been written.
    pub fn members(&self, cx: &mut Context, state: &State) -> Flow<Option<Vec<InterfaceName>>> {
        let by_description = !self.descriptions.is_empty();
        let names = if by_description {
            self.descriptions
        } else {
            self.nics
        };
        let mut found = Vec::new();
        for name in names {
            let nics = selection::nics(cx, state, std::slice::from_ref(name), by_description)?;
            if nics.is_empty() {
                return Ok(None);
            }
            if by_description && nics.len() > 1 {
                cx.error(ambiguous(name, &nics))?;
                return Ok(None);
            }
            found.extend(nics.into_iter().map(|nic| nic.name.clone()));
        }
        found.dedup();
        Ok(Some(found))
    }
}

/// The error for a product name or pattern that several adapters have: a team is made of adapters that were named one by one.
pub fn ambiguous(nic: &str, found: &[&NetAdapter]) -> ShellError {
    let names: Vec<&str> = found.iter().map(|link| link.name.as_str()).collect();
    ShellError::new(
        "Switch.AdapterAmbiguous",
        ErrorCategory::InvalidArgument,
        format!(
            "'{nic}' fits several network adapters: {}.",
            names.join(", ")
        ),
    )
    .exception("Microsoft.HyperV.PowerShell.VirtualizationException")
    .target(nic)
    .help(format!(
        "Name one: -NetAdapterName {}. For a team name them all: -NetAdapterName {}.",
        names.first().copied().unwrap_or_default(),
        names.join(",")
    ))
}

/// A change of members.
pub struct Change<'a> {
    pub chosen: Chosen<'a>,
    pub edit: fn(Vec<InterfaceName>) -> MemberEdit,
    pub arp_targets: Option<Vec<Ipv4Addr>>,
    pub force: bool,
    pub passthru: bool,
}

impl Change<'_> {
    /// Carries it out on all chosen switches.
    pub fn carry_out(self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let keeps = (self.edit)(Vec::new()) == MemberEdit::Keep;
        if self.chosen.no_nics() && !keeps {
            return Err(ShellError::new(
                "Switch.NoMemberNamed",
                ErrorCategory::InvalidArgument,
                "No network adapter was named.",
            )
            .help("Name it with -NetAdapterName; Get-VMSwitchTeam shows the members, Get-NetAdapter all adapters.")
            .into());
        }
        let Some(nics) = self.chosen.members(cx, &state)? else {
            return Ok(());
        };
        let ids = chosen(cx, &state, self.chosen.names, self.chosen.objects)?;
        let intent = |id: &Uuid| Intent::ChangeTeamMembers {
            switch: name_of(&state, *id),
            edit: (self.edit)(nics.clone()),
            arp_targets: self.arp_targets.clone(),
            force: self.force,
        };
        let intents = ids.iter().map(intent).collect();
        let passthru = self.passthru;
        let then = super::output::handed(passthru, ids);
        cx.change_all(&Scope::PLAN, false, intents, then)
    }
}

/// Emits the switches of which nothing had to be changed.
pub fn hand_on(cx: &mut Context, passthru: bool, ids: Vec<Uuid>) -> Flow {
    ids.into_iter()
        .filter(|_| passthru)
        .try_for_each(|id| emit(cx, id))
}
