//! `System.IO.FileSystemWatcher`, over inotify.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::ffi::OsStr;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use iovsh_base::interrupt::{self, Interrupted};
use rustix::fs::inotify::{self, CreateFlags, ReadFlags, WatchFlags};
use rustix::io::Errno;

use super::Ending;
use super::file_event::{FileEvent, Told, cannot_watch};
use crate::error::ShellError;
use crate::types::TypeRef;
use crate::types::enums::{self, NOTIFY_FILTERS, WATCHER_CHANGE_TYPES};
use crate::types::members::out_of_range;
use crate::value::convert::{self, cast, raise, to_bool, to_text};
use crate::value::{MemberKind, Name, Native, PsObject, Value};
use crate::wildcard::WildcardPattern;

/// So many events wait for somebody to ask: as many as the kernel's queue holds (`fs.inotify.max_queued_events`).
const MOST_KEPT: usize = 16_384;

/// The least `InternalBufferSize`, as of .NET.
const LEAST_BUFFER: usize = 4096;

/// Watches go on when their folders are renamed; what they tell has the new name.
fn rename_folders<'f>(folders: impl Iterator<Item = &'f mut PathBuf>, old: &Path, new: &Path) {
    for folder in folders {
        if let Ok(rest) = folder.strip_prefix(old) {
            *folder = match rest.as_os_str().is_empty() {
                true => new.to_owned(),
                false => new.join(rest),
            };
        }
    }
}

/// All files and folders in a folder, and how the kernel tells of one that is made.
///
/// # Errors
/// Ctrl+C.
fn all_in(folder: &Path) -> Result<Vec<(PathBuf, ReadFlags)>, Interrupted> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        interrupt::check()?;
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if !is_folder {
            found.push((entry.path(), ReadFlags::CREATE));
            continue;
        }
        found.push((entry.path(), ReadFlags::CREATE | ReadFlags::ISDIR));
        found.extend(all_in(&entry.path())?);
    }
    Ok(found)
}

/// An event that was not asked for yet.
#[derive(Debug)]
struct Kept {
    event: FileEvent,
    /// A `WaitForChanged` has given it back; those who subscribed to events get it all the same.
    is_given: bool,
}

/// `System.IO.FileSystemWatcher`.
#[derive(Debug)]
pub struct FileWatcherValue {
    folder: RefCell<PathBuf>,
    shown: RefCell<String>,
    filter: RefCell<String>,
    deep: Cell<bool>,
    notify: Cell<i64>,
    /// The kernel's queue and the folders by their numbers, while it watches.
    queue: RefCell<Option<(OwnedFd, HashMap<i32, PathBuf>)>>,
    /// New folders that are to be watched and told of.
    fresh: RefCell<Vec<PathBuf>>,
    kept: RefCell<VecDeque<Kept>>,
    /// `InternalBufferSize`: so many bytes of events are read from the kernel at once.
    buffer: Cell<usize>,
    end: Ending,
}

impl FileWatcherValue {
    /// A watcher that does not watch yet.
    pub fn new(folder: PathBuf, shown: String, filter: &str) -> Self {
        Self {
            folder: RefCell::new(folder),
            shown: RefCell::new(shown),
            filter: RefCell::new(if filter.is_empty() { "*" } else { filter }.to_owned()),
            deep: Cell::new(false),
            notify: Cell::new(19),
            queue: RefCell::new(None),
            fresh: RefCell::default(),
            kept: RefCell::default(),
            buffer: Cell::new(8192),
            end: Ending::default(),
        }
    }

    /// Whether it was disposed of since the last time that somebody asked.
    pub fn is_freshly_disposed(&self) -> bool {
        self.end.is_fresh()
    }

    fn watch(&self) -> Result<(), ShellError> {
        self.end.check("FileSystemWatcher")?;
        let failed = |error: rustix::io::Errno| {
            raise(
                "System.IO.IOException",
                cannot_watch(&self.shown.borrow(), error),
            )
        };
        let folder = self.folder.borrow().clone();
        if !folder.is_dir() {
            return Err(raise(
                "System.IO.FileNotFoundException",
                format!("Error reading the {} directory.", self.shown.borrow()),
            ));
        }
        let queue = inotify::init(CreateFlags::NONBLOCK | CreateFlags::CLOEXEC).map_err(failed)?;
        let mut folders = HashMap::new();
        self.add(&queue, &folder, &mut folders).map_err(failed)?;
        *self.queue.borrow_mut() = Some((queue, folders));
        Ok(())
    }

    fn stop(&self) {
        *self.queue.borrow_mut() = None;
        self.fresh.borrow_mut().clear();
    }

    /// Keeps events until somebody asks. Where nobody does, the oldest go, and it is told that some are missing.
    fn keep(&self, events: Vec<FileEvent>) {
        let mut kept = self.kept.borrow_mut();
        let is_given = false;
        kept.extend(events.into_iter().map(|event| Kept { event, is_given }));
        let over = kept.len().saturating_sub(MOST_KEPT);
        if over > 0 {
            kept.drain(..=over);
            let event = FileEvent::lost(&self.folder.borrow());
            kept.push_front(Kept { event, is_given });
        }
    }

    /// Watches a folder and, where that is asked for, those below. One below that must not be read is told as an error, and the others are
    /// watched.
    fn add(
        &self,
        queue: &OwnedFd,
        folder: &Path,
        folders: &mut HashMap<i32, PathBuf>,
    ) -> rustix::io::Result<()> {
        let what = WatchFlags::CREATE
            | WatchFlags::DELETE
            | WatchFlags::MODIFY
            | WatchFlags::ATTRIB
            | WatchFlags::MOVED_FROM
            | WatchFlags::MOVED_TO;
        let number = inotify::add_watch(queue, folder, what)?;
        folders.insert(number, folder.to_owned());
        if !self.deep.get() {
            return Ok(());
        }
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            if interrupt::is_requested() {
                return Err(Errno::INTR);
            }
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                match self.add(queue, &entry.path(), folders) {
                    // One that went meanwhile has nothing to tell.
                    Err(Errno::NOENT | Errno::NOTDIR) => {}
                    Err(error @ Errno::ACCESS) => self.cannot_watch(&entry.path(), error),
                    other => other?,
                }
            }
        }
        Ok(())
    }

    fn cannot_watch(&self, folder: &Path, error: Errno) {
        let event = FileEvent::unwatched(&self.folder.borrow(), folder, error);
        self.keep(vec![event]);
    }

    /// Whether the filter and what is asked for let an event of a file through. `NotifyFilters`: 1 names of files, 2 of folders, 4 attributes, 8 size,
    /// 16, 32 and 64 times, 256 rights.
    fn lets_through(&self, name: &str, flags: ReadFlags) -> bool {
        let filter = self.filter.borrow();
        // Every name fits `*.*`, as on every system.
        let pattern = if *filter == "*.*" { "*" } else { &**filter };
        let leaf = name.rsplit('/').next().unwrap_or(name);
        let notify = self.notify.get();
        let asked = if flags.contains(ReadFlags::MODIFY) {
            notify & (8 | 16 | 64)
        } else if flags.contains(ReadFlags::ATTRIB) {
            notify & (4 | 16 | 32 | 256)
        } else if flags.contains(ReadFlags::ISDIR) {
            notify & 2
        } else {
            notify & 1
        };
        asked != 0 && WildcardPattern::new(pattern).is_match(leaf)
    }

    /// What has happened since the last time.
    pub fn due(&self) -> Vec<FileEvent> {
        self.look();
        let kept = std::mem::take(&mut *self.kept.borrow_mut());
        kept.into_iter().map(|kept| kept.event).collect()
    }

    /// Takes what has happened out of the kernel's queue.
    fn look(&self) {
        let mut told = Told::new(self.folder.borrow().clone());
        let mut fresh = std::mem::take(&mut *self.fresh.borrow_mut());
        {
            let mut queue = self.queue.borrow_mut();
            let Some((queue, folders)) = &mut *queue else {
                return;
            };
            let mut room: Vec<u8> = Vec::new();
            if room.try_reserve_exact(self.buffer.get()).is_err() {
                room.reserve_exact(LEAST_BUFFER);
            }
            let mut reader = inotify::Reader::new(&*queue, room.spare_capacity_mut());
            // The cookie, the name and what the kernel said of a file that left its name; the name that it gets comes next, if it stays here.
            let mut moved: Option<(u32, String, ReadFlags)> = None;
            while let Ok(event) = reader.next() {
                let flags = event.events();
                if flags.contains(ReadFlags::QUEUE_OVERFLOW) {
                    told.found.push(FileEvent::lost(&told.top));
                    continue;
                }
                let (Some(folder), Some(file)) = (folders.get(&event.wd()), event.file_name())
                else {
                    continue;
                };
                let path = folder.join(OsStr::from_bytes(file.to_bytes()));
                let name = told.name_of(&path);
                let fits = self.lets_through(&name, flags);
                let is_the_rest = |(cookie, _, _): &(u32, String, ReadFlags)| {
                    flags.contains(ReadFlags::MOVED_TO) && *cookie == event.cookie()
                };
                let old = match moved.take() {
                    Some(pair) if is_the_rest(&pair) => Some(pair),
                    Some((_, gone, gone_flags)) => {
                        if self.lets_through(&gone, gone_flags) {
                            told.push("Deleted", gone, None);
                        }
                        None
                    }
                    None => None,
                };
                let arrives = flags.intersects(ReadFlags::CREATE | ReadFlags::MOVED_TO);
                if arrives && flags.contains(ReadFlags::ISDIR) {
                    if let Some((_, old, _)) = &old {
                        let known = folders.values_mut().chain(&mut fresh);
                        rename_folders(known, &told.top.join(old), &path);
                    } else {
                        fresh.push(path.clone());
                    }
                }
                if flags.contains(ReadFlags::MOVED_FROM) {
                    moved = Some((event.cookie(), name, flags));
                } else if let Some((_, old, old_flags)) = old {
                    if fits || self.lets_through(&old, old_flags) {
                        told.push("Renamed", name, Some(old));
                    }
                } else if !fits {
                    continue;
                } else if arrives {
                    told.push("Created", name, None);
                } else if flags.contains(ReadFlags::DELETE) {
                    told.push("Deleted", name, None);
                } else if flags.intersects(ReadFlags::MODIFY | ReadFlags::ATTRIB) {
                    told.push("Changed", name, None);
                }
            }
            if let Some((_, gone, flags)) = moved
                && self.lets_through(&gone, flags)
            {
                told.push("Deleted", gone, None);
            }
        }
        if self.deep.get() {
            self.enter(fresh, &mut told);
        }
        self.keep(told.found);
    }

    /// Watches new folders too, and tells of what came into them before. What Ctrl+C leaves out is done at the next look.
    fn enter(&self, folders: Vec<PathBuf>, told: &mut Told) {
        let mut queue = self.queue.borrow_mut();
        let Some((queue, known)) = &mut *queue else {
            return;
        };
        let mut left = folders.into_iter();
        while let Some(folder) = left.next() {
            let found = match self.add(queue, &folder, known) {
                Err(Errno::NOENT | Errno::NOTDIR) => continue,
                Err(Errno::INTR) => Err(Interrupted),
                Err(error) => {
                    told.found
                        .push(FileEvent::unwatched(&told.top, &folder, error));
                    all_in(&folder)
                }
                Ok(()) => all_in(&folder),
            };
            let Ok(found) = found else {
                let mut later = self.fresh.borrow_mut();
                later.push(folder);
                later.extend(left);
                return;
            };
            for (path, flags) in found {
                let name = told.name_of(&path);
                if self.lets_through(&name, flags) {
                    told.push("Created", name, None);
                }
            }
        }
    }

    /// `WaitForChanged`: waits for the first event of the kinds, or until the time is over.
    fn wait(&self, args: &[Value]) -> Result<Value, ShellError> {
        let kinds = match args.first() {
            Some(value) => match cast(value, &TypeRef::Enum(&WATCHER_CHANGE_TYPES))? {
                Value::Enum(member) => member.number,
                _ => 15,
            },
            None => 15,
        };
        let limit = match args.get(1) {
            Some(value) => u64::try_from(convert::to_int(value)?).ok(),
            None => None,
        };
        let watched = self.queue.borrow().is_some();
        if !watched {
            self.watch()?;
        }
        let begun = Instant::now();
        let found = loop {
            let wanted = |event: &FileEvent| event.number() & kinds != 0;
            self.look();
            let mut kept = self.kept.borrow_mut();
            let mut fresh = kept.iter_mut().filter(|kept| !kept.is_given);
            if let Some(kept) = fresh.find(|kept| wanted(&kept.event)) {
                kept.is_given = true;
                break Some(kept.event.clone());
            }
            drop(kept);
            if limit.is_some_and(|limit| begun.elapsed() >= Duration::from_millis(limit))
                || interrupt::is_requested()
            {
                break None;
            }
            std::thread::sleep(Duration::from_millis(10));
        };
        if !watched {
            self.stop();
            // The next wait is for what happens then.
            for kept in &mut *self.kept.borrow_mut() {
                kept.is_given = true;
            }
        }
        let result = PsObject::of(&[
            "System.IO.WaitForChangedResult",
            "System.ValueType",
            "System.Object",
        ]);
        let kind = found.as_ref().map_or(0, FileEvent::number);
        let text =
            |text: Option<&String>| text.map_or(Value::Null, |text| Value::from(text.as_str()));
        for (name, value) in [
            ("ChangeType", enums::value(&WATCHER_CHANGE_TYPES, kind)),
            ("Name", text(found.as_ref().map(|event| &event.name))),
            (
                "OldName",
                text(found.as_ref().and_then(|event| event.old_name.as_ref())),
            ),
            ("TimedOut", Value::Bool(found.is_none())),
        ] {
            result.push(name, MemberKind::Property(value));
        }
        Ok(Value::object(result))
    }
}

impl Native for FileWatcherValue {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.IO.FileSystemWatcher",
            "System.ComponentModel.Component",
            "System.MarshalByRefObject",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        "System.IO.FileSystemWatcher".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "path" => Value::from(self.shown.borrow().as_str()),
            "filter" => Value::from(self.filter.borrow().as_str()),
            "includesubdirectories" => Value::Bool(self.deep.get()),
            "enableraisingevents" => Value::Bool(self.queue.borrow().is_some()),
            "notifyfilter" => enums::value(&NOTIFY_FILTERS, self.notify.get()),
            "internalbuffersize" => {
                Value::Int(i32::try_from(self.buffer.get()).unwrap_or(i32::MAX))
            }
            "site" | "synchronizingobject" | "container" => Value::Null,
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        [
            "NotifyFilter",
            "EnableRaisingEvents",
            "Filter",
            "IncludeSubdirectories",
            "InternalBufferSize",
            "Path",
            "Site",
            "SynchronizingObject",
            "Container",
        ]
        .map(Name::Static)
        .to_vec()
    }
    fn set_property(&self, name: &str, value: &Value) -> Result<bool, ShellError> {
        let mut again = self.queue.borrow().is_some();
        match name.to_ascii_lowercase().as_str() {
            "path" => {
                let text = to_text(value);
                *self.folder.borrow_mut() =
                    std::path::absolute(&*text).unwrap_or_else(|_| PathBuf::from(&*text));
                *self.shown.borrow_mut() = text.to_string();
            }
            "filter" => {
                let text = to_text(value);
                *self.filter.borrow_mut() = if text.is_empty() { "*" } else { &text }.to_owned();
                return Ok(true);
            }
            "includesubdirectories" => self.deep.set(to_bool(value)),
            "enableraisingevents" => {
                let wanted = to_bool(value);
                if wanted == again {
                    return Ok(true);
                }
                again = wanted;
            }
            "notifyfilter" => {
                if let Value::Enum(member) = cast(value, &TypeRef::Enum(&NOTIFY_FILTERS))? {
                    self.notify.set(member.number);
                }
                return Ok(true);
            }
            "internalbuffersize" => {
                let size = usize::try_from(convert::to_int(value)?);
                let size = size.map_err(|_| out_of_range("value"))?.max(LEAST_BUFFER);
                if Vec::<u8>::new().try_reserve_exact(size).is_err() {
                    return Err(raise(
                        "System.OutOfMemoryException",
                        format!("There is no room for a buffer of {size} bytes."),
                    ));
                }
                self.buffer.set(size);
                return Ok(true);
            }
            _ => return Ok(false),
        }
        self.stop();
        if again {
            self.watch()?;
        }
        Ok(true)
    }
    fn call(&self, name: &str, args: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        match (name.to_ascii_lowercase().as_str(), args.len()) {
            ("waitforchanged", 1 | 2) => Some(self.wait(args).map(Some)),
            ("dispose", 0) => {
                self.stop();
                self.kept.borrow_mut().clear();
                self.end.disposed.set(true);
                Some(Ok(None))
            }
            _ => None,
        }
    }
    fn methods(&self) -> &'static [&'static str] {
        &["WaitForChanged", "Dispose"]
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}
