use iovsh_derive::Cmdlet;

use super::moving::{container, emit_current};
use crate::complete;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Puts the current location on a stack, and goes to another.
///
/// # Examples
/// ```iovsh
/// PS> Push-Location /tmp
/// PS> (Get-Location).Path
/// /tmp
/// PS> Pop-Location
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Push",
    noun = "Location",
    module = "Microsoft.PowerShell.Management",
    alias = "pushd",
    default_set = "Path",
    output = "System.Management.Automation.PathInfo"
)]
pub struct PushLocation {
    /// Where to. The session stays when left out.
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
        by_property_name,
        alias("PSPath", "LP"),
        complete = complete::folders
    )]
    literal_path: Option<String>,
    /// Which stack.
    #[param(by_property_name)]
    stack_name: Option<String>,
    /// Hands on the new location.
    pass_thru: bool,
}

impl Cmdlet for PushLocation {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let literal = self.literal_path.is_some();
        let target = self.literal_path.as_ref().or(self.path.as_ref());
        let target = match target {
            Some(text) => match container(cx, text, literal) {
                Ok(at) => Some(at),
                Err(error) => return cx.error(error),
            },
            None => None,
        };
        cx.session().locations.push(self.stack_name.as_deref());
        if let Some(at) = target {
            cx.session().locations.set(at);
        }
        if self.pass_thru {
            emit_current(cx)?;
        }
        Ok(())
    }
}
