//! Files in a folder that only its owner can change.
//!
//! The folder and its files are made with explicit modes (0700 and 0600), whatever the umask. Where an admin, or a package, has given
//! the folder to a group that may read it (2750), the files of [`READERS`] are that group's to read (0640); all others stay their
//! owner's. Nothing is read from or written to a
//! folder or file that somebody else owns or can write to; no symbolic link, FIFO or device is followed or opened in it. All
//! files are opened relative to the folder's handle, so that a folder that is renamed in between is no other folder.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::fs::{
    Access, AtFlags, CWD, Dir, FileType, FlockOperation, Gid, Mode, OFlags, Stat, accessat, fchmod,
    fchown, flock, fstat, fsync, ftruncate, mkdirat, openat, renameat, statat, unlinkat,
};
use rustix::io::Errno;

use super::files::{Durability, FileError, Files, Held, LARGEST, LockAttempt};
use super::{holder, journal_file, store};

/// The file whose lock is the right to change the host.
const LOCK: &str = "lock";

/// What the name of a file has behind it while it is written.
const NEW: &str = ".new-";

/// Rights of the folder, and of the folders above it that are made for it.
const FOLDER_MODE: Mode = Mode::RWXU;

/// Rights of the files.
const FILE_MODE: Mode = Mode::RUSR.union(Mode::WUSR);

/// The files that the folder's group may read, where it has one: what was asked for, and what was done. The record of a change is not
/// among them, as it may hold definitions of machines with passwords; nor is any file that is locked, as whoever may read one can
/// hold its lock.
const READERS: [&str; 4] = [
    store::DESIRED,
    store::BACKUP,
    journal_file::NAME,
    journal_file::OLDER,
];

/// The rights by which a folder says that its group may read: to list it and to enter it.
const GROUP_READS: u32 = 0o050;

/// The rights to write of those who do not own a file.
const WRITABLE_BY_OTHERS: u32 = 0o022;

/// A folder of files.
#[derive(Debug, Clone)]
pub(crate) struct Directory {
    path: PathBuf,
    /// The folders above it were looked at and belong to nobody else.
    ancestors_checked: Arc<AtomicBool>,
}

/// Which version of a file it is. Files are always replaced by renaming, so that a new version has a new inode or a new time.
pub(crate) type FileVersion = (u64, i64, i64, u64);

#[derive(Debug)]
struct FileLock {
    _file: OwnedFd,
}

impl Held for FileLock {}

impl Directory {
    /// The folder at this path; it is made when something is written to it first.
    pub(crate) fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            ancestors_checked: Arc::default(),
        }
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The version of a file; `None` when there is none, or no folder.
    pub(crate) fn version(&self, name: &str) -> Option<FileVersion> {
        let found = std::fs::symlink_metadata(self.path.join(name)).ok()?;
        Some((found.ino(), found.mtime(), found.mtime_nsec(), found.len()))
    }

    /// The folder's handle; `None` when there is no folder.
    fn open(&self) -> Result<Option<OwnedFd>, FileError> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let folder = match openat(CWD, &self.path, flags, Mode::empty()) {
            Ok(folder) => folder,
            Err(Errno::NOENT) => return Ok(None),
            Err(Errno::LOOP | Errno::NOTDIR) => {
                return Err(FileError::Unsafe {
                    of_folder: true,
                    why: "is a symbolic link, or no folder".to_owned(),
                    next_step: "Put a folder of your own in its place, or set IOVSH_STATE_DIR to another one."
                        .to_owned(),
                });
            }
            Err(error) => return Err(error.into()),
        };
        check(&fstat(&folder)?, true)?;
        if !self.ancestors_checked.load(Ordering::Relaxed) {
            check_ancestors(&self.path)?;
            self.ancestors_checked.store(true, Ordering::Relaxed);
        }
        Ok(Some(folder))
    }

    /// The folder's handle. The folder is made when there is none, with those above it.
    fn open_or_make(&self) -> Result<OwnedFd, FileError> {
        if let Some(folder) = self.open()? {
            return Ok(folder);
        }
        make(&self.path)?;
        self.open()?
            .ok_or_else(|| FileError::Io(io::ErrorKind::NotFound.into()))
    }

    /// A file of the folder for reading, and its facts.
    fn open_file(&self, name: &str) -> Result<Option<(std::fs::File, Stat)>, FileError> {
        let Some(folder) = self.open()? else {
            return Ok(None);
        };
        match open_regular(folder.as_fd(), name, OFlags::RDONLY) {
            Ok(found) => Ok(Some(found)),
            Err(FileError::Io(error)) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// A file of the folder for writing; made when there is none.
    fn open_for_writing(&self, name: &str, flags: OFlags) -> Result<std::fs::File, FileError> {
        let folder = self.open_or_make()?;
        let (file, facts) = open_regular(folder.as_fd(), name, flags | OFlags::CREATE)?;
        let rights = Rights::of(folder.as_fd(), name)?;
        // One that an umask made readable for others, or unreadable for its owner, or that was made before a group might read.
        if Mode::from_raw_mode(facts.st_mode) != rights.mode {
            fchmod(&file, rights.mode)?;
        }
        rights.give_to_group(file.as_fd(), facts.st_gid);
        Ok(file)
    }

    /// Removes what writers that were killed have left. Needs the lock.
    fn clear_leftovers(&self, folder: BorrowedFd<'_>) -> Result<(), FileError> {
        for name in names_in(folder)? {
            if name.contains(NEW) {
                let _ = unlinkat(folder, &name, AtFlags::empty());
            }
        }
        Ok(())
    }
}

/// Who may do what with a file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rights {
    mode: Mode,
    /// The group that may read it.
    group: Option<u32>,
}

impl Rights {
    /// The owner alone, or whoever this mode says.
    pub(crate) fn just(mode: Mode) -> Self {
        Self { mode, group: None }
    }

    /// Those of a file of this name in the folder.
    fn of(folder: BorrowedFd<'_>, name: &str) -> Result<Self, FileError> {
        let facts = fstat(folder)?;
        let read = READERS.contains(&name) && facts.st_mode & GROUP_READS == GROUP_READS;
        Ok(match read {
            true => Self {
                mode: FILE_MODE.union(Mode::RGRP),
                group: Some(facts.st_gid),
            },
            false => Self::just(FILE_MODE),
        })
    }

    /// Gives a file to the group that may read it. In a folder with the set-group-ID bit the kernel has done so already; elsewhere
    /// somebody who may not (a unit without `CAP_CHOWN`) leaves it to the next command of root.
    fn give_to_group(self, file: BorrowedFd<'_>, has: u32) {
        if let Some(group) = self.group.filter(|group| *group != has) {
            let _ = fchown(file, None, Some(Gid::from_raw(group)));
        }
    }
}

impl Files for Directory {
    fn folder(&self) -> Option<PathBuf> {
        Some(self.path.clone())
    }

    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, FileError> {
        let Some((file, facts)) = self.open_file(name)? else {
            return Ok(None);
        };
        let length = u64::try_from(facts.st_size).unwrap_or(0);
        let too_large = || io::Error::from(io::ErrorKind::FileTooLarge);
        if length > LARGEST {
            return Err(too_large().into());
        }
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
        // It may grow while it is read.
        if file.take(LARGEST + 1).read_to_end(&mut bytes)? as u64 > LARGEST {
            return Err(too_large().into());
        }
        Ok(Some(bytes))
    }

    fn tail(&self, name: &str, most: u64) -> Result<Option<Vec<u8>>, FileError> {
        let Some((mut file, facts)) = self.open_file(name)? else {
            return Ok(None);
        };
        let length = u64::try_from(facts.st_size).unwrap_or(0);
        file.seek(SeekFrom::Start(length.saturating_sub(most)))?;
        let mut bytes = Vec::new();
        file.take(most).read_to_end(&mut bytes)?;
        Ok(Some(bytes))
    }

    fn length(&self, name: &str) -> Result<Option<u64>, FileError> {
        let found = self.open_file(name)?;
        Ok(found.map(|(_, facts)| u64::try_from(facts.st_size).unwrap_or(0)))
    }

    fn replace(&self, name: &str, bytes: &[u8], durability: Durability) -> Result<(), FileError> {
        let folder = self.open_or_make()?;
        let rights = Rights::of(folder.as_fd(), name)?;
        Ok(replace_in(folder.as_fd(), name, bytes, rights, durability)?)
    }

    fn append(&self, name: &str, bytes: &[u8]) -> Result<(), FileError> {
        let mut file = self.open_for_writing(name, OFlags::WRONLY | OFlags::APPEND)?;
        Ok(file.write_all(bytes)?)
    }

    fn set_length(&self, name: &str, length: u64) -> Result<(), FileError> {
        let file = self.open_for_writing(name, OFlags::WRONLY)?;
        Ok(ftruncate(&file, length)?)
    }

    fn rename(&self, from: &str, to: &str) -> Result<(), FileError> {
        let folder = self.open_or_make()?;
        Ok(renameat(&folder, from, &folder, to)?)
    }

    fn remove(&self, name: &str) -> Result<(), FileError> {
        let Some(folder) = self.open()? else {
            return Ok(());
        };
        match unlinkat(&folder, name, AtFlags::empty()) {
            Err(error) if error != Errno::NOENT => Err(error.into()),
            _ => Ok(()),
        }
    }

    fn names(&self) -> Result<Vec<String>, FileError> {
        match self.open()? {
            Some(folder) => names_in(folder.as_fd()),
            None => Ok(Vec::new()),
        }
    }

    fn try_hold(&self, name: &str) -> Result<Option<Box<dyn Held>>, FileError> {
        self.open_or_make()?;
        let file = self.open_for_writing(name, OFlags::RDWR)?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(Some(Box::new(FileLock { _file: file.into() }))),
            Err(Errno::WOULDBLOCK) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn is_held(&self, name: &str) -> Result<bool, FileError> {
        let file = match self.open_file(name) {
            Ok(Some((file, _))) => file,
            Ok(None) => return Ok(false),
            // Who may not open it may ask the kernel.
            Err(FileError::Io(error)) if error.kind() == io::ErrorKind::PermissionDenied => {
                let Some(folder) = self.open()? else {
                    return Ok(false);
                };
                let facts = statat(&folder, name, AtFlags::SYMLINK_NOFOLLOW)?;
                return Ok(holder::is_held(&facts));
            }
            Err(error) => return Err(error),
        };
        match flock(&file, FlockOperation::NonBlockingLockShared) {
            Ok(()) => Ok(false),
            Err(Errno::WOULDBLOCK) => Ok(true),
            Err(error) => Err(error.into()),
        }
    }

    fn may_write(&self) -> Result<(), FileError> {
        // Where the folder would be made, as long as there is none.
        let mut places = self.path.ancestors();
        let there = places.find(|place| place.symlink_metadata().is_ok());
        let place = there.unwrap_or(Path::new("."));
        let writes = Access::WRITE_OK | Access::EXEC_OK;
        Ok(accessat(CWD, place, writes, AtFlags::EACCESS)?)
    }

    fn try_lock(&self) -> Result<LockAttempt, FileError> {
        let folder = self.open_or_make()?;
        let file = self.open_for_writing(LOCK, OFlags::RDWR)?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {
                self.clear_leftovers(folder.as_fd())?;
                Ok(LockAttempt::Held(Box::new(FileLock { _file: file.into() })))
            }
            Err(Errno::WOULDBLOCK) => Ok(LockAttempt::Busy(holder::of(&fstat(&file)?))),
            Err(error) => Err(error.into()),
        }
    }
}

/// Opens a regular file of a folder. A symbolic link is not followed, and a FIFO or a device is not waited for.
fn open_regular(
    folder: BorrowedFd<'_>,
    name: &str,
    flags: OFlags,
) -> Result<(std::fs::File, Stat), FileError> {
    let flags = flags | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let not_regular = || FileError::Unsafe {
        of_folder: false,
        why: "is no regular file".to_owned(),
        next_step: "Remove it; nothing of iovsh's makes links, pipes or devices there.".to_owned(),
    };
    let file = match openat(folder, name, flags, FILE_MODE) {
        Ok(file) => file,
        // A FIFO that nobody reads, opened for writing, or a socket.
        Err(Errno::LOOP | Errno::NXIO | Errno::ISDIR) => return Err(not_regular()),
        Err(error) => return Err(error.into()),
    };
    let facts = fstat(&file)?;
    if FileType::from_raw_mode(facts.st_mode) != FileType::RegularFile {
        return Err(not_regular());
    }
    check(&facts, false)?;
    Ok((file.into(), facts))
}

/// Writes a file of a folder as a whole, by way of a new file with a name that nobody can guess.
pub(crate) fn replace_in(
    folder: BorrowedFd<'_>,
    name: &str,
    bytes: &[u8],
    rights: Rights,
    durability: Durability,
) -> io::Result<()> {
    for _ in 0..3 {
        let (beside, mut file) = new_file(folder, name, rights)?;
        let written = file.write_all(bytes).and_then(|()| match durability {
            Durability::PowerCut => Ok(fsync(&file)?),
            Durability::Process => Ok(()),
        });
        match written.and_then(|()| Ok(renameat(folder, &beside, folder, name)?)) {
            Ok(()) if durability == Durability::PowerCut => return Ok(fsync(folder)?),
            Ok(()) => return Ok(()),
            // Somebody who has the lock took it for what a killed writer left: once more.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => {
                let _ = unlinkat(folder, &beside, AtFlags::empty());
                return Err(error);
            }
        }
    }
    Err(io::ErrorKind::NotFound.into())
}

fn new_file(
    folder: BorrowedFd<'_>,
    name: &str,
    rights: Rights,
) -> io::Result<(String, std::fs::File)> {
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let mut tries = 0;
    loop {
        let beside = format!("{name}{NEW}{:016x}", random());
        match openat(folder, &beside, flags, FILE_MODE) {
            Ok(file) => {
                // Whatever the umask.
                rights.give_to_group(file.as_fd(), fstat(&file)?.st_gid);
                fchmod(&file, rights.mode)?;
                return Ok((beside, file.into()));
            }
            Err(Errno::EXIST) if tries < 16 => tries += 1,
            Err(error) => return Err(error.into()),
        }
    }
}

/// A number that nobody can guess: the standard library keys its hash maps from the kernel's random numbers.
fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

fn names_in(folder: BorrowedFd<'_>) -> Result<Vec<String>, FileError> {
    let mut names = Vec::new();
    for entry in Dir::read_from(folder)? {
        // All names of ours are text.
        if let Ok(name) = entry?.file_name().to_str() {
            names.push(name.to_owned());
        }
    }
    Ok(names)
}

/// Makes a folder and those above it, for the owner only, whatever the umask.
fn make(path: &Path) -> Result<(), FileError> {
    let parent = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    if let Some(parent) = parent.filter(|parent| !parent.exists()) {
        make(parent)?;
    }
    check_ancestors(path)?;
    match mkdirat(CWD, path, FOLDER_MODE) {
        Ok(()) => {}
        Err(Errno::EXIST) => return Ok(()),
        Err(error) => return Err(error.into()),
    }
    Ok(rustix::fs::chmod(path, FOLDER_MODE)?)
}

/// Refuses what somebody else owns or can write to.
fn check(facts: &Stat, of_folder: bool) -> Result<(), FileError> {
    let what = if of_folder { "folder" } else { "file" };
    let owner = facts.st_uid;
    if !is_trusted(owner) {
        return Err(FileError::Unsafe {
            of_folder,
            why: format!("belongs to another user (uid {owner})"),
            next_step: format!(
                "See who made this {what}, and put one of your own in its place; or set IOVSH_STATE_DIR to another folder."
            ),
        });
    }
    if facts.st_mode & WRITABLE_BY_OTHERS != 0 {
        return Err(FileError::Unsafe {
            of_folder,
            why: format!(
                "can be written to by others (mode {:o})",
                facts.st_mode & 0o7777
            ),
            next_step: format!(
                "Look whether its content is yours, then take the right to write away (chmod go-w) from the {what}."
            ),
        });
    }
    Ok(())
}

/// Refuses a folder whose path others can change: by another folder of the same name in its place.
fn check_ancestors(path: &Path) -> Result<(), FileError> {
    let Some(parent) = path.parent() else {
        return Ok(());
    };
    let real = parent.canonicalize().ok();
    let real = real.as_deref().filter(|real| *real != parent);
    let all = parent
        .ancestors()
        .chain(real.into_iter().flat_map(Path::ancestors));
    for folder in all.filter(|folder| !folder.as_os_str().is_empty()) {
        let Ok(facts) = statat(CWD, folder, AtFlags::empty()) else {
            continue;
        };
        let sticky = facts.st_mode & Mode::SVTX.bits() != 0;
        let by_anybody = facts.st_mode & Mode::WOTH.bits() != 0 && !sticky;
        if by_anybody || !is_trusted(facts.st_uid) {
            return Err(FileError::Unsafe {
                of_folder: true,
                why: format!(
                    "lies in {}, in which another user can put something else in its place",
                    folder.display()
                ),
                next_step: "Set IOVSH_STATE_DIR to a folder of your own.".to_owned(),
            });
        }
    }
    Ok(())
}

/// Root and the caller. In a user namespace the kernel shows whoever has no number there, root among them, as one number.
fn is_trusted(owner: u32) -> bool {
    owner == 0 || owner == rustix::process::geteuid().as_raw() || owner == nameless()
}

/// The number of those who have none in this user namespace; [`u32::MAX`], which is nobody's, where all have one.
fn nameless() -> u32 {
    let all_mapped = std::fs::read_to_string("/proc/self/uid_map").map_or(true, |map| {
        map.split_whitespace().eq(["0", "0", "4294967295"])
    });
    if all_mapped {
        return u32::MAX;
    }
    let number = std::fs::read_to_string("/proc/sys/kernel/overflowuid");
    number
        .ok()
        .and_then(|text| text.trim().parse().ok())
        .unwrap_or(u32::MAX)
}
