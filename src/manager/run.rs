//! The loop around the screen: keys and what is told come in, the screen and cmdlets go out.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;

use crossterm::event;
use iovsh_base::signals::{self, Arrivals};

use crate::app::{App, Effect};
use crate::command::{Command, Commander, Said};
use crate::draw::draw;
use crate::place::{Following, Place, Told, follow};
use crate::terminal::Taken;
use crate::theme::Theme;

/// How the manager ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Somebody left it.
    Left,
    /// A signal came that ends the program: its number.
    Signal(i32),
}

/// So long the terminal is listened to before the threads are: a blink.
const BLINK: Duration = Duration::from_millis(30);

/// The same where nothing has happened for some blinks: keys are heard at once as ever, and what a host tells comes soon enough.
const LULL: Duration = Duration::from_millis(120);

/// So many blinks without anything make a lull.
const QUIET: u32 = 30;

/// What the threads tell.
enum Message {
    Saw(Told),
    Said(Work, Said),
    Ran(Work, bool),
}

/// What a cmdlet runs for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    Dialog,
    Report,
}

impl From<Told> for Message {
    fn from(told: Told) -> Self {
        Self::Saw(told)
    }
}

/// Shows the hosts until somebody leaves.
///
/// # Errors
/// Standard output is no terminal, or it has gone.
pub fn run(places: Vec<Place>, commander: Arc<dyn Commander>, theme: Theme) -> io::Result<Ended> {
    let stop = Arc::new(AtomicBool::new(false));
    let (to, messages) = mpsc::channel();
    let mut followed = Vec::new();
    for (number, place) in places.iter().enumerate() {
        let following = Following {
            stop: Arc::clone(&stop),
            closely: Arc::default(),
        };
        follow(number, place, &to, &following);
        followed.push(following.closely);
    }
    let mut app = App::new(places, commander, theme);
    let ended = shows(&mut app, &to, &messages, &followed);
    stop.store(true, Ordering::SeqCst);
    ended
}

/// The signals that end the program, each with what is read when it has come.
fn ends() -> io::Result<Vec<(i32, Arrivals)>> {
    const SIGHUP: i32 = 1;
    const SIGTERM: i32 = 15;
    [SIGHUP, SIGTERM]
        .into_iter()
        .map(|signal| Ok((signal, signals::arrivals(&[signal])?)))
        .collect()
}

fn shows(
    app: &mut App,
    to: &Sender<Message>,
    messages: &Receiver<Message>,
    followed: &[Arc<AtomicBool>],
) -> io::Result<Ended> {
    let mut signals = ends()?;
    let mut taken = Taken::now()?;
    let mut stale = true;
    let mut quiet = 0_u32;
    loop {
        if stale {
            taken.terminal.draw(|frame| draw(frame, app))?;
            quiet = 0;
        }
        stale = false;
        quiet = quiet.saturating_add(1);
        for (host, closely) in followed.iter().enumerate() {
            closely.store(app.looks_closely(host), Ordering::SeqCst);
        }
        let mut wait = if quiet > QUIET { LULL } else { BLINK };
        while event::poll(wait)? {
            app.event(&event::read()?);
            stale = true;
            // All that has been typed is read before the screen is drawn again.
            wait = Duration::ZERO;
        }
        while let Ok(message) = messages.try_recv() {
            hears(app, message);
            stale = true;
        }
        for effect in app.take_effects() {
            match effect {
                Effect::Quit => return Ok(Ended::Left),
                Effect::Redraw => taken.terminal.clear()?,
                Effect::Report(command) => {
                    let commands = vec![command];
                    works(app, to, Work::Report, commands, false);
                }
                Effect::Run { commands, preview } => {
                    works(app, to, Work::Dialog, commands, preview);
                }
            }
            stale = true;
        }
        for (signal, arrived) in &mut signals {
            if arrived.any() {
                return Ok(Ended::Signal(*signal));
            }
        }
    }
}

fn hears(app: &mut App, message: Message) {
    match message {
        Message::Saw((host, seen)) => app.saw(host, seen),
        Message::Said(Work::Dialog, said) => app.heard(said),
        Message::Said(Work::Report, said) => app.report_says(said),
        Message::Ran(Work::Dialog, ok) => app.ran(ok),
        Message::Ran(Work::Report, _) => app.report_ended(),
    }
}

/// Runs cmdlets one after the other, on a thread of their own; the first that fails ends it.
fn works(app: &App, to: &Sender<Message>, work: Work, commands: Vec<Command>, preview: bool) {
    let (commander, to, back) = (Arc::clone(&app.commander), to.clone(), to.clone());
    // A plan is read in a dialog, a page beside the list of the hosts.
    let width = match work {
        Work::Dialog => app.width.min(78).saturating_sub(4),
        Work::Report => app.width.saturating_sub(28),
    };
    let started = std::thread::Builder::new()
        .name("manager-cmdlet".to_owned())
        .spawn(move || {
            let ok = runs(&*commander, &to, work, &commands, preview, width);
            // Nobody listens any more once the manager is left.
            let _ = to.send(Message::Ran(work, ok));
        });
    if let Err(error) = started {
        let line = format!("No thread can be had for it: {error}.");
        let _ = back.send(Message::Said(work, Said::Complaint(line)));
        let _ = back.send(Message::Ran(work, false));
    }
}

fn runs(
    commander: &dyn Commander,
    to: &Sender<Message>,
    work: Work,
    commands: &[Command],
    preview: bool,
    width: u16,
) -> bool {
    commands.iter().all(|command| {
        let line = commander.typed(command);
        if work == Work::Dialog
            && !preview
            && let Err(why) = commander.remember(&line)
        {
            let _ = to.send(Message::Said(work, Said::Complaint(why)));
        }
        if work == Work::Dialog {
            let _ = to.send(Message::Said(work, Said::Line(format!("PS> {line}"))));
        }
        let command = match preview {
            true => command.clone().preview(),
            false => command.clone(),
        };
        commander.run(&command, width, &mut |said| {
            let _ = to.send(Message::Said(work, said));
        })
    })
}
