//! What tells of things that happen, to `Register-ObjectEvent`: `System.Timers.Timer` and `System.IO.FileSystemWatcher`.
//!
//! Nothing runs by itself: who waits for events asks with [`TimerValue::due`] and [`FileWatcherValue::due`].

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ffi::OsStr;
use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use iovsh_base::interrupt;
use rustix::fs::inotify::{self, CreateFlags, ReadFlags, WatchFlags};

use rustix::io::Errno;

use super::enums::{self, NOTIFY_FILTERS, WATCHER_CHANGE_TYPES};
use super::{TypeRef, members::out_of_range};
use crate::error::ShellError;
use crate::os_text;
use crate::value::convert::{self, cast, raise, to_bool, to_text};
use crate::value::{MemberKind, Name, Native, PsObject, Value};
use crate::wildcard::WildcardPattern;

/// `System.Timers.Timer`.
#[derive(Debug)]
pub struct TimerValue {
    interval: Cell<f64>,
    repeats: Cell<bool>,
    next: Cell<Option<Instant>>,
    end: Ending,
}

/// Whether a source was disposed of, and whether that was told.
#[derive(Debug, Default)]
struct Ending {
    disposed: Cell<bool>,
    told: Cell<bool>,
}

impl Ending {
    /// Whether it was disposed of since the last time that somebody asked.
    fn is_fresh(&self) -> bool {
        self.disposed.get() && !self.told.replace(self.disposed.get())
    }

    /// The error of using what was disposed of.
    fn check(&self, object: &str) -> Result<(), ShellError> {
        if self.disposed.get() {
            return Err(raise(
                "System.ObjectDisposedException",
                format!("Cannot access a disposed object.\nObject name: '{object}'."),
            ));
        }
        Ok(())
    }
}

impl TimerValue {
    /// A timer that does not run yet; the interval is in milliseconds.
    ///
    /// # Errors
    /// An interval that is none.
    pub fn new(interval: f64) -> Result<Self, ShellError> {
        let timer = Self {
            interval: Cell::new(100.0),
            repeats: Cell::new(true),
            next: Cell::new(None),
            end: Ending::default(),
        };
        timer.set_interval(interval)?;
        Ok(timer)
    }

    fn set_interval(&self, interval: f64) -> Result<(), ShellError> {
        if !(interval > 0.0 && interval <= f64::from(i32::MAX)) {
            return Err(raise(
                "System.ArgumentException",
                format!(
                    "'{interval}' is not a valid value for 'Interval'. 'Interval' must be greater than 0."
                ),
            ));
        }
        self.interval.set(interval);
        if self.next.get().is_some() {
            self.start();
        }
        Ok(())
    }

    fn step(&self) -> Duration {
        // .NET rounds up to whole milliseconds.
        let milliseconds = self.interval.get().ceil().max(1.0);
        Duration::try_from_secs_f64(milliseconds / 1000.0).unwrap_or(Duration::MAX)
    }

    fn start(&self) {
        self.next.set(Instant::now().checked_add(self.step()));
    }

    /// Whether it was disposed of since the last time that somebody asked.
    pub fn is_freshly_disposed(&self) -> bool {
        self.end.is_fresh()
    }

    /// How often its time has come since the last time, up to a limit that keeps a script from drowning in them.
    pub fn due(&self) -> u32 {
        const MOST: u32 = 1000;
        let Some(mut next) = self.next.get() else {
            return 0;
        };
        let now = Instant::now();
        let mut count = 0;
        while now >= next && count < MOST {
            count += 1;
            match next.checked_add(self.step()) {
                Some(following) if self.repeats.get() => next = following,
                _ => {
                    self.next.set(None);
                    return count;
                }
            }
        }
        self.next.set(if count < MOST {
            Some(next)
        } else {
            now.checked_add(self.step())
        });
        count
    }
}

impl Native for TimerValue {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Timers.Timer",
            "System.ComponentModel.Component",
            "System.MarshalByRefObject",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        "System.Timers.Timer".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "interval" => Value::Double(self.interval.get()),
            "autoreset" => Value::Bool(self.repeats.get()),
            "enabled" => Value::Bool(self.next.get().is_some()),
            "site" | "synchronizingobject" | "container" => Value::Null,
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        [
            "AutoReset",
            "Enabled",
            "Interval",
            "Site",
            "SynchronizingObject",
            "Container",
        ]
        .map(Name::Static)
        .to_vec()
    }
    fn set_property(&self, name: &str, value: &Value) -> Result<bool, ShellError> {
        match name.to_ascii_lowercase().as_str() {
            "interval" => {
                let number = cast(value, &TypeRef::Known(super::Known::Double))?;
                match number {
                    Value::Double(number) => self.set_interval(number)?,
                    _ => return Ok(false),
                }
            }
            "autoreset" => self.repeats.set(to_bool(value)),
            "enabled" if to_bool(value) => {
                self.end.check("Timer")?;
                self.start();
            }
            "enabled" => self.next.set(None),
            _ => return Ok(false),
        }
        Ok(true)
    }
    fn call(&self, name: &str, args: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        match (name.to_ascii_lowercase().as_str(), args.len()) {
            ("start", 0) => {
                if let Err(error) = self.end.check("Timer") {
                    return Some(Err(error));
                }
                self.start();
            }
            ("stop", 0) => self.next.set(None),
            ("close" | "dispose", 0) => {
                self.next.set(None);
                self.end.disposed.set(true);
            }
            _ => return None,
        }
        Some(Ok(None))
    }
    fn methods(&self) -> &'static [&'static str] {
        &["Start", "Stop", "Close", "Dispose"]
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// Something that happened to a file: which event of the watcher it is, and what it is told with.
#[derive(Clone, Debug)]
pub struct FileEvent {
    /// `Created`, `Changed`, `Deleted`, `Renamed`; `Error` where the kernel dropped some.
    pub kind: &'static str,
    /// The name below the folder that is watched.
    pub name: String,
    /// The name that it had.
    pub old_name: Option<String>,
    folder: PathBuf,
}

impl FileEvent {
    /// `FileSystemEventArgs`, or `RenamedEventArgs`.
    pub fn to_value(&self) -> Value {
        if self.kind == "Error" {
            return Value::native(LostEvents(self.folder.clone()));
        }
        let made = PsObject::of(if self.old_name.is_some() {
            &[
                "System.IO.RenamedEventArgs",
                "System.IO.FileSystemEventArgs",
                "System.EventArgs",
                "System.Object",
            ]
        } else {
            &[
                "System.IO.FileSystemEventArgs",
                "System.EventArgs",
                "System.Object",
            ]
        });
        let full = |name: &str| Value::from(os_text::text_of(self.folder.join(name)));
        if let Some(old) = &self.old_name {
            made.push("OldFullPath", MemberKind::Property(full(old)));
            made.push("OldName", MemberKind::Property(Value::from(old.as_str())));
        }
        let number = WATCHER_CHANGE_TYPES
            .members
            .iter()
            .find(|(name, _)| *name == self.kind)
            .map_or(0, |(_, number)| *number);
        made.push(
            "ChangeType",
            MemberKind::Property(enums::value(&WATCHER_CHANGE_TYPES, number)),
        );
        made.push("FullPath", MemberKind::Property(full(&self.name)));
        made.push(
            "Name",
            MemberKind::Property(Value::from(self.name.as_str())),
        );
        Value::object(made)
    }
}

/// `System.IO.ErrorEventArgs`: more happened than the kernel's queue has room for.
#[derive(Debug)]
struct LostEvents(PathBuf);

impl Native for LostEvents {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.IO.ErrorEventArgs",
            "System.EventArgs",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        "System.IO.ErrorEventArgs".to_owned()
    }
    fn property(&self, _: &str) -> Option<Value> {
        None
    }
    fn property_names(&self) -> Vec<Name> {
        Vec::new()
    }
    fn call(&self, name: &str, args: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        if !name.eq_ignore_ascii_case("GetException") || !args.is_empty() {
            return None;
        }
        let message = format!(
            "Too many changes at once in directory:{}.",
            os_text::text_of(&self.0)
        );
        let exception =
            super::ExceptionValue::new("System.IO.InternalBufferOverflowException", message);
        Some(Ok(Some(Value::native(exception))))
    }
    fn methods(&self) -> &'static [&'static str] {
        &["GetException"]
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// What a watcher has to tell.
struct Told {
    top: PathBuf,
    found: Vec<FileEvent>,
}

impl Told {
    fn name_of(&self, path: &Path) -> String {
        os_text::text_of(path.strip_prefix(&self.top).unwrap_or(path))
    }

    /// Adds an event. A change right behind the same change is one; what is created twice was seen in two ways.
    fn push(&mut self, kind: &'static str, name: String, old_name: Option<String>) {
        let is_again = |event: &FileEvent| event.kind == kind && event.name == name;
        let is_known = match kind {
            "Changed" => self.found.last().is_some_and(is_again),
            "Created" => self
                .found
                .iter()
                .rev()
                .take_while(|event| !matches!(event.kind, "Deleted" | "Renamed"))
                .any(is_again),
            _ => false,
        };
        if !is_known {
            self.found.push(FileEvent {
                kind,
                name,
                old_name,
                folder: self.top.clone(),
            });
        }
    }
}

/// Watches go on when their folders are renamed; what they tell has the new name.
fn rename_folders(folders: &mut HashMap<i32, PathBuf>, old: &Path, new: &Path) {
    for folder in folders.values_mut() {
        if let Ok(rest) = folder.strip_prefix(old) {
            *folder = match rest.as_os_str().is_empty() {
                true => new.to_owned(),
                false => new.join(rest),
            };
        }
    }
}

/// `System.IO.FileSystemWatcher`, over inotify.
#[derive(Debug)]
pub struct FileWatcherValue {
    folder: RefCell<PathBuf>,
    shown: RefCell<String>,
    filter: RefCell<String>,
    deep: Cell<bool>,
    notify: Cell<i64>,
    /// The kernel's queue and the folders by their numbers, while it watches.
    queue: RefCell<Option<(OwnedFd, HashMap<i32, PathBuf>)>>,
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
                format!("'{}' cannot be watched: {error}", self.shown.borrow()),
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
                    // One that went meanwhile, or that may not be read, has nothing to tell.
                    Err(Errno::NOENT | Errno::NOTDIR | Errno::ACCESS) => {}
                    other => other?,
                }
            }
        }
        Ok(())
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
        let mut told = Told {
            top: self.folder.borrow().clone(),
            found: Vec::new(),
        };
        let mut fresh: Vec<PathBuf> = Vec::new();
        {
            let mut queue = self.queue.borrow_mut();
            let Some((queue, folders)) = &mut *queue else {
                return Vec::new();
            };
            let mut room = [MaybeUninit::<u8>::uninit(); 1 << 13];
            let mut reader = inotify::Reader::new(&*queue, &mut room);
            // The cookie, the name and what the kernel said of a file that left its name; the name that it gets comes next, if it stays here.
            let mut moved: Option<(u32, String, ReadFlags)> = None;
            while let Ok(event) = reader.next() {
                let flags = event.events();
                if flags.contains(ReadFlags::QUEUE_OVERFLOW) {
                    told.push("Error", String::new(), None);
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
                        rename_folders(folders, &told.top.join(old), &path);
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
        if self.deep.get()
            && let Some((queue, folders)) = &mut *self.queue.borrow_mut()
        {
            for folder in fresh {
                if self.add(queue, &folder, folders).is_ok() {
                    self.tell_of_all_in(&folder, &mut told);
                }
            }
        }
        told.found
    }

    /// What came into a new folder before it was watched.
    fn tell_of_all_in(&self, folder: &Path, told: &mut Told) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            let flags = if is_folder {
                ReadFlags::CREATE | ReadFlags::ISDIR
            } else {
                ReadFlags::CREATE
            };
            let name = told.name_of(&entry.path());
            if self.lets_through(&name, flags) {
                told.push("Created", name, None);
            }
            if is_folder {
                self.tell_of_all_in(&entry.path(), told);
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
            let wanted = |event: &FileEvent| {
                WATCHER_CHANGE_TYPES
                    .members
                    .iter()
                    .any(|(name, number)| *name == event.kind && number & kinds != 0)
            };
            if let Some(event) = self.due().into_iter().find(wanted) {
                break Some(event);
            }
            if limit.is_some_and(|limit| begun.elapsed() >= Duration::from_millis(limit))
                || iovsh_base::interrupt::check().is_err()
            {
                break None;
            }
            std::thread::sleep(Duration::from_millis(10));
        };
        if !watched {
            *self.queue.borrow_mut() = None;
        }
        let result = PsObject::of(&[
            "System.IO.WaitForChangedResult",
            "System.ValueType",
            "System.Object",
        ]);
        let kind = found.as_ref().map_or(0, |event| {
            WATCHER_CHANGE_TYPES
                .members
                .iter()
                .find(|(name, _)| *name == event.kind)
                .map_or(0, |(_, number)| *number)
        });
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
            "internalbuffersize" => Value::Int(8192),
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
                if convert::to_int(value)? < 0 {
                    return Err(out_of_range("value"));
                }
                return Ok(true);
            }
            _ => return Ok(false),
        }
        *self.queue.borrow_mut() = None;
        if again {
            self.watch()?;
        }
        Ok(true)
    }
    fn call(&self, name: &str, args: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        match (name.to_ascii_lowercase().as_str(), args.len()) {
            ("waitforchanged", 1 | 2) => Some(self.wait(args).map(Some)),
            ("dispose", 0) => {
                *self.queue.borrow_mut() = None;
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
