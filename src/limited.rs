//! `--role FILE`: a session that a role limits, as an ssh forced command, as a login shell, or at a prompt of its own. Every line is
//! one cmdlet with plain words; see `src/cmdlets/role`.

use std::io::{IsTerminal, Read};
use std::path::Path;

use iovsh::backend::HostError;
use iovsh::cmdlets::role::Role;
use iovsh::shell::cli::{self, Invocation, Mode, plain_line};
use iovsh::shell::eval::{Output, Prompt};
use iovsh::shell::options::Options;
use iovsh::shell::printer::Printer;

use super::{Program, USAGE};

/// What sshd puts the command of its client into, where another one is forced.
const CLIENTS_COMMAND: &str = "SSH_ORIGINAL_COMMAND";

/// What ends the lines.
const LEAVES: &str = "exit";

/// So much of standard input is read, in bytes.
const LONGEST: u64 = 1 << 20;

/// Runs what was asked for, as far as the role in this file grants it. The exit code is as without a role; 1 where the role cannot be used.
pub fn run(invocation: &Invocation, file: &str) -> i32 {
    // The environment may be the client's; what stands behind the cmdlet is.
    let of_environment = std::env::var("IOVSH_HOST").ok();
    if invocation.host.is_some() && invocation.host != of_environment {
        Printer::of_process()
            .error_line("The role's file names the host: --host is not for sessions with a role.");
        return USAGE;
    }
    let prepared = Role::read(Path::new(file)).and_then(|role| {
        let host = role.host().unwrap_or("local").to_owned();
        Ok((role.session(&host)?, host))
    });
    let (session, host) = match prepared {
        Ok(prepared) => prepared,
        Err(error) => {
            Printer::of_process().error_line(&said(&error));
            return 1;
        }
    };
    let mut program = Program::of(session, host, invocation, &Options::none());
    let code = match &invocation.mode {
        Mode::Cmdlet(words) => program.cmdlet(words),
        Mode::Text(line) => program.plain_line(line),
        Mode::Prompt => match std::env::var(CLIENTS_COMMAND) {
            Ok(line) => program.plain_line(&line),
            Err(std::env::VarError::NotUnicode(_)) => {
                program.screen.complain("The command is no text.");
                USAGE
            }
            Err(std::env::VarError::NotPresent) => program.plain_lines(),
        },
        Mode::StandardInput(words) if words.is_empty() => program.plain_lines(),
        Mode::StandardInput(_)
        | Mode::Script { .. }
        | Mode::Complete { .. }
        | Mode::Generate(_)
        | Mode::Metrics(_)
        | Mode::Agent
        | Mode::Restore
        | Mode::TakeBack
        | Mode::Manager(_)
        | Mode::Serve
        | Mode::Ocf(_) => {
            program.screen.complain(
                "A session with a role runs one cmdlet with plain words, and nothing else.",
            );
            USAGE
        }
    };
    program.code_after_writing(code)
}

fn said(error: &HostError) -> String {
    let cause = error
        .cause
        .as_ref()
        .map(|cause| format!(" ({})", cause.text));
    let next = error.next_step.as_ref().map(|step| format!(" {step}"));
    format!(
        "{}{}{}",
        error.message,
        cause.unwrap_or_default(),
        next.unwrap_or_default()
    )
}

impl Program {
    /// One line: `Get-VM -Name web1`, also with `iovsh` and options of how objects are written around it.
    fn plain_line(&mut self, line: &str) -> i32 {
        let mut words = match plain_line::words(line) {
            Ok(words) => words,
            Err(why) => {
                let message =
                    format!("A session with a role runs one cmdlet with plain words: {why}.");
                self.screen.complain(&message);
                return USAGE;
            }
        };
        let is_iovsh = |word: &String| word.rsplit('/').next() == Some("iovsh");
        if words.first().is_some_and(is_iovsh) {
            words.remove(0);
        }
        let Some(objects) = cli::take_format(&mut words) else {
            self.screen
                .complain("--output takes the name of a format behind it.");
            return USAGE;
        };
        if let Some(objects) = objects {
            self.screen.writes(objects);
        }
        match words.first() {
            None => 0,
            Some(_) => self.cmdlet(&words),
        }
    }

    /// Lines, until there are no more or one says `exit`. The last one decides about the exit code.
    fn plain_lines(&mut self) -> i32 {
        if std::io::stdin().is_terminal() {
            return self.plain_prompt();
        }
        let mut text = String::new();
        let mut input = std::io::stdin().lock().take(LONGEST);
        if let Err(error) = input.read_to_string(&mut text) {
            self.screen
                .complain(&format!("Standard input cannot be read: {error}."));
            return 1;
        }
        let mut code = 0;
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if line.eq_ignore_ascii_case(LEAVES) {
                break;
            }
            code = self.plain_line(line);
        }
        code
    }

    fn plain_prompt(&mut self) -> i32 {
        let mut code = 0;
        loop {
            self.screen.flush();
            let prompt = Prompt {
                text: format!("[{}]: ", self.host),
                secret: false,
            };
            let line = match self.screen.read_line(&prompt) {
                Ok(Some(line)) => line,
                Ok(None) | Err(_) => return code,
            };
            match line.trim() {
                "" => {}
                word if word.eq_ignore_ascii_case(LEAVES) => return code,
                line => code = self.plain_line(line),
            }
        }
    }
}
