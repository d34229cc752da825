//! `Restart-VM`.

use super::output::emit;
use super::targets::{change_as_wanted, each, names_of};
use crate::complete;
use crate::remote::Remote;
use crate::types::{RestartType, VirtualMachine, WaitFor, WaitVmTypes};
use crate::vmguest::Waiting;
use iovsh_backend::model::Uuid;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Nullable;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Restarts virtual machines at once, as their reset button would.
///
/// The guest is not asked; what it had not written to disk is lost. The machine keeps its virtual functions, which its guest
/// uses again after it has booted.
///
/// # Examples
/// ```iovsh
/// PS> Start-VM web1
/// PS> Restart-VM web1 -Force -Passthru | Format-List Name, State
/// Name  : web1
/// State : Running
/// ```
/// Goes on when the agent in the guest is there again:
/// ```iovsh
/// PS> Start-VM web2
/// PS> Restart-VM web2 -Force -Wait -For Heartbeat -Timeout 300 -Passthru | ForEach-Object Heartbeat
/// OkApplicationsUnknown
/// ```
/// All that run:
/// ```iovsh
/// PS> Get-VM web* | Start-VM
/// PS> Get-VM | Where-Object State -eq Running | Restart-VM -Force
/// PS> (Get-VM | Where-Object State -eq Running).Count
/// 2
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Start-VM web1
/// PS> Restart-VM web1 -Force -WhatIf
/// What if: Performing the operation "Restart-VM" on target "web1".
///   # Press the reset button of 'web1'
///     virsh reset web1
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Restart", noun = "VM", module = "Hyper-V", default_set = "Name", impact = High, output = VirtualMachine)]
pub struct RestartVm {
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    #[param(set = "VMObjectWait", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "Name", position = 0, mandatory, from_pipeline, alias = "VMName", complete = complete::vms)]
    #[param(set = "NameWait", position = 0, mandatory, from_pipeline)]
    name: Vec<String>,
    /// Without a question.
    force: bool,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Hands on the object that was changed.
    passthru: bool,
    /// Waits until the guest is there again.
    #[param(set = "VMObjectWait", mandatory)]
    #[param(set = "NameWait", mandatory)]
    wait: bool,
    /// What -Wait waits for: the heartbeat of the agent in the guest, which is without it, or an address.
    #[param(set = "NameWait", set = "VMObjectWait")]
    r#for: Option<WaitVmTypes>,
    /// Seconds between two looks of -Wait; 5 without it. The first ones come sooner.
    #[param(set = "NameWait", set = "VMObjectWait", range = 1..=65535)]
    delay: Option<u16>,
    /// Seconds that -Wait waits at most; -1 is for ever, as without it.
    #[param(set = "NameWait", set = "VMObjectWait", alias = "TimeoutSec", range = -1..=2147483647)]
    timeout: Nullable<i32>,
    /// How: by a reset.
    #[param(set = "Name", set = "VMObject", set = "NameWait", set = "VMObjectWait")]
    r#type: Option<RestartType>,
    #[flatten(set = "Name", set = "NameWait")]
    remote: Remote,
}

impl Cmdlet for RestartVm {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let machines = each(cx, &self.name, &self.vm)?;
        let waiting = self.wait.then(|| {
            let wanted = match self.r#for {
                Some(WaitVmTypes::IPAddress) => WaitFor::IPAddress,
                Some(WaitVmTypes::Heartbeat) | None => WaitFor::Heartbeat,
            };
            Waiting::new(wanted, self.delay, *self.timeout)
        });
        let names = names_of(cx, &machines)?;
        let names: BTreeMap<Uuid, String> = machines.iter().copied().zip(names).collect();
        let wanted = machines.into_iter().map(|id| (id, ())).collect();
        let passthru = self.passthru;
        let then = move |cx: &mut Context, done: &[Uuid]| {
            let mut done = done.to_vec();
            if let Some(waiting) = waiting.filter(|_| !done.is_empty()) {
                waiting.fall_silent(cx, &done)?;
                done = waiting.wait(cx, done, &names)?;
            }
            if passthru { emit(cx, &done) } else { Ok(()) }
        };
        let intent = |vm: Uuid, ()| Intent::ResetVm { vm: vm.into() };
        change_as_wanted(cx, wanted, self.force, intent, then)
    }
}
