//! Names, types, sets, positions and aliases of the cmdlets' parameters are Microsoft's, and so are the properties of what
//! they emit and the numbers of their enumerations. Additions are marked as such in their help.

#![allow(
    clippy::expect_used,
    reason = "a test file: a broken table is a failed test"
)]

use std::collections::{BTreeMap, BTreeSet};

use iovsh::cmdlets::types;
use iovsh::shell::argument::PsEnum;
use iovsh::shell::cmdlet::{
    CmdletSpec, Emit, ParameterSpec, ParameterType, SetMembership, Validation,
};

const MODULE: &str = include_str!("data/hyperv-module-params.tsv");
const PAGES: &str = include_str!("data/cmdlets.tsv");
const TYPES: &str = include_str!("data/types.tsv");
const VALIDATIONS: &str = include_str!("data/validations.tsv");
const ADDITIONS: &str = include_str!("data/additions-2025.tsv");

/// Checks that are ours: Hyper-V takes `$null` for "all" there.
const STRICTER: &[(&str, &str)] = &[
    ("Set-VMFirmware", "BootOrder"),
    ("Set-VMFirmware", "FirstBootDevice"),
    ("Set-VMHardDiskDrive", "ComputerName"),
    ("Get-VMSwitch", "SwitchType"),
    ("Get-VMDvdDrive", "ControllerLocation"),
    ("Get-VMDvdDrive", "ControllerNumber"),
    ("Get-VMHardDiskDrive", "ControllerLocation"),
    ("Get-VMHardDiskDrive", "ControllerNumber"),
    ("Get-VMHardDiskDrive", "ControllerType"),
    ("Get-VMIdeController", "ControllerNumber"),
    ("Get-VMScsiController", "ControllerNumber"),
    // Nothing is no number, and no host is not this host.
    ("Set-VMHost", "MaximumVirtualMachineMigrations"),
    ("Add-VMMigrationNetwork", "CimSession"),
    ("Add-VMMigrationNetwork", "ComputerName"),
    ("Add-VMMigrationNetwork", "Credential"),
    ("Disable-VMMigration", "ComputerName"),
    ("Disable-VMMigration", "Credential"),
    ("Enable-VMMigration", "ComputerName"),
    ("Enable-VMMigration", "Credential"),
    ("Get-VMMigrationNetwork", "CimSession"),
    ("Get-VMMigrationNetwork", "ComputerName"),
    ("Get-VMMigrationNetwork", "Credential"),
    ("Remove-VMMigrationNetwork", "CimSession"),
    ("Remove-VMMigrationNetwork", "ComputerName"),
    ("Remove-VMMigrationNetwork", "Credential"),
    ("Set-VMMigrationNetwork", "CimSession"),
    ("Set-VMMigrationNetwork", "ComputerName"),
    ("Set-VMMigrationNetwork", "Credential"),
    ("Get-VMSwitchTeam", "CimSession"),
    ("Get-VMSwitchTeam", "ComputerName"),
    ("Get-VMSwitchTeam", "Credential"),
    ("Set-VMSwitchTeam", "CimSession"),
    ("Set-VMSwitchTeam", "ComputerName"),
    ("Set-VMSwitchTeam", "Credential"),
    ("Add-VMSwitchTeamMember", "CimSession"),
    ("Add-VMSwitchTeamMember", "ComputerName"),
    ("Add-VMSwitchTeamMember", "Credential"),
    ("Remove-VMSwitchTeamMember", "CimSession"),
    ("Remove-VMSwitchTeamMember", "ComputerName"),
    ("Remove-VMSwitchTeamMember", "Credential"),
    // What the checks of the module say of these cmdlets is not in the table; no host is not this host.
    ("Update-VMVersion", "CimSession"),
    ("Update-VMVersion", "ComputerName"),
    ("Update-VMVersion", "Credential"),
    ("Enable-VMConsoleSupport", "CimSession"),
    ("Enable-VMConsoleSupport", "ComputerName"),
    ("Enable-VMConsoleSupport", "Credential"),
    ("Disable-VMConsoleSupport", "CimSession"),
    ("Disable-VMConsoleSupport", "ComputerName"),
    ("Disable-VMConsoleSupport", "Credential"),
    ("Get-VMHostSupportedVersion", "ComputerName"),
    ("Get-VMHostSupportedVersion", "Credential"),
    ("Export-VM", "CimSession"),
    ("Export-VM", "ComputerName"),
    ("Export-VM", "Credential"),
    ("Import-VM", "CimSession"),
    ("Import-VM", "ComputerName"),
    ("Import-VM", "Credential"),
    // Nothing is not every checkpoint.
    ("Remove-VMSnapshot", "Name"),
    // Mandatory on the pages of 2025.
    ("Mount-VMHostAssignableDevice", "HostAssignableDevice"),
];

/// Names that the pages of 2025 have for a parameter beside those of the module.
const FURTHER_ALIASES: &[(&str, &str)] =
    &[("Mount-VMHostAssignableDevice", "VMHostAssignableDevice")];

/// A parameter as Microsoft has it, or as we have it: what is compared.
#[derive(Debug, PartialEq, Eq)]
struct Shape {
    ty: String,
    aliases: BTreeSet<String>,
    /// Set name (empty for all), and mandatory, position, by value, by name.
    sets: BTreeSet<(String, bool, Option<u8>, bool, bool)>,
}

fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().skip(1).map(|line| line.split('\t').collect())
}

fn spec(name: &str) -> Option<&'static CmdletSpec> {
    iovsh::cmdlets::all()
        .iter()
        .copied()
        .find(|spec| spec.name == name)
}

/// One spelling for the names of a type.
fn plain(name: &str) -> String {
    let name = name
        .replace("Microsoft.HyperV.PowerShell.", "")
        .replace("Microsoft.FailoverClusters.PowerShell.", "")
        .replace("Microsoft.Management.Infrastructure.", "")
        .replace("System.Nullable", "Nullable")
        .replace("System.Management.Automation.PSCredential", "PSCredential")
        .replace("System.Version", "Version")
        .replace(
            "System.Management.Automation.WildcardPattern",
            "WildcardPattern",
        )
        .to_lowercase();
    // The enumerations of CIM cmdlets are generated, each in a space of its noun's name.
    let name = match name.split_once("cmdletization.generatedtypes.") {
        Some((_, rest)) => rest.split_once('.').map_or(rest, |(_, own)| own).to_owned(),
        None => name,
    };
    // The class of a CIM instance is an attribute of the parameter there (`PSTypeName`).
    let name = name.split('#').next().unwrap_or_default().to_owned();
    match name.as_str() {
        "switchparameter" => "switch".to_owned(),
        // A list of texts from before there were arrays of them; what is given is an array.
        "stringcollection" => "string[]".to_owned(),
        "boolean" => "bool".to_owned(),
        "boolean[]" => "bool[]".to_owned(),
        "int32" => "int".to_owned(),
        "int64" => "long".to_owned(),
        // Microsoft declares an object here and checks for the type later; ours says the type, so that the binder does
        // not take anything else for a cluster object.
        "psobject" | "clusterobject" => "object".to_owned(),
        _ => name,
    }
}

fn type_name(ty: &ParameterType) -> String {
    match ty {
        ParameterType::Object => "object".to_owned(),
        ParameterType::Switch => "switch".to_owned(),
        ParameterType::Named(name) | ParameterType::Of(name) | ParameterType::Opaque(name) => {
            plain(name)
        }
        ParameterType::Enum(ty) => plain(ty.name),
        ParameterType::Array(inner) => format!("{}[]", type_name(inner)),
        ParameterType::Nullable(inner) => format!("nullable[{}]", type_name(inner)),
    }
}

fn shape(parameter: &ParameterSpec) -> Shape {
    let flags = |set: &SetMembership| {
        (
            set.set.to_owned(),
            set.mandatory,
            set.position,
            set.from_pipeline,
            set.by_property_name,
        )
    };
    let sets = if parameter.sets.is_empty() {
        [flags(&parameter.everywhere)].into()
    } else {
        parameter.sets.iter().map(flags).collect()
    };
    Shape {
        ty: type_name(&parameter.ty),
        aliases: parameter.aliases.iter().map(|a| (*a).to_owned()).collect(),
        sets,
    }
}

/// What the shipped module declares: cmdlet, parameter, type, attributes, aliases.
fn module_shapes() -> BTreeMap<(String, String), Shape> {
    let mut shapes = BTreeMap::new();
    for row in rows(MODULE) {
        let column = |index: usize| row.get(index).copied().unwrap_or_default();
        let mut sets = BTreeSet::new();
        for part in column(3).split(" | ") {
            let mut set = (String::new(), false, None, false, false);
            for pair in part.split(", ") {
                match pair.split_once('=') {
                    Some(("ParameterSetName", name)) => set.0 = name.trim_matches('\'').to_owned(),
                    Some(("Mandatory", "$true")) => set.1 = true,
                    Some(("Position", number)) => set.2 = number.parse().ok(),
                    Some(("ValueFromPipeline", "$true")) => set.3 = true,
                    Some(("ValueFromPipelineByPropertyName", "$true")) => set.4 = true,
                    _ => assert!(pair.is_empty(), "unknown attribute {pair} in {row:?}"),
                }
            }
            sets.insert(set);
        }
        let aliases = column(4)
            .split(',')
            .map(|alias| alias.trim().trim_matches('\'').to_owned())
            .filter(|alias| !alias.is_empty());
        shapes.insert(
            (column(0).to_owned(), column(1).to_owned()),
            Shape {
                ty: plain(column(2)),
                aliases: aliases.collect(),
                sets,
            },
        );
    }
    shapes
}

/// What the pages say of the NetAdapter module.
fn page_shapes() -> BTreeMap<(String, String), Shape> {
    let mut shapes = BTreeMap::new();
    for row in rows(PAGES) {
        let column = |index: usize| row.get(index).copied().unwrap_or_default();
        if ["WhatIf", "Confirm"].contains(&column(2)) {
            continue;
        }
        let pipeline: Vec<&str> = column(6).split('+').collect();
        let sets = column(10).split(',').map(|set| {
            let set = set.trim().trim_end_matches(" (cdxml)");
            (
                if set == "(All)" { "" } else { set }.to_owned(),
                column(4) == "y",
                column(5).parse().ok(),
                pipeline.contains(&"value"),
                pipeline.contains(&"propertyname"),
            )
        });
        let aliases = column(7).split(',').map(|alias| alias.trim().to_owned());
        shapes.insert(
            (column(1).to_owned(), column(2).to_owned()),
            Shape {
                ty: plain(column(3)),
                aliases: aliases.filter(|alias| !alias.is_empty()).collect(),
                sets: sets.collect(),
            },
        );
    }
    shapes
}

#[test]
fn parameters_are_microsofts() {
    let mut wrong = Vec::new();
    let mut wanted = module_shapes();
    wanted.extend(page_shapes());
    assert!(wanted.len() > 250, "the tables are there: {}", wanted.len());
    for ((cmdlet, name), theirs) in &wanted {
        let Some(spec) = spec(cmdlet) else {
            wrong.push(format!("{cmdlet} is missing"));
            continue;
        };
        match spec.parameters.iter().find(|p| p.name == name) {
            None => wrong.push(format!("{cmdlet} has no parameter {name}")),
            Some(parameter) => {
                let mut ours = shape(parameter);
                ours.aliases
                    .retain(|alias| !FURTHER_ALIASES.contains(&(cmdlet.as_str(), alias.as_str())));
                if ours != *theirs {
                    wrong.push(format!(
                        "{cmdlet} -{name}\n  ours   {ours:?}\n  theirs {theirs:?}"
                    ));
                }
            }
        }
    }
    let additions: BTreeSet<(String, String)> = rows(ADDITIONS)
        .map(|row| (row[0].to_owned(), row[1].to_owned()))
        .collect();
    for (cmdlet, name) in &additions {
        let there = spec(cmdlet).is_some_and(|spec| spec.parameters.iter().any(|p| p.name == name));
        if !there {
            wrong.push(format!("{cmdlet} has no parameter {name}"));
        }
    }
    let known: BTreeSet<&str> = wanted.keys().map(|(cmdlet, _)| cmdlet.as_str()).collect();
    for spec in iovsh::cmdlets::all()
        .iter()
        .filter(|spec| known.contains(spec.name))
    {
        for parameter in spec.parameters {
            let key = (spec.name.to_owned(), parameter.name.to_owned());
            let microsofts = wanted.contains_key(&key) || additions.contains(&key);
            if !microsofts && !parameter.help.starts_with("Linux only") {
                wrong.push(format!(
                    "{} -{} is not Microsoft's, and its help does not say so",
                    spec.name, parameter.name
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The check that a row of the table names.
fn has_check(parameter: &ParameterSpec, attribute: &str) -> bool {
    parameter.validate.iter().any(|check| match check {
        Validation::NotNull => attribute == "ValidateNotNull",
        Validation::NotNullOrEmpty => attribute == "ValidateNotNullOrEmpty",
        Validation::Range(low, high) => attribute == format!("ValidateRange {low}, {high}"),
        Validation::Set(values) => attribute == format!("ValidateSet {}", values.join(",")),
        _ => false,
    })
}

#[test]
fn parameters_refuse_what_microsofts_refuse() {
    let mut wrong = Vec::new();
    let mut wanted: BTreeSet<(&str, &str, &str)> = BTreeSet::new();
    for row in rows(VALIDATIONS) {
        let (cmdlet, name, attribute) = (row[0], row[1], row[2]);
        wanted.insert((cmdlet, name, attribute));
        let parameter = spec(cmdlet).and_then(|spec| {
            spec.parameters
                .iter()
                .find(|parameter| parameter.name == name)
        });
        if !parameter.is_some_and(|parameter| has_check(parameter, attribute)) {
            wrong.push(format!("{cmdlet} -{name} lacks {attribute}"));
        }
    }
    assert!(wanted.len() > 270, "the table is there: {}", wanted.len());
    // The other way round: a check that nobody there has would refuse what runs there.
    let additions: BTreeSet<(&str, &str)> = rows(ADDITIONS).map(|row| (row[0], row[1])).collect();
    for spec in iovsh::cmdlets::all()
        .iter()
        .filter(|spec| spec.module == "Hyper-V")
    {
        for parameter in spec.parameters {
            let key = (spec.name, parameter.name);
            let own = parameter
                .validate
                .iter()
                .any(|check| matches!(check, Validation::NotNull | Validation::NotNullOrEmpty));
            let covered = parameter.sets.iter().any(|set| set.mandatory)
                || parameter.everywhere.mandatory
                || parameter.help.starts_with("Linux only");
            let known = wanted.iter().any(|(cmdlet, name, check)| {
                (*cmdlet, *name) == key && check.starts_with("ValidateNotNull")
            });
            if own && !known && !covered && !additions.contains(&key) && !STRICTER.contains(&key) {
                wrong.push(format!("{} -{} is stricter than Microsoft's", key.0, key.1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Cmdlets that are made of CIM classes refuse `$null` for what says which objects are meant.
#[test]
fn parameters_that_choose_network_adapters_refuse_null() {
    for spec in iovsh::cmdlets::all()
        .iter()
        .filter(|spec| spec.module == "NetAdapter")
    {
        for parameter in spec.parameters {
            let wanted = match parameter.name {
                "Name" | "InterfaceDescription" | "InterfaceIndex" | "InputObject" => {
                    "ValidateNotNull"
                }
                "CimSession" => "ValidateNotNullOrEmpty",
                _ => continue,
            };
            assert!(
                has_check(parameter, wanted),
                "{} -{}",
                spec.name,
                parameter.name
            );
        }
    }
}

#[test]
fn every_default_set_is_a_set() {
    for spec in iovsh::cmdlets::all()
        .iter()
        .filter(|spec| ["Hyper-V", "NetAdapter"].contains(&spec.module))
        .filter(|spec| !spec.default_set.is_empty())
        // One with the parameters of all sets and no other.
        .filter(|spec| spec.name != "Test-VHD")
    {
        let known = spec
            .parameters
            .iter()
            .flat_map(|p| p.sets)
            .any(|set| set.set == spec.default_set);
        assert!(known, "{}: {}", spec.name, spec.default_set);
    }
}

fn properties<T: Emit>(class: &str, complete: bool) {
    let theirs: Vec<&str> = rows(TYPES)
        .filter(|row| row.get(1) == Some(&"class") && row.get(2) == Some(&class))
        .filter_map(|row| row.get(3).copied())
        .collect();
    assert!(!theirs.is_empty(), "{class} is in the table");
    let shared: Vec<&str> = T::PROPERTIES
        .iter()
        .copied()
        .filter(|name| theirs.contains(name))
        .collect();
    let order: Vec<&str> = theirs
        .iter()
        .copied()
        .filter(|name| shared.contains(name))
        .collect();
    assert_eq!(shared, order, "{class}: the order is Microsoft's");
    if complete {
        let missing: Vec<_> = theirs.iter().filter(|n| !shared.contains(n)).collect();
        assert!(missing.is_empty(), "{class} lacks {missing:?}");
    }
}

#[test]
fn objects_have_microsofts_properties_in_their_order() {
    properties::<types::VmNetworkAdapter>("VMNetworkAdapter", true);
    properties::<types::VmSwitch>("VMSwitch", true);
    properties::<types::VmSwitchTeam>("VMSwitchTeam", true);
    properties::<types::VirtualMachine>("VirtualMachine", true);
    properties::<types::VmSnapshot>("VMSnapshot", true);
    properties::<types::VmHost>("VMHost", true);
    properties::<types::VmNetworkAdapterVlanSetting>("VMNetworkAdapterVlanSetting", true);
    properties::<types::VmNetworkAdapterAclSetting>("VMNetworkAdapterAclSetting", true);
    properties::<types::VmNetworkAdapterExtendedAclSetting>(
        "VMNetworkAdapterExtendedAclSetting",
        true,
    );
    properties::<types::VmNetworkAdapterIsolationSetting>("VMNetworkAdapterIsolationSetting", true);
    properties::<types::VmInternalNetworkAdapter>("VMInternalNetworkAdapter", true);
    properties::<types::HardDiskDrive>("HardDiskDrive", true);
    properties::<types::DvdDrive>("DvdDrive", true);
    properties::<types::VmIntegrationComponent>("VMIntegrationComponent", true);
    properties::<types::VmGroup>("VMGroup", true);
    properties::<types::VmMeteringReport>("VMMeteringReportForVirtualMachine", true);
    properties::<types::VmProcessor>("VMProcessor", true);
    properties::<types::VmMemory>("VMMemory", true);
    properties::<types::VmBios>("VMBios", true);
    properties::<types::VmFirmware>("VMFirmware", true);
    properties::<types::VmComPort>("VMComPort", true);
    properties::<types::VmVideo>("VMVideo", true);
    properties::<types::VmSecurity>("VMSecurity", true);
    properties::<types::VmScsiController>("VMScsiController", true);
    properties::<types::VmIdeController>("VMIdeController", true);
    properties::<types::VirtualHardDisk>("VirtualHardDisk", true);
    properties::<types::NetAdapter>("MSFT_NetAdapter", false);
    properties::<types::SriovCapabilities>("MSFT_NetAdapterSriovCapabilities", true);
    properties::<types::NetAdapterAdvancedProperty>(
        "MSFT_NetAdapterAdvancedPropertySettingData",
        true,
    );
    properties::<types::NetAdapterHardwareInfo>("MSFT_NetAdapterHardwareInfoSettingData", true);
    properties::<types::NetAdapterStatistics>("MSFT_NetAdapterStatisticsSettingData", true);
    properties::<types::NetAdapterLso>("MSFT_NetAdapterLsoSettingData", true);
    properties::<types::NetAdapterChecksumOffload>(
        "MSFT_NetAdapterChecksumOffloadSettingData",
        true,
    );
    properties::<types::NetAdapterRsc>("MSFT_NetAdapterRscSettingData", true);
    properties::<types::NetAdapterEncapsulatedPacketTaskOffload>(
        "MSFT_NetAdapterEncapsulatedPacketTaskOffloadSettingData",
        true,
    );
    properties::<types::NetAdapterPowerManagement>(
        "MSFT_NetAdapterPowerManagementSettingData",
        true,
    );
    properties::<types::NetAdapterVmq>("MSFT_NetAdapterVmqSettingData", true);
    properties::<types::NetAdapterRdma>("MSFT_NetAdapterRdmaSettingData", true);
    properties::<types::NetAdapterBinding>("MSFT_NetAdapterBindingSettingData", true);
    properties::<types::NetAdapterVPort>("MSFT_NetAdapterVPortSettingData", true);
    properties::<types::NetAdapterSriov>("MSFT_NetAdapterSriovSettingData", true);
    properties::<types::NetLbfoTeam>("MSFT_NetLbfoTeam", true);
    properties::<types::NetLbfoTeamMember>("MSFT_NetLbfoTeamMember", true);
    properties::<types::NetLbfoTeamNic>("MSFT_NetLbfoTeamNic", true);
    properties::<types::NetAdapterSriovVf>("MSFT_NetAdapterSriovVfSettingData", true);
}

fn numbers<E: PsEnum>() {
    let name = E::TYPE
        .name
        .trim_start_matches("Microsoft.HyperV.PowerShell.")
        .trim_start_matches("Microsoft.Vhd.PowerShell.");
    let theirs: Vec<(&str, i64)> = rows(TYPES)
        .filter(|row| row.get(1) == Some(&"enum") && row.get(2) == Some(&name))
        .map(|row| (row[3], row[4].parse().expect("a number")))
        .collect();
    assert_eq!(E::TYPE.members, theirs, "{name}");
}

#[test]
fn enumerations_have_microsofts_numbers() {
    numbers::<types::VmState>();
    numbers::<types::VmOperationalStatus>();
    numbers::<types::VmSwitchType>();
    numbers::<types::VmSwitchBandwidthMode>();
    numbers::<types::VmSwitchTeamingMode>();
    numbers::<types::VmSwitchLoadBalancingAlgorithm>();
    numbers::<types::OnOffState>();
    numbers::<types::IovInterruptModerationValue>();
    numbers::<types::PortMirroringMode>();
    numbers::<types::AdapterOperationalStatus>();
    numbers::<types::IsolationMode>();
    numbers::<types::StartAction>();
    numbers::<types::StopAction>();
    numbers::<types::CriticalErrorAction>();
    numbers::<types::CheckpointType>();
    numbers::<types::SnapshotType>();
    numbers::<types::BootDevice>();
    numbers::<types::VrssQueueSchedulingMode>();
    numbers::<types::VlanMode>();
    numbers::<types::AclAction>();
    numbers::<types::AclDirection>();
    numbers::<types::AclType>();
    numbers::<types::ExtendedAclAction>();
    numbers::<types::ExtendedAclDirection>();
    numbers::<types::VrssChannelAffinityPolicy>();
    numbers::<types::ControllerType>();
    numbers::<types::DvdMediaType>();
    numbers::<types::ConsoleMode>();
    numbers::<types::IpProtocolPreference>();
    numbers::<types::ResolutionType>();
    numbers::<types::ServiceStatus>();
    numbers::<types::GroupType>();
    numbers::<types::ResourcePoolType>();
    numbers::<types::CopyFileSource>();
    numbers::<types::CaptureLiveState>();
    numbers::<types::WaitFor>();
    numbers::<types::CacheAttributes>();
    numbers::<types::VhdFormat>();
    numbers::<types::VhdType>();
    numbers::<types::VhdCompactMode>();
}
