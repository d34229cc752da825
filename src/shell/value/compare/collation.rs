//! The order of text as the en-US culture has it: marks before digits before letters, accents and case last.

use std::cmp::Ordering;

use super::Case;

/// The order of ASCII marks in the Unicode collation.
const MARKS: &str = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";

/// Base letter and accent of the Latin letters that European names use.
fn decompose(c: char) -> (char, u32) {
    const TABLE: &[(&str, char)] = &[
        ("àáâãäåāăą", 'a'),
        ("çćĉċč", 'c'),
        ("ďđ", 'd'),
        ("èéêëēĕėęě", 'e'),
        ("ĝğġģ", 'g'),
        ("ĥħ", 'h'),
        ("ìíîïĩīĭįı", 'i'),
        ("ĵ", 'j'),
        ("ķ", 'k'),
        ("ĺļľŀł", 'l'),
        ("ñńņňŉ", 'n'),
        ("òóôõöøōŏő", 'o'),
        ("ŕŗř", 'r'),
        ("śŝşš", 's'),
        ("ţťŧ", 't'),
        ("ùúûüũūŭůűų", 'u'),
        ("ŵ", 'w'),
        ("ýÿŷ", 'y'),
        ("źżž", 'z'),
    ];
    for (accented, base) in TABLE {
        if let Some(at) = accented.chars().position(|other| other == c) {
            return (*base, u32::try_from(at + 1).unwrap_or(0));
        }
    }
    (c, 0)
}

/// The place of a character: class and rank in it. Case and accents do not count.
fn primary(c: char) -> (u8, u32) {
    if c.is_ascii_lowercase() {
        return (4, u32::from(c) << 8);
    }
    if c.is_ascii_digit() {
        return (3, u32::from(c));
    }
    if c.is_whitespace() {
        return (1, u32::from(c));
    }
    if let Some(at) = MARKS.find(c) {
        return (2, u32::try_from(at).unwrap_or(0));
    }
    if c.is_control() {
        return (0, u32::from(c));
    }
    if c.is_alphabetic() {
        let (base, _) = decompose(c);
        return if base.is_ascii_lowercase() {
            (4, u32::from(base) << 8)
        } else {
            (5, u32::from(c))
        };
    }
    (2, 0x100 + u32::from(c))
}

fn lower(c: char) -> char {
    if c.is_ascii() {
        c.to_ascii_lowercase()
    } else {
        c.to_lowercase().next().unwrap_or(c)
    }
}

/// Compares two texts as `-lt` and `Sort-Object` do. With [`Case::Respect`] lower case comes before upper case where
/// nothing else differs.
pub fn collate(a: &str, b: &str, case: Case) -> Ordering {
    let mut accents = Ordering::Equal;
    let mut cases = Ordering::Equal;
    let (mut left, mut right) = (a.chars(), b.chars());
    loop {
        match (left.next(), right.next()) {
            (None, None) => break,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(x), Some(y)) if x == y => {}
            (Some(x), Some(y)) => {
                let (p, q) = (lower(x), lower(y));
                if p != q {
                    match primary(p).cmp(&primary(q)) {
                        Ordering::Equal => {
                            if accents.is_eq() {
                                accents = decompose(p).1.cmp(&decompose(q).1);
                            }
                        }
                        different => return different,
                    }
                }
                if cases.is_eq() {
                    cases = x.is_uppercase().cmp(&y.is_uppercase());
                }
            }
        }
    }
    match (accents, case) {
        (Ordering::Equal, Case::Respect) => cases,
        (other, _) => other,
    }
}
