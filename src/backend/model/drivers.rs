//! What PF drivers can do, as data: consulted before a knob is planned, so that a lack is told and not run into.
//!
//! Read from the `net_device_ops` of the drivers in the mainline kernel, except where a remark says otherwise.

/// The driver that holds a device for a virtual machine.
pub const VFIO_PCI: &str = "vfio-pci";

/// The per-VF knobs that a PF driver has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)]
pub struct Knobs {
    /// Administrative MAC.
    pub mac: bool,
    /// VLAN and priority.
    pub vlan: bool,
    /// Cap on the transmit rate.
    pub maximum_rate: bool,
    /// Guaranteed transmit rate.
    pub minimum_rate: bool,
    /// Anti-spoofing check.
    pub spoof_check: bool,
    /// Trust.
    pub trust: bool,
    /// Forced link state.
    pub link_state: bool,
    /// Counters.
    pub stats: bool,
    /// An all-zero MAC can be set (it gives the choice back to the VF).
    pub zero_mac: bool,
}

/// What is known of a PF driver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DriverTraits {
    /// The driver's name; empty for the entry that stands for unknown drivers.
    pub name: &'static str,
    /// It can make VFs (`sriov_configure`).
    pub sriov: bool,
    /// Its knobs in legacy mode.
    pub knobs: Knobs,
    /// Offers switchdev mode through devlink.
    pub switchdev: bool,
    /// The PF must be up before VFs can be made.
    pub needs_pf_up: bool,
    /// Rates can be set only while the PF has a link: they are stored as shares of its speed.
    pub rate_needs_link: bool,
    /// The smallest rate that it takes, in Mbit/s, where there is one.
    pub least_rate: Option<u32>,
    /// The only speed of the link, in Mbit/s, at which it sets rates, where that is so.
    pub rate_speed: Option<u32>,
    /// Kernels before this one let a PF with VFs into no bridge and no bond: it has to be part of them first.
    pub joins_with_vfs_since: Option<(u32, u32)>,
    /// How many VLANs its filter holds for the PF and its VFs together, where that is few.
    pub vlan_filters: Option<u16>,
    /// One PCI function has several ports, and its VFs are made by an option of the module.
    pub by_module: bool,
    /// A new VF has its anti-spoofing check on.
    pub spoof_check_at_first: bool,
    /// What decides how many queue pairs a VF has, where that was read: a sentence.
    pub vf_queues: Option<&'static str>,
    /// Where a VF's interrupt vectors decide and the host may set them: how many it needs beside one for each queue pair.
    pub vectors_beside: Option<u32>,
    /// The driver that binds to its VFs.
    pub vf_driver: &'static str,
    /// Where that was read: a file below `drivers/net/ethernet/` of the kernel, unless it says otherwise.
    pub source: &'static str,
}

const ALL: Knobs = Knobs {
    mac: true,
    vlan: true,
    maximum_rate: true,
    minimum_rate: false,
    spoof_check: true,
    trust: true,
    link_state: true,
    stats: true,
    zero_mac: true,
};
const NONE: Knobs = Knobs {
    mac: false,
    vlan: false,
    maximum_rate: false,
    minimum_rate: false,
    spoof_check: false,
    trust: false,
    link_state: false,
    stats: false,
    zero_mac: false,
};

const fn entry(
    name: &'static str,
    vf_driver: &'static str,
    source: &'static str,
    knobs: Knobs,
) -> DriverTraits {
    DriverTraits {
        name,
        sriov: true,
        knobs,
        switchdev: false,
        needs_pf_up: false,
        rate_needs_link: false,
        least_rate: None,
        rate_speed: None,
        joins_with_vfs_since: None,
        vlan_filters: None,
        by_module: false,
        spoof_check_at_first: true,
        vf_queues: None,
        vectors_beside: None,
        vf_driver,
        source,
    }
}

static DRIVERS: &[DriverTraits] = &[
    DriverTraits {
        rate_needs_link: true,
        vlan_filters: Some(32),
        vf_queues: Some("The guest's driver igbvf uses one queue pair."),
        ..entry(
            "igb",
            "igbvf",
            "intel/igb/igb_main.c",
            Knobs {
                link_state: false,
                stats: false,
                ..ALL
            },
        )
    },
    DriverTraits {
        rate_needs_link: true,
        least_rate: Some(11),
        rate_speed: Some(10_000),
        vlan_filters: Some(64),
        vf_queues: Some(
            "The number of VFs decides when they are made: four queue pairs each of up to 32 VFs, two of more.",
        ),
        ..entry(
            "ixgbe",
            "ixgbevf",
            "intel/ixgbe/ixgbe_main.c",
            Knobs {
                stats: false,
                ..ALL
            },
        )
    },
    DriverTraits {
        vf_queues: Some(
            "A VF has four queue pairs, and the guest's driver iavf asks the host's for more or fewer itself, up to 16: 'ethtool -L' in the guest.",
        ),
        ..entry("i40e", "iavf", "intel/i40e/i40e_main.c", ALL)
    },
    DriverTraits {
        switchdev: true,
        joins_with_vfs_since: Some((6, 6)),
        vf_queues: Some(
            "Its interrupt vectors, one more than queue pairs, which are set when it is given to an adapter: what was asked for, at most an equal share of the PF's (Linux 6.7).",
        ),
        vectors_beside: Some(1),
        ..entry("ice", "iavf", "intel/ice/ice_main.c", ALL)
    },
    DriverTraits {
        switchdev: true,
        spoof_check_at_first: false,
        vf_queues: Some(
            "Its interrupt vectors, one more than queue pairs, which are set when it is given to an adapter: what was asked for, at most an equal share of the PF's (Linux 5.13).",
        ),
        vectors_beside: Some(1),
        ..entry(
            "mlx5_core",
            "mlx5_core",
            "mellanox/mlx5/core/en_main.c",
            Knobs {
                minimum_rate: true,
                ..ALL
            },
        )
    },
    DriverTraits {
        switchdev: true,
        needs_pf_up: true,
        vf_queues: Some(
            "The rings that the PF leaves are shared out evenly when the VFs are made: fewer VFs have more each.",
        ),
        ..entry(
            "bnxt_en",
            "bnxt_en",
            "broadcom/bnxt/bnxt.c",
            Knobs {
                stats: false,
                minimum_rate: true,
                zero_mac: false,
                ..ALL
            },
        )
    },
    entry(
        "bnx2x",
        "bnx2x",
        "broadcom/bnx2x/bnx2x_main.c",
        Knobs {
            maximum_rate: false,
            trust: false,
            stats: false,
            zero_mac: false,
            ..ALL
        },
    ),
    entry(
        "qede",
        "qede",
        "qlogic/qede/qede_main.c",
        Knobs {
            stats: false,
            zero_mac: false,
            ..ALL
        },
    ),
    entry("ionic", "ionic", "pensando/ionic/ionic_lif.c", ALL),
    entry(
        "nfp",
        "nfp_netvf",
        "netronome/nfp/nfp_net_common.c",
        Knobs {
            stats: false,
            ..ALL
        },
    ),
    entry(
        "enic",
        "enic",
        "the out-of-tree driver",
        Knobs {
            maximum_rate: false,
            ..ALL
        },
    ),
    entry(
        "liquidio",
        "liquidio_vf",
        "cavium/liquidio/lio_main.c",
        Knobs {
            maximum_rate: false,
            ..ALL
        },
    ),
    entry(
        "octeon_ep",
        "octeon_ep_vf",
        "marvell/octeon_ep/octep_main.c",
        ALL,
    ),
    entry(
        "virtio-pci",
        "virtio-pci",
        "drivers/virtio/virtio_pci_common.c",
        NONE,
    ),
    DriverTraits {
        sriov: false,
        by_module: true,
        ..entry("mlx4_core", "mlx4_core", "mellanox/mlx4/main.c", NONE)
    },
    DriverTraits {
        sriov: false,
        ..entry("e1000e", "", "intel/e1000e/netdev.c", NONE)
    },
    DriverTraits {
        sriov: false,
        ..entry("igc", "", "intel/igc/igc_main.c", NONE)
    },
    DriverTraits {
        sriov: false,
        ..entry("r8169", "", "realtek/r8169_main.c", NONE)
    },
    DriverTraits {
        sriov: false,
        ..entry("tg3", "", "broadcom/tg3.c", NONE)
    },
    DriverTraits {
        sriov: false,
        ..entry(VFIO_PCI, "", "drivers/vfio/pci/vfio_pci.c", NONE)
    },
];

/// A driver that is not in the table is taken to have everything: the kernel's own answer then decides.
static UNKNOWN: DriverTraits = entry(
    "",
    "",
    "",
    Knobs {
        minimum_rate: true,
        ..ALL
    },
);

impl DriverTraits {
    /// Whether a PF with VFs can become part of a bridge or a bond with this kernel (`6.1.0-18-amd64`).
    #[must_use]
    pub fn joins_with_vfs(&self, kernel: &str) -> bool {
        let mut parts = kernel.split(|c: char| !c.is_ascii_digit());
        let mut number = || parts.next()?.parse::<u32>().ok();
        let release = number().zip(number());
        match (self.joins_with_vfs_since, release) {
            (Some(since), Some(release)) => release >= since,
            _ => true,
        }
    }
}

/// The whole table.
#[must_use]
pub fn drivers() -> &'static [DriverTraits] {
    DRIVERS
}

/// What is known of the driver with this name.
#[must_use]
pub fn driver_traits(name: &str) -> &'static DriverTraits {
    DRIVERS.iter().find(|d| d.name == name).unwrap_or(&UNKNOWN)
}

#[cfg(test)]
mod tests {
    use super::drivers;

    #[test]
    fn the_page_says_what_the_table_says() {
        let page = include_str!("../../../docs/drivers.md");
        let mut missing = Vec::new();
        for driver in drivers() {
            let mark = |has: bool| if has { "yes" } else { "" };
            let knobs = driver.knobs;
            let mut remarks = Vec::new();
            if driver.by_module {
                remarks.push("VFs only by the module's option num_vfs=, several ports on one function: not supported".to_owned());
            } else if !driver.sriov {
                remarks.push("no SR-IOV".to_owned());
            }
            if driver.switchdev {
                remarks.push("offers switchdev mode".to_owned());
            }
            if driver.needs_pf_up {
                remarks.push("the PF must be up before VFs are made".to_owned());
            }
            if driver.rate_needs_link {
                remarks.push("rates only while the PF has a link".to_owned());
            }
            if let Some(least) = driver.least_rate {
                remarks.push(format!("rates of {least} Mbit/s or more"));
            }
            if let Some(speed) = driver.rate_speed {
                remarks.push(format!("rates only at a link of {speed} Mbit/s"));
            }
            if let Some(count) = driver.vlan_filters {
                remarks.push(format!("{count} VLANs for the PF and its VFs together"));
            }
            if let Some((major, minor)) = driver.joins_with_vfs_since {
                remarks.push(format!(
                    "before Linux {major}.{minor} a PF with VFs joins no bridge and no bond"
                ));
            }
            if driver.sriov && !knobs.zero_mac && knobs.mac {
                remarks.push("refuses an all-zero MAC".to_owned());
            }
            if let Some(words) = driver.vf_queues {
                let row = format!("| `{}` | {words} |", driver.name);
                if !page.lines().any(|line| line == row) {
                    missing.push(row);
                }
            }
            let row = [
                format!("`{}`", driver.name),
                match driver.vf_driver {
                    "" => String::new(),
                    name => format!("`{name}`"),
                },
                mark(knobs.mac).to_owned(),
                mark(knobs.vlan).to_owned(),
                match (knobs.maximum_rate, knobs.minimum_rate) {
                    (true, true) => "both",
                    (true, false) => "maximum",
                    (false, _) => "",
                }
                .to_owned(),
                mark(knobs.spoof_check).to_owned(),
                mark(knobs.trust).to_owned(),
                mark(knobs.link_state).to_owned(),
                mark(knobs.stats).to_owned(),
                remarks.join("; "),
                driver.source.to_owned(),
            ];
            let row = format!("| {} |", row.join(" | "))
                .replace("|  |", "| |")
                .replace("|  |", "| |");
            if !page.lines().any(|line| line == row) {
                missing.push(row);
            }
        }
        assert!(
            missing.is_empty(),
            "docs/drivers.md lacks\n{}",
            missing.join("\n")
        );
    }
}
