//! Text from outside, as it may stand on the screen: what would act on the terminal or hide itself is shown, not sent.

use std::borrow::Cow;

use iovsh_backend::model::is_hidden;
use unicode_width::UnicodeWidthStr;

/// One line in which nothing acts or hides. Control characters are shown by their pictures, others by their numbers.
pub fn shown(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match u32::from(c) {
            _ if !is_hidden(c) => line.push(c),
            code @ 0..0x20 => line.extend(char::from_u32(0x2400 + code)),
            0x7f => line.push('\u{2421}'),
            code => line.push_str(&format!("\\u{{{code:x}}}")),
        }
    }
    Cow::Owned(line)
}

/// The columns that a text takes.
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// A text broken at blanks into lines of no more columns than this; words that are longer are broken inside. What is indented stays
/// so, where there is room for that.
pub fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let words = text.trim_start_matches(' ');
    let indent = " ".repeat((text.len() - words.len()).min(columns / 2));
    let mut lines = Vec::new();
    let mut line = indent.clone();
    for word in words.split(' ') {
        let begins = line == indent;
        if !begins && width(&line) + 1 + width(word) > columns {
            lines.push(std::mem::replace(&mut line, indent.clone()));
        } else if !begins {
            line.push(' ');
        }
        for c in word.chars() {
            if line != indent && width(&line) + width(c.encode_utf8(&mut [0; 4])) > columns {
                lines.push(std::mem::replace(&mut line, indent.clone()));
            }
            line.push(c);
        }
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_outside_acts_on_the_terminal() {
        assert_eq!(shown("web1"), "web1");
        assert_eq!(shown("a\u{1b}[2Jb\n"), "a␛[2Jb␊");
        assert_eq!(shown("a\u{202e}b\u{7f}"), "a\\u{202e}b␡");
    }

    #[test]
    fn lines_are_broken_at_blanks_and_long_words_inside() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrapped("日本 x", 3), ["日", "本", "x"]);
        assert_eq!(wrapped("", 5), [""]);
        assert_eq!(wrapped("  ip link set", 9), ["  ip link", "  set"]);
    }
}
