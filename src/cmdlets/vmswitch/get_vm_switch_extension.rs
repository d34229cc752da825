//! `Get-VMSwitchExtension`.

use std::sync::Arc;

use super::targets::{SCOPE, chosen};
use crate::complete;
use crate::host_access::HostAccess;
use crate::selection;
use crate::types::{CimSession, Credential, VmSwitch};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::has_wildcards;

/// Gets the extensions of virtual switches: none, as a bridge of Linux has none.
///
/// What extensions do in Hyper-V is done by the settings of adapters here: Add-VMNetworkAdapterAcl, Set-VMNetworkAdapter -DhcpGuard,
/// -RouterGuard, -PortMirroring. A switch that is not there, and an extension that is asked for by its name, are errors.
///
/// # Examples
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 | Out-Null
/// PS> @(Get-VMSwitchExtension lan).Count
/// 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "VMSwitchExtension",
    module = "Hyper-V",
    default_set = "SwitchName",
    output = "Microsoft.HyperV.PowerShell.VMSwitchExtension"
)]
pub struct GetVmSwitchExtension {
    /// Names of switches. Wildcards are allowed.
    #[param(set = "SwitchName", position = 0, mandatory, from_pipeline, complete = complete::switches)]
    vm_switch_name: Vec<String>,
    /// Switches that Get-VMSwitch gave.
    #[param(set = "SwitchObject", position = 0, mandatory, from_pipeline)]
    vm_switch: Vec<Arc<VmSwitch>>,
    /// Names of extensions.
    #[param(position = 1)]
    name: Vec<String>,
    /// Sessions with other hosts, of New-CimSession.
    #[param(
        set = "SwitchName",
        by_property_name,
        allow_null_property,
        not_null_or_empty
    )]
    cim_session: Vec<CimSession>,
    /// The hosts: names that ssh knows, or hosts of a simulated fleet.
    #[param(set = "SwitchName", alias = "PSComputerName", not_null_or_empty, complete = complete::hosts)]
    computer_name: Vec<String>,
    /// Whom ssh logs in as: a user name. Passwords are asked for by ssh itself.
    #[param(set = "SwitchName", not_null_or_empty)]
    credential: Vec<Credential>,
}

impl Cmdlet for GetVmSwitchExtension {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let switches = chosen(cx, &state, &self.vm_switch_name, &self.vm_switch)?;
        let exact = |name: &&String| !has_wildcards(name);
        for name in self
            .name
            .iter()
            .filter(exact)
            .filter(|_| !switches.is_empty())
        {
            cx.error(selection::missing(
                "Switch.ExtensionNotFound",
                "switch extension",
                name,
                std::iter::empty(),
            ))?;
        }
        Ok(())
    }
}
