//! `System.Management.Automation.PSDriveInfo`: a drive as an object.

use std::any::Any;

use iovsh_shell::location::Drive;
use iovsh_shell::value::{Name, Native, Value};

/// A drive, and where the session last was on it.
#[derive(Debug)]
pub struct DriveInfo {
    /// The drive.
    pub drive: Drive,
    /// The path on it, empty unless the session is there.
    pub current: String,
}

impl DriveInfo {
    /// So many blocks where a drive of files has its root, in bytes; `$null` of other drives, and where nothing can be read.
    fn bytes(&self, blocks: fn(&rustix::fs::StatVfs) -> u64) -> Value {
        if self.drive.provider.name() != "FileSystem" {
            return Value::Null;
        }
        rustix::fs::statvfs(&*self.drive.root).map_or(Value::Null, |space| {
            let bytes = blocks(&space).saturating_mul(space.f_frsize);
            Value::Long(i64::try_from(bytes).unwrap_or(i64::MAX))
        })
    }
}

impl Native for DriveInfo {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Management.Automation.PSDriveInfo", "System.Object"]
    }

    fn to_text(&self) -> String {
        self.drive.name.to_string()
    }

    fn property(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "used" => Some(self.bytes(|space| space.f_blocks.saturating_sub(space.f_bavail))),
            "free" => Some(self.bytes(|space| space.f_bavail)),
            "name" => Some(Value::str(self.drive.name.clone())),
            "provider" => {
                Some(format!("Microsoft.PowerShell.Core\\{}", self.drive.provider.name()).into())
            }
            "root" => Some(Value::str(self.drive.root.clone())),
            "description" => Some(Value::str(self.drive.description.clone())),
            "currentlocation" => Some(self.current.as_str().into()),
            "displayroot" | "maximumsize" | "credential" => Some(Value::Null),
            "volumeseparatedbycolon" => Some(Value::Bool(&*self.drive.name != "/")),
            _ => None,
        }
    }

    fn property_names(&self) -> Vec<Name> {
        [
            "Used",
            "Free",
            "CurrentLocation",
            "Name",
            "Provider",
            "Root",
            "Description",
            "MaximumSize",
            "Credential",
            "DisplayRoot",
            "VolumeSeparatedByColon",
        ]
        .map(Name::Static)
        .to_vec()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
