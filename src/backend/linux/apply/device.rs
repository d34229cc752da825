//! Plugging, unplugging and changing adapters and VFs.

use std::time::{Duration, Instant};

use crate::domain_xml::{self, Interface};
use crate::model::{AdapterAlias, NicSpec, Uuid};
use crate::plan::{Device, DeviceChange};
use crate::{Category, CauseSource, HostError};

use super::super::libvirt::domain_edit::{self, missing};
use super::super::libvirt::domain_read::DomainRead;
use super::super::libvirt::error::code;
use super::super::libvirt::{Affect, Configuration, DomainRef, Hypervisor, LibvirtError};
use super::super::machine::LinuxMachine;
use super::domain::{domain, info, refused};

/// libvirt tells of a removal before it has put the device out of its books.
const SETTLE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(20);

/// Carries the change out, or refuses it.
pub(super) fn apply(host: &LinuxMachine, change: &DeviceChange) -> Result<(), HostError> {
    match change {
        DeviceChange::Attach { vm, device, live } => attach(host, *vm, device, *live),
        DeviceChange::Detach {
            vm,
            device,
            live,
            timeout,
        } => detach(host, *vm, device, *live, *timeout),
        DeviceChange::Update { vm, nic, live } => update(host, *vm, nic, *live),
        DeviceChange::Pair {
            vm,
            from,
            to,
            teaming,
        } => pair(host, *vm, from, to, *teaming),
    }
}

/// A domain's XML.
pub(super) fn xml(
    host: &LinuxMachine,
    domain: &DomainRef,
    which: Configuration,
) -> Result<String, HostError> {
    let text = host.libvirt.xml(domain, which);
    text.map_err(refused(&domain.name))?.ok_or_else(|| {
        refused(&domain.name)(LibvirtError::Xml {
            what: domain.name.clone(),
            reason: "the domain is gone".to_owned(),
        })
    })
}

fn running(host: &LinuxMachine, domain: &DomainRef) -> Result<bool, HostError> {
    Ok(info(host, domain)?.is_some_and(|info| info.status.state.is_active()))
}

fn attach(host: &LinuxMachine, vm: Uuid, device: &Device, live: bool) -> Result<(), HostError> {
    let domain = domain(host, vm)?;
    let (text, affect) = match device {
        Device::Vf(vf) => (domain_xml::failover_vf(vf), Affect::Live),
        Device::Host(device) => (domain_xml::host_device(device), Affect::Persistent),
        Device::Nic(nic) => {
            let persistent = info(host, &domain)?.is_none_or(|info| info.status.persistent);
            let affect = match (live, persistent) {
                (true, true) => Affect::Both,
                (true, false) => Affect::Live,
                (false, _) => Affect::Persistent,
            };
            (Interface::of(nic).to_xml(), affect)
        }
    };
    host.libvirt
        .attach(&domain, &text, affect)
        .map_err(refused(&domain.name))
}

fn detach(
    host: &LinuxMachine,
    vm: Uuid,
    device: &Device,
    live: bool,
    timeout: Duration,
) -> Result<(), HostError> {
    let domain = domain(host, vm)?;
    match device {
        Device::Vf(vf) => {
            let read = DomainRead::parse(&xml(host, &domain, Configuration::Live)?)
                .map_err(refused(&domain.name))?;
            // Whatever alias it got: the address is what names a VF.
            let alias = read
                .host_devices
                .iter()
                .find(|device| device.address == vf.address)
                .and_then(|device| device.alias.clone())
                .ok_or_else(|| refused(&domain.name)(missing(vf.alias.as_str())))?;
            unplug(host, &domain, &alias, timeout)
        }
        Device::Host(device) => host
            .libvirt
            .detach(
                &domain,
                &domain_xml::host_device(device),
                Affect::Persistent,
            )
            .map_err(refused(&domain.name)),
        Device::Nic(nic) => {
            if live && running(host, &domain)? {
                unplug(host, &domain, nic.alias.as_str(), timeout)?;
            }
            forget(host, &domain, &nic.alias)
        }
    }
}

/// Takes an adapter out of the definition.
fn forget(host: &LinuxMachine, domain: &DomainRef, alias: &AdapterAlias) -> Result<(), HostError> {
    if !info(host, domain)?.is_some_and(|info| info.status.persistent) {
        return Ok(());
    }
    let text = xml(host, domain, Configuration::Complete)?;
    let interface = domain_edit::interface_xml(&text, alias.as_str())
        .map_err(refused(&domain.name))?
        .ok_or_else(|| refused(&domain.name)(missing(alias.as_str())))?;
    host.libvirt
        .detach(domain, &interface, Affect::Persistent)
        .map_err(refused(&domain.name))
}

/// Asks the guest for a device, waits until it is gone, and until libvirt's books say so too.
pub(super) fn unplug(
    host: &LinuxMachine,
    domain: &DomainRef,
    alias: &str,
    timeout: Duration,
) -> Result<(), HostError> {
    match host.libvirt.unplug(domain, alias, timeout) {
        Ok(()) => {}
        Err(error @ (LibvirtError::TimedOut { .. } | LibvirtError::RemovalRefused { .. })) => {
            return Err(HostError::new(
                "Vm.DetachTimeout",
                Category::OperationTimeout,
                format!(
                    "The guest of '{}' did not let the device go in time.",
                    domain.name
                ),
            )
            .target(domain.name.clone())
            .because(CauseSource::Libvirt, error.to_string(), None)
            .next_step("Look at the guest's log, or stop the VM."));
        }
        Err(error) => return Err(refused(&domain.name)(error)),
    }
    let deadline = Instant::now() + SETTLE;
    while Instant::now() < deadline && still_has(host, domain, alias)? {
        std::thread::sleep(PAUSE);
    }
    Ok(())
}

fn still_has(host: &LinuxMachine, domain: &DomainRef, alias: &str) -> Result<bool, HostError> {
    if !running(host, domain)? {
        return Ok(false);
    }
    let read = DomainRead::parse(&xml(host, domain, Configuration::Live)?)
        .map_err(refused(&domain.name))?;
    let is_it = |other: &Option<String>| other.as_deref() == Some(alias);
    Ok(read.interfaces.iter().any(|i| is_it(&i.alias))
        || read.host_devices.iter().any(|d| is_it(&d.alias))
        || read.disks.iter().any(|d| is_it(&d.alias))
        || read.controllers.iter().any(|c| is_it(&c.alias)))
}

fn update(host: &LinuxMachine, vm: Uuid, nic: &NicSpec, live: bool) -> Result<(), HostError> {
    let domain = domain(host, vm)?;
    let refused = refused(&domain.name);
    let alias = nic.alias.as_str();
    let state = info(host, &domain)?;
    let before = if state.as_ref().is_none_or(|info| info.status.persistent) {
        let text = xml(host, &domain, Configuration::Complete)?;
        let new = domain_edit::replace_interface(&text, alias, &Interface::of(nic))
            .map_err(&refused)?
            .ok_or_else(|| refused(missing(alias)))?;
        host.libvirt.define(&new).map_err(&refused)?;
        Some(text)
    } else {
        None
    };
    if !(live
        && state
            .as_ref()
            .is_some_and(|info| info.status.state.is_active()))
    {
        return Ok(());
    }
    let changed = set_link_state(host, &domain, alias, nic.link_up);
    if let (Err(_), Some(before)) = (&changed, before) {
        // The definition as it was; the refusal is what is reported.
        let _ = host.libvirt.define(&before);
    }
    changed
}

/// Only of a domain that is off: what runs would go on without, and the two would be told apart no more.
fn pair(
    host: &LinuxMachine,
    vm: Uuid,
    from: &AdapterAlias,
    to: &AdapterAlias,
    teaming: bool,
) -> Result<(), HostError> {
    let domain = domain(host, vm)?;
    let refused = refused(&domain.name);
    if running(host, &domain)? {
        return Err(HostError::new(
            "Vm.InvalidState",
            Category::InvalidOperation,
            format!("'{}' runs: its adapters stay what they are.", domain.name),
        )
        .target(domain.name.clone())
        .next_step("Stop it first."));
    }
    let text = xml(host, &domain, Configuration::Complete)?;
    let new = domain_edit::paired(&text, from.as_str(), to.as_str(), teaming)
        .map_err(&refused)?
        .ok_or_else(|| refused(missing(from.as_str())))?;
    host.libvirt.define(&new).map_err(&refused)?;
    Ok(())
}

fn set_link_state(
    host: &LinuxMachine,
    domain: &DomainRef,
    alias: &str,
    up: bool,
) -> Result<(), HostError> {
    let refused = refused(&domain.name);
    let text = xml(host, domain, Configuration::Live)?;
    let new = domain_edit::with_link_state(&text, alias, up)
        .map_err(&refused)?
        .ok_or_else(|| refused(missing(alias)))?;
    match host.libvirt.update(domain, &new, Affect::Live) {
        // Guest link states are for models that have one; a driver without the call has no link to change.
        Err(error) if error.code() == Some(code::NO_SUPPORT) => Ok(()),
        other => other.map_err(&refused),
    }
}
