//! PowerShell's wildcard patterns: `*`, `?`, `[a-z]`, and the backtick that takes their meaning away.

use std::convert::Infallible;

use iovsh_base::interrupt::{Interrupted, Pulse};

/// A pattern that names, paths and `-like` are compared with.
#[derive(Clone, Debug)]
pub struct WildcardPattern {
    parts: Vec<Part>,
    ignore_case: bool,
}

#[derive(Clone, Debug)]
enum Part {
    /// This character.
    One(char),
    /// Any one character.
    Any,
    /// Any number of characters.
    Many,
    /// One character of these ranges.
    Set(Vec<(char, char)>),
}

/// Whether a text has wildcards that are not escaped.
pub fn has_wildcards(text: &str) -> bool {
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '`' => {
                chars.next();
            }
            '*' | '?' | '[' => return true,
            _ => {}
        }
    }
    false
}

/// A text in which every wildcard has a backtick before it.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '*' | '?' | '[' | ']') {
            out.push('`');
        }
        out.push(c);
    }
    out
}

/// The pattern that only this text matches: what [`unescape`] gives back, whatever is in it. Other than [`escape`], which
/// is PowerShell's, it minds backticks.
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let special = |c: char| matches!(c, '*' | '?' | '[' | ']' | '`');
        let escapes = c == '`' && chars.peek().is_some_and(|next| special(*next));
        if escapes || (c != '`' && special(c)) {
            out.push('`');
        }
        out.push(c);
    }
    out
}

/// A text without the backticks before wildcards.
pub fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('`', Some(&next @ ('*' | '?' | '[' | ']' | '`'))) => {
                out.push(next);
                chars.next();
            }
            _ => out.push(c),
        }
    }
    out
}

impl WildcardPattern {
    /// A pattern that ignores case.
    pub fn new(pattern: &str) -> Self {
        Self::parse(pattern, true).0
    }

    /// A pattern that respects case.
    pub fn case_sensitive(pattern: &str) -> Self {
        Self::parse(pattern, false).0
    }

    /// A pattern, or `None` when a bracket is not closed (`WildcardPatternException`).
    pub fn checked(pattern: &str, ignore_case: bool) -> Option<Self> {
        let (parsed, complete) = Self::parse(pattern, ignore_case);
        complete.then_some(parsed)
    }

    fn parse(pattern: &str, ignore_case: bool) -> (Self, bool) {
        let mut parts = Vec::new();
        // No bracket closes a set behind one that nothing closes: the text is not looked through again for each.
        let mut complete = true;
        let mut rest = pattern.chars();
        while let Some(c) = rest.next() {
            match c {
                '*' => {
                    if !matches!(parts.last(), Some(Part::Many)) {
                        parts.push(Part::Many);
                    }
                }
                '?' => parts.push(Part::Any),
                '`' => parts.push(Part::One(fold(rest.next().unwrap_or('`'), ignore_case))),
                '[' if !complete => parts.push(Part::One('[')),
                '[' => match set(rest.clone(), ignore_case) {
                    Some((ranges, after)) => {
                        parts.push(Part::Set(ranges));
                        rest = after;
                    }
                    None => {
                        complete = false;
                        parts.push(Part::One('['));
                    }
                },
                other => parts.push(Part::One(fold(other, ignore_case))),
            }
        }
        (Self { parts, ignore_case }, complete)
    }

    /// Whether the whole text matches: for names. Of a long text, use [`Self::try_match`].
    pub fn is_match(&self, text: &str) -> bool {
        self.match_with(text, || Ok::<(), Infallible>(()))
            .unwrap_or_else(|never| match never {})
    }

    /// Whether the whole text matches, for a text and a pattern that a script may have made as long as it likes: the time is their
    /// product at the worst.
    ///
    /// # Errors
    /// [`Interrupted`].
    pub fn try_match(&self, text: &str) -> Result<bool, Interrupted> {
        let mut pulse = Pulse::default();
        self.match_with(text, || pulse.beat())
    }

    fn match_with<E>(
        &self,
        text: &str,
        mut step: impl FnMut() -> Result<(), E>,
    ) -> Result<bool, E> {
        let text: Vec<char> = text.chars().map(|c| fold(c, self.ignore_case)).collect();
        let (mut part, mut at) = (0, 0);
        // Where to go back to: the part after the last `*`, and how far that `*` has reached.
        let mut back: Option<(usize, usize)> = None;
        while at < text.len() {
            step()?;
            let fits = match (self.parts.get(part), text.get(at)) {
                (Some(Part::Many), _) => {
                    part += 1;
                    back = Some((part, at));
                    continue;
                }
                (Some(Part::Any), _) => true,
                (Some(Part::One(wanted)), Some(c)) => wanted == c,
                (Some(Part::Set(ranges)), Some(c)) => {
                    ranges.iter().any(|(low, high)| low <= c && c <= high)
                }
                _ => false,
            };
            if fits {
                part += 1;
                at += 1;
            } else if let Some((after, reached)) = back {
                back = Some((after, reached + 1));
                part = after;
                at = reached + 1;
            } else {
                return Ok(false);
            }
        }
        Ok(self
            .parts
            .get(part..)
            .is_some_and(|rest| rest.iter().all(|part| matches!(part, Part::Many))))
    }
}

fn fold(c: char, ignore_case: bool) -> char {
    if !ignore_case {
        return c;
    }
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    c.to_lowercase().next().unwrap_or(c)
}

/// The ranges between brackets, and what follows them. `None` when the bracket is not closed.
fn set(
    mut rest: std::str::Chars<'_>,
    ignore_case: bool,
) -> Option<(Vec<(char, char)>, std::str::Chars<'_>)> {
    let mut ranges: Vec<(char, char)> = Vec::new();
    let mut open_range = false;
    loop {
        let (c, escaped) = match rest.next()? {
            '`' => (rest.next()?, true),
            c => (c, false),
        };
        if c == ']' && !escaped && !ranges.is_empty() {
            if open_range {
                ranges.push(('-', '-'));
            }
            return Some((ranges, rest));
        }
        if c == '-' && !escaped && !open_range && !ranges.is_empty() {
            open_range = true;
            continue;
        }
        let c = fold(c, ignore_case);
        match ranges.last_mut() {
            Some(last) if open_range => last.1 = c,
            _ => ranges.push((c, c)),
        }
        open_range = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_question_marks() {
        let pattern = WildcardPattern::new("VM*a?");
        assert!(pattern.is_match("vmxxax"));
        assert!(!pattern.is_match("vmxxa"));
        assert!(WildcardPattern::new("*").is_match(""));
        assert!(!WildcardPattern::case_sensitive("A*").is_match("abc"));
    }

    #[test]
    fn sets_and_escapes() {
        let pattern = WildcardPattern::new("web[1-3]");
        assert!(pattern.is_match("WEB2"));
        assert!(!pattern.is_match("web4"));
        assert!(WildcardPattern::new("a`*").is_match("a*"));
        assert!(!WildcardPattern::new("a`*").is_match("ab"));
        assert!(WildcardPattern::checked("a[b", true).is_none());
        assert_eq!(unescape(&escape("a[1]*")), "a[1]*");
    }

    proptest::proptest! {
        #[test]
        fn a_quoted_text_is_itself(text in "[a`*?\\[\\]]{0,8}") {
            let pattern = quote(&text);
            proptest::prop_assert!(!has_wildcards(&pattern));
            proptest::prop_assert_eq!(unescape(&pattern), text);
        }
    }

    #[test]
    fn a_long_comparison_ends_when_the_work_is_to_end() {
        let pattern = WildcardPattern::new(&format!("*{}b", "a".repeat(2000)));
        let text = "a".repeat(4000);
        assert_eq!(pattern.try_match(&text), Ok(false));
        let _watched = iovsh_base::interrupt::watch(std::sync::Arc::new(true.into()));
        assert_eq!(pattern.try_match(&text), Err(Interrupted));
    }

    #[test]
    fn many_stars_stay_quick() {
        let pattern = WildcardPattern::new(&"*a".repeat(40));
        assert!(!pattern.is_match(&"a".repeat(39)));
        assert!(pattern.is_match(&"a".repeat(40)));
    }
}
