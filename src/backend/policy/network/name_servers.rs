//! Who the host asks for names.

use std::net::IpAddr;

use crate::model::{InterfaceName, NameServer, Resolver, State};
use crate::plan::{IpChange, PlanBuilder};
use crate::policy::focus::Focus;
use crate::policy::guard;
use crate::{Category, HostError};

/// So many servers of `/etc/resolv.conf` the C library asks (`MAXNS`).
const MOST: usize = 3;

/// Says who is asked for names through an interface. Without servers none is.
///
/// # Errors
/// `NetAdapter.NotFound`, `Dns.Managed`, `Dns.Unknown`.
pub(in crate::policy) fn set(
    state: &State,
    plan: &mut PlanBuilder,
    name: &InterfaceName,
    servers: &[IpAddr],
) -> Result<Focus, HostError> {
    let link = guard::nic_named(state, name.as_str())?;
    plan.about(
        format!("Set the name servers of {}", link.name),
        link.name.to_string(),
    );
    let interface = match &state.ip.resolver {
        Some(Resolver::PerInterface) => {
            plan.warn(
                "NetAdapter.NotPersistent",
                format!(
                    "The name servers of '{}' last until the interface is brought up anew; write them into the files of the tool that does it to keep them.",
                    link.name
                ),
            );
            Some(link.name.clone())
        }
        Some(Resolver::HostFile) => {
            plan.warn(
                "Dns.HostWide",
                "This host has one list of name servers for all of its interfaces, /etc/resolv.conf."
                    .to_owned(),
            );
            if servers.len() > MOST {
                plan.warn(
                    "Dns.TooMany",
                    format!("Programs ask the first {MOST} name servers only."),
                );
            }
            None
        }
        Some(Resolver::Tool(tool)) => {
            return Err(refused(
                "Dns.Managed",
                link.name.as_str(),
                format!(
                    "{tool} writes the name servers of this host, and would write over others."
                ),
                &hand(tool, link.name.as_str()),
            ));
        }
        None => {
            return Err(refused(
                "Dns.Unknown",
                link.name.as_str(),
                "Who keeps the name servers of this host is not known.".to_owned(),
                "See who writes it: ls -l /etc/resolv.conf; head /etc/resolv.conf",
            ));
        }
    };
    let what = match interface {
        Some(_) => format!("Set the name servers of {}", link.name),
        None => "Set the name servers of the host".to_owned(),
    };
    plan.step(
        what,
        IpChange::SetNameServers {
            interface,
            servers: servers.iter().copied().map(NameServer::from).collect(),
        },
    );
    Ok(Focus::on_records())
}

/// What is typed into the tool that keeps them.
fn hand(tool: &str, interface: &str) -> String {
    let interface = crate::policy::word::word(interface);
    match tool {
        "NetworkManager" => format!(
            "nmcli device modify {interface} ipv4.dns 'ADDRESS' changes it until the next start, 'nmcli connection modify' for good."
        ),
        "resolvconf" => format!(
            "Write 'dns-nameservers ADDRESS' beside {interface} in /etc/network/interfaces, or use resolvconf -a."
        ),
        "dhclient" => format!(
            "Write 'supersede domain-name-servers ADDRESS;' into /etc/dhcp/dhclient.conf, then: dhclient -r {interface}; dhclient {interface}"
        ),
        "dhcpcd" => format!(
            "Write 'static domain_name_servers=ADDRESS' below 'interface {interface}' into /etc/dhcpcd.conf, then: dhcpcd -n {interface}"
        ),
        "ConnMan" => "connmanctl services names them, connmanctl config SERVICE --nameservers ADDRESS sets it.".to_owned(),
        "netconfig" => {
            "Write NETCONFIG_DNS_STATIC_SERVERS=\"ADDRESS\" into /etc/sysconfig/network/config, then: netconfig update -f".to_owned()
        }
        "systemd-resolved" => {
            "Start systemd-resolved, which keeps those of each interface: systemctl start systemd-resolved".to_owned()
        }
        other => format!("See who writes it, and tell him: ls -l /etc/resolv.conf; head /etc/resolv.conf ({other})."),
    }
}

fn refused(id: &'static str, target: &str, message: String, step: &str) -> HostError {
    HostError::new(id, Category::InvalidOperation, message)
        .target(target)
        .next_step(step)
}
