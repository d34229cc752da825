//! `Reset-SimulatedHost`.

use iovsh_derive::Cmdlet;

use crate::door::{Hosts, shell_error};
use crate::services::Services;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// Puts the simulated host back to how its fixture describes it.
///
/// A simulated host keeps its state between commands; this forgets it: switches, virtual machines, VF counts. The local
/// host is never touched. Linux only; Hyper-V has no such command.
///
/// # Examples
/// Show what would happen:
/// ```iovsh
/// PS> Reset-SimulatedHost -WhatIf
/// What if: Performing the operation "Reset-SimulatedHost" on target "the simulated host".
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Reset", noun = "SimulatedHost", module = "Iovsh", impact = Medium)]
pub struct ResetSimulatedHost {}

impl Cmdlet for ResetSimulatedHost {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if !cx.should_process("the simulated host", "Reset-SimulatedHost")? {
            return Ok(());
        }
        let reset = match Services::from_any(&cx.services()) {
            Some(services) => services.reset(),
            None => Ok(false),
        };
        match reset {
            Ok(true) => cx.host_line(
                "The simulated host is again as its fixture describes it. What was made on it is gone.",
            ),
            Ok(false) => {
                let name = cx.host()?.name().to_owned();
                cx.error(
                    ShellError::new(
                        "Host.NotSimulated",
                        ErrorCategory::InvalidOperation,
                        format!("The host '{name}' is not a simulated host that keeps its state."),
                    )
                    .help("Start iovsh with '--host sim'."),
                )
            }
            Err(error) => cx.error(shell_error(&error)),
        }
    }
}
