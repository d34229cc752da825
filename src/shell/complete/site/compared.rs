//! What an operator compares.

use super::Site;
use super::frames::Frame;
use super::owner::owner_of;
use crate::syntax::token::{Token, TokenFlags, TokenKind};

/// The operators whose right side can be a value of the property on their left.
pub(in crate::complete) const COMPARISONS: &[&str] = &[
    "eq",
    "ne",
    "like",
    "notlike",
    "in",
    "notin",
    "ceq",
    "cne",
    "clike",
    "cnotlike",
    "ieq",
    "ine",
    "contains",
    "notcontains",
    "match",
    "notmatch",
];

/// The right side of a comparison with a member, else nothing that can be completed.
pub(super) fn operand_site(text: &str, before: &[&Token], outer: &[Frame]) -> Site {
    let owner = || {
        let (operator, left) = before.split_last()?;
        let name = operator
            .span
            .text(text)
            .strip_prefix('-')?
            .to_ascii_lowercase();
        let (member, left) = left.split_last()?;
        let (dot, left) = left.split_last()?;
        if !COMPARISONS.contains(&&*name)
            || !member.flags.contains(TokenFlags::MEMBER_NAME)
            || dot.kind != TokenKind::Dot
        {
            return None;
        }
        let owner = owner_of(text, left, false, outer)??;
        Some(Site::Operand {
            owner,
            member: member.span.text(text).to_owned(),
        })
    };
    owner().unwrap_or(Site::Nothing)
}

/// The operators that can stand behind a value, the usual ones first, and what they do.
pub(in crate::complete) const OPERATORS: &[(&str, &str)] = &[
    ("-eq", "equal"),
    ("-ne", "not equal"),
    ("-gt", "greater"),
    ("-ge", "greater or equal"),
    ("-lt", "less"),
    ("-le", "less or equal"),
    ("-like", "fits a pattern with * and ?"),
    ("-notlike", "does not fit a pattern"),
    ("-match", "fits a regular expression"),
    ("-notmatch", "does not fit a regular expression"),
    ("-contains", "has the value on the right"),
    ("-notcontains", "does not have the value on the right"),
    ("-in", "is among those on the right"),
    ("-notin", "is not among those on the right"),
    ("-and", "both"),
    ("-or", "one of both, or both"),
    ("-xor", "one of both, not both"),
    ("-replace", "text with what fits replaced"),
    ("-split", "text taken apart"),
    ("-join", "texts put together"),
    ("-f", "a text with its places filled in"),
    ("-is", "is of a type"),
    ("-isnot", "is not of a type"),
    ("-as", "as a value of a type, or nothing"),
    ("-band", "bits that both have"),
    ("-bor", "bits that one of both has"),
    ("-bxor", "bits that only one has"),
    ("-shl", "bits moved to the left"),
    ("-shr", "bits moved to the right"),
    ("-ceq", "equal, with regard to case"),
    ("-cne", "not equal, with regard to case"),
    ("-clike", "fits a pattern, with regard to case"),
    ("-cnotlike", "does not fit a pattern, with regard to case"),
    ("-cmatch", "fits a regular expression, with regard to case"),
    (
        "-cnotmatch",
        "does not fit a regular expression, with regard to case",
    ),
    (
        "-creplace",
        "text with what fits replaced, with regard to case",
    ),
    ("-csplit", "text taken apart, with regard to case"),
    (
        "-ccontains",
        "has the value on the right, with regard to case",
    ),
    ("-cin", "is among those on the right, with regard to case"),
];
