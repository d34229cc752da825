//! Types that the rest of the program brings: enumerations and object types of the cmdlets.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use crate::value::EnumType;

/// A type of objects that cmdlets emit, as completion and parameters of scripts know it.
#[derive(Debug)]
pub struct EmittedType {
    /// Its names, the most special first.
    pub names: &'static [&'static str],
    /// Its properties, in their order.
    pub properties: &'static [&'static str],
}

/// The types that the cmdlets bring.
#[derive(Debug)]
pub struct TypeList {
    /// Enumerations: `[Microsoft.HyperV.PowerShell.VMState]::Running`.
    pub enums: &'static [&'static EnumType],
    /// Types of objects: `[Microsoft.HyperV.PowerShell.VirtualMachine]`.
    pub objects: &'static [EmittedType],
}

static REGISTERED: OnceLock<&'static TypeList> = OnceLock::new();

/// Makes types known to type literals, casts and parameters. The first list stays for the process.
pub fn register_types(list: &'static TypeList) {
    let _ = REGISTERED.set(list);
}

fn registered() -> &'static TypeList {
    REGISTERED.get().copied().unwrap_or(&TypeList {
        enums: &[],
        objects: &[],
    })
}

/// A registered enumeration by its full name, without regard to case.
pub fn enumeration(name: &str) -> Option<&'static EnumType> {
    let mut all = registered().enums.iter().copied();
    all.find(|ty| ty.name.eq_ignore_ascii_case(name))
}

fn object_names() -> impl Iterator<Item = &'static str> {
    let all = registered().objects.iter();
    all.flat_map(|ty| ty.names.iter().copied())
}

/// The names of all registered types.
pub fn names() -> Vec<&'static str> {
    let enums = registered().enums.iter().map(|ty| ty.name);
    let objects: BTreeSet<&str> = object_names().collect();
    enums.chain(objects).collect()
}

/// Object types of the language itself that have nothing but a name: what streams carry, and what commands are.
const OWN: &[&str] = &[
    "System.Management.Automation.InformationalRecord",
    "System.Management.Automation.VerboseRecord",
    "System.Management.Automation.WarningRecord",
    "System.Management.Automation.DebugRecord",
    "System.Management.Automation.InformationRecord",
    "System.Management.Automation.InvocationInfo",
    "System.Management.Automation.PSModuleInfo",
    "System.Management.Automation.CommandInfo",
    "System.Management.Automation.CmdletInfo",
    "System.Management.Automation.FunctionInfo",
    "System.Management.Automation.AliasInfo",
    "System.Management.Automation.Runspaces.PSSession",
    "System.Management.Automation.Job",
    "System.Management.Automation.PathInfo",
    "System.Management.Automation.PSDriveInfo",
    "System.Management.Automation.ProviderInfo",
    "System.Management.Automation.PSEventArgs",
    "System.Management.Automation.PSEventSubscriber",
    "System.Management.Automation.PSTypeName",
    "Microsoft.PowerShell.Commands.MatchInfo",
    "Microsoft.PowerShell.Commands.GroupInfo",
    "Microsoft.PowerShell.Commands.GenericMeasureInfo",
    "Microsoft.PowerShell.Commands.TextMeasureInfo",
    "Microsoft.PowerShell.Commands.MemberDefinition",
    "Microsoft.PowerShell.Commands.FileHashInfo",
    "System.Collections.IEnumerator",
    "Microsoft.Management.Infrastructure.CimSession",
    "Microsoft.Management.Infrastructure.CimInstance",
];

/// An object type of the language or a registered one by its full name, without regard to case.
pub fn object_type(name: &str) -> Option<&'static str> {
    if let Some(own) = OWN.iter().find(|own| own.eq_ignore_ascii_case(name)) {
        return Some(own);
    }
    object_names().find(|known| known.eq_ignore_ascii_case(name))
}
