//! `Get-Module`.

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::{Context, ModuleFile, ModuleValue, own_modules, version_value};
use iovsh_shell::os_text;
use iovsh_shell::value::{Hashtable, MemberKind, PsObject, Value};
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

/// A module that is not imported, as it is listed: what its manifest says.
pub(super) fn listing(file: &ModuleFile) -> Value {
    let manifest = file.manifest();
    let entry = |key: &str| {
        manifest
            .as_ref()
            .map_or(Value::Null, |manifest| manifest.get(key))
    };
    let names = file.command_names();
    let table = || {
        let table = Hashtable::default();
        for name in &names {
            table.set_text(name, Value::Str(name.clone()));
        }
        Value::Hashtable(std::rc::Rc::new(table))
    };
    let module = PsObject::of(&["System.Management.Automation.PSModuleInfo", "System.Object"]);
    let folder = file.path.parent().map(os_text::text_of).unwrap_or_default();
    for (property, value) in [
        ("Name", Value::Str(file.name.clone())),
        ("Path", Value::from(os_text::text_of(&file.path))),
        (
            "Description",
            match entry("Description") {
                Value::Null => Value::from(""),
                text => text,
            },
        ),
        (
            "ModuleType",
            Value::from(match &manifest {
                Some(manifest) if manifest.root().is_none() => "Manifest",
                _ => "Script",
            }),
        ),
        ("Version", version_value(&file.version)),
        ("ModuleBase", Value::from(folder)),
        ("Guid", entry("GUID")),
        ("Author", entry("Author")),
        ("CompanyName", entry("CompanyName")),
        ("PrivateData", entry("PrivateData")),
        ("ExportedFunctions", table()),
        ("ExportedCommands", table()),
    ] {
        module.push(property, MemberKind::Property(value));
    }
    let name = file.name.clone();
    let mut module = module;
    module.text = Some(name);
    Value::object(module)
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
        let mut loaded = cx.session().modules().to_vec();
        if self.list_available {
            loaded.clear();
        }
        if self.all {
            let nested: Vec<_> = loaded
                .iter()
                .flat_map(|module| module.nested.borrow().clone())
                .collect();
            loaded.extend(nested);
        }
        for module in loaded {
            if wanted(&module.name) {
                cx.emit(Value::native(ModuleValue(module)))?;
            }
        }
        if self.list_available {
            for file in cx.session().available_modules() {
                if wanted(&file.name) {
                    let module = listing(&file);
                    cx.emit(module)?;
                }
            }
        }
        for module in own_modules(cx.session().registry(), wanted) {
            cx.emit(module)?;
        }
        Ok(())
    }
}
