//! What a simulated host is made of, and how it moves.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::refuse;
use crate::backend::HostError;
use crate::backend::model::{
    Adapter, Bridge, DomainDefinition, EswitchMode, FdbPlace, GroupPeer, InterfaceName, LinkKind,
    NetAdapter, PciAddress, State, Uuid, VfAttributes, Vm, VmFacts, VmState, driver_traits,
};
use crate::backend::plan::{
    Change, Device, DeviceChange, DomainChange, LinkChange, PciChange, VfChange, elect,
};

/// A simulated machine with its guests. This is also the layout of a fixture file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct World {
    /// Layout version, 1.
    pub version: u32,
    /// What can be observed.
    pub state: State,
    /// What cannot: how guests behave. A VM without an entry has a VF driver and does what it is asked.
    pub guests: BTreeMap<Uuid, SimGuest>,
    /// Changes that are to fail or to take long.
    pub faults: Vec<Fault>,
    /// Interfaces of NICs whose driver was taken away; they come back with a driver.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parted: Vec<NetAdapter>,
    /// Simulated seconds, of which every change takes one. On a host that keeps its state they are those of the world outside, since 1970.
    pub clock: u64,
}

/// How a guest behaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SimGuest {
    /// It has a driver for the VFs of this host.
    pub vf_driver: bool,
    /// It shuts down when asked.
    pub shuts_down: bool,
    /// It lets devices go when asked.
    pub releases_devices: bool,
    /// When it was started, in the world's seconds.
    pub started: u64,
    /// While it runs: its adapters as the definition has them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub defined: Option<Vec<Adapter>>,
}

impl Default for SimGuest {
    fn default() -> Self {
        Self {
            vf_driver: true,
            shuts_down: true,
            releases_devices: true,
            started: 0,
            defined: None,
        }
    }
}

/// A change that is to fail or to take long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct Fault {
    /// The change's name, for example `SetVfCount`; empty for any.
    pub change: String,
    /// Let this many pass first.
    pub skip: u32,
    /// Then this many are hit; 0 for all.
    pub times: u32,
    /// The kernel's error number; 0: it succeeds.
    pub errno: i32,
    /// How long it takes, in milliseconds.
    pub delay_ms: u64,
    /// How many were hit.
    pub hits: u32,
}

/// From here on a world's seconds are those of the world outside: no clock of a computer is that early.
const OUTSIDE: u64 = 1_000_000_000;

impl World {
    /// Time has passed: it is `now`, unless it is later already. A world whose seconds began elsewhere is moved as a whole.
    pub(super) fn moves_on_to(&mut self, now: u64) {
        if self.clock < OUTSIDE && now >= OUTSIDE {
            let by = now - self.clock;
            for guest in self.guests.values_mut() {
                guest.started = guest.started.saturating_add(by);
            }
            for vm in self.state.vms.iter().filter(|vm| vm.state.is_active()) {
                let guest = self.guests.entry(vm.id).or_default();
                guest.started = guest.started.max(by);
            }
        }
        self.clock = self.clock.max(now);
    }

    /// Carries out a change, or refuses it as the kernel or libvirt would.
    ///
    /// # Errors
    /// The refusal. Of several VF knobs in one change those before the refused one stay set, as on Linux.
    pub fn apply(&mut self, change: &Change) -> Result<(), HostError> {
        if self.clock < OUTSIDE {
            self.clock = self.clock.saturating_add(1);
        }
        if let Some(errno) = self.hit_fault(change) {
            return Err(refuse::injected(change, errno));
        }
        if let Change::Vf(VfChange::Set {
            pf,
            index,
            attributes,
        }) = change
        {
            return self.set_vf(*pf, *index, attributes);
        }
        refuse::check(self, change)?;
        match change {
            Change::Vf(VfChange::SetCount { pf, count }) => self.set_vf_count(*pf, *count),
            Change::Pci(PciChange::Bind { address, driver }) => self.bind(*address, driver, change),
            Change::Pci(PciChange::Unbind { .. }) => self.unbind(change),
            Change::Domain(DomainChange::Start { vm, .. }) => self.start(*vm, change),
            Change::Domain(DomainChange::Stop { vm, .. } | DomainChange::Save { vm }) => {
                self.stop(*vm, change)
            }
            Change::Domain(DomainChange::Define { id, definition, .. }) => {
                change.effect(&mut self.state);
                if let DomainDefinition::Spec(_) = definition {
                    self.guests.entry(*id).or_default();
                }
            }
            Change::Domain(DomainChange::Undefine { id, .. }) => self.undefine(*id, change),
            Change::Device(DeviceChange::Attach { vm, device, .. }) => {
                self.attach(*vm, device, change)
            }
            Change::Device(DeviceChange::Detach { vm, device, .. }) => {
                self.detach(*vm, device, change)
            }
            Change::Device(DeviceChange::Update { vm, nic, .. }) => {
                self.edit_definition(*vm, |adapters| {
                    if let Some(adapter) = adapters.iter_mut().find(|a| a.alias == nic.alias) {
                        *adapter = Adapter {
                            ip_addresses: Vec::new(),
                            ..Adapter::from_spec(nic, adapter.settings.clone())
                        };
                    }
                });
                change.effect(&mut self.state);
            }
            Change::Link(LinkChange::Set { interface, up }) => {
                change.effect(&mut self.state);
                let kept = self
                    .state
                    .functions
                    .iter()
                    .find(|f| f.interface.as_ref() == Some(interface));
                let filter_lost = kept.is_none() && !up;
                if filter_lost {
                    // Only a PF's driver keeps its filters over a link change.
                    self.state
                        .fdb
                        .retain(|e| e.place == FdbPlace::Bridge || &e.device != interface);
                }
            }
            _ => change.effect(&mut self.state),
        }
        Ok(())
    }

    /// Pulls the cable of a NIC, or plugs it in.
    pub fn set_carrier(&mut self, nic: &InterfaceName, works: bool) {
        for link in self.state.links.iter_mut().filter(|l| l.name == *nic) {
            link.carrier = works && link.up;
        }
        elect(&mut self.state);
    }

    /// How long the next change of this kind takes.
    pub(super) fn delay_of(&self, change: &Change) -> Duration {
        let name = change.name();
        let slow = self
            .faults
            .iter()
            .find(|f| f.delay_ms > 0 && (f.change.is_empty() || f.change == name));
        slow.map_or(Duration::ZERO, |f| Duration::from_millis(f.delay_ms))
    }

    fn hit_fault(&mut self, change: &Change) -> Option<i32> {
        let name = change.name();
        let fault = self
            .faults
            .iter_mut()
            .find(|f| f.errno != 0 && (f.change.is_empty() || f.change == name))?;
        if fault.skip > 0 {
            fault.skip -= 1;
            return None;
        }
        if fault.times > 0 && fault.hits >= fault.times {
            return None;
        }
        fault.hits = fault.hits.saturating_add(1);
        Some(fault.errno)
    }

    /// The interfaces as the kernel would list them.
    pub(super) fn links(&self) -> Vec<NetAdapter> {
        let mut links = self.state.links.clone();
        links.sort_by_key(|l| l.index);
        let bridges = &self.state.bridges;
        for link in &mut links {
            let port = |bridge: &Bridge| bridge.ports.contains(&link.name);
            let is_port = bridges.iter().any(port);
            link.promiscuous.get_or_insert(is_port);
            if link.driver.is_some() && link.driver_version.is_none() {
                link.driver_version = Some(self.state.host.kernel.clone());
            }
            if link.carrier && link.speed.is_some() {
                link.full_duplex.get_or_insert(true);
            }
        }
        links
    }

    /// What libvirt would show of a VM.
    fn facts(&self, vm: &Vm, guests: bool) -> VmFacts {
        let known = vm.facts.clone();
        let active = vm.state.is_active();
        let qemu = self.state.host.qemu.as_deref().unwrap_or_default();
        let release: Vec<&str> = qemu.split('.').take(2).collect();
        VmFacts {
            // Nothing is computed in a simulated guest.
            cpu_usage: active.then_some(known.cpu_usage.unwrap_or(0)),
            memory: active.then_some(known.memory.unwrap_or(vm.memory)),
            memory_demand: known.memory_demand.filter(|_| active && guests),
            machine: known
                .machine
                .or_else(|| (release.len() == 2).then(|| format!("pc-q35-{}", release.join(".")))),
            numa_nodes: Some(known.numa_nodes.unwrap_or(1)),
            sockets: Some(known.sockets.unwrap_or(vm.vcpus)),
            agent: known
                .agent
                .map(|there| there && vm.state == VmState::Running),
            drives: known.drives,
        }
    }

    /// The VMs as libvirt would list them.
    pub(super) fn vms(&self, definitions: bool, guests: bool) -> Vec<Vm> {
        let mut vms = self.state.vms.clone();
        for vm in &mut vms {
            let guest = self.guests.get(&vm.id);
            let stored = vm.facts.clone();
            vm.facts = self.facts(vm, guests);
            if !guests {
                vm.adapters.iter_mut().for_each(|a| a.ip_addresses.clear());
            }
            if vm.state.is_active() {
                vm.uptime = self.clock.saturating_sub(guest.map_or(0, |g| g.started));
            }
            if definitions {
                let defined = guest
                    .and_then(|g| g.defined.clone())
                    .unwrap_or_else(|| vm.adapters.clone());
                let text = Vm {
                    state: VmState::Off,
                    adapters: defined,
                    unreadable: None,
                    definition: None,
                    uptime: 0,
                    facts: stored,
                    ..vm.clone()
                };
                vm.definition = serde_json::to_string(&text).ok();
            }
        }
        vms
    }

    fn set_vf(
        &mut self,
        pf: PciAddress,
        index: u32,
        attributes: &VfAttributes,
    ) -> Result<(), HostError> {
        for single in knobs_of(attributes) {
            let one = Change::Vf(VfChange::Set {
                pf,
                index,
                attributes: single,
            });
            refuse::check(self, &one)?;
            one.effect(&mut self.state);
        }
        Ok(())
    }

    fn set_vf_count(&mut self, pf: PciAddress, count: u32) {
        let up = {
            let name = self.state.function(pf).and_then(|f| f.interface.clone());
            name.and_then(|n| self.state.link(&n).map(|l| l.up))
                .unwrap_or(false)
        };
        let Some(function) = self.state.function(pf) else {
            return;
        };
        if function.num_vfs == count {
            return;
        }
        let traits = driver_traits(function.driver.as_deref().unwrap_or_default());
        if count > 0 && traits.needs_pf_up && !up {
            // bnxt_en says "if is down!" in the kernel log, and the write succeeds all the same.
            return;
        }
        let old: Vec<_> = function
            .vfs
            .iter()
            .filter_map(|v| v.interface.clone())
            .collect();
        self.state.links.retain(|l| !old.contains(&l.name));
        Change::Vf(VfChange::SetCount { pf, count }).effect(&mut self.state);
        let has_iommu = !self.state.iommu.units.is_empty();
        let mut next_group = self.next_group();
        let mut links = Vec::new();
        let Some(function) = self.state.functions.iter_mut().find(|f| f.address == pf) else {
            return;
        };
        let shared = function.isolated == Some(false);
        let peers: Vec<GroupPeer> = std::iter::once(GroupPeer {
            address: pf,
            driver: function.driver.clone(),
        })
        .chain(function.vfs.iter().map(|v| GroupPeer {
            address: v.address,
            driver: None,
        }))
        .collect();
        for vf in &mut function.vfs {
            if has_iommu && shared {
                vf.iommu_group = function.iommu_group;
                vf.group_peers = peers
                    .iter()
                    .filter(|p| p.address != vf.address)
                    .cloned()
                    .collect();
            } else if has_iommu {
                vf.iommu_group = Some(next_group);
                next_group = next_group.saturating_add(1);
            }
            if function.autoprobe && !traits.vf_driver.is_empty() {
                vf.driver = Some(traits.vf_driver.to_owned());
                let name = function
                    .interface
                    .as_ref()
                    .map(|pf| format!("{pf}v{}", vf.index));
                vf.interface = name.and_then(|n| n.parse().ok());
                links.extend(vf.interface.clone().map(|name| (name, vf.address)));
            }
        }
        let representors: Vec<_> = function
            .vfs
            .iter_mut()
            .filter(|_| function.eswitch == EswitchMode::Switchdev)
            .filter_map(|vf| {
                let name = format!("{}r{}", function.interface.as_ref()?, vf.index);
                vf.representor = name.parse().ok();
                vf.representor.clone()
            })
            .collect();
        for name in representors {
            let index = self.state.links.iter().map(|l| l.index).max();
            self.state.links.push(NetAdapter {
                name,
                index: index.unwrap_or(0).saturating_add(1),
                kind: LinkKind::Representor,
                driver: Some(traits.name.to_owned()),
                ..NetAdapter::default()
            });
        }
        let first = self.state.links.iter().map(|l| l.index).max().unwrap_or(0);
        for (offset, (name, address)) in links.into_iter().enumerate() {
            self.state.links.push(NetAdapter {
                name,
                index: first
                    .saturating_add(u32::try_from(offset).unwrap_or(0))
                    .saturating_add(1),
                kind: LinkKind::VirtualFunction,
                pci: Some(address),
                driver: Some(traits.vf_driver.to_owned()),
                ..NetAdapter::default()
            });
        }
    }

    fn next_group(&self) -> u32 {
        let of_functions = self.state.functions.iter().filter_map(|f| f.iommu_group);
        let of_vfs = self
            .state
            .functions
            .iter()
            .flat_map(|f| &f.vfs)
            .filter_map(|v| v.iommu_group);
        of_functions
            .chain(of_vfs)
            .max()
            .unwrap_or(15)
            .saturating_add(1)
    }

    fn bind(&mut self, address: PciAddress, driver: &str, change: &Change) {
        change.effect(&mut self.state);
        if driver == "vfio-pci" {
            return;
        }
        self.return_interface(address, driver);
        let named = self.state.functions.iter().find_map(|f| {
            let vf = f.vfs.iter().find(|v| v.address == address)?;
            format!("{}v{}", f.interface.as_ref()?, vf.index)
                .parse()
                .ok()
        });
        let Some(name) = named else { return };
        for vf in self
            .state
            .functions
            .iter_mut()
            .flat_map(|f| &mut f.vfs)
            .filter(|v| v.address == address)
        {
            vf.interface = Some(crate::backend::model::InterfaceName::clone(&name));
        }
        let index = self
            .state
            .links
            .iter()
            .map(|l| l.index)
            .max()
            .unwrap_or(0)
            .saturating_add(1);
        self.state.links.push(NetAdapter {
            name,
            index,
            kind: LinkKind::VirtualFunction,
            pci: Some(address),
            driver: Some(driver.to_owned()),
            ..NetAdapter::default()
        });
    }

    /// A NIC's interface goes with its driver, out of whatever it was part of.
    fn part_interface(&mut self, address: PciAddress) {
        let physical = |l: &NetAdapter| l.pci == Some(address) && l.kind == LinkKind::Physical;
        let Some(at) = self.state.links.iter().position(physical) else {
            return;
        };
        let mut link = self.state.links.remove(at);
        for bridge in &mut self.state.bridges {
            bridge.ports.retain(|port| *port != link.name);
            bridge.port_vlans.retain(|(port, _)| *port != link.name);
        }
        self.state.fdb.retain(|entry| entry.device != link.name);
        self.state.filters.retain(|port| port.device != link.name);
        for function in self
            .state
            .functions
            .iter_mut()
            .filter(|f| f.address == address)
        {
            function.interface = None;
        }
        (link.up, link.carrier, link.master) = (false, false, None);
        link.addresses.clear();
        self.parted.push(link);
    }

    /// And comes back with a driver, down.
    fn return_interface(&mut self, address: PciAddress, driver: &str) {
        let Some(at) = self.parted.iter().position(|l| l.pci == Some(address)) else {
            return;
        };
        let link = NetAdapter {
            driver: Some(driver.to_owned()),
            ..self.parted.remove(at)
        };
        for function in self
            .state
            .functions
            .iter_mut()
            .filter(|f| f.address == address)
        {
            function.interface = Some(link.name.clone());
        }
        self.state.links.push(link);
        self.state.links.sort_by_key(|l| l.index);
    }

    fn unbind(&mut self, change: &Change) {
        if let Change::Pci(PciChange::Unbind { address, .. }) = change {
            self.part_interface(*address);
            let name = self.state.vf(*address).and_then(|v| v.interface.clone());
            self.state.links.retain(|l| Some(&l.name) != name.as_ref());
        }
        change.effect(&mut self.state);
    }

    fn start(&mut self, vm: Uuid, change: &Change) {
        let defined = self.state.vm(vm).map(|v| v.adapters.clone());
        let guest = self.guests.entry(vm).or_default();
        guest.defined = defined;
        guest.started = self.clock;
        change.effect(&mut self.state);
    }

    fn stop(&mut self, vm: Uuid, change: &Change) {
        change.effect(&mut self.state);
        let defined = self.guests.get_mut(&vm).and_then(|g| g.defined.take());
        let found = self.state.vms.iter_mut().find(|v| v.id == vm);
        if let (Some(found), Some(defined)) = (found, defined) {
            found.adapters = defined;
            let settings = found.settings.clone();
            for adapter in &mut found.adapters {
                adapter.settings = settings
                    .as_ref()
                    .and_then(|s| s.adapter(&adapter.alias))
                    .cloned()
                    .unwrap_or_default();
            }
            if !found.persistent {
                self.state.vms.retain(|v| v.id != vm);
            }
        }
    }

    fn undefine(&mut self, id: Uuid, change: &Change) {
        if let Some(vm) = self
            .state
            .vms
            .iter_mut()
            .find(|v| v.id == id && v.state.is_active())
        {
            vm.persistent = false;
            return;
        }
        change.effect(&mut self.state);
    }

    fn edit_definition(&mut self, vm: Uuid, edit: impl FnOnce(&mut Vec<Adapter>)) {
        if let Some(defined) = self.guests.get_mut(&vm).and_then(|g| g.defined.as_mut()) {
            edit(defined);
        }
    }

    fn attach(&mut self, vm: Uuid, device: &Device, change: &Change) {
        if let Device::Nic(nic) = device {
            let settings = self
                .state
                .vm(vm)
                .and_then(|v| v.settings.as_ref()?.adapter(&nic.alias).cloned());
            self.edit_definition(vm, |adapters| {
                adapters.push(Adapter::from_spec(nic, settings.unwrap_or_default()))
            });
        }
        change.effect(&mut self.state);
        if let Device::Vf(device) = device {
            let drives = self.guests.get(&vm).is_none_or(|g| g.vf_driver);
            for vf in self.state.functions.iter_mut().flat_map(|f| &mut f.vfs) {
                if vf.address == device.address {
                    vf.driven = Some(drives);
                }
            }
        }
    }

    fn detach(&mut self, vm: Uuid, device: &Device, change: &Change) {
        if let Device::Nic(nic) = device {
            self.edit_definition(vm, |adapters| adapters.retain(|a| a.alias != nic.alias));
        }
        change.effect(&mut self.state);
    }
}

/// Splits a change of several knobs into the requests that the kernel gets, one knob each, in the order of their age.
fn knobs_of(all: &VfAttributes) -> Vec<VfAttributes> {
    let none = VfAttributes::default();
    [
        VfAttributes {
            mac: all.mac,
            ..none
        },
        VfAttributes {
            vlan: all.vlan,
            ..none
        },
        VfAttributes {
            rate: all.rate,
            ..none
        },
        VfAttributes {
            spoof_check: all.spoof_check,
            ..none
        },
        VfAttributes {
            link_state: all.link_state,
            ..none
        },
        VfAttributes {
            trust: all.trust,
            ..none
        },
    ]
    .into_iter()
    .filter(|single| !single.is_empty())
    .collect()
}
