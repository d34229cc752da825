//! `Add-Content`.

use iovsh_derive::Cmdlet;

use super::content_writer::Content;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Writes content behind what a file holds.
///
/// # Examples
/// ```iovsh
/// PS> Set-Content log.txt 'begin'
/// PS> Add-Content log.txt 'end'
/// PS> Get-Content log.txt
/// begin
/// end
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Add",
    noun = "Content",
    module = "Microsoft.PowerShell.Management",
    alias = "ac",
    default_set = "Path",
    impact = Medium,
    output = "System.String"
)]
pub struct AddContent {
    #[flatten]
    content: Content,
}

impl Cmdlet for AddContent {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.content.write(cx, true)
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        self.content.close(cx)
    }
}
