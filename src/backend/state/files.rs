//! What a store keeps its files in: a few operations on named files, carried out by a folder or by memory.

use std::fmt::Debug;
use std::io;
use std::path::PathBuf;

/// The largest file that is read, in bytes. A host with thousands of VFs needs a hundredth of it.
pub(crate) const LARGEST: u64 = 64 << 20;

/// Whether a file has to survive a power cut when the call has returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// It survives a power cut: file and folder are synced.
    PowerCut,
    /// It survives the death of the process.
    Process,
}

/// Why a file cannot be read or written.
#[derive(Debug)]
pub(crate) enum FileError {
    /// The file system refuses.
    Io(io::Error),
    /// The folder or the file could have been made, or could be changed, by somebody who may not change the host.
    Unsafe {
        /// It is the folder, not the file.
        of_folder: bool,
        /// What is wrong, as the end of a sentence that begins with the path.
        why: String,
        /// What to do about it.
        next_step: String,
    },
}

impl From<io::Error> for FileError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<rustix::io::Errno> for FileError {
    fn from(error: rustix::io::Errno) -> Self {
        Self::Io(error.into())
    }
}

/// The lock while it is held; given up when this is dropped.
pub(crate) trait Held: Debug + Send {}

/// What came of asking for the lock.
#[derive(Debug)]
pub(crate) enum LockAttempt {
    /// It is held now.
    Held(Box<dyn Held>),
    /// Somebody else has it; who, for example `process 4711 (iovsh)`.
    Busy(String),
}

/// Files by name, without folders. All names are chosen by this program.
pub(crate) trait Files: Debug + Send + Sync {
    /// The folder, where there is one.
    fn folder(&self) -> Option<PathBuf>;

    /// The whole file; `None` when there is none. One that is larger than [`LARGEST`] is an error.
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, FileError>;

    /// The last bytes of a file, at most `most`; `None` when there is none.
    fn tail(&self, name: &str, most: u64) -> Result<Option<Vec<u8>>, FileError>;

    /// The file's length in bytes; `None` when there is none.
    fn length(&self, name: &str) -> Result<Option<u64>, FileError>;

    /// Writes the file as a whole: after any crash it holds the old or the new content.
    fn replace(&self, name: &str, bytes: &[u8], durability: Durability) -> Result<(), FileError>;

    /// Appends to a file, which is made when there is none, in one write.
    fn append(&self, name: &str, bytes: &[u8]) -> Result<(), FileError>;

    /// Makes the file so long, with zeros where nothing was written; makes it when there is none.
    fn set_length(&self, name: &str, length: u64) -> Result<(), FileError>;

    /// Gives the file another name, over whatever has that name.
    fn rename(&self, from: &str, to: &str) -> Result<(), FileError>;

    /// Removes the file; one that is not there is no error.
    fn remove(&self, name: &str) -> Result<(), FileError>;

    /// The names of all files.
    fn names(&self) -> Result<Vec<String>, FileError>;

    /// Takes a file for as long as the answer lives; `None` when somebody has it. The file is made when there is none.
    fn try_hold(&self, name: &str) -> Result<Option<Box<dyn Held>>, FileError>;

    /// Whether somebody has taken the file now. Who asks makes no file, and is in nobody's way who asks too.
    fn is_held(&self, name: &str) -> Result<bool, FileError>;

    /// Whether this process may write here. Nothing is made.
    fn may_write(&self) -> Result<(), FileError>;

    /// Takes the lock if nobody has it.
    fn try_lock(&self) -> Result<LockAttempt, FileError>;
}
