//! `Disable-VMIntegrationService`.

use super::services::switch;
use crate::complete;
use crate::remote::Remote;
use crate::types::{VirtualMachine, VmIntegrationComponent};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Disables services between guests and the host. The machines may run meanwhile.
///
/// # Examples
/// ```iovsh
/// PS> Disable-VMIntegrationService 'Guest Service Interface' web1
/// PS> Get-VMIntegrationService web1 -Name Guest* | ForEach-Object Enabled
/// False
/// ```
/// On all machines:
/// ```iovsh
/// PS> Get-VM | Get-VMIntegrationService -Name Guest* | Disable-VMIntegrationService
/// PS> (Get-VM | Get-VMIntegrationService -Name Guest*).Enabled
/// False
/// False
/// False
/// ```
/// With -Passthru what was changed comes back:
/// ```iovsh
/// PS> Disable-VMIntegrationService 'Guest Service Interface' web1 -Passthru | Format-Table VMName, Enabled
/// VMName Enabled
/// ------ -------
/// web1     False
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Disable", noun = "VMIntegrationService", module = "Hyper-V", default_set = "VMName", impact = Medium, output = VmIntegrationComponent)]
pub struct DisableVmIntegrationService {
    /// Services that Get-VMIntegrationService gave.
    #[param(set = "VMIntegrationService", position = 0, mandatory, from_pipeline)]
    vm_integration_service: Vec<Arc<VmIntegrationComponent>>,
    /// The services. Wildcards are allowed.
    #[param(set = "VMObject", set = "VMName", position = 0, mandatory)]
    name: Vec<String>,
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 1, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "VMName", position = 1, mandatory, from_pipeline, complete = complete::vms)]
    vm_name: Vec<String>,
    /// Hands on the services of the machines.
    passthru: bool,
    #[flatten(set = "VMName")]
    remote: Remote,
}

impl Cmdlet for DisableVmIntegrationService {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let machines = (&*self.vm_name, &*self.vm);
        let chosen = (&*self.name, machines, &*self.vm_integration_service);
        switch(cx, chosen, false, self.passthru)
    }
}
