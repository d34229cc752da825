//! `Reset-VMResourceMetering`.

use super::measured::count;
use crate::complete;
use crate::door::Hosts;
use crate::types::{CimSession, Credential, ResourcePoolType, VirtualMachine};
use crate::unsupported;
use crate::vm::each;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Counts what virtual machines use from now on.
///
/// # Examples
/// ```iovsh
/// PS> Enable-VMResourceMetering web1
/// PS> Reset-VMResourceMetering web1
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Reset", noun = "VMResourceMetering", module = "Hyper-V", default_set = "VMName", impact = Medium)]
pub struct ResetVmResourceMetering {
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "VMName", position = 0, mandatory, complete = complete::vms)]
    vm_name: Vec<String>,
    #[param(set = "ResourcePool", position = 0, mandatory, from_pipeline, by_property_name, alias = "Name", refused = unsupported::POOL)]
    resource_pool_name: Option<String>,
    /// The kind of pool.
    #[param(set = "ResourcePool", position = 1, by_property_name)]
    resource_pool_type: Option<ResourcePoolType>,
    /// Sessions with other hosts, of New-CimSession.
    #[param(set("VMName", "ResourcePool"), by_property_name, not_null_or_empty)]
    cim_session: Vec<CimSession>,
    /// The hosts: names that ssh knows, or hosts of a simulated fleet.
    #[param(set("VMName", "ResourcePool"), not_null_or_empty, complete = complete::hosts)]
    computer_name: Vec<String>,
    /// Whom ssh logs in as: a user name. Passwords are asked for by ssh itself.
    #[param(set("VMName", "ResourcePool"), not_null_or_empty)]
    credential: Vec<Credential>,
}

impl Cmdlet for ResetVmResourceMetering {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let machines = each(cx, &self.vm_name, &self.vm)?;
        let state = cx.snapshot(&super::measured::USAGE)?;
        let off = machines.iter().filter_map(|id| state.vm(*id));
        let off: Vec<String> = off
            .filter(|vm| vm.settings().metering.is_none())
            .map(|vm| vm.name.clone())
            .collect();
        if let Some(name) = off.first() {
            return Err(crate::invalid::parameter(
                format!("The use of '{name}' is not counted."),
                "Begin with Enable-VMResourceMetering.",
            )
            .into());
        }
        count(cx, &machines, true)
    }
}
