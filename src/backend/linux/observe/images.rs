//! Disk images, with all that they build on.

use std::collections::BTreeSet;

use crate::linux::image;
use crate::linux::sysfs::Sysfs;
use crate::model::State;

/// A chain of images is no longer than this.
const LONGEST_CHAIN: usize = 200;

/// Fills in what is at these paths and at those of the drives of the VMs in `state`.
pub(super) fn observe(sysfs: &Sysfs, paths: &[String], state: &mut State) {
    let drives = state.vms.iter().flat_map(|vm| &vm.facts.drives);
    let own = drives.filter_map(|drive| drive.path.clone());
    let shown = shown_images(sysfs);
    let named = paths.iter().chain(shown.iter().map(|shown| &shown.path));
    let all: BTreeSet<String> = named.cloned().chain(own).collect();
    for path in all {
        let mut next = Some((path, None));
        for _ in 0..LONGEST_CHAIN {
            let Some((path, of_chain)) = next.take() else {
                break;
            };
            if !path.starts_with('/') || state.images.contains_key(&path) {
                break;
            }
            let declared = of_chain.or_else(|| state.declared_format(&path));
            let place = image::look(&path);
            let backing = place
                .image
                .as_ref()
                .and_then(|image| image.believed_backing(declared));
            next = backing.map(|backing| (backing.path.clone(), backing.format));
            state.images.insert(path, place);
        }
    }
    let devices = sysfs.names("/sys/block").into_iter();
    let devices = devices.filter(|name| name.starts_with("nbd"));
    let free = devices.filter(|name| sysfs.text(&format!("/sys/block/{name}/pid")).is_none());
    state.free_block_devices = free.map(|name| format!("/dev/{name}")).collect();
    for shown in shown {
        let place = state.images.get_mut(&shown.path);
        if let Some(image) = place.and_then(|place| place.image.as_mut()) {
            image.attached = Some(shown.device);
            image.shown_read_only = shown.read_only;
        }
    }
}

/// A block device of `qemu-nbd`, and the image that it shows.
#[derive(Debug, PartialEq, Eq)]
struct Shown {
    device: String,
    path: String,
    read_only: bool,
}

/// What `qemu-nbd` shows, by the command line of each.
fn shown_images(sysfs: &Sysfs) -> Vec<Shown> {
    let devices = sysfs.names("/sys/block").into_iter();
    let devices = devices.filter(|name| name.starts_with("nbd"));
    let shown = devices.filter_map(|name| {
        let pid: u32 = sysfs
            .text(&format!("/sys/block/{name}/pid"))?
            .parse()
            .ok()?;
        let line = sysfs.text(&format!("/proc/{pid}/cmdline"))?;
        let mut words: Vec<&str> = line.split('\0').filter(|word| !word.is_empty()).collect();
        let path = words.pop()?;
        Some(Shown {
            device: format!("/dev/{name}"),
            path: path.to_owned(),
            read_only: words
                .iter()
                .any(|word| matches!(*word, "--read-only" | "-r")),
        })
    });
    shown.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linux::fixture::Tree;

    #[test]
    fn a_device_shows_the_image_that_its_program_was_given() {
        let root = Tree::empty();
        root.file("/sys/block/nbd0/size", "0\n");
        root.file("/sys/block/nbd1/pid", "77\n");
        root.file(
            "/proc/77/cmdline",
            "qemu-nbd\0--connect=/dev/nbd1\0--\0/srv/a b.qcow2\0",
        );
        assert_eq!(
            shown_images(&root.sysfs()),
            [Shown {
                device: "/dev/nbd1".to_owned(),
                path: "/srv/a b.qcow2".to_owned(),
                read_only: false,
            }]
        );
    }
}
