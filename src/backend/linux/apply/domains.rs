//! Domains and networks: defining, starting, stopping, metadata.

use std::time::{Duration, Instant};

use crate::backend::domain_xml::{self, Platform, metadata};
use crate::backend::model::{DomainDefinition, InterfaceName, Uuid, VmSettings};
use crate::backend::plan::StopMode;
use crate::backend::{Category, HostError};

use super::super::host::LinuxHost;
use super::super::libvirt::{
    Affect, Client, DomainInfo, DomainRef, DomainState, Hypervisor, LibvirtError, NetworkRef,
    Undefine,
};
use super::super::refusal;

/// Between two looks at a guest that was asked to shut down.
const PAUSE: Duration = Duration::from_millis(100);

pub(super) fn refused(target: &str) -> impl Fn(LibvirtError) -> HostError {
    let target = target.to_owned();
    move |error| refusal::libvirt(&target, &error)
}

/// The domain of this id.
pub(super) fn domain(host: &LinuxHost, id: Uuid) -> Result<DomainRef, HostError> {
    let found = host
        .libvirt
        .domain_by_id(id.as_bytes())
        .map_err(refused(&id.to_string()))?;
    found.ok_or_else(|| {
        HostError::new(
            "Host.LibvirtRefused",
            Category::ObjectNotFound,
            format!("libvirt refused a change of {id}."),
        )
        .target(id.to_string())
        .because(
            crate::backend::CauseSource::Libvirt,
            format!("Domain not found: no domain with matching uuid '{id}'"),
            None,
        )
        .advised()
    })
}

/// State and size of a domain; none when it is gone.
pub(super) fn info(host: &LinuxHost, domain: &DomainRef) -> Result<Option<DomainInfo>, HostError> {
    let mut infos = host
        .libvirt
        .infos(std::slice::from_ref(domain))
        .map_err(refused(&domain.name))?;
    Ok(infos.pop().flatten())
}

/// It has a process.
pub(super) fn is_active(info: &DomainInfo) -> bool {
    !matches!(info.state, DomainState::Off | DomainState::Unknown)
}

fn network(host: &LinuxHost, id: Uuid, name: &str) -> Result<Option<NetworkRef>, HostError> {
    let networks = host.libvirt.networks().map_err(refused(name))?;
    Ok(networks.into_iter().find(|n| &n.uuid == id.as_bytes()))
}

pub(super) fn define_network(
    host: &LinuxHost,
    name: &str,
    id: Uuid,
    bridge: &InterfaceName,
) -> Result<(), HostError> {
    let libvirt = &host.libvirt;
    let was_there = network(host, id, name)?.is_some();
    let xml = domain_xml::bridge_network(name, id, bridge.as_str());
    let defined = libvirt.define_network(&xml).map_err(refused(name))?;
    let started = (|| {
        if !libvirt.network_active(&defined)? {
            libvirt.start_network(&defined)?;
        }
        libvirt.set_network_autostart(&defined, true)
    })();
    started.map_err(|error| {
        if !was_there {
            // The refusal is what is reported; a network that does not start is not left behind.
            let _ = libvirt.stop_network(&defined);
            let _ = libvirt.undefine_network(&defined);
        }
        refused(name)(error)
    })
}

pub(super) fn undefine_network(host: &LinuxHost, name: &str, id: Uuid) -> Result<(), HostError> {
    let Some(network) = network(host, id, name)? else {
        return Err(HostError::new(
            "Host.LibvirtRefused",
            Category::ObjectNotFound,
            format!("libvirt refused a change of {name}."),
        )
        .target(name)
        .because(
            crate::backend::CauseSource::Libvirt,
            format!("Network not found: no network with matching uuid '{id}'"),
            None,
        )
        .advised());
    };
    let libvirt = &host.libvirt;
    if libvirt.network_active(&network).map_err(refused(name))? {
        libvirt.stop_network(&network).map_err(refused(name))?;
    }
    libvirt.undefine_network(&network).map_err(refused(name))
}

pub(super) fn define(
    host: &LinuxHost,
    name: &str,
    definition: &DomainDefinition,
) -> Result<(), HostError> {
    let xml = match definition {
        DomainDefinition::Text(text) => text.clone(),
        DomainDefinition::Spec(spec) => {
            let node = host.libvirt.node().map_err(refused(name))?;
            let platform = Platform {
                kvm: host.sysfs.exists("/dev/kvm"),
                architecture: node.architecture,
            };
            domain_xml::new_domain(spec, &platform, &metadata::whole_element(&spec.settings))
        }
    };
    host.libvirt.define(&xml).map(|_| ()).map_err(refused(name))
}

pub(super) fn undefine(host: &LinuxHost, name: &str, id: Uuid) -> Result<(), HostError> {
    let domain = domain(host, id)?;
    let what = Undefine {
        managed_save: true,
        nvram: false,
    };
    host.libvirt.undefine(&domain, what).map_err(refused(name))
}

pub(super) fn start(host: &LinuxHost, id: Uuid, paused: bool) -> Result<(), HostError> {
    let domain = domain(host, id)?;
    host.libvirt
        .start(&domain, paused)
        .map(|_| ())
        .map_err(refused(&domain.name))
}

/// Carries out what takes a domain and nothing else.
pub(super) fn ask(
    host: &LinuxHost,
    id: Uuid,
    what: impl Fn(&Client, &DomainRef) -> Result<(), LibvirtError>,
) -> Result<(), HostError> {
    let domain = domain(host, id)?;
    what(&host.libvirt, &domain).map_err(refused(&domain.name))
}

pub(super) fn stop(host: &LinuxHost, id: Uuid, mode: &StopMode) -> Result<(), HostError> {
    let domain = domain(host, id)?;
    let timeout = match mode {
        StopMode::TurnOff => {
            return host.libvirt.destroy(&domain).map_err(refused(&domain.name));
        }
        StopMode::Shutdown { timeout } => *timeout,
    };
    host.libvirt
        .shutdown(&domain)
        .map_err(refused(&domain.name))?;
    let started = Instant::now();
    while info(host, &domain)?.is_some_and(|info| is_active(&info)) {
        if started.elapsed() >= timeout {
            return Err(HostError::new(
                "Vm.StopTimeout",
                Category::OperationTimeout,
                format!("The guest of '{}' did not shut down in time.", domain.name),
            )
            .target(domain.name.clone())
            .next_step("Shut it down inside the guest, or turn it off with Stop-VM -TurnOff."));
        }
        std::thread::sleep(PAUSE);
    }
    Ok(())
}

pub(super) fn set_metadata(
    host: &LinuxHost,
    id: Uuid,
    settings: Option<&VmSettings>,
) -> Result<(), HostError> {
    let domain = domain(host, id)?;
    let info = info(host, &domain)?;
    let active = info.as_ref().is_some_and(is_active);
    let persistent = info.as_ref().is_none_or(|info| info.persistent);
    let affect = match (active, persistent) {
        (true, true) => Affect::Both,
        (true, false) => Affect::Live,
        (false, _) => Affect::Persistent,
    };
    let element = settings.map(metadata::element);
    host.libvirt
        .set_metadata(
            &domain,
            metadata::PREFIX,
            metadata::NAMESPACE,
            element.as_deref(),
            affect,
        )
        .map_err(refused(&domain.name))
}
