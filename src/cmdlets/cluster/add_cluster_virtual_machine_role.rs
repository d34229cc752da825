//! `Add-ClusterVirtualMachineRole`.

use super::asked::{Asked, Input};
use super::machine::{self, Machine};
use super::targets::vm_of;
use super::within::{Patience, carry_out, may};
use crate::complete;
use crate::types::{ClusterGroup, uuid};
use iovsh_backend::cluster::{ClusterChange, NewRole, role_id, wished_vfs};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Guid;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::syntax::quote::quote_argument;

/// Makes a virtual machine a role of the cluster: it is started elsewhere when its node fails, and moved when its node is drained.
///
/// It stays as it is: one that runs goes on where it is, one that is off stays off. The cluster keeps its definition, so that another node can
/// start it; after a change of its settings run Update-ClusterVirtualMachineConfiguration. A node with as many free VFs as it wishes for
/// is preferred, and never a condition.
///
/// # Examples
/// ```iovsh
/// PS> New-VM job1 -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null
/// PS> Start-VM job1 -ComputerName hv1
/// PS> Add-ClusterVirtualMachineRole -VMName job1 -Cluster hv1
/// Name OwnerNode State
/// ---- --------- -----
/// job1 hv1       Online
/// ```
/// One that is off stays off:
/// ```iovsh
/// PS> New-VM job1 -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null
/// PS> Add-ClusterVirtualMachineRole job1 -Cluster hv1 | ForEach-Object State
/// Offline
/// ```
/// Several at once:
/// ```iovsh
/// PS> 1..2 | ForEach-Object { New-VM "job$_" -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null }
/// PS> Get-VM job* -ComputerName hv1 | ForEach-Object { Add-ClusterVirtualMachineRole $_.Name -Cluster hv1 } | ForEach-Object Name
/// job1
/// job2
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Add", noun = "ClusterVirtualMachineRole", module = "FailoverClusters", should_process, output = ClusterGroup)]
pub struct AddClusterVirtualMachineRole {
    /// The name of the role. Without it, that of the virtual machine.
    #[param(not_null_or_empty)]
    name: Option<String>,
    /// The name of the virtual machine.
    #[param(name = "VMName", position = 0, by_property_name, not_null_or_empty, complete = complete::vms)]
    vm_name: Option<String>,
    /// The name of the virtual machine.
    #[param(alias = "VM", not_null_or_empty, complete = complete::vms)]
    virtual_machine: Option<String>,
    /// The id of the virtual machine.
    #[param(name = "VMId", by_property_name, not_null)]
    vm_id: Option<Guid>,
    #[flatten]
    asked: Asked,
}

impl Cmdlet for AddClusterVirtualMachineRole {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let mut seen = self.asked.look(cx)?;
        let which = match (self.vm_id, &self.vm_name, &self.virtual_machine) {
            (Some(id), ..) => machine::Which::Id(uuid(id)),
            (None, Some(name), _) | (None, None, Some(name)) => machine::Which::Name(name.clone()),
            (None, None, None) => match self.asked.input() {
                Input::Name(name) => machine::Which::Name(name),
                Input::Other(object) => machine::Which::Id(vm_of(cx, &object)?),
                _ => return Err(nothing_named().into()),
            },
        };
        let Some(Machine {
            node,
            vm,
            kept,
            autostart,
        }) = machine::find(cx, &seen, &which)?
        else {
            return Ok(());
        };
        if let Some(known) = seen.state.role_of(vm.id) {
            return cx.error(
                ShellError::new(
                    "Cluster.RoleExists",
                    ErrorCategory::ResourceExists,
                    format!("'{}' is a role of the cluster already: '{}'.", vm.name, known.name),
                )
                .target(&*vm.name)
                .help("See it: Get-ClusterGroup. After a change of its settings: Update-ClusterVirtualMachineConfiguration."),
            );
        }
        let name = self.name.clone().unwrap_or_else(|| vm.name.clone());
        let id = role_id(&name, |id| seen.state.role(id).is_some());
        let changes = [
            ClusterChange::KeepDefinition {
                vm: vm.id,
                text: kept,
            },
            ClusterChange::AddRole(NewRole {
                id: id.clone(),
                name,
                vm: vm.id,
                vm_name: vm.name.clone(),
                wish: wished_vfs(&vm),
                wanted: vm.state.is_active(),
            }),
        ];
        if !may(cx, &vm.name, &changes, false)? {
            return Ok(());
        }
        if !carry_out(cx, &mut seen, &changes, Patience::whole(true))? {
            return Ok(());
        }
        if autostart {
            cx.warning(format!(
                "'{}' also starts by itself with {node}, whatever the cluster decides. Leave that to the cluster: Set-VM {} -AutomaticStartAction Nothing",
                vm.name,
                quote_argument(&vm.name)
            ))?;
        }
        if seen.state.fences != Some(true) || seen.state.fencing_devices.is_empty() {
            cx.verbose("The cluster has no device that switches nodes off: see Test-Cluster.")?;
        }
        let role = seen.state.role(&id);
        let group = role.and_then(|role| ClusterGroup::new(&seen.state, &[role], seen.place));
        match group {
            Some(group) => cx.emit(group.into_value()),
            None => Ok(()),
        }
    }
}

fn nothing_named() -> ShellError {
    ShellError::new(
        "Cluster.NoName",
        ErrorCategory::InvalidArgument,
        "No virtual machine is named.",
    )
    .help("Name one: -VMName NAME; or give it: Get-VM NAME | Add-ClusterVirtualMachineRole")
}
