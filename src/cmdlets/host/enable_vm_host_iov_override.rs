//! `Enable-VMHostIovOverride`.

use crate::host_access::HostAccess;
use crate::remote::Remote;
use iovsh_backend::Scope;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Accepts that virtual functions are handed out on a host that does not remap interrupts.
///
/// A virtual machine with a virtual function can then send interrupts to the host itself, and so disturb it or attack it. It is meant for
/// hosts whose virtual machines are all trusted, as the value IOVEnableOverride is in the registry of Windows. VFIO takes it at once
/// (allow_unsafe_interrupts of vfio_iommu_type1), and a file in /etc/modprobe.d has it after the next start of the host. Where the host
/// remaps interrupts, or lacks something else, it is refused. `Test-VMHostIov` warns of it for as long as it stands, and
/// Disable-VMHostIovOverride takes it back. Linux only; Hyper-V has no such command.
///
/// # Examples
/// Where nothing else is in the way:
/// ```iovsh
/// PS> $codes = (Test-VMHostIov).Code
/// PS> if ($codes[0] -eq 'Platform.NoInterruptRemapping') { Enable-VMHostIovOverride }
/// ```
/// A host that remaps interrupts needs it not:
/// ```iovsh
/// PS> try { Enable-VMHostIovOverride -Confirm:$false -ErrorAction Stop } catch { $_.Exception.Message }
/// This host remaps interrupts: nothing would be gained, and a protection lost.
/// ```
/// Of several hosts, those that need it:
/// ```iovsh
/// PS> $short = Test-VMHostIov -ComputerName hv1, hv2 | Where-Object Code -eq Platform.NoInterruptRemapping
/// PS> if ($short) { Enable-VMHostIovOverride -ComputerName $short.ComputerName -Force }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Enable", noun = "VMHostIovOverride", module = "Iovsh", impact = High)]
pub struct EnableVmHostIovOverride {
    /// Goes on without a question.
    force: bool,
    #[flatten]
    remote: Remote,
}

impl Cmdlet for EnableVmHostIovOverride {
    fn process(&mut self, cx: &mut Context) -> Flow {
        cx.change_forced(&Scope::PLAN, self.force, &Intent::OverrideIov(true))?;
        Ok(())
    }
}
