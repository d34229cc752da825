//! `Rename-VMSwitch`.

use super::output::handed;
use super::targets::{SCOPE, chosen, name_of};
use crate::complete;
use crate::host_access::HostAccess;
use crate::remote::Remote;
use crate::types::VmSwitch;
use iovsh_backend::Scope;
use iovsh_backend::model::Uuid;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Gives a virtual switch another name.
///
/// # Examples
/// ```iovsh
/// PS> New-VMSwitch lan -SwitchType Private | Out-Null
/// PS> Rename-VMSwitch lan -NewName servers -Passthru | Format-List Name
/// Name : servers
/// ```
/// Through the pipeline; its adapters stay connected:
/// ```iovsh
/// PS> New-VMSwitch lan -SwitchType Private | Out-Null
/// PS> Connect-VMNetworkAdapter web1 -SwitchName lan
/// PS> Get-VMSwitch lan | Rename-VMSwitch -NewName servers
/// PS> (Get-VMNetworkAdapter web1).SwitchName
/// servers
/// ```
/// A word before the name of each private one:
/// ```iovsh
/// PS> New-VMSwitch lan -SwitchType Private | Out-Null
/// PS> Get-VMSwitch -SwitchType Private | ForEach-Object { Rename-VMSwitch $_.Name -NewName "private-$($_.Name)" }
/// PS> (Get-VMSwitch).Name
/// private-lan
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Rename", noun = "VMSwitch", module = "Hyper-V", default_set = "SwitchName", impact = Medium, output = VmSwitch)]
pub struct RenameVmSwitch {
    /// A switch that Get-VMSwitch gave.
    #[param(set = "SwitchObject", position = 0, mandatory, from_pipeline)]
    vm_switch: Option<Arc<VmSwitch>>,
    /// The switch.
    #[param(set = "SwitchName", position = 0, mandatory, from_pipeline, alias = "SwitchName", complete = complete::switches)]
    name: Option<String>,
    /// The new name.
    #[param(position = 2, mandatory, not_null_or_empty)]
    new_name: Option<String>,
    /// Hands on the object that was changed.
    passthru: bool,
    #[flatten(set = "SwitchName")]
    remote: Remote,
}

impl Cmdlet for RenameVmSwitch {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let names: Vec<String> = self.name.iter().cloned().collect();
        let objects: Vec<Arc<VmSwitch>> = self.vm_switch.iter().cloned().collect();
        let new_name = self.new_name.clone().unwrap_or_default();
        let chosen = chosen(cx, &state, &names, &objects)?;
        let intent = |id: &Uuid| Intent::RenameSwitch {
            name: name_of(&state, *id),
            new_name: new_name.clone(),
        };
        let intents = chosen.iter().map(intent).collect();
        cx.change_all(&Scope::PLAN, false, intents, handed(self.passthru, chosen))
    }
}
