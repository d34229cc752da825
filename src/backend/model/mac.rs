//! MAC addresses: Hyper-V, NetAdapter and Linux each write them in their own way; all three are read and printed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::address::{ParseError, as_text};

/// A 48-bit hardware address. `Display` prints the Linux form, `00:15:5d:01:02:03`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default,
)]
#[serde(try_from = "String", into = "String")]
pub struct MacAddress(pub [u8; 6]);

impl MacAddress {
    /// All zeroes: what the kernel reports for a VF whose address was never set.
    pub const ZERO: Self = Self([0; 6]);

    /// True for all zeroes.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self == Self::ZERO
    }

    /// True when the group bit is set; such an address cannot be an adapter's own.
    #[must_use]
    pub fn is_multicast(self) -> bool {
        self.0[0] & 1 == 1
    }

    /// True for an address that an adapter may have: not zero, not multicast.
    #[must_use]
    pub fn is_usable(self) -> bool {
        !self.is_zero() && !self.is_multicast()
    }

    /// Hyper-V's form: `00155D010203`.
    #[must_use]
    pub fn plain(self) -> String {
        self.joined("")
    }

    /// The NetAdapter cmdlets' form: `00-15-5D-01-02-03`.
    #[must_use]
    pub fn hyphenated(self) -> String {
        self.joined("-")
    }

    /// Linux' form: `00:15:5d:01:02:03`.
    #[must_use]
    pub fn colons(self) -> String {
        self.to_string()
    }

    /// The address as a number, for counting through a pool.
    #[must_use]
    pub fn to_u64(self) -> u64 {
        self.0
            .iter()
            .fold(0, |number, byte| (number << 8) | u64::from(*byte))
    }

    /// The address with the lowest 48 bits of `number`.
    #[must_use]
    pub fn from_u64(number: u64) -> Self {
        let [_, _, a, b, c, d, e, f] = number.to_be_bytes();
        Self([a, b, c, d, e, f])
    }

    fn joined(self, separator: &str) -> String {
        let mut text = String::with_capacity(17);
        for (position, byte) in self.0.iter().enumerate() {
            if position > 0 {
                text.push_str(separator);
            }
            text.push_str(&format!("{byte:02X}"));
        }
        text
    }
}

impl fmt::Display for MacAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, g] = self.0;
        write!(f, "{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{g:02x}")
    }
}

impl FromStr for MacAddress {
    type Err = ParseError;
    /// Accepts `00155D010203`, `00-15-5D-01-02-03`, `00:15:5d:01:02:03` and `0015.5d01.0203`, in either case.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let bad = || {
            ParseError::new(
                "a MAC address such as 00155D010203 or 00-15-5D-01-02-03",
                text,
            )
        };
        let groups: Vec<&str> = text.split(['-', ':', '.']).collect();
        let separators = text.chars().filter(|c| !c.is_ascii_hexdigit());
        let one_kind = separators
            .clone()
            .all(|c| Some(c) == separators.clone().next());
        let width = match groups.len() {
            1 => 12,
            3 if text.contains('.') => 4,
            6 if !text.contains('.') => 2,
            _ => return Err(bad()),
        };
        let regular = groups
            .iter()
            .all(|g| g.len() == width && g.bytes().all(|b| b.is_ascii_hexdigit()));
        if !one_kind || !regular {
            return Err(bad());
        }
        u64::from_str_radix(&groups.concat(), 16)
            .map(Self::from_u64)
            .map_err(|_| bad())
    }
}

as_text!(MacAddress);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_form_is_read_and_printed() {
        let mac = MacAddress([0x00, 0x15, 0x5d, 0x01, 0x02, 0x03]);
        for text in [
            "00155D010203",
            "00-15-5D-01-02-03",
            "00:15:5d:01:02:03",
            "0015.5d01.0203",
            "00155d010203",
        ] {
            assert_eq!(text.parse::<MacAddress>(), Ok(mac), "{text}");
        }
        assert_eq!(mac.plain(), "00155D010203");
        assert_eq!(mac.hyphenated(), "00-15-5D-01-02-03");
        assert_eq!(mac.colons(), "00:15:5d:01:02:03");
    }

    #[test]
    fn broken_forms_are_refused() {
        for text in [
            "",
            "00155D01020",
            "00-15:5D-01-02-03",
            "00-15-5D-01-02",
            "0015.5d01-0203",
            "zz155D010203",
            "00 15 5D 01 02 03",
        ] {
            assert!(text.parse::<MacAddress>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_address_survives_every_form(bytes in any::<[u8; 6]>()) {
            let mac = MacAddress(bytes);
            prop_assert_eq!(mac.plain().parse::<MacAddress>(), Ok(mac));
            prop_assert_eq!(mac.hyphenated().parse::<MacAddress>(), Ok(mac));
            prop_assert_eq!(mac.colons().parse::<MacAddress>(), Ok(mac));
            prop_assert_eq!(MacAddress::from_u64(mac.to_u64()), mac);
        }

        #[test]
        fn no_text_panics(text in ".{0,24}") {
            let _ = text.parse::<MacAddress>();
        }
    }
}
