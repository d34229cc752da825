//! Disk images: files and block devices that are, or may become, disks of virtual machines.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{Drive, State, Vm};

/// The format of an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ImageFormat {
    /// The bytes of the disk, one after another.
    Raw,
    /// QEMU's own.
    Qcow2,
    /// Hyper-V's. QEMU reads and writes it; libvirt does not know it, so no VM can have it.
    Vhdx,
    /// The older one of Virtual PC and Hyper-V; QEMU and libvirt call it `vpc`.
    Vhd,
}

impl ImageFormat {
    /// QEMU's name of it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Raw => "raw",
            Self::Qcow2 => "qcow2",
            Self::Vhdx => "vhdx",
            Self::Vhd => "vpc",
        }
    }

    /// The format that a file of this name would have; `None` where its end says nothing.
    #[must_use]
    pub fn of_name(path: &str) -> Option<Self> {
        let end = path.rsplit('/').next()?.rsplit_once('.')?.1;
        Some(match end.to_ascii_lowercase().as_str() {
            "qcow2" | "qcow" => Self::Qcow2,
            "vhdx" | "avhdx" => Self::Vhdx,
            "vhd" | "avhd" => Self::Vhd,
            "raw" | "img" | "iso" => Self::Raw,
            _ => return None,
        })
    }

    /// The format that QEMU calls so.
    #[must_use]
    pub fn of_qemu_name(name: &str) -> Option<Self> {
        let all = [Self::Raw, Self::Qcow2, Self::Vhdx, Self::Vhd];
        all.into_iter().find(|format| format.name() == name)
    }

    /// The format that an image has by what is said of it outside of it: by the definition of the drive that has it, else by a name that means
    /// raw. `None`: its header is asked. What is in a disc drive no guest writes to.
    fn declared(path: &str, drive: Option<&Drive>) -> Option<Self> {
        let defined = drive.and_then(|drive| Self::of_qemu_name(drive.format.as_deref()?));
        defined.or_else(|| Self::of_name(path).filter(|format| *format == Self::Raw))
    }

    /// libvirt can give such an image to a VM.
    #[must_use]
    pub fn fits_a_vm(self) -> bool {
        self != Self::Vhdx
    }
}

/// The image that another one builds on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backing {
    /// Where it is, from the root on.
    pub path: String,
    /// Its format, where the upper image says it.
    pub format: Option<ImageFormat>,
}

/// What is known of an image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// Its format.
    pub format: ImageFormat,
    /// Size of the disk in it, in bytes.
    pub size: u64,
    /// Bytes that it takes on its file system.
    pub allocated: u64,
    /// Length of the file, in bytes.
    pub length: u64,
    /// All of its size was taken when it was made.
    #[serde(default)]
    pub fixed: bool,
    /// What it builds on.
    #[serde(default)]
    pub backing: Option<Backing>,
    /// Size of the blocks that it grows by, in bytes; `None` of one that has none.
    #[serde(default)]
    pub block_size: Option<u32>,
    /// Sizes of the logical and the physical sectors, in bytes, where its format says them.
    #[serde(default)]
    pub sectors: Option<(u32, u32)>,
    /// It is a block device of the host.
    #[serde(default)]
    pub device: bool,
    /// The file itself, whatever name it is reached by; `None` where that cannot be told.
    #[serde(default)]
    pub identity: Option<String>,
    /// The id in its header, where its format has one.
    #[serde(default)]
    pub id: Option<String>,
    /// The block device of the host that shows it, for example `/dev/nbd0`.
    #[serde(default)]
    pub attached: Option<String>,
    /// That device is for reading only.
    #[serde(default)]
    pub shown_read_only: bool,
    /// Why it cannot be what its name or its header says.
    #[serde(default)]
    pub damaged: Option<String>,
    /// The format that its header speaks of, where that is not believed: see [`Image::believed`].
    #[serde(default)]
    pub claims: Option<ImageFormat>,
}

impl Image {
    /// The image as it is when it is declared to have this format. A guest writes what it likes to its raw disk, also the header of another
    /// format that names files of the host: what is declared raw is raw, and so is a block device.
    #[must_use]
    pub fn believed(&self, declared: Option<ImageFormat>) -> Cow<'_, Self> {
        let is_raw = match declared {
            Some(format) => format == ImageFormat::Raw,
            None => self.device,
        };
        if !is_raw || (self.format == ImageFormat::Raw && self.damaged.is_none()) {
            return Cow::Borrowed(self);
        }
        // Another program's container, of which this program knows no more than that.
        if self.format == ImageFormat::Raw {
            return Cow::Owned(Self {
                damaged: None,
                ..self.clone()
            });
        }
        Cow::Owned(Self {
            format: ImageFormat::Raw,
            size: self.length,
            fixed: self.length > 0 && self.allocated >= self.length,
            backing: None,
            block_size: None,
            sectors: None,
            id: None,
            damaged: None,
            claims: Some(self.format),
            ..self.clone()
        })
    }

    /// What it builds on, when it is declared to have this format.
    #[must_use]
    pub fn believed_backing(&self, declared: Option<ImageFormat>) -> Option<&Backing> {
        match self.believed(declared) {
            Cow::Borrowed(_) => self.backing.as_ref(),
            Cow::Owned(_) => None,
        }
    }
}

/// The folder of an image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageFolder {
    /// Which file system it is on; equal for folders on one.
    pub filesystem: String,
    /// Bytes that are free there.
    pub free: u64,
}

/// What is at a path. Filled by [`super::Scope::images`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ImagePlace {
    /// The image there; `None`: there is none.
    #[serde(default)]
    pub image: Option<Image>,
    /// Why what is there is no image, or cannot be read: a folder, a permission.
    #[serde(default)]
    pub unreadable: Option<String>,
    /// Its folder; `None`: there is none.
    #[serde(default)]
    pub folder: Option<ImageFolder>,
}

impl State {
    /// The hard disk of a VM that has this image.
    fn disk_with(&self, path: &str) -> Option<&Drive> {
        let mut drives = self.vms.iter().flat_map(|vm| &vm.facts.drives);
        drives.find(|drive| drive.is_disk() && drive.path.as_deref() == Some(path))
    }

    /// The format that the image at a path is declared to have, by the VM that has it as a hard disk or by its name.
    #[must_use]
    pub fn declared_format(&self, path: &str) -> Option<ImageFormat> {
        ImageFormat::declared(path, self.disk_with(path))
    }

    /// The image at a path, damaged or not, as far as it is believed; `None` also where nobody looked.
    #[must_use]
    pub fn image(&self, path: &str) -> Option<Cow<'_, Image>> {
        let image = self.images.get(path)?.image.as_ref()?;
        Some(image.believed(self.declared_format(path)))
    }

    /// The paths of an image and of all that it builds on, the nearest first. The last one may name what is not there.
    #[must_use]
    pub fn image_chain<'s>(&'s self, path: &'s str) -> Vec<&'s str> {
        self.chain_from(path, self.declared_format(path))
    }

    fn chain_from<'s>(&'s self, path: &'s str, declared: Option<ImageFormat>) -> Vec<&'s str> {
        let mut chain = vec![path];
        let (mut at, mut declared) = (path, declared);
        loop {
            let image = self.images.get(at).and_then(|place| place.image.as_ref());
            let Some(backing) = image.and_then(|image| image.believed_backing(declared)) else {
                return chain;
            };
            at = &backing.path;
            // A damaged header may lead back to where the walk began.
            if chain.contains(&at) {
                return chain;
            }
            chain.push(at);
            declared = backing.format.or_else(|| ImageFormat::declared(at, None));
        }
    }

    /// Whether two paths lead to one image, as far as that was seen.
    fn is_one_image(&self, one: &str, other: &str) -> bool {
        let identity = |path: &str| self.images.get(path)?.image.as_ref()?.identity.as_ref();
        one == other || identity(one).is_some_and(|found| Some(found) == identity(other))
    }

    /// Whether an image is the one at `path`, or builds on it.
    #[must_use]
    pub fn builds_on(&self, image: &str, path: &str) -> bool {
        let chain = self.image_chain(image);
        chain.into_iter().any(|at| self.is_one_image(at, path))
    }

    /// The VMs that have an image as a disk, or one that builds on it, or whose disk is being copied into it. Needs a state with the images of the VMs' drives.
    pub fn users_of_image<'s>(&'s self, path: &'s str) -> impl Iterator<Item = &'s Vm> {
        let uses = move |drive: &'s Drive| {
            let Some(own) = drive.path.as_deref() else {
                return false;
            };
            let copy = drive.copied_to.as_deref();
            if copy.is_some_and(|copy| self.is_one_image(copy, path)) {
                return true;
            }
            let declared = ImageFormat::declared(own, Some(drive).filter(|drive| drive.is_disk()));
            let chain = self.chain_from(own, declared);
            chain.into_iter().any(|at| self.is_one_image(at, path))
        };
        let vms = self.vms.iter();
        vms.filter(move |vm| vm.facts.drives.iter().any(uses))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_name_says_the_format() {
        let of = ImageFormat::of_name;
        assert_eq!(of("/a.b/c.QCOW2"), Some(ImageFormat::Qcow2));
        assert_eq!(of("/a/c.avhdx"), Some(ImageFormat::Vhdx));
        assert_eq!(of("/a.vhd/c"), None);
        assert_eq!(of("/a/c.iso"), Some(ImageFormat::Raw));
    }
}
