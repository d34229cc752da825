//! What the prompt reads of the user's: `$PROFILE`, and the function `prompt`.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::error::Flow;
use crate::error_record::ErrorRecord;
use crate::eval::{Function, InformationRecord, Outcome, Output, Session, TextRecord};
use crate::host_message::HostMessage;
use crate::screen::Screen;
use crate::value::{Value, convert};

/// The script that `$PROFILE` names, when there is one and it may be run.
///
/// # Errors
/// Why a profile that is there is not run, for the user.
pub fn to_run(session: &Session) -> Result<Option<PathBuf>, String> {
    let Some(value) = session.get_variable("PROFILE") else {
        return Ok(None);
    };
    let path = PathBuf::from(&*convert::to_text(&value));
    if !path.is_file() {
        return Ok(None);
    }
    let folder = path.parent().unwrap_or(Path::new("/"));
    for place in [&*path, folder] {
        if let Some((reason, remedy)) = distrust(place) {
            return Err(format!(
                "The profile {} was not run: {reason}. {remedy}",
                path.display()
            ));
        }
    }
    Ok(Some(path))
}

/// Why others than the user and root could have written what is there, and what to do; `None` when they could not.
fn distrust(place: &Path) -> Option<(String, String)> {
    let name = place.display();
    let (Ok(data), Ok(own)) = (place.metadata(), std::fs::metadata("/proc/self")) else {
        return Some((format!("{name} cannot be looked at"), String::new()));
    };
    if data.uid() != own.uid() && data.uid() != 0 {
        return Some((
            format!("{name} belongs to another user (uid {})", data.uid()),
            format!("chown {} '{name}' if it is meant", own.uid()),
        ));
    }
    // A folder with the sticky bit lets nobody replace what is another's.
    let sticky = data.is_dir() && data.mode() & 0o1000 != 0;
    (data.mode() & 0o022 != 0 && !sticky).then(|| {
        (
            format!("others than its owner can write {name}"),
            format!("chmod go-w '{name}' if it is yours"),
        )
    })
}

/// The function `prompt` that a session has from the beginning. While it is that one, the prompt is iovsh's own.
pub const USUAL_PROMPT: &str = "\"PS $($PWD.Path)> \"";

/// The prompt's text, by the user's own function if there is one.
#[derive(Default)]
pub struct PromptText {
    /// A function that has failed: it is not called again until another takes its place.
    broken: Option<Rc<Function>>,
}

impl PromptText {
    /// What stands before the cursor.
    pub fn make(&mut self, session: &mut Session, screen: &mut Screen, host: &str) -> String {
        let usual = usual_text(session, host);
        let Some(function) = session.find_function("prompt") else {
            return usual;
        };
        if function.block.body().trim() == USUAL_PROMPT {
            return usual;
        }
        if self
            .broken
            .as_ref()
            .is_some_and(|broken| Rc::ptr_eq(broken, &function))
        {
            return usual;
        }
        let mut caught = Caught {
            screen,
            text: String::new(),
            failed: false,
        };
        let outcome = session.run_aside("prompt", &mut caught);
        let Caught { text, failed, .. } = caught;
        if failed || outcome != Outcome::Done {
            self.broken = Some(function);
            screen.complain(
                "The function 'prompt' failed; the usual prompt is shown until it is made anew.",
            );
            return usual;
        }
        self.broken = None;
        // PowerShell shows this for a function that writes nothing.
        if text.is_empty() {
            "PS>".to_owned()
        } else {
            text
        }
    }
}

/// The host, the folder, and `#` where what is typed acts on this computer with all rights, as other shells have it.
fn usual_text(session: &Session, host: &str) -> String {
    let all_rights = host == "local" && rustix::process::geteuid().is_root();
    let end = if all_rights { '#' } else { '>' };
    format!("PS {host} {}{end} ", folder(session))
}

/// The folder that the session stands in, with `~` for the home folder.
pub fn folder(session: &Session) -> String {
    let here = session.locations.current().text();
    let home = std::env::var("HOME").unwrap_or_default();
    match here.strip_prefix(&home) {
        Some(rest) if home.len() > 1 && (rest.is_empty() || rest.starts_with('/')) => {
            format!("~{rest}")
        }
        _ => here,
    }
}

/// Takes what the function writes; its errors and warnings are shown.
struct Caught<'a> {
    screen: &'a mut Screen,
    text: String,
    failed: bool,
}

impl Output for Caught<'_> {
    fn object(&mut self, _session: &mut Session, value: Value) -> Flow {
        self.text.push_str(&convert::to_text(&value));
        Ok(())
    }

    fn error(&mut self, session: &mut Session, record: &Rc<ErrorRecord>) {
        self.failed = true;
        self.screen.error(session, record);
    }

    fn text(&mut self, record: &TextRecord) {
        self.screen.text(record);
    }

    fn information(&mut self, record: &InformationRecord) {
        // Write-Host in a prompt writes a part of it.
        self.text.push_str(&record.text);
        let goes_on = match record.data.base() {
            Value::Native(native) => native
                .as_any()
                .downcast_ref::<HostMessage>()
                .is_some_and(|message| message.no_new_line),
            _ => false,
        };
        if !goes_on {
            self.text.push('\n');
        }
    }

    fn host_line(&mut self, text: &str) {
        self.screen.host_line(text);
    }

    fn width(&self) -> usize {
        self.screen.width()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn what_others_can_write_is_not_trusted() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("profile.ps1");
        std::fs::write(&file, "1").expect("a file");
        for (mode, trusted) in [(0o600, true), (0o644, true), (0o664, false), (0o602, false)] {
            std::fs::set_permissions(&file, Permissions::from_mode(mode)).expect("permissions");
            assert_eq!(distrust(&file).is_none(), trusted, "{mode:o}");
        }
    }
}
