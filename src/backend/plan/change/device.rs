//! Devices of a domain: adapters, VFs and whole PCI devices.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::bridge::join;
use super::domain::read_settings;
use super::link::{add_link, remove_links};
use super::vf::vf_mut;
use super::{Change, Facts, Lifetime, Names, Subject};
use crate::domain_xml::{self, Interface};
use crate::journal::{Entry, catalog};
use crate::model::{
    Adapter, AdapterAlias, AssignedDevice, AttachedVf, LinkKind, NicSpec, Scope, State, Uuid,
    VfDevice, VfOwner, Vm, VmDetail,
};
use crate::plan::shell_line::{ShellLine, words};
use crate::plan::virsh::{INPUT, virsh_words, virt_xml_value, vm_word};

/// How long an undo waits for a guest to release a device.
const DETACH_TIMEOUT: Duration = Duration::from_secs(30);

/// A device of a domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Device {
    /// A virtio adapter.
    Nic(NicSpec),
    /// A VF.
    Vf(VfDevice),
    /// A whole PCI device, in the definition only.
    Host(AssignedDevice),
}

impl Device {
    /// The device's alias.
    #[must_use]
    pub fn alias(&self) -> &AdapterAlias {
        match self {
            Self::Nic(nic) => &nic.alias,
            Self::Vf(vf) => &vf.alias,
            Self::Host(device) => &device.alias,
        }
    }
}

/// A change of a domain's devices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeviceChange {
    /// Plugs a device in: a NIC into the definition and (`live`) the running domain, a VF into the running domain only.
    #[serde(rename = "AttachDevice")]
    Attach {
        /// The domain.
        vm: Uuid,
        /// The device.
        device: Device,
        /// Also now.
        live: bool,
    },
    /// Unplugs a device and waits for the removal event. A guest that does not release it within `timeout`: the answer is
    /// `Vm.DetachTimeout`, and the device is still there.
    #[serde(rename = "DetachDevice")]
    Detach {
        /// The domain.
        vm: Uuid,
        /// The device.
        device: Device,
        /// Also now.
        live: bool,
        /// How long to wait.
        timeout: Duration,
    },
    /// Changes a NIC in place. In the definition every field of `nic` is taken over. In the running domain (`live`) only
    /// the link state is: the tap's bridge is changed by [`BridgeChange::AddPort`](super::BridgeChange::AddPort) and
    /// [`BridgeChange::RemovePort`](super::BridgeChange::RemovePort).
    #[serde(rename = "UpdateDevice")]
    Update {
        /// The domain.
        vm: Uuid,
        /// How the NIC is to stand; `alias` says which.
        nic: NicSpec,
        /// Also now.
        live: bool,
    },
    /// Makes a NIC in the definition of a domain that is off the paravirtual half of a failover pair, or takes that back: it gets
    /// another alias, and `<teaming type='persistent'/>` or none. All else stays, its address in the guest included.
    #[serde(rename = "PairDevice")]
    Pair {
        /// The domain.
        vm: Uuid,
        /// The NIC's alias now.
        from: AdapterAlias,
        /// The alias that it gets. libvirt keeps only those that begin with `ua-`; others it gives by place.
        to: AdapterAlias,
        /// A VF can join it.
        teaming: bool,
    },
}

impl Facts for DeviceChange {
    fn name(&self) -> &'static str {
        match self {
            Self::Attach { .. } => "AttachDevice",
            Self::Detach { .. } => "DetachDevice",
            Self::Update { .. } => "UpdateDevice",
            Self::Pair { .. } => "PairDevice",
        }
    }

    fn subject(&self) -> Subject {
        match self {
            Self::Attach { vm, device, .. } | Self::Detach { vm, device, .. } => {
                Subject::Device(*vm, device.alias().clone())
            }
            Self::Update { vm, nic, .. } => Subject::Adapter(*vm, nic.alias.clone()),
            Self::Pair { vm, .. } => Subject::Pairing(*vm),
        }
    }

    fn scope(&self) -> Scope {
        Scope {
            vms: VmDetail::Full,
            ..Scope::NOTHING
        }
    }

    fn is_satisfied(&self, state: &State) -> Option<bool> {
        match self {
            Self::Attach { vm, device, live } => has_device(state, *vm, device, *live),
            Self::Detach {
                vm, device, live, ..
            } => has_device(state, *vm, device, *live).map(|has| !has),
            Self::Update { vm, nic, live } => {
                let vm = state.vm(*vm)?;
                let adapter = vm.adapter(&nic.alias)?;
                if vm.state.is_active() {
                    // The running domain shows only the link state; what stands in its definition cannot be told.
                    return (*live && adapter.link_up != nic.link_up).then_some(false);
                }
                Some(
                    adapter.link_up == nic.link_up
                        && adapter.bridge == nic.bridge
                        && adapter.mac == nic.mac
                        && adapter.teaming == nic.teaming
                        && adapter.virtio != nic.emulated
                        && (nic.emulated || adapter.queues == nic.queues.max(1))
                        && adapter.naming_index == nic.naming_index
                        && adapter.mtu == nic.mtu,
                )
            }
            Self::Pair {
                vm, to, teaming, ..
            } => {
                let vm = state.vm(*vm).filter(|vm| !vm.state.is_active())?;
                Some(vm.adapter(to).is_some_and(|a| a.teaming == *teaming))
            }
        }
    }

    fn effect(&self, state: &mut State) {
        match self {
            Self::Attach { vm, device, live } => attach(state, *vm, device, *live),
            Self::Detach {
                vm, device, live, ..
            } => detach(state, *vm, device, *live),
            Self::Update { vm, nic, live } => {
                if let Some(vm) = state.vms.iter_mut().find(|v| v.id == *vm) {
                    let active = vm.state.is_active();
                    if let Some(adapter) = vm.adapters.iter_mut().find(|a| a.alias == nic.alias) {
                        if *live || !active {
                            adapter.link_up = nic.link_up;
                        }
                        if !active {
                            adapter.bridge.clone_from(&nic.bridge);
                            adapter.mac = nic.mac;
                            adapter.teaming = nic.teaming;
                            adapter.virtio = !nic.emulated;
                            adapter.queues = if nic.emulated { 1 } else { nic.queues.max(1) };
                            adapter.naming_index = nic.naming_index;
                            adapter.mtu = nic.mtu;
                        }
                    }
                }
            }
            Self::Pair {
                vm,
                from,
                to,
                teaming,
            } => {
                let off = |vm: &&mut Vm| !vm.state.is_active();
                let vm = state.vms.iter_mut().find(|v| v.id == *vm).filter(off);
                if let Some(vm) = vm {
                    for adapter in vm.adapters.iter_mut().filter(|a| a.alias == *from) {
                        adapter.alias.clone_from(to);
                        adapter.teaming = *teaming;
                    }
                    read_settings(vm);
                }
            }
        }
    }

    fn inverse(&self, before: &State) -> Option<Change> {
        let back = match self {
            Self::Attach { vm, device, live } => Self::Detach {
                vm: *vm,
                device: device.clone(),
                live: *live,
                timeout: DETACH_TIMEOUT,
            },
            Self::Detach {
                vm, device, live, ..
            } => Self::Attach {
                vm: *vm,
                device: match device {
                    // The adapter as it stood, not as the caller described it.
                    Device::Nic(nic) => Device::Nic(before.vm(*vm)?.adapter(&nic.alias)?.spec()),
                    Device::Vf(_) | Device::Host(_) => device.clone(),
                },
                live: *live,
            },
            Self::Update { vm, nic, live } => Self::Update {
                vm: *vm,
                nic: before.vm(*vm)?.adapter(&nic.alias)?.spec(),
                live: *live,
            },
            Self::Pair { vm, from, to, .. } => Self::Pair {
                vm: *vm,
                from: to.clone(),
                to: from.clone(),
                teaming: before.vm(*vm)?.adapter(from)?.teaming,
            },
        };
        Some(back.into())
    }

    fn equivalent(&self, state: &State) -> Vec<ShellLine> {
        match self {
            Self::Attach { vm, device, live } => {
                let (options, name) = (words(where_to(device, *live)), vm_word(state, *vm));
                let argv = virsh_words("attach-device", options, &name, &[INPUT]);
                vec![ShellLine::reading(argv, device_text(device))]
            }
            Self::Detach {
                vm, device, live, ..
            } => {
                let (options, name) = (words(where_to(device, *live)), vm_word(state, *vm));
                let rest = [device.alias().as_str()];
                let argv = virsh_words("detach-device-alias", options, &name, &rest);
                vec![ShellLine::run(argv)]
            }
            Self::Update { vm, nic, live } => {
                let name = vm_word(state, *vm);
                let argv = virsh_words("update-device", words("--config"), &name, &[INPUT]);
                let mut lines = vec![ShellLine::reading(argv, Interface::of(nic).to_xml())];
                if *live {
                    let link = if nic.link_up { "up" } else { "down" };
                    let mac = nic.mac.to_string();
                    let argv = virsh_words("domif-setlink", Vec::new(), &name, &[&mac, link]);
                    lines.push(ShellLine::run(argv));
                }
                lines
            }
            Self::Pair {
                vm,
                from,
                to,
                teaming,
            } => {
                let known = state.vm(*vm);
                let adapter = known.and_then(|vm| vm.adapter(from));
                let mac = adapter.map(|adapter| adapter.mac).unwrap_or_default();
                let half = if *teaming {
                    "teaming.type=persistent"
                } else {
                    "teaming.clearxml=yes"
                };
                let mut argv = vec!["virt-xml".to_owned(), vm_word(state, *vm)];
                argv.extend(words("--edit"));
                argv.extend([format!("mac={mac}"), "--network".to_owned()]);
                argv.push(format!("{half},alias.name={}", virt_xml_value(to.as_str())));
                vec![ShellLine::run(argv)]
            }
        }
    }

    fn depends_on(&self, _state: &State) -> Vec<Subject> {
        match self {
            Self::Attach { vm, .. } | Self::Detach { vm, .. } => {
                vec![
                    Subject::Domain(*vm),
                    Subject::Power(*vm),
                    Subject::PutBack(*vm),
                    Subject::Pairing(*vm),
                ]
            }
            Self::Update { vm, nic, .. } => vec![
                Subject::Domain(*vm),
                Subject::Power(*vm),
                Subject::PutBack(*vm),
                Subject::Pairing(*vm),
                Subject::Device(*vm, nic.alias.clone()),
            ],
            Self::Pair { vm, from, to, .. } => vec![
                Subject::Domain(*vm),
                Subject::Power(*vm),
                Subject::PutBack(*vm),
                Subject::Device(*vm, from.clone()),
                Subject::Device(*vm, to.clone()),
                Subject::Adapter(*vm, from.clone()),
                Subject::Adapter(*vm, to.clone()),
            ],
        }
    }

    fn vanishes_with(&self) -> Option<Lifetime> {
        match self {
            Self::Attach { vm, device, .. } | Self::Detach { vm, device, .. } => match device {
                Device::Vf(_) => Some(Lifetime::Run(*vm)),
                Device::Nic(_) | Device::Host(_) => None,
            },
            Self::Update { .. } | Self::Pair { .. } => None,
        }
    }

    fn event(&self, names: &Names<'_>) -> Option<Entry> {
        let (vm, device, attached) = match self {
            Self::Attach { vm, device, .. } => (*vm, device, true),
            Self::Detach { vm, device, .. } => (*vm, device, false),
            Self::Update { .. } | Self::Pair { .. } => return None,
        };
        let name = names.vm(vm);
        Some(match device {
            Device::Vf(vf) => {
                let (kind, done) = if attached {
                    (catalog::VF_ASSIGNED, "attached to")
                } else {
                    (catalog::VF_UNASSIGNED, "taken from")
                };
                Entry {
                    vf: Some(vf.address.to_string()),
                    nic: names.nic_with(vf.address),
                    adapter: Some(names.adapter(vm, &vf.persistent)),
                    ..names.of_vm(kind, vm, format!("{} was {done} {name}.", names.vf(vf)))
                }
            }
            Device::Host(device) => {
                let address = device.address.to_string();
                let done = if attached { "given to" } else { "taken from" };
                let message = format!("The device {address} was {done} {name}.");
                Entry {
                    nic: Some(address),
                    ..names.of_vm(catalog::VM_SETTINGS, vm, message)
                }
            }
            Device::Nic(_) => return None,
        })
    }

    fn anchors_group(&self) -> bool {
        match self {
            Self::Attach { device, .. } => match device {
                Device::Vf(_) => true,
                Device::Nic(_) | Device::Host(_) => false,
            },
            Self::Detach { .. } | Self::Update { .. } | Self::Pair { .. } => false,
        }
    }
}

/// Whether a domain shows a device. What is changed in the definition of a running one cannot be seen.
fn has_device(state: &State, vm: Uuid, device: &Device, live: bool) -> Option<bool> {
    let vm = state.vm(vm)?;
    Some(match device {
        Device::Nic(_) if vm.state.is_active() && !live => return None,
        Device::Nic(nic) => vm.adapter(&nic.alias).is_some(),
        Device::Vf(vf) => {
            let paired = vm
                .adapters
                .iter()
                .filter_map(|a| a.vf.as_ref())
                .any(|v| v.address == vf.address);
            paired || vm.other_devices.contains(&vf.address)
        }
        Device::Host(device) => vm.assigned.iter().any(|d| d.address == device.address),
    })
}

/// Gives an adapter of a running VM its tap device, in the bridge that the definition names.
pub(super) fn plug_tap(state: &mut State, id: Uuid, position: usize) {
    let vm = state.vms.iter_mut().find(|v| v.id == id);
    let Some(adapter) = vm.and_then(|v| v.adapters.get_mut(position)) else {
        return;
    };
    let fallback = || format!("vnet{position}").parse().ok();
    let Some(tap) = adapter.alias.tap().or_else(fallback) else {
        return;
    };
    adapter.tap = Some(tap.clone());
    let (bridge, mac) = (adapter.bridge.clone(), adapter.mac);
    add_link(state, &tap, LinkKind::Tap, mac);
    if let Some(bridge) = bridge {
        join(state, &bridge, &tap);
    }
}

fn attach(state: &mut State, id: Uuid, device: &Device, live: bool) {
    let Some(vm) = state.vms.iter_mut().find(|v| v.id == id) else {
        return;
    };
    match device {
        Device::Nic(nic) => {
            if vm.state.is_active() && !live {
                return;
            }
            let settings = vm.settings.as_ref().and_then(|s| s.adapter(&nic.alias));
            let settings = settings.cloned().unwrap_or_default();
            vm.adapters.retain(|a| a.alias != nic.alias);
            vm.adapters.push(Adapter::from_spec(nic, settings));
            let position = vm.adapters.len() - 1;
            if vm.state.is_active() {
                plug_tap(state, id, position);
            }
        }
        Device::Host(device) => vm.assigned.push(device.clone()),
        Device::Vf(device) => {
            let owner = VfOwner {
                vm: id,
                vm_name: vm.name.clone(),
                adapter: Some(device.persistent.clone()),
            };
            let mut adapters = vm.adapters.iter_mut();
            if let Some(adapter) = adapters.find(|a| a.alias == device.persistent) {
                adapter.vf = Some(AttachedVf {
                    address: device.address,
                    alias: device.alias.clone(),
                });
            }
            if let Some(vf) = vf_mut(state, device.address) {
                vf.owner = Some(owner);
                vf.driven = None;
            }
        }
    }
}

fn detach(state: &mut State, id: Uuid, device: &Device, live: bool) {
    let Some(vm) = state.vms.iter_mut().find(|v| v.id == id) else {
        return;
    };
    match device {
        Device::Nic(nic) => {
            if vm.state.is_active() && !live {
                return;
            }
            let at = vm.adapters.iter().position(|a| a.alias == nic.alias);
            let gone = at.map(|at| vm.adapters.remove(at));
            if let Some(tap) = gone.and_then(|a| a.tap) {
                remove_links(state, &[tap]);
            }
        }
        Device::Host(device) => vm.assigned.retain(|d| d.address != device.address),
        Device::Vf(device) => {
            for adapter in &mut vm.adapters {
                adapter.vf.take_if(|vf| vf.address == device.address);
            }
            if let Some(vf) = vf_mut(state, device.address) {
                vf.owner = None;
                vf.driven = Some(false);
            }
        }
    }
}

fn device_text(device: &Device) -> String {
    match device {
        Device::Nic(nic) => Interface::of(nic).to_xml(),
        Device::Vf(vf) => domain_xml::failover_vf(vf),
        Device::Host(device) => domain_xml::host_device(device),
    }
}

fn where_to(device: &Device, live: bool) -> &'static str {
    match (device, live) {
        (Device::Vf(_), _) => "--live",
        (Device::Nic(_), true) => "--config --live",
        (Device::Nic(_), false) | (Device::Host(_), _) => "--config",
    }
}
