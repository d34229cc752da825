//! `Get-PSReadLineKeyHandler`.

use iovsh_derive::{Cmdlet, PsObject};

use super::{chords, editing};
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::editing::{FUNCTIONS, Function, ViMode, function};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// A key and what it does.
#[derive(Clone, Debug, PsObject)]
#[psobject(type_name = "Microsoft.PowerShell.KeyHandler")]
struct KeyHandler {
    key: String,
    function: String,
    description: String,
    group: String,
}

impl KeyHandler {
    fn new(key: &str, function: &Function) -> Self {
        Self {
            key: key.to_owned(),
            function: function.name.to_owned(),
            description: function.description.to_owned(),
            group: function.group.to_owned(),
        }
    }
}

/// Gets the keys of the prompt and what each does.
///
/// # Examples
/// What a key does:
/// ```iovsh
/// PS> Get-PSReadLineKeyHandler -Chord Ctrl+r | Format-List Key, Function
/// Key      : Ctrl+r
/// Function : ReverseSearchHistory
/// ```
/// What no key does, and could:
/// ```iovsh
/// PS> Get-PSReadLineKeyHandler -Unbound | Where-Object Group -eq Prediction | ForEach-Object Function
/// AcceptNextSuggestionWord
/// AcceptSuggestion
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "PSReadLineKeyHandler",
    module = "PSReadLine",
    default_set = "FullListing",
    output = KeyHandler
)]
pub struct GetPsReadLineKeyHandler {
    /// Only keys that do something.
    #[param(set = "FullListing")]
    bound: bool,
    /// Only what no key does.
    #[param(set = "FullListing")]
    unbound: bool,
    /// Only these keys.
    #[param(
        position = 0,
        mandatory,
        not_null_or_empty,
        set = "SpecificBindings",
        alias = "Key"
    )]
    chord: Vec<String>,
}

impl Cmdlet for GetPsReadLineKeyHandler {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let wanted = chords(cx, &self.chord)?;
        let shared = editing(cx.session());
        let bound = shared.get().bound(ViMode::Insert);
        let scripts = shared.get().scripts.clone();
        let all = self.chord.is_empty();
        if !(all && self.unbound) {
            for (chord, name) in &bound {
                if !all && !wanted.contains(chord) {
                    continue;
                }
                let key = chord.to_string();
                let script = scripts.get(&(ViMode::Insert, *chord));
                let handler = match (function(name), script) {
                    (Some(function), _) => KeyHandler::new(&key, function),
                    (None, Some(script)) => KeyHandler {
                        key,
                        function: script.brief.clone(),
                        description: script.description.clone(),
                        group: "Custom".to_owned(),
                    },
                    (None, None) => continue,
                };
                cx.emit(handler.into_value())?;
            }
        }
        if all && (self.unbound || !self.bound) {
            let free = |function: &&Function| !bound.values().any(|name| *name == function.name);
            for function in FUNCTIONS.iter().filter(free) {
                cx.emit(KeyHandler::new("Unbound", function).into_value())?;
            }
        }
        Ok(())
    }
}
