//! `Write-Debug`.

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Writes a line that is shown with -Debug, or when $DebugPreference says so.
///
/// # Examples
/// ```iovsh
/// PS> $DebugPreference = 'Continue'; Write-Debug 'step 1' 5>&1 | ForEach-Object Message
/// step 1
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Write",
    noun = "Debug",
    module = "Microsoft.PowerShell.Utility"
)]
pub struct WriteDebug {
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

impl Cmdlet for WriteDebug {
    fn process(&mut self, cx: &mut Context) -> Flow {
        cx.debug(self.message.clone())
    }
}
