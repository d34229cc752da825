//! `Export-VMHostState`.

use crate::door::Hosts;
use crate::remote::Remote;
use iovsh_backend::Scope;
use iovsh_backend::model::VfDetail;
use iovsh_backend::sim::fixture_of;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

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
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Export",
    noun = "VMHostState",
    module = "Iovsh",
    impact = Medium,
    output = "System.IO.FileInfo"
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
        if native.exists() && !self.force {
            return Err(failed(
                "NoClobber",
                ErrorCategory::ResourceExists,
                "it is there already".to_owned(),
            )
            .help("Choose another name, or add -Force.")
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
        std::fs::write(&native, text).map_err(|error| {
            failed(
                "FileOpenFailure",
                ErrorCategory::WriteError,
                error.to_string(),
            )
            .help("Choose a folder that you may write to.")
        })?;
        Ok(())
    }
}
