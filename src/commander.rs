//! `iovsh manager`: the hosts that it shows, and how the cmdlets of its dialogs are run: by the binder of the command line, word by word.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use iovsh::backend::HostError;
use iovsh::backend::host::HostAddress;
use iovsh::cmdlets::{self, Services};
use iovsh::manager::{self, Argument, Command, Commander, Ended, Place, Said, Theme};
use iovsh::shell::declaration::{ParameterSpec, ParameterType};
use iovsh::shell::error::Flow;
use iovsh::shell::error_record::ErrorRecord;
use iovsh::shell::eval::{InformationRecord, Outcome, Output, Progress, Session, TextRecord};
use iovsh::shell::printer::Printer;
use iovsh::shell::repl;
use iovsh::shell::screen::{Objects, Screen};
use iovsh::shell::stack::spawn_with_large_stack;
use iovsh::shell::syntax::quote::quote_argument;
use iovsh::shell::value::Value;
use iovsh::shell::{terminal, wildcard};

/// The command line was not understood.
const USAGE: i32 = 2;

/// The exit code when the terminal went away: 128 and the number of SIGHUP, as other shells have it.
const HUNG_UP: i32 = 129;

/// How long a cmdlet that is under way may take to stop when the manager ends.
const STOPS_WITHIN: Duration = Duration::from_secs(30);

/// The cmdlets that are under way, each by the flag that cancels it.
static UNDER_WAY: Mutex<Vec<Arc<AtomicBool>>> = Mutex::new(Vec::new());

/// A cmdlet is under way as long as this value lives.
struct UnderWay(Arc<AtomicBool>);

impl UnderWay {
    fn new(cancel: Arc<AtomicBool>) -> Self {
        if let Ok(mut all) = UNDER_WAY.lock() {
            all.push(Arc::clone(&cancel));
        }
        Self(cancel)
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        if let Ok(mut all) = UNDER_WAY.lock() {
            all.retain(|cancel| !Arc::ptr_eq(cancel, &self.0));
        }
    }
}

/// Cancels what is under way and waits for it: a change is undone, and not torn by the end of the process.
fn stop_all() {
    let until = Instant::now() + STOPS_WITHIN;
    while Instant::now() < until {
        match UNDER_WAY.lock() {
            Ok(all) if !all.is_empty() => {
                all.iter()
                    .for_each(|cancel| cancel.store(true, Ordering::SeqCst));
            }
            _ => return,
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Why the manager is not shown.
pub struct NotShown {
    /// The reason.
    pub message: String,
    /// What to do about it.
    pub next_step: Option<String>,
    code: i32,
}

/// A number of bytes as it is typed: `1GB`.
fn in_units(bytes: u64) -> String {
    const UNITS: [(&str, u64); 4] = [
        ("TB", 1 << 40),
        ("GB", 1 << 30),
        ("MB", 1 << 20),
        ("KB", 1 << 10),
    ];
    let whole = |(_, size): &&(&str, u64)| bytes > 0 && bytes.is_multiple_of(*size);
    match UNITS.iter().find(whole) {
        Some((unit, size)) => format!("{}{unit}", bytes / size),
        None => bytes.to_string(),
    }
}

/// Shows the manager of a host, and of others beside it, until somebody leaves it; the exit code.
pub fn show(host: &str, computers: &[String], history: Option<PathBuf>, theme: &str) -> i32 {
    // From a terminal that is gone keys would seem to come for ever.
    terminal::when_gone(None, || {
        stop_all();
        std::process::exit(HUNG_UP);
    });
    match try_show(host, computers, history, theme) {
        Ok(Ended::Left) => 0,
        // As bash has it.
        Ok(Ended::Signal(signal)) => 128_i32.saturating_add(signal),
        Err(why) => {
            let mut printer = Printer::of_process();
            printer.error_line(&why.message);
            if let Some(step) = &why.next_step {
                printer.error_line(step);
            }
            why.code
        }
    }
}

/// The same, for whoever tells of it in another way.
///
/// # Errors
/// There is no terminal; a host is none that can be named.
pub fn try_show(
    host: &str,
    computers: &[String],
    history: Option<PathBuf>,
    theme: &str,
) -> Result<Ended, NotShown> {
    let printer = Printer::of_process();
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(NotShown {
            message: "The manager needs a terminal, and standard input or output is none."
                .to_owned(),
            next_step: Some("In a script use cmdlets: iovsh Get-VM.".to_owned()),
            code: USAGE,
        });
    }
    let places = places(host, computers).map_err(|error| NotShown {
        message: error.to_string(),
        next_step: error.next_step.clone(),
        code: USAGE,
    })?;
    let runner = Words {
        host: host.to_owned(),
        history,
        told: AtomicBool::new(false),
    };
    let theme = match printer.out_colours {
        true => Theme::named(theme).unwrap_or(Theme::Dark),
        false => Theme::Plain,
    };
    let ended = manager::run(places, Arc::new(runner), theme);
    stop_all();
    ended.map_err(|error| NotShown {
        message: format!("The terminal cannot be used: {error}."),
        next_step: None,
        code: 1,
    })
}

/// The host of the session, and those that were named beside it.
fn places(host: &str, computers: &[String]) -> Result<Vec<Place>, HostError> {
    let own = HostAddress::parse(host)?;
    let mut places = vec![place(&own, None)];
    let mut shown = vec![own.clone()];
    for name in computers {
        let address = own.beside(name, None)?;
        if !shown.iter().any(|known| known.is_same(&address)) {
            places.push(place(&address, Some(name)));
            shown.push(address);
        }
    }
    Ok(places)
}

fn place(address: &HostAddress, reached_as: Option<&String>) -> Place {
    let opened = address.clone();
    Place {
        name: reached_as.map_or_else(|| address.to_string(), Clone::clone),
        reached_as: reached_as.cloned(),
        // The screen is the manager's: ssh cannot ask for anything there.
        opener: Arc::new(move || opened.open(false)),
    }
}

/// Runs cmdlets as the command line does.
struct Words {
    host: String,
    history: Option<PathBuf>,
    /// It was said that the history is not kept.
    told: AtomicBool,
}

impl Commander for Words {
    fn told_of(&self, host: &str, sentence: &str) -> String {
        cmdlets::elsewhere::sentence(host, sentence)
    }

    fn typed(&self, command: &Command) -> String {
        let mut line = command.name.to_owned();
        for (parameter, argument) in &command.arguments {
            line.push_str(&match argument {
                Argument::Flag => format!(" -{parameter}"),
                Argument::Bool(on) if *parameter == "Confirm" => format!(" -{parameter}:${on}"),
                Argument::Bool(on) => format!(" -{parameter} ${on}"),
                Argument::Number(number) if parameter.ends_with("Bytes") => {
                    format!(" -{parameter} {}", in_units(*number))
                }
                Argument::Number(number) => format!(" -{parameter} {number}"),
                Argument::Text(text) => format!(" -{parameter} {}", quote_argument(text)),
                Argument::Names(names) => {
                    let names = names.iter().map(|name| wildcard::quote(name));
                    let names: Vec<String> = names
                        .map(|name| quote_argument(&name).into_owned())
                        .collect();
                    format!(" -{parameter} {}", names.join(", "))
                }
            });
        }
        line
    }

    fn run(&self, command: &Command, width: u16, said: &mut dyn FnMut(Said)) -> bool {
        let (host, words) = (self.host.clone(), words(command));
        let name = command.name;
        let (to, heard) = mpsc::channel();
        let work = spawn_with_large_stack("manager-cmdlet", move || {
            runs(&host, name, &words, width, to)
        });
        let work = match work {
            Ok(work) => work,
            Err(error) => {
                said(Said::Complaint(format!("{name} cannot be run: {error}.")));
                return false;
            }
        };
        // It ends when the other end has gone.
        heard.iter().for_each(said);
        work.join().unwrap_or(false)
    }

    fn remember(&self, line: &str) -> Result<(), String> {
        let Some(path) = &self.history else {
            return Ok(());
        };
        match repl::remember(path, line) {
            Err(error) if !self.told.swap(true, Ordering::SeqCst) => {
                let path = path.display();
                Err(format!(
                    "The history of this session is not kept: {path}: {error}."
                ))
            }
            _ => Ok(()),
        }
    }
}

/// The words of a command line, each parameter glued to its value: a name that begins with a dash is none.
fn words(command: &Command) -> Vec<String> {
    let spec = cmdlets::all().iter().find(|spec| spec.name == command.name);
    let parameter_of = |name: &str| spec?.parameters.iter().find(|p| p.name == name);
    let word = |(name, argument): &(&'static str, Argument)| {
        let value = |text: &str| {
            // In a list a comma parts values, and a backtick before it makes it one of the value.
            match parameter_of(name).is_some_and(takes_several) {
                true => text.replace(',', "`,"),
                false => text.to_owned(),
            }
        };
        match argument {
            Argument::Flag => format!("-{name}"),
            Argument::Bool(on) => format!("-{name}:{on}"),
            Argument::Number(number) => format!("-{name}:{number}"),
            Argument::Text(text) => format!("-{name}:{}", value(text)),
            Argument::Names(names) => {
                let names = names.iter().map(|name| value(&wildcard::quote(name)));
                format!("-{name}:{}", names.collect::<Vec<_>>().join(","))
            }
        }
    };
    command.arguments.iter().map(word).collect()
}

/// Whether the binder parts a word for this parameter at its commas.
fn takes_several(parameter: &ParameterSpec) -> bool {
    matches!(parameter.ty, ParameterType::Array(_))
}

/// Runs one cmdlet in a session of its own.
fn runs(host: &str, name: &str, words: &[String], width: u16, to: Sender<Said>) -> bool {
    let services = match Services::for_host(host) {
        Ok(services) => services,
        Err(error) => {
            let _ = to.send(Said::Complaint(error.to_string()));
            return false;
        }
    };
    let mut session = cmdlets::session(services);
    let _under_way = UnderWay::new(session.cancel_flag());
    let _ = to.send(Said::Began(session.cancel_flag()));
    let lines = |complaint| Lines {
        to: to.clone(),
        complaint,
        begun: Vec::new(),
    };
    let printer = Printer::to(Box::new(lines(false)), Box::new(lines(true)));
    let mut screen = Told {
        screen: Screen::new(printer, Objects::Views, false).as_wide_as(usize::from(width)),
        to: to.clone(),
    };
    let outcome = session.run_command(name, words, &mut screen);
    screen.screen.flush();
    matches!(outcome, Outcome::Done) && screen.screen.last_error.is_none()
}

/// What is written, as lines for the dialog.
struct Lines {
    to: Sender<Said>,
    complaint: bool,
    begun: Vec<u8>,
}

impl Lines {
    fn tell(&self, line: &[u8]) {
        let line = String::from_utf8_lossy(line).trim_end().to_owned();
        let said = match self.complaint {
            true => Said::Complaint(line),
            false => Said::Line(line),
        };
        // Nobody listens any more once the manager is left.
        let _ = self.to.send(said);
    }
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.begun.extend_from_slice(bytes);
        while let Some(end) = self.begun.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = self.begun.drain(..=end).collect();
            self.tell(&line);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        if !self.begun.is_empty() {
            self.tell(&self.begun);
        }
    }
}

/// The screen of a cmdlet: the shell's own, as wide as the dialog, with its progress told apart.
struct Told {
    screen: Screen,
    to: Sender<Said>,
}

impl Output for Told {
    fn object(&mut self, session: &mut Session, value: Value) -> Flow {
        self.screen.object(session, value)
    }

    fn finish(&mut self, session: &mut Session) -> Flow {
        self.screen.finish(session)
    }

    fn error(&mut self, session: &mut Session, record: &Rc<ErrorRecord>) {
        self.screen.error(session, record);
    }

    fn text(&mut self, record: &TextRecord) {
        self.screen.text(record);
    }

    fn information(&mut self, record: &InformationRecord) {
        self.screen.information(record);
    }

    fn progress(&mut self, progress: &Progress) {
        let percent = progress.percent.map(|percent| format!("{percent}%"));
        let parts = [&progress.activity, &progress.status, &progress.operation];
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        let parts: Vec<&str> = parts
            .map(String::as_str)
            .chain(percent.as_deref())
            .collect();
        let _ = self.to.send(Said::Progress(parts.join(": ")));
    }

    fn settle(&mut self) {
        self.screen.settle();
    }

    fn release(&mut self) {
        self.screen.release();
    }

    fn host_line(&mut self, text: &str) {
        self.screen.host_line(text);
    }

    fn host_data(&mut self, text: &str) {
        self.screen.host_data(text);
    }

    fn width(&self) -> usize {
        self.screen.width()
    }
}
