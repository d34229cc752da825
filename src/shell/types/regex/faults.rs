//! What .NET says of a pattern that is none, and where: its offsets count units of UTF-16 up to what was read last.

use super::IGNORE_PATTERN_WHITESPACE;

/// The first fault that is known, in .NET's words.
pub(super) fn find(text: &str, options: i64) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut reader = Reader {
        chars: &chars,
        at: 0,
        units: 0,
    };
    let spaced = options & IGNORE_PATTERN_WHITESPACE != 0;
    let mut open = 0_usize;
    // What a quantifier would be for: nothing, an item, or a quantifier that stands already.
    let mut before = Before::Nothing;
    while let Some(c) = reader.take() {
        before = match c {
            '\\' => {
                reader.take();
                Before::Item
            }
            '[' => {
                reader.skip_class();
                Before::Item
            }
            '(' => {
                if reader.skip_comment() {
                    continue;
                }
                open += usize::from(!reader.skip_header());
                Before::Nothing
            }
            ')' if open == 0 => return Some(reader.fault("Too many )'s.")),
            ')' => {
                open -= 1;
                Before::Item
            }
            '|' => Before::Nothing,
            '*' | '+' | '?' => match before {
                Before::Nothing => {
                    return Some(reader.fault(&format!("Quantifier '{c}' following nothing.")));
                }
                Before::Quantifier => {
                    return Some(reader.fault(&format!("Nested quantifier '{c}'.")));
                }
                Before::Item => {
                    reader.skip_lazy();
                    Before::Quantifier
                }
            },
            '{' if before == Before::Item && reader.skip_counts() => {
                reader.skip_lazy();
                Before::Quantifier
            }
            '#' if spaced => {
                while reader.take().is_some_and(|c| c != '\n') {}
                continue;
            }
            c if spaced && c.is_whitespace() => continue,
            _ => Before::Item,
        };
    }
    (open > 0).then(|| reader.fault("Not enough )'s."))
}

#[derive(Clone, Copy, PartialEq)]
enum Before {
    Nothing,
    Item,
    Quantifier,
}

struct Reader<'a> {
    chars: &'a [char],
    at: usize,
    /// How many units of UTF-16 have been read.
    units: usize,
}

impl Reader<'_> {
    fn take(&mut self) -> Option<char> {
        let c = self.peek(0)?;
        self.at += 1;
        self.units += c.len_utf16();
        Some(c)
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn fault(&self, what: &str) -> String {
        format!("at offset {}. {what}", self.units)
    }

    /// The rest of `[...]`, and what is taken out of it: `[a-z-[aeiou]]`.
    fn skip_class(&mut self) {
        if self.peek(0) == Some('^') {
            self.take();
        }
        let mut first = true;
        while let Some(c) = self.take() {
            match c {
                ']' if !first => return,
                '\\' => {
                    self.take();
                }
                '-' if self.peek(0) == Some('[') => {
                    self.take();
                    self.skip_class();
                }
                _ => {}
            }
            first = false;
        }
    }

    /// `(?# ...)`, which means nothing.
    fn skip_comment(&mut self) -> bool {
        let is_comment = self.peek(0) == Some('?') && self.peek(1) == Some('#');
        while is_comment && self.take().is_some_and(|c| c != ')') {}
        is_comment
    }

    /// What follows the bracket of a group: `?:`, `?<name>`, `?i:`; true when that was all of it, as in `(?i)`.
    fn skip_header(&mut self) -> bool {
        if self.peek(0) != Some('?') {
            return false;
        }
        self.take();
        match self.peek(0) {
            Some('<' | '\'') if !matches!(self.peek(1), Some('=' | '!')) => {
                while self.take().is_some_and(|c| c != '>') {}
                false
            }
            _ => loop {
                match self.peek(0) {
                    Some(')') => {
                        self.take();
                        return true;
                    }
                    Some(c) if c.is_ascii_alphabetic() || "-<=!:>".contains(c) => {
                        self.take();
                        if "=!:>".contains(c) {
                            return false;
                        }
                    }
                    _ => return false,
                }
            },
        }
    }

    fn skip_lazy(&mut self) {
        if self.peek(0) == Some('?') {
            self.take();
        }
    }

    /// The rest of `{2}`, `{2,}` or `{2,4}`; nothing when it is none, and the bracket means itself.
    fn skip_counts(&mut self) -> bool {
        let rest = self.chars.get(self.at..).unwrap_or_default();
        let Some(end) = rest.iter().position(|c| *c == '}') else {
            return false;
        };
        let inside: String = rest.iter().take(end).collect();
        let (least, most) = inside.split_once(',').unwrap_or((&inside, ""));
        let are_digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        let is_count = !least.is_empty() && are_digits(least) && are_digits(most);
        for _ in 0..=end {
            if is_count {
                self.take();
            }
        }
        is_count
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn faults_are_told_with_the_offset_that_dotnet_has() {
        for (pattern, words) in [
            ("a(b", "at offset 3. Not enough )'s."),
            ("a)b", "at offset 2. Too many )'s."),
            ("*a", "at offset 1. Quantifier '*' following nothing."),
            ("[*]a|+b", "at offset 6. Quantifier '+' following nothing."),
            (r"a\*(?b", "at offset 6. Not enough )'s."),
            (r"\+(*)", "at offset 4. Quantifier '*' following nothing."),
            ("a**", "at offset 3. Nested quantifier '*'."),
            ("a{2}+", "at offset 5. Nested quantifier '+'."),
            ("\u{1F600})", "at offset 3. Too many )'s."),
            ("(?<n>x))", "at offset 8. Too many )'s."),
            ("(?i)*", "at offset 5. Quantifier '*' following nothing."),
            ("[a-z-[()]](", "at offset 11. Not enough )'s."),
        ] {
            assert_eq!(find(pattern, 0).as_deref(), Some(words), "{pattern}");
        }
        for fine in [
            "a+?b*",
            "(?#()x",
            "a{,2}",
            "{2",
            r"\(",
            "[)(]",
            "(?<a>b)(?:c)",
        ] {
            assert_eq!(find(fine, 0), None, "{fine}");
        }
    }
}
