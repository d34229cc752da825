//! Scripts in the guests of virtual machines, by the agent in them.

use std::time::Duration;

use crate::drive::MACHINES;
use crate::host_access::{HostAccess, shell_error};
use crate::selection;
use crate::types::uuid;
use crate::vm::named;
use iovsh_backend::model::{GuestAnswer, GuestQuestion, Uuid};
use iovsh_shell::argument::Guid;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// How long a script may run.
const LIMIT: Duration = Duration::from_mins(5);

/// The virtual machines with these ids. One that is missing is an error, and the others go on.
pub fn with_ids(cx: &mut Context, ids: &[Guid]) -> Flow<Vec<Uuid>> {
    let state = cx.snapshot(&MACHINES)?;
    let mut found = Vec::new();
    for id in ids.iter().map(|id| uuid(*id)) {
        match state.vm(id) {
            Some(vm) => found.push(vm.id),
            None => {
                let known: Vec<String> = state.vms.iter().map(|vm| vm.id.to_string()).collect();
                let known = known.iter().map(String::as_str);
                let mut error =
                    selection::missing("Vm.NotFound", "virtual machine", &id.to_string(), known);
                error.message = format!("No virtual machine with the id '{id}' was found.");
                cx.error(error)?;
            }
        }
    }
    Ok(found)
}

/// Runs a script by the shell of each of these guests, and emits the lines that it writes. What it writes of errors, and an exit code that
/// is not 0, is an error.
pub fn run(cx: &mut Context, ids: Vec<Uuid>, script: &str, arguments: &[String]) -> Flow {
    let names = named(cx, &ids)?;
    let host = cx.host()?;
    for (vm, name) in ids.into_iter().zip(names) {
        let mut words = vec!["-c".to_owned(), script.trim().to_owned()];
        if !arguments.is_empty() {
            // What a shell calls itself stands before the first argument.
            words.push("sh".to_owned());
            words.extend(arguments.iter().cloned());
        }
        let question = GuestQuestion::Run {
            program: "/bin/sh".to_owned(),
            arguments: words,
            limit: LIMIT,
        };
        let (exit, output, errors) = match host.ask_guest(vm, None, &question) {
            Ok(GuestAnswer::Ran {
                exit,
                output,
                errors,
            }) => (exit, output, errors),
            Ok(GuestAnswer::Written) => continue,
            Err(error) => {
                cx.error(shell_error(&error))?;
                continue;
            }
        };
        for line in output.lines() {
            cx.emit(line)?;
        }
        let errors = errors.trim_end();
        if exit != Some(0) || !errors.is_empty() {
            let ended = match exit {
                Some(0) => "wrote of errors".to_owned(),
                Some(code) => format!("ended with {code}"),
                None => "was ended by a signal".to_owned(),
            };
            let message = match errors {
                "" => format!("The script in the guest of '{name}' {ended}."),
                text => format!("The script in the guest of '{name}' {ended}: {text}"),
            };
            let error =
                ShellError::new("Guest.ScriptFailed", ErrorCategory::InvalidResult, message);
            cx.error(
                error
                    .target(name.as_str())
                    .help("The script runs by /bin/sh in the guest, as the agent's user."),
            )?;
        }
    }
    Ok(())
}
