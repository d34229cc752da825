//! `Rename-NetAdapter`.

use super::nic_change::Nics;
use crate::types::NetAdapter;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gives a network adapter of the host another name.
///
/// Switches and virtual functions go on: iovsh knows an adapter by its permanent address. Kernels before 6.2 rename only an
/// interface that is down; there it is taken down for it. The name lasts until the host starts again, and a warning says how to keep it.
///
/// # Examples
/// ```iovsh
/// PS> Rename-NetAdapter enp1s0f1 wan0 -PassThru -WarningAction SilentlyContinue | Format-Table Name, ifIndex
/// Name ifIndex
/// ---- -------
/// wan0       4
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Rename-NetAdapter enp1s0f1 wan0 -WhatIf
/// What if: Performing the operation "Rename-NetAdapter" on target "enp1s0f1".
///   # Name enp1s0f1 wan0
///     ip link set dev enp1s0f1 name wan0
/// WARNING: The name 'wan0' lasts until the host starts again; a file in /etc/systemd/network that ends in .link and has PermanentMACAddress=a0:36:9f:00:10:01 and Name=wan0 keeps it.
/// ```
/// Through the pipeline:
/// ```iovsh
/// PS> Get-NetAdapter enp1s0f1 | Rename-NetAdapter -NewName wan0 -WarningAction SilentlyContinue
/// PS> (Get-NetAdapter wan0).Name
/// wan0
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Rename", noun = "NetAdapter", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapter)]
pub struct RenameNetAdapter {
    /// The name that it is to have: 1 to 15 bytes.
    #[param(position = 1, mandatory)]
    new_name: String,
    /// Linux only: go on although the host itself depends on the adapter.
    force: bool,
    #[flatten]
    nics: Nics,
}

impl Cmdlet for RenameNetAdapter {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let force = self.force;
        let new_name = self.new_name.clone();
        self.nics.change(cx, &|nic| Intent::RenameNic {
            nic: nic.to_owned(),
            new_name: new_name.clone(),
            force,
        })
    }
}
