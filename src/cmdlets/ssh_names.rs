//! The names of hosts that the user's own ssh knows: those of its configuration and of its known hosts.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// So much of each file is read.
const MOST: u64 = 1 << 20;

/// How many files a configuration may include.
const FILES: usize = 32;

/// The names, as far as the files can be read.
pub fn known() -> Vec<String> {
    let home = std::env::var_os("HOME")
        .map(PathBuf::from)
        .unwrap_or_default();
    let folder = home.join(".ssh");
    let mut names = BTreeSet::new();
    let mut left = FILES;
    for config in [folder.join("config"), PathBuf::from("/etc/ssh/ssh_config")] {
        of_configuration(&config, &folder, &mut left, &mut names);
    }
    for file in [
        folder.join("known_hosts"),
        PathBuf::from("/etc/ssh/ssh_known_hosts"),
    ] {
        of_known_hosts(&text(&file), &mut names);
    }
    names.into_iter().collect()
}

fn text(path: &Path) -> String {
    let mut bytes = Vec::new();
    // Pipes and devices have no end.
    let is_file = path.metadata().is_ok_and(|about| about.is_file());
    if let (true, Ok(file)) = (is_file, File::open(path)) {
        // What was read before an error counts.
        let _ = file.take(MOST).read_to_end(&mut bytes);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// `Host` lines of `ssh_config(5)`, without patterns; `Include` is followed, where it names files without wildcards or a folder's files.
fn of_configuration(path: &Path, folder: &Path, left: &mut usize, names: &mut BTreeSet<String>) {
    let Some(rest) = left.checked_sub(1) else {
        return;
    };
    *left = rest;
    for line in text(path).lines() {
        let mut words = line
            .split(|c: char| c.is_whitespace() || c == '=' || c == '"')
            .filter(|word| !word.is_empty());
        match words.next().map(str::to_ascii_lowercase).as_deref() {
            Some("host") => names.extend(
                words
                    .filter(|name| !name.contains(['*', '?', '!']))
                    .map(str::to_owned),
            ),
            Some("include") => {
                for name in words {
                    for file in included(name, folder) {
                        of_configuration(&file, folder, left, names);
                    }
                }
            }
            _ => {}
        }
    }
}

/// The files that an `Include` names; a wildcard is understood in the last part of the path.
fn included(name: &str, folder: &Path) -> Vec<PathBuf> {
    let path = match name.strip_prefix("~/") {
        Some(rest) => folder.parent().unwrap_or(folder).join(rest),
        None => folder.join(name),
    };
    let Some(pattern) = path.file_name().and_then(|name| name.to_str()) else {
        return Vec::new();
    };
    if !pattern.contains(['*', '?']) {
        return vec![path];
    }
    let pattern = iovsh_shell::wildcard::WildcardPattern::case_sensitive(pattern);
    let entries = path
        .parent()
        .and_then(|folder| std::fs::read_dir(folder).ok());
    let files = entries.into_iter().flatten().take(FILES).flatten();
    files
        .filter(|entry| pattern.is_match(&entry.file_name().to_string_lossy()))
        .map(|entry| entry.path())
        .collect()
}

/// The names of `known_hosts` (sshd(8)) that are not hashed.
fn of_known_hosts(text: &str, names: &mut BTreeSet<String>) {
    for line in text.lines() {
        let mut words = line.split_whitespace();
        let first = words.next().unwrap_or_default();
        let hosts = match first.starts_with('@') {
            true => words.next().unwrap_or_default(),
            false => first,
        };
        if hosts.starts_with(['#', '|']) {
            continue;
        }
        for host in hosts
            .split(',')
            .filter(|host| !host.contains(['*', '?', '!']))
        {
            let host = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
                Some((host, _)) => host,
                None => host,
            };
            if !host.is_empty() {
                names.insert(host.to_owned());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_configuration_and_of_known_hosts() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join(".ssh");
        std::fs::create_dir_all(folder.join("more")).unwrap();
        let config = folder.join("config");
        std::fs::write(
            &config,
            "Include more/*.conf\n# Host no\nHost hv1 hv2 *.lab !x\n  HostName 192.0.2.1\nhost=\"hv3\"\nMatch all\nInclude config\n",
        )
        .unwrap();
        std::fs::write(folder.join("more/a.conf"), "Host hv4\n").unwrap();
        std::fs::write(folder.join("more/b.txt"), "Host hv5\n").unwrap();
        let mut names = BTreeSet::new();
        of_configuration(&config, &folder, &mut FILES.clone(), &mut names);
        of_known_hosts(
            "hv6,192.0.2.6 ssh-ed25519 AAAA\n[hv7]:2222 ssh-ed25519 AAAA\n|1|x|y ssh-rsa A\n# hv8 x y\n@cert-authority *.lab x y\n@revoked hv9 x y\n",
            &mut names,
        );
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert_eq!(
            names,
            ["192.0.2.6", "hv1", "hv2", "hv3", "hv4", "hv6", "hv7", "hv9"]
        );
    }
}
