//! Keys, as PSReadLine writes them: `Ctrl+r`, `Alt+.`, `Shift+Tab`, `Ctrl+LeftArrow`, `F1`.

use std::fmt;

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

/// A key with what is held with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Chord {
    /// The key.
    pub key: Key,
    /// Ctrl is held.
    pub control: bool,
    /// Alt is held.
    pub alt: bool,
    /// Shift is held; a capital letter stands for itself.
    pub shift: bool,
}

impl Chord {
    /// Reads a key.
    ///
    /// # Errors
    /// What is wrong, as a sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let mut chord = Self {
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
                "ctrl" | "control" => chord.control = true,
                "alt" => chord.alt = true,
                "shift" => chord.shift = true,
                _ => {
                    return Err(format!(
                        "'{held}' in '{text}' is none of Ctrl, Alt and Shift."
                    ));
                }
            }
            rest = after;
        }
        let mut letters = rest.chars();
        chord.key = match (letters.next(), letters.next()) {
            (Some(' '), None) => Key::Named("Spacebar"),
            (Some(letter), None) if chord.control || chord.alt => {
                Key::Letter(letter.to_ascii_lowercase())
            }
            (Some(letter), None) => Key::Letter(letter),
            _ if rest.contains(',') => {
                return Err(format!(
                    "'{text}' is a sequence of keys; here one key at a time is bound."
                ));
            }
            _ => named(rest).ok_or_else(|| {
                let names: Vec<&str> = NAMED.iter().map(|(name, _)| *name).collect();
                format!(
                    "'{rest}' is no key. There are: letters, F1 to F24, {}.",
                    names.join(", ")
                )
            })?,
        };
        Ok(chord)
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

impl fmt::Display for Chord {
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
        for wrong in ["", "Hyper+x", "Ctrl+", "Ctrl+x,Ctrl+e", "F25", "Nokey"] {
            assert!(Chord::parse(wrong).is_err(), "{wrong}");
        }
    }
}
