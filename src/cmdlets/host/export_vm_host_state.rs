//! `Export-VMHostState`.

use crate::host_access::{HostAccess, computer_name};
use crate::remote::Remote;
use crate::whole_file::{create, replace};
use iovsh_backend::Scope;
use iovsh_backend::model::VfDetail;
use iovsh_backend::sim::fixture_of;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use std::io::ErrorKind;

/// Writes what is observed of the host into a file that a simulated host can start from.
///
/// What somebody has on a host runs elsewhere on `iovsh --host sim:FILE`: the same NICs, switches, machines and virtual functions, with the
/// same reasons. With -Anonymous names, notes, paths of images and addresses are replaced by others, the same one by the same one everywhere;
/// products, drivers and places on the PCI bus stay. How guests behave, and checkpoints of machines when they are anonymous, are no part
/// of it. Linux only; Hyper-V has no such command.
///
/// # Examples
/// ```iovsh
/// PS> Export-VMHostState host.json -Anonymous
/// PS> (Get-Content host.json -Raw | ConvertFrom-Json).state.host.name
/// host1
/// ```
/// A file that is there already is replaced with -Force:
/// ```iovsh
/// PS> Export-VMHostState host.json
/// PS> Export-VMHostState host.json -Force
/// PS> Test-Path host.json
/// True
/// ```
/// With the day in its name, so that hosts can be compared over time:
/// ```iovsh
/// PS> Export-VMHostState "host-$(Get-Date -Format yyyy).json"
/// PS> @(Get-ChildItem host-*.json).Count
/// 1
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Export",
    noun = "VMHostState",
    module = "Iovsh",
    impact = Medium
)]
pub struct ExportVmHostState {
    /// The file; one that is there is replaced only with -Force.
    #[param(position = 0, mandatory)]
    path: String,
    /// Replaces names and addresses.
    anonymous: bool,
    /// Replaces a file that is there.
    force: bool,
    #[flatten]
    remote: Remote,
    /// The host whose state the file has.
    #[state]
    has: Option<String>,
}

const SCOPE: Scope = Scope {
    functions: VfDetail::Counters,
    checkpoints: true,
    ..Scope::DIAGNOSIS
};

impl Cmdlet for ExportVmHostState {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let native = cx.session().locations.native(&self.path);
        let failed = |id, category, why: String| {
            ShellError::new(
                id,
                category,
                format!("'{}' cannot be written: {why}.", native.display()),
            )
            .target(self.path.as_str())
        };
        let computer = computer_name(cx)?;
        if let Some(other) = &self.has {
            return Err(crate::invalid::parameter(
                format!(
                    "'{}' has the state of '{other}', and a file has one host.",
                    self.path
                ),
                "Export each host into a file of its own, with one -ComputerName at a time.",
            )
            .target(computer.as_str())
            .into());
        }
        let state = cx.snapshot(&SCOPE)?;
        let text = fixture_of(&state, self.anonymous).map_err(|error| {
            failed(
                "Host.BadAnswer",
                ErrorCategory::InvalidData,
                error.to_string(),
            )
        })?;
        if !cx.should_process(&self.path, "Export-VMHostState")? {
            return Ok(());
        }
        let written = if self.force {
            replace(&native, &text)
        } else {
            create(&native, &text)
        };
        written.map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => failed(
                "NoClobber",
                ErrorCategory::ResourceExists,
                "it is there already".to_owned(),
            )
            .help("Choose another name, or add -Force."),
            _ => failed(
                "FileOpenFailure",
                ErrorCategory::WriteError,
                error.to_string(),
            )
            .help("Choose a folder that you may write to."),
        })?;
        self.has = Some(computer);
        Ok(())
    }
}
