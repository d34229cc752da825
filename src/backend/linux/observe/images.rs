//! Disk images, with all that they build on.

use std::collections::BTreeSet;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use crate::linux::image;
use crate::linux::sysfs::Sysfs;
use crate::model::{ImagePlace, State};

/// So long a file system may take to tell of a file. Behind a server that is away the kernel waits for ever, and the host's lock may be held.
const ANSWERS_WITHIN: Duration = Duration::from_secs(5);

/// What file systems are called whose data may be on another machine: one that is silent is silent for all its files.
const OF_SERVERS: [&str; 8] = [
    "nfs", "cifs", "smb", "ceph", "9p", "fuse", "gluster", "lustre",
];

/// A chain of images is no longer than this.
const LONGEST_CHAIN: usize = 200;

/// Fills in what is at these paths and at those of the drives of the VMs in `state`.
pub(super) fn observe(sysfs: &Sysfs, paths: &[String], state: &mut State) {
    let drives = state.vms.iter().flat_map(|vm| &vm.facts.drives);
    let own = drives.filter_map(|drive| drive.path.clone());
    let shown = shown_images(sysfs);
    let named = paths.iter().chain(shown.iter().map(|shown| &shown.path));
    let all: BTreeSet<String> = named.cloned().chain(own).collect();
    let mut looks = Looks {
        servers: places_of_servers(&sysfs.text("/proc/mounts").unwrap_or_default()),
        silent: Vec::new(),
        look: image::look,
        patience: ANSWERS_WITHIN,
        looker: None,
    };
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
            let place = looks.at(&path);
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

/// Looks at files on a thread that may be left behind: nothing else ends a wait for a server that is away.
struct Looks {
    /// Where file systems of servers are mounted.
    servers: Vec<String>,
    /// Those of them that did not answer.
    silent: Vec<String>,
    look: fn(&str) -> ImagePlace,
    patience: Duration,
    looker: Option<(Sender<String>, Receiver<ImagePlace>)>,
}

impl Looks {
    fn at(&mut self, path: &str) -> ImagePlace {
        let on = |place: &&String| {
            let rest = path.strip_prefix(place.as_str());
            rest.is_some_and(|rest| rest.starts_with('/'))
        };
        let mount = self.servers.iter().filter(on).max_by_key(|p| p.len());
        let mount = mount.cloned();
        if mount.as_ref().is_some_and(|at| self.silent.contains(at)) {
            return silent(mount.as_deref(), path);
        }
        if self.looker.is_none() {
            self.looker = looker(self.look);
        }
        let Some((asks, answers)) = &self.looker else {
            return (self.look)(path);
        };
        let asked = asks.send(path.to_owned()).ok();
        let answer = asked.and_then(|()| answers.recv_timeout(self.patience).ok());
        answer.unwrap_or_else(|| {
            // It may still answer, too late: nobody listens to it any more.
            self.looker = None;
            self.silent.extend(mount.clone());
            silent(mount.as_deref(), path)
        })
    }
}

fn looker(look: fn(&str) -> ImagePlace) -> Option<(Sender<String>, Receiver<ImagePlace>)> {
    let (asks, asked) = channel::<String>();
    let (answers, answered) = channel();
    std::thread::Builder::new()
        .name("images".to_owned())
        .spawn(move || {
            for path in asked {
                if answers.send(look(&path)).is_err() {
                    return;
                }
            }
        })
        .ok()?;
    Some((asks, answered))
}

fn silent(mount: Option<&str>, path: &str) -> ImagePlace {
    let place = mount.unwrap_or(path);
    ImagePlace {
        image: None,
        unreadable: Some(format!("the file system of '{place}' does not answer")),
        folder: None,
    }
}

/// Where file systems are mounted that may be another machine's, by the text of `/proc/mounts`.
fn places_of_servers(mounts: &str) -> Vec<String> {
    let of_line = |line: &str| {
        let mut fields = line.split_whitespace().skip(1);
        let (place, kind) = (fields.next()?, fields.next()?);
        let is_far = OF_SERVERS.iter().any(|known| kind.starts_with(known));
        // The kernel writes a space so.
        is_far.then(|| place.replace("\\040", " "))
    };
    mounts.lines().filter_map(of_line).collect()
}

/// A block device of `qemu-nbd`, and the image that it shows.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) device: String,
    pub(super) path: String,
    read_only: bool,
}

/// What `qemu-nbd` shows, by the command line of each.
pub(super) fn shown_images(sysfs: &Sysfs) -> Vec<Shown> {
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

    /// A server that is away costs one wait, and the images elsewhere are seen.
    #[test]
    fn a_silent_server_hides_its_own_images_alone() {
        fn look(path: &str) -> ImagePlace {
            while path.starts_with("/srv/far/") {
                std::thread::park();
            }
            ImagePlace::default()
        }
        let mounts = "tmpfs / tmpfs rw 0 0\nfiler:/a /srv/far nfs4 rw,hard 0 0\nfiler:/b /srv/a\\040b nfs rw 0 0\n";
        let mut looks = Looks {
            servers: places_of_servers(mounts),
            silent: Vec::new(),
            look,
            patience: Duration::from_millis(100),
            looker: None,
        };
        assert_eq!(looks.servers, ["/srv/far", "/srv/a b"]);
        let why = looks.at("/srv/far/a.qcow2").unreadable.unwrap_or_default();
        assert!(why.contains("'/srv/far'"), "{why}");
        // The rest of it is not waited for, however long that would take.
        looks.patience = Duration::from_hours(10);
        assert!(looks.at("/srv/far/b.qcow2").unreadable.is_some());
        for answers in ["/srv/far.qcow2", "/srv/a b/c.qcow2", "/images/d.qcow2"] {
            assert_eq!(looks.at(answers).unreadable, None, "{answers}");
        }
    }
}
