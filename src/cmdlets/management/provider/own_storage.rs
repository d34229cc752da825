//! Files of a simulated host among those of this computer.
//!
//! A simulated host has folders and images of its own, and its cmdlets print their paths. Such a path leads to what the simulated host
//! has: to a file or folder of it, and to everything on a file system or in a folder that it has for itself. Every other path is this
//! computer's, and what changes something there says so. A folder that both have, as `/` or `/tmp`, shows what either has in it.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::{Child, path_not_found};
use crate::host_access::{HostAccess, Outcome};
use crate::services::Services;
use iovsh_backend::Scope;
use iovsh_backend::model::{OwnFile, VmDetail};
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::export::ways;
use iovsh_backend::policy::storage::image::{Conversion, NewVhd};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::{Context, Session};
use iovsh_shell::location::Location;
use iovsh_shell::os_text;
use iovsh_shell::syntax::quote::quote_argument;

/// Whose a path is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Side {
    /// This computer's.
    Computer(PathBuf),
    /// A folder that this computer and the simulated host have, or may have.
    Both(PathBuf),
    /// The simulated host has this there.
    Host(OwnFile),
    /// It would be the simulated host's, which has nothing there: this is its path.
    Nothing(String),
}

/// All that the host of the session has for itself; `None` where its files are this computer's, or another one's.
fn files(session: &Session) -> Option<Vec<OwnFile>> {
    let services = Services::from_any(&session.services())?;
    services.own_files()
}

/// Whether a folder of the simulated host is one of this computer too: one that only the simulated host has is its own.
fn is_shared(file: &OwnFile) -> bool {
    file.length.is_none() && file.is_shared && Path::new(&file.path).is_dir()
}

/// Whose a path is, given what a simulated host has.
pub fn side_of(files: &[OwnFile], path: PathBuf) -> Side {
    let text = os_text::text_of(&path);
    let found = |path: &str| {
        let at = files.binary_search_by(|file| file.path.as_str().cmp(path));
        at.ok().and_then(|at| files.get(at))
    };
    if let Some(file) = found(&text) {
        return match is_shared(file) {
            true => Side::Both(path),
            false => Side::Host(file.clone()),
        };
    }
    // What is next above it decides: in a folder of the simulated host everything is its own, however deep.
    let mut above = path.ancestors().skip(1).filter_map(Path::to_str);
    match above.find_map(found) {
        Some(folder) if !is_shared(folder) => Side::Nothing(text),
        _ => Side::Computer(path),
    }
}

/// Whose a location of the file system is.
pub fn side(session: &Session, at: &Location) -> Side {
    let Some(path) = at.native() else {
        return Side::Nothing(at.text());
    };
    match files(session) {
        Some(files) => side_of(&files, path),
        None => Side::Computer(path),
    }
}

/// What the simulated host has in a folder.
pub fn children(session: &Session, at: &Location) -> Vec<Child> {
    let folder = at.native().map(os_text::text_of).unwrap_or_default();
    let own = files(session).unwrap_or_default().into_iter();
    own.filter_map(|file| {
        Some(Child {
            name: name_in(&folder, &file.path)?.to_owned(),
            container: file.length.is_none(),
        })
    })
    .collect()
}

/// The name of a path that is directly in a folder.
pub fn name_in<'p>(folder: &str, path: &'p str) -> Option<&'p str> {
    let rest = path.strip_prefix(folder.trim_end_matches('/'))?;
    let name = rest.strip_prefix('/')?;
    (!name.is_empty() && !name.contains('/')).then_some(name)
}

/// The path of what is to be read or changed on this computer.
///
/// # Errors
/// `SimulatedFile`: it is the simulated host's, of whose files nothing but their sizes is known; `PathNotFound`: it is on no file system.
pub fn of_this_computer(session: &Session, at: &Location) -> Result<PathBuf, ShellError> {
    let path = at.native().ok_or_else(|| path_not_found(&at.text()))?;
    is_this_computer_s(session, &path)?;
    Ok(path)
}

/// Refuses a path that leads to a file of the simulated host.
///
/// # Errors
/// `SimulatedFile`.
pub fn is_this_computer_s(session: &Session, path: &Path) -> Result<(), ShellError> {
    let text = os_text::text_of(path);
    let refused = |message: String, help: String| {
        ShellError::new("SimulatedFile", ErrorCategory::NotImplemented, message)
            .exception("System.Management.Automation.PSNotSupportedException")
            .target(text.as_str())
            .help(help)
    };
    let side = files(session).map(|files| side_of(&files, path.to_owned()));
    match side.unwrap_or_else(|| Side::Computer(path.to_owned())) {
        Side::Computer(_) | Side::Both(_) => Ok(()),
        Side::Host(found) if found.length.is_none() => Err(refused(
            format!("'{text}' is a folder of the simulated host."),
            format!("See what is in it: Get-ChildItem {}", quote_argument(&text)),
        )),
        Side::Host(_) => Err(refused(
            format!(
                "'{text}' is a file of the simulated host, which knows its size and not what is in it."
            ),
            format!(
                "Get-VHD {0} says more of a disk; Copy-Item {0} /srv/vms copies it, on the simulated host alone.",
                quote_argument(&text)
            ),
        )),
        Side::Nothing(_) => Err(refused(
            format!(
                "'{text}' is in a folder of the simulated host, which has disk images and folders and nothing else."
            ),
            format!(
                "Make an image: New-VHD {0} -SizeBytes 40GB; or a folder: New-Item -ItemType Directory {0}; or name a folder of this computer.",
                quote_argument(&text)
            ),
        )),
    }
}

/// Under this key a session keeps of which folders it has been said.
const SAID: &str = "files are this computer's";

/// The same for what is to be changed. The first time in each folder below the root a warning says that the file is no simulated one: at
/// a prompt, and in a script that is rehearsed, whose author may have forgotten it.
///
/// # Errors
/// The same.
pub fn to_change(cx: &mut Context, at: &Location) -> Flow<Result<PathBuf, ShellError>> {
    let path = match of_this_computer(cx.session(), at) {
        Ok(path) => path,
        Err(error) => return Ok(Err(error)),
    };
    let services = Services::from_any(&cx.session().services());
    if services.is_some_and(|services| services.is_rehearsal()) {
        say_whose(cx, &path)?;
    }
    Ok(Ok(path))
}

/// Says, once for each folder below the root, that a path is this computer's although the host is simulated. `-WhatIf` changes nothing.
pub fn say_whose(cx: &mut Context, path: &Path) -> Flow {
    if cx.is_what_if() {
        return Ok(());
    }
    let mut parts = path.components().skip(1);
    let top = parts.next().map(|part| part.as_os_str().to_owned());
    // A device is no file that anybody keeps something in.
    if top.as_deref() == Some(OsStr::new("dev")) {
        return Ok(());
    }
    let kept = cx.session().kept.entry(SAID);
    let kept = kept.or_insert_with(|| Rc::new(RefCell::new(BTreeSet::<OsString>::new())));
    let said = Rc::clone(kept).downcast::<RefCell<BTreeSet<OsString>>>();
    let is_new = said.is_ok_and(|said| said.borrow_mut().insert(top.unwrap_or_default()));
    if is_new {
        cx.warning(format!(
            "'{}' is this computer's, not the simulated host's, and is really changed: files are simulated where Get-VMHost has its disks, and what lies there alone.",
            os_text::text_of(path)
        ))?;
    }
    Ok(())
}

/// Removes what the simulated host has at a path; with `recurse` all that is in it, too. A folder at which a file system is mounted,
/// there or below, stays.
pub fn remove(cx: &mut Context, file: &OwnFile, recurse: bool) -> Flow {
    let all = files(cx.session()).unwrap_or_default();
    let is_there = |known: &OwnFile| Path::new(&known.path).starts_with(&file.path);
    if let Some(mount) = all.iter().find(|known| known.is_mount && is_there(known)) {
        let error = ShellError::new(
            "SimulatedFile",
            ErrorCategory::InvalidOperation,
            format!(
                "'{}' stays: at '{}' the simulated host has a file system.",
                file.path, mount.path
            ),
        );
        let error = error
            .exception("System.Management.Automation.PSInvalidOperationException")
            .target(file.path.as_str());
        return cx.error(error.help("Name what is in it: Get-ChildItem shows that."));
    }
    let mut paths = vec![file.path.clone()];
    if recurse {
        let below = format!("{}/", file.path);
        paths.extend(
            all.into_iter()
                .map(|file| file.path)
                .filter(|path| path.starts_with(&below)),
        );
    }
    // What is in a folder stands behind it, and goes first.
    for path in paths.into_iter().rev() {
        let scope = Scope {
            vms: VmDetail::Full,
            images: Some(vec![path.clone()]),
            stored: Some(vec![path.clone()]),
            ..Scope::PLAN
        };
        cx.change(&scope, &Intent::RemoveFile { path })?;
    }
    Ok(())
}

/// A file of the simulated host and the place of its own that it is to be copied or moved to, by their paths; `None` where one of them
/// is not its own.
pub fn both_own(
    session: &Session,
    source: &Location,
    target: &Location,
) -> Option<(String, String)> {
    let Side::Host(file) = side(session, source) else {
        return None;
    };
    file.length?;
    match side(session, target) {
        Side::Nothing(to) => Some((file.path, to)),
        Side::Host(there) => Some((file.path, there.path)),
        Side::Computer(_) | Side::Both(_) => None,
    }
}

/// Copies a file of the simulated host to a place of its own, or moves it there; `false` when that was not done.
pub fn copy(cx: &mut Context, from: String, to: String, goes: bool) -> Flow<bool> {
    let scope = Scope {
        vms: VmDetail::Full,
        images: Some(vec![from.clone(), to.clone()]),
        ..Scope::PLAN
    };
    let conversion = Conversion {
        from,
        to: NewVhd {
            path: to,
            ..NewVhd::default()
        },
        deletes_source: goes,
        as_it_is: true,
    };
    let intent = Intent::ConvertImage(Box::new(conversion));
    Ok(cx.change(&scope, &intent)? == Outcome::Done)
}

/// Makes a folder of the simulated host; `false` when it was not made.
pub fn make_folder(cx: &mut Context, path: &str) -> Flow<bool> {
    let scope = Scope {
        images: Some(Vec::new()),
        stored: Some(ways(path)),
        ..Scope::PLAN
    };
    let path = path.to_owned();
    let outcome = cx.change(&scope, &Intent::MakeFolder { path })?;
    Ok(outcome == Outcome::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Vec<OwnFile> {
        let services = Services::in_memory("default").unwrap();
        services.own_files().unwrap()
    }

    #[test]
    fn a_path_is_the_simulated_host_s_where_it_has_something_or_keeps_its_images() {
        let files = files();
        let side = |path: &str| side_of(&files, path.into());
        for (path, is_folder) in [
            ("/var/lib/libvirt/images", true),
            ("/var/lib/libvirt/images/web1.qcow2", false),
            ("/srv/vms", true),
            ("/srv", true),
        ] {
            match side(path) {
                Side::Host(file) => assert_eq!(file.length.is_none(), is_folder, "{path}"),
                other => panic!("{path}: {other:?}"),
            }
        }
        for path in [
            "/var/lib/libvirt/images/none.qcow2",
            "/srv/vms/new",
            "/srv/new/a.vhdx",
        ] {
            assert_eq!(side(path), Side::Nothing(path.to_owned()));
        }
        for path in ["/", "/tmp", "/var/lib"] {
            assert_eq!(side(path), Side::Both(path.into()), "{path}");
        }
        for path in ["/etc/hosts", "/tmp/x", "/home/me"] {
            assert_eq!(side(path), Side::Computer(Path::new(path).to_owned()));
        }
    }

    #[test]
    fn a_folder_that_this_computer_has_not_got_is_the_simulated_host_s_alone() {
        let mut files = files();
        let at = files.binary_search_by(|file| file.path.as_str().cmp("/no-such-backup"));
        let folder = OwnFile {
            path: "/no-such-backup".to_owned(),
            length: None,
            is_shared: true,
            is_mount: false,
            changed: None,
        };
        files.insert(at.unwrap_err(), folder.clone());
        assert_eq!(
            side_of(&files, "/no-such-backup".into()),
            Side::Host(folder)
        );
        let below = "/no-such-backup/a/b";
        assert_eq!(
            side_of(&files, below.into()),
            Side::Nothing(below.to_owned())
        );
    }

    #[test]
    fn only_what_is_directly_in_a_folder_is_its_child() {
        assert_eq!(name_in("/srv", "/srv/vms"), Some("vms"));
        assert_eq!(name_in("/", "/srv"), Some("srv"));
        for path in ["/srv", "/srvx", "/srv/a/b", "/"] {
            assert_eq!(name_in("/srv", path), None, "{path}");
        }
    }
}
