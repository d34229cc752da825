//! Manifests of modules (.psd1): what they say, and which module somebody asks for.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::automatic::VERSION;
use super::data_file::read_data_file;
use super::script_file::decode;
use crate::error::{ErrorCategory, ShellError};
use crate::os_text;
use crate::syntax::ast::RequiredModule;
use crate::types::VersionValue;
use crate::value::members::enumerate;
use crate::value::{Hashtable, Value, convert};

/// A module that a manifest, a script or `Import-Module` asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WantedModule {
    /// Its name or file.
    pub name: Rc<str>,
    /// The least version.
    pub minimum: Option<Rc<str>>,
    /// The greatest version.
    pub maximum: Option<Rc<str>>,
    /// The only version.
    pub required: Option<Rc<str>>,
}

impl WantedModule {
    /// A module of any version.
    pub fn named(name: impl Into<Rc<str>>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }

    /// What a string or a table with `ModuleName` says.
    pub fn of(value: &Value) -> Self {
        let Value::Hashtable(table) = value.base() else {
            return Self::named(convert::to_text(value));
        };
        let text = |key: &str| {
            table
                .get_text(key)
                .filter(|value| !value.is_null())
                .map(|value| convert::to_text(&value))
        };
        Self {
            name: text("ModuleName").unwrap_or_else(|| "".into()),
            minimum: text("ModuleVersion"),
            maximum: text("MaximumVersion"),
            required: text("RequiredVersion"),
        }
    }

    /// What a `#Requires` line asks for.
    pub fn of_requirement(wanted: &RequiredModule) -> Self {
        Self {
            name: Rc::clone(&wanted.name),
            minimum: wanted.minimum.clone(),
            maximum: wanted.maximum.clone(),
            required: wanted.required.clone(),
        }
    }

    /// Whether a module of this version is meant.
    pub fn accepts(&self, version: &str) -> bool {
        let have = number(version);
        self.minimum
            .as_ref()
            .is_none_or(|least| have >= number(least))
            && self
                .required
                .as_ref()
                .is_none_or(|only| have == number(only))
            && self.maximum.as_ref().is_none_or(|most| {
                // `1.*` is every version that begins so.
                match most.strip_suffix(".*") {
                    Some(stem) => {
                        let stem: Vec<i32> = numbers(stem);
                        numbers(version).starts_with(&stem) || have < number(most)
                    }
                    None => have <= number(most),
                }
            })
    }

    /// Whether it says anything of the version.
    pub fn has_version(&self) -> bool {
        self.minimum.is_some() || self.maximum.is_some() || self.required.is_some()
    }
}

fn numbers(version: &str) -> Vec<i32> {
    version
        .split('.')
        .map_while(|part| part.trim().parse().ok())
        .collect()
}

/// A version as it is compared: parts that are not written are 0.
pub fn number(version: &str) -> [i32; 4] {
    let mut parts = [0; 4];
    for (part, number) in parts.iter_mut().zip(numbers(version)) {
        *part = number;
    }
    parts
}

/// A version as an object.
pub fn version_value(version: &str) -> Value {
    match VersionValue::parse(version) {
        Ok(version) => Value::native(version),
        Err(_) => Value::str(version),
    }
}

/// What a manifest says.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// The file.
    pub path: PathBuf,
    table: Rc<Hashtable>,
}

impl Manifest {
    /// Reads a manifest.
    ///
    /// # Errors
    /// `Modules_InvalidManifest` when the file is no manifest, `Modules_InsufficientPowerShellVersion`.
    pub fn read(path: &Path) -> Result<Self, ShellError> {
        let name = os_text::text_of(path);
        let invalid = |reason: String| {
            ShellError::new(
                "Modules_InvalidManifest",
                ErrorCategory::ResourceUnavailable,
                format!("The module manifest '{name}' could not be processed because it is not a valid PowerShell module manifest file. {reason}"),
            )
            .exception("System.ArgumentException")
            .target(name.as_str())
        };
        let bytes = crate::file_read::bytes(path).map_err(|error| invalid(error.to_string()))?;
        let table = match read_data_file(&decode(&bytes), &name) {
            Ok(Value::Hashtable(table)) => table,
            Ok(_) => return Err(invalid("It holds no hashtable.".to_owned())),
            Err(error) => return Err(invalid(error.message)),
        };
        let made = Self {
            path: path.to_owned(),
            table,
        };
        if let Some(wanted) = made.text("PowerShellVersion")
            && number(&wanted) > number(VERSION)
        {
            return Err(ShellError::new(
                "Modules_InsufficientPowerShellVersion",
                ErrorCategory::ResourceUnavailable,
                format!("The version of PowerShell that the module '{name}' wants is {wanted}; the one that is understood here is {VERSION}."),
            )
            .exception("System.InvalidOperationException")
            .target(name.as_str()));
        }
        Ok(made)
    }

    /// All entries.
    pub fn table(&self) -> &Hashtable {
        &self.table
    }

    /// An entry.
    pub fn get(&self, key: &str) -> Value {
        self.table.get_text(key).unwrap_or_default()
    }

    /// An entry that is a text, when it is not empty.
    pub fn text(&self, key: &str) -> Option<Rc<str>> {
        let value = self.get(key);
        let text = convert::to_text(&value);
        (!value.is_null() && !text.trim().is_empty()).then_some(text)
    }

    /// An entry that is a list; `None` when it is not there.
    pub fn list(&self, key: &str) -> Option<Vec<Value>> {
        let value = self.get(key);
        if value.is_null() {
            return None;
        }
        let items = enumerate(&value).unwrap_or_else(|| vec![value]);
        Some(
            items
                .into_iter()
                .filter(|item| !convert::to_text(item).trim().is_empty())
                .collect(),
        )
    }

    /// The names of an entry; `None` when it is not there.
    pub fn names(&self, key: &str) -> Option<Vec<Rc<str>>> {
        let items = self.list(key)?;
        Some(items.iter().map(convert::to_text).collect())
    }

    /// The file that does the work.
    pub fn root(&self) -> Option<Rc<str>> {
        self.text("RootModule")
            .or_else(|| self.text("ModuleToProcess"))
    }

    /// The version.
    pub fn version(&self) -> Rc<str> {
        self.text("ModuleVersion").unwrap_or_else(|| "0.0".into())
    }
}

#[cfg(test)]
mod tests {
    use super::WantedModule;

    #[test]
    fn versions_are_numbers() {
        let wanted =
            |minimum: Option<&str>, maximum: Option<&str>, required: Option<&str>| WantedModule {
                name: "m".into(),
                minimum: minimum.map(Into::into),
                maximum: maximum.map(Into::into),
                required: required.map(Into::into),
            };
        assert!(wanted(Some("1.9"), None, None).accepts("1.10"));
        assert!(!wanted(Some("2.0"), None, None).accepts("1.10"));
        assert!(wanted(None, Some("1.*"), None).accepts("1.99"));
        assert!(!wanted(None, Some("1.*"), None).accepts("2.0"));
        assert!(wanted(None, None, Some("1.0")).accepts("1.0.0"));
        assert!(!wanted(None, None, Some("1.0")).accepts("1.0.1"));
    }
}
