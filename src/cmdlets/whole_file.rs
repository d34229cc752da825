//! Files that are written whole or not at all.

use std::fs::OpenOptions;
use std::io::{Error, Write as _};
use std::path::Path;

/// Writes a file that is not there; what a link of that name leads to is left alone.
///
/// # Errors
/// It is there, or cannot be written.
pub fn create(path: &Path, text: &str) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Puts a new file in the place of one that may be there: whole or not at all, and not where a link of that name leads to. Who may read and
/// write it stays as it was.
///
/// # Errors
/// It is a link, or cannot be written.
pub fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    let mut mode = None;
    match path.symlink_metadata() {
        Ok(found) if found.is_symlink() => return Err(Error::other("it is a link")),
        // A pipe or a terminal is written to.
        Ok(found) if !found.is_file() => return std::fs::write(path, text),
        Ok(found) => mode = Some(found.permissions()),
        Err(_) => {}
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let new = path.with_file_name(name);
    let written = create(&new, text)
        .and_then(|()| mode.map_or(Ok(()), |mode| std::fs::set_permissions(&new, mode)))
        .and_then(|()| std::fs::rename(&new, path));
    if written.is_err() {
        // It is no loss when it was never there.
        let _ = std::fs::remove_file(&new);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::replace;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn a_file_is_replaced_whole_and_stays_as_it_was_for_others() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.psd1");
        replace(&file, "one").unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
        // Who has the old file open goes on reading the old text: nothing was written into it.
        let mut old = std::fs::File::open(&file).unwrap();
        replace(&file, "two").unwrap();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut old, &mut text).unwrap();
        assert_eq!(text, "one");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "two");
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o640);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
