//! `Add-NetNatStaticMapping`.

use std::net::{IpAddr, Ipv4Addr};

use super::LOOK;
use crate::host_access::{HostAccess, Outcome, computer_name};
use crate::invalid::parameter;
use crate::netip::{Common, parse};
use crate::types::{NatProtocol, NetNatStaticMapping};
use iovsh_backend::Scope;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::nat::NatAct;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::{Flow, ShellError};
use iovsh_shell::eval::Context;

/// Leads a port of the host to a machine of a network whose addresses are translated.
///
/// -ExternalIPAddress 0.0.0.0 means each address of the host.
///
/// # Examples
/// ```iovsh
/// PS> New-NetNat lab -InternalIPInterfaceAddressPrefix 192.168.100.0/24 -WarningAction SilentlyContinue | Out-Null
/// PS> Add-NetNatStaticMapping -NatName lab -Protocol TCP -ExternalIPAddress 0.0.0.0 -ExternalPort 8080 -InternalIPAddress 192.168.100.5 -InternalPort 80 | Format-List StaticMappingID, Protocol, ExternalPort, InternalIPAddress, InternalPort, Active
/// StaticMappingID   : 1
/// Protocol          : TCP
/// ExternalPort      : 8080
/// InternalIPAddress : 192.168.100.5
/// InternalPort      : 80
/// Active            : True
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Add", noun = "NetNatStaticMapping", module = "NetNat", impact = Medium, output = NetNatStaticMapping)]
pub struct AddNetNatStaticMapping {
    /// The address that is asked for from outside; 0.0.0.0 is each one of the host.
    #[param(name = "ExternalIPAddress", mandatory, by_property_name)]
    external_address: String,
    /// The port that is asked for.
    #[param(by_property_name, range = 1..=65535)]
    external_port: Option<u16>,
    /// The machine's address.
    #[param(name = "InternalIPAddress", mandatory, by_property_name)]
    internal_address: String,
    /// The machine's port; without it the one that is asked for.
    #[param(by_property_name, range = 1..=65535)]
    internal_port: Option<u16>,
    /// The name of the network.
    #[param(position = 0, mandatory, by_property_name, not_null)]
    nat_name: String,
    /// TCP or UDP.
    #[param(mandatory, by_property_name)]
    protocol: NatProtocol,
    #[param(
        name = "RemoteExternalIPAddressPrefix",
        by_property_name,
        refused = "who may ask from outside is the firewall's to say: nft, firewalld or ufw."
    )]
    remote_prefix: Option<String>,
    #[flatten]
    common: Common,
}

impl Cmdlet for AddNetNatStaticMapping {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let Some(outside_port) = self.external_port else {
            let step = "Give the port that is asked for: -ExternalPort 8080.";
            return Err(parameter("A mapping without a port cannot be had.", step).into());
        };
        let outside = v4(&self.external_address)?;
        let intent = Intent::EditNat(NatAct::Map {
            nat: self.nat_name.clone(),
            protocol: self.protocol.into(),
            outside: Some(outside).filter(|address| !address.is_unspecified()),
            outside_port,
            inside: v4(&self.internal_address)?,
            inside_port: self.internal_port.unwrap_or(outside_port),
        });
        let then = move |cx: &mut Context, outcomes: &[Outcome]| {
            if !outcomes.iter().all(|outcome| outcome.is_done()) {
                return Ok(());
            }
            let state = cx.snapshot(&LOOK)?;
            let computer = computer_name(cx)?;
            let nats = state.desired.nats.iter();
            let all = nats.flat_map(|nat| nat.mappings.iter().map(move |mapping| (nat, mapping)));
            match all.max_by_key(|(_, mapping)| mapping.number) {
                Some((nat, mapping)) => {
                    let made = NetNatStaticMapping::new(&state, nat, mapping, &computer);
                    cx.emit(made.into_value())
                }
                None => Ok(()),
            }
        };
        let look = Scope {
            ip: true,
            ..Scope::PLAN
        };
        cx.change_all(&look, false, vec![intent], Box::new(then))
    }
}

fn v4(text: &str) -> Result<Ipv4Addr, ShellError> {
    match parse::address(text)? {
        IpAddr::V4(address) => Ok(address),
        IpAddr::V6(_) => Err(parameter(
            "Addresses of IPv4 are translated, and those of IPv6 are not.",
            "Give an address like 192.168.100.5.",
        )),
    }
}
