//! What only the guests can tell: their addresses, and the memory that they need.
//!
//! Nothing of it is needed for a plan, so nothing of it may fail a command: what nobody tells stays unknown.

use std::collections::HashMap;
use std::time::Duration;

use serde::Deserialize;

use crate::model::{GuestFacts, MacAddress, Scope, Service, State, Vm};

use super::super::libvirt::{DomainRef, Hypervisor};
use super::Look;

/// How long a guest's agent has to answer.
const AGENT_TIMEOUT: Duration = Duration::from_secs(1);

/// Fills in addresses and memory demand of the VMs that are in `state` already, and whose guests the scope asks.
pub(super) fn observe(look: &Look<'_>, scope: &Scope, state: &mut State) {
    let is_asked = |vm: &Vm| vm.state.is_active() && scope.asks_guest_of(vm.id);
    if !state.vms.iter().any(is_asked) {
        return;
    }
    let libvirt = &look.host.libvirt;
    let demands: HashMap<[u8; 16], u64> = libvirt
        .memory_demands()
        .unwrap_or_default()
        .into_iter()
        .collect();
    let neighbours = look.host.netlink.neighbours().unwrap_or_default();
    let with_agent = state
        .vms
        .iter()
        .filter(|vm| is_asked(vm) && vm.facts.agent == Some(true))
        .filter(|vm| vm.settings().services.has(Service::Facts));
    let asked: Vec<DomainRef> = with_agent
        .map(|vm| DomainRef {
            name: vm.name.clone(),
            uuid: *vm.id.as_bytes(),
            id: -1,
        })
        .collect();
    let command = "{\"execute\":\"guest-network-get-interfaces\"}";
    let answers = libvirt
        .agents(&asked, command, AGENT_TIMEOUT)
        .unwrap_or_default();
    // Only those who have answered are asked more.
    let awake: Vec<DomainRef> = asked
        .iter()
        .zip(&answers)
        .filter(|(_, answer)| answer.as_ref().is_ok_and(|text| !text.is_empty()))
        .map(|(domain, _)| domain.clone())
        .collect();
    let systems = libvirt.agents(&awake, "{\"execute\":\"guest-get-osinfo\"}", AGENT_TIMEOUT);
    let systems: HashMap<[u8; 16], GuestFacts> = awake
        .into_iter()
        .zip(systems.unwrap_or_default())
        .filter_map(|(domain, answer)| Some((domain.uuid, system(&answer.ok()?)?)))
        .collect();
    let told: HashMap<[u8; 16], Vec<(MacAddress, String)>> = asked
        .into_iter()
        .zip(answers)
        .filter_map(|(domain, answer)| Some((domain.uuid, addresses(&answer.ok()?))))
        .collect();
    for vm in state.vms.iter_mut().filter(|vm| is_asked(vm)) {
        let kibibytes = demands.get(vm.id.as_bytes());
        vm.facts.memory_demand = kibibytes.map(|k| k.saturating_mul(1024));
        vm.facts.guest = systems.get(vm.id.as_bytes()).cloned();
        let told = told.get(vm.id.as_bytes()).map_or(&[][..], Vec::as_slice);
        for adapter in &mut vm.adapters {
            let of_mac = |all: &[(MacAddress, String)]| -> Vec<String> {
                let own = all.iter().filter(|(mac, _)| *mac == adapter.mac);
                own.map(|(_, address)| address.clone()).collect()
            };
            let mut found = of_mac(told);
            if found.is_empty() {
                found = of_mac(&neighbours);
            }
            found.sort();
            found.dedup();
            adapter.ip_addresses = found;
        }
    }
}

/// What the agent's answer to `guest-get-osinfo` says.
fn system(answer: &str) -> Option<GuestFacts> {
    let answer: serde_json::Value = serde_json::from_str(answer).ok()?;
    let answer = answer.get("return")?;
    let text = |name: &str| answer.get(name)?.as_str().map(str::to_owned);
    Some(GuestFacts {
        system: text("pretty-name").or_else(|| text("name")),
        kernel: text("kernel-release"),
    })
}

#[derive(Deserialize)]
struct Answer {
    #[serde(rename = "return")]
    interfaces: Vec<GuestInterface>,
}

#[derive(Deserialize)]
struct GuestInterface {
    #[serde(rename = "hardware-address")]
    mac: Option<MacAddress>,
    #[serde(rename = "ip-addresses", default)]
    addresses: Vec<GuestAddress>,
}

#[derive(Deserialize)]
struct GuestAddress {
    #[serde(rename = "ip-address")]
    address: String,
}

/// The addresses in the agent's answer to `guest-network-get-interfaces`.
fn addresses(answer: &str) -> Vec<(MacAddress, String)> {
    let Ok(answer) = serde_json::from_str::<Answer>(answer) else {
        return Vec::new();
    };
    let each = answer.interfaces.into_iter();
    each.filter_map(|interface| Some((interface.mac?, interface.addresses)))
        .flat_map(|(mac, all)| all.into_iter().map(move |one| (mac, one.address)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::addresses;

    #[test]
    fn the_agents_answer_is_read_and_nonsense_is_nothing() {
        let answer = r#"{"return":[
            {"name":"lo","hardware-address":"00:00:00:00:00:00","ip-addresses":[{"ip-address-type":"ipv4","ip-address":"127.0.0.1","prefix":8}]},
            {"name":"eth0","hardware-address":"52:54:00:11:22:33","ip-addresses":[
                {"ip-address-type":"ipv4","ip-address":"192.0.2.7","prefix":24},
                {"ip-address-type":"ipv6","ip-address":"fe80::1","prefix":64}]},
            {"name":"tunl0"}]}"#;
        let found: Vec<String> = addresses(answer)
            .into_iter()
            .filter(|(mac, _)| mac.to_string() == "52:54:00:11:22:33")
            .map(|(_, address)| address)
            .collect();
        assert_eq!(found, ["192.0.2.7", "fe80::1"]);
        assert!(addresses("{\"error\":{}}").is_empty());
        assert!(addresses("").is_empty());
    }
}
