//! `-ComputerName`, `-CimSession` and `-Credential`: only the host that was selected at the start can be meant so far.

use crate::types::{CimSession, Credential};
use iovsh_derive::Parameters;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::{Value, members};

/// On which host a command acts. The door to the host reads what was given, so that no cmdlet can forget to look.
#[derive(Parameters)]
pub struct Remote {
    /// Sessions to other hosts. Only the selected host can be managed so far.
    #[param(not_null_or_empty)]
    cim_session: Vec<CimSession>,
    /// The host. Only the selected one can be managed so far.
    #[param(not_null_or_empty)]
    computer_name: Vec<String>,
    /// Credentials for another host; the local host needs none.
    #[param(not_null_or_empty)]
    credential: Vec<Credential>,
}

/// Whether the running command may go on with the selected host, whose name is `own`: what was given to -ComputerName,
/// -CimSession and -Credential means no other. The error for others is terminating; a credential that nobody asks for is a
/// warning.
pub fn check(cx: &mut Context, own: &str) -> Flow {
    if cx.bound("CimSession").is_some() {
        return Err(refusal("CimSession", "a CIM session").into());
    }
    let short = own.split('.').next().unwrap_or_default();
    let named = cx.bound("ComputerName").unwrap_or_default();
    let names = members::enumerate(&named).unwrap_or_else(|| vec![named.clone()]);
    for name in names.iter().filter_map(Value::as_str) {
        let local = [".", "localhost", "::1", "127.0.0.1", own, short];
        if !local.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            return Err(refusal("ComputerName", name)
                .help(format!(
                    "Select it when iovsh is started: iovsh --host ssh://{name} {}",
                    cx.spec().name
                ))
                .target(name)
                .into());
        }
    }
    if cx.bound("Credential").is_some() && cx.first_time("Credential") {
        cx.warning(
            "-Credential has no effect on this host: it is reached as the user who runs iovsh.",
        )?;
    }
    Ok(())
}

fn refusal(parameter: &str, what: &str) -> ShellError {
    ShellError::new(
        "Host.RemoteNotSupported",
        ErrorCategory::NotImplemented,
        format!("-{parameter} names {what}, but a command works on the selected host alone."),
    )
    .exception("System.NotSupportedException")
    .help("Select that host when iovsh is started: iovsh --host ssh://NAME")
}
