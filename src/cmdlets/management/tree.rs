//! Everything below a folder, for those who copy or move it.

use std::fs;
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};

use iovsh_shell::file_write;

/// How deep a tree is followed.
const MAX_LEVEL: usize = 500;

/// What to make of a link to a folder.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// It is taken for the folder: what is in that is found too.
    Follow,
    /// It stays a link.
    Keep,
}

/// What was found below a folder.
pub struct Tree {
    /// Paths below the folder; a folder stands before what is in it.
    pub found: Vec<PathBuf>,
    /// Folders that could not be read, or lie in themselves by a link, and why.
    pub failed: Vec<(PathBuf, io::Error)>,
    links: Links,
}

impl Tree {
    /// Looks at everything below `root`. Nothing is left out without a word in `failed`.
    pub fn of(root: &Path, links: Links) -> Self {
        let mut tree = Self {
            found: Vec::new(),
            failed: Vec::new(),
            links,
        };
        tree.walk(root, Path::new(""), &mut Vec::new());
        tree
    }

    fn walk(&mut self, root: &Path, below: &Path, above: &mut Vec<(u64, u64)>) {
        if let Err(error) = self.read(root, below, above) {
            self.failed.push((root.join(below), error));
        }
    }

    /// `above` are the folders that this one lies in, by device and inode.
    fn read(&mut self, root: &Path, below: &Path, above: &mut Vec<(u64, u64)>) -> io::Result<()> {
        let folder = root.join(below);
        let facts = fs::metadata(&folder)?;
        let id = (facts.dev(), facts.ino());
        if above.contains(&id) {
            return Err(io::Error::other("it is a link to a folder that it lies in"));
        }
        if above.len() > MAX_LEVEL {
            let why = format!("it lies more than {MAX_LEVEL} folders deep");
            return Err(io::Error::other(why));
        }
        let entries = fs::read_dir(&folder)?;
        let names: io::Result<Vec<_>> = entries.map(|entry| Ok(entry?.file_name())).collect();
        let mut names = names?;
        names.sort();
        above.push(id);
        for name in names {
            let relative = below.join(name);
            let full = root.join(&relative);
            let facts = match self.links {
                Links::Follow => fs::metadata(&full),
                Links::Keep => fs::symlink_metadata(&full),
            };
            self.found.push(relative.clone());
            if facts.is_ok_and(|facts| facts.is_dir()) {
                self.walk(root, &relative, above);
            }
        }
        above.pop();
        Ok(())
    }
}

/// Moves a file, a link or a folder to another file system: copies it, and then removes it. Links stay links.
///
/// # Errors
/// Those of the operating system. What cannot be read as a whole is left where it is, and nothing is copied.
pub fn move_across(from: &Path, to: &Path) -> io::Result<()> {
    if !fs::symlink_metadata(from)?.is_dir() {
        copy_one(from, to)?;
        return fs::remove_file(from);
    }
    let mut tree = Tree::of(from, Links::Keep);
    if let Some((_, error)) = tree.failed.pop() {
        return Err(error);
    }
    let mut folders = vec![(from.to_owned(), to.to_owned())];
    make_private(to)?;
    for relative in tree.found {
        let (source, target) = (from.join(&relative), to.join(&relative));
        if fs::symlink_metadata(&source)?.is_dir() {
            make_private(&target)?;
            folders.push((source, target));
        } else {
            copy_one(&source, &target)?;
        }
    }
    // Last, and the inner ones first: nothing can be put into a folder that may not be written.
    for (source, target) in folders.iter().rev() {
        fs::set_permissions(target, fs::metadata(source)?.permissions())?;
    }
    fs::remove_dir_all(from)
}

/// Makes a folder that nobody else can look into: what is copied into it may be its owner's alone.
fn make_private(folder: &Path) -> io::Result<()> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}

/// Copies a file or a link. A link replaces what is there.
fn copy_one(from: &Path, to: &Path) -> io::Result<()> {
    if !fs::symlink_metadata(from)?.is_symlink() {
        return file_write::copy(from, to).map(drop);
    }
    match fs::remove_file(to) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    std::os::unix::fs::symlink(fs::read_link(from)?, to)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    /// `a` with the folder `in` that only its owner may read, a link to it, one to nowhere, and one to `a` itself.
    fn sample() -> tempfile::TempDir {
        let place = tempfile::tempdir().unwrap();
        let a = place.path().join("a");
        fs::create_dir_all(a.join("in")).unwrap();
        fs::write(a.join("in/file"), "text").unwrap();
        fs::set_permissions(a.join("in"), fs::Permissions::from_mode(0o700)).unwrap();
        symlink("in", a.join("link")).unwrap();
        symlink("/nowhere", a.join("nowhere")).unwrap();
        symlink(".", a.join("self")).unwrap();
        place
    }

    fn names(tree: &Tree) -> Vec<String> {
        let each = tree.found.iter();
        each.map(|path| path.display().to_string()).collect()
    }

    #[test]
    fn a_link_to_a_folder_is_followed_or_kept_and_one_in_a_circle_is_told() {
        let place = sample();
        let a = place.path().join("a");
        let kept = Tree::of(&a, Links::Keep);
        assert_eq!(names(&kept), ["in", "in/file", "link", "nowhere", "self"]);
        assert!(kept.failed.is_empty());
        let followed = Tree::of(&a, Links::Follow);
        assert_eq!(
            names(&followed),
            ["in", "in/file", "link", "link/file", "nowhere", "self"]
        );
        let failed: Vec<&Path> = followed.failed.iter().map(|(path, _)| &**path).collect();
        assert_eq!(failed, [a.join("self")]);
    }

    #[test]
    fn what_moves_to_another_file_system_keeps_its_links_and_rights() {
        let place = sample();
        let (a, b) = (place.path().join("a"), place.path().join("b"));
        move_across(&a, &b).unwrap();
        assert!(fs::symlink_metadata(&a).is_err());
        assert_eq!(fs::read_link(b.join("link")).unwrap(), Path::new("in"));
        assert_eq!(
            fs::read_link(b.join("nowhere")).unwrap(),
            Path::new("/nowhere")
        );
        assert_eq!(fs::read_to_string(b.join("in/file")).unwrap(), "text");
        let mode = fs::metadata(b.join("in")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        move_across(&b.join("link"), &b.join("moved")).unwrap();
        assert_eq!(fs::read_link(b.join("moved")).unwrap(), Path::new("in"));
        assert!(fs::symlink_metadata(b.join("link")).is_err());
    }

    #[test]
    fn a_tree_that_is_too_deep_stays_where_it_is() {
        let place = tempfile::tempdir().unwrap();
        let a = place.path().join("a");
        let deep: PathBuf = std::iter::repeat_n("d", MAX_LEVEL + 2).collect();
        fs::create_dir_all(a.join(&deep)).unwrap();
        let b = place.path().join("b");
        let error = move_across(&a, &b).unwrap_err();
        assert!(error.to_string().contains("deep"), "{error}");
        assert!(a.join(&deep).is_dir() && !b.exists());
    }
}
