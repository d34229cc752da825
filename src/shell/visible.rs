//! What a reader gets to see of text that comes from data: no character of it can act on the terminal or hide itself.
//!
//! The name of a VM, of a file or of a NIC, and what libvirt or the kernel answers, is chosen by others. A control
//! character in it would move the cursor, write the clipboard or set the window's title; a format character would turn
//! the order of the letters round or make two names look alike. Such characters are shown in place of being sent: `␛`,
//! `\u{202e}`. iovsh's own colours are added after this.

use std::borrow::Cow;

use iovsh_base::invisible::{is_filler, is_noncharacter, is_selector};
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use super::os_text;

/// Whether a character is never sent from data to a terminal: control (Cc) and format (Cf) characters, the separators
/// of lines and paragraphs, letters and marks that take no room, and noncharacters. The line feed and the tabulator are among them; the functions below let those two pass.
pub fn is_hidden(c: char) -> bool {
    match c {
        ' '..='~' => false,
        // Arabic and Syriac signs that are written before a number: of category Cf, but seen.
        '\u{600}'..='\u{605}' | '\u{6dd}' | '\u{70f}' | '\u{890}' | '\u{891}' | '\u{8e2}' => false,
        c if is_filler(c) || is_noncharacter(c) => true,
        _ => matches!(
            c.general_category(),
            GeneralCategory::Control
                | GeneralCategory::Format
                | GeneralCategory::LineSeparator
                | GeneralCategory::ParagraphSeparator
        ),
    }
}

/// Text in which nothing acts or hides. Line feeds and tabulators stay; a carriage return before a line feed is dropped.
pub fn visible(text: &str) -> Cow<'_, str> {
    rewrite(text, false)
}

/// As [`visible`], but colour sequences (`ESC [ ... m`) stay: for strings that a script writes to a terminal.
pub fn visible_but_colours(text: &str) -> Cow<'_, str> {
    rewrite(text, true)
}

/// As [`visible`], on one line: line feeds and tabulators are shown too.
pub fn visible_line(text: &str) -> Cow<'_, str> {
    let shown = visible(text);
    if !shown.contains(['\n', '\t']) {
        return shown;
    }
    let mut out = String::with_capacity(shown.len() + 8);
    for c in shown.chars() {
        match c {
            '\n' | '\t' => push_shown(&mut out, c),
            c => out.push(c),
        }
    }
    out.into()
}

/// A line that is being edited, as it is drawn: each hidden character gives way to a sign that takes as many bytes, so that
/// the editor's places stay right. Line feeds stay.
pub fn visible_in_editor(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| is_hidden(c) && c != '\n' || is_selector(c)) {
        return text.into();
    }
    let sign = |c: char| match c {
        '\t' => ' ',
        c => match c.len_utf8() {
            1 => '?',
            2 => '¿',
            3 => char::REPLACEMENT_CHARACTER,
            _ => '𝄽',
        },
    };
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let hides = match is_selector(c) {
            true => !selects(before, rest.clone().next()),
            false => is_hidden(c) && c != '\n',
        };
        out.push(if hides { sign(c) } else { c });
        before = Some(c);
    }
    out.into()
}

/// Text without the sequences that set colours.
pub fn without_colours(text: &str) -> Cow<'_, str> {
    if !text.contains('\x1b') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\x1b') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        rest = match colour_sequence(from) {
            Some(sequence) => from.get(sequence.len()..).unwrap_or(""),
            None => {
                out.push('\x1b');
                from.get(1..).unwrap_or("")
            }
        };
    }
    out.push_str(rest);
    out.into()
}

fn rewrite(text: &str, colours: bool) -> Cow<'_, str> {
    // Almost all text is plain: one pass over bytes says so.
    if text
        .bytes()
        .all(|b| matches!(b, b' '..=b'~' | b'\n' | b'\t'))
    {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    let mut before = None;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or("");
        let mut taken = c.len_utf8();
        if let Some(byte) = os_text::byte_of(c) {
            out.push_str(&format!("\\x{byte:02x}"));
        } else if is_selector(c) && !selects(before, after.chars().next()) {
            push_shown(&mut out, c);
        } else if c == '\n' || c == '\t' || !is_hidden(c) {
            out.push(c);
        } else if c == '\r' && after.starts_with('\n') {
            // The line feed that follows is the end of the line.
        } else if is_joiner(c) && joins(before, after.chars().next()) {
            out.push(c);
        } else if let Some(sequence) = colours.then(|| colour_sequence(rest)).flatten() {
            out.push_str(sequence);
            taken = sequence.len();
        } else {
            push_shown(&mut out, c);
        }
        before = Some(c);
        rest = rest.get(taken..).unwrap_or("");
    }
    out.into()
}

/// Appends the sign for a character that is not sent.
fn push_shown(out: &mut String, c: char) {
    match u32::from(c) {
        // The control pictures stand in the order of the characters that they are for.
        code @ 0..0x20 => out.extend(char::from_u32(0x2400 + code)),
        0x7f => out.push('\u{2421}'),
        code => out.push_str(&format!("\\u{{{code:x}}}")),
    }
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Whether a joiner does its work between these two: parts of an emoji, letters of a script that joins them. Between
/// Latin, Greek or Cyrillic letters it would only hide.
fn joins(before: Option<char>, after: Option<char>) -> bool {
    let takes_part = |c: Option<char>| {
        // A byte that is no text is shown by its number, which nothing joins.
        let c = c.filter(|c| os_text::byte_of(*c).is_none());
        c.is_some_and(|c| u32::from(c) >= 0x590 && !c.is_whitespace() && !is_hidden(c))
    };
    takes_part(before) && takes_part(after)
}

/// Whether a selector does its work here: behind a sign that has several forms, which of ASCII only those of key caps have. Behind a letter
/// it would only hide.
fn selects(before: Option<char>, after: Option<char>) -> bool {
    match before {
        Some('0'..='9' | '#' | '*') => after == Some('\u{20e3}'),
        Some(c) => {
            u32::from(c) >= 0xa0
                && !is_hidden(c)
                && !is_selector(c)
                && os_text::byte_of(c).is_none()
        }
        None => false,
    }
}

/// The colour sequence that `text` begins with: `ESC [`, digits with `;` or `:`, `m`.
fn colour_sequence(text: &str) -> Option<&str> {
    /// Longer than any that means something.
    const LONGEST: usize = 64;
    let body = text.strip_prefix("\x1b[")?;
    let end = body
        .bytes()
        .take(LONGEST)
        .position(|b| !matches!(b, b'0'..=b'9' | b';' | b':'))?;
    (body.as_bytes().get(end) == Some(&b'm'))
        .then(|| text.get(..end + 3))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_acts_or_hides_is_shown() {
        for (text, shown) in [
            ("web1", "web1"),
            ("a\nb\tc", "a\nb\tc"),
            ("a\r\nb", "a\nb"),
            ("a\rb", "a␍b"),
            ("\x1b]0;x\x07", "␛]0;x␇"),
            ("\x1b[31mred", "␛[31mred"),
            ("\u{9b}31m\u{7f}", "\\u{9b}31m␡"),
            ("a\u{202e}b\u{2066}", "a\\u{202e}b\\u{2066}"),
            (
                "web1\u{200b}\u{feff}\u{2060}",
                "web1\\u{200b}\\u{feff}\\u{2060}",
            ),
            ("a\u{2028}b", "a\\u{2028}b"),
            ("a\u{e0041}", "a\\u{e0041}"),
            ("web1\u{3164}\u{34f}", "web1\\u{3164}\\u{34f}"),
            ("web1\u{fe0f}", "web1\\u{fe0f}"),
            ("1\u{fe0f}\u{20e3} ❤\u{fe0f}", "1\u{fe0f}\u{20e3} ❤\u{fe0f}"),
            ("葛\u{e0100}\u{e0101}", "葛\u{e0100}\\u{e0101}"),
            ("a\u{fffe}", "a\\u{fffe}"),
            ("größe 日本 e\u{301}", "größe 日本 e\u{301}"),
        ] {
            assert_eq!(visible(text), shown, "{text:?}");
        }
    }

    #[test]
    fn a_joiner_stays_where_it_joins() {
        for (text, shown) in [
            ("👩\u{200d}💻", "👩\u{200d}💻"),
            ("❤\u{fe0f}\u{200d}🔥", "❤\u{fe0f}\u{200d}🔥"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("web\u{200d}1", "web\\u{200d}1"),
            ("\u{200c}", "\\u{200c}"),
            ("\u{ef8c}\u{200c}م", "\\x8c\\u{200c}م"),
            ("م\u{200c}\u{ef8c}", "م\\u{200c}\\x8c"),
        ] {
            assert_eq!(visible(text), shown, "{text:?}");
        }
    }

    #[test]
    fn only_colours_pass_where_colours_may() {
        for (text, shown) in [
            ("\x1b[1;31mred\x1b[0m", "\x1b[1;31mred\x1b[0m"),
            ("\x1b[38:2::1:2:3mx", "\x1b[38:2::1:2:3mx"),
            ("\x1b[2Jx", "␛[2Jx"),
            ("\x1b[?25lx", "␛[?25lx"),
            ("\x1b[31", "␛[31"),
            ("\x1b]8;;http://x\x07", "␛]8;;http://x␇"),
        ] {
            assert_eq!(visible_but_colours(text), shown, "{text:?}");
        }
        assert_eq!(without_colours("\x1b[1;31mred\x1b[0m!"), "red!");
        assert_eq!(visible_line("a\nb\t"), "a␊b␉");
    }

    proptest! {
        /// Whatever the text, nothing that hides is left, and what was shown once is not changed again.
        #[test]
        fn nothing_hidden_is_left(text in any::<String>()) {
            let shown = visible(&text);
            let left = |c: char| is_hidden(c) && !matches!(c, '\n' | '\t' | '\u{200c}' | '\u{200d}');
            prop_assert!(!shown.chars().any(left));
            prop_assert_eq!(visible(&shown), shown.clone());
            prop_assert!(!visible_line(&text).contains(['\n', '\t']));
            let edited = visible_in_editor(&text);
            prop_assert_eq!(edited.len(), text.len());
            prop_assert!(!edited.chars().any(|c| is_hidden(c) && c != '\n'));
        }
    }
}
