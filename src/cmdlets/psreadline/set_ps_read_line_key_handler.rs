//! `Set-PSReadLineKeyHandler`.

use std::rc::Rc;

use iovsh_derive::Cmdlet;

use super::{ViModeName, chords, editing, function_names};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::editing::{ViMode, function};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::ScriptBlock;

/// Says what a key of the prompt does.
///
/// It holds from the next line on; a profile is the place for it. `Get-PSReadLineKeyHandler` lists what keys can do. One key at a time is bound: a
/// sequence such as `Ctrl+x,Ctrl+e` is refused.
///
/// # Examples
/// As in Windows PowerShell:
/// ```iovsh
/// PS> Set-PSReadLineKeyHandler -Key Tab -Function TabCompleteNext
/// PS> Get-PSReadLineKeyHandler Tab | ForEach-Object Function
/// TabCompleteNext
/// ```
/// Arrows that search by what is typed, as many profiles have it:
/// ```iovsh
/// PS> Set-PSReadLineKeyHandler -Key UpArrow -Function HistorySearchBackward
/// PS> Set-PSReadLineKeyHandler -Key DownArrow -Function HistorySearchForward
/// PS> Get-PSReadLineKeyHandler UpArrow, DownArrow | ForEach-Object Function
/// HistorySearchForward
/// HistorySearchBackward
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "PSReadLineKeyHandler",
    module = "PSReadLine",
    default_set = "Function"
)]
pub struct SetPsReadLineKeyHandler {
    /// The keys.
    #[param(position = 0, mandatory, not_null_or_empty, alias = "Key")]
    chord: Vec<String>,
    /// What they do.
    #[param(position = 1, mandatory, set = "Function", complete = function_names)]
    function: String,
    /// A script that a key runs needs the class PSConsoleReadLine, which is not here; it is refused.
    #[param(position = 1, mandatory, set = "ScriptBlock")]
    script_block: Option<Rc<ScriptBlock>>,
    /// What is said of a script.
    #[param(set = "ScriptBlock")]
    brief_description: String,
    /// What is said of a script at length.
    #[param(set = "ScriptBlock")]
    description: String,
    /// In which of vi's modes: Insert or Command.
    vi_mode: Option<ViModeName>,
}

impl Cmdlet for SetPsReadLineKeyHandler {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if self.script_block.is_some() {
            return cx.error(
                ShellError::new(
                    "NotSupported",
                    ErrorCategory::NotImplemented,
                    format!(
                        "-ScriptBlock is not supported: a key runs one of the functions that Get-PSReadLineKeyHandler lists{}.",
                        match self.brief_description.is_empty() && self.description.is_empty() {
                            true => "",
                            false => ", which have descriptions of their own",
                        }
                    ),
                )
                .help("Choose a function: Set-PSReadLineKeyHandler -Chord KEY -Function NAME."),
            );
        }
        let Some(known) = function(&self.function) else {
            return cx.error(
                ShellError::new(
                    "FunctionNotFound",
                    ErrorCategory::ObjectNotFound,
                    format!("No key can do '{}'.", self.function),
                )
                .target(self.function.as_str())
                .help("Get-PSReadLineKeyHandler lists what keys can do."),
            );
        };
        let mode = self.vi_mode.map_or(ViMode::Insert, ViMode::from);
        let shared = editing(cx.session());
        for chord in chords(cx, &self.chord)? {
            shared.change().keys.insert((mode, chord), Some(known.name));
        }
        Ok(())
    }
}
