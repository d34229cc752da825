//! `Win32_NetworkAdapter` and `Win32_NetworkAdapterConfiguration`: the network adapters of the host that is worked on.

use super::Asked;
use super::system::set;
use crate::host_access::HostAccess;
use iovsh_backend::Scope;
use iovsh_backend::model::{LinkKind, NetAdapter};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::{PsObject, Value};

fn links(cx: &mut Context) -> Flow<Vec<NetAdapter>> {
    let state = cx.snapshot(&Scope::LINKS)?;
    Ok(state
        .links
        .iter()
        .filter(|link| link.is_listed())
        .cloned()
        .collect())
}

fn mac(link: &NetAdapter) -> String {
    let digits: Vec<char> = link
        .mac
        .to_string()
        .chars()
        .filter(char::is_ascii_hexdigit)
        .collect();
    let pairs: Vec<String> = digits.chunks(2).map(|pair| pair.iter().collect()).collect();
    pairs.join(":").to_uppercase()
}

/// `Win32_NetworkAdapter`.
pub(super) fn adapter(cx: &mut Context, _: &Asked) -> Flow<Vec<PsObject>> {
    let found = links(cx)?;
    Ok(found
        .iter()
        .map(|link| {
            let object = PsObject::custom();
            set(&object, "DeviceID", link.index.to_string());
            set(&object, "Name", link.description.as_str());
            set(&object, "Description", link.description.as_str());
            set(&object, "Caption", link.description.as_str());
            set(&object, "NetConnectionID", link.name.to_string());
            set(&object, "MACAddress", mac(link));
            set(&object, "InterfaceIndex", Value::UInt32(link.index));
            set(&object, "Index", Value::UInt32(link.index));
            set(&object, "NetEnabled", link.up);
            set(
                &object,
                "NetConnectionStatus",
                Value::UInt16(match (link.up, link.carrier) {
                    (true, true) => 2,
                    (true, false) => 7,
                    (false, _) => 0,
                }),
            );
            set(&object, "PhysicalAdapter", link.kind == LinkKind::Physical);
            set(&object, "AdapterType", "Ethernet 802.3");
            set(
                &object,
                "Speed",
                link.speed.map_or(Value::Null, |speed| {
                    Value::ULong(u64::from(speed).saturating_mul(1_000_000))
                }),
            );
            set(
                &object,
                "ServiceName",
                link.driver.as_deref().map_or(Value::Null, Value::from),
            );
            set(
                &object,
                "PNPDeviceID",
                link.pci
                    .map_or(Value::Null, |address| Value::from(address.to_string())),
            );
            object
        })
        .collect())
}

/// `Win32_NetworkAdapterConfiguration`.
pub(super) fn configuration(cx: &mut Context, _: &Asked) -> Flow<Vec<PsObject>> {
    let found = links(cx)?;
    Ok(found
        .iter()
        .map(|link| {
            let pairs: Vec<(&str, u32)> = link
                .addresses
                .iter()
                .filter_map(|text| {
                    let (address, length) = text.split_once('/')?;
                    Some((address, length.parse().ok()?))
                })
                .collect();
            let enabled = !pairs.is_empty();
            let list = |items: Vec<String>| {
                if enabled {
                    Value::strings(items)
                } else {
                    Value::Null
                }
            };
            let object = PsObject::custom();
            set(&object, "Description", link.description.as_str());
            set(&object, "Caption", link.description.as_str());
            set(&object, "Index", Value::UInt32(link.index));
            set(&object, "InterfaceIndex", Value::UInt32(link.index));
            set(&object, "MACAddress", mac(link));
            set(&object, "IPEnabled", enabled);
            set(
                &object,
                "IPAddress",
                list(
                    pairs
                        .iter()
                        .map(|(address, _)| (*address).to_owned())
                        .collect(),
                ),
            );
            set(
                &object,
                "IPSubnet",
                list(
                    pairs
                        .iter()
                        .map(|(address, length)| mask(address, *length))
                        .collect(),
                ),
            );
            // How an address came to be there, and which servers names are asked of, is another tool's to say.
            set(&object, "DHCPEnabled", Value::Null);
            set(&object, "DefaultIPGateway", Value::Null);
            set(&object, "DNSServerSearchOrder", Value::Null);
            object
        })
        .collect())
}

/// The mask of an IPv4 prefix; of IPv6 its length.
fn mask(address: &str, length: u32) -> String {
    if address.contains(':') {
        return length.to_string();
    }
    let bits = u32::MAX
        .checked_shl(32_u32.saturating_sub(length))
        .unwrap_or(0);
    std::net::Ipv4Addr::from(bits).to_string()
}

#[cfg(test)]
mod tests {
    use super::mask;

    #[test]
    fn masks_of_prefixes() {
        assert_eq!(mask("10.0.0.1", 24), "255.255.255.0");
        assert_eq!(mask("10.0.0.1", 0), "0.0.0.0");
        assert_eq!(mask("10.0.0.1", 32), "255.255.255.255");
        assert_eq!(mask("fe80::1", 64), "64");
    }
}
