//! `Get-VMIntegrationService`.

use super::services::named;
use crate::types::{VmIntegrationComponent, VmSnapshot};
use crate::vmhardware::targets::Owners;
use iovsh_backend::model::Service;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Gets the services between guests and the host: the QEMU guest agent, by Hyper-V's names.
///
/// Each is on but for Guest Service Interface, which Copy-VMFile needs; Enable-VMIntegrationService turns it on.
///
/// # Examples
/// ```iovsh
/// PS> Start-VM web2
/// PS> Get-VMIntegrationService web2
/// VMName Name                    Enabled PrimaryStatusDescription SecondaryStatusDescription
/// ------ ----                    ------- ------------------------ --------------------------
/// web2   Guest Service Interface False   Disabled
/// web2   Heartbeat               True    OK
/// web2   Key-Value Pair Exchange True    OK
/// web2   Shutdown                True    OK
/// web2   Time Synchronization    True    OK
/// web2   VSS                     True    OK
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "VMIntegrationService", module = "Hyper-V", default_set = "VMName", output = VmIntegrationComponent)]
pub struct GetVmIntegrationService {
    #[flatten]
    owners: Owners,
    /// A checkpoint that Get-VMSnapshot gave: as it was put down.
    #[param(
        set = "VMSnapshot",
        position = 0,
        mandatory,
        from_pipeline,
        alias = "VMCheckpoint"
    )]
    vm_snapshot: Option<Arc<VmSnapshot>>,
    /// The services. Wildcards are allowed.
    #[param(position = 1)]
    name: Given<Vec<String>>,
}

impl Cmdlet for GetVmIntegrationService {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let services = match self.name.as_deref() {
            None => Service::ALL.to_vec(),
            Some([]) => Vec::new(),
            Some(names) => named(cx, names)?,
        };
        for owner in self.owners.or_checkpoint(cx, self.vm_snapshot.as_ref())? {
            for service in &services {
                cx.emit(VmIntegrationComponent::new(owner.part(), *service).into_value())?;
            }
        }
        Ok(())
    }
}
