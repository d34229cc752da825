//! What was observed of a host, as a file that a simulated host can start from.

use std::collections::BTreeMap;
use std::net::IpAddr;

use serde_json::Value;

use super::World;
use crate::model::{InterfaceName, LinkKind, MacAddress, MacPool, State, Vm};

/// The file's text. With `anonymous` names, notes, paths and addresses are replaced, the same one by the same one everywhere; vendors'
/// parts of MAC addresses stay, as drivers and products do.
///
/// # Errors
/// The state cannot be written as JSON.
pub fn fixture_of(state: &State, anonymous: bool) -> Result<String, serde_json::Error> {
    let mut state = state.clone();
    (state.distrust, state.files) = (None, BTreeMap::new());
    state.unread.clear();
    for vf in state.functions.iter_mut().flat_map(|f| &mut f.vfs) {
        vf.owner = None;
    }
    if anonymous {
        replace_names(&mut state);
    }
    let world = World {
        version: 1,
        state,
        ..World::default()
    };
    let mut value = serde_json::to_value(world)?;
    if anonymous {
        Addresses::default().replace(&mut value);
    }
    serde_json::to_string_pretty(&value)
}

fn replace_names(state: &mut State) {
    state.host.name = "host1".to_owned();
    state.host.fqdn = None;
    state.host.mac_pool = MacPool::default();
    state.desired.mac_pool = None;
    state.desired.departed.clear();
    state.desired.migrations.clear();
    state.checkpoints.clear();
    for (vm, number) in state.vms.iter_mut().zip(1..) {
        replace_names_of(vm, number);
    }
    // An older name may be the new one of another: by way of names that nothing has.
    for round in ["anon", "br"] {
        let bridges: Vec<InterfaceName> = state
            .links
            .iter()
            .filter(|link| link.kind == LinkKind::Bridge)
            .map(|link| link.name.clone())
            .collect();
        for (from, number) in bridges.iter().zip(1_u32..) {
            if let Ok(to) = format!("{round}{number}").parse() {
                rename_bridge(state, from, &to);
            }
        }
    }
    for (switch, number) in state.desired.switches.iter_mut().zip(1_u32..) {
        let new_name = format!("switch{number}");
        for network in state.networks.iter_mut().filter(|n| n.name == switch.name) {
            network.name.clone_from(&new_name);
        }
        switch.name = new_name;
        switch.notes.clear();
    }
}

fn rename_bridge(state: &mut State, from: &InterfaceName, to: &InterfaceName) {
    state.rename_interface(from, to);
    let adapters = state.vms.iter_mut().flat_map(|vm| &mut vm.adapters);
    let of_adapters = adapters.filter_map(|adapter| adapter.bridge.as_mut());
    let of_switches = state
        .desired
        .switches
        .iter_mut()
        .map(|switch| &mut switch.bridge);
    let of_networks = state
        .networks
        .iter_mut()
        .filter_map(|network| network.bridge.as_mut());
    for bridge in of_adapters.chain(of_switches).chain(of_networks) {
        if bridge == from {
            bridge.clone_from(to);
        }
    }
}

fn replace_names_of(vm: &mut Vm, number: u32) {
    vm.name = format!("vm{number}");
    vm.definition = None;
    if let Some(settings) = &mut vm.settings {
        settings.notes.clear();
        settings.checkpoint_folder = None;
    }
    for (drive, place) in vm.facts.drives.iter_mut().zip(1_u32..) {
        if let Some(path) = &mut drive.path {
            *path = format!("/var/lib/libvirt/images/vm{number}-{place}.img");
        }
    }
    for (adapter, place) in vm.adapters.iter_mut().zip(1_u32..) {
        let new_name = match place {
            1 => "Network Adapter".to_owned(),
            place => format!("Network Adapter {place}"),
        };
        if let Some(settings) = &mut vm.settings {
            let mut own = settings.adapters.iter_mut();
            if let Some((_, own)) = own.find(|(alias, _)| *alias == adapter.alias) {
                own.name.clone_from(&new_name);
            }
        }
        adapter.settings.name = new_name;
    }
}

/// Addresses that were met, and what stands for them.
#[derive(Default)]
struct Addresses {
    macs: BTreeMap<MacAddress, MacAddress>,
    ips: BTreeMap<IpAddr, IpAddr>,
}

impl Addresses {
    fn replace(&mut self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Some(other) = self.of(text) {
                    *text = other;
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.replace(item)),
            Value::Object(fields) => fields.values_mut().for_each(|field| self.replace(field)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn of(&mut self, text: &str) -> Option<String> {
        if text.len() == 17
            && text.matches(':').count() == 5
            && let Ok(mac) = text.parse::<MacAddress>()
        {
            return Some(self.mac(mac).to_string());
        }
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, format!("/{prefix}")),
            None => (text, String::new()),
        };
        let ip: IpAddr = address.parse().ok()?;
        Some(format!("{}{prefix}", self.ip(ip)))
    }

    fn mac(&mut self, mac: MacAddress) -> MacAddress {
        if mac.is_zero() {
            return mac;
        }
        let number = u32::try_from(self.macs.len())
            .unwrap_or(u32::MAX)
            .wrapping_add(1);
        let [_, high, middle, low] = number.to_be_bytes();
        let MacAddress([a, b, c, ..]) = mac;
        let other = MacAddress([a, b, c, high, middle, low]);
        *self.macs.entry(mac).or_insert(other)
    }

    fn ip(&mut self, ip: IpAddr) -> IpAddr {
        let number = u16::try_from(self.ips.len())
            .unwrap_or(u16::MAX)
            .wrapping_add(1);
        let [high, low] = number.to_be_bytes();
        let other = match ip {
            // The block of addresses for tests of devices, which is large enough (RFC 2544).
            IpAddr::V4(_) => IpAddr::from([198, 18, high, low]),
            IpAddr::V6(_) => IpAddr::from([0x2001, 0xdb8, 0, 0, 0, 0, 0, number]),
        };
        *self.ips.entry(ip).or_insert(other)
    }
}
