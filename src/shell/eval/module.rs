//! Modules: script files with their own variables that give functions, variables and aliases to others.

use std::cell::RefCell;
use std::rc::Rc;

use super::scope::Scope;
use crate::shell::value::{Name, Native, Value};

/// What `Export-ModuleMember` asked for. `None` everywhere means: all functions.
#[derive(Clone, Debug, Default)]
pub struct Exports {
    /// Patterns of function names.
    pub functions: Option<Vec<Rc<str>>>,
    /// Patterns of variable names.
    pub variables: Vec<Rc<str>>,
    /// Patterns of alias names.
    pub aliases: Vec<Rc<str>>,
}

/// A module.
pub struct Module {
    /// Its name.
    pub name: Rc<str>,
    /// The file it came from; empty for one made by `New-Module`.
    pub path: Rc<str>,
    /// Its version.
    pub version: Rc<str>,
    /// Its variables and functions.
    pub scope: Rc<Scope>,
    /// What `Export-ModuleMember` asked for.
    pub exports: RefCell<Option<Exports>>,
    /// The names of the functions, variables and aliases that importers got.
    pub exported: RefCell<Exported>,
}

/// The names that importers of a module got.
#[derive(Clone, Debug, Default)]
pub struct Exported {
    /// Functions.
    pub functions: Vec<Rc<str>>,
    /// Variables.
    pub variables: Vec<Rc<str>>,
    /// Aliases.
    pub aliases: Vec<Rc<str>>,
}

impl std::fmt::Debug for Module {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Module")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// `PSModuleInfo`: a module as a value.
#[derive(Debug)]
pub struct ModuleValue(pub Rc<Module>);

impl Native for ModuleValue {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Management.Automation.PSModuleInfo", "System.Object"]
    }
    fn to_text(&self) -> String {
        self.0.name.to_string()
    }
    fn property(&self, name: &str) -> Option<Value> {
        let names = |list: &[Rc<str>]| {
            let table = crate::shell::value::Hashtable::default();
            for name in list {
                table.set_text(name, Value::Str(Rc::clone(name)));
            }
            Value::Hashtable(Rc::new(table))
        };
        let exported = self.0.exported.borrow();
        Some(match name.to_ascii_lowercase().as_str() {
            "name" => Value::Str(Rc::clone(&self.0.name)),
            "path" => Value::Str(Rc::clone(&self.0.path)),
            "modulebase" => Value::str(
                std::path::Path::new(&*self.0.path)
                    .parent()
                    .map(|path| path.to_string_lossy().into_owned())
                    .unwrap_or_default(),
            ),
            "version" => Value::Str(Rc::clone(&self.0.version)),
            "moduletype" => Value::from("Script"),
            "description" => Value::from(""),
            "exportedfunctions" | "exportedcommands" => names(&exported.functions),
            "exportedvariables" => names(&exported.variables),
            "exportedaliases" => names(&exported.aliases),
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        [
            "Name",
            "Path",
            "Description",
            "ModuleType",
            "Version",
            "ModuleBase",
            "ExportedFunctions",
            "ExportedVariables",
            "ExportedAliases",
        ]
        .into_iter()
        .map(Name::Static)
        .collect()
    }
    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}
