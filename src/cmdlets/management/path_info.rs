//! `System.Management.Automation.PathInfo`: a location as an object.

use std::any::Any;

use iovsh_shell::location::Location;
use iovsh_shell::os_text;
use iovsh_shell::value::{Name, Native, Value};

/// A resolved path, or where a session is.
#[derive(Debug)]
pub struct PathInfo(pub Location);

impl Native for PathInfo {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Management.Automation.PathInfo", "System.Object"]
    }

    fn to_text(&self) -> String {
        self.0.text()
    }

    fn property(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "drive" => Some(self.0.drive.name.to_string().into()),
            "provider" => Some(
                format!(
                    "Microsoft.PowerShell.Core\\{}",
                    self.0.drive.provider.name()
                )
                .into(),
            ),
            "providerpath" => Some(match self.0.native() {
                Some(path) => os_text::text_of(path).into(),
                None => self.0.path.as_str().into(),
            }),
            "path" => Some(self.0.text().into()),
            _ => None,
        }
    }

    fn property_names(&self) -> Vec<Name> {
        ["Drive", "Provider", "ProviderPath", "Path"]
            .map(Name::Static)
            .to_vec()
    }

    fn equals(&self, other: &Value) -> bool {
        other
            .downcast::<Self>()
            .is_some_and(|other| other.0 == self.0)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
