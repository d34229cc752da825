//! Folders and texts of the host: what exports of virtual machines are made of besides disk images.

use serde::{Deserialize, Serialize};

/// What is at a path, without a look through a symbolic link. Filled by [`super::Scope::stored`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Stored {
    /// Nothing.
    #[default]
    Nothing,
    /// A folder.
    Folder,
    /// A file that holds text and is small enough to be read.
    Text(String),
    /// A file that does not.
    File,
    /// A symbolic link, and whether it leads to a folder.
    Link {
        /// It leads to a folder.
        folder: bool,
    },
    /// Something that cannot be looked at, and why.
    Unreadable(String),
}

/// A file or a folder of a machine whose storage is its own and not this computer's: the simulated one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnFile {
    /// Where, from the root on.
    pub path: String,
    /// Bytes of a file; `None`: it is a folder.
    pub length: Option<u64>,
    /// Of a folder: this computer's folder of that name is seen in it too. The root is such a folder.
    pub is_shared: bool,
    /// A file system is mounted there.
    pub is_mount: bool,
    /// When it was last changed, in seconds since 1970; `None`: nobody knows.
    pub changed: Option<u64>,
}

/// A text is no longer than this; a longer one is a [`Stored::File`].
pub const LONGEST_TEXT: u64 = 4 << 20;

impl Stored {
    /// A new file can be made in it.
    #[must_use]
    pub fn is_folder(&self) -> bool {
        matches!(self, Self::Folder | Self::Link { folder: true })
    }
}
