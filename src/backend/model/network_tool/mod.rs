//! Tools that configure the host's network at its start, and the text of their files. The text is a pure function of what is to be
//! described; names in it are quoted as each tool reads them.

mod netplan;
mod network_manager;
mod networkd;
mod settings_file;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{InterfaceName, MacAddress, Uuid};

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
    /// Of a team: it carries the traffic whenever its link works.
    pub primary: bool,
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
        }
    }
}
