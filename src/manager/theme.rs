//! The colours of the screen. None of them says what is not also written.

use ratatui::style::{Color, Style};

use crate::listing::Mood;

/// Which colours the screen has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// None.
    #[default]
    Plain,
    /// For a dark background.
    Dark,
    /// For a light background.
    Light,
    /// Of strong contrast, on a dark background.
    Bright,
}

impl Theme {
    /// The theme that a word of the configuration means.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Some(match word {
            "plain" => Self::Plain,
            "dark" => Self::Dark,
            "light" => Self::Light,
            "bright" => Self::Bright,
            _ => return None,
        })
    }

    /// What a line of this mood looks like.
    pub(crate) fn of(self, mood: Mood) -> Style {
        let [good, bad, quiet] = match self {
            Self::Plain => return Style::new(),
            Self::Dark => [Color::Green, Color::Yellow, Color::DarkGray],
            Self::Light => [Color::Green, Color::Red, Color::DarkGray],
            Self::Bright => [Color::LightGreen, Color::LightYellow, Color::Gray],
        };
        match mood {
            Mood::Plain => Style::new(),
            Mood::Good => Style::new().fg(good),
            Mood::Bad => Style::new().fg(bad),
            Mood::Quiet => Style::new().fg(quiet),
        }
    }

    /// The frame of the part that has the keys.
    pub(crate) fn frame(self) -> Style {
        match self {
            Self::Plain => Style::new(),
            Self::Dark => Style::new().fg(Color::Cyan),
            Self::Light => Style::new().fg(Color::Blue),
            Self::Bright => Style::new().fg(Color::LightCyan),
        }
    }
}
