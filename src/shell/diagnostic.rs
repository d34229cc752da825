//! Errors as people read them: what happened, a caret under the place, the kernel's own words, and what to do next.

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode,
};

use super::error::{Position, ShellError};
use super::syntax::ParseError;
use super::syntax::span::{SourceText, Span};
use super::value::Value;

/// An error with its place, as miette draws it.
#[derive(Debug)]
struct Report {
    message: String,
    id: String,
    help: Option<String>,
    place: Option<(NamedSource<String>, usize, usize)>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Report {}

impl Diagnostic for Report {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.id))
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help
            .as_ref()
            .map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.place
            .as_ref()
            .map(|(source, _, _)| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let (_, start, length) = self.place.as_ref()?;
        Some(Box::new(std::iter::once(LabeledSpan::new(
            None, *start, *length,
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

/// The error as text, without a line break at the end. `id` is the full id (`NamedParameterNotFound,Get-X`),
/// `command` the name of the command that failed, as it was called.
pub fn render(error: &ShellError, id: &str, command: Option<&str>, style: Style) -> String {
    let message = match command {
        Some(command) if !command.is_empty() => format!("{command}: {}", error.message),
        _ => error.message.clone(),
    };
    let help = match (&error.cause, &error.help) {
        (Some(cause), Some(help)) => Some(format!("{help}\ncause: {cause}")),
        (Some(cause), None) => Some(format!("cause: {cause}")),
        (None, help) => help.clone(),
    };
    let place = error
        .position
        .as_ref()
        .map(|position| place(&position.source, narrowed(error, position)));
    draw(
        &Report {
            message,
            id: match &error.detail {
                Some(detail) => format!("{id} ({detail})"),
                None => id.to_owned(),
            },
            help,
            place,
        },
        style,
    )
}

/// A parse error as text.
pub fn render_parse_error(error: &ParseError, source: &SourceText, style: Style) -> String {
    let report = Report {
        message: error.message.clone(),
        id: error.id.to_owned(),
        help: None,
        place: Some(place(source, error.span)),
    };
    draw(&report, style)
}

/// The place to point at: the one argument that names what the error is about, when the command's text has exactly one;
/// else the place itself. Only for the eye: the record keeps the extent of the whole command, as PowerShell does.
fn narrowed(error: &ShellError, position: &Position) -> Span {
    let whole = position.span;
    let target = match &error.target {
        Value::Str(text) => text.to_string(),
        Value::Int(number) => number.to_string(),
        _ => return whole,
    };
    let text = position.source.slice(whole);
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '$');
    let mut found = text.match_indices(&*target).filter(|(at, word)| {
        !word.is_empty()
            && !text[..*at].ends_with(is_part)
            && !text[at + word.len()..].starts_with(is_part)
    });
    match (found.next(), found.next()) {
        (Some((at, word)), None) => {
            let start = whole.start + u32::try_from(at).unwrap_or_default();
            Span {
                start,
                end: start + u32::try_from(word.len()).unwrap_or_default(),
            }
        }
        _ => whole,
    }
}

/// The source and the range in it, in a form that miette takes for any input: in bounds, and of at least one column.
fn place(source: &SourceText, span: Span) -> (NamedSource<String>, usize, usize) {
    let text = source.text();
    let name = source.name().map_or("line", |name| name);
    let start = (span.start as usize).min(text.len());
    let end = (span.end as usize).clamp(start, text.len());
    // Only the first line of a place that spans many: the whole block under a caret says nothing.
    let first_line = text
        .get(start..end)
        .and_then(|part| part.lines().next())
        .map_or(0, str::len);
    (
        NamedSource::new(name, text.to_owned()),
        start,
        first_line.max(usize::from(start < text.len())),
    )
}

fn draw(report: &Report, style: Style) -> String {
    let theme = if style.colours {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    let mut text = String::new();
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_links(false)
        .with_context_lines(1)
        .with_width(style.width.clamp(40, 160));
    if handler.render_report(&mut text, report).is_err() {
        return format!("{}: {}", report.id, report.message);
    }
    text.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::error::{ErrorCategory, Position};
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
}
