//! A host's desired state, its lock, its journal and the record of a commit that is under way.
//!
//! - `desired.json`: replaced atomically and synced, with a checksum. After a power cut it is the old or the new one, never a mix.
//! - `desired.json.bak`: the last good copy. It is used when the other is damaged or gone, and nothing is changed then until an
//!   admin has decided ([`Store::repair`]).
//! - `lock`: an advisory file lock; the kernel drops it when its holder dies, however it dies.
//! - `intent.json`: there exactly while a commit is under way, or after one was killed.
//!
//! Whoever only reads writes nothing and renames nothing.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::desired::{Desired, VERSION};
use super::directory::Directory;
use super::files::{Durability, FileError, Files, Held, LockAttempt};
use super::journal_file::{self, JournalRead};
use super::memory::Memory;
use super::sealed::{Seal, seal, unseal};
use crate::journal::Entry;
use crate::model::Uuid;
use crate::{Category, CauseSource, HostError};
use iovsh_base::interrupt;

pub(super) const DESIRED: &str = "desired.json";
pub(super) const BACKUP: &str = "desired.json.bak";
pub(super) const INTENT: &str = "intent.json";
const PROGRESS: &str = "intent.progress";
/// Which files the commit under way has made, as JSON.
const MADE: &str = "intent.made";
/// The file that a running agent holds.
const AGENT: &str = "agent";
/// What the files begin with that say who is at a migration.
const MIGRATION: &str = "migration-";
/// What the files end with that say which images were made for one.
const IMAGES: &str = ".images";

/// What an admin does about a state that cannot be trusted.
const DECIDE: &str =
    "Run 'Repair-IovshState -WhatIf' to see what can be done, and 'Repair-IovshState' to do it.";

/// Where desired state, lock and intent record live.
#[derive(Debug, Clone)]
pub struct Store {
    pub(super) files: Arc<dyn Files>,
    confined: Arc<AtomicBool>,
}

/// The right to change the host; given up when it is dropped.
#[derive(Debug)]
pub struct Lock(#[allow(dead_code)] Box<dyn Held>);

/// A file that a commit has made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeFile {
    /// Where.
    pub path: String,
    /// Which one it is, as [`crate::model::Image::identity`] says it.
    pub identity: String,
    /// What was there before stands beside it, under the same name with `.before`, and comes back when it is taken away.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub displaces: bool,
}

/// The images that were made for a VM that is to come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImagesMade {
    /// Which ones. An empty identity: it was about to be made, and is ours only as long as nothing is in it.
    pub files: Vec<MadeFile>,
    /// The VM has not come: they are to be removed, however late.
    pub doomed: bool,
}

/// The record of a commit that is under way, as bytes; its layout is [`crate::commit`]'s.
pub type IntentFile = Vec<u8>;

/// The desired state as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Loaded {
    /// What was asked for: of a damaged file what its last good copy says, else nothing.
    pub desired: Desired,
    /// Why nothing is to be changed by it; `None` when it is what was written last.
    pub distrust: Option<HostError>,
    /// Nothing was ever kept here.
    pub fresh: bool,
}

/// Why a copy of the desired state cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unusable {
    id: &'static str,
    category: Category,
    /// The end of a sentence that begins with the file's name.
    why: String,
    next_step: Option<String>,
}

impl Store {
    /// A store in this directory, which is made on the first write.
    #[must_use]
    pub fn in_directory(directory: impl Into<PathBuf>) -> Self {
        Self::on(Arc::new(Directory::new(directory)))
    }

    /// A store that lives as long as this value and its clones: for hosts that keep nothing.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::on(Arc::new(Memory::default()))
    }

    pub(crate) fn on(files: Arc<dyn Files>) -> Self {
        Self {
            files,
            confined: Arc::default(),
        }
    }

    /// Says that this process may do less than a command of root, as systemd closes it in: the record of a commit that it may not undo is
    /// left to such a command.
    pub fn confine(&self) {
        self.confined.store(true, Ordering::Relaxed);
    }

    /// See [`Store::confine`].
    #[must_use]
    pub fn is_confined(&self) -> bool {
        self.confined.load(Ordering::Relaxed)
    }

    /// Whether this process may change the host, as far as that can be known without trying: only who can write down what is asked for
    /// can change anything. Nothing is made and nothing is looked at but the folder.
    ///
    /// # Errors
    /// `Host.PermissionDenied`: it may look, and no more.
    pub fn may_change(&self) -> Result<(), HostError> {
        // Any other failure is one of a change, which says what it is.
        let error = match self.files.may_write() {
            Err(FileError::Io(error)) if error.kind() == ErrorKind::PermissionDenied => error,
            _ => return Ok(()),
        };
        let folder = self.files.folder().unwrap_or_default();
        let folder = folder.display();
        Err(HostError::new(
            "Host.PermissionDenied",
            Category::PermissionDenied,
            format!("This user may look at the host and not change it: what is asked for is kept in {folder}, where only root writes."),
        )
        .target(folder.to_string())
        .because_io(CauseSource::File, &error)
        .next_step("Run the command as root (sudo iovsh ...); 'iovsh --role FILE' lets others change what a file says."))
    }

    /// The directory, when there is one.
    #[must_use]
    pub fn directory(&self) -> Option<PathBuf> {
        self.files.folder()
    }

    /// The path of a file, or its name where there is no folder: for messages.
    pub(super) fn path(&self, name: &str) -> String {
        match self.files.folder() {
            Some(folder) => folder.join(name).display().to_string(),
            None => name.to_owned(),
        }
    }

    /// The desired state. Nothing is written and nothing is moved. What is wrong with it is [`Loaded::distrust`]:
    /// - `State.Corrupt`: the file is not what this program wrote.
    /// - `State.Missing`: there is none, although there has been one.
    /// - `State.Version`: a newer iovsh wrote it.
    /// - `State.ReadFailed`: it cannot be read.
    /// - `State.Unsafe`: somebody else may have written it.
    #[must_use]
    pub fn load(&self) -> Loaded {
        match self.copy(DESIRED) {
            Ok(Some(desired)) => Loaded {
                desired,
                ..Loaded::default()
            },
            Ok(None) => self.without_file(),
            Err(wrong) => self.with_backup(wrong),
        }
    }

    /// There is no desired state: either there never was one, or it is gone.
    fn without_file(&self) -> Loaded {
        let names = match self.files.names() {
            Ok(names) => names,
            Err(error) => return self.with_backup(Unusable::unreadable(error)),
        };
        let traces = [
            (BACKUP, "its last good copy is there"),
            (journal_file::NAME, "the journal has entries"),
            (journal_file::OLDER, "the journal has entries"),
            (INTENT, "the record of a change that was cut off is there"),
        ];
        let there = |name: &str| names.iter().any(|present| present == name);
        let Some((_, trace)) = traces.iter().find(|(name, _)| there(name)) else {
            return Loaded {
                fresh: true,
                ..Loaded::default()
            };
        };
        // Somebody may have written it after it was looked for first.
        match self.copy(DESIRED) {
            Ok(None) => self.with_backup(Unusable {
                id: "State.Missing",
                category: Category::InvalidData,
                why: format!("is gone, although {trace}"),
                next_step: None,
            }),
            Ok(Some(desired)) => Loaded {
                desired,
                ..Loaded::default()
            },
            Err(wrong) => self.with_backup(wrong),
        }
    }

    fn with_backup(&self, wrong: Unusable) -> Loaded {
        let backup = match wrong.id {
            "State.Unsafe" | "State.Version" => None,
            _ => self.copy(BACKUP).ok().flatten(),
        };
        let known = match &backup {
            Some(_) => "What is shown is its last good copy",
            None => "What was asked for is not known",
        };
        let file = self.path(DESIRED);
        let message = format!(
            "The desired state {file} {}. {known}, and nothing is changed.",
            wrong.why
        );
        Loaded {
            desired: backup.unwrap_or_default(),
            distrust: Some(
                HostError::new(wrong.id, wrong.category, message)
                    .target(file)
                    .next_step(wrong.next_step.unwrap_or_else(|| DECIDE.to_owned())),
            ),
            fresh: false,
        }
    }

    /// One of the two copies of the desired state; `None` when there is no such file.
    pub(super) fn copy(&self, name: &str) -> Result<Option<Desired>, Unusable> {
        match self.files.read(name) {
            Ok(Some(bytes)) => parse(&bytes).map(Some),
            Ok(None) => Ok(None),
            Err(error) => Err(Unusable::unreadable(error)),
        }
    }

    /// Replaces the desired state: written beside, synced, renamed, directory synced. Then its copy, which is not synced: a power
    /// cut may leave the copy before.
    ///
    /// # Errors
    /// `State.WriteFailed` with the file system's reason; the old file is then still in place.
    pub fn save(&self, desired: &Desired) -> Result<(), HostError> {
        let text = serde_json::to_vec_pretty(desired)
            .map_err(|error| unwritten("The desired state cannot be written.", &error))?;
        let sealed = seal(&text);
        let replace = |name, durability| {
            let done = self.files.replace(name, &sealed, durability);
            done.map_err(|error| self.failed("State.WriteFailed", "cannot be written", name, error))
        };
        replace(DESIRED, Durability::PowerCut)?;
        // Without a copy the state is as good as with one; the next change makes it.
        let _ = replace(BACKUP, Durability::Process);
        Ok(())
    }

    /// The first thing that is kept of a host is its desired state: one that is gone later is missed.
    fn begin(&self) {
        if self
            .files
            .length(DESIRED)
            .is_ok_and(|length| length.is_none())
            && self.load().fresh
        {
            // What follows says why nothing can be written.
            let _ = self.save(&Desired::default());
        }
    }

    /// Takes the host's lock, and clears what writers that were killed have left. When someone else has it, `waiting` is told
    /// once who that is and the call waits up to `patience`.
    ///
    /// # Errors
    /// `Commit.Locked` when the patience is over; `Host.Interrupted` when Ctrl+C is pressed; `State.WriteFailed` when the lock file cannot be made.
    pub fn lock(
        &self,
        patience: Duration,
        waiting: &mut dyn FnMut(&str),
    ) -> Result<Lock, HostError> {
        let deadline = Instant::now().checked_add(patience);
        // A change takes no longer than that, as a rule: two shells at once are not worth a word.
        let usual = Duration::from_millis(700).min(patience / 4);
        let worth_a_word = Instant::now().checked_add(usual);
        let mut told = false;
        let mut pause = Duration::from_millis(2);
        loop {
            let attempt = self.files.try_lock().map_err(|error| {
                self.failed("State.WriteFailed", "cannot be written", "lock", error)
            })?;
            let holder = match attempt {
                LockAttempt::Held(lock) => return Ok(Lock(lock)),
                LockAttempt::Busy(holder) => holder,
            };
            if !told && worth_a_word.is_none_or(|moment| Instant::now() >= moment) {
                waiting(&holder);
                told = true;
            }
            if deadline.is_none_or(|d| Instant::now() >= d) {
                return Err(HostError::new(
                    "Commit.Locked",
                    Category::ResourceBusy,
                    format!("The host is being changed by {holder}."),
                )
                .target(holder)
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

    /// Says that an agent watches this host, for as long as the answer lives. `None` when another one says so already.
    ///
    /// # Errors
    /// `State.WriteFailed`.
    pub fn hold_agent(&self) -> Result<Option<Lock>, HostError> {
        let held = self
            .files
            .try_hold(AGENT)
            .map_err(|error| self.failed("State.WriteFailed", "cannot be written", AGENT, error))?;
        Ok(held.map(Lock))
    }

    /// Whether an agent watches this host. What cannot be read is none.
    #[must_use]
    pub fn has_agent(&self) -> bool {
        self.files.is_held(AGENT).unwrap_or(false)
    }

    /// Takes a migration for this process, for as long as the answer lives: it is not settled by anybody else meanwhile. `None` when
    /// another process has it.
    ///
    /// # Errors
    /// `State.WriteFailed`.
    pub fn hold_migration(&self, id: Uuid) -> Result<Option<Lock>, HostError> {
        let name = format!("{MIGRATION}{id}");
        let held = self
            .files
            .try_hold(&name)
            .map_err(|error| self.failed("State.WriteFailed", "cannot be written", &name, error))?;
        Ok(held.map(Lock))
    }

    /// Removes what [`Store::hold_migration`] leaves on the disk. Needs the lock.
    ///
    /// # Errors
    /// `State.WriteFailed`.
    pub fn forget_migration(&self, id: Uuid) -> Result<(), HostError> {
        self.remove(&format!("{MIGRATION}{id}"))
    }

    /// Notes which images were made for a VM that is to come, synced to the disk before this returns: whatever happens next, they are
    /// taken away when it does not come.
    ///
    /// # Errors
    /// `State.WriteFailed`.
    pub fn note_images(&self, migration: Uuid, images: &ImagesMade) -> Result<(), HostError> {
        let name = images_of(migration);
        let failed = |error| self.failed("State.WriteFailed", "cannot be written", &name, error);
        let bytes = serde_json::to_vec(images)
            .map_err(|error| unwritten("The images that were made cannot be noted.", &error))?;
        self.files
            .replace(&name, &bytes, Durability::PowerCut)
            .map_err(failed)
    }

    /// The images that were made for a VM that is to come.
    #[must_use]
    pub fn images(&self, migration: Uuid) -> ImagesMade {
        let bytes = self.files.read(&images_of(migration)).ok().flatten();
        let images = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        images.unwrap_or_default()
    }

    /// The migrations of which images were made and not forgotten.
    #[must_use]
    pub fn migrations_with_images(&self) -> Vec<Uuid> {
        let names = self.files.names().unwrap_or_default();
        let id = |name: String| {
            let id = name.strip_prefix(MIGRATION)?.strip_suffix(IMAGES)?;
            id.parse().ok()
        };
        names.into_iter().filter_map(id).collect()
    }

    /// Forgets which images were made.
    ///
    /// # Errors
    /// `State.WriteFailed`.
    pub fn forget_images(&self, migration: Uuid) -> Result<(), HostError> {
        self.remove(&images_of(migration))
    }

    /// The record of a commit that was not finished.
    ///
    /// # Errors
    /// `State.ReadFailed`, `State.Corrupt`.
    pub fn read_intent(&self) -> Result<Option<IntentFile>, HostError> {
        self.files
            .read(INTENT)
            .map_err(|error| self.failed("State.ReadFailed", "cannot be read", INTENT, error))
    }

    /// Writes the record of a commit, synced to the disk before this returns.
    ///
    /// # Errors
    /// `State.WriteFailed`.
    pub fn write_intent(&self, bytes: &[u8]) -> Result<(), HostError> {
        self.begin();
        self.files
            .replace(INTENT, bytes, Durability::PowerCut)
            .map_err(|error| self.failed("State.WriteFailed", "cannot be written", INTENT, error))
    }

    /// Appends entries to the journal, and gives them their numbers. Needs the lock.
    ///
    /// # Errors
    /// `State.WriteFailed`: they are lost.
    pub fn append_journal(&self, entries: &mut [Entry]) -> Result<(), HostError> {
        self.begin();
        journal_file::append(&*self.files, entries).map_err(|error| {
            self.failed(
                "State.WriteFailed",
                "cannot be written, so that what was done is not recorded",
                journal_file::NAME,
                error,
            )
        })
    }

    /// The journal.
    ///
    /// # Errors
    /// `State.ReadFailed`. A line of it that cannot be read is no error.
    pub fn journal(&self) -> Result<JournalRead, HostError> {
        journal_file::read(&*self.files).map_err(|error| self.no_journal(error))
    }

    /// The newest entries of the journal, oldest first, `most` of them at the most.
    ///
    /// # Errors
    /// `State.ReadFailed`. A line of it that cannot be read is no error.
    pub fn newest_entries(&self, most: usize) -> Result<Vec<Entry>, HostError> {
        journal_file::newest(&*self.files, most).map_err(|error| self.no_journal(error))
    }

    fn no_journal(&self, error: FileError) -> HostError {
        self.failed(
            "State.ReadFailed",
            "cannot be read",
            journal_file::NAME,
            error,
        )
    }

    /// Removes the record of a commit.
    ///
    /// # Errors
    /// `State.WriteFailed`.
    pub fn drop_intent(&self) -> Result<(), HostError> {
        self.remove(INTENT)
    }

    /// Forgets the progress of an earlier commit.
    ///
    /// # Errors
    /// `State.WriteFailed`.
    pub fn clear_progress(&self) -> Result<(), HostError> {
        self.remove(MADE)?;
        self.remove(PROGRESS)
    }

    /// Notes that the commit under way has just made a file, so that whoever undoes it takes no other one for it. Synced to the disk
    /// before this returns.
    ///
    /// # Errors
    /// `State.WriteFailed`.
    pub fn note_made(&self, file: &MadeFile) -> Result<(), HostError> {
        let mut all = self.made()?;
        all.retain(|made| made.path != file.path);
        all.push(file.clone());
        let bytes = serde_json::to_vec(&all)
            .map_err(|error| unwritten("The files that were made cannot be noted.", &error))?;
        self.files
            .replace(MADE, &bytes, Durability::PowerCut)
            .map_err(|error| self.failed("State.WriteFailed", "cannot be written", MADE, error))
    }

    /// The files that the recorded commit has made. What cannot be understood says nothing.
    ///
    /// # Errors
    /// `State.ReadFailed`.
    pub fn made(&self) -> Result<Vec<MadeFile>, HostError> {
        let bytes = self
            .files
            .read(MADE)
            .map_err(|error| self.failed("State.ReadFailed", "cannot be read", MADE, error))?;
        Ok(bytes
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default())
    }

    fn remove(&self, name: &str) -> Result<(), HostError> {
        self.files
            .remove(name)
            .map_err(|error| self.failed("State.WriteFailed", "cannot be removed", name, error))
    }

    /// Marks that the step at `index`, and all before it, may have been applied: the file's length is the number of such
    /// steps. Not synced: it has to survive the death of this process, and after a power cut the host is a fresh one.
    ///
    /// # Errors
    /// `State.WriteFailed`.
    pub fn mark_progress(&self, index: usize) -> Result<(), HostError> {
        let length = u64::try_from(index).unwrap_or(u64::MAX).saturating_add(1);
        self.files
            .set_length(PROGRESS, length)
            .map_err(|error| self.failed("State.WriteFailed", "cannot be written", PROGRESS, error))
    }

    /// How many steps of the recorded commit may have been applied.
    ///
    /// # Errors
    /// `State.ReadFailed`.
    pub fn progress(&self) -> Result<usize, HostError> {
        let length = self
            .files
            .length(PROGRESS)
            .map_err(|error| self.failed("State.ReadFailed", "cannot be read", PROGRESS, error))?;
        Ok(usize::try_from(length.unwrap_or(0)).unwrap_or(usize::MAX))
    }

    /// Moves a record aside that cannot be understood, as `intent.json.corrupt-N`, or that could not be undone, as
    /// `intent.json.failed-N`. Needs the lock.
    ///
    /// # Errors
    /// `State.Corrupt`, always: the caller has to say so.
    pub fn set_intent_aside(&self, kind: &'static str, why: &str) -> Result<(), HostError> {
        let path = self.path(INTENT);
        let broken = HostError::new(
            "State.Corrupt",
            Category::InvalidData,
            format!("The record of a change, {path}, cannot be used: {why}."),
        )
        .target(path);
        Err(match self.keep_aside(INTENT, kind) {
            Ok(kept) => broken.next_step(format!(
                "It was kept as {kept}. Look whether the host is as it should be, and run the command again."
            )),
            Err(error) => error,
        })
    }

    /// Renames a file to the first free `NAME.KIND-N`; gives its new path. Needs the lock.
    pub(super) fn keep_aside(&self, name: &str, kind: &str) -> Result<String, HostError> {
        let failed = |error| self.failed("State.WriteFailed", "cannot be renamed", name, error);
        let present = self.files.names().map_err(failed)?;
        let free = (1..=9_999_u32)
            .map(|number| format!("{name}.{kind}-{number}"))
            .find(|kept| !present.contains(kept));
        let Some(kept) = free else {
            return Err(
                failed(std::io::Error::from(std::io::ErrorKind::AlreadyExists).into())
                    .next_step(format!("Remove old files named {name}.{kind}-*.")),
            );
        };
        self.files.rename(name, &kept).map_err(failed)?;
        Ok(self.path(&kept))
    }

    /// The error of an operation on a file.
    pub(super) fn failed(
        &self,
        id: &'static str,
        what: &str,
        name: &str,
        error: FileError,
    ) -> HostError {
        let path = self.path(name);
        file_error(id, what, &path, self.files.folder().as_deref(), error)
    }
}

/// The error of an operation on a state file.
pub(crate) fn file_error(
    id: &'static str,
    what: &str,
    path: &str,
    folder: Option<&Path>,
    error: FileError,
) -> HostError {
    let error = match error {
        FileError::Io(error) => error,
        FileError::Unsafe {
            of_folder,
            why,
            next_step,
        } => {
            let named = match folder.filter(|_| of_folder) {
                Some(folder) => format!("the folder {}", folder.display()),
                None => "it".to_owned(),
            };
            return HostError::new(
                "State.Unsafe",
                Category::SecurityError,
                format!("The state file {path} {what}: {named} {why}."),
            )
            .target(path)
            .next_step(next_step);
        }
    };
    let category = match error.kind() {
        std::io::ErrorKind::PermissionDenied => Category::PermissionDenied,
        _ if id == "State.ReadFailed" => Category::ReadError,
        _ => Category::WriteError,
    };
    let made = HostError::new(id, category, format!("The state file {path} {what}."))
        .target(path)
        .because_io(CauseSource::File, &error);
    match error.kind() {
        std::io::ErrorKind::PermissionDenied => made.next_step(
            "Run the command as root, or set IOVSH_STATE_DIR to a directory of your own.",
        ),
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
            made.next_step("Make room on that file system and run the command again.")
        }
        std::io::ErrorKind::FileTooLarge => {
            made.next_step("iovsh writes no file of that size: see what wrote it, and remove it.")
        }
        _ => made.advised(),
    }
}

fn unwritten(message: &str, error: &serde_json::Error) -> HostError {
    HostError::new("State.WriteFailed", Category::WriteError, message)
        .because(CauseSource::File, error.to_string(), None)
        .advised()
}

impl Unusable {
    fn damaged(why: impl std::fmt::Display) -> Self {
        Self {
            id: "State.Corrupt",
            category: Category::InvalidData,
            why: format!("is damaged: {why}"),
            next_step: None,
        }
    }

    fn unreadable(error: FileError) -> Self {
        match error {
            FileError::Unsafe {
                of_folder,
                why,
                next_step,
            } => Self {
                id: "State.Unsafe",
                category: Category::SecurityError,
                why: format!(
                    "is not used: {} {why}",
                    if of_folder { "its folder" } else { "it" }
                ),
                next_step: Some(next_step),
            },
            FileError::Io(error) => {
                let denied = error.kind() == std::io::ErrorKind::PermissionDenied;
                Self {
                    id: "State.ReadFailed",
                    category: if denied { Category::PermissionDenied } else { Category::ReadError },
                    why: format!("cannot be read: {error}"),
                    next_step: denied.then(|| {
                        "Run the command as root, or as a member of the group that may read it (docs/security.md)."
                            .to_owned()
                    }),
                }
            }
        }
    }
}

/// The desired state that a file holds.
pub(super) fn parse(bytes: &[u8]) -> Result<Desired, Unusable> {
    #[derive(serde::Deserialize)]
    struct Layout {
        version: serde_json::Value,
    }
    let newer = |bytes: &[u8]| {
        let layout = serde_json::from_slice::<Layout>(bytes).ok();
        let number = layout.and_then(|layout| layout.version.as_u64());
        number.filter(|number| *number > u64::from(VERSION))
    };
    let object = match unseal(bytes) {
        Seal::Whole(object) => object,
        Seal::Broken => {
            return Err(Unusable::damaged(
                "it is not as it was written (its checksum does not fit)",
            ));
        }
        // A newer layout may have its checksum elsewhere.
        Seal::Missing if newer(bytes).is_some() => bytes.to_vec(),
        Seal::Missing => return Err(Unusable::damaged("it has no checksum at its end")),
    };
    if let Some(number) = newer(&object) {
        return Err(Unusable {
            id: "State.Version",
            category: Category::InvalidData,
            why: format!("was written by a newer version of iovsh (its layout is {number})"),
            next_step: Some(
                "Use the newer version; or run 'Repair-IovshState -Source Empty' to start with an empty state."
                    .to_owned(),
            ),
        });
    }
    match serde_json::from_slice::<Desired>(&object) {
        Ok(desired) if desired.version == VERSION => Ok(desired),
        Ok(desired) => Err(Unusable::damaged(format!(
            "there is no layout {}",
            desired.version
        ))),
        Err(error) => Err(Unusable::damaged(error.to_string())),
    }
}

/// The file that says which images were made for a migration.
fn images_of(migration: Uuid) -> String {
    format!("{MIGRATION}{migration}{IMAGES}")
}
