//! `Get-NetIPConfiguration`.

use super::get_net_ip_address::SCOPE;
use super::query::by_number_or_name;
use crate::complete;
use crate::host_access::{HostAccess, computer_name};
use crate::types::{CimSession, NetIpConfiguration};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the addresses and gateways of the host's interfaces, an object for each.
///
/// Interfaces that are down are left out unless they are named or -All is given. `DNSServer` is what Get-DnsClientServerAddress gives.
///
/// # Examples
/// ```iovsh
/// PS> (Get-NetIPConfiguration eno1).IPv4Address.IPAddress
/// 192.0.2.10
/// PS> (Get-NetIPConfiguration eno1).IPv4DefaultGateway.NextHop
/// 192.0.2.1
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetIPConfiguration", module = "NetTCPIP", alias("gip"), default_set = "Alias", output = NetIpConfiguration)]
pub struct GetNetIpConfiguration {
    /// Interfaces that are down and hidden ones too.
    #[param(set = "All", mandatory)]
    all: bool,
    #[param(no_effect = "there are no network compartments here.")]
    all_compartments: bool,
    /// A session with another host, of New-CimSession.
    #[param(
        by_property_name,
        allow_null_property,
        alias = "PSComputerName",
        alias = "ComputerName",
        not_null_or_empty
    )]
    cim_session: Vec<CimSession>,
    /// Accepted: each object has all there is.
    detailed: bool,
    /// Interface names. Wildcards are allowed.
    #[param(set = "Alias", position = 0, by_property_name, from_pipeline, alias = "ifAlias", complete = complete::nics, not_null)]
    interface_alias: Given<Vec<String>>,
    /// The number of an interface.
    #[param(
        set = "Index",
        mandatory,
        by_property_name,
        alias = "ifIndex",
        not_null
    )]
    interface_index: Option<u32>,
}

impl Cmdlet for GetNetIpConfiguration {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let computer = computer_name(cx)?;
        let number = self.interface_index;
        let found = match self.interface_alias.as_deref() {
            None if number.is_none() => {
                let all = state.links.iter();
                let wanted = all.filter(|link| self.all || (link.up && !link.is_hidden()));
                wanted.collect()
            }
            names => by_number_or_name(cx, &state, number, names.unwrap_or_default())?,
        };
        for link in found {
            cx.emit(NetIpConfiguration::new(&state, link, &computer).into_value())?;
        }
        Ok(())
    }
}
