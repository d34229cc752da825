use iovsh_derive::Cmdlet;

use super::moving::{emit_current, stack_not_found};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Goes back to the location on top of a stack.
///
/// # Examples
/// ```iovsh
/// PS> Set-Location /; Push-Location /tmp; Pop-Location
/// PS> (Get-Location).Path
/// /
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Pop",
    noun = "Location",
    module = "Microsoft.PowerShell.Management",
    alias = "popd",
    output = "System.Management.Automation.PathInfo"
)]
pub struct PopLocation {
    /// Which stack.
    #[param(by_property_name)]
    stack_name: Option<String>,
    /// Hands on the new location.
    pass_thru: bool,
}

impl Cmdlet for PopLocation {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let popped = cx.session().locations.pop(self.stack_name.as_deref());
        match popped {
            Some(true) if self.pass_thru => emit_current(cx),
            // An empty stack is no mistake: there is nowhere to go.
            Some(_) => Ok(()),
            None => {
                let name = self.stack_name.clone().unwrap_or_default();
                cx.error(stack_not_found(&name))
            }
        }
    }
}
