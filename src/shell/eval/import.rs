//! Modules: how they are found, loaded, given to those who import them, and taken away.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::command::{CommandInfo, Found};
use super::function::block_of;
use super::interpreter::Interpreter;
use super::manifest::{Manifest, WantedModule, number};
use super::module::{Module, ModuleKind};
use super::scope::{Scope, Variable};
use super::session::Session;
use crate::error::{ErrorCategory, Flow, ShellError};
use crate::os_text;
use crate::syntax;
use crate::syntax::ast::{CommandElement, PipelineElement, StatementKind};
use crate::syntax::symbol::Symbol;
use crate::value::{MemberKind, PsObject, ScriptBlock, Value};
use crate::wildcard::WildcardPattern;

/// What `Import-Module` was asked to bring in; `None` means everything that is exported.
#[derive(Clone, Debug, Default)]
pub struct ImportRequest {
    /// `-Function`.
    pub functions: Option<Vec<Rc<str>>>,
    /// `-Variable`.
    pub variables: Option<Vec<Rc<str>>>,
    /// `-Alias`.
    pub aliases: Option<Vec<Rc<str>>>,
    /// `-Prefix`.
    pub prefix: Rc<str>,
    /// `-Force`: again, even when it is loaded.
    pub force: bool,
    /// `-ArgumentList`.
    pub arguments: Vec<Value>,
    /// Whether it goes into the global scope and not into the caller's.
    pub global: bool,
    /// `-Scope Local`: only into the scope that runs now.
    pub local: bool,
    /// `-NoClobber`: what is there already stays.
    pub no_clobber: bool,
    /// Nothing is given to anybody: `-AsCustomObject`.
    pub silent: bool,
}

/// The folder of modules that a session without `$env:PSModulePath` looks in, below the user's own.
const SHARED: &[&str] = &["/usr/local/share/iovsh/Modules", "/usr/share/iovsh/Modules"];

/// How deep modules may bring each other in.
const MAX_DEPTH: usize = 10;

pub(super) fn wanted(name: &str, patterns: Option<&[Rc<str>]>) -> bool {
    patterns.is_none_or(|patterns| {
        patterns
            .iter()
            .any(|pattern| WildcardPattern::new(pattern).is_match(name))
    })
}

fn not_found(name: &str) -> ShellError {
    ShellError::new(
        "Modules_ModuleNotFound",
        ErrorCategory::ResourceUnavailable,
        format!("The specified module '{name}' was not loaded because no valid module file was found in any module directory."),
    )
    .exception("System.IO.FileNotFoundException")
    .target(name)
    .help("Get-Module -ListAvailable lists those that are there; their folders are in $env:PSModulePath. A file is named with its folder: Import-Module ./NAME.psm1")
}

/// The value of `$env:PSModulePath` for a session that was started without one.
pub(super) fn default_path(home: Option<&str>) -> String {
    let own = home.map(|home| format!("{home}/.local/share/iovsh/Modules"));
    own.into_iter()
        .chain(SHARED.iter().map(|folder| (*folder).to_owned()))
        .collect::<Vec<_>>()
        .join(":")
}

/// A module of a folder of modules: its file and its version.
#[derive(Clone, Debug)]
pub struct ModuleFile {
    /// Its name.
    pub name: Rc<str>,
    /// The manifest, or the script when there is none.
    pub path: PathBuf,
    /// Its version.
    pub version: Rc<str>,
}

impl ModuleFile {
    /// A module by its file.
    pub fn of(path: &Path) -> Self {
        let name = path.file_stem().map(os_text::text_of).unwrap_or_default();
        Self::at(&name, path.to_owned())
    }

    fn at(name: &str, path: PathBuf) -> Self {
        let is_manifest = has_extension(&path, "psd1");
        let version = is_manifest
            .then(|| Manifest::read(&path).ok())
            .flatten()
            .map_or_else(|| "0.0".into(), |manifest| manifest.version());
        Self {
            name: name.into(),
            path,
            version,
        }
    }

    /// The manifest.
    pub fn manifest(&self) -> Option<Manifest> {
        has_extension(&self.path, "psd1")
            .then(|| Manifest::read(&self.path).ok())
            .flatten()
    }

    /// The names of the functions and aliases that it exports, as far as they can be told without running it.
    pub fn command_names(&self) -> Vec<Rc<str>> {
        let Some(manifest) = self.manifest() else {
            return names_in_script(&self.path);
        };
        let mut names: Vec<Rc<str>> = Vec::new();
        let folder = self.path.parent().unwrap_or(Path::new("/"));
        let mut files: Vec<PathBuf> = Vec::new();
        let nested = manifest.list("NestedModules").unwrap_or_default();
        let nested = nested.iter().map(|value| WantedModule::of(value).name);
        for name in manifest.root().into_iter().chain(nested) {
            files.extend(file_beside(folder, &name));
        }
        let inside = || -> Vec<Rc<str>> {
            files
                .iter()
                .flat_map(|file| {
                    if has_extension(file, "psd1") && *file != self.path {
                        ModuleFile::at("", file.clone()).command_names()
                    } else {
                        names_in_script(file)
                    }
                })
                .collect()
        };
        for key in ["FunctionsToExport", "AliasesToExport", "CmdletsToExport"] {
            match manifest.names(key) {
                Some(listed) if !listed.iter().any(|name| name.contains(['*', '?', '['])) => {
                    names.extend(listed);
                }
                Some(listed) if key == "FunctionsToExport" => {
                    names.extend(
                        inside()
                            .into_iter()
                            .filter(|name| wanted(name, Some(&listed))),
                    );
                }
                None if key == "FunctionsToExport" => names.extend(inside()),
                _ => {}
            }
        }
        names
    }
}

fn has_extension(path: &Path, wanted: &str) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case(wanted))
}

/// The functions and aliases that the script of a module defines at its outermost level, those that it exports if it says so.
fn names_in_script(path: &Path) -> Vec<Rc<str>> {
    let Ok(bytes) = crate::file_read::bytes(path) else {
        return Vec::new();
    };
    let text = super::script_file::decode(&bytes);
    let ast = syntax::parse_script(&text, None).ast;
    let mut names: Vec<Rc<str>> = Vec::new();
    let mut exports: Option<Vec<Rc<str>>> = None;
    for statement in ast.end.iter().flat_map(|block| &block.statements) {
        match &statement.kind {
            StatementKind::Function(function) => names.push(Rc::clone(&function.name)),
            StatementKind::Pipeline(pipeline) => {
                for element in &pipeline.elements {
                    let PipelineElement::Command(command) = element else {
                        continue;
                    };
                    let words = || {
                        command
                            .elements
                            .iter()
                            .skip(1)
                            .filter_map(|element| match element {
                                CommandElement::Argument(argument) => Some(argument),
                                CommandElement::Parameter(parameter) => {
                                    parameter.argument.as_deref()
                                }
                            })
                            .flat_map(constant_texts)
                    };
                    match command.name().map(|name| name.to_ascii_lowercase()) {
                        Some(name) if name == "export-modulemember" => {
                            exports.get_or_insert_default().extend(words());
                        }
                        Some(name) if name == "set-alias" || name == "new-alias" => {
                            names.extend(words().take(1));
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    if let Some(exports) = exports {
        names.retain(|name| wanted(name, Some(&exports)));
    }
    names
}

fn constant_texts(expression: &syntax::ast::Expression) -> Vec<Rc<str>> {
    use syntax::ast::ExpressionKind;
    match &expression.kind {
        ExpressionKind::StringConstant(text) => vec![Rc::clone(&text.value)],
        ExpressionKind::ArrayLiteral(items) => items.iter().flat_map(constant_texts).collect(),
        ExpressionKind::ArrayExpression(block) => block
            .statements
            .iter()
            .filter_map(|statement| match &statement.kind {
                StatementKind::Pipeline(pipeline) => pipeline.pure_expression(),
                _ => None,
            })
            .flat_map(constant_texts)
            .collect(),
        // What is worked out when the module runs may be any name.
        _ => vec!["*".into()],
    }
}

/// The file that a manifest names: as it stands, with an extension, or in a folder of its name.
fn file_beside(folder: &Path, name: &str) -> Option<PathBuf> {
    let root = folder.join(os_text::path_of(&name.replace('\\', "/")));
    if root.is_file() {
        return Some(root);
    }
    let text = os_text::text_of(&root);
    let leaf = root.file_name().map(os_text::text_of).unwrap_or_default();
    for extension in ["psd1", "psm1", "ps1"] {
        for candidate in [
            os_text::path_of(&format!("{text}.{extension}")).into_owned(),
            root.join(format!("{leaf}.{extension}")),
        ] {
            if candidate.is_file() {
                return Some(candidate);
            }
        }
    }
    None
}

/// The files of a module in its folder: one of each version that stands in a folder of its number, and the one without.
fn files_in(folder: &Path, name: &str) -> Vec<ModuleFile> {
    let mut found = Vec::new();
    let here = |folder: &Path| {
        ["psd1", "psm1"]
            .iter()
            .map(|extension| folder.join(format!("{name}.{extension}")))
            .find(|file| file.is_file())
    };
    if let Some(file) = here(folder) {
        found.push(ModuleFile::at(name, file));
    }
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let version = os_text::text_of(entry.file_name());
        if version.starts_with(|c: char| c.is_ascii_digit())
            && let Some(file) = here(&entry.path())
        {
            found.push(ModuleFile::at(name, file));
        }
    }
    found.sort_by_key(|file| std::cmp::Reverse(number(&file.version)));
    found
}

impl Session {
    /// The folders that modules are looked for in.
    pub fn module_folders(&self) -> Vec<PathBuf> {
        self.environment
            .get("PSModulePath")
            .unwrap_or("")
            .split(':')
            .filter(|path| !path.is_empty())
            .map(|path| os_text::path_of(path).into_owned())
            .collect()
    }

    /// All modules of those folders.
    pub fn available_modules(&self) -> Vec<ModuleFile> {
        let mut found = Vec::new();
        for folder in self.module_folders() {
            let mut names: Vec<String> = std::fs::read_dir(&folder)
                .into_iter()
                .flatten()
                .flatten()
                .filter(|entry| entry.path().is_dir())
                .map(|entry| os_text::text_of(entry.file_name()))
                .collect();
            names.sort_by_key(|name| name.to_lowercase());
            for name in names {
                found.extend(files_in(&folder.join(&*os_text::path_of(&name)), &name));
            }
        }
        found
    }

    /// The file of a module: by its path, or by its name in the folders of `$env:PSModulePath`.
    pub fn find_module_file(&self, wanted: &WantedModule) -> Option<PathBuf> {
        let name: &str = &wanted.name;
        if name.contains(['/', '\\']) || name.starts_with('~') {
            let path = self.locations.native(name);
            let folder = path.parent().unwrap_or(Path::new("/"));
            let leaf = path.file_name().map(os_text::text_of)?;
            if let Some(file) = file_beside(folder, &leaf) {
                return Some(file);
            }
            return files_in(&path, &leaf)
                .into_iter()
                .find(|file| wanted.accepts(&file.version))
                .map(|file| file.path);
        }
        for folder in self.module_folders() {
            let own = std::fs::read_dir(&folder)
                .into_iter()
                .flatten()
                .flatten()
                .find(|entry| os_text::text_of(entry.file_name()).eq_ignore_ascii_case(name));
            if let Some(entry) = own {
                let leaf = os_text::text_of(entry.file_name());
                let files = files_in(&entry.path(), &leaf);
                if let Some(file) = files.into_iter().find(|file| wanted.accepts(&file.version)) {
                    return Some(file.path);
                }
            }
            if !wanted.has_version()
                && let Some(file) = file_beside(&folder, name)
            {
                return Some(file);
            }
        }
        None
    }

    /// Whether a module of this name is there: one of the program's own, or one that was imported.
    pub fn has_module(&self, wanted: &WantedModule) -> bool {
        self.registry()
            .iter()
            .any(|spec| spec.module.eq_ignore_ascii_case(&wanted.name))
            || self.modules.iter().any(|loaded| {
                loaded.name.eq_ignore_ascii_case(&wanted.name) && wanted.accepts(&loaded.version)
            })
    }

    /// The module whose code is running.
    pub fn current_module(&self) -> Option<&Rc<Module>> {
        self.module.as_ref()
    }
}

impl Interpreter<'_> {
    /// Imports a module from a file (`FILE.psm1`, `FILE.psd1`, `FILE.ps1`).
    pub fn import_module(&mut self, path: &Path, request: &ImportRequest) -> Flow<Rc<Module>> {
        let text: Rc<str> = os_text::text_of(path).into();
        let loaded = self
            .s
            .modules
            .iter()
            .find(|module| module.is_from(&text))
            .cloned();
        let module = match loaded {
            Some(module) if !request.force => module,
            loaded => {
                if let Some(module) = loaded {
                    self.remove_module(&module)?;
                }
                let module = self.load_module(path, &request.arguments)?;
                self.s.modules.push(Rc::clone(&module));
                module
            }
        };
        self.publish(&module, request);
        Ok(module)
    }

    /// Imports a module that is there already: `Import-Module -ModuleInfo`.
    pub fn import_loaded(&mut self, module: &Rc<Module>, request: &ImportRequest) {
        if !self.s.modules.iter().any(|known| Rc::ptr_eq(known, module)) {
            self.s.modules.push(Rc::clone(module));
        }
        self.publish(module, request);
    }

    /// Imports what is asked for unless it is there.
    pub fn require_module(&mut self, wanted: &WantedModule) -> Flow<bool> {
        if self.s.has_module(wanted) {
            return Ok(true);
        }
        let Some(file) = self.s.find_module_file(wanted) else {
            return Ok(false);
        };
        let request = ImportRequest {
            global: true,
            ..ImportRequest::default()
        };
        let module = self.import_module(&file, &request)?;
        Ok(wanted.accepts(&module.version))
    }

    /// Finds a command, in modules that were not imported as well: those that export it are imported then.
    pub fn find_or_import(&mut self, name: &str) -> Flow<Found> {
        let found = self.s.find_command(name);
        if !matches!(found, Found::Nothing) || name.contains(['/', '.', ':', '~']) {
            return Ok(found);
        }
        let preference = self.value_of("PSModuleAutoLoadingPreference");
        let preference = preference.map(|value| crate::value::convert::to_text(&value));
        let preference = preference.as_deref().unwrap_or("All");
        let (module, plain) = match name.split_once('\\') {
            Some((module, plain)) => (Some(module), plain),
            None => (None, name),
        };
        if preference.eq_ignore_ascii_case("None")
            || (preference.eq_ignore_ascii_case("ModuleQualified") && module.is_none())
        {
            return Ok(found);
        }
        let file = self.s.available_modules().into_iter().find(|file| {
            module.is_none_or(|module| file.name.eq_ignore_ascii_case(module))
                && !self.s.modules.iter().any(|known| {
                    known.is_from(&os_text::text_of(&file.path))
                        || self.s.importing.contains(&known.path)
                })
                && file
                    .command_names()
                    .iter()
                    .any(|known| known.eq_ignore_ascii_case(plain))
        });
        let Some(file) = file else {
            return Ok(found);
        };
        let request = ImportRequest {
            global: true,
            ..ImportRequest::default()
        };
        self.import_module(&file.path, &request)?;
        Ok(self.s.find_command(name))
    }

    /// Makes a module of a script block: `New-Module`. Gives what the block wrote as well.
    pub fn new_module(
        &mut self,
        name: &str,
        block: &Rc<ScriptBlock>,
        arguments: &[Value],
        functions: Option<Vec<Rc<str>>>,
        publish: bool,
    ) -> Flow<(Rc<Module>, Vec<Value>)> {
        let module = Rc::new(self.empty_module(name, "", ModuleKind::Script));
        let written = self.collect(|inner| inner.run_module(&module, block, arguments))?;
        if functions.is_some() {
            let mut exports = module.exports.borrow_mut();
            exports.get_or_insert_default().functions = functions;
        }
        let request = ImportRequest {
            silent: !publish,
            ..ImportRequest::default()
        };
        self.publish(&module, &request);
        Ok((module, written))
    }

    /// The exports of a module as an object: functions are its methods.
    pub fn module_object(&mut self, module: &Rc<Module>) -> Value {
        let object = PsObject::custom();
        let exported = module.exported.borrow();
        for name in &exported.variables {
            if let Some(variable) = module.scope.get(Symbol::of(name)) {
                object.set(Rc::clone(name), MemberKind::Note(variable.value));
            }
        }
        for name in &exported.functions {
            if let Some(function) = module.scope.function(Symbol::of(name)) {
                object.set(
                    Rc::clone(name),
                    MemberKind::Method(Rc::clone(&function.block)),
                );
            }
        }
        Value::object(object)
    }

    /// A module for an action that runs between the statements of others: it sees what is global and what it set itself, and nothing of who wrote it.
    ///
    /// What the script that was given to iovsh defines at its top counts as global, as it is for PowerShell's `-File`.
    pub fn action_module(&self, name: &str) -> Rc<Module> {
        let scope = Scope::inside(self.top_scope());
        scope.is_script.set(true);
        Rc::new(Module::new(name, "", ModuleKind::Script, Rc::new(scope)))
    }

    /// The scope of the script that was given to iovsh, where that is what runs; the global one otherwise.
    fn top_scope(&self) -> Rc<Scope> {
        let global = Rc::clone(&self.s.global);
        if self.s.top_script.is_none() || self.s.module.is_some() {
            return global;
        }
        let mut scope = Rc::clone(&self.s.scope);
        while let Some(around) = scope.parent.clone() {
            if Rc::ptr_eq(&around, &global) {
                return scope;
            }
            scope = around;
        }
        global
    }

    /// Runs an action in its module, with these variables in it, and gives what it wrote.
    ///
    /// # Errors
    /// What ends the action.
    pub fn run_action(
        &mut self,
        module: &Rc<Module>,
        block: &Rc<ScriptBlock>,
        variables: &[(&'static str, Value)],
        arguments: &[Value],
    ) -> Flow<Vec<Value>> {
        for (name, value) in variables {
            let variable = Variable::new(Symbol::of(name), *name, value.clone());
            module.scope.put(variable);
        }
        let inside = block_of(Rc::clone(&block.ast), Some(module), None);
        self.collect(|inner| {
            inner.inside_module(module, |inner| {
                inner.make_ready(&inside.ast)?;
                inner.call_block(&inside, arguments, None, true)
            })
        })
    }

    fn empty_module(&self, name: &str, path: &str, kind: ModuleKind) -> Module {
        let scope = Scope::inside(Rc::clone(&self.s.global));
        scope.is_script.set(true);
        Module::new(name, path, kind, Rc::new(scope))
    }

    fn load_module(&mut self, path: &Path, arguments: &[Value]) -> Flow<Rc<Module>> {
        let text: Rc<str> = os_text::text_of(path).into();
        if self.s.importing.len() > MAX_DEPTH || self.s.importing.contains(&text) {
            return Err(ShellError::new(
                "Modules_ModuleTooDeeplyNested",
                ErrorCategory::InvalidOperation,
                format!("The module '{text}' brings itself in, or modules are nested more than {MAX_DEPTH} deep."),
            )
            .exception("System.InvalidOperationException")
            .target(&*text)
            .into());
        }
        self.s.importing.push(Rc::clone(&text));
        let name = path
            .file_stem()
            .map_or_else(|| text.to_string(), os_text::text_of);
        let loaded = if has_extension(path, "psd1") {
            self.load_manifest(&name, path, arguments)
        } else {
            let module = Rc::new(self.empty_module(&name, &text, ModuleKind::Script));
            self.run_module_file(&module, path, arguments)
                .map(|()| module)
        };
        self.s.importing.pop();
        loaded
    }

    fn run_module_file(&mut self, module: &Rc<Module>, path: &Path, arguments: &[Value]) -> Flow {
        if !["psm1", "ps1"]
            .iter()
            .any(|known| has_extension(path, known))
        {
            return Err(ShellError::new(
                "Modules_BinaryModule",
                ErrorCategory::NotImplemented,
                format!(
                    "'{}' is no script: modules of compiled .NET code cannot be loaded here.",
                    path.display()
                ),
            )
            .exception("System.NotSupportedException")
            .target(os_text::text_of(path).as_str())
            .into());
        }
        let block = self.s.load_file(path)?;
        self.run_module(module, &block, arguments)
    }

    /// Runs the code of a module in its own scope.
    fn run_module(
        &mut self,
        module: &Rc<Module>,
        block: &Rc<ScriptBlock>,
        arguments: &[Value],
    ) -> Flow {
        let inside = block_of(Rc::clone(&block.ast), Some(module), None);
        self.inside_module(module, |inner| {
            inner.make_ready(&inside.ast)?;
            inner.call_block(&inside, arguments, None, false)
        })
    }

    /// Runs something where a module's own code runs.
    fn inside_module<T>(
        &mut self,
        module: &Rc<Module>,
        f: impl FnOnce(&mut Interpreter<'_>) -> Flow<T>,
    ) -> Flow<T> {
        let outer = std::mem::replace(&mut self.s.scope, Rc::clone(&module.scope));
        let outer_module = self.s.module.replace(Rc::clone(module));
        let flow = f(self);
        self.s.scope = outer;
        self.s.module = outer_module;
        flow
    }

    fn load_manifest(&mut self, name: &str, path: &Path, arguments: &[Value]) -> Flow<Rc<Module>> {
        let manifest = Manifest::read(path)?;
        let folder = path.parent().unwrap_or(Path::new("/")).to_owned();
        let missing = |what: &str| {
            ShellError::new(
                "Modules_ModuleFileNotFound",
                ErrorCategory::ResourceUnavailable,
                format!("The module '{name}' cannot be imported because its manifest names '{what}', which is not there."),
            )
            .exception("System.IO.FileNotFoundException")
            .target(what)
        };
        for required in manifest.list("RequiredModules").unwrap_or_default() {
            let required = WantedModule::of(&required);
            if !self.require_module(&required)? {
                return Err(ShellError::new(
                    "Modules_InvalidManifest",
                    ErrorCategory::ResourceUnavailable,
                    format!("The required module '{}' of the module '{name}' is not loaded. Load the module or remove it from 'RequiredModules' in the file '{}'.", required.name, path.display()),
                )
                .exception("System.Management.Automation.MissingMemberException")
                .target(&*required.name)
                .into());
            }
        }
        for script in manifest.names("ScriptsToProcess").unwrap_or_default() {
            let file = file_beside(&folder, &script).ok_or_else(|| missing(&script))?;
            let block = self.s.load_file(&file)?;
            let inside = block_of(Rc::clone(&block.ast), self.s.module.clone().as_ref(), None);
            self.make_ready(&inside.ast)?;
            self.call_block(&inside, &[], None, false)?;
        }
        let root = match manifest.root() {
            Some(root) => Some(file_beside(&folder, &root).ok_or_else(|| missing(&root))?),
            None => None,
        };
        let kind = match &root {
            Some(_) => ModuleKind::Script,
            None => ModuleKind::Manifest,
        };
        let own: &Path = root.as_deref().unwrap_or(path);
        let mut module = self.empty_module(name, &os_text::text_of(own), kind);
        module.manifest = Some(manifest.clone());
        module.version = manifest.version();
        let module = Rc::new(module);
        for nested in manifest.list("NestedModules").unwrap_or_default() {
            let nested = WantedModule::of(&nested);
            let file = file_beside(&folder, &nested.name)
                .or_else(|| self.s.find_module_file(&nested))
                .ok_or_else(|| missing(&nested.name))?;
            if has_extension(&file, "ps1") {
                self.run_module_file(&module, &file, &[])?;
                continue;
            }
            let inner = self.inside_module(&module, |inner| {
                let made = inner.load_module(&file, &[])?;
                inner.publish(&made, &ImportRequest::default());
                Ok(made)
            })?;
            module.nested.borrow_mut().push(inner);
        }
        if let Some(root) = &root {
            if has_extension(root, "psd1") {
                let inner = self.inside_module(&module, |inner| {
                    let made = inner.load_module(root, arguments)?;
                    inner.publish(&made, &ImportRequest::default());
                    Ok(made)
                })?;
                module.nested.borrow_mut().push(inner);
            } else {
                self.run_module_file(&module, root, arguments)?;
            }
        }
        Ok(module)
    }

    /// `& $module { }` and `& $module name`: what is called, bound to the module.
    pub(super) fn command_in_module(
        &mut self,
        module: &Rc<Module>,
        what: &Value,
    ) -> Flow<CommandInfo> {
        if let Value::ScriptBlock(block) = what.base() {
            return Ok(CommandInfo::Block(block_of(
                Rc::clone(&block.ast),
                Some(module),
                None,
            )));
        }
        let name = crate::value::convert::to_text(what);
        if let Some(function) = module.scope.function(Symbol::of(&name)) {
            return Ok(CommandInfo::Function(function));
        }
        match self.inside_module(module, |inner| inner.find_or_import(&name))? {
            Found::Command(command, _) => Ok(command),
            Found::Broken(error) => Err((*error).into()),
            Found::Nothing => Err(self.s.command_not_found(&name).into()),
        }
    }

    /// The error for a module that is nowhere.
    pub fn module_not_found(name: &str) -> ShellError {
        not_found(name)
    }
}
