//! `Get-PSReadLineOption`.

use iovsh_derive::{Cmdlet, PsObject};

use super::{EditModeName, HistorySaveStyle, PredictionSource, ViModeStyle, editing};
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// How lines are edited.
#[derive(Clone, Debug, PsObject)]
#[psobject(type_name = "Microsoft.PowerShell.PSConsoleReadLineOptions")]
struct ReadLineOptions {
    edit_mode: EditModeName,
    continuation_prompt: String,
    history_save_style: HistorySaveStyle,
    prediction_source: PredictionSource,
    vi_mode_indicator: ViModeStyle,
    /// The names of what has a colour of the user's own.
    #[property(name = "Colors")]
    colours: Vec<String>,
}

/// Gets how lines are edited at the prompt.
///
/// # Examples
/// ```iovsh
/// PS> Get-PSReadLineOption | Format-List EditMode, PredictionSource, HistorySaveStyle
/// EditMode         : Emacs
/// PredictionSource : History
/// HistorySaveStyle : SaveIncrementally
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "PSReadLineOption", module = "PSReadLine", output = ReadLineOptions)]
pub struct GetPsReadLineOption {}

impl Cmdlet for GetPsReadLineOption {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let shared = editing(cx.session());
        let options = {
            let editing = shared.get();
            ReadLineOptions {
                edit_mode: editing.mode.into(),
                continuation_prompt: editing.continuation.clone(),
                history_save_style: match editing.saves {
                    true => HistorySaveStyle::SaveIncrementally,
                    false => HistorySaveStyle::SaveNothing,
                },
                prediction_source: match editing.hints {
                    true => PredictionSource::History,
                    false => PredictionSource::None,
                },
                vi_mode_indicator: editing.indicator.into(),
                colours: editing
                    .colours
                    .keys()
                    .map(|name| (*name).to_owned())
                    .collect(),
            }
        };
        cx.emit(options.into_value())
    }
}
