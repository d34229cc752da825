//! Frames between two ends: the length of what follows as four bytes, the largest first, and so many bytes of JSON.

use std::io::{self, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// What stands before the first frame. What the login shell of a far host says of itself comes before it, and is passed over.
const BEGIN: &[u8] = b"iovsh serves\0";

/// The largest frame, in bytes: the state of a host with some 50,000 virtual functions.
pub const LARGEST: u32 = 64 << 20;

/// The most that is passed over before the first frame, in bytes.
const LONGEST_GREETING: usize = 64 << 10;

fn broken(why: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

/// Says that frames follow.
///
/// # Errors
/// Those of writing.
pub fn begin(to: &mut impl Write) -> io::Result<()> {
    to.write_all(BEGIN)?;
    to.flush()
}

/// Passes over what comes before the first frame.
///
/// # Errors
/// Those of reading; `InvalidData` when no frame comes.
pub fn find_begin(from: &mut impl Read) -> io::Result<()> {
    let mut matched = 0;
    for _ in 0..LONGEST_GREETING {
        let mut byte = [0];
        from.read_exact(&mut byte)?;
        // Its first byte stands nowhere else in it, so what does not match can only be a beginning.
        matched = match BEGIN.get(matched) {
            Some(expected) if *expected == byte[0] => matched + 1,
            _ => usize::from(BEGIN.first() == byte.first()),
        };
        if matched == BEGIN.len() {
            return Ok(());
        }
    }
    Err(broken("something else than iovsh answers".to_owned()))
}

/// Writes one frame.
///
/// # Errors
/// Those of writing; `InvalidData` for what is too large.
pub fn write<T: Serialize>(to: &mut impl Write, value: &T) -> io::Result<()> {
    let body = serde_json::to_vec(value)?;
    let length = u32::try_from(body.len()).ok().filter(|l| *l <= LARGEST);
    let Some(length) = length else {
        return Err(broken(format!("a message of {} bytes", body.len())));
    };
    to.write_all(&length.to_be_bytes())?;
    to.write_all(&body)?;
    to.flush()
}

/// Reads one frame; `None` at the end. What is announced is not taken for granted: memory is taken as bytes come.
///
/// # Errors
/// Those of reading; `InvalidData` for what is too large or not what was expected; `UnexpectedEof` within a frame.
pub fn read<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<Option<T>> {
    let mut length = [0; 4];
    let mut got = 0;
    while got < length.len() {
        match from.read(length.get_mut(got..).unwrap_or_default()) {
            Ok(0) if got == 0 => return Ok(None),
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(more) => got += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let length = u32::from_be_bytes(length);
    if length > LARGEST {
        return Err(broken(format!("a message of {length} bytes")));
    }
    let mut body = Vec::new();
    from.take(u64::from(length)).read_to_end(&mut body)?;
    if body.len() < length as usize {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(Some(serde_json::from_slice(&body)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_shell_says_first_is_passed_over() {
        for greeting in ["", "Welcome!\n", "i", "\0iiov", "iovsh serves"] {
            let mut sent = greeting.as_bytes().to_vec();
            begin(&mut sent).unwrap();
            write(&mut sent, &"hello").unwrap();
            let mut from = sent.as_slice();
            find_begin(&mut from).unwrap();
            assert_eq!(
                read(&mut from).unwrap(),
                Some("hello".to_owned()),
                "{greeting:?}"
            );
            assert_eq!(read::<String>(&mut from).unwrap(), None);
        }
        let endless = io::repeat(b'x');
        let error = find_begin(&mut endless.take(u64::MAX)).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    }

    #[test]
    fn a_length_that_is_announced_and_does_not_come_takes_no_memory() {
        let mut short: &[u8] = &[0, 255, 255, 255, b'1'];
        let error = read::<u32>(&mut short).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
        let mut large: &[u8] = &[255; 8];
        assert_eq!(
            read::<u32>(&mut large).unwrap_err().kind(),
            io::ErrorKind::InvalidData
        );
    }

    proptest! {
        #[test]
        fn any_bytes_end_in_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let mut from = bytes.as_slice();
            while let Ok(Some(_)) = read::<serde_json::Value>(&mut from) {}
        }
    }
}
