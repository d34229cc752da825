//! Tools that configure the host's network at its start, and the text of their files. The text is a pure function of what is to be
//! described; names in it are quoted as each tool reads them.

mod netplan;
mod network_manager;
mod networkd;
mod settings_file;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{InterfaceName, MacAddress, TeamHash, TeamMode, TeamSettings, Uuid, VlanId};

/// What every file begins with.
const NOTE: &str = "# Written by iovsh, which changes and removes it.\n";

/// What the files of a NIC say.
#[derive(Debug, Clone)]
pub struct DescribedNic<'s> {
    /// Its name.
    pub name: &'s InterfaceName,
    /// Its permanent address.
    pub mac: MacAddress,
    /// How many VFs it is to have.
    pub vfs: u32,
    /// The switch that it is under.
    pub switch: Option<DescribedSwitch<'s>>,
    /// Of the team of a switch: it carries the traffic whenever its link works.
    pub primary: bool,
    /// The team of the host that it is a member of, instead of a switch.
    pub team: Option<DescribedTeam<'s>>,
}

/// What they say of a team of the host.
#[derive(Debug, Clone)]
pub struct DescribedTeam<'s> {
    /// Its id.
    pub id: Uuid,
    /// The bond.
    pub device: &'s InterfaceName,
    /// The bond's address, that of its first member; `None` where each member keeps its own.
    pub mac: Option<MacAddress>,
    /// How it shares the work.
    pub settings: TeamSettings,
    /// Its members in their order, by the names that they have now, or had when they were last seen.
    pub members: Vec<&'s InterfaceName>,
    /// Where one carries the traffic whenever its link works: that one.
    pub primary: Option<&'s InterfaceName>,
    /// Its interfaces for VLANs.
    pub nics: Vec<(&'s InterfaceName, VlanId)>,
    /// The switch that stands on it, whose bridge has the bond as a port.
    pub switch: Option<DescribedSwitch<'s>>,
}

impl DescribedTeam<'_> {
    /// Where a member stands among the others, from 0.
    fn rank_of(&self, member: &InterfaceName) -> usize {
        let mut members = self.members.iter();
        members
            .position(|one| *one == member)
            .unwrap_or(self.members.len())
    }

    /// The bond's settings that mean something in its mode, as words of the kernel (`bonding.rst`), beside the mode itself and how links
    /// are looked at.
    fn options(&self) -> Vec<(BondOption, &'static str)> {
        let settings = &self.settings;
        let hash = (BondOption::Hash, settings.hash.word());
        let mut all = match settings.mode {
            TeamMode::ActiveBackup if settings.own_addresses => {
                vec![(BondOption::FailOverMac, "active")]
            }
            TeamMode::ActiveBackup => Vec::new(),
            TeamMode::BalanceTlb if settings.dynamic => Vec::new(),
            TeamMode::BalanceTlb => vec![(BondOption::Dynamic, "0"), hash],
            TeamMode::BalanceXor => vec![hash],
            TeamMode::Lacp => {
                let rate = if settings.lacp_fast { "fast" } else { "slow" };
                vec![hash, (BondOption::LacpRate, rate)]
            }
        };
        if self.primary.is_some() {
            all.push((BondOption::Reselect, "always"));
        }
        all
    }
}

/// An option of a bond that each tool has a word of its own for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BondOption {
    /// `xmit_hash_policy`.
    Hash,
    /// `tlb_dynamic_lb`.
    Dynamic,
    /// `lacp_rate`.
    LacpRate,
    /// `fail_over_mac`.
    FailOverMac,
    /// `primary_reselect`.
    Reselect,
}

/// What they say of its switch.
#[derive(Debug, Clone)]
pub struct DescribedSwitch<'s> {
    /// Its id.
    pub id: Uuid,
    /// Its bridge.
    pub bridge: &'s InterfaceName,
    /// The bridge's address: that of the switch's first NIC.
    pub bridge_mac: MacAddress,
    /// The bridge tells VLANs apart.
    pub vlan_filtering: bool,
    /// The bond of its NICs, when they are a team.
    pub team: Option<&'s InterfaceName>,
    /// Its NICs, by the names that they have now.
    pub members: Vec<&'s InterfaceName>,
}

/// The path of a tool's file about a device.
fn named(tool: NetworkTool, device: &InterfaceName, suffix: &str) -> String {
    format!("{}/{}{device}{suffix}", tool.folder(), tool.prefix())
}

/// A tool that may own a NIC, in whose files iovsh can write down what it made of the NIC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum NetworkTool {
    /// systemd-networkd and udev: `.link`, `.netdev` and `.network` files (`man 5 systemd.network`).
    Networkd,
    /// NetworkManager: keyfiles (`man 5 nm-settings-keyfile`).
    NetworkManager,
    /// netplan: YAML (`man 5 netplan`).
    Netplan,
}

impl NetworkTool {
    /// Every tool.
    pub const ALL: [Self; 3] = [Self::Networkd, Self::NetworkManager, Self::Netplan];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Networkd => "systemd-networkd",
            Self::NetworkManager => "NetworkManager",
            Self::Netplan => "netplan",
        }
    }

    /// The word of `-Persist` for it.
    #[must_use]
    pub fn parameter(self) -> &'static str {
        match self {
            Self::Networkd => "Networkd",
            Self::NetworkManager => "NetworkManager",
            Self::Netplan => "Netplan",
        }
    }

    /// The folder of its files.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Self::Networkd => "/etc/systemd/network",
            Self::NetworkManager => "/etc/NetworkManager/system-connections",
            Self::Netplan => "/etc/netplan",
        }
    }

    /// What the names of iovsh's files in that folder begin with. They come before what other programs write, because the
    /// first file that matches a NIC counts; netplan merges its files, and there the last one counts.
    #[must_use]
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Networkd => "05-iovsh-",
            Self::NetworkManager => "iovsh-",
            Self::Netplan => "95-iovsh-",
        }
    }

    /// The permission bits of its files: NetworkManager ignores those that others can read, netplan warns of them.
    #[must_use]
    pub fn mode(self) -> u32 {
        match self {
            Self::Networkd => 0o644,
            Self::NetworkManager | Self::Netplan => 0o600,
        }
    }

    /// Its files that describe a NIC, the NIC's VFs and its switch: paths and texts.
    #[must_use]
    pub fn files(self, nic: &DescribedNic<'_>) -> BTreeMap<String, String> {
        match self {
            Self::Networkd => networkd::files(nic),
            Self::NetworkManager => network_manager::files(nic),
            Self::Netplan => netplan::files(nic),
        }
    }

    /// What this tool's files have no words for, of a team of the host with these settings.
    #[must_use]
    pub fn cannot_say(self, settings: &TeamSettings) -> Option<&'static str> {
        if self != Self::Netplan {
            return None;
        }
        match settings.mode {
            TeamMode::BalanceTlb if !settings.dynamic => {
                Some("a team that is SwitchIndependent and shares its work by a hash")
            }
            TeamMode::BalanceXor | TeamMode::Lacp if settings.hash == TeamHash::SourceMac => {
                Some("the algorithm HyperVPort")
            }
            TeamMode::ActiveBackup
            | TeamMode::BalanceTlb
            | TeamMode::BalanceXor
            | TeamMode::Lacp => None,
        }
    }

    /// The tool that a file of iovsh's belongs to; `None` for a path that is not one of them.
    #[must_use]
    pub fn of(path: &str) -> Option<Self> {
        let (folder, name) = path.rsplit_once('/')?;
        Self::ALL
            .into_iter()
            .find(|tool| tool.folder() == folder && name.starts_with(tool.prefix()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Names as the kernel takes them: up to 15 bytes without slashes, colons and white space.
    pub(super) fn hostile_name() -> impl Strategy<Value = InterfaceName> {
        let fixed = prop::sample::select(vec![
            "#x", "{a,b}", "&a", "!a", "%a", "@a", "\"a", "'a", "~", "null", "true", "no", "on",
            "12", "0x10", "|", ">", "=", "<<", "a{b", "*", "a]b", "[Match]", "a\\", "\\n", ";a",
            "a=b", "-a", "---", "$(x)", "1e3",
        ]);
        let any = prop_oneof![fixed.prop_map(str::to_owned), "[!-.0-9;-~é\u{2028}]{1,12}"];
        any.prop_filter_map("no name of an interface", |name| name.parse().ok())
    }

    pub(super) fn switch<'s>(members: &[&'s InterfaceName]) -> DescribedSwitch<'s> {
        static BRIDGE: std::sync::LazyLock<InterfaceName> =
            std::sync::LazyLock::new(|| "vs-lan".parse().unwrap());
        DescribedSwitch {
            id: Uuid::default(),
            bridge: &BRIDGE,
            bridge_mac: "a0:36:9f:00:10:00".parse().unwrap(),
            vlan_filtering: true,
            team: None,
            members: members.to_vec(),
        }
    }

    pub(super) fn nic<'s>(
        name: &'s InterfaceName,
        switch: Option<DescribedSwitch<'s>>,
    ) -> DescribedNic<'s> {
        DescribedNic {
            name,
            mac: "a0:36:9f:00:10:00".parse().unwrap(),
            vfs: 4,
            switch,
            primary: false,
            team: None,
        }
    }

    pub(super) fn team<'s>(
        members: &[&'s InterfaceName],
        settings: TeamSettings,
    ) -> DescribedTeam<'s> {
        static BOND: std::sync::LazyLock<InterfaceName> =
            std::sync::LazyLock::new(|| "team-1".parse().unwrap());
        static VLAN: std::sync::LazyLock<InterfaceName> =
            std::sync::LazyLock::new(|| "team-1.42".parse().unwrap());
        DescribedTeam {
            id: Uuid::default(),
            device: &BOND,
            mac: Some("a0:36:9f:00:10:00".parse().unwrap()),
            primary: members
                .first()
                .copied()
                .filter(|_| settings.mode.has_primary()),
            settings,
            members: members.to_vec(),
            nics: vec![(&VLAN, 42.try_into().unwrap())],
            switch: None,
        }
    }

    /// LACP every second, by addresses and ports.
    pub(super) fn lacp() -> TeamSettings {
        TeamSettings {
            mode: TeamMode::Lacp,
            hash: TeamHash::Layer34,
            lacp_fast: true,
            ..TeamSettings::default()
        }
    }

    /// A team that needs nothing from the wire, and shares its work by a hash.
    pub(super) fn by_hash() -> TeamSettings {
        TeamSettings {
            mode: TeamMode::BalanceTlb,
            hash: TeamHash::Layer23,
            ..TeamSettings::default()
        }
    }
}
