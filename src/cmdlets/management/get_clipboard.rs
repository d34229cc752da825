//! `Get-Clipboard`.

use iovsh_derive::Cmdlet;

use super::clipboard;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the text of the clipboard, line by line.
///
/// `wl-paste`, `xclip` or `xsel` reads it, in a session of a desktop. Terminals do not tell what is in a clipboard.
///
/// # Examples
/// Where there is no desktop, an error says so:
/// ```iovsh
/// PS> @(Get-Clipboard -ErrorAction SilentlyContinue).Count -ge 0
/// True
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Clipboard",
    module = "Microsoft.PowerShell.Management",
    alias = "gcb",
    output = "System.String"
)]
pub struct GetClipboard {
    /// The whole text as one, with its line breaks.
    raw: bool,
}

impl Cmdlet for GetClipboard {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let Some(text) = clipboard::read()? else {
            return cx.error(clipboard::out_of_reach("read"));
        };
        if self.raw {
            return cx.emit(text);
        }
        for line in text.lines() {
            cx.emit(line)?;
        }
        Ok(())
    }
}
