//! Digests of files: MD5, SHA-1 and the SHA-2 family.
//!
//! They tell whether a file is the one that was meant; nothing here is used to protect secrets.

use std::io::{self, Read};

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
    /// The digest of what a reader gives, in capital hexadecimal digits.
    ///
    /// # Errors
    /// The reader's.
    pub fn of(self, reader: impl Read) -> io::Result<String> {
        match self {
            Self::Md5 => digest::<Md5>(reader),
            Self::Sha1 => digest::<Sha1>(reader),
            Self::Sha256 => digest::<Sha256>(reader),
            Self::Sha384 => digest::<Sha384>(reader),
            Self::Sha512 => digest::<Sha512>(reader),
        }
    }
}

fn digest<D: Digest>(mut reader: impl Read) -> io::Result<String> {
    let mut state = D::new();
    let mut buffer = vec![0_u8; 1 << 16];
    loop {
        let count = reader.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        interrupt::check()?;
        state.update(buffer.get(..count).unwrap_or_default());
    }
    let bytes = state.finalize();
    Ok(bytes.iter().map(|byte| format!("{byte:02X}")).collect())
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
}
