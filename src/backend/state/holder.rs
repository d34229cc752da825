//! Who holds the lock: the kernel's word, not what a file says that others may have written.

use rustix::fs::{Stat, major, minor};

/// Who holds a lock on the file with these facts: `process 4711 (iovsh)`.
pub(super) fn of(file: &Stat) -> String {
    let locks = std::fs::read_to_string("/proc/locks").unwrap_or_default();
    let Some(process) = process_in(&locks, file.st_dev, file.st_ino) else {
        return "another process".to_owned();
    };
    let name = std::fs::read_to_string(format!("/proc/{process}/comm")).unwrap_or_default();
    match name.trim() {
        "" => format!("process {process}"),
        name => format!("process {process} ({name})"),
    }
}

/// Whether somebody holds a lock on the file with these facts.
pub(super) fn is_held(file: &Stat) -> bool {
    let locks = std::fs::read_to_string("/proc/locks").unwrap_or_default();
    process_in(&locks, file.st_dev, file.st_ino).is_some()
}

/// The process that holds the file's lock, from a text like `/proc/locks`. Source: `man 5 proc_locks`.
fn process_in(locks: &str, device: u64, inode: u64) -> Option<u32> {
    let exact = format!("{:02x}:{:02x}:{inode}", major(device), minor(device));
    // Of some file systems (btrfs, overlay) the kernel tells another device there than for the file itself.
    let same_inode = format!(":{inode}");
    let held = |matches: &dyn Fn(&str) -> bool| {
        locks.lines().find_map(|line| {
            let mut words = line.split_whitespace().skip(1);
            // A line with an arrow is about one who waits.
            words.next().filter(|kind| *kind == "FLOCK")?;
            let process = words.nth(2)?.parse().ok().filter(|id| *id > 0);
            words.next().filter(|place| matches(place))?;
            process
        })
    };
    held(&|place| place == exact).or_else(|| held(&|place| place.ends_with(&same_inode)))
}

#[cfg(test)]
mod tests {
    use super::process_in;

    #[test]
    fn the_kernel_names_the_holder_and_not_those_who_wait() {
        let locks = "\
1: POSIX  ADVISORY  WRITE 111 08:01:77 0 EOF
2: FLOCK  ADVISORY  WRITE 4711 08:01:77 0 EOF
2: -> FLOCK  ADVISORY  WRITE 4712 08:01:77 0 EOF
3: FLOCK  ADVISORY  WRITE 99 00:2a:78 0 EOF
4: FLOCK  ADVISORY  WRITE 0 08:01:79 0 EOF
";
        let device = rustix::fs::makedev(8, 1);
        assert_eq!(process_in(locks, device, 77), Some(4711));
        assert_eq!(process_in(locks, device, 78), Some(99));
        // A process of another namespace has no number here.
        assert_eq!(process_in(locks, device, 79), None);
        assert_eq!(process_in(locks, device, 7), None);
        assert_eq!(process_in("nonsense", device, 77), None);
    }

    #[test]
    fn a_lock_is_seen_by_who_may_not_open_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = std::fs::File::create(folder.path().join("agent")).unwrap();
        let facts = rustix::fs::fstat(&file).unwrap();
        let exclusive = rustix::fs::FlockOperation::NonBlockingLockExclusive;
        rustix::fs::flock(&file, exclusive).unwrap();
        assert!(super::is_held(&facts));
    }
}
