//! `Export-VMSnapshot`.

use crate::complete;
use crate::remote::Remote;
use crate::types::{VirtualMachine, VmSnapshot};
use crate::unavailable::refuse;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Not supported: a copy of a checkpoint as a machine of its own.
///
/// It is there so that scripts get a clear answer. libvirt copies no checkpoint. By hand, as root: `virsh snapshot-dumpxml` writes down the
/// machine, and `qemu-img convert` copies each disk that its text names, with all that it builds on (docs/checkpoints.md). The
/// memory of a checkpoint can go on in the machine that it is of and in no other.
#[derive(Cmdlet)]
#[cmdlet(unsupported, verb = "Export", noun = "VMSnapshot", module = "Hyper-V", default_set = "SnapshotName", impact = Medium, alias("Export-VMCheckpoint"), output = VmSnapshot)]
pub struct ExportVmSnapshot {
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// Checkpoints that Get-VMSnapshot gave.
    #[param(
        set = "SnapshotObject",
        position = 0,
        mandatory,
        from_pipeline,
        alias = "VMCheckpoint"
    )]
    vm_snapshot: Vec<Arc<VmSnapshot>>,
    /// The checkpoints' names.
    #[param(set = "SnapshotName", position = 0, mandatory, from_pipeline)]
    #[param(set = "VMObject", mandatory)]
    name: Vec<String>,
    /// The folder.
    #[param(position = 1, mandatory)]
    path: String,
    /// Virtual machines.
    #[param(set = "SnapshotName", mandatory, complete = complete::vms)]
    vm_name: Vec<String>,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Hands on what was copied.
    passthru: bool,
    #[flatten(set = "SnapshotName")]
    remote: Remote,
}

impl Cmdlet for ExportVmSnapshot {
    fn process(&mut self, _cx: &mut Context) -> Flow {
        refuse(
            "Export-VMSnapshot",
            "libvirt copies no checkpoint. By hand, as root: virsh snapshot-dumpxml writes down the machine, and qemu-img convert \
             copies each of its disks: docs/checkpoints.md.",
        )
    }
}
