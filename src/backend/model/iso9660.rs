//! Writing small discs: a few files in one folder, as ISO 9660 (ECMA-119) with Joliet's names beside the short ones.
//!
//! Discs are only written here, and only for [`super::Seed`]; a crate for it would bring folders, boot records and reading for these few sectors.

/// Bytes of a sector.
const SECTOR: usize = 2048;
/// The first sector behind the area that belongs to the system.
const FIRST: u32 = 16;
/// Sectors of descriptors, path tables and folders, which files begin behind.
const FILES: u32 = FIRST + 9;
/// A date that says nothing: the same disc is the same bytes.
const NO_DATE: [u8; 7] = [70, 1, 1, 0, 0, 0, 0];

/// A file of a disc.
pub struct DiscFile<'f> {
    /// Its short name: capital letters and digits, at most eight.
    pub short: &'static str,
    /// Its name as Linux and Windows show it.
    pub name: &'static str,
    /// What is in it.
    pub content: &'f [u8],
}

/// Both of the numbers that the standard writes twice, for either order of bytes.
fn both_32(number: u32) -> [u8; 8] {
    let mut bytes = [0; 8];
    bytes[..4].copy_from_slice(&number.to_le_bytes());
    bytes[4..].copy_from_slice(&number.to_be_bytes());
    bytes
}

fn both_16(number: u16) -> [u8; 4] {
    let mut bytes = [0; 4];
    bytes[..2].copy_from_slice(&number.to_le_bytes());
    bytes[2..].copy_from_slice(&number.to_be_bytes());
    bytes
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn sectors(length: usize) -> u32 {
    number(length.div_ceil(SECTOR))
}

/// A text in a field of this length, filled up with this.
fn field(text: &[u8], length: usize, filler: &[u8]) -> Vec<u8> {
    let mut bytes: Vec<u8> = text.iter().copied().take(length).collect();
    let rest = length - bytes.len();
    bytes.extend(filler.iter().copied().cycle().take(rest));
    bytes
}

/// An entry of a folder (ECMA-119, 9.1).
fn entry(name: &[u8], sector: u32, length: u32, is_folder: bool) -> Vec<u8> {
    let padded = name.len() + usize::from(name.len().is_multiple_of(2));
    let mut bytes = vec![u8::try_from(33 + padded).unwrap_or(u8::MAX), 0];
    bytes.extend(both_32(sector));
    bytes.extend(both_32(length));
    bytes.extend(NO_DATE);
    bytes.extend([if is_folder { 2 } else { 0 }, 0, 0]);
    bytes.extend(both_16(1));
    bytes.push(u8::try_from(name.len()).unwrap_or(u8::MAX));
    bytes.extend(name);
    bytes.resize(33 + padded, 0);
    bytes
}

/// The one folder, at this sector.
fn folder(sector: u32, files: impl Iterator<Item = (Vec<u8>, u32, u32)>) -> Vec<u8> {
    let own = number(SECTOR);
    let mut bytes = entry(&[0], sector, own, true);
    bytes.extend(entry(&[1], sector, own, true));
    for (name, at, length) in files {
        bytes.extend(entry(&name, at, length, false));
    }
    bytes
}

/// The table of folders (9.4) that names the one at this sector.
fn path_table(sector: u32, little: bool) -> Vec<u8> {
    let (at, parent) = if little {
        (sector.to_le_bytes(), 1_u16.to_le_bytes())
    } else {
        (sector.to_be_bytes(), 1_u16.to_be_bytes())
    };
    let mut bytes = vec![1, 0];
    bytes.extend(at);
    bytes.extend(parent);
    bytes.extend([0, 0]);
    bytes
}

/// Which of the two descriptions of a disc: the one with short names, or Joliet's.
struct Volume {
    joliet: bool,
    tables: u32,
    root: u32,
}

impl Volume {
    fn text(&self, text: &str, length: usize) -> Vec<u8> {
        if self.joliet {
            // Half a character does not count.
            let mut bytes = field(&wide(text), length / 2 * 2, &[0, b' ']);
            bytes.resize(length, 0);
            bytes
        } else {
            field(text.as_bytes(), length, b" ")
        }
    }

    /// The descriptor (8.4, 8.5).
    fn descriptor(&self, label: &str, all: u32) -> Vec<u8> {
        let mut bytes = vec![if self.joliet { 2 } else { 1 }];
        bytes.extend(b"CD001");
        bytes.extend([1, 0]);
        bytes.extend(self.text("", 32));
        bytes.extend(self.text(label, 32));
        bytes.extend([0; 8]);
        bytes.extend(both_32(all));
        // UCS-2, level 3: every character that two bytes hold.
        let escape: &[u8] = if self.joliet { b"%/E" } else { b"" };
        bytes.extend(field(escape, 32, &[0]));
        bytes.extend(both_16(1));
        bytes.extend(both_16(1));
        bytes.extend(both_16(u16::try_from(SECTOR).unwrap_or(u16::MAX)));
        bytes.extend(both_32(number(path_table(0, true).len())));
        bytes.extend(self.tables.to_le_bytes());
        bytes.extend([0; 4]);
        bytes.extend((self.tables + 1).to_be_bytes());
        bytes.extend([0; 4]);
        bytes.extend(entry(&[0], self.root, number(SECTOR), true));
        for length in [128, 128, 128, 128, 37, 37, 37] {
            bytes.extend(self.text("", length));
        }
        for _ in 0..4 {
            bytes.extend([b'0'; 16]);
            bytes.push(0);
        }
        bytes.extend([1, 0]);
        bytes
    }
}

/// The bytes of a disc with this label and these files, all in its one folder, which has room for some thirty.
#[must_use]
pub fn disc(label: &str, files: &[DiscFile<'_>]) -> Vec<u8> {
    let mut at = FILES;
    let mut places = Vec::new();
    for file in files {
        places.push((at, number(file.content.len())));
        at = at.saturating_add(sectors(file.content.len()));
    }
    let volumes = [
        Volume {
            joliet: false,
            tables: FIRST + 3,
            root: FIRST + 7,
        },
        Volume {
            joliet: true,
            tables: FIRST + 5,
            root: FIRST + 8,
        },
    ];
    let mut bytes = vec![0; SECTOR * usize::try_from(FIRST).unwrap_or(0)];
    let mut put = |part: &[u8]| {
        bytes.extend(part);
        bytes.resize(bytes.len().next_multiple_of(SECTOR), 0);
    };
    for volume in &volumes {
        put(&volume.descriptor(label, at));
    }
    put(b"\xffCD001\x01");
    for volume in &volumes {
        put(&path_table(volume.root, true));
        put(&path_table(volume.root, false));
    }
    for volume in &volumes {
        let named = files.iter().zip(&places).map(|(file, (at, length))| {
            let name = if volume.joliet {
                wide(file.name)
            } else {
                format!("{}.;1", file.short).into_bytes()
            };
            (name, *at, *length)
        });
        put(&folder(volume.root, named));
    }
    for file in files {
        put(file.content);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a disc as the standard says, from its descriptor on: names and contents.
    fn read(disc: &[u8], joliet: bool) -> Vec<(String, Vec<u8>)> {
        let at = |sector: u32| &disc[sector as usize * SECTOR..];
        let wanted = if joliet { 2 } else { 1 };
        let descriptor = (16..)
            .map(at)
            .take_while(|d| d[0] != 255)
            .find(|d| d[0] == wanted)
            .unwrap();
        assert_eq!(&descriptor[1..6], b"CD001");
        let word = |bytes: &[u8]| u32::from_le_bytes(bytes[..4].try_into().unwrap());
        assert_eq!(word(&descriptor[80..]) as usize * SECTOR, disc.len());
        let root = at(word(&descriptor[156 + 2..]));
        let mut found = Vec::new();
        let mut next = 0;
        while root[next] != 0 {
            let record = &root[next..next + usize::from(root[next])];
            let name = &record[33..33 + usize::from(record[32])];
            let (from, length) = (word(&record[2..]), word(&record[10..]) as usize);
            if record[25] & 2 == 0 {
                let name = if joliet {
                    let units = name.chunks(2).map(|c| u16::from_be_bytes([c[0], c[1]]));
                    String::from_utf16(&units.collect::<Vec<_>>()).unwrap()
                } else {
                    String::from_utf8(name.to_vec()).unwrap()
                };
                found.push((name, at(from)[..length].to_vec()));
            }
            next += record.len();
        }
        found
    }

    #[test]
    fn what_is_written_is_read() {
        let long = vec![b'x'; 5000];
        let files = [
            DiscFile {
                short: "METADATA",
                name: "meta-data",
                content: b"{}",
            },
            DiscFile {
                short: "USERDATA",
                name: "user-data",
                content: &long,
            },
            DiscFile {
                short: "EMPTY",
                name: "vendor-data",
                content: b"",
            },
        ];
        let disc = disc("cidata", &files);
        let names = |joliet| read(&disc, joliet).into_iter().map(|(name, _)| name);
        assert!(names(true).eq(["meta-data", "user-data", "vendor-data"]));
        assert!(names(false).eq(["METADATA.;1", "USERDATA.;1", "EMPTY.;1"]));
        let contents = |joliet| read(&disc, joliet).into_iter().map(|(_, content)| content);
        assert!(contents(true).eq([b"{}".to_vec(), long.clone(), Vec::new()]));
        assert!(contents(false).eq([b"{}".to_vec(), long, Vec::new()]));
        assert_eq!(&disc[16 * SECTOR + 40..16 * SECTOR + 46], b"cidata");
    }
}
