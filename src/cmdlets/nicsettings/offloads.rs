//! Offloads: which features of a driver stand behind a setting of Windows.

use super::change::{Wanted, feature};
use crate::invalid;
use crate::types::{
    Direction, NetAdapterChecksumOffload, NetAdapterEncapsulatedPacketTaskOffload,
    NetAdapterIPsecOffload, NetAdapterLso, NetAdapterRsc, NetAdapterUso,
};
use iovsh_backend::State;
use iovsh_backend::model::{NetAdapter, NicDetails};
use iovsh_shell::cmdlet::Emit;
use iovsh_shell::error::ShellError;
use iovsh_shell::value::Value;

macro_rules! shows {
    ($($name:ident: $type:ident),* $(,)?) => {
        $(
            /// The object for an adapter.
            pub fn $name(state: &State, link: &NetAdapter, computer: &str) -> Vec<Value> {
                let found = $type::new(state, link, computer);
                found.map(Emit::into_value).into_iter().collect()
            }
        )*
    };
}

shows! {
    lso: NetAdapterLso,
    checksum: NetAdapterChecksumOffload,
    rsc: NetAdapterRsc,
    uso: NetAdapterUso,
    encapsulation: NetAdapterEncapsulatedPacketTaskOffload,
    ipsec: NetAdapterIPsecOffload,
}

/// What checksums are to be; `None` leaves one alone.
pub struct Checksums {
    /// Of the head of IPv4.
    pub ip_ipv4: Option<Direction>,
    /// Of TCP over IPv4.
    pub tcp_ipv4: Option<Direction>,
    /// Of TCP over IPv6.
    pub tcp_ipv6: Option<Direction>,
    /// Of UDP over IPv4.
    pub udp_ipv4: Option<Direction>,
    /// Of UDP over IPv6.
    pub udp_ipv6: Option<Direction>,
}

const GENERIC: &str = "tx-checksum-ip-generic";

impl Checksums {
    /// The features that make it so.
    ///
    /// # Errors
    /// `InvalidParameter` where values of one switch differ.
    pub fn ask(&self, details: &NicDetails) -> Result<Wanted, ShellError> {
        let settings = &details.settings;
        let agreed = |what: &str, values: &[Option<bool>]| {
            let mut given = values.iter().flatten();
            let first = given.next().copied();
            if given.any(|value| Some(*value) != first) {
                return Err(invalid::parameter(
                    format!("Linux has one switch for {what}, and it cannot be on and off."),
                    "Give these parameters the same value.",
                ));
            }
            Ok(first)
        };
        let sends = |value: Option<Direction>| value.map(Direction::sends);
        let all = [
            self.ip_ipv4,
            self.tcp_ipv4,
            self.tcp_ipv6,
            self.udp_ipv4,
            self.udp_ipv6,
        ];
        let receives = all.map(|value| value.map(Direction::receives));
        let receive = agreed("all checksums of what is received", &receives)?;
        let four = agreed(
            "checksums of TCP and UDP over IPv4",
            &[sends(self.tcp_ipv4), sends(self.udp_ipv4)],
        )?;
        let six = agreed(
            "checksums of TCP and UDP over IPv6",
            &[sends(self.tcp_ipv6), sends(self.udp_ipv6)],
        )?;
        let mut wanted = Wanted::default();
        wanted
            .settings
            .extend(receive.map(|on| feature("rx-checksum", on)));
        if settings.is_changeable(GENERIC) || settings.is_on(GENERIC) {
            let both = agreed("checksums over IPv4 and IPv6", &[four, six])?;
            if four.is_some() != six.is_some() && both != Some(settings.is_on(GENERIC)) {
                wanted.warnings.push(
                    "its driver has one switch for checksums over IPv4 and IPv6; both are changed."
                        .to_owned(),
                );
            }
            wanted.settings.extend(both.map(|on| feature(GENERIC, on)));
        } else {
            wanted
                .settings
                .extend(four.map(|on| feature("tx-checksum-ipv4", on)));
            wanted
                .settings
                .extend(six.map(|on| feature("tx-checksum-ipv6", on)));
        }
        Ok(wanted)
    }
}

/// The features that coalesce what is received: the kernel's, and those of the hardware that its driver lets be changed.
pub fn coalescing(details: &NicDetails) -> Vec<&'static str> {
    let of_hardware = ["rx-gro-hw", "rx-lro"].into_iter();
    let of_hardware = of_hardware.filter(|name| details.settings.is_changeable(name));
    ["rx-gro"].into_iter().chain(of_hardware).collect()
}

/// Says that IPv4 and IPv6 have one switch, where one of them was named and something changes.
pub fn for_both(mut wanted: Wanted, details: &NicDetails, one_only: bool) -> Wanted {
    let changes = |setting| details.setting(setting).as_ref() != Some(setting);
    if one_only && wanted.settings.iter().any(changes) {
        let text = "IPv4 and IPv6 have one switch on Linux; both are changed.";
        wanted.warnings.push(text.to_owned());
    }
    wanted
}

/// The one value of two that have one switch.
///
/// # Errors
/// `InvalidParameter` where they differ, or where none was given.
pub fn one_of(four: Option<bool>, six: Option<bool>) -> Result<bool, ShellError> {
    match (four, six) {
        (Some(four), Some(six)) if four != six => Err(invalid::parameter(
            "Linux has one switch for IPv4 and IPv6, and it cannot be on and off.",
            "Give -IPv4Enabled and -IPv6Enabled the same value.",
        )),
        (Some(on), _) | (None, Some(on)) => Ok(on),
        (None, None) => Err(invalid::parameter(
            "Nothing is to be changed.",
            "Give -IPv4Enabled or -IPv6Enabled.",
        )),
    }
}

/// The features of segmentation inside of wrapped packets. What a driver does not have besides the first of each is left out.
pub fn encapsulated(details: &NicDetails, vxlan: Option<bool>, nvgre: Option<bool>) -> Wanted {
    let mut wanted = Wanted::default();
    let parts = [
        (
            "tx-udp_tnl-segmentation",
            "tx-udp_tnl-csum-segmentation",
            vxlan,
        ),
        ("tx-gre-segmentation", "tx-gre-csum-segmentation", nvgre),
    ];
    for (first, with_checksum, on) in parts {
        let Some(on) = on else {
            continue;
        };
        wanted.settings.push(feature(first, on));
        if details.settings.is_changeable(with_checksum) {
            wanted.settings.push(feature(with_checksum, on));
        }
    }
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;
    use iovsh_backend::model::{Feature, NicSettings};

    fn driver(names: &[&str]) -> NicDetails {
        let feature = Feature {
            on: true,
            wanted: true,
            changeable: true,
        };
        let features = names.iter().map(|name| ((*name).to_owned(), feature));
        NicDetails {
            interface: "eth0".parse().unwrap(),
            slot: None,
            max_mtu: None,
            counters: None,
            queues: None,
            spreading: None,
            settings: NicSettings {
                features: features.collect(),
                ..NicSettings::default()
            },
        }
    }

    fn only_tcp4(direction: Direction) -> Checksums {
        Checksums {
            ip_ipv4: None,
            tcp_ipv4: Some(direction),
            tcp_ipv6: None,
            udp_ipv4: None,
            udp_ipv6: None,
        }
    }

    #[test]
    fn a_driver_with_one_switch_says_that_both_families_change() {
        let one = driver(&["rx-checksum", "tx-checksum-ip-generic"]);
        let wanted = only_tcp4(Direction::Disabled).ask(&one).unwrap();
        assert_eq!(wanted.settings.len(), 2);
        assert_eq!(wanted.warnings.len(), 1);
        let two = driver(&["rx-checksum", "tx-checksum-ipv4", "tx-checksum-ipv6"]);
        let wanted = only_tcp4(Direction::Disabled).ask(&two).unwrap();
        assert!(
            wanted
                .settings
                .contains(&feature("tx-checksum-ipv4", false))
        );
        assert!(wanted.warnings.is_empty());
    }

    #[test]
    fn what_has_one_switch_cannot_be_on_and_off() {
        let contradiction = Checksums {
            udp_ipv4: Some(Direction::RxTxEnabled),
            ..only_tcp4(Direction::RxEnabled)
        };
        let one = driver(&["rx-checksum", "tx-checksum-ip-generic"]);
        assert!(contradiction.ask(&one).is_err());
        assert!(one_of(Some(true), Some(false)).is_err() && one_of(None, None).is_err());
        assert_eq!(one_of(None, Some(true)).ok(), Some(true));
    }
}
