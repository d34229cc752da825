//! Wildcard patterns: `*`, `?`, `[a-c]`, and the backtick that takes their meaning away.

use super::Case;
use crate::shell::error::{ErrorCategory, ShellError};

#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Literal(char),
    AnyOne,
    AnyRun,
    Set(Vec<(char, char)>),
}

/// A wildcard pattern, ready to be matched.
#[derive(Clone, Debug)]
pub struct Wildcard {
    pieces: Vec<Piece>,
    case: Case,
}

fn fold(c: char, case: Case) -> char {
    match case {
        Case::Respect => c,
        Case::Ignore if c.is_ascii() => c.to_ascii_lowercase(),
        Case::Ignore => c.to_lowercase().next().unwrap_or(c),
    }
}

impl Wildcard {
    /// Reads a pattern.
    ///
    /// # Errors
    /// `RuntimeException` (a `WildcardPatternException`) when a `[` is not closed.
    pub fn new(pattern: &str, case: Case) -> Result<Self, ShellError> {
        let invalid = || {
            ShellError::new(
                "RuntimeException",
                ErrorCategory::NotSpecified,
                format!("The specified wildcard character pattern is not valid: {pattern}"),
            )
            .exception("System.Management.Automation.WildcardPatternException")
        };
        let mut pieces = Vec::new();
        let mut chars = pattern.chars();
        while let Some(c) = chars.next() {
            match c {
                '`' => {
                    if let Some(next) = chars.next() {
                        pieces.push(Piece::Literal(fold(next, case)));
                    }
                }
                '*' => {
                    if pieces.last() != Some(&Piece::AnyRun) {
                        pieces.push(Piece::AnyRun);
                    }
                }
                '?' => pieces.push(Piece::AnyOne),
                '[' => {
                    let mut members: Vec<(char, bool)> = Vec::new();
                    loop {
                        match chars.next().ok_or_else(invalid)? {
                            ']' if !members.is_empty() => break,
                            '`' => members.push((chars.next().ok_or_else(invalid)?, true)),
                            other => members.push((other, false)),
                        }
                    }
                    pieces.push(Piece::Set(set(&members, case)));
                }
                other => pieces.push(Piece::Literal(fold(other, case))),
            }
        }
        Ok(Self { pieces, case })
    }

    /// Whether a text holds a character that is special in patterns.
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

    /// Whether the whole text fits the pattern. The time is at most text × pattern.
    pub fn matches(&self, text: &str) -> bool {
        let text: Vec<char> = text.chars().map(|c| fold(c, self.case)).collect();
        let (mut t, mut p) = (0, 0);
        let mut retry: Option<(usize, usize)> = None;
        while t < text.len() {
            let fits = match (self.pieces.get(p), text.get(t)) {
                (Some(Piece::Literal(wanted)), Some(c)) => wanted == c,
                (Some(Piece::AnyOne), Some(_)) => true,
                (Some(Piece::Set(ranges)), Some(c)) => {
                    ranges.iter().any(|(from, to)| (from..=to).contains(&c))
                }
                (Some(Piece::AnyRun), _) => {
                    retry = Some((p, t));
                    p += 1;
                    continue;
                }
                _ => false,
            };
            if fits {
                t += 1;
                p += 1;
            } else if let Some((star, from)) = retry {
                retry = Some((star, from + 1));
                p = star + 1;
                t = from + 1;
            } else {
                return false;
            }
        }
        self.pieces
            .get(p..)
            .is_none_or(|rest| rest.iter().all(|piece| *piece == Piece::AnyRun))
    }
}

/// The ranges of `[...]`; an escaped `-` is itself.
fn set(members: &[(char, bool)], case: Case) -> Vec<(char, char)> {
    let mut ranges = Vec::new();
    let mut at = 0;
    while let Some((from, _)) = members.get(at) {
        match (members.get(at + 1), members.get(at + 2)) {
            (Some(('-', false)), Some((to, _))) => {
                ranges.push((fold(*from, case), fold(*to, case)));
                at += 3;
            }
            _ => {
                ranges.push((fold(*from, case), fold(*from, case)));
                at += 1;
            }
        }
    }
    ranges
}
