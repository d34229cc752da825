//! Address translation by nftables: its own program writes the rules, all at once, and reads them as JSON. Whether there are any the kernel is asked
//! first, so that a host without them runs no program at each look.

use std::io::ErrorKind;
use std::process::Output;
use std::time::Duration;

use netlink_packet_core::NetlinkSerializable;
use rtnetlink::sys::protocols::NETLINK_NETFILTER;
use rustix::io::Errno;
use serde_json::Value;

use super::netlink::raw::Raw;
use super::sysfs::Sysfs;
use crate::model::{Cidr, Nat, NatMapping, NatState, PortProtocol};
use crate::plan::{FORWARDING, nft};
use crate::{Category, CauseSource, HostError, programs};

/// Asks for a table (`NFT_MSG_GETTABLE` of `linux/netfilter/nf_tables.h`).
struct GetTable;

impl GetTable {
    fn bytes() -> Vec<u8> {
        const OF_IPV4: u8 = 2;
        const NAME: u16 = 1;
        let name = nft::TABLE.as_bytes();
        let length = u16::try_from(name.len()).unwrap_or(0).saturating_add(5);
        // The family, the version, and no resource; then the attribute, its text with a zero, and what fills it up to four bytes.
        let mut bytes = vec![OF_IPV4, 0, 0, 0];
        bytes.extend(length.to_ne_bytes());
        bytes.extend(NAME.to_ne_bytes());
        bytes.extend(name);
        bytes.push(0);
        bytes.resize(bytes.len().next_multiple_of(4), 0);
        bytes
    }
}

impl NetlinkSerializable for GetTable {
    fn message_type(&self) -> u16 {
        const TABLES: u16 = 10;
        const GET: u16 = 1;
        TABLES << 8 | GET
    }

    fn buffer_len(&self) -> usize {
        Self::bytes().len()
    }

    fn serialize(&self, buffer: &mut [u8]) {
        let bytes = Self::bytes();
        if let Some(place) = buffer.get_mut(..bytes.len()) {
            place.copy_from_slice(&bytes);
        }
    }
}

/// How long `nft` may take.
const LONGEST: Duration = Duration::from_secs(10);

/// What is translated, or why that cannot be told: only root may ask, for one.
pub(super) fn read(sysfs: &Sysfs) -> NatState {
    let forwarding = sysfs.text(FORWARDING).map(|text| text == "1");
    let (nats, unreadable) = match table() {
        Ok(nats) => (nats, None),
        Err(why) => (Vec::new(), Some(why)),
    };
    NatState {
        nats,
        unreadable,
        forwarding,
    }
}

fn table() -> Result<Vec<Nat>, String> {
    /// No such table; a kernel without nftables, or without this part of it.
    const NONE: [Errno; 4] = [
        Errno::NOENT,
        Errno::INVAL,
        Errno::PROTONOSUPPORT,
        Errno::OPNOTSUPP,
    ];
    match Raw::of(NETLINK_NETFILTER).get("the table", GetTable) {
        Err(error) if NONE.iter().any(|none| none.raw_os_error() == error.errno) => {
            return Ok(Vec::new());
        }
        Err(error) => return Err(error.to_string()),
        Ok(_) => {}
    }
    let mut command = programs::command("nft");
    command.args(["-j", "list", "table", "ip", nft::TABLE]);
    match programs::answer_unless(&mut command, &[], programs::patience(LONGEST)) {
        Ok(Some(output)) if output.status.success() => {
            parsed(&output.stdout).ok_or_else(|| "nft lists it in a form that is not known".into())
        }
        Ok(Some(output)) => Err(words(&output)),
        Ok(None) => Err(SILENT.to_owned()),
        Err(error) => Err(format!("nft cannot be run: {error}")),
    }
}

const SILENT: &str = "nft did not answer";

/// What a program said of its failure.
fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).trim().to_owned()
}

/// The networks of a table as `nft -j` writes it. A rule that iovsh does not write is none of them.
fn parsed(json: &[u8]) -> Option<Vec<Nat>> {
    let listed: Value = serde_json::from_slice(json).ok()?;
    let all = listed.get("nftables")?.as_array()?;
    let rules = || all.iter().filter_map(|object| object.get("rule"));
    let of = |chain: &'static str| {
        rules().filter(move |rule| rule.get("chain").and_then(Value::as_str) == Some(chain))
    };
    let mut nats: Vec<Nat> = of(nft::OUTWARD).filter_map(network).collect();
    for (name, mapping) in of(nft::INWARD).filter_map(mapping) {
        if let Some(nat) = nats.iter_mut().find(|nat| nat.name == name) {
            nat.mappings.push(mapping);
        }
    }
    nats.sort_by(|a, b| a.name.cmp(&b.name));
    for nat in &mut nats {
        nat.mappings.sort_by_key(|mapping| mapping.number);
    }
    Some(nats)
}

fn network(rule: &Value) -> Option<Nat> {
    let expressions = rule.get("expr")?.as_array()?;
    let [source, other, masquerade] = expressions.as_slice() else {
        return None;
    };
    masquerade.get("masquerade")?;
    let inside = prefix(matched(source, "saddr", "==")?)?;
    let is_itself = prefix(matched(other, "daddr", "!=")?)? == inside;
    let name = rule.get("comment")?.as_str()?.to_owned();
    is_itself.then_some(Nat {
        name,
        inside,
        mappings: Vec::new(),
    })
}

fn mapping(rule: &Value) -> Option<(String, NatMapping)> {
    let (number, name) = rule.get("comment")?.as_str()?.split_once(' ')?;
    let expressions = rule.get("expr")?.as_array()?;
    let [to, port, dnat] = expressions.as_slice() else {
        return None;
    };
    let outside = match matched(to, "daddr", "==") {
        Some(address) => Some(address.as_str()?.parse().ok()?),
        None => {
            to.pointer("/match/left/fib")?;
            None
        }
    };
    let protocol = match port.pointer("/match/left/payload/protocol")?.as_str()? {
        "tcp" => PortProtocol::Tcp,
        "udp" => PortProtocol::Udp,
        _ => return None,
    };
    let number_of = |value: &Value| u16::try_from(value.as_u64()?).ok();
    let dnat = dnat.get("dnat")?;
    let mapping = NatMapping {
        number: number.parse().ok()?,
        protocol,
        outside,
        outside_port: number_of(matched(port, "dport", "==")?)?,
        inside: dnat.get("addr")?.as_str()?.parse().ok()?,
        inside_port: number_of(dnat.get("port")?)?,
    };
    Some((name.to_owned(), mapping))
}

/// What a field of the packet is compared with.
fn matched<'v>(expression: &'v Value, field: &str, operator: &str) -> Option<&'v Value> {
    let compared = expression.get("match")?;
    let is_it = compared.pointer("/left/payload/field")?.as_str()? == field
        && compared.get("op")?.as_str()? == operator;
    compared.get("right").filter(|_| is_it)
}

/// A network; of one address nft writes the address alone.
fn prefix(value: &Value) -> Option<Cidr> {
    if let Some(address) = value.as_str() {
        return Cidr::parse(&format!("{address}/32"));
    }
    let prefix = value.get("prefix")?;
    let (address, length) = (prefix.get("addr")?.as_str()?, prefix.get("len")?.as_u64()?);
    Cidr::parse(&format!("{address}/{length}"))
}

/// Replaces the table.
///
/// # Errors
/// `Nat.NoNft` where the program is not there; `Nat.NotSet`, with its words.
pub(super) fn write(nats: &[Nat]) -> Result<(), HostError> {
    let not_set = || {
        HostError::new(
            "Nat.NotSet",
            Category::WriteError,
            "The rules of address translation were not set.",
        )
        .next_step("See what is in effect: nft list ruleset.")
    };
    let mut command = programs::command("nft");
    command.args(["-f", "/dev/stdin"]);
    let rules = nft::rules(nats);
    match programs::answer_unless(&mut command, rules.as_bytes(), programs::patience(LONGEST)) {
        Ok(Some(output)) if output.status.success() => Ok(()),
        Ok(Some(output)) => {
            Err(not_set().because(CauseSource::Kernel, words(&output), output.status.code()))
        }
        Ok(None) => Err(not_set().because(CauseSource::Kernel, SILENT, None)),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(HostError::new(
            "Nat.NoNft",
            Category::NotInstalled,
            "Addresses are translated by nftables, whose program 'nft' is not installed.",
        )
        .next_step("Install it: apt install nftables, or dnf install nftables.")),
        Err(error) => Err(not_set().because_io(CauseSource::Kernel, &error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `nft -j` of version 1.0.6 writes.
    const LISTED: &str = r#"{"nftables": [{"metainfo": {"version": "1.0.6", "json_schema_version": 1}}, {"table": {"family": "ip", "name": "iovsh_nat", "handle": 3}},
        {"rule": {"family": "ip", "table": "iovsh_nat", "chain": "outward", "handle": 3, "comment": "home", "expr": [{"match": {"op": "==", "left": {"payload": {"protocol": "ip", "field": "saddr"}}, "right": {"prefix": {"addr": "192.168.100.0", "len": 24}}}}, {"match": {"op": "!=", "left": {"payload": {"protocol": "ip", "field": "daddr"}}, "right": {"prefix": {"addr": "192.168.100.0", "len": 24}}}}, {"masquerade": null}]}},
        {"rule": {"family": "ip", "table": "iovsh_nat", "chain": "outward", "handle": 9, "expr": [{"accept": null}]}},
        {"rule": {"family": "ip", "table": "iovsh_nat", "chain": "inward", "handle": 4, "comment": "1 home", "expr": [{"match": {"op": "==", "left": {"fib": {"result": "type", "flags": ["daddr"]}}, "right": "local"}}, {"match": {"op": "==", "left": {"payload": {"protocol": "tcp", "field": "dport"}}, "right": 8080}}, {"dnat": {"addr": "192.168.100.5", "port": 80}}]}},
        {"rule": {"family": "ip", "table": "iovsh_nat", "chain": "inward", "handle": 5, "comment": "2 home", "expr": [{"match": {"op": "==", "left": {"payload": {"protocol": "ip", "field": "daddr"}}, "right": "203.0.113.5"}}, {"match": {"op": "==", "left": {"payload": {"protocol": "udp", "field": "dport"}}, "right": 53}}, {"dnat": {"addr": "192.168.100.5", "port": 53}}]}}]}"#;

    #[test]
    fn what_nft_lists_is_what_was_written() {
        let mapping = |number, protocol, outside, outside_port, inside_port| NatMapping {
            number,
            protocol,
            outside,
            outside_port,
            inside: [192, 168, 100, 5].into(),
            inside_port,
        };
        let wanted = Nat {
            name: "home".to_owned(),
            inside: Cidr::parse("192.168.100.0/24").unwrap(),
            mappings: vec![
                mapping(1, PortProtocol::Tcp, None, 8080, 80),
                mapping(2, PortProtocol::Udp, Some([203, 0, 113, 5].into()), 53, 53),
            ],
        };
        assert_eq!(parsed(LISTED.as_bytes()), Some(vec![wanted]));
        assert_eq!(parsed(b"{"), None);
        assert_eq!(parsed(br#"{"nftables": []}"#), Some(Vec::new()));
    }
}
