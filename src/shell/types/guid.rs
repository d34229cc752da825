//! Reading and making guids.

/// Reads a guid: 32 digits, with or without dashes, in braces or parentheses.
pub fn guid_from_text(text: &str) -> Option<[u8; 16]> {
    let text = text.trim();
    let inner = match (text.chars().next()?, text.chars().last()?) {
        ('{', '}') | ('(', ')') => text.get(1..text.len().checked_sub(1)?)?,
        _ => text,
    };
    let digits = if inner.len() == 36 {
        for (at, byte) in inner.bytes().enumerate() {
            if (byte == b'-') != matches!(at, 8 | 13 | 18 | 23) {
                return None;
            }
        }
        inner.replace('-', "")
    } else if inner.len() == 32 && inner == text {
        inner.to_owned()
    } else {
        return None;
    };
    let mut bytes = [0u8; 16];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}

/// The sentence of .NET for a text that is no guid.
pub fn guid_problem(text: &str) -> &'static str {
    let digits = text
        .chars()
        .filter(|c| !matches!(c, '-' | '{' | '}' | '(' | ')'))
        .count();
    if digits == 32 {
        "Guid string should only contain hexadecimal characters."
    } else if text.trim().len() == 36 {
        "Dashes are in the wrong position for GUID parsing."
    } else {
        "Unrecognized Guid format."
    }
}

/// A random guid (version 4) from the kernel's random numbers.
pub fn new_guid() -> [u8; 16] {
    let mut bytes = random_bytes();
    bytes[6] = (bytes[6] & 0x0F) | 0x40;
    bytes[8] = (bytes[8] & 0x3F) | 0x80;
    bytes
}

fn random_bytes() -> [u8; 16] {
    use std::io::Read as _;
    let mut bytes = [0u8; 16];
    let read = std::fs::File::open("/dev/urandom").and_then(|mut file| file.read_exact(&mut bytes));
    if read.is_err() {
        // Without the device, the hasher's per-process random keys still give different values.
        use std::hash::{BuildHasher as _, Hasher as _};
        for half in bytes.chunks_mut(8) {
            let mut hasher = std::collections::hash_map::RandomState::new().build_hasher();
            hasher.write_u8(half.len() as u8);
            for (to, from) in half.iter_mut().zip(hasher.finish().to_le_bytes()) {
                *to = from;
            }
        }
    }
    bytes
}
