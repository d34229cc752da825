//! Lines that were typed or pasted while a line ran: they are run in their order, as other shells do.
//!
//! While a line runs the terminal is in its ordinary mode and ends lines by LF. The editor takes LF for a key in the middle of
//! a burst, runs what stands before it and forgets the rest; so the lines are taken from the terminal before the editor looks.

use std::collections::VecDeque;
use std::mem::take;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::syntax::parse;
use crate::terminal;

/// What has been typed ahead and not been run yet.
#[derive(Default)]
pub(super) struct TypedAhead {
    /// Whole lines, as they came.
    lines: VecDeque<String>,
    /// What stands behind the last end of a line.
    begun: String,
}

/// What the editor begins with.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// A statement that is whole: it is shown and run.
    Run(String),
    /// Text that the person goes on with; empty when nothing was typed.
    Edit(String),
}

impl TypedAhead {
    /// Takes what waits in the terminal, behind what was taken before; tells whether something had to be dropped because it is
    /// not text. Nothing behind such a key is kept: it may have meant something else without it.
    pub(super) fn take_waiting(&mut self) -> bool {
        let waiting = terminal::take_typed_ahead(!self.is_empty());
        self.take(waiting)
    }

    /// The same of keys that somebody else took from the terminal.
    pub(super) fn take(&mut self, keys: Vec<Event>) -> bool {
        let typed = text_of(keys);
        if typed.anew {
            self.clear();
        }
        self.add(&typed.text);
        !typed.whole
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.lines.clear();
        self.begun.clear();
    }

    /// Whether nothing is left to run or to edit.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.begun.is_empty()
    }

    fn add(&mut self, text: &str) {
        for piece in text.split_inclusive('\n') {
            self.begun.push_str(piece);
            if piece.ends_with('\n') {
                self.begun.pop();
                self.lines.push_back(take(&mut self.begun));
            }
        }
    }

    /// The next statement, or what there is of one.
    pub(super) fn next(&mut self) -> Next {
        let mut text = String::new();
        while let Some(line) = self.lines.pop_front() {
            text.push_str(&line);
            if !text.trim().is_empty() {
                if !parse(&text).incomplete {
                    return Next::Run(text);
                }
                text.push('\n');
            } else {
                text.clear();
            }
        }
        text.push_str(&take(&mut self.begun));
        Next::Edit(text)
    }
}

/// What keys have typed.
#[derive(Debug, Default, PartialEq, Eq)]
struct Typed {
    /// With LF at the ends of lines.
    text: String,
    /// Behind a Ctrl+C: what was typed before is dropped, as the terminal in its ordinary mode drops it.
    anew: bool,
    /// Whether that is all. Of a key that is not text, and of all that follows it up to the end, nothing is given, nor of the line
    /// that it stands in.
    whole: bool,
}

fn text_of(keys: Vec<Event>) -> Typed {
    let mut typed = Typed {
        whole: true,
        ..Typed::default()
    };
    let text = &mut typed.text;
    for event in keys {
        match event {
            Event::Paste(pasted) => {
                text.push_str(&pasted.replace("\r\n", "\n").replace('\r', "\n"))
            }
            Event::Key(key) if key.kind == KeyEventKind::Release => {}
            Event::Key(key) if is_ctrl_c(key) => {
                text.clear();
                typed.anew = true;
            }
            Event::Key(key) if put(text, key) => {}
            Event::Key(_) => {
                text.truncate(text.rfind('\n').map_or(0, |end| end + 1));
                typed.whole = false;
                break;
            }
            _ => {}
        }
    }
    typed
}

fn is_ctrl_c(key: KeyEvent) -> bool {
    key.code == KeyCode::Char('c') && key.modifiers == KeyModifiers::CONTROL
}

/// Adds what a key writes; tells whether it writes anything.
fn put(text: &mut String, key: KeyEvent) -> bool {
    let plain = (key.modifiers - KeyModifiers::SHIFT).is_empty();
    match key.code {
        // The end of a line, as the terminal in its ordinary mode has it.
        KeyCode::Char('j') if key.modifiers == KeyModifiers::CONTROL => text.push('\n'),
        KeyCode::Enter if plain => text.push('\n'),
        KeyCode::Char(letter) if plain => text.push(letter),
        KeyCode::Tab if plain => text.push('\t'),
        // The terminal did not act on it itself.
        KeyCode::Backspace if plain => {
            if !text.ends_with('\n') {
                text.pop();
            }
        }
        _ => return false,
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(ahead: &mut TypedAhead) -> (Vec<String>, String) {
        let mut run = Vec::new();
        loop {
            match ahead.next() {
                Next::Run(text) => run.push(text),
                Next::Edit(text) => return (run, text),
            }
        }
    }

    #[test]
    fn lines_are_run_in_order_and_what_is_open_is_edited() {
        let mut ahead = TypedAhead::default();
        ahead.add("Get-VM\n\n  \nif (1) {\n 'a'\n}\nGet-");
        ahead.add("VMSwitch\nif (2) {\n'b'");
        let (run, edit) = all(&mut ahead);
        assert_eq!(run, ["Get-VM", "if (1) {\n 'a'\n}", "Get-VMSwitch"]);
        assert_eq!(edit, "if (2) {\n'b'");
        assert_eq!(all(&mut ahead), (Vec::new(), String::new()));
    }

    /// Keys: a capital letter behind `^` is pressed with Ctrl.
    fn keys(text: &str) -> Vec<Event> {
        let mut keys = Vec::new();
        let mut letters = text.chars();
        while let Some(letter) = letters.next() {
            let (code, modifiers) = match letter {
                '^' => {
                    let letter = letters.next().unwrap().to_ascii_lowercase();
                    (KeyCode::Char(letter), KeyModifiers::CONTROL)
                }
                '\r' => (KeyCode::Enter, KeyModifiers::NONE),
                '\t' => (KeyCode::Tab, KeyModifiers::NONE),
                '\u{7f}' => (KeyCode::Backspace, KeyModifiers::NONE),
                '↑' => (KeyCode::Up, KeyModifiers::NONE),
                letter => (KeyCode::Char(letter), KeyModifiers::NONE),
            };
            keys.push(Event::Key(KeyEvent::new(code, modifiers)));
        }
        keys
    }

    #[test]
    fn keys_are_text_or_end_it() {
        for (typed, text, whole) in [
            ("a\rb^J", "a\nb\n", true),
            ("Get-VX\u{7f}M^J\u{7f}x", "Get-VM\nx", true),
            ("a^JGet-VM↑^JRemove-VM x^J", "a\n", false),
            ("one^Q\rtwo\r", "", false),
            ("é\t1\r", "é\t1\n", true),
        ] {
            let read = text_of(keys(typed));
            assert_eq!((&*read.text, read.whole), (text, whole), "{typed:?}");
            assert!(!read.anew);
        }
    }

    #[test]
    fn what_is_typed_behind_ctrl_c_is_all_that_is_left() {
        let mut ahead = TypedAhead::default();
        ahead.add("Remove-VM one\nRemove-VM ");
        assert!(!ahead.take(keys("two\r^C^CGet-VM\rGet-")));
        assert_eq!(
            all(&mut ahead),
            (vec!["Get-VM".to_owned()], "Get-".to_owned())
        );
        // Nor does a key that is no text bring back what stands before it.
        ahead.add("Remove-VM one\n");
        assert!(ahead.take(keys("^CGet-VM\r↑Stop-VM\r")));
        assert_eq!(all(&mut ahead), (vec!["Get-VM".to_owned()], String::new()));
    }
}
