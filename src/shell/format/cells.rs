//! Text measured in screen cells: how wide it is, where to cut it, how to wrap it.

use unicode_width::UnicodeWidthChar;

/// What stands for text that was cut off.
pub const ELLIPSIS: char = '…';

/// The cells that one character takes. Control characters count as one, as terminals that show them do.
fn char_cells(c: char) -> usize {
    c.width().unwrap_or(1)
}

/// The cells that a text takes on the screen. Colour sequences (`ESC [ ... m`) take none.
pub fn width(text: &str) -> usize {
    if text.is_ascii() && !text.contains('\x1b') {
        return text.len();
    }
    let mut cells = 0;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c == '\x1b' {
            skip_escape(&mut chars);
        } else {
            cells += char_cells(c);
        }
    }
    cells
}

/// Steps over the rest of a colour sequence whose ESC has been read.
fn skip_escape(chars: &mut std::str::Chars) {
    let mut rest = chars.clone();
    if rest.next() != Some('[') {
        return;
    }
    for c in rest.by_ref() {
        if c.is_ascii_alphabetic() {
            break;
        }
    }
    *chars = rest;
}

/// The longest beginning of `text` that takes no more than `cells`.
pub fn head(text: &str, cells: usize) -> &str {
    let mut used = 0;
    let mut chars = text.chars();
    loop {
        let before = text.len() - chars.as_str().len();
        match chars.next() {
            None => return text,
            Some('\x1b') => skip_escape(&mut chars),
            Some(c) => {
                used += char_cells(c);
                if used > cells {
                    return text.get(..before).unwrap_or(text);
                }
            }
        }
    }
}

/// The longest end of `text` that takes no more than `cells`.
pub fn tail(text: &str, cells: usize) -> &str {
    let mut used = 0;
    for (index, c) in text.char_indices().rev() {
        used += char_cells(c);
        if used > cells {
            return text.get(index + c.len_utf8()..).unwrap_or("");
        }
    }
    text
}

/// The first line of a text, with `…` when there are more.
pub fn first_line(text: &str) -> std::borrow::Cow<'_, str> {
    match text.find(['\n', '\r']) {
        None => text.into(),
        Some(end) => format!("{}{ELLIPSIS}", text.get(..end).unwrap_or("")).into(),
    }
}

/// The lines of a text. Carriage returns before a line feed are dropped.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n')
        .map(|line| line.strip_suffix('\r').unwrap_or(line))
}

/// Which side of a column a text stands on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// Not said: text stands left, numbers stand right.
    #[default]
    Auto,
    /// On the left.
    Left,
    /// In the middle; the odd blank goes to the right.
    Center,
    /// On the right.
    Right,
}

/// Appends `text` to `line`, made exactly `cells` wide: padded, or cut with `…` on the side that matters less.
/// Without `pad_end` no blanks are written after it.
pub fn fit(line: &mut String, text: &str, cells: usize, align: Align, pad_end: bool) {
    let text = first_line(text);
    let have = width(&text);
    if have > cells {
        cut(line, &text, cells, align, pad_end);
        return;
    }
    let missing = cells - have;
    let (left, right) = match align {
        Align::Right => (missing, 0),
        Align::Center => (missing / 2, missing - missing / 2),
        Align::Auto | Align::Left => (0, missing),
    };
    blanks(line, left);
    line.push_str(&text);
    if pad_end {
        blanks(line, right);
    }
}

fn cut(line: &mut String, text: &str, cells: usize, align: Align, pad_end: bool) {
    let room = cells.saturating_sub(1);
    let mut piece = String::new();
    match (align, room) {
        (Align::Right, 0) => piece.push_str(tail(text, cells)),
        (Align::Right, room) => {
            piece.push(ELLIPSIS);
            piece.push_str(tail(text, room));
        }
        (_, 0) => piece.push_str(head(text, cells)),
        (_, room) => {
            piece.push_str(head(text, room));
            if text.contains('\x1b') {
                piece.push_str("\x1b[0m");
            }
            piece.push(ELLIPSIS);
        }
    }
    // A wide character that was cut leaves one cell free.
    let missing = cells.saturating_sub(width(&piece));
    if align == Align::Right {
        blanks(line, missing);
        line.push_str(&piece);
    } else {
        line.push_str(&piece);
        if pad_end {
            blanks(line, missing);
        }
    }
}

/// Appends blanks.
pub fn blanks(line: &mut String, count: usize) {
    line.extend(std::iter::repeat_n(' ', count));
}

/// Wraps a text at words into lines of at most `cells`. A blank at which a line ends stays at its end; a word that is
/// longer than a line is broken anywhere.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let mut out = Vec::new();
    for line in lines(text) {
        if width(line) <= cells || cells == 0 {
            out.push(line.to_owned());
        } else {
            wrap_line(line, cells, &mut out);
        }
    }
    out
}

fn wrap_line(line: &str, cells: usize, out: &mut Vec<String>) {
    let mut current = String::new();
    let mut left = cells;
    for word in line.split_inclusive([' ', '\t']) {
        let word_width = width(word);
        if word_width > cells {
            for c in word.chars() {
                let (c, c_width) = match char_cells(c) {
                    wide if wide > cells => ('?', 1),
                    fits => (c, fits),
                };
                if c_width > left {
                    out.push(std::mem::take(&mut current));
                    left = cells;
                }
                current.push(c);
                left -= c_width;
            }
        } else {
            if word_width > left {
                out.push(std::mem::take(&mut current));
                left = cells;
            }
            current.push_str(word);
            left -= word_width;
        }
    }
    out.push(current);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fitted(text: &str, cells: usize, align: Align) -> String {
        let mut line = String::new();
        fit(&mut line, text, cells, align, true);
        line
    }

    #[test]
    fn width_counts_cells() {
        assert_eq!(width("abc"), 3);
        assert_eq!(width("日本"), 4);
        assert_eq!(width("\x1b[31mred\x1b[0m"), 3);
    }

    #[test]
    fn fit_pads_and_cuts() {
        assert_eq!(fitted("ab", 4, Align::Left), "ab  ");
        assert_eq!(fitted("ab", 5, Align::Center), " ab  ");
        assert_eq!(fitted("ab", 4, Align::Right), "  ab");
        assert_eq!(fitted("abcdef", 4, Align::Left), "abc…");
        assert_eq!(fitted("abcdef", 4, Align::Right), "…def");
        assert_eq!(fitted("abcdef", 1, Align::Left), "a");
        assert_eq!(fitted("日本語", 4, Align::Left), "日… ");
        assert_eq!(fitted("one\ntwo", 9, Align::Left), "one…     ");
    }

    #[test]
    fn wrap_keeps_blanks_and_breaks_long_words() {
        assert_eq!(wrap("aa bb cc", 5), ["aa ", "bb cc"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("a\nb", 9), ["a", "b"]);
    }
}
