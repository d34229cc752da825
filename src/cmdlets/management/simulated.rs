//! Guests of a simulated host on the network: whether they answer.

use std::net::IpAddr;

use crate::Services;
use crate::reader::SCOPE;
use iovsh_backend::model::VmState;
use iovsh_shell::eval::Session;

/// The net that the simulated guests are in, RFC 2544's: nothing of the real network answers there.
fn is_simulated_net(address: IpAddr) -> bool {
    matches!(address, IpAddr::V4(v4) if v4.octets()[0] == 198 && matches!(v4.octets()[1], 18 | 19))
}

/// What is at a name or an address of the simulated network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A guest that runs: its address, and whether its ssh server answers.
    Guest(IpAddr, bool),
    /// Nobody, or a guest that does not run.
    Nobody,
}

/// Who is there; `None` where the host is no simulated one, or the name is one of the real network.
///
/// A running guest answers to a ping. Its ssh server at port 22 answers too, unless the fixture says that its agent is silent (`"agent": false`);
/// no other port is open.
pub fn at(session: &mut Session, host: &str) -> Option<Found> {
    let services = Services::from_any(&session.services())?;
    if !services.is_simulated() {
        return None;
    }
    let wanted: Option<IpAddr> = host.parse().ok();
    if wanted.is_some_and(|address| !is_simulated_net(address)) {
        return None;
    }
    let state = services.host().ok()?.snapshot(&SCOPE).ok()?;
    let mut known = false;
    for vm in &state.vms {
        let named = wanted.is_none() && vm.name.eq_ignore_ascii_case(host);
        known |= named;
        let addresses = vm.adapters.iter().flat_map(|adapter| &adapter.ip_addresses);
        let address = addresses
            .filter_map(|text| text.split('/').next()?.parse::<IpAddr>().ok())
            .find(|address| named || Some(*address) == wanted);
        if let Some(address) = address
            && vm.state == VmState::Running
        {
            return Some(Found::Guest(address, vm.facts.agent != Some(false)));
        }
    }
    (known || wanted.is_some()).then_some(Found::Nobody)
}

/// Whether a port answers; `None` for hosts of the real network.
pub fn port(session: &mut Session, host: &str, port: u16) -> Option<bool> {
    Some(match at(session, host)? {
        Found::Guest(_, ssh) => ssh && port == 22,
        Found::Nobody => false,
    })
}
