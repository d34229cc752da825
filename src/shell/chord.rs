//! Keys, as PSReadLine writes them: `Ctrl+r`, `Alt+.`, `Shift+Tab`, `Ctrl+LeftArrow`, `F1`, and `Ctrl+x,Ctrl+e` for two in a row.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key without what is held with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A letter, digit or sign; letters in lower case where Ctrl or Alt is held.
    Letter(char),
    /// A function key.
    Function(u8),
    /// A key with a name, one of those that PSReadLine knows.
    Named(&'static str),
}

/// The keys with a name, and other names of them.
const NAMED: &[(&str, &[&str])] = &[
    ("Backspace", &["Back"]),
    ("Delete", &["Del"]),
    ("DownArrow", &["Down"]),
    ("End", &[]),
    ("Enter", &["Return"]),
    ("Escape", &["Esc"]),
    ("Home", &[]),
    ("Insert", &["Ins"]),
    ("LeftArrow", &["Left"]),
    ("PageDown", &["PgDn"]),
    ("PageUp", &["PgUp"]),
    ("RightArrow", &["Right"]),
    ("Spacebar", &["Space"]),
    ("Tab", &[]),
    ("UpArrow", &["Up"]),
];

/// What is pressed for something to happen: a key, or one and then another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Chord {
    /// The key that is pressed first.
    pub first: Stroke,
    /// The one behind it, if there is one.
    pub second: Option<Stroke>,
}

impl Chord {
    /// Reads one key, or two with a comma between them.
    ///
    /// # Errors
    /// What is wrong, as a sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        // A comma may be a key itself.
        let whole = match Stroke::parse(text) {
            Ok(first) => {
                return Ok(Self {
                    first,
                    second: None,
                });
            }
            Err(words) => words,
        };
        for (at, _) in text.match_indices(',') {
            let (before, after) = (text.get(..at), text.get(at + 1..));
            if let (Some(Ok(first)), Some(Ok(second))) =
                (before.map(Stroke::parse), after.map(Stroke::parse))
            {
                return Ok(Self {
                    first,
                    second: Some(second),
                });
            }
        }
        let mut pieces = text.split(',').map(Stroke::parse);
        if pieces.clone().count() > 2 && pieces.clone().all(|piece| piece.is_ok()) {
            return Err(format!(
                "'{text}' are {} keys; at most two in a row can be bound.",
                pieces.count()
            ));
        }
        // Of a sequence the part that is no key says more than the whole.
        let wrong = match text.contains(',') {
            true => pieces.find_map(Result::err),
            false => None,
        };
        Err(wrong.unwrap_or(whole))
    }

    /// The last key that is pressed.
    #[must_use]
    pub fn last(&self) -> Stroke {
        self.second.unwrap_or(self.first)
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.first)?;
        match self.second {
            Some(second) => write!(f, ",{second}"),
            None => Ok(()),
        }
    }
}

/// A key with what is held with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stroke {
    /// The key.
    pub key: Key,
    /// Ctrl is held.
    pub control: bool,
    /// Alt is held.
    pub alt: bool,
    /// Shift is held; a capital letter stands for itself.
    pub shift: bool,
}

impl Stroke {
    /// Reads a key.
    ///
    /// # Errors
    /// What is wrong, as a sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let mut stroke = Self {
            key: Key::Letter(' '),
            control: false,
            alt: false,
            shift: false,
        };
        let mut rest = text;
        // The last part is the key, which may be a plus itself.
        while let Some((held, after)) = rest
            .split_once('+')
            .filter(|(held, after)| !held.is_empty() && !after.is_empty())
        {
            match held.to_ascii_lowercase().as_str() {
                "ctrl" | "control" => stroke.control = true,
                "alt" => stroke.alt = true,
                "shift" => stroke.shift = true,
                _ => {
                    return Err(format!(
                        "'{held}' in '{text}' is none of Ctrl, Alt and Shift."
                    ));
                }
            }
            rest = after;
        }
        let mut letters = rest.chars();
        stroke.key = match (letters.next(), letters.next()) {
            (Some(' '), None) => Key::Named("Spacebar"),
            (Some(letter), None) if stroke.control || stroke.alt => {
                Key::Letter(letter.to_ascii_lowercase())
            }
            (Some(letter), None) => Key::Letter(letter),
            _ => named(rest).ok_or_else(|| {
                let names: Vec<&str> = NAMED.iter().map(|(name, _)| *name).collect();
                format!(
                    "'{rest}' is no key. There are: letters, F1 to F24, {}.",
                    names.join(", ")
                )
            })?,
        };
        Ok(stroke.reported())
    }

    /// The key that the terminal reports; `None` for one that has no name here.
    #[must_use]
    pub fn of(event: KeyEvent) -> Option<Self> {
        let key = match event.code {
            KeyCode::Char(' ') => Key::Named("Spacebar"),
            KeyCode::Char(letter) => Key::Letter(letter),
            KeyCode::F(number) => Key::Function(number),
            KeyCode::Backspace => Key::Named("Backspace"),
            KeyCode::Delete => Key::Named("Delete"),
            KeyCode::Down => Key::Named("DownArrow"),
            KeyCode::End => Key::Named("End"),
            KeyCode::Enter => Key::Named("Enter"),
            KeyCode::Esc => Key::Named("Escape"),
            KeyCode::Home => Key::Named("Home"),
            KeyCode::Insert => Key::Named("Insert"),
            KeyCode::Left => Key::Named("LeftArrow"),
            KeyCode::PageDown => Key::Named("PageDown"),
            KeyCode::PageUp => Key::Named("PageUp"),
            KeyCode::Right => Key::Named("RightArrow"),
            KeyCode::Tab | KeyCode::BackTab => Key::Named("Tab"),
            KeyCode::Up => Key::Named("UpArrow"),
            _ => return None,
        };
        let held = |modifier| event.modifiers.contains(modifier);
        Some(Self {
            key,
            control: held(KeyModifiers::CONTROL),
            alt: held(KeyModifiers::ALT),
            shift: held(KeyModifiers::SHIFT) || event.code == KeyCode::BackTab,
        })
    }

    /// The key that terminals report when this is pressed, where one byte stands for both: Ctrl with a sign is Ctrl with a digit.
    #[must_use]
    pub fn reported(self) -> Self {
        let key = match self.key {
            Key::Letter(sign) if self.control => match sign {
                '@' => Key::Named("Spacebar"),
                '\\' => Key::Letter('4'),
                ']' => Key::Letter('5'),
                '^' => Key::Letter('6'),
                '_' | '/' => Key::Letter('7'),
                other => Key::Letter(other),
            },
            key => key,
        };
        Self { key, ..self }
    }

    /// The other key that a terminal sends when this is pressed, if it cannot tell the two apart. Terminals send bytes, and have none
    /// for many keys with something held; one that is set to send more (`modifyOtherKeys`, the protocol of kitty) does.
    #[must_use]
    pub fn sent_as(self) -> Option<Self> {
        let bare = |name| Self {
            key: Key::Named(name),
            control: false,
            alt: self.alt,
            shift: false,
        };
        match self.reported().key {
            Key::Letter(letter) if self.control => match letter {
                'i' => Some(bare("Tab")),
                'm' => Some(bare("Enter")),
                '[' | '3' => Some(bare("Escape")),
                '8' | '?' => Some(bare("Backspace")),
                '2' => Some(Self {
                    control: true,
                    ..bare("Spacebar")
                }),
                'a'..='z' | '4'..='7' => self.shift.then_some(Self {
                    shift: false,
                    ..self
                }),
                _ => Some(Self {
                    control: false,
                    ..self
                }),
            },
            Key::Named("Spacebar") if self.control => self.shift.then_some(Self {
                shift: false,
                ..self
            }),
            Key::Named("Tab") => self.control.then_some(Self {
                control: false,
                ..self
            }),
            Key::Named(name @ ("Enter" | "Escape" | "Backspace" | "Spacebar")) => {
                (self.control || self.shift).then(|| bare(name))
            }
            _ => None,
        }
    }
}

fn named(text: &str) -> Option<Key> {
    if let Some(number) = text.strip_prefix(['F', 'f']) {
        let number = number
            .parse()
            .ok()
            .filter(|number| (1..=24).contains(number));
        return number.map(Key::Function);
    }
    let is = |name: &&str| name.eq_ignore_ascii_case(text);
    let mut rows = NAMED.iter();
    let row = rows.find(|(name, others)| is(name) || others.iter().any(&is))?;
    Some(Key::Named(row.0))
}

impl fmt::Display for Stroke {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [
            (self.control, "Ctrl"),
            (self.alt, "Alt"),
            (self.shift, "Shift"),
        ] {
            if held {
                write!(f, "{name}+")?;
            }
        }
        match self.key {
            Key::Letter(letter) => write!(f, "{letter}"),
            Key::Function(number) => write!(f, "F{number}"),
            Key::Named(name) => f.write_str(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_are_written() {
        for (text, shown) in [
            ("Ctrl+R", "Ctrl+r"),
            ("ctrl+alt+x", "Ctrl+Alt+x"),
            ("Shift+Tab", "Shift+Tab"),
            ("Ctrl+Left", "Ctrl+LeftArrow"),
            ("f12", "F12"),
            ("Ctrl++", "Ctrl++"),
            ("+", "+"),
            ("\"", "\""),
            (" ", " "),
            ("Ctrl+Space", "Ctrl+Spacebar"),
            (",", ","),
            ("Ctrl+X,Ctrl+E", "Ctrl+x,Ctrl+e"),
            ("Ctrl+x, u", "Ctrl+x,u"),
            ("Ctrl+x,,", "Ctrl+x,,"),
            ("g,g", "g,g"),
            ("Escape,F1", "Escape,F1"),
        ] {
            let chord = Chord::parse(text).map(|chord| chord.to_string());
            let shown = if text == " " {
                Err("''".to_owned())
            } else {
                Ok(shown.to_owned())
            };
            assert!(
                chord == shown || chord.is_err() && shown.is_err(),
                "{text}: {chord:?}"
            );
        }
        for wrong in ["", "Hyper+x", "Ctrl+", "Ctrl+x,", "F25", "Nokey"] {
            assert!(Chord::parse(wrong).is_err(), "{wrong}");
        }
        for (wrong, says) in [
            ("Ctrl+x,Ctrl+y,z", "3 keys"),
            ("Ctrl+x,Hyper+y", "'Hyper'"),
            ("Ctrl+x,Nokey", "'Nokey' is no key"),
        ] {
            let words = Chord::parse(wrong).unwrap_err();
            assert!(words.contains(says), "{wrong}: {words}");
        }
    }

    #[test]
    fn what_terminals_cannot_tell_from_another_key_is_known() {
        for (pressed, sent) in [
            ("Ctrl+i", Some("Tab")),
            ("Ctrl+m", Some("Enter")),
            ("Ctrl+Enter", Some("Enter")),
            ("Shift+Enter", Some("Enter")),
            ("Ctrl+Shift+r", Some("Ctrl+r")),
            ("Ctrl+_", None),
            ("Ctrl+Tab", Some("Tab")),
            ("Ctrl+9", Some("9")),
            ("Ctrl+r", None),
            ("Ctrl+7", None),
            ("Alt+Enter", None),
            ("Shift+Tab", None),
            ("Ctrl+Shift+LeftArrow", None),
            ("Ctrl+Spacebar", None),
            ("Shift+F8", None),
        ] {
            let found = Chord::parse(pressed).unwrap().first.sent_as();
            let found = found.map(|stroke| stroke.to_string());
            assert_eq!(found.as_deref(), sent, "{pressed}");
        }
    }
}
