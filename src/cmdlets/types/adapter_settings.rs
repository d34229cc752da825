//! The objects inside an adapter: its VLAN and its bandwidth.

use iovsh_derive::PsObject;

use super::{AnyAdapter, VlanMode};
use iovsh_backend::model::{AdapterSettings, AdapterVlan, VlanId, VlanSet};
use iovsh_shell::value::Value;

/// The VLAN of an adapter.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.VMNetworkAdapterVlanSetting",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject"
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VmNetworkAdapterVlanSetting {
    pub operation_mode: VlanMode,
    pub access_vlan_id: i32,
    pub native_vlan_id: i32,
    pub allowed_vlan_id_list: Vec<i32>,
    #[then(
        "PrivateVlanMode" = Value::Null,
        "PrimaryVlanId" = 0_i32,
        "SecondaryVlanId" = 0_i32,
        "SecondaryVlanIdList" = Value::array(Vec::new()),
        "SecondaryVlanIdListString" = ""
    )]
    pub allowed_vlan_id_list_string: String,
    #[then("IsTemplate" = false, "CimSession" = Value::Null)]
    pub parent_adapter: Option<AnyAdapter>,
    #[then("IsDeleted" = false)]
    pub computer_name: String,
}

impl VmNetworkAdapterVlanSetting {
    /// The object for these settings. `parent` is the adapter that has them; none inside of that adapter itself.
    pub fn new(settings: &AdapterSettings, parent: Option<AnyAdapter>, computer: &str) -> Self {
        let number = |id: VlanId| i32::from(id.get());
        let none = VlanSet::default();
        let (operation_mode, access, native, allowed) = match &settings.vlan {
            AdapterVlan::Untagged => (VlanMode::Untagged, None, None, &none),
            AdapterVlan::Access(id) => (VlanMode::Access, Some(*id), None, &none),
            AdapterVlan::Trunk { native, allowed } => (VlanMode::Trunk, None, *native, allowed),
        };
        Self {
            operation_mode,
            access_vlan_id: access.map_or(0, number),
            native_vlan_id: native.map_or(0, number),
            allowed_vlan_id_list: allowed.iter().map(number).collect(),
            allowed_vlan_id_list_string: allowed.to_string(),
            parent_adapter: parent,
            computer_name: computer.to_owned(),
        }
    }
}

/// The bandwidth of an adapter, in bits per second.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.VMNetworkAdapterBandwidthSetting",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject"
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VmNetworkAdapterBandwidthSetting {
    pub minimum_bandwidth_absolute: u64,
    #[then("BurstLimit" = 0_u64, "BurstSize" = 0_u64)]
    pub minimum_bandwidth_weight: u64,
    pub maximum_bandwidth: u64,
}

impl VmNetworkAdapterBandwidthSetting {
    /// The object for these settings; `None` when bandwidth is not limited, as in Hyper-V.
    pub fn new(settings: &AdapterSettings) -> Option<Self> {
        let (least, most) = (settings.minimum_bandwidth, settings.maximum_bandwidth);
        let weight = u64::from(settings.minimum_weight);
        let is_set = !least.is_none() || !most.is_none() || weight > 0;
        is_set.then_some(Self {
            minimum_bandwidth_absolute: least.0,
            minimum_bandwidth_weight: weight,
            maximum_bandwidth: most.0,
        })
    }
}
