//! `Reset-SimulatedHost`.

use iovsh_derive::Cmdlet;

use crate::host_access::{HostAccess, shell_error};
use crate::services::Services;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// Puts the simulated host back to how its fixture describes it.
///
/// A simulated host keeps its state between commands; this forgets it: switches, virtual machines, VF counts, faults. Of a
/// fleet it is that of all its hosts, or of those that are named. The local host is never touched. Linux only; Hyper-V has no such command.
///
/// # Examples
/// Show what would happen:
/// ```iovsh
/// PS> Reset-SimulatedHost -WhatIf
/// What if: Performing the operation "Reset-SimulatedHost" on target "the simulated host".
/// ```
/// Everything that was made goes:
/// ```iovsh
/// PS> New-VM job1 -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null
/// PS> Reset-SimulatedHost
/// PS> (Get-VM -ComputerName hv1).Name
/// The simulated hosts hv1, hv2, hv3, hv4 are again as their fixtures describe them. What was made on them is gone.
/// app1
/// app2
/// ```
/// A rehearsal that begins the same way each time:
/// ```iovsh
/// PS> Reset-SimulatedHost
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true -ComputerName hv1 | Out-Null
/// PS> (Get-VMSwitch -ComputerName hv1).Name
/// The simulated hosts hv1, hv2, hv3, hv4 are again as their fixtures describe them. What was made on them is gone.
/// lan
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Reset", noun = "SimulatedHost", module = "Iovsh", impact = Medium)]
pub struct ResetSimulatedHost {
    /// Hosts of the fleet, each by itself. Without names it is the whole fleet.
    #[param(position = 0, not_null_or_empty, alias("Cn"), complete = crate::complete::hosts)]
    computer_name: Vec<String>,
}

impl Cmdlet for ResetSimulatedHost {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if !self.computer_name.is_empty() {
            return self.some(cx);
        }
        if !cx.should_process("the simulated host", "Reset-SimulatedHost")? {
            return Ok(());
        }
        let reset = match Services::from_any(&cx.services()) {
            Some(services) => services.reset(),
            None => Ok(false),
        };
        match reset {
            Ok(true) => {
                let hosts =
                    Services::from_any(&cx.services()).map(|services| services.known_names());
                let hosts = hosts.unwrap_or_default();
                cx.host_line(&match hosts.as_slice() {
                    [] | [_] => "The simulated host is again as its fixture describes it. What was made on it is gone.".to_owned(),
                    hosts => format!(
                        "The simulated hosts {} are again as their fixtures describe them. What was made on them is gone.",
                        hosts.join(", ")
                    ),
                })
            }
            Ok(false) => {
                let name = cx.host()?.name().to_owned();
                cx.error(not_simulated(&name))
            }
            Err(error) => cx.error(shell_error(&error)),
        }
    }
}

impl ResetSimulatedHost {
    /// Those that are named. None of them is opened: what they have may be what cannot be read.
    fn some(&self, cx: &mut Context) -> Flow {
        let Some(services) = Services::from_any(&cx.services()) else {
            return Ok(());
        };
        for name in &self.computer_name {
            if !cx.should_process(name, "Reset-SimulatedHost")? {
                continue;
            }
            let reset = services
                .named(name, None)
                .and_then(|place| services.reset_one(place));
            match reset {
                Ok(true) => cx.host_line(&format!(
                    "{name}: again as its fixture describes it. What was made on it is gone."
                ))?,
                Ok(false) => cx.error(not_simulated(name))?,
                Err(error) => cx.error(shell_error(&error))?,
            }
        }
        Ok(())
    }
}

fn not_simulated(name: &str) -> ShellError {
    ShellError::new(
        "Host.NotSimulated",
        ErrorCategory::InvalidOperation,
        format!("The host '{name}' is not a simulated host that keeps its state."),
    )
    .help("Start iovsh with '--host sim'.")
}
