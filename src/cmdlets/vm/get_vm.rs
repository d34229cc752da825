//! `Get-VM`.

use crate::host_access::computer_name;
use crate::reader::{Reader, look_with_checkpoints};
use crate::remote::Remote;
use crate::types::{ClusterObject, VirtualMachine, uuid};
use crate::{complete, selection};
use iovsh_backend::model::Vm;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::{Given, Guid, Nullable};
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets virtual machines.
///
/// When an adapter of the machine asked for a virtual function and is not on one, the table says why;
/// `SecondaryStatusDescription` is the same sentence, `SecondaryOperationalStatus` the code, in Hyper-V's numbers. `Status`
/// stays Hyper-V's word, as the machine runs all the same.
///
/// # Examples
/// ```iovsh
/// PS> Get-VM
/// Name    State CPUUsage(%) MemoryAssigned(M) Uptime   Status             Version
/// ----    ----- ----------- ----------------- ------   ------             -------
/// legacy1 Off   0           0                 00:00:00 Operating normally 10.0
/// web1    Off   0           0                 00:00:00 Operating normally 10.0
/// web2    Off   0           0                 00:00:00 Operating normally 10.0
/// ```
/// Those that run, by name:
/// ```iovsh
/// PS> Start-VM web1
/// PS> Get-VM | Where-Object State -eq Running | Sort-Object Name | ForEach-Object Name
/// web1
/// ```
/// All that is known of one, and its adapters:
/// ```iovsh
/// PS> (Get-VM web1 | Get-Member -MemberType Property).Count -gt 50
/// True
/// PS> Get-VM web1 | ForEach-Object NetworkAdapters | ForEach-Object Name
/// Network Adapter
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "VM", module = "Hyper-V", default_set = "Name", output = VirtualMachine)]
pub struct GetVm {
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "Name", position = 0, from_pipeline, alias = "VMName", complete = complete::vms, not_null_or_empty)]
    name: Given<Vec<String>>,
    /// The id of a virtual machine.
    #[param(set = "Id", position = 0, from_pipeline, by_property_name, not_null)]
    id: Given<Nullable<Guid>>,
    #[param(
        set = "ClusterObject",
        position = 0,
        mandatory,
        from_pipeline,
        refused = "it is not part of a failover cluster."
    )]
    cluster_object: Option<ClusterObject>,
    #[flatten(set = "Id", set = "Name")]
    remote: Remote,
}

impl Cmdlet for GetVm {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = look_with_checkpoints(cx)?;
        let found: Vec<&Vm> = match (*self.id, self.name.as_deref()) {
            (Some(Nullable(None)), _) => Vec::new(),
            (Some(Nullable(Some(id))), _) => match state.vm(uuid(id)) {
                Some(vm) => vec![vm],
                None => {
                    let ids: Vec<String> = state.vms.iter().map(|vm| vm.id.to_string()).collect();
                    let mut error = selection::missing(
                        "Vm.NotFound",
                        "virtual machine",
                        &uuid(id).to_string(),
                        ids.iter().map(String::as_str),
                    );
                    error.message =
                        format!("No virtual machine with the id '{}' was found.", uuid(id));
                    return cx.error(error);
                }
            },
            (None, None) => state.vms.iter().collect(),
            (None, Some(names)) => selection::by_name(cx, &state.vms, names)?,
        };
        let reader = Reader::new(&state, computer_name(cx)?).told_in(cx);
        for vm in found {
            cx.emit(reader.vm(vm).into_value())?;
        }
        Ok(())
    }
}
