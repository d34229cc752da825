use iovsh_derive::Cmdlet;

use super::moving::{container, emit_current, stack_not_found};
use crate::complete;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::location::home_directory;
use iovsh_shell::os_text;

/// Goes to a directory or drive.
///
/// # Examples
/// ```iovsh
/// PS> New-Item -ItemType Directory images | Out-Null
/// PS> Set-Location images
/// PS> Split-Path (Get-Location) -Leaf
/// images
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "Location",
    module = "Microsoft.PowerShell.Management",
    alias("cd", "chdir", "sl"),
    default_set = "Path",
    output = "System.Management.Automation.PathInfo"
)]
pub struct SetLocation {
    /// Where to; `-` is back, `+` forward again. The home directory when left out.
    #[param(
        set = "Path",
        position = 0,
        from_pipeline,
        by_property_name,
        complete = complete::folders
    )]
    path: Option<String>,
    /// Where to, taken as it is.
    #[param(
        set = "LiteralPath",
        mandatory,
        by_property_name,
        alias("PSPath", "LP"),
        complete = complete::folders
    )]
    literal_path: Option<String>,
    /// Makes this stack of locations the current one.
    #[param(set = "Stack", by_property_name)]
    stack_name: Option<String>,
    /// Hands on the new location.
    pass_thru: bool,
}

impl Cmdlet for SetLocation {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if let Some(stack) = &self.stack_name {
            if !cx.session().locations.use_stack(stack) {
                return cx.error(stack_not_found(stack));
            }
            return Ok(());
        }
        let literal = self.literal_path.is_some();
        let text = match (&self.literal_path, &self.path) {
            (Some(text), _) | (None, Some(text)) if !text.is_empty() => text.clone(),
            _ => os_text::text_of(home_directory()),
        };
        let moved = match (&*text, literal) {
            ("-", false) => Some(cx.session().locations.back()),
            ("+", false) => Some(cx.session().locations.forward()),
            _ => None,
        };
        match moved {
            Some(true) => {}
            Some(false) => {
                let way = if text == "-" { "backwards" } else { "forwards" };
                return cx.error(
                    ShellError::new(
                        "InvalidOperation",
                        ErrorCategory::InvalidOperation,
                        format!("There is no location history left to navigate {way}."),
                    )
                    .exception("System.InvalidOperationException"),
                );
            }
            None => match container(cx, &text, literal) {
                Ok(at) => cx.session().locations.set(at),
                Err(error) => return cx.error(error),
            },
        }
        if self.pass_thru {
            emit_current(cx)?;
        }
        Ok(())
    }
}
