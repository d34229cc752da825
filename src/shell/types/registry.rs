//! Types that the rest of the program brings: enumerations and object types of the cmdlets.

use std::sync::RwLock;

use crate::value::EnumType;

struct Registered {
    enums: Vec<&'static EnumType>,
    objects: Vec<&'static str>,
}

static REGISTERED: RwLock<Registered> = RwLock::new(Registered {
    enums: Vec::new(),
    objects: Vec::new(),
});

/// Makes enumerations known to type literals and casts: `[Microsoft.HyperV.PowerShell.VMState]::Running`.
pub fn register_enums(types: &[&'static EnumType]) {
    let mut registered = match REGISTERED.write() {
        Ok(guard) => guard,
        Err(poisoned) => poisoned.into_inner(),
    };
    for ty in types {
        if !registered.enums.iter().any(|known| known.name == ty.name) {
            registered.enums.push(ty);
        }
    }
}

/// Makes the names of object types known: `[Microsoft.HyperV.PowerShell.VirtualMachine]`.
pub fn register_object_types(names: &[&'static str]) {
    let mut registered = match REGISTERED.write() {
        Ok(guard) => guard,
        Err(poisoned) => poisoned.into_inner(),
    };
    for name in names {
        if !registered.objects.contains(name) {
            registered.objects.push(name);
        }
    }
}

/// A registered enumeration by its full name, without regard to case.
pub fn enumeration(name: &str) -> Option<&'static EnumType> {
    let registered = match REGISTERED.read() {
        Ok(guard) => guard,
        Err(poisoned) => poisoned.into_inner(),
    };
    registered
        .enums
        .iter()
        .copied()
        .find(|ty| ty.name.eq_ignore_ascii_case(name))
}

/// The names of all registered types.
pub fn names() -> Vec<&'static str> {
    let registered = match REGISTERED.read() {
        Ok(guard) => guard,
        Err(poisoned) => poisoned.into_inner(),
    };
    let enums = registered.enums.iter().map(|ty| ty.name);
    enums.chain(registered.objects.iter().copied()).collect()
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
    let registered = match REGISTERED.read() {
        Ok(guard) => guard,
        Err(poisoned) => poisoned.into_inner(),
    };
    registered
        .objects
        .iter()
        .copied()
        .find(|known| known.eq_ignore_ascii_case(name))
}
