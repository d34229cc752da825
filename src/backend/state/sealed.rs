//! JSON with a checksum as its last field: damage to any byte is noticed. It is no protection against somebody who may write the
//! file, who could make the checksum too; the folder's rights are.

/// What stands before the sum, and behind it.
const BEFORE: &[u8] = b",\n  \"checksum\": \"fnv1a64-";
const BEHIND: &[u8] = b"\"\n}\n";
/// Digits of the sum.
const DIGITS: usize = 16;

/// A 64-bit FNV-1a hash. A change of one byte always changes it. Source: <http://www.isthe.com/chongo/tech/comp/fnv/>.
pub(crate) fn fingerprint(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The text of a JSON object with its checksum.
pub(super) fn seal(object: &[u8]) -> Vec<u8> {
    let text = object.trim_ascii();
    let mut sealed = text
        .strip_suffix(b"}")
        .unwrap_or(text)
        .trim_ascii_end()
        .to_vec();
    let sum = fingerprint(&sealed);
    sealed.extend_from_slice(BEFORE);
    sealed.extend_from_slice(format!("{sum:016x}").as_bytes());
    sealed.extend_from_slice(BEHIND);
    sealed
}

/// What a file is, by its checksum.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Seal {
    /// The object, without its checksum, as it was written.
    Whole(Vec<u8>),
    /// It has a checksum, and another content than when that was made.
    Broken,
    /// It has none.
    Missing,
}

/// Takes the checksum off, and compares it.
pub(super) fn unseal(bytes: &[u8]) -> Seal {
    let parts = bytes.strip_suffix(BEHIND).and_then(|rest| {
        let (rest, sum) = rest.split_at_checked(rest.len().checked_sub(DIGITS)?)?;
        Some((rest.strip_suffix(BEFORE)?, sum))
    });
    let Some((content, sum)) = parts else {
        return Seal::Missing;
    };
    if format!("{:016x}", fingerprint(content)).as_bytes() != sum {
        return Seal::Broken;
    }
    let mut object = content.to_vec();
    object.extend_from_slice(b"\n}\n");
    Seal::Whole(object)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OBJECT: &[u8] = b"{\n  \"version\": 1,\n  \"claims\": []\n}";

    #[test]
    fn what_is_sealed_is_json_and_comes_back() {
        let sealed = seal(OBJECT);
        let value: serde_json::Value = serde_json::from_slice(&sealed).unwrap();
        assert!(value["checksum"].is_string());
        let Seal::Whole(object) = unseal(&sealed) else {
            panic!("{:?}", unseal(&sealed));
        };
        assert_eq!(object.trim_ascii(), OBJECT);
    }

    #[test]
    fn every_flipped_bit_and_every_cut_is_noticed() {
        let sealed = seal(OBJECT);
        for at in 0..sealed.len() {
            for bit in 0..8 {
                let mut damaged = sealed.clone();
                damaged[at] ^= 1 << bit;
                assert!(
                    !matches!(unseal(&damaged), Seal::Whole(_)),
                    "byte {at}, bit {bit}"
                );
            }
            assert!(
                !matches!(unseal(&sealed[..at]), Seal::Whole(_)),
                "cut at {at}"
            );
        }
    }
}
