//! Reading the facts that a scope asks for, and no others.

mod bridges;
mod checkpoints;
mod disks;
mod files;
mod functions;
mod guests;
mod images;
mod inside;
mod ip;
mod links;
mod machine_types;
mod networks;
mod nics;
mod other_tools;
mod pci;
mod storage;
mod stored;
mod usage;
mod vms;

pub(super) use nics::ipv6_switch;

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;

use crate::HostError;
use crate::model::{InterfaceName, LibvirtNetwork, PciDetail, Scope, State, VfDetail, VmDetail};

use super::kernel_log::KernelLog;
use super::machine::LinuxMachine;
use super::netlink::link::LinkRead;
use super::refusal;

/// The facts of `scope`.
pub(super) fn observe(host: &LinuxMachine, scope: &Scope) -> Result<State, HostError> {
    let look = Look::new(host);
    let mut state = State::default();
    if scope.host {
        let burnt_in = look.links()?.iter().filter_map(|link| {
            // A VF's address is made up, and so is that of a virtual device.
            link.pci.and(link.permanent_mac)
        });
        state.host = host.sysfs.host_facts(burnt_in.min());
        state.iommu = host
            .sysfs
            .iommu_facts(host.kernel_log.get_or_init(KernelLog::read));
    }
    if scope.links {
        state.links = links::observe(&look)?;
    }
    if scope.ip {
        state.ip = ip::observe(&look)?;
    }
    if scope.neighbors {
        state.neighbors = ip::neighbors(&look)?;
    }
    if scope.nics {
        state.nics = nics::observe(&look)?;
    }
    if scope.functions > VfDetail::None {
        let way = scope.pci > PciDetail::None;
        state.functions = functions::observe(&look, scope.functions, way)?;
    }
    if scope.pci > PciDetail::None {
        state.pci = pci::observe(host, scope.pci);
    }
    if scope.bridges {
        (state.bridges, state.teams) = bridges::observe(&look)?;
        state.fdb = bridges::forwarding(&look)?;
        (state.filters, state.shares) = bridges::traffic_control(&look)?;
        state.nat = super::nat::read(&host.sysfs);
    }
    if scope.files {
        state.files = files::observe(&host.sysfs);
    }
    if scope.networks {
        state.networks = networks::observe(&look)?.to_vec();
    }
    if scope.vms > VmDetail::None {
        vms::observe(&look, scope.vms, &mut state)?;
        if scope.guests {
            guests::observe(&look, scope, &mut state);
        }
        if scope.usage {
            usage::observe(&look, &mut state);
        }
    }
    if scope.machine_types {
        state.machine_types = machine_types::observe(&look)?;
    }
    if scope.checkpoints {
        checkpoints::observe(&look, scope.checkpoint_definitions, &mut state)?;
    }
    if scope.disks {
        (state.disks, state.volumes) = disks::observe(&host.sysfs);
    }
    if let Some(paths) = &scope.images {
        images::observe(&host.sysfs, paths, &mut state);
    }
    if let Some(paths) = &scope.stored {
        state.stored = stored::observe(paths);
    }
    state.unread = look.unread.into_inner();
    state.unread.dedup();
    Ok(state)
}

/// One look at the host: what several parts need is read once.
struct Look<'a> {
    host: &'a LinuxMachine,
    links: OnceCell<Vec<LinkRead>>,
    /// Places in `links`, by name.
    places: OnceCell<HashMap<InterfaceName, usize>>,
    networks: OnceCell<Vec<LibvirtNetwork>>,
    processors: OnceCell<u32>,
    uptime: OnceCell<Option<u64>>,
    /// What could not be read, each with its name: [`State::unread`].
    unread: RefCell<Vec<HostError>>,
}

impl<'a> Look<'a> {
    fn new(host: &'a LinuxMachine) -> Self {
        Self {
            host,
            links: OnceCell::new(),
            places: OnceCell::new(),
            networks: OnceCell::new(),
            processors: OnceCell::new(),
            uptime: OnceCell::new(),
            unread: RefCell::default(),
        }
    }

    /// All interfaces but the loopback device, in order of index.
    fn links(&self) -> Result<&[LinkRead], HostError> {
        if let Some(links) = self.links.get() {
            return Ok(links);
        }
        let mut links = self
            .host
            .netlink
            .links()
            .map_err(|error| refusal::unread(&error))?;
        links.retain(|link| !link.loopback);
        Ok(self.links.get_or_init(|| links))
    }

    /// Names of interfaces by their index.
    fn names(&self) -> Result<HashMap<u32, &InterfaceName>, HostError> {
        let links = self.links()?;
        Ok(links.iter().map(|link| (link.index, &link.name)).collect())
    }
    /// The bridge or team that an interface is a member of.
    fn master_of(&self, name: &InterfaceName) -> Result<Option<&InterfaceName>, HostError> {
        let links = self.links()?;
        let places = self.places.get_or_init(|| {
            let named = links.iter().enumerate();
            named.map(|(at, link)| (link.name.clone(), at)).collect()
        });
        let link = places.get(name).and_then(|at| links.get(*at));
        let Some(master) = link.and_then(|link| link.master) else {
            return Ok(None);
        };
        let at = links.binary_search_by_key(&master, |link| link.index).ok();
        Ok(at.and_then(|at| links.get(at)).map(|link| &link.name))
    }

    /// Logical processors of the host.
    fn processors(&self) -> u32 {
        let read = || self.host.sysfs.processors();
        *self.processors.get_or_init(read)
    }

    /// Seconds since the host was started.
    fn uptime(&self) -> Option<u64> {
        *self.uptime.get_or_init(|| {
            let text = self.host.sysfs.text("/proc/uptime")?;
            text.split('.').next()?.parse().ok()
        })
    }
}
