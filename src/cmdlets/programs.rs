//! Programs of Linux that show or change what the cmdlets do: on a host that is not this computer, they mean another one.

use std::rc::Rc;

use iovsh_backend::host::HostAddress;
use iovsh_shell::eval::Session;

use crate::Services;

/// Programs that show or change the network, the virtual machines or the state of the computer that they run on.
const OF_THE_COMPUTER: &[&str] = &[
    "arp",
    "bridge",
    "dcb",
    "devlink",
    "dmesg",
    "driverctl",
    "ethtool",
    "halt",
    "hostname",
    "hostnamectl",
    "ifconfig",
    "ip",
    "journalctl",
    "lspci",
    "modprobe",
    "netplan",
    "nft",
    "nmcli",
    "networkctl",
    "ovs-vsctl",
    "poweroff",
    "rdma",
    "reboot",
    "rmmod",
    "setpci",
    "shutdown",
    "sysctl",
    "systemctl",
    "tc",
    "virsh",
    "virt-install",
    "virt-xml",
];

/// Under this key a session keeps that it has been said.
const SAID: &str = "programs act on this computer";

/// What is said, once a session, before such a program runs while the cmdlets act on another host.
pub fn acts_elsewhere(session: &mut Session, path: &str) -> Option<String> {
    let name = path.rsplit('/').next()?;
    if !OF_THE_COMPUTER.contains(&name) || session.kept.contains_key(SAID) {
        return None;
    }
    let services = session.services().downcast::<Services>().ok()?;
    let place = services.place(services.home());
    let host = match place.address.as_ref()? {
        HostAddress::Local => return None,
        HostAddress::Simulated(_) => "the simulated host".to_owned(),
        address @ HostAddress::Ssh(_) => format!("{address}"),
    };
    session.kept.insert(SAID, Rc::new(()));
    Some(format!("'{name}' runs on this computer, not on {host}."))
}
