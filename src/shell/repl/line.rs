//! The line that is edited, as the menus of the prompt take it from the editor and put it back.

use reedline::{Editor, Suggestion, UndoBehavior};

/// A line and where its cursor is, in bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) cursor: usize,
}

impl Line {
    pub(super) fn of(editor: &mut Editor) -> Self {
        let mut line = Self::default();
        editor.edit_buffer(
            |buffer| {
                line.text = buffer.get_buffer().to_owned();
                line.cursor = buffer.insertion_point();
            },
            UndoBehavior::NoOp,
        );
        line
    }

    pub(super) fn put(&self, editor: &mut Editor) {
        editor.edit_buffer(
            |buffer| {
                buffer.set_buffer(self.text.clone());
                buffer.set_insertion_point(self.cursor);
            },
            UndoBehavior::NoOp,
        );
    }

    /// Whether nothing but blanks stands before the cursor in a row behind the first: where a block is indented.
    pub(super) fn is_indented(&self) -> bool {
        let before = self.text.get(..self.cursor).unwrap_or_default();
        let row = before.rsplit_once('\n').map(|(_, row)| row);
        row.is_some_and(|row| row.chars().all(|c| matches!(c, ' ' | '\t')))
    }

    /// What was typed into `self` where its cursor is, if that makes `later` of it.
    pub(super) fn typed_since<'a>(&self, later: &'a Self) -> Option<&'a str> {
        let (before, after) = self.text.split_at_checked(self.cursor)?;
        let typed = later.text.strip_prefix(before)?.strip_suffix(after)?;
        (later.cursor == before.len() + typed.len()).then_some(typed)
    }

    pub(super) fn with_typed(&self, typed: &str) -> Self {
        let mut line = self.clone();
        line.text.insert_str(line.cursor, typed);
        line.cursor += typed.len();
        line
    }

    /// The line with a candidate in it; nothing is put behind it, so that what is typed next joins it.
    pub(super) fn with(&self, candidate: &Suggestion) -> Option<Self> {
        let span = candidate.span;
        let before = self.text.get(..span.start)?;
        let after = self.text.get(span.end..)?;
        Some(Self {
            text: format!("{before}{}{after}", candidate.value),
            cursor: span.start + candidate.value.len(),
        })
    }
}
