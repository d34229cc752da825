//! The links over which the nodes see each other: Corosync's configuration has their addresses, `corosync-cfgtool -s` says over which of
//! them the nodes are reached.

use std::collections::BTreeMap;

use crate::cluster::ClusterNetwork;

/// Corosync's configuration.
pub(super) const CONFIGURATION: &str = "/etc/corosync/corosync.conf";

/// The links by number; `None` where the configuration lists no nodes. `status` is the answer of the program.
pub(super) fn read(configuration: &str, status: Option<&str>) -> Option<Vec<ClusterNetwork>> {
    let nodes = nodes(configuration);
    if nodes.is_empty() {
        return None;
    }
    let reached = status.map(reached).unwrap_or_default();
    let mut links: BTreeMap<u32, ClusterNetwork> = BTreeMap::new();
    for node in &nodes {
        for (link, address) in &node.addresses {
            let network = links.entry(*link).or_insert_with(|| ClusterNetwork {
                link: *link,
                ..ClusterNetwork::default()
            });
            network
                .addresses
                .push((node.name().to_owned(), address.clone()));
        }
    }
    for network in links.values_mut() {
        network.reached = reached.get(&network.link).map(|ids| {
            let there = nodes.iter().filter(|node| ids.contains(&node.id));
            there.map(|node| node.name().to_owned()).collect()
        });
    }
    Some(links.into_values().collect())
}

/// A node of the configuration.
#[derive(Default)]
struct Node {
    name: Option<String>,
    id: String,
    addresses: BTreeMap<u32, String>,
}

impl Node {
    /// Pacemaker names a node without a name by its first address.
    fn name(&self) -> &str {
        let first = self.addresses.values().next();
        self.name
            .as_deref()
            .or(first.map(String::as_str))
            .unwrap_or(&self.id)
    }
}

/// The nodes: sections `node` in the section `nodelist` (`corosync.conf(5)`).
fn nodes(configuration: &str) -> Vec<Node> {
    let mut sections: Vec<&str> = Vec::new();
    let mut nodes: Vec<Node> = Vec::new();
    for line in configuration.lines().map(str::trim) {
        if line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_suffix('{') {
            sections.push(name.trim());
            if sections == ["nodelist", "node"] {
                nodes.push(Node::default());
            }
        } else if line == "}" {
            sections.pop();
        } else if sections == ["nodelist", "node"]
            && let (Some((key, value)), Some(node)) = (line.split_once(':'), nodes.last_mut())
        {
            let (key, value) = (key.trim(), value.trim().to_owned());
            let link = key
                .strip_prefix("ring")
                .and_then(|rest| rest.strip_suffix("_addr"));
            match (key, link.and_then(|link| link.parse().ok())) {
                ("name", _) => node.name = Some(value),
                ("nodeid", _) => node.id = value,
                (_, Some(link)) => {
                    node.addresses.insert(link, value);
                }
                _ => {}
            }
        }
    }
    nodes
}

/// The ids of the nodes that each link reaches. Versions write a node as `nodeid:  2:  connected`, or as
/// `nodeid  2:  link enabled:1  link connected:1`; the oldest count nodes without their ids, and are not read.
fn reached(status: &str) -> BTreeMap<u32, Vec<String>> {
    let mut links: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    let mut link = None;
    for line in status.lines().map(str::trim) {
        if let Some(rest) = line.strip_prefix("LINK ID") {
            link = rest
                .split_whitespace()
                .next()
                .and_then(|number| number.parse().ok());
            continue;
        }
        let (Some(link), Some(rest)) = (link, line.strip_prefix("nodeid")) else {
            continue;
        };
        let rest = rest.trim_start_matches(':').trim_start();
        let Some((id, state)) = rest.split_once(':') else {
            continue;
        };
        let state = state.trim();
        let ids = links.entry(link).or_default();
        if matches!(state, "localhost" | "connected") || state.contains("link connected:1") {
            ids.push(id.trim().to_owned());
        }
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONFIGURATION: &str = "# two links\ntotem {\n    version: 2\n    interface {\n        linknumber: 0\n    }\n}\nnodelist {\n    node {\n        ring0_addr: 10.0.0.1\n        ring1_addr: 10.1.0.1\n        name: hv1\n        nodeid: 1\n    }\n    node {\n        ring0_addr: 10.0.0.2\n        ring1_addr: 10.1.0.2\n        nodeid: 2\n    }\n}\n";

    #[test]
    fn links_are_told_with_addresses_and_with_who_is_reached() {
        let new = "Local node ID 1, transport knet\nLINK ID 0 udp\n\taddr\t= 10.0.0.1\n\tstatus:\n\t\tnodeid:          1:\tlocalhost\n\t\tnodeid:          2:\tconnected\nLINK ID 1 udp\n\taddr\t= 10.1.0.1\n\tstatus:\n\t\tnodeid:          1:\tlocalhost\n\t\tnodeid:          2:\tdisconnected\n";
        let older = "Printing link status.\nLocal node ID 1\nLINK ID 0\n\taddr\t= 10.0.0.1\n\tstatus:\n\t\tnodeid  1:\tlink enabled:1\tlink connected:1\n\t\tnodeid  2:\tlink enabled:1\tlink connected:1\nLINK ID 1\n\tstatus:\n\t\tnodeid  1:\tlink enabled:1\tlink connected:1\n\t\tnodeid  2:\tlink enabled:1\tlink connected:0\n";
        for status in [new, older] {
            let links = read(CONFIGURATION, Some(status)).unwrap();
            let pair = |name: &str, address: &str| (name.to_owned(), address.to_owned());
            assert_eq!(links.len(), 2);
            assert_eq!(
                links[0].addresses,
                [pair("hv1", "10.0.0.1"), pair("10.0.0.2", "10.0.0.2")]
            );
            assert_eq!(
                links[0].reached,
                Some(vec!["hv1".to_owned(), "10.0.0.2".to_owned()])
            );
            assert_eq!(
                (links[1].link, &links[1].reached),
                (1, &Some(vec!["hv1".to_owned()]))
            );
        }
    }

    #[test]
    fn what_nobody_tells_is_not_known() {
        assert_eq!(read("totem {\n}\n", Some("")), None);
        // UDP in place of knet, and the oldest versions.
        for status in [
            None,
            Some("LINK ID 0 udp\n\tstatus\t= OK\n"),
            Some("LINK ID 0\n\t\tnode 0:\tlink enabled:1\tlink connected:1\n"),
        ] {
            let links = read(CONFIGURATION, status).unwrap();
            assert!(links.iter().all(|link| link.reached.is_none()), "{links:?}");
        }
    }
}
