//! What PF drivers can do, as data: consulted before a knob is planned, so that a lack is told and not run into.
//!
//! Read from the `net_device_ops` of the drivers in the mainline kernel, except where a remark says otherwise.

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
    /// The driver that binds to its VFs.
    pub vf_driver: &'static str,
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

const fn entry(name: &'static str, vf_driver: &'static str, knobs: Knobs) -> DriverTraits {
    DriverTraits {
        name,
        sriov: true,
        knobs,
        switchdev: false,
        needs_pf_up: false,
        rate_needs_link: false,
        vf_driver,
    }
}

static DRIVERS: &[DriverTraits] = &[
    DriverTraits {
        rate_needs_link: true,
        ..entry(
            "igb",
            "igbvf",
            Knobs {
                link_state: false,
                stats: false,
                ..ALL
            },
        )
    },
    DriverTraits {
        rate_needs_link: true,
        ..entry(
            "ixgbe",
            "ixgbevf",
            Knobs {
                stats: false,
                ..ALL
            },
        )
    },
    entry("i40e", "iavf", ALL),
    DriverTraits {
        switchdev: true,
        ..entry("ice", "iavf", ALL)
    },
    DriverTraits {
        switchdev: true,
        ..entry(
            "mlx5_core",
            "mlx5_core",
            Knobs {
                minimum_rate: true,
                ..ALL
            },
        )
    },
    DriverTraits {
        switchdev: true,
        needs_pf_up: true,
        ..entry(
            "bnxt_en",
            "bnxt_en",
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
        Knobs {
            stats: false,
            zero_mac: false,
            ..ALL
        },
    ),
    entry("ionic", "ionic", ALL),
    entry(
        "nfp",
        "nfp_netvf",
        Knobs {
            stats: false,
            ..ALL
        },
    ),
    entry(
        "enic",
        "enic",
        Knobs {
            maximum_rate: false,
            ..ALL
        },
    ),
    entry("virtio-pci", "virtio-pci", NONE),
    DriverTraits {
        sriov: false,
        ..entry("e1000e", "", NONE)
    },
    DriverTraits {
        sriov: false,
        ..entry("igc", "", NONE)
    },
    DriverTraits {
        sriov: false,
        ..entry("r8169", "", NONE)
    },
    DriverTraits {
        sriov: false,
        ..entry("tg3", "", NONE)
    },
    DriverTraits {
        sriov: false,
        ..entry("vfio-pci", "", NONE)
    },
];

/// A driver that is not in the table is taken to have everything: the kernel's own answer then decides.
static UNKNOWN: DriverTraits = entry(
    "",
    "",
    Knobs {
        minimum_rate: true,
        ..ALL
    },
);

/// What is known of the driver with this name.
#[must_use]
pub fn driver_traits(name: &str) -> &'static DriverTraits {
    DRIVERS.iter().find(|d| d.name == name).unwrap_or(&UNKNOWN)
}
