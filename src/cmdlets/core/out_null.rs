//! `Out-Null`.

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

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
