//! The VFs of a PF: how many there are, and what the PF holds for each.

use serde::{Deserialize, Serialize};

use super::link::remove_links;
use super::{Change, Facts, Lifetime, Names, Subject};
use crate::journal::{Entry, catalog};
use crate::model::{
    InterfaceName, MacAddress, PciAddress, PhysicalFunction, Scope, State, VfAdmin, VfAttributes,
    VfDetail, VfLinkState, VirtualFunction, VlanId, VlanProtocol, driver_traits,
};
use crate::plan::shell_line::{ShellLine, words};

/// A change of a PF's VFs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum VfChange {
    /// Writes `sriov_numvfs` (from zero, or to zero: the kernel refuses the rest with EBUSY) and waits for every VF.
    #[serde(rename = "SetVfCount")]
    SetCount {
        /// The PF.
        pf: PciAddress,
        /// VFs to have.
        count: u32,
    },
    /// Writes `sriov_drivers_autoprobe`.
    SetAutoprobe {
        /// The PF.
        pf: PciAddress,
        /// New VFs get a host driver.
        on: bool,
    },
    /// Sets what is `Some` in `attributes`, one netlink request a knob.
    #[serde(rename = "SetVf")]
    Set {
        /// The PF.
        pf: PciAddress,
        /// Index of the VF.
        index: u32,
        /// What to set.
        attributes: VfAttributes,
    },
    /// Function level reset of a VF (`reset`), never a bus reset.
    #[serde(rename = "ResetVf")]
    Reset {
        /// The VF.
        address: PciAddress,
    },
    /// Writes `sriov_vf_msix_count` of a VF that no driver has (Linux 5.13, `Documentation/ABI/testing/sysfs-bus-pci`). The kernel does
    /// not tell the number again.
    #[serde(rename = "SetVfVectors")]
    SetVectors {
        /// The VF.
        address: PciAddress,
        /// Interrupt vectors (MSI-X) to have; 0 is what the driver gives by itself.
        count: u32,
    },
}

impl Facts for VfChange {
    fn name(&self) -> &'static str {
        match self {
            Self::SetCount { .. } => "SetVfCount",
            Self::SetAutoprobe { .. } => "SetAutoprobe",
            Self::Set { .. } => "SetVf",
            Self::Reset { .. } => "ResetVf",
            Self::SetVectors { .. } => "SetVfVectors",
        }
    }

    fn subject(&self) -> Subject {
        match self {
            Self::SetCount { pf, .. } => Subject::VfCount(*pf),
            Self::SetAutoprobe { pf, .. } => Subject::Autoprobe(*pf),
            Self::Set { pf, index, .. } => Subject::VfSettings(*pf, *index),
            Self::Reset { address } => Subject::VfReset(*address),
            Self::SetVectors { address, .. } => Subject::VfVectors(*address),
        }
    }

    fn scope(&self) -> Scope {
        let functions = match self {
            Self::SetCount { .. } | Self::SetAutoprobe { .. } => VfDetail::Inventory,
            Self::Set { .. } => VfDetail::Admin,
            Self::Reset { .. } | Self::SetVectors { .. } => VfDetail::None,
        };
        Scope {
            functions,
            ..Scope::NOTHING
        }
    }

    fn is_satisfied(&self, state: &State) -> Option<bool> {
        match self {
            Self::SetCount { pf, count } => state.function(*pf).map(|f| f.num_vfs == *count),
            Self::SetAutoprobe { pf, on } => state.function(*pf).map(|f| f.autoprobe == *on),
            Self::Set {
                pf,
                index,
                attributes,
            } => {
                let vfs = &state.function(*pf)?.vfs;
                let vf = vfs.iter().find(|v| v.index == *index)?;
                attributes.are_satisfied_by(vf.admin.as_ref()?)
            }
            Self::Reset { .. } | Self::SetVectors { .. } => None,
        }
    }

    fn effect(&self, state: &mut State) {
        match self {
            Self::SetCount { pf, count } => set_count(state, *pf, *count),
            Self::SetAutoprobe { pf, on } => {
                if let Some(function) = function_mut(state, *pf) {
                    function.autoprobe = *on;
                }
            }
            Self::Set {
                pf,
                index,
                attributes,
            } => {
                let function = function_mut(state, *pf);
                if let Some(vf) =
                    function.and_then(|f| f.vfs.iter_mut().find(|v| v.index == *index))
                {
                    let admin = vf.admin.get_or_insert_with(VfAdmin::default);
                    admin.mac = attributes.mac.unwrap_or(admin.mac);
                    admin.vlan = attributes.vlan.unwrap_or(admin.vlan);
                    admin.rate = attributes.rate.unwrap_or(admin.rate);
                    admin.spoof_check = attributes.spoof_check.or(admin.spoof_check);
                    admin.trust = attributes.trust.or(admin.trust);
                    admin.link_state = attributes.link_state.or(admin.link_state);
                }
            }
            Self::Reset { address } => {
                if let Some(vf) = vf_mut(state, *address) {
                    vf.driven = Some(false);
                }
            }
            Self::SetVectors { .. } => {}
        }
    }

    fn inverse(&self, before: &State) -> Option<Change> {
        let back = match self {
            Self::SetCount { pf, .. } => Self::SetCount {
                pf: *pf,
                count: before.function(*pf)?.num_vfs,
            },
            Self::SetAutoprobe { pf, .. } => Self::SetAutoprobe {
                pf: *pf,
                on: before.function(*pf)?.autoprobe,
            },
            Self::Set {
                pf,
                index,
                attributes,
            } => {
                let function = before.function(*pf)?;
                let admin = function.vfs.iter().find(|v| v.index == *index)?.admin?;
                let mut originals = attributes.originals_in(&admin);
                originals.mac = originals
                    .mac
                    .map(|mac| restorable_mac(function.driver.as_deref(), *pf, *index, mac));
                if originals.is_empty() {
                    return None;
                }
                Self::Set {
                    pf: *pf,
                    index: *index,
                    attributes: originals,
                }
            }
            // What it had before nobody tells; what the driver gives by itself is what it had first.
            Self::SetVectors { address, .. } => Self::SetVectors {
                address: *address,
                count: 0,
            },
            Self::Reset { .. } => return None,
        };
        Some(back.into())
    }

    fn equivalent(&self, state: &State) -> Vec<ShellLine> {
        vec![match self {
            Self::SetCount { pf, count } => {
                ShellLine::write_value(device_file(*pf, "sriov_numvfs"), count)
            }
            Self::SetAutoprobe { pf, on } => {
                ShellLine::write_value(device_file(*pf, "sriov_drivers_autoprobe"), u8::from(*on))
            }
            Self::Set {
                pf,
                index,
                attributes,
            } => {
                let name = state
                    .function(*pf)
                    .and_then(|f| f.interface.as_ref())
                    .map_or_else(|| pf.to_string(), InterfaceName::to_string);
                let mut argv = words("ip link set dev");
                argv.extend([name, "vf".to_owned(), index.to_string()]);
                argv.extend(knobs(attributes));
                ShellLine::run(argv)
            }
            Self::Reset { address } => ShellLine::write_value(device_file(*address, "reset"), 1),
            Self::SetVectors { address, count } => {
                ShellLine::write_value(device_file(*address, "sriov_vf_msix_count"), count)
            }
        }]
    }

    fn depends_on(&self, _state: &State) -> Vec<Subject> {
        match self {
            Self::SetCount { .. } | Self::SetAutoprobe { .. } | Self::Reset { .. } => Vec::new(),
            // New VFs have what the driver gives them.
            Self::Set { pf, .. } => vec![Subject::VfCount(*pf)],
            Self::SetVectors { .. } => Vec::new(),
        }
    }

    fn vanishes_with(&self) -> Option<Lifetime> {
        None
    }

    fn event(&self, names: &Names<'_>) -> Option<Entry> {
        match self {
            Self::SetCount { pf, count } => {
                let nic = names.nic(*pf);
                Some(Entry {
                    id: catalog::VF_COUNT,
                    message: match count {
                        0 => format!("The virtual functions of {nic} were removed."),
                        1 => format!("1 virtual function was made on {nic}."),
                        count => format!("{count} virtual functions were made on {nic}."),
                    },
                    nic: Some(nic),
                    ..Entry::default()
                })
            }
            Self::SetAutoprobe { .. }
            | Self::Set { .. }
            | Self::Reset { .. }
            | Self::SetVectors { .. } => None,
        }
    }
}

/// A file of a PCI function in sysfs.
pub(super) fn device_file(address: PciAddress, file: &str) -> String {
    format!("/sys/bus/pci/devices/{address}/{file}")
}

fn function_mut(state: &mut State, pf: PciAddress) -> Option<&mut PhysicalFunction> {
    state.functions.iter_mut().find(|f| f.address == pf)
}

/// The VF at an address.
pub(super) fn vf_mut(state: &mut State, address: PciAddress) -> Option<&mut VirtualFunction> {
    let mut vfs = state.functions.iter_mut().flat_map(|f| &mut f.vfs);
    vfs.find(|v| v.address == address)
}

/// Makes the VFs that a count leads to, with addresses as far as offset and stride are known. The interfaces of those that
/// go are ports of nothing afterwards.
fn set_count(state: &mut State, pf: PciAddress, count: u32) {
    let Some(function) = function_mut(state, pf) else {
        return;
    };
    let interfaces = |vf: &VirtualFunction| [vf.interface.clone(), vf.representor.clone()];
    let gone: Vec<_> = function.vfs.iter().flat_map(interfaces).flatten().collect();
    let knobs = function.knobs();
    let traits = driver_traits(function.driver.as_deref().unwrap_or_default());
    function.num_vfs = count;
    function.vfs = (0..count)
        .map_while(|index| {
            let step = index.saturating_mul(u32::from(function.vf_stride));
            let offset = u32::from(function.vf_offset).saturating_add(step);
            let address = function.address.offset_by(offset);
            address
                .filter(|_| function.vf_stride > 0)
                .map(|address| (index, address))
        })
        .map(|(index, address)| VirtualFunction {
            pf,
            index,
            address,
            driver: None,
            interface: None,
            representor: None,
            iommu_group: None,
            group_peers: Vec::new(),
            admin: Some(VfAdmin {
                spoof_check: knobs.spoof_check.then_some(traits.spoof_check_at_first),
                trust: knobs.trust.then_some(false),
                link_state: knobs.link_state.then_some(VfLinkState::Auto),
                ..VfAdmin::default()
            }),
            driven: Some(false),
            flr: Some(true),
            counters: None,
            owner: None,
        })
        .collect();
    remove_links(state, &gone);
}

/// The MAC that a VF can be given back: `original`, unless that is zero and the driver refuses zero. Then it is an
/// address made of the VF's place, because one address for all parked VFs would be a duplicate on the wire.
#[must_use]
pub(crate) fn restorable_mac(
    driver: Option<&str>,
    pf: PciAddress,
    index: u32,
    original: MacAddress,
) -> MacAddress {
    if !original.is_zero() || driver_traits(driver.unwrap_or_default()).knobs.zero_mac {
        return original;
    }
    let [high, low] = pf.routing_id().to_be_bytes();
    let [_, _, index_high, index_low] = index.to_be_bytes();
    MacAddress([
        0x02,
        (pf.domain & 0xff) as u8,
        high,
        low,
        index_high,
        index_low,
    ])
}

/// The words of `ip link set dev NIC vf N` for what is to be set.
fn knobs(attributes: &VfAttributes) -> Vec<String> {
    let switch = |on: bool| if on { "on" } else { "off" };
    let mut found = Vec::new();
    let mut say = |name: &str, value: String| found.extend([name.to_owned(), value]);
    if let Some(mac) = attributes.mac {
        say("mac", mac.to_string());
    }
    if let Some(vlan) = attributes.vlan {
        say("vlan", vlan.id.map_or(0, VlanId::get).to_string());
        if vlan.qos > 0 {
            say("qos", vlan.qos.to_string());
        }
        if vlan.protocol == VlanProtocol::Service {
            say("proto", "802.1ad".to_owned());
        }
    }
    if let Some(on) = attributes.spoof_check {
        say("spoofchk", switch(on).to_owned());
    }
    if let Some(on) = attributes.trust {
        say("trust", switch(on).to_owned());
    }
    if let Some(rate) = attributes.rate {
        say("max_tx_rate", rate.maximum.to_string());
        say("min_tx_rate", rate.minimum.to_string());
    }
    if let Some(state) = attributes.link_state {
        let word = match state {
            VfLinkState::Auto => "auto",
            VfLinkState::Enable => "enable",
            VfLinkState::Disable => "disable",
        };
        say("state", word.to_owned());
    }
    found
}
