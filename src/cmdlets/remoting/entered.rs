//! The prompt of another host: lines that are typed run there.

use std::rc::Rc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::near::AtHosts;
use super::sessions::{FarSession, FarSessions};
use crate::Services;
use iovsh_backend::host::remote::script::ScriptWork;
use iovsh_base::interrupt;
use iovsh_shell::error::{ErrorCategory, Flow, Interrupt, ShellError};
use iovsh_shell::eval::{Context, InformationRecord, Outcome, Output, Session, TextRecord, answer};
use iovsh_shell::job::{Item, JobState, Jobs, SessionFactory};
use iovsh_shell::value::{Value, convert};

/// How long to wait for what a far host writes before Ctrl+C is looked at.
const GLANCE: Duration = Duration::from_millis(20);

/// From now on lines come from a person at the prompt.
pub fn at_prompt(session: &mut Session) {
    FarSessions::of(session).at_prompt.set(true);
}

/// The host whose prompt it is; `None`: this one's.
pub fn entered_host(session: &Session) -> Option<String> {
    let sessions = FarSessions::known(session)?;
    let entered = sessions.entered.borrow();
    entered
        .as_ref()
        .map(|(session, _)| session.target.name.clone())
}

/// Enters a session. `is_own`: it was opened for that, and ends with it.
pub(super) fn enter(cx: &mut Context, session: Rc<FarSession>, is_own: bool) -> Flow {
    if !session.is_open() || session.is_disconnected.get() {
        return Err(ShellError::new(
            "Session.NotOpen",
            ErrorCategory::InvalidOperation,
            format!("The session '{}' is not open.", session.name),
        )
        .help(format!(
            "Open another one: New-PSSession {}",
            session.target.name
        ))
        .into());
    }
    exit(cx.session());
    if let Some(services) = Services::from_any(&cx.services())
        && let Ok(place) = services.named(&session.computer, None)
    {
        // For Tab, which offers what is there.
        services.set_home(place);
    }
    let sessions = FarSessions::of(cx.session());
    *sessions.entered.borrow_mut() = Some((session, is_own));
    Ok(())
}

/// Comes back.
pub(super) fn exit(session: &mut Session) {
    let sessions = FarSessions::of(session);
    let Some((far, is_own)) = sessions.entered.take() else {
        return;
    };
    if is_own {
        far.close();
    }
    if let Some(services) = Services::from_any(&session.services()) {
        services.set_home(0);
    }
}

/// Comes back from the host whose prompt it is; `false` when it is this one's.
pub fn leave_entered(session: &mut Session) -> bool {
    let is_entered = entered_host(session).is_some();
    if is_entered {
        exit(session);
    }
    is_entered
}

/// Runs a line at the host whose prompt it is; `None` when it is this one's.
pub fn run_entered(session: &mut Session, text: &str, output: &mut dyn Output) -> Option<Outcome> {
    let sessions = FarSessions::known(session)?;
    let far = sessions
        .entered
        .borrow()
        .as_ref()
        .map(|(far, _)| Rc::clone(far))?;
    // Also `exit 3` and `exit;`: the code is that of a script, and this is none.
    let word = text.split([' ', '\t', ';']).find(|word| !word.is_empty());
    let word = word.unwrap_or_default();
    if ["exit", "Exit-PSSession", "exsn"]
        .iter()
        .any(|end| word.eq_ignore_ascii_case(end))
    {
        exit(session);
        return Some(Outcome::Done);
    }
    let flag = session.cancel_flag();
    flag.store(false, Ordering::Relaxed);
    // For questions, which wait here.
    let _watched = interrupt::watch(flag);
    let runs: std::sync::Arc<dyn SessionFactory> = std::sync::Arc::new(AtHosts {
        work: ScriptWork {
            script: text.to_owned(),
            stays: true,
            watched: true,
            asks: output.is_interactive(),
            width: u16::try_from(output.width()).ok(),
            ..ScriptWork::default()
        },
        targets: vec![far.target.clone()],
        throttle: 1,
    });
    let work = session.work(text);
    let flow = Jobs::start_aside(work, Some(&runs))
        .map_err(Interrupt::from)
        .and_then(|job| {
            let mut stopped = None;
            loop {
                let ended = job.state();
                for item in job.receive(false) {
                    // Called off at a question: what still comes until it has stopped is shown.
                    if let Err(interrupt) = show(session, output, item) {
                        job.stop();
                        stopped.get_or_insert(interrupt);
                    }
                }
                if ended.is_finished() {
                    return match stopped {
                        Some(interrupt) => Err(interrupt),
                        None => Ok(ended == JobState::Completed),
                    };
                }
                if session.is_cancelled() {
                    job.stop();
                }
                output.release();
                job.wait(GLANCE);
            }
        });
    // A table that is held back is shown, and the state of the session is as after any line.
    let done = session.finish_line(flow.map(drop), output);
    if !far.is_open() {
        exit(session);
    }
    Some(done)
}

fn show(session: &mut Session, output: &mut dyn Output, item: Item) -> Flow {
    match item {
        Item::Object(detached) => {
            let value = session.with_engine(|engine| detached.unpack(engine))?;
            // Which host it is stands in the prompt.
            if let Value::Object(object) = &value {
                object.remove("PSComputerName");
            }
            output.object(session, value)?;
        }
        Item::Error(detached) => {
            let record = session.with_engine(|engine| detached.unpack(engine))?;
            output.error(session, &record);
        }
        Item::Text(stream, text) => output.text(&TextRecord {
            stream,
            message: text.into(),
        }),
        Item::Information(detached) => {
            let tags: Vec<Rc<str>> = detached
                .tags
                .iter()
                .map(|tag| tag.as_str().into())
                .collect();
            let was_shown = detached.is_shown;
            let data = session.with_engine(|engine| detached.unpack(engine))?;
            let record = InformationRecord {
                text: convert::to_text(&data),
                data,
                source: "".into(),
                tags,
            };
            match was_shown || record.is_for_host() {
                true => output.information(&record),
                false => output.quiet_information(&record),
            }
        }
        Item::Question(pending) => answer(output, &pending)?,
    }
    Ok(())
}
