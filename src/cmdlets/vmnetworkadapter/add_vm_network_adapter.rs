//! `Add-VMNetworkAdapter`.

use crate::adapters::{self, Handed, Target, change_each};
use crate::host_access::HostAccess;
use crate::remote::Remote;
use crate::selection::not_found;
use crate::types::{OnOffState, VirtualMachine, VmInternalNetworkAdapter, VmNetworkAdapter};
use crate::{complete, invalid, unsupported};
use iovsh_backend::Scope;
use iovsh_backend::model::{Switch, Uuid};
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::adapter::{MacChoice, NewAdapter};
use iovsh_backend::policy::host_adapter::NewHostAdapter;
use iovsh_base::names::NameExt as _;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Adds a virtual network adapter to virtual machines.
///
/// It works on a running machine. With -ManagementOS the host itself gets an adapter on a switch, of which it may have several: each is an
/// interface `vEthernet (NAME)` with an address, a VLAN and limits of its own, and is there again when the host starts. One that is called
/// as the switch is the switch's bridge itself.
///
/// # Examples
/// ```iovsh
/// PS> Add-VMNetworkAdapter -VMName web1 -Name storage -Passthru | Format-List Name, VMName, SwitchName
/// Name       : storage
/// VMName     : web1
/// SwitchName :
/// ```
/// Connected at once, with a virtual function:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
/// PS> Add-VMNetworkAdapter web1 -Name fast -SwitchName lan -Passthru | Set-VMNetworkAdapter -IovWeight 100
/// PS> Start-VM web1
/// PS> (Get-VMNetworkAdapter web1 -Name fast).IovUsage
/// 1
/// ```
/// One for each web server, with an address of its own:
/// ```iovsh
/// PS> $last = 1
/// PS> Get-VM web* | ForEach-Object { Add-VMNetworkAdapter $_.Name -Name storage -StaticMacAddress ('00155D2000{0:x2}' -f $last++) }
/// PS> Get-VM web* | Get-VMNetworkAdapter -Name storage | ForEach-Object MacAddress
/// 00155D200001
/// 00155D200002
/// ```
/// An adapter of the host, in a VLAN:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -AllowManagementOS $false | Out-Null
/// PS> Add-VMNetworkAdapter -ManagementOS -Name Storage1 -SwitchName lan
/// PS> Set-VMNetworkAdapterVlan -ManagementOS -VMNetworkAdapterName Storage1 -Access -VlanId 20
/// PS> New-NetIPAddress 10.0.20.11 -InterfaceAlias 'vEthernet (Storage1)' -PrefixLength 24 | Format-Table IPAddress, InterfaceAlias
/// IPAddress  InterfaceAlias
/// ---------  --------------
/// 10.0.20.11 vEthernet (Storage1)
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Add", noun = "VMNetworkAdapter", module = "Hyper-V", default_set = "VMName", impact = Medium, output = VmNetworkAdapter, output = VmInternalNetworkAdapter)]
pub struct AddVmNetworkAdapter {
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "VMName", position = 0, mandatory, from_pipeline, complete = complete::vms)]
    vm_name: Vec<String>,
    /// Gives the host itself an adapter on the switch.
    #[param(set = "ManagementOS")]
    management_os: bool,
    /// The switch that it is connected to; nothing when it is not given. -ManagementOS needs one where there are several.
    #[param(complete = complete::switches, not_null_or_empty)]
    switch_name: Option<String>,
    /// An emulated NIC (e1000e) instead of a virtio one, for guests without a virtio driver. No virtual function ever joins it.
    #[param(set = "VMName", set = "VMObject")]
    is_legacy: Option<bool>,
    /// The adapter's name; 'Network Adapter' when it is not given, and that of the switch with -ManagementOS.
    #[param(alias = "VMNetworkAdapterName", not_null_or_empty)]
    name: Option<String>,
    /// Takes an address from the host's pool.
    dynamic_mac_address: bool,
    #[param(
        not_null,
        no_effect = "virtual functions on the machine's NUMA node are always preferred."
    )]
    numa_aware_placement: Option<bool>,
    /// The MAC address: 12 hexadecimal digits, also with hyphens or colons.
    #[param(not_null_or_empty)]
    static_mac_address: Option<String>,
    /// Hands on the object that was changed.
    passthru: bool,
    #[param(set = "VMObject", set = "VMName", not_null, no_effect = unsupported::POOL)]
    resource_pool_name: Option<String>,
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    #[param(no_effect = "the guest names its devices by their place on the PCI bus.")]
    device_naming: Option<OnOffState>,
    #[flatten(set = "ManagementOS", set = "VMName")]
    remote: Remote,
}

impl Cmdlet for AddVmNetworkAdapter {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let text = self.static_mac_address.as_deref();
        let mac = invalid::static_mac(text, self.dynamic_mac_address)?;
        let mac = mac.map_or(MacChoice::Dynamic, MacChoice::Static);
        if self.management_os {
            return self.add_to_host(cx, mac);
        }
        let machines = adapters::machines(cx, &self.vm_name, &self.vm)?;
        let next_step =
            "Give each machine an address of its own, or leave it out: the host gives each one.";
        invalid::one_has(mac, machines.len(), next_step)?;
        let new = |vm| {
            let adapter = NewAdapter {
                vm,
                id: Uuid::random(),
                name: self
                    .name
                    .clone()
                    .unwrap_or_else(|| "Network Adapter".to_owned()),
                switch: self.switch_name.clone(),
                mac,
                emulated: self.is_legacy == Some(true),
            };
            (Target::of(vm, adapter.id), adapter)
        };
        change_each(
            cx,
            machines.into_iter().map(new).collect(),
            &|(_, new)| Intent::AddAdapter(new.clone()),
            Handed::after(self.passthru, adapters::adapter),
        )
    }
}

impl AddVmNetworkAdapter {
    /// Gives the host an adapter.
    fn add_to_host(&self, cx: &mut Context, mac: MacChoice) -> Flow {
        let state = cx.snapshot(&Scope::default())?;
        let switches = &state.desired.switches;
        let switch = match (self.switch_name.as_deref(), switches.as_slice()) {
            (Some(name), _) => match state.desired.switch_named(name) {
                Some(switch) => switch,
                None => {
                    let known = switches.iter().map(|switch| switch.name.as_str());
                    return cx.error(not_found::<Switch>(name, known));
                }
            },
            (None, [only]) => only,
            (None, _) => {
                return Err(ShellError::new(
                    "Switch.NameMissing",
                    ErrorCategory::InvalidArgument,
                    "An adapter of the host belongs to a switch, which was not named.",
                )
                .help("Give the switch with -SwitchName.")
                .into());
            }
        };
        let new = NewHostAdapter {
            id: Uuid::random(),
            name: self.name.clone(),
            switch: switch.name.clone(),
            mac,
        };
        let is_first = self
            .name
            .as_deref()
            .is_none_or(|name| name.is_same_name(&switch.name));
        let id = match is_first && !switch.allow_management_os {
            true => switch.id,
            false => new.id,
        };
        change_each(
            cx,
            vec![(Target::of(Uuid::HOST, id), new)],
            &|(_, new)| Intent::AddHostAdapter(new.clone()),
            Handed::after(self.passthru, adapters::adapter),
        )
    }
}
