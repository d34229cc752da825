//! Regular expressions as .NET writes them, matched by fancy-regex.

mod faults;
mod substitution;
mod translate;
mod value;

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

pub use substitution::substitute;
pub use value::{
    CaptureCollectionValue, GroupCollectionValue, GroupValue, MatchCollectionValue, MatchValue,
    RegexValue, match_value,
};

use iovsh_base::interrupt::Pulse;

use crate::error::ShellError;
use crate::value::convert::raise;
use crate::value::limits;
use translate::{Group, Translated, translate};

/// `RegexOptions.IgnoreCase`.
pub const IGNORE_CASE: i64 = 1;
/// `RegexOptions.Multiline`.
pub const MULTILINE: i64 = 2;
/// `RegexOptions.ExplicitCapture`.
pub const EXPLICIT_CAPTURE: i64 = 4;
/// `RegexOptions.Singleline`.
pub const SINGLELINE: i64 = 16;
/// `RegexOptions.IgnorePatternWhitespace`.
pub const IGNORE_PATTERN_WHITESPACE: i64 = 32;
/// `RegexOptions.RightToLeft`: accepted; matches are found left to right.
pub const RIGHT_TO_LEFT: i64 = 64;

/// How often a match may step back before it is given up: patterns that explode are stopped, not waited for.
const BACKTRACK_LIMIT: usize = 2_000_000;
/// How many compiled patterns are kept.
const CACHE_SIZE: usize = 256;

/// A compiled pattern.
#[derive(Debug)]
pub struct Pattern {
    /// The text as it was written.
    pub text: Rc<str>,
    /// `RegexOptions`, as bits.
    pub options: i64,
    regex: fancy_regex::Regex,
    /// For text that ends in a line feed: there `$` also matches before it.
    regex_before_newline: Option<fancy_regex::Regex>,
    groups: Vec<Group>,
}

/// What one group of a match found: byte offsets.
#[derive(Clone, Debug)]
pub struct Capture {
    /// Its number, as .NET counts: unnamed groups first, then named ones.
    pub number: u32,
    /// Its name, when it has one.
    pub name: Option<Rc<str>>,
    /// Start and end in the text; `None` when the group took no part.
    pub span: Option<(usize, usize)>,
}

/// One match: the group 0 is the whole of it. In .NET's order.
pub type Captures = Vec<Capture>;

type Cache = HashMap<(Rc<str>, i64), Rc<Pattern>>;

thread_local! {
    static CACHE: RefCell<Cache> = RefCell::new(Cache::new());
}

/// Compiles a pattern, or finds it among those compiled before.
///
/// # Errors
/// `System.Text.RegularExpressions.RegexParseException`.
pub fn compile(text: &str, options: i64) -> Result<Rc<Pattern>, ShellError> {
    let key: (Rc<str>, i64) = (text.into(), options);
    if let Some(found) = CACHE.with(|cache| cache.borrow().get(&key).cloned()) {
        return Ok(found);
    }
    let pattern = Rc::new(Pattern::new(text, options)?);
    CACHE.with(|cache| {
        let mut cache = cache.borrow_mut();
        if cache.len() >= CACHE_SIZE {
            cache.clear();
        }
        cache.insert(key, pattern.clone());
    });
    Ok(pattern)
}

fn invalid(text: &str, reason: &str) -> ShellError {
    raise(
        "System.Text.RegularExpressions.RegexParseException",
        format!("Invalid pattern '{text}' {reason}"),
    )
}

fn build(text: &str, options: i64, source: &str) -> Result<fancy_regex::Regex, ShellError> {
    fancy_regex::RegexBuilder::new(source)
        .backtrack_limit(BACKTRACK_LIMIT)
        .build()
        .map_err(|error| {
            let reason = error.to_string();
            match faults::find(text, options) {
                Some(words) => invalid(text, &words),
                None => invalid(text, reason.lines().last().unwrap_or("")),
            }
        })
}

/// A match that was given up: whether the pattern occurs in the text is not known, so there is no answer to give.
fn timed_out() -> ShellError {
    raise(
        "System.Text.RegularExpressions.RegexMatchTimeoutException",
        "The Regex engine has timed out while trying to match a pattern to an input string. This can occur for many \
         reasons, including very large inputs or excessive backtracking caused by nested quantifiers, back-references \
         and other factors.",
    )
    .help("Write the pattern so that the same text cannot be matched in many ways, or match a shorter text.")
}

impl Pattern {
    fn new(text: &str, options: i64) -> Result<Self, ShellError> {
        let Translated {
            source,
            before_newline,
            groups,
        } = translate(text, options).map_err(|reason| invalid(text, &reason))?;
        let regex = build(text, options, &source)?;
        let regex_before_newline = match before_newline {
            Some(source) => Some(build(text, options, &source)?),
            None => None,
        };
        Ok(Self {
            text: text.into(),
            options,
            regex,
            regex_before_newline,
            groups,
        })
    }

    fn regex_for(&self, text: &str) -> &fancy_regex::Regex {
        match &self.regex_before_newline {
            Some(regex) if text.ends_with('\n') => regex,
            _ => &self.regex,
        }
    }

    /// Whether the pattern occurs in the text.
    ///
    /// # Errors
    /// `RegexMatchTimeoutException` when the match takes too many steps.
    pub fn is_match(&self, text: &str) -> Result<bool, ShellError> {
        self.regex_for(text).is_match(text).map_err(|_| timed_out())
    }

    /// The first match at or after a byte offset.
    ///
    /// # Errors
    /// `RegexMatchTimeoutException` when the match takes too many steps.
    pub fn captures_at(&self, text: &str, start: usize) -> Result<Option<Captures>, ShellError> {
        if start > text.len() || !text.is_char_boundary(start) {
            return Ok(None);
        }
        let found = self
            .regex_for(text)
            .captures_from_pos(text, start)
            .map_err(|_| timed_out())?;
        Ok(found.map(|found| {
            self.groups
                .iter()
                .map(|group| Capture {
                    number: group.number,
                    name: group.name.clone(),
                    span: found
                        .get(group.index)
                        .map(|found| (found.start(), found.end())),
                })
                .collect()
        }))
    }

    /// All matches that do not overlap, at most `limit`.
    ///
    /// # Errors
    /// `RegexMatchTimeoutException` when a match takes too many steps.
    pub fn all_captures(&self, text: &str, limit: usize) -> Result<Vec<Captures>, ShellError> {
        let mut found = Vec::new();
        let mut at = 0;
        let mut pulse = Pulse::default();
        while found.len() < limit {
            pulse.beat()?;
            let Some(captures) = self.captures_at(text, at)? else {
                break;
            };
            let Some((start, end)) = captures.first().and_then(|whole| whole.span) else {
                break;
            };
            at = if end > start {
                end
            } else {
                next_char(text, end)
            };
            found.push(captures);
            if at > text.len() {
                break;
            }
        }
        Ok(found)
    }

    /// The numbers and names of the groups, in .NET's order.
    pub fn group_names(&self) -> Vec<(u32, Option<Rc<str>>)> {
        self.groups
            .iter()
            .map(|group| (group.number, group.name.clone()))
            .collect()
    }

    /// Splits a text at the matches; what groups captured stands between the parts. `limit` 0: no limit.
    ///
    /// # Errors
    /// `RegexMatchTimeoutException` when a match takes too many steps.
    pub fn split(&self, text: &str, limit: usize) -> Result<Vec<String>, ShellError> {
        let most = if limit == 0 { usize::MAX } else { limit - 1 };
        let mut parts = Vec::new();
        let mut from = 0;
        for captures in self.all_captures(text, most)? {
            let Some((start, end)) = captures.first().and_then(|whole| whole.span) else {
                continue;
            };
            parts.push(text.get(from..start).unwrap_or("").to_owned());
            for group in captures.iter().skip(1) {
                if let Some((start, end)) = group.span {
                    parts.push(text.get(start..end).unwrap_or("").to_owned());
                }
            }
            from = end;
        }
        parts.push(text.get(from..).unwrap_or("").to_owned());
        Ok(parts)
    }

    /// Replaces the matches by what `f` makes of them.
    ///
    /// # Errors
    /// Those of `f`, and `RegexMatchTimeoutException` when a match takes too many steps.
    pub fn replace_with<E: From<ShellError>>(
        &self,
        text: &str,
        limit: usize,
        mut f: impl FnMut(&Captures) -> Result<String, E>,
    ) -> Result<Option<String>, E> {
        let mut out = String::new();
        let (mut from, mut at, mut count) = (0, 0, 0);
        // One match after the other: a list of all of them could be far larger than the text.
        let mut pulse = Pulse::default();
        while count < limit && at <= text.len() {
            pulse.beat().map_err(ShellError::from)?;
            let Some(captures) = self.captures_at(text, at)? else {
                break;
            };
            let Some((start, end)) = captures.first().and_then(|whole| whole.span) else {
                break;
            };
            out.push_str(text.get(from..start).unwrap_or(""));
            out.push_str(&f(&captures)?);
            limits::text(out.len())?;
            from = end;
            at = if end > start {
                end
            } else {
                next_char(text, end)
            };
            count += 1;
        }
        if count == 0 {
            return Ok(None);
        }
        out.push_str(text.get(from..).unwrap_or(""));
        Ok(Some(out))
    }
}

fn next_char(text: &str, at: usize) -> usize {
    text.get(at..)
        .and_then(|rest| rest.chars().next())
        .map_or(at + 1, |c| at + c.len_utf8())
}
