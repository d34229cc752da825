//! Files that are copied from or to a host: looked at, read and written in parts. The same is done at both ends.
//!
//! A file is written beside its place, under a name of its own, and takes its place when all of it is there. What was not finished is
//! removed when the one who wrote it goes away.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use iovsh_base::base64::{base64, from_base64};
use serde::{Deserialize, Serialize};

use crate::{Category, CauseSource, HostError};

/// So many bytes are read or written at once.
pub const PART: u64 = 2 << 20;

/// The most names of one folder.
const NAMES: usize = 1 << 18;

/// What is asked. Paths are absolute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileWork {
    /// What is there?
    Look(String),
    /// What is in a folder?
    List(String),
    /// A part of a file, from a place on.
    Read(String, u64),
    /// A file is to be written; the answer is where its parts go.
    Begin {
        /// Its path.
        path: String,
        /// Over one that may not be written.
        force: bool,
    },
    /// A part, in base 64, behind those that were written.
    Write(String, String),
    /// All parts are there.
    Finish {
        /// Where they are.
        part: String,
        /// The file's path.
        path: String,
        /// Its permissions.
        mode: u32,
    },
    /// The file is not wanted any more.
    Discard(String),
    /// A folder, with those above it.
    MakeFolder(String),
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileReply {
    /// What is there; `None`: nothing.
    Found(Option<FileFacts>),
    /// What is in the folder, by name.
    Listed(Vec<FileFacts>),
    /// The part, in base 64; empty at the end.
    Part(String),
    /// Where the parts go.
    Begun(String),
    /// It is done.
    Done,
}

/// A file or folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    /// Its name, without the folder.
    pub name: String,
    /// What it is, behind links.
    pub kind: FileKind,
    /// Whether it is a link.
    pub is_link: bool,
    /// How large a file is, in bytes.
    pub size: u64,
    /// Its permissions.
    pub mode: u32,
}

/// What something in a folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// Neither, a device or pipe, or a link to nowhere.
    Other,
}

/// Who does what is asked, and knows what is unfinished.
#[derive(Debug, Default)]
pub struct Files {
    parts: BTreeSet<PathBuf>,
}

impl Files {
    /// Does it.
    ///
    /// # Errors
    /// `File.NotFound`, `File.Denied`, `File.Failed`, with the kernel's words.
    pub fn carry_out(&mut self, work: FileWork) -> Result<FileReply, HostError> {
        match work {
            FileWork::Look(path) => look(Path::new(&path)).map_err(|error| refused(&path, &error)),
            FileWork::List(path) => list(Path::new(&path)).map_err(|error| refused(&path, &error)),
            FileWork::Read(path, from) => {
                read(Path::new(&path), from).map_err(|error| refused(&path, &error))
            }
            FileWork::Begin { path, force } => self
                .begin(Path::new(&path), force)
                .map_err(|error| refused(&path, &error)),
            FileWork::Write(part, bytes) => self
                .write(Path::new(&part), &bytes)
                .map_err(|error| refused(&part, &error)),
            FileWork::Finish { part, path, mode } => self
                .finish(Path::new(&part), Path::new(&path), mode)
                .map_err(|error| refused(&path, &error)),
            FileWork::Discard(part) => {
                if self.parts.remove(Path::new(&part)) {
                    // What is gone already is gone.
                    let _ = fs::remove_file(&part);
                }
                Ok(FileReply::Done)
            }
            FileWork::MakeFolder(path) => fs::create_dir_all(&path)
                .map(|()| FileReply::Done)
                .map_err(|error| refused(&path, &error)),
        }
    }

    fn begin(&mut self, path: &Path, force: bool) -> io::Result<FileReply> {
        // A link is written through, as by everybody else.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return Err(io::ErrorKind::IsADirectory.into());
        };
        match fs::metadata(&path) {
            Ok(facts) if facts.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Ok(facts) if !facts.is_file() => {
                return Err(io::Error::other("it is a device or a pipe"));
            }
            Ok(_) if !force => drop(OpenOptions::new().write(true).open(&path)?),
            _ => {}
        }
        let mut number = 0_u32;
        loop {
            let part = folder.join(format!(
                ".{}.{}-{number}.part",
                name.to_string_lossy(),
                std::process::id()
            ));
            let made = OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&part);
            match made {
                Ok(_) => {
                    let text = part.to_str().ok_or(io::ErrorKind::InvalidFilename)?;
                    let reply = FileReply::Begun(text.to_owned());
                    self.parts.insert(part);
                    return Ok(reply);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 1000 => {
                    number += 1;
                }
                Err(error) => return Err(error),
            }
        }
    }

    fn write(&self, part: &Path, bytes: &str) -> io::Result<FileReply> {
        self.is_known(part)?;
        let bytes = from_base64(bytes).ok_or(io::ErrorKind::InvalidData)?;
        let mut file = OpenOptions::new().append(true).open(part)?;
        file.write_all(&bytes)?;
        Ok(FileReply::Done)
    }

    fn finish(&mut self, part: &Path, path: &Path, mode: u32) -> io::Result<FileReply> {
        self.is_known(part)?;
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let file = File::open(part)?;
        file.set_permissions(Permissions::from_mode(mode & 0o777))?;
        file.sync_all()?;
        fs::rename(part, path)?;
        self.parts.remove(part);
        Ok(FileReply::Done)
    }

    /// Only what was begun here is written.
    fn is_known(&self, part: &Path) -> io::Result<()> {
        match self.parts.contains(part) {
            true => Ok(()),
            false => Err(io::ErrorKind::NotFound.into()),
        }
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        for part in &self.parts {
            let _ = fs::remove_file(part);
        }
    }
}

fn look(path: &Path) -> io::Result<FileReply> {
    match facts(path) {
        Ok(found) => Ok(FileReply::Found(Some(found))),
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            Ok(FileReply::Found(None))
        }
        Err(error) => Err(error),
    }
}

fn facts(path: &Path) -> io::Result<FileFacts> {
    let is_link = fs::symlink_metadata(path)?.is_symlink();
    let name = path.file_name().unwrap_or_default();
    let name = name.to_str().ok_or_else(|| {
        io::Error::new(
            io::ErrorKind::InvalidFilename,
            format!("the name '{}' is no UTF-8 text", name.to_string_lossy()),
        )
    })?;
    let behind = fs::metadata(path);
    let kind = match &behind {
        Ok(facts) if facts.is_dir() => FileKind::Folder,
        Ok(facts) if facts.is_file() => FileKind::File,
        _ => FileKind::Other,
    };
    Ok(FileFacts {
        name: name.to_owned(),
        kind,
        is_link,
        size: behind.as_ref().map_or(0, fs::Metadata::len),
        mode: behind.map_or(0, |facts| facts.permissions().mode()),
    })
}

fn list(path: &Path) -> io::Result<FileReply> {
    let mut found = Vec::new();
    for entry in fs::read_dir(path)? {
        match facts(&entry?.path()) {
            Ok(facts) => found.push(facts),
            // It has gone meanwhile.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        if found.len() > NAMES {
            return Err(io::Error::other("the folder has too many names"));
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(FileReply::Listed(found))
}

fn read(path: &Path, from: u64) -> io::Result<FileReply> {
    // A pipe would never end.
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(from))?;
    let mut bytes = Vec::new();
    file.take(PART).read_to_end(&mut bytes)?;
    Ok(FileReply::Part(base64(&bytes)))
}

fn refused(path: &str, error: &io::Error) -> HostError {
    let (id, category, message) = match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => (
            "File.NotFound",
            Category::ObjectNotFound,
            format!("Could not find a part of the path '{path}'."),
        ),
        io::ErrorKind::PermissionDenied => (
            "File.Denied",
            Category::PermissionDenied,
            format!("Access to the path '{path}' is denied."),
        ),
        _ => (
            "File.Failed",
            Category::WriteError,
            format!("'{path}': {error}."),
        ),
    };
    HostError::new(id, category, message)
        .target(path)
        .because_io(CauseSource::File, error)
        .advised()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(path: &Path) -> String {
        path.to_str().unwrap().to_owned()
    }

    #[test]
    fn a_file_takes_its_place_when_all_of_it_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "before").unwrap();
        let mut files = Files::default();
        let begin = FileWork::Begin {
            path: text(&path),
            force: false,
        };
        let FileReply::Begun(part) = files.carry_out(begin.clone()).unwrap() else {
            panic!("it begins");
        };
        for bytes in [&[0_u8, 255][..], b"more"] {
            let write = FileWork::Write(part.clone(), base64(bytes));
            assert_eq!(files.carry_out(write), Ok(FileReply::Done));
        }
        assert_eq!(fs::read(&path).unwrap(), b"before");
        let finish = FileWork::Finish {
            part,
            path: text(&path),
            mode: 0o640,
        };
        files.carry_out(finish).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"\0\xffmore");
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o640
        );
        // What is not finished is gone with the one who began it.
        files.carry_out(begin).unwrap();
        drop(files);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn only_what_was_begun_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "mine").unwrap();
        let mut files = Files::default();
        for work in [
            FileWork::Write(text(&path), base64(b"x")),
            FileWork::Finish {
                part: text(&path),
                path: text(&folder.path().join("b")),
                mode: 0o600,
            },
            FileWork::Begin {
                path: text(folder.path()),
                force: true,
            },
            FileWork::Read(text(folder.path()), 0),
            FileWork::List(text(&path)),
        ] {
            assert!(files.carry_out(work.clone()).is_err(), "{work:?}");
        }
        files.carry_out(FileWork::Discard(text(&path))).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"mine");
        let none = files.carry_out(FileWork::Look(text(&path.join("x"))));
        assert_eq!(none, Ok(FileReply::Found(None)));
    }
}
