//! `Set-VMComPort`.

use super::com_ports::no_such_port;
use super::targets::{Owners, change_parts};
use crate::types::{OnOffState, VmComPort, live};
use iovsh_backend::model::Uuid;
use iovsh_backend::policy::vm::settings::Changes;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::{Flow, ShellError};
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Changes what is behind a serial port of virtual machines. They must be off.
///
/// # Examples
/// ```iovsh
/// PS> Set-VMComPort web1 -Number 2 -Path /run/libvirt/qemu/web1-com2.sock -Passthru | ForEach-Object Path
/// /run/libvirt/qemu/web1-com2.sock
/// ```
/// Away again:
/// ```iovsh
/// PS> Set-VMComPort web1 -Number 2 -Path /run/libvirt/qemu/web1-com2.sock
/// PS> Set-VMComPort web1 -Number 2 -Path $null
/// PS> (Get-VMComPort web1 -Number 2).Path
/// ```
/// A console for each web server, named after it:
/// ```iovsh
/// PS> Get-VM web* | ForEach-Object { Set-VMComPort $_.Name 2 "/run/libvirt/qemu/$($_.Name)-com2.sock" }
/// PS> Get-VM web* | Get-VMComPort -Number 2 | ForEach-Object Path
/// /run/libvirt/qemu/web1-com2.sock
/// /run/libvirt/qemu/web2-com2.sock
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "VMComPort", module = "Hyper-V", default_set = "VMName", impact = Medium, output = VmComPort)]
pub struct SetVmComPort {
    #[flatten]
    owners: Owners,
    /// Objects that Get-VMComPort gave.
    #[param(set = "VMComPort", position = 0, mandatory, from_pipeline)]
    vm_com_port: Vec<Arc<VmComPort>>,
    /// 1 or 2.
    #[param(set = "VMName", position = 1, mandatory)]
    #[param(set = "VMObject", mandatory)]
    number: i32,
    /// A Unix socket on the host, which QEMU makes; each port has one of its own. Empty: the first port is a terminal of the host, the second leads nowhere.
    #[param(position = 2, allow_empty_string)]
    path: Option<String>,
    #[param(no_effect = "a debugger in the guest is told in the guest which port to use.")]
    debugger_mode: Option<OnOffState>,
    /// Hands on the object that was changed.
    passthru: bool,
}

impl Cmdlet for SetVmComPort {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let objects = self.vm_com_port.iter();
        let objects = objects.map(|port| {
            let vm = live(port.vm_id, (port.vm_snapshot_id, &port.vm_snapshot_name))?;
            Ok::<_, ShellError>((vm, port.number))
        });
        let mut ports = objects.collect::<Result<Vec<(Uuid, u8)>, _>>()?;
        if ports.is_empty() {
            let number = u8::try_from(self.number).ok();
            let number = number.filter(|number| [1, 2].contains(number));
            let number = number.ok_or_else(no_such_port)?;
            let machines = self.owners.ids(cx, std::iter::empty())?;
            ports.extend(machines.into_iter().map(|id| (id, number)));
        }
        let path = self.path.as_ref();
        let changes = |numbers: &[u8]| {
            let mut changes = Changes::default();
            if let Some(path) = path {
                let path = Some(path.clone()).filter(|path| !path.is_empty());
                let ports = numbers.iter().map(|number| number.saturating_sub(1));
                changes.hardware.serial = ports.map(|port| (port, path.clone())).collect();
            }
            changes
        };
        change_parts(cx, ports, changes, self.passthru, |owner, number| {
            VmComPort::new(owner.part(), number).into_value()
        })
    }
}
