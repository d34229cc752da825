//! `Out-Null`.

use iovsh_derive::Cmdlet;

use crate::shell::cmdlet::Cmdlet;
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use crate::shell::value::Value;

/// Throws objects away.
///
/// # Examples
/// ```iovsh
/// PS> 1..3 | Out-Null
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Out", noun = "Null", module = "Microsoft.PowerShell.Core")]
pub struct OutNull {
    /// The objects.
    #[param(from_pipeline)]
    input_object: Value,
}

impl Cmdlet for OutNull {
    fn process(&mut self, _cx: &mut Context) -> Flow {
        self.input_object = Value::Null;
        Ok(())
    }
}
