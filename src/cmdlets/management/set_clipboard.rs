//! `Set-Clipboard`.

use iovsh_derive::Cmdlet;

use super::clipboard;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Puts text into the clipboard.
///
/// `wl-copy`, `xclip` or `xsel` takes it, in a session of a desktop. Elsewhere, over ssh for instance, the terminal is asked to do it (the sequence OSC 52,
/// which many terminals follow, some after their settings allow it).
///
/// # Examples
/// ```iovsh
/// PS> 'web1' | Set-Clipboard -WhatIf
/// What if: Performing the operation "Set Clipboard" on target "web1".
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "Clipboard",
    module = "Microsoft.PowerShell.Management",
    alias = "scb",
    impact = Medium,
    output = "System.String"
)]
pub struct SetClipboard {
    /// The text; several are lines of it.
    #[param(
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name,
        allow_null,
        allow_empty_string,
        allow_empty_collection
    )]
    value: Vec<String>,
    /// Adds to what is there.
    append: bool,
    /// Hands on what it puts there.
    pass_thru: bool,
    /// Asks the terminal, whatever programs there are: over ssh its clipboard is the one in front of the user.
    #[param(name = "AsOSC52")]
    as_osc52: bool,
    #[state]
    lines: Vec<String>,
}

impl Cmdlet for SetClipboard {
    fn process(&mut self, cx: &mut Context) -> Flow {
        for line in std::mem::take(&mut self.value) {
            if self.pass_thru {
                cx.emit(line.as_str())?;
            }
            self.lines.push(line);
        }
        Ok(())
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        let mut text = self.lines.join("\n");
        if !cx.should_process(&text, "Set Clipboard")? {
            return Ok(());
        }
        if self.append {
            match clipboard::read()? {
                Some(before) if before.is_empty() => {}
                Some(before) => text = format!("{before}\n{text}"),
                None => return cx.error(clipboard::out_of_reach("read, to add to it")),
            }
        }
        let is_there =
            (!self.as_osc52 && clipboard::write(&text)?) || cx.output().to_clipboard(&text);
        if is_there {
            return Ok(());
        }
        cx.error(clipboard::out_of_reach("written"))
    }
}
