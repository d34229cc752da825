//! Positions in text as .NET counts them: UTF-16 code units.
//!
//! ASCII text, which is nearly all, is indexed directly. A position inside a surrogate pair is taken as the one before it.

/// The length in UTF-16 code units.
pub fn len(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    units(text.as_bytes())
}

/// The code units of the characters that begin in these bytes: one for each, two for those that take four bytes.
fn units(bytes: &[u8]) -> usize {
    /// Few enough that their units fit a byte: sums of bytes are what the processor adds up many at once.
    const FEW: usize = 64;
    let of = |byte: &u8| u8::from((*byte & 0xC0) != 0x80) + u8::from(*byte >= 0xF0);
    let few = |bytes: &[u8]| usize::from(bytes.iter().map(of).sum::<u8>());
    bytes.chunks(FEW).map(few).sum()
}

/// Text is passed over in pieces of so many bytes, as long as they end before the position that is looked for.
const PIECE: usize = 256;

/// The beginning of a character that is not behind a position, as a byte offset, with the code units before it. It is less than
/// [`PIECE`] and a character away from it.
fn near(text: &str, position: usize) -> (usize, usize) {
    let (mut at, mut before) = (0, 0);
    for piece in text.as_bytes().chunks_exact(PIECE) {
        let behind = before + units(piece);
        if behind >= position {
            break;
        }
        (at, before) = (at + PIECE, behind);
    }
    // The rest of a character that began in the last piece, whose units were counted there.
    while !text.is_char_boundary(at) {
        at += 1;
    }
    (at, before)
}

/// The byte offset of a position; `None` when it lies after the end.
pub fn byte_offset(text: &str, position: usize) -> Option<usize> {
    if text.is_ascii() {
        return (position <= text.len()).then_some(position);
    }
    let (from, mut units) = near(text, position);
    for (at, c) in text.get(from..)?.char_indices() {
        if units >= position {
            return Some(from + at);
        }
        if units + c.len_utf16() > position {
            return Some(from + at);
        }
        units += c.len_utf16();
    }
    (units >= position).then_some(text.len())
}

/// The position of a byte offset.
pub fn position(text: &str, byte_offset: usize) -> usize {
    text.get(..byte_offset).map_or(byte_offset, len)
}

/// The part from `start` with `length` code units; `None` when it does not fit.
pub fn slice(text: &str, start: usize, length: usize) -> Option<&str> {
    let from = byte_offset(text, start)?;
    let to = byte_offset(text, start.checked_add(length)?)?;
    text.get(from..to.max(from))
}

/// The character at a position. Half of a surrogate pair is U+FFFD.
pub fn char_at(text: &str, position: usize) -> Option<char> {
    if text.is_ascii() {
        return text.as_bytes().get(position).map(|byte| char::from(*byte));
    }
    let (from, mut units) = near(text, position);
    for c in text.get(from..)?.chars() {
        if units == position {
            return Some(if c.len_utf16() == 1 { c } else { '\u{FFFD}' });
        }
        units += c.len_utf16();
        if units > position {
            return Some('\u{FFFD}');
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Long enough that pieces are passed over, with characters of every length across their ends.
        #[test]
        fn positions_are_those_of_utf16(text in "[aä€😀]{0,900}", ahead in 0_usize..1200) {
            let all: Vec<u16> = text.encode_utf16().collect();
            prop_assert_eq!(len(&text), all.len());
            let offset = byte_offset(&text, ahead);
            prop_assert_eq!(offset.is_some(), ahead <= all.len());
            if let Some(offset) = offset {
                let before = text.get(..offset).unwrap().encode_utf16().count();
                // Inside of a pair it is the position before.
                prop_assert!(before == ahead || before + 1 == ahead);
                prop_assert_eq!(before, position(&text, offset));
            }
            let is = char_at(&text, ahead);
            let was = all.get(ahead).map(|unit| {
                char::from_u32(u32::from(*unit)).unwrap_or('\u{FFFD}')
            });
            prop_assert_eq!(is, was);
        }
    }
}
