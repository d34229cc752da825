//! Finding and ending processes.

use std::any::Any;
use std::process::{Command, Stdio};

use super::process_info::ProcessInfo;
use crate::complete::matching;
use iovsh_shell::argument::mismatch;
use iovsh_shell::cmdlet::Candidate;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;
use iovsh_shell::wildcard::{WildcardPattern, has_wildcards};

/// The names of the processes that there are.
pub fn names(_services: &dyn Any, word: &str) -> Vec<Candidate> {
    let all = ProcessInfo::all().into_iter();
    matching(
        word,
        all.map(|process| (process.name, "process".to_owned())),
    )
}

/// The processes of these names, numbers and objects. Each that is not there is an error of its own.
pub fn chosen(
    cx: &mut Context,
    names: &[String],
    ids: &[i32],
    objects: &[Value],
) -> Flow<Vec<ProcessInfo>> {
    let mut found = Vec::new();
    for name in names {
        let pattern = WildcardPattern::new(name);
        let before = found.len();
        found.extend(
            ProcessInfo::all()
                .into_iter()
                .filter(|process| pattern.is_match(&process.name)),
        );
        if found.len() == before && !has_wildcards(name) {
            cx.error(missing(
                "NoProcessFoundForGivenName",
                format!(
                    "Cannot find a process with the name \"{name}\". Verify the process name and call the cmdlet again."
                ),
                Value::from(name.as_str()),
            ))?;
        }
    }
    for id in ids {
        match ProcessInfo::read(*id) {
            Some(process) => found.push(process),
            None => cx.error(missing(
                "NoProcessFoundForGivenId",
                format!("Cannot find a process with the process identifier {id}."),
                Value::Int(*id),
            ))?,
        }
    }
    for object in objects {
        let Some(process) = object.base().downcast::<ProcessInfo>() else {
            return Err(mismatch(object, "process").into());
        };
        found.extend(ProcessInfo::read(process.id));
    }
    Ok(found)
}

fn missing(id: &'static str, message: String, target: Value) -> ShellError {
    ShellError::new(id, ErrorCategory::ObjectNotFound, message)
        .exception("Microsoft.PowerShell.Commands.ProcessCommandException")
        .target(target)
}

/// Ends a process at once (SIGKILL). The shell's own `kill` is used: there is no safe call for it in the standard library.
///
/// # Errors
/// `CouldNotStopProcess`: it may not be ended, or is gone.
pub fn kill(process: &ProcessInfo) -> Result<(), ShellError> {
    let done = Command::new("/bin/sh")
        .args(["-c", "kill -9 \"$1\"", "sh", &process.id.to_string()])
        .stdin(Stdio::null())
        .output();
    let reason = match done {
        Ok(output) if output.status.success() => return Ok(()),
        Ok(output) => String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        Err(error) => error.to_string(),
    };
    Err(ShellError::new(
        "CouldNotStopProcess",
        ErrorCategory::CloseError,
        format!(
            "Cannot stop process \"{} ({})\": {reason}",
            process.name, process.id
        ),
    )
    .exception("Microsoft.PowerShell.Commands.ProcessCommandException")
    .target(Value::Int(process.id))
    .cause(reason))
}
