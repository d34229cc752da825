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

impl Native for DriveInfo {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Management.Automation.PSDriveInfo", "System.Object"]
    }

    fn to_text(&self) -> String {
        self.drive.name.to_string()
    }

    fn property(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
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
