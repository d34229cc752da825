//! The parameters that say which adapters are meant, as all cmdlets about one setting of adapters have them.

use super::{Target, fits, no_adapter, of_objects, targets};
use crate::reader::Reader;
use crate::remote::Remote;
use crate::types::{AnyAdapter, VirtualMachine, VmInternalNetworkAdapter, VmSnapshot};
use crate::{complete, selection, unsupported};
use iovsh_backend::State;
use iovsh_backend::model::{Adapter, AdapterSettings, Vm};
use iovsh_derive::Parameters;
use iovsh_shell::argument::Given;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::has_wildcards;
use std::sync::Arc;

/// Adapters whose settings are to be changed.
#[derive(Parameters)]
pub struct Adapters {
    /// Adapters that Get-VMNetworkAdapter gave.
    #[param(set = "ResourceObject", position = 0, mandatory, from_pipeline)]
    vm_network_adapter: Vec<AnyAdapter>,
    /// The host's own adapters, not those of virtual machines.
    #[param(set = "ManagementOS", mandatory)]
    management_os: bool,
    /// The adapter's name. Wildcards are allowed.
    #[param(set = "VMObject", set = "VMName", set = "ManagementOS", complete = complete::adapters)]
    vm_network_adapter_name: Given<String>,
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "VMName", position = 0, mandatory, from_pipeline, complete = complete::vms)]
    vm_name: Vec<String>,
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    #[flatten(set = "ManagementOS", set = "VMName")]
    remote: Remote,
}

impl Adapters {
    /// The adapters that are meant. Those that are not there are errors that are written.
    pub fn chosen(&self, cx: &mut Context) -> Flow<Vec<Target>> {
        let name = self.vm_network_adapter_name.as_deref();
        if self.management_os {
            return targets::of_host(cx, name, None);
        }
        targets::chosen(cx, &self.vm_name, &self.vm, &self.vm_network_adapter, name)
    }
}

/// One adapter, as the cmdlets about its place in a team and its RDMA name it.
#[derive(Parameters)]
pub struct OneAdapter {
    /// The host's own adapter, not that of a virtual machine.
    #[param(set = "ManagementOS", mandatory)]
    management_os: bool,
    /// The virtual machine.
    #[param(set = "VMName", position = 0, mandatory, from_pipeline, complete = complete::vms)]
    vm_name: Option<String>,
    /// An adapter that Get-VMNetworkAdapter gave.
    #[param(set = "ResourceObject", position = 0, mandatory, from_pipeline)]
    vm_network_adapter: Option<AnyAdapter>,
    /// A virtual machine that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Option<Arc<VirtualMachine>>,
    /// Hands on what was changed.
    passthru: bool,
    #[flatten(set = "ManagementOS", set = "VMName")]
    remote: Remote,
}

impl OneAdapter {
    /// The adapters that are meant: more than one where a machine has several of that name. Those that are not there are
    /// errors that are written. `switch` says on which switch an adapter of the host is.
    pub fn chosen(
        &self,
        cx: &mut Context,
        name: Option<&str>,
        switch: Option<&str>,
    ) -> Flow<Vec<Target>> {
        if self.management_os {
            return targets::of_host(cx, name, switch);
        }
        let names: Vec<String> = self.vm_name.iter().cloned().collect();
        let machines: Vec<_> = self.vm.iter().cloned().collect();
        let objects: Vec<_> = self.vm_network_adapter.iter().cloned().collect();
        targets::chosen(cx, &names, &machines, &objects, name)
    }

    /// Whether what was changed is handed on.
    pub fn passes_thru(&self) -> bool {
        self.passthru
    }
}

/// Adapters whose settings are asked for; without any parameter all of them.
#[derive(Parameters)]
pub struct AdapterQuery {
    #[param(
        refused = unsupported::CHECKPOINT,
        set = "VMSnapshot",
        position = 0,
        mandatory,
        from_pipeline,
        alias = "VMCheckpoint"
    )]
    vm_snapshot: Option<Arc<VmSnapshot>>,
    /// Virtual machines; all, and the host, when it is not given. Wildcards are allowed.
    #[param(set = "VMName", position = 0, from_pipeline, not_null_or_empty, complete = complete::vms)]
    vm_name: Given<Vec<String>>,
    /// Adapters that Get-VMNetworkAdapter gave.
    #[param(set = "ResourceObject", position = 0, mandatory, from_pipeline)]
    vm_network_adapter: Given<Vec<AnyAdapter>>,
    /// The host's own adapters, not those of virtual machines.
    #[param(set = "ManagementOS", mandatory)]
    management_os: bool,
    /// The adapter's name. Wildcards are allowed.
    #[param(set = "VMObject", set = "VMName", set = "ManagementOS", complete = complete::adapters)]
    vm_network_adapter_name: Given<String>,
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Given<Vec<Arc<VirtualMachine>>>,
    #[flatten(set = "ManagementOS", set = "VMName")]
    remote: Remote,
}

/// An adapter that was asked for.
pub enum Found<'a> {
    /// Of a virtual machine.
    Vm(&'a Vm, &'a Adapter),
    /// Of the host.
    Host(Arc<VmInternalNetworkAdapter>),
}

impl Found<'_> {
    /// What was asked for.
    pub fn settings(&self) -> &AdapterSettings {
        match self {
            Self::Vm(_, adapter) => &adapter.settings,
            Self::Host(adapter) => &adapter.own.settings,
        }
    }
}

impl AdapterQuery {
    /// The adapters that are meant, the host's own first. Those that are not there are errors that are written.
    pub fn found<'a>(
        &self,
        cx: &mut Context,
        state: &'a State,
        reader: &Reader<'_>,
    ) -> Flow<Vec<Found<'a>>> {
        let mut found = Vec::new();
        if let Some(adapters) = self.vm_network_adapter.as_deref() {
            for object in adapters {
                match object {
                    // One that went away since it was read has no settings any more.
                    AnyAdapter::Vm(object) => match Target::behind(object).find(state) {
                        Some((vm, adapter)) => found.push(Found::Vm(vm, adapter)),
                        None => cx.error(selection::missing(
                            "Adapter.NotFound",
                            "network adapter",
                            &object.name,
                            std::iter::empty(),
                        ))?,
                    },
                    AnyAdapter::Host(object) => {
                        match Target::of_host(object).found(state, reader) {
                            Some(own) => found.push(own),
                            None => cx.error(targets::no_host_adapter(&object.name, &[]))?,
                        }
                    }
                }
            }
            return Ok(found);
        }
        let name = self.vm_network_adapter_name.as_deref();
        let everything = self.vm.is_none() && self.vm_name.is_none();
        if everything {
            let all = reader.host_adapters();
            let known: Vec<String> = all.iter().map(|a| a.name.clone()).collect();
            let own = all.into_iter().filter(|a| fits(name, &a.name));
            found.extend(own.map(Arc::new).map(Found::Host));
            if let Some(name) = name.filter(|name| self.management_os && !has_wildcards(name))
                && found.is_empty()
            {
                cx.error(targets::no_host_adapter(name, &known))?;
            }
        }
        let machines: Vec<&Vm> = if self.management_os {
            Vec::new()
        } else if everything {
            state.vms.iter().collect()
        } else if let Some(objects) = self.vm.as_deref() {
            of_objects(cx, state, objects)?
        } else {
            selection::by_name(cx, &state.vms, self.vm_name.as_deref().unwrap_or_default())?
        };
        for vm in machines {
            let before = found.len();
            let hits = vm.adapters.iter().filter(|a| fits(name, &a.settings.name));
            found.extend(hits.map(|adapter| Found::Vm(vm, adapter)));
            if let Some(name) = name
                && found.len() == before
                && !everything
                && !has_wildcards(name)
            {
                cx.error(no_adapter(vm, name))?;
            }
        }
        Ok(found)
    }
}
