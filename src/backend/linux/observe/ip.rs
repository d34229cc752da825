//! Addresses and routes of the host.

use std::collections::HashMap;

use crate::HostError;
use crate::model::{InterfaceName, IpState};

use super::super::{listeners, name_servers, refusal};
use super::Look;

/// All addresses, those of the loopback device first, and the unicast routes of the main table.
pub(super) fn observe(look: &Look<'_>) -> Result<IpState, HostError> {
    let netlink = &look.host.netlink;
    let unread = |error| refusal::unread(&error);
    let known = look.names()?;
    let mut names: HashMap<u32, InterfaceName> = known
        .into_iter()
        .map(|(index, name)| (index, name.clone()))
        .collect();
    if let Ok(loopback) = "lo".parse() {
        names.entry(1).or_insert(loopback);
    }
    let mut ip = netlink.ip(&names).map_err(unread)?;
    let known = names.iter().map(|(index, name)| (*index, name));
    let (resolver, servers) = name_servers::read(&look.host.sysfs, known);
    ip.resolver = Some(resolver);
    ip.name_servers = servers;
    ip.listeners = listeners::read(&look.host.sysfs);
    Ok(ip)
}
