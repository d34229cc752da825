//! What the cmdlets about teams of the host emit: CIM instances of a team, of its members, and of its interfaces.

use std::sync::Arc;

use iovsh_derive::{PsEnum, PsObject};

use iovsh_backend::State;
use iovsh_backend::model::{self, Team, TeamHash};
use iovsh_backend::state::{self, TeamAlgorithm};
use iovsh_shell::argument::mismatch;
use iovsh_shell::cmdlet::{Argument, Emit, ParameterType};
use iovsh_shell::error::ShellError;
use iovsh_shell::value::Value;

/// A team of the host: a Linux bond.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetLbfoTeam")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetLbfoTeam {
    #[property(name = "InstanceID")]
    pub instance_id: String,
    pub name: String,
    pub teaming_mode: Option<&'static str>,
    pub load_balancing_algorithm: Option<&'static str>,
    pub status: &'static str,
    pub lacp_timer: Option<&'static str>,
    pub members: Vec<String>,
    pub team_nics: Vec<String>,
    /// Linux only: the kernel's word for the mode.
    pub bonding_mode: String,
    /// Linux only: in a mode with one active member, the one that carries the traffic.
    pub active_member: Option<String>,
    /// Linux only: hosts that the team asks by ARP whether the way through a member works; none: it looks at links.
    pub arp_target: Vec<String>,
    /// Linux only: who else manages it.
    pub managed_by: Vec<String>,
}

impl NetLbfoTeam {
    /// The object for a bond.
    pub fn new(team: &Team, state: &State) -> Self {
        let link = state.link(&team.name);
        let working = members(team, state).filter(|m| m.failure_reason == Some("NoFailure"));
        let status = match working.count() {
            _ if !team.carrier => "Down",
            working if working < team.members.len() => "Degraded",
            _ => "Up",
        };
        Self {
            instance_id: link
                .map_or_else(String::new, |l| format!("{{{}}}", l.id()).to_uppercase()),
            name: state.shown(&team.name),
            teaming_mode: teaming_mode(team),
            load_balancing_algorithm: algorithm(team),
            status,
            lacp_timer: team
                .lacp_fast
                .map(|fast| if fast { "Fast" } else { "Slow" }),
            members: team.members.iter().map(ToString::to_string).collect(),
            team_nics: nics(team, state).map(|nic| nic.name).collect(),
            bonding_mode: team.mode.clone(),
            active_member: team.active.as_ref().map(ToString::to_string),
            arp_target: team.arp_targets.iter().map(ToString::to_string).collect(),
            managed_by: link.map_or_else(Vec::new, |l| l.managed_by.clone()),
        }
    }
}

/// What the switch on the wire has to do for the team; `None` for a mode that is not known.
fn teaming_mode(team: &Team) -> Option<&'static str> {
    match team.mode.as_str() {
        "active-backup" | "balance-tlb" | "balance-alb" => Some("SwitchIndependent"),
        "balance-xor" | "balance-rr" | "broadcast" => Some("Static"),
        "802.3ad" => Some("Lacp"),
        _ => None,
    }
}

/// By what a member is chosen for a frame; `None` where there is no such choice (one member carries all, or each in turn).
fn algorithm(team: &Team) -> Option<&'static str> {
    match (team.mode.as_str(), team.dynamic) {
        ("balance-alb", _) | ("balance-tlb", Some(true)) => return Some("Dynamic"),
        ("balance-xor" | "802.3ad" | "balance-tlb", _) => {}
        _ => return None,
    }
    Some(match TeamHash::of_word(team.hash.as_deref()?)? {
        TeamHash::Layer2 => "MacAddresses",
        TeamHash::Layer23 => "IPAddresses",
        TeamHash::Layer34 => "TransportPorts",
        TeamHash::SourceMac => "HyperVPort",
    })
}

/// A member of a team of the host.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetLbfoTeamMember")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetLbfoTeamMember {
    #[property(alias = "ifAlias")]
    pub name: String,
    #[property(alias = "ifDesc")]
    pub interface_description: String,
    pub team: String,
    pub administrative_mode: &'static str,
    pub operational_mode: Option<&'static str>,
    pub transmit_link_speed: Option<u64>,
    pub receive_link_speed: Option<u64>,
    pub failure_reason: Option<&'static str>,
    /// Linux only: with LACP, the number of the group of ports that the kernel has put it into.
    pub aggregator_id: Option<u16>,
}

impl NetLbfoTeamMember {
    fn new(team: &Team, link: &model::NetAdapter, state: &State) -> Self {
        let known = team.state_of(&link.name);
        let asked_for = state.desired.team_on(&team.name);
        let waits = team.mode == Team::ACTIVE_BACKUP
            && team
                .primary
                .as_ref()
                .is_some_and(|primary| *primary != link.name);
        let in_reserve = asked_for.map_or(waits, |asked| asked.is_standby(&link.identity));
        let failure_reason = match known {
            _ if !link.up => Some("AdministrativeDecision"),
            _ if !link.carrier => Some("PhysicalMediaDisconnected"),
            None => None,
            Some(known) if !known.works => Some("WaitingForStableConnectivity"),
            Some(known) if known.partner == Some(false) => Some("LacpNegotiationIssue"),
            Some(_) => Some("NoFailure"),
        };
        let speed = bits(link);
        Self {
            name: link.name.to_string(),
            interface_description: link.description.clone(),
            team: state.shown(&team.name),
            administrative_mode: if in_reserve { "Standby" } else { "Active" },
            operational_mode: match (failure_reason, known) {
                (Some("NoFailure"), Some(known)) if known.active => Some("Active"),
                (Some("NoFailure"), Some(_)) => Some("Standby"),
                (Some(_), _) => Some("Failed"),
                (None, _) => None,
            },
            transmit_link_speed: speed,
            receive_link_speed: speed,
            failure_reason,
            aggregator_id: known.and_then(|known| known.aggregator),
        }
    }
}

/// The members of a team.
pub fn members(team: &Team, state: &State) -> impl Iterator<Item = NetLbfoTeamMember> {
    let links = team.members.iter().filter_map(|name| state.link(name));
    links.map(|link| NetLbfoTeamMember::new(team, link, state))
}

/// An interface of a team: the bond, and the VLAN interfaces on it.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetLbfoTeamNic")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetLbfoTeamNic {
    #[property(alias = "ifAlias")]
    pub name: String,
    #[property(alias = "ifDesc")]
    pub interface_description: String,
    pub team: String,
    #[property(name = "VlanID")]
    pub vlan: Option<u32>,
    pub primary: bool,
    pub default: bool,
    pub transmit_link_speed: Option<u64>,
    pub receive_link_speed: Option<u64>,
}

/// The interfaces of a team, its own one first.
pub fn nics(team: &Team, state: &State) -> impl Iterator<Item = NetLbfoTeamNic> {
    let own = state.link(&team.name).map(|link| (link, None));
    let vlans = state.links.iter().filter_map(|link| {
        let (lower, id) = link.vlan.as_ref()?;
        (*lower == team.name).then_some((link, Some(u32::from(*id))))
    });
    own.into_iter().chain(vlans).map(|(link, vlan)| {
        let speed = bits(link);
        NetLbfoTeamNic {
            name: link.shown().to_owned(),
            interface_description: link.description.clone(),
            team: state.shown(&team.name),
            vlan,
            primary: vlan.is_none(),
            default: vlan.is_none(),
            transmit_link_speed: speed,
            receive_link_speed: speed,
        }
    })
}

fn bits(link: &model::NetAdapter) -> Option<u64> {
    link.speed.map(|megabits| u64::from(megabits) * 1_000_000)
}

/// What the switch on the wire has to do for a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.PowerShell.Cmdletization.GeneratedTypes.NetLbfoTeam.TeamingModes", mirrors = state::TeamingMode)]
#[allow(missing_docs)] // The names are Microsoft's own.
pub enum TeamingModes {
    Static = 0,
    SwitchIndependent = 1,
    Lacp = 2,
}

/// By what a member is chosen for a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.PowerShell.Cmdletization.GeneratedTypes.NetLbfoTeam.LBAlgos")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub enum LbAlgos {
    TransportPorts = 0,
    #[psenum(name = "IPAddresses")]
    IpAddresses = 2,
    MacAddresses = 3,
    HyperVPort = 4,
    Dynamic = 5,
}

impl From<LbAlgos> for TeamAlgorithm {
    fn from(algorithm: LbAlgos) -> Self {
        match algorithm {
            LbAlgos::TransportPorts => Self::TransportPorts,
            LbAlgos::IpAddresses => Self::IpAddresses,
            LbAlgos::MacAddresses => Self::MacAddresses,
            LbAlgos::HyperVPort => Self::HyperVPort,
            LbAlgos::Dynamic => Self::Dynamic,
        }
    }
}

/// How often the partner is to speak LACP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.PowerShell.Cmdletization.GeneratedTypes.NetLbfoTeam.LacpTimers")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub enum LacpTimers {
    Slow = 0,
    Fast = 1,
}

impl LacpTimers {
    /// Every second.
    pub fn is_fast(self) -> bool {
        self == Self::Fast
    }
}

/// Whether a member carries traffic or waits in reserve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(
    type_name = "Microsoft.PowerShell.Cmdletization.GeneratedTypes.NetLbfoTeamMember.AdminModes"
)]
#[allow(missing_docs)] // The names are Microsoft's own.
pub enum AdminModes {
    Active = 0,
    Standby = 1,
}

/// The team of a switch, as the older module shows it.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetSwitchTeam")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetSwitchTeam {
    pub name: String,
    pub members: Vec<String>,
}

/// A member of the team of a switch.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetSwitchTeamMember")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetSwitchTeamMember {
    pub name: String,
    pub team: String,
}

/// A CIM instance that must be of one class, as Microsoft's cmdlets say with `PSTypeName`: by it the binder tells which of two
/// parameters an object is for.
#[derive(Clone, Debug)]
pub struct Instance<T>(pub Arc<T>);

impl<T: Emit + Send + Sync + 'static> Argument for Instance<T> {
    const TYPE: ParameterType = ParameterType::Of(T::TYPE_NAMES[1]);
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        let found = Arc::<T>::from_value(value);
        found
            .map(Self)
            .map_err(|_| mismatch(value, T::TYPE_NAMES[0]))
    }
}
