//! `Move-VM`.

use super::asked::Asked;
use super::between::Between;
use crate::complete;
use crate::host_access::{HostAccess, services, show, show_step};
use crate::places::go_to;
use crate::types::{CimSession, Credential, VirtualMachine};
use crate::vm::emit;
use iovsh_backend::Scope;
use iovsh_backend::host::migrate::{Compared, preview};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::syntax::quote::quote_argument;
use iovsh_shell::wildcard::quote;

/// Moves a virtual machine to another host, while it runs.
///
/// Its virtual functions are taken back first, with the connection going on over the paravirtual path; it moves; at the target it gets
/// virtual functions there, if there are any. If there are none it runs on without, and says why: the lack of one never keeps it from
/// moving. One that is off, saved or paused moves as it is. What is against it is said before anything is changed: Compare-VM has all of
/// it. Ctrl+C on the way leaves it running where it was.
///
/// Both hosts must allow migrations: Enable-VMMigration.
///
/// # Examples
/// ```iovsh
/// PS> Enable-VMMigration -ComputerName hv1, hv2
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true -ComputerName hv1 | Out-Null
/// PS> New-VMSwitch lan -NetAdapterName ens3f0np0 -EnableIov $true -ComputerName hv2 | Out-Null
/// PS> New-VM job1 -MemoryStartupBytes 512MB -SwitchName lan -ComputerName hv1 | Out-Null
/// PS> Set-VMNetworkAdapter job1 -IovWeight 100 -ComputerName hv1
/// PS> Start-VM job1 -ComputerName hv1
/// PS> Move-VM job1 hv2 -ComputerName hv1
/// PS> Get-VMNetworkAdapter job1 -ComputerName hv2 | Format-List ComputerName, SwitchName, IovUsage
/// ComputerName : HV2
/// SwitchName   : lan
/// IovUsage     : 1
/// ```
/// What would be done at both ends, without doing it:
/// ```iovsh
/// PS> Enable-VMMigration -ComputerName hv1, hv2
/// PS> New-VM job1 -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null
/// PS> Move-VM job1 hv2 -ComputerName hv1 -WhatIf
/// What if: Performing the operation "Move-VM" on target "job1".
///   # On hv2:
///   # Remember that 'job1' comes from hv1 (in iovsh's own records)
///   # On hv1:
///   # Remember that 'job1' leaves for hv2 (in iovsh's own records)
///   # Send the definition of 'job1' to hv2
///     virsh migrate --persistent --undefinesource --p2p --offline job1 qemu+ssh://hv2/system
/// ```
/// A host is emptied before work is done on it:
/// ```iovsh
/// PS> Enable-VMMigration -ComputerName hv1, hv2
/// PS> 1..3 | ForEach-Object { New-VM "job$_" -MemoryStartupBytes 512MB -ComputerName hv1 | Start-VM }
/// PS> Get-VM job* -ComputerName hv1 | ForEach-Object { Move-VM $_.Name hv2 -ComputerName hv1 }
/// PS> (Get-VM job* -ComputerName hv2).Count
/// 3
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Move", noun = "VM", module = "Hyper-V", default_set = "NameSingleDestination", fallback_set = "VMSingleDestination", impact = Medium, output = VirtualMachine)]
pub struct MoveVm {
    /// Sessions with the host that it is on, of New-CimSession.
    #[param(
        set = "NameSingleDestinationAndCimSession",
        set = "NameMultipleDestinationsAndCimSession"
    )]
    cim_session: Vec<CimSession>,
    /// The host that it is on.
    #[param(set = "NameSingleDestination", set = "NameMultipleDestinations", complete = complete::hosts)]
    computer_name: Vec<String>,
    /// Whom ssh logs in as: a user name. Passwords are asked for by ssh itself.
    #[param(set = "NameSingleDestination", set = "NameMultipleDestinations")]
    credential: Vec<Credential>,
    #[flatten]
    asked: Asked,
    #[param(set = "NameMultipleDestinations", set = "VMMultipleDestinations", no_effect = LIBVIRT)]
    #[param(
        set = "NameMultipleDestinationsAndCimSession",
        set = "VMMultipleDestinationsAndCimSession",
        mandatory
    )]
    virtual_machine_path: Option<String>,
    #[param(
        set = "NameMultipleDestinations",
        set = "NameMultipleDestinationsAndCimSession",
        set = "VMMultipleDestinations",
        set = "VMMultipleDestinationsAndCimSession",
        alias("CheckpointFileLocation", "SnapshotFileLocation"),
        no_effect = LIBVIRT
    )]
    snapshot_file_path: Option<String>,
    #[param(
        set = "NameMultipleDestinations",
        set = "NameMultipleDestinationsAndCimSession",
        set = "VMMultipleDestinations",
        set = "VMMultipleDestinationsAndCimSession",
        no_effect = "there are no smart paging files on Linux."
    )]
    smart_paging_file_path: Option<String>,
    #[param(
        set = "NameSingleDestination",
        set = "NameSingleDestinationAndCimSession",
        set = "NameMultipleDestinations",
        set = "NameMultipleDestinationsAndCimSession",
        set = "VMSingleDestination",
        set = "VMSingleDestinationAndCimSession",
        set = "VMMultipleDestinations",
        set = "VMMultipleDestinationsAndCimSession",
        no_effect = "images are never removed."
    )]
    remove_source_unmanaged_vhds: bool,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Hands on the virtual machine, as it is at the target.
    passthru: bool,
}

const LIBVIRT: &str = "libvirt decides where it keeps that.";

impl Cmdlet for MoveVm {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let Some(order) = self.asked.order(cx)? else {
            return Ok(());
        };
        let between = Between::open(cx, &order)?;
        let compared = match between.compare(&order) {
            Ok(compared) => compared,
            Err(error) => return cx.refuse(&error),
        };
        for source in compared.unknown_sources(&order.storage.files) {
            cx.warning(format!(
                "'{source}' is no disk of '{}': nothing is copied from there.",
                compared.guest.vm.name
            ))?;
        }
        if !may_move(cx, &between, &compared)? {
            return Ok(());
        }
        for place in [order.source, order.target] {
            services(cx)?.place(place).forget_seen();
        }
        if let Err(error) = between.migrate(cx, &compared)? {
            return cx.refuse(&error);
        }
        if !order.storage.retain {
            let copied = compared.guest.disks.iter().filter(|disk| disk.copied);
            for disk in copied {
                cx.warning(format!(
                    "The image {0} stays on {1}, which nobody uses any more. When you are sure: Invoke-Command -ComputerName {2} {{ Remove-Item {3} }}",
                    disk.path,
                    between.source.name(),
                    quote_argument(between.source.name()),
                    quote_argument(&quote(&disk.path)),
                ))?;
            }
        }
        if self.passthru {
            let services = services(cx)?;
            let before = services.here_number();
            go_to(cx, &services, order.target);
            let flow = emit(cx, &[order.vm]);
            go_to(cx, &services, before);
            flow?;
        }
        Ok(())
    }
}

/// Asks; under `-WhatIf` shows what would be done at both ends.
fn may_move(cx: &mut Context, between: &Between, compared: &Compared) -> Flow<bool> {
    let name = &compared.guest.vm.name;
    if cx.should_process(name, "Move-VM")? {
        return Ok(true);
    }
    if !cx.is_what_if() {
        return Ok(false);
    }
    match preview(between.ends(), compared, &Scope::MIGRATE) {
        Ok(would) => {
            show_step(cx, &format!("On {}:", between.target.name()), "")?;
            show(cx, &would.at_target)?;
            show_step(cx, &format!("On {}:", between.source.name()), "")?;
            show(cx, &would.at_source)?;
            for (what, line) in &would.sending {
                show_step(cx, what, line)?;
            }
        }
        Err(error) => cx.refuse(&error)?,
    }
    Ok(false)
}
