//! `Microsoft.HyperV.PowerShell.VMSwitchTeam`.

use iovsh_derive::PsObject;

use super::{VmSwitchLoadBalancingAlgorithm, VmSwitchTeamingMode, guid};
use iovsh_backend::model::{self, Team};
use iovsh_shell::argument::Guid;
use iovsh_shell::value::Value;

/// The team of a virtual switch.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.VMSwitchTeam",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject",
    text = super::named_with_id
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VmSwitchTeam {
    pub name: String,
    pub id: Guid,
    pub net_adapter_interface_description: Vec<String>,
    pub net_adapter_interface_guid: Vec<Guid>,
    pub teaming_mode: Option<VmSwitchTeamingMode>,
    #[then("CimSession" = Value::Null)]
    pub load_balancing_algorithm: Option<VmSwitchLoadBalancingAlgorithm>,
    #[then("IsDeleted" = false)]
    pub computer_name: String,
    /// Linux only: interface names of the members.
    pub net_adapter_name: Vec<String>,
    /// Linux only: the member that carries the paravirtual traffic now.
    pub active_net_adapter_name: Option<String>,
    /// Linux only: hosts that the team asks by ARP whether the way through a member works; none: it looks at links.
    pub arp_target: Vec<String>,
}

impl VmSwitchTeam {
    /// The object for a switch and its bond; `None` while the bond is not there.
    pub fn new(switch: &model::Switch, bond: Option<&Team>, computer: &str) -> Self {
        let as_made = bond.is_some_and(|bond| bond.mode == Team::ACTIVE_BACKUP);
        Self {
            name: switch.name.clone(),
            id: guid(switch.id),
            net_adapter_interface_description: switch.uplink_descriptions.clone(),
            net_adapter_interface_guid: switch.uplink_ids.iter().map(|id| guid(*id)).collect(),
            teaming_mode: as_made.then_some(VmSwitchTeamingMode::SwitchIndependent),
            load_balancing_algorithm: as_made.then_some(VmSwitchLoadBalancingAlgorithm::HyperVPort),
            computer_name: computer.to_owned(),
            net_adapter_name: switch.uplinks.iter().map(ToString::to_string).collect(),
            active_net_adapter_name: bond.and_then(|b| Some(b.active.as_ref()?.to_string())),
            arp_target: bond.map_or_else(Vec::new, |b| {
                b.arp_targets.iter().map(ToString::to_string).collect()
            }),
        }
    }
}
