//! `Import-VM`.

use std::sync::Arc;

use super::asked::ImportAsked;
use super::order::{Looked, looked_at};
use crate::host_access::HostAccess;
use crate::places::go_to;
use crate::remote::Remote;
use crate::types::{ImportOrder, Order, VirtualMachine, VmCompatibilityReport};
use crate::vm::emit;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// Makes a virtual machine of a folder that Export-VM made.
///
/// Without -Copy the machine has its disks where they are, in the export; with it, it gets copies. With -GenerateNewId it gets an id, and its
/// adapters get ids and addresses of their own: a second one beside the first, with -NewName. Adapters are connected to the switches of the same
/// names. What is against it keeps it from being imported, and Compare-VM says all of it: there an adapter can be connected elsewhere, and the
/// report is then imported.
///
/// What an export says of files, programs and devices of its host is not taken over; an export that reaches for others than its own is refused.
///
/// # Examples
/// A second machine beside the first:
/// ```iovsh
/// PS> Export-VM web1 /srv/vms/exports
/// PS> $copy = Import-VM '/srv/vms/exports/web1' -Copy -GenerateNewId -NewName web9 -VhdDestinationPath /srv/vms/web9
/// PS> $copy.Name; (Get-VMHardDiskDrive web9).Path; $copy.Id -eq (Get-VM web1).Id
/// web9
/// /srv/vms/web9/web1.qcow2
/// False
/// ```
/// As it was, registered where it lies:
/// ```iovsh
/// PS> Export-VM web1 /srv/vms/exports
/// PS> Remove-VM web1 -Force -WarningAction SilentlyContinue
/// PS> (Import-VM /srv/vms/exports/web1 -Register).Name
/// web1
/// ```
/// What would hinder it, before anything is done:
/// ```iovsh
/// PS> Export-VM web1 /srv/vms/exports
/// PS> $report = Compare-VM -Path /srv/vms/exports/web1 -Copy -VhdDestinationPath /srv/vms/web9
/// PS> $report.Incompatibilities.Count
/// 1
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Import", noun = "VM", module = "Hyper-V", default_set = "Register", impact = Medium, output = VirtualMachine)]
pub struct ImportVm {
    /// A report of Compare-VM: the same is imported, with what was changed in the report.
    #[param(set = "CompatibilityReport", position = 0, mandatory, from_pipeline)]
    compatibility_report: Option<Arc<VmCompatibilityReport>>,
    #[flatten]
    asked: ImportAsked,
    #[param(
        set = "Copy",
        no_effect = "libvirt keeps the definitions of virtual machines itself."
    )]
    virtual_machine_path: Option<String>,
    /// The folder for what its checkpoints need.
    #[param(set = "Copy", alias("CheckpointFileLocation", "SnapshotFileLocation"))]
    snapshot_file_path: Option<String>,
    #[param(set = "Copy", no_effect = "there are no smart paging files on Linux.")]
    smart_paging_file_path: Option<String>,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    #[flatten(set = "Register", set = "Copy")]
    remote: Remote,
}

impl Cmdlet for ImportVm {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if let Some(report) = &self.compatibility_report {
            let Order::Import(order) = &report.order else {
                return Err(no_import().into());
            };
            let services = crate::host_access::services(cx)?;
            let before = services.here_number();
            go_to(cx, &services, order.place);
            let flow = import(cx, order);
            go_to(cx, &services, before);
            return flow;
        }
        match self.asked.order(cx, self.snapshot_file_path.as_ref())? {
            Some(order) => import(cx, &order),
            None => Ok(()),
        }
    }
}

fn no_import() -> ShellError {
    ShellError::new(
        "Import.NoImport",
        ErrorCategory::InvalidArgument,
        "This report is on a machine that is to move, not on an export.",
    )
    .help("Move it: Move-VM -CompatibilityReport; or compare an export: Compare-VM -Path FOLDER.")
}

fn import(cx: &mut Context, order: &ImportOrder) -> Flow {
    let Looked { import, id, scope } = match looked_at(cx, order)? {
        Ok(looked) => looked,
        Err(error) => return cx.refuse(&error),
    };
    let intent = Intent::ImportVm(Box::new(import));
    if cx.change(&scope, &intent)?.is_done() {
        emit(cx, &[id])?;
    }
    Ok(())
}
