//! Modules: script files with their own variables that give functions, variables and aliases to others.

use std::cell::RefCell;
use std::rc::Rc;

use super::function::home;
use super::scope::Scope;
use super::session::Session;
use crate::os_text;
use crate::value::{Name, Native, ScriptBlock, Value};

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

/// Whether both are the same module; `None` is the session itself.
pub(super) fn is_same(a: Option<&Rc<Module>>, b: Option<&Rc<Module>>) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => Rc::ptr_eq(a, b),
        _ => false,
    }
}

impl Session {
    /// The scope that code of a module (`None`: of the session itself) sees now: where it stood when it called other code, or
    /// its outermost one.
    pub(super) fn scope_of(&self, module: Option<&Rc<Module>>) -> Rc<Scope> {
        if is_same(module, self.module.as_ref()) {
            return Rc::clone(&self.scope);
        }
        let left = self.left_scopes.iter().rev();
        let found = left
            .into_iter()
            .find(|(known, _)| is_same(known.as_ref(), module));
        match (found, module) {
            (Some((_, scope)), _) => Rc::clone(scope),
            (None, Some(module)) => Rc::clone(&module.scope),
            (None, None) => Rc::clone(&self.global),
        }
    }

    /// Whether a block, run without a scope of its own, sees the variables of the code that runs now.
    pub(super) fn sees_this_scope(&self, block: &ScriptBlock) -> bool {
        match home(block) {
            None => self.module.is_none(),
            Some(home) => {
                home.captured.is_none() && is_same(home.module.as_ref(), self.module.as_ref())
            }
        }
    }
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
            let table = crate::value::Hashtable::default();
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
                    .map(os_text::text_of)
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
