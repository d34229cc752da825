//! `Remove-Module`.

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::WildcardPattern;

/// Takes imported modules away.
///
/// # Examples
/// ```iovsh
/// PS> New-Module -Name demo { function f { 1 } } | Out-Null; Remove-Module demo
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "Module",
    module = "Microsoft.PowerShell.Core",
    alias("rmo"),
    impact = Low
)]
pub struct RemoveModule {
    /// The names. Wildcards are allowed.
    #[param(mandatory, position = 0, from_pipeline)]
    name: Vec<String>,
    /// Also modules that are read-only.
    force: bool,
}

impl Cmdlet for RemoveModule {
    fn process(&mut self, cx: &mut Context) -> Flow {
        for name in self.name.clone() {
            let pattern = WildcardPattern::new(&name);
            let found: Vec<String> = cx
                .session()
                .modules()
                .iter()
                .filter(|module| pattern.is_match(&module.name))
                .map(|module| module.name.to_string())
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
                if cx.should_process(&module, "Remove-Module")? {
                    cx.session().remove_module(&module);
                }
            }
        }
        Ok(())
    }
}
