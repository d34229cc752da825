use iovsh_derive::Cmdlet;

use super::drive_info::DriveInfo;
use super::moving::container;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::location::{Drive, ProviderKind};
use iovsh_shell::os_text;
use iovsh_shell::value::Value;

/// Makes a drive that begins at a directory.
///
/// # Examples
/// ```iovsh
/// PS> New-PSDrive -Name Images -PSProvider FileSystem -Root /tmp | Out-Null
/// PS> Convert-Path Images:
/// /tmp
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "PSDrive",
    module = "Microsoft.PowerShell.Management",
    alias = "ndr",
    impact = Low,
    output = "System.Management.Automation.PSDriveInfo"
)]
pub struct NewPsDrive {
    /// The name, without a colon.
    #[param(position = 0, mandatory, by_property_name)]
    name: String,
    /// `FileSystem`.
    #[param(position = 1, mandatory, by_property_name, name = "PSProvider")]
    provider: String,
    /// The directory that it begins at.
    #[param(position = 2, mandatory, by_property_name, allow_empty_string)]
    root: String,
    /// What it is for.
    #[param(by_property_name)]
    description: Option<String>,
    /// Accepted for scripts that name a scope; a session's drives are in one.
    #[param(by_property_name)]
    scope: Option<String>,
    /// Drives that stay after the session are not made here: mount the file system instead.
    persist: bool,
    /// Another user's rights are not used here: mount the file system with them instead.
    #[param(by_property_name)]
    credential: Option<Value>,
}

impl Cmdlet for NewPsDrive {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if ProviderKind::by_name(&self.provider) != Some(ProviderKind::FileSystem) {
            return Err(super::unsupported(
                &format!(
                    "There are no new drives of the provider '{}'.",
                    self.provider
                ),
                "Only drives of the provider FileSystem can be made.",
            )
            .into());
        }
        if self.persist {
            return Err(super::unsupported(
                "A drive ends with the session.",
                "Mount the file system, and leave out -Persist.",
            )
            .into());
        }
        let at = match container(cx, &self.root, true) {
            Ok(at) => at,
            Err(error) => return cx.error(error),
        };
        let target = format!(
            "Name: {} Provider: FileSystem Root: {}",
            self.name,
            at.text()
        );
        if !cx.should_process(&target, "New drive")? {
            return Ok(());
        }
        let root = at.native().unwrap_or_default();
        let drive = Drive {
            name: self.name.as_str().into(),
            provider: ProviderKind::FileSystem,
            root: os_text::text_of(root).into(),
            description: self.description.as_deref().unwrap_or_default().into(),
        };
        if !cx.session().locations.add_drive(drive.clone()) {
            return cx.error(
                ShellError::new(
                    "DriveAlreadyExists",
                    ErrorCategory::ResourceExists,
                    format!("A drive with the name '{}' already exists.", self.name),
                )
                .exception("System.Management.Automation.SessionStateException")
                .target(self.name.as_str()),
            );
        }
        cx.emit(Value::native(DriveInfo {
            drive,
            current: String::new(),
        }))
    }
}
