//! Netlink messages as bytes: building requests, walking attributes.
//!
//! A dozen attributes of links, addresses, routes and neighbours are all that iovsh reads. Walking them by hand keeps a value that
//! the driver does not report apart from one that is off, and survives a list that is too long for its own
//! length field, which a typed library does not.

/// Bytes of a message's header.
pub const HEADER: usize = 16;
/// Attribute numbers are 14 bits; the two bits above say "nested" and "network byte order".
const KIND_MASK: u16 = 0x3fff;
const NESTED: u16 = 0x8000;

/// A request that is being built.
#[derive(Clone, Debug)]
pub struct Message {
    bytes: Vec<u8>,
    overflow: bool,
}

impl Message {
    /// A message that begins with a family's fixed part.
    pub fn new(fixed: &[u8]) -> Self {
        let mut bytes = Vec::with_capacity(256);
        bytes.extend_from_slice(&[0; HEADER]);
        bytes.extend_from_slice(fixed);
        let mut message = Self {
            bytes,
            overflow: false,
        };
        message.align();
        message
    }

    /// Adds an attribute.
    #[must_use]
    pub fn bytes(mut self, kind: u16, value: &[u8]) -> Self {
        self.put(kind, value);
        self
    }

    /// Adds an 8-bit attribute.
    #[must_use]
    pub fn u8(self, kind: u16, value: u8) -> Self {
        self.bytes(kind, &[value])
    }

    /// Adds a 16-bit attribute.
    #[must_use]
    pub fn u16(self, kind: u16, value: u16) -> Self {
        self.bytes(kind, &value.to_ne_bytes())
    }

    /// Adds a 32-bit attribute.
    #[must_use]
    pub fn u32(self, kind: u16, value: u32) -> Self {
        self.bytes(kind, &value.to_ne_bytes())
    }

    /// Adds text, with the zero at its end that the kernel wants.
    #[must_use]
    pub fn text(self, kind: u16, value: &str) -> Self {
        let mut bytes = value.as_bytes().to_vec();
        bytes.push(0);
        self.bytes(kind, &bytes)
    }

    /// Adds an attribute that holds the attributes which `inside` adds.
    #[must_use]
    pub fn nest(mut self, kind: u16, inside: impl FnOnce(Self) -> Self) -> Self {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(&[0; 4]);
        let mut whole = inside(self);
        let length = whole.bytes.len().saturating_sub(start);
        whole.write_head(start, kind | NESTED, length);
        whole
    }

    /// The bytes to send, with this type, these flags and this sequence number; none if something was too long for its
    /// length field.
    pub fn finish(mut self, kind: u16, flags: u16, sequence: u32) -> Option<Vec<u8>> {
        let length = u32::try_from(self.bytes.len())
            .ok()
            .filter(|_| !self.overflow)?;
        let mut head = Vec::with_capacity(HEADER);
        head.extend_from_slice(&length.to_ne_bytes());
        head.extend_from_slice(&kind.to_ne_bytes());
        head.extend_from_slice(&flags.to_ne_bytes());
        head.extend_from_slice(&sequence.to_ne_bytes());
        for (to, from) in self.bytes.iter_mut().zip(head) {
            *to = from;
        }
        Some(self.bytes)
    }

    fn put(&mut self, kind: u16, value: &[u8]) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(&[0; 4]);
        self.bytes.extend_from_slice(value);
        self.write_head(start, kind, value.len().saturating_add(4));
        self.align();
    }

    fn write_head(&mut self, start: usize, kind: u16, length: usize) {
        match (u16::try_from(length), self.bytes.get_mut(start..start + 4)) {
            (Ok(length), Some(head)) => {
                let [a, b] = length.to_ne_bytes();
                let [c, d] = kind.to_ne_bytes();
                head.copy_from_slice(&[a, b, c, d]);
            }
            _ => self.overflow = true,
        }
    }

    fn align(&mut self) {
        while !self.bytes.len().is_multiple_of(4) {
            self.bytes.push(0);
        }
    }
}

/// One attribute: its number and its value.
pub type Attribute<'a> = (u16, &'a [u8]);

/// The attributes in these bytes. What is malformed ends the walk: the kernel writes no such thing, so nothing is lost.
pub fn attributes(bytes: &[u8]) -> impl Iterator<Item = Attribute<'_>> {
    let mut left = bytes;
    std::iter::from_fn(move || {
        let (attribute, rest) = split_attribute(left)?;
        left = rest;
        Some(attribute)
    })
}

/// The first attribute, and what follows it.
pub fn split_attribute(bytes: &[u8]) -> Option<(Attribute<'_>, &[u8])> {
    let length = usize::from(read_u16(bytes)?);
    let kind = read_u16(bytes.get(2..)?)? & KIND_MASK;
    let value = bytes.get(4..length)?;
    let padded = length.saturating_add(3) & !3;
    Some(((kind, value), bytes.get(padded..).unwrap_or(&[])))
}

/// The value of the first attribute with this number.
pub fn find(bytes: &[u8], kind: u16) -> Option<&[u8]> {
    attributes(bytes)
        .find(|(k, _)| *k == kind)
        .map(|(_, value)| value)
}

/// The first two bytes as a number.
pub fn read_u16(bytes: &[u8]) -> Option<u16> {
    bytes.first_chunk().map(|b| u16::from_ne_bytes(*b))
}

/// The first four bytes as a number.
pub fn read_u32(bytes: &[u8]) -> Option<u32> {
    bytes.first_chunk().map(|b| u32::from_ne_bytes(*b))
}

/// The first eight bytes as a number.
pub fn read_u64(bytes: &[u8]) -> Option<u64> {
    bytes.first_chunk().map(|b| u64::from_ne_bytes(*b))
}

/// Text up to its zero.
pub fn read_text(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|b| *b == 0).unwrap_or(bytes.len());
    String::from_utf8_lossy(bytes.get(..end).unwrap_or(&[])).into_owned()
}

/// A message that arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Its type.
    pub kind: u16,
    /// Its flags.
    pub flags: u16,
    /// The sequence number of the request that it answers.
    pub sequence: u32,
    /// What follows the header.
    pub body: Vec<u8>,
}

/// The messages in one datagram.
pub fn messages(datagram: &[u8]) -> Vec<Reply> {
    let mut replies = Vec::new();
    let mut left = datagram;
    while let Some(length) = read_u32(left) {
        let length = length as usize;
        let Some(whole) = left.get(..length).filter(|whole| whole.len() >= HEADER) else {
            break;
        };
        let number = |at: usize| whole.get(at..).and_then(read_u16).unwrap_or(0);
        replies.push(Reply {
            kind: number(4),
            flags: number(6),
            sequence: whole.get(8..).and_then(read_u32).unwrap_or(0),
            body: whole.get(HEADER..).unwrap_or(&[]).to_vec(),
        });
        left = left.get(length.saturating_add(3) & !3..).unwrap_or(&[]);
    }
    replies
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_built_is_walked() {
        let bytes = Message::new(&[0; 16])
            .text(3, "eth0")
            .nest(18, |m| m.text(1, "bridge").nest(2, |m| m.u8(7, 1)))
            .u32(29, 9)
            .finish(19, 5, 77)
            .unwrap();
        let replies = messages(&bytes);
        assert_eq!(replies.len(), 1);
        assert_eq!(
            (replies[0].kind, replies[0].flags, replies[0].sequence),
            (19, 5, 77)
        );
        let body = &replies[0].body[16..];
        assert_eq!(read_text(find(body, 3).unwrap()), "eth0");
        let info = find(body, 18).unwrap();
        assert_eq!(read_text(find(info, 1).unwrap()), "bridge");
        assert_eq!(find(find(info, 2).unwrap(), 7).unwrap()[0], 1);
        assert_eq!(read_u32(find(body, 29).unwrap()), Some(9));
    }

    #[test]
    fn a_nest_that_is_too_long_is_not_sent() {
        let message = Message::new(&[0; 16]).nest(22, |m| {
            (0..2000).fold(m, |m, n| m.bytes(1, &[u8::try_from(n % 256).unwrap(); 40]))
        });
        assert_eq!(message.finish(19, 0, 1), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_walked_without_a_panic(bytes in any::<Vec<u8>>()) {
            for reply in messages(&bytes) {
                let _ = attributes(&reply.body).map(|(_, v)| attributes(v).count()).sum::<usize>();
            }
            let _ = attributes(&bytes).count();
        }
    }
}
