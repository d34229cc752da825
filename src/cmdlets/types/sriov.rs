//! What the SR-IOV cmdlets emit: CIM instances of an adapter's settings, of its capabilities, and of its VFs.

use std::sync::Arc;

use super::setting_data::SettingData;
use iovsh_derive::PsObject;

use super::{NetAdapter, SriovSupportValue, guid};
use iovsh_backend::model::{self, EswitchMode, PciAddress, PhysicalFunction, SriovSupport, Uuid};
use iovsh_shell::argument::{Guid, mismatch};
use iovsh_shell::cmdlet::{Argument, ParameterType};
use iovsh_shell::error::ShellError;
use iovsh_shell::value::Value;

/// What an adapter can do for SR-IOV: `HardwareCapabilities` what it is able to, `CurrentCapabilities` what is in force.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.Management.Infrastructure.CimInstance#root/standardcimv2/MSFT_NetAdapterSriovCapabilities",
    base = "Microsoft.Management.Infrastructure.CimInstance#MSFT_NetAdapterSriovCapabilities",
    base = "Microsoft.Management.Infrastructure.CimInstance"
)]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct SriovCapabilities {
    #[then(
        "PerVportInterruptModerationSupported" = Value::Null,
        "AsymmetricQueuePairsForNonDefaultVPortsSupported" = Value::Null,
        "VfRssSupported" = Value::Null,
        "SingleVportPoolSupported" = Value::Null,
        "MaxNumSwitches" = 1_u32
    )]
    pub vlan_supported: bool,
    #[property(name = "MaxNumVPorts")]
    pub vports: u32,
    #[property(name = "MaxNumVFs")]
    #[then(
        "MaxNumQueuePairs" = Value::Null,
        "MaxNumQueuePairsPerNonDefaultVPort" = Value::Null,
        "MaxNumMacAddresses" = Value::Null
    )]
    pub vfs: u32,
}

impl SriovCapabilities {
    fn new(pf: &PhysicalFunction, vfs: u32) -> Self {
        Self {
            vlan_supported: pf.knobs().vlan,
            // One for each VF, and the default one of the PF.
            vports: vfs.saturating_add(1),
            vfs,
        }
    }
}

/// The SR-IOV settings of an adapter.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetAdapterSriovSettingData")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetAdapterSriov {
    #[flatten]
    pub of: SettingData,
    pub enabled: bool,
    pub sriov_support: SriovSupportValue,
    pub hardware_capabilities: SriovCapabilities,
    pub current_capabilities: SriovCapabilities,
    pub switch_type: Option<u16>,
    pub switch_name: Option<String>,
    pub num_vfs: u32,
    #[property(name = "NumAllocatedVFs")]
    pub allocated: Option<u32>,
    #[property(name = "NumVPorts")]
    pub vports: u32,
    #[property(name = "NumActiveVPorts")]
    #[then(
        "NumQueuePairsForDefaultVPort" = 1_u32,
        "NumQueuePairsForNonDefaultVPorts" = 1_u32,
        "NumActiveDefaultVPortMacAddresses" = Value::Null
    )]
    pub active_vports: Option<u32>,
    #[property(name = "NumActiveNonDefaultVPortMacAddresses")]
    #[then("NumActiveDefaultVPortVlanIds" = Value::Null)]
    pub vf_addresses: u32,
    #[property(name = "NumActiveNonDefaultVPortVlanIds")]
    pub vf_vlans: u32,
    /// Linux only: the most VFs that can be made.
    #[property(name = "MaxNumVFs")]
    pub maximum: u32,
    /// Linux only: the VFs that exist now (`sriov_numvfs`). `NumVFs` is how many there may be, as on Windows.
    #[property(name = "CurrentNumVFs")]
    pub existing: u32,
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
    /// Linux only: `Legacy` (the NIC forwards by itself) or `Switchdev` (every VF has a representor on the host); `$null` where it cannot
    /// be read: only root may.
    pub eswitch_mode: Option<&'static str>,
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
    /// Whether it is known which VFs virtual machines have.
    pub owners_known: bool,
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
        let used = facts.owners_known.then_some(used);
        let current = if facts.enabled { facts.wanted } else { 0 };
        let admins = || pf.vfs.iter().filter_map(|vf| vf.admin);
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Self {
            of: SettingData {
                caption: None,
                instance_id: pf.address.to_string(),
                name,
                interface_description: facts.description.to_owned(),
                system_name: facts.computer.to_owned(),
            },
            enabled: facts.enabled,
            sriov_support: facts.support.into(),
            hardware_capabilities: SriovCapabilities::new(pf, pf.total_vfs),
            current_capabilities: SriovCapabilities::new(pf, current.min(pf.most_vfs())),
            switch_type: facts.enabled.then_some(1),
            switch_name: facts.switch.map(str::to_owned),
            num_vfs: facts.wanted,
            allocated: used,
            vports: pf.num_vfs.saturating_add(1),
            active_vports: used.map(|used| used.saturating_add(1)),
            vf_addresses: count(admins().filter(|a| !a.mac.is_zero()).count()),
            vf_vlans: count(admins().filter(|a| a.vlan.id.is_some()).count()),
            maximum: pf.most_vfs(),
            existing: pf.num_vfs,
            sriov_support_description: facts.support.text().to_owned(),
            sriov_support_next_step: (facts.support != SriovSupport::Supported)
                .then(|| facts.support.next_step().to_owned()),
            driver: pf.driver.clone(),
            iommu_group: pf.iommu_group,
            numa: pf.numa.map(|node| node.0),
            eswitch_mode: (!pf.eswitch_unread).then_some(match pf.eswitch {
                EswitchMode::Legacy => "Legacy",
                EswitchMode::Switchdev => "Switchdev",
            }),
            pf: pf.address,
            interface: pf.interface.clone(),
        }
    }
}

/// A virtual function.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetAdapterSriovVfSettingData")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetAdapterSriovVf {
    #[then("Description" = Value::Null, "ElementName" = Value::Null)]
    pub caption: Option<String>,
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
            caption: None,
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
            Self::Settings(settings) => &settings.of.name,
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
