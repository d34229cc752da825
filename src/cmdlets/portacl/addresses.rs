//! The ACLs that parameters with addresses stand for.

use crate::invalid;
use crate::types::{AclAction, AclDirection};
use iovsh_backend::model::{self, AclAddress, AclSide, ParseError, PortAcl};
use iovsh_shell::error::ShellError;

/// The addresses of the four parameters.
#[derive(Clone, Copy)]
pub struct Addresses<'a> {
    pub local_ip: &'a [String],
    pub local_mac: &'a [String],
    pub remote_ip: &'a [String],
    pub remote_mac: &'a [String],
}

/// The ACLs that the parameters stand for: one for each address and direction.
pub fn acls(
    action: Option<AclAction>,
    direction: Option<AclDirection>,
    addresses: Addresses<'_>,
) -> Result<Vec<PortAcl>, ShellError> {
    let (Some(action), Some(direction)) = (action, direction) else {
        return Err(invalid::parameter(
            "An ACL has an action and a direction.",
            "Give -Action and -Direction.",
        ));
    };
    let action = action.into();
    let (inbound, outbound) = (model::AclDirection::Inbound, model::AclDirection::Outbound);
    let directions: &[_] = match direction {
        AclDirection::Inbound => &[inbound],
        AclDirection::Outbound => &[outbound],
        AclDirection::Both => &[inbound, outbound],
    };
    let mut all = Vec::new();
    let groups = [
        (AclSide::Local, ip as fn(&str) -> _, addresses.local_ip),
        (AclSide::Local, mac, addresses.local_mac),
        (AclSide::Remote, ip, addresses.remote_ip),
        (AclSide::Remote, mac, addresses.remote_mac),
    ];
    for (side, read, texts) in groups {
        for text in texts {
            let address = read(text)?;
            all.extend(directions.iter().map(|direction| PortAcl {
                action,
                direction: *direction,
                side,
                address,
            }));
        }
    }
    if all.is_empty() {
        return Err(invalid::parameter(
            "An ACL has an address.",
            "Give -RemoteIPAddress, -RemoteMacAddress, -LocalIPAddress or -LocalMacAddress; ANY stands for all of them.",
        ));
    }
    Ok(all)
}

/// The error for text that is no address, port or the like.
pub fn unreadable(error: &ParseError) -> ShellError {
    invalid::parameter(
        format!("{error}."),
        "ANY, or leaving the parameter out, stands for all.",
    )
}

/// `ANY` or `*`.
pub fn is_any(text: &str) -> bool {
    text.eq_ignore_ascii_case("any") || text == "*"
}

fn ip(text: &str) -> Result<AclAddress, ShellError> {
    if is_any(text) {
        return Ok(AclAddress::AnyIp);
    }
    text.parse()
        .map(AclAddress::Ip)
        .map_err(|error| unreadable(&error))
}

fn mac(text: &str) -> Result<AclAddress, ShellError> {
    if is_any(text) {
        return Ok(AclAddress::AnyMac);
    }
    invalid::mac(text).map(AclAddress::Mac)
}
