//! `Microsoft.HyperV.PowerShell.VMSwitch`.

use iovsh_derive::PsObject;

use super::{VmSwitchBandwidthMode, VmSwitchType, VrssQueueSchedulingMode, guid};
use iovsh_backend::model;
use iovsh_backend::state::SwitchSettings;
use iovsh_shell::argument::Guid;
use iovsh_shell::value::Value;

/// A virtual switch.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.VMSwitch",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject",
    text = super::named_with_id
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VmSwitch {
    pub name: String,
    pub id: Guid,
    #[then(
        "Extensions" = Value::array(Vec::new()),
        "BandwidthReservationMode" = this.reservation_mode(),
        "PacketDirectEnabled" = false
    )]
    pub notes: String,
    pub embedded_teaming_enabled: bool,
    pub iov_enabled: bool,
    pub switch_type: VmSwitchType,
    pub allow_management_os: bool,
    pub net_adapter_interface_description: Option<String>,
    pub net_adapter_interface_descriptions: Vec<String>,
    pub net_adapter_interface_guid: Vec<Guid>,
    pub iov_support: bool,
    #[then(
        "AvailableIPSecSA" = 0_u32,
        "NumberIPSecSAAllocated" = 0_u32,
        "AvailableVMQueues" = 0_u32,
        "NumberVmqAllocated" = 0_u32
    )]
    pub iov_support_reasons: Vec<String>,
    pub iov_queue_pair_count: u32,
    pub iov_queue_pairs_in_use: u32,
    pub iov_virtual_function_count: u32,
    #[then(
        "PacketDirectInUse" = false,
        "DefaultQueueVrssEnabledRequested" = false,
        "DefaultQueueVrssEnabled" = false,
        "DefaultQueueVmmqEnabledRequested" = false,
        "DefaultQueueVmmqEnabled" = false,
        "DefaultQueueVrssMaxQueuePairsRequested" = 1_u32,
        "DefaultQueueVrssMaxQueuePairs" = 1_u32,
        "DefaultQueueVrssMinQueuePairsRequested" = 1_u32,
        "DefaultQueueVrssMinQueuePairs" = 1_u32,
        "DefaultQueueVrssQueueSchedulingModeRequested" = VrssQueueSchedulingMode::Dynamic,
        "DefaultQueueVrssQueueSchedulingMode" = VrssQueueSchedulingMode::Dynamic,
        "DefaultQueueVrssExcludePrimaryProcessorRequested" = false,
        "DefaultQueueVrssExcludePrimaryProcessor" = false,
        "SoftwareRscEnabled" = false,
        "BandwidthPercentage" = 0_u32,
        "DefaultFlowMinimumBandwidthAbsolute" = this.settings.rest_minimum.0,
        "DefaultFlowMinimumBandwidthWeight" = u64::from(this.settings.rest_weight),
        "CimSession" = Value::Null
    )]
    pub iov_virtual_functions_in_use: u32,
    #[then("IsDeleted" = false, "Mtu" = this.settings.mtu)]
    pub computer_name: String,
    #[property(skip)]
    pub settings: SwitchSettings,
}

impl VmSwitch {
    /// The object for a switch.
    pub fn new(switch: &model::Switch, computer: &str) -> Self {
        let pairs = switch.vf_count;
        Self {
            name: switch.name.clone(),
            id: guid(switch.id),
            notes: switch.notes.clone(),
            embedded_teaming_enabled: switch.team.is_some(),
            iov_enabled: switch.iov_enabled,
            switch_type: switch.switch_type.into(),
            allow_management_os: switch.allow_management_os,
            // So Hyper-V names the device of a team.
            net_adapter_interface_description: match switch.team {
                Some(_) => Some("Teamed-Interface".to_owned()),
                None => switch.uplink_descriptions.first().cloned(),
            },
            net_adapter_interface_descriptions: switch.uplink_descriptions.clone(),
            net_adapter_interface_guid: switch.uplink_ids.iter().map(|id| guid(*id)).collect(),
            iov_support: switch.iov_support,
            iov_support_reasons: switch.reasons(),
            // One queue pair a VF: what an adapter gets that asks for no more.
            iov_queue_pair_count: pairs,
            iov_queue_pairs_in_use: switch.vfs_in_use,
            iov_virtual_function_count: switch.vf_count,
            iov_virtual_functions_in_use: switch.vfs_in_use,
            computer_name: computer.to_owned(),
            settings: switch.settings,
        }
    }

    /// The mode that was chosen, or what `Default` comes to: none on a switch in IOV mode.
    fn reservation_mode(&self) -> VmSwitchBandwidthMode {
        if let Some(chosen) = self.settings.bandwidth_mode {
            chosen.into()
        } else if self.iov_enabled {
            VmSwitchBandwidthMode::None
        } else {
            VmSwitchBandwidthMode::Absolute
        }
    }
}
