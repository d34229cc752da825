//! `Export-ModuleMember`.

use std::rc::Rc;

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::{Context, Exports};

/// Says what a module gives to those who import it. To be called inside a module.
///
/// # Examples
/// ```iovsh
/// PS> New-Module { function a { 1 }; function b { 2 }; Export-ModuleMember a } | Out-Null; a
/// 1
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Export",
    noun = "ModuleMember",
    module = "Microsoft.PowerShell.Core"
)]
pub struct ExportModuleMember {
    /// The functions. Wildcards are allowed.
    #[param(position = 0, from_pipeline, by_property_name, allow_empty_collection)]
    function: Vec<String>,
    /// The cmdlets.
    #[param(by_property_name, allow_empty_collection)]
    cmdlet: Vec<String>,
    /// The variables. Wildcards are allowed.
    #[param(by_property_name)]
    variable: Vec<String>,
    /// The aliases. Wildcards are allowed.
    #[param(by_property_name)]
    alias: Vec<String>,
}

impl Cmdlet for ExportModuleMember {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let Some(module) = cx.session().current_module().cloned() else {
            return Err(ShellError::new(
                "Modules_CanOnlyExecuteExportModuleMemberInsideAModule",
                ErrorCategory::PermissionDenied,
                "The Export-ModuleMember cmdlet can only be called from inside a module.",
            )
            .exception("System.InvalidOperationException")
            .into());
        };
        let list = |names: &[String]| -> Vec<Rc<str>> {
            names.iter().map(|name| name.as_str().into()).collect()
        };
        let mut exports = module.exports.borrow_mut();
        let exports = exports.get_or_insert_with(|| Exports {
            functions: Some(Vec::new()),
            ..Exports::default()
        });
        exports
            .functions
            .get_or_insert_default()
            .extend(list(&self.function));
        exports.variables.extend(list(&self.variable));
        exports.aliases.extend(list(&self.alias));
        Ok(())
    }
}
