//! What the objects of the Hyper-V and NetAdapter modules look like when nobody formats them: the columns that an admin
//! knows from there. A name or an address is never cut while a description can be.

use iovsh_shell::format::{Access, Align, Column, Control, Line, Table, View};
use iovsh_shell::value::Value;
use iovsh_shell::value::convert::to_text;

/// A property given in bytes, in whole MiB.
pub(crate) fn mebibytes(object: &Value, property: &str, access: &mut dyn Access) -> Value {
    match access.property(object, property) {
        Ok(Some(Value::Long(bytes))) => Value::Long(bytes / (1 << 20)),
        Ok(Some(Value::ULong(bytes))) => Value::ULong(bytes / (1 << 20)),
        _ => Value::Null,
    }
}

/// A property given in bits per second, in Gbit/s.
fn gigabits(object: &Value, property: &str, access: &mut dyn Access) -> Value {
    match access.property(object, property) {
        Ok(Some(Value::ULong(bits))) => match u32::try_from(bits / 1_000_000) {
            Ok(megabits) => Value::Double(f64::from(megabits) / 1e3),
            Err(_) => Value::Null,
        },
        Ok(Some(other)) => other,
        _ => Value::Null,
    }
}

fn transmits(object: &Value, access: &mut dyn Access) -> Value {
    gigabits(object, "TransmitLinkSpeed", access)
}

fn receives(object: &Value, access: &mut dyn Access) -> Value {
    gigabits(object, "ReceiveLinkSpeed", access)
}

fn memory_assigned(object: &Value, access: &mut dyn Access) -> Value {
    mebibytes(object, "MemoryAssigned", access)
}

fn memory_capacity(object: &Value, access: &mut dyn Access) -> Value {
    mebibytes(object, "MemoryCapacity", access)
}

/// Why an adapter of a machine is not on a virtual function; `Status` where all is well.
fn condition(object: &Value, access: &mut dyn Access) -> Value {
    let mut read = |name: &str| access.property(object, name).ok().flatten();
    match read("SecondaryStatusDescription") {
        Some(Value::Str(reason)) if !reason.is_empty() => Value::Str(reason),
        _ => read("Status").unwrap_or(Value::Null),
    }
}

/// A property of the adapter that a setting belongs to.
fn of_parent(object: &Value, property: &str, access: &mut dyn Access) -> Value {
    let parent = access.property(object, "ParentAdapter");
    let Ok(Some(parent)) = parent else {
        return Value::Null;
    };
    match access.property(&parent, property) {
        Ok(Some(value)) => value,
        _ => Value::Null,
    }
}

fn parent_vm(object: &Value, access: &mut dyn Access) -> Value {
    of_parent(object, "VMName", access)
}

fn parent_name(object: &Value, access: &mut dyn Access) -> Value {
    of_parent(object, "Name", access)
}

/// The side and the address of a port ACL.
fn acl_address(object: &Value, access: &mut dyn Access) -> Value {
    let mut read = |name: &str| access.property(object, name).ok().flatten();
    for side in ["Local", "Remote"] {
        if let Some(Value::Str(address)) = read(&format!("{side}Address")) {
            return format!("{side} {address}").into();
        }
    }
    Value::Null
}

/// The VLANs that an adapter is in: the one of an access port, the native one and the allowed ones of a trunk.
fn lifetime(object: &Value, property: &str, access: &mut dyn Access) -> Value {
    match access.property(object, property) {
        Ok(Some(Value::TimeSpan(i64::MAX))) => Value::from("Infinite ([TimeSpan]::MaxValue)"),
        Ok(Some(span)) => span,
        _ => Value::Null,
    }
}

fn valid_lifetime(object: &Value, access: &mut dyn Access) -> Value {
    lifetime(object, "ValidLifetime", access)
}

fn preferred_lifetime(object: &Value, access: &mut dyn Access) -> Value {
    lifetime(object, "PreferredLifetime", access)
}

/// `LSO Version 2`.
fn lso_version(object: &Value, access: &mut dyn Access) -> Value {
    match access.property(object, "MaximumLsoVersionSupported") {
        Ok(Some(version)) => Value::from(format!("LSO Version {}", to_text(&version))),
        _ => Value::Null,
    }
}

fn vlan_list(object: &Value, access: &mut dyn Access) -> Value {
    let mut read = |name: &str| access.property(object, name).ok().flatten();
    match (read("AccessVlanId"), read("NativeVlanId")) {
        (Some(Value::Int(id)), _) if id > 0 => Value::Int(id),
        (_, Some(native)) => match read("AllowedVlanIdListString") {
            Some(allowed) if !to_text(&allowed).is_empty() => {
                format!("{},{}", to_text(&native), to_text(&allowed)).into()
            }
            _ => Value::Null,
        },
        _ => Value::Null,
    }
}

pub(crate) const fn sized(columns: &'static [Column]) -> Control {
    Control::Table(Table {
        columns,
        auto_size: true,
        wrap: false,
        hide_headers: false,
    })
}

/// The views.
pub static VIEWS: &[View] = &[
    View {
        name: "VMIntegrationComponent",
        types: &["Microsoft.HyperV.PowerShell.VMIntegrationComponent"],
        group_by: None,
        control: sized(&[
            Column::of("VMName").never_cut(),
            Column::of("Name").never_cut(),
            Column::of("Enabled"),
            Column::of("PrimaryStatusDescription"),
            Column::of("SecondaryStatusDescription"),
        ]),
    },
    View {
        name: "VirtualMachine",
        types: &["Microsoft.HyperV.PowerShell.VirtualMachine"],
        group_by: None,
        control: sized(&[
            Column::of("Name").never_cut(),
            Column::of("State").never_cut(),
            Column::of("CPUUsage").label("CPUUsage(%)"),
            Column::of("MemoryAssigned")
                .label("MemoryAssigned(M)")
                .computed(memory_assigned),
            Column::of("Uptime"),
            Column::of("Status").computed(condition),
            Column::of("Version"),
        ]),
    },
    View {
        name: "VMSnapshot",
        types: &["Microsoft.HyperV.PowerShell.VMSnapshot"],
        group_by: None,
        control: sized(&[
            Column::of("VMName").never_cut(),
            Column::of("Name").never_cut(),
            Column::of("SnapshotType"),
            Column::of("CreationTime"),
            Column::of("ParentSnapshotName"),
        ]),
    },
    View {
        name: "VMNetworkAdapterPath",
        types: &["Iovsh.VMNetworkAdapterPath"],
        group_by: None,
        control: sized(&[
            Column::of("VMName").never_cut(),
            Column::of("Path").never_cut(),
            Column::of("ReceivedMegabits").label("Received(Mbit/s)"),
            Column::of("SentMegabits").label("Sent(Mbit/s)"),
            Column::of("PacketsPerSecond").label("Packets/s"),
            Column::of("LatencyMicroseconds").label("Latency(us)"),
            Column::of("HostCpuPercent").label("HostCPU(%)"),
            Column::of("Bar").label("Throughput"),
            Column::of("Source"),
        ]),
    },
    View {
        name: "HardDiskDrive",
        types: &["Microsoft.HyperV.PowerShell.HardDiskDrive"],
        group_by: None,
        control: sized(&[
            Column::of("VMName").never_cut(),
            Column::of("ControllerType"),
            Column::of("ControllerNumber"),
            Column::of("ControllerLocation"),
            Column::of("DiskNumber"),
            Column::of("Path"),
        ]),
    },
    View {
        name: "DvdDrive",
        types: &["Microsoft.HyperV.PowerShell.DvdDrive"],
        group_by: None,
        control: sized(&[
            Column::of("VMName").never_cut(),
            Column::of("ControllerType"),
            Column::of("ControllerNumber"),
            Column::of("ControllerLocation"),
            Column::of("DvdMediaType"),
            Column::of("Path"),
        ]),
    },
    View {
        name: "VMDriveController",
        types: &["Microsoft.HyperV.PowerShell.VMDriveController"],
        group_by: None,
        control: sized(&[
            Column::of("VMName").never_cut(),
            Column::of("Name"),
            Column::of("ControllerNumber"),
            Column::of("Drives"),
        ]),
    },
    View {
        name: "VMSwitch",
        types: &["Microsoft.HyperV.PowerShell.VMSwitch"],
        group_by: None,
        control: sized(&[
            Column::of("Name").never_cut(),
            Column::of("SwitchType").never_cut(),
            Column::of("NetAdapterInterfaceDescription"),
        ]),
    },
    View {
        name: "VMSwitchTeam",
        types: &["Microsoft.HyperV.PowerShell.VMSwitchTeam"],
        group_by: None,
        control: Control::List(&[
            Line::of("Name"),
            Line::of("Id"),
            Line::of("NetAdapterInterfaceDescription"),
            Line::of("TeamingMode"),
            Line::of("LoadBalancingAlgorithm"),
        ]),
    },
    View {
        name: "VMSwitchTeam",
        types: &["Microsoft.HyperV.PowerShell.VMSwitchTeam"],
        group_by: None,
        control: sized(&[
            Column::of("Name"),
            Column::of("Id"),
            Column::of("NetAdapterInterfaceDescription"),
            Column::of("TeamingMode"),
            Column::of("LoadBalancingAlgorithm"),
        ]),
    },
    View {
        name: "NetLbfoTeam",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_NetLbfoTeam"],
        group_by: None,
        control: Control::List(&[
            Line::of("Name"),
            Line::of("Members"),
            Line::of("TeamNics"),
            Line::of("TeamingMode"),
            Line::of("LoadBalancingAlgorithm"),
            Line::of("Status"),
        ]),
    },
    View {
        name: "NetLbfoTeam",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_NetLbfoTeam"],
        group_by: None,
        control: sized(&[
            Column::of("Name"),
            Column::of("Members"),
            Column::of("TeamNics"),
            Column::of("TeamingMode"),
            Column::of("LoadBalancingAlgorithm"),
            Column::of("Status"),
        ]),
    },
    View {
        name: "NetLbfoTeamMember",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_NetLbfoTeamMember"],
        group_by: None,
        control: Control::List(&[
            Line::of("Name"),
            Line::of("InterfaceDescription"),
            Line::of("Team"),
            Line::of("AdministrativeMode"),
            Line::of("OperationalMode"),
            Line::computed("TransmitLinkSpeed(Gbps)", transmits),
            Line::computed("ReceiveLinkSpeed(Gbps)", receives),
            Line::of("FailureReason"),
        ]),
    },
    View {
        name: "NetLbfoTeamMember",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_NetLbfoTeamMember"],
        group_by: None,
        control: sized(&[
            Column::of("Name"),
            Column::of("InterfaceDescription"),
            Column::of("Team"),
            Column::of("AdministrativeMode"),
            Column::of("OperationalMode"),
            Column::of("TransmitLinkSpeed(Gbps)").computed(transmits),
            Column::of("ReceiveLinkSpeed(Gbps)").computed(receives),
            Column::of("FailureReason"),
        ]),
    },
    View {
        name: "NetLbfoTeamNic",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_NetLbfoTeamNic"],
        group_by: None,
        control: Control::List(&[
            Line::of("Name"),
            Line::of("InterfaceDescription"),
            Line::of("Team"),
            Line::of("VlanID"),
            Line::of("Primary"),
            Line::of("Default"),
            Line::computed("TransmitLinkSpeed(Gbps)", transmits),
            Line::computed("ReceiveLinkSpeed(Gbps)", receives),
        ]),
    },
    View {
        name: "NetLbfoTeamNic",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_NetLbfoTeamNic"],
        group_by: None,
        control: sized(&[
            Column::of("Name"),
            Column::of("InterfaceDescription"),
            Column::of("Team"),
            Column::of("VlanID"),
            Column::of("Primary"),
            Column::of("Default"),
            Column::of("TransmitLinkSpeed(Gbps)").computed(transmits),
            Column::of("ReceiveLinkSpeed(Gbps)").computed(receives),
        ]),
    },
    View {
        name: "VMNetworkAdapter",
        types: &[
            "Microsoft.HyperV.PowerShell.VMNetworkAdapter",
            "Microsoft.HyperV.PowerShell.VMInternalNetworkAdapter",
        ],
        group_by: None,
        control: sized(&[
            Column::of("Name").never_cut(),
            Column::of("IsManagementOs"),
            Column::of("VMName").never_cut(),
            Column::of("SwitchName").never_cut(),
            Column::of("MacAddress").never_cut(),
            Column::of("Status"),
            Column::of("IPAddresses"),
        ]),
    },
    View {
        name: "VMNetworkAdapterVlanSetting",
        types: &["Microsoft.HyperV.PowerShell.VMNetworkAdapterVlanSetting"],
        group_by: None,
        control: sized(&[
            Column::of("VMName").never_cut().computed(parent_vm),
            Column::of("VMNetworkAdapterName")
                .never_cut()
                .computed(parent_name),
            Column::of("OperationMode").label("Mode").never_cut(),
            Column::of("VlanList").never_cut().computed(vlan_list),
        ]),
    },
    View {
        name: "VMNetworkAdapterAclSetting",
        types: &["Microsoft.HyperV.PowerShell.VMNetworkAdapterAclSetting"],
        group_by: None,
        control: sized(&[
            Column::of("VMName").never_cut().computed(parent_vm),
            Column::of("VMNetworkAdapterName")
                .never_cut()
                .computed(parent_name),
            Column::of("Direction").never_cut(),
            Column::of("Address").never_cut().computed(acl_address),
            Column::of("Action").never_cut(),
        ]),
    },
    View {
        name: "VMNetworkAdapterExtendedAclSetting",
        types: &["Microsoft.HyperV.PowerShell.VMNetworkAdapterExtendedAclSetting"],
        group_by: None,
        control: sized(&[
            Column::of("VMName").never_cut().computed(parent_vm),
            Column::of("VMNetworkAdapterName")
                .never_cut()
                .computed(parent_name),
            Column::of("Direction").never_cut(),
            Column::of("Action").never_cut(),
            Column::of("Weight").align(Align::Left).never_cut(),
            Column::of("Protocol").never_cut(),
            Column::of("LocalIPAddress").never_cut(),
            Column::of("LocalPort").never_cut(),
            Column::of("RemoteIPAddress").never_cut(),
            Column::of("RemotePort").never_cut(),
        ]),
    },
    View {
        name: "VMHost",
        types: &["Microsoft.HyperV.PowerShell.VMHost"],
        group_by: None,
        control: sized(&[
            Column::of("Name").never_cut(),
            Column::of("LogicalProcessorCount"),
            Column::of("MemoryCapacity")
                .label("MemoryCapacity(M)")
                .computed(memory_capacity),
            Column::of("VirtualMachineMigrationEnabled"),
        ]),
    },
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
    View {
        name: "NetIPConfiguration",
        types: &["NetIPConfiguration"],
        group_by: None,
        control: Control::List(&[
            Line::of("InterfaceAlias"),
            Line::of("InterfaceIndex"),
            Line::of("InterfaceDescription"),
            Line::of("IPv4Address"),
            Line::of("IPv6Address"),
            Line::of("IPv6LinkLocalAddress"),
            Line::of("IPv4DefaultGateway"),
            Line::of("IPv6DefaultGateway"),
        ]),
    },
    View {
        name: "NetIPConfiguration",
        types: &["NetIPConfiguration"],
        group_by: None,
        control: sized(&[
            Column::of("InterfaceAlias"),
            Column::of("InterfaceIndex"),
            Column::of("InterfaceDescription"),
            Column::of("IPv4Address"),
            Column::of("IPv6Address"),
            Column::of("IPv6LinkLocalAddress"),
            Column::of("IPv4DefaultGateway"),
            Column::of("IPv6DefaultGateway"),
        ]),
    },
    View {
        name: "NetIPAddress",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_NetIPAddress"],
        group_by: None,
        control: Control::List(&[
            Line::of("IPAddress"),
            Line::of("InterfaceIndex"),
            Line::of("InterfaceAlias"),
            Line::of("AddressFamily"),
            Line::of("Type"),
            Line::of("PrefixLength"),
            Line::of("PrefixOrigin"),
            Line::of("SuffixOrigin"),
            Line::of("AddressState"),
            Line::computed("ValidLifetime", valid_lifetime),
            Line::computed("PreferredLifetime", preferred_lifetime),
            Line::of("SkipAsSource"),
            Line::of("PolicyStore"),
        ]),
    },
    View {
        name: "NetIPAddressTable",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_NetIPAddress"],
        group_by: None,
        control: sized(&[
            Column::of("IPAddress").never_cut(),
            Column::of("InterfaceIndex").never_cut(),
            Column::of("InterfaceAlias").never_cut(),
            Column::of("AddressFamily"),
            Column::of("Type"),
            Column::of("PrefixLength").never_cut(),
            Column::of("PrefixOrigin"),
            Column::of("SuffixOrigin"),
            Column::of("AddressState"),
            Column::of("ValidLifetime").computed(valid_lifetime),
            Column::of("PreferredLifetime").computed(preferred_lifetime),
            Column::of("SkipAsSource"),
            Column::of("PolicyStore"),
        ]),
    },
    View {
        name: "NetRoute",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_NetRoute"],
        group_by: None,
        control: sized(&[
            Column::of("ifIndex").never_cut(),
            Column::of("DestinationPrefix").never_cut(),
            Column::of("NextHop").never_cut(),
            Column::of("RouteMetric"),
            Column::of("InterfaceAlias"),
            Column::of("PolicyStore"),
        ]),
    },
    View {
        name: "DnsClientServerAddress",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_DNSClientServerAddress"],
        group_by: None,
        control: sized(&[
            Column::of("InterfaceAlias").never_cut(),
            Column::of("InterfaceIndex"),
            Column::of("AddressFamily").align(Align::Left),
            Column::of("ServerAddresses"),
        ]),
    },
    View {
        name: "NetIPInterface",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_NetIPInterface"],
        group_by: None,
        control: sized(&[
            Column::of("ifIndex").never_cut(),
            Column::of("InterfaceAlias").never_cut(),
            Column::of("AddressFamily"),
            Column::of("NlMtu"),
            Column::of("InterfaceMetric"),
            Column::of("Dhcp"),
            Column::of("ConnectionState"),
            Column::of("PolicyStore"),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_listed_by_default_is_a_table_too_and_lacks_nothing() {
        let mut lists = 0;
        for view in VIEWS {
            let Control::List(lines) = &view.control else {
                continue;
            };
            lists += 1;
            let of_same_types = |other: &&View| other.types == view.types;
            let tables = VIEWS.iter().filter(of_same_types);
            let columns: Vec<&str> = tables
                .filter_map(|other| match &other.control {
                    Control::Table(table) => Some(table.columns),
                    _ => None,
                })
                .flatten()
                .map(|column| column.label)
                .collect();
            let always = lines.iter().filter(|line| line.when.is_none());
            for line in always {
                assert!(
                    columns.contains(&line.label),
                    "{} has no column {}: {columns:?}",
                    view.name,
                    line.label
                );
            }
        }
        assert!(lists > 0);
    }
}
