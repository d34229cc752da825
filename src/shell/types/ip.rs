//! `System.Net.IPAddress` and `PhysicalAddress`.

use std::any::Any;
use std::net::{IpAddr, Ipv4Addr};

use super::enums::{self, ADDRESS_FAMILY};
use crate::value::{Name, Native, Value};

/// `System.Net.IPAddress`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IpValue {
    /// The address.
    pub address: IpAddr,
    /// The scope of a link-local IPv6 address: what stands behind `%`.
    pub scope: Option<Box<str>>,
}

impl IpValue {
    /// Reads an address. A number alone is an IPv4 address, as in .NET.
    pub fn parse(text: &str) -> Option<Self> {
        let (text, scope) = match text.split_once('%') {
            Some((text, scope)) => (text, Some(scope.into())),
            None => (text, None),
        };
        let text = text
            .strip_prefix('[')
            .and_then(|text| text.strip_suffix(']'))
            .unwrap_or(text);
        let address = match text.parse::<IpAddr>() {
            Ok(address) => address,
            Err(_) => short_v4(text)?.into(),
        };
        Some(Self { address, scope })
    }

    /// An IPv4 address from .NET's number, whose lowest byte is the first.
    pub fn from_bits_little_endian(bits: u32) -> Self {
        Self {
            address: Ipv4Addr::from(bits.to_le_bytes()).into(),
            scope: None,
        }
    }

    /// The bytes, first one first.
    pub fn bytes(&self) -> Vec<u8> {
        match self.address {
            IpAddr::V4(v4) => v4.octets().to_vec(),
            IpAddr::V6(v6) => v6.octets().to_vec(),
        }
    }
}

/// `10.1` and `1`: the last part fills the remaining bytes.
fn short_v4(text: &str) -> Option<Ipv4Addr> {
    let parts: Vec<u64> = text
        .split('.')
        .map(|part| match part.strip_prefix("0x") {
            Some(hex) => u64::from_str_radix(hex, 16).ok(),
            None => part.parse().ok(),
        })
        .collect::<Option<_>>()?;
    let (last, heads) = parts.split_last()?;
    if heads.len() > 3 || heads.iter().any(|part| *part > 255) {
        return None;
    }
    let room = 4 - heads.len();
    if *last >= 1u64 << (8 * room) {
        return None;
    }
    let mut bits = *last;
    for (at, head) in heads.iter().enumerate() {
        bits |= head << (8 * (3 - at));
    }
    Some(Ipv4Addr::from(u32::try_from(bits).ok()?))
}

impl Native for IpValue {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Net.IPAddress", "System.Object"]
    }
    fn to_text(&self) -> String {
        match &self.scope {
            None => self.address.to_string(),
            Some(scope) => format!("{}%{scope}", self.address),
        }
    }
    fn property(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "addressfamily" => {
                enums::value(&ADDRESS_FAMILY, if self.address.is_ipv4() { 2 } else { 23 })
            }
            "ipaddresstostring" => Value::from(self.to_text()),
            "address" => match self.address {
                IpAddr::V4(v4) => Value::Long(i64::from(u32::from_le_bytes(v4.octets()))),
                IpAddr::V6(_) => Value::Null,
            },
            "scopeid" => match (&self.address, &self.scope) {
                (IpAddr::V6(_), Some(scope)) => Value::Long(scope.parse().unwrap_or(0)),
                (IpAddr::V6(_), None) => Value::Long(0),
                _ => Value::Null,
            },
            "isipv6multicast" => Value::Bool(self.address.is_ipv6() && self.address.is_multicast()),
            "isipv6linklocal" => Value::Bool(
                matches!(self.address, IpAddr::V6(v6) if v6.segments()[0] & 0xFFC0 == 0xFE80),
            ),
            "isipv6sitelocal" => Value::Bool(
                matches!(self.address, IpAddr::V6(v6) if v6.segments()[0] & 0xFFC0 == 0xFEC0),
            ),
            "isipv6uniquelocal" => Value::Bool(
                matches!(self.address, IpAddr::V6(v6) if v6.segments()[0] & 0xFE00 == 0xFC00),
            ),
            "isipv6teredo" => Value::Bool(
                matches!(self.address, IpAddr::V6(v6) if v6.segments()[0] == 0x2001 && v6.segments()[1] == 0),
            ),
            "isipv4mappedtoipv6" => {
                Value::Bool(matches!(self.address, IpAddr::V6(v6) if v6.to_ipv4_mapped().is_some()))
            }
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        [
            "AddressFamily",
            "ScopeId",
            "IsIPv6Multicast",
            "IsIPv6LinkLocal",
            "IsIPv6SiteLocal",
            "IsIPv6Teredo",
            "IsIPv6UniqueLocal",
            "IsIPv4MappedToIPv6",
            "Address",
            "IPAddressToString",
        ]
        .map(Name::Static)
        .to_vec()
    }
    fn equals(&self, other: &Value) -> bool {
        other.downcast::<Self>() == Some(self)
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `System.Net.NetworkInformation.PhysicalAddress`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhysicalAddressValue {
    /// The bytes, first one first.
    pub bytes: Vec<u8>,
}

impl PhysicalAddressValue {
    /// Reads `00155D010203`, `00-15-5D-01-02-03`, `00:15:5D:01:02:03` or `0015.5D01.0203`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = text
            .chars()
            .filter(|c| !matches!(c, '-' | ':' | '.'))
            .collect();
        if !digits.len().is_multiple_of(2) || !digits.is_ascii() {
            return None;
        }
        let bytes: Option<Vec<u8>> = (0..digits.len() / 2)
            .map(|at| u8::from_str_radix(digits.get(at * 2..at * 2 + 2)?, 16).ok())
            .collect();
        Some(Self { bytes: bytes? })
    }
}

impl Native for PhysicalAddressValue {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Net.NetworkInformation.PhysicalAddress",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        self.bytes
            .iter()
            .map(|byte| format!("{byte:02X}"))
            .collect()
    }
    fn property(&self, _name: &str) -> Option<Value> {
        None
    }
    fn property_names(&self) -> Vec<Name> {
        Vec::new()
    }
    fn equals(&self, other: &Value) -> bool {
        other.downcast::<Self>() == Some(self)
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}
