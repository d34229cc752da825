//! `Clear-History`.

use iovsh_derive::Cmdlet;

use crate::shell::cmdlet::Cmdlet;
use crate::shell::error::Flow;
use crate::shell::eval::Context;

/// Forgets the lines that were typed in this session.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Clear",
    noun = "History",
    module = "Microsoft.PowerShell.Core",
    alias("clhy")
)]
pub struct ClearHistory {}

impl Cmdlet for ClearHistory {
    fn process(&mut self, cx: &mut Context) -> Flow {
        cx.session().history.clear();
        Ok(())
    }
}
