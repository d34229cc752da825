//! Tools that configure the host's network at its start.

use serde::{Deserialize, Serialize};

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

    /// The tool that a file of iovsh's belongs to; `None` for a path that is not one of them.
    #[must_use]
    pub fn of(path: &str) -> Option<Self> {
        let (folder, name) = path.rsplit_once('/')?;
        Self::ALL
            .into_iter()
            .find(|tool| tool.folder() == folder && name.starts_with(tool.prefix()))
    }
}
