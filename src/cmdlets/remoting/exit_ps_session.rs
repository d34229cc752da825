//! `Exit-PSSession`.

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Ends what Enter-PSSession began: lines run here again.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Exit",
    noun = "PSSession",
    module = "Microsoft.PowerShell.Core",
    alias("exsn")
)]
pub struct ExitPsSession {}

impl Cmdlet for ExitPsSession {
    fn process(&mut self, cx: &mut Context) -> Flow {
        super::entered::exit(cx.session());
        Ok(())
    }
}
