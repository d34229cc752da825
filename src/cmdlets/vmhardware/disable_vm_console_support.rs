//! `Disable-VMConsoleSupport`.

use super::targets::Owners;
use crate::types::VirtualMachine;
use crate::vm::change_each;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::vm::settings::Changes;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Takes the display from virtual machines, so that nobody can look at them. Their serial console stays (vmconnect).
///
/// They must be off.
///
/// # Examples
/// ```iovsh
/// PS> Enable-VMConsoleSupport web1
/// PS> Disable-VMConsoleSupport web1
/// PS> @(Get-VMVideo web1).Count
/// 0
/// ```
/// On all of them:
/// ```iovsh
/// PS> Get-VM | Disable-VMConsoleSupport
/// PS> @(Get-VM | Get-VMVideo).Count
/// 0
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Enable-VMConsoleSupport web1
/// PS> Disable-VMConsoleSupport web1 -WhatIf
/// What if: Performing the operation "Disable-VMConsoleSupport" on target "web1".
///   # Change the display of 'web1'
///     virt-xml web1 --remove-device --video all && virt-xml web1 --remove-device --graphics all
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Disable", noun = "VMConsoleSupport", module = "Hyper-V", default_set = "VMName", impact = Medium, output = VirtualMachine)]
pub struct DisableVmConsoleSupport {
    #[flatten]
    owners: Owners,
    /// Hands on the object that was changed.
    passthru: bool,
}

impl Cmdlet for DisableVmConsoleSupport {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let mut changes = Changes::default();
        changes.hardware.console = Some(false);
        let machines = self.owners.ids(cx, std::iter::empty())?;
        change_each(cx, machines, false, self.passthru, |vm| Intent::SetVm {
            vm: vm.into(),
            changes: Box::new(changes.clone()),
        })
    }
}
