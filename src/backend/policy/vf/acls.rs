//! The commands that remove the ACLs which keep an adapter off a VF: each names what it takes away, so that nobody removes a
//! denial without having read it.

use crate::model::{AclAction, AclAddress, AclDirection, AclSide, Adapter, PortAcl};
use crate::policy::word::word;

/// So many ACLs are named one by one.
const MOST: usize = 6;

/// The commands that remove the ACLs of this kind (`Acl` or `ExtendedAcl`) from the adapter that the parameters `meant` mean. More
/// of them than can be read are removed by one command for all.
pub(super) fn removals(kind: &str, meant: &str, adapter: &Adapter) -> Vec<String> {
    let noun = format!("VMNetworkAdapter{kind}");
    let rest: Vec<String> = if kind == "Acl" {
        of_port(&adapter.settings.acls)
    } else {
        let acls = adapter.settings.extended_acls.iter();
        acls.map(|acl| format!("-Direction {} -Weight {}", way(acl.direction), acl.weight))
            .collect()
    };
    if rest.is_empty() || rest.len() > MOST {
        return vec![format!("Get-{noun} {meant} | Remove-{noun}")];
    }
    rest.into_iter()
        .map(|rest| format!("Remove-{noun} {meant} {rest}"))
        .collect()
}

/// The parameters of each port ACL; of two that differ in their direction only, those of both.
fn of_port(acls: &[PortAcl]) -> Vec<String> {
    let mut rest = Vec::new();
    for acl in acls {
        let other = PortAcl {
            direction: match acl.direction {
                AclDirection::Inbound => AclDirection::Outbound,
                AclDirection::Outbound => AclDirection::Inbound,
            },
            ..*acl
        };
        let direction = if acls.contains(&other) {
            "Both"
        } else {
            way(acl.direction)
        };
        let text = format!(
            "-Action {} -Direction {direction} {}",
            action(acl.action),
            address(acl)
        );
        if !rest.contains(&text) {
            rest.push(text);
        }
    }
    rest
}

fn action(action: AclAction) -> &'static str {
    match action {
        AclAction::Allow => "Allow",
        AclAction::Deny => "Deny",
        AclAction::Meter => "Meter",
    }
}

fn way(direction: AclDirection) -> &'static str {
    match direction {
        AclDirection::Inbound => "Inbound",
        AclDirection::Outbound => "Outbound",
    }
}

fn address(acl: &PortAcl) -> String {
    let side = match acl.side {
        AclSide::Local => "Local",
        AclSide::Remote => "Remote",
    };
    match acl.address {
        AclAddress::Ip(prefix) => format!("-{side}IPAddress {}", word(&prefix.to_string())),
        AclAddress::AnyIp => format!("-{side}IPAddress ANY"),
        AclAddress::Mac(mac) => format!("-{side}MacAddress {}", word(&mac.to_string())),
        AclAddress::AnyMac => format!("-{side}MacAddress ANY"),
    }
}
