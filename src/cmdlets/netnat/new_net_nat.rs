//! `New-NetNat`.

use super::LOOK;
use crate::host_access::{HostAccess, Outcome, computer_name};
use crate::invalid::parameter;
use crate::netip::{Common, parse};
use crate::types::NetNat;
use iovsh_backend::Scope;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::nat::NatAct;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Lets the machines of a network behind the host reach the outside under the host's own address.
///
/// The network is usually that of an internal switch, at which the host's adapter has an address: it is the machines' gateway. Packets that leave get the
/// address of the interface that they leave through (masquerading, by nftables, in a table of iovsh's own), and the host hands packets on from then on
/// (net.ipv4.ip_forward). It stays over a start of the host. A firewall that lets nothing be handed on still decides.
///
/// # Examples
/// A network behind an internal switch:
/// ```iovsh
/// PS> New-VMSwitch inside -SwitchType Internal | Out-Null
/// PS> New-NetIPAddress 192.168.100.1 -PrefixLength 24 -InterfaceAlias "vEthernet (inside)" | Out-Null
/// PS> New-NetNat lab -InternalIPInterfaceAddressPrefix 192.168.100.0/24 | Format-List Name, InternalIPInterfaceAddressPrefix, Active
/// Name                             : lab
/// InternalIPInterfaceAddressPrefix : 192.168.100.0/24
/// Active                           : True
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "New", noun = "NetNat", module = "NetNat", impact = Medium, output = NetNat)]
pub struct NewNetNat {
    /// The name.
    #[param(position = 0, mandatory, by_property_name, not_null)]
    name: String,
    #[param(
        name = "ExternalIPInterfaceAddressPrefix",
        by_property_name,
        refused = "packets get the address of the interface that they leave through; give that interface the address."
    )]
    external_prefix: Option<String>,
    #[param(
        by_property_name,
        no_effect = "how long the kernel remembers is one setting for the whole host: sysctl net.netfilter.nf_conntrack_icmp_timeout."
    )]
    icmp_query_timeout: Option<u32>,
    /// The network, for example 192.168.100.0/24.
    #[param(name = "InternalIPInterfaceAddressPrefix", by_property_name)]
    internal_prefix: Option<String>,
    #[param(by_property_name, refused = "there are no routing domains here.")]
    internal_routing_domain_id: Option<String>,
    #[param(
        by_property_name,
        no_effect = "how long the kernel remembers is one setting for the whole host: sysctl net.netfilter.nf_conntrack_tcp_timeout_established."
    )]
    tcp_established_connection_timeout: Option<u32>,
    #[param(
        by_property_name,
        no_effect = "how long the kernel remembers is one setting for the whole host: sysctl net.netfilter.nf_conntrack_tcp_timeout_syn_sent."
    )]
    tcp_transient_connection_timeout: Option<u32>,
    #[param(
        by_property_name,
        no_effect = "how long the kernel remembers is one setting for the whole host: sysctl net.netfilter.nf_conntrack_udp_timeout."
    )]
    udp_idle_session_timeout: Option<u32>,
    #[flatten]
    common: Common,
}

impl Cmdlet for NewNetNat {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let Some(prefix) = &self.internal_prefix else {
            let step = "Give the network whose machines are meant: -InternalIPInterfaceAddressPrefix 192.168.100.0/24.";
            return Err(parameter("It is not said which network is meant.", step).into());
        };
        let inside = parse::network(prefix)?;
        let name = self.name.clone();
        let intent = Intent::EditNat(NatAct::Add {
            name: name.clone(),
            inside,
        });
        let then = move |cx: &mut Context, outcomes: &[Outcome]| {
            if !outcomes.iter().all(|outcome| outcome.is_done()) {
                return Ok(());
            }
            let state = cx.snapshot(&LOOK)?;
            let computer = computer_name(cx)?;
            let made = state.desired.nats.iter().find(|nat| nat.name == name);
            match made {
                Some(nat) => cx.emit(NetNat::new(&state, nat, &computer).into_value()),
                None => Ok(()),
            }
        };
        cx.change_all(&Scope::PLAN, false, vec![intent], Box::new(then))
    }
}
