//! `Connect-VMNetworkAdapter`.

use super::planned::reconnect;
use crate::adapters::{self, Handed, change_each};
use crate::complete;
use crate::host_access::HostAccess;
use crate::remote::Remote;
use crate::selection::not_found;
use crate::types::{VmNetworkAdapter, VmSwitch};
use iovsh_backend::Scope;
use iovsh_backend::model::Switch;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Connects virtual network adapters to a switch.
///
/// It works on a running machine. When the new switch is in IOV mode and the adapter has an `IovWeight`, it gets a virtual
/// function there; the one that it had is given back.
///
/// # Examples
/// ```iovsh
/// PS> New-VMSwitch lan -SwitchType Private | Out-Null
/// PS> Connect-VMNetworkAdapter -VMName web1 -SwitchName lan -Passthru | Format-List Name, SwitchName, Connected
/// Name       : Network Adapter
/// SwitchName : lan
/// Connected  : True
/// ```
/// All web servers, each with the wish for a virtual function:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
/// PS> Connect-VMNetworkAdapter -VMName web* -SwitchName lan
/// PS> Get-VM web* | Get-VMNetworkAdapter | Set-VMNetworkAdapter -IovWeight 50
/// PS> Get-VM web* | Get-VMNetworkAdapter | Format-Table VMName, SwitchName, IovWeight
/// VMName SwitchName IovWeight
/// ------ ---------- ---------
/// web1   lan               50
/// web2   lan               50
/// ```
/// To another switch while the machine runs; the virtual function is changed too:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
/// PS> New-VMSwitch dmz -NetAdapterName enp1s0f1 -EnableIov $true | Out-Null
/// PS> Connect-VMNetworkAdapter web1 -SwitchName lan
/// PS> Set-VMNetworkAdapter web1 -IovWeight 100
/// PS> Start-VM web1
/// PS> Connect-VMNetworkAdapter web1 -SwitchName dmz
/// PS> Get-NetAdapterSriovVf | Where-Object VmFriendlyName | ForEach-Object Name
/// enp1s0f1
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Connect", noun = "VMNetworkAdapter", module = "Hyper-V", default_set = "Name_SwitchName", impact = Medium, output = VmNetworkAdapter)]
pub struct ConnectVmNetworkAdapter {
    /// Adapters that Get-VMNetworkAdapter gave.
    #[param(
        set = "Object_SwitchName",
        set = "Object_SwitchObject",
        set = "Object_UseAutomaticConnection",
        position = 0,
        mandatory,
        from_pipeline
    )]
    vm_network_adapter: Vec<Arc<VmNetworkAdapter>>,
    /// Names of adapters. Wildcards are allowed.
    #[param(set = "Name_SwitchObject", set = "Name_SwitchName", set = "Name_UseAutomaticConnection", position = 1, alias = "VMNetworkAdapterName", complete = complete::adapters, not_null_or_empty)]
    name: Given<Vec<String>>,
    /// The switch.
    #[param(set = "Object_SwitchName", position = 1, mandatory, complete = complete::switches)]
    #[param(set = "Name_SwitchName", position = 2, mandatory)]
    switch_name: Option<String>,
    /// A switch that Get-VMSwitch gave.
    #[param(set = "Name_SwitchObject", position = 2, mandatory, from_pipeline)]
    #[param(set = "Object_SwitchObject", position = 1, mandatory, from_pipeline)]
    vm_switch: Option<Arc<VmSwitch>>,
    /// Connects to the only switch there is.
    #[param(
        set = "Object_UseAutomaticConnection",
        set = "Name_UseAutomaticConnection",
        mandatory
    )]
    use_automatic_connection: bool,
    /// Hands on the object that was changed.
    passthru: bool,
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "Name_SwitchObject", set = "Name_SwitchName", set = "Name_UseAutomaticConnection", position = 0, mandatory, complete = complete::vms)]
    vm_name: Vec<String>,
    #[flatten(set = "Name_SwitchName", set = "Name_UseAutomaticConnection")]
    remote: Remote,
}

impl Cmdlet for ConnectVmNetworkAdapter {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let named = self.switch_name.as_deref();
        let object = self.vm_switch.as_ref().map(|switch| switch.name.as_str());
        if let Some(switch) = named.or(object)
            && reconnect(
                cx,
                &mut self.vm_network_adapter,
                Some(switch),
                self.passthru,
            )?
        {
            return Ok(());
        }
        let state = cx.snapshot(&Scope::default())?;
        let switches = &state.desired.switches;
        let switch = match (&self.vm_switch, &self.switch_name) {
            (Some(object), _) => object.name.clone(),
            (None, Some(name)) => match state.desired.switch_named(name) {
                Some(switch) => switch.name.clone(),
                None => {
                    let known = switches.iter().map(|switch| switch.name.as_str());
                    return cx.error(not_found::<Switch>(name, known));
                }
            },
            (None, None) => match switches.as_slice() {
                [only] => only.name.clone(),
                _ => {
                    return cx.error(
                        ShellError::new(
                            "Switch.Ambiguous",
                            ErrorCategory::InvalidOperation,
                            format!("-UseAutomaticConnection wants exactly one switch, and there are {}.", switches.len()),
                        )
                        .help("Name the switch with -SwitchName."),
                    );
                }
            },
        };
        let objects = &self.vm_network_adapter;
        let targets = adapters::chosen_by_names(cx, &self.vm_name, objects, self.name.as_deref())?;
        change_each(
            cx,
            targets,
            &|target| Intent::ConnectAdapter {
                vm: target.vm,
                adapter: target.alias.clone(),
                switch: switch.to_string(),
            },
            Handed::after(self.passthru, adapters::adapter),
        )
    }
}
