//! Programs of the system that iovsh runs, by where they are: never by the caller's `PATH`, which another user may have chosen.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Where distributions keep their programs; NixOS has the last.
const FOLDERS: [&str; 5] = [
    "/usr/sbin",
    "/usr/bin",
    "/sbin",
    "/bin",
    "/run/current-system/sw/bin",
];

/// A command that runs this program of the system. One that is not there fails when it is run, as `NotFound`.
#[must_use]
pub fn command(name: &str) -> Command {
    Command::new(place_of(name, |path| path.is_file()))
}

fn place_of(name: &str, there: impl Fn(&Path) -> bool) -> PathBuf {
    let all = || FOLDERS.iter().map(|folder| Path::new(folder).join(name));
    let first = || Path::new(FOLDERS[0]).join(name);
    all().find(|path| there(path)).unwrap_or_else(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_the_caller_decides_nothing() {
        let place = place_of("ping", |path| path == Path::new("/bin/ping"));
        assert_eq!(place, Path::new("/bin/ping"));
        let nowhere = place_of("ping", |_| false);
        assert!(nowhere.is_absolute());
        let error = command("there-is-no-such-program").output().unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
    }
}
