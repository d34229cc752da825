//! The full-screen manager beside a cmdlet and beside `top`: from its start to its lists, one refresh, and rest.
//!
//! `cargo bench --bench manager`. Processor time is counted, by the kernel, where a busy machine would make clocks lie; what is not installed is
//! named and left out.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a bench says what it expects, and fails where it is not so"
)]

mod common;
#[path = "../tests/terminal/mod.rs"]
mod terminal;

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use common::median;
use iovsh::backend::host::LocalHost;
use iovsh::backend::journal::Entry;
use iovsh::backend::model::{VfDetail, VmDetail};
use iovsh::backend::sim::{SimMachine, fixture};
use iovsh::backend::{Host, Machine, Scope};
use iovsh::manager::{self, App, Commander, Place, Said, Seen, Theme, draw};
use ratatui::backend::TestBackend;
use terminal::Terminal;

/// Starts of each program.
const STARTS: usize = 15;

/// Looks of each kind.
const LOOKS: usize = 200;

/// How long it is looked at programs that do nothing.
const REST: Duration = Duration::from_secs(30);

/// What the simulated host of the largest size is called, and what is in its lists.
const LARGE: &str = "sim:large";

/// Runs nothing.
struct Nothing;

impl Commander for Nothing {
    fn typed(&self, _: &manager::Command) -> String {
        String::new()
    }
    fn run(&self, _: &manager::Command, _: u16, _: &mut dyn FnMut(Said)) -> bool {
        true
    }
    fn remember(&self, _: &str) -> Result<(), String> {
        Ok(())
    }
}

/// The processor time that a task of the kernel has had, in milliseconds.
fn processor_time(task: &Path) -> f64 {
    let text = std::fs::read_to_string(task.join("schedstat")).unwrap_or_default();
    let nanoseconds = text.split_whitespace().next().map(str::parse::<f64>);
    nanoseconds.and_then(Result::ok).unwrap_or(0.0) / 1e6
}

/// The same of all threads that a process has now.
fn of_process(id: u32) -> f64 {
    let tasks = std::fs::read_dir(format!("/proc/{id}/task"));
    let tasks = tasks.into_iter().flatten().flatten();
    tasks.map(|task| processor_time(&task.path())).sum()
}

/// A program in a terminal, and what its screen shows when it is there.
struct Program {
    name: &'static str,
    words: Vec<&'static str>,
    shows: &'static str,
}

impl Program {
    fn start(&self, state: &Path) -> Terminal {
        let mut command = Command::new(self.words[0]);
        command.args(&self.words[1..]);
        command.env("HOME", state).env("IOVSH_STATE_DIR", state);
        Terminal::start(&mut command, (200, 50))
    }

    fn is_there(&self) -> bool {
        let found = Command::new(self.words[0]).arg("--version").output();
        found.is_ok()
    }
}

fn programs() -> Vec<Program> {
    let iovsh = env!("CARGO_BIN_EXE_iovsh");
    let manager = |name, host, shows| Program {
        name,
        words: vec![iovsh, "--host", host, "manager"],
        shows,
    };
    let mut programs = vec![
        Program {
            name: "iovsh Get-VM (sim:large)",
            words: vec![iovsh, "--host", LARGE, "Get-VM"],
            shows: "Operating normally",
        },
        manager("manager (sim)", "sim", "Virtual Machines 3"),
        manager("manager (sim:large)", LARGE, "Virtual Machines 200"),
    ];
    let peers = [
        ("top", vec!["top"], "load average"),
        ("htop", vec!["htop"], "Load average"),
        ("btop", vec!["btop"], "cpu"),
    ];
    for (name, words, shows) in peers {
        let program = Program { name, words, shows };
        match program.is_there() {
            true => programs.push(program),
            false => println!("left out: {name} (not installed)"),
        }
    }
    programs
}

/// From the start of each program to what it shows, in turns.
fn starts(programs: &[Program], state: &Path) {
    let mut times = vec![Vec::new(); programs.len()];
    for round in 0..=STARTS {
        for (program, times) in programs.iter().zip(&mut times) {
            let start = Instant::now();
            let terminal = program.start(state);
            terminal.shows(program.shows);
            // The first is the one that warms.
            if round > 0 {
                times.push(start.elapsed().as_secs_f64() * 1e3);
            }
        }
    }
    rows(
        "from the start to its screen",
        programs,
        times.into_iter().map(median).collect(),
    );
}

/// What each program that stays takes while nobody touches it, all at once: the machine is as busy for one as for the other.
fn rest(programs: &[Program], state: &Path) {
    let (stay, there): (Vec<&Program>, Vec<Terminal>) = programs
        .iter()
        .skip(1)
        .map(|program| {
            let terminal = program.start(state);
            terminal.shows(program.shows);
            (program, terminal)
        })
        .unzip();
    // What a start leaves to be done is done.
    std::thread::sleep(Duration::from_secs(3));
    let taken = || there.iter().map(|terminal| of_process(terminal.child.id()));
    let before: Vec<f64> = taken().collect();
    std::thread::sleep(REST);
    let lines: Vec<Vec<String>> = stay
        .iter()
        .zip(taken().zip(before))
        .map(|(program, (now, before))| {
            let percent = (now - before) / REST.as_secs_f64() / 10.0;
            vec![
                program.name.to_owned(),
                format!("{:.1} ms", now - before),
                format!("{percent:.2} %"),
            ]
        })
        .collect();
    let heading = ["at rest", "processor time in 30 s", "of one processor"];
    println!("{}\n", common::table(&heading, &lines));
}

/// Rows of a table, beside the first.
fn rows(what: &str, programs: &[Program], medians: Vec<f64>) {
    let first = medians.first().copied().unwrap_or(f64::NAN);
    let lines: Vec<Vec<String>> = programs
        .iter()
        .zip(medians)
        .map(|(program, median)| {
            let ratio = format!("{:.2}", median / first);
            vec![program.name.to_owned(), format!("{median:.1} ms"), ratio]
        })
        .collect();
    let beside = format!("x {}", programs[0].name);
    println!("{}\n", common::table(&[what, "median", &beside], &lines));
}

/// The processor time of one of so many, in milliseconds, on this thread.
fn each(times: usize, mut work: impl FnMut()) -> f64 {
    let own = Path::new("/proc/thread-self");
    work();
    let before = processor_time(own);
    (0..times).for_each(|_| work());
    (processor_time(own) - before) / f64::from(u32::try_from(times).unwrap())
}

/// One refresh, in its parts, beside the observation of one `Get-VM`. `entries`: so many are in the journal.
fn refresh(entries: usize) -> Vec<Vec<String>> {
    let machine = SimMachine::in_memory(fixture("large").expect("the fixture"));
    let mut written: Vec<_> = (0..entries)
        .map(|number| Entry {
            message: format!("VF {number} of enp1s0f0 was given to the adapter of a machine."),
            ..Entry::default()
        })
        .collect();
    machine.append_journal(&mut written).expect("a journal");
    let host: Arc<dyn Host> = Arc::new(LocalHost::new(Arc::new(machine)));
    // What Get-VM looks at: the machines, and the NICs that their adapters depend on.
    let machines = Scope {
        vms: VmDetail::Full,
        guests: true,
        checkpoints: true,
        ..Scope::NOTHING
    };
    let nics = Scope {
        host: true,
        links: true,
        functions: VfDetail::Admin,
        bridges: true,
        ..Scope::NOTHING
    };
    let own = Arc::clone(&host);
    let place = Place {
        name: "large".to_owned(),
        reached_as: None,
        opener: Arc::new(move || Ok(Arc::clone(&own))),
    };
    let mut app = App::new(vec![place], Arc::new(Nothing), Theme::Plain);
    let mut screen = ratatui::Terminal::new(TestBackend::new(200, 50)).expect("a screen");
    let seen = |closely| Box::new(Seen::of(&*host, closely).expect("a look"));
    let peer = each(LOOKS, || {
        let machines = host.snapshot(&machines).expect("a look");
        drop(machines.with_nics(host.snapshot(&nics).expect("a look")));
    });
    let quick = each(LOOKS, || drop(seen(false)));
    let close = each(LOOKS, || drop(seen(true)));
    // A look that is shown, and one that is made: what is between them is showing it.
    let shown = each(LOOKS, || {
        app.saw(0, Ok(seen(true)));
        screen.draw(|frame| draw(frame, &mut app)).expect("a frame");
    });
    let drawn = each(LOOKS, || {
        screen.draw(|frame| draw(frame, &mut app)).expect("a frame");
    });
    [
        ("observation of Get-VM", peer),
        ("a quick look of the manager", quick),
        ("a close look", close),
        ("a close look, taken in and drawn", shown),
        ("drawing alone, 200 by 50", drawn),
    ]
    .into_iter()
    .map(|(what, time)| {
        vec![
            format!("{what} ({entries} events)"),
            format!("{time:.2} ms"),
            format!("{:.2}", time / peer),
        ]
    })
    .collect()
}

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let programs = programs();
    starts(&programs, folder.path());
    let mut lines = refresh(0);
    lines.extend(refresh(10_000));
    let heading = [
        "200 VMs, 1,024 VFs",
        "processor time",
        "x observation of Get-VM",
    ];
    println!("{}\n", common::table(&heading, &lines));
    rest(&programs, folder.path());
}
