//! Errors as people read them: what happened, a caret under the place, the kernel's own words, and what to do next.

use std::borrow::Cow;
use std::fmt;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};
use nu_ansi_term::Style as Paint;

use super::error::{ErrorCategory, Position, ShellError};
use super::excerpt::Excerpt;
use super::printer::Drawn;
use super::syntax::span::Span;
use super::value::Value;
use super::visible::visible;

/// An error with its place, as miette draws it. All its text is visible.
#[derive(Debug)]
struct Report {
    message: String,
    help: Option<String>,
    place: Option<Excerpt>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Report {}

impl Diagnostic for Report {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help
            .as_ref()
            .map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.place
            .as_ref()
            .map(|excerpt| excerpt as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let (start, length) = self.place.as_ref()?.label();
        Some(Box::new(std::iter::once(LabeledSpan::new(
            None, start, length,
        ))))
    }
}

/// How errors are drawn.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Whether colours are wanted.
    pub colours: bool,
    /// The number of columns.
    pub width: usize,
}

impl Style {
    /// The columns that an error takes: no fewer than make sense, no more than the eye follows.
    fn columns(self) -> usize {
        self.width.clamp(40, 160)
    }
}

/// What stands before a line of source: its number, and the rule.
const GUTTER: usize = 9;

/// What is shown of a message. All of it is in the error record; a screen is not to be flooded with what was typed wrongly.
fn shortened(message: &str) -> Cow<'_, str> {
    const MOST: usize = 16_000;
    let Some((end, _)) = message.char_indices().nth(MOST) else {
        return Cow::Borrowed(message);
    };
    let (shown, left) = message.split_at(end);
    Cow::Owned(format!(
        "{shown}... ({} more characters)",
        left.chars().count()
    ))
}

/// The error as text, without a line break at the end. `id` is the full id (`NamedParameterNotFound,Get-X`),
/// `command` the name of the command that failed, as it was called.
pub fn render(error: &ShellError, id: &str, command: Option<&str>, style: Style) -> Drawn {
    let text = shortened(&error.message);
    let host = error.host.as_ref().map(|host| format!("[{host}]"));
    let who: Vec<&str> = [command.filter(|name| !name.is_empty()), host.as_deref()]
        .into_iter()
        .flatten()
        .collect();
    let message = match who.is_empty() {
        true => text.into_owned(),
        false => format!("{}: {text}", who.join(" ")),
    };
    let cause = error.cause.as_ref().map(|cause| format!("cause: {cause}"));
    let lines: Vec<String> = [error.help.clone(), cause].into_iter().flatten().collect();
    let help = (!lines.is_empty()).then(|| lines.join("\n"));
    let place = error.position.as_ref().map(|position| {
        let cells = style.columns().saturating_sub(GUTTER);
        Excerpt::of(&position.source, narrowed(error, position), cells)
    });
    let drawn = draw(
        &Report {
            message: visible(&message).into_owned(),
            help: help.map(|help| visible(&help).into_owned()),
            place,
        },
        style,
    );
    // `throw "text"` has its text for an id, which has been said.
    if id.is_empty() || id == error.message {
        return drawn;
    }
    let id = match &error.detail {
        Some(detail) => format!("{id} ({detail})"),
        None => id.to_owned(),
    };
    let id = Drawn::painted(
        &format!("\n  id: {id}"),
        Paint::new().dimmed(),
        style.colours,
    );
    drawn.and(&id)
}

/// The place to point at: the one argument that names what the error is about, when the command's text has exactly one; of a
/// wrong value the one argument that the message repeats; else the place itself. Only for the eye: the record keeps the extent
/// of the whole command, as PowerShell does.
fn narrowed(error: &ShellError, position: &Position) -> Span {
    let whole = position.span;
    let text = position.source.slice(whole);
    let target = match &error.target {
        Value::Str(text) => text.to_string(),
        Value::Int(number) => number.to_string(),
        Value::UInt32(number) => number.to_string(),
        _ => String::new(),
    };
    let value = || repeated(text, &error.message, &target);
    let place = match error.category {
        // The target is what has the limit, and the value is what goes beyond it.
        ErrorCategory::LimitsExceeded => value().or_else(|| only_place(text, &target)),
        ErrorCategory::InvalidArgument | ErrorCategory::InvalidData => {
            only_place(text, &target).or_else(value)
        }
        _ => only_place(text, &target),
    };
    let Some((at, length)) = place else {
        return whole;
    };
    let start = whole.start + u32::try_from(at).unwrap_or_default();
    Span {
        start,
        end: start + u32::try_from(length).unwrap_or_default(),
    }
}

/// Where a word stands in a text by itself, when it does so once: the offset and the length.
fn only_place(text: &str, word: &str) -> Option<(usize, usize)> {
    let mut found = places(text, word);
    match (found.next(), found.next()) {
        (Some(at), None) => Some((at, word.len())),
        _ => None,
    }
}

/// Where a word stands in a text, and is no part of another.
fn places<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + 't {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '$');
    // The full stop behind a word ends its sentence.
    let goes_on = move |rest: &str| {
        let rest = rest.trim_start_matches(['.', ':']);
        rest.starts_with(is_part)
    };
    text.match_indices(word)
        .filter(move |(at, word)| {
            !word.is_empty()
                && !text[..*at].ends_with(is_part)
                && !goes_on(&text[at + word.len()..])
        })
        .map(|(at, _)| at)
}

/// The only argument of a command that a message repeats, except the one that is known already.
fn repeated(text: &str, message: &str, known: &str) -> Option<(usize, usize)> {
    let quotes = ['\'', '"', ',', '(', ')'];
    let words = text.split_whitespace().skip(1);
    let words = words.map(|word| word.trim_matches(quotes));
    let is_name = |word: &str| {
        word.strip_prefix('-')
            .is_some_and(|name| name.starts_with(char::is_alphabetic))
    };
    let mut values: Vec<&str> = words
        .filter(|word| *word != known && !is_name(word))
        .filter(|word| places(message, word).next().is_some())
        .collect();
    values.sort_unstable();
    values.dedup();
    match values.as_slice() {
        [only] => only_place(text, only),
        _ => None,
    }
}

fn draw(report: &Report, style: Style) -> Drawn {
    let theme = if style.colours {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    let mut text = String::new();
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_links(false)
        .with_context_lines(1)
        // Names of commands and identities have hyphens, and are copied from here: a line ends between words only.
        .with_word_separator(textwrap::WordSeparator::AsciiSpace)
        .with_word_splitter(textwrap::WordSplitter::NoHyphenation)
        .with_width(style.columns());
    if handler.render_report(&mut text, report).is_err() {
        text = format!("  × {}", report.message);
    }
    Drawn::of_visible(text.trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Position;
    use crate::syntax::span::SourceText;
    use std::rc::Rc;

    const STYLE: Style = Style {
        colours: false,
        width: 80,
    };

    fn error_at(text: &str, start: u32, end: u32) -> ShellError {
        let source = Rc::new(SourceText::new(text.into(), None));
        ShellError::new(
            "Some.Id",
            ErrorCategory::InvalidArgument,
            "It is too large.",
        )
        .help("Take less.")
        .cause("Numerical result out of range (ERANGE)")
        .at(Position {
            source,
            span: Span::new(start, end),
        })
    }

    #[test]
    fn an_error_shows_its_id_place_cause_and_next_step() {
        let text = render(
            &error_at("Set-X -Weight 500", 14, 17),
            "Some.Id,Set-X",
            Some("Set-X"),
            STYLE,
        );
        for part in [
            "Some.Id,Set-X",
            "Set-X: It is too large.",
            "Set-X -Weight 500",
            "Take less.",
            "ERANGE",
        ] {
            assert!(text.contains(part), "{part} is missing in:\n{text}");
        }
    }

    #[test]
    fn the_argument_that_names_the_target_gets_the_caret() {
        for (text, target, caret) in [
            ("Get-X -Name web1 -All", "web1", "            ────"),
            ("Get-X -Name 'web1'", "web1", "             ────"),
            // Twice, inside another word, or not at all: the whole command.
            ("Get-X web1 web1", "web1", "───────────────"),
            ("Get-X web10", "web1", "───────────"),
            ("Get-X $name", "web1", "───────────"),
            ("Get-X $name", "", "───────────"),
        ] {
            let error = error_at(text, 0, u32::try_from(text.len()).unwrap()).target(target);
            let shown = render(&error, "Some.Id", None, STYLE);
            let line = shown
                .lines()
                .find(|line| line.contains('─') && line.contains('·'));
            let line = line.unwrap_or_default();
            assert_eq!(
                line.split_once("· ").map(|parts| parts.1),
                Some(caret),
                "{shown}"
            );
        }
    }

    #[test]
    fn of_a_wrong_value_the_value_gets_the_caret() {
        use ErrorCategory::{InvalidArgument, LimitsExceeded, ObjectNotFound};
        for (text, category, message, target, caret) in [
            (
                "Set-X web1 -Port 9",
                InvalidArgument,
                "9 is no port.",
                "",
                "9",
            ),
            (
                "Set-X web1 -Port -9",
                InvalidArgument,
                "There is no port -9.",
                "",
                "-9",
            ),
            (
                "Set-X web1 -To '1.2.3'",
                InvalidArgument,
                "'1.2.3' is no address.",
                "",
                "1.2.3",
            ),
            // The target first; but what has a limit is not what goes beyond it.
            (
                "Set-X web1 -Port 9",
                InvalidArgument,
                "web1 has no port 9.",
                "9",
                "9",
            ),
            (
                "Set-X nic1 -Most 9",
                LimitsExceeded,
                "'nic1' has 7; 9 were asked for.",
                "nic1",
                "9",
            ),
            // Nothing that could be told from another: the whole command.
            (
                "Set-X 1 2",
                InvalidArgument,
                "1 and 2 do not fit.",
                "",
                "Set-X 1 2",
            ),
            (
                "Set-X 9 -Port 9",
                InvalidArgument,
                "9 is no port.",
                "",
                "Set-X 9 -Port 9",
            ),
            (
                "Set-X web1",
                ObjectNotFound,
                "web1 is not there.",
                "",
                "Set-X web1",
            ),
            ("Set-X $x", InvalidArgument, "9 is no port.", "", "Set-X $x"),
        ] {
            let end = u32::try_from(text.len()).unwrap();
            let mut error = error_at(text, 0, end).target(target);
            (error.category, error.message) = (category, message.to_owned());
            let position = error.position.clone().unwrap();
            let span = narrowed(&error, &position);
            assert_eq!(position.source.slice(span), caret, "{text}: {message}");
        }
    }

    #[test]
    fn a_message_that_would_flood_the_screen_is_cut_and_says_by_how_much() {
        let shown = |message: &str| {
            let error = ShellError::new("A.B", ErrorCategory::OperationStopped, message);
            render(&error, "A.B", None, STYLE).replace(['\n', ' ', '│'], "")
        };
        let whole = "ü".repeat(16_000);
        assert!(shown(&whole).contains(&whole));
        let cut = shown(&format!("{whole}xyz"));
        assert!(cut.contains(&format!("{whole}...(3morecharacters)")));
        assert!(!cut.contains('x') && !cut.contains("xyz"));
    }

    #[test]
    fn the_id_stands_last_and_a_thrown_text_is_said_once() {
        let error = error_at("Set-X 500", 6, 9);
        let shown = render(&error, "Some.Id,Set-X", None, STYLE);
        assert_eq!(shown.lines().last(), Some("  id: Some.Id,Set-X"));
        let thrown = ShellError::new("boom", ErrorCategory::OperationStopped, "boom");
        assert_eq!(&*render(&thrown, "boom", None, STYLE), "  × boom");
    }

    #[test]
    fn an_error_far_to_the_right_is_drawn_in_the_width_of_the_screen() {
        for columns in [900, 65_535, 65_536, 200_000] {
            let text = format!("{}NoSuch-Command", " ".repeat(columns));
            let (start, end) = (columns, text.len());
            let at = |n: usize| u32::try_from(n).unwrap();
            let shown = render(&error_at(&text, at(start), at(end)), "Some.Id", None, STYLE);
            assert!(
                shown.contains(&format!("line:1:{}", columns + 1)),
                "{shown}"
            );
            assert!(shown.contains("NoSuch-Command"), "{shown}");
            assert!(
                shown.lines().all(|line| line.chars().count() <= 80),
                "{shown}"
            );
        }
    }

    #[test]
    fn any_place_can_be_drawn() {
        for (text, start, end) in [
            ("", 0, 0),
            ("ab", 2, 2),
            ("ab", 5, 9),
            ("a\nb\nc", 0, 5),
            ("ü", 1, 2),
        ] {
            assert!(
                render(&error_at(text, start, end), "Some.Id", None, STYLE).contains("Some.Id")
            );
        }
    }

    #[test]
    fn lines_break_between_words_only() {
        let names = "Connect-VMNetworkAdapter ef030001-ffff-4000-8000-10030001ffff /sys/bus/pci/devices/0000:01:10.0/reset";
        let words: Vec<&str> = names.split(' ').collect();
        for ahead in 0..60 {
            let filler = "x".repeat(ahead);
            let error = ShellError::new("Id", ErrorCategory::NotSpecified, "m")
                .help(format!("{filler} {names}"));
            let shown = render(&error, "Id", None, STYLE).to_string();
            let shown: Vec<&str> = shown.split_whitespace().collect();
            for word in &words {
                assert!(shown.contains(word), "{word} in {shown:?}");
            }
        }
    }
}
