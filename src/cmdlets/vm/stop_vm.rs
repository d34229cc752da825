//! `Stop-VM`.

use super::output::emit;
use super::targets::{change_each, each};
use crate::host_access::HostAccess;
use crate::remote::Remote;
use crate::types::VirtualMachine;
use crate::{complete, invalid};
use iovsh_backend::Scope;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::vm::Stop;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;
use std::time::Duration;

/// Stops virtual machines.
///
/// The guest is asked to shut down. -TurnOff cuts the power instead; -Force does so when the guest has not stopped in time,
/// or cannot because it is paused.
/// Virtual functions are taken back and put into the state in which they were found.
///
/// # Examples
/// ```iovsh
/// PS> Start-VM web1
/// PS> Stop-VM web1 -TurnOff -Passthru | Format-List Name, State
/// Name  : web1
/// State : Off
/// ```
/// All that run; the guests are asked to shut down:
/// ```iovsh
/// PS> Get-VM web* | Start-VM
/// PS> Get-VM | Where-Object State -eq Running | Stop-VM -Force
/// PS> (Get-VM | Where-Object State -eq Off).Count
/// 3
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Start-VM web1
/// PS> Stop-VM web1 -TurnOff -WhatIf
/// What if: Performing the operation "Stop-VM" on target "web1".
///   # Stop 'web1'
///     virsh destroy web1
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Stop", noun = "VM", module = "Hyper-V", default_set = "Name", impact = Medium, output = VirtualMachine)]
pub struct StopVm {
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "Name", position = 0, mandatory, from_pipeline, alias = "VMName", complete = complete::vms)]
    name: Vec<String>,
    /// Saves the memory and stops, as Save-VM does.
    save: bool,
    /// Cuts the power.
    turn_off: bool,
    /// Turns the machine off when the guest does not shut down in time, or is paused.
    force: bool,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Hands on the object that was changed.
    passthru: bool,
    #[flatten(set = "Name")]
    remote: Remote,
}

/// How long a guest has to shut down before that is called a failure.
const PATIENCE: Duration = Duration::from_mins(2);

impl Cmdlet for StopVm {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if self.save && self.turn_off {
            return Err(invalid::parameter(
                "-Save keeps the memory and -TurnOff throws it away: the two do not go together.",
                "Leave one of the two out.",
            )
            .exception("Microsoft.HyperV.PowerShell.VirtualizationException")
            .into());
        }
        if self.save {
            let machines = each(cx, &self.name, &self.vm)?;
            return change_each(cx, machines, false, self.passthru, |vm| Intent::SaveVm {
                vm: vm.into(),
            });
        }
        if self.turn_off || !self.force {
            let how = if self.turn_off {
                Stop::TurnOff
            } else {
                Stop::Shutdown(PATIENCE)
            };
            let machines = each(cx, &self.name, &self.vm)?;
            return change_each(cx, machines, self.force, self.passthru, |vm| {
                Intent::StopVm { vm: vm.into(), how }
            });
        }
        // One after another: how one goes on depends on how its guest answers.
        let machines = each(cx, &self.name, &self.vm)?;
        for id in machines {
            let mut answer = cx.try_change(
                &Scope::PLAN,
                true,
                &Intent::StopVm {
                    vm: id.into(),
                    how: Stop::Shutdown(PATIENCE),
                },
            )?;
            let why = answer
                .as_ref()
                .err()
                .and_then(|error| match error.id.as_ref() {
                    "Vm.StopTimeout" => Some("The guest did not shut down in time"),
                    "Vm.InvalidState" => Some("A paused guest cannot shut down"),
                    "Guest.ServiceDisabled" => Some("The guest is not to be asked to shut down"),
                    _ => None,
                });
            if let Some(why) = why {
                cx.warning(format!("{why}; the machine is turned off."))?;
                answer = cx.try_change(
                    &Scope::PLAN,
                    true,
                    &Intent::StopVm {
                        vm: id.into(),
                        how: Stop::TurnOff,
                    },
                )?;
            }
            match answer {
                Err(error) => cx.refuse(&error)?,
                Ok(outcome) if outcome.is_done() && self.passthru => emit(cx, &[id])?,
                Ok(_) => {}
            }
        }
        Ok(())
    }
}
