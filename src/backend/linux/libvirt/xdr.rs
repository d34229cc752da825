//! The external data representation (RFC 4506), as far as libvirt's protocol uses it.
//!
//! Everything is big-endian and padded to four bytes. A decoder never trusts a length it reads: what is
//! longer than the bytes that are left is an error, so that a broken peer cannot make it allocate.

use std::fmt;

/// Why bytes could not be read as what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum XdrError {
    /// The message ended before the value did.
    Short {
        /// Bytes that were needed.
        needed: usize,
        /// Bytes that were left.
        left: usize,
    },
    /// A document is not UTF-8.
    NotText,
    /// An optional value's mark is neither 0 nor 1.
    BadOptional(u32),
    /// A union has a discriminant that the protocol does not know.
    BadUnion(i32),
    /// Bytes are left over after the last value.
    Trailing(usize),
    /// A text or a list is longer than libvirt's own limits allow.
    TooLong {
        /// Bytes of the text, or entries of the list.
        length: usize,
        /// How many are allowed.
        most: usize,
    },
}

impl fmt::Display for XdrError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Short { needed, left } => {
                write!(f, "message too short: {needed} bytes needed, {left} left")
            }
            Self::NotText => f.write_str("a document is not UTF-8"),
            Self::BadOptional(mark) => write!(f, "{mark} is not a mark of an optional value"),
            Self::BadUnion(tag) => write!(f, "{tag} is not a known kind of value"),
            Self::TooLong { length, most } => {
                write!(f, "{length} bytes or entries, of which {most} are allowed")
            }
            Self::Trailing(left) => write!(f, "{left} bytes left over at the end of a message"),
        }
    }
}

impl std::error::Error for XdrError {}

/// The longest text of libvirt's protocol (`REMOTE_STRING_MAX` in `remote_protocol.x`), in bytes.
pub const LONGEST_TEXT: usize = 4 * 1024 * 1024;
/// The longest list of domains or networks (`REMOTE_DOMAIN_LIST_MAX`), in entries. No list that iovsh asks for is longer.
pub const LONGEST_LIST: usize = 16_384;

/// An error when `length` is more than `most`.
fn at_most(length: usize, most: usize) -> Result<(), XdrError> {
    if length > most {
        return Err(XdrError::TooLong { length, most });
    }
    Ok(())
}

/// Reads values one after the other from a byte slice.
#[derive(Debug)]
pub struct Reader<'a> {
    left: &'a [u8],
}

impl<'a> Reader<'a> {
    /// A reader at the start of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { left: bytes }
    }

    /// How many bytes have not been read.
    pub fn left(&self) -> usize {
        self.left.len()
    }

    /// The next `count` bytes, without padding.
    ///
    /// # Errors
    /// [`XdrError::Short`] if there are fewer.
    pub fn bytes(&mut self, count: usize) -> Result<&'a [u8], XdrError> {
        match self.left.split_at_checked(count) {
            Some((head, rest)) => {
                self.left = rest;
                Ok(head)
            }
            None => Err(XdrError::Short {
                needed: count,
                left: self.left.len(),
            }),
        }
    }

    fn word(&mut self) -> Result<[u8; 4], XdrError> {
        let bytes = self.bytes(4)?;
        bytes
            .first_chunk::<4>()
            .copied()
            .ok_or(XdrError::Short { needed: 4, left: 0 })
    }

    fn opaque(&mut self) -> Result<&'a [u8], XdrError> {
        let length = u32::take(self)? as usize;
        let bytes = self.bytes(length)?;
        at_most(length, LONGEST_TEXT)?;
        self.bytes(padding(length))?;
        Ok(bytes)
    }

    /// Checks that everything was read.
    ///
    /// # Errors
    /// [`XdrError::Trailing`] if something is left.
    pub fn finish(self) -> Result<(), XdrError> {
        match self.left.len() {
            0 => Ok(()),
            left => Err(XdrError::Trailing(left)),
        }
    }
}

fn padding(length: usize) -> usize {
    length.wrapping_neg() & 3
}

fn put_opaque(bytes: &[u8], out: &mut Vec<u8>) {
    // A message may not be longer than 32 MiB, so a length that does not fit is refused by the daemon anyway.
    u32::try_from(bytes.len()).unwrap_or(u32::MAX).put(out);
    out.extend_from_slice(bytes);
    out.extend_from_slice(&[0u8; 3][..padding(bytes.len()).min(3)]);
}

/// A value that has a form on the wire.
pub trait Xdr: Sized {
    /// Appends the value to `out`.
    fn put(&self, out: &mut Vec<u8>);

    /// Reads the value.
    ///
    /// # Errors
    /// [`XdrError`] if the bytes are not such a value.
    fn take(input: &mut Reader<'_>) -> Result<Self, XdrError>;
}

impl Xdr for u32 {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_be_bytes());
    }

    fn take(input: &mut Reader<'_>) -> Result<Self, XdrError> {
        Ok(u32::from_be_bytes(input.word()?))
    }
}

impl Xdr for i32 {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_be_bytes());
    }

    fn take(input: &mut Reader<'_>) -> Result<Self, XdrError> {
        Ok(i32::from_be_bytes(input.word()?))
    }
}

impl Xdr for u64 {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_be_bytes());
    }

    fn take(input: &mut Reader<'_>) -> Result<Self, XdrError> {
        let high = u64::from(u32::take(input)?);
        let low = u64::from(u32::take(input)?);
        Ok(high << 32 | low)
    }
}

impl Xdr for i64 {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_be_bytes());
    }

    fn take(input: &mut Reader<'_>) -> Result<Self, XdrError> {
        Ok(u64::take(input)?.cast_signed())
    }
}

impl Xdr for f64 {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_be_bytes());
    }

    fn take(input: &mut Reader<'_>) -> Result<Self, XdrError> {
        Ok(f64::from_bits(u64::take(input)?))
    }
}

/// Names and words for people. What is not UTF-8 in them is read as U+FFFD: one strange name, or a path in an error of QEMU's, hides
/// nothing else that the message says, and calls go by UUIDs.
impl Xdr for String {
    fn put(&self, out: &mut Vec<u8>) {
        put_opaque(self.as_bytes(), out);
    }

    fn take(input: &mut Reader<'_>) -> Result<Self, XdrError> {
        Ok(String::from_utf8_lossy(input.opaque()?).into_owned())
    }
}

/// A text that is given back to the daemon after a change, so that none of it may be guessed: XML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlText(pub String);

impl Xdr for XmlText {
    fn put(&self, out: &mut Vec<u8>) {
        put_opaque(self.0.as_bytes(), out);
    }

    fn take(input: &mut Reader<'_>) -> Result<Self, XdrError> {
        let text = std::str::from_utf8(input.opaque()?).map_err(|_| XdrError::NotText)?;
        Ok(Self(text.to_owned()))
    }
}

/// Bytes of any number that mean something to the daemon alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opaque(pub Vec<u8>);

impl Xdr for Opaque {
    fn put(&self, out: &mut Vec<u8>) {
        put_opaque(&self.0, out);
    }

    fn take(input: &mut Reader<'_>) -> Result<Self, XdrError> {
        Ok(Self(input.opaque()?.to_vec()))
    }
}

/// A fixed-length opaque: its bytes and nothing else (a UUID, a name in a 32-byte field).
impl<const N: usize> Xdr for [u8; N] {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self);
        out.extend_from_slice(&[0u8; 3][..padding(N).min(3)]);
    }

    fn take(input: &mut Reader<'_>) -> Result<Self, XdrError> {
        let bytes = input.bytes(N)?;
        let value = bytes
            .first_chunk::<N>()
            .copied()
            .ok_or(XdrError::Short { needed: N, left: 0 })?;
        input.bytes(padding(N))?;
        Ok(value)
    }
}

impl<T: Xdr> Xdr for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        match self {
            None => 0u32.put(out),
            Some(value) => {
                1u32.put(out);
                value.put(out);
            }
        }
    }

    fn take(input: &mut Reader<'_>) -> Result<Self, XdrError> {
        match u32::take(input)? {
            0 => Ok(None),
            1 => T::take(input).map(Some),
            other => Err(XdrError::BadOptional(other)),
        }
    }
}

impl<T: Xdr> Xdr for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        u32::try_from(self.len()).unwrap_or(u32::MAX).put(out);
        for item in self {
            item.put(out);
        }
    }

    fn take(input: &mut Reader<'_>) -> Result<Self, XdrError> {
        let count = u32::take(input)? as usize;
        // Every value takes four bytes at least, so a count above that is a lie: no loop, no memory for it.
        let most = input.left() / 4;
        if count > most {
            return Err(XdrError::Short {
                needed: count.saturating_mul(4),
                left: input.left(),
            });
        }
        at_most(count, LONGEST_LIST)?;
        (0..count).map(|_| T::take(input)).collect()
    }
}

macro_rules! tuples {
    ($($name:ident)*) => {
        impl<$($name: Xdr),*> Xdr for ($($name,)*) {
            #[allow(non_snake_case, unused_variables)]
            fn put(&self, out: &mut Vec<u8>) {
                let ($($name,)*) = self;
                $($name.put(out);)*
            }

            #[allow(unused_variables)]
            fn take(input: &mut Reader<'_>) -> Result<Self, XdrError> {
                Ok(($($name::take(input)?,)*))
            }
        }
    };
}

tuples!();
tuples!(A);
tuples!(A B);
tuples!(A B C);
tuples!(A B C D);
tuples!(A B C D E);
tuples!(A B C D E F);
tuples!(A B C D E F G H);

/// Declares a struct whose wire form is its fields in order.
macro_rules! xdr_struct {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$fmeta:meta])* pub $field:ident: $ty:ty,)* }) => {
        $(#[$meta])*
        pub struct $name { $($(#[$fmeta])* pub $field: $ty,)* }

        impl $crate::linux::libvirt::xdr::Xdr for $name {
            fn put(&self, out: &mut Vec<u8>) {
                $($crate::linux::libvirt::xdr::Xdr::put(&self.$field, out);)*
            }

            fn take(
                input: &mut $crate::linux::libvirt::xdr::Reader<'_>,
            ) -> Result<Self, $crate::linux::libvirt::xdr::XdrError> {
                Ok(Self { $($field: $crate::linux::libvirt::xdr::Xdr::take(input)?,)* })
            }
        }
    };
}
pub(super) use xdr_struct;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn encoded<T: Xdr>(value: &T) -> Vec<u8> {
        let mut out = Vec::new();
        value.put(&mut out);
        out
    }

    fn decoded<T: Xdr>(bytes: &[u8]) -> Result<T, XdrError> {
        let mut reader = Reader::new(bytes);
        let value = T::take(&mut reader)?;
        reader.finish()?;
        Ok(value)
    }

    #[test]
    fn strings_are_padded_to_four_bytes() {
        assert_eq!(encoded(&"abcde".to_owned()), b"\0\0\0\x05abcde\0\0\0");
        assert_eq!(encoded(&"abcd".to_owned()), b"\0\0\0\x04abcd");
        assert_eq!(encoded(&String::new()), b"\0\0\0\0");
    }

    #[test]
    fn a_length_beyond_the_message_is_refused_before_anything_is_allocated() {
        assert!(matches!(
            decoded::<String>(b"\xff\xff\xff\xffab"),
            Err(XdrError::Short { .. })
        ));
        assert!(matches!(
            decoded::<Vec<u32>>(b"\xff\xff\xff\xff\0\0\0\x01"),
            Err(XdrError::Short { .. })
        ));
    }

    #[test]
    fn wrong_marks_and_leftovers_are_refused() {
        assert_eq!(
            decoded::<Option<u32>>(b"\0\0\0\x02\0\0\0\x01"),
            Err(XdrError::BadOptional(2))
        );
        assert_eq!(
            decoded::<u32>(b"\0\0\0\x02\0\0\0\x01"),
            Err(XdrError::Trailing(4))
        );
        assert_eq!(
            decoded::<XmlText>(b"\0\0\0\x02\xff\xfe\0\0"),
            Err(XdrError::NotText)
        );
        assert_eq!(
            decoded::<String>(b"\0\0\0\x02a\xfe\0\0"),
            Ok("a\u{FFFD}".to_owned())
        );
    }

    proptest! {
        #[test]
        fn decoding_gives_back_what_was_encoded(
            a in any::<u32>(), b in any::<i64>(), c in any::<Option<String>>(),
            d in any::<Vec<i32>>(), e in any::<[u8; 16]>(), g in any::<u64>(),
        ) {
            let value = (a, b, c, d, e, g);
            let bytes = encoded(&value);
            prop_assert_eq!(bytes.len() % 4, 0);
            let back: (u32, i64, Option<String>, Vec<i32>, [u8; 16], u64) = decoded(&bytes).unwrap();
            prop_assert_eq!(back, value);
        }

        #[test]
        fn any_bytes_are_read_or_refused_without_a_panic(bytes in any::<Vec<u8>>()) {
            let _ = decoded::<(String, Vec<Option<String>>, [u8; 16], i32)>(&bytes);
            let _ = decoded::<Vec<(u64, Option<Vec<String>>)>>(&bytes);
        }
    }
}
