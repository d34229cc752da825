use std::rc::Rc;

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::types::new_guid;
use iovsh_shell::value::Value;

/// Makes a new random GUID.
///
/// # Examples
/// ```iovsh
/// PS> (New-Guid).ToString().Length
/// 36
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "Guid",
    module = "Microsoft.PowerShell.Utility",
    output = "System.Guid"
)]
pub struct NewGuid {}

impl Cmdlet for NewGuid {
    fn process(&mut self, cx: &mut Context) -> Flow {
        cx.emit(Value::Guid(Rc::new(new_guid())))
    }
}
