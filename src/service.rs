//! `--agent`, `--restore` and `--take-back`: what runs without anybody at a prompt. What they say goes to standard error, a line each,
//! which systemd hands to its journal.

use std::fs::File;
use std::io::Read as _;
use std::os::fd::AsFd as _;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use iovsh::backend::agent::notify::{Notifier, pulse};
use iovsh::backend::agent::{self, Agent, Report, Stop};
use iovsh::backend::host::ocf::{Action, Code, META_DATA, OcfAgent, Parameters};
use iovsh::backend::host::{self, HostAddress, LocalHost};
use iovsh::backend::state::Desired;
use iovsh::backend::{Host, HostError, Machine, Scope};
use iovsh::cmdlets::Services;
use iovsh::cmdlets::remoting::FarScripts;
use iovsh::shell::printer::Printer;

/// Follows the host until SIGTERM or SIGINT.
pub fn agent(host: Option<&str>) -> i32 {
    on_host(host, |address, machine, printer| {
        follow(&address, machine, printer)
    })
}

/// Restores once. 0: all of it; 1: something could not be restored, and is said.
pub fn restore(host: Option<&str>) -> i32 {
    on_host(host, |_, machine, printer| put_back(machine, printer))
}

/// Writes figures of the host for Prometheus `to` a place. 0: they are there; 1: not, and why is said.
pub fn metrics(host: Option<&str>, to: &str) -> i32 {
    let mut printer = Printer::of_process();
    match HostAddress::parse(host.unwrap_or("local")).and_then(|address| address.machine()) {
        Ok(machine) => crate::metrics::write(&*machine, to, &mut printer),
        Err(error) => {
            printer.error_line(&error.to_string());
            crate::USAGE
        }
    }
}

/// Takes all VFs back from running machines, once. 0: all of them; 1: a machine keeps one, and is named.
pub fn take_back(host: Option<&str>) -> i32 {
    on_host(host, |_, machine, printer| {
        let done = agent::take_back(&*machine);
        tell_once(
            done,
            "No machine has a virtual function.",
            "Nothing was taken back",
            printer,
        )
    })
}

/// Does with a virtual machine what a cluster asks for, and ends with the code that the cluster reads. Why goes to standard error; the
/// last line of it, `ocf-exit-reason:`, is what the cluster shows.
pub fn ocf(host: Option<&str>, action: &str) -> i32 {
    let mut printer = Printer::of_process();
    let Some(action) = Action::named(action) else {
        printer.error_line("ocf-exit-reason:There is no such action.");
        return i32::from(Code::Unimplemented as u8);
    };
    if action == Action::MetaData {
        printer.text(META_DATA);
        printer.flush();
        return i32::from(Code::Success as u8);
    }
    let variable = |name: &str| std::env::var_os(name)?.into_string().ok();
    let opened = HostAddress::parse(host.unwrap_or("local"))
        .and_then(|address| Ok((address.machine()?, address)));
    let (machine, address) = match opened {
        Ok(opened) => opened,
        Err(error) => {
            printer.error_line(&format!("ocf-exit-reason:{error}"));
            return i32::from(Code::Configured as u8);
        }
    };
    let own = match &address {
        HostAddress::Local => format!("ssh://{}", machine.name()),
        address => address.to_string(),
    };
    let reach = |name: &str| {
        let other = address.beside(name, None)?;
        Ok((other.open(false)?, other.to_string()))
    };
    let agent = OcfAgent {
        machine,
        reach: &reach,
        address: &own,
    };
    let ended = agent.act(action, &Parameters::read(variable));
    if let Some(reason) = &ended.reason {
        let line: String = reason
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        printer.error_line(&format!("ocf-exit-reason:{line}"));
    }
    i32::from(ended.code as u8)
}

/// Answers the requests of another iovsh on standard input and output, until it goes away.
pub fn serve(host: Option<&str>) -> i32 {
    on_host(host, |address, machine, printer| {
        let host = Arc::new(LocalHost::new(machine));
        let (from, to) = match own_ends() {
            Ok(ends) => ends,
            Err(error) => {
                printer.error_line(&format!(
                    "Standard input and output cannot be had: {error}."
                ));
                return 1;
            }
        };
        let served = Arc::clone(&host);
        let opener = Arc::new(move |_| Ok(Arc::clone(&served) as Arc<dyn Host>));
        let services = Services::from_address(address, opener);
        let mut scripts = FarScripts::new(services);
        let version = env!("CARGO_PKG_VERSION");
        match host::serve(&*host, version, Some(&mut scripts), from, to) {
            Ok(()) => 0,
            Err(error) => {
                printer.error_line(&format!(
                    "The other end cannot be told anything any more: {error}."
                ));
                1
            }
        }
    })
}

/// Standard input and output for the connection alone. What a script runs finds nothing to read and writes to standard error: it cannot
/// take part in what the two ends say to each other.
fn own_ends() -> std::io::Result<(File, File)> {
    let from = std::io::stdin().as_fd().try_clone_to_owned()?;
    let to = std::io::stdout().as_fd().try_clone_to_owned()?;
    rustix::stdio::dup2_stdin(File::open("/dev/null")?)?;
    rustix::stdio::dup2_stdout(std::io::stderr())?;
    Ok((from.into(), to.into()))
}

fn on_host(
    name: Option<&str>,
    work: fn(HostAddress, Arc<dyn Machine>, &mut Printer) -> i32,
) -> i32 {
    let mut printer = Printer::of_process();
    let host = HostAddress::parse(name.unwrap_or("local"))
        .and_then(|address| Ok((address.machine()?, address)));
    match host {
        Ok((machine, address)) => work(address, machine, &mut printer),
        Err(error) => {
            printer.error_line(&error.to_string());
            crate::USAGE
        }
    }
}

fn follow(address: &HostAddress, host: Arc<dyn Machine>, printer: &mut Printer) -> i32 {
    let stop = Arc::new(Stop::default());
    if let Err(error) = stop_at_signals(&stop) {
        printer.error_line(&format!("Signals cannot be received: {error}"));
        return 1;
    }
    let manager = Notifier::from_environment();
    let pulse = pulse();
    let mut tell = |report: Report| {
        // One that waits for libvirt is at work too: systemd is not to start it anew for that.
        match &report {
            Report::Ready => manager.say("READY=1\nSTATUS=The host is followed."),
            Report::Unreachable { .. } => {
                manager.say("READY=1\nSTATUS=The host cannot be reached.")
            }
            _ => {}
        }
        printer.error_line(&sentence(&report));
    };
    let mut alive = || {
        if pulse.is_some() {
            manager.say("WATCHDOG=1");
        }
    };
    // Nobody is there whom ssh could ask for a password.
    let reach = Arc::new(|other: &str| HostAddress::parse(other)?.open(false));
    Agent::new(host, &stop)
        .settling(&address.to_string(), reach)
        .run(pulse, &mut tell, &mut alive);
    manager.say("STOPPING=1");
    0
}

/// SIGTERM and SIGINT ask the agent to end, which wakes it. A second one ends the program at once, which a commit survives
/// too.
fn stop_at_signals(stop: &Arc<Stop>) -> std::io::Result<()> {
    let (mut listener, speaker) = UnixStream::pair()?;
    let once = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGTERM, signal_hook::consts::SIGINT] {
        signal_hook::flag::register_conditional_shutdown(signal, 1, once.clone())?;
        signal_hook::flag::register(signal, once.clone())?;
        signal_hook::low_level::pipe::register(signal, speaker.try_clone()?)?;
    }
    let stop = stop.clone();
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            if listener.read_exact(&mut [0]).is_ok() {
                stop.request();
            }
        })
        .map(drop)
}

fn put_back(host: Arc<dyn Machine>, printer: &mut Printer) -> i32 {
    let done = agent::restore(&*host);
    tell_once(done, nothing_done(&*host), "Nothing was restored", printer)
}

/// Says what was done, or that there was `nothing` to do, or why it `failed`; gives the exit code.
fn tell_once(
    done: Result<Vec<Report>, HostError>,
    nothing: &str,
    failed: &str,
    printer: &mut Printer,
) -> i32 {
    match done {
        Ok(reports) => {
            for report in &reports {
                printer.error_line(&sentence(report));
            }
            if reports.is_empty() {
                printer.error_line(nothing);
            }
            let missing = |r: &Report| matches!(r, Report::Warning(_) | Report::Failed(_));
            i32::from(reports.iter().any(missing))
        }
        Err(error) => {
            printer.error_line(&format!("{failed}: {error}"));
            1
        }
    }
}

/// Why nothing was restored and nothing was missing. That no record is left is worth a word: whoever lost them would take the
/// silence for success.
fn nothing_done(host: &dyn Machine) -> &'static str {
    let desired = host.snapshot(&Scope::default()).map(|state| state.desired);
    match desired {
        Ok(desired) if desired == Desired::default() => {
            "Nothing was restored: no switch, team or number of VFs is recorded. If there should be, look at the folder of the state (IOVSH_STATE_DIR, /var/lib/iovsh), and make them again with New-VMSwitch and Set-NetAdapterSriov."
        }
        _ => "Nothing had to be restored: the host is as it is recorded.",
    }
}

fn sentence(report: &Report) -> String {
    match report {
        Report::Ready => {
            "The host is as it was asked for, as far as it can be; following it.".to_owned()
        }
        Report::Repaired(steps) => format!("Done: {}.", steps.join("; ")),
        Report::Failed(why) => format!("Failed: {why}"),
        Report::GaveUp(what) => format!(
            "Given up: '{what}' did not hold {} times in a row; something else undoes it, or it cannot be done. It is tried again in {} minutes.",
            agent::repair_backoff::TRIES,
            agent::repair_backoff::REST.as_secs() / 60
        ),
        Report::Warning(message) => format!("Warning: {message}"),
        Report::Unreachable { why, again_in } => format!(
            "The host cannot be followed: {why} Tried again in {} s.",
            again_in.as_secs()
        ),
    }
}
