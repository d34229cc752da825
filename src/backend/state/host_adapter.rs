//! A network adapter that the host itself has on a switch: Hyper-V's adapter of the management operating system.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::{Desired, DesiredTeam};
use crate::model::{
    AdapterAlias, AdapterSettings, Cidr, InterfaceName, LinkKind, MacAddress, State, Uuid,
};

/// How Hyper-V's hosts describe such an adapter; scripts look for it.
pub const DESCRIPTION: &str = "Hyper-V Virtual Ethernet Adapter";
/// What Windows calls the interface of a team.
const TEAM_DESCRIPTION: &str = "Microsoft Network Adapter Multiplexor Driver";

/// A description as Windows tells several of one kind apart.
fn numbered(description: &str, before: usize) -> String {
    match before {
        0 => description.to_owned(),
        more => format!("{description} #{}", more.saturating_add(1)),
    }
}

/// A route by way of an adapter of the host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HostRoute {
    /// The network that it leads to.
    pub destination: Cidr,
    /// The next hop; `None` where the network is on the link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gateway: Option<IpAddr>,
    /// Of two to one network the one with the lower metric is taken; `None`: as the kernel chooses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<u32>,
}

/// A network adapter of the host on a switch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DesiredHostAdapter {
    /// The interface that the host has its addresses on.
    pub device: InterfaceName,
    /// The other end of the pair, which is the port of the switch's bridge. `None`: the bridge itself is the adapter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<InterfaceName>,
    /// Its address. `None`: that of the bridge, as it is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mac: Option<MacAddress>,
    /// What users call the interface, where `Rename-NetAdapter` gave it a name of its own; else it is `vEthernet (NAME)`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// Addresses that it is to have; of a bridge none, as they come and go with its network adapter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<Cidr>,
    /// Routes by way of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub routes: Vec<HostRoute>,
    /// Name, id, switch, VLANs, ACLs and limits, as an adapter of a VM has them.
    pub settings: AdapterSettings,
}

impl DesiredHostAdapter {
    /// Id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.settings.id
    }

    /// The handle by which cmdlets and intents name it beside [`Uuid::HOST`].
    #[must_use]
    pub fn handle(&self) -> AdapterAlias {
        AdapterAlias::of(self.settings.id)
    }

    /// What users call the interface.
    #[must_use]
    pub fn shown(&self) -> String {
        let own = || format!("vEthernet ({})", self.settings.name);
        self.alias.clone().unwrap_or_else(own)
    }

    /// The port on the switch: the other end, or the bridge itself.
    #[must_use]
    pub fn switch_port(&self) -> &InterfaceName {
        self.port.as_ref().unwrap_or(&self.device)
    }

    /// The bridge itself is the adapter.
    #[must_use]
    pub fn is_bridge(&self) -> bool {
        self.port.is_none()
    }
}

impl Desired {
    /// All adapters of the host, by switch and name. That a switch has one by itself is said by its
    /// [`allow_management_os`](super::DesiredSwitch::allow_management_os); there is a record of it only where it has something of its own.
    #[must_use]
    pub fn all_host_adapters(&self) -> Vec<DesiredHostAdapter> {
        let mut all = Vec::new();
        for switch in &self.switches {
            let recorded = |a: &&DesiredHostAdapter| a.settings.switch == Some(switch.id);
            let own: Vec<_> = self.host_adapters.iter().filter(recorded).collect();
            if switch.allow_management_os && !own.iter().any(|a| a.is_bridge()) {
                all.push(DesiredHostAdapter {
                    device: switch.bridge.clone(),
                    port: None,
                    mac: None,
                    alias: None,
                    addresses: Vec::new(),
                    routes: Vec::new(),
                    settings: AdapterSettings {
                        name: switch.name.clone(),
                        id: switch.id,
                        switch: Some(switch.id),
                        dynamic_mac: false,
                        ..AdapterSettings::default()
                    },
                });
            }
            all.extend(own.into_iter().cloned());
        }
        all
    }

    /// The adapters of the host on a switch.
    #[must_use]
    pub fn host_adapters_on(&self, switch: Uuid) -> Vec<DesiredHostAdapter> {
        let mut all = self.all_host_adapters();
        all.retain(|adapter| adapter.settings.switch == Some(switch));
        all
    }

    /// The adapter of the host with this handle.
    #[must_use]
    pub fn host_adapter(&self, handle: &AdapterAlias) -> Option<DesiredHostAdapter> {
        let mut all = self.all_host_adapters().into_iter();
        all.find(|adapter| adapter.handle() == *handle)
    }

    /// The adapter of the host behind this interface.
    #[must_use]
    pub fn host_adapter_at(&self, device: &InterfaceName) -> Option<DesiredHostAdapter> {
        let mut all = self.all_host_adapters().into_iter();
        all.find(|adapter| adapter.device == *device)
    }
}

impl State {
    /// What users call an interface.
    #[must_use]
    pub fn shown(&self, name: &InterfaceName) -> String {
        let link = self.link(name);
        link.map_or_else(|| name.to_string(), |link| link.shown().to_owned())
    }

    /// Writes into every interface that is an adapter of the host on a switch, or a team or an interface of one, what users call it, and
    /// how such adapters and teams are described; and into those that are a switch itself that they are.
    pub fn derive_aliases(&mut self) {
        let adapters = self.desired.all_host_adapters();
        for (number, adapter) in adapters.iter().enumerate() {
            let mut links = self.links.iter_mut();
            let found = links.find(|link| {
                let is_kind = matches!(link.kind, LinkKind::Bridge | LinkKind::Other);
                link.name == adapter.device && is_kind
            });
            if let Some(link) = found {
                link.alias = Some(adapter.shown());
                link.description = numbered(DESCRIPTION, number);
            }
        }
        for (device, kind, alias) in self.desired.teams.iter().flat_map(DesiredTeam::aliases) {
            let mut links = self.links.iter_mut();
            let found = links.find(|link| link.name == *device && link.kind == kind);
            if let Some(link) = found {
                link.alias = Some(alias.clone());
            }
        }
        for link in &mut self.links {
            link.of_switch = link.alias.is_none()
                && self.desired.switches.iter().any(|switch| {
                    let team = switch.team.as_ref().filter(|_| !switch.on_host_team);
                    link.name == switch.bridge && link.kind == LinkKind::Bridge
                        || team == Some(&link.name) && link.kind == LinkKind::Bond
                });
        }
        let bonds = self.links.iter_mut();
        let bonds = bonds.filter(|link| link.kind == LinkKind::Bond && link.description.is_empty());
        for (number, link) in bonds.enumerate() {
            link.description = numbered(TEAM_DESCRIPTION, number);
        }
    }
}
