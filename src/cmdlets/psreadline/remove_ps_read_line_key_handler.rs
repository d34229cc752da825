//! `Remove-PSReadLineKeyHandler`.

use iovsh_derive::Cmdlet;

use super::{ViModeName, chords, editing};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::editing::ViMode;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Takes from a key of the prompt what it does.
///
/// # Examples
/// A key that is pressed by mistake too often:
/// ```iovsh
/// PS> Remove-PSReadLineKeyHandler Ctrl+l
/// PS> @(Get-PSReadLineKeyHandler Ctrl+l).Count
/// 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Remove", noun = "PSReadLineKeyHandler", module = "PSReadLine")]
pub struct RemovePsReadLineKeyHandler {
    /// The keys.
    #[param(position = 0, mandatory, not_null_or_empty, alias = "Key")]
    chord: Vec<String>,
    /// In which of vi's modes: Insert or Command.
    vi_mode: Option<ViModeName>,
}

impl Cmdlet for RemovePsReadLineKeyHandler {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let mode = self.vi_mode.map_or(ViMode::Insert, ViMode::from);
        let shared = editing(cx.session());
        for chord in chords(cx, &self.chord)? {
            shared.change().bind(mode, chord, None);
        }
        Ok(())
    }
}
