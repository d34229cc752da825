//! `Clear-Host`.

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Empties the screen.
///
/// What has scrolled away goes as well. Where output does not go to a terminal nothing is done.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Clear",
    noun = "Host",
    module = "Microsoft.PowerShell.Core",
    alias("cls", "clear")
)]
pub struct ClearHost {}

impl Cmdlet for ClearHost {
    fn process(&mut self, cx: &mut Context) -> Flow {
        cx.output().clear();
        Ok(())
    }
}
