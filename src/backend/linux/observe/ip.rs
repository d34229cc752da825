//! Addresses, routes and neighbours of the host.

use std::collections::HashMap;

use crate::HostError;
use crate::model::{InterfaceName, IpState, Neighbor};

use super::super::{listeners, name_servers, refusal};
use super::Look;

/// All addresses, those of the loopback device first, and the unicast routes of the main table.
pub(super) fn observe(look: &Look<'_>) -> Result<IpState, HostError> {
    let netlink = &look.host.netlink;
    let unread = |error| refusal::unread(&error);
    let mut names = names(look)?;
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

/// All neighbours of both families, but for those of the loopback device, which has none.
pub(super) fn neighbors(look: &Look<'_>) -> Result<Vec<Neighbor>, HostError> {
    let found = look.host.netlink.neighbors(&names(look)?);
    found.map_err(|error| refusal::unread(&error))
}

/// Names of interfaces by their index.
fn names(look: &Look<'_>) -> Result<HashMap<u32, InterfaceName>, HostError> {
    let known = look.names()?.into_iter();
    Ok(known.map(|(index, name)| (index, name.clone())).collect())
}
