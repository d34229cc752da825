//! `Set-VMBios`.

use super::targets::{MACHINES, Owners, change};
use crate::host_access::HostAccess;
use crate::types::{BootDevice, VmBios, boot_kind, live};
use iovsh_backend::model::{BootKind, BootOrder};
use iovsh_backend::policy::vm::hardware::of_generation;
use iovsh_backend::policy::vm::settings::Changes;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Changes what virtual machines of generation 1 boot from. They must be off.
///
/// # Examples
/// ```iovsh
/// PS> New-VM old1 -MemoryStartupBytes 1GB -Generation 1 -WarningAction SilentlyContinue | Out-Null
/// PS> Set-VMBios old1 -StartupOrder CD, IDE, LegacyNetworkAdapter, Floppy -Passthru | ForEach-Object StartupOrder
/// CD
/// IDE
/// LegacyNetworkAdapter
/// Floppy
/// ```
/// From the disk first, for one machine at hand as an object:
/// ```iovsh
/// PS> $vm = New-VM old1 -MemoryStartupBytes 1GB -Generation 1 -WarningAction SilentlyContinue
/// PS> Set-VMBios -VM $vm -StartupOrder IDE, CD, LegacyNetworkAdapter, Floppy
/// PS> (Get-VMBios old1).StartupOrder[0]
/// IDE
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-VM old1 -MemoryStartupBytes 1GB -Generation 1 -WarningAction SilentlyContinue | Out-Null
/// PS> Set-VMBios old1 -StartupOrder CD, IDE, LegacyNetworkAdapter, Floppy -WhatIf
/// What if: Performing the operation "Set-VMBios" on target "old1".
///   # Change the firmware of 'old1'
///     virt-xml old1 --edit --boot cdrom,hd,network,fd
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "VMBios", module = "Hyper-V", default_set = "VMName", impact = Medium, output = VmBios)]
pub struct SetVmBios {
    #[flatten]
    owners: Owners,
    /// Objects that Get-VMBios gave.
    #[param(set = "VMBios", position = 0, mandatory, from_pipeline)]
    vm_bios: Vec<Arc<VmBios>>,
    #[param(no_effect = NUM_LOCK)]
    disable_num_lock: bool,
    #[param(no_effect = NUM_LOCK)]
    enable_num_lock: bool,
    /// Kinds of devices, in the order in which they are tried.
    startup_order: Vec<BootDevice>,
    /// Hands on the object that was changed.
    passthru: bool,
}

const NUM_LOCK: &str = "SeaBIOS leaves the key to the guest.";

impl Cmdlet for SetVmBios {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let kinds: Vec<BootKind> = self.startup_order.iter().copied().map(boot_kind).collect();
        let mut changes = Changes::default();
        changes.hardware.firmware.boot =
            Some(BootOrder::Kinds(kinds)).filter(|_| !self.startup_order.is_empty());
        let mut machines = self.owners.ids(
            cx,
            self.vm_bios
                .iter()
                .map(|part| live(part.vm_id, (part.vm_snapshot_id, &part.vm_snapshot_name))),
        )?;
        let state = cx.snapshot(&MACHINES)?;
        for vm in machines.clone().iter().filter_map(|id| state.vm(*id)) {
            if let Err(error) = of_generation(vm, 1) {
                cx.refuse(&error)?;
                machines.retain(|id| *id != vm.id);
            }
        }
        change(cx, machines, &changes, self.passthru, |owner| {
            vec![VmBios::new(owner).into_value()]
        })
    }
}
