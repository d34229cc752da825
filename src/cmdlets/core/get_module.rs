//! `Get-Module`.

use std::collections::BTreeMap;

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::{Context, ModuleValue};
use iovsh_shell::value::{MemberKind, PsObject, Value};
use iovsh_shell::wildcard::WildcardPattern;

/// Lists the modules: those of iovsh, and those that were imported.
///
/// # Examples
/// ```iovsh
/// PS> (Get-Module Hyper-V).Name
/// Hyper-V
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Module",
    module = "Microsoft.PowerShell.Core",
    alias("gmo"),
    default_set = "Loaded"
)]
pub struct GetModule {
    /// The names. Wildcards are allowed.
    #[param(position = 0, from_pipeline)]
    name: Vec<String>,
    /// Also modules that are not imported.
    list_available: bool,
    /// All files of a module.
    all: bool,
    /// Reads the list anew.
    refresh: bool,
}

impl Cmdlet for GetModule {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let patterns: Vec<WildcardPattern> = self
            .name
            .iter()
            .map(|name| WildcardPattern::new(name))
            .collect();
        let wanted = |name: &str| {
            patterns.is_empty() || patterns.iter().any(|pattern| pattern.is_match(name))
        };
        for module in cx.session().modules().to_vec() {
            if wanted(&module.name) {
                cx.emit(Value::native(ModuleValue(module)))?;
            }
        }
        let mut own: BTreeMap<&'static str, Vec<&'static str>> = BTreeMap::new();
        for spec in cx.session().registry() {
            own.entry(spec.module).or_default().push(spec.name);
        }
        for (name, mut commands) in own {
            if !wanted(name) {
                continue;
            }
            commands.sort_unstable();
            let module =
                PsObject::of(&["System.Management.Automation.PSModuleInfo", "System.Object"]);
            for (property, value) in [
                ("Name", Value::from(name)),
                ("Path", Value::from("")),
                ("Description", Value::from("")),
                ("ModuleType", Value::from("Binary")),
                ("Version", Value::from(env!("CARGO_PKG_VERSION"))),
                ("ExportedCommands", Value::strings(commands.iter().copied())),
                ("ExportedCmdlets", Value::strings(commands.iter().copied())),
            ] {
                module.push(property, MemberKind::Property(value));
            }
            cx.emit(Value::object(module))?;
        }
        Ok(())
    }
}
