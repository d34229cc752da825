//! What was observed of a host, as a file that a simulated host can start from.

use std::collections::BTreeMap;
use std::net::IpAddr;

use serde_json::Value;

use super::World;
use super::anonymous::replace_names;
use crate::model::{MacAddress, State};

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
