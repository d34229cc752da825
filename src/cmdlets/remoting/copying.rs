//! `Copy-Item -ToSession` and `-FromSession`: files and folders through the connection of a session, part by part.

use std::path::Path;
use std::rc::Rc;

use super::sessions::FarSession;
use crate::host_access::shell_error;
use crate::management::paths::Selection;
use crate::management::provider::own_storage;
use crate::management::{emit_item, targets};
use crate::services::Services;
use iovsh_backend::HostError;
use iovsh_backend::host::HostAddress;
use iovsh_backend::host::remote::files::{FileFacts, FileKind, FileReply, FileWork, Files};
use iovsh_base::interrupt;
use iovsh_shell::error::{ErrorCategory, Flow, Interrupt, ShellError};
use iovsh_shell::eval::{Context, Progress};
use iovsh_shell::location::Location;
use iovsh_shell::wildcard::{WildcardPattern, has_wildcards, unescape};

/// How deep a tree is copied.
const MAX_LEVEL: u32 = 500;

/// What is copied, and how.
pub struct Copying<'a> {
    /// The session.
    pub session: Rc<FarSession>,
    /// To it, or from it.
    pub is_to: bool,
    /// What: paths with wildcards.
    pub path: &'a [String],
    /// What: paths as they are.
    pub literal_path: &'a [String],
    /// Where to.
    pub destination: Option<&'a str>,
    /// Folders as folders.
    pub container: bool,
    /// With all that is in folders.
    pub recurse: bool,
    /// Over files that may not be written too.
    pub force: bool,
    /// Which items.
    pub selection: Selection,
    /// Which of those that are in folders.
    pub inside: Selection,
    /// The copies are handed on.
    pub pass_thru: bool,
}

/// One end.
enum End<'a> {
    Here(Files),
    There(&'a FarSession),
}

impl End<'_> {
    fn ask(&mut self, work: FileWork) -> Result<FileReply, ShellError> {
        match self {
            Self::Here(files) => files.carry_out(work).map_err(|error| refusal(&error, None)),
            Self::There(session) => session
                .file(work)
                .map_err(|error| refusal(&error, Some(&session.target.name))),
        }
    }

    fn look(&mut self, path: &str) -> Result<Option<FileFacts>, ShellError> {
        match self.ask(FileWork::Look(path.to_owned()))? {
            FileReply::Found(found) => Ok(found),
            _ => Err(strange()),
        }
    }

    fn list(&mut self, path: &str) -> Result<Vec<FileFacts>, ShellError> {
        match self.ask(FileWork::List(path.to_owned()))? {
            FileReply::Listed(found) => Ok(found),
            _ => Err(strange()),
        }
    }
}

/// Both ends.
struct Ends<'a> {
    from: End<'a>,
    to: End<'a>,
}

impl Copying<'_> {
    /// Copies. What cannot be copied is an error of its own.
    ///
    /// # Errors
    /// The destination means nothing; an error is to end the command; Ctrl+C.
    pub fn run(&self, cx: &mut Context) -> Flow {
        let (mut there, here) = (End::There(&self.session), End::Here(Files::default()));
        let destination = match self.is_to {
            true => self.far_destination()?,
            false => text_of(&targets::destination(cx, self.destination.unwrap_or("."))?)?,
        };
        let sources = match self.is_to {
            true => self.near_sources(cx)?,
            false => self.far_sources(cx, &mut there)?,
        };
        let mut ends = match self.is_to {
            true => Ends {
                from: here,
                to: there,
            },
            false => Ends {
                from: there,
                to: here,
            },
        };
        if self.is_to && self.pass_thru {
            cx.warning("-PassThru has no effect here: the copies are at another host.")?;
        }
        let is_simulated = match self.is_to {
            true => matches!(self.session.target.address, HostAddress::Simulated(_)),
            false => Services::from_any(&cx.session().services())
                .is_some_and(|services| services.is_rehearsal()),
        };
        if is_simulated && !sources.is_empty() {
            own_storage::say_whose(cx, Path::new(&destination))?;
        }
        for source in sources {
            let copied = self.item(cx, &mut ends, &source, &destination)?;
            match copied {
                Ok(Some(target)) if self.pass_thru && !self.is_to => {
                    let at = targets::destination(cx, &target)?;
                    emit_item(cx, &at)?;
                }
                Ok(_) => {}
                Err(error) => say(cx, error)?,
            }
        }
        Ok(())
    }

    fn far_destination(&self) -> Result<String, ShellError> {
        match self.destination.filter(|path| !path.is_empty()) {
            Some(path) => absolute(path, &self.session.target.name),
            None => Err(ShellError::new(
                "CopyItemRemoteDestinationIsNullOrEmpty",
                ErrorCategory::InvalidArgument,
                "The destination at the other host is not said.",
            )
            .exception("System.ArgumentNullException")
            .help("Write -Destination with a path that begins with '/'.")),
        }
    }

    fn near_sources(&self, cx: &mut Context) -> Flow<Vec<String>> {
        let mut found = Vec::new();
        for at in targets::items(cx, self.path, self.literal_path, &self.selection)? {
            match text_of(&at) {
                Ok(text) => found.push(text),
                Err(error) => say(cx, error)?,
            }
        }
        Ok(found)
    }

    fn far_sources(&self, cx: &mut Context, there: &mut End<'_>) -> Flow<Vec<String>> {
        let literal = !self.literal_path.is_empty();
        let texts = match literal {
            true => self.literal_path,
            false => self.path,
        };
        let mut found = Vec::new();
        for text in texts {
            let host = &self.session.target.name;
            let paths = absolute(text, host).and_then(|path| match literal {
                true => Ok(vec![path]),
                false => expanded(there, &path, host),
            });
            match paths {
                Ok(paths) => found.extend(paths),
                Err(error) => say(cx, error)?,
            }
        }
        found.retain(|path| self.selection.takes(leaf(path)));
        Ok(found)
    }

    /// Copies one item, after having asked. Gives where it is now, `None` when it was not copied.
    fn item(
        &self,
        cx: &mut Context,
        ends: &mut Ends<'_>,
        source: &str,
        destination: &str,
    ) -> Flow<Result<Option<String>, ShellError>> {
        let (facts, landing) = match (ends.from.look(source), ends.to.look(destination)) {
            (Ok(Some(facts)), Ok(landing)) => (facts, landing),
            (Ok(None), _) => return Ok(Err(self.not_found(source, !self.is_to))),
            (Err(error), _) | (_, Err(error)) => return Ok(Err(error)),
        };
        let into = landing
            .as_ref()
            .is_some_and(|landing| landing.kind == FileKind::Folder);
        let target = match into {
            true => below(destination, &facts.name),
            false => destination.to_owned(),
        };
        let what = format!("Item: {source} Destination: {target}");
        match facts.kind {
            FileKind::Folder => {
                if landing.is_some() && !into {
                    return Ok(Err(ShellError::new(
                        "CopyError",
                        ErrorCategory::InvalidArgument,
                        format!("Container cannot be copied onto existing leaf item: '{target}'."),
                    )
                    .exception("System.Management.Automation.PSArgumentException")
                    .target(target)));
                }
                if !cx.should_process(&what, "Copy Directory")? {
                    return Ok(Ok(None));
                }
                self.folder(cx, ends, source, &target)
            }
            _ => {
                if !into && let Err(error) = self.has_parent(ends, &target) {
                    return Ok(Err(error));
                }
                if !cx.should_process(&what, "Copy File")? {
                    return Ok(Ok(None));
                }
                let copied = self.file(cx, ends, (source, &facts), &target)?;
                Ok(copied.map(|()| Some(target)))
            }
        }
    }

    fn has_parent(&self, ends: &mut Ends<'_>, target: &str) -> Result<(), ShellError> {
        let parent = target.rsplit_once('/').map_or("/", |(parent, _)| parent);
        let parent = if parent.is_empty() { "/" } else { parent };
        let found = ends.to.look(parent)?;
        match found.is_some_and(|found| found.kind == FileKind::Folder) {
            true => Ok(()),
            false => Err(self.not_found(target, self.is_to)),
        }
    }

    fn folder(
        &self,
        cx: &mut Context,
        ends: &mut Ends<'_>,
        source: &str,
        target: &str,
    ) -> Flow<Result<Option<String>, ShellError>> {
        let made = |ends: &mut Ends<'_>, path: &str| {
            ends.to.ask(FileWork::MakeFolder(path.to_owned())).map(drop)
        };
        if let Err(error) = made(ends, target) {
            return Ok(Err(error));
        }
        let mut folders = match self.recurse {
            true => vec![(source.to_owned(), target.to_owned(), 0)],
            false => Vec::new(),
        };
        while let Some((from, to, level)) = folders.pop() {
            let entries = match ends.from.list(&from) {
                Ok(entries) => entries,
                Err(error) => {
                    say(cx, error)?;
                    continue;
                }
            };
            let mut inner = Vec::new();
            for facts in entries {
                let (entry, landing) = (below(&from, &facts.name), below(&to, &facts.name));
                if facts.kind == FileKind::Folder {
                    let landing = if self.container { landing } else { to.clone() };
                    if let Err(error) = made(ends, &landing) {
                        say(cx, error)?;
                        continue;
                    }
                    // What a link leads to may be the folder that it is in.
                    if !facts.is_link && level < MAX_LEVEL {
                        inner.push((entry, landing, level + 1));
                    }
                } else if self.inside.takes(&facts.name) {
                    let copied = self.file(cx, ends, (&entry, &facts), &landing)?;
                    if let Err(error) = copied {
                        say(cx, error)?;
                    }
                }
            }
            folders.extend(inner.into_iter().rev());
        }
        Ok(Ok(Some(target.to_owned())))
    }

    /// Copies a file. A copy that does not end well leaves what was there before.
    fn file(
        &self,
        cx: &mut Context,
        ends: &mut Ends<'_>,
        (source, facts): (&str, &FileFacts),
        target: &str,
    ) -> Flow<Result<(), ShellError>> {
        let begin = FileWork::Begin {
            path: target.to_owned(),
            force: self.force,
        };
        let part = match ends.to.ask(begin) {
            Ok(FileReply::Begun(part)) => part,
            Ok(_) => return Ok(Err(strange())),
            Err(error) => return Ok(Err(error)),
        };
        let copied = self.parts(cx, ends, (source, facts), &part);
        let done = match copied {
            Ok(Ok(())) => ends.to.ask(FileWork::Finish {
                part: part.clone(),
                path: target.to_owned(),
                mode: facts.mode,
            }),
            Ok(Err(error)) => Err(error),
            Err(interrupt) => {
                discard(ends, part);
                return Err(interrupt);
            }
        };
        if done.is_err() {
            discard(ends, part);
        }
        Ok(done.map(drop))
    }

    fn parts(
        &self,
        cx: &mut Context,
        ends: &mut Ends<'_>,
        (source, facts): (&str, &FileFacts),
        part: &str,
    ) -> Flow<Result<(), ShellError>> {
        let mut at = 0_u64;
        loop {
            if cx.is_cancelled() {
                return Err(Interrupt::Cancelled);
            }
            let bytes = match ends.from.ask(FileWork::Read(source.to_owned(), at)) {
                Ok(FileReply::Part(bytes)) => bytes,
                Ok(_) => return Ok(Err(strange())),
                Err(error) => return Ok(Err(error)),
            };
            let padding = bytes.bytes().rev().take_while(|byte| *byte == b'=').count();
            let length = (bytes.len() / 4 * 3).saturating_sub(padding) as u64;
            if length == 0 {
                break;
            }
            if let Err(error) = ends.to.ask(FileWork::Write(part.to_owned(), bytes)) {
                return Ok(Err(error));
            }
            at += length;
            if at < facts.size {
                let percent = at.saturating_mul(100) / facts.size;
                self.tell(cx, source, u8::try_from(percent).ok())?;
            }
        }
        cx.progress(Progress {
            activity: ACTIVITY.to_owned(),
            completed: true,
            ..Progress::default()
        })?;
        Ok(Ok(()))
    }

    fn tell(&self, cx: &mut Context, source: &str, percent: Option<u8>) -> Flow {
        let host = &self.session.target.name;
        cx.progress(Progress {
            activity: ACTIVITY.to_owned(),
            status: match self.is_to {
                true => format!("to {host}"),
                false => format!("from {host}"),
            },
            operation: source.to_owned(),
            percent,
            ..Progress::default()
        })
    }

    /// A path that leads nowhere, here or there.
    fn not_found(&self, path: &str, is_there: bool) -> ShellError {
        let host = is_there.then_some(self.session.target.name.as_str());
        let error = ShellError::new(
            match is_there {
                true => "RemotePathNotFound",
                false => "PathNotFound",
            },
            ErrorCategory::ObjectNotFound,
            format!("Cannot find path '{path}' because it does not exist."),
        )
        .exception("System.Management.Automation.ItemNotFoundException")
        .target(path);
        at_host(error, host)
    }
}

/// Writes what went wrong, unless it did because the command is to end.
fn say(cx: &mut Context, error: ShellError) -> Flow {
    cx.go_on()?;
    cx.error(error)
}

/// What the progress is called.
const ACTIVITY: &str = "Copy-Item";

/// A copy that is not wanted any more, also when Ctrl+C says so.
fn discard(ends: &mut Ends<'_>, part: String) {
    let _held = interrupt::hold();
    // An end that cannot be asked any more removes it by itself.
    let _ = ends.to.ask(FileWork::Discard(part));
}

/// The paths that a path with wildcards means.
fn expanded(there: &mut End<'_>, path: &str, host: &str) -> Result<Vec<String>, ShellError> {
    let missing = || {
        let error = ShellError::new(
            "RemotePathNotFound",
            ErrorCategory::ObjectNotFound,
            format!("Cannot find path '{path}' because it does not exist."),
        )
        .exception("System.Management.Automation.ItemNotFoundException")
        .target(path);
        at_host(error, Some(host))
    };
    let mut found = vec!["/".to_owned()];
    for name in path.split('/').filter(|name| !name.is_empty()) {
        let mut next = Vec::new();
        for folder in found {
            if !has_wildcards(name) {
                next.push(below(&folder, &unescape(name)));
                continue;
            }
            if there.look(&folder)?.is_none() {
                return Err(missing());
            }
            let pattern = WildcardPattern::new(name);
            let entries = there.list(&folder)?.into_iter();
            let entries = entries.filter(|entry| pattern.is_match(&entry.name));
            next.extend(entries.map(|entry| below(&folder, &entry.name)));
        }
        found = next;
    }
    Ok(found)
}

fn absolute(path: &str, host: &str) -> Result<String, ShellError> {
    let path = path.replace('\\', "/");
    if !path.starts_with('/') {
        let error = ShellError::new(
            "RemotePathIsNotAbsolute",
            ErrorCategory::InvalidArgument,
            format!("The path '{path}' at another host does not begin at the root."),
        )
        .exception("System.ArgumentException")
        .help("Write it from the root on, /root/file for example.")
        .target(path);
        return Err(at_host(error, Some(host)));
    }
    let parts: Vec<&str> = path
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
        .collect();
    Ok(format!("/{}", parts.join("/")))
}

fn below(folder: &str, name: &str) -> String {
    match folder.ends_with('/') {
        true => format!("{folder}{name}"),
        false => format!("{folder}/{name}"),
    }
}

fn leaf(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The path of a place of this host's files.
fn text_of(at: &Location) -> Result<String, ShellError> {
    let path = at
        .native()
        .and_then(|path| path.to_str().map(str::to_owned));
    path.ok_or_else(|| {
        ShellError::new(
            "NotSupported",
            ErrorCategory::NotImplemented,
            format!(
                "Only files whose names are text are copied between hosts: '{}'.",
                at.text()
            ),
        )
        .exception("System.Management.Automation.PSNotSupportedException")
        .target(at.text())
    })
}

fn at_host(mut error: ShellError, host: Option<&str>) -> ShellError {
    error.host = host.map(Into::into);
    error
}

/// What an end refused, as PowerShell calls it.
fn refusal(error: &HostError, host: Option<&str>) -> ShellError {
    let (id, exception) = match &*error.id {
        "File.NotFound" if host.is_some() => (
            "RemotePathNotFound",
            "System.Management.Automation.ItemNotFoundException",
        ),
        "File.NotFound" => (
            "System.IO.DirectoryNotFoundException",
            "System.IO.DirectoryNotFoundException",
        ),
        "File.Denied" => (
            "CopyFileInfoItemUnauthorizedAccessError",
            "System.UnauthorizedAccessException",
        ),
        "File.Failed" => ("CopyFileInfoItemIOError", "System.IO.IOException"),
        _ => return at_host(shell_error(error), host),
    };
    let mut shell = shell_error(error).exception(exception);
    shell.id = id.into();
    shell.detail = Some(error.id.as_ref().into());
    at_host(shell, host)
}

/// An end answered something else than was asked.
fn strange() -> ShellError {
    ShellError::new(
        "Host.BadAnswer",
        ErrorCategory::InvalidData,
        "The other end answered something else than was asked.",
    )
    .help("Install the same version of iovsh on both ends.")
}
