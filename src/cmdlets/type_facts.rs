//! What completion knows of the types that cmdlets write: their properties in the order of their tables, and what a property
//! holds.

use std::sync::LazyLock;

use super::types;
use iovsh_backend::model::{IovReason, SriovSupport};
use iovsh_shell::cmdlet::Emit;
use iovsh_shell::format::{Control, Field};
use iovsh_shell::repl::TypeFacts;
use iovsh_shell::value::Name;

/// The answers of this module.
pub const FACTS: TypeFacts = TypeFacts {
    members,
    type_of_member,
    words_of_member,
    usual_values,
};

/// The values of Hyper-V's enumerations that occur most, by the name of the type below Hyper-V's own: they are offered first.
const USUAL: &[(&str, &[&str])] = &[
    ("VMState", &["Running", "Off", "Saved", "Paused"]),
    (
        "VMOperationalStatus",
        &[
            "Ok",
            "IovNoAvailResources",
            "IovBlockedByPolicy",
            "IovGuestDriversNeeded",
            "SwitchNotInIovMode",
            "NoIovSupportInNic",
            "NoIommu",
        ],
    ),
    ("VMNetworkAdapterOperationalStatus", &["Ok", "Degraded"]),
    ("VMHeartbeatStatus", &["OkApplicationsUnknown"]),
    ("VMSwitchType", &["External", "Internal", "Private"]),
    ("VMNetworkAdapterVlanMode", &["Access", "Trunk", "Untagged"]),
];

/// The values of an enumeration that occur most, by its full name.
fn usual_values(type_name: &str) -> &'static [&'static str] {
    let short = type_name.strip_prefix(HYPER_V).unwrap_or(type_name);
    let row = USUAL.iter().find(|(known, _)| *known == short);
    row.map_or(&[], |(_, values)| values)
}

const HYPER_V: &str = "Microsoft.HyperV.PowerShell.";

/// Types whose objects are made without a declaration, and their properties.
const OTHERS: &[(&str, &[&str])] = &[
    (
        "System.Diagnostics.Eventing.Reader.EventLogRecord",
        &[
            "Message",
            "Id",
            "Version",
            "Qualifiers",
            "Level",
            "Task",
            "Opcode",
            "Keywords",
            "RecordId",
            "ProviderName",
            "ProviderId",
            "LogName",
            "ProcessId",
            "ThreadId",
            "MachineName",
            "UserId",
            "TimeCreated",
            "ActivityId",
            "RelatedActivityId",
            "ContainerLog",
            "MatchedQueryIds",
            "Bookmark",
            "LevelDisplayName",
            "OpcodeDisplayName",
            "TaskDisplayName",
            "KeywordsDisplayNames",
            "Properties",
            "VMName",
            "VMId",
            "AdapterName",
            "VirtualFunction",
            "NetAdapterName",
            "Reason",
            "Duration",
        ],
    ),
    (
        "Microsoft.PowerShell.Commands.GroupInfo",
        &["Values", "Count", "Group", "Name"],
    ),
    (
        "Microsoft.PowerShell.Commands.GenericMeasureInfo",
        &[
            "Count",
            "Average",
            "Sum",
            "Maximum",
            "Minimum",
            "StandardDeviation",
            "Property",
        ],
    ),
    (
        "System.Diagnostics.Process",
        &[
            "Name",
            "SI",
            "Handles",
            "VM",
            "WS",
            "PM",
            "NPM",
            "CPU",
            "Path",
            "CommandLine",
            "Parent",
            "HasExited",
            "ExitCode",
            "StartTime",
            "TotalProcessorTime",
            "Id",
            "ProcessName",
            "SessionId",
            "ThreadCount",
            "WorkingSet64",
            "VirtualMemorySize64",
            "Responding",
            "MachineName",
        ],
    ),
    (
        "System.IO.FileInfo",
        &[
            "PSPath",
            "PSParentPath",
            "PSChildName",
            "PSDrive",
            "PSProvider",
            "PSIsContainer",
            "Mode",
            "BaseName",
            "Target",
            "LinkType",
            "UnixMode",
            "User",
            "Group",
            "Size",
            "Length",
            "DirectoryName",
            "Directory",
            "IsReadOnly",
            "FullName",
            "Extension",
            "Name",
            "Exists",
            "CreationTime",
            "CreationTimeUtc",
            "LastAccessTime",
            "LastAccessTimeUtc",
            "LastWriteTime",
            "LastWriteTimeUtc",
            "Attributes",
        ],
    ),
];

/// The properties of a type by its name, as they are declared.
fn declared(type_name: &str) -> &'static [&'static str] {
    let declared = types::properties(type_name);
    if !declared.is_empty() {
        return declared;
    }
    let other = OTHERS.iter().find(|(name, _)| *name == type_name);
    other.map_or(&[], |(_, properties)| properties)
}

/// The properties of a type by its name: those that its table shows, then the others by name.
fn members(type_name: &str) -> Vec<&'static str> {
    let declared = declared(type_name);
    if declared.is_empty() {
        return Vec::new();
    }
    let shown = columns(type_name);
    let mut members: Vec<&'static str> = declared.to_vec();
    members.sort_by_cached_key(|member| {
        let place = shown.iter().position(|column| column == member);
        (place.unwrap_or(usize::MAX), member.to_lowercase())
    });
    members
}

/// The properties that the table of a type shows.
fn columns(type_name: &str) -> Vec<&'static str> {
    let views = super::views();
    let name = [Name::from(type_name.to_owned())];
    let table = views.find(&name, |view| matches!(view.control, Control::Table(_)));
    match table.map(|view| &view.control) {
        Some(Control::Table(table)) => table
            .columns
            .iter()
            .map(|column| match column.field {
                Field::Property(property) => property,
                // A computed column is mostly a property in another unit.
                Field::Computed(_) => column.label.split('(').next().unwrap_or(column.label),
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Properties that are true or false, wherever they occur.
const TRUTHS: &[&str] = &[
    "AllowManagementOS",
    "AllowPacketDirect",
    "AllowUntaggedTraffic",
    "Assignable",
    "AutomaticCheckpointsEnabled",
    "ClusterMonitored",
    "Connected",
    "DynamicMacAddressEnabled",
    "DynamicMemoryEnabled",
    "EmbeddedTeamingEnabled",
    "EnableEnhancedSessionMode",
    "Enabled",
    "Hidden",
    "IovEnabled",
    "IovPreemptionEnabled",
    "IovSupport",
    "IsClustered",
    "IsDeleted",
    "IsExternalAdapter",
    "IsLegacy",
    "IsManagementOs",
    "IsSynthetic",
    "IsTemplate",
    "NumaAwarePlacement",
    "NumaSpanningEnabled",
    "PacketDirectEnabled",
    "PacketDirectInUse",
    "ResourceMeteringEnabled",
    "SoftwareRscEnabled",
    "Stateful",
    "VFDataPathActive",
    "Virtual",
    "VmmqEnabled",
    "VrssEnabled",
];

/// Properties of Hyper-V's objects whose values an enumeration lists, or that hold objects: the type, its name below
/// Hyper-V's own, and the properties. The first row that fits counts.
const TYPED: &[(&str, &str, &[&str])] = &[
    ("VirtualMachine", "VMState", &["State"]),
    (
        "VirtualMachine",
        "VMOperationalStatus",
        &[
            "OperationalStatus",
            "PrimaryOperationalStatus",
            "SecondaryOperationalStatus",
        ],
    ),
    ("VirtualMachine", "StartAction", &["AutomaticStartAction"]),
    ("VirtualMachine", "StopAction", &["AutomaticStopAction"]),
    (
        "VirtualMachine",
        "CriticalErrorAction",
        &["AutomaticCriticalErrorAction"],
    ),
    ("VirtualMachine", "CheckpointType", &["CheckpointType"]),
    ("VirtualMachine", "VMHeartbeatStatus", &["Heartbeat"]),
    (
        "VirtualMachine",
        "VMReplicationState",
        &["ReplicationState"],
    ),
    ("VirtualMachine", "VMReplicationMode", &["ReplicationMode"]),
    (
        "VirtualMachine",
        "VirtualMachineType",
        &["VirtualMachineType"],
    ),
    (
        "VirtualMachine",
        "VirtualMachineSubType",
        &["VirtualMachineSubType"],
    ),
    ("VirtualMachine", "VMNetworkAdapter", &["NetworkAdapters"]),
    (
        "VMNetworkAdapter",
        "VMNetworkAdapterOperationalStatus",
        &["Status"],
    ),
    (
        "VMInternalNetworkAdapter",
        "VMNetworkAdapterOperationalStatus",
        &["Status"],
    ),
    ("VMSwitch", "VMSwitchType", &["SwitchType"]),
    (
        "VMSwitch",
        "VMSwitchBandwidthMode",
        &["BandwidthReservationMode"],
    ),
    (
        "VMNetworkAdapterVlanSetting",
        "VMNetworkAdapterVlanMode",
        &["OperationMode"],
    ),
    (
        "VMNetworkAdapterAclSetting",
        "VMNetworkAdapterAclAction",
        &["Action"],
    ),
    (
        "VMNetworkAdapterAclSetting",
        "VMNetworkAdapterAclDirection",
        &["Direction"],
    ),
    (
        "VMNetworkAdapterExtendedAclSetting",
        "VMNetworkAdapterExtendedAclAction",
        &["Action"],
    ),
    (
        "VMNetworkAdapterExtendedAclSetting",
        "VMNetworkAdapterExtendedAclDirection",
        &["Direction"],
    ),
    (
        "",
        "VMNetworkAdapterIsolationMode",
        &["IsolationMode", "CurrentIsolationMode"],
    ),
    ("", "VMNetworkAdapterVlanSetting", &["VlanSetting"]),
    (
        "",
        "VMNetworkAdapterIsolationSetting",
        &["IsolationSetting"],
    ),
    ("", "VMNetworkAdapter", &["ParentAdapter"]),
    (
        "",
        "IovInterruptModerationValue",
        &["IovInterruptModeration"],
    ),
    (
        "",
        "VMNetworkAdapterPortMirroringMode",
        &["PortMirroringMode"],
    ),
    (
        "",
        "OnOffState",
        &[
            "AllowTeaming",
            "DeviceNaming",
            "DhcpGuard",
            "FixSpeed10G",
            "IeeePriorityTag",
            "MacAddressSpoofing",
            "MultiTenantStack",
            "RouterGuard",
        ],
    ),
];

/// The full name of one of Hyper-V's types, as the program itself has it.
fn full_name(short: &'static str) -> Option<&'static str> {
    let known = [
        types::VirtualMachine::TYPE_NAMES,
        types::VmNetworkAdapter::TYPE_NAMES,
        types::VmNetworkAdapterVlanSetting::TYPE_NAMES,
        types::VmNetworkAdapterIsolationSetting::TYPE_NAMES,
    ];
    let of_object = known
        .iter()
        .filter_map(|names| names.first().copied())
        .find(|name| name.strip_prefix(HYPER_V) == Some(short));
    of_object.or_else(|| {
        iovsh_shell::types::enums::by_name(&format!("{HYPER_V}{short}")).map(|ty| ty.name)
    })
}

/// The type of what a property of a type holds.
fn type_of_member(type_name: &str, member: &str) -> Option<&'static str> {
    let of_hyper_v = type_name.strip_prefix(HYPER_V);
    let is_ours = of_hyper_v.is_some() || !types::properties(type_name).is_empty();
    let is = |name: &&str| name.eq_ignore_ascii_case(member);
    if is_ours && TRUTHS.iter().any(is) {
        return Some("System.Boolean");
    }
    let (_, short, _) = TYPED.iter().find(|(owner, _, members)| {
        of_hyper_v.is_some_and(|own| owner.is_empty() || *owner == own) && members.iter().any(is)
    })?;
    full_name(short)
}

/// Properties whose values are words that no enumeration lists.
fn words_of_member(type_name: &str, member: &str) -> &'static [&'static str] {
    let of = |names: &[&str]| names.contains(&type_name);
    match member.to_ascii_lowercase().as_str() {
        "status" if of(types::NetAdapter::TYPE_NAMES) => &["Up", "Disconnected", "Disabled"],
        "adminstatus" if of(types::NetAdapter::TYPE_NAMES) => &["Up", "Down"],
        "mediaconnectionstate" if of(types::NetAdapter::TYPE_NAMES) => {
            &["Connected", "Disconnected"]
        }
        "iovreason" => &REASONS,
        "sriovsupport" => &SUPPORTS,
        _ => &[],
    }
}

/// The reasons why an adapter is on no virtual function.
static REASONS: LazyLock<Vec<&str>> =
    LazyLock::new(|| IovReason::ALL.map(IovReason::name).to_vec());

/// What a NIC can do.
static SUPPORTS: LazyLock<Vec<&str>> =
    LazyLock::new(|| SriovSupport::ALL.map(SriovSupport::name).to_vec());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_properties_of_the_table_come_first_and_the_others_by_name() {
        crate::all();
        let members = members("Microsoft.HyperV.PowerShell.VirtualMachine");
        assert_eq!(members.first(), Some(&"Name"));
        assert!(
            members.iter().position(|name| *name == "State") < Some(8),
            "{members:?}"
        );
        let rest: Vec<String> = members
            .iter()
            .rev()
            .take(10)
            .map(|name| name.to_lowercase())
            .collect();
        assert!(rest.is_sorted_by(|left, right| left > right), "{rest:?}");
    }

    #[test]
    fn the_usual_values_are_values() {
        crate::all();
        for (short, values) in USUAL {
            let name = format!("{HYPER_V}{short}");
            let ty = iovsh_shell::types::enums::by_name(&name).unwrap();
            for value in *values {
                let known = ty.members.iter().any(|(member, _)| member == value);
                assert!(known, "{short} has no {value}");
            }
        }
    }

    #[test]
    fn every_type_that_is_named_is_known_and_has_the_property() {
        crate::all();
        for (owner, short, members) in TYPED {
            assert!(full_name(short).is_some(), "{short}");
            for member in members.iter().filter(|_| !owner.is_empty()) {
                let of = types::properties(&format!("{HYPER_V}{owner}"));
                assert!(of.contains(member), "{owner} has no {member}");
            }
        }
    }
}
