//! `Compare-VM`.

use super::asked::Asked;
use super::between::Between;
use super::report::report;
use crate::complete;
use crate::exports::ImportAsked;
use crate::host_access::{HostAccess, services};
use crate::places::go_to;
use crate::types::{CimSession, Credential, MoveOrder, VmCompatibilityReport};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Says whether a virtual machine can go to another host, and what is against it.
///
/// Nothing is changed. What is missing is in `Incompatibilities`, each with a number, a sentence and what it is about; notes are there
/// too, and keep nobody from migrating. An adapter in `Source` is the one that is to be at the target: Connect-VMNetworkAdapter and
/// Disconnect-VMNetworkAdapter change the report. Then compare it again, or move the virtual machine by it.
///
/// # Examples
/// A switch that is not there:
/// ```iovsh
/// PS> Enable-VMMigration -ComputerName hv1, hv2
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true -ComputerName hv1 | Out-Null
/// PS> New-VM job1 -MemoryStartupBytes 512MB -SwitchName lan -ComputerName hv1 | Out-Null
/// PS> $report = Compare-VM job1 -ComputerName hv1 -DestinationHost hv2
/// PS> $report.Incompatibilities | Format-List MessageId, Message
/// MessageId : 33012
/// Message   : Could not find Ethernet switch 'lan'.
/// PS> $report.Incompatibilities[0].Source | Disconnect-VMNetworkAdapter
/// PS> (Compare-VM -CompatibilityReport $report).Incompatibilities.Count
/// 0
/// PS> Move-VM -CompatibilityReport $report
/// PS> Get-VM job1 -ComputerName hv2 | ForEach-Object { "$($_.ComputerName): $($_.Name)" }
/// HV2: job1
/// ```
/// Whether an export could come in here:
/// ```iovsh
/// PS> Export-VM web1 /srv/vms/exports
/// PS> $report = Compare-VM -Path /srv/vms/exports/web1 -Copy -VhdDestinationPath /srv/vms/web9
/// PS> $report.Incompatibilities.Count
/// 1
/// ```
/// Every machine of one host that could not go to another:
/// ```iovsh
/// PS> Enable-VMMigration -ComputerName hv1, hv2
/// PS> Get-VM -ComputerName hv1 | Where-Object { (Compare-VM $_.Name -ComputerName hv1 -DestinationHost hv2).Incompatibilities } | ForEach-Object Name
/// app1
/// app2
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Compare", noun = "VM", module = "Hyper-V", default_set = "NameSingleDestination", fallback_set = "VMSingleDestination", should_process, output = VmCompatibilityReport)]
pub struct CompareVm {
    /// Sessions with the host that it is on, of New-CimSession.
    #[param(
        set = "NameSingleDestinationAndCimSession",
        set = "NameMultipleDestinationsAndCimSession",
        set = "Register",
        set = "Copy"
    )]
    cim_session: Vec<CimSession>,
    /// The host that it is on.
    #[param(
        set = "NameSingleDestination",
        set = "NameMultipleDestinations",
        set = "Register",
        set = "Copy",
        complete = complete::hosts
    )]
    computer_name: Vec<String>,
    /// Whom ssh logs in as: a user name. Passwords are asked for by ssh itself.
    #[param(
        set = "NameSingleDestination",
        set = "NameMultipleDestinations",
        set = "Register",
        set = "Copy"
    )]
    credential: Vec<Credential>,
    #[flatten]
    asked: Asked,
    #[param(set = "NameMultipleDestinations", set = "VMMultipleDestinations", set = "Copy", no_effect = LIBVIRT)]
    #[param(
        set = "NameMultipleDestinationsAndCimSession",
        set = "VMMultipleDestinationsAndCimSession",
        mandatory
    )]
    virtual_machine_path: Option<String>,
    /// With -Copy: the folder for what the checkpoints of the machine need. libvirt decides where it keeps that of one that moves.
    #[param(
        set = "NameMultipleDestinations",
        set = "NameMultipleDestinationsAndCimSession",
        set = "VMMultipleDestinations",
        set = "VMMultipleDestinationsAndCimSession",
        set = "Copy",
        alias("CheckpointFileLocation", "SnapshotFileLocation")
    )]
    snapshot_file_path: Option<String>,
    #[param(
        set = "NameMultipleDestinations",
        set = "NameMultipleDestinationsAndCimSession",
        set = "VMMultipleDestinations",
        set = "VMMultipleDestinationsAndCimSession",
        set = "Copy",
        no_effect = "there are no smart paging files on Linux."
    )]
    smart_paging_file_path: Option<String>,
    #[flatten]
    export: ImportAsked,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
}

const LIBVIRT: &str = "libvirt decides where it keeps that.";

impl Cmdlet for CompareVm {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if let Some(order) = self.asked.import() {
            let services = services(cx)?;
            let before = services.here_number();
            go_to(cx, &services, order.place);
            let flow = crate::exports::emit_report(cx, order);
            go_to(cx, &services, before);
            return flow;
        }
        if let Some(order) = self.export.order(cx, self.snapshot_file_path.as_ref())? {
            return crate::exports::emit_report(cx, order);
        }
        if self.snapshot_file_path.is_some() {
            cx.warning(format!(
                "NotSupported: -SnapshotFilePath has no effect on this host: {LIBVIRT}"
            ))?;
        }
        let Some(order) = self.asked.order(cx)? else {
            return Ok(());
        };
        emit_report(cx, order)
    }
}

/// Compares, and hands on what comes of it.
fn emit_report(cx: &mut Context, order: MoveOrder) -> Flow {
    let between = Between::open(cx, &order)?;
    match between.compare(&order) {
        Ok(compared) => {
            let report = report(cx, order, &between, &compared)?;
            cx.emit(report.into_value())
        }
        Err(error) => cx.refuse(&error),
    }
}
