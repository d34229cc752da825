//! Modules: script files with their own variables that give functions, variables and aliases to others.

use std::cell::RefCell;
use std::rc::Rc;

use super::function::home;
use super::manifest::{Manifest, version_value};
use super::scope::Scope;
use super::session::Session;
use crate::error::ShellError;
use crate::os_text;
use crate::syntax::symbol::Symbol;
use crate::types::TypeTable;
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
    /// What it is made of.
    pub kind: ModuleKind,
    /// What its manifest says.
    pub manifest: Option<Manifest>,
    /// The modules inside it.
    pub nested: RefCell<Vec<Rc<Module>>>,
    /// What runs before it is taken away.
    pub on_remove: RefCell<Option<Rc<ScriptBlock>>>,
    /// Its variables and functions.
    pub scope: Rc<Scope>,
    /// Its classes and enumerations.
    pub types: Rc<TypeTable>,
    /// What `Export-ModuleMember` asked for.
    pub exports: RefCell<Option<Exports>>,
    /// The names of the functions, variables and aliases that importers got.
    pub exported: RefCell<Exported>,
}

/// What a module is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModuleKind {
    /// Of script.
    Script,
    /// Of a manifest that names others.
    Manifest,
}

impl Module {
    /// A module that nothing has run in yet.
    pub(super) fn new(name: &str, path: &str, kind: ModuleKind, scope: Rc<Scope>) -> Self {
        Self {
            name: name.into(),
            path: path.into(),
            version: "0.0".into(),
            kind,
            manifest: None,
            nested: RefCell::default(),
            on_remove: RefCell::new(None),
            scope,
            types: Rc::default(),
            exports: RefCell::new(None),
            exported: RefCell::default(),
        }
    }

    /// Whether it came from this file.
    pub fn is_from(&self, path: &str) -> bool {
        let manifest = self.manifest.as_ref();
        *self.path == *path
            || manifest.is_some_and(|manifest| os_text::text_of(&manifest.path) == path)
    }

    /// The folder of its file.
    pub fn folder(&self) -> String {
        let file = match &self.manifest {
            Some(manifest) => os_text::text_of(&manifest.path),
            None => self.path.to_string(),
        };
        std::path::Path::new(&file)
            .parent()
            .map(os_text::text_of)
            .unwrap_or_default()
    }
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
            "modulebase" => Value::from(self.0.folder()),
            "version" => version_value(&self.0.version),
            "moduletype" => Value::from(match self.0.kind {
                ModuleKind::Script => "Script",
                ModuleKind::Manifest => "Manifest",
            }),
            "nestedmodules" => Value::array(
                self.0
                    .nested
                    .borrow()
                    .iter()
                    .map(|module| Value::native(ModuleValue(Rc::clone(module))))
                    .collect(),
            ),
            "onremove" => match &*self.0.on_remove.borrow() {
                Some(block) => Value::ScriptBlock(Rc::clone(block)),
                None => Value::Null,
            },
            "sessionstate" => Value::native(ModuleState(Rc::clone(&self.0))),
            "rootmodule" | "description" | "author" | "companyname" | "copyright" | "guid"
            | "privatedata" | "projecturi" | "powershellversion" | "filelist" | "scripts"
            | "requiredmodules" => {
                let key = match name.to_ascii_lowercase().as_str() {
                    "scripts" => "ScriptsToProcess".to_owned(),
                    _ => name.to_owned(),
                };
                match &self.0.manifest {
                    Some(manifest) => manifest.get(&key),
                    None if key.eq_ignore_ascii_case("description") => Value::from(""),
                    None => Value::Null,
                }
            }
            "exportedcmdlets" => names(&[]),
            "exportedfunctions" => names(&exported.functions),
            "exportedcommands" => {
                let mut all = exported.functions.clone();
                all.extend(exported.aliases.iter().cloned());
                names(&all)
            }
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
            "ExportedCommands",
            "NestedModules",
            "OnRemove",
            "PrivateData",
            "Guid",
            "Author",
        ]
        .into_iter()
        .map(Name::Static)
        .collect()
    }
    fn set_property(&self, name: &str, value: &Value) -> Result<bool, ShellError> {
        if !name.eq_ignore_ascii_case("OnRemove") {
            return Ok(false);
        }
        *self.0.on_remove.borrow_mut() = match value.base() {
            Value::ScriptBlock(block) => Some(Rc::clone(block)),
            _ => None,
        };
        Ok(true)
    }
    fn equals(&self, other: &Value) -> bool {
        other
            .downcast::<Self>()
            .is_some_and(|other| Rc::ptr_eq(&self.0, &other.0))
    }
    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}

/// `SessionState` of a module: its module, and its variables.
#[derive(Debug)]
pub struct ModuleState(pub Rc<Module>);

impl Native for ModuleState {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Management.Automation.SessionState", "System.Object"]
    }
    fn to_text(&self) -> String {
        "System.Management.Automation.SessionState".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "module" => Some(Value::native(ModuleValue(Rc::clone(&self.0)))),
            "psvariable" => Some(Value::native(Self(Rc::clone(&self.0)))),
            _ => None,
        }
    }
    fn property_names(&self) -> Vec<Name> {
        ["Module", "PSVariable"].map(Name::Static).to_vec()
    }
    fn call(&self, name: &str, args: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        let text = |at: usize| args.get(at).map(crate::value::convert::to_text);
        let symbol = Symbol::of(&text(0)?);
        match name.to_ascii_lowercase().as_str() {
            "getvalue" => {
                let found = self.0.scope.get(symbol).map(|variable| variable.value);
                let value = found.or_else(|| args.get(1).cloned()).unwrap_or_default();
                Some(Ok(Some(value)))
            }
            "set" => {
                let value = args.get(1).cloned().unwrap_or_default();
                let name = text(0)?;
                self.0
                    .scope
                    .put(super::scope::Variable::new(symbol, name, value));
                Some(Ok(None))
            }
            _ => None,
        }
    }
    fn methods(&self) -> &'static [&'static str] {
        &["GetValue", "Set"]
    }
    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}
