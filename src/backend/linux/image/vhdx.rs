//! The header of a VHDX image ([MS-VHDX]).

use super::{Bytes, Header, guid, le32, le64};

pub(super) const MAGIC: [u8; 8] = *b"vhdxfile";
/// Where the two region tables are.
const REGIONS: [u64; 2] = [192 << 10, 256 << 10];
const METADATA_REGION: &str = "8B7CA206-4790-4B9A-B8FE-575F050F886E";
const FILE_PARAMETERS: &str = "CAA16737-FA36-4D43-B3B6-33F0AA44E76B";
const DISK_SIZE: &str = "2FA54224-CD1B-4876-B211-5DBED83BF4B8";
const DISK_ID: &str = "BECA12AB-B2E6-4523-93EF-C309E000C746";
const LOGICAL_SECTOR: &str = "8141BF1D-A96F-4709-BA47-F233A8FAAB5F";
const PHYSICAL_SECTOR: &str = "CDA348C7-445D-4471-9CC9-E9885251C556";
const MOST_ENTRIES: usize = 2047;

pub(super) fn read(bytes: &Bytes<'_>) -> Option<Header> {
    let metadata = REGIONS.iter().find_map(|at| metadata_region(bytes, *at))?;
    let table = bytes.at(metadata, 64 << 10)?;
    if !table.starts_with(b"metadata") {
        return None;
    }
    let count = usize::from(u16::from_le_bytes(table.get(10..12)?.try_into().ok()?));
    let item = |wanted: &str, length: usize| {
        let mut entries =
            (0..count.min(MOST_ENTRIES)).filter_map(|n| table.get(32 + n * 32..64 + n * 32));
        let entry = entries.find(|entry| guid(entry, true).as_deref() == Some(wanted))?;
        let offset = metadata.checked_add(u64::from(le32(entry, 16)?))?;
        bytes.at(offset, length)
    };
    let parameters = item(FILE_PARAMETERS, 8)?;
    let flags = le32(&parameters, 4)?;
    let number = |wanted: &str| item(wanted, 4).and_then(|bytes| le32(&bytes, 0));
    Some(Header {
        size: le64(&item(DISK_SIZE, 8)?, 0)?,
        fixed: flags & 1 != 0,
        block_size: le32(&parameters, 0),
        sectors: number(LOGICAL_SECTOR).zip(number(PHYSICAL_SECTOR)),
        id: item(DISK_ID, 16).and_then(|bytes| guid(&bytes, true)),
        damaged: (flags & 2 != 0)
            .then(|| "it builds on another VHDX, which QEMU cannot read".to_owned()),
        ..Header::default()
    })
}

fn metadata_region(bytes: &Bytes<'_>, at: u64) -> Option<u64> {
    let table = bytes.at(at, 64 << 10).filter(|t| t.starts_with(b"regi"))?;
    let count = usize::try_from(le32(&table, 8)?).ok()?.min(MOST_ENTRIES);
    let mut entries = (0..count).filter_map(|n| table.get(16 + n * 32..48 + n * 32));
    let entry = entries.find(|entry| guid(entry, true).as_deref() == Some(METADATA_REGION))?;
    le64(entry, 16)
}
