//! Whether an object shows a machine as it is, or as it was at a checkpoint.

use iovsh_backend::model::Uuid;
use iovsh_shell::argument::Guid;
use iovsh_shell::error::{ErrorCategory, ShellError};

use super::uuid;

/// The machine that an object shows a part of, to change that part. `checkpoint` is the id and the name of the checkpoint that the object came
/// from; the id of one that shows the machine as it is now is zero.
///
/// # Errors
/// `Checkpoint.ReadOnly`: what was put down is looked at and not changed, and the machine itself is not what was meant.
pub fn live(vm: Guid, (checkpoint, name): (Guid, &str)) -> Result<Uuid, ShellError> {
    if checkpoint == Guid::default() {
        return Ok(uuid(vm));
    }
    let text = format!(
        "This shows the machine as it was at the checkpoint '{name}', which is not changed."
    );
    let error = ShellError::new("Checkpoint.ReadOnly", ErrorCategory::InvalidOperation, text)
        .exception("Microsoft.HyperV.PowerShell.VirtualizationException")
        .target(name);
    Err(error.help("Give the object of the machine as it is, without -VMSnapshot; or go back to the checkpoint first: Restore-VMSnapshot."))
}
