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
