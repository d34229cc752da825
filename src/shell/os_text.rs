//! Bytes of the system as text and back, without loss.
//!
//! Names of files, arguments, environment variables and what programs write are bytes, which are nearly always UTF-8.
//! The shell's strings are Unicode. A byte that is part of no UTF-8 character becomes one of 128 private-use characters
//! (U+EF80 to U+EFFF, one for each byte from 0x80), and becomes that byte again when the text goes back to the system:
//! `Get-ChildItem | Remove-Item` then removes the very file that it saw. A file name that holds one of these characters
//! itself is taken as three such bytes, so that no two names have the same text. People are shown `\xff`.

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Component, Path, PathBuf};

/// What is added to a byte to make its character.
const OFFSET: u32 = 0xef00;

/// The byte that a character stands for, if it stands for one.
pub fn byte_of(c: char) -> Option<u8> {
    match u32::from(c) {
        code @ 0xef80..=0xefff => u8::try_from(code - OFFSET).ok(),
        _ => None,
    }
}

fn stands_for(byte: u8) -> char {
    char::from_u32(OFFSET + u32::from(byte)).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// The text for some bytes.
pub fn from_bytes(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes)
        && (text.is_ascii() || !text.contains(|c| byte_of(c).is_some()))
    {
        return text.into();
    }
    let mut out = String::with_capacity(bytes.len() + 8);
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            match byte_of(c) {
                None => out.push(c),
                Some(_) => out.extend(c.encode_utf8(&mut [0; 4]).bytes().map(stands_for)),
            }
        }
        out.extend(chunk.invalid().iter().copied().map(stands_for));
    }
    out.into()
}

/// A path without `.` and `..`, as it is written: where a symbolic link leads is not looked at.
pub fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

/// The bytes for a text.
pub fn to_bytes(text: &str) -> Cow<'_, [u8]> {
    if text.is_ascii() || !text.contains(|c| byte_of(c).is_some()) {
        return text.as_bytes().into();
    }
    let mut out = Vec::with_capacity(text.len());
    for c in text.chars() {
        match byte_of(c) {
            Some(byte) => out.push(byte),
            None => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    out.into()
}

/// The text for a name or path of the system.
pub fn text_of(name: impl AsRef<OsStr>) -> String {
    from_bytes(name.as_ref().as_bytes()).into_owned()
}

/// The path for a text.
pub fn path_of(text: &str) -> Cow<'_, Path> {
    match to_bytes(text) {
        Cow::Borrowed(_) => Path::new(text).into(),
        Cow::Owned(bytes) => PathBuf::from(OsString::from_vec(bytes)).into(),
    }
}

/// The argument or the value of an environment variable for a text.
pub fn os_string_of(text: &str) -> OsString {
    OsString::from_vec(to_bytes(text).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn utf8_is_taken_as_it_is() {
        for text in ["", "web1", "größe", "日本", "e\u{301}"] {
            assert_eq!(from_bytes(text.as_bytes()), text);
            assert_eq!(to_bytes(text).as_ref(), text.as_bytes());
        }
        assert_eq!(from_bytes(b"f\xff.txt"), "f\u{efff}.txt");
    }

    proptest! {
        /// Any bytes come back, and different bytes have different texts.
        #[test]
        fn bytes_come_back(bytes in proptest::collection::vec(any::<u8>(), 0..64), at in 0xef80_u32..=0xefff) {
            let text = from_bytes(&bytes);
            let back = to_bytes(&text).into_owned();
            prop_assert_eq!(back, bytes);
            let private = char::from_u32(at).unwrap().to_string();
            let text = from_bytes(private.as_bytes()).into_owned();
            prop_assert_ne!(&text, &private);
            let back = to_bytes(&text);
            prop_assert_eq!(back.as_ref(), private.as_bytes());
        }
    }
}
