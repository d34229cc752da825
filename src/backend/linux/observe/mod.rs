//! Reading the facts that a scope asks for, and no others.

mod bridges;
mod files;
mod functions;
mod guests;
mod links;
mod other_tools;
mod pci;
mod storage;
mod vms;

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;

use crate::HostError;
use crate::model::{InterfaceName, PciDetail, Scope, State, VfDetail, VmDetail};

use super::host::LinuxHost;
use super::kernel_log::KernelLog;
use super::netlink::link::LinkRead;
use super::refusal;

/// The facts of `scope`.
pub(super) fn observe(host: &LinuxHost, scope: &Scope) -> Result<State, HostError> {
    let look = Look::new(host);
    let mut state = State::default();
    if scope.host {
        state.host = host.sysfs.host_facts();
        state.iommu = host
            .sysfs
            .iommu_facts(host.kernel_log.get_or_init(KernelLog::read));
    }
    if scope.links {
        state.links = links::observe(&look)?;
    }
    if scope.functions > VfDetail::None {
        state.functions = functions::observe(&look, scope.functions)?;
    }
    if scope.pci > PciDetail::None {
        state.pci = pci::observe(host, scope.pci);
    }
    if scope.bridges {
        (state.bridges, state.teams) = bridges::observe(&look)?;
        state.fdb = bridges::forwarding(&look)?;
        state.filters = bridges::filters(&look)?;
    }
    if scope.files {
        state.files = files::observe(&host.sysfs);
    }
    if scope.networks {
        state.networks = vms::networks(&look)?;
    }
    if scope.vms > VmDetail::None {
        vms::observe(&look, scope.vms, &mut state)?;
        if scope.guests {
            guests::observe(&look, &mut state);
        }
    }
    state.unread = look.unread.into_inner();
    state.unread.dedup();
    Ok(state)
}

/// One look at the host: what several parts need is read once.
struct Look<'a> {
    host: &'a LinuxHost,
    links: OnceCell<Vec<LinkRead>>,
    /// What could not be read, each with its name: [`State::unread`].
    unread: RefCell<Vec<HostError>>,
}

impl<'a> Look<'a> {
    fn new(host: &'a LinuxHost) -> Self {
        Self {
            host,
            links: OnceCell::new(),
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
}
