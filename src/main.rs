//! The iovsh program: reads the command line, chooses the host, and runs what was asked for.

mod commander;
mod limited;
mod metrics;
mod service;
mod version;

use std::any::Any;
use std::ffi::OsString;
use std::io::{IsTerminal, Read};
use std::process::ExitCode;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use iovsh::backend::host::HostAddress;
use iovsh::cmdlets::news::News;
use iovsh::cmdlets::{self, Services, psreadline, remoting};
use iovsh::interrupt;
use iovsh::shell::cli::{self, Invocation, Mode, completions, fish, proxy, reference};
use iovsh::shell::complete::Vocabulary;
use iovsh::shell::diagnostic;
use iovsh::shell::editing::{Chord, EditMode, Editing, ViMode};
use iovsh::shell::error::Flow;
use iovsh::shell::eval::{Outcome, Output, Prompt, Session, cmdlet_of_gnu_name, decode_script};
use iovsh::shell::fault;
use iovsh::shell::options::Options;
use iovsh::shell::os_text;
use iovsh::shell::printer::{Printer, has_titles, script_title};
use iovsh::shell::repl;
use iovsh::shell::screen::{ErrorKind, Screen};
use iovsh::shell::stack::{STACK_SIZE, with_large_stack};
use iovsh::shell::syntax::quote::quote_literal;
use iovsh::shell::types::console_line::ConsoleLine;
use iovsh::shell::visible::visible_line;
use iovsh::signals;

/// The command line was not understood.
const USAGE: i32 = 2;

/// Ended by Ctrl+C: 128 and the number of SIGINT, as bash has it.
const CANCELLED: i32 = 130;

/// Ended by a fault of iovsh itself: EX_SOFTWARE of sysexits.h.
const FAULT: i32 = 70;

/// Ended because the reader of standard output had gone: 128 and the number of SIGPIPE, as bash has it.
const READER_GONE: i32 = 141;

fn main() -> ExitCode {
    fault::tell_in_one_sentence();
    signals::file_limit_is_an_error();
    let invocation = match cli::read(std::env::args_os()) {
        Ok(invocation) => invocation,
        Err(error) => return exit_code(say_usage(&error)),
    };
    // Deep recursion of a script must end in an error: the interpreter gets a stack that is large enough to notice.
    match with_large_stack(move || fault::survive(|| run(&invocation))) {
        Ok(Some(code)) => exit_code(code),
        Ok(None) => exit_code(FAULT),
        Err(error) => {
            Printer::of_process().error_line(&format!(
                "iovsh cannot start: {error}. It needs {} MiB of address space and one more thread; see what limits them: \
                 'ulimit -v' and 'ulimit -u' in this shell, 'systemctl show -p LimitAS -p TasksMax UNIT' for a unit.",
                STACK_SIZE >> 20
            ));
            exit_code(1)
        }
    }
}

/// What `clap` has to say, through the printer: its messages repeat words of the command line.
fn say_usage(error: &clap::Error) -> i32 {
    let mut printer = Printer::of_process();
    let text = match error.kind() {
        clap::error::ErrorKind::DisplayVersion => {
            version::text(std::env::var("IOVSH_HOST").ok().as_deref())
        }
        _ => error.to_string(),
    };
    // `--help` and `--version` come this way too, and go to standard output.
    if error.use_stderr() {
        printer.error_line(text.trim_end());
    } else {
        printer.text(&text);
    }
    printer.flush();
    match printer.lost() {
        Some(lost) => code_of_lost(lost),
        None => error.exit_code(),
    }
}

/// The exit code when standard output could not be written: that of SIGPIPE when its reader has gone, as other programs
/// have it, else that of an error.
fn code_of_lost(error: &std::io::Error) -> i32 {
    if error.kind() == std::io::ErrorKind::BrokenPipe {
        READER_GONE
    } else {
        1
    }
}

fn exit_code(code: i32) -> ExitCode {
    // As the kernel does: only the low eight bits reach the parent.
    ExitCode::from(u8::try_from(code.rem_euclid(256)).unwrap_or(1))
}

fn run(invocation: &Invocation) -> i32 {
    if let Some(role) = &invocation.role {
        return limited::run(invocation, role);
    }
    let is_service = matches!(
        invocation.mode,
        Mode::Generate(_)
            | Mode::Metrics(_)
            | Mode::Agent
            | Mode::Restore
            | Mode::TakeBack
            | Mode::Serve
            | Mode::Ocf(_)
    );
    // What people set for themselves is nothing to the services of the host.
    if is_service {
        return run_with(invocation, &Options::none());
    }
    let variable = |name: &str| std::env::var(name).ok();
    let options = Options::read(&variable, &invocation.given);
    let mut invocation = invocation.clone();
    if invocation.host.is_none() {
        invocation.host = Some(options.value("Host").to_owned());
    }
    run_with(&invocation, &options)
}

fn run_with(invocation: &Invocation, options: &Options) -> i32 {
    match &invocation.mode {
        Mode::Generate(what) => return generate(what),
        Mode::Agent => return service::agent(invocation.host.as_deref()),
        Mode::Restore => return service::restore(invocation.host.as_deref()),
        Mode::TakeBack => return service::take_back(invocation.host.as_deref()),
        Mode::Metrics(to) => return service::metrics(invocation.host.as_deref(), to),
        Mode::Serve => return service::serve(invocation.host.as_deref()),
        Mode::Ocf(action) => return service::ocf(invocation.host.as_deref(), action),
        Mode::Manager(computers) => {
            let host = invocation.host.as_deref().unwrap_or("local");
            return commander::show(host, computers, history(options), options.value("Theme"));
        }
        Mode::Complete {
            command,
            parameter,
            word,
            computer,
        } => {
            // The values of the line that decide what is offered.
            let given = computer
                .iter()
                .map(|computer| ("ComputerName".to_owned(), computer.clone()));
            let given: Vec<_> = given.collect();
            return complete(invocation.host.as_deref(), command, parameter, word, &given);
        }
        _ => {}
    }
    let mut program = match Program::new(invocation, options) {
        Ok(program) => program,
        Err(message) => {
            Printer::of_process().error_line(&message);
            return USAGE;
        }
    };
    let code = match &invocation.mode {
        Mode::Prompt => program.prompt(options),
        Mode::Script { path, arguments } => program.script(path, arguments),
        Mode::Text(text) => program.text(text),
        Mode::StandardInput(arguments) => program.standard_input(arguments),
        Mode::Cmdlet(words) => program.cmdlet(words),
        Mode::Complete { .. }
        | Mode::Metrics(_)
        | Mode::Generate(_)
        | Mode::Agent
        | Mode::Restore
        | Mode::TakeBack
        | Mode::Ocf(_)
        | Mode::Manager(_)
        | Mode::Serve => 0,
    };
    program.code_after_writing(code)
}

/// A session and its screen.
struct Program {
    session: Session,
    screen: Screen,
    host: String,
    /// Whether the prompt leaves the user's profile alone.
    no_profile: bool,
    prompt_text: repl::profile::PromptText,
    /// The prompt of the line that runs.
    shown_prompt: String,
    failed: bool,
    /// Whether the terminal has a title, which says where the prompt is.
    has_titles: bool,
    /// What is told above the line that is typed; `None` where nothing is to be.
    news: Option<News>,
    exit: Option<i32>,
}

impl Program {
    fn new(invocation: &Invocation, options: &Options) -> Result<Self, String> {
        let host = invocation
            .host
            .clone()
            .unwrap_or_else(|| "local".to_owned());
        if let Some(folder) = &invocation.working_directory {
            std::env::set_current_dir(folder)
                .map_err(|error| format!("The folder '{folder}' cannot be worked in: {error}"))?;
        }
        let services = Services::for_host(&host)
            .and_then(|services| services.is_there().map(|()| services))
            .map_err(|error| match &error.next_step {
                Some(step) => format!("{error} {step}"),
                None => error.to_string(),
            })?;
        let session = cmdlets::session(services);
        Ok(Self::of(session, host, invocation, options))
    }

    /// The program around a session.
    fn of(mut session: Session, host: String, invocation: &Invocation, options: &Options) -> Self {
        session.missing_ends = invocation.strict;
        // At the prompt Ctrl+C ends a command, however often it is pressed, and never the shell.
        let prompts = matches!(invocation.mode, Mode::Prompt) && std::io::stdin().is_terminal();
        signals::interrupt_sets(session.cancel_flag(), !prompts);
        let asks = !invocation.non_interactive && std::io::stdin().is_terminal();
        let mut printer = Printer::of_process();
        if options.value("Color") == "never" {
            (printer.out_colours, printer.err_colours) = (false, false);
        }
        let style = diagnostic::Style {
            colours: printer.err_colours,
            width: printer.out_columns().unwrap_or(100),
        };
        for fault in &options.faults {
            printer.error_drawn(&diagnostic::render(fault, &fault.id, None, style));
        }
        let mut screen = Screen::new(printer, invocation.objects, asks);
        screen.sends_to(takes_objects);
        cmdlets::options::give(&mut session, invocation.given.clone());
        Self {
            session,
            screen,
            host,
            no_profile: !options.is_on("Profile"),
            prompt_text: repl::profile::PromptText::default(),
            shown_prompt: String::new(),
            failed: false,
            has_titles: has_titles(),
            news: None,
            exit: None,
        }
    }

    /// The exit code when everything has been written, or could not be.
    fn code_after_writing(&mut self, code: i32) -> i32 {
        self.screen.flush();
        let Some(error) = self.screen.lost() else {
            return code;
        };
        let lost = code_of_lost(error);
        if lost != READER_GONE {
            let message = format!("Standard output cannot be written: {error}.");
            self.screen.complain(&message);
        }
        lost
    }

    /// The exit code of a text or script: `exit N`, 2 when it does not parse, 1 when it failed. As in PowerShell the last
    /// statement decides.
    fn code_of_text(&self, outcome: &Outcome) -> i32 {
        match outcome {
            Outcome::Exit(code) => *code,
            Outcome::Cancelled => CANCELLED,
            Outcome::Failed if self.screen.last_error == Some(ErrorKind::Text) => USAGE,
            Outcome::Failed => 1,
            Outcome::Done => i32::from(!self.session.succeeded()),
        }
    }

    /// The exit code of one cmdlet: any error counts.
    fn code_of_cmdlet(&self, outcome: &Outcome) -> i32 {
        match (outcome, self.screen.last_error) {
            (Outcome::Exit(code), _) => *code,
            (Outcome::Cancelled, _) => CANCELLED,
            (_, Some(ErrorKind::Text | ErrorKind::Command)) => USAGE,
            (_, Some(ErrorKind::Failure)) | (Outcome::Failed, None) => 1,
            (Outcome::Done, None) => 0,
        }
    }

    fn text(&mut self, text: &str) -> i32 {
        self.session.takes_input = !std::io::stdin().is_terminal();
        let outcome = self.session.run_text(text, None, &mut self.screen);
        self.code_of_text(&outcome)
    }

    fn standard_input(&mut self, arguments: &[String]) -> i32 {
        let mut bytes = Vec::new();
        if let Err(error) = std::io::stdin().lock().read_to_end(&mut bytes) {
            self.screen
                .complain(&format!("Standard input cannot be read: {error}."));
            return 1;
        }
        // Standard input was the script: nothing is left of it.
        let text = decode_script(&bytes);
        let outcome = self
            .session
            .run_text_with(&text, arguments, &mut self.screen);
        self.code_of_text(&outcome)
    }

    fn script(&mut self, path: &str, arguments: &[String]) -> i32 {
        // A pipe is a script too: `iovsh <(make-script)`.
        let file = os_text::path_of(&path.replace('\\', "/")).into_owned();
        if file.is_dir() || !file.exists() {
            let near = std::path::absolute(&file).ok();
            let near = near.and_then(|file| cmdlets::missing_file::beside(file.to_str()?));
            let near = near.map_or_else(String::new, |near| format!(" {near}"));
            self.screen
                .complain(&format!("There is no script '{path}'.{near}"));
            return USAGE;
        }
        self.session.takes_input = !std::io::stdin().is_terminal();
        let outcome = self.session.run_file(path, arguments, &mut self.screen);
        match outcome {
            // A script that ran to its end succeeded, whatever errors it met and went past.
            Outcome::Done => 0,
            outcome => self.code_of_text(&outcome),
        }
    }

    fn cmdlet(&mut self, words: &[String]) -> i32 {
        let mut words = words.to_vec();
        if let Some(first) = words.first_mut()
            && let Some(name) = self.session.gnu_named(first)
        {
            name.clone_into(first);
        }
        // Most command lines do not ask for help, so what is known of the cmdlet is looked up only for those that may.
        if !self.session.is_limited()
            && cli::may_ask_for_help(&words)
            && let Some(line) = words
                .first()
                .and_then(|name| self.known().command(name))
                .and_then(|shape| cli::help_line(&words, &shape))
        {
            let outcome = self.session.run_text(&line, None, &mut self.screen);
            return self.code_of_cmdlet(&outcome);
        }
        let Some((name, words)) = words.split_first() else {
            return USAGE;
        };
        self.session.takes_input = !self.session.is_limited() && !std::io::stdin().is_terminal();
        let outcome = self.session.run_command(name, words, &mut self.screen);
        self.code_of_cmdlet(&outcome)
    }

    fn prompt(&mut self, options: &Options) -> i32 {
        if !std::io::stdin().is_terminal() {
            return self.standard_input(&[]);
        }
        self.screen.sentence(&format!(
            "iovsh {} on {}. Get-Help shows help, Start-Tour shows around, exit leaves.",
            env!("CARGO_PKG_VERSION"),
            self.host
        ));
        self.screen.flush();
        remoting::at_prompt(&mut self.session);
        {
            let shared = psreadline::editing(&mut self.session);
            let mut editing = shared.change();
            editing.mode = match options.value("EditMode") {
                "vi" => EditMode::Vi,
                "windows" => EditMode::Windows,
                _ => EditMode::Emacs,
            };
            editing.hints = options.is_on("Hints");
            editing.saves = options.is_on("History");
        }
        self.news = options.is_on("Events").then(News::default);
        if let Some(services) = Services::from_any(&self.session.services()) {
            let (history, theme) = (history(options), options.value("Theme").to_owned());
            services.shows_manager(Rc::new(move |host, computers| {
                commander::try_show(host, computers, history.clone(), &theme)
                    .map(|_| ())
                    .map_err(|why| (why.message, why.next_step))
            }));
        }
        self.read_profile();
        if let Some(code) = self.exit {
            return code;
        }
        let options = repl::Options {
            history: history_file(),
            colours: self.screen.has_colours(),
            plain: std::env::var_os("TERM").is_some_and(|name| name == "dumb"),
        };
        match repl::run(self, &options) {
            Ok(code) => code,
            Err(error) => {
                self.screen
                    .complain(&format!("The terminal cannot be read: {error}"));
                1
            }
        }
    }

    /// Runs `$PROFILE` in the session's own scope; its errors are shown as those of any script.
    fn read_profile(&mut self) {
        if self.no_profile {
            return;
        }
        match repl::profile::to_run(&self.session) {
            Ok(None) => {}
            Ok(Some(path)) => {
                let line = format!(". {}", quote_literal(&path.to_string_lossy()));
                let outcome = self.session.run_text(&line, None, &mut self.screen);
                if let Outcome::Exit(code) = outcome {
                    self.exit = Some(code);
                }
            }
            Err(reason) => self.screen.complain(&format!("WARNING: {reason}")),
        }
    }

    fn known(&self) -> repl::Snapshot {
        repl::Snapshot::of(&self.session, ask_completer, cmdlets::type_facts::FACTS)
    }
}

impl repl::Runner for Program {
    fn run(&mut self, text: &str) {
        self.screen.typed(&self.shown_prompt, text);
        let Self {
            session, screen, ..
        } = self;
        let ran = fault::survive(|| match remoting::run_entered(session, text, screen) {
            Some(outcome) => outcome,
            None => session.run_line(text, screen),
        });
        let Some(outcome) = ran else {
            session.leave_all();
            self.failed = true;
            return;
        };
        self.failed = !self.session.succeeded();
        // `Enter-PSSession hv2; exit`: as in PowerShell it leaves what the same line has entered.
        if let Outcome::Exit(code) = outcome
            && !remoting::leave_entered(&mut self.session)
        {
            self.exit = Some(code);
        }
    }

    fn help(&mut self, line: &str) {
        let _ = self.session.run_aside(line, &mut self.screen);
    }

    fn snapshot(&mut self) -> repl::Snapshot {
        set_services(&self.session);
        if let Some(news) = &self.news {
            news.follow(&self.session);
        }
        self.known()
    }

    fn prompt(&mut self) -> String {
        let text = self
            .prompt_text
            .make(&mut self.session, &mut self.screen, &self.host);
        // What the near end's prompt says, its folder for example, is not so there.
        let text = match remoting::entered_host(&self.session) {
            Some(host) => format!("[{}]: PS> ", visible_line(&host)),
            None => text,
        };
        // A title that a script has given stays.
        if self.has_titles && script_title().is_none() {
            let folder = repl::profile::folder(&self.session);
            self.screen.title(&format!("iovsh {} {folder}", self.host));
        }
        self.shown_prompt.clone_from(&text);
        text
    }

    fn failed(&self) -> bool {
        self.failed
    }

    fn exit_code(&self) -> Option<i32> {
        self.exit
    }

    fn goes_back(&mut self) -> bool {
        remoting::leave_entered(&mut self.session)
    }

    fn complain(&mut self, text: &str) {
        self.screen.complain(text);
    }

    fn read_plain(&mut self, prompt: &str) -> Flow<Option<String>> {
        let flag = self.session.cancel_flag();
        flag.store(false, Ordering::SeqCst);
        let _watch = interrupt::watch(flag);
        self.screen.read_line(&Prompt {
            text: prompt.to_owned(),
            secret: false,
        })
    }

    fn editing(&self) -> Editing {
        psreadline::editing_of(&self.session)
    }

    fn key(&mut self, mode: ViMode, chord: Chord, line: ConsoleLine) -> ConsoleLine {
        let Self {
            session, screen, ..
        } = self;
        let before = line.clone();
        screen.begins_below(true);
        let run = || psreadline::run_key(session, (mode, chord), line, screen);
        let ran = fault::survive(run);
        self.screen.begins_below(false);
        let Some(line) = ran else {
            self.session.leave_all();
            return before;
        };
        if let Some(file) = history_file().filter(|_| self.editing().saves) {
            for text in &line.remembered {
                if let Err(error) = repl::remember(&file, text) {
                    self.screen
                        .complain(&format!("The line is not kept: {error}."));
                }
            }
        }
        line
    }

    fn news(&mut self) -> Option<repl::News> {
        let news = self.news.clone()?;
        // Another host is not asked behind the user's back: that could want a password.
        let opener = Services::from_any(&self.session.services())
            .filter(|services| !matches!(services.here().address, Some(HostAddress::Ssh(_))))
            .map(|services| services.here().opener.clone());
        Some(Arc::new(move || news.since(opener.as_ref())))
    }

    fn stopper(&self) -> Arc<AtomicBool> {
        self.session.cancel_flag()
    }
}

/// Whether an iovsh with this command line runs one cmdlet, whose standard input may be objects.
fn takes_objects(words: Vec<OsString>) -> bool {
    cli::read(words).is_ok_and(|read| matches!(read.mode, Mode::Cmdlet(_)))
}

/// How long a Tab may take: a daemon that does not answer must not hold the line that is being typed.
const COMPLETION: Duration = Duration::from_secs(2);

thread_local! {
    /// The services for completers, which the editor calls without a session.
    static SERVICES: std::cell::RefCell<Option<Rc<dyn Any>>> = const { std::cell::RefCell::new(None) };
}

fn set_services(session: &Session) {
    SERVICES.with_borrow_mut(|services| *services = Some(session.services()));
}

fn ask_completer(
    completer: iovsh::shell::cmdlet::Completer,
    word: &str,
    given: &[iovsh::shell::complete::Given],
) -> Vec<iovsh::shell::cmdlet::Candidate> {
    let services = SERVICES.with_borrow(Clone::clone);
    let services = services.as_ref().and_then(Services::from_any);
    let _patience = interrupt::within(COMPLETION);
    services.map_or_else(Vec::new, |services| services.ask(completer, word, given))
}

/// The history file, where lines are kept.
fn history(options: &Options) -> Option<std::path::PathBuf> {
    options.is_on("History").then(history_file).flatten()
}

fn history_file() -> Option<std::path::PathBuf> {
    let state = std::env::var_os("XDG_STATE_HOME")
        .map(std::path::PathBuf::from)
        // A path that is not absolute is none, as the specification of these folders says.
        .filter(|folder| folder.is_absolute())
        .or_else(|| {
            Some(std::path::PathBuf::from(std::env::var_os("HOME")?).join(".local/state"))
        })?;
    Some(state.join("iovsh/history"))
}

/// `--complete CMDLET -PARAMETER WORD [COMPUTER]`: a line for each candidate, with its description behind a tab.
fn complete(
    host: Option<&str>,
    command: &str,
    parameter: &str,
    word: &str,
    given: &[iovsh::shell::complete::Given],
) -> i32 {
    let mut printer = Printer::of_process();
    let name = parameter.trim_start_matches('-');
    let command = cmdlet_of_gnu_name(cmdlets::all(), command).unwrap_or(command);
    let parameter = cmdlets::all()
        .iter()
        .find(|spec| spec.name.eq_ignore_ascii_case(command))
        .and_then(|spec| {
            spec.parameters
                .iter()
                .find(|parameter| parameter.name.eq_ignore_ascii_case(name))
        });
    let Some((parameter, completer)) = parameter.and_then(|p| Some((p, p.complete?))) else {
        return 0;
    };
    let Ok(services) = Services::for_host(host.unwrap_or("local")) else {
        return 1;
    };
    let _patience = interrupt::within(COMPLETION);
    services.waits_for_glimpses(COMPLETION);
    let ask = |typed: &str| services.ask(completer, typed, given);
    for candidate in completions::words_for(parameter, word, ask) {
        printer.line(&format!(
            "{}\t{}",
            completions::encoded(&candidate.text),
            completions::encoded(&candidate.description)
        ));
    }
    code_of_written(&mut printer)
}

/// The exit code of a mode that only writes: 0, unless what it wrote was lost.
fn code_of_written(printer: &mut Printer) -> i32 {
    printer.flush();
    let Some((code, text)) = printer
        .lost()
        .map(|error| (code_of_lost(error), error.to_string()))
    else {
        return 0;
    };
    if code != READER_GONE {
        printer.error_line(&format!("Standard output cannot be written: {text}."));
    }
    code
}

/// `--generate WHAT`: the files that are generated from the declarations.
fn generate(what: &str) -> i32 {
    let mut printer = Printer::of_process();
    let all = cmdlets::all();
    match what {
        "bash" => printer.text(&completions::bash(all)),
        "zsh" => printer.text(&completions::zsh(all)),
        "fish" => printer.text(&fish::fish(all)),
        "psm1" => printer.text(&proxy::module(all)),
        "psd1" => printer.text(&proxy::manifest(all)),
        "man" => printer.text(&reference::man(all)),
        name => {
            match all.iter().find(|spec| spec.name.eq_ignore_ascii_case(name)) {
                Some(spec) => printer.text(&reference::page(spec)),
                None => {
                    printer.error_line("--generate takes bash, zsh, fish, psm1, psd1, man or the name of a cmdlet.");
                    return USAGE;
                }
            }
        }
    }
    code_of_written(&mut printer)
}
