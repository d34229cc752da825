//! The prompt: `PS sim> `, and `>> ` on the lines after the first.

use std::borrow::Cow;

use reedline::{
    Color, Prompt, PromptEditMode, PromptHistorySearch, PromptHistorySearchStatus, PromptViMode,
};

use crate::editing::ViIndicator;

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
    fn render_prompt_left(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.text)
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
        Cow::Borrowed(&self.continuation)
    }

    fn render_prompt_history_search_indicator(&self, search: PromptHistorySearch) -> Cow<'_, str> {
        let state = match search.status {
            PromptHistorySearchStatus::Passing => "",
            PromptHistorySearchStatus::Failing => "failing ",
        };
        Cow::Owned(format!("({state}search: {}) ", search.term))
    }

    fn get_prompt_color(&self) -> Color {
        if self.failed {
            Color::Red
        } else {
            Color::Green
        }
    }
}
