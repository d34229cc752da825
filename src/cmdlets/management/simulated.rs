//! Simulated hosts and their guests on the network: whether they answer.

use std::net::IpAddr;

use crate::Services;
use crate::reader::SCOPE;
use crate::services::is_here;
use iovsh_backend::Scope;
use iovsh_backend::model::VmState;
use iovsh_base::names::NameExt as _;
use iovsh_shell::eval::Session;

/// The net that the simulated guests are in, RFC 2544's: nothing of the real network answers there.
fn is_simulated_net(address: IpAddr) -> bool {
    matches!(address, IpAddr::V4(v4) if v4.octets()[0] == 198 && matches!(v4.octets()[1], 18 | 19))
}

/// The nets that the simulated hosts are in, RFC 5737's: nothing of the real network answers there either.
fn is_net_of_hosts(address: IpAddr) -> bool {
    let IpAddr::V4(v4) = address else {
        return false;
    };
    let [first, second, third, _] = v4.octets();
    [[192, 0, 2], [198, 51, 100], [203, 0, 113]].contains(&[first, second, third])
}

/// The address of the simulated host that a name or an address means.
fn host_at(services: &Services, host: &str, wanted: Option<IpAddr>) -> Option<IpAddr> {
    let addresses = |place: usize| -> Vec<IpAddr> {
        let opened = services.place(place).host();
        let state = opened.and_then(|opened| opened.snapshot(&Scope::LINKS));
        let links = state.map(|state| state.links).unwrap_or_default();
        let texts = links.iter().flat_map(|link| &link.addresses);
        texts
            .filter_map(|text| text.split('/').next()?.parse().ok())
            .collect()
    };
    let Some(wanted) = wanted else {
        if is_here(host) || host.contains([':', '/']) {
            return None;
        }
        return addresses(services.named(host, None).ok()?).first().copied();
    };
    let fleet = services.known_names().into_iter();
    let places = fleet.filter_map(|name| services.named(&name, None).ok());
    std::iter::once(services.home())
        .chain(places)
        .any(|place| addresses(place).contains(&wanted))
        .then_some(wanted)
}

/// What is at a name or an address of the simulated network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A host, or a guest that runs: its address, and whether its ssh server answers.
    Machine(IpAddr, bool),
    /// Nobody, or a guest that does not run.
    Nobody,
}

/// Who is there; `None` where the host is no simulated one, or the name is one of the real network.
///
/// A host answers, and a running guest does to a ping. Its ssh server at port 22 answers too, unless the fixture says that its agent is silent (`"agent": false`);
/// no other port is open. So does that of a host.
pub fn at(session: &mut Session, host: &str) -> Option<Found> {
    let services = Services::from_any(&session.services())?;
    if !services.is_simulated() {
        return None;
    }
    let wanted: Option<IpAddr> = host.parse().ok();
    if wanted.is_some_and(is_net_of_hosts) {
        let found = host_at(&services, host, wanted);
        return Some(found.map_or(Found::Nobody, |address| Found::Machine(address, true)));
    }
    if wanted.is_some_and(|address| !is_simulated_net(address)) {
        return None;
    }
    let state = services.host().ok()?.snapshot(&SCOPE).ok()?;
    let mut known = false;
    for vm in &state.vms {
        let named = wanted.is_none() && vm.name.is_same_name(host);
        known |= named;
        let addresses = vm.adapters.iter().flat_map(|adapter| &adapter.ip_addresses);
        let address = addresses
            .filter_map(|text| text.split('/').next()?.parse::<IpAddr>().ok())
            .find(|address| named || Some(*address) == wanted);
        if let Some(address) = address
            && vm.state == VmState::Running
        {
            return Some(Found::Machine(address, vm.facts.agent != Some(false)));
        }
    }
    if !known && let Some(address) = host_at(&services, host, wanted) {
        return Some(Found::Machine(address, true));
    }
    (known || wanted.is_some()).then_some(Found::Nobody)
}

/// Whether a port answers; `None` for hosts of the real network.
pub fn port(session: &mut Session, host: &str, port: u16) -> Option<bool> {
    Some(match at(session, host)? {
        Found::Machine(_, ssh) => ssh && port == 22,
        Found::Nobody => false,
    })
}
