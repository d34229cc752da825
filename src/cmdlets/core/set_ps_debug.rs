//! `Set-PSDebug`.

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Makes variables that are not set errors in the whole session: `-Strict`.
///
/// # Examples
/// ```iovsh
/// PS> Set-PSDebug -Strict; try { $nosuch } catch { $_.FullyQualifiedErrorId }
/// VariableIsUndefined
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    name = "Set-PSDebug",
    module = "Microsoft.PowerShell.Core",
    class = "Microsoft.PowerShell.Commands.SetPSDebugCommand",
    default_set = "on"
)]
pub struct SetPsDebug {
    #[param(
        set = "on",
        range = 0..=2,
        no_effect = "lines are not traced: Write-Verbose and -Verbose say what a script does."
    )]
    trace: Option<i32>,
    #[param(set = "on", no_effect = "scripts are not stepped through.")]
    step: bool,
    /// Variables that are not set are errors.
    #[param(set = "on")]
    strict: bool,
    /// Turns it off.
    #[param(set = "off")]
    off: bool,
}

impl Cmdlet for SetPsDebug {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if self.off {
            cx.session().set_global_strict_mode(0);
        } else if self.strict {
            cx.session().set_global_strict_mode(1);
        }
        Ok(())
    }
}
