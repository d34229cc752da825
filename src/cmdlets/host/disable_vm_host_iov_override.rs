//! `Disable-VMHostIovOverride`.

use crate::host_access::HostAccess;
use crate::remote::Remote;
use iovsh_backend::Scope;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Takes back what Enable-VMHostIovOverride accepted.
///
/// Virtual functions are then handed out again only where interrupts are remapped. Virtual machines that have one keep it until they stop.
/// What stands in other files of /etc/modprobe.d, or on the kernel command line, counts again after the next start of the host. Linux
/// only; Hyper-V has no such command.
///
/// # Examples
/// ```iovsh
/// PS> Disable-VMHostIovOverride
/// ```
/// What it would do where nothing was accepted:
/// ```iovsh
/// PS> Disable-VMHostIovOverride -WhatIf
/// What if: Performing the operation "Disable-VMHostIovOverride" on target "sim".
///   # Nothing has to be done.
/// ```
/// At several hosts:
/// ```iovsh
/// PS> Disable-VMHostIovOverride -ComputerName hv1, hv2
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Disable", noun = "VMHostIovOverride", module = "Iovsh", impact = Medium)]
pub struct DisableVmHostIovOverride {
    #[flatten]
    remote: Remote,
}

impl Cmdlet for DisableVmHostIovOverride {
    fn process(&mut self, cx: &mut Context) -> Flow {
        cx.change(&Scope::PLAN, &Intent::OverrideIov(false))?;
        Ok(())
    }
}
