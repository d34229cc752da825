//! The record of a session that `Start-Transcript` keeps.

use std::path::PathBuf;
use std::rc::Rc;

use iovsh_shell::eval::Session;

/// Where the session's transcript is kept among what cmdlets keep.
const KEY: &str = "transcript";

/// The file of the transcript that is being written.
pub fn current(session: &Session) -> Option<PathBuf> {
    let kept = session.kept.get(KEY)?.clone();
    kept.downcast::<PathBuf>().ok().map(|path| (*path).clone())
}

/// Remembers which file is being written, or that none is.
pub fn set_current(session: &mut Session, path: Option<PathBuf>) {
    match path {
        Some(path) => {
            session.kept.insert(KEY, Rc::new(path));
        }
        None => {
            session.kept.remove(KEY);
        }
    }
}
