//! BIOS and UEFI: which of them a virtual machine has to do with.

use crate::types::Owner;
use iovsh_shell::error::{ErrorCategory, ShellError};

/// Why the firmware of this machine is not asked for in this way; `None` when it is of the generation.
pub fn refusal(owner: &Owner, generation: u8) -> Option<ShellError> {
    let own = owner.vm.settings.as_ref().map_or(2, |s| s.generation);
    if own == generation {
        return None;
    }
    let (has, other) = if own == 1 {
        ("a BIOS", "VMBios")
    } else {
        ("UEFI firmware", "VMFirmware")
    };
    let message = format!(
        "'{}' is a virtual machine of generation {own}, which has {has}.",
        owner.vm.name
    );
    let error = ShellError::new(
        "Vm.WrongGeneration",
        ErrorCategory::InvalidOperation,
        message,
    );
    Some(
        error
            .exception("Microsoft.HyperV.PowerShell.VirtualizationException")
            .target(owner.vm.name.as_str())
            .help(format!("Use Get-{other} and Set-{other} for it.")),
    )
}
