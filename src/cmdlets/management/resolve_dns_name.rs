//! `Resolve-DnsName`.

use std::net::IpAddr;

use iovsh_derive::{Cmdlet, PsEnum, PsObject};

use super::simulated;
use super::test_net_connection::resolved;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// A kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.DnsClient.Commands.RecordType")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub enum RecordType {
    #[psenum(name = "UNKNOWN")]
    Unknown = 0,
    A = 1,
    #[psenum(name = "NS")]
    Ns = 2,
    #[psenum(name = "CNAME")]
    Cname = 5,
    #[psenum(name = "PTR")]
    Ptr = 12,
    #[psenum(name = "MX")]
    Mx = 15,
    #[psenum(name = "TXT")]
    Txt = 16,
    #[psenum(name = "AAAA")]
    Aaaa = 28,
    #[psenum(name = "SRV")]
    Srv = 33,
    #[psenum(name = "ALL")]
    All = 255,
    #[psenum(name = "A_AAAA")]
    Addresses = 1028,
}

/// An address of IPv4.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.DnsClient.Commands.DnsRecord_A",
    base = "Microsoft.DnsClient.Commands.DnsRecord"
)]
pub struct DnsAddress {
    /// The name that was asked about.
    name: String,
    /// A or AAAA.
    #[property(name = "Type")]
    #[then("TTL" = Value::Null, "Section" = "Answer")]
    kind: RecordType,
    /// The address.
    #[property(name = "IPAddress", alias = "Address", alias = "IP4Address")]
    ip_address: String,
}

/// An address of IPv6.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.DnsClient.Commands.DnsRecord_AAAA",
    base = "Microsoft.DnsClient.Commands.DnsRecord"
)]
pub struct DnsAddress6 {
    /// The name that was asked about.
    name: String,
    /// AAAA.
    #[property(name = "Type")]
    #[then("TTL" = Value::Null, "Section" = "Answer")]
    kind: RecordType,
    /// The address.
    #[property(name = "IPAddress", alias = "Address", alias = "IP6Address")]
    ip_address: String,
}

/// Gets the addresses of a name, as every program of this machine finds them.
///
/// The system's own resolver is asked (`getaddrinfo`): the files and servers that nsswitch.conf and resolv.conf name, in their order. It tells
/// addresses only, and no times to live; for other records there is resolvectl.
///
/// # Examples
/// ```iovsh
/// PS> (Resolve-DnsName 127.0.0.1).IPAddress
/// 127.0.0.1
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Resolve", noun = "DnsName", module = "DnsClient", output = DnsAddress, output = DnsAddress6)]
pub struct ResolveDnsName {
    /// The name.
    #[param(
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name,
        not_null_or_empty
    )]
    name: String,
    /// A, AAAA or A_AAAA, which is both.
    #[param(position = 1, name = "Type", by_property_name)]
    kind: Option<RecordType>,
    #[param(
        position = 2,
        refused = "the system's resolver asks the servers of resolv.conf: dig @SERVER NAME asks another one."
    )]
    server: Vec<String>,
    #[param(no_effect = "which sources are asked stands in nsswitch.conf.")]
    dns_only: bool,
    #[param(no_effect = "which sources are asked stands in nsswitch.conf.")]
    no_hosts_file: bool,
    #[param(no_effect = "the system's resolver decides what it remembers.")]
    cache_only: bool,
    #[param(no_effect = "the system's resolver decides how it asks.")]
    quick_timeout: bool,
    #[param(no_effect = "the system's resolver decides how it asks.")]
    tcp_only: bool,
}

impl Cmdlet for ResolveDnsName {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let name = self.name.trim_end_matches('.').to_owned();
        let kinds: &[RecordType] = match self.kind {
            None | Some(RecordType::Addresses | RecordType::Unknown) => {
                &[RecordType::Aaaa, RecordType::A]
            }
            Some(RecordType::A) => &[RecordType::A],
            Some(RecordType::Aaaa) => &[RecordType::Aaaa],
            Some(_) => {
                return Err(ShellError::new(
                    "NotSupported",
                    ErrorCategory::NotImplemented,
                    "The system's resolver tells addresses only.",
                )
                .target(name.as_str())
                .help("Other records: resolvectl query --type=MX NAME, or dig NAME MX.")
                .into());
            }
        };
        let addresses = match simulated::at(cx.session(), &name) {
            Some(simulated::Found::Machine(address, _)) => vec![address],
            _ => resolved(&name),
        };
        if addresses.is_empty() {
            return cx.error(
                ShellError::new(
                    "DNS_ERROR_RCODE_NAME_ERROR",
                    ErrorCategory::ResourceUnavailable,
                    format!("{name} : DNS name does not exist"),
                )
                .target(name.as_str())
                .help("See which servers are asked: resolvectl status, or cat /etc/resolv.conf."),
            );
        }
        let of_kind = |address: &IpAddr| match address {
            IpAddr::V4(_) => kinds.contains(&RecordType::A),
            IpAddr::V6(_) => kinds.contains(&RecordType::Aaaa),
        };
        if !addresses.iter().any(of_kind) {
            let (lacks, has) = match kinds {
                [RecordType::Aaaa] => ("IPv6", "A"),
                _ => ("IPv4", "AAAA"),
            };
            return cx.error(
                ShellError::new(
                    "DNS_INFO_NO_RECORDS",
                    ErrorCategory::ResourceUnavailable,
                    format!("{name} : No records found for given DNS query: it has no address of {lacks}."),
                )
                .target(name.as_str())
                .help(format!("It has others: Resolve-DnsName {name} -Type {has}")),
            );
        }
        for address in addresses.into_iter().filter(of_kind) {
            let name = name.clone();
            let ip_address = address.to_string();
            cx.emit(match address {
                IpAddr::V4(_) => DnsAddress {
                    name,
                    kind: RecordType::A,
                    ip_address,
                }
                .into_value(),
                IpAddr::V6(_) => DnsAddress6 {
                    name,
                    kind: RecordType::Aaaa,
                    ip_address,
                }
                .into_value(),
            })?;
        }
        Ok(())
    }
}
