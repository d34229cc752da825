use std::io;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use iovsh_derive::Cmdlet;

use super::paths::Selection;
use super::provider::own_storage;
use super::targets;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// Opens files and folders with the program that the desktop has for them (`xdg-open`).
///
/// # Examples
/// ```iovsh
/// PS> Invoke-Item /etc/passwd -WhatIf
/// What if: Performing the operation "Invoke Item" on target "Item: /etc/passwd".
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Invoke",
    noun = "Item",
    module = "Microsoft.PowerShell.Management",
    alias = "ii",
    default_set = "Path",
    impact = Medium
)]
pub struct InvokeItem {
    /// The items. Wildcards are allowed.
    #[param(set = "Path", position = 0, mandatory, from_pipeline, by_property_name)]
    path: Vec<String>,
    /// The items, by names that are taken as they are.
    #[param(
        set = "LiteralPath",
        mandatory,
        by_property_name,
        alias("PSPath", "LP")
    )]
    literal_path: Vec<String>,
    /// Only names that match one of these.
    include: Vec<String>,
    /// No names that match one of these.
    exclude: Vec<String>,
    /// Only names that match this.
    filter: Option<String>,
}

/// Waits until the program has handed the item on; `None` when Ctrl+C was pressed before, and the program has been ended.
fn ended(cx: &Context, mut child: Child) -> io::Result<Option<ExitStatus>> {
    const PAUSE: Duration = Duration::from_millis(20);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if cx.is_cancelled() {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(PAUSE);
    }
}

impl Cmdlet for InvokeItem {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let selection = Selection::new(&self.include, &self.exclude, self.filter.as_deref(), true);
        for at in targets::items(cx, &self.path, &self.literal_path, &selection)? {
            if !cx.should_process(&format!("Item: {}", at.text()), "Invoke Item")? {
                continue;
            }
            let failed = |message: String| {
                ShellError::new("InvokeItemError", ErrorCategory::OpenError, message)
                    .exception("System.InvalidOperationException")
                    .target(at.text())
            };
            if at.native().is_none() {
                cx.error(failed(format!("'{}' is no file.", at.text())))?;
                continue;
            }
            let path = match own_storage::of_this_computer(cx.session(), &at) {
                Ok(path) => path,
                Err(error) => {
                    cx.error(error)?;
                    continue;
                }
            };
            let started = Command::new("xdg-open")
                .arg(&path)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .and_then(|child| ended(cx, child));
            match started {
                // Ctrl+C: what was opened so far stays open.
                Ok(None) => return cx.go_on(),
                Ok(Some(status)) if status.success() => {}
                Ok(_) => cx
                    .error(failed(format!("No program opens '{}'.", at.text())).help(
                        "Look at a text with Get-Content, at a folder with Get-ChildItem.",
                    ))?,
                Err(error) => cx.error(
                    failed(format!(
                        "'{}' cannot be opened: xdg-open is not there.",
                        at.text()
                    ))
                    .cause(error.to_string())
                    .help("Look at a text with Get-Content, at a folder with Get-ChildItem."),
                )?,
            }
        }
        Ok(())
    }
}
