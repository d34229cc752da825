//! `System.IO.FileInfo` and `DirectoryInfo` of a simulated host.

use std::any::Any;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::file_system::{local, provider_path, universal};
use iovsh_backend::model::OwnFile;
use iovsh_shell::os_text;
use iovsh_shell::value::{Name, Native, Value};

/// A file or folder of a simulated host, which root has made. It has one time, that of its last change: a file system that keeps no
/// other says that for all of them, as .NET does.
#[derive(Debug)]
pub struct OwnFileInfo(OwnFile);

impl OwnFileInfo {
    /// The object for a file.
    pub fn new(file: OwnFile) -> Self {
        Self(file)
    }

    /// A folder.
    pub fn folder(path: &Path) -> Self {
        Self(OwnFile {
            path: os_text::text_of(path),
            length: None,
            is_shared: true,
            is_mount: false,
            changed: None,
        })
    }

    /// The object.
    pub fn into_value(self) -> Value {
        Value::native(self)
    }

    fn path(&self) -> &Path {
        Path::new(&self.0.path)
    }

    fn is_folder(&self) -> bool {
        self.0.length.is_none()
    }

    fn name(&self) -> &str {
        self.0
            .path
            .rsplit('/')
            .find(|name| !name.is_empty())
            .unwrap_or("/")
    }

    /// When it was last changed; `None` where nobody knows, as of a folder that is only named.
    fn changed(&self) -> Option<SystemTime> {
        let since = Duration::from_secs(self.0.changed?);
        SystemTime::UNIX_EPOCH.checked_add(since)
    }

    /// With its dot.
    fn extension(&self) -> &str {
        let name = self.name();
        let dot = name.rfind('.').filter(|dot| dot + 1 < name.len());
        dot.and_then(|dot| name.get(dot..)).unwrap_or_default()
    }
}

/// What every one has before what only files or folders have, and behind it.
const BEFORE: [&str; 6] = [
    "PSPath",
    "PSParentPath",
    "PSChildName",
    "PSIsContainer",
    "Mode",
    "BaseName",
];
const AFTER: [&str; 6] = [
    "FullName",
    "Extension",
    "Name",
    "Exists",
    "LastWriteTime",
    "Attributes",
];

impl Native for OwnFileInfo {
    fn type_names(&self) -> &'static [&'static str] {
        match self.is_folder() {
            true => &[
                "System.IO.DirectoryInfo",
                "System.IO.FileSystemInfo",
                "System.MarshalByRefObject",
                "System.Object",
            ],
            false => &[
                "System.IO.FileInfo",
                "System.IO.FileSystemInfo",
                "System.MarshalByRefObject",
                "System.Object",
            ],
        }
    }

    fn to_text(&self) -> String {
        self.0.path.clone()
    }

    fn property(&self, name: &str) -> Option<Value> {
        let folder = self.is_folder();
        let parent = self.path().parent();
        let above = || parent.map_or(Value::Null, |parent| Self::folder(parent).into_value());
        Some(match name.to_ascii_lowercase().as_str() {
            "pspath" => provider_path(self.path()).into(),
            "psparentpath" => parent.map(provider_path).unwrap_or_default().into(),
            "pschildname" | "name" => self.name().into(),
            "psdrive" => "/".into(),
            "psprovider" => "Microsoft.PowerShell.Core\\FileSystem".into(),
            "psiscontainer" => Value::Bool(folder),
            "mode" | "modewithouthardlink" => if folder { "d----" } else { "-----" }.into(),
            "length" if !folder => {
                Value::Long(i64::try_from(self.0.length.unwrap_or_default()).unwrap_or(i64::MAX))
            }
            "size" => {
                Value::Long(i64::try_from(self.0.length.unwrap_or_default()).unwrap_or(i64::MAX))
            }
            "directoryname" if !folder => parent.map(os_text::text_of).unwrap_or_default().into(),
            "directory" if !folder => above(),
            "parent" if folder => above(),
            "root" if folder => Self::folder(Path::new("/")).into_value(),
            "exists" => Value::Bool(true),
            "fullname" => self.to_text().into(),
            "extension" => self.extension().into(),
            "basename" if folder => self.name().into(),
            "basename" => {
                let stem = self.name().strip_suffix(self.extension());
                stem.unwrap_or_default().into()
            }
            "attributes" => if folder { "Directory" } else { "Normal" }.into(),
            "unixmode" => if folder { "drwxr-xr-x" } else { "-rw-r--r--" }.into(),
            "user" | "group" => "root".into(),
            "isreadonly" if !folder => Value::Bool(false),
            "lastwritetime" | "creationtime" | "lastaccesstime" => {
                self.changed().map_or(Value::Null, |time| local(Ok(time)))
            }
            "lastwritetimeutc" | "creationtimeutc" | "lastaccesstimeutc" => self
                .changed()
                .map_or(Value::Null, |time| universal(Ok(time))),
            "isreadonly" | "linktype" | "linktarget" | "target" => Value::Null,
            _ => return None,
        })
    }

    fn property_names(&self) -> Vec<Name> {
        let of_kind: &[&str] = match self.is_folder() {
            true => &["Parent"],
            false => &["Length", "DirectoryName", "Directory", "IsReadOnly"],
        };
        let names = BEFORE.iter().chain(of_kind).chain(&AFTER);
        names.copied().map(Name::Static).collect()
    }

    fn equals(&self, other: &Value) -> bool {
        other
            .downcast::<Self>()
            .is_some_and(|other| other.0.path == self.0.path)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
