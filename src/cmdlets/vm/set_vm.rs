//! `Set-VM`.

use super::targets::{change_each, each};
use crate::complete;
use crate::remote::Remote;
use crate::types::{
    CheckpointType, CriticalErrorAction, EnhancedSessionTransport, OnOffState, StartAction,
    StopAction, VirtualMachine,
};
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::vm::settings::Changes;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Nullable;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Changes settings of virtual machines that are kept with them: which checkpoints are taken, notes, whether they start with the host.
///
/// They may run meanwhile. Processors and memory are changed with virsh (setvcpus, setmaxmem, setmem).
///
/// # Examples
/// ```iovsh
/// PS> Set-VM web1 -CheckpointType ProductionOnly -AutomaticStartAction Start -Notes 'the shop'
/// PS> Get-VM web1 | Format-List CheckpointType, AutomaticStartAction, Notes
/// CheckpointType       : ProductionOnly
/// AutomaticStartAction : Start
/// Notes                : the shop
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
    #[param(refused = "change the number with virsh setvcpus.")]
    processor_count: Nullable<i64>,
    #[param(refused = DYNAMIC)]
    dynamic_memory: bool,
    #[param(no_effect = "the memory of every machine is static.")]
    static_memory: bool,
    #[param(refused = DYNAMIC)]
    memory_minimum_bytes: Nullable<i64>,
    #[param(refused = DYNAMIC)]
    memory_maximum_bytes: Nullable<i64>,
    #[param(refused = "change it with virsh setmaxmem and virsh setmem while the machine is off.")]
    memory_startup_bytes: Nullable<i64>,
    /// Start: it starts with the host. Nothing: it does not. StartIfRunning is refused: libvirt does not remember what ran.
    automatic_start_action: Nullable<StartAction>,
    #[param(no_effect = "the libvirt-guests service of the host decides, for all machines alike.")]
    automatic_stop_action: Nullable<StopAction>,
    #[param(
        no_effect = "libvirt starts the machines one after another without a delay of their own."
    )]
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
    #[param(refused = "change the name with virsh domrename while the machine is off.")]
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
    /// Hands on the object that was changed.
    passthru: bool,
    #[param(no_effect = "paths are taken as they are given.")]
    allow_unverified_paths: bool,
    #[flatten(set = "Name")]
    remote: Remote,
}

const MMIO: &str = "QEMU makes the spaces as large as the devices need.";
const DYNAMIC: &str = "the memory of a machine is static here.";
const CRITICAL: &str =
    "QEMU pauses a machine whose storage fails, and nothing ends that but an admin.";

impl Cmdlet for SetVm {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let autostart = match *self.automatic_start_action {
            Some(StartAction::StartIfRunning) => {
                return crate::unsupported::refuse(
                    "AutomaticStartAction",
                    "libvirt does not remember what ran; choose Start or Nothing.",
                );
            }
            Some(action) => Some(action == StartAction::Start),
            None => None,
        };
        let changes = Changes {
            notes: self.notes.clone(),
            checkpoint_type: self.checkpoint_type.map(Into::into),
            checkpoint_folder: self.snapshot_file_location.clone(),
            autostart,
        };
        let machines = each(cx, &self.name, &self.vm)?;
        change_each(cx, machines, false, self.passthru, |name| Intent::SetVm {
            name,
            changes: changes.clone(),
        })
    }
}
