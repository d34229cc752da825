//! What a simulated host is made of, and how it moves.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::cluster::SimCluster;
use super::migration::Moving;
use super::refusal::injected_error;
use super::storage::Storage;
use super::{autostart, nic_settings, snapshot, stored};
use super::{
    bond, bridge, device, disk, domain, fdb, file, filter, guest as inside, hardware, image, ip,
    link, nat, network, pci, reach, settle, veth, vf,
};
use crate::model::{
    Adapter, AddressSource, Bridge, InsideGuest, InterfaceName, NetAdapter, PciAddress, SerialPort,
    Service, State, Uuid, VirtualFunction, Vm, VmFacts, VmState, driver_traits,
};
use crate::plan::{Change, Subject};
use crate::{GuestDeed, HostError};

/// The machine type of a VM whose fixture names none: that of QEMU 10.0.
pub(super) const MACHINE: &str = "pc-q35-10.0";

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
    /// What goes wrong on the way to this host, for those who come over a connection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection: Option<WayFault>,
    /// Interfaces of NICs whose driver was taken away; they come back with a driver.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parted: Vec<NetAdapter>,
    /// NICs whose link works although nothing behind it does.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub dead_paths: BTreeSet<InterfaceName>,
    /// NICs without a cable. One that is up shows it by itself: it has no carrier.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub unplugged: BTreeSet<InterfaceName>,
    /// Simulated seconds, of which every change takes one. On a host that keeps its state they are those of the world outside, since 1970.
    pub clock: u64,
    /// The last things that guests did to their machines by themselves, with running numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub deeds: Vec<SimDeed>,
    /// Its file systems, folders and disk images.
    pub storage: Storage,
    /// Folders that other hosts of the fleet see too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shared: Vec<String>,
    /// The cluster of the fleet, in the world of the host that keeps it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cluster: Option<SimCluster>,
    /// The model of the processors; `None`: any guest runs on them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub processor: Option<String>,
    /// Its QEMU has certificates for memory that travels under TLS.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub certificates: bool,
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
    /// Its processors have run since its process began.
    #[serde(skip_serializing_if = "Clone::clone")]
    pub has_run: bool,
    /// While it runs: its adapters as the definition has them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub defined: Option<Vec<Adapter>>,
    /// Files that were copied into it, in base64.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<String, String>,
    /// Folders that were made in it, beside those that a system has.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub folders: BTreeSet<String>,
    /// While libvirt migrates it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moving: Option<Moving>,
}

impl Default for SimGuest {
    fn default() -> Self {
        Self {
            vf_driver: true,
            shuts_down: true,
            releases_devices: true,
            started: 0,
            has_run: true,
            defined: None,
            files: BTreeMap::new(),
            folders: BTreeSet::new(),
            moving: None,
        }
    }
}

/// What a guest did to its machine by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SimDeed {
    /// Its number, from 1.
    pub number: u64,
    /// The machine.
    pub vm: Uuid,
    /// Its name.
    pub name: String,
    /// What it did.
    pub deed: GuestDeed,
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

/// What goes wrong on the way to a simulated host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct WayFault {
    /// Nobody answers.
    pub is_down: bool,
    /// The connection is cut behind so many messages of this host, of which the first is its greeting.
    pub cut_after: Option<u32>,
    /// How long each message of this host takes, in milliseconds.
    pub delay_ms: u64,
    /// The version of the protocol that it says to speak.
    pub protocol: Option<(u32, u32)>,
    /// So many connections are hit; 0 for all.
    pub times: u32,
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
            self.storage.move_clock(by);
        }
        self.clock = self.clock.max(now);
    }

    /// Whether the machine's seconds are those of the world outside.
    pub(super) fn is_outside(&self) -> bool {
        self.clock >= OUTSIDE
    }

    /// Carries out a change, or refuses it as the kernel or libvirt would. What comes of it is worked out here, by what the
    /// machine is made of: the planner's prediction is not asked.
    ///
    /// # Errors
    /// The refusal. Of several VF knobs in one change those before the refused one stay set, as on Linux.
    pub fn apply(&mut self, change: &Change) -> Result<(), HostError> {
        if self.clock < OUTSIDE {
            self.clock = self.clock.saturating_add(1);
        }
        if let Some(errno) = self.hit_fault(change.name()) {
            return Err(injected_error(change, errno));
        }
        self.settle_hardware();
        self.read_cables();
        let written = if let Subject::Image(path) | Subject::Stored(path) = change.subject() {
            Some((self.storage.holds(&path), path))
        } else {
            None
        };
        let outcome = match change {
            Change::Vf(change) => vf::apply(self, change),
            Change::Pci(change) => pci::apply(self, change),
            Change::Link(change) => link::apply(self, change),
            Change::Nic(change) => nic_settings::apply(self, change),
            Change::Bridge(change) => bridge::apply(self, change),
            Change::Veth(change) => veth::apply(self, change),
            Change::Bond(change) => bond::apply(self, change),
            Change::Fdb(change) => fdb::apply(self, change),
            Change::Filter(change) => filter::apply(self, change),
            Change::Ip(change) => ip::apply(self, change),
            Change::Nat(change) => nat::apply(self, change),
            Change::Network(change) => network::apply(self, change),
            Change::Domain(change) => domain::apply(self, change),
            Change::Autostart(change) => autostart::apply(self, change),
            Change::Hardware(change) => hardware::apply(self, change),
            Change::Snapshot(change) => snapshot::apply(self, change),
            Change::Device(change) => device::apply(self, change),
            Change::Disk(change) => disk::apply(self, change),
            Change::Image(change) => image::apply(self, change),
            Change::File(change) => file::apply(self, change),
            Change::Stored(change) => stored::apply(self, change),
            // The desired state is no part of the machine.
            Change::Desired(_) => Ok(()),
        };
        if let (Some((was_there, path)), Ok(())) = (written, &outcome) {
            self.storage.note_change(&path, was_there, self.clock);
        }
        self.follow_cables();
        self.follow_links();
        outcome
    }

    /// The hardware is as it can be, whatever somebody wrote into the state.
    pub(super) fn settle_hardware(&mut self) {
        settle::settle_functions(&mut self.state.functions);
        settle::settle_links(&mut self.state.links);
    }

    pub(super) fn link_mut(&mut self, name: &InterfaceName) -> Option<&mut NetAdapter> {
        self.state.links.iter_mut().find(|l| l.name == *name)
    }

    pub(super) fn vf_mut(&mut self, address: PciAddress) -> Option<&mut VirtualFunction> {
        let mut vfs = self.state.functions.iter_mut().flat_map(|f| &mut f.vfs);
        vfs.find(|v| v.address == address)
    }

    /// A new interface, with the next number.
    pub(super) fn add_interface(&mut self, link: NetAdapter) {
        let last = self.state.links.iter().map(|l| l.index).max().unwrap_or(0);
        self.state.links.push(NetAdapter {
            index: last.saturating_add(1),
            ..link
        });
    }

    /// An interface goes, out of whatever it was part of, with its filters and addresses, and with what stands on it.
    pub(super) fn remove_interface(&mut self, name: &InterfaceName) -> Option<NetAdapter> {
        let links = self.state.links.iter();
        let standing = links.filter(|l| l.lower.as_ref() == Some(name) && l.name != *name);
        let standing: Vec<_> = standing.map(|l| l.name.clone()).collect();
        for upper in standing {
            self.remove_interface(&upper);
        }
        let at = self.state.links.iter().position(|l| l.name == *name)?;
        self.leave_bridge(name);
        let state = &mut self.state;
        for team in &mut state.teams {
            team.members.retain(|member| member != name);
        }
        state.fdb.retain(|entry| entry.device != *name);
        state.filters.retain(|port| port.device != *name);
        state.shares.retain(|one| one.device != *name);
        // What ethtool set is the device's; a driver that is bound again makes a new one.
        state.nics.retain(|nic| nic.interface != *name);
        state.neighbors.retain(|known| known.interface != *name);
        Some(state.links.remove(at))
    }

    /// How long the next change of this kind takes.
    pub(super) fn delay_of(&self, name: &str) -> Duration {
        let slow = self
            .faults
            .iter()
            .find(|f| f.delay_ms > 0 && (f.change.is_empty() || f.change == name));
        slow.map_or(Duration::ZERO, |f| Duration::from_millis(f.delay_ms))
    }

    pub(super) fn hit_fault(&mut self, name: &str) -> Option<i32> {
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
        settle::settle_links(&mut links);
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
        VmFacts {
            // Nothing is computed in a simulated guest.
            cpu_usage: active.then_some(known.cpu_usage.unwrap_or(0)),
            memory: active.then_some(known.memory.unwrap_or(vm.current_memory())),
            memory_demand: known.memory_demand.filter(|_| active && guests),
            machine: known.machine.or_else(|| Some(MACHINE.to_owned())),
            numa_nodes: Some(known.numa_nodes.unwrap_or(1)),
            sockets: Some(known.sockets.unwrap_or(vm.vcpus)),
            clustered: None,
            agent: known
                .agent
                .map(|there| there && vm.state == VmState::Running),
            drives: known.drives,
            guest: None,
            usage: None,
            terminal: known.terminal.or_else(|| terminal(vm)).filter(|_| active),
            display_port: known.display_port.filter(|_| active),
            scsi_controllers: known.scsi_controllers,
            variables: known.variables,
            has_run: (vm.state == VmState::Paused)
                .then(|| self.guests.get(&vm.id).is_none_or(|guest| guest.has_run)),
        }
    }

    /// What a guest with an agent says of one of its adapters.
    fn inside(&self, adapter: &Adapter, default_route: bool) -> InsideGuest {
        let vf = adapter.vf.as_ref().and_then(|vf| self.state.vf(vf.address));
        let driven = vf.filter(|vf| vf.driven == Some(true));
        let pf = driven.and_then(|vf| self.state.function(vf.pf));
        let driver = pf.and_then(|pf| pf.driver.as_deref());
        InsideGuest {
            default_route: Some(default_route),
            vf_driver: driver
                .map(|driver| driver_traits(driver).vf_driver)
                .filter(|driver| !driver.is_empty())
                .map(str::to_owned),
            on_vf: Some(driven.is_some_and(|vf| reach::works(&self.state, vf))),
        }
    }

    /// The VMs as libvirt would list them.
    pub(super) fn vms(
        &self,
        definitions: bool,
        is_asked: impl Fn(Uuid) -> bool,
        usage: bool,
    ) -> Vec<Vm> {
        let mut vms = self.state.vms.clone();
        for vm in &mut vms {
            let guests = is_asked(vm.id);
            let guest = self.guests.get(&vm.id);
            let stored = vm.facts.clone();
            vm.facts = self.facts(vm, guests);
            if !guests {
                for adapter in &mut vm.adapters {
                    adapter.ip_addresses.clear();
                    adapter.address_source = None;
                    adapter.inside = InsideGuest::default();
                }
            } else if vm.state == VmState::Running {
                let tells = vm.settings().services.has(Service::Facts);
                if vm.facts.agent == Some(true) && tells {
                    vm.facts.guest = Some(inside::facts());
                }
                let agent = vm.facts.guest.is_some();
                // Where its first address is, there the guest has its gateway.
                let mut routed = false;
                for adapter in &mut vm.adapters {
                    if adapter.ip_addresses.is_empty() {
                        adapter.ip_addresses = inside::address(adapter).into_iter().collect();
                    }
                    // Networks that lead to switches of ours lend no addresses.
                    let of_libvirt = |port: &&InterfaceName| !port.as_str().starts_with("vs-");
                    let lent = adapter
                        .bridge
                        .as_ref()
                        .filter(of_libvirt)
                        .is_some_and(|port| {
                            let mut networks = self.state.networks.iter();
                            networks.any(|network| network.bridge.as_ref() == Some(port))
                        });
                    let source = match (agent, lent) {
                        (true, _) => AddressSource::Agent,
                        (false, true) => AddressSource::Lease,
                        // The host has spoken with each of its guests.
                        (false, false) => AddressSource::Neighbour,
                    };
                    let is_first = !routed && !adapter.ip_addresses.is_empty();
                    routed |= is_first;
                    if agent {
                        adapter.inside = self.inside(adapter, is_first);
                    }
                    adapter.address_source =
                        Some(source).filter(|_| !adapter.ip_addresses.is_empty());
                }
            }
            if vm.state.is_active() {
                vm.uptime = self.clock.saturating_sub(guest.map_or(0, |g| g.started));
                vm.facts.usage = usage.then(|| inside::usage(vm));
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
}

/// The terminal that the host gives a VM whose first serial port leads to one.
fn terminal(vm: &Vm) -> Option<String> {
    let first = vm.hardware.serial.first()?;
    let number = vm.id.as_bytes().last().copied().unwrap_or(0);
    (*first == SerialPort::Terminal).then(|| format!("/dev/pts/{number}"))
}
