//! `Set-VMProcessor`.

use super::targets::{Owners, change};
use crate::types::{VmProcessor, live};
use crate::{invalid, unsupported};
use iovsh_backend::policy::vm::hardware::ProcessorChanges;
use iovsh_backend::policy::vm::settings::Changes;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Nullable;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Changes the processors of virtual machines.
///
/// What share they have changes at once. How many there are changes while a machine runs when it was started with places for more: give it
/// those with -MaximumCount while it is off.
///
/// # Examples
/// ```iovsh
/// PS> Set-VMProcessor web1 -Count 2 -MaximumCount 8 -RelativeWeight 200
/// PS> Start-VM web1
/// PS> Set-VMProcessor web1 -Count 4 -Passthru | Format-List Count, MaximumCount, RelativeWeight
/// Count          : 4
/// MaximumCount   : 8
/// RelativeWeight : 200
/// ```
/// A limit, so that one machine cannot take the host:
/// ```iovsh
/// PS> Set-VMProcessor web1 -Maximum 50
/// PS> (Get-VMProcessor web1).Maximum
/// 50
/// ```
/// For all that are off:
/// ```iovsh
/// PS> Get-VM | Where-Object State -eq Off | Set-VMProcessor -Count 2
/// PS> (Get-VM).ProcessorCount
/// 2
/// 2
/// 2
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "VMProcessor", module = "Hyper-V", default_set = "VMName", impact = Medium, output = VmProcessor)]
pub struct SetVmProcessor {
    #[flatten]
    owners: Owners,
    /// Objects that Get-VMProcessor gave.
    #[param(set = "VMProcessor", position = 0, mandatory, from_pipeline)]
    vm_processor: Vec<Arc<VmProcessor>>,
    /// How many there are.
    count: Nullable<i64>,
    #[param(
        no_effect = "the processor's model stands in the machine's XML; Compare-VM tells whether it runs on another host."
    )]
    compatibility_for_migration_enabled: Nullable<bool>,
    #[param(no_effect = "QEMU has no such mode.")]
    compatibility_for_older_operating_systems_enabled: Nullable<bool>,
    #[param(
        no_effect = "QEMU makes each virtual processor a socket of its own unless the machine's XML says otherwise."
    )]
    hw_thread_count_per_core: Nullable<i64>,
    /// The most of a processor of the host that each of them gets, in percent: 1 to 100.
    maximum: Nullable<i64>,
    #[param(no_effect = "Linux reserves no processor time; -RelativeWeight says who comes first.")]
    reserve: Nullable<i64>,
    /// Its share when processors are busy, against those of other machines: 1 to 10000; 100 is ordinary.
    relative_weight: Nullable<i32>,
    #[param(no_effect = NUMA)]
    maximum_count_per_numa_node: Nullable<i32>,
    #[param(no_effect = NUMA)]
    maximum_count_per_numa_socket: Nullable<i32>,
    #[param(no_effect = unsupported::POOL)]
    resource_pool_name: Option<String>,
    #[param(no_effect = "the kernel schedules guests as it does other processes.")]
    enable_host_resource_protection: Nullable<bool>,
    /// Whether the guest can run virtual machines of its own.
    expose_virtualization_extensions: Nullable<bool>,
    #[param(no_effect = "the guest sees the counters that the processor passes through.")]
    perfmon: Vec<String>,
    #[param(no_effect = "QEMU chooses the mode of the interrupt controller.")]
    enable_legacy_apic_mode: Nullable<bool>,
    #[param(no_effect = "the guest sees the counters that the processor passes through.")]
    allow_a_count_m_count: Nullable<bool>,
    /// Linux only: how many there can be without a stop.
    #[param(range = 1..=1024)]
    maximum_count: Option<u32>,
    /// Hands on the object that was changed.
    passthru: bool,
}

const NUMA: &str = "QEMU gives a machine one NUMA node unless its XML says otherwise.";

impl Cmdlet for SetVmProcessor {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let mut changes = Changes::default();
        changes.hardware.processors = ProcessorChanges {
            count: invalid::number(self.count, "-Count", 1..=1024)?,
            maximum: self.maximum_count,
            weight: invalid::number(self.relative_weight, "-RelativeWeight", 1..=10_000)?,
            limit: invalid::number(self.maximum, "-Maximum", 1..=100)?,
            nested: *self.expose_virtualization_extensions,
        };
        let machines = self.owners.ids(
            cx,
            self.vm_processor
                .iter()
                .map(|part| live(part.vm_id, (part.vm_snapshot_id, &part.vm_snapshot_name))),
        )?;
        change(cx, machines, &changes, self.passthru, |owner| {
            vec![VmProcessor::new(owner).into_value()]
        })
    }
}
