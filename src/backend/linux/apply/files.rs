//! iovsh's files in the folders of the tools that configure the network.

use std::fs::{self, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt as _;

use crate::backend::linux::host::LinuxHost;
use crate::backend::linux::refusal;
use crate::backend::model::NetworkTool;
use crate::backend::state::replace;
use crate::backend::{Category, HostError};

/// Writes a file as a whole, with the permissions that its tool wants, or removes it.
pub(super) fn set(host: &LinuxHost, path: &str, text: Option<&str>) -> Result<(), HostError> {
    let Some(tool) = NetworkTool::of(path) else {
        return Err(HostError::new(
            "Persist.NotOurs",
            Category::PermissionDenied,
            format!("{path} is no file of iovsh's."),
        )
        .next_step("Report this: iovsh writes only files whose names it has chosen."));
    };
    let place = host.sysfs.path(path);
    let done = match text {
        Some(text) => replace(&place, text.as_bytes())
            .and_then(|()| fs::set_permissions(&place, Permissions::from_mode(tool.mode()))),
        None => match fs::remove_file(&place) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            other => other,
        },
    };
    done.map_err(|error| refusal::io_error(path, &error))
}
