//! Digests: MD5, SHA-1 and the SHA-2 family, with and without a key.
//!
//! They tell whether a file is the one that was meant; nothing here is used to protect secrets.

use std::io::{self, Read};

use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;
use sha1::Sha1;
use sha2::digest::Digest;
use sha2::{Sha256, Sha384, Sha512};

use iovsh_base::interrupt;

/// Which digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// MD5.
    Md5,
    /// SHA-1.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Algorithm {
    /// The algorithm of a name as .NET and `Get-FileHash` have them: `SHA256`, `SHA-256`, `System.Security.Cryptography.SHA256`.
    pub fn named(name: &str) -> Option<Self> {
        let short = name.rsplit('.').next().unwrap_or(name);
        Some(match short.replace('-', "").to_ascii_uppercase().as_str() {
            "MD5" => Self::Md5,
            "SHA" | "SHA1" => Self::Sha1,
            "SHA256" => Self::Sha256,
            "SHA384" => Self::Sha384,
            "SHA512" => Self::Sha512,
            _ => return None,
        })
    }

    /// How many bytes the digest has.
    pub fn size(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// The digest of what a reader gives, in capital hexadecimal digits.
    ///
    /// # Errors
    /// The reader's.
    pub fn of(self, reader: impl Read) -> io::Result<String> {
        Ok(hexadecimal(&self.bytes_of(reader)?))
    }

    /// The digest of what a reader gives.
    ///
    /// # Errors
    /// The reader's.
    pub fn bytes_of(self, reader: impl Read) -> io::Result<Vec<u8>> {
        match self {
            Self::Md5 => digest::<Md5>(reader),
            Self::Sha1 => digest::<Sha1>(reader),
            Self::Sha256 => digest::<Sha256>(reader),
            Self::Sha384 => digest::<Sha384>(reader),
            Self::Sha512 => digest::<Sha512>(reader),
        }
    }

    /// The digest with a key (HMAC, RFC 2104) of all that can be read.
    ///
    /// # Errors
    /// What the reader says; Ctrl+C.
    pub fn keyed(self, key: &[u8], reader: impl Read) -> io::Result<Vec<u8>> {
        match self {
            Self::Md5 => keyed::<Hmac<Md5>>(key, reader),
            Self::Sha1 => keyed::<Hmac<Sha1>>(key, reader),
            Self::Sha256 => keyed::<Hmac<Sha256>>(key, reader),
            Self::Sha384 => keyed::<Hmac<Sha384>>(key, reader),
            Self::Sha512 => keyed::<Hmac<Sha512>>(key, reader),
        }
    }
}

/// Bytes in capital hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

fn digest<D: Digest>(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut state = D::new();
    feed(reader, |bytes| state.update(bytes))?;
    Ok(state.finalize().to_vec())
}

fn keyed<M: Mac + KeyInit>(key: &[u8], reader: impl Read) -> io::Result<Vec<u8>> {
    // A key may have any length, so that there is always one.
    let mut state = <M as KeyInit>::new_from_slice(key).map_err(io::Error::other)?;
    feed(reader, |bytes| state.update(bytes))?;
    Ok(state.finalize().into_bytes().to_vec())
}

fn feed(mut reader: impl Read, mut take: impl FnMut(&[u8])) -> io::Result<()> {
    let mut buffer = vec![0_u8; 1 << 16];
    loop {
        let count = reader.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        interrupt::check()?;
        take(buffer.get(..count).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(algorithm: Algorithm, text: &str) -> String {
        algorithm.of(text.as_bytes()).expect("a digest")
    }

    #[test]
    fn the_standards_own_examples() {
        assert_eq!(hex(Algorithm::Md5, ""), "D41D8CD98F00B204E9800998ECF8427E");
        assert_eq!(
            hex(Algorithm::Md5, "abc"),
            "900150983CD24FB0D6963F7D28E17F72"
        );
        assert_eq!(
            hex(Algorithm::Sha1, "abc"),
            "A9993E364706816ABA3E25717850C26C9CD0D89D"
        );
        assert_eq!(
            hex(Algorithm::Sha256, "abc"),
            "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"
        );
        assert_eq!(
            hex(Algorithm::Sha384, "abc"),
            "CB00753F45A35E8BB5A03D699AC65007272C32AB0EDED1631A8B605A43FF5BED\
             8086072BA1E7CC2358BAECA134C825A7"
        );
        assert_eq!(
            hex(Algorithm::Sha512, "abc"),
            "DDAF35A193617ABACC417349AE20413112E6FA4E89A97EA20A9EEEE64B55D39A\
             2192992A274FC1A836BA3C23A3FEEBBD454D4423643CE80E2A9AC94FA54CA49F"
        );
    }

    #[test]
    fn block_borders() {
        let million = "a".repeat(1_000_000);
        assert_eq!(
            hex(Algorithm::Sha256, &million),
            "CDC76E5C9914FB9281A1C7E284D73E67F1809A48A497200E046D39CCC7112CD0"
        );
    }

    /// RFC 2202 and RFC 4231, test case 2.
    #[test]
    fn with_a_key() {
        let of = |algorithm: Algorithm| {
            hexadecimal(
                &algorithm
                    .keyed(b"Jefe", &b"what do ya want for nothing?"[..])
                    .expect("a digest"),
            )
        };
        assert_eq!(of(Algorithm::Md5), "750C783E6AB0B503EAA86E310A5DB738");
        assert_eq!(
            of(Algorithm::Sha1),
            "EFFCDF6AE5EB2FA2D27416D5F184DF9C259A7C79"
        );
        assert_eq!(
            of(Algorithm::Sha256),
            "5BDCC146BF60754E6A042426089575C75A003F089D2739839DEC58B964EC3843"
        );
    }
}
