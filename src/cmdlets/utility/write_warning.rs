//! `Write-Warning`.

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Writes a warning.
///
/// # Examples
/// ```iovsh
/// PS> Write-Warning 'no free VF' 3>&1 | ForEach-Object Message
/// no free VF
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Write",
    noun = "Warning",
    module = "Microsoft.PowerShell.Utility"
)]
pub struct WriteWarning {
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

impl Cmdlet for WriteWarning {
    fn process(&mut self, cx: &mut Context) -> Flow {
        cx.warning(self.message.clone())
    }
}
