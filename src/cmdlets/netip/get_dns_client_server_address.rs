//! `Get-DnsClientServerAddress`.

use super::get_net_ip_address::SCOPE;
use super::query::{Common, absent, fits};
use crate::complete;
use crate::host_access::{HostAccess, computer_name};
use crate::types::{AddressFamily, DnsClientServerAddress};
use iovsh_backend::State;
use iovsh_backend::model::NetAdapter;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::has_wildcards;

/// Gets the name servers of the host's interfaces, an object for each family of addresses.
///
/// With systemd-resolved each interface has its own. Without it the host has one list, `/etc/resolv.conf`, which is shown at the interface that the
/// default route leaves through.
///
/// # Examples
/// ```iovsh
/// PS> Set-DnsClientServerAddress eno1 -ServerAddresses 192.0.2.53, 192.0.2.54 -WarningAction SilentlyContinue
/// PS> (Get-DnsClientServerAddress eno1 -AddressFamily IPv4).ServerAddresses
/// 192.0.2.53
/// 192.0.2.54
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "DnsClientServerAddress", module = "DnsClient", default_set = "ByName", output = DnsClientServerAddress)]
pub struct GetDnsClientServerAddress {
    /// The family of addresses.
    #[param(alias = "Family", not_null)]
    address_family: Given<Vec<AddressFamily>>,
    /// Interface names. Wildcards are allowed.
    #[param(position = 0, by_property_name, alias = "ifAlias", complete = complete::nics, not_null)]
    interface_alias: Given<Vec<String>>,
    /// Numbers of interfaces.
    #[param(by_property_name, alias = "ifIndex", not_null)]
    interface_index: Given<Vec<u32>>,
    #[flatten]
    common: Common,
}

impl Cmdlet for GetDnsClientServerAddress {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let computer = computer_name(cx)?;
        let families = self.address_family.as_deref();
        for link in self.links(cx, &state)? {
            for family in [AddressFamily::V4, AddressFamily::V6] {
                if families.is_none_or(|wanted| wanted.contains(&family)) {
                    let found = DnsClientServerAddress::new(&state, link, family, &computer);
                    cx.emit(found.into_value())?;
                }
            }
        }
        Ok(())
    }
}

impl GetDnsClientServerAddress {
    fn links<'s>(&self, cx: &mut Context, state: &'s State) -> Flow<Vec<&'s NetAdapter>> {
        let (names, numbers) = (
            self.interface_alias.as_deref(),
            self.interface_index.as_deref(),
        );
        let named = |link: &NetAdapter| {
            names.is_none_or(|names| fits(names, link.shown()) || fits(names, link.name.as_str()))
                && numbers.is_none_or(|numbers| numbers.contains(&link.index))
        };
        for name in names
            .into_iter()
            .flatten()
            .filter(|name| !has_wildcards(name))
        {
            let is_it = |link: &NetAdapter| {
                [link.shown(), link.name.as_str()]
                    .iter()
                    .any(|known| known.eq_ignore_ascii_case(name))
            };
            if !state.links.iter().any(is_it) {
                cx.error(absent("InterfaceAlias", name, "Get-NetAdapter"))?;
            }
        }
        for number in numbers.into_iter().flatten() {
            if !state.links.iter().any(|link| link.index == *number) {
                cx.error(absent(
                    "InterfaceIndex",
                    &number.to_string(),
                    "Get-NetAdapter",
                ))?;
            }
        }
        let chosen = names.is_some() || numbers.is_some();
        let all = state.links.iter();
        Ok(all
            .filter(|link| named(link) && (chosen || !link.is_hidden()))
            .collect())
    }
}
