//! `Set-Acl`.

use std::fs::Permissions;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::path::Path;

use iovsh_derive::Cmdlet;

use super::acl::{self, AclValue};
use super::files;
use crate::management::provider::path_not_found;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::os_text;
use iovsh_shell::value::Value;

/// Gives files the owner, the group and the mode that an object of `Get-Acl` has.
///
/// # Examples
/// ```iovsh
/// PS> Set-Content a.txt 'x'; Set-Content b.txt 'y'
/// PS> Get-Acl a.txt | Set-Acl b.txt
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "Acl",
    module = "Microsoft.PowerShell.Security",
    default_set = "ByPath",
    impact = Medium,
    output = "System.Security.AccessControl.FileSecurity"
)]
pub struct SetAcl {
    /// The files and folders. Wildcards are allowed.
    #[param(
        set = "ByPath",
        position = 0,
        mandatory,
        by_property_name,
        not_null_or_empty
    )]
    path: Vec<String>,
    /// The files and folders, by names that are taken as they are.
    #[param(
        set = "ByLiteralPath",
        mandatory,
        by_property_name,
        alias = "PSPath",
        not_null_or_empty
    )]
    literal_path: Vec<String>,
    /// What `Get-Acl` gave.
    #[param(position = 1, mandatory, from_pipeline)]
    acl_object: Value,
    /// Hands on what was set.
    passthru: bool,
}

impl Cmdlet for SetAcl {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let Some(wanted) = self.acl_object.downcast::<AclValue>() else {
            return Err(ShellError::new(
                "SetAcl_AclObject",
                ErrorCategory::InvalidArgument,
                "AclObject: what Get-Acl gives is wanted.",
            )
            .exception("System.ArgumentException")
            .help("$acl = Get-Acl FILE; $acl.Mode = '750'; Set-Acl FILE $acl")
            .into());
        };
        let state = wanted.state();
        for path in files::readable(cx, &self.path, &self.literal_path)? {
            let text = os_text::text_of(&path);
            if !path.exists() {
                cx.error(path_not_found(&text))?;
                continue;
            }
            if !cx.should_process(&text, "Set-Acl")? {
                continue;
            }
            if let Err(error) = apply(&path, &state) {
                cx.error(error.target(text.as_str()))?;
                continue;
            }
            if self.passthru
                && let Ok(acl) = AclValue::of(&path, &text)
            {
                cx.emit(Value::native(acl))?;
            }
        }
        Ok(())
    }
}

/// Changes only what differs, owner and group first: a change of them takes bits of the mode away.
fn apply(path: &Path, state: &acl::State) -> Result<(), ShellError> {
    let failed = |what: &str, cause: String| {
        ShellError::new(
            "SetAcl_OperationFailed",
            ErrorCategory::PermissionDenied,
            format!("The {what} of '{}' cannot be set.", path.display()),
        )
        .exception("System.UnauthorizedAccessException")
        .cause(cause)
    };
    let unknown = |what: &str, name: &str| {
        ShellError::new(
            "IdentityNotMapped",
            ErrorCategory::ObjectNotFound,
            format!("There is no {what} '{name}' on this host."),
        )
        .exception("System.Security.Principal.IdentityNotMappedException")
    };
    let user =
        acl::number(acl::USERS, &state.owner).ok_or_else(|| unknown("user", &state.owner))?;
    let group =
        acl::number(acl::GROUPS, &state.group).ok_or_else(|| unknown("group", &state.group))?;
    let data = std::fs::metadata(path).map_err(|error| failed("owner", error.to_string()))?;
    if data.uid() != user || data.gid() != group {
        chown(
            path,
            (data.uid() != user).then_some(user),
            (data.gid() != group).then_some(group),
        )
        .map_err(|error| failed("owner", error.to_string()))?;
    }
    let data = std::fs::metadata(path).map_err(|error| failed("mode", error.to_string()))?;
    if data.mode() & 0o7777 != state.mode {
        std::fs::set_permissions(path, Permissions::from_mode(state.mode))
            .map_err(|error| failed("mode", error.to_string()))?;
    }
    Ok(())
}
