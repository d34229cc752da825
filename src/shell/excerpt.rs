//! The piece of source text that an error shows: the line that it is about, cut to a window around the place, with the
//! line before and after it.
//!
//! Cut, because a line of a script may be a megabyte long: nobody reads that, and the library that draws it cannot.

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::format::{head, tail, width};
use super::syntax::span::{SourceText, Span};
use super::visible::visible_line;

/// What stands where a line was cut.
const CUT: &str = "…";

/// A window on a source, whose text can be drawn as it is.
#[derive(Debug)]
pub struct Excerpt {
    name: String,
    /// Up to three lines, made visible.
    text: String,
    /// Where the line that the error is about begins in `text`, and the number of the first line, from 0.
    here: usize,
    first_line: usize,
    /// The place itself in the source, both from 0.
    place: (usize, usize),
    /// The bytes of `text` to point at.
    label: (usize, usize),
}

impl Excerpt {
    /// The window around `span`, in lines of at most `cells`.
    pub fn of(source: &SourceText, span: Span, cells: usize) -> Self {
        let start = source.position(span.start);
        let line = source.line(start.line);
        let at = column_to_byte(line, start.column);
        // Only the first line of a place that spans many: the whole block under a caret says nothing.
        let end = at.saturating_add(span.len()).min(line.len());
        let end = (end..=line.len())
            .find(|end| line.is_char_boundary(*end))
            .unwrap_or(line.len());
        let (before, rest) = line.split_at(at);
        let (place, after) = rest.split_at(end.saturating_sub(at).min(rest.len()));
        // What is missing at the end of a line gets a column of its own to point at.
        let place = if place.is_empty() && after.trim().is_empty() {
            " "
        } else {
            place
        };
        let window = Window::new(before, place, after, cells);
        let neighbour = |line: u32| {
            let text = source.line(line);
            let shown = clean(beginning(text, cells));
            if width(&shown) > cells {
                format!("{}{CUT}", head(&shown, cells.saturating_sub(1)))
            } else {
                shown
            }
        };
        let mut text = String::new();
        let mut first = start.line;
        if start.line > 1 {
            first -= 1;
            text.push_str(&neighbour(first));
            text.push('\n');
        }
        let here = text.len();
        text.push_str(&window.text);
        let label = (here + window.label.0, window.label.1);
        if (start.line as usize) < source.line_count() {
            text.push('\n');
            text.push_str(&neighbour(start.line + 1));
        }
        Self {
            name: visible_line(source.name().map_or("line", |name| name)).into_owned(),
            text,
            here,
            first_line: first as usize - 1,
            place: (start.line as usize - 1, start.column as usize - 1),
            label,
        }
    }

    /// Where the place stands in the drawn text, and how long it is.
    pub fn label(&self) -> (usize, usize) {
        self.label
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        // Without lines around it the library asks where the place is; else for what is to be drawn.
        let (from, line, column) = if before == 0 {
            (self.here, self.place.0, self.place.1)
        } else {
            (0, self.first_line, 0)
        };
        let data = self.text.get(from..).unwrap_or("");
        if span.offset() > self.text.len() {
            return Err(MietteError::OutOfBounds);
        }
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            data.as_bytes(),
            (from, data.len()).into(),
            line,
            column,
            data.lines().count(),
        )))
    }
}

/// The byte of a line at a column, counted from 1 in UTF-16 units.
fn column_to_byte(line: &str, column: u32) -> usize {
    let mut units = 1;
    for (at, c) in line.char_indices() {
        if units >= column {
            return at;
        }
        units += if u32::from(c) > 0xffff { 2 } else { 1 };
    }
    line.len()
}

/// A line cut around the place that matters.
struct Window {
    text: String,
    label: (usize, usize),
}

impl Window {
    fn new(before: &str, place: &str, after: &str, cells: usize) -> Self {
        let cells = cells.max(16);
        let (left, marked, right) = (
            clean(ending(before, cells)),
            clean(beginning(place, cells)),
            clean(beginning(after, cells)),
        );
        let whole = (left.as_str(), marked.as_str(), right.as_str());
        // The place gets what it needs, but for a third; what is before it half of the rest, or what is after it leaves.
        let marked_cells = width(whole.1).min(cells - cells / 3).max(1);
        let room = cells - marked_cells;
        let right_cells = width(whole.2).min(room - width(whole.0).min(room / 2));
        let left_cells = room - right_cells;
        let mut text = String::new();
        if width(whole.0) > left_cells {
            text.push_str(CUT);
            text.push_str(tail(whole.0, left_cells.saturating_sub(1)));
        } else {
            text.push_str(whole.0);
        }
        let start = text.len();
        if width(whole.1) > marked_cells {
            text.push_str(head(whole.1, marked_cells.saturating_sub(1)));
            text.push_str(CUT);
        } else {
            text.push_str(whole.1);
        }
        let end = text.len();
        if width(whole.2) > right_cells {
            text.push_str(head(whole.2, right_cells.saturating_sub(1)));
            text.push_str(CUT);
        } else {
            text.push_str(whole.2);
        }
        // A place behind the end of its line is pointed at all the same.
        Self {
            text,
            label: (start, end - start),
        }
    }
}

/// No more characters than can be shown: what is behind them need not be looked at.
fn beginning(text: &str, most: usize) -> &str {
    let end = text
        .char_indices()
        .nth(most + 1)
        .map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or(text)
}

fn ending(text: &str, most: usize) -> &str {
    let start = text.char_indices().rev().nth(most).map_or(0, |(at, _)| at);
    text.get(start..).unwrap_or(text)
}

/// A part of a line as it is drawn: tabulators are blanks there, so that carets stand below what they mean.
fn clean(text: &str) -> String {
    visible_line(&text.replace('\t', "    ")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str, start: u32, end: u32, cells: usize) -> (String, String, (usize, usize)) {
        let source = SourceText::new(text.into(), None);
        let excerpt = Excerpt::of(&source, Span::new(start, end), cells);
        let (at, length) = excerpt.label();
        let label = excerpt.text.get(at..at + length).unwrap().to_owned();
        (excerpt.text, label, excerpt.place)
    }

    #[test]
    fn a_short_line_is_shown_whole() {
        let (text, label, place) = shown("a\nGet-X -Name web1\nb", 14, 18, 80);
        assert_eq!(text, "a\nGet-X -Name web1\nb");
        assert_eq!((label.as_str(), place), ("web1", (1, 12)));
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let text = format!("{}NoSuch-X{}", "a".repeat(70_000), "b".repeat(70_000));
        let (shown, label, place) = shown(&text, 70_000, 70_008, 40);
        assert_eq!(label, "NoSuch-X");
        assert_eq!(
            shown,
            format!("…{}NoSuch-X{}…", "a".repeat(15), "b".repeat(15))
        );
        assert_eq!(place, (0, 70_000));
    }

    #[test]
    fn what_acts_is_shown() {
        let (text, label, _) = shown("\tx \u{1b}]0;\u{7}web1", 8, 12, 80);
        assert_eq!((text.as_str(), label.as_str()), ("    x ␛]0;␇web1", "web1"));
    }

    proptest! {
        /// Any place in any text gives lines that fit, and a label that stands in them.
        #[test]
        fn any_place_fits(
            text in "[a-z \\t\\r\\nü日🔥\u{1b}]{0,300}",
            start in 0_u32..400,
            length in 0_u32..400,
            cells in 16_usize..100,
        ) {
            let source = SourceText::new(text.as_str().into(), None);
            let excerpt = Excerpt::of(&source, Span::new(start, start + length), cells);
            for line in excerpt.text.lines() {
                prop_assert!(width(line) <= cells + 1, "{line:?} in {cells}");
            }
            let (at, length) = excerpt.label();
            prop_assert!(excerpt.text.get(at..at + length).is_some());
        }
    }
}
