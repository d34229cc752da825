//! `Write-Verbose`.

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Writes a line that is shown with -Verbose, or when $VerbosePreference says so.
///
/// # Examples
/// ```iovsh
/// PS> Write-Verbose 'looking at eth0' -Verbose 4>&1 | ForEach-Object Message
/// looking at eth0
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Write",
    noun = "Verbose",
    module = "Microsoft.PowerShell.Utility"
)]
pub struct WriteVerbose {
    /// The text.
    #[param(
        position = 0,
        mandatory,
        from_pipeline,
        alias("Msg"),
        allow_empty_string
    )]
    message: String,
}

impl Cmdlet for WriteVerbose {
    fn process(&mut self, cx: &mut Context) -> Flow {
        cx.verbose(self.message.clone())
    }
}
