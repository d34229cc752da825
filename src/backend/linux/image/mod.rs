//! What the files of disk images say of themselves. Their headers are read here; nothing is asked of `qemu-img`, which may be missing.

mod foreign;
mod qcow2;
mod vhd;
mod vhdx;

use std::fs::{self, File, Metadata};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::os::unix::fs::{FileExt as _, FileTypeExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Component, Path, PathBuf};

use rustix::fs::statvfs;

use crate::model::{Backing, Image, ImageFolder, ImageFormat, ImagePlace};

/// What a header says.
#[derive(Debug, Default, PartialEq, Eq)]
struct Header {
    size: u64,
    fixed: bool,
    /// What it builds on, as it is written: it may be relative to the image's folder.
    backing: Option<(String, Option<ImageFormat>)>,
    block_size: Option<u32>,
    sectors: Option<(u32, u32)>,
    id: Option<String>,
    damaged: Option<String>,
}

/// A file that is read here and there.
struct Bytes<'f> {
    file: &'f File,
    length: u64,
}

impl Bytes<'_> {
    /// So many bytes at this place; `None` when the file is shorter or cannot be read.
    fn at(&self, offset: u64, count: usize) -> Option<Vec<u8>> {
        let mut bytes = vec![0; count];
        self.file.read_exact_at(&mut bytes, offset).ok()?;
        Some(bytes)
    }
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_be_bytes(four.try_into().ok()?))
}

fn be64(bytes: &[u8], at: usize) -> Option<u64> {
    let eight = bytes.get(at..at.checked_add(8)?)?;
    Some(u64::from_be_bytes(eight.try_into().ok()?))
}

fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

fn le64(bytes: &[u8], at: usize) -> Option<u64> {
    let eight = bytes.get(at..at.checked_add(8)?)?;
    Some(u64::from_le_bytes(eight.try_into().ok()?))
}

/// Sixteen bytes as a GUID is written.
fn guid(b: &[u8], little: bool) -> Option<String> {
    let b: [u8; 16] = b.get(..16)?.try_into().ok()?;
    let [a0, a1, a2, a3, b0, b1, c0, c1, d @ ..] = b;
    let (a, b, c) = if little {
        (
            u32::from_le_bytes([a0, a1, a2, a3]),
            u16::from_le_bytes([b0, b1]),
            u16::from_le_bytes([c0, c1]),
        )
    } else {
        (
            u32::from_be_bytes([a0, a1, a2, a3]),
            u16::from_be_bytes([b0, b1]),
            u16::from_be_bytes([c0, c1]),
        )
    };
    let [d0, d1, rest @ ..] = d;
    let rest: String = rest.iter().map(|byte| format!("{byte:02X}")).collect();
    Some(format!("{a:08X}-{b:04X}-{c:04X}-{d0:02X}{d1:02X}-{rest}"))
}

/// What is at a path.
pub(super) fn look(path: &str) -> ImagePlace {
    let place = Path::new(path);
    let folder = place.parent().and_then(folder);
    let found = match fs::metadata(place) {
        Ok(about) => about,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return ImagePlace {
                folder,
                ..ImagePlace::default()
            };
        }
        Err(error) => return unreadable(folder, error.to_string()),
    };
    if found.is_dir() {
        return unreadable(folder, "it is a folder".to_owned());
    }
    if !found.is_file() && !found.file_type().is_block_device() {
        return unreadable(folder, "it is neither a file nor a block device".to_owned());
    }
    match image(place, &found) {
        Ok(image) => ImagePlace {
            image: Some(image),
            unreadable: None,
            folder,
        },
        Err(error) => unreadable(folder, error.to_string()),
    }
}

fn unreadable(folder: Option<ImageFolder>, why: String) -> ImagePlace {
    ImagePlace {
        image: None,
        unreadable: Some(why),
        folder,
    }
}

/// A folder that is there, with the room on its file system that this user may fill.
fn folder(path: &Path) -> Option<ImageFolder> {
    let about = fs::metadata(path).ok().filter(Metadata::is_dir)?;
    let facts = statvfs(path).ok()?;
    Some(ImageFolder {
        filesystem: about.dev().to_string(),
        free: facts.f_bavail.saturating_mul(facts.f_frsize),
    })
}

fn image(path: &Path, about: &Metadata) -> io::Result<Image> {
    // A pipe that has taken its place meanwhile is not waited for.
    let flags = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
    let mut options = File::options();
    let mut file = options.read(true).custom_flags(flags).open(path)?;
    let device = about.file_type().is_block_device();
    let length = if device {
        file.seek(SeekFrom::End(0))?
    } else {
        about.len()
    };
    let mut first = [0; 8];
    file.seek(SeekFrom::Start(0))?;
    let count = file.read(&mut first)?;
    let bytes = Bytes {
        file: &file,
        length,
    };
    let (format, mut header) = header(&bytes, first.get(..count).unwrap_or_default());
    // A device, and a file whose name says so, is what a guest wrote there.
    let is_said_raw =
        device || ImageFormat::of_name(&path.to_string_lossy()) == Some(ImageFormat::Raw);
    if format == ImageFormat::Raw && !is_said_raw {
        header.damaged = foreign::told(&bytes);
    }
    let allocated = if device {
        length
    } else {
        about.blocks().saturating_mul(512)
    };
    let fixed = match format {
        ImageFormat::Raw | ImageFormat::Qcow2 => header.size > 0 && allocated >= header.size,
        ImageFormat::Vhdx | ImageFormat::Vhd => header.fixed,
    };
    Ok(Image {
        format,
        size: header.size,
        allocated,
        length,
        fixed,
        backing: header.backing.map(|(written, format)| Backing {
            path: from_folder(path, &written),
            format,
        }),
        block_size: header.block_size,
        sectors: header.sectors,
        device,
        identity: Some(identity(about)),
        id: header.id,
        attached: None,
        shown_read_only: false,
        damaged: header.damaged,
        claims: None,
    })
}

/// Which file or device it is: device and inode.
pub(super) fn identity(about: &Metadata) -> String {
    if about.file_type().is_block_device() {
        format!("device {}", about.rdev())
    } else {
        format!("{}:{}", about.dev(), about.ino())
    }
}

/// The format by the first bytes, and by the last ones of a fixed VHD.
fn header(bytes: &Bytes<'_>, first: &[u8]) -> (ImageFormat, Header) {
    let damaged = |format: &str| Header {
        damaged: Some(format!("its {format} header cannot be read")),
        ..Header::default()
    };
    if first.starts_with(&qcow2::MAGIC) {
        let header = qcow2::read(bytes);
        return (
            ImageFormat::Qcow2,
            header.unwrap_or_else(|| damaged("qcow2")),
        );
    }
    if first.starts_with(&vhdx::MAGIC) {
        let header = vhdx::read(bytes);
        return (ImageFormat::Vhdx, header.unwrap_or_else(|| damaged("VHDX")));
    }
    if let Some(header) = vhd::read(bytes) {
        return (ImageFormat::Vhd, header);
    }
    let raw = Header {
        size: bytes.length,
        ..Header::default()
    };
    (ImageFormat::Raw, raw)
}

/// A path as it is written in an image, from the root on.
fn from_folder(image: &Path, written: &str) -> String {
    let plain = written.strip_prefix("file:").unwrap_or(written);
    let whole = match image.parent() {
        Some(folder) => folder.join(plain),
        None => PathBuf::from(plain),
    };
    let mut clean = PathBuf::new();
    for part in whole.components() {
        match part {
            Component::ParentDir => {
                clean.pop();
            }
            Component::CurDir => {}
            part => clean.push(part),
        }
    }
    clean.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    /// The headers that `qemu-img` writes; skipped, with the reason, where it is not installed.
    #[test]
    fn what_qemu_img_writes_is_read() {
        let dir = tempfile::tempdir().unwrap();
        let file = |name: &str| dir.path().join(name).display().to_string();
        let run = |arguments: &[&str]| {
            let done = Command::new("qemu-img").args(arguments).output();
            done.is_ok_and(|output| output.status.success())
        };
        if !run(&["--version"]) {
            eprintln!("SKIPPED: qemu-img is not installed");
            return;
        }
        let size = "68157440";
        let base = file("base.qcow2");
        assert!(run(&["create", "-f", "qcow2", &base, size]));
        let upper = file("upper.qcow2");
        assert!(run(&[
            "create",
            "-f",
            "qcow2",
            "-b",
            "base.qcow2",
            "-F",
            "qcow2",
            &upper
        ]));
        let dynamic = file("a.vhd");
        assert!(run(&[
            "create",
            "-f",
            "vpc",
            "-o",
            "force_size=on",
            &dynamic,
            size
        ]));
        let fixed = file("b.vhd");
        assert!(run(&[
            "create",
            "-f",
            "vpc",
            "-o",
            "subformat=fixed,force_size=on",
            &fixed,
            size
        ]));
        let vhdx = file("c.vhdx");
        assert!(run(&[
            "create",
            "-f",
            "vhdx",
            "-o",
            "block_size=16777216",
            &vhdx,
            size
        ]));
        let raw = file("d.img");
        assert!(run(&["create", "-f", "raw", &raw, size]));
        let seen = |path: &str| look(path).image.unwrap();
        for (path, format, is_fixed) in [
            (&base, ImageFormat::Qcow2, false),
            (&upper, ImageFormat::Qcow2, false),
            (&dynamic, ImageFormat::Vhd, false),
            (&fixed, ImageFormat::Vhd, true),
            (&vhdx, ImageFormat::Vhdx, false),
            (&raw, ImageFormat::Raw, false),
        ] {
            let image = seen(path);
            assert_eq!(
                (image.format, image.size, image.fixed, image.damaged),
                (format, 68_157_440, is_fixed, None),
                "{path}"
            );
        }
        let backing = seen(&upper).backing.unwrap();
        assert_eq!(
            (backing.path, backing.format),
            (base, Some(ImageFormat::Qcow2))
        );
        assert_eq!(seen(&vhdx).block_size, Some(16_777_216));
        assert!(seen(&vhdx).id.is_some() && seen(&dynamic).id.is_some());
    }

    #[test]
    fn what_is_no_image_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().display().to_string();
        assert_eq!(look(&path).unreadable.as_deref(), Some("it is a folder"));
        let nothing = look(&format!("{path}/a.qcow2"));
        assert_eq!((nothing.image, nothing.unreadable), (None, None));
        assert!(nothing.folder.is_some());
        assert_eq!(look(&format!("{path}/no/a.qcow2")).folder, None);
        // A header that is cut off.
        for first in [&b"QFI\xfb\0\0\0\x03"[..], b"vhdxfile"] {
            fs::write(dir.path().join("cut"), first).unwrap();
            let image = look(&format!("{path}/cut")).image.unwrap();
            assert!(image.damaged.is_some());
        }
    }

    /// A container of another program is no disk: copied byte by byte it would be garbage.
    #[test]
    fn what_another_program_wrote_is_no_raw_image() {
        let dir = tempfile::tempdir().unwrap();
        let seen = |name: &str, bytes: &[u8]| {
            fs::write(dir.path().join(name), bytes).unwrap();
            let path = dir.path().join(name).display().to_string();
            look(&path).image.unwrap()
        };
        let mut vdi = vec![0; 512];
        vdi[64..68].copy_from_slice(&[0x7f, 0x10, 0xda, 0xbe]);
        for (bytes, called) in [
            (&b"KDMV\x01\0\0\0"[..], "VMDK"),
            (b"COWD", "VMDK"),
            (b"# Disk DescriptorFile\nversion=1", "VMDK"),
            (&vdi, "VDI"),
            (b"QED\0", "QED"),
            (b"LUKS\xba\xbe\0\x02", "LUKS"),
            (b"WithoutFreeSpace", "Parallels"),
        ] {
            let image = seen("a.disk", bytes);
            let why = image.damaged.unwrap_or_default();
            assert!(
                why.contains(called) && why.contains("qemu-img convert -f"),
                "{called}: {why}"
            );
            // Whoever calls it so says that it is a disk as a guest sees it.
            let image = seen("a.raw", bytes);
            assert_eq!((image.format, image.damaged), (ImageFormat::Raw, None));
        }
        let mut disk = vec![0; 1024];
        disk[510..512].copy_from_slice(&[0x55, 0xaa]);
        assert_eq!(seen("b.disk", &disk).damaged, None);
        assert_eq!(seen("empty", b"").damaged, None);
    }

    #[test]
    fn a_relative_name_is_one_of_the_images_folder() {
        let of = |written| from_folder(Path::new("/a/b/c.qcow2"), written);
        assert_eq!(of("d.qcow2"), "/a/b/d.qcow2");
        assert_eq!(of("../d.qcow2"), "/a/d.qcow2");
        assert_eq!(of("/e/d.qcow2"), "/e/d.qcow2");
    }
}
