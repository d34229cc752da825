//! `Invoke-Expression`.

use iovsh_derive::Cmdlet;

use crate::shell::cmdlet::Cmdlet;
use crate::shell::error::Flow;
use crate::shell::eval::Context;

/// Runs text as a script, in the current scope.
///
/// # Examples
/// ```iovsh
/// PS> Invoke-Expression '1 + 2'
/// 3
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Invoke",
    noun = "Expression",
    module = "Microsoft.PowerShell.Utility",
    alias("iex")
)]
pub struct InvokeExpression {
    /// The script.
    #[param(position = 0, mandatory, from_pipeline)]
    command: String,
}

impl Cmdlet for InvokeExpression {
    fn process(&mut self, cx: &mut Context) -> Flow {
        cx.run_script(&self.command)
    }
}
