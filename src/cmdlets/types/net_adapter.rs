//! What the NetAdapter cmdlets emit: CIM instances of `MSFT_NetAdapter`, its SR-IOV settings, and its VFs.

use std::sync::Arc;

use iovsh_derive::PsObject;

use super::guid;
use crate::backend::model::{
    self, LinkKind, NicIdentity, PciAddress, PhysicalFunction, SriovSupport, Uuid,
};
use crate::shell::argument::{Guid, mismatch};
use crate::shell::cmdlet::{Argument, ParameterType};
use crate::shell::error::ShellError;
use crate::shell::value::Value;

/// A network adapter of the host.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapter",
    base = "Microsoft.Management.Infrastructure.CimInstance#MSFT_NetAdapter",
    base = "Microsoft.Management.Infrastructure.CimInstance"
)]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetAdapter {
    #[property(name = "Name", alias = "ifAlias")]
    pub name: String,
    pub status: String,
    #[property(name = "DeviceID")]
    pub device_id: String,
    pub system_name: String,
    pub speed: Option<u64>,
    pub permanent_address: String,
    pub network_addresses: Vec<String>,
    pub active_maximum_transmission_unit: u64,
    #[property(alias = "ifDesc")]
    pub interface_description: String,
    pub interface_name: String,
    #[property(alias = "ifIndex")]
    pub interface_index: u32,
    #[then("Hidden" = false)]
    pub r#virtual: bool,
    pub hardware_interface: bool,
    pub interface_operational_status: u32,
    pub interface_admin_status: u32,
    pub media_connect_state: u32,
    #[then("VlanID" = Value::Null)]
    pub mtu_size: u32,
    pub transmit_link_speed: Option<u64>,
    #[then("PromiscuousMode" = false)]
    pub receive_link_speed: Option<u64>,
    pub connector_present: bool,
    pub driver_name: Option<String>,
    #[property(name = "PnPDeviceID")]
    pub pnp_device_id: Option<String>,
    #[then("AdminLocked" = false)]
    pub interface_alias: String,
    pub mac_address: String,
    pub link_speed: String,
    pub admin_status: String,
    pub media_connection_state: String,
    pub driver_information: String,
    #[property(name = "ifOperStatus")]
    pub operational_status: String,
    /// Linux only: the bridge or bond that it is a port of.
    pub master: Option<String>,
    /// Linux only: who else manages it.
    pub managed_by: Vec<String>,
    /// Linux only: it carries a default route.
    pub default_route: bool,
    #[property(skip)]
    pub identity: NicIdentity,
}

/// `10 Gbps`, as NetAdapter shows a speed given in Mbit/s.
pub fn link_speed(megabits: Option<u32>) -> String {
    match megabits {
        None | Some(0) => "0 bps".to_owned(),
        Some(n) if n % 1000 == 0 => format!("{} Gbps", n / 1000),
        Some(n) if n > 1000 => format!("{}.{} Gbps", n / 1000, (n % 1000) / 100),
        Some(n) => format!("{n} Mbps"),
    }
}

impl NetAdapter {
    /// The object for an interface.
    pub fn new(link: &model::NetAdapter, computer: &str) -> Self {
        let status = match (link.up, link.carrier) {
            (false, _) => "Disabled",
            (true, false) => "Disconnected",
            (true, true) => "Up",
        };
        let bits = link.speed.map(|n| u64::from(n) * 1_000_000);
        let hardware = link.kind == LinkKind::Physical;
        let yes_no = |flag: bool| if flag { 1 } else { 2 };
        Self {
            name: link.name.to_string(),
            status: status.to_owned(),
            device_id: link.identity.pci_path.clone(),
            system_name: computer.to_owned(),
            speed: bits,
            permanent_address: link.identity.permanent_mac.plain(),
            network_addresses: vec![link.mac.plain()],
            active_maximum_transmission_unit: u64::from(link.mtu),
            interface_description: link.description.clone(),
            interface_name: link.name.to_string(),
            interface_index: link.index,
            r#virtual: !hardware,
            hardware_interface: hardware,
            interface_operational_status: yes_no(link.up && link.carrier),
            interface_admin_status: yes_no(link.up),
            media_connect_state: yes_no(link.carrier),
            mtu_size: link.mtu,
            transmit_link_speed: bits,
            receive_link_speed: bits,
            connector_present: hardware,
            driver_name: link.driver.clone(),
            pnp_device_id: link.pci.map(|address| address.to_string()),
            interface_alias: link.name.to_string(),
            mac_address: link.mac.hyphenated(),
            link_speed: link_speed(link.speed),
            admin_status: if link.up { "Up" } else { "Down" }.to_owned(),
            media_connection_state: if link.carrier {
                "Connected"
            } else {
                "Disconnected"
            }
            .to_owned(),
            driver_information: link
                .driver
                .as_ref()
                .map_or_else(String::new, |driver| format!("Driver {driver}")),
            operational_status: if link.up && link.carrier {
                "Up"
            } else {
                "Down"
            }
            .to_owned(),
            master: link.master.as_ref().map(ToString::to_string),
            managed_by: link.managed_by.clone(),
            default_route: link.default_route,
            identity: link.identity.clone(),
        }
    }
}

/// The SR-IOV settings of an adapter.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterSriovSettingData",
    base = "Microsoft.Management.Infrastructure.CimInstance#MSFT_NetAdapterSriovSettingData",
    base = "Microsoft.Management.Infrastructure.CimInstance"
)]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetAdapterSriov {
    #[property(name = "InstanceID")]
    pub instance_id: String,
    #[property(alias = "ifAlias")]
    pub name: String,
    #[property(alias = "ifDesc")]
    #[then("Source" = 2_u32)]
    pub interface_description: String,
    pub system_name: String,
    pub enabled: bool,
    pub sriov_support: String,
    pub hardware_capabilities: String,
    pub current_capabilities: String,
    pub switch_type: Option<u16>,
    pub switch_name: Option<String>,
    pub num_vfs: u32,
    #[property(name = "NumAllocatedVFs")]
    pub allocated: u32,
    #[property(name = "NumVPorts")]
    pub vports: u32,
    #[property(name = "NumActiveVPorts")]
    #[then(
        "NumQueuePairsForDefaultVPort" = 1_u32,
        "NumQueuePairsForNonDefaultVPorts" = 1_u32
    )]
    pub active_vports: u32,
    /// Linux only: the most VFs that the hardware can make.
    #[property(name = "MaxNumVFs")]
    pub maximum: u32,
    /// Linux only: how the support was worked out, in a sentence.
    pub sriov_support_description: String,
    /// Linux only: what an admin can do about a lack.
    pub sriov_support_next_step: Option<String>,
    #[property(name = "DriverName")]
    pub driver: Option<String>,
    #[property(name = "IommuGroup")]
    pub iommu_group: Option<u32>,
    #[property(name = "NumaNode")]
    pub numa: Option<u16>,
    /// Linux only: `Legacy` (the NIC forwards by itself) or `Switchdev` (every VF has a representor on the host).
    pub eswitch_mode: &'static str,
    #[property(skip)]
    pub pf: PciAddress,
    #[property(skip)]
    pub interface: Option<model::InterfaceName>,
}

/// What [`NetAdapterSriov::new`] needs to know beside the function itself.
pub struct SriovFacts<'a> {
    /// Whether SR-IOV can work on it.
    pub support: SriovSupport,
    /// Whether it is switched on.
    pub enabled: bool,
    /// VFs that it is to have.
    pub wanted: u32,
    /// The switch that uses it.
    pub switch: Option<&'a str>,
    /// Product name.
    pub description: &'a str,
    /// The host's name.
    pub computer: &'a str,
}

impl NetAdapterSriov {
    /// The object for a physical function.
    pub fn new(pf: &PhysicalFunction, facts: &SriovFacts) -> Self {
        let name = pf
            .interface
            .as_ref()
            .map_or_else(|| pf.address.to_string(), ToString::to_string);
        let used = pf.vfs.iter().filter(|vf| vf.owner.is_some()).count();
        let used = u32::try_from(used).unwrap_or(u32::MAX);
        let capabilities = format!("MaxNumVFs = {}", pf.total_vfs);
        Self {
            instance_id: pf.address.to_string(),
            name,
            interface_description: facts.description.to_owned(),
            system_name: facts.computer.to_owned(),
            enabled: facts.enabled,
            sriov_support: facts.support.name().to_owned(),
            hardware_capabilities: capabilities.clone(),
            current_capabilities: capabilities,
            switch_type: facts.enabled.then_some(1),
            switch_name: facts.switch.map(str::to_owned),
            num_vfs: facts.wanted,
            allocated: used,
            vports: pf.num_vfs.saturating_add(1),
            active_vports: used.saturating_add(1),
            maximum: pf.total_vfs,
            sriov_support_description: facts.support.text().to_owned(),
            sriov_support_next_step: (facts.support != SriovSupport::Supported)
                .then(|| facts.support.next_step().to_owned()),
            driver: pf.driver.clone(),
            iommu_group: pf.iommu_group,
            numa: pf.numa.map(|node| node.0),
            eswitch_mode: if pf.is_switchdev() {
                "Switchdev"
            } else {
                "Legacy"
            },
            pf: pf.address,
            interface: pf.interface.clone(),
        }
    }
}

/// A virtual function.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.Management.Infrastructure.CimInstance#ROOT/StandardCimv2/MSFT_NetAdapterSriovVfSettingData",
    base = "Microsoft.Management.Infrastructure.CimInstance#MSFT_NetAdapterSriovVfSettingData",
    base = "Microsoft.Management.Infrastructure.CimInstance"
)]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetAdapterSriovVf {
    #[property(name = "InstanceID")]
    pub instance_id: String,
    pub name: String,
    #[then("Source" = 2_u32)]
    pub interface_description: String,
    pub system_name: String,
    #[property(name = "FunctionID")]
    #[then("SwitchID" = 0_u32)]
    pub function_id: u16,
    #[property(name = "VmFriendlyName")]
    pub vm_friendly_name: Option<String>,
    #[property(name = "VmID")]
    pub vm_id: Option<Guid>,
    #[property(name = "VmNicID")]
    pub vm_nic_id: Option<String>,
    pub current_mac_address: Option<String>,
    pub permanent_mac_address: Option<String>,
    #[property(name = "VPortID")]
    #[then("MacAddress" = this.current_mac_address.clone())]
    pub vport_id: Vec<u32>,
    /// Linux only: where the VF is on the PCI bus.
    pub pci_address: String,
    /// Linux only: the driver that it is bound to on the host.
    #[property(name = "DriverName")]
    pub driver: Option<String>,
    /// Linux only: its IOMMU group.
    pub iommu_group: Option<u32>,
    /// Linux only: its interface on the host, where the NIC is in switchdev mode.
    pub representor: Option<String>,
    #[property(skip)]
    pub vf: PciAddress,
}

impl NetAdapterSriovVf {
    /// The object for a virtual function of `pf`.
    pub fn new(
        pf: &PhysicalFunction,
        vf: &model::VirtualFunction,
        description: &str,
        computer: &str,
        owner_name: Option<&str>,
    ) -> Self {
        let mac = vf
            .admin
            .map(|admin| admin.mac)
            .filter(|mac| !mac.is_zero())
            .map(|mac| mac.hyphenated());
        let vm = vf.owner.as_ref().map(|owner| owner.vm);
        Self {
            instance_id: vf.address.to_string(),
            name: pf
                .interface
                .as_ref()
                .map_or_else(|| pf.address.to_string(), ToString::to_string),
            interface_description: description.to_owned(),
            system_name: computer.to_owned(),
            function_id: u16::try_from(vf.index).unwrap_or(u16::MAX),
            vm_friendly_name: owner_name
                .map(str::to_owned)
                .or_else(|| vf.owner.as_ref().map(|owner| owner.vm_name.clone())),
            vm_id: vm.map(|id: Uuid| guid(id)),
            vm_nic_id: vf
                .owner
                .as_ref()
                .and_then(|owner| owner.adapter.as_ref())
                .map(ToString::to_string),
            current_mac_address: mac.clone(),
            permanent_mac_address: mac,
            vport_id: vec![vf.index.saturating_add(1)],
            pci_address: vf.address.to_string(),
            driver: vf.driver.clone(),
            iommu_group: vf.iommu_group,
            representor: vf.representor.as_ref().map(ToString::to_string),
            vf: vf.address,
        }
    }
}

/// What `-InputObject` of the SR-IOV cmdlets takes: SR-IOV settings, or an adapter.
#[derive(Clone, Debug)]
pub enum SriovObject {
    /// From Get-NetAdapterSriov.
    Settings(Arc<NetAdapterSriov>),
    /// From Get-NetAdapter.
    Adapter(Arc<NetAdapter>),
}

impl SriovObject {
    /// The adapter's name.
    pub fn name(&self) -> &str {
        match self {
            Self::Settings(settings) => &settings.name,
            Self::Adapter(adapter) => &adapter.name,
        }
    }
}

impl Argument for SriovObject {
    const TYPE: ParameterType =
        ParameterType::Of("Microsoft.Management.Infrastructure.CimInstance");
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        Arc::<NetAdapterSriov>::from_value(value)
            .map(Self::Settings)
            .or_else(|_| Arc::<NetAdapter>::from_value(value).map(Self::Adapter))
            .map_err(|_| mismatch(value, "network adapter"))
    }
}

#[cfg(test)]
mod tests {
    use super::link_speed;

    #[test]
    fn speeds_are_shown_as_windows_does() {
        assert_eq!(link_speed(Some(10_000)), "10 Gbps");
        assert_eq!(link_speed(Some(2_500)), "2.5 Gbps");
        assert_eq!(link_speed(Some(100)), "100 Mbps");
        assert_eq!(link_speed(None), "0 bps");
    }
}
