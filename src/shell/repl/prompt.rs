//! The prompt: `PS sim> `, and `>> ` on the lines after the first.

use std::borrow::Cow;

use reedline::{Color, Prompt, PromptEditMode, PromptHistorySearch, PromptViMode};

use crate::editing::ViIndicator;
use crate::visible::visible_but_colours;

/// The prompt of one input line.
pub(super) struct LinePrompt {
    /// What stands before the cursor: `PS sim> `, or what the user's own `prompt` function wrote.
    pub text: String,
    /// Whether the last line failed.
    pub failed: bool,
    /// What stands before the lines after the first.
    pub continuation: String,
    /// How vi mode shows whether keys are commands.
    pub indicator: ViIndicator,
}

impl Prompt for LinePrompt {
    /// The name of a folder may stand in it, which anybody may have chosen.
    fn render_prompt_left(&self) -> Cow<'_, str> {
        visible_but_colours(&self.text)
    }

    fn render_prompt_right(&self) -> Cow<'_, str> {
        Cow::Borrowed("")
    }

    fn render_prompt_indicator(&self, mode: PromptEditMode) -> Cow<'_, str> {
        Cow::Borrowed(match (mode, self.indicator) {
            (PromptEditMode::Vi(PromptViMode::Normal), ViIndicator::Prompt) => "(command) ",
            _ => "",
        })
    }

    fn render_prompt_multiline_indicator(&self) -> Cow<'_, str> {
        visible_but_colours(&self.continuation)
    }

    /// The search of the editor itself is never opened: the menu of earlier lines has its place.
    fn render_prompt_history_search_indicator(&self, _search: PromptHistorySearch) -> Cow<'_, str> {
        Cow::Borrowed("")
    }

    fn get_prompt_color(&self) -> Color {
        if self.failed {
            Color::Red
        } else {
            Color::Green
        }
    }
}
