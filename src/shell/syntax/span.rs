//! Where a piece of source text stands: byte spans, and lines, columns and UTF-16 offsets on demand.

use std::cell::OnceCell;
use std::fmt;
use std::rc::Rc;

/// A range of source text in bytes: `start` is included, `end` is not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset just after the last byte.
    pub end: u32,
}

impl Span {
    /// A span from `start` to `end`; an end before the start gives an empty span at `start`.
    #[must_use]
    pub fn new(start: u32, end: u32) -> Self {
        Span {
            start,
            end: end.max(start),
        }
    }

    /// The empty span at `offset`.
    #[must_use]
    pub fn at(offset: u32) -> Self {
        Span {
            start: offset,
            end: offset,
        }
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Span) -> Self {
        Span {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The empty span just before this one.
    #[must_use]
    pub fn before(self) -> Self {
        Span::at(self.start)
    }

    /// The empty span just after this one.
    #[must_use]
    pub fn after(self) -> Self {
        Span::at(self.end)
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }

    /// Whether the span holds no text.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether `offset` lies in the span; the position just after the last byte counts, as a cursor does.
    #[must_use]
    pub fn touches(self, offset: u32) -> bool {
        self.start <= offset && offset <= self.end
    }

    /// Whether `other` lies wholly in this span.
    #[must_use]
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The text of the span in `source`; empty when the span does not fit the text.
    #[must_use]
    pub fn text(self, source: &str) -> &str {
        source
            .get(self.start as usize..(self.end as usize).min(source.len()))
            .unwrap_or("")
    }
}

/// A line and a column, both counted from 1; columns count UTF-16 units as PowerShell does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in UTF-16 units, from 1.
    pub column: u32,
}

/// One piece of source text: what a file, a prompt line or a string to run holds, with its name and line table.
pub struct SourceText {
    text: Rc<str>,
    name: Option<Rc<str>>,
    line_starts: OnceCell<Vec<u32>>,
    comments: OnceCell<Vec<Span>>,
    /// The UTF-16 units before each piece of the text; `None` where all of it is ASCII, and a unit is a byte.
    units: OnceCell<Option<Box<[u32]>>>,
    /// How many bytes were looked at for positions.
    #[cfg(test)]
    looked_at: std::cell::Cell<usize>,
}

/// The text is measured in pieces of so many bytes.
const PIECE: usize = 256;

impl fmt::Debug for SourceText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SourceText")
            .field("name", &self.name)
            .field("bytes", &self.text.len())
            .finish()
    }
}

impl SourceText {
    /// Wraps `text`; `name` is the file path it came from, if any.
    #[must_use]
    pub fn new(text: Rc<str>, name: Option<Rc<str>>) -> Self {
        SourceText {
            text,
            name,
            line_starts: OnceCell::new(),
            comments: OnceCell::new(),
            units: OnceCell::new(),
            #[cfg(test)]
            looked_at: std::cell::Cell::default(),
        }
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The file path the text came from, if any.
    #[must_use]
    pub fn name(&self) -> Option<&Rc<str>> {
        self.name.as_ref()
    }

    /// The text of `span`; empty when the span does not fit.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        span.text(&self.text)
    }

    /// The spans of all comments, in order (for comment-based help). Empty until the parse has ended.
    #[must_use]
    pub fn comments(&self) -> &[Span] {
        self.comments.get().map_or(&[], Vec::as_slice)
    }

    pub(super) fn set_comments(&self, comments: Vec<Span>) {
        // A text is parsed once; a second parse of the same text would find the same comments.
        let _ = self.comments.set(comments);
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let mut starts = vec![0];
            for (i, byte) in bytes.iter().enumerate() {
                let ends_line = match byte {
                    b'\n' => true,
                    b'\r' => bytes.get(i + 1) != Some(&b'\n'),
                    _ => false,
                };
                if ends_line {
                    starts.push(u32::try_from(i + 1).unwrap_or(u32::MAX));
                }
            }
            starts
        })
    }

    /// How many lines the text has (at least 1).
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.line_starts().len()
    }

    /// Line and column of a byte offset; offsets past the end are those of the end.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let starts = self.line_starts();
        let line = starts.partition_point(|start| *start <= offset).max(1);
        let start = starts.get(line - 1).copied().unwrap_or(0);
        let column = self.units_before(self.clamp(offset)) - self.units_before(start);
        Position {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: column.saturating_add(1),
        }
    }

    /// The text of a line, counted from 1, without its line ending; empty when there is no such line.
    #[must_use]
    pub fn line(&self, line: u32) -> &str {
        let starts = self.line_starts();
        let Some(start) = (line as usize)
            .checked_sub(1)
            .and_then(|index| starts.get(index))
            .copied()
        else {
            return "";
        };
        let end = starts
            .get(line as usize)
            .map_or(self.text.len(), |end| *end as usize);
        self.text
            .get(start as usize..end)
            .unwrap_or("")
            .trim_end_matches(['\r', '\n'])
    }

    /// The offset in UTF-16 units of a byte offset. An offset past the end keeps its distance from the end.
    #[must_use]
    pub fn utf16_offset(&self, offset: u32) -> u32 {
        let inside = self.clamp(offset);
        self.units_before(inside).saturating_add(offset - inside)
    }

    /// The UTF-16 units of the first `offset` bytes, which end between two characters. No more than a piece is looked at for it.
    fn units_before(&self, offset: u32) -> u32 {
        let bytes = self.text.as_bytes();
        let pieces = self.units.get_or_init(|| {
            self.look_at(bytes.len());
            if self.text.is_ascii() {
                return None;
            }
            let mut before = 0;
            let piece = |piece| {
                let here = before;
                before += units(piece);
                here
            };
            Some(bytes.chunks(PIECE).map(piece).collect())
        });
        let Some(pieces) = pieces else {
            return offset;
        };
        let end = (offset as usize).min(bytes.len());
        let piece = (end / PIECE).min(pieces.len().saturating_sub(1));
        let rest = bytes.get(piece * PIECE..end).unwrap_or(&[]);
        self.look_at(rest.len());
        pieces.get(piece).copied().unwrap_or(0) + units(rest)
    }

    fn look_at(&self, _bytes: usize) {
        #[cfg(test)]
        self.looked_at.set(self.looked_at.get() + _bytes);
    }

    /// `offset` brought into the text and back to a character border.
    fn clamp(&self, offset: u32) -> u32 {
        let mut at = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        u32::try_from(at).unwrap_or(u32::MAX)
    }
}

/// The UTF-16 units of the characters that begin in these bytes: one for each, two for those that take four bytes.
fn units(bytes: &[u8]) -> u32 {
    let of = |byte: &u8| u32::from((*byte & 0xC0) != 0x80) + u32::from(*byte >= 0xF0);
    bytes.iter().map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_and_utf16_columns() {
        let source = SourceText::new("ab\r\nc😀d\ne".into(), None);
        assert_eq!(source.position(0), Position { line: 1, column: 1 });
        assert_eq!(source.position(4), Position { line: 2, column: 1 });
        assert_eq!(source.position(9), Position { line: 2, column: 4 });
        assert_eq!(source.position(11), Position { line: 3, column: 1 });
        assert_eq!(source.utf16_offset(9), 7);
        assert_eq!(source.utf16_offset(14), 12);
        assert_eq!(source.line(2), "c😀d");
        assert_eq!(source.line(9), "");
    }

    #[test]
    fn positions_in_a_long_line_are_counted_from_its_beginning() {
        for letter in ["a", "ä", "€", "😀", "xä😀"] {
            let line = letter.repeat(700);
            let text = format!("{line}\n{line}");
            let source = SourceText::new(text.as_str().into(), None);
            for (offset, _) in text.char_indices() {
                let before = text.get(..offset).unwrap();
                let start = before.rfind('\n').map_or(0, |at| at + 1);
                let column = before.get(start..).unwrap().encode_utf16().count() + 1;
                let offset = u32::try_from(offset).unwrap();
                assert_eq!(source.position(offset).column as usize, column);
                assert_eq!(
                    source.utf16_offset(offset) as usize,
                    before.encode_utf16().count()
                );
            }
        }
    }

    #[test]
    fn a_position_in_a_long_line_costs_no_more_than_one_in_a_short_one() {
        for letter in ["a", "ä"] {
            let length = 100_000;
            let source = SourceText::new(letter.repeat(length).into(), None);
            for at in 0..length {
                let offset = u32::try_from(at * letter.len()).unwrap();
                assert_eq!(source.position(offset).column as usize, at + 1);
                assert_eq!(source.utf16_offset(offset) as usize, at);
            }
            // Three looks at a piece for each, and one at the whole.
            let most = length * 3 * PIECE + 2 * length;
            assert!(source.looked_at.get() <= most, "{}", source.looked_at.get());
        }
    }
}
