//! `Get-VM`.

use crate::backend::model::Vm;
use crate::cmdlets::door::{Hosts, computer_name};
use crate::cmdlets::reader::{Reader, SCOPE};
use crate::cmdlets::remote::{self, CimSession, ClusterObject, Credential};
use crate::cmdlets::types::{VirtualMachine, uuid};
use crate::cmdlets::{complete, selection, unsupported};
use crate::shell::argument::{Guid, Nullable};
use crate::shell::cmdlet::{Cmdlet, Emit};
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use iovsh_derive::Cmdlet;

/// Gets virtual machines.
///
/// `Status` says in a sentence when an adapter of the machine asked for a virtual function and is not on one;
/// `SecondaryOperationalStatus` is the same as a code, in Hyper-V's numbers.
///
/// # Examples
/// ```iovsh
/// PS> Get-VM
/// Name    State CPUUsage(%) MemoryAssigned(M) Uptime   Status             Version
/// ----    ----- ----------- ----------------- ------   ------             -------
/// legacy1 Off   0           0                 00:00:00 Operating normally 1.0
/// web1    Off   0           0                 00:00:00 Operating normally 1.0
/// web2    Off   0           0                 00:00:00 Operating normally 1.0
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "VM", module = "Hyper-V", default_set = "Name", output = VirtualMachine)]
pub struct GetVm {
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "Name", position = 0, from_pipeline, alias = "VMName", complete = complete::vms)]
    name: Vec<String>,
    /// Sessions to other hosts. Only the selected host can be managed so far.
    #[param(set = "Name", set = "Id")]
    cim_session: Vec<CimSession>,
    /// The host. Only the selected one can be managed so far.
    #[param(set = "Name", set = "Id")]
    computer_name: Vec<String>,
    /// Credentials for another host; the local host needs none.
    #[param(set = "Name", set = "Id")]
    credential: Vec<Credential>,
    /// The id of a virtual machine.
    #[param(set = "Id", position = 0, from_pipeline, by_property_name)]
    id: Nullable<Guid>,
    /// Accepted; there are no cluster objects on this host.
    #[param(set = "ClusterObject", position = 0, mandatory, from_pipeline)]
    cluster_object: Option<ClusterObject>,
}

impl Cmdlet for GetVm {
    fn process(&mut self, cx: &mut Context) -> Flow {
        remote::check(cx, &self.computer_name, &self.cim_session)?;
        unsupported::refuse(
            cx,
            &[("ClusterObject", "it is not part of a failover cluster.")],
        )?;
        let state = cx.snapshot(&SCOPE)?;
        let found: Vec<&Vm> = match *self.id {
            Some(id) => match state.vm(uuid(id)) {
                Some(vm) => vec![vm],
                None => {
                    return cx.error(selection::missing(
                        "Vm.NotFound",
                        "virtual machine",
                        &uuid(id).to_string(),
                        std::iter::empty(),
                    ));
                }
            },
            None if self.name.is_empty() => state.vms.iter().collect(),
            None => selection::by_name(cx, &state.vms, &self.name)?,
        };
        let reader = Reader::new(&state, computer_name(cx)?);
        for vm in found {
            cx.emit(reader.vm(vm).into_value())?;
        }
        Ok(())
    }
}
