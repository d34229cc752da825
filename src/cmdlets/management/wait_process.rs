use std::time::{Duration, Instant};

use iovsh_derive::Cmdlet;

use super::process_info::ProcessInfo;
use super::processes;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// Waits until processes have ended.
///
/// # Examples
/// ```iovsh
/// PS> $done = Start-Process true -PassThru
/// PS> Wait-Process -InputObject $done -Timeout 10
/// PS> $done.ExitCode
/// 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Wait",
    noun = "Process",
    module = "Microsoft.PowerShell.Management",
    default_set = "Name"
)]
pub struct WaitProcess {
    /// Numbers.
    #[param(set = "Id", mandatory, by_property_name, alias("PID", "ProcessId"))]
    id: Vec<i32>,
    /// Names. Wildcards are allowed.
    #[param(
        set = "Name",
        position = 0,
        mandatory,
        by_property_name,
        alias = "ProcessName",
        complete = processes::names
    )]
    name: Vec<String>,
    /// Processes.
    #[param(set = "InputObject", mandatory, from_pipeline)]
    input_object: Vec<Value>,
    /// How many seconds at most.
    #[param(position = 1, alias = "TimeoutSec", range = 0..=32767)]
    timeout: Option<i32>,
    #[state]
    waited_for: Vec<Value>,
}

/// How often it is looked.
const POLL: Duration = Duration::from_millis(20);

impl Cmdlet for WaitProcess {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if self.input_object.is_empty() {
            let found = processes::chosen(cx, &self.name, &self.id, &[])?;
            self.waited_for.extend(found.into_iter().map(Value::native));
        } else {
            // The objects themselves are kept: one that this session has started knows its exit code.
            self.waited_for.append(&mut self.input_object);
        }
        Ok(())
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        let limit = self
            .timeout
            .map(|seconds| Duration::from_secs(u64::try_from(seconds).unwrap_or(0)));
        let begun = Instant::now();
        for value in &self.waited_for {
            let Some(process) = value.base().downcast::<ProcessInfo>() else {
                return Err(iovsh_shell::argument::mismatch(value, "process").into());
            };
            while !process.has_exited() {
                if limit.is_some_and(|limit| begun.elapsed() >= limit) {
                    cx.error(
                        ShellError::new(
                            "ProcessNotTerminated",
                            ErrorCategory::CloseError,
                            format!(
                                "The process \"{} ({})\" has not ended in the given time.",
                                process.name, process.id
                            ),
                        )
                        .exception("System.TimeoutException")
                        .target(Value::Int(process.id)),
                    )?;
                    break;
                }
                cx.pause(POLL)?;
            }
        }
        Ok(())
    }
}
