//! Which files go into an archive, and under which names.

use std::fs;
use std::path::{Path, PathBuf};

use iovsh_shell::os_text;

/// A file or an empty folder that goes into an archive.
#[derive(Debug, PartialEq, Eq)]
pub struct Part {
    /// Where it is.
    pub path: PathBuf,
    /// Its name in the archive, with `/`; that of a folder ends with one.
    pub name: String,
}

/// All that a path stands for: a file, or a folder with everything in it, under its own name. A link is what it leads to; one
/// that leads around in a circle is left out.
///
/// # Errors
/// A folder that cannot be read.
pub fn parts(path: &Path) -> std::io::Result<Vec<Part>> {
    let name = os_text::text_of(path.file_name().unwrap_or_default());
    let mut found = Vec::new();
    let mut open = vec![(path.to_path_buf(), name, 0)];
    while let Some((path, name, depth)) = open.pop() {
        if !path.is_dir() {
            if path.exists() {
                found.push(Part { path, name });
            }
            continue;
        }
        // The kernel itself follows no more than 40 links on one way.
        if depth > 255 {
            continue;
        }
        let mut inner: Vec<_> = fs::read_dir(&path)?.collect::<Result<_, _>>()?;
        inner.sort_by_key(fs::DirEntry::file_name);
        if inner.is_empty() {
            found.push(Part {
                path: path.clone(),
                name: format!("{name}/"),
            });
        }
        for entry in inner.into_iter().rev() {
            let link_to_folder = entry.file_type()?.is_symlink() && entry.path().is_dir();
            if link_to_folder
                && entry
                    .path()
                    .canonicalize()
                    .is_ok_and(|to| path.starts_with(to))
            {
                continue;
            }
            let inner_name = format!("{name}/{}", os_text::text_of(entry.file_name()));
            open.push((entry.path(), inner_name, depth + 1));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_goes_in_under_its_own_name_and_a_circle_ends() {
        let folder = tempfile::tempdir().expect("a folder");
        let top = folder.path().join("top");
        fs::create_dir_all(top.join("empty")).expect("folders");
        fs::create_dir_all(top.join("b")).expect("folders");
        fs::write(top.join("b/x.txt"), "x").expect("a file");
        std::os::unix::fs::symlink(&top, top.join("b/around")).expect("a link");
        let names: Vec<String> = parts(&top)
            .expect("readable")
            .into_iter()
            .map(|part| part.name)
            .collect();
        assert_eq!(names, ["top/b/x.txt", "top/empty/"]);
    }
}
