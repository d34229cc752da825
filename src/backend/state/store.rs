//! The directory that holds a host's desired state, its lock and the record of a commit that is under way.
//!
//! - `desired.json`: replaced atomically and synced, so that a power cut leaves the old or the new one, never a mix.
//! - `lock`: an advisory file lock; the kernel drops it when its holder dies, however it dies.
//! - `intent.json`: there exactly while a commit is under way, or after one was killed.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::desired::{Desired, VERSION};
use super::journal_file;
use crate::backend::journal::Entry;
use crate::backend::{Category, CauseSource, HostError};
use crate::interrupt;

const DESIRED: &str = "desired.json";
const INTENT: &str = "intent.json";
const PROGRESS: &str = "intent.progress";
const LOCK: &str = "lock";

/// Where desired state, lock and intent record live.
#[derive(Debug, Clone)]
pub struct Store {
    place: Place,
}

#[derive(Debug, Clone)]
enum Place {
    Directory(PathBuf),
    Memory(Arc<Memory>),
}

#[derive(Debug, Default)]
struct Memory {
    desired: Mutex<Desired>,
    intent: Mutex<Option<Vec<u8>>>,
    progress: std::sync::atomic::AtomicUsize,
    journal: Mutex<Vec<Entry>>,
    locked: AtomicBool,
}

/// The right to change the host; given up when it is dropped.
#[derive(Debug)]
pub struct Lock {
    _file: Option<File>,
    memory: Option<Arc<Memory>>,
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(memory) = &self.memory {
            memory.locked.store(false, Ordering::Release);
        }
    }
}

/// The record of a commit that is under way, as bytes; its layout is [`crate::backend::commit`]'s.
pub type IntentFile = Vec<u8>;

impl Store {
    /// A store in this directory, which is made on the first write.
    #[must_use]
    pub fn in_directory(directory: impl Into<PathBuf>) -> Self {
        Self {
            place: Place::Directory(directory.into()),
        }
    }

    /// A store that lives as long as this value and its clones: for hosts that keep nothing.
    #[must_use]
    pub fn in_memory() -> Self {
        Self {
            place: Place::Memory(Arc::default()),
        }
    }

    /// The directory, when there is one.
    #[must_use]
    pub fn directory(&self) -> Option<&Path> {
        match &self.place {
            Place::Directory(path) => Some(path),
            Place::Memory(_) => None,
        }
    }

    /// The desired state; an absent file is an empty one.
    ///
    /// # Errors
    /// `State.Corrupt`: the file is not what this program writes. It is moved aside to `desired.json.corrupt-N` first, so
    /// that the next command starts with an empty state and nothing is lost. `State.Version`: a newer iovsh wrote it.
    /// `State.ReadFailed`: it cannot be read.
    pub fn load(&self) -> Result<Desired, HostError> {
        let directory = match &self.place {
            Place::Directory(directory) => directory,
            Place::Memory(memory) => {
                return Ok(memory
                    .desired
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .clone());
            }
        };
        let path = directory.join(DESIRED);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Desired::default()),
            Err(error) => {
                return Err(file_error(
                    "State.ReadFailed",
                    "cannot be read",
                    &path,
                    &error,
                ));
            }
        };
        let version = serde_json::from_slice::<serde_json::Value>(&bytes)
            .ok()
            .and_then(|value| value.get("version").and_then(serde_json::Value::as_u64));
        if version.is_some_and(|v| v > u64::from(VERSION)) {
            return Err(HostError::new(
                "State.Version",
                Category::InvalidData,
                format!(
                    "The state file {} was written by a newer version of iovsh.",
                    path.display()
                ),
            )
            .target(path.display().to_string())
            .next_step(
                "Use the newer version, or move the file away to start with an empty state.",
            ));
        }
        match (version, serde_json::from_slice::<Desired>(&bytes)) {
            (Some(_), Ok(desired)) => Ok(desired),
            (_, parsed) => {
                let why = parsed
                    .err()
                    .map_or_else(|| "it has no version".to_owned(), |e| e.to_string());
                Err(set_aside(&path, &why))
            }
        }
    }

    /// Replaces the desired state: written beside, synced, renamed, directory synced.
    ///
    /// # Errors
    /// `State.WriteFailed` with the file system's reason; the old file is then still in place.
    pub fn save(&self, desired: &Desired) -> Result<(), HostError> {
        match &self.place {
            Place::Directory(directory) => {
                let path = directory.join(DESIRED);
                let text = serde_json::to_vec_pretty(desired).map_err(|error| {
                    HostError::new(
                        "State.WriteFailed",
                        Category::WriteError,
                        "The desired state cannot be written.",
                    )
                    .because(CauseSource::File, error.to_string(), None)
                })?;
                replace(&path, &text).map_err(|error| {
                    file_error("State.WriteFailed", "cannot be written", &path, &error)
                })
            }
            Place::Memory(memory) => {
                *memory
                    .desired
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner) = desired.clone();
                Ok(())
            }
        }
    }

    /// Takes the host's lock. When someone else has it, `waiting` is told once who that is and the call waits up to
    /// `patience`.
    ///
    /// # Errors
    /// `Commit.Locked` when the patience is over; `Host.Interrupted` when Ctrl+C is pressed; `State.WriteFailed` when the lock file cannot be made.
    pub fn lock(
        &self,
        patience: Duration,
        waiting: &mut dyn FnMut(&str),
    ) -> Result<Lock, HostError> {
        let deadline = Instant::now().checked_add(patience);
        let mut told = false;
        let mut pause = Duration::from_millis(2);
        loop {
            let holder = match self.try_lock()? {
                Ok(lock) => return Ok(lock),
                Err(holder) => holder,
            };
            if !told {
                waiting(&holder);
                told = true;
            }
            if deadline.is_none_or(|d| Instant::now() >= d) {
                return Err(HostError::new(
                    "Commit.Locked",
                    Category::ResourceBusy,
                    format!("The host is being changed by {holder}."),
                )
                .next_step("Wait until it has finished and run the command again."));
            }
            if interrupt::is_requested() {
                return Err(HostError::new(
                    "Host.Interrupted",
                    Category::OperationStopped,
                    format!("The wait for the host's lock, which {holder} has, was stopped."),
                ));
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(50));
        }
    }

    /// The lock, or a description of who has it.
    fn try_lock(&self) -> Result<Result<Lock, String>, HostError> {
        let directory = match &self.place {
            Place::Directory(directory) => directory,
            Place::Memory(memory) => {
                let free = memory
                    .locked
                    .compare_exchange(false, true, Ordering::Acquire, Ordering::Relaxed)
                    .is_ok();
                let lock = || Lock {
                    _file: None,
                    memory: Some(Arc::clone(memory)),
                };
                return Ok(if free {
                    Ok(lock())
                } else {
                    Err("another command".to_owned())
                });
            }
        };
        let path = directory.join(LOCK);
        let failed = |error: &std::io::Error| {
            file_error("State.WriteFailed", "cannot be written", &path, error)
        };
        fs::create_dir_all(directory).map_err(|e| failed(&e))?;
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path);
        let file = file.as_mut().map_err(|e| failed(e))?;
        match file.try_lock() {
            Ok(()) => {
                // The holder's number is for the message of whoever waits; losing it loses nothing.
                let _ = file.set_len(0);
                let _ = write!(file, "{}", std::process::id());
                let file = file.try_clone().map_err(|e| failed(&e))?;
                Ok(Ok(Lock {
                    _file: Some(file),
                    memory: None,
                }))
            }
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let _ = file.rewind();
                let _ = file.take(20).read_to_string(&mut holder);
                let known = !holder.is_empty() && holder.bytes().all(|b| b.is_ascii_digit());
                Ok(Err(if known {
                    format!("process {holder}")
                } else {
                    "another command".to_owned()
                }))
            }
            Err(TryLockError::Error(error)) => Err(failed(&error)),
        }
    }

    /// The record of a commit that was not finished.
    ///
    /// # Errors
    /// `State.ReadFailed`.
    pub fn read_intent(&self) -> Result<Option<IntentFile>, HostError> {
        match &self.place {
            Place::Directory(directory) => {
                let path = directory.join(INTENT);
                match fs::read(&path) {
                    Ok(bytes) => Ok(Some(bytes)),
                    Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
                    Err(error) => Err(file_error(
                        "State.ReadFailed",
                        "cannot be read",
                        &path,
                        &error,
                    )),
                }
            }
            Place::Memory(memory) => Ok(memory
                .intent
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clone()),
        }
    }

    /// Writes the record of a commit, synced to the disk before this returns.
    ///
    /// # Errors
    /// `State.WriteFailed`.
    pub fn write_intent(&self, bytes: &[u8]) -> Result<(), HostError> {
        match &self.place {
            Place::Directory(directory) => {
                let path = directory.join(INTENT);
                replace(&path, bytes).map_err(|error| {
                    file_error("State.WriteFailed", "cannot be written", &path, &error)
                })
            }
            Place::Memory(memory) => {
                *memory.intent.lock().unwrap_or_else(PoisonError::into_inner) =
                    Some(bytes.to_vec());
                Ok(())
            }
        }
    }

    /// Appends entries to the journal, and gives them their numbers. Needs the lock.
    pub fn append_journal(&self, entries: &mut [Entry]) {
        let number = |entries: &mut [Entry], last: u64| {
            for (entry, record) in entries.iter_mut().zip(last + 1..) {
                entry.record = record;
            }
        };
        match &self.place {
            Place::Directory(directory) => {
                number(entries, journal_file::last(directory));
                journal_file::append(directory, entries);
            }
            Place::Memory(memory) => {
                let mut kept = memory
                    .journal
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner);
                number(entries, kept.last().map_or(0, |entry| entry.record));
                kept.extend_from_slice(entries);
                let surplus = kept.len().saturating_sub(journal_file::MOST);
                kept.drain(..surplus);
            }
        }
    }

    /// The journal, oldest entry first.
    ///
    /// # Errors
    /// `State.ReadFailed`.
    pub fn journal(&self) -> Result<Vec<Entry>, HostError> {
        match &self.place {
            Place::Directory(directory) => journal_file::read(directory).map_err(|error| {
                let path = directory.join(journal_file::NAME);
                file_error("State.ReadFailed", "cannot be read", &path, &error)
            }),
            Place::Memory(memory) => Ok(memory
                .journal
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clone()),
        }
    }

    /// Removes the record of a commit.
    ///
    /// # Errors
    /// `State.WriteFailed`.
    pub fn drop_intent(&self) -> Result<(), HostError> {
        match &self.place {
            Place::Directory(directory) => {
                let path = directory.join(INTENT);
                match fs::remove_file(&path) {
                    Err(error) if error.kind() != ErrorKind::NotFound => Err(file_error(
                        "State.WriteFailed",
                        "cannot be removed",
                        &path,
                        &error,
                    )),
                    _ => Ok(()),
                }
            }
            Place::Memory(memory) => {
                *memory.intent.lock().unwrap_or_else(PoisonError::into_inner) = None;
                Ok(())
            }
        }
    }

    /// Forgets the progress of an earlier commit.
    ///
    /// # Errors
    /// `State.WriteFailed`.
    pub fn clear_progress(&self) -> Result<(), HostError> {
        match &self.place {
            Place::Directory(directory) => {
                let path = directory.join(PROGRESS);
                match fs::remove_file(&path) {
                    Err(error) if error.kind() != ErrorKind::NotFound => Err(file_error(
                        "State.WriteFailed",
                        "cannot be removed",
                        &path,
                        &error,
                    )),
                    _ => Ok(()),
                }
            }
            Place::Memory(memory) => {
                memory.progress.store(0, Ordering::Relaxed);
                Ok(())
            }
        }
    }

    /// Marks that the step at `index`, and all before it, may have been applied: the file's length is the number of such
    /// steps. Not synced: it has to survive the death of this process, and after a power cut the host is a fresh one.
    ///
    /// # Errors
    /// `State.WriteFailed`.
    pub fn mark_progress(&self, index: usize) -> Result<(), HostError> {
        match &self.place {
            Place::Directory(directory) => {
                let path = directory.join(PROGRESS);
                let file = OpenOptions::new()
                    .write(true)
                    .create(true)
                    .truncate(false)
                    .open(&path);
                let length = u64::try_from(index).unwrap_or(u64::MAX).saturating_add(1);
                file.and_then(|file| file.set_len(length)).map_err(|error| {
                    file_error("State.WriteFailed", "cannot be written", &path, &error)
                })
            }
            Place::Memory(memory) => {
                memory
                    .progress
                    .store(index.saturating_add(1), Ordering::Relaxed);
                Ok(())
            }
        }
    }

    /// How many steps of the recorded commit may have been applied.
    ///
    /// # Errors
    /// `State.ReadFailed`.
    pub fn progress(&self) -> Result<usize, HostError> {
        match &self.place {
            Place::Directory(directory) => {
                let path = directory.join(PROGRESS);
                match fs::metadata(&path) {
                    Ok(metadata) => Ok(usize::try_from(metadata.len()).unwrap_or(usize::MAX)),
                    Err(error) if error.kind() == ErrorKind::NotFound => Ok(0),
                    Err(error) => Err(file_error(
                        "State.ReadFailed",
                        "cannot be read",
                        &path,
                        &error,
                    )),
                }
            }
            Place::Memory(memory) => Ok(memory.progress.load(Ordering::Relaxed)),
        }
    }

    /// Moves a record that cannot be understood aside, as `intent.json.corrupt-N`.
    ///
    /// # Errors
    /// `State.Corrupt`, always: the caller has to say so.
    pub fn set_intent_aside(&self, why: &str) -> Result<(), HostError> {
        match &self.place {
            Place::Directory(directory) => Err(set_aside(&directory.join(INTENT), why)),
            Place::Memory(memory) => {
                *memory.intent.lock().unwrap_or_else(PoisonError::into_inner) = None;
                Err(HostError::new(
                    "State.Corrupt",
                    Category::InvalidData,
                    "The record of a change is damaged.",
                ))
            }
        }
    }
}

/// Writes `bytes` to `path` so that after any crash the file holds the old or the new content as a whole.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    write_beside(path, bytes, true)
}

/// Like [`replace`], but not synced: survives the death of the process, not that of the machine.
pub(crate) fn replace_unsynced(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    write_beside(path, bytes, false)
}

fn write_beside(path: &Path, bytes: &[u8], sync: bool) -> std::io::Result<()> {
    let directory = path.parent().unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(directory)?;
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".new-{}", std::process::id()));
    let beside = directory.join(name);
    let written = File::create(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        if sync { file.sync_all() } else { Ok(()) }
    });
    if let Err(error) = written.and_then(|()| fs::rename(&beside, path)) {
        let _ = fs::remove_file(&beside);
        return Err(error);
    }
    if sync {
        File::open(directory)?.sync_all()
    } else {
        Ok(())
    }
}

/// Renames a broken file to the first free `NAME.corrupt-N` and says so.
pub(crate) fn set_aside(path: &Path, why: &str) -> HostError {
    let broken = HostError::new(
        "State.Corrupt",
        Category::InvalidData,
        format!("The state file {} is damaged: {why}.", path.display()),
    )
    .target(path.display().to_string());
    for number in 1..=9_999_u32 {
        let mut name = path.file_name().unwrap_or_default().to_os_string();
        name.push(format!(".corrupt-{number}"));
        let kept = path.with_file_name(name);
        if kept.exists() {
            continue;
        }
        return match fs::rename(path, &kept) {
            Ok(()) => broken.next_step(format!(
                "It was kept as {}. Mend it and move it back, or run the command again to start with an empty state.",
                kept.display()
            )),
            Err(error) => broken
                .because_io(CauseSource::File, &error)
                .next_step("It could not be moved aside; mend it or move it away by hand."),
        };
    }
    broken.next_step("Remove old files named *.corrupt-* and run the command again.")
}

fn file_error(id: &'static str, what: &str, path: &Path, error: &std::io::Error) -> HostError {
    let category = match error.kind() {
        ErrorKind::PermissionDenied => Category::PermissionDenied,
        _ if id == "State.ReadFailed" => Category::ReadError,
        _ => Category::WriteError,
    };
    let message = format!("The state file {} {what}.", path.display());
    let made = HostError::new(id, category, message).target(path.display().to_string());
    let made = made.because_io(CauseSource::File, error);
    if error.kind() == ErrorKind::PermissionDenied {
        return made.next_step(
            "Run the command as root, or set IOVSH_STATE_DIR to a directory of your own.",
        );
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_absent_file_is_an_empty_state() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(
            Store::in_directory(dir.path().join("deep/er"))
                .load()
                .unwrap(),
            Desired::default()
        );
    }

    #[test]
    fn a_broken_file_is_kept_aside_every_time() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::in_directory(dir.path());
        for (number, text) in ["{ not json", "[]", "{\"version\":1,\"switches\":7}"]
            .iter()
            .enumerate()
        {
            fs::write(dir.path().join(DESIRED), text).unwrap();
            let error = store.load().unwrap_err();
            assert_eq!(error.id, "State.Corrupt");
            assert!(error.next_step.is_some());
            let kept = dir.path().join(format!("{DESIRED}.corrupt-{}", number + 1));
            assert_eq!(fs::read_to_string(kept).unwrap(), *text);
            assert_eq!(store.load().unwrap(), Desired::default());
        }
    }

    #[test]
    fn a_newer_file_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::in_directory(dir.path());
        fs::write(dir.path().join(DESIRED), "{\"version\":99}").unwrap();
        assert_eq!(store.load().unwrap_err().id, "State.Version");
        assert!(dir.path().join(DESIRED).exists());
    }

    #[test]
    fn the_second_holder_waits_and_then_gives_up() {
        let dir = tempfile::tempdir().unwrap();
        for store in [Store::in_directory(dir.path()), Store::in_memory()] {
            let held = store.lock(Duration::ZERO, &mut |_| {}).unwrap();
            let mut told = Vec::new();
            let error = store
                .lock(Duration::from_millis(5), &mut |who| {
                    told.push(who.to_owned())
                })
                .unwrap_err();
            assert_eq!(error.id, "Commit.Locked");
            assert_eq!(told.len(), 1);
            drop(held);
            assert!(store.lock(Duration::ZERO, &mut |_| {}).is_ok());
        }
    }

    #[test]
    fn what_is_saved_is_what_is_loaded() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::in_directory(dir.path());
        let desired = Desired {
            mac_pool: Some(crate::backend::model::MacPool::default()),
            ..Desired::default()
        };
        store.save(&desired).unwrap();
        assert_eq!(store.load().unwrap(), desired);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
