//! `Restart-NetAdapter`.

use super::nic_change::Nics;
use crate::types::NetAdapter;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Takes a network adapter of the host down and brings it up again.
///
/// # Examples
/// ```iovsh
/// PS> Restart-NetAdapter enp1s0f1 -WhatIf
/// What if: Performing the operation "Restart-NetAdapter" on target "enp1s0f1".
///   # Bring enp1s0f1 down
///     ip link set dev enp1s0f1 down
///   # Bring enp1s0f1 up
///     ip link set dev enp1s0f1 up
/// ```
/// It is up again afterwards:
/// ```iovsh
/// PS> Restart-NetAdapter enp1s0f1 -PassThru | ForEach-Object Status
/// Up
/// ```
/// The one that the host is reached over is refused without -Force:
/// ```iovsh
/// PS> try { Restart-NetAdapter eno1 -ErrorAction Stop } catch { ($_.FullyQualifiedErrorId -split ',')[0] }
/// NetAdapter.ManagementPath
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Restart", noun = "NetAdapter", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapter)]
pub struct RestartNetAdapter {
    /// Linux only: go on although the host itself depends on the adapter.
    force: bool,
    #[flatten]
    nics: Nics,
}

impl Cmdlet for RestartNetAdapter {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let force = self.force;
        self.nics.change(cx, &|nic| Intent::RestartNic {
            nic: nic.to_owned(),
            force,
        })
    }
}
