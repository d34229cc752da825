//! `Start-Tour`.

use iovsh_derive::Cmdlet;

use super::tour::{self, Part, Shown, Step};
use crate::Services;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::{Context, Outcome, Prompt, Session};
use iovsh_shell::types::class;

/// Shows SR-IOV from the first look to the last, on a simulated host, in ten minutes.
///
/// Each line stands ready, and Enter runs it; then the tour says what happened underneath. Between the steps a line of your own is run on the
/// same simulated host. `q` leaves, and so does Ctrl+C. The host is made for the tour and forgotten with it: nothing of this computer, nor of the host that the
/// session works on, is touched. `iovsh --tour` is the same. Without a terminal, or with `-NoPause`, everything comes at once, as lines of text.
///
/// The text is that of `Get-Help about_Tour`.
///
/// # Examples
/// What comes at once can be searched; how many lines are typed:
/// ```iovsh
/// PS> (Start-Tour -NoPause | Where-Object { $_ -like 'PS tour> *' }).Count
/// 27
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Start",
    noun = "Tour",
    module = "Iovsh",
    output = "System.String"
)]
pub struct StartTour {
    /// Shows everything at once.
    no_pause: bool,
}

impl Cmdlet for StartTour {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let pauses = !self.no_pause && cx.output().is_interactive();
        // The types of this session are there again when the tour is over.
        let _types = class::keep_session();
        let services = Services::in_memory("default").map_err(|error| {
            ShellError::new(
                "TourHost",
                ErrorCategory::ResourceUnavailable,
                error.to_string(),
            )
        })?;
        let mut session = crate::session(services);
        session.share_cancel(cx.session_ref().cancel_flag());
        let mut tour = Tour {
            session,
            pauses,
            told: false,
        };
        for step in tour::steps() {
            if !tour.step(cx, &step)? {
                break;
            }
        }
        Ok(())
    }
}

/// How to go on.
const HOW: &str = "(Enter goes on and runs the line that stands there. Between the steps a line of your own is run on the tour's host. q leaves.)";

struct Tour {
    session: Session,
    pauses: bool,
    /// How to go on has been told.
    told: bool,
}

impl Tour {
    /// Goes through a step; `false` when the tour is to end.
    fn step(&mut self, cx: &mut Context, step: &Step) -> Flow<bool> {
        let width = cx.output().width().min(100);
        self.say(cx, "")?;
        self.say(cx, &step.title.to_uppercase())?;
        for part in &step.parts {
            match part {
                Part::Text(text) => {
                    for line in tour::lines(text, width) {
                        self.say(cx, &line)?;
                    }
                    self.say(cx, "")?;
                }
                Part::Lines(lines) => {
                    for line in lines {
                        if !self.typed(cx, line)? {
                            return Ok(false);
                        }
                    }
                    self.say(cx, "")?;
                }
            }
        }
        self.between(cx)
    }

    /// Shows a line of the tour and runs it when Enter is pressed.
    fn typed(&mut self, cx: &mut Context, line: &str) -> Flow<bool> {
        let text = format!("PS tour> {line}");
        if !self.pauses {
            self.say(cx, &text)?;
        } else {
            let prompt = Prompt {
                text: format!("{text} "),
                secret: false,
            };
            match cx.read_line(&prompt)? {
                Some(answer) if !leaves(&answer) => {}
                _ => return Ok(false),
            }
        }
        self.run(cx, line)
    }

    /// Runs lines of the user's own until an empty one goes on.
    fn between(&mut self, cx: &mut Context) -> Flow<bool> {
        if !self.pauses {
            return Ok(true);
        }
        if !self.told {
            self.told = true;
            let width = cx.output().width().min(100);
            for line in tour::lines(HOW, width) {
                cx.host_line(&line)?;
            }
        }
        let prompt = Prompt {
            text: "PS tour> ".to_owned(),
            secret: false,
        };
        while let Some(line) = cx.read_line(&prompt)? {
            if line.trim().is_empty() {
                return Ok(true);
            }
            if leaves(&line) || !self.run(cx, &line)? {
                return Ok(false);
            }
        }
        Ok(false)
    }

    fn say(&self, cx: &mut Context, text: &str) -> Flow {
        tour::say(cx, !self.pauses, text)
    }

    fn run(&mut self, cx: &mut Context, line: &str) -> Flow<bool> {
        let mut shown = Shown::on(cx, !self.pauses);
        let outcome = self.session.run_text(line, None, &mut shown);
        shown.end()?;
        cx.go_on()?;
        Ok(!matches!(outcome, Outcome::Exit(_) | Outcome::Cancelled))
    }
}

fn leaves(line: &str) -> bool {
    ["q", "quit", "exit"]
        .iter()
        .any(|word| line.trim().eq_ignore_ascii_case(word))
}
