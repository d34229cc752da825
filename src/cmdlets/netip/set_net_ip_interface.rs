//! `Set-NetIPInterface`.

use std::sync::Arc;

use super::get_net_ip_address::SCOPE;
use super::query::{Common, Interfaces};
use crate::host_access::{HostAccess, Outcome, computer_name};
use crate::invalid::parameter;
use crate::types::{AddressFamily, DhcpState, NetIpInterface};
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::link::Changes;
use iovsh_backend::{Scope, State};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Changes an IP interface of the host: its MTU.
///
/// Both families of addresses have the interface's one MTU on Linux. -Dhcp Disabled is how an interface is whose addresses New-NetIPAddress gave
/// it; leases are the business of the tool that brings the network up, and so -Dhcp Enabled is refused. Metrics belong to routes.
///
/// # Examples
/// ```iovsh
/// PS> Set-NetIPInterface -InterfaceAlias enp1s0f1 -NlMtuBytes 9000 -WarningAction SilentlyContinue
/// PS> (Get-NetIPInterface -InterfaceAlias enp1s0f1 -AddressFamily IPv4).NlMtu
/// 9000
/// ```
/// Scripts that switch DHCP off before they give an address go on:
/// ```iovsh
/// PS> Set-NetIPInterface -InterfaceAlias enp1s0f1 -Dhcp Disabled
/// PS> (Get-NetIPInterface -InterfaceAlias enp1s0f1 -AddressFamily IPv4).Dhcp
/// Disabled
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Get-NetIPInterface -InterfaceAlias enp1s0f1 -AddressFamily IPv4 | Set-NetIPInterface -NlMtuBytes 9000 -WhatIf -WarningAction SilentlyContinue
/// What if: Performing the operation "Set-NetIPInterface" on target "enp1s0f1".
///   # Set the MTU of enp1s0f1 to 9000
///     ip link set dev enp1s0f1 mtu 9000
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "NetIPInterface", module = "NetTCPIP", default_set = "ByName", impact = Medium, output = NetIpInterface)]
pub struct SetNetIpInterface {
    /// Disabled is how it is where no lease is; Enabled is refused.
    dhcp: Option<DhcpState>,
    /// Linux only: go on although the host itself depends on the adapter.
    force: bool,
    #[param(
        refused = "whether the host forwards packets is a setting of the kernel: sysctl -w net.ipv4.ip_forward=1."
    )]
    forwarding: Option<String>,
    /// Interfaces that Get-NetIPInterface gave.
    #[param(set = "InputObject (cdxml)", mandatory, from_pipeline, not_null)]
    input_object: Vec<Arc<NetIpInterface>>,
    #[param(
        refused = "metrics belong to routes on Linux: Get-NetRoute shows them, and New-NetRoute -RouteMetric gives one."
    )]
    interface_metric: Option<u32>,
    #[param(
        refused = "metrics belong to routes on Linux: Get-NetRoute shows them, and New-NetRoute -RouteMetric gives one."
    )]
    automatic_metric: Option<String>,
    /// The MTU, in bytes.
    #[param(alias = "NlMtu", range = 68..=65535)]
    nl_mtu_bytes: Option<u32>,
    /// Hands on the interfaces.
    pass_thru: bool,
    #[flatten(set = "ByName")]
    interfaces: Interfaces,
    #[flatten]
    common: Common,
}

impl Cmdlet for SetNetIpInterface {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if self.dhcp == Some(DhcpState::Enabled) {
            let step = "Write it into the files of the tool that brings the network up: 'DHCP=yes' for systemd-networkd, 'nmcli connection modify NAME ipv4.method auto' for NetworkManager.";
            return Err(parameter("iovsh asks for no leases.", step).into());
        }
        let state = cx.snapshot(&SCOPE)?;
        let meant = self.meant(cx, &state)?;
        let Some(mtu) = self.nl_mtu_bytes else {
            return emit(cx, &meant, self.pass_thru);
        };
        let mut names: Vec<String> = Vec::new();
        for (name, _) in &meant {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        let force = self.force;
        let intents = names.iter().map(|nic| Intent::SetNic {
            nic: nic.clone(),
            changes: Changes {
                mtu: Some(mtu),
                ..Changes::default()
            },
            force,
        });
        let intents = intents.collect();
        let pass_thru = self.pass_thru;
        let then = move |cx: &mut Context, outcomes: &[Outcome]| {
            let each = names.iter().zip(outcomes);
            let done: Vec<&String> = each
                .filter(|(_, o)| o.is_done())
                .map(|(name, _)| name)
                .collect();
            let mut meant = meant;
            meant.retain(|(name, _)| done.contains(&name));
            emit(cx, &meant, pass_thru)
        };
        cx.change_all(&Scope::REPAIR, force, intents, Box::new(then))
    }
}

impl SetNetIpInterface {
    /// The interfaces, each with a family of addresses.
    fn meant(&self, cx: &mut Context, state: &State) -> Flow<Vec<(String, AddressFamily)>> {
        if !self.input_object.is_empty() {
            let objects = self.input_object.iter();
            let named = objects.filter_map(|object| {
                let mut links = state.links.iter();
                let link = links.find(|link| link.index == object.interface_index)?;
                Some((link.name.to_string(), object.address_family))
            });
            return Ok(named.collect());
        }
        if !cx.is_bound("InterfaceAlias") && !cx.is_bound("InterfaceIndex") {
            let step = "Name it: -InterfaceAlias eno1. Get-NetIPInterface lists them.";
            return Err(parameter("No interface is named.", step).into());
        }
        self.interfaces.check(cx, state)?;
        let mut meant = Vec::new();
        for link in state.links.iter().filter(|link| !link.is_hidden()) {
            for family in [AddressFamily::V6, AddressFamily::V4] {
                if self.interfaces.mean(state, &link.name, link.index, family) {
                    meant.push((link.name.to_string(), family));
                }
            }
        }
        Ok(meant)
    }
}

fn emit(cx: &mut Context, meant: &[(String, AddressFamily)], wanted: bool) -> Flow {
    if !wanted {
        return Ok(());
    }
    let state = cx.snapshot(&SCOPE)?;
    let computer = computer_name(cx)?;
    for (name, family) in meant {
        if let Some(link) = state.links.iter().find(|link| link.name.as_str() == name) {
            cx.emit(NetIpInterface::new(&state, link, *family, &computer).into_value())?;
        }
    }
    Ok(())
}
