//! The certificates that QEMU has for memory that travels under TLS, where libvirt's `qemu.conf` says they are.

use std::path::Path;

use crate::linux::machine::LinuxMachine;

/// libvirt's configuration of its QEMU driver.
const CONFIGURATION: &str = "/etc/libvirt/qemu.conf";
/// Where the certificates for migrations are when it does not say where, if it is there.
const OF_MIGRATIONS: &str = "/etc/pki/libvirt-migrate";
/// Where all of them are otherwise.
const OF_QEMU: &str = "/etc/pki/qemu";

/// Which end of the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Memory leaves it.
    Client,
    /// Memory comes to it.
    Server,
}

/// The files that it lacks here.
pub(super) fn lacking(host: &LinuxMachine, role: Role) -> Vec<String> {
    let text = host.sysfs.text(CONFIGURATION).unwrap_or_default();
    let folder = folder(&text, &|path| host.sysfs.exists(path));
    let own = match role {
        Role::Client => ["ca-cert.pem", "client-cert.pem", "client-key.pem"],
        Role::Server => ["ca-cert.pem", "server-cert.pem", "server-key.pem"],
    };
    let paths = own.map(|name| Path::new(&folder).join(name).display().to_string());
    let lacking = paths.into_iter().filter(|path| !host.sysfs.exists(path));
    lacking.collect()
}

/// The folder, by what the configuration says and what is there.
fn folder(configuration: &str, there: &dyn Fn(&str) -> bool) -> String {
    let said = |key: &str| value(configuration, key);
    said("migrate_tls_x509_cert_dir")
        .or_else(|| there(OF_MIGRATIONS).then(|| OF_MIGRATIONS.to_owned()))
        .or_else(|| said("default_tls_x509_cert_dir"))
        .unwrap_or_else(|| OF_QEMU.to_owned())
}

/// A value of the configuration: `key = "value"`. The last one counts.
fn value(configuration: &str, key: &str) -> Option<String> {
    let mut found = None;
    for line in configuration.lines() {
        let Some((name, text)) = line.split_once('=') else {
            continue;
        };
        let text = text.trim().strip_prefix('"');
        if name.trim() == key
            && let Some((text, _)) = text.and_then(|text| text.split_once('"'))
        {
            found = Some(text.to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_where_libvirt_looks() {
        let none = |_: &str| false;
        assert_eq!(folder("", &none), OF_QEMU);
        assert_eq!(folder("", &|path| path == OF_MIGRATIONS), OF_MIGRATIONS);
        let commented = "#migrate_tls_x509_cert_dir = \"/no\"\nuser = \"root\"\n";
        assert_eq!(folder(commented, &none), OF_QEMU);
        let default = "default_tls_x509_cert_dir = \"/pki/all\" # here\n";
        assert_eq!(folder(default, &none), "/pki/all");
        let both = format!("{default}migrate_tls_x509_cert_dir=\"/pki/own\"\n");
        assert_eq!(folder(&both, &|_| true), "/pki/own");
    }
}
