//! Files and directories.

use std::any::Any;
use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::SystemTime;

use std::rc::Rc;

use super::own_file_info::OwnFileInfo;
use super::own_storage::{self, Side};
use super::{Child, Provider, change_property, io_error, not_supported, path_not_found};
use iovsh_base::interrupt;
use iovsh_shell::error::{ErrorCategory, ShellError};
use iovsh_shell::eval::Session;
use iovsh_shell::file_write;
use iovsh_shell::location::Location;
use iovsh_shell::os_text;
use iovsh_shell::types::TypeRef;
use iovsh_shell::types::enums::FILE_ATTRIBUTES;
use iovsh_shell::types::rarities::EncodingValue;
use iovsh_shell::types::streams::{
    ByteStream, Opening, StreamValue, TextReaderValue, TextWriterValue,
};
use iovsh_shell::value::{DateTimeValue, Name, Native, Value, convert};
use iovsh_shell::wildcard::WildcardPattern;

/// The provider of files and directories.
pub struct FileSystem;

impl Provider for FileSystem {
    fn exists(&self, session: &mut Session, at: &Location) -> bool {
        match own_storage::side(session, at) {
            Side::Computer(path) => fs::symlink_metadata(path).is_ok(),
            Side::Both(_) | Side::Host(_) => true,
            Side::Nothing(_) => false,
        }
    }

    fn is_container(&self, session: &mut Session, at: &Location) -> bool {
        match own_storage::side(session, at) {
            Side::Computer(path) => path.is_dir(),
            Side::Both(_) => true,
            Side::Host(found) => found.length.is_none(),
            Side::Nothing(_) => false,
        }
    }

    fn children(
        &self,
        session: &mut Session,
        at: &Location,
        hidden: bool,
    ) -> Result<Vec<Child>, ShellError> {
        let side = own_storage::side(session, at);
        let mut found = match &side {
            Side::Computer(path) => children_of(path, hidden, &at.text())?,
            // What cannot be read here is no reason not to show what is there.
            Side::Both(path) => children_of(path, hidden, &at.text()).unwrap_or_default(),
            Side::Host(_) | Side::Nothing(_) => Vec::new(),
        };
        if matches!(side, Side::Both(_) | Side::Host(_)) {
            let own = own_storage::children(session, at);
            found.retain(|child| own.iter().all(|own| own.name != child.name));
            found.extend(
                own.into_iter()
                    .filter(|own| hidden || !own.name.starts_with('.')),
            );
        }
        found.sort_by(|a, b| {
            b.container
                .cmp(&a.container)
                .then_with(|| a.name.to_lowercase().cmp(&b.name.to_lowercase()))
                .then_with(|| a.name.cmp(&b.name))
        });
        Ok(found)
    }

    fn item(&self, session: &mut Session, at: &Location) -> Result<Value, ShellError> {
        match own_storage::side(session, at) {
            Side::Computer(path) => FileSystemInfo::read(&path).map(FileSystemInfo::into_value),
            Side::Both(path) => Some(match FileSystemInfo::read(&path) {
                Some(found) => found.into_value(),
                None => OwnFileInfo::folder(&path).into_value(),
            }),
            Side::Host(found) => Some(OwnFileInfo::new(found).into_value()),
            Side::Nothing(_) => None,
        }
        .ok_or_else(|| path_not_found(&at.text()))
    }

    fn content(&self, _session: &mut Session, at: &Location) -> Result<Vec<Value>, ShellError> {
        // Files are read by Get-Content itself, line by line.
        Err(not_supported(at, "read here"))
    }

    fn set(&self, _session: &mut Session, at: &Location, _value: &Value) -> Result<(), ShellError> {
        Err(not_supported(at, "given a value"))
    }

    fn remove(&self, session: &mut Session, at: &Location, force: bool) -> Result<(), ShellError> {
        let path = own_storage::of_this_computer(session, at)?;
        let text = at.text();
        let is_directory = fs::symlink_metadata(&path).is_ok_and(|facts| facts.is_dir());
        if !force && !is_directory && is_read_only(&path) {
            return Err(ShellError::new(
                "RemoveFileSystemItemUnAuthorizedAccess",
                ErrorCategory::PermissionDenied,
                format!(
                    "You do not have sufficient access rights to perform this operation or the item '{text}' is read only; \
                     use -Force to remove it all the same."
                ),
            )
            .exception("System.IO.IOException")
            .target(text));
        }
        let removed = if is_directory {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        removed.map_err(|error| {
            io_error(
                &error,
                "RemoveFileSystemItemIOError",
                "RemoveFileSystemItemUnAuthorizedAccess",
                &text,
            )
        })
    }
}

/// What is in a folder of this computer, in no order.
fn children_of(path: &Path, hidden: bool, text: &str) -> Result<Vec<Child>, ShellError> {
    let refused =
        |error: std::io::Error| io_error(&error, "DirIOError", "DirUnauthorizedAccessError", text);
    let mut found = Vec::new();
    for entry in fs::read_dir(path).map_err(refused)? {
        let entry = entry.map_err(refused)?;
        let name = os_text::text_of(entry.file_name());
        if !hidden && name.starts_with('.') {
            continue;
        }
        // A link to a directory is a container, as in .NET, but is never followed by -Recurse.
        let container = entry.path().is_dir();
        found.push(Child { name, container });
    }
    Ok(found)
}

fn is_read_only(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|facts| facts.permissions().readonly())
}

/// `System.IO.FileInfo` or `DirectoryInfo`: a file or directory as it was when it was read.
#[derive(Debug)]
pub struct FileSystemInfo {
    path: PathBuf,
    /// Of what the path leads to; of the link itself when that leads nowhere.
    facts: Metadata,
    /// Of the path itself.
    own: Metadata,
}

impl FileSystemInfo {
    /// What is at a path, or `None`.
    pub fn read(path: &Path) -> Option<Self> {
        let own = fs::symlink_metadata(path).ok()?;
        let facts = fs::metadata(path).unwrap_or_else(|_| own.clone());
        Some(Self {
            path: path.to_owned(),
            facts,
            own,
        })
    }

    /// Whether it is a directory, or a link to one.
    pub fn is_directory(&self) -> bool {
        self.facts.is_dir()
    }

    /// The object.
    pub fn into_value(self) -> Value {
        Value::Native(Rc::new(self))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// When its content was last changed.
    pub fn changed(&self) -> Option<SystemTime> {
        self.facts.modified().ok()
    }

    fn name(&self) -> String {
        file_name(&self.path)
    }

    fn is_link(&self) -> bool {
        self.own.file_type().is_symlink()
    }

    fn extension(&self) -> String {
        let name = self.name();
        name.rfind('.')
            .and_then(|dot| name.get(dot..))
            .filter(|extension| extension.len() > 1)
            .unwrap_or_default()
            .to_owned()
    }

    fn attributes(&self) -> String {
        let mut words = Vec::new();
        if self.facts.permissions().readonly() {
            words.push("ReadOnly");
        }
        if self.name().starts_with('.') {
            words.push("Hidden");
        }
        if self.is_directory() {
            words.push("Directory");
        }
        if self.is_link() {
            words.push("ReparsePoint");
        }
        if words.is_empty() {
            words.push("Normal");
        }
        words.join(", ")
    }

    /// `d----`, `-a---`, `l----`: the short form of the attributes.
    fn mode(&self) -> String {
        let first = match (self.is_link(), self.is_directory()) {
            (true, _) => 'l',
            (_, true) => 'd',
            _ => '-',
        };
        let read_only = if self.facts.permissions().readonly() {
            'r'
        } else {
            '-'
        };
        let hidden = if self.name().starts_with('.') {
            'h'
        } else {
            '-'
        };
        format!("{first}-{read_only}{hidden}-")
    }

    /// `drwxr-xr-x`.
    fn unix_mode(&self) -> String {
        let kind = self.own.file_type();
        let mut text = String::with_capacity(10);
        text.push(if kind.is_dir() {
            'd'
        } else if kind.is_symlink() {
            'l'
        } else if kind.is_char_device() {
            'c'
        } else if kind.is_block_device() {
            'b'
        } else if kind.is_fifo() {
            'p'
        } else if kind.is_socket() {
            's'
        } else {
            '-'
        });
        let bits = self.own.permissions().mode();
        for shift in [6u32, 3, 0] {
            text.push(if bits >> shift & 4 == 0 { '-' } else { 'r' });
            text.push(if bits >> shift & 2 == 0 { '-' } else { 'w' });
            let special = match shift {
                6 => bits & 0o4000 != 0,
                3 => bits & 0o2000 != 0,
                _ => bits & 0o1000 != 0,
            };
            let mark = if shift == 0 { 't' } else { 's' };
            text.push(match (bits >> shift & 1 != 0, special) {
                (true, false) => 'x',
                (false, false) => '-',
                (true, true) => mark,
                (false, true) => mark.to_ascii_uppercase(),
            });
        }
        text
    }

    fn parent(&self) -> Option<&Path> {
        self.path.parent()
    }
}

/// The last part of a path; the root itself is called `/`.
fn file_name(path: &Path) -> String {
    path.file_name()
        .map_or_else(|| "/".to_owned(), os_text::text_of)
}

/// The path with the provider before it, as `PSPath` has it.
pub fn provider_path(path: &Path) -> String {
    format!(
        "Microsoft.PowerShell.Core\\FileSystem::{}",
        os_text::text_of(path)
    )
}

pub(super) fn local(time: std::io::Result<SystemTime>) -> Value {
    let time = time.unwrap_or(SystemTime::UNIX_EPOCH);
    DateTimeValue::of_system(time).map_or(Value::Null, Value::from)
}

pub(super) fn universal(time: std::io::Result<SystemTime>) -> Value {
    let time = time.unwrap_or(SystemTime::UNIX_EPOCH);
    DateTimeValue::of_system_universal(time).map_or(Value::Null, Value::from)
}

/// The names of users or groups by their numbers, read once from a file of `/etc`.
fn names_of(
    file: &str,
    names: &'static OnceLock<HashMap<u32, String>>,
) -> &'static HashMap<u32, String> {
    names.get_or_init(|| {
        fs::read_to_string(file)
            .unwrap_or_default()
            .lines()
            .filter_map(|line| {
                let mut fields = line.split(':');
                let name = fields.next()?.to_owned();
                let number = fields.nth(1)?.parse().ok()?;
                Some((number, name))
            })
            .collect()
    })
}

fn user(number: u32) -> String {
    static USERS: OnceLock<HashMap<u32, String>> = OnceLock::new();
    names_of("/etc/passwd", &USERS)
        .get(&number)
        .cloned()
        .unwrap_or_else(|| number.to_string())
}

fn group(number: u32) -> String {
    static GROUPS: OnceLock<HashMap<u32, String>> = OnceLock::new();
    names_of("/etc/group", &GROUPS)
        .get(&number)
        .cloned()
        .unwrap_or_else(|| number.to_string())
}

impl FileSystemInfo {
    /// A stream, a reader or a writer of the file.
    fn opened(&self, method: &str) -> Result<Value, ShellError> {
        let (mode, access) = match method.to_ascii_lowercase().as_str() {
            "openread" | "opentext" => (3, 1),
            "openwrite" => (4, 2),
            "appendtext" => (6, 2),
            "createtext" => (2, 2),
            _ => (2, 3),
        };
        let opening = Opening {
            mode,
            access,
            share: 1,
        };
        let stream = Rc::new(ByteStream::open(&self.path, &self.to_text(), opening)?);
        Ok(match method.to_ascii_lowercase().as_str() {
            "opentext" => Value::native(TextReaderValue::of(stream, EncodingValue::Utf8)),
            "appendtext" | "createtext" => {
                Value::native(TextWriterValue::new(Some(stream), EncodingValue::Utf8))
            }
            _ => Value::native(StreamValue(stream)),
        })
    }

    /// What is in the folder: files, folders or both, whose names fit, here or everywhere below.
    ///
    /// # Errors
    /// The folder itself cannot be read; Ctrl+C. Those below that cannot be read are left out.
    fn inside(&self, method: &str, args: &[Value]) -> std::io::Result<Vec<Value>> {
        let method = method.to_ascii_lowercase();
        let wants = |is_folder: bool| {
            method.ends_with("infos") || method.ends_with("directories") == is_folder
        };
        let pattern = args
            .first()
            .map_or_else(|| "*".into(), crate::inspect::text);
        let pattern = WildcardPattern::new(&pattern);
        let deep = args.get(1).is_some_and(|option| {
            crate::inspect::text(option).eq_ignore_ascii_case("AllDirectories")
        });
        let mut found = Vec::new();
        let mut folders = vec![self.path.clone()];
        while let Some(folder) = folders.pop() {
            if interrupt::is_requested() {
                return Err(std::io::ErrorKind::Interrupted.into());
            }
            let entries = match fs::read_dir(&folder) {
                Ok(entries) => entries,
                Err(error) if folder == self.path => return Err(error),
                Err(_) => continue,
            };
            let mut names: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
            names.sort();
            for path in names {
                let is_folder = path.is_dir();
                if deep && is_folder && !path.is_symlink() {
                    folders.push(path.clone());
                }
                let leaf = path.file_name().map(os_text::text_of).unwrap_or_default();
                if wants(is_folder) && pattern.is_match(&leaf) {
                    found.extend(Self::read(&path).map(Self::into_value));
                }
            }
        }
        Ok(found)
    }
}

impl Native for FileSystemInfo {
    fn type_names(&self) -> &'static [&'static str] {
        if self.is_directory() {
            &[
                "System.IO.DirectoryInfo",
                "System.IO.FileSystemInfo",
                "System.MarshalByRefObject",
                "System.Object",
            ]
        } else {
            &[
                "System.IO.FileInfo",
                "System.IO.FileSystemInfo",
                "System.MarshalByRefObject",
                "System.Object",
            ]
        }
    }

    fn to_text(&self) -> String {
        os_text::text_of(&self.path)
    }

    fn property(&self, name: &str) -> Option<Value> {
        let directory = self.is_directory();
        let text = |text: String| Some(Value::from(text));
        match name.to_ascii_lowercase().as_str() {
            "pspath" => text(provider_path(&self.path)),
            "psparentpath" => text(self.parent().map(provider_path).unwrap_or_default()),
            "pschildname" | "name" => text(self.name()),
            "psdrive" => text("/".to_owned()),
            "psprovider" => text("Microsoft.PowerShell.Core\\FileSystem".to_owned()),
            "psiscontainer" => Some(Value::Bool(directory)),
            "mode" | "modewithouthardlink" => text(self.mode()),
            "unixmode" => text(self.unix_mode()),
            "user" => text(user(self.own.uid())),
            "group" => text(group(self.own.gid())),
            "size" => Some(Value::Long(
                i64::try_from(self.own.len()).unwrap_or(i64::MAX),
            )),
            "length" if !directory => Some(Value::Long(
                i64::try_from(self.facts.len()).unwrap_or(i64::MAX),
            )),
            "directoryname" if !directory => {
                text(self.parent().map(os_text::text_of).unwrap_or_default())
            }
            "directory" if !directory => Some(
                self.parent()
                    .and_then(Self::read)
                    .map_or(Value::Null, Self::into_value),
            ),
            "parent" if directory => Some(
                self.parent()
                    .and_then(Self::read)
                    .map_or(Value::Null, Self::into_value),
            ),
            "root" if directory => {
                Some(Self::read(Path::new("/")).map_or(Value::Null, Self::into_value))
            }
            "isreadonly" if !directory => Some(Value::Bool(self.facts.permissions().readonly())),
            "exists" => Some(Value::Bool(true)),
            "fullname" => text(self.to_text()),
            "extension" => text(self.extension()),
            "basename" => {
                let name = self.name();
                if directory {
                    return text(name);
                }
                let stem = name.len().saturating_sub(self.extension().len());
                text(name.get(..stem).unwrap_or(&name).to_owned())
            }
            "linktype" => Some(if self.is_link() {
                Value::from("SymbolicLink")
            } else {
                Value::Null
            }),
            "linktarget" | "target" => Some(
                fs::read_link(&self.path)
                    .ok()
                    .map_or(Value::Null, |to| Value::from(os_text::text_of(to))),
            ),
            "resolvedtarget" => text(os_text::text_of(
                fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone()),
            )),
            // Few file systems of Linux tell when a file was made; .NET then answers with the time of its last change.
            "creationtime" => Some(local(
                self.facts.created().or_else(|_| self.facts.modified()),
            )),
            "creationtimeutc" => Some(universal(
                self.facts.created().or_else(|_| self.facts.modified()),
            )),
            "lastaccesstime" => Some(local(self.facts.accessed())),
            "lastaccesstimeutc" => Some(universal(self.facts.accessed())),
            "lastwritetime" => Some(local(self.facts.modified())),
            "lastwritetimeutc" => Some(universal(self.facts.modified())),
            "attributes" => {
                let words = Value::from(self.attributes());
                Some(convert::cast(&words, &TypeRef::Enum(&FILE_ATTRIBUTES)).unwrap_or(words))
            }
            _ => None,
        }
    }

    fn property_names(&self) -> Vec<Name> {
        let own: &[&'static str] = if self.is_directory() {
            &[
                "PSPath",
                "PSParentPath",
                "PSChildName",
                "PSDrive",
                "PSProvider",
                "PSIsContainer",
                "Mode",
                "BaseName",
                "Target",
                "LinkType",
                "UnixMode",
                "User",
                "Group",
                "Size",
                "Parent",
                "Root",
                "FullName",
                "Extension",
                "Name",
                "Exists",
            ]
        } else {
            &[
                "PSPath",
                "PSParentPath",
                "PSChildName",
                "PSDrive",
                "PSProvider",
                "PSIsContainer",
                "Mode",
                "BaseName",
                "Target",
                "LinkType",
                "UnixMode",
                "User",
                "Group",
                "Size",
                "Length",
                "DirectoryName",
                "Directory",
                "IsReadOnly",
                "FullName",
                "Extension",
                "Name",
                "Exists",
            ]
        };
        let times = [
            "CreationTime",
            "CreationTimeUtc",
            "LastAccessTime",
            "LastAccessTimeUtc",
            "LastWriteTime",
            "LastWriteTimeUtc",
            "Attributes",
        ];
        own.iter().copied().chain(times).map(Name::Static).collect()
    }

    fn set_property(&self, name: &str, value: &Value) -> Result<bool, ShellError> {
        change_property(&self.path, name, value)
    }

    fn call(&self, name: &str, args: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        let text = self.to_text();
        let failed = |error: std::io::Error| {
            io_error(&error, "IOException", "UnauthorizedAccessException", &text)
        };
        let target = || Some(os_text::path_of(&crate::inspect::text(args.first()?)).into_owned());
        let gives_file = |path: &Path| Ok(Self::read(path).map(Self::into_value));
        match (name.to_ascii_lowercase().as_str(), args.len()) {
            ("refresh", 0) => Some(Ok(None)),
            ("delete", _) => {
                let gone = match (self.is_directory(), args.first()) {
                    (true, Some(Value::Bool(true))) => fs::remove_dir_all(&self.path),
                    (true, _) => fs::remove_dir(&self.path),
                    (false, _) => fs::remove_file(&self.path),
                };
                Some(gone.map(|()| None).map_err(failed))
            }
            ("create", 0) if self.is_directory() => Some(Ok(None)),
            ("moveto", 1) => {
                let to: Option<PathBuf> = target();
                let to = to?;
                Some(fs::rename(&self.path, to).map(|()| None).map_err(failed))
            }
            ("copyto", 1 | 2) if !self.is_directory() => {
                let to: Option<PathBuf> = target();
                let to = to?;
                let replace = matches!(args.get(1), Some(Value::Bool(true)));
                if to.exists() && !replace {
                    return Some(Err(failed(std::io::ErrorKind::AlreadyExists.into())));
                }
                match file_write::copy(&self.path, &to) {
                    Ok(_) => Some(gives_file(&to)),
                    Err(error) => Some(Err(failed(error))),
                }
            }
            ("openread" | "opentext" | "openwrite" | "create" | "createtext" | "appendtext", 0)
                if !self.is_directory() =>
            {
                Some(self.opened(name).map(Some))
            }
            (
                "getfiles"
                | "getdirectories"
                | "getfilesysteminfos"
                | "enumeratefiles"
                | "enumeratedirectories"
                | "enumeratefilesysteminfos",
                0..=2,
            ) if self.is_directory() => match self.inside(name, args) {
                Ok(found) => Some(Ok(Some(Value::array(found)))),
                Err(error) => Some(Err(failed(error))),
            },
            ("createsubdirectory", 1) if self.is_directory() => {
                let to: Option<PathBuf> = target();
                let to = self.path.join(to?);
                match fs::create_dir_all(&to) {
                    Ok(()) => Some(gives_file(&to)),
                    Err(error) => Some(Err(failed(error))),
                }
            }
            _ => None,
        }
    }

    fn methods(&self) -> &'static [&'static str] {
        if self.is_directory() {
            &[
                "Create",
                "CreateSubdirectory",
                "Delete",
                "EnumerateDirectories",
                "EnumerateFiles",
                "EnumerateFileSystemInfos",
                "GetDirectories",
                "GetFiles",
                "GetFileSystemInfos",
                "MoveTo",
                "Refresh",
            ]
        } else {
            &[
                "AppendText",
                "CopyTo",
                "Create",
                "CreateText",
                "Delete",
                "MoveTo",
                "OpenRead",
                "OpenText",
                "OpenWrite",
                "Refresh",
            ]
        }
    }

    fn equals(&self, other: &Value) -> bool {
        match other {
            Value::Native(native) => native
                .as_any()
                .downcast_ref::<Self>()
                .is_some_and(|other| other.path == self.path),
            _ => false,
        }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
