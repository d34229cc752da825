//! `Remove-Module`.

use std::rc::Rc;

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::{Context, Module, ModuleValue};
use iovsh_shell::value::Value;
use iovsh_shell::value::convert::to_text;
use iovsh_shell::wildcard::WildcardPattern;

/// Takes imported modules away.
///
/// # Examples
/// ```iovsh
/// PS> New-Module -Name demo { function f { 1 } } | Import-Module; Remove-Module demo
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "Module",
    module = "Microsoft.PowerShell.Core",
    alias("rmo"),
    default_set = "Name",
    impact = Low
)]
pub struct RemoveModule {
    /// The names. Wildcards are allowed.
    #[param(set = "Name", mandatory, position = 0, from_pipeline)]
    name: Vec<String>,
    /// The modules, as Get-Module gives them.
    #[param(set = "ModuleInfo", mandatory, position = 0, from_pipeline)]
    module_info: Vec<Value>,
    /// Also modules that are read-only.
    force: bool,
}

impl RemoveModule {
    fn remove(&self, cx: &mut Context, module: &Rc<Module>) -> Flow {
        if cx.should_process(&module.name, "Remove-Module")? {
            cx.interpreter().remove_module(module)?;
        }
        Ok(())
    }
}

impl Cmdlet for RemoveModule {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let mut names = self.name.clone();
        for info in self.module_info.clone() {
            match info.downcast::<ModuleValue>() {
                Some(ModuleValue(module)) => self.remove(cx, &Rc::clone(module))?,
                None => names.push(to_text(&info).to_string()),
            }
        }
        for name in names {
            let pattern = WildcardPattern::new(&name);
            let found: Vec<Rc<Module>> = cx
                .session()
                .modules()
                .iter()
                .filter(|module| pattern.is_match(&module.name))
                .cloned()
                .collect();
            let own = cx
                .session()
                .registry()
                .iter()
                .any(|spec| spec.module.eq_ignore_ascii_case(&name));
            if found.is_empty() && !own {
                cx.error(
                    ShellError::new(
                        "Modules_NoModulesRemoved",
                        ErrorCategory::InvalidArgument,
                        "No modules were removed. Verify that the specification of modules to remove is correct and those modules exist.",
                    )
                    .exception("System.InvalidOperationException")
                    .target(name.as_str()),
                )?;
            }
            for module in found {
                self.remove(cx, &module)?;
            }
        }
        Ok(())
    }
}
