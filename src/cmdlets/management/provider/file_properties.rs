//! The properties of files that can be changed.

use std::fs::{self, FileTimes, OpenOptions};
use std::path::Path;
use std::time::SystemTime;

use super::io_error;
use crate::management::make_writable;
use iovsh_shell::error::ShellError;
use iovsh_shell::file_write;
use iovsh_shell::os_text;
use iovsh_shell::types::resolve;
use iovsh_shell::value::Value;
use iovsh_shell::value::convert::{cast, to_bool};

/// Changes `IsReadOnly`, `LastWriteTime` or `LastAccessTime` of a file; `false` when the property cannot be changed.
///
/// # Errors
/// The value is no date, or the operating system refuses.
pub fn change_property(path: &Path, name: &str, value: &Value) -> Result<bool, ShellError> {
    let failed = |error: std::io::Error| {
        io_error(
            &error,
            "SetPropertyIOError",
            "SetPropertyUnauthorizedAccessError",
            &os_text::text_of(path),
        )
    };
    match name.to_ascii_lowercase().as_str() {
        "isreadonly" => {
            if to_bool(value) {
                let mut permissions = fs::metadata(path).map_err(failed)?.permissions();
                permissions.set_readonly(true);
                fs::set_permissions(path, permissions).map_err(failed)?;
            } else {
                make_writable(path);
            }
        }
        "lastwritetime" | "lastwritetimeutc" => {
            let times = FileTimes::new().set_modified(time(value)?);
            set_times(path, times).map_err(failed)?;
        }
        "lastaccesstime" | "lastaccesstimeutc" => {
            let times = FileTimes::new().set_accessed(time(value)?);
            set_times(path, times).map_err(failed)?;
        }
        _ => return Ok(false),
    }
    Ok(true)
}

fn time(value: &Value) -> Result<SystemTime, ShellError> {
    let date = match resolve("datetime") {
        Some(ty) => cast(value, &ty)?,
        None => value.clone(),
    };
    match date.base() {
        Value::DateTime(date) => Ok(date.time.into()),
        other => Err(iovsh_shell::argument::mismatch(other, "date")),
    }
}

fn set_times(path: &Path, times: FileTimes) -> std::io::Result<()> {
    file_write::open(OpenOptions::new().read(true), path)?.set_times(times)
}
