//! Domains: defining, starting, stopping, metadata.

use std::time::{Duration, Instant};

use crate::domain_xml::{self, Platform, metadata};
use crate::model::{DomainDefinition, Uuid, VmSettings};
use crate::plan::{DomainChange, StopMode, announcement};
use crate::{Category, HostError};

use super::super::libvirt::{
    Affect, Client, DomainInfo, DomainRef, Hypervisor, LibvirtError, Undefine,
};
use super::super::machine::LinuxMachine;
use super::super::refusal;
use super::kept;

/// Between two looks at a guest that was asked to shut down.
const PAUSE: Duration = Duration::from_millis(100);

/// Carries the change out, or refuses it.
pub(super) fn apply(host: &LinuxMachine, change: &DomainChange) -> Result<(), HostError> {
    match change {
        DomainChange::Define {
            name, definition, ..
        } => define(host, name, definition),
        DomainChange::Undefine {
            name,
            id,
            kept_files,
        } => undefine(host, name, *id, *kept_files),
        DomainChange::Start { vm, paused } => start(host, *vm, *paused),
        DomainChange::Stop { vm, mode } => stop(host, *vm, mode),
        DomainChange::Pause { vm } => ask(host, *vm, Hypervisor::suspend),
        DomainChange::Resume { vm } => ask(host, *vm, Hypervisor::resume),
        DomainChange::Save { vm } => ask(host, *vm, Hypervisor::save),
        DomainChange::DiscardSaved { vm } => ask(host, *vm, Hypervisor::forget_saved),
        DomainChange::AdoptSaved { vm, file, arrival } => kept::adopt(host, *vm, file, arrival),
        DomainChange::Reset { vm } => ask(host, *vm, Hypervisor::reset),
        DomainChange::Announce { vm, adapters } => {
            let domain = domain(host, *vm)?;
            let told = host.libvirt.monitor(&domain, &announcement(adapters));
            told.map(|_| ()).map_err(refused(&domain.name))
        }
        DomainChange::SetMetadata { vm, settings } => set_metadata(host, *vm, settings.as_ref()),
    }
}

/// libvirt's refusal of a change of a domain or network.
pub(super) fn refused(target: &str) -> impl Fn(LibvirtError) -> HostError {
    let target = target.to_owned();
    move |error| refusal::libvirt(&target, &error)
}

/// The domain of this id.
pub(super) fn domain(host: &LinuxMachine, id: Uuid) -> Result<DomainRef, HostError> {
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
            crate::CauseSource::Libvirt,
            format!("Domain not found: no domain with matching uuid '{id}'"),
            None,
        )
        .advised()
    })
}

/// State and size of a domain; none when it is gone.
pub(super) fn info(
    host: &LinuxMachine,
    domain: &DomainRef,
) -> Result<Option<DomainInfo>, HostError> {
    host.libvirt.info(domain).map_err(refused(&domain.name))
}

fn define(host: &LinuxMachine, name: &str, definition: &DomainDefinition) -> Result<(), HostError> {
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

fn undefine(host: &LinuxMachine, name: &str, id: Uuid, kept_files: bool) -> Result<(), HostError> {
    let domain = domain(host, id)?;
    let what = Undefine {
        managed_save: true,
        nvram: kept_files,
        tpm: kept_files,
    };
    host.libvirt.undefine(&domain, what).map_err(refused(name))
}

fn start(host: &LinuxMachine, id: Uuid, paused: bool) -> Result<(), HostError> {
    let domain = domain(host, id)?;
    host.libvirt
        .start(&domain, paused)
        .map(|_| ())
        .map_err(|error| refusal::start(&domain.name, &error))
}

/// Carries out what takes a domain and nothing else.
fn ask(
    host: &LinuxMachine,
    id: Uuid,
    what: impl Fn(&Client, &DomainRef) -> Result<(), LibvirtError>,
) -> Result<(), HostError> {
    let domain = domain(host, id)?;
    what(&host.libvirt, &domain).map_err(refused(&domain.name))
}

fn stop(host: &LinuxMachine, id: Uuid, mode: &StopMode) -> Result<(), HostError> {
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
    while info(host, &domain)?.is_some_and(|info| info.status.state.is_active()) {
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

fn set_metadata(
    host: &LinuxMachine,
    id: Uuid,
    settings: Option<&VmSettings>,
) -> Result<(), HostError> {
    let domain = domain(host, id)?;
    let info = info(host, &domain)?;
    let active = info
        .as_ref()
        .is_some_and(|info| info.status.state.is_active());
    let persistent = info.as_ref().is_none_or(|info| info.status.persistent);
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
