//! `Set-VMMemory`.

use super::sizes::size;
use super::targets::{Owners, change};
use crate::invalid;
use crate::types::{VmMemory, live};
use crate::unsupported;
use iovsh_backend::policy::vm::hardware::MemoryChanges;
use iovsh_backend::policy::vm::settings::Changes;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Nullable;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Changes how much memory virtual machines have.
///
/// Static memory can be made less while the machine runs, and more again up to what it was started with: the balloon takes and gives it.
/// Dynamic memory lies between a minimum and a maximum: the machine starts with -StartupBytes, gets more when it runs short, and hands
/// back what it has freed.
///
/// # Examples
/// ```iovsh
/// PS> Set-VMMemory web1 -DynamicMemoryEnabled $true -MinimumBytes 512MB -StartupBytes 1GB -MaximumBytes 4GB
/// PS> Get-VM web1 | Format-List DynamicMemoryEnabled, MemoryMinimum, MemoryStartup, MemoryMaximum
/// DynamicMemoryEnabled : True
/// MemoryMinimum        : 536870912
/// MemoryStartup        : 1073741824
/// MemoryMaximum        : 4294967296
/// ```
/// The same amount always:
/// ```iovsh
/// PS> Set-VMMemory web1 -DynamicMemoryEnabled $false -StartupBytes 4GB -Passthru | Format-List DynamicMemoryEnabled, Startup
/// DynamicMemoryEnabled : False
/// Startup              : 4294967296
/// ```
/// For all web servers:
/// ```iovsh
/// PS> Get-VM web* | Set-VMMemory -StartupBytes 3GB
/// PS> Get-VM web* | ForEach-Object { $_.MemoryStartup / 1GB }
/// 3
/// 3
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "VMMemory", module = "Hyper-V", default_set = "VMName", impact = Medium, output = VmMemory)]
pub struct SetVmMemory {
    #[flatten]
    owners: Owners,
    /// Objects that Get-VMMemory gave.
    #[param(set = "ResourceObject", position = 0, mandatory, from_pipeline)]
    vm_memory: Vec<Arc<VmMemory>>,
    /// With dynamic memory: what it is to have beyond what it needs, in percent, 5 to 2000. Kept and shown: the balloon follows the guest.
    buffer: Nullable<i32>,
    /// Whether memory comes and goes as the guest needs it.
    dynamic_memory_enabled: Option<bool>,
    /// The most that it has, with dynamic memory.
    maximum_bytes: Nullable<i64>,
    /// What it starts with.
    startup_bytes: Nullable<i64>,
    /// The least that it is left with, with dynamic memory.
    minimum_bytes: Nullable<i64>,
    /// With dynamic memory: its weight when memory is short, 0 to 100. Kept and shown: the host swaps as it likes.
    priority: Nullable<i32>,
    #[param(no_effect = "QEMU gives a machine one NUMA node unless its XML says otherwise.")]
    maximum_amount_per_numa_node_bytes: Nullable<i64>,
    #[param(no_effect = unsupported::POOL)]
    resource_pool_name: Option<String>,
    /// Hands on the object that was changed.
    passthru: bool,
}

impl Cmdlet for SetVmMemory {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let mut changes = Changes::default();
        changes.hardware.memory = MemoryChanges {
            dynamic: self.dynamic_memory_enabled,
            startup: size(self.startup_bytes)?,
            minimum: size(self.minimum_bytes)?,
            maximum: size(self.maximum_bytes)?,
            buffer: invalid::number(self.buffer, "-Buffer", 5..=2000)?,
            priority: invalid::number(self.priority, "-Priority", 0..=100)?,
        };
        let machines = self.owners.ids(
            cx,
            self.vm_memory
                .iter()
                .map(|part| live(part.vm_id, (part.vm_snapshot_id, &part.vm_snapshot_name))),
        )?;
        change(cx, machines, &changes, self.passthru, |owner| {
            vec![VmMemory::new(owner).into_value()]
        })
    }
}
