//! `MSFT_NetAdapterVPortSettingData`: a port of the switch inside a NIC.

use super::setting_data::SettingData;
use iovsh_derive::PsObject;

use iovsh_backend::State;
use iovsh_backend::model::{FdbPlace, NetAdapter, PhysicalFunction, VfLinkState, VirtualFunction};
use iovsh_shell::value::Value;

/// The `FunctionID` of the adapter's own port, as NDIS numbers it.
const OF_PF: u16 = u16::MAX;

/// A port of the switch inside a network adapter.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetAdapterVPortSettingData")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetAdapterVPort {
    #[flatten]
    pub of: SettingData,
    #[property(name = "VPortID", alias = "ID")]
    pub vport_id: u32,
    #[property(name = "VPortName")]
    #[then("SwitchID" = 0_u32)]
    pub vport_name: String,
    #[property(name = "FunctionID")]
    pub function_id: u16,
    #[property(alias = "QPairs")]
    #[then("InterruptModeration" = Value::Null)]
    pub num_queue_pairs: Option<u32>,
    #[property(name = "VPortState")]
    #[then("ProcessorAffinityMask" = Value::Null, "ProcessorGroup" = Value::Null)]
    pub vport_state: u32,
    pub num_filters: u32,
    pub filter_list: Vec<String>,
    pub mac_address: Option<String>,
    #[property(name = "VID")]
    pub vid: Option<u16>,
    /// `PF`, or the number of the virtual function.
    #[property(name = "FID")]
    pub fid: String,
    /// `Activated`; `Deactivated` where nobody has the virtual function, or its link is forced down.
    pub state: &'static str,
    /// Linux only: the virtual machine that has the virtual function.
    #[property(name = "VmFriendlyName")]
    pub vm_friendly_name: Option<String>,
    /// Linux only: the host's end of it, where the adapter is in switchdev mode.
    pub representor: Option<String>,
}

impl NetAdapterVPort {
    /// Whether it is the adapter's own.
    pub fn is_of_pf(&self) -> bool {
        self.function_id == OF_PF
    }

    /// All ports of a NIC: its own, and one for each VF.
    pub fn of(
        state: &State,
        pf: &PhysicalFunction,
        link: Option<&NetAdapter>,
        computer: &str,
    ) -> Vec<Self> {
        let mut own = Self::own(state, pf, link, computer);
        // What the ports of VFs have in common with it are names, not its filters, of which there is one for each machine.
        let filters = std::mem::take(&mut own.filter_list);
        let of_vfs: Vec<Self> = pf.vfs.iter().map(|vf| own.of_vf(vf)).collect();
        own.filter_list = filters;
        std::iter::once(own).chain(of_vfs).collect()
    }

    fn own(
        state: &State,
        pf: &PhysicalFunction,
        link: Option<&NetAdapter>,
        computer: &str,
    ) -> Self {
        let name = link.map_or_else(|| pf.address.to_string(), |link| link.name.to_string());
        let mac = link.map(|link| link.mac.hyphenated());
        let added = state.fdb.iter().filter(|entry| {
            entry.place == FdbPlace::Filter && Some(&entry.device) == pf.interface.as_ref()
        });
        let filters = mac.clone().into_iter();
        let filters: Vec<String> = filters
            .chain(added.map(|entry| entry.mac.hyphenated()))
            .collect();
        Self {
            vport_name: format!("{name}/0"),
            of: SettingData {
                caption: None,
                instance_id: format!("{}/0", pf.address),
                name,
                interface_description: link
                    .map_or_else(String::new, |link| link.description.clone()),
                system_name: computer.to_owned(),
            },
            vport_id: 0,
            function_id: OF_PF,
            num_queue_pairs: None,
            vport_state: 1,
            num_filters: u32::try_from(filters.len()).unwrap_or(u32::MAX),
            filter_list: filters,
            mac_address: mac,
            vid: None,
            fid: "PF".to_owned(),
            state: "Activated",
            vm_friendly_name: None,
            representor: None,
        }
    }

    fn of_vf(&self, vf: &VirtualFunction) -> Self {
        let id = vf.index.saturating_add(1);
        let admin = vf.admin.unwrap_or_default();
        let mac = (!admin.mac.is_zero()).then(|| admin.mac.hyphenated());
        let down = admin.link_state == Some(VfLinkState::Disable) || vf.owner.is_none();
        Self {
            of: SettingData {
                instance_id: format!("{}/{id}", vf.pf),
                ..self.of.clone()
            },
            vport_name: format!("{}/{id}", self.of.name),
            vport_id: id,
            function_id: u16::try_from(vf.index).unwrap_or(OF_PF),
            vport_state: if down { 2 } else { 1 },
            num_filters: u32::from(mac.is_some()),
            filter_list: mac.iter().cloned().collect(),
            mac_address: mac,
            vid: admin.vlan.id.map(u16::from),
            fid: vf.index.to_string(),
            state: if down { "Deactivated" } else { "Activated" },
            vm_friendly_name: vf.owner.as_ref().map(|owner| owner.vm_name.clone()),
            representor: vf.representor.as_ref().map(ToString::to_string),
            ..self.clone()
        }
    }
}
