//! `Import-Module`.

use std::path::PathBuf;
use std::rc::Rc;

use iovsh_derive::Cmdlet;

use crate::utility::is_approved;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, Interrupt, ShellError};
use iovsh_shell::eval::{Context, ImportRequest, Module, ModuleValue};
use iovsh_shell::os_text;
use iovsh_shell::value::Value;

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
    #[param(mandatory, position = 0, from_pipeline, complete = crate::complete::importable)]
    name: Vec<String>,
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
        }
    }
}

impl ImportModule {
    /// Commands whose verbs nobody would look for are mentioned.
    fn warn_of_verbs(&self, cx: &mut Context, module: &Module) -> Flow {
        if self.disable_name_checking {
            return Ok(());
        }
        let odd = module
            .exported
            .borrow()
            .functions
            .iter()
            .filter_map(|name| name.split_once('-'))
            .any(|(verb, _)| !is_approved(verb));
        if odd {
            cx.warning(format!(
                "The names of some imported commands from the module '{}' include unapproved verbs that might make them less discoverable. To find the commands with unapproved verbs, run the Import-Module command again with the Verbose parameter. For a list of approved verbs, type Get-Verb.",
                module.name
            ))?;
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

/// The file that a module name stands for: itself, with an extension, or in a folder of its name.
fn file_of(cx: &mut Context, name: &str) -> Option<PathBuf> {
    let mut roots = vec![cx.session().locations.native(name)];
    if !name.contains(['/', '\\']) {
        let paths = cx
            .session()
            .environment
            .get("PSModulePath")
            .unwrap_or("")
            .to_owned();
        let searched: Vec<PathBuf> = paths
            .split(':')
            .filter(|path| !path.is_empty())
            .map(PathBuf::from)
            .collect();
        roots = searched.into_iter().map(|root| root.join(name)).collect();
    }
    for root in roots {
        if root.is_file() {
            return Some(root);
        }
        let text = os_text::text_of(&root);
        let leaf = root.file_name().map(os_text::text_of).unwrap_or_default();
        for extension in ["psd1", "psm1", "ps1"] {
            let beside = PathBuf::from(format!("{text}.{extension}"));
            if beside.is_file() {
                return Some(beside);
            }
            let inside = root.join(format!("{leaf}.{extension}"));
            if inside.is_file() {
                return Some(inside);
            }
        }
    }
    None
}

impl Cmdlet for ImportModule {
    fn process(&mut self, cx: &mut Context) -> Flow {
        for name in self.name.clone() {
            let own = cx
                .session()
                .registry()
                .iter()
                .any(|spec| spec.module.eq_ignore_ascii_case(&name));
            if own {
                cx.verbose(format!("The module {name} is part of iovsh."))?;
                continue;
            }
            let Some(file) = file_of(cx, &name) else {
                cx.error(
                    ShellError::new(
                        "Modules_ModuleNotFound",
                        ErrorCategory::ResourceUnavailable,
                        format!("The specified module '{name}' was not loaded because no valid module file was found in any module directory."),
                    )
                    .exception("System.IO.FileNotFoundException")
                    .target(name.as_str()),
                )?;
                continue;
            };
            let request = self.request();
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
                    continue;
                }
                Err(other) => return Err(other),
            };
            self.warn_of_verbs(cx, &module)?;
            if self.pass_thru {
                cx.emit(Value::native(ModuleValue(module)))?;
            }
        }
        Ok(())
    }
}
