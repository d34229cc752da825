//! `Write-Output`.

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// Hands objects to the next command, one by one.
///
/// # Examples
/// ```iovsh
/// PS> Write-Output 1, 2 | ForEach-Object { $_ + 1 }
/// 2
/// 3
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Write",
    noun = "Output",
    module = "Microsoft.PowerShell.Utility",
    alias("write", "echo")
)]
pub struct WriteOutput {
    /// The objects.
    #[param(
        mandatory,
        from_pipeline,
        remaining,
        allow_null,
        allow_empty_collection,
        allow_empty_string
    )]
    input_object: Value,
    /// A collection stays one object.
    no_enumerate: bool,
}

impl Cmdlet for WriteOutput {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let value = std::mem::take(&mut self.input_object);
        if self.no_enumerate {
            return cx.emit(value);
        }
        // What is given is taken apart once: several arguments are a list.
        cx.emit_enumerated(&value)
    }
}
