//! Positions in text as .NET counts them: UTF-16 code units.
//!
//! ASCII text, which is nearly all, is indexed directly. A position inside a surrogate pair is taken as the one before it.

/// The length in UTF-16 code units.
pub fn len(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.encode_utf16().count()
    }
}

/// The byte offset of a position; `None` when it lies after the end.
pub fn byte_offset(text: &str, position: usize) -> Option<usize> {
    if text.is_ascii() {
        return (position <= text.len()).then_some(position);
    }
    let mut units = 0;
    for (at, c) in text.char_indices() {
        if units >= position {
            return Some(at);
        }
        if units + c.len_utf16() > position {
            return Some(at);
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
    let mut units = 0;
    for c in text.chars() {
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
