use std::rc::Rc;

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::ScriptBlock;

/// Would have a script complete the arguments of a command. Tab asks no scripts here, so that nothing happens; at the prompt a warning says so.
///
/// # Examples
/// ```iovsh
/// PS> Register-ArgumentCompleter -CommandName Get-Lab -ParameterName Name -ScriptBlock { 'one', 'two' }
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Register",
    noun = "ArgumentCompleter",
    module = "Microsoft.PowerShell.Core",
    default_set = "PowerShellSet",
    unsupported
)]
pub struct RegisterArgumentCompleter {
    /// The commands.
    #[param(set = "NativeSet", mandatory)]
    #[param(set = "PowerShellSet")]
    command_name: Vec<String>,
    /// The parameter.
    #[param(set = "PowerShellSet", mandatory)]
    parameter_name: Option<String>,
    /// What gives the candidates.
    #[param(mandatory)]
    script_block: Option<Rc<ScriptBlock>>,
    /// For programs.
    #[param(set = "NativeSet")]
    native: bool,
}

impl Cmdlet for RegisterArgumentCompleter {
    fn process(&mut self, cx: &mut Context) -> Flow {
        const TEXT: &str = "Tab asks no scripts here: this completer is not called.";
        if cx.output().is_interactive() {
            cx.warning(TEXT)
        } else {
            cx.verbose(TEXT)
        }
    }
}
