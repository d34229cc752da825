//! The modules that are part of the shell, as objects.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::manifest::version_value;
use crate::cmdlet::CmdletSpec;
use crate::value::{MemberKind, PsObject, Value};

/// The version of the modules that are part of the shell.
pub const OWN_VERSION: &str = env!("CARGO_PKG_VERSION");

/// The same as `System.Version`.
pub(super) fn own_version() -> Value {
    version_value(OWN_VERSION)
}

/// The modules that the cmdlets of a registry belong to and whose names are wanted, in the order of their names.
pub fn own_modules(registry: &[&'static CmdletSpec], wanted: impl Fn(&str) -> bool) -> Vec<Value> {
    let mut own: BTreeMap<&'static str, Vec<&'static str>> = BTreeMap::new();
    for spec in registry {
        if wanted(spec.module) {
            own.entry(spec.module).or_default().push(spec.name);
        }
    }
    let modules = own.into_iter().map(|(name, mut commands)| {
        commands.sort_unstable();
        let mut module =
            PsObject::of(&["System.Management.Automation.PSModuleInfo", "System.Object"]);
        module.text = Some(Rc::from(name));
        for (property, value) in [
            ("Name", Value::from(name)),
            ("Path", Value::from("")),
            ("Description", Value::from("")),
            ("ModuleType", Value::from("Binary")),
            ("Version", own_version()),
            ("ExportedCommands", Value::strings(commands.iter().copied())),
            ("ExportedCmdlets", Value::strings(commands.iter().copied())),
        ] {
            module.push(property, MemberKind::Property(value));
        }
        Value::object(module)
    });
    modules.collect()
}
