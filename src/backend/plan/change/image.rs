//! Disk images of the host.

use serde::{Deserialize, Serialize};

use super::{Change, Facts, Lifetime, Names, Subject};
use crate::journal::Entry;
use crate::model::{Backing, FileOwner, Image, ImageFormat, Scope, Seed, State, Uuid, VmDetail};
use crate::plan::shell_line::ShellLine;
use crate::plan::virsh::{virsh_words, vm_word};

/// What a new image is to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewImage {
    /// Its format.
    pub format: ImageFormat,
    /// Size of the disk in it, in bytes.
    pub size: u64,
    /// All of its size is taken at once.
    #[serde(default)]
    pub fixed: bool,
    /// What it builds on.
    #[serde(default)]
    pub backing: Option<Backing>,
    /// Size of the blocks that it grows by, in bytes; `None`: as the format has it.
    #[serde(default)]
    pub block_size: Option<u32>,
}

/// A change of images.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImageChange {
    /// Makes an image. Nothing that is there is written over.
    #[serde(rename = "CreateImage")]
    Create {
        /// Where.
        path: String,
        /// What.
        image: NewImage,
    },
    /// Makes a disc for cloud-init. Nothing that is there is written over.
    #[serde(rename = "SeedImage")]
    Seed {
        /// Where.
        path: String,
        /// What is on it.
        seed: Box<Seed>,
    },
    /// Removes an image.
    #[serde(rename = "DeleteImage")]
    Delete {
        /// Where.
        path: String,
    },
    /// Changes the size of the disk in an image. Of one that a running domain has, libvirt does it while it runs.
    #[serde(rename = "ResizeImage")]
    Resize {
        /// Where.
        path: String,
        /// Its format.
        format: ImageFormat,
        /// Size of the disk, in bytes.
        size: u64,
        /// The running domain that has it, and libvirt's name of the disk there.
        #[serde(default)]
        running: Option<(Uuid, String)>,
    },
    /// Makes a copy of an image, with all that it builds on, in another format or place.
    #[serde(rename = "CopyImage")]
    Copy {
        /// The image.
        from: String,
        /// Its format.
        format: ImageFormat,
        /// The copy. Nothing that is there is written over.
        to: String,
        /// What the copy is to be.
        image: NewImage,
        /// A domain has it open, which stands still meanwhile: what it has written is in the image.
        #[serde(default)]
        live: bool,
    },
    /// Copies a file that belongs to a machine and is no disk of it, byte by byte: the variables of its firmware, what its TPM holds, its saved
    /// memory. Nobody but its owner may read the copy.
    #[serde(rename = "CopyFile")]
    CopyFile {
        /// The file. A symbolic link is not followed.
        from: String,
        /// The copy. Nothing that is there is written over.
        to: String,
        /// How long it is, in bytes.
        size: u64,
        /// Whose the copy is.
        #[serde(default)]
        owner: FileOwner,
    },
    /// Gives back to the file system what an image has and its disk does not use.
    #[serde(rename = "CompactImage")]
    Compact {
        /// Where.
        path: String,
        /// Its format.
        format: ImageFormat,
    },
    /// Writes what an image has over the one that it builds on.
    #[serde(rename = "MergeImage")]
    Merge {
        /// The image; it stays, and is of no use any more.
        path: String,
        /// Its format.
        format: ImageFormat,
        /// One that it builds on, directly or not.
        into: String,
    },
    /// Says anew what an image builds on. What is in it stays as it is.
    #[serde(rename = "RebaseImage")]
    Rebase {
        /// Where.
        path: String,
        /// Its format.
        format: ImageFormat,
        /// What it builds on.
        backing: Backing,
    },
    /// Shows the disk in an image as a block device of the host.
    #[serde(rename = "ConnectImage")]
    Connect {
        /// Where.
        path: String,
        /// Its format.
        format: ImageFormat,
        /// The block device.
        device: String,
        /// Nothing is written to it.
        read_only: bool,
    },
    /// Ends that.
    #[serde(rename = "DisconnectImage")]
    Disconnect {
        /// Where.
        path: String,
        /// Its format.
        format: ImageFormat,
        /// The block device.
        device: String,
        /// It was only read.
        read_only: bool,
    },
}

impl ImageChange {
    fn path(&self) -> &String {
        match self {
            Self::Create { path, .. }
            | Self::Seed { path, .. }
            | Self::Delete { path }
            | Self::Resize { path, .. }
            | Self::Compact { path, .. }
            | Self::Merge { path, .. }
            | Self::Rebase { path, .. }
            | Self::Connect { path, .. }
            | Self::Disconnect { path, .. } => path,
            // What is there afterwards is what it is about.
            Self::Copy { to, .. } | Self::CopyFile { to, .. } => to,
        }
    }
}

/// A new image as far as it is known beforehand: how much it takes is the file system's business.
fn made(new: &NewImage) -> Image {
    Image {
        format: new.format,
        size: new.size,
        allocated: if new.fixed { new.size } else { 0 },
        length: if new.fixed { new.size } else { 0 },
        fixed: new.fixed,
        backing: new.backing.clone(),
        block_size: new.block_size,
        sectors: None,
        device: false,
        identity: None,
        id: None,
        attached: None,
        shown_read_only: false,
        damaged: None,
        claims: None,
    }
}

/// A file of this length, as an image.
fn file_of(size: u64) -> NewImage {
    NewImage {
        format: ImageFormat::Raw,
        size,
        fixed: true,
        backing: None,
        block_size: None,
    }
}

/// The image that a disc for cloud-init is.
fn disc_of(seed: &Seed) -> NewImage {
    file_of(u64::try_from(seed.disc().len()).unwrap_or(u64::MAX))
}

impl Facts for ImageChange {
    fn name(&self) -> &'static str {
        match self {
            Self::Create { .. } => "CreateImage",
            Self::Seed { .. } => "SeedImage",
            Self::Delete { .. } => "DeleteImage",
            Self::Resize { .. } => "ResizeImage",
            Self::Copy { .. } => "CopyImage",
            Self::CopyFile { .. } => "CopyFile",
            Self::Compact { .. } => "CompactImage",
            Self::Merge { .. } => "MergeImage",
            Self::Rebase { .. } => "RebaseImage",
            Self::Connect { .. } => "ConnectImage",
            Self::Disconnect { .. } => "DisconnectImage",
        }
    }

    fn subject(&self) -> Subject {
        match self {
            Self::Create { .. }
            | Self::Seed { .. }
            | Self::Delete { .. }
            | Self::Copy { .. }
            | Self::CopyFile { .. }
            | Self::Resize { .. } => Subject::Image(self.path().clone()),
            Self::Compact { path, .. } => Subject::ImageContent(path.clone()),
            // What is below has other content then.
            Self::Merge { into, .. } => Subject::ImageContent(into.clone()),
            Self::Rebase { path, .. } => Subject::ImageBacking(path.clone()),
            Self::Connect { path, .. } | Self::Disconnect { path, .. } => {
                Subject::ImageDevice(path.clone())
            }
        }
    }

    fn scope(&self) -> Scope {
        let vms = match self {
            // Who uses it decides whether it is removed.
            Self::Delete { .. } => VmDetail::Full,
            Self::Create { .. }
            | Self::Seed { .. }
            | Self::Copy { .. }
            | Self::CopyFile { .. }
            | Self::Resize { .. }
            | Self::Compact { .. }
            | Self::Merge { .. }
            | Self::Rebase { .. }
            | Self::Connect { .. }
            | Self::Disconnect { .. } => VmDetail::None,
        };
        Scope {
            images: Some(vec![self.path().clone()]),
            vms,
            ..Scope::NOTHING
        }
    }

    fn is_satisfied(&self, state: &State) -> Option<bool> {
        let place = state.images.get(self.path())?;
        let image = place.image.as_ref();
        match self {
            Self::Create { image: new, .. } | Self::Copy { image: new, .. } => {
                Some(image.is_some_and(|i| i.format == new.format && i.size == new.size))
            }
            Self::Seed { seed, .. } => {
                let new = disc_of(seed);
                Some(image.is_some_and(|i| i.format == new.format && i.size == new.size))
            }
            // What its header says does not matter: it is no disk. One that is used as one may take less than it says.
            Self::CopyFile { size, .. } => {
                Some(image.is_some_and(|i| i.length == *size || i.size == *size))
            }
            Self::Delete { .. } => Some(image.is_none() && place.unreadable.is_none()),
            Self::Resize { size, .. } => Some(image?.size == *size),
            Self::Compact { .. } | Self::Merge { .. } => None,
            Self::Rebase { backing, .. } => {
                let own = image?.backing.as_ref();
                Some(own.is_some_and(|own| own.path == backing.path))
            }
            Self::Connect { device, .. } => Some(image?.attached.as_ref() == Some(device)),
            Self::Disconnect { .. } => Some(image?.attached.is_none()),
        }
    }

    fn effect(&self, state: &mut State) {
        if let Self::Merge { path, into, .. } = self {
            let size = state.image(path).map_or(0, |image| image.size);
            let below = state.images.get_mut(into);
            if let Some(image) = below.and_then(|place| place.image.as_mut()) {
                image.size = image.size.max(size);
            }
        }
        let Some(place) = state.images.get_mut(self.path()) else {
            return;
        };
        match self {
            Self::Create { image, .. } | Self::Copy { image, .. } => {
                place.image = Some(made(image));
            }
            Self::Seed { seed, .. } => place.image = Some(made(&disc_of(seed))),
            Self::CopyFile { size, .. } => place.image = Some(made(&file_of(*size))),
            Self::Delete { .. } => place.image = None,
            Self::Resize { size, .. } => {
                if let Some(image) = &mut place.image {
                    image.size = *size;
                }
            }
            Self::Compact { .. } | Self::Merge { .. } => {}
            Self::Rebase { backing, .. } => {
                if let Some(image) = &mut place.image {
                    image.backing = Some(backing.clone());
                }
            }
            Self::Connect {
                device, read_only, ..
            } => {
                if let Some(image) = &mut place.image {
                    image.attached = Some(device.clone());
                    image.shown_read_only = *read_only;
                }
                state.free_block_devices.retain(|free| free != device);
            }
            Self::Disconnect { device, .. } => {
                if let Some(image) = &mut place.image {
                    image.attached = None;
                    image.shown_read_only = false;
                }
                state.free_block_devices.push(device.clone());
            }
        }
    }

    fn inverse(&self, before: &State) -> Option<Change> {
        let back = match self {
            Self::Create { path, .. }
            | Self::Seed { path, .. }
            | Self::Copy { to: path, .. }
            | Self::CopyFile { to: path, .. } => {
                // What was there before stays there.
                let place = before.images.get(path);
                let free = place.is_none_or(|p| p.image.is_none() && p.unreadable.is_none());
                free.then(|| Self::Delete { path: path.clone() })?
            }
            // What was in it is gone.
            Self::Delete { .. } | Self::Compact { .. } | Self::Merge { .. } => return None,
            Self::Resize {
                path,
                format,
                size,
                running,
            } => {
                let was = before.image(path)?.size;
                // What was cut off is gone; what was added is empty. A running domain's disk only grows.
                (was < *size && running.is_none()).then(|| Self::Resize {
                    path: path.clone(),
                    format: *format,
                    size: was,
                    running: None,
                })?
            }
            Self::Rebase { path, format, .. } => Self::Rebase {
                path: path.clone(),
                format: *format,
                backing: before.image(path)?.backing.clone()?,
            },
            Self::Connect {
                path,
                format,
                device,
                read_only,
            } => Self::Disconnect {
                path: path.clone(),
                format: *format,
                device: device.clone(),
                read_only: *read_only,
            },
            Self::Disconnect {
                path,
                format,
                device,
                read_only,
            } => Self::Connect {
                path: path.clone(),
                format: *format,
                device: device.clone(),
                // As it was shown, not as the caller described it.
                read_only: before
                    .image(path)
                    .map_or(*read_only, |image| image.shown_read_only),
            },
        };
        Some(back.into())
    }

    fn equivalent(&self, state: &State) -> Vec<ShellLine> {
        vec![match self {
            // The two files are not shown: passwords may be in them.
            Self::Seed { path, .. } => {
                ShellLine::run(["cloud-localds", "--", path, "user-data", "meta-data"])
            }
            Self::CopyFile {
                from, to, owner, ..
            } => ShellLine::run(match owner {
                FileOwner::Root => vec!["install", "-m", "600", "--", from, to],
                FileOwner::Tpm => vec!["install", "-m", "600", "-o", "swtpm", "--", from, to],
            }),
            Self::Delete { path } => ShellLine::run(["rm", "--", path]),
            Self::Resize {
                size,
                running: Some((vm, target)),
                ..
            } => {
                let size = format!("{size}B");
                let rest = [target.as_str(), size.as_str()];
                ShellLine::run(virsh_words(
                    "blockresize",
                    Vec::new(),
                    &vm_word(state, *vm),
                    &rest,
                ))
            }
            Self::Disconnect { device, .. } => ShellLine::run(["qemu-nbd", "--disconnect", device]),
            Self::Connect { .. } => ShellLine::run(
                std::iter::once("qemu-nbd".to_owned()).chain(self.arguments().unwrap_or_default()),
            ),
            Self::Compact { path, format } => {
                let copy = format!("{path}.compact");
                let name = format.name();
                return vec![
                    ShellLine::run([
                        "qemu-img", "convert", "-f", name, "-O", name, "--", path, &copy,
                    ]),
                    ShellLine::run(["mv", "--", &copy, path]),
                ];
            }
            Self::Create { .. }
            | Self::Resize { .. }
            | Self::Copy { .. }
            | Self::Merge { .. }
            | Self::Rebase { .. } => ShellLine::run(
                std::iter::once("qemu-img".to_owned()).chain(self.arguments().unwrap_or_default()),
            ),
        }]
    }

    fn depends_on(&self, _state: &State) -> Vec<Subject> {
        let path = self.path().clone();
        match self {
            Self::Delete { .. } => Vec::new(),
            // One that is merged into may grow.
            Self::Create { .. }
            | Self::Seed { .. }
            | Self::Copy { .. }
            | Self::CopyFile { .. }
            | Self::Resize { .. } => vec![Subject::ImageContent(path)],
            Self::Compact { .. }
            | Self::Merge { .. }
            | Self::Rebase { .. }
            | Self::Connect { .. }
            | Self::Disconnect { .. } => vec![Subject::Image(path)],
        }
    }

    fn vanishes_with(&self) -> Option<Lifetime> {
        None
    }

    fn event(&self, _names: &Names<'_>) -> Option<Entry> {
        None
    }

    /// An image that a VM is defined with, or that such a one builds on, is not removed.
    fn is_safe_in(&self, state: &State) -> bool {
        match self {
            Self::Delete { path } => state.users_of_image(path).next().is_none(),
            Self::Create { .. }
            | Self::Seed { .. }
            | Self::Copy { .. }
            | Self::CopyFile { .. }
            | Self::Resize { .. }
            | Self::Compact { .. }
            | Self::Merge { .. }
            | Self::Rebase { .. }
            | Self::Connect { .. }
            | Self::Disconnect { .. } => true,
        }
    }

    fn destroys(&self) -> bool {
        matches!(self, Self::Delete { .. })
    }

    fn makes_image(&self) -> Option<&str> {
        match self {
            Self::Create { path, .. }
            | Self::Seed { path, .. }
            | Self::Copy { to: path, .. }
            | Self::CopyFile { to: path, .. } => Some(path),
            Self::Delete { .. }
            | Self::Resize { .. }
            | Self::Compact { .. }
            | Self::Merge { .. }
            | Self::Rebase { .. }
            | Self::Connect { .. }
            | Self::Disconnect { .. } => None,
        }
    }
}

impl ImageChange {
    /// The arguments of `qemu-img`, or of `qemu-nbd` for a device, that do it; `None` for what neither does.
    #[must_use]
    pub fn arguments(&self) -> Option<Vec<String>> {
        let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect();
        Some(match self {
            Self::Create { path, image } => {
                let mut argv: Vec<String> = words(&["create", "-q", "-f", image.format.name()]);
                argv.extend(options_of(image));
                if let Some(backing) = &image.backing {
                    let format = backing.format.unwrap_or(ImageFormat::Raw).name();
                    argv.extend(["-b", &backing.path, "-F", format].map(str::to_owned));
                }
                argv.extend(["--".to_owned(), path.clone(), image.size.to_string()]);
                argv
            }
            Self::Resize {
                path, format, size, ..
            } => {
                let mut argv: Vec<String> =
                    words(&["resize", "-q", "--shrink", "-f", format.name()]);
                argv.extend(["--".to_owned(), path.clone(), size.to_string()]);
                argv
            }
            Self::Copy {
                from,
                format,
                to,
                image,
                live,
            } => {
                let mut argv: Vec<String> = words(&["convert", "-q"]);
                if *live {
                    argv.push("-U".to_owned());
                }
                argv.extend(words(&["-f", format.name(), "-O", image.format.name()]));
                argv.extend(options_of(image));
                argv.extend(["--".to_owned(), from.clone(), to.clone()]);
                argv
            }
            Self::Merge { path, format, into } => words(&[
                "commit",
                "-q",
                "-d",
                "-f",
                format.name(),
                "-b",
                into,
                "--",
                path,
            ]),
            Self::Rebase {
                path,
                format,
                backing,
            } => {
                let below = backing.format.unwrap_or(ImageFormat::Raw).name();
                words(&[
                    "rebase",
                    "-q",
                    "-u",
                    "-f",
                    format.name(),
                    "-F",
                    below,
                    "-b",
                    &backing.path,
                    "--",
                    path,
                ])
            }
            Self::Connect {
                path,
                format,
                device,
                read_only,
            } => {
                let mut argv: Vec<String> = vec![
                    format!("--connect={device}"),
                    format!("--format={}", format.name()),
                ];
                if *read_only {
                    argv.push("--read-only".to_owned());
                }
                argv.extend(["--".to_owned(), path.clone()]);
                argv
            }
            Self::Disconnect { device, .. } => words(&["--disconnect", device]),
            Self::Delete { .. }
            | Self::Compact { .. }
            | Self::Seed { .. }
            | Self::CopyFile { .. } => return None,
        })
    }
}

fn options_of(image: &NewImage) -> Vec<String> {
    let mut options = Vec::new();
    if image.fixed {
        options.push(match image.format {
            ImageFormat::Raw | ImageFormat::Qcow2 => "preallocation=falloc".to_owned(),
            ImageFormat::Vhdx | ImageFormat::Vhd => "subformat=fixed".to_owned(),
        });
    }
    let block = match image.format {
        ImageFormat::Qcow2 => Some("cluster_size"),
        ImageFormat::Vhdx => Some("block_size"),
        ImageFormat::Raw | ImageFormat::Vhd => None,
    };
    if let (Some(name), Some(size)) = (block, image.block_size) {
        options.push(format!("{name}={size}"));
    }
    // The header counts in bytes and not in cylinders, so the size is what was asked for.
    if image.format == ImageFormat::Vhd {
        options.push("force_size=on".to_owned());
    }
    if options.is_empty() {
        return Vec::new();
    }
    vec!["-o".to_owned(), options.join(",")]
}
