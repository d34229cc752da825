//! Asking the agent in a guest to run something, or to write a file.

use std::time::{Duration, Instant};

use iovsh_base::base64::from_base64;
use serde_json::{Value, json};

use super::libvirt::{DomainRef, Hypervisor, LibvirtError};
use super::machine::LinuxMachine;
use super::refusal;
use crate::model::{GuestAnswer, GuestQuestion, Uuid};
use crate::policy::vm::guest::{file_exists, folder_missing};
use crate::{Category, CauseSource, HostError};

/// How long an agent may take for one command.
const WITHIN: Duration = Duration::from_secs(10);
/// Between two looks at a program that runs in a guest.
const PAUSE: Duration = Duration::from_millis(50);

/// Asks, and waits for the answer.
pub(super) fn ask(
    host: &LinuxMachine,
    vm: Uuid,
    question: &GuestQuestion,
) -> Result<GuestAnswer, HostError> {
    let found = host.libvirt.domain_by_id(vm.as_bytes());
    let found = found.map_err(|error| refusal::libvirt(&vm.to_string(), &error))?;
    let domain = found.ok_or_else(|| {
        let message = format!("There is no virtual machine {vm}.");
        HostError::new("Vm.NotFound", Category::ObjectNotFound, message)
            .target(vm.to_string())
            .next_step("See the virtual machines with Get-VM.")
    })?;
    let agent = Agent { host, domain };
    match question {
        GuestQuestion::Run {
            program,
            arguments,
            limit,
        } => agent.run(program, arguments, *limit),
        GuestQuestion::Write {
            path,
            data,
            append,
            folders,
            replace,
        } => {
            if !append {
                agent.prepare(path, *folders, *replace)?;
            }
            agent.write(path, data, *append)?;
            Ok(GuestAnswer::Written)
        }
    }
}

struct Agent<'a> {
    host: &'a LinuxMachine,
    domain: DomainRef,
}

impl Agent<'_> {
    /// What the agent returns for a command.
    fn command(&self, name: &str, arguments: Value) -> Result<Value, HostError> {
        let text = json!({ "execute": name, "arguments": arguments }).to_string();
        let one = std::slice::from_ref(&self.domain);
        let answers = self.host.libvirt.agents(one, &text, WITHIN);
        let answer = answers
            .and_then(|mut all| all.pop().unwrap_or(Ok(String::new())))
            .map_err(|error| self.refused(name, &error))?;
        let parsed: Option<Value> = serde_json::from_str(&answer).ok();
        let returned = parsed.and_then(|mut answer| Some(answer.get_mut("return")?.take()));
        returned.ok_or_else(|| self.silent(name))
    }

    fn refused(&self, command: &str, error: &LibvirtError) -> HostError {
        let message = format!(
            "The agent in the guest of '{}' refused {command}.",
            self.domain.name
        );
        HostError::new("Guest.Refused", Category::InvalidOperation, message)
            .target(self.domain.name.clone())
            .because(CauseSource::Libvirt, error.to_string(), None)
            .next_step(
                "See what qemu-guest-agent may do in the guest: its option --allow-rpcs, or BLACKLIST_RPC in /etc/sysconfig/qemu-ga.",
            )
    }

    fn silent(&self, command: &str) -> HostError {
        let message = format!(
            "The agent in the guest of '{}' did not answer {command}.",
            self.domain.name
        );
        HostError::new("Guest.NoAgent", Category::OperationTimeout, message)
            .target(self.domain.name.clone())
            .next_step("See in the guest whether qemu-guest-agent runs.")
    }

    fn run(
        &self,
        program: &str,
        arguments: &[String],
        limit: Duration,
    ) -> Result<GuestAnswer, HostError> {
        let begun = self.command(
            "guest-exec",
            json!({ "path": program, "arg": arguments, "capture-output": true }),
        )?;
        let pid = begun.get("pid").cloned().unwrap_or(Value::Null);
        let until = Instant::now() + limit;
        loop {
            let status = self.command("guest-exec-status", json!({ "pid": pid }))?;
            if status.get("exited").and_then(Value::as_bool) == Some(true) {
                let code = status.get("exitcode").and_then(Value::as_i64);
                return Ok(GuestAnswer::Ran {
                    exit: code.and_then(|code| i32::try_from(code).ok()),
                    output: text_of(&status, "out-data"),
                    errors: text_of(&status, "err-data"),
                });
            }
            if Instant::now() >= until {
                let message = format!(
                    "'{program}' still runs in the guest of '{}' after {} s.",
                    self.domain.name,
                    limit.as_secs()
                );
                return Err(
                    HostError::new("Guest.TimedOut", Category::OperationTimeout, message)
                        .target(self.domain.name.clone())
                        .next_step("It goes on there. Start it in the background of the guest, or ask for less."),
                );
            }
            std::thread::sleep(PAUSE);
        }
    }

    /// Makes the folders of a file, and refuses one that is there.
    fn prepare(&self, path: &str, folders: bool, replace: bool) -> Result<(), HostError> {
        let folder = path.rsplit_once('/').map(|(folder, _)| folder);
        if let Some(folder) = folder.filter(|folder| folders && !folder.is_empty()) {
            let words = ["-p".to_owned(), "--".to_owned(), folder.to_owned()];
            let made = self.run("/bin/mkdir", &words, WITHIN)?;
            if let GuestAnswer::Ran { exit, errors, .. } = made
                && exit != Some(0)
            {
                let error = HostError::new(
                    "Guest.FolderMissing",
                    Category::InvalidOperation,
                    format!(
                        "The folder '{folder}' cannot be made in the guest of '{}': {}",
                        self.domain.name,
                        errors.trim()
                    ),
                );
                return Err(error
                    .target(path)
                    .next_step("Name another one with -DestinationPath."));
            }
        }
        if replace {
            return Ok(());
        }
        let open = json!({ "path": path, "mode": "r" });
        let handle = match self.command("guest-file-open", open) {
            Ok(handle) => handle,
            Err(error) if says_missing(&error) => return Ok(()),
            // It may be there, and only cannot be read: it is not written over.
            Err(error) => {
                return Err(error.next_step(format!(
                    "Whether '{path}' is there already is not known. Name another path, or replace whatever is there: -Force."
                )));
            }
        };
        self.command("guest-file-close", json!({ "handle": handle }))?;
        Err(file_exists(&self.domain.name, path))
    }

    fn write(&self, path: &str, data: &str, append: bool) -> Result<(), HostError> {
        let mode = if append { "ab" } else { "wb" };
        let open = json!({ "path": path, "mode": mode });
        let handle = self.command("guest-file-open", open).map_err(|error| {
            if !says_missing(&error) {
                return error;
            }
            let missing = folder_missing(&self.domain.name, path);
            match error.cause.clone() {
                Some(cause) => missing.because(cause.source, cause.text, cause.errno),
                None => missing,
            }
        })?;
        let written = self.command(
            "guest-file-write",
            json!({ "handle": handle, "buf-b64": data }),
        );
        let closed = self.command("guest-file-close", json!({ "handle": handle }));
        written.and(closed).map(|_| ())
    }
}

/// Whether an agent's refusal to open a file says that there is none: that of Linux, and that of Windows.
fn says_missing(error: &HostError) -> bool {
    let words = error.cause.as_ref().map_or("", |cause| cause.text.as_str());
    [
        "No such file or directory",
        "cannot find the file",
        "cannot find the path",
    ]
    .iter()
    .any(|missing| words.contains(missing))
}

fn text_of(status: &Value, name: &str) -> String {
    let text = status.get(name).and_then(Value::as_str);
    let bytes = text.and_then(from_base64).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_agents_word_for_a_missing_file_means_that_there_is_none() {
        let refused = |words: &str| {
            HostError::new("Guest.Refused", Category::InvalidOperation, "refused").because(
                CauseSource::Libvirt,
                words,
                None,
            )
        };
        let of = |why: &str| {
            format!(
                "internal error: unable to execute QEMU agent command 'guest-file-open': failed to open file '/a' (mode: 'r'): {why}"
            )
        };
        assert!(says_missing(&refused(&of("No such file or directory"))));
        for why in ["Permission denied", "Too many open files", "Is a directory"] {
            assert!(!says_missing(&refused(&of(why))), "{why}");
        }
        assert!(!says_missing(&refused(
            "Guest agent is not responding: timed out"
        )));
        assert!(!says_missing(&HostError::new(
            "Guest.NoAgent",
            Category::OperationTimeout,
            "silent"
        )));
    }
}
