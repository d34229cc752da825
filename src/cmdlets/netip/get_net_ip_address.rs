//! `Get-NetIPAddress`.

use super::query::{Common, Interfaces, IpInterface, fits, report_absent};
use crate::host_access::{HostAccess, computer_name};
use crate::types::{
    AddressFamily, AddressType, IpAddressState, NetIpAddress, PrefixOrigin, SuffixOrigin,
};
use iovsh_backend::Scope;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::{Given, Ticks};
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// The addresses of the host.
pub const SCOPE: Scope = Scope {
    ip: true,
    ..Scope::LINKS
};

/// Gets the IP addresses of the host.
///
/// `SkipAsSource` is an address with a preferred lifetime of 0: Linux does not take it for connections that the host begins.
///
/// # Examples
/// ```iovsh
/// PS> Get-NetIPAddress -InterfaceAlias eno1 -AddressFamily IPv4 | Format-Table IPAddress, PrefixLength, InterfaceAlias, PrefixOrigin
/// IPAddress  PrefixLength InterfaceAlias PrefixOrigin
/// ---------  ------------ -------------- ------------
/// 192.0.2.10           24 eno1                 Manual
/// ```
/// Who has an address:
/// ```iovsh
/// PS> (Get-NetIPAddress 192.0.2.*).InterfaceAlias
/// eno1
/// ```
/// Those of network adapters, and of an interface in one family:
/// ```iovsh
/// PS> (Get-NetAdapter eno1 | Get-NetIPAddress).IPAddress
/// 192.0.2.10
/// PS> (Get-NetIPInterface eno1 -AddressFamily IPv4 | Get-NetIPAddress).IPAddress
/// 192.0.2.10
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetIPAddress", module = "NetTCPIP", default_set = "ByQuery", output = NetIpAddress)]
pub struct GetNetIpAddress {
    /// Whether they may be used.
    #[param(set = "ByQuery", not_null)]
    address_state: Given<Vec<IpAddressState>>,
    /// An interface of Get-NetIPInterface, or a network adapter of Get-NetAdapter.
    #[param(
        set = "AssociatedIPInterface",
        mandatory,
        from_pipeline,
        name = "AssociatedIPInterface"
    )]
    associated_ip_interface: Option<IpInterface>,
    /// Addresses. Wildcards are allowed.
    #[param(
        set = "ByQuery",
        name = "IPAddress",
        position = 0,
        by_property_name,
        alias("LocalAddress"),
        not_null
    )]
    ip_address: Given<Vec<String>>,
    /// How long they are taken for new connections.
    #[param(set = "ByQuery", not_null)]
    preferred_lifetime: Given<Vec<Ticks>>,
    /// Lengths of their prefixes.
    #[param(set = "ByQuery", not_null)]
    prefix_length: Given<Vec<u8>>,
    /// Where their prefixes come from.
    #[param(set = "ByQuery", not_null)]
    prefix_origin: Given<Vec<PrefixOrigin>>,
    /// Whether they are left out for connections that the host begins.
    #[param(set = "ByQuery", not_null)]
    skip_as_source: Given<Vec<bool>>,
    /// Where the rest of them comes from.
    #[param(set = "ByQuery", not_null)]
    suffix_origin: Given<Vec<SuffixOrigin>>,
    /// The kind.
    #[param(set = "ByQuery", name = "Type", not_null)]
    kind: Given<Vec<AddressType>>,
    /// How long they are valid.
    #[param(set = "ByQuery", not_null)]
    valid_lifetime: Given<Vec<Ticks>>,
    #[flatten(set = "ByQuery")]
    interfaces: Interfaces,
    #[flatten]
    common: Common,
}

impl Cmdlet for GetNetIpAddress {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let computer = computer_name(cx)?;
        self.interfaces.check(cx, &state)?;
        let object = self.associated_ip_interface.as_ref();
        let known = state.ip.addresses.iter();
        let known = known.filter(|known| {
            let family = AddressFamily::of(known.cidr);
            self.interfaces
                .mean(&state, &known.interface, known.index, family)
                && IpInterface::has(object, known.index, family)
        });
        let all: Vec<NetIpAddress> = known
            .map(|known| NetIpAddress::new(&state, known, &computer))
            .collect();
        let named = self.ip_address.as_deref();
        report_absent(cx, "IPAddress", named, "Get-NetIPAddress", |text| {
            all.iter()
                .any(|known| known.ip_address.eq_ignore_ascii_case(text))
        })?;
        for address in all.into_iter().filter(|address| self.wants(address)) {
            cx.emit(address.into_value())?;
        }
        Ok(())
    }
}

impl GetNetIpAddress {
    fn wants(&self, known: &NetIpAddress) -> bool {
        fn among<T: PartialEq>(given: &Given<Vec<T>>, value: &T) -> bool {
            given.as_ref().is_none_or(|wanted| wanted.contains(value))
        }
        self.ip_address
            .as_deref()
            .is_none_or(|names| fits(names, &known.ip_address))
            && among(&self.address_state, &known.address_state)
            && among(&self.preferred_lifetime, &known.preferred_lifetime)
            && among(&self.prefix_length, &known.prefix_length)
            && among(&self.prefix_origin, &known.prefix_origin)
            && among(&self.skip_as_source, &known.skip_as_source)
            && among(&self.suffix_origin, &known.suffix_origin)
            && among(&self.kind, &known.kind)
            && among(&self.valid_lifetime, &known.valid_lifetime)
    }
}
