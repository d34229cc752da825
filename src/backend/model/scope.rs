//! What is asked of a host, and what it answered.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    Bridge, Checkpoint, DeviceShares, FdbEntry, HostDisk, HostFacts, ImagePlace, InterfaceName,
    IommuFacts, IpState, LibvirtNetwork, MacPool, MachineType, NatState, Neighbor, NetAdapter,
    NicDetails, NicIdentity, PciAddress, PciDevice, PhysicalFunction, PortFilter, PortFilters,
    Share, Stored, Team, Uuid, VFIO_PCI, VfOwner, VirtualFunction, Vm, Volume,
};
use crate::HostError;
use crate::state::Desired;
use iovsh_base::names::NameExt as _;

/// How much is to be learnt about VFs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum VfDetail {
    /// No physical functions at all.
    #[default]
    None,
    /// Physical functions and the sysfs facts of their VFs: address, driver, interface, group, peers.
    Inventory,
    /// Also what each PF holds for its VFs ([`VirtualFunction::admin`]) and whether they are driven
    /// ([`VirtualFunction::driven`]). Costs one netlink request a PF that has VFs.
    Admin,
    /// Also traffic counters.
    Counters,
}

/// How much is to be learnt about VMs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum VmDetail {
    /// No VMs; libvirt is not contacted.
    #[default]
    None,
    /// Name, id and state of each; everything else in [`Vm`] is empty. libvirt writes no definition for it.
    Named,
    /// Everything in [`Vm`] but the definition's text.
    Full,
    /// Also [`Vm::definition`].
    Definitions,
}

/// How much is to be learnt about PCI devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum PciDetail {
    /// Nothing.
    #[default]
    None,
    /// Everything in [`PciDevice`] but the names of the products.
    Bare,
    /// Also those, from the list that `lspci` uses.
    Named,
}

/// Which facts are wanted. Start from [`Scope::default`] (nothing) or one of the constants.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Scope {
    /// [`State::host`] and [`State::iommu`].
    pub host: bool,
    /// [`State::links`].
    pub links: bool,
    /// [`State::functions`], in this detail.
    pub functions: VfDetail,
    /// [`State::bridges`], [`State::fdb`], [`State::filters`], [`State::shares`], [`State::teams`] and [`State::nat`].
    pub bridges: bool,
    /// [`State::networks`] (asks libvirt).
    pub networks: bool,
    /// [`State::vms`] (asks libvirt).
    pub vms: VmDetail,
    /// [`State::pci`].
    pub pci: PciDetail,
    /// [`State::files`].
    pub files: bool,
    /// With [`Scope::vms`]: what only the guests can tell, addresses of their adapters and memory demand (libvirt's balloon
    /// statistics, the guest agent, the kernel's neighbour tables). No plan needs it.
    pub guests: bool,
    /// With [`Scope::guests`]: only the guests of these VMs are asked. `None`: all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guests_of: Option<Vec<Uuid>>,
    /// With [`Scope::vms`]: what the running VMs have used. No plan needs it.
    #[serde(default)]
    pub usage: bool,
    /// [`State::checkpoints`] (asks libvirt).
    pub checkpoints: bool,
    /// The definitions of the machines in checkpoints, too.
    #[serde(default)]
    pub checkpoint_definitions: bool,
    /// [`State::machine_types`] (asks libvirt).
    #[serde(default)]
    pub machine_types: bool,
    /// [`State::nics`], with [`Scope::links`].
    #[serde(default)]
    pub nics: bool,
    /// [`State::ip`], with [`Scope::links`].
    #[serde(default)]
    pub ip: bool,
    /// [`State::neighbors`], with [`Scope::links`].
    #[serde(default)]
    pub neighbors: bool,
    /// [`State::disks`] and [`State::volumes`].
    #[serde(default)]
    pub disks: bool,
    /// [`State::images`]: what is at these paths, and at those of all drives of the VMs that are asked for, with all that they build
    /// on. `None`: nothing of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub images: Option<Vec<String>>,
    /// [`State::stored`]: what is at these paths. `None`: nothing of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stored: Option<Vec<String>>,
}

impl Scope {
    /// What `Get-VMHost` needs.
    pub const HOST: Self = Self {
        host: true,
        ..Self::NOTHING
    };
    /// What `Get-NetAdapter` needs.
    pub const LINKS: Self = Self {
        links: true,
        ..Self::NOTHING
    };
    /// What `Get-NetAdapterSriov` needs, without VMs.
    pub const SRIOV: Self = Self {
        host: true,
        links: true,
        functions: VfDetail::Inventory,
        ..Self::NOTHING
    };
    /// What every plan needs: all facts but definitions and counters.
    pub const PLAN: Self = Self {
        host: true,
        links: true,
        functions: VfDetail::Admin,
        bridges: true,
        networks: true,
        vms: VmDetail::Full,
        pci: PciDetail::None,
        files: true,
        guests: false,
        guests_of: None,
        usage: false,
        checkpoints: false,
        checkpoint_definitions: false,
        machine_types: false,
        nics: false,
        ip: false,
        neighbors: false,
        disks: false,
        images: None,
        stored: None,
    };
    /// What a plan about addresses and routes of the host needs.
    pub const IP: Self = Self {
        ip: true,
        ..Self::PLAN
    };
    /// What a plan about neighbours needs.
    pub const NEIGHBORS: Self = Self {
        neighbors: true,
        ..Self::PLAN
    };
    /// What a plan about whole PCI devices needs.
    pub const ASSIGN: Self = Self {
        pci: PciDetail::Named,
        ..Self::PLAN
    };
    /// What a diagnosis of the whole host needs.
    pub const DIAGNOSIS: Self = Self {
        nics: true,
        ..Self::ASSIGN
    };
    /// What can be known before libvirt runs: [`Scope::PLAN`] without networks and VMs, the PCI devices, and the settings
    /// of NICs.
    pub const BOOT: Self = Self {
        networks: false,
        vms: VmDetail::None,
        pci: PciDetail::Bare,
        nics: true,
        ..Self::PLAN
    };
    /// What a repair needs: [`Scope::PLAN`] and the settings of NICs.
    pub const REPAIR: Self = Self {
        nics: true,
        ..Self::PLAN
    };
    /// What a plan that removes a domain needs: [`Scope::PLAN`] and the definitions.
    pub const REMOVE: Self = Self {
        vms: VmDetail::Definitions,
        ..Self::PLAN
    };
    /// [`Scope::PLAN`] and what is at these paths.
    #[must_use]
    pub fn with_images(paths: impl IntoIterator<Item = String>) -> Self {
        let images: Vec<String> = paths.into_iter().collect();
        Self {
            images: union_of_paths(Some(&images), None),
            ..Self::PLAN
        }
    }
    /// What a plan about checkpoints needs.
    pub const CHECKPOINTS: Self = Self {
        checkpoints: true,
        ..Self::PLAN
    };
    /// What either end of a migration needs: [`Scope::REMOVE`] and the checkpoints.
    pub const MIGRATE: Self = Self {
        checkpoints: true,
        ..Self::REMOVE
    };
    /// No facts at all: the others are made from it.
    pub const NOTHING: Self = Self {
        host: false,
        links: false,
        functions: VfDetail::None,
        bridges: false,
        networks: false,
        vms: VmDetail::None,
        pci: PciDetail::None,
        files: false,
        guests: false,
        guests_of: None,
        usage: false,
        checkpoints: false,
        checkpoint_definitions: false,
        machine_types: false,
        nics: false,
        ip: false,
        neighbors: false,
        disks: false,
        images: None,
        stored: None,
    };

    /// Whether this scope asks for everything that `other` asks for.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        self.union(other) == self.union(self)
    }

    /// Everything that either scope asks for.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self {
            host: self.host || other.host,
            links: self.links || other.links,
            functions: self.functions.max(other.functions),
            bridges: self.bridges || other.bridges,
            networks: self.networks || other.networks,
            vms: self.vms.max(other.vms),
            pci: self.pci.max(other.pci),
            files: self.files || other.files,
            guests: self.guests || other.guests,
            guests_of: self.union_of_guests(other),
            usage: self.usage || other.usage,
            checkpoints: self.checkpoints || other.checkpoints,
            checkpoint_definitions: self.checkpoint_definitions || other.checkpoint_definitions,
            machine_types: self.machine_types || other.machine_types,
            nics: self.nics || other.nics,
            ip: self.ip || other.ip,
            neighbors: self.neighbors || other.neighbors,
            disks: self.disks || other.disks,
            images: union_of_paths(self.images.as_ref(), other.images.as_ref()),
            stored: union_of_paths(self.stored.as_ref(), other.stored.as_ref()),
        }
    }
}

impl Scope {
    /// Whether the guest of this VM is asked.
    #[must_use]
    pub fn asks_guest_of(&self, vm: Uuid) -> bool {
        let only = self.guests_of.as_ref();
        self.guests && only.is_none_or(|only| only.contains(&vm))
    }

    /// The guests that either asks, in order; `None` for all, and where none is asked.
    fn union_of_guests(&self, other: &Self) -> Option<Vec<Uuid>> {
        if !self.guests && !other.guests {
            return None;
        }
        let mut all: Vec<Uuid> = Vec::new();
        for asking in [self, other].into_iter().filter(|scope| scope.guests) {
            all.extend(asking.guests_of.as_ref()?);
        }
        all.sort_unstable();
        all.dedup();
        Some(all)
    }
}

/// The paths of either, in order.
fn union_of_paths(one: Option<&Vec<String>>, other: Option<&Vec<String>>) -> Option<Vec<String>> {
    if one.is_none() && other.is_none() {
        return None;
    }
    let mut all: Vec<String> = one.into_iter().chain(other).flatten().cloned().collect();
    all.sort();
    all.dedup();
    Some(all)
}

/// The facts as they were at one moment, as far as they were asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// The machine.
    pub host: HostFacts,
    /// The platform's remapping.
    pub iommu: IommuFacts,
    /// Network interfaces, sorted by index.
    pub links: Vec<NetAdapter>,
    /// What is known of interfaces beyond that, in the order of [`State::links`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nics: Vec<NicDetails>,
    /// Addresses and routes of the host.
    #[serde(skip_serializing_if = "has_no_ip")]
    pub ip: IpState,
    /// Who has which address on the links of the host's interfaces (ARP, NDP), in the kernel's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub neighbors: Vec<Neighbor>,
    /// SR-IOV physical functions, sorted by address.
    pub functions: Vec<PhysicalFunction>,
    /// Bridges, sorted by name.
    pub bridges: Vec<Bridge>,
    /// Addresses that were added to PFs' filters, sorted.
    pub fdb: Vec<FdbEntry>,
    /// Ports that have filters, sorted by name.
    pub filters: Vec<PortFilters>,
    /// NICs that are shared by what those who send are sure to get, sorted by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shares: Vec<DeviceShares>,
    /// Bonds, sorted by name.
    pub teams: Vec<Team>,
    /// What the host translates.
    #[serde(skip_serializing_if = "has_no_nat")]
    pub nat: NatState,
    /// libvirt's networks, sorted by name.
    pub networks: Vec<LibvirtNetwork>,
    /// VMs, sorted by [`Vm::by_name`].
    pub vms: Vec<Vm>,
    /// Checkpoints of VMs, sorted by [`Checkpoint::by_age`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub checkpoints: Vec<Checkpoint>,
    /// The machine types that the hypervisor has, by family and age.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub machine_types: Vec<MachineType>,
    /// Disks of the host, by number.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub disks: Vec<HostDisk>,
    /// File systems on block devices, by device.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub volumes: Vec<Volume>,
    /// What is at paths, by path.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub images: BTreeMap<String, ImagePlace>,
    /// Folders and texts at paths, by path.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub stored: BTreeMap<String, Stored>,
    /// Block devices that could show an image, those that are free; filled with [`State::images`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub free_block_devices: Vec<String>,
    /// PCI devices that are no bridges and no VFs, sorted by address.
    pub pci: Vec<PciDevice>,
    /// The files of iovsh in the folders of [`NetworkTool`](super::NetworkTool)s, by their paths.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<String, String>,
    /// What was asked for; filled by [`crate::Machine::snapshot`].
    #[serde(skip_serializing_if = "is_default")]
    pub desired: Desired,
    /// An agent runs here, which acts within a second when a link fails; told of hosts with teams only. Filled by
    /// [`crate::Machine::snapshot`].
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub watched: bool,
    /// Why [`State::desired`] may not be what was asked for; nothing is changed then. Filled by
    /// [`crate::Machine::snapshot`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distrust: Option<HostError>,
    /// What could not be read, each with its name. It is listed as far as it is known, and left alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<HostError>,
}

fn has_no_ip(ip: &IpState) -> bool {
    *ip == IpState::default()
}

fn has_no_nat(nat: &NatState) -> bool {
    *nat == NatState::default()
}

fn is_default(desired: &Desired) -> bool {
    *desired == Desired::default()
}

impl State {
    /// These VMs with the host's NICs as another look at the same host saw them.
    #[must_use]
    pub fn with_nics(mut self, nics: Self) -> Self {
        self.unread.extend(nics.unread);
        let mut whole = Self {
            vms: self.vms,
            checkpoints: self.checkpoints,
            machine_types: self.machine_types,
            disks: self.disks,
            volumes: self.volumes,
            images: self.images,
            stored: self.stored,
            free_block_devices: self.free_block_devices,
            networks: self.networks,
            unread: self.unread,
            ..nics
        };
        whole.derive_owners();
        whole.derive_aliases();
        whole
    }

    /// The pool that dynamic MAC addresses come from: the one that an admin chose, else the host's own.
    #[must_use]
    pub fn mac_pool(&self) -> MacPool {
        self.desired.mac_pool.unwrap_or(self.host.mac_pool)
    }

    /// The interface with this name.
    #[must_use]
    pub fn link(&self, name: &InterfaceName) -> Option<&NetAdapter> {
        self.links.iter().find(|l| &l.name == name)
    }

    /// What is known of this interface beyond [`State::link`].
    #[must_use]
    pub fn nic(&self, name: &InterfaceName) -> Option<&NicDetails> {
        self.nics.iter().find(|nic| &nic.interface == name)
    }

    /// The interface that is this NIC, wherever it is and whatever it is called now.
    #[must_use]
    pub fn link_of(&self, identity: &NicIdentity) -> Option<&NetAdapter> {
        let physical = |l: &&NetAdapter| l.kind == super::LinkKind::Physical;
        identity.best(self.links.iter().filter(physical), |l| &l.identity)
    }

    /// The shares of a NIC, in the order of their classes; none where nothing divides it.
    #[must_use]
    pub fn shares_of(&self, device: &InterfaceName) -> &[Share] {
        let found = self.shares.iter().find(|s| s.device == *device);
        found.map_or(&[], |found| &found.shares)
    }

    /// The filters of a port, in their order.
    #[must_use]
    pub fn filters_of(&self, port: &InterfaceName) -> &[PortFilter] {
        let found = self.filters.binary_search_by(|f| f.device.cmp(port));
        let found = found.ok().and_then(|at| self.filters.get(at));
        found.map_or(&[], |found| &found.filters)
    }

    /// The physical function at this address.
    #[must_use]
    pub fn function(&self, address: PciAddress) -> Option<&PhysicalFunction> {
        self.functions.iter().find(|f| f.address == address)
    }

    /// The physical function behind this interface.
    #[must_use]
    pub fn function_of(&self, interface: &InterfaceName) -> Option<&PhysicalFunction> {
        self.functions
            .iter()
            .find(|f| f.interface.as_ref() == Some(interface))
    }

    /// The virtual function at this address.
    #[must_use]
    pub fn vf(&self, address: PciAddress) -> Option<&VirtualFunction> {
        self.functions
            .iter()
            .flat_map(|f| &f.vfs)
            .find(|v| v.address == address)
    }

    /// The bridge with this name.
    #[must_use]
    pub fn bridge(&self, name: &InterfaceName) -> Option<&Bridge> {
        self.bridges.iter().find(|b| &b.name == name)
    }

    /// The team with this name.
    #[must_use]
    pub fn team(&self, name: &InterfaceName) -> Option<&Team> {
        self.teams.iter().find(|t| &t.name == name)
    }

    /// A running VM that has what only iovsh gives: a VF at an adapter with settings of ours, or filters on such an adapter's port.
    #[must_use]
    pub fn vm_with_traces(&self) -> Option<&Vm> {
        let has_traces = |adapter: &super::Adapter| {
            let filtered = |tap| !self.filters_of(tap).is_empty();
            adapter.vf.is_some() || adapter.tap.as_ref().is_some_and(filtered)
        };
        self.vms.iter().find(|vm| {
            vm.state.is_active() && vm.settings.is_some() && vm.adapters.iter().any(has_traces)
        })
    }

    /// The VM with this id.
    #[must_use]
    pub fn vm(&self, id: Uuid) -> Option<&Vm> {
        self.vms.iter().find(|v| v.id == id)
    }

    /// The checkpoints of a VM, as they were made.
    pub fn checkpoints_of(&self, vm: Uuid) -> impl Iterator<Item = &Checkpoint> {
        self.checkpoints.iter().filter(move |c| c.vm == vm)
    }

    /// The checkpoint of a VM that libvirt calls so.
    #[must_use]
    pub fn checkpoint(&self, vm: Uuid, label: &str) -> Option<&Checkpoint> {
        self.checkpoints_of(vm).find(|c| c.label == label)
    }

    /// The VM with this name (VM names on one libvirt host are unique; compared without case, as PowerShell does, but an
    /// exact match wins).
    #[must_use]
    pub fn vm_named(&self, name: &str) -> Option<&Vm> {
        let exact = self.vms.iter().find(|v| v.name == name);
        exact.or_else(|| self.vms.iter().find(|v| v.name.is_same_name(name)))
    }

    /// Writes into every VF which running VM has it.
    pub fn derive_owners(&mut self) {
        let mut owners = std::collections::HashMap::new();
        for vm in self.vms.iter().filter(|vm| vm.state.is_active()) {
            let owner = |adapter| VfOwner {
                vm: vm.id,
                vm_name: vm.name.clone(),
                adapter,
            };
            for adapter in &vm.adapters {
                if let Some(vf) = &adapter.vf {
                    owners.insert(vf.address, owner(Some(adapter.alias.clone())));
                }
            }
            for address in &vm.other_devices {
                owners.insert(*address, owner(None));
            }
        }
        for vf in self.functions.iter_mut().flat_map(|f| &mut f.vfs) {
            vf.owner = owners.get(&vf.address).cloned();
        }
        self.derive_owners_that_cannot_be_read();
    }

    /// Which VFs a VM has whose configuration cannot be read is not known: those that were allocated to it, and those that are
    /// with VFIO and nobody else's, count as its own.
    fn derive_owners_that_cannot_be_read(&mut self) {
        let Some(unreadable) = self.vms.iter().find(|vm| vm.unreadable.is_some()) else {
            return;
        };
        let of = |vm: &Vm| VfOwner {
            vm: vm.id,
            vm_name: vm.name.clone(),
            adapter: None,
        };
        for function in &mut self.functions {
            for vf in function.vfs.iter_mut().filter(|vf| vf.owner.is_none()) {
                let claim = self.desired.claim(&function.identity, vf.index);
                let claimant = claim.and_then(|claim| self.vms.iter().find(|vm| vm.id == claim.vm));
                vf.owner = match (claim, claimant) {
                    (Some(_), Some(vm)) if vm.unreadable.is_some() => Some(of(vm)),
                    (None, _) if vf.driver.as_deref() == Some(VFIO_PCI) => Some(of(unreadable)),
                    _ => None,
                };
            }
        }
    }
}
