use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use iovsh_derive::Cmdlet;

use super::process_info::ProcessInfo;
use crate::inspect;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::file_write;
use iovsh_shell::os_text;
use iovsh_shell::value::Value;

/// Starts a program beside the session.
///
/// # Examples
/// ```iovsh
/// PS> (Start-Process sh '-c "exit 3"' -Wait -PassThru).ExitCode
/// 3
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Start",
    noun = "Process",
    module = "Microsoft.PowerShell.Management",
    alias("saps", "start"),
    default_set = "Default",
    impact = Medium,
    output = "System.Diagnostics.Process"
)]
pub struct StartProcess {
    /// The program: a path, or a name that is looked for in `$env:PATH`.
    #[param(
        position = 0,
        mandatory,
        by_property_name,
        alias("PSPath", "Path"),
        not_null_or_empty
    )]
    file_path: String,
    /// Its arguments. They are joined by blanks and taken apart again, with regard to double quotes.
    #[param(position = 1, alias = "Args")]
    argument_list: Vec<Value>,
    /// The directory that it starts in.
    working_directory: Option<String>,
    /// Waits until it has ended.
    wait: bool,
    /// Hands on the process.
    pass_thru: bool,
    /// Accepted: there are no windows.
    #[param(alias = "nnw")]
    no_new_window: bool,
    /// Accepted: there are no windows.
    window_style: Option<String>,
    /// The file that it reads.
    #[param(alias = "RSI")]
    redirect_standard_input: Option<String>,
    /// The file that its output goes to.
    #[param(alias = "RSO")]
    redirect_standard_output: Option<String>,
    /// The file that its error output goes to.
    #[param(alias = "RSE")]
    redirect_standard_error: Option<String>,
    /// `RunAs` is not possible here: use sudo.
    verb: Option<String>,
    /// Another user is not possible here: use sudo -u.
    #[param(alias = "RunAs")]
    credential: Option<Value>,
    /// Only the variables that every program has.
    use_new_environment: bool,
    /// Accepted: there are no profiles to load.
    #[param(alias = "Lup")]
    load_user_profile: bool,
}

impl Cmdlet for StartProcess {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let runs_as = self
            .verb
            .as_deref()
            .is_some_and(|verb| verb.eq_ignore_ascii_case("RunAs"));
        if runs_as || self.credential.is_some() {
            return Err(super::unsupported(
                "A program is not started as another user here.",
                "Start it with sudo: Start-Process sudo 'PROGRAM ARGUMENTS'.",
            )
            .into());
        }
        if !cx.should_process(&self.file_path, "Start-Process")? {
            return Ok(());
        }
        let program = find(cx, &self.file_path);
        let mut command = Command::new(&program);
        command.args(self.arguments());
        let directory = match &self.working_directory {
            Some(text) => cx.session().locations.native(text),
            None => cx.session().locations.directory().to_owned(),
        };
        let shown_directory = os_text::text_of(&directory);
        command.current_dir(directory).env_clear();
        for (name, value) in cx.session().environment.iter() {
            let kept = ["PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "TERM"];
            if !self.use_new_environment || kept.contains(&name) {
                command.env(os_text::os_string_of(name), os_text::os_string_of(value));
            }
        }
        if let Some(name) = &self.redirect_standard_input {
            let path = cx.session().locations.native(name);
            let file = file_write::open(File::options().read(true), &path)
                .map_err(|error| redirection(&error, &path))?;
            command.stdin(file);
        } else if !self.wait {
            // A program beside the session must not take what is typed for the session.
            command.stdin(Stdio::null());
        }
        if let Some(name) = &self.redirect_standard_output {
            let path = cx.session().locations.native(name);
            let file = created(&path).map_err(|error| redirection(&error, &path))?;
            command.stdout(file);
        }
        if let Some(name) = &self.redirect_standard_error {
            let path = cx.session().locations.native(name);
            let file = created(&path).map_err(|error| redirection(&error, &path))?;
            command.stderr(file);
        }
        let child = command.spawn().map_err(|error| {
            let folder = cx.session_ref().locations.native(&self.file_path).is_dir();
            let advice = "A folder is no program: Get-ChildItem lists it, Set-Location goes there, Invoke-Item opens it on a desktop.";
            let made = ShellError::new(
                "InvalidOperationException",
                ErrorCategory::InvalidOperation,
                format!(
                    "This command cannot be run due to the error: '{}' with working directory '{shown_directory}': {error}.",
                    self.file_path
                ),
            )
            .exception("System.InvalidOperationException")
            .cause(error.to_string());
            match folder {
                true => made.help(advice),
                false => made,
            }
        })?;
        let process = ProcessInfo::started(child, &program);
        while self.wait && !process.has_exited() {
            cx.pause(Duration::from_millis(5))?;
        }
        if self.pass_thru {
            cx.emit(Value::native(process))?;
        }
        Ok(())
    }
}

impl StartProcess {
    fn arguments(&self) -> Vec<String> {
        let texts: Vec<_> = self
            .argument_list
            .iter()
            .map(|value| inspect::text(value).to_string())
            .collect();
        split(&texts.join(" "))
    }
}

/// The program as the operating system takes it: a path from the session's location, or a name for `PATH`.
fn find(cx: &mut Context, name: &str) -> String {
    let name = name.replace('\\', "/");
    if name.contains('/') || name.starts_with('~') {
        return os_text::text_of(cx.session().locations.native(&name));
    }
    let directories = cx
        .session()
        .environment
        .get("PATH")
        .unwrap_or("/usr/sbin:/usr/bin:/sbin:/bin")
        .to_owned();
    directories
        .split(':')
        .map(|directory| Path::new(directory).join(&name))
        .find(|path| path.is_file())
        .map_or(name, os_text::text_of)
}

/// A command line as .NET takes it apart: blanks separate, double quotes hold together, a backslash before one keeps it.
fn split(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            '\\' if rest.peek() == Some(&'"') => {
                rest.next();
                word.get_or_insert_default().push('"');
            }
            ' ' | '\t' if !quoted => words.extend(word.take()),
            other => word.get_or_insert_default().push(other),
        }
    }
    words.extend(word);
    words
}

fn created(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    file_write::open(options.write(true).create(true).truncate(true), path)
}

fn redirection(error: &std::io::Error, path: &Path) -> ShellError {
    ShellError::new(
        "FileOpenFailure",
        ErrorCategory::OpenError,
        format!("'{}' cannot be opened: {error}.", os_text::text_of(path)),
    )
    .exception("System.IO.IOException")
    .cause(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn a_line_of_arguments() {
        assert_eq!(split("-c \"exit 3\""), ["-c", "exit 3"]);
        assert_eq!(split("a  b\t\"\""), ["a", "b", ""]);
        assert_eq!(split("say \\\"hi\\\""), ["say", "\"hi\""]);
        assert!(split("").is_empty());
    }
}
