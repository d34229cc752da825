//! `#Requires` and `using` lines.

use std::path::Path;
use std::rc::Rc;

use super::automatic::VERSION;
use super::command::Found;
use super::interpreter::Interpreter;
use super::manifest::WantedModule;
use super::module::ModuleValue;
use super::session::Session;
use crate::bind::Argument;
use crate::error::{ErrorCategory, Flow, ShellError};
use crate::os_text;
use crate::syntax::ast::{ExpressionKind, ScriptBlockAst, UsingKind};
use crate::value::Value;

fn refused(ast: &ScriptBlockAst, id: &'static str, why: &str) -> ShellError {
    let file = ast.source.name().map(|name| Path::new(&**name));
    let file = file.and_then(Path::file_name);
    let script = match file {
        Some(file) => format!("script '{}'", os_text::text_of(file)),
        None => "script".to_owned(),
    };
    let message = format!("The {script} cannot be run because {why}");
    ShellError::new(id, ErrorCategory::ResourceUnavailable, message)
        .exception("System.Management.Automation.ScriptRequiresException")
        .command("")
}

fn numbers(version: &str) -> Vec<u32> {
    version
        .split(['.', '-'])
        .map_while(|part| part.parse().ok())
        .collect()
}

/// A version as PowerShell shows it: `99` is 99.0.
fn with_minor(version: &str) -> String {
    match version.contains('.') {
        true => version.to_owned(),
        false => format!("{version}.0"),
    }
}

impl Interpreter<'_> {
    /// What must be before a script runs: `#Requires` holds, and the modules of its `using` lines are there. Relative
    /// names of modules are beside the script.
    pub(super) fn make_ready(&mut self, ast: &Rc<ScriptBlockAst>) -> Flow {
        check(self.s, ast)?;
        let mut missing = Vec::new();
        for wanted in ast.requirements.iter().flat_map(|all| &all.modules) {
            if !self.require_module(&WantedModule::of_requirement(wanted))? {
                missing.push(&*wanted.name);
            }
        }
        if !missing.is_empty() {
            return Err(refused(
                ast,
                "ScriptRequiresMissingModules",
                &format!(
                    "the following modules that are specified by the \"#requires\" statements of the script are missing: {}.",
                    missing.join(", ")
                ),
            )
            .into());
        }
        for using in &ast.usings {
            if using.kind != UsingKind::Module {
                continue;
            }
            let mut name = self.eval(&using.name)?;
            if let Value::Str(text) = &name
                && text.starts_with('.')
                && let Some(folder) = ast
                    .source
                    .name()
                    .and_then(|name| Path::new(&**name).parent())
            {
                name = Value::str(os_text::text_of(folder.join(&**text)));
            }
            let Found::Command(import, _) = self.s.find_command("Import-Module") else {
                continue;
            };
            let arguments = vec![
                Argument::named("Name", name),
                Argument::named("ErrorAction", Value::from("Stop")),
                Argument::named("PassThru", Value::Bool(true)),
            ];
            let made = self
                .collect(|inner| inner.call_with(import, arguments, None, true, None, None))
                .map_err(|interrupt| self.at(interrupt, using.span))?;
            for module in made {
                if let Some(ModuleValue(module)) = module.downcast::<ModuleValue>() {
                    self.use_types(module);
                }
            }
        }
        self.define_types(ast)
    }
}

/// Whether a script may run here; notes the namespaces it uses.
fn check(session: &mut Session, ast: &Rc<ScriptBlockAst>) -> Flow {
    for using in &ast.usings {
        if using.kind == UsingKind::Namespace
            && let ExpressionKind::StringConstant(name) = &using.name.kind
            && !session.namespaces.contains(&name.value)
        {
            session.namespaces.push(Rc::clone(&name.value));
        }
    }
    let Some(wanted) = &ast.requirements else {
        return Ok(());
    };
    if let Some(version) = &wanted.version
        && numbers(version) > numbers(VERSION)
    {
        return Err(refused(
            ast,
            "ScriptRequiresUnmatchedPSVersion",
            &format!(
                "it contained a \"#requires\" statement for PowerShell {}. The version of PowerShell that is required by the script does not match the currently running version of PowerShell {VERSION}.",
                with_minor(version)
            ),
        )
        .into());
    }
    if !wanted.editions.is_empty()
        && !wanted
            .editions
            .iter()
            .any(|edition| edition.eq_ignore_ascii_case("Core"))
    {
        return Err(refused(
            ast,
            "ScriptRequiresUnmatchedPSEdition",
            &format!(
                "it contained a \"#requires\" statement for PowerShell editions '{}'. The edition of PowerShell that is required by the script does not match the currently running PowerShell Core edition.",
                wanted.editions.join(",")
            ),
        )
        .into());
    }
    if wanted.run_as_administrator && !session.is_administrator() {
        return Err(refused(
            ast,
            "ScriptRequiresElevation",
            "it contains a \"#requires\" statement for running as Administrator. The current PowerShell session is not running as Administrator.",
        )
        .help("Run it as root: sudo iovsh SCRIPT")
        .into());
    }
    Ok(())
}
