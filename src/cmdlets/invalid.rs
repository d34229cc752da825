//! Errors for parameters that cannot be read or do not go together, and the values that several cmdlets read from text.

use iovsh_backend::model::{MacAddress, MacChoice, ParseError, VlanId};
use iovsh_shell::argument::Nullable;
use iovsh_shell::error::{ErrorCategory, ShellError};
use iovsh_shell::types::IpValue;
use std::net::{IpAddr, Ipv4Addr};
use std::ops::RangeInclusive;

/// The error for parameters that do not fit, with what to give instead.
pub fn parameter(message: impl Into<String>, next_step: &str) -> ShellError {
    ShellError::new(
        "InvalidParameter",
        ErrorCategory::InvalidArgument,
        message.into(),
    )
    .help(next_step)
}

/// A number of this range; `None` when it was not given.
///
/// # Errors
/// `InvalidParameter`.
pub fn number<N: TryFrom<i64>>(
    value: Nullable<impl Into<i64> + Copy>,
    parameter_name: &str,
    range: RangeInclusive<i64>,
) -> Result<Option<N>, ShellError> {
    let Some(number) = value.map(Into::into) else {
        return Ok(None);
    };
    let fits = Some(number).filter(|number| range.contains(number));
    match fits.and_then(|number| N::try_from(number).ok()) {
        Some(number) => Ok(Some(number)),
        None => Err(parameter(
            format!(
                "{parameter_name} is a number from {} to {}, and not {number}.",
                range.start(),
                range.end()
            ),
            "Give a number in that range.",
        )),
    }
}

/// The hosts that `-ArpTarget` names.
///
/// # Errors
/// `InvalidParameter`.
pub fn arp_targets(texts: &[String]) -> Result<Vec<Ipv4Addr>, ShellError> {
    let read = |text: &String| match IpValue::parse(text).map(|ip| ip.address) {
        Some(IpAddr::V4(address)) => Ok(address),
        Some(IpAddr::V6(_)) => Err(parameter(
            format!("'{text}' is an IPv6 address, and ARP is for IPv4."),
            "Name hosts by their IPv4 addresses, for example the gateway.",
        )),
        None => Err(parameter(
            format!("'{text}' is not an IP address."),
            "Name hosts by their IPv4 addresses, for example the gateway; @() names none.",
        )),
    };
    texts.iter().map(read).collect()
}

/// A MAC address in any of the usual notations.
///
/// # Errors
/// `Adapter.MacInvalid`.
pub fn mac(text: &str) -> Result<MacAddress, ShellError> {
    text.parse().map_err(|error: ParseError| {
        ShellError::new(
            "Adapter.MacInvalid",
            ErrorCategory::InvalidArgument,
            error.to_string(),
        )
        .target(text)
        .help("Write 12 hexadecimal digits: 00155D010203, 00-15-5D-01-02-03 or 00:15:5d:01:02:03.")
    })
}

/// The address that -StaticMacAddress gives; `None` when it was not given.
///
/// # Errors
/// `Adapter.MacInvalid`; `InvalidParameter` when -DynamicMacAddress was given too.
pub fn static_mac(text: Option<&str>, dynamic: bool) -> Result<Option<MacAddress>, ShellError> {
    match text {
        Some(_) if dynamic => Err(parameter(
            "An address is static or dynamic: -StaticMacAddress and -DynamicMacAddress do not go together.",
            "Leave one of the two out.",
        )
        .exception("Microsoft.HyperV.PowerShell.VirtualizationException")),
        text => text.map(mac).transpose(),
    }
}

/// Refuses a static address for several adapters: the first would have it, and the others would be refused because of it.
///
/// # Errors
/// `InvalidParameter` with `next_step`.
pub fn one_has(mac: MacChoice, adapters: usize, next_step: &str) -> Result<(), ShellError> {
    match mac {
        MacChoice::Static(mac) if adapters > 1 => Err(parameter(
            format!("{adapters} adapters are meant, and the address {mac} can only be one's."),
            next_step,
        )
        .exception("Microsoft.HyperV.PowerShell.VirtualizationException")),
        _ => Ok(()),
    }
}

/// The VLAN with this number.
///
/// # Errors
/// `InvalidParameter` with `next_step`.
pub fn vlan(id: i32, next_step: &str) -> Result<VlanId, ShellError> {
    let known = u16::try_from(id)
        .ok()
        .and_then(|id| VlanId::try_from(id).ok());
    known.ok_or_else(|| {
        let message = format!("{id} is no VLAN id: those are the numbers from 1 to 4094.");
        parameter(message, next_step)
    })
}
