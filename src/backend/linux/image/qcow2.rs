//! The header of a qcow2 image (`docs/interop/qcow2.rst` of QEMU).

use super::{Bytes, Header, be32, be64};
use crate::model::ImageFormat;

pub(super) const MAGIC: [u8; 4] = *b"QFI\xfb";
/// The extension that names the format of the image below.
const BACKING_FORMAT: u32 = 0xe279_2aca;
/// `incompatible_features`: the image was marked as corrupt.
const CORRUPT: u64 = 2;
/// `incompatible_features`: what the disk holds is in another file, which is not followed here.
const ELSEWHERE: u64 = 4;
/// Longer names are refused by QEMU.
const LONGEST_NAME: u32 = 1023;
/// A header with its extensions is shorter than the smallest cluster of any use.
const MOST_EXTENSIONS: usize = 64;

pub(super) fn read(bytes: &Bytes<'_>) -> Option<Header> {
    let head = bytes.at(0, 72)?;
    let version = be32(&head, 4)?;
    let cluster_bits = be32(&head, 20)?;
    if !(2..=3).contains(&version) || !(9..=21).contains(&cluster_bits) {
        return None;
    }
    let (name_at, name_length) = (be64(&head, 8)?, be32(&head, 16)?);
    let (features, extensions_at) = if version == 3 {
        let more = bytes.at(72, 32)?;
        (be64(&more, 0)?, be32(&more, 28)?)
    } else {
        (0, 72)
    };
    let backing = if name_at == 0 || name_length == 0 || name_length > LONGEST_NAME {
        None
    } else {
        let name = bytes.at(name_at, usize::try_from(name_length).ok()?)?;
        let name = String::from_utf8_lossy(&name).into_owned();
        Some((name, backing_format(bytes, u64::from(extensions_at))))
    };
    let why = match features {
        found if found & CORRUPT != 0 => Some("QEMU has marked it as corrupt"),
        found if found & ELSEWHERE != 0 => Some("what it holds is in another file"),
        _ => None,
    };
    Some(Header {
        size: be64(&head, 24)?,
        backing,
        block_size: Some(1 << cluster_bits),
        damaged: why.map(str::to_owned),
        ..Header::default()
    })
}

fn backing_format(bytes: &Bytes<'_>, start: u64) -> Option<ImageFormat> {
    let mut at = start;
    for _ in 0..MOST_EXTENSIONS {
        let head = bytes.at(at, 8)?;
        let (kind, length) = (be32(&head, 0)?, be32(&head, 4)?);
        match kind {
            0 => return None,
            BACKING_FORMAT => {
                let name = bytes.at(at.checked_add(8)?, usize::try_from(length.min(32)).ok()?)?;
                return match name.as_slice() {
                    b"raw" => Some(ImageFormat::Raw),
                    b"qcow2" => Some(ImageFormat::Qcow2),
                    b"vhdx" => Some(ImageFormat::Vhdx),
                    b"vpc" => Some(ImageFormat::Vhd),
                    _ => None,
                };
            }
            _ => {}
        }
        let padded = u64::from(length).checked_next_multiple_of(8)?;
        at = at.checked_add(8)?.checked_add(padded)?;
    }
    None
}
