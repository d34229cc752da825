//! `Import-Module`.

use std::rc::Rc;

use iovsh_derive::Cmdlet;

use crate::utility::is_approved;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, Interrupt, ShellError};
use iovsh_shell::eval::{
    Context, ImportRequest, Interpreter, Module, ModuleValue, WantedModule, own_modules,
};
use iovsh_shell::os_text;
use iovsh_shell::value::Value;
use iovsh_shell::value::convert::to_text;

/// Brings in the functions of a module file. The modules of iovsh itself are always there.
///
/// # Examples
/// ```iovsh
/// PS> Import-Module Hyper-V; Get-Command Get-VM | ForEach-Object Name
/// Get-VM
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Import",
    noun = "Module",
    module = "Microsoft.PowerShell.Core",
    alias("ipmo"),
    default_set = "Name"
)]
pub struct ImportModule {
    /// The modules: names or files.
    #[param(
        set = "Name",
        mandatory,
        position = 0,
        from_pipeline,
        complete = crate::complete::importable
    )]
    name: Vec<String>,
    /// The modules, with their versions: tables with `ModuleName` and `ModuleVersion`.
    #[param(set = "FullyQualifiedName", mandatory)]
    fully_qualified_name: Vec<Value>,
    /// The modules, as New-Module and Get-Module give them.
    #[param(set = "ModuleInfo", mandatory, position = 0, from_pipeline)]
    module_info: Vec<Value>,
    /// The functions that are brought in.
    function: Option<Vec<String>>,
    /// The cmdlets that are brought in.
    cmdlet: Option<Vec<String>>,
    /// The variables that are brought in.
    variable: Option<Vec<String>>,
    /// The aliases that are brought in.
    alias: Option<Vec<String>>,
    /// Put before the nouns.
    prefix: String,
    /// Loads the file again.
    force: bool,
    /// For everybody, not only for the caller.
    global: bool,
    /// Hands the module on.
    #[param(name = "PassThru")]
    pass_thru: bool,
    /// Shows it as an object.
    as_custom_object: bool,
    /// The least version.
    #[param(alias("Version"))]
    minimum_version: String,
    /// The greatest version.
    maximum_version: String,
    /// The version.
    required_version: String,
    /// Values for the parameters of the module.
    #[param(alias("Args"))]
    argument_list: Vec<Value>,
    /// Does not warn about names.
    disable_name_checking: bool,
    /// Does not replace what is there.
    #[param(alias("NoOverwrite"))]
    no_clobber: bool,
    /// Where: local or global.
    scope: String,
    /// Without Windows PowerShell.
    skip_edition_check: bool,
    /// Through Windows PowerShell.
    #[param(name = "UseWindowsPowerShell")]
    use_windows: bool,
}

impl ImportModule {
    fn request(&self) -> ImportRequest {
        let list = |names: &Option<Vec<String>>| {
            names
                .as_ref()
                .map(|names| names.iter().map(|name| Rc::from(name.as_str())).collect())
        };
        ImportRequest {
            functions: list(&self.function),
            variables: list(&self.variable),
            aliases: list(&self.alias),
            prefix: self.prefix.as_str().into(),
            force: self.force,
            arguments: self.argument_list.clone(),
            global: self.global || self.scope.eq_ignore_ascii_case("global"),
            local: self.scope.eq_ignore_ascii_case("local"),
            no_clobber: self.no_clobber,
            silent: self.as_custom_object,
        }
    }
}

impl ImportModule {
    /// Says which commands and variables a module brought in; a name whose verb nobody would look for is mentioned.
    fn tell(&self, cx: &mut Context, module: &Module) -> Flow {
        let exported = module.exported.borrow().clone();
        let is_odd = |name: &str| {
            !self.disable_name_checking
                && name
                    .split_once('-')
                    .is_some_and(|(verb, _)| !is_approved(verb))
        };
        if exported.functions.iter().any(|name| is_odd(name)) {
            cx.warning(format!(
                "The names of some imported commands from the module '{}' include unapproved verbs that might make them less discoverable. To find the commands with unapproved verbs, run the Import-Module command again with the Verbose parameter. For a list of approved verbs, type Get-Verb.",
                module.name
            ))?;
        }
        for name in &exported.functions {
            if is_odd(name) {
                cx.verbose(format!(
                    "The '{name}' command in the '{}' module was imported, but because its name does not include an approved verb, it might be difficult to find. For a list of approved verbs, type Get-Verb.",
                    module.name
                ))?;
            }
            cx.verbose(format!("Importing function '{name}'."))?;
        }
        for name in &exported.variables {
            cx.verbose(format!("Importing variable '{name}'."))?;
        }
        for name in &exported.aliases {
            cx.verbose(format!("Importing alias '{name}'."))?;
        }
        Ok(())
    }
}

/// What a module file failed with, as an error of its import. What the file threw keeps its own record.
fn not_loaded(cx: &mut Context, mut error: ShellError) -> ShellError {
    if error.is_throw && error.record.is_none() {
        error.record = Some(cx.session().make_record(error.clone()));
    }
    error.is_throw = false;
    error
}

impl ImportModule {
    /// Which module a name means.
    fn wanted(&self, name: &str) -> WantedModule {
        let version = |text: &str| (!text.is_empty()).then(|| Rc::from(text));
        WantedModule {
            name: name.into(),
            minimum: version(&self.minimum_version),
            maximum: version(&self.maximum_version),
            required: version(&self.required_version),
        }
    }

    /// Imports by name or file. `None`: it was told already why that cannot be.
    fn import(&self, cx: &mut Context, wanted: &WantedModule) -> Flow<Option<Rc<Module>>> {
        let Some(file) = cx.session().find_module_file(wanted) else {
            let any = WantedModule::named(Rc::clone(&wanted.name));
            let error = if wanted.has_version() && cx.session().find_module_file(&any).is_some() {
                wrong_version(wanted)
            } else {
                Interpreter::module_not_found(&wanted.name)
            };
            cx.error(error)?;
            return Ok(None);
        };
        let request = self.request();
        let path = os_text::text_of(&file);
        let is_loaded = cx
            .session()
            .modules()
            .iter()
            .any(|module| module.is_from(&path));
        if self.force || !is_loaded {
            cx.verbose(format!("Loading module from path '{path}'."))?;
        }
        let module = match cx.interpreter().import_module(&file, &request) {
            Ok(module) => module,
            // A file that cannot be read as a module, or that throws, is no module; the script that wanted it goes on.
            Err(Interrupt::Error(error)) => {
                let ends_script = error.ends_script;
                let error = not_loaded(cx, *error);
                if ends_script {
                    return Err(error.into());
                }
                cx.error(error)?;
                return Ok(None);
            }
            Err(other) => return Err(other),
        };
        if !wanted.accepts(&module.version) {
            cx.interpreter().remove_module(&module)?;
            cx.error(wrong_version(wanted))?;
            return Ok(None);
        }
        Ok(Some(module))
    }

    /// What an imported module gives.
    fn hand_on(&self, cx: &mut Context, module: Rc<Module>) -> Flow {
        if self.as_custom_object {
            let object = cx.interpreter().module_object(&module);
            return cx.emit(object);
        }
        self.tell(cx, &module)?;
        if self.pass_thru {
            cx.emit(Value::native(ModuleValue(module)))?;
        }
        Ok(())
    }
}

fn wrong_version(wanted: &WantedModule) -> ShellError {
    let said = [
        wanted
            .minimum
            .as_ref()
            .map(|version| format!("at least {version}")),
        wanted
            .maximum
            .as_ref()
            .map(|version| format!("at most {version}")),
        wanted.required.as_ref().map(|version| version.to_string()),
    ];
    let said: Vec<String> = said.into_iter().flatten().collect();
    ShellError::new(
        "Modules_ModuleWithVersionNotFound",
        ErrorCategory::ResourceUnavailable,
        format!("The specified module '{}' with version '{}' was not loaded because no valid module file was found in any module directory.", wanted.name, said.join(" and ")),
    )
    .exception("System.IO.FileNotFoundException")
    .target(&*wanted.name)
}

impl Cmdlet for ImportModule {
    fn process(&mut self, cx: &mut Context) -> Flow {
        for info in self.module_info.clone() {
            if let Some(ModuleValue(module)) = info.downcast::<ModuleValue>() {
                let module = Rc::clone(module);
                let request = self.request();
                cx.interpreter().import_loaded(&module, &request);
                self.hand_on(cx, module)?;
                continue;
            }
            // What Get-Module -ListAvailable gave says where its file is.
            let path = match &info {
                Value::Object(object) => object.get("Path").map(|path| to_text(&path)),
                _ => None,
            };
            let name = match path {
                Some(path) if !path.is_empty() => path,
                _ => to_text(&info),
            };
            self.by_name(cx, &WantedModule::named(name))?;
        }
        let mut wanted: Vec<WantedModule> =
            self.name.iter().map(|name| self.wanted(name)).collect();
        let specified = self.fully_qualified_name.iter();
        wanted.extend(specified.map(WantedModule::of));
        for wanted in wanted {
            self.by_name(cx, &wanted)?;
        }
        Ok(())
    }
}

impl ImportModule {
    fn by_name(&self, cx: &mut Context, wanted: &WantedModule) -> Flow {
        let own = cx
            .session()
            .registry()
            .iter()
            .any(|spec| spec.module.eq_ignore_ascii_case(&wanted.name));
        if own {
            cx.verbose(format!("The module {} is part of iovsh.", wanted.name))?;
            if self.pass_thru {
                let is_it = |name: &str| name.eq_ignore_ascii_case(&wanted.name);
                let modules = own_modules(cx.session().registry(), is_it);
                cx.emit_all(modules)?;
            }
            return Ok(());
        }
        match self.import(cx, wanted)? {
            Some(module) => self.hand_on(cx, module),
            None => Ok(()),
        }
    }
}
