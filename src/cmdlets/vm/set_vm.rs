//! `Set-VM`.

use super::targets::{change_each, each};
use crate::complete;
use crate::invalid;
use crate::remote::Remote;
use crate::types::{
    CheckpointType, CriticalErrorAction, EnhancedSessionTransport, OnOffState, StartAction,
    StopAction, VirtualMachine,
};
use crate::vmhardware::size;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::vm::hardware;
use iovsh_backend::policy::vm::settings::Changes;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Nullable;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Changes settings of virtual machines: processors, memory, name, notes, checkpoints, what happens when the host comes and goes.
///
/// They may run meanwhile, but for their names and for what a machine is started with: more processors or memory than it has places
/// for. Such a change is refused with what to do first.
///
/// # Examples
/// ```iovsh
/// PS> Set-VM web1 -CheckpointType ProductionOnly -AutomaticStartAction Start -Notes 'the shop'
/// PS> Get-VM web1 | Format-List CheckpointType, AutomaticStartAction, Notes
/// CheckpointType       : ProductionOnly
/// AutomaticStartAction : Start
/// Notes                : the shop
/// ```
/// More processors and memory, with -Passthru:
/// ```iovsh
/// PS> Set-VM web1 -ProcessorCount 4 -MemoryStartupBytes 4GB -Passthru | Format-List ProcessorCount, MemoryStartup
/// ProcessorCount : 4
/// MemoryStartup  : 4294967296
/// ```
/// All web servers come up with the host, ten seconds apart:
/// ```iovsh
/// PS> $delay = 0
/// PS> Get-VM web* | ForEach-Object { Set-VM $_.Name -AutomaticStartAction Start -AutomaticStartDelay (10 * $delay++) }
/// PS> Get-VM web* | Format-Table Name, AutomaticStartAction, AutomaticStartDelay
/// Name AutomaticStartAction AutomaticStartDelay
/// ---- -------------------- -------------------
/// web1                Start                   0
/// web2                Start                  10
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "VM", module = "Hyper-V", default_set = "Name", impact = Medium, output = VirtualMachine)]
pub struct SetVm {
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "Name", position = 0, mandatory, from_pipeline, alias = "VMName", complete = complete::vms)]
    name: Vec<String>,
    #[param(no_effect = "QEMU lets the guest choose how its memory is cached.")]
    guest_controlled_cache_types: Option<bool>,
    #[param(no_effect = MMIO)]
    low_memory_mapped_io_space: Option<u32>,
    #[param(no_effect = MMIO)]
    high_memory_mapped_io_space: Option<u64>,
    #[param(no_effect = "the machines here have no battery.")]
    battery_passthrough_enabled: Option<bool>,
    /// How many processors there are; while the machine runs, as many as it was started with places for.
    processor_count: Nullable<i64>,
    /// Memory comes and goes as the guest needs it.
    dynamic_memory: bool,
    /// Memory stays as it is.
    static_memory: bool,
    /// The least memory, with dynamic memory.
    memory_minimum_bytes: Nullable<i64>,
    /// The most memory, with dynamic memory.
    memory_maximum_bytes: Nullable<i64>,
    /// The memory that it starts with.
    memory_startup_bytes: Nullable<i64>,
    /// Start: it starts with the host. StartIfRunning: when it ran as the host went down. Nothing: it does not.
    automatic_start_action: Nullable<StartAction>,
    /// What is done with it when the host goes down; the iovsh-guests service carries it out.
    automatic_stop_action: Nullable<StopAction>,
    /// Seconds that it waits before it starts with the host; the iovsh-guests service carries it out.
    automatic_start_delay: Nullable<i32>,
    #[param(no_effect = CRITICAL)]
    automatic_critical_error_action: Nullable<CriticalErrorAction>,
    #[param(no_effect = CRITICAL)]
    automatic_critical_error_action_timeout: Nullable<i32>,
    #[param(no_effect = "checkpoints are made when Checkpoint-VM asks for one.")]
    automatic_checkpoints_enabled: Nullable<bool>,
    #[param(no_effect = "consoles are libvirt's.")]
    lock_on_disconnect: Nullable<OnOffState>,
    /// Notes, which are kept with the machine.
    notes: Option<String>,
    /// The name that it is to have; the machine must be off.
    new_vm_name: Option<String>,
    /// The folder on the host for the disks and the memory of the checkpoints that follow. Empty: beside the disks, and libvirt's own.
    snapshot_file_location: Option<String>,
    #[param(no_effect = "the host's own swap space is used.")]
    smart_paging_file_path: Option<String>,
    /// Which checkpoints are taken. Production (what a machine has otherwise): of the disks, which the agent in the guest brings to
    /// rest, or with memory where there is none. ProductionOnly: never with memory. Standard: with memory. Disabled: none.
    checkpoint_type: Nullable<CheckpointType>,
    #[param(no_effect = "consoles are libvirt's.")]
    enhanced_session_transport_type: Nullable<EnhancedSessionTransport>,
    /// Linux only: whether it ran when the host went down. The iovsh-guests service writes it down.
    ran_at_shutdown: Option<bool>,
    /// Hands on the object that was changed.
    passthru: bool,
    #[param(no_effect = "paths are taken as they are given.")]
    allow_unverified_paths: bool,
    #[flatten(set = "Name")]
    remote: Remote,
}

const MMIO: &str = "QEMU makes the spaces as large as the devices need.";
const CRITICAL: &str =
    "QEMU pauses a machine whose storage fails, and nothing ends that but an admin.";

impl Cmdlet for SetVm {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if self.dynamic_memory && self.static_memory {
            return Err(invalid::parameter(
                "Memory is dynamic or static.",
                "Leave one of -DynamicMemory and -StaticMemory out.",
            )
            .into());
        }
        let count = invalid::number(self.processor_count, "-ProcessorCount", 1..=1024)?;
        let dynamic = match (self.dynamic_memory, self.static_memory) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        };
        let start = *self.automatic_start_action;
        let changes = Changes {
            notes: self.notes.clone(),
            checkpoint_type: self.checkpoint_type.map(Into::into),
            checkpoint_folder: self.snapshot_file_location.clone(),
            // What starts only if it ran is started by the service that knows whether it did.
            autostart: start.map(|action| action == StartAction::Start),
            start_if_running: start == Some(StartAction::StartIfRunning),
            ran: self.ran_at_shutdown,
            start_delay: invalid::number(
                self.automatic_start_delay,
                "-AutomaticStartDelay",
                0..=i64::from(i32::MAX),
            )?,
            stop_action: self.automatic_stop_action.map(Into::into),
            hardware: hardware::Changes {
                name: self.new_vm_name.clone(),
                processors: hardware::ProcessorChanges {
                    count,
                    ..hardware::ProcessorChanges::default()
                },
                memory: hardware::MemoryChanges {
                    dynamic,
                    startup: size(self.memory_startup_bytes)?,
                    minimum: size(self.memory_minimum_bytes)?,
                    maximum: size(self.memory_maximum_bytes)?,
                    ..hardware::MemoryChanges::default()
                },
                ..hardware::Changes::default()
            },
            ..Changes::default()
        };
        let machines = each(cx, &self.name, &self.vm)?;
        change_each(cx, machines, false, self.passthru, |vm| Intent::SetVm {
            vm: vm.into(),
            changes: Box::new(changes.clone()),
        })
    }
}
