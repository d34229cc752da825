//! `Enable-VMConsoleSupport`.

use super::targets::Owners;
use crate::types::VirtualMachine;
use crate::vm::change_each;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::vm::settings::Changes;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gives virtual machines a display that can be looked at (VNC on 127.0.0.1, which vmconnect names), where they have none.
///
/// They must be off.
///
/// # Examples
/// ```iovsh
/// PS> Enable-VMConsoleSupport web1
/// PS> (Get-VMVideo web1).Model
/// virtio
/// ```
/// On all of them:
/// ```iovsh
/// PS> Get-VM | Enable-VMConsoleSupport
/// PS> (Get-VM | Get-VMVideo).Model
/// virtio
/// virtio
/// virtio
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Enable-VMConsoleSupport web1 -WhatIf
/// What if: Performing the operation "Enable-VMConsoleSupport" on target "web1".
///   # Change the display of 'web1'
///     virt-xml web1 --remove-device --video all && virt-xml web1 --add-device --video virtio && virt-xml web1 --remove-device --graphics all && virt-xml web1 --add-device --graphics vnc,listen=127.0.0.1
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Enable", noun = "VMConsoleSupport", module = "Hyper-V", default_set = "VMName", impact = Medium, output = VirtualMachine)]
pub struct EnableVmConsoleSupport {
    #[flatten]
    owners: Owners,
    /// Hands on the object that was changed.
    passthru: bool,
}

impl Cmdlet for EnableVmConsoleSupport {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let mut changes = Changes::default();
        changes.hardware.console = Some(true);
        let machines = self.owners.ids(cx, std::iter::empty())?;
        change_each(cx, machines, false, self.passthru, |vm| Intent::SetVm {
            vm: vm.into(),
            changes: Box::new(changes.clone()),
        })
    }
}
