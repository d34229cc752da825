//! The footer of a VHD image (Microsoft's "Virtual Hard Disk Image Format Specification").

use super::{Bytes, Header, be32, be64, guid};

const COOKIE: &[u8; 8] = b"conectix";
const FOOTER: u64 = 512;
const FIXED: u32 = 2;
const DYNAMIC: u32 = 3;
const DIFFERENCING: u32 = 4;

pub(super) fn read(bytes: &Bytes<'_>) -> Option<Header> {
    let last = bytes.length.checked_sub(FOOTER)?;
    let footer = bytes.at(last, 512)?;
    let footer = if footer.starts_with(COOKIE) {
        footer
    } else {
        // A dynamic one has a copy in front; a footer that is cut off is worth nothing.
        bytes.at(0, 512).filter(|copy| copy.starts_with(COOKIE))?
    };
    let kind = be32(&footer, 60)?;
    let mut header = Header {
        size: be64(&footer, 48)?,
        fixed: kind == FIXED,
        sectors: Some((512, 512)),
        id: guid(footer.get(68..84)?, false),
        ..Header::default()
    };
    if matches!(kind, DYNAMIC | DIFFERENCING) {
        let dynamic = bytes.at(be64(&footer, 16)?, 1024);
        match dynamic.filter(|d| d.starts_with(b"cxsparse")) {
            Some(dynamic) => {
                header.block_size = be32(&dynamic, 32);
                if kind == DIFFERENCING {
                    let units = dynamic.get(64..576)?.chunks_exact(2);
                    let units =
                        units.filter_map(|two| Some(u16::from_be_bytes(two.try_into().ok()?)));
                    let name: Vec<u16> = units.take_while(|unit| *unit != 0).collect();
                    header.backing = Some((String::from_utf16_lossy(&name), None));
                }
            }
            None => header.damaged = Some("its dynamic header cannot be read".to_owned()),
        }
    }
    Some(header)
}
