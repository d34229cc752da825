//! `Disable-NetAdapter`.

use super::nic_change::Nics;
use crate::types::NetAdapter;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Takes a network adapter of the host down.
///
/// One that a virtual switch uses stays down until Enable-NetAdapter, also when the host starts again; others come up again with the
/// host. Virtual machines behind it lose the wire, which a warning says; those whose adapter has `AllowTeaming` see their link go down.
///
/// # Examples
/// ```iovsh
/// PS> Disable-NetAdapter enp1s0f1 -Confirm:$false -PassThru | Format-Table Name, Status
/// Name     Status
/// ----     ------
/// enp1s0f1 Disabled
/// ```
/// The adapter that the host itself needs is refused:
/// ```iovsh
/// PS> try { Disable-NetAdapter eno1 -Confirm:$false -ErrorAction Stop } catch { ($_.FullyQualifiedErrorId -split ',')[0] }
/// NetAdapter.ManagementPath
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Disable-NetAdapter enp1s0f1 -WhatIf
/// What if: Performing the operation "Disable-NetAdapter" on target "enp1s0f1".
///   # Bring enp1s0f1 down
///     ip link set dev enp1s0f1 down
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Disable", noun = "NetAdapter", module = "NetAdapter", default_set = "ByName", impact = High, output = NetAdapter)]
pub struct DisableNetAdapter {
    /// Linux only: go on although the host itself depends on the adapter.
    force: bool,
    #[flatten]
    nics: Nics,
}

impl Cmdlet for DisableNetAdapter {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let force = self.force;
        self.nics.change(cx, &|nic| Intent::SetNicUp {
            nic: nic.to_owned(),
            up: false,
            force,
        })
    }
}
