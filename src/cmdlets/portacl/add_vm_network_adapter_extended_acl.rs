//! `Add-VMNetworkAdapterExtendedAcl`.

use super::addresses::{is_any, unreadable};
use crate::adapters::{Adapters, Handed, change_each};
use crate::types::{ExtendedAclAction, ExtendedAclDirection, VmNetworkAdapterExtendedAclSetting};
use crate::{invalid, unsupported};
use iovsh_backend::model::{self, ExtendedAcl, ParseError};
use iovsh_backend::policy;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Nullable;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::{Flow, ShellError};
use iovsh_shell::eval::Context;
use std::str::FromStr;

/// Adds an extended port ACL to virtual network adapters.
///
/// It allows or denies IP packets by addresses, ports and protocol. Of those that fit the one with the highest weight
/// decides, before any port ACL; what fits none passes. Every packet is looked at by itself: answers need an ACL of their own.
///
/// ACLs are filters at the adapter's port and take effect at once. A virtual function would go around them, so an adapter
/// that has ACLs stays on the paravirtual path.
///
/// # Examples
/// ```iovsh
/// PS> Add-VMNetworkAdapterExtendedAcl -VMName web1 -Action Deny -Direction Outbound -RemoteIPAddress 192.0.2.0/24 -RemotePort 25 -Protocol TCP -Weight 10 -Passthru | Format-List Direction, RemoteIPAddress, RemotePort, Weight
/// Direction       : Outbound
/// RemoteIPAddress : 192.0.2.0/24
/// RemotePort      : 25
/// Weight          : 10
/// ```
/// Only HTTPS comes in; the higher weight wins:
/// ```iovsh
/// PS> Add-VMNetworkAdapterExtendedAcl -VMName web1 -Action Deny -Direction Inbound -Weight 1
/// PS> Add-VMNetworkAdapterExtendedAcl -VMName web1 -Action Allow -Direction Inbound -LocalPort 443 -Protocol TCP -Weight 10
/// PS> Get-VMNetworkAdapterExtendedAcl -VMName web1 | Format-Table Direction, Action, LocalPort, Weight
/// Direction Action LocalPort Weight
/// --------- ------ --------- ------
///   Inbound  Allow 443           10
///   Inbound   Deny ANY            1
/// ```
/// The same rule for all web servers:
/// ```iovsh
/// PS> Get-VM web* | Get-VMNetworkAdapter | Add-VMNetworkAdapterExtendedAcl -Action Deny -Direction Outbound -RemotePort 25 -Protocol TCP -Weight 10
/// PS> (Get-VMNetworkAdapterExtendedAcl -VMName web*).Count
/// 2
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Add", noun = "VMNetworkAdapterExtendedAcl", module = "Hyper-V", default_set = "VMName", impact = Medium, output = VmNetworkAdapterExtendedAclSetting)]
pub struct AddVmNetworkAdapterExtendedAcl {
    /// Allow or Deny.
    #[param(position = 1, mandatory)]
    action: Option<ExtendedAclAction>,
    /// Seen from the virtual machine: Inbound or Outbound.
    #[param(position = 2, mandatory)]
    direction: Option<ExtendedAclDirection>,
    /// The virtual machine's address, also with a prefix length.
    #[param(name = "LocalIPAddress", position = 3, not_null_or_empty)]
    local_ip_address: Option<String>,
    /// The address of whom it talks with, also with a prefix length.
    #[param(name = "RemoteIPAddress", position = 4, not_null_or_empty)]
    remote_ip_address: Option<String>,
    /// The virtual machine's port, or ports: 80, 8000-8010. Only with -Protocol TCP or UDP.
    #[param(position = 5, not_null_or_empty)]
    local_port: Option<String>,
    /// The port or ports of whom it talks with. Only with -Protocol TCP or UDP.
    #[param(position = 6, not_null_or_empty)]
    remote_port: Option<String>,
    /// TCP, UDP, or the number of what IP carries, 1 to 255.
    #[param(position = 7, not_null)]
    protocol: Option<String>,
    /// 1 to 65535, unique for each direction; higher ones are looked at first.
    #[param(position = 8, mandatory, range = 1..=65535)]
    weight: Nullable<i32>,
    /// Only $false: every packet is looked at by itself.
    #[param(not_null)]
    stateful: Nullable<bool>,
    /// Of stateful ACLs; not supported.
    #[param(not_null, refused = STATEFUL)]
    idle_session_timeout: Nullable<i32>,
    /// Of routing domains; not supported.
    #[param(name = "IsolationID", not_null, refused = unsupported::ROUTING_DOMAINS)]
    isolation_id: Nullable<i32>,
    /// Hands on the ACL that was added.
    passthru: bool,
    #[flatten]
    adapters: Adapters,
}

const STATEFUL: &str =
    "filters of a port look at every packet by itself; add an ACL for the answers.";

impl Cmdlet for AddVmNetworkAdapterExtendedAcl {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if *self.stateful == Some(true) {
            unsupported::refuse("Stateful", STATEFUL)?;
        }
        let acl = self.wanted()?;
        let shown = acl.clone();
        let targets = self.adapters.chosen(cx)?;
        change_each(
            cx,
            targets,
            &|target| policy::Intent::AddExtendedAcl {
                vm: target.vm,
                adapter: target.alias.clone(),
                acl: acl.clone(),
            },
            Handed::after(self.passthru, move |reader, found, _| {
                vec![reader.extended_acl(found, &shown).into_value()]
            }),
        )
    }
}

impl AddVmNetworkAdapterExtendedAcl {
    /// The parameters as an ACL.
    fn wanted(&self) -> Result<ExtendedAcl, ShellError> {
        let (Some(action), Some(direction)) = (self.action, self.direction) else {
            return Err(invalid::parameter(
                "An ACL has an action and a direction.",
                "Give -Action and -Direction.",
            ));
        };
        let acl = ExtendedAcl {
            action: match action {
                ExtendedAclAction::Allow => model::AclAction::Allow,
                ExtendedAclAction::Deny => model::AclAction::Deny,
            },
            direction: direction.into(),
            local: read(self.local_ip_address.as_deref())?,
            remote: read(self.remote_ip_address.as_deref())?,
            local_port: read(self.local_port.as_deref())?,
            remote_port: read(self.remote_port.as_deref())?,
            protocol: protocol(self.protocol.as_deref())?,
            weight: u16::try_from(self.weight.unwrap_or(1)).unwrap_or(1),
        };
        if let (Some(local), Some(remote)) = (acl.local, acl.remote)
            && local.family() != remote.family()
        {
            return Err(invalid::parameter(
                "One address is of IPv4 and the other of IPv6.",
                "Give two of one version.",
            ));
        }
        let has_ports = acl.local_port.is_some() || acl.remote_port.is_some();
        if has_ports && !matches!(acl.protocol, Some(6 | 17)) {
            return Err(invalid::parameter(
                "Only TCP and UDP have ports.",
                "Add -Protocol TCP or -Protocol UDP.",
            ));
        }
        Ok(acl)
    }
}

/// A value that may be `ANY`.
fn read<T: FromStr<Err = ParseError>>(text: Option<&str>) -> Result<Option<T>, ShellError> {
    match text.filter(|text| !is_any(text)) {
        None => Ok(None),
        Some(text) => text.parse().map(Some).map_err(|error| unreadable(&error)),
    }
}

fn protocol(text: Option<&str>) -> Result<Option<u8>, ShellError> {
    let Some(text) = text.filter(|text| !is_any(text)) else {
        return Ok(None);
    };
    match text.to_ascii_lowercase().as_str() {
        "tcp" => Ok(Some(6)),
        "udp" => Ok(Some(17)),
        number => match number.parse() {
            Ok(number @ 1..) => Ok(Some(number)),
            _ => Err(invalid::parameter(
                format!("'{text}' is no protocol."),
                "Give TCP, UDP, or IP's number of it, 1 to 255.",
            )),
        },
    }
}
