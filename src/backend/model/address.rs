//! Small parsed values: PCI addresses, interface names, VLAN ids, NUMA nodes, UUIDs. Each prints as it parses.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Text that is not a valid value of its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    /// What was expected, for example `a PCI address such as 0000:01:10.0`.
    pub expected: &'static str,
    /// The text that was given.
    pub found: String,
}

impl ParseError {
    pub(super) fn new(expected: &'static str, found: &str) -> Self {
        Self {
            expected,
            found: found.to_owned(),
        }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "'{}' is not {}", self.found, self.expected)
    }
}

impl std::error::Error for ParseError {}

/// Makes a type that prints and parses travel through serde as its text.
macro_rules! as_text {
    ($type:ty) => {
        impl From<$type> for String {
            fn from(value: $type) -> String {
                value.to_string()
            }
        }
        impl TryFrom<String> for $type {
            type Error = ParseError;
            fn try_from(text: String) -> Result<Self, ParseError> {
                text.parse()
            }
        }
    };
}
pub(super) use as_text;

/// A PCI function's address: domain, bus, device, function ("BDF"). Moves between boots; never an identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PciAddress {
    /// PCI domain (segment), 16 bit on most machines, 32 bit behind some controllers.
    pub domain: u32,
    /// Bus number.
    pub bus: u8,
    /// Device number, 0 to 31.
    pub device: u8,
    /// Function number, 0 to 7.
    pub function: u8,
}

const PCI_ADDRESS: &str = "a PCI address such as 0000:01:10.0";

impl PciAddress {
    /// The 16-bit requester id (bus, device, function) that VF offsets and strides are counted in.
    #[must_use]
    pub fn routing_id(self) -> u16 {
        (u16::from(self.bus) << 8)
            | (u16::from(self.device & 0x1f) << 3)
            | u16::from(self.function & 7)
    }

    /// The function `offset` routing ids further on, or `None` past the last bus of the domain.
    #[must_use]
    pub fn offset_by(self, offset: u32) -> Option<Self> {
        let id = u16::try_from(u32::from(self.routing_id()).checked_add(offset)?).ok()?;
        let [bus, low] = id.to_be_bytes();
        Some(Self {
            domain: self.domain,
            bus,
            device: low >> 3,
            function: low & 7,
        })
    }
}

impl fmt::Display for PciAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:04x}:{:02x}:{:02x}.{:x}",
            self.domain, self.bus, self.device, self.function
        )
    }
}

impl FromStr for PciAddress {
    type Err = ParseError;
    /// Accepts `dddd:bb:dd.f` and, as `lspci` prints it, `bb:dd.f`.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let bad = || ParseError::new(PCI_ADDRESS, text);
        let hex = |part: &str, longest: usize| {
            let valid = !part.is_empty()
                && part.len() <= longest
                && part.bytes().all(|b| b.is_ascii_hexdigit());
            if valid {
                u32::from_str_radix(part, 16).map_err(|_| bad())
            } else {
                Err(bad())
            }
        };
        let (front, function) = text.rsplit_once('.').ok_or_else(bad)?;
        let (front, device) = front.rsplit_once(':').ok_or_else(bad)?;
        let (domain, bus) = front.rsplit_once(':').unwrap_or(("0", front));
        let (device, function) = (hex(device, 2)?, hex(function, 1)?);
        if device > 31 || function > 7 {
            return Err(bad());
        }
        let byte = |value: u32| u8::try_from(value).map_err(|_| bad());
        Ok(Self {
            domain: hex(domain, 8)?,
            bus: byte(hex(bus, 2)?)?,
            device: byte(device)?,
            function: byte(function)?,
        })
    }
}

as_text!(PciAddress);

/// The name of a network interface as the kernel allows it: 1 to 15 bytes, no slash, no white space, not `.` or `..`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct InterfaceName(String);

impl InterfaceName {
    /// The kernel's own name for "no device yet"; what a default [`super::NetAdapter`] is called.
    pub(super) fn placeholder() -> Self {
        Self("none".to_owned())
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for InterfaceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for InterfaceName {
    type Err = ParseError;
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let fits = (1..=15).contains(&text.len()) && text != "." && text != "..";
        // The kernel's rule, no other (`dev_valid_name`): a name that it takes is a name.
        let clean = !text
            .chars()
            .any(|c| matches!(c, '/' | ':' | ' ' | '\t'..='\r'));
        if fits && clean {
            Ok(Self(text.to_owned()))
        } else {
            Err(ParseError::new(
                "an interface name of 1 to 15 bytes without slash, colon or blank",
                text,
            ))
        }
    }
}

as_text!(InterfaceName);

/// An 802.1Q VLAN id that can be used: 1 to 4094. "No VLAN" is the absence of a value, never 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct VlanId(u16);

impl VlanId {
    /// The id as a number.
    #[must_use]
    pub fn get(self) -> u16 {
        self.0
    }
}

impl TryFrom<u16> for VlanId {
    type Error = ParseError;
    fn try_from(value: u16) -> Result<Self, ParseError> {
        if (1..=4094).contains(&value) {
            Ok(Self(value))
        } else {
            Err(ParseError::new(
                "a VLAN id from 1 to 4094",
                &value.to_string(),
            ))
        }
    }
}

impl From<VlanId> for u16 {
    fn from(value: VlanId) -> u16 {
        value.0
    }
}

impl fmt::Display for VlanId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A NUMA node's number. The kernel's -1 ("unknown") is the absence of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NumaNode(pub u16);

impl fmt::Display for NumaNode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A 128-bit id as libvirt and Hyper-V use it for VMs and switches.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default,
)]
#[serde(try_from = "String", into = "String")]
pub struct Uuid([u8; 16]);

impl Uuid {
    /// Stands for the host itself where the owner of a network adapter is named: no VM has it.
    pub const HOST: Self = Self([0; 16]);

    /// The id with these bytes, in the order in which they are printed.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The bytes in the order in which they are printed.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The id that is made of a text (version 8, RFC 9562): the same text gives the same id at every time and place. Two
    /// texts have the same one as seldom as two of 122 random bits do.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        // Two different offsets of the 64-bit FNV-1a hash, the second over the first as well.
        let hash = |start: u64, bytes: &[u8]| {
            bytes.iter().fold(start, |h, b| {
                (h ^ u64::from(*b)).wrapping_mul(0x0000_0100_0000_01b3)
            })
        };
        let first = hash(0xcbf2_9ce4_8422_2325, text.as_bytes());
        let second = hash(
            hash(0x6c62_272e_07bb_0142, &first.to_be_bytes()),
            text.as_bytes(),
        );
        let number = (u128::from(first) << 64) | u128::from(second);
        let mut bytes = number.to_be_bytes();
        bytes[6] = (bytes[6] & 0x0f) | 0x80;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        Self(bytes)
    }

    /// A new random (version 4) id.
    #[must_use]
    pub fn random() -> Self {
        use std::hash::{BuildHasher, Hasher, RandomState};
        let mut bytes = [0u8; 16];
        let drawn = std::fs::File::open("/dev/urandom")
            .and_then(|mut f| std::io::Read::read_exact(&mut f, &mut bytes));
        if drawn.is_err() {
            // No device file (a bare container): the standard library's own random hash keys are good enough for an id.
            for half in bytes.chunks_exact_mut(8) {
                half.copy_from_slice(&RandomState::new().build_hasher().finish().to_be_bytes());
            }
        }
        bytes[6] = (bytes[6] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        Self(bytes)
    }
}

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Each object of a machine has ids, so they are written at once and not digit by digit.
        const PLACES: [usize; 16] = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
        let digit = |half: u8| {
            if half < 10 {
                b'0' + half
            } else {
                b'a' + half - 10
            }
        };
        let mut text = [b'-'; 36];
        for (place, byte) in PLACES.into_iter().zip(self.0) {
            if let Some(two) = text.get_mut(place..place + 2) {
                two.copy_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
            }
        }
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

impl FromStr for Uuid {
    type Err = ParseError;
    /// Accepts 32 hex digits with or without hyphens and braces.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let bad = || ParseError::new("a UUID such as 6f1c9a52-0b1e-4c57-9d0e-0d2f5b3a7c11", text);
        let inner = text
            .strip_prefix('{')
            .and_then(|t| t.strip_suffix('}'))
            .unwrap_or(text);
        let mut digits = inner.bytes().filter(|b| *b != b'-');
        let mut bytes = [0u8; 16];
        let mut nibble = || {
            let digit = digits.next().map(char::from).and_then(|c| c.to_digit(16));
            digit.and_then(|d| u8::try_from(d).ok()).ok_or_else(bad)
        };
        for byte in &mut bytes {
            *byte = (nibble()? << 4) | nibble()?;
        }
        if digits.next().is_some() {
            Err(bad())
        } else {
            Ok(Self(bytes))
        }
    }
}

as_text!(Uuid);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pci_addresses_print_as_they_parse() {
        for text in ["0000:01:10.0", "10000:e1:00.7", "0001:ff:1f.3"] {
            assert_eq!(text.parse::<PciAddress>().unwrap().to_string(), text);
        }
        assert_eq!(
            "01:10.2".parse::<PciAddress>().unwrap().to_string(),
            "0000:01:10.2"
        );
        for text in [
            "",
            "01:10",
            "01:20.0",
            "01:10.8",
            "0000:01:10.0 ",
            "g0:00.0",
            "0000:01:10.00",
            "+1:00.0",
        ] {
            assert!(text.parse::<PciAddress>().is_err(), "{text}");
        }
    }

    #[test]
    fn virtual_functions_lie_at_offset_and_stride() {
        let pf: PciAddress = "0000:01:00.0".parse().unwrap();
        assert_eq!(pf.offset_by(0x80).unwrap().to_string(), "0000:01:10.0");
        assert_eq!(pf.offset_by(0x82).unwrap().to_string(), "0000:01:10.2");
        assert_eq!(pf.offset_by(0x180).unwrap().to_string(), "0000:02:10.0");
        assert_eq!(pf.offset_by(0x1_0000), None);
    }

    #[test]
    fn interface_names_follow_the_kernel() {
        assert!("enp1s0f0".parse::<InterfaceName>().is_ok());
        for text in ["", ".", "..", "a/b", "a b", "sixteen-bytes-xx", "a:b"] {
            assert!(text.parse::<InterfaceName>().is_err(), "{text}");
        }
    }

    #[test]
    fn vlan_ids_are_never_zero() {
        assert!(VlanId::try_from(0).is_err());
        assert!(VlanId::try_from(4095).is_err());
        assert_eq!(VlanId::try_from(4094).unwrap().get(), 4094);
    }

    #[test]
    fn uuids_parse_in_every_form() {
        let id: Uuid = "6F1C9A52-0B1E-4C57-9D0E-0D2F5B3A7C11".parse().unwrap();
        assert_eq!(id.to_string(), "6f1c9a52-0b1e-4c57-9d0e-0d2f5b3a7c11");
        assert_eq!(
            "{6f1c9a520b1e4c579d0e0d2f5b3a7c11}"
                .parse::<Uuid>()
                .unwrap(),
            id
        );
        assert!("6f1c9a52".parse::<Uuid>().is_err());
        assert_ne!(Uuid::random(), Uuid::random());
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,40}") {
            let _ = text.parse::<PciAddress>();
            let _ = text.parse::<InterfaceName>();
            let _ = text.parse::<Uuid>();
        }
    }
}
