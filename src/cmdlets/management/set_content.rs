//! `Set-Content`.

use iovsh_derive::Cmdlet;

use super::content_writer::Content;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Writes content in the place of what a file held before.
///
/// # Examples
/// ```iovsh
/// PS> 'lan', 'san' | Set-Content switches.txt
/// PS> Get-Content switches.txt
/// lan
/// san
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "Content",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    impact = Medium,
    output = "System.String"
)]
pub struct SetContent {
    #[flatten]
    content: Content,
}

impl Cmdlet for SetContent {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.content.write(cx, false)
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        self.content.close(cx)
    }
}
