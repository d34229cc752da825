//! The clipboard of a desktop: by the programs that speak to it.

use std::io::{self, Write as _};
use std::process::{Command, Stdio};

use iovsh_backend::programs;
use iovsh_shell::error::{ErrorCategory, ShellError};

/// The programs of the desktop that this session belongs to: how its clipboard is read, and how it is written.
fn tools() -> Vec<(Command, Command)> {
    let with = |name: &str, arguments: &[&str]| {
        let mut command = programs::command(name);
        command.args(arguments);
        command
    };
    let mut found = Vec::new();
    if std::env::var_os("WAYLAND_DISPLAY").is_some() {
        found.push((with("wl-paste", &["--no-newline"]), with("wl-copy", &[])));
    }
    if std::env::var_os("DISPLAY").is_some() {
        let selection = ["-selection", "clipboard"];
        found.push((
            with("xclip", &[&selection[..], &["-out"]].concat()),
            with("xclip", &[&selection[..], &["-in"]].concat()),
        ));
        found.push((
            with("xsel", &["--clipboard", "--output"]),
            with("xsel", &["--clipboard", "--input"]),
        ));
    }
    found
}

/// The error that no clipboard is within reach.
pub fn out_of_reach(what: &str) -> ShellError {
    ShellError::new(
        "ClipboardNotAvailable",
        ErrorCategory::ResourceUnavailable,
        format!("The clipboard cannot be {what}: this session has no desktop, or no program that reaches its clipboard."),
    )
    .exception("System.PlatformNotSupportedException")
    .help("Install wl-clipboard (Wayland) or xclip (X11), and run iovsh in a session of the desktop.")
}

fn failed(error: &io::Error) -> ShellError {
    out_of_reach("reached").cause(error.to_string())
}

/// What is in the clipboard; `None` where none is within reach.
///
/// # Errors
/// The program cannot be run.
pub fn read() -> Result<Option<String>, ShellError> {
    for (mut read, _) in tools() {
        read.stdin(Stdio::null()).stderr(Stdio::null());
        match read.output() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(failed(&error)),
            // A program that finds the clipboard empty says so by failing.
            Ok(output) if !output.status.success() => return Ok(Some(String::new())),
            Ok(output) => {
                return Ok(Some(String::from_utf8_lossy(&output.stdout).into_owned()));
            }
        }
    }
    Ok(None)
}

/// Puts a text into the clipboard; whether one is within reach.
///
/// # Errors
/// The program cannot be run, or failed.
pub fn write(text: &str) -> Result<bool, ShellError> {
    for (_, mut write) in tools() {
        // The program stays to hand the text out, so nobody waits for the end of what it writes.
        write
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut child = match write.spawn() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            other => other.map_err(|error| failed(&error))?,
        };
        if let Some(mut input) = child.stdin.take() {
            input
                .write_all(text.as_bytes())
                .map_err(|error| failed(&error))?;
        }
        let status = child.wait().map_err(|error| failed(&error))?;
        if !status.success() {
            return Err(out_of_reach("written"));
        }
        return Ok(true);
    }
    Ok(false)
}
