//! A look ahead over bracketed attributes. Reading them twice at every level of nesting would take time exponential in
//! the depth; this finds by characters alone which keyword follows them.

use super::super::chars::{is_double_quote, is_identifier_follow, is_single_quote, is_whitespace};

/// The word after the groups `[...] [...]` at the beginning of `text`, blanks and comments skipped. Empty when no
/// word follows or a group is not closed.
pub(super) fn word_after_attributes(text: &str) -> &str {
    let mut rest = skip_blanks(text);
    while rest.starts_with('[') {
        match skip_group(rest) {
            Some(after) => rest = skip_blanks(after),
            None => return "",
        }
    }
    let end = rest
        .find(|c| !is_identifier_follow(c))
        .unwrap_or(rest.len());
    rest.get(..end).unwrap_or("")
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
    use super::word_after_attributes;

    #[test]
    fn finds_the_keyword_behind_attributes() {
        assert_eq!(
            word_after_attributes("[CmdletBinding()]\n# c ]\nparam($x)"),
            "param"
        );
        assert_eq!(
            word_after_attributes("[A(']', \"`\"]\", { [int] })] <# ] #> [B()] if (1)"),
            "if"
        );
        assert_eq!(word_after_attributes("[int]$x"), "");
        assert_eq!(word_after_attributes("[A("), "");
    }
}
