//! `Write-Warning`.

use iovsh_derive::Cmdlet;

use crate::shell::cmdlet::Cmdlet;
use crate::shell::error::Flow;
use crate::shell::eval::Context;

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
