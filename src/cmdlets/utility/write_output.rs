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
    input_object: Vec<Value>,
    /// A collection stays one object.
    no_enumerate: bool,
}

impl Cmdlet for WriteOutput {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let mut values = std::mem::take(&mut self.input_object);
        if self.no_enumerate {
            return match values.len() {
                1 => cx.emit(values.pop().unwrap_or_default()),
                _ => cx.emit(Value::array(values)),
            };
        }
        // One argument that is a collection is taken apart; several stay as they are.
        if let [only] = values.as_slice() {
            let only = only.clone();
            return cx.emit_enumerated(&only);
        }
        cx.emit_all(values)
    }
}
