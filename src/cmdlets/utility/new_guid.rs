//! `New-Guid`.

use iovsh_derive::Cmdlet;

use crate::shell::cmdlet::Cmdlet;
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use crate::shell::types::new_guid;
use crate::shell::value::Value;

/// Makes a new GUID.
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
        cx.emit(Value::Guid(std::rc::Rc::new(new_guid())))
    }
}
