//! Colours as PSReadLine takes them: the name of a console colour, an RGB number, or an escape sequence.

use nu_ansi_term::{Color, Style};

/// How something looks usually.
pub type Colour = fn() -> Style;

/// What has a colour, by PSReadLine's names, and how it looks usually.
pub const COLOURS: &[(&str, Colour)] = &[
    ("Command", || Color::Yellow.bold()),
    ("Comment", || Color::Green.dimmed()),
    ("Default", Style::new),
    ("Error", || Color::Red.normal()),
    ("InlinePrediction", || Color::DarkGray.normal()),
    ("Keyword", || Color::Green.normal()),
    ("Number", || Color::LightMagenta.normal()),
    ("Operator", || Color::DarkGray.normal()),
    ("Parameter", || Color::DarkGray.normal()),
    ("String", || Color::Cyan.normal()),
    ("Variable", || Color::LightGreen.normal()),
];

/// The console colours, by their .NET names.
const CONSOLE: &[(&str, Color)] = &[
    ("Black", Color::Black),
    ("DarkBlue", Color::Blue),
    ("DarkGreen", Color::Green),
    ("DarkCyan", Color::Cyan),
    ("DarkRed", Color::Red),
    ("DarkMagenta", Color::Purple),
    ("DarkYellow", Color::Yellow),
    ("Gray", Color::White),
    ("DarkGray", Color::DarkGray),
    ("Blue", Color::LightBlue),
    ("Green", Color::LightGreen),
    ("Cyan", Color::LightCyan),
    ("Red", Color::LightRed),
    ("Magenta", Color::LightMagenta),
    ("Yellow", Color::LightYellow),
    ("White", Color::LightGray),
];

/// Reads a colour: `Green`, `#ff8800`, or an escape sequence such as `"$([char]27)[38;5;208m"`.
#[must_use]
pub fn parse(text: &str) -> Option<Style> {
    if let Some((_, colour)) = CONSOLE
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(text))
    {
        return Some(colour.normal());
    }
    if let Some(hex) = text.strip_prefix('#') {
        let number = (hex.len() == 6)
            .then(|| u32::from_str_radix(hex, 16).ok())
            .flatten()?;
        let [_, red, green, blue] = number.to_be_bytes();
        return Some(Color::Rgb(red, green, blue).normal());
    }
    let inner = text.strip_prefix("\u{1b}[")?.strip_suffix('m')?;
    let numbers: Option<Vec<u8>> = inner
        .split(';')
        .map(|part| {
            if part.is_empty() {
                Some(0)
            } else {
                part.parse().ok()
            }
        })
        .collect();
    let mut style = Style::new();
    let mut numbers = numbers?.into_iter();
    while let Some(number) = numbers.next() {
        style = match number {
            0 => Style::new(),
            1 => style.bold(),
            2 => style.dimmed(),
            3 => style.italic(),
            4 => style.underline(),
            7 => style.reverse(),
            30..=37 => style.fg(Color::Fixed(number - 30)),
            90..=97 => style.fg(Color::Fixed(number - 82)),
            40..=47 => style.on(Color::Fixed(number - 40)),
            100..=107 => style.on(Color::Fixed(number - 92)),
            39 => Style {
                foreground: None,
                ..style
            },
            49 => Style {
                background: None,
                ..style
            },
            38 | 48 => {
                let colour = match numbers.next()? {
                    5 => Color::Fixed(numbers.next()?),
                    2 => Color::Rgb(numbers.next()?, numbers.next()?, numbers.next()?),
                    _ => return None,
                };
                if number == 38 {
                    style.fg(colour)
                } else {
                    style.on(colour)
                }
            }
            _ => return None,
        };
    }
    Some(style)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_numbers_and_sequences_are_colours_and_other_text_is_none() {
        assert_eq!(parse("darkyellow"), Some(Color::Yellow.normal()));
        assert_eq!(parse("#ff8800"), Some(Color::Rgb(255, 136, 0).normal()));
        assert_eq!(
            parse("\u{1b}[1;31m"),
            Some(Style::new().bold().fg(Color::Fixed(1)))
        );
        assert_eq!(parse("\u{1b}[38;5;208m"), Some(Color::Fixed(208).normal()));
        assert_eq!(
            parse("\u{1b}[48;2;1;2;3m"),
            Some(Style::new().on(Color::Rgb(1, 2, 3)))
        );
        for wrong in [
            "",
            "Purpur",
            "#12345",
            "\u{1b}[2J",
            "\u{1b}[31m\u{1b}[2J",
            "\u{1b}[38;9m",
        ] {
            assert_eq!(parse(wrong), None, "{wrong:?}");
        }
    }
}
