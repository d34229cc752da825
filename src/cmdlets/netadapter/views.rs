//! What network adapters of the host look like when nobody formats them.

use crate::views::{gigabits, sized};
use iovsh_shell::format::{Access, Column, Control, Line, View};
use iovsh_shell::value::Value;
use iovsh_shell::value::convert::to_text;

/// How fast a network adapter's link is, in Mbit/s; none without a link.
fn megabits(object: &Value, access: &mut dyn Access) -> Option<u64> {
    match access.property(object, "Speed") {
        Ok(Some(Value::ULong(bits))) => Some(bits / 1_000_000),
        _ => None,
    }
}

fn speed_in_gigabits(object: &Value, access: &mut dyn Access) -> Value {
    gigabits(object, "Speed", access)
}

fn speed_in_megabits(object: &Value, access: &mut dyn Access) -> Value {
    megabits(object, access).map_or(Value::Null, Value::ULong)
}

fn is_of_gigabits(object: &Value, access: &mut dyn Access) -> bool {
    megabits(object, access).is_some_and(|speed| speed >= 1000)
}

fn is_slower(object: &Value, access: &mut dyn Access) -> bool {
    !is_of_gigabits(object, access)
}

fn has_vlan(object: &Value, access: &mut dyn Access) -> bool {
    let id = access.property(object, "VlanID");
    id.ok().flatten().is_some_and(|id| !id.is_null())
}

/// `Up` or `Down`, of which `InterfaceOperationalStatus` is the number.
fn operational_status(object: &Value, access: &mut dyn Access) -> Value {
    let status = access.property(object, "ifOperStatus");
    status.ok().flatten().unwrap_or_default()
}

/// `LSO Version 2`.
fn lso_version(object: &Value, access: &mut dyn Access) -> Value {
    match access.property(object, "MaximumLsoVersionSupported") {
        Ok(Some(version)) => Value::from(format!("LSO Version {}", to_text(&version))),
        _ => Value::Null,
    }
}

/// The views.
pub static VIEWS: &[View] = &[
    View {
        name: "NetAdapter",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_NetAdapter"],
        group_by: None,
        control: sized(&[
            Column::of("Name").never_cut(),
            Column::of("InterfaceDescription"),
            Column::of("ifIndex"),
            Column::of("Status").never_cut(),
            Column::of("MacAddress").never_cut(),
            Column::of("LinkSpeed"),
        ]),
    },
    View {
        name: "NetAdapter",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_NetAdapter"],
        group_by: None,
        control: Control::List(&[
            Line::of("Name"),
            Line::of("InterfaceDescription"),
            Line::of("InterfaceIndex"),
            Line::of("MacAddress"),
            Line::of("MediaType"),
            Line::of("PhysicalMediaType"),
            Line::computed("InterfaceOperationalStatus", operational_status),
            Line::of("AdminStatus"),
            Line::computed("LinkSpeed(Gbps)", speed_in_gigabits).when(is_of_gigabits),
            Line::computed("LinkSpeed(Mbps)", speed_in_megabits).when(is_slower),
            Line::of("MediaConnectionState"),
            Line::of("ConnectorPresent"),
            Line::of("VlanID").when(has_vlan),
            Line::of("DriverInformation"),
        ]),
    },
    View {
        name: "Driver",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_NetAdapter"],
        group_by: None,
        control: sized(&[
            Column::of("Name").never_cut(),
            Column::of("InterfaceDescription"),
            Column::of("DriverName"),
            Column::of("DriverDate"),
            Column::of("DriverVersionString"),
            Column::of("DriverProvider"),
        ]),
    },
    View {
        name: "NetAdapterAdvancedProperty",
        types: &[
            "Microsoft.Management.Infrastructure.CimInstance#MSFT_NetAdapterAdvancedPropertySettingData",
        ],
        group_by: None,
        control: sized(&[
            Column::of("Name").never_cut(),
            Column::of("DisplayName"),
            Column::of("DisplayValue"),
            Column::of("RegistryKeyword").never_cut(),
            Column::of("RegistryValue"),
        ]),
    },
    View {
        name: "NetAdapterHardwareInfo",
        types: &[
            "Microsoft.Management.Infrastructure.CimInstance#MSFT_NetAdapterHardwareInfoSettingData",
        ],
        group_by: None,
        control: sized(&[
            Column::of("Name").never_cut(),
            Column::of("Segment"),
            Column::of("Bus"),
            Column::of("Device"),
            Column::of("Function"),
            Column::of("Slot"),
            Column::of("NumaNode"),
            Column::of("PcieLinkSpeed"),
            Column::of("PcieLinkWidth"),
            Column::of("Version"),
        ]),
    },
    View {
        name: "NetAdapterStatistics",
        types: &[
            "Microsoft.Management.Infrastructure.CimInstance#MSFT_NetAdapterStatisticsSettingData",
        ],
        group_by: None,
        control: sized(&[
            Column::of("Name").never_cut(),
            Column::of("ReceivedBytes"),
            Column::of("ReceivedUnicastPackets"),
            Column::of("SentBytes"),
            Column::of("SentPackets"),
        ]),
    },
    View {
        name: "NetAdapterRss",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_NetAdapterRssSettingData"],
        group_by: None,
        control: sized(&[
            Column::of("Name").never_cut(),
            Column::of("InterfaceDescription"),
            Column::of("Enabled").never_cut(),
            Column::of("NumberOfReceiveQueues").never_cut(),
            Column::of("MaxNumberOfReceiveQueues").never_cut(),
        ]),
    },
    View {
        name: "NetAdapterLso",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_NetAdapterLsoSettingData"],
        group_by: None,
        control: sized(&[
            Column::of("Name").never_cut(),
            Column::of("Version").computed(lso_version),
            Column::of("V1IPv4Enabled"),
            Column::of("IPv4Enabled"),
            Column::of("IPv6Enabled"),
        ]),
    },
    View {
        name: "NetAdapterChecksumOffload",
        types: &[
            "Microsoft.Management.Infrastructure.CimInstance#MSFT_NetAdapterChecksumOffloadSettingData",
        ],
        group_by: None,
        control: sized(&[
            Column::of("Name").never_cut(),
            Column::of("IpIPv4Enabled"),
            Column::of("TcpIPv4Enabled"),
            Column::of("TcpIPv6Enabled"),
            Column::of("UdpIPv4Enabled"),
            Column::of("UdpIPv6Enabled"),
        ]),
    },
    View {
        name: "NetAdapterRsc",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_NetAdapterRscSettingData"],
        group_by: None,
        control: sized(&[
            Column::of("Name").never_cut(),
            Column::of("IPv4Enabled"),
            Column::of("IPv6Enabled"),
            Column::of("IPv4OperationalState"),
            Column::of("IPv6OperationalState"),
            Column::of("ByHardware"),
        ]),
    },
    View {
        name: "NetAdapterUso",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_NetAdapterUsoSettingData"],
        group_by: None,
        control: sized(&[
            Column::of("Name").never_cut(),
            Column::of("IPv4Enabled"),
            Column::of("IPv6Enabled"),
        ]),
    },
    View {
        name: "NetAdapterEncapsulatedPacketTaskOffload",
        types: &[
            "Microsoft.Management.Infrastructure.CimInstance#MSFT_NetAdapterEncapsulatedPacketTaskOffloadSettingData",
        ],
        group_by: None,
        control: sized(&[
            Column::of("Name").never_cut(),
            Column::of("NvgreEncapsulatedPacketTaskOffloadEnabled"),
            Column::of("VxlanEncapsulatedPacketTaskOffloadEnabled"),
        ]),
    },
    View {
        name: "NetAdapterIPsecOffload",
        types: &[
            "Microsoft.Management.Infrastructure.CimInstance#MSFT_NetAdapterIPsecOffloadV2SettingData",
        ],
        group_by: None,
        control: sized(&[
            Column::of("Name").never_cut(),
            Column::of("InterfaceDescription"),
            Column::of("Enabled"),
        ]),
    },
    View {
        name: "NetAdapterVmq",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_NetAdapterVmqSettingData"],
        group_by: None,
        control: sized(&[
            Column::of("Name").never_cut(),
            Column::of("InterfaceDescription"),
            Column::of("Enabled"),
            Column::of("BaseProcessorNumber"),
            Column::of("MaxProcessors"),
            Column::of("NumberOfReceiveQueues"),
        ]),
    },
    View {
        name: "NetAdapterRdma",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_NetAdapterRdmaSettingData"],
        group_by: None,
        control: sized(&[
            Column::of("Name").never_cut(),
            Column::of("InterfaceDescription"),
            Column::of("Enabled"),
            Column::of("Operational"),
            Column::of("RdmaDevice"),
        ]),
    },
    View {
        name: "NetAdapterBinding",
        types: &[
            "Microsoft.Management.Infrastructure.CimInstance#MSFT_NetAdapterBindingSettingData",
        ],
        group_by: None,
        control: sized(&[
            Column::of("Name").never_cut(),
            Column::of("DisplayName"),
            Column::of("ComponentID"),
            Column::of("Enabled"),
        ]),
    },
    View {
        name: "NetAdapterPowerManagement",
        types: &[
            "Microsoft.Management.Infrastructure.CimInstance#MSFT_NetAdapterPowerManagementSettingData",
        ],
        group_by: None,
        control: Control::List(&[
            Line::of("InterfaceDescription"),
            Line::of("Name"),
            Line::of("ArpOffload"),
            Line::of("NSOffload"),
            Line::of("RsnRekeyOffload"),
            Line::of("D0PacketCoalescing"),
            Line::of("SelectiveSuspend"),
            Line::of("DeviceSleepOnDisconnect"),
            Line::of("WakeOnMagicPacket"),
            Line::of("WakeOnPattern"),
            Line::of("EnergyEfficientEthernet"),
        ]),
    },
    View {
        name: "NetAdapterPowerManagement",
        types: &[
            "Microsoft.Management.Infrastructure.CimInstance#MSFT_NetAdapterPowerManagementSettingData",
        ],
        group_by: None,
        control: sized(&[
            Column::of("Name"),
            Column::of("InterfaceDescription"),
            Column::of("ArpOffload"),
            Column::of("NSOffload"),
            Column::of("RsnRekeyOffload"),
            Column::of("D0PacketCoalescing"),
            Column::of("SelectiveSuspend"),
            Column::of("DeviceSleepOnDisconnect"),
            Column::of("WakeOnMagicPacket"),
            Column::of("WakeOnPattern"),
            Column::of("EnergyEfficientEthernet"),
        ]),
    },
    View {
        name: "NetAdapterVPort",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_NetAdapterVPortSettingData"],
        group_by: None,
        control: sized(&[
            Column::of("Name").never_cut(),
            Column::of("ID").never_cut(),
            Column::of("MacAddress").never_cut(),
            Column::of("VID"),
            Column::of("FID").never_cut(),
            Column::of("State"),
            Column::of("QPairs"),
            Column::of("VmFriendlyName").never_cut(),
        ]),
    },
    View {
        name: "NetAdapterSriov",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_NetAdapterSriovSettingData"],
        group_by: None,
        control: Control::List(&[
            Line::of("Name"),
            Line::of("InterfaceDescription"),
            Line::of("Enabled"),
            Line::of("SriovSupport"),
            Line::of("SwitchName"),
            Line::of("NumVFs"),
            Line::of("CurrentNumVFs"),
        ]),
    },
    // What `Format-Table` and `--output markdown` show of the same objects.
    View {
        name: "NetAdapterSriovTable",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_NetAdapterSriovSettingData"],
        group_by: None,
        control: sized(&[
            Column::of("Name").never_cut(),
            Column::of("InterfaceDescription"),
            Column::of("Enabled").never_cut(),
            Column::of("SriovSupport").never_cut(),
            Column::of("SwitchName").never_cut(),
            Column::of("NumVFs").never_cut(),
            Column::of("CurrentNumVFs").never_cut(),
        ]),
    },
    View {
        name: "NetAdapterSriovVf",
        types: &[
            "Microsoft.Management.Infrastructure.CimInstance#MSFT_NetAdapterSriovVfSettingData",
        ],
        group_by: None,
        control: sized(&[
            Column::of("Name").never_cut(),
            Column::of("FunctionID").never_cut(),
            Column::of("VPortID"),
            Column::of("MacAddress").never_cut(),
            Column::of("VmID"),
            Column::of("VmFriendlyName").never_cut(),
        ]),
    },
];
