//! Folders and texts at paths, without a look through symbolic links.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read as _};
use std::os::unix::fs::OpenOptionsExt as _;

use crate::model::{LONGEST_TEXT, Stored};

/// What is at these paths.
pub(super) fn observe(paths: &[String]) -> BTreeMap<String, Stored> {
    let seen = paths.iter().map(|path| (path.clone(), look(path)));
    seen.collect()
}

fn look(path: &str) -> Stored {
    let about = match fs::symlink_metadata(path) {
        Ok(about) => about,
        // A file where a folder should be holds nothing.
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            return Stored::Nothing;
        }
        Err(error) => return Stored::Unreadable(error.to_string()),
    };
    if about.is_dir() {
        return Stored::Folder;
    }
    if about.is_symlink() {
        return Stored::Link {
            folder: fs::metadata(path).is_ok_and(|behind| behind.is_dir()),
        };
    }
    if !about.is_file() {
        return Stored::Unreadable("it is neither a file nor a folder".to_owned());
    }
    match text(path) {
        Ok(text) => text.map_or(Stored::File, Stored::Text),
        Err(error) => Stored::Unreadable(error.to_string()),
    }
}

/// What is written there; `None` of what is too long or no text. Nothing is read through a link that appeared meanwhile.
fn text(path: &str) -> io::Result<Option<String>> {
    let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
    let flags = i32::try_from(flags.bits()).unwrap_or(0);
    let file = fs::OpenOptions::new()
        .read(true)
        .custom_flags(flags)
        .open(path)?;
    if file.metadata()?.len() > LONGEST_TEXT {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    file.take(LONGEST_TEXT.saturating_add(1))
        .read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > LONGEST_TEXT {
        return Ok(None);
    }
    Ok(String::from_utf8(bytes).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_told_from_what_they_lead_to() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).display().to_string();
        fs::write(at("text"), "a\n").unwrap();
        fs::write(at("bytes"), [0xff, 0xfe]).unwrap();
        std::os::unix::fs::symlink(at("text"), at("link")).unwrap();
        std::os::unix::fs::symlink(folder.path(), at("way")).unwrap();
        assert_eq!(look(&at("text")), Stored::Text("a\n".to_owned()));
        assert_eq!(look(&at("bytes")), Stored::File);
        assert_eq!(look(&at("link")), Stored::Link { folder: false });
        assert_eq!(look(&at("way")), Stored::Link { folder: true });
        assert_eq!(look(&at("nothing")), Stored::Nothing);
        assert_eq!(look(&at("text/below")), Stored::Nothing);
        assert_eq!(look(&folder.path().display().to_string()), Stored::Folder);
    }
}
