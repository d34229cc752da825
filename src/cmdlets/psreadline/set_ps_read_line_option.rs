//! `Set-PSReadLineOption`.

use std::rc::Rc;

use iovsh_derive::Cmdlet;

use super::{EditModeName, HistorySaveStyle, PredictionSource, ViModeStyle, editing};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::editing::{COLOURS, parse_colour};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::{Hashtable, Value, convert};

/// Says how lines are edited at the prompt: the keys, the colours, what is remembered.
///
/// It holds from the next line on, for this session; a profile is the place for it, and `Set-IovshOption EditMode` the one for all sessions.
///
/// # Examples
/// The keys of vi, with the cursor's shape saying which mode it is:
/// ```iovsh
/// PS> Set-PSReadLineOption -EditMode Vi -ViModeIndicator Cursor
/// PS> Get-PSReadLineOption | Format-List EditMode, ViModeIndicator
/// EditMode        : Vi
/// ViModeIndicator : Cursor
/// ```
/// Nothing in grey behind the cursor, and other colours:
/// ```iovsh
/// PS> Set-PSReadLineOption -PredictionSource None -Colors @{ Command = 'Cyan'; String = '#ff8800' }
/// PS> (Get-PSReadLineOption).Colors
/// Command
/// String
/// ```
/// A session whose lines nobody else is to see:
/// ```iovsh
/// PS> Set-PSReadLineOption -HistorySaveStyle SaveNothing
/// PS> (Get-PSReadLineOption).HistorySaveStyle
/// SaveNothing
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "PSReadLineOption", module = "PSReadLine")]
pub struct SetPsReadLineOption {
    /// The keys.
    edit_mode: Option<EditModeName>,
    /// What stands before the lines after the first.
    continuation_prompt: Option<String>,
    /// Which lines go into the history file.
    history_save_style: Option<HistorySaveStyle>,
    /// Where the grey rest of a line comes from.
    prediction_source: Option<PredictionSource>,
    /// How vi mode shows whether keys are commands.
    vi_mode_indicator: Option<ViModeStyle>,
    /// Colours: a hashtable of `Command`, `Comment`, `Default`, `Error`, `InlinePrediction`, `Keyword`, `Number`, `Operator`, `Parameter`, `String` and
    /// `Variable`, each with the name of a console colour, `#rrggbb`, or an escape sequence.
    colors: Option<Rc<Hashtable>>,
    #[param(no_effect = "nothing rings at this prompt.")]
    bell_style: Value,
    #[param(no_effect = "nothing rings at this prompt.")]
    ding_tone: Value,
    #[param(no_effect = "nothing rings at this prompt.")]
    ding_duration: Value,
    #[param(no_effect = "all candidates are in one list, of which a screen is shown at a time.")]
    completion_query_items: Value,
    #[param(
        no_effect = "equal lines that follow each other are kept once, others as often as they were run."
    )]
    history_no_duplicates: bool,
    #[param(no_effect = "the cursor is always at the end of a line that was found.")]
    history_search_cursor_moves_to_end: bool,
    #[param(no_effect = "lines are searched without regard to case.")]
    history_search_case_sensitive: bool,
    #[param(no_effect = "the history file is that of the user; Get-Help about_Prompt says where.")]
    history_save_path: Value,
    #[param(no_effect = "10000 lines are kept.")]
    maximum_history_count: Value,
    #[param(no_effect = "what was cut last is kept, and nothing before it.")]
    maximum_kill_ring_count: Value,
    #[param(no_effect = "lines with secrets are kept out of the history by what is in them.")]
    add_to_history_handler: Value,
    #[param(no_effect = "a command that nobody knows is red, whatever a script says.")]
    command_validation_handler: Value,
    #[param(no_effect = "-ViModeIndicator says how vi mode shows itself.")]
    vi_mode_change_handler: Value,
    #[param(no_effect = "the grey rest stands in the line.")]
    prediction_view_style: Value,
    #[param(no_effect = "what is said of a candidate always stands beside it.")]
    show_tool_tips: bool,
    #[param(no_effect = "the prompt is as high as what the function prompt writes.")]
    extra_prompt_line_count: Value,
    #[param(no_effect = "the prompt is red after a line that failed.")]
    prompt_text: Value,
    #[param(no_effect = "words end where letters and digits do.")]
    word_delimiters: Value,
    #[param(no_effect = "escape sequences are told apart by the terminal library.")]
    ansi_escape_timeout: Value,
    #[param(no_effect = "there are no Windows consoles here.")]
    terminate_orphaned_console_apps: bool,
}

impl Cmdlet for SetPsReadLineOption {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let shared = editing(cx.session());
        let mut colours = Vec::new();
        let keys = self.colors.iter().flat_map(|table| {
            let value = |key: Value| (table.get(&key).unwrap_or_default(), key);
            table.keys().into_iter().map(value).collect::<Vec<_>>()
        });
        for (value, key) in keys {
            let (name, text) = (convert::to_text(&key), convert::to_text(&value));
            let known = COLOURS.iter().find(|(known, _)| {
                // `CommandColor` is how the object that Get-PSReadLineOption gives calls it elsewhere.
                let plain = name.strip_suffix("Color").unwrap_or(&name);
                known.eq_ignore_ascii_case(plain)
            });
            match (known, parse_colour(&text)) {
                (Some((known, _)), Some(style)) => colours.push((*known, style)),
                (None, _) => {
                    let names: Vec<&str> = COLOURS.iter().map(|(name, _)| *name).collect();
                    let error = ShellError::new(
                        "ColorNotFound",
                        ErrorCategory::InvalidArgument,
                        format!("Nothing here has the colour '{name}'."),
                    );
                    cx.error(
                        error
                            .target(&*name)
                            .help(format!("There are: {}.", names.join(", "))),
                    )?;
                }
                (Some(_), None) => {
                    let error = ShellError::new(
                        "ColorInvalid",
                        ErrorCategory::InvalidArgument,
                        format!("'{text}' is no colour."),
                    );
                    let help = "A colour is a name such as DarkYellow, #rrggbb, or an escape sequence that ends in m.";
                    cx.error(error.target(&*text).help(help))?;
                }
            }
        }
        if let Some(PredictionSource::Plugin | PredictionSource::HistoryAndPlugin) =
            self.prediction_source
        {
            cx.warning(
                "There are no plugins here: the grey rest comes from the lines that were run.",
            )?;
        }
        if self.history_save_style == Some(HistorySaveStyle::SaveAtExit) {
            cx.warning("Each line is in the history file when it is run, not only at the end.")?;
        }
        let mut editing = shared.change();
        if let Some(mode) = self.edit_mode {
            editing.mode = mode.into();
        }
        if let Some(text) = &self.continuation_prompt {
            editing.continuation = iovsh_shell::visible::visible_line(text).into_owned();
        }
        if let Some(style) = self.history_save_style {
            editing.saves = style != HistorySaveStyle::SaveNothing;
        }
        if let Some(source) = self.prediction_source {
            editing.hints = source != PredictionSource::None;
        }
        if let Some(indicator) = self.vi_mode_indicator {
            editing.indicator = indicator.into();
        }
        editing.colours.extend(colours);
        Ok(())
    }
}
