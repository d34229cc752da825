//! The rules of nftables that translate addresses, as `nft -f -` reads them. All rules stand in one table of iovsh's own, which is replaced as a
//! whole: either the old rules are in effect or the new ones.

use std::fmt::Write as _;

use crate::model::{Nat, NatMapping};

/// The table, of the family `ip`.
pub const TABLE: &str = "iovsh_nat";
/// The chain for what leaves.
pub const OUTWARD: &str = "outward";
/// The chain for what arrives.
pub const INWARD: &str = "inward";

/// The text that replaces the table by one for these networks; without one there is no table afterwards.
#[must_use]
pub fn rules(nats: &[Nat]) -> String {
    // It is there before it is deleted: nft refuses to delete what is not there.
    let mut text = format!("table ip {TABLE}\ndelete table ip {TABLE}\n");
    if nats.is_empty() {
        return text;
    }
    let outward: String = nats.iter().map(outward).collect();
    let inward: String = nats
        .iter()
        .flat_map(|nat| nat.mappings.iter().map(|mapping| inward(nat, mapping)))
        .collect();
    let _ = write!(
        text,
        "table ip {TABLE} {{\n\
         \tchain {OUTWARD} {{\n\
         \t\ttype nat hook postrouting priority srcnat; policy accept;\n\
         {outward}\
         \t}}\n\
         \tchain {INWARD} {{\n\
         \t\ttype nat hook prerouting priority dstnat; policy accept;\n\
         {inward}\
         \t}}\n\
         }}\n"
    );
    text
}

fn outward(nat: &Nat) -> String {
    let (inside, name) = (nat.inside, comment(&nat.name));
    format!("\t\tip saddr {inside} ip daddr != {inside} masquerade comment \"{name}\"\n")
}

fn inward(nat: &Nat, mapping: &NatMapping) -> String {
    let NatMapping {
        number,
        protocol,
        outside,
        outside_port,
        inside,
        inside_port,
    } = mapping;
    let to = outside.map_or_else(
        || "fib daddr type local".to_owned(),
        |address| format!("ip daddr {address}"),
    );
    let (protocol, name) = (protocol.word(), comment(&nat.name));
    format!(
        "\t\t{to} {protocol} dport {outside_port} dnat to {inside}:{inside_port} comment \"{number} {name}\"\n"
    )
}

/// A name between quotation marks. Policy lets no other name pass; one that came another way ends no comment.
fn comment(name: &str) -> String {
    if Nat::is_name(name) {
        return name.to_owned();
    }
    let plain = |c: char| if c.is_alphanumeric() { c } else { '_' };
    name.chars().map(plain).take(25).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Cidr, PortProtocol};

    #[test]
    fn no_name_ends_its_comment() {
        let mut nat = Nat {
            name: "a\" ; flush ruleset ; \"".to_owned(),
            inside: Cidr::parse("192.0.2.0/24").unwrap(),
            mappings: vec![NatMapping {
                number: 1,
                protocol: PortProtocol::Tcp,
                outside: None,
                outside_port: 80,
                inside: [192, 0, 2, 5].into(),
                inside_port: 8080,
            }],
        };
        let of_stranger = rules(std::slice::from_ref(&nat));
        assert_eq!(of_stranger.matches('"').count(), 4, "{of_stranger}");
        assert!(!Nat::is_name(&nat.name));
        nat.name = "lab net ü".to_owned();
        assert!(rules(std::slice::from_ref(&nat)).contains("comment \"1 lab net ü\""));
        assert_eq!(rules(&[]).lines().count(), 2);
    }
}
