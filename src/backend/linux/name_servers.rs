//! Who is asked for names: systemd-resolved where it runs, which keeps servers for each interface, else `/etc/resolv.conf`.
//!
//! What is set is read back from the files that systemd keeps for each interface: `/run/systemd/resolve/netif/N` has what was told to
//! systemd-resolved (by `resolvectl`, or by NetworkManager), `/run/systemd/netif/links/N` what systemd-networkd has for it.

use std::time::Duration;

use super::sysfs::Sysfs;
use crate::model::{InterfaceName, NameServer, NameServers, Resolver};
use crate::{Category, CauseSource, HostError, programs};

/// How long `resolvectl` may take: it asks daemons.
const LONGEST: Duration = Duration::from_secs(10);
/// Where systemd-resolved answers.
const RESOLVED: &str = "/run/systemd/resolve/io.systemd.Resolve";
/// The file of the C library.
pub(super) const FILE: &str = "/etc/resolv.conf";
/// Tools that write it, as they name themselves in it or in the path that it is a link to, and what they are called.
const TOOLS: [(&str, &str); 7] = [
    ("NetworkManager", "NetworkManager"),
    ("resolvconf", "resolvconf"),
    ("dhclient", "dhclient"),
    ("dhcpcd", "dhcpcd"),
    ("connman", "ConnMan"),
    ("netconfig", "netconfig"),
    ("stub-resolv.conf", "systemd-resolved"),
];

/// Who keeps them, and what they are; `names` are the interfaces with their indices.
pub(super) fn read<'n>(
    sysfs: &Sysfs,
    names: impl IntoIterator<Item = (u32, &'n InterfaceName)>,
) -> (Resolver, Vec<NameServers>) {
    if sysfs.exists(RESOLVED) {
        let mut found: Vec<NameServers> = names
            .into_iter()
            .filter_map(|(index, name)| {
                let told = listed(
                    sysfs,
                    &format!("/run/systemd/resolve/netif/{index}"),
                    "SERVERS",
                );
                let servers = told.or_else(|| {
                    listed(sysfs, &format!("/run/systemd/netif/links/{index}"), "DNS")
                })?;
                Some(NameServers {
                    interface: Some(name.clone()),
                    servers,
                })
            })
            .collect();
        found.sort_by(|a, b| a.interface.cmp(&b.interface));
        return (Resolver::PerInterface, found);
    }
    let text = sysfs.text(FILE).unwrap_or_default();
    let servers: Vec<NameServer> = text
        .lines()
        .filter_map(|line| {
            NameServer::parse(line.strip_prefix("nameserver")?.split_whitespace().next()?)
        })
        .collect();
    let own = NameServers {
        interface: None,
        servers,
    };
    let found = if own.servers.is_empty() {
        Vec::new()
    } else {
        vec![own]
    };
    (keeper(sysfs, &text), found)
}

fn keeper(sysfs: &Sysfs, text: &str) -> Resolver {
    let link = std::fs::read_link(sysfs.path(FILE)).ok();
    let target = link.map(|target| target.to_string_lossy().into_owned());
    let comments: String = text
        .lines()
        .filter(|line| line.starts_with(['#', ';']) && line.to_lowercase().contains("generated"))
        .collect();
    let says = |word: &str| {
        target.as_ref().is_some_and(|target| target.contains(word)) || comments.contains(word)
    };
    let tool = TOOLS.iter().find(|(word, _)| says(word));
    match (tool, target) {
        (Some((_, name)), _) => Resolver::Tool((*name).to_owned()),
        // Who made it a link writes what is behind it.
        (None, Some(target)) => Resolver::Tool(target),
        (None, None) if !comments.is_empty() => Resolver::Tool("another tool".to_owned()),
        (None, None) => Resolver::HostFile,
    }
}

/// The servers of a variable in a file of systemd; `None` where it has none.
fn listed(sysfs: &Sysfs, path: &str, variable: &str) -> Option<Vec<NameServer>> {
    let text = sysfs.text(path)?;
    let mut lines = text.lines();
    let value = lines.find_map(|line| line.strip_prefix(variable)?.strip_prefix('='))?;
    let words = value.split_whitespace();
    let servers: Vec<NameServer> = words.filter_map(NameServer::parse).collect();
    (!servers.is_empty()).then_some(servers)
}

/// The file with other servers: every other line stays as it is.
pub(super) fn edited(text: &str, servers: &[NameServer]) -> String {
    let others = text.lines().filter(|line| !line.starts_with("nameserver"));
    let own = servers.iter().map(|server| format!("nameserver {server}"));
    let mut lines: Vec<String> = others.map(str::to_owned).collect();
    lines.extend(own);
    lines.push(String::new());
    lines.join("\n")
}

/// Tells systemd-resolved, or systemd-networkd where the interface is its: `resolvectl` knows which.
///
/// # Errors
/// `Dns.NotSet`, with its words.
pub(super) fn tell(interface: &InterfaceName, servers: &[NameServer]) -> Result<(), HostError> {
    let mut command = programs::command("resolvectl");
    command.args(["dns", "--", interface.as_str()]);
    if servers.is_empty() {
        command.arg("");
    }
    command.args(servers.iter().map(ToString::to_string));
    let not_set = || {
        HostError::new(
            "Dns.NotSet",
            Category::WriteError,
            format!("The name servers of '{interface}' were not set."),
        )
        .target(interface.to_string())
        .next_step(
            "See what systemd-resolved says: resolvectl status; journalctl -u systemd-resolved.",
        )
    };
    match programs::output_unless(&mut command, programs::patience(LONGEST)) {
        Ok(Some(output)) if output.status.success() => Ok(()),
        Ok(Some(output)) => {
            let words = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            Err(not_set().because(CauseSource::File, words, output.status.code()))
        }
        Ok(None) => Err(not_set().because(
            CauseSource::File,
            format!("resolvectl did not answer within {} s", LONGEST.as_secs()),
            None,
        )),
        Err(error) => Err(not_set().because_io(CauseSource::File, &error)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Tree;
    use super::*;

    fn servers(found: &[NameServers]) -> Vec<(Option<&str>, Vec<String>)> {
        let of = |known: &NameServers| known.servers.iter().map(ToString::to_string).collect();
        found
            .iter()
            .map(|known| {
                (
                    known.interface.as_ref().map(InterfaceName::as_str),
                    of(known),
                )
            })
            .collect()
    }

    #[test]
    fn each_interface_has_its_own_where_systemd_resolved_runs() {
        let tree = Tree::empty();
        tree.file(RESOLVED, "");
        tree.file(
            "/run/systemd/resolve/netif/2",
            "# This is private data. Do not parse.\nSERVERS=192.0.2.53 [2001:db8::53]:5353#dns.example.org\n",
        );
        tree.file(
            "/run/systemd/netif/links/3",
            "ADMIN_STATE=configured\nDNS=198.51.100.53:53\n",
        );
        let names: Vec<InterfaceName> = ["eno1", "eno2", "eno3"]
            .map(|name| name.parse().unwrap())
            .into();
        let (resolver, found) = read(&tree.sysfs(), (2..).zip(&names));
        assert_eq!(resolver, Resolver::PerInterface);
        assert_eq!(
            servers(&found),
            [
                (
                    Some("eno1"),
                    vec![
                        "192.0.2.53".to_owned(),
                        "[2001:db8::53]:5353#dns.example.org".to_owned()
                    ]
                ),
                (Some("eno2"), vec!["198.51.100.53:53".to_owned()]),
            ]
        );
    }

    #[test]
    fn the_one_list_of_the_host_is_its_own_or_a_tools() {
        let plain = "# of this house\nsearch example.org\nnameserver 192.0.2.53\n";
        for (text, wanted) in [
            (plain, Resolver::HostFile),
            (
                "# Generated by NetworkManager\nnameserver 192.0.2.53\n",
                Resolver::Tool("NetworkManager".to_owned()),
            ),
            (
                "# generated by hand and by nobody else\nnameserver 192.0.2.53\n",
                Resolver::Tool("another tool".to_owned()),
            ),
        ] {
            let tree = Tree::empty();
            tree.file(FILE, text);
            let (resolver, found) = read(&tree.sysfs(), []);
            assert_eq!(resolver, wanted, "{text}");
            assert_eq!(servers(&found), [(None, vec!["192.0.2.53".to_owned()])]);
        }
        let edited = edited(plain, &[NameServer::parse("203.0.113.1").unwrap()]);
        assert_eq!(
            edited,
            "# of this house\nsearch example.org\nnameserver 203.0.113.1\n"
        );
    }
}
