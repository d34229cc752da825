//! `Invoke-Expression`.

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

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
