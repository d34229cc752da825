//! Programs of Linux that show or change what the cmdlets do: on a host that is not this computer, they mean another one.

use std::rc::Rc;

use iovsh_backend::host::HostAddress;
use iovsh_shell::error::{ErrorCategory, ShellError};
use iovsh_shell::eval::Session;
use iovsh_shell::syntax::quote::{quote_argument, quote_command};

use crate::Services;

/// Programs that show or change the network, the virtual machines or the state of the computer that they run on.
const OF_THE_COMPUTER: &[&str] = &[
    "arp",
    "brctl",
    "bridge",
    "dcb",
    "devlink",
    "dmesg",
    "driverctl",
    "ethtool",
    "hostname",
    "hostnamectl",
    "ifconfig",
    "ifdown",
    "ifup",
    "ip",
    "ip6tables",
    "iptables",
    "journalctl",
    "lscpu",
    "lsmod",
    "lspci",
    "mii-tool",
    "modprobe",
    "netplan",
    "netstat",
    "networkctl",
    "nft",
    "nmcli",
    "ovs-vsctl",
    "ping",
    "rdma",
    "rmmod",
    "route",
    "setpci",
    "ss",
    "sysctl",
    "systemctl",
    "tc",
    "traceroute",
    "virsh",
    "virt-clone",
    "virt-install",
    "virt-top",
    "virt-xml",
    "virt-xml-validate",
];

/// Programs that end the computer that they run on, and what ends a host behind ssh so.
const ENDING: &[(&str, &str)] = &[
    ("halt", "systemctl halt"),
    ("init", "systemctl reboot"),
    ("poweroff", "systemctl poweroff"),
    ("reboot", "systemctl reboot"),
    ("shutdown", "systemctl poweroff"),
    ("telinit", "systemctl reboot"),
];

/// Under this key a session keeps that it has been said.
const SAID: &str = "programs act on this computer";

/// What is said, once a session, before such a program runs while the cmdlets act on another host.
///
/// # Errors
/// One that would end this computer is not run by its bare name: it was meant for the other host.
pub fn acts_elsewhere(
    session: &mut Session,
    typed: &str,
    path: &str,
) -> Result<Option<String>, Box<ShellError>> {
    let name = path.rsplit('/').next().unwrap_or_default();
    let ending = ENDING.iter().find(|(program, _)| *program == name);
    if ending.is_none() && !OF_THE_COMPUTER.contains(&name) {
        return Ok(None);
    }
    let Some(host) = other_host(session) else {
        return Ok(None);
    };
    if let Some((_, there)) = ending.filter(|_| !typed.contains('/')) {
        return Err(Box::new(ends_this_computer(name, path, &host, there)));
    }
    if session.kept.insert(SAID, Rc::new(())).is_some() {
        return Ok(None);
    }
    Ok(Some(format!(
        "'{name}' runs on this computer, not on {}.",
        called(&host)
    )))
}

/// The host of the session, where it is not this computer.
fn other_host(session: &mut Session) -> Option<HostAddress> {
    let services = session.services().downcast::<Services>().ok()?;
    let place = services.place(services.home());
    let address = place.address.clone()?;
    (address != HostAddress::Local).then_some(address)
}

/// How a sentence calls a host.
fn called(host: &HostAddress) -> String {
    match host {
        HostAddress::Simulated(_) => "the simulated host".to_owned(),
        address => address.to_string(),
    }
}

fn ends_this_computer(name: &str, path: &str, host: &HostAddress, there: &str) -> ShellError {
    let other = match host {
        HostAddress::Ssh(_) => format!(
            "There: ssh {} {there}",
            quote_argument(&host.to_string())
        ),
        _ => "A simulated host is not turned off; Reset-SimulatedHost puts it back to how it was at first".to_owned(),
    };
    ShellError::new(
        "Program.EndsThisComputer",
        ErrorCategory::InvalidOperation,
        format!("'{name}' would end this computer, not {}.", called(host)),
    )
    .target(name)
    .help(format!(
        "{other}. For this computer: {}",
        quote_command(path)
    ))
}
