use std::fs::{self, FileTimes, OpenOptions};
use std::path::Path;
use std::time::SystemTime;

use iovsh_derive::Cmdlet;

use super::item_properties::no_such_property;
use super::paths::Selection;
use super::provider::io_error;
use super::targets;
use crate::shell::cmdlet::Cmdlet;
use crate::shell::error::{Flow, ShellError};
use crate::shell::eval::Context;
use crate::shell::types::resolve;
use crate::shell::value::Value;
use crate::shell::value::convert::{cast, to_bool};

/// Changes a property of files: `IsReadOnly`, `LastWriteTime`, `LastAccessTime`.
///
/// # Examples
/// ```iovsh
/// PS> Set-Content a.txt 'abc'
/// PS> Set-ItemProperty a.txt -Name IsReadOnly -Value $true
/// PS> (Get-Item a.txt).IsReadOnly
/// True
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "ItemProperty",
    module = "Microsoft.PowerShell.Management",
    alias = "sp",
    default_set = "propertyValuePathSet",
    impact = Medium
)]
pub struct SetItemProperty {
    /// The items. Wildcards are allowed.
    #[param(
        set = "propertyValuePathSet",
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name
    )]
    path: Vec<String>,
    /// The items, by names that are taken as they are.
    #[param(
        set = "propertyValueLiteralPathSet",
        mandatory,
        by_property_name,
        alias("PSPath", "LP")
    )]
    literal_path: Vec<String>,
    /// The property.
    #[param(position = 1, mandatory, by_property_name, alias = "PSProperty")]
    name: String,
    /// Its value.
    #[param(position = 2, by_property_name, allow_null)]
    value: Value,
    /// Accepted for scripts that write to the registry, which is not there.
    #[param(alias = "Type")]
    property_type: Option<String>,
    /// Accepted: nothing is hidden from a change.
    force: bool,
    /// Hands on the items.
    pass_thru: bool,
}

impl Cmdlet for SetItemProperty {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let everything = Selection::all(true);
        for at in targets::items(cx, &self.path, &self.literal_path, &everything)? {
            let target = format!("Item: {} Property: {}", at.text(), self.name);
            if !cx.should_process(&target, "Set Property")? {
                continue;
            }
            let Some(path) = at.native() else {
                cx.error(no_such_property(&self.name, &at))?;
                continue;
            };
            match self.change(&path) {
                Ok(true) if self.pass_thru => targets::emit_item(cx, &at)?,
                Ok(true) => {}
                Ok(false) => cx.error(no_such_property(&self.name, &at))?,
                Err(error) => cx.error(error)?,
            }
        }
        Ok(())
    }
}

impl SetItemProperty {
    /// Changes the property; `false` when there is none of that name that can be changed.
    fn change(&self, path: &Path) -> Result<bool, ShellError> {
        let failed = |error: std::io::Error| {
            io_error(
                &error,
                "SetPropertyIOError",
                "SetPropertyUnauthorizedAccessError",
                &path.to_string_lossy(),
            )
        };
        match self.name.to_ascii_lowercase().as_str() {
            "isreadonly" => {
                if to_bool(&self.value) {
                    let mut permissions = fs::metadata(path).map_err(failed)?.permissions();
                    permissions.set_readonly(true);
                    fs::set_permissions(path, permissions).map_err(failed)?;
                } else {
                    super::make_writable(path);
                }
            }
            "lastwritetime" | "lastwritetimeutc" => {
                let times = FileTimes::new().set_modified(self.time()?);
                set_times(path, times).map_err(failed)?;
            }
            "lastaccesstime" | "lastaccesstimeutc" => {
                let times = FileTimes::new().set_accessed(self.time()?);
                set_times(path, times).map_err(failed)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn time(&self) -> Result<SystemTime, ShellError> {
        let date = match resolve("datetime") {
            Some(ty) => cast(&self.value, &ty)?,
            None => self.value.clone(),
        };
        match date {
            Value::DateTime(date) => Ok(date.time.into()),
            other => Err(crate::shell::argument::mismatch(&other, "date")),
        }
    }
}

fn set_times(path: &Path, times: FileTimes) -> std::io::Result<()> {
    OpenOptions::new().read(true).open(path)?.set_times(times)
}
