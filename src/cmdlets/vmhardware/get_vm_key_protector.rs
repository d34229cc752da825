//! `Get-VMKeyProtector`.

use super::targets::Owners;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// Gets the key protectors of virtual machines: that of a machine that has none, as no machine here has one.
///
/// A key protector says which guardians may open the TPM of a machine. On Linux swtpm keeps what a TPM holds in a folder that only root and
/// swtpm itself can read, so there is none, and the answer is the one that Hyper-V gives of a machine without: the bytes 0, 0, 0, 4.
///
/// # Examples
/// ```iovsh
/// PS> (Get-VMKeyProtector web1) -join ' '
/// 0 0 0 4
/// ```
/// By the pipeline:
/// ```iovsh
/// PS> @(Get-VM web1, web2 | Get-VMKeyProtector).Count
/// 8
/// ```
/// Whether a machine has one:
/// ```iovsh
/// PS> @(Get-VMKeyProtector web1).Count -gt 4
/// False
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "VMKeyProtector",
    module = "Hyper-V",
    default_set = "VMName",
    should_process,
    output = "System.Byte"
)]
pub struct GetVmKeyProtector {
    #[flatten]
    owners: Owners,
}

/// What Hyper-V gives of a machine without a key protector.
pub(super) const NONE: [u8; 4] = [0, 0, 0, 4];

impl Cmdlet for GetVmKeyProtector {
    fn process(&mut self, cx: &mut Context) -> Flow {
        for _ in self.owners.now(cx)? {
            for byte in NONE {
                cx.emit(Value::Byte(byte))?;
            }
        }
        Ok(())
    }
}
