//! A look ahead over bracketed attributes. Reading them twice at every level of nesting would take time exponential in
//! the depth; this finds by characters alone which keyword follows them.

use super::super::chars::{is_double_quote, is_identifier_follow, is_single_quote, is_whitespace};

/// After this many groups that are never closed the text is too broken to look further.
const MAX_UNCLOSED: u32 = 32;

/// What earlier looks found, so that a long row of groups is not walked again from each of its members.
#[derive(Default)]
pub(super) struct Lookahead {
    /// Where the groups of the last look begin.
    groups: Vec<usize>,
    /// Where the word behind them is.
    word: std::ops::Range<usize>,
    unclosed: u32,
}

impl Lookahead {
    /// The word after the groups `[...] [...]` that begin at `at`, blanks and comments skipped. Empty when no word
    /// follows or a group is not closed.
    pub(super) fn word_after_attributes<'t>(&mut self, text: &'t str, at: usize) -> &'t str {
        let rest = skip_blanks(from(text, at));
        let start = text.len() - rest.len();
        if self.groups.binary_search(&start).is_err() {
            self.look(text, rest);
        }
        text.get(self.word.clone()).unwrap_or("")
    }

    fn look(&mut self, text: &str, rest: &str) {
        self.groups.clear();
        self.word = 0..0;
        let mut rest = rest;
        while rest.starts_with('[') {
            if self.unclosed >= MAX_UNCLOSED {
                return;
            }
            self.groups.push(text.len() - rest.len());
            match skip_group(rest) {
                Some(after) => rest = skip_blanks(after),
                None => {
                    self.unclosed += 1;
                    return;
                }
            }
        }
        let start = text.len() - rest.len();
        let length = rest
            .find(|c| !is_identifier_follow(c))
            .unwrap_or(rest.len());
        self.word = start..start + length;
    }
}

fn from(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or("")
}

fn skip_blanks(text: &str) -> &str {
    let mut rest = text;
    loop {
        let Some(c) = rest.chars().next() else {
            return rest;
        };
        if is_whitespace(c) || c == '\n' || c == '\r' {
            rest = from(rest, c.len_utf8());
        } else if c == '#' {
            rest = from(rest, rest.find(['\n', '\r']).unwrap_or(rest.len()));
        } else if rest.starts_with("<#") {
            rest = rest.find("#>").map_or("", |at| from(rest, at + 2));
        } else if rest.starts_with("`\n") || rest.starts_with("`\r") {
            rest = from(rest, 2);
        } else {
            return rest;
        }
    }
}

/// The text after the bracket group that `text` begins with.
fn skip_group(text: &str) -> Option<&str> {
    let mut depth = 0u32;
    let mut rest = text;
    loop {
        let c = rest.chars().next()?;
        let after = from(rest, c.len_utf8());
        rest = match c {
            '[' | '(' | '{' => {
                depth += 1;
                after
            }
            ']' | ')' | '}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(after);
                }
                after
            }
            '`' => from(after, after.chars().next()?.len_utf8()),
            '#' => from(after, after.find(['\n', '\r'])?),
            '<' if after.starts_with('#') => from(after, after.find("#>")? + 2),
            '@' if after.starts_with('\'') => from(after, after.find("\n'@")? + 3),
            '@' if after.starts_with('"') => from(after, after.find("\n\"@")? + 3),
            _ if is_single_quote(c) => {
                let end = after.find(is_single_quote)?;
                let quote = from(after, end).chars().next()?;
                from(after, end + quote.len_utf8())
            }
            _ if is_double_quote(c) => skip_double_quoted(after)?,
            _ => after,
        };
    }
}

fn skip_double_quoted(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        let at = rest.find(|c| c == '`' || is_double_quote(c))?;
        let found = from(rest, at);
        let c = found.chars().next()?;
        let after = from(found, c.len_utf8());
        if c != '`' {
            return Some(after);
        }
        rest = from(after, after.chars().next()?.len_utf8());
    }
}

#[cfg(test)]
mod tests {
    use super::Lookahead;

    #[test]
    fn finds_the_keyword_behind_attributes() {
        let word = |text| Lookahead::default().word_after_attributes(text, 0);
        assert_eq!(word("[CmdletBinding()]\n# c ]\nparam($x)"), "param");
        assert_eq!(
            word("[A(']', \"`\"]\", { [int] })] <# ] #> [B()] if (1)"),
            "if"
        );
        assert_eq!(word("[int]$x"), "");
        assert_eq!(word("[A("), "");
    }

    #[test]
    fn looks_again_from_within_a_row() {
        let text = "[a] [b([c])] if";
        let mut lookahead = Lookahead::default();
        assert_eq!(lookahead.word_after_attributes(text, 0), "if");
        assert_eq!(lookahead.word_after_attributes(text, 3), "if");
        assert_eq!(lookahead.word_after_attributes(text, 7), "");
    }
}
