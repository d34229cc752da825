//! Domains of libvirt.

use crate::HostError;
use crate::domain_xml::{Interface, InterfaceSource, Teaming, metadata};
use crate::model::{
    Adapter, AdapterAlias, AssignedDevice, AttachedVf, Drive, InsideGuest, InterfaceName, NumaNode,
    State, Uuid, Vm, VmDetail, VmFacts, VmSettings, VmState,
};

use super::super::libvirt::domain_read::DomainRead;
use super::super::libvirt::{
    self, Configuration, DomainInfo, DomainRef, DomainState, DomainStatus, Hypervisor, LibvirtError,
};
use super::super::{cluster, refusal, saved};
use super::{Look, networks};

pub(super) fn refused(error: LibvirtError) -> HostError {
    refusal::libvirt("libvirt", &error)
}

/// Fills in the VMs, sorted by name.
pub(super) fn observe(
    look: &Look<'_>,
    detail: VmDetail,
    state: &mut State,
) -> Result<(), HostError> {
    let libvirt = &look.host.libvirt;
    let (domains, statuses): (Vec<DomainRef>, Vec<libvirt::Result<DomainStatus>>) =
        libvirt.statuses().map_err(refused)?.into_iter().unzip();
    if detail == VmDetail::Named {
        let each = domains.iter().zip(statuses);
        let each = each.map(|(domain, status)| named(domain, status.ok().as_ref()));
        state.vms = each.collect();
        state.vms.sort_by(Vm::by_name);
        return Ok(());
    }
    // A text is read as soon as it arrives, while the daemon writes the next.
    let mut reads: Vec<libvirt::Result<Option<DomainRead>>> = nothing_of(&domains);
    libvirt
        .each_xml(&domains, Configuration::Live, &mut |place, text| {
            if let Some(read) = reads.get_mut(place) {
                *read = text.and_then(|text| text.map(|text| DomainRead::parse(&text)).transpose());
            }
        })
        .map_err(refused)?;
    let mut definitions: Vec<libvirt::Result<Option<String>>> = nothing_of(&domains);
    if detail >= VmDetail::Definitions {
        libvirt
            .each_xml(&domains, Configuration::Complete, &mut |place, text| {
                if let Some(definition) = definitions.get_mut(place) {
                    *definition = text;
                }
            })
            .map_err(refused)?;
    }
    let mut unreadable = Vec::new();
    let each = domains
        .into_iter()
        .zip(statuses)
        .zip(reads.into_iter().zip(definitions));
    for ((domain, status), (read, definition)) in each {
        match (status, read, definition) {
            // A domain that went away between the questions is not there.
            (Ok(_), Ok(None), _) => {}
            (Ok(mut status), Ok(Some(read)), Ok(definition)) => {
                status.saved = saved::is_saved(look.host, &domain.name, &status);
                let mut vm = vm(look, &domain, &status, &read)?;
                vm.definition = definition;
                state.vms.push(vm);
            }
            (Err(why), ..) | (_, Err(why), _) | (.., Err(why)) => {
                unreadable.push((domain, why.to_string()));
            }
        }
    }
    let named: Vec<DomainRef> = unreadable
        .iter()
        .map(|(domain, _)| domain.clone())
        .collect();
    let infos = libvirt.infos(&named).map_err(refused)?;
    for ((domain, why), info) in unreadable.into_iter().zip(infos) {
        let info = match info {
            Ok(None) => continue,
            Ok(info) => info,
            Err(_) => None,
        };
        let vm = self::unreadable(&domain, info.as_ref(), why);
        look.unread.borrow_mut().extend(vm.refusal());
        state.vms.push(vm);
    }
    note_who_has_run(look, state);
    let roles = cluster::roles();
    for vm in &mut state.vms {
        vm.facts.clustered = roles.as_ref().map(|roles| roles.contains(&vm.id));
    }
    state.vms.sort_by(Vm::by_name);
    Ok(())
}

/// Whether paused machines have run: asked only where there is one, and unknown where the daemon does not say.
fn note_who_has_run(look: &Look<'_>, state: &mut State) {
    let is_paused = |vm: &&mut Vm| vm.state == VmState::Paused;
    let mut paused = state.vms.iter_mut().filter(is_paused).peekable();
    if paused.peek().is_none() {
        return;
    }
    let Ok(known) = look.host.libvirt.paused_that_ran() else {
        return;
    };
    for vm in paused {
        let own = known.iter().find(|(id, _)| Uuid::from_bytes(*id) == vm.id);
        vm.facts.has_run = own.map(|(_, has_run)| *has_run);
    }
}

/// A place for what is not known yet of each domain.
fn nothing_of<T>(domains: &[DomainRef]) -> Vec<libvirt::Result<Option<T>>> {
    domains.iter().map(|_| Ok(None)).collect()
}

/// A domain of which no more is known than that it is there.
fn unreadable(domain: &DomainRef, info: Option<&DomainInfo>, why: String) -> Vm {
    Vm {
        persistent: info.is_none_or(|info| info.status.persistent),
        memory: info.map_or(0, |info| info.max_memory_kib.saturating_mul(1024)),
        vcpus: info.map_or(0, |info| info.vcpus),
        autostart: info.is_some_and(|info| info.status.autostart),
        unreadable: Some(why),
        ..named(domain, info.map(|info| &info.status))
    }
}

/// Name, id and state of a domain.
fn named(domain: &DomainRef, status: Option<&DomainStatus>) -> Vm {
    let state = match status {
        Some(status) => vm_state(status),
        // libvirt numbers those that run.
        None if domain.id >= 0 => VmState::Running,
        None => VmState::Off,
    };
    Vm::named(domain.name.clone(), Uuid::from_bytes(domain.uuid), state)
}

fn vm_state(status: &DomainStatus) -> VmState {
    match status.state {
        DomainState::Running | DomainState::Blocked => VmState::Running,
        // A guest that sleeps or crashed is kept by its process, with its devices.
        DomainState::Paused | DomainState::Asleep | DomainState::Crashed => VmState::Paused,
        DomainState::ShuttingDown => VmState::Stopping,
        DomainState::Off | DomainState::Unknown if status.saved => VmState::Saved,
        DomainState::Off | DomainState::Unknown => VmState::Off,
    }
}

pub(super) fn vm(
    look: &Look<'_>,
    domain: &DomainRef,
    status: &DomainStatus,
    read: &DomainRead,
) -> Result<Vm, HostError> {
    let settings = read
        .metadata_of(metadata::NAMESPACE)
        .and_then(metadata::parse);
    let state = vm_state(status);
    let mut adapters = Vec::new();
    for (position, interface) in plain_interfaces(read).enumerate() {
        adapters.extend(adapter(
            look,
            interface,
            position,
            state.is_active(),
            settings.as_ref(),
        )?);
    }
    let (mut other_devices, mut assigned) = (Vec::new(), Vec::new());
    for device in &read.host_devices {
        let partner = device.partner.as_deref();
        let adapter = adapters
            .iter_mut()
            .find(|a: &&mut Adapter| partner == Some(a.alias.as_str()) && a.vf.is_none());
        let alias = device.alias.as_deref().and_then(|alias| alias.parse().ok());
        match (adapter, alias) {
            (Some(adapter), Some(alias)) => {
                adapter.vf = Some(AttachedVf {
                    address: device.address,
                    alias,
                });
            }
            (_, Some(alias)) if alias.as_str().starts_with(AssignedDevice::PREFIX) => {
                assigned.push(AssignedDevice {
                    address: device.address,
                    alias,
                });
            }
            _ => other_devices.push(device.address),
        }
    }
    Ok(Vm {
        name: domain.name.clone(),
        id: Uuid::from_bytes(domain.uuid),
        state,
        persistent: status.persistent,
        memory: read.memory_kib.saturating_mul(1024),
        vcpus: read.current_vcpus,
        hardware: read.hardware.clone(),
        facts: facts(look, domain, status, read, state),
        uptime: if state.is_active() {
            uptime(look, &domain.name)
        } else {
            0
        },
        autostart: status.autostart,
        numa: read
            .numa_nodeset
            .as_ref()
            .and_then(|set| set.parse().ok())
            .map(NumaNode),
        adapters,
        other_devices,
        assigned,
        settings,
        unreadable: None,
        definition: None,
    })
}

/// What is only shown of a VM.
fn facts(
    look: &Look<'_>,
    domain: &DomainRef,
    status: &DomainStatus,
    read: &DomainRead,
    state: VmState,
) -> VmFacts {
    let active = state.is_active();
    VmFacts {
        cpu_usage: status
            .cpu_time_ns
            .filter(|_| active)
            .and_then(|used| look.host.cpu.usage(domain.uuid, used, look.processors())),
        memory: active.then(|| read.current_memory_kib.saturating_mul(1024)),
        memory_demand: None,
        guest: None,
        usage: None,
        machine: read.machine.clone(),
        drives: read
            .disks
            .iter()
            .map(|disk| Drive {
                path: disk.source.clone(),
                optical: disk.device == "cdrom",
                bus: disk.bus.clone().unwrap_or_default(),
                target: disk.target.clone().unwrap_or_default(),
                format: disk.format.clone(),
                read_only: disk.read_only && disk.device != "cdrom",
                shared: disk.shared,
                address: disk.address,
                maximum_iops: disk.total_iops,
                copied_to: disk.copied_to.clone(),
                element: Some(disk.element.clone()),
            })
            .collect(),
        scsi_controllers: read.controllers.iter().map(|c| c.index).collect(),
        agent: read
            .agent
            .map(|connected| connected && state == VmState::Running),
        numa_nodes: Some(read.numa_cells.unwrap_or(1).max(1)),
        // QEMU makes each processor a socket of its own unless it is told otherwise.
        sockets: Some(read.sockets.unwrap_or(read.current_vcpus)),
        variables: read.variables.clone(),
        terminal: read.terminal.clone().filter(|_| active),
        display_port: read.display_port.filter(|_| active),
        clustered: None,
        has_run: None,
    }
}

/// Interfaces that are no VFs.
fn plain_interfaces(read: &DomainRead) -> impl Iterator<Item = &Interface> {
    read.interfaces
        .iter()
        .filter(|i| !matches!(i.source, InterfaceSource::VirtualFunction(_)))
        .filter(|i| !matches!(&i.source, InterfaceSource::Other(kind) if kind == "hostdev"))
}

/// The alias of an interface: its own, or the one that libvirt will give it at the next start.
pub(in super::super) fn alias_of(interface: &Interface, position: usize) -> Option<AdapterAlias> {
    let given = interface.alias.as_deref().and_then(|a| a.parse().ok());
    given.or_else(|| format!("net{position}").parse().ok())
}

fn adapter(
    look: &Look<'_>,
    interface: &Interface,
    position: usize,
    active: bool,
    settings: Option<&VmSettings>,
) -> Result<Option<Adapter>, HostError> {
    let (Some(alias), Ok(mac)) = (alias_of(interface, position), interface.mac.parse()) else {
        return Ok(None);
    };
    let tap: Option<InterfaceName> = interface
        .host_name
        .as_ref()
        .filter(|_| active)
        .and_then(|name| name.parse().ok());
    let bridge = match &tap {
        Some(tap) => look.master_of(tap)?.cloned(),
        None => match &interface.source {
            InterfaceSource::Bridge(bridge) => bridge.parse().ok(),
            InterfaceSource::Network(network) => networks::bridge_of(look, network)?,
            _ => None,
        },
    };
    Ok(Some(Adapter {
        mac,
        bridge,
        tap,
        link_up: interface.link_up,
        teaming: interface.teaming == Some(Teaming::Persistent),
        virtio: interface
            .model
            .as_deref()
            .is_some_and(|model| model.starts_with("virtio")),
        queues: interface.queues.unwrap_or(1),
        naming_index: interface.naming_index,
        mtu: interface.mtu,
        vf: None,
        ip_addresses: Vec::new(),
        address_source: None,
        inside: InsideGuest::default(),
        settings: settings
            .and_then(|settings| settings.adapter(&alias))
            .cloned()
            .unwrap_or_default(),
        alias,
    }))
}

/// Seconds since a domain's process was started, by its pid file; 0 if it cannot be told.
fn uptime(look: &Look<'_>, name: &str) -> u64 {
    const TICKS_PER_SECOND: u64 = 100;
    const START_TIME: usize = 19;
    let sysfs = &look.host.sysfs;
    let started = || -> Option<u64> {
        let pid: u32 = sysfs
            .text(&format!("/run/libvirt/qemu/{name}.pid"))?
            .parse()
            .ok()?;
        let stat = sysfs.text(&format!("/proc/{pid}/stat"))?;
        // The second field is the program's name and may hold anything: count from its closing bracket.
        let (_, fields) = stat.rsplit_once(')')?;
        fields.split_whitespace().nth(START_TIME)?.parse().ok()
    };
    match (look.uptime(), started()) {
        (Some(now), Some(started)) => now.saturating_sub(started / TICKS_PER_SECOND),
        _ => 0,
    }
}
