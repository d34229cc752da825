//! The line that is being edited at the prompt, while a key runs a script: what `[Microsoft.PowerShell.PSConsoleReadLine]` reads and changes.
//!
//! Places are counted as .NET counts them, in units of UTF-16.

use std::cell::RefCell;

/// What becomes of the line when the script has ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Then {
    /// It is edited on.
    #[default]
    Edit,
    /// It is run.
    Accept,
    /// It is dropped, as by Ctrl+C.
    Cancel,
}

/// A line and where its cursor is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConsoleLine {
    /// What has been typed.
    pub text: String,
    /// Where the cursor is, in bytes.
    pub cursor: usize,
    /// What becomes of it.
    pub then: Then,
    /// Lines that a script has put into the history.
    pub remembered: Vec<String>,
}

thread_local! {
    static LINE: RefCell<Option<ConsoleLine>> = const { RefCell::new(None) };
}

/// A script is about to run for a key: this is the line.
pub fn begin(line: ConsoleLine) {
    LINE.set(Some(line));
}

/// The script has ended: what it made of the line.
pub fn end() -> Option<ConsoleLine> {
    LINE.take()
}

/// Reads or changes the line; `None` while no key runs a script.
pub fn with<T>(f: impl FnOnce(&mut ConsoleLine) -> T) -> Option<T> {
    LINE.with_borrow_mut(|line| line.as_mut().map(f))
}

impl ConsoleLine {
    /// The place in bytes of one that is counted in units of UTF-16; `None` behind the end.
    #[must_use]
    pub fn byte_of(&self, units: usize) -> Option<usize> {
        let mut seen = 0;
        for (at, c) in self.text.char_indices() {
            if seen >= units {
                return Some(at);
            }
            seen += c.len_utf16();
        }
        (seen >= units).then_some(self.text.len())
    }

    /// The place in units of UTF-16 of one in bytes.
    #[must_use]
    pub fn units_of(&self, byte: usize) -> usize {
        let before = self.text.get(..byte).unwrap_or(&self.text);
        before.encode_utf16().count()
    }

    /// Puts text in the place of a part of the line, counted in units of UTF-16; the cursor stands behind it then. `false`: there is no
    /// such part.
    pub fn replace(&mut self, start: usize, length: usize, text: &str) -> bool {
        let place = self
            .byte_of(start)
            .zip(self.byte_of(start.saturating_add(length)));
        let Some((from, to)) = place.filter(|(from, to)| from <= to) else {
            return false;
        };
        self.text.replace_range(from..to, text);
        self.cursor = from + text.len();
        true
    }

    /// Puts text at the cursor.
    pub fn insert(&mut self, text: &str) {
        self.text.insert_str(self.cursor, text);
        self.cursor += text.len();
    }

    /// Takes a part of the line away, in bytes; what stands before it stays where it is.
    pub fn cut(&mut self, from: usize, to: usize) {
        if from < to && self.text.is_char_boundary(from) && self.text.is_char_boundary(to) {
            self.text.replace_range(from..to, "");
            self.cursor = match self.cursor {
                at if at >= to => at - (to - from),
                at => at.min(from),
            };
        }
    }

    /// The character before the cursor.
    #[must_use]
    pub fn before(&self) -> usize {
        let mut left = self.text[..self.cursor].char_indices();
        left.next_back().map_or(0, |(at, _)| at)
    }

    /// The place behind the character at the cursor.
    #[must_use]
    pub fn behind(&self) -> usize {
        let next = self.text[self.cursor..].chars().next();
        self.cursor + next.map_or(0, char::len_utf8)
    }

    /// Where the word before the cursor begins.
    #[must_use]
    pub fn word_before(&self) -> usize {
        let left = self.text[..self.cursor].trim_end_matches(|c: char| !c.is_alphanumeric());
        left.trim_end_matches(char::is_alphanumeric).len()
    }

    /// Where the word at the cursor, or the next one, ends.
    #[must_use]
    pub fn word_behind(&self) -> usize {
        let right = &self.text[self.cursor..];
        let word = right.trim_start_matches(|c: char| !c.is_alphanumeric());
        let rest = word.trim_start_matches(char::is_alphanumeric);
        self.text.len() - rest.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_units_of_utf_16_and_parts_are_replaced() {
        let mut line = ConsoleLine {
            text: "a\u{1F600}b c".to_owned(),
            cursor: 5,
            ..ConsoleLine::default()
        };
        assert_eq!((line.units_of(5), line.byte_of(3)), (3, Some(5)));
        assert_eq!(line.byte_of(9), None);
        assert!(line.replace(1, 2, "xy"));
        assert_eq!((&*line.text, line.cursor), ("axyb c", 3));
        assert!(!line.replace(4, 9, ""));
        line.insert("ä");
        assert_eq!(
            (&*line.text, line.before(), line.behind()),
            ("axyäb c", 3, 6)
        );
        line.cut(0, 3);
        assert_eq!((&*line.text, line.cursor), ("äb c", 2));
        assert_eq!((line.word_before(), line.word_behind()), (0, 3));
    }
}
