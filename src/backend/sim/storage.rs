//! File systems, folders and disk images of the simulated machine.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::refusal::{EEXIST, ENOENT, kernel};
use crate::HostError;
use crate::model::{Image, ImageFolder, ImageFormat, ImagePlace, OwnFile, Stored, Vm};

/// No space left on device.
const ENOSPC: i32 = 28;
const GIB: u64 = 1 << 30;
/// The disk of a VM of a fixture that says nothing of it.
const DISK: u64 = 40 * GIB;
const USED: u64 = 4 * GIB;
const CLOUD_IMAGE: &str = "/var/lib/libvirt/images/debian-13.qcow2";

/// A file system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filesystem {
    /// Bytes that it holds.
    pub size: u64,
    /// Bytes of it that other things than images take.
    #[serde(default)]
    pub used: u64,
}

/// All that the machine stores.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Storage {
    /// File systems, by the folder that each is mounted at.
    pub filesystems: BTreeMap<String, Filesystem>,
    /// Folders beside those that something is in.
    pub folders: Vec<String>,
    /// Images, by their paths.
    pub images: BTreeMap<String, Image>,
    /// Texts of exports, by their paths.
    pub texts: BTreeMap<String, String>,
    /// When what is at these paths was last changed, in seconds of the machine's clock. What is not here was when the machine began.
    pub changed: BTreeMap<String, u64>,
    /// When the machine began.
    pub began: u64,
}

impl Default for Storage {
    fn default() -> Self {
        let of = |size: u64, used: u64| Filesystem {
            size: size * GIB,
            used: used * GIB,
        };
        Self {
            filesystems: BTreeMap::from([
                ("/".to_owned(), of(100, 20)),
                ("/srv".to_owned(), of(1000, 0)),
                ("/var/lib/libvirt/images".to_owned(), of(500, 0)),
            ]),
            folders: ["/srv/vms", "/tmp"].map(str::to_owned).to_vec(),
            images: BTreeMap::new(),
            texts: BTreeMap::new(),
            changed: BTreeMap::new(),
            began: 0,
        }
    }
}

/// Whether a path is in a folder, directly or not.
fn is_below(path: &str, folder: &str) -> bool {
    let folder = folder.trim_end_matches('/');
    path.strip_prefix(folder)
        .is_some_and(|rest| rest.starts_with('/'))
}

fn parent(path: &str) -> &str {
    match path.rsplit_once('/') {
        Some(("", _)) | None => "/",
        Some((folder, _)) => folder,
    }
}

/// A new image of this size that takes so much.
pub(super) fn plain(format: ImageFormat, size: u64, allocated: u64) -> Image {
    Image {
        format,
        size,
        allocated,
        length: allocated,
        fixed: false,
        backing: None,
        block_size: (format == ImageFormat::Qcow2).then_some(1 << 16),
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

impl Storage {
    /// Gives every drive of a fixture's VMs its image, where the fixture says nothing of it; each disc is there too. What folders the
    /// fleet shares is there as well.
    pub fn furnish(&mut self, vms: &[Vm], shared: &[String]) {
        self.folders.extend(shared.iter().cloned());
        for drive in vms.iter().flat_map(|vm| &vm.facts.drives) {
            let Some(path) = drive.path.clone() else {
                continue;
            };
            let format = ImageFormat::of_name(&path).unwrap_or(ImageFormat::Raw);
            let image = || match drive.optical {
                true => plain(ImageFormat::Raw, GIB, GIB),
                false => plain(format, DISK, USED),
            };
            self.images.entry(path).or_insert_with(image);
        }
        for disc in ["debian-13.iso", "windows-2025.iso"] {
            let path = format!("/var/lib/libvirt/images/{disc}");
            self.images
                .entry(path)
                .or_insert_with(|| plain(ImageFormat::Raw, GIB, GIB));
        }
        // A cloud image, to make machines of.
        self.images
            .entry(CLOUD_IMAGE.to_owned())
            .or_insert_with(|| plain(ImageFormat::Qcow2, 3 * GIB, GIB / 2));
    }

    /// The folder that the file system of a path is mounted at.
    fn mount_of(&self, path: &str) -> Option<&String> {
        let mut all = self
            .filesystems
            .keys()
            .filter(|mount| is_below(path, mount));
        let first = all.next()?;
        Some(all.fold(first, |best, mount| {
            if mount.len() > best.len() {
                mount
            } else {
                best
            }
        }))
    }

    /// Bytes that are free on the file system of a path.
    pub(super) fn free(&self, mount: &String) -> u64 {
        let Some(filesystem) = self.filesystems.get(mount) else {
            return 0;
        };
        let here = self
            .images
            .iter()
            .filter(|(path, image)| !image.device && self.mount_of(path) == Some(mount));
        let taken: u64 = here.map(|(_, image)| image.allocated).sum();
        filesystem
            .size
            .saturating_sub(filesystem.used)
            .saturating_sub(taken)
    }

    pub(super) fn has_folder(&self, folder: &str) -> bool {
        let holds = |path: &String| path == folder || is_below(path, folder);
        folder == "/"
            || self.folders.iter().any(holds)
            || self.filesystems.keys().any(holds)
            || self.images.keys().any(|path| is_below(path, folder))
            || self.texts.keys().any(|path| is_below(path, folder))
    }

    pub(super) fn folder_of(&self, path: &str) -> Option<ImageFolder> {
        if !self.has_folder(parent(path)) {
            return None;
        }
        let mount = self.mount_of(path)?;
        Some(ImageFolder {
            filesystem: mount.clone(),
            free: self.free(mount),
        })
    }

    /// What is at these paths and at those of the drives of these VMs, with all that they build on, and what the host
    /// shows as a block device.
    pub(super) fn seen(&self, paths: &[String], vms: &[Vm]) -> BTreeMap<String, ImagePlace> {
        let drives = vms.iter().flat_map(|vm| &vm.facts.drives);
        let own = drives.filter_map(|drive| drive.path.as_ref());
        let shown = self.images.iter().filter(|(_, i)| i.attached.is_some());
        let shown = shown.map(|(path, _)| path);
        let mut seen = BTreeMap::new();
        for path in paths.iter().chain(own).chain(shown) {
            let mut next = Some(path.clone());
            while let Some(path) = next.take().filter(|path| !seen.contains_key(path)) {
                let image = self.images.get(&path).map(|image| Image {
                    identity: Some(path.clone()),
                    ..image.clone()
                });
                next = image
                    .as_ref()
                    .and_then(|image| Some(image.backing.as_ref()?.path.clone()));
                let is_folder = image.is_none() && self.has_folder(&path);
                let is_text = self.texts.contains_key(&path);
                let place = ImagePlace {
                    image,
                    unreadable: match (is_folder, is_text) {
                        (true, _) => Some("it is a folder".to_owned()),
                        (false, true) => Some("it is no disk image".to_owned()),
                        (false, false) => None,
                    },
                    folder: self.folder_of(&path),
                };
                seen.insert(path, place);
            }
        }
        seen
    }

    /// Whether nothing of this computer's is to be seen in a folder: it is on a file system that the machine has for itself.
    fn is_own(&self, folder: &str) -> bool {
        let is_mount = folder != "/" && self.filesystems.contains_key(folder);
        is_mount || self.mount_of(folder).is_some_and(|mount| mount != "/")
    }

    /// What is at a path was changed, made or removed at this time. `was_there`: something was at the path before.
    pub(super) fn note_change(&mut self, path: &str, was_there: bool, now: u64) {
        let is_there = self.holds(path);
        if is_there {
            self.changed.insert(path.to_owned(), now);
        } else {
            self.changed.remove(path);
        }
        // A folder is changed by what comes into it and what leaves it.
        let folder = parent(path);
        if is_there != was_there && self.has_folder(folder) {
            self.changed.insert(folder.to_owned(), now);
        }
    }

    /// The machine's clock is moved as a whole.
    pub(super) fn move_clock(&mut self, by: u64) {
        self.began = self.began.saturating_add(by);
        for time in self.changed.values_mut() {
            *time = time.saturating_add(by);
        }
    }

    /// All that is stored, with the folders that it is in, by path.
    pub(super) fn files(&self) -> Vec<OwnFile> {
        let of_image = |(path, image): (&String, &Image)| (path.clone(), Some(image.length));
        let of_text = |(path, text): (&String, &String)| {
            (
                path.clone(),
                Some(u64::try_from(text.len()).unwrap_or(u64::MAX)),
            )
        };
        let images = self.images.iter().map(of_image);
        let mut all: BTreeMap<String, Option<u64>> =
            images.chain(self.texts.iter().map(of_text)).collect();
        let named = self.folders.iter().chain(self.filesystems.keys()).cloned();
        let folders: Vec<String> = named
            .chain(all.keys().map(|path| parent(path).to_owned()))
            .collect();
        for folder in folders {
            let mut at = folder.as_str();
            while all.insert(at.to_owned(), None).is_none() && at != "/" {
                at = parent(at);
            }
        }
        let file = |(path, length): (String, Option<u64>)| OwnFile {
            is_shared: length.is_none() && !self.is_own(&path),
            is_mount: self.filesystems.contains_key(&path),
            changed: Some(self.changed.get(&path).copied().unwrap_or(self.began)),
            path,
            length,
        };
        all.into_iter().map(file).collect()
    }

    /// The network block devices that show nothing.
    pub(super) fn free_devices(&self) -> Vec<String> {
        let names = (0..16).map(|number| format!("/dev/nbd{number}"));
        let shows = |name: &String| {
            self.images
                .values()
                .any(|i| i.attached.as_ref() == Some(name))
        };
        names.filter(|name| !shows(name)).collect()
    }

    /// An image that is there.
    pub(super) fn image(&self, path: &str) -> Result<&Image, HostError> {
        self.images
            .get(path)
            .ok_or_else(|| kernel(ENOENT, path, ""))
    }

    /// Whether something is in a folder, or a file system is mounted at it.
    pub(super) fn is_full(&self, folder: &str) -> bool {
        let below = |path: &String| is_below(path, folder);
        self.filesystems
            .keys()
            .any(|mount| mount == folder || below(mount))
            || self.folders.iter().any(below)
            || self.images.keys().chain(self.texts.keys()).any(below)
    }

    /// Whether something is at a path: an image, a text or a folder.
    pub(super) fn holds(&self, path: &str) -> bool {
        self.images.contains_key(path) || self.texts.contains_key(path) || self.has_folder(path)
    }

    /// Refuses to make something where something is, or where no folder is for it.
    pub(super) fn is_free_for(&self, path: &str) -> Result<(), HostError> {
        if self.holds(path) {
            return Err(kernel(EEXIST, path, ""));
        }
        if !self.has_folder(parent(path)) {
            return Err(kernel(ENOENT, path, ""));
        }
        Ok(())
    }

    /// Folders and texts at these paths.
    pub(super) fn stored(&self, paths: &[String]) -> BTreeMap<String, Stored> {
        let look = |path: &String| {
            let text = self.texts.get(path).cloned().map(Stored::Text);
            let file = || self.images.contains_key(path).then_some(Stored::File);
            let folder = || self.has_folder(path).then_some(Stored::Folder);
            let found = text.or_else(file).or_else(folder);
            (path.clone(), found.unwrap_or_default())
        };
        paths.iter().map(look).collect()
    }

    /// Puts a new image where nothing is.
    pub(super) fn add(&mut self, path: &str, image: Image) -> Result<(), HostError> {
        self.is_free_for(path)?;
        let folder = self
            .folder_of(path)
            .ok_or_else(|| kernel(ENOENT, path, ""))?;
        if image.allocated > folder.free {
            return Err(kernel(ENOSPC, path, ""));
        }
        self.images.insert(path.to_owned(), image);
        Ok(())
    }

    /// Lets an image take so much more.
    pub(super) fn grow(&mut self, path: &str, by: u64) -> Result<(), HostError> {
        let folder = self
            .folder_of(path)
            .ok_or_else(|| kernel(ENOENT, path, ""))?;
        if by > folder.free {
            return Err(kernel(ENOSPC, path, ""));
        }
        if let Some(image) = self.images.get_mut(path) {
            image.allocated = image.allocated.saturating_add(by);
            image.length = image.length.max(image.allocated);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_mount_has_the_room() {
        let mut storage = Storage::default();
        let free =
            |storage: &Storage, path: &str| storage.folder_of(path).map(|folder| folder.free);
        assert_eq!(free(&storage, "/tmp/a"), Some(80 * GIB));
        assert_eq!(free(&storage, "/srv/vms/a"), Some(1000 * GIB));
        assert_eq!(free(&storage, "/srv/no/a"), None);
        storage
            .add("/srv/vms/a", plain(ImageFormat::Raw, GIB, GIB))
            .unwrap();
        assert_eq!(free(&storage, "/srv/vms/b"), Some(999 * GIB));
        let large = plain(ImageFormat::Raw, 90 * GIB, 90 * GIB);
        assert!(storage.add("/tmp/large", large).is_err());
        assert!(!storage.images.contains_key("/tmp/large"));
        let again = plain(ImageFormat::Raw, GIB, 0);
        assert!(storage.add("/srv/vms/a", again.clone()).is_err());
        assert!(storage.add("/srv/vms", again).is_err());
    }
}
