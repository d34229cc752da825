//! Migrations by libvirt: its daemons speak to each other, over sockets that ssh carries; no port is open and root needs no keys of its own.

mod along;
mod carrier;
mod certificates;
mod check;
mod copy;
mod describe;
mod edit;
mod forward;
mod presence;
mod receive;
mod send;

pub(super) use check::check;
pub(super) use describe::describe;
pub(super) use forward::sweep;
pub(super) use presence::presence;
pub(super) use receive::{receive, sweep_images};
pub(super) use send::send;

use crate::HostError;
use crate::model::Uuid;

use super::libvirt::{Configuration, DomainRef, Hypervisor, LibvirtError};
use super::machine::LinuxMachine;
use super::refusal;

/// Where the sockets of migrations are, at both ends: AppArmor lets QEMU use sockets of this name there.
const FOLDER: &str = "/run/libvirt/iovsh";

/// libvirt's folder of QEMU's own files: it belongs to the user that QEMU runs as.
const OF_QEMU: &str = "/var/lib/libvirt/qemu";

/// The files that QEMU here lacks to receive memory under TLS.
pub(super) fn lacking_certificates(host: &LinuxMachine) -> Vec<String> {
    certificates::lacking(host, certificates::Role::Server)
}

/// What the files of a migration begin with: the first digits of its id, because the path of a socket may have 107 bytes.
fn short(id: Uuid) -> String {
    id.to_string().chars().take(8).collect()
}

/// The same with the folder.
fn of_migration(id: Uuid) -> String {
    format!("{FOLDER}/{}", short(id))
}

/// The path of a socket of a migration: the same at both ends. It ends with the VM's name, for AppArmor's sake, where that is short
/// enough and means nothing to ssh (`:`) or in a URI (`%`, `?`, `#`).
fn socket(id: Uuid, what: &str, name: &str) -> String {
    /// What the rest of the path leaves of the 107 bytes.
    const LONGEST: usize = 52;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let fits = name.len() <= LONGEST && name.chars().all(is_plain);
    let name = if fits { name } else { "vm" };
    format!("{}-{what}.tunnelmigrate.dest.{name}", of_migration(id))
}

/// libvirt's refusal of something that is asked about a domain.
fn refused(target: &str) -> impl Fn(LibvirtError) -> HostError {
    let target = target.to_owned();
    move |error| refusal::libvirt(&target, &error)
}

/// The domain of this id, if there is one.
fn found(host: &LinuxMachine, id: Uuid) -> Result<Option<DomainRef>, HostError> {
    host.libvirt
        .domain_by_id(id.as_bytes())
        .map_err(refused(&id.to_string()))
}

/// The domain of this id.
fn domain(host: &LinuxMachine, id: Uuid) -> Result<DomainRef, HostError> {
    found(host, id)?.ok_or_else(|| gone(&id.to_string()))
}

/// A configuration of a domain.
fn xml(host: &LinuxMachine, domain: &DomainRef, which: Configuration) -> Result<String, HostError> {
    let text = host.libvirt.xml(domain, which);
    text.map_err(refused(&domain.name))?
        .ok_or_else(|| gone(&domain.name))
}

fn gone(name: &str) -> HostError {
    refused(name)(LibvirtError::Xml {
        what: name.to_owned(),
        reason: "the domain is gone".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_a_socket_holds_whatever_the_vm_is_called() {
        let id = Uuid::random();
        for name in [
            "web1",
            &"x".repeat(52),
            &"x".repeat(300),
            "a:/b",
            "50% ?#x",
            "it's",
            "…",
        ] {
            let path = socket(id, "mem", name);
            assert!(path.len() <= 107, "{path}");
            assert!(!path.contains([':', '%', '?', '#', ' ', '\'']), "{path}");
        }
        assert!(socket(id, "nbd", "web1").ends_with("-nbd.tunnelmigrate.dest.web1"));
    }
}
