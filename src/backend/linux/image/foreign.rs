//! Containers of other programs, by what they begin with: QEMU reads them, and this program does not. Taken for raw ones they would be copied
//! and attached byte by byte.

use super::Bytes;

/// Where its bytes stand, what they are, what it is called, and `qemu-img`'s name of it.
const KNOWN: [(u64, &[u8], &str, &str); 8] = [
    (0, b"KDMV", "VMDK", "vmdk"),
    (0, b"COWD", "VMDK", "vmdk"),
    (0, b"# Disk DescriptorFile", "VMDK", "vmdk"),
    (64, b"\x7f\x10\xda\xbe", "VDI", "vdi"),
    (0, b"QED\0", "QED", "qed"),
    (0, b"LUKS\xba\xbe", "LUKS", "luks"),
    (0, b"WithoutFreeSpace", "Parallels", "parallels"),
    (0, b"WithouFreSpacExt", "Parallels", "parallels"),
];

/// Why a file is not taken for a raw image; `None` when it may be one.
pub(super) fn told(bytes: &Bytes<'_>) -> Option<String> {
    let is_at = |(at, magic): (u64, &[u8])| {
        bytes
            .at(at, magic.len())
            .is_some_and(|found| found == magic)
    };
    let (.., called, name) = KNOWN.iter().find(|(at, magic, ..)| is_at((*at, magic)))?;
    Some(format!(
        "it is a {called} image, which iovsh does not read: make a qcow2 image of it with qemu-img convert -f {name} -O qcow2; a raw disk with this content has a name that ends with .raw"
    ))
}
