//! `Set-PSReadLineKeyHandler`.

use std::rc::Rc;

use iovsh_derive::Cmdlet;

use super::{ViModeName, chords, editing, function_names, warn_of_twins};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::editing::{KeyScript, SCRIPT, ViMode, function};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::ScriptBlock;

/// Says what a key of the prompt does.
///
/// It holds from the next line on; a profile is the place for it. `Get-PSReadLineKeyHandler` lists what keys can do. Two keys in a row are written with a
/// comma between them (`Ctrl+x,Ctrl+e`). A key that begins such sequences does nothing by itself: what is said last holds.
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
/// Two keys in a row, as Emacs and bash have them:
/// ```iovsh
/// PS> Set-PSReadLineKeyHandler -Chord 'Ctrl+x,Ctrl+k' -Function BackwardKillInput
/// PS> Get-PSReadLineKeyHandler 'Ctrl+x,Ctrl+k' | ForEach-Object Function
/// BackwardKillInput
/// ```
/// A key that puts brackets around what has been typed, and one that runs a command whatever stands in the line:
/// ```iovsh
/// PS> $brackets = { $line = $cursor = $null; $editor = [Microsoft.PowerShell.PSConsoleReadLine]; $editor::GetBufferState([ref]$line, [ref]$cursor); $editor::Replace(0, $line.Length, "($line)") }
/// PS> Set-PSReadLineKeyHandler Alt+b -BriefDescription Brackets -ScriptBlock $brackets
/// PS> Set-PSReadLineKeyHandler F5 -ScriptBlock { $editor = [Microsoft.PowerShell.PSConsoleReadLine]; $editor::RevertLine(); $editor::Insert('Get-VM'); $editor::AcceptLine() }
/// PS> Get-PSReadLineKeyHandler Alt+b | ForEach-Object Function
/// Brackets
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
    /// A script that the key runs. It gets the key and $null, and reads and changes the line by the methods of
    /// [Microsoft.PowerShell.PSConsoleReadLine].
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
        let mode = self.vi_mode.map_or(ViMode::Insert, ViMode::from);
        let shared = editing(cx.session());
        if let Some(block) = &self.script_block {
            let or = |text: &str, usual: &str| match text {
                "" => usual.to_owned(),
                text => text.to_owned(),
            };
            let script = KeyScript {
                block: Rc::clone(block),
                brief: or(&self.brief_description, "CustomAction"),
                description: or(&self.description, "User defined action"),
            };
            for chord in chords(cx, &self.chord)? {
                warn_of_twins(cx, chord)?;
                let mut editing = shared.change();
                editing.bind(mode, chord, Some(SCRIPT));
                editing.scripts.insert((mode, chord), script.clone());
            }
            return Ok(());
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
        for chord in chords(cx, &self.chord)? {
            warn_of_twins(cx, chord)?;
            shared.change().bind(mode, chord, Some(known.name));
        }
        Ok(())
    }
}
