//! The encodings of text files, by the names that `-Encoding` takes.

use crate::inspect;
use iovsh_shell::argument::mismatch;
use iovsh_shell::cmdlet::{Argument, ParameterType};
use iovsh_shell::error::ShellError;
use iovsh_shell::value::Value;

/// How text is written as bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 without a byte order mark: the default.
    #[default]
    Utf8,
    /// UTF-8 with one.
    Utf8Bom,
    /// 7-bit ASCII; everything else becomes `?`.
    Ascii,
    /// ISO 8859-1, what the old code pages come down to for Western text.
    Latin1,
    /// UTF-16, the low byte first, with a byte order mark.
    Utf16,
    /// UTF-16, the high byte first, with a byte order mark.
    Utf16BigEndian,
    /// UTF-32, the low byte first, with a byte order mark.
    Utf32,
    /// UTF-32, the high byte first, with a byte order mark.
    Utf32BigEndian,
}

/// The names and what they mean.
const NAMES: &[(&str, Encoding)] = &[
    ("utf8", Encoding::Utf8),
    ("utf8NoBOM", Encoding::Utf8),
    ("utf8BOM", Encoding::Utf8Bom),
    ("default", Encoding::Utf8),
    ("ascii", Encoding::Ascii),
    ("ansi", Encoding::Latin1),
    ("oem", Encoding::Latin1),
    ("unicode", Encoding::Utf16),
    ("string", Encoding::Utf16),
    ("unknown", Encoding::Utf16),
    ("bigendianunicode", Encoding::Utf16BigEndian),
    ("utf32", Encoding::Utf32),
    ("bigendianutf32", Encoding::Utf32BigEndian),
    ("utf-8", Encoding::Utf8),
    ("us-ascii", Encoding::Ascii),
    ("iso-8859-1", Encoding::Latin1),
    ("latin1", Encoding::Latin1),
    ("utf-16", Encoding::Utf16),
    ("utf-32", Encoding::Utf32),
];

impl Argument for Encoding {
    const TYPE: ParameterType = ParameterType::Opaque("System.Text.Encoding");
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        let text = inspect::text(value);
        let by_number = match &*text {
            "65001" => Some(Self::Utf8),
            "1200" => Some(Self::Utf16),
            "1201" => Some(Self::Utf16BigEndian),
            "20127" => Some(Self::Ascii),
            "28591" | "1252" => Some(Self::Latin1),
            _ => None,
        };
        NAMES
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(&text))
            .map(|(_, encoding)| *encoding)
            .or(by_number)
            .ok_or_else(|| {
                mismatch(value, "encoding").help(
                    "Encodings are ascii, ansi, bigendianunicode, bigendianutf32, oem, unicode, utf8, utf8BOM, utf8NoBOM \
                     and utf32.",
                )
            })
    }
}

impl Encoding {
    /// The byte order mark that a new file begins with.
    pub fn mark(self) -> &'static [u8] {
        match self {
            Self::Utf8 | Self::Ascii | Self::Latin1 => &[],
            Self::Utf8Bom => &[0xEF, 0xBB, 0xBF],
            Self::Utf16 => &[0xFF, 0xFE],
            Self::Utf16BigEndian => &[0xFE, 0xFF],
            Self::Utf32 => &[0xFF, 0xFE, 0, 0],
            Self::Utf32BigEndian => &[0, 0, 0xFE, 0xFF],
        }
    }

    /// The bytes of a text, without a mark.
    pub fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Self::Utf8 | Self::Utf8Bom => text.as_bytes().to_vec(),
            Self::Ascii => text
                .chars()
                .map(|c| if c.is_ascii() { c as u8 } else { b'?' })
                .collect(),
            Self::Latin1 => text
                .chars()
                .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
                .collect(),
            Self::Utf16 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Self::Utf16BigEndian => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Self::Utf32 => text
                .chars()
                .flat_map(|c| u32::from(c).to_le_bytes())
                .collect(),
            Self::Utf32BigEndian => text
                .chars()
                .flat_map(|c| u32::from(c).to_be_bytes())
                .collect(),
        }
    }

    /// The text of some bytes. A byte order mark says more than the encoding that was asked for.
    pub fn decode(self, bytes: &[u8]) -> String {
        let marked = [
            Self::Utf32,
            Self::Utf32BigEndian,
            Self::Utf8Bom,
            Self::Utf16,
            Self::Utf16BigEndian,
        ];
        for encoding in marked {
            if let Some(rest) = bytes.strip_prefix(encoding.mark()) {
                return encoding.plain(rest);
            }
        }
        self.plain(bytes)
    }

    fn plain(self, bytes: &[u8]) -> String {
        let unknown = char::REPLACEMENT_CHARACTER;
        let units = |read: fn([u8; 2]) -> u16| -> String {
            let (pairs, _) = bytes.as_chunks::<2>();
            char::decode_utf16(pairs.iter().map(|pair| read(*pair)))
                .map(|c| c.unwrap_or(unknown))
                .collect()
        };
        let points = |read: fn([u8; 4]) -> u32| -> String {
            let (fours, _) = bytes.as_chunks::<4>();
            fours
                .iter()
                .map(|four| char::from_u32(read(*four)).unwrap_or(unknown))
                .collect()
        };
        match self {
            Self::Utf8 | Self::Utf8Bom => String::from_utf8_lossy(bytes).into_owned(),
            Self::Ascii => bytes
                .iter()
                .map(|&b| if b.is_ascii() { char::from(b) } else { '?' })
                .collect(),
            Self::Latin1 => bytes.iter().map(|&b| char::from(b)).collect(),
            Self::Utf16 => units(u16::from_le_bytes),
            Self::Utf16BigEndian => units(u16::from_be_bytes),
            Self::Utf32 => points(u32::from_le_bytes),
            Self::Utf32BigEndian => points(u32::from_be_bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let text = "ä日𝄞\n";
        for encoding in [
            Encoding::Utf8,
            Encoding::Utf8Bom,
            Encoding::Utf16,
            Encoding::Utf16BigEndian,
            Encoding::Utf32,
            Encoding::Utf32BigEndian,
        ] {
            let mut bytes = encoding.mark().to_vec();
            bytes.extend(encoding.encode(text));
            assert_eq!(encoding.decode(&bytes), text);
        }
        assert_eq!(Encoding::Ascii.encode("aä"), b"a?");
        assert_eq!(Encoding::Latin1.decode(&[0xE4]), "ä");
    }

    #[test]
    fn a_mark_decides() {
        assert_eq!(Encoding::Ascii.decode(&[0xFF, 0xFE, b'a', 0]), "a");
    }
}
