//! `Enable-NetAdapter`.

use super::nic_change::Nics;
use crate::types::NetAdapter;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Brings a network adapter of the host up.
///
/// # Examples
/// ```iovsh
/// PS> Disable-NetAdapter enp1s0f1 -Confirm:$false
/// PS> Enable-NetAdapter enp1s0f1 -PassThru | Format-Table Name, Status
/// Name     Status
/// ----     ------
/// enp1s0f1 Up
/// ```
/// All that are disabled:
/// ```iovsh
/// PS> Disable-NetAdapter enp1s0f* -Confirm:$false
/// PS> Get-NetAdapter | Where-Object Status -eq Disabled | Enable-NetAdapter
/// PS> (Get-NetAdapter enp1s0f*).Status
/// Up
/// Up
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Disable-NetAdapter enp1s0f1 -Confirm:$false
/// PS> Enable-NetAdapter enp1s0f1 -WhatIf
/// What if: Performing the operation "Enable-NetAdapter" on target "enp1s0f1".
///   # Bring enp1s0f1 up
///     ip link set dev enp1s0f1 up
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Enable", noun = "NetAdapter", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapter)]
pub struct EnableNetAdapter {
    #[flatten]
    nics: Nics,
}

impl Cmdlet for EnableNetAdapter {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.nics.change(cx, &|nic| Intent::SetNicUp {
            nic: nic.to_owned(),
            up: true,
            force: false,
        })
    }
}
