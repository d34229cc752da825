//! Files of sysfs and procfs, under a root that tests can replace.
//!
//! Reading: what is not there is `None`. Writing: the kernel's own error number comes back, and a write that hangs (a driver
//! that waits for a device's users) is given up after a time.

pub mod pci;
pub mod platform;
pub mod slot;
pub mod vf_room;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

/// The root of the file tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sysfs {
    root: PathBuf,
}

/// A write that the kernel refused, or did not finish.
#[derive(Debug)]
pub struct WriteError {
    /// The file.
    pub path: PathBuf,
    /// What was written.
    pub value: String,
    /// The kernel's refusal; of kind `TimedOut` if it did not answer.
    pub source: io::Error,
}

impl WriteError {
    /// The kernel's error number.
    pub fn errno(&self) -> Option<i32> {
        self.source.raw_os_error()
    }

    /// True if the write was given up.
    pub fn timed_out(&self) -> bool {
        self.source.kind() == io::ErrorKind::TimedOut
    }
}

impl std::fmt::Display for WriteError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "writing '{}' to {}: {}",
            self.value,
            self.path.display(),
            self.source
        )
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

impl Default for Sysfs {
    fn default() -> Self {
        Self::at("/")
    }
}

impl Sysfs {
    /// The tree below this folder.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The place of an absolute path in this tree.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root.join(path.trim_start_matches('/'))
    }

    /// True if it is there.
    pub fn exists(&self, path: &str) -> bool {
        self.path(path).exists()
    }

    /// A file's text without white space at its ends.
    pub fn text(&self, path: &str) -> Option<String> {
        text_at(&self.path(path))
    }

    /// Names in a folder, sorted; none if it is not there.
    pub fn names(&self, path: &str) -> Vec<String> {
        names_at(&self.path(path))
    }

    /// Writes a file.
    ///
    /// # Errors
    /// The kernel's refusal, or a time-out.
    pub fn write(&self, path: &str, value: &str, within: Duration) -> Result<(), WriteError> {
        write_at(&self.path(path), value, within)
    }
}

/// A file's text without white space at its ends.
pub fn text_at(path: &Path) -> Option<String> {
    let bytes = fs::read(path).ok()?;
    Some(String::from_utf8_lossy(&bytes).trim().to_owned())
}

/// A file's number, decimal or with `0x` hexadecimal.
pub fn number_at(path: &Path) -> Option<u64> {
    let text = text_at(path)?;
    match text.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    }
}

/// The last part of where a link leads.
pub fn link_name_at(path: &Path) -> Option<String> {
    let target = fs::read_link(path).ok()?;
    Some(target.file_name()?.to_string_lossy().into_owned())
}

/// Names in a folder, sorted; none if it is not there.
pub fn names_at(path: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(path)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .collect();
    names.sort_unstable();
    names
}

/// Writes a file in one call, as sysfs wants it.
///
/// # Errors
/// The kernel's refusal. After `within` the write is left to itself and reported as timed out: whether it will be done is
/// then unknown.
pub fn write_at(path: &Path, value: &str, within: Duration) -> Result<(), WriteError> {
    let (done, waiting) = mpsc::channel();
    let (file, text) = (path.to_owned(), value.to_owned());
    let worker = std::thread::Builder::new().name("sysfs-write".to_owned());
    let spawned = worker.spawn(move || {
        let written = fs::OpenOptions::new()
            .write(true)
            .open(&file)
            .and_then(|mut file| file.write_all(text.as_bytes()));
        // Nobody waits any more after a time-out.
        let _ = done.send(written);
    });
    let result = match spawned {
        Err(error) => Err(error),
        Ok(_) => waiting.recv_timeout(within).unwrap_or_else(|_| {
            Err(io::Error::new(
                io::ErrorKind::TimedOut,
                format!("the kernel did not finish within {} s", within.as_secs()),
            ))
        }),
    };
    result.map_err(|source| WriteError {
        path: path.to_owned(),
        value: value.trim().to_owned(),
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_is_none_and_numbers_come_in_two_forms() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a"), " 12\n").unwrap();
        fs::write(folder.path().join("b"), "0x8086\n").unwrap();
        let sysfs = Sysfs::at(folder.path());
        assert_eq!(sysfs.text("/a").as_deref(), Some("12"));
        assert_eq!(number_at(&sysfs.path("/a")), Some(12));
        assert_eq!(number_at(&sysfs.path("b")), Some(0x8086));
        assert_eq!(sysfs.text("/c"), None);
        assert_eq!(sysfs.names("/"), ["a", "b"]);
        assert!(sysfs.names("/nowhere").is_empty());
    }

    #[test]
    fn a_refused_write_keeps_its_error_number() {
        let folder = tempfile::tempdir().unwrap();
        let sysfs = Sysfs::at(folder.path());
        let error = sysfs
            .write("/absent", "1", Duration::from_secs(20))
            .unwrap_err();
        assert_eq!(error.errno(), Some(2));
        assert!(!error.timed_out());
    }
}
