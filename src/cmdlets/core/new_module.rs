//! `New-Module`.

use std::rc::Rc;

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::{Context, ModuleValue};
use iovsh_shell::value::{ScriptBlock, Value};

/// Makes a module of a script block.
///
/// # Examples
/// ```iovsh
/// PS> New-Module -Name demo { function Get-Answer { 42 } } | Out-Null; Get-Answer
/// 42
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "Module",
    module = "Microsoft.PowerShell.Core",
    alias("nmo"),
    default_set = "ScriptBlock"
)]
pub struct NewModule {
    /// The name.
    #[param(set = "Name", mandatory, position = 0)]
    name: String,
    /// What the module consists of.
    #[param(set = "Name", mandatory, position = 1)]
    #[param(set = "ScriptBlock", mandatory, position = 0)]
    script_block: Option<Rc<ScriptBlock>>,
    /// The functions that are exported.
    function: Vec<String>,
    /// The cmdlets that are exported.
    cmdlet: Vec<String>,
    /// Gives what the block writes.
    return_result: bool,
    /// Gives an object with the functions as methods.
    as_custom_object: bool,
    /// Values for the parameters of the block.
    #[param(remaining, alias("Args"))]
    argument_list: Vec<Value>,
}

impl Cmdlet for NewModule {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let Some(block) = self.script_block.clone() else {
            return Ok(());
        };
        let name = if self.name.is_empty() {
            let id = Value::Guid(Rc::new(iovsh_shell::types::new_guid()));
            format!(
                "__DynamicModule_{}",
                iovsh_shell::value::convert::to_text(&id)
            )
        } else {
            self.name.clone()
        };
        let functions = cx.is_bound("Function").then(|| {
            self.function
                .iter()
                .map(|name| name.as_str().into())
                .collect()
        });
        let (module, written) = cx.interpreter().new_module(
            &name,
            &block,
            &self.argument_list,
            functions,
            !self.as_custom_object,
        )?;
        if self.return_result {
            for value in written {
                cx.emit(value)?;
            }
            return Ok(());
        }
        let made = if self.as_custom_object {
            cx.interpreter().module_object(&module)
        } else {
            Value::native(ModuleValue(module))
        };
        cx.emit(made)
    }
}
