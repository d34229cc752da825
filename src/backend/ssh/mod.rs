//! The user's own `ssh`: where it leads, and how it is run.

mod address;

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

pub use address::SshAddress;

use crate::{Category, HostError, programs};

/// The program that connects.
pub(crate) fn program(name: &str) -> Result<PathBuf, HostError> {
    let path = match std::env::var_os("IOVSH_SSH").filter(|path| !path.is_empty()) {
        Some(path) => PathBuf::from(path),
        None => PathBuf::from(programs::command("ssh").get_program()),
    };
    // Said here, as the shell below says it in the words that a far host without iovsh has.
    match std::fs::metadata(&path) {
        Ok(_) => Ok(path),
        Err(error) => Err(no_ssh(name, &error)),
    }
}

/// A command that Ctrl+C at the terminal does not reach: the far end is asked to end what it does, and answers what became of it. ssh
/// leaves a signal alone that is ignored when it starts (`clientloop.c`).
pub(crate) fn without_ctrl_c(program: &Path) -> Command {
    let mut command = programs::command("sh");
    command.args(["-c", "trap '' INT QUIT; exec \"$@\"", "sh"]);
    command.arg(program);
    command
}

/// ssh cannot be run.
pub(crate) fn no_ssh(name: &str, error: &io::Error) -> HostError {
    HostError::new(
        "Host.NoSsh",
        Category::NotInstalled,
        "The program ssh, which reaches other hosts, cannot be run.",
    )
    .target(name)
    .because_io(crate::CauseSource::Kernel, error)
    .next_step("Install it: the package openssh-client, or openssh-clients.")
}
