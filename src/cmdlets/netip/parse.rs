//! Text that is an address or a network, spans of time, and stores.

use std::net::IpAddr;

use iovsh_backend::model::Cidr;
use iovsh_shell::argument::Ticks;
use iovsh_shell::error::{ErrorCategory, ShellError};

use crate::invalid;
use crate::types::AddressFamily;

/// Ticks of a second.
const SECOND: i64 = 10_000_000;

/// An address.
pub fn address(text: &str) -> Result<IpAddr, ShellError> {
    // The zone of an address of a link is said by the interface.
    let bare = text.split_once('%').map_or(text, |(bare, _)| bare);
    bare.parse().map_err(|_| {
        invalid::parameter(
            format!("'{text}' is not an IP address."),
            "Write an address like 192.0.2.10 or 2001:db8::10.",
        )
    })
}

/// A network: an address and the length of its prefix.
pub fn network(text: &str) -> Result<Cidr, ShellError> {
    Cidr::parse(text).ok_or_else(|| {
        invalid::parameter(
            format!("'{text}' is not a network."),
            "Write a network like 198.51.100.0/24, ::/0 or 0.0.0.0/0.",
        )
    })
}

/// An address with a prefix of this length; without one it is a network of its own.
pub fn with_prefix(address: IpAddr, length: Option<u8>) -> Result<Cidr, ShellError> {
    let cidr = Cidr { address, prefix: 0 };
    let prefix = length.unwrap_or(cidr.bits());
    if prefix > cidr.bits() {
        return Err(invalid::parameter(
            format!("A prefix of {address} has at most {} bits.", cidr.bits()),
            "Give -PrefixLength, for example 24 or 64.",
        ));
    }
    Ok(Cidr { address, prefix })
}

/// Seconds of a span of time; `None` for one that does not end.
pub fn seconds(span: Ticks) -> Result<Option<u32>, ShellError> {
    if span.0 == i64::MAX {
        return Ok(None);
    }
    let whole = u32::try_from(span.0 / SECOND).ok();
    whole.map(Some).ok_or_else(|| {
        invalid::parameter(
            "A lifetime is 0 to 4294967295 seconds.",
            "[TimeSpan]::MaxValue is one that does not end.",
        )
    })
}

/// Whether `-PolicyStore` says that what is made lasts until the host starts again; nothing else can be had here.
pub fn is_active_store(store: Option<&str>) -> Result<bool, ShellError> {
    match store {
        None => Ok(false),
        Some(store) if store.eq_ignore_ascii_case("ActiveStore") => Ok(true),
        Some(store) => Err(ShellError::new(
            "NotSupported",
            ErrorCategory::NotImplemented,
            format!("There is no store '{store}': what lasts over a start of the host stands in the files of the tool that brings the network up."),
        )
        .help("Leave -PolicyStore out, or give ActiveStore; and write it into those files too.")),
    }
}

/// Refuses a -AddressFamily that is another than that of what was given; `what` says that it is none, for example `::1 is no address`.
///
/// # Errors
/// `InvalidParameter`.
pub fn is_of_family(
    said: Option<AddressFamily>,
    family: AddressFamily,
    what: &str,
) -> Result<(), ShellError> {
    if said.is_none_or(|said| said == family) {
        return Ok(());
    }
    Err(invalid::parameter(
        format!("{what} of the family that -AddressFamily says."),
        "Leave -AddressFamily out.",
    ))
}
