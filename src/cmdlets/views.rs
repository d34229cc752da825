//! What virtual machines, switches, teams and the host look like when nobody formats them: the columns that an admin
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
pub(crate) fn gigabits(object: &Value, property: &str, access: &mut dyn Access) -> Value {
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

fn cpu_usage(object: &Value, access: &mut dyn Access) -> Value {
    let usage = access.property(object, "CPUUsage");
    usage.ok().flatten().unwrap_or_default()
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
        name: "VirtualMachine",
        types: &["Microsoft.HyperV.PowerShell.VirtualMachine"],
        group_by: None,
        control: Control::List(&[
            Line::of("Name"),
            Line::of("State"),
            Line::computed("CpuUsage", cpu_usage),
            Line::of("MemoryAssigned"),
            Line::of("MemoryDemand"),
            Line::of("MemoryStatus"),
            Line::of("Uptime"),
            Line::computed("Status", condition),
            Line::of("ReplicationState"),
            Line::of("Generation"),
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
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{netadapter, netip};

    #[test]
    fn what_is_listed_by_default_is_a_table_too_and_lacks_nothing() {
        let all = || {
            [VIEWS, netadapter::VIEWS, netip::VIEWS]
                .into_iter()
                .flatten()
        };
        let mut lists = 0;
        for view in all() {
            let Control::List(lines) = &view.control else {
                continue;
            };
            let of_same_types = |other: &&View| other.types == view.types;
            if !all()
                .find(of_same_types)
                .is_some_and(|first| std::ptr::eq(first, view))
            {
                // A list that is shown where one is asked for.
                continue;
            }
            lists += 1;
            let tables = all().filter(of_same_types);
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
