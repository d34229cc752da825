//! Domains and networks of libvirt.

use std::collections::HashMap;

use crate::domain_xml::{Interface, InterfaceSource, Teaming, metadata};
use crate::model::{
    Adapter, AdapterAlias, AssignedDevice, AttachedVf, Drive, InterfaceName, LibvirtNetwork,
    NumaNode, State, Uuid, Vm, VmDetail, VmFacts, VmSettings, VmState,
};
use crate::{Category, HostError};

use super::super::libvirt::domain_read::{DomainRead, NetworkRead};
use super::super::libvirt::{
    self, Configuration, DomainInfo, DomainRef, DomainState, Hypervisor, LibvirtError,
};
use super::super::refusal;
use super::super::sysfs::Sysfs;
use super::Look;

fn refused(error: LibvirtError) -> HostError {
    refusal::libvirt("libvirt", &error)
}

/// All networks, sorted by name.
pub(super) fn networks(look: &Look<'_>) -> Result<Vec<LibvirtNetwork>, HostError> {
    let libvirt = &look.host.libvirt;
    let mut networks = Vec::new();
    for network in libvirt.networks().map_err(refused)? {
        // One that was removed a moment ago is not there any more: no error.
        let Ok(xml) = libvirt.network_xml(&network) else {
            continue;
        };
        let read = NetworkRead::parse(&xml);
        if let Err(error) = &read {
            look.unread.borrow_mut().push(
                HostError::new(
                    "Host.NetworkUnreadable",
                    Category::InvalidData,
                    format!(
                        "The libvirt network '{}' cannot be read: {error}.",
                        network.name
                    ),
                )
                .target(&*network.name)
                .next_step("See 'virsh net-dumpxml' of it, and mend it with 'virsh net-edit'."),
            );
        }
        let read = read.ok();
        networks.push(LibvirtNetwork {
            name: network.name.clone(),
            id: Uuid::from_bytes(network.uuid),
            bridge: read
                .as_ref()
                .and_then(|read| read.bridge.as_ref()?.parse().ok()),
            pool: read
                .iter()
                .flat_map(|read| &read.pool_pfs)
                .filter_map(|pf| pf.parse().ok())
                .collect(),
            active: libvirt.network_active(&network).unwrap_or(false),
            autostart: libvirt.network_autostart(&network).unwrap_or(false),
        });
    }
    networks.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(networks)
}

/// Fills in the VMs, sorted by name, and what libvirt knows of the host.
pub(super) fn observe(
    look: &Look<'_>,
    detail: VmDetail,
    state: &mut State,
) -> Result<(), HostError> {
    let libvirt = &look.host.libvirt;
    let domains = libvirt.domains().map_err(refused)?;
    state.host.libvirt = Some(libvirt.version().map_err(refused)?.to_string());
    state.host.qemu = libvirt
        .driver_version()
        .map_err(refused)?
        .map(|version| version.to_string());
    let infos = one_by_one(&domains, &|domains| libvirt.infos(domains)).map_err(refused)?;
    let ask = |which| one_by_one(&domains, &move |domains| libvirt.xml(domains, which));
    let texts = ask(Configuration::Live).map_err(refused)?;
    let definitions = if detail >= VmDetail::Definitions {
        ask(Configuration::Complete).map_err(refused)?
    } else {
        domains.iter().map(|_| Ok(None)).collect()
    };
    let mut bridges = NetworkBridges::new(look);
    for (((domain, info), text), definition) in
        domains.iter().zip(infos).zip(texts).zip(definitions)
    {
        let read = match (&info, text) {
            // A domain that went away between the questions is not there.
            (Ok(None), _) | (_, Ok(None)) => continue,
            (Err(error), _) => Err(error.to_string()),
            (Ok(Some(_)), Err(error)) => Err(error.to_string()),
            (Ok(Some(info)), Ok(Some(text))) => match DomainRead::parse(&text) {
                Ok(read) => Ok((info, read)),
                Err(error) => Err(error.to_string()),
            },
        };
        let (read, definition) = match (read, definition) {
            (Ok(read), Ok(definition)) => (Ok(read), definition),
            (Err(why), _) => (Err(why), None),
            (Ok(_), Err(error)) => (Err(error.to_string()), None),
        };
        match read {
            Ok((info, read)) => {
                let mut vm = vm(look, domain, info, &read, &mut bridges)?;
                vm.definition = definition;
                state.vms.push(vm);
            }
            Err(why) => {
                let vm = unreadable(domain, info.ok().flatten().as_ref(), why);
                look.unread.borrow_mut().extend(vm.refusal());
                state.vms.push(vm);
            }
        }
    }
    state.vms.sort_by(Vm::by_name);
    Ok(())
}

/// What is known of each of some domains; `None` of one that is gone.
type Answers<T> = Vec<Option<T>>;

/// Asks about all domains at once, and, when the daemon answers with an error that may be about one of them (it does not show that one
/// to this user, its text is no text), about each alone: the others are not to suffer for it.
fn one_by_one<T>(
    domains: &[DomainRef],
    ask: &dyn Fn(&[DomainRef]) -> libvirt::Result<Answers<T>>,
) -> libvirt::Result<Vec<libvirt::Result<Option<T>>>> {
    let of_one = |error: &LibvirtError| {
        matches!(
            error,
            LibvirtError::Refused(_) | LibvirtError::Malformed { .. }
        )
    };
    match ask(domains) {
        Ok(all) => return Ok(all.into_iter().map(Ok).collect()),
        Err(error) if of_one(&error) => {}
        Err(error) => return Err(error),
    }
    domains
        .iter()
        .map(|domain| match ask(std::slice::from_ref(domain)) {
            Ok(answers) => Ok(Ok(answers.into_iter().next().flatten())),
            Err(error) if of_one(&error) => Ok(Err(error)),
            Err(error) => Err(error),
        })
        .collect()
}

/// A domain of which no more is known than that it is there.
fn unreadable(domain: &DomainRef, info: Option<&DomainInfo>, why: String) -> Vm {
    Vm {
        name: domain.name.clone(),
        id: Uuid::from_bytes(domain.uuid),
        state: match info {
            Some(info) => vm_state(info),
            // libvirt numbers those that run.
            None if domain.id >= 0 => VmState::Running,
            None => VmState::Off,
        },
        persistent: info.is_none_or(|info| info.persistent),
        memory: info.map_or(0, |info| info.max_memory_kib.saturating_mul(1024)),
        vcpus: info.map_or(0, |info| info.vcpus),
        facts: VmFacts::default(),
        uptime: 0,
        autostart: info.is_some_and(|info| info.autostart),
        numa: None,
        adapters: Vec::new(),
        other_devices: Vec::new(),
        assigned: Vec::new(),
        settings: None,
        unreadable: Some(why),
        definition: None,
    }
}

/// The bridges behind libvirt's networks, asked for when the first adapter needs one.
struct NetworkBridges<'a> {
    look: &'a Look<'a>,
    known: Option<HashMap<String, Option<InterfaceName>>>,
}

impl<'a> NetworkBridges<'a> {
    fn new(look: &'a Look<'a>) -> Self {
        Self { look, known: None }
    }

    fn of(&mut self, network: &str) -> Result<Option<InterfaceName>, HostError> {
        if self.known.is_none() {
            let all = networks(self.look)?;
            self.known = Some(all.into_iter().map(|n| (n.name, n.bridge)).collect());
        }
        let known = self.known.as_ref();
        Ok(known
            .and_then(|known| known.get(network).cloned())
            .flatten())
    }
}

fn vm_state(info: &DomainInfo) -> VmState {
    match info.state {
        DomainState::Running | DomainState::Blocked => VmState::Running,
        // A guest that sleeps or crashed is kept by its process, with its devices.
        DomainState::Paused | DomainState::Asleep | DomainState::Crashed => VmState::Paused,
        DomainState::ShuttingDown => VmState::Stopping,
        DomainState::Off | DomainState::Unknown if info.saved => VmState::Saved,
        DomainState::Off | DomainState::Unknown => VmState::Off,
    }
}

fn vm(
    look: &Look<'_>,
    domain: &DomainRef,
    info: &DomainInfo,
    read: &DomainRead,
    bridges: &mut NetworkBridges<'_>,
) -> Result<Vm, HostError> {
    let settings = read
        .metadata_of(metadata::NAMESPACE)
        .and_then(metadata::parse);
    let state = vm_state(info);
    let mut adapters = Vec::new();
    for (position, interface) in plain_interfaces(read).enumerate() {
        adapters.extend(adapter(
            look,
            interface,
            position,
            state.is_active(),
            settings.as_ref(),
            bridges,
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
        persistent: info.persistent,
        memory: info.max_memory_kib.saturating_mul(1024),
        vcpus: info.vcpus,
        facts: facts(look, domain, info, read, state),
        uptime: if state.is_active() {
            uptime(&look.host.sysfs, &domain.name)
        } else {
            0
        },
        autostart: info.autostart,
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
    info: &DomainInfo,
    read: &DomainRead,
    state: VmState,
) -> VmFacts {
    let active = state.is_active();
    VmFacts {
        cpu_usage: active
            .then(|| {
                let processors = look.host.sysfs.processors();
                let cpu = &look.host.cpu;
                cpu.usage(domain.uuid, info.cpu_time_ns, processors)
            })
            .flatten(),
        memory: active.then(|| info.memory_kib.saturating_mul(1024)),
        memory_demand: None,
        machine: read.machine.clone(),
        drives: read
            .disks
            .iter()
            .map(|disk| Drive {
                path: disk.source.clone(),
                optical: disk.device == "cdrom",
                bus: disk.bus.clone().unwrap_or_default(),
                target: disk.target.clone().unwrap_or_default(),
            })
            .collect(),
        agent: read
            .agent
            .map(|connected| connected && state == VmState::Running),
        numa_nodes: Some(read.numa_cells.unwrap_or(1).max(1)),
        // QEMU makes each processor a socket of its own unless it is told otherwise.
        sockets: Some(read.sockets.unwrap_or(info.vcpus)),
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
    bridges: &mut NetworkBridges<'_>,
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
        Some(tap) => {
            let link = look.links()?.iter().find(|link| &link.name == tap);
            let names = look.names()?;
            link.and_then(|link| names.get(&link.master?))
                .map(|name| (*name).clone())
        }
        None => match &interface.source {
            InterfaceSource::Bridge(bridge) => bridge.parse().ok(),
            InterfaceSource::Network(network) => bridges.of(network)?,
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
        vf: None,
        ip_addresses: Vec::new(),
        settings: settings
            .and_then(|settings| settings.adapter(&alias))
            .cloned()
            .unwrap_or_default(),
        alias,
    }))
}

/// Seconds since a domain's process was started, by its pid file; 0 if it cannot be told.
fn uptime(sysfs: &Sysfs, name: &str) -> u64 {
    const TICKS_PER_SECOND: u64 = 100;
    const START_TIME: usize = 19;
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
    let now = || -> Option<u64> {
        let text = sysfs.text("/proc/uptime")?;
        text.split('.').next()?.parse().ok()
    };
    match (now(), started()) {
        (Some(now), Some(started)) => now.saturating_sub(started / TICKS_PER_SECOND),
        _ => 0,
    }
}
