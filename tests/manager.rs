//! The full-screen manager: its pages on simulated hosts, and Part 5 (a switch with its checkbox, a machine with its checkbox, start) in
//! a terminal, with the program itself.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

use std::io::{Read, Write};
use std::process::{Child, Command as Process, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use iovsh::backend::host::LocalHost;
use iovsh::backend::sim::{SimMachine, fixture};
use iovsh::backend::{Host, HostError};
use iovsh::manager::{App, Command, Commander, Place, Said, Seen, Theme, draw};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

/// Runs nothing, and writes down what it was to run.
struct Noted;

impl Commander for Noted {
    fn typed(&self, command: &Command) -> String {
        format!("{command:?}")
    }
    fn run(&self, _: &Command, _: u16, _: &mut dyn FnMut(Said)) -> bool {
        true
    }
    fn remember(&self, _: &str) -> Result<(), String> {
        Ok(())
    }
}

fn host(name: &str) -> Arc<dyn Host> {
    let machine = SimMachine::in_memory(fixture(name).unwrap());
    Arc::new(LocalHost::new(Arc::new(machine)))
}

fn app(host: &Arc<dyn Host>) -> App {
    let own = Arc::clone(host);
    let opener = Arc::new(move || -> Result<Arc<dyn Host>, HostError> { Ok(Arc::clone(&own)) });
    let place = Place {
        name: "here".to_owned(),
        reached_as: None,
        opener,
    };
    let mut app = App::new(vec![place], Arc::new(Noted), Theme::Plain);
    app.saw(0, Ok(Box::new(Seen::of(&**host, true).unwrap())));
    app
}

fn screen(app: &mut App, width: u16, height: u16) -> String {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| draw(frame, app)).unwrap();
    let buffer = terminal.backend().buffer().clone();
    let symbols: Vec<&str> = buffer.content.iter().map(|cell| cell.symbol()).collect();
    let rows = symbols.chunks(usize::from(width)).map(|row| row.concat());
    rows.collect::<Vec<_>>().join("\n")
}

fn press(app: &mut App, keys: &[KeyCode]) {
    for key in keys {
        app.event(&Event::Key(KeyEvent::new(*key, KeyModifiers::NONE)));
    }
}

fn typed(app: &mut App, text: &str) {
    text.chars().for_each(|c| press(app, &[KeyCode::Char(c)]));
}

#[test]
fn each_list_and_page_shows_what_the_host_has() {
    let host = host("default");
    let mut app = app(&host);
    let machines = screen(&mut app, 80, 24);
    for text in ["Virtual Machines 3", "web1", "legacy1", "[Summary]"] {
        assert!(machines.contains(text), "{text}\n{machines}");
    }
    for (keys, texts) in [
        ("]]", &["[Networking]", "Not connected", "MAC address"][..]),
        ("4", &["enp1s0f0", "SriovSupport", "Supported"][..]),
        ("3", &["There are none."]),
        ("1", &["IovSupport", "Kernel"]),
        ("6", &["It is being made"]),
        ("?", &["any key closes it"]),
    ] {
        typed(&mut app, keys);
        if keys == "4" {
            typed(&mut app, "]");
        }
        let shown = screen(&mut app, 80, 24);
        for text in texts {
            assert!(shown.contains(text), "{keys}: {text}\n{shown}");
        }
    }
}

/// What differs from run to run: moments, and how long something took.
fn without_times(screen: &str) -> String {
    let is_time = |text: &[u8]| {
        text.len() == 19
            && text
                .iter()
                .zip(b"dddd-dd-dd dd:dd:dd")
                .all(|(is, like)| match like {
                    b'd' => is.is_ascii_digit(),
                    like => is == like,
                })
    };
    let mut bytes = screen.as_bytes().to_vec();
    for at in 0..bytes.len().saturating_sub(18) {
        if is_time(&bytes[at..at + 19]) {
            bytes[at..at + 19].copy_from_slice(b"YYYY-MM-DD hh:mm:ss");
        }
    }
    let text = String::from_utf8(bytes).unwrap();
    let rows = text.lines().map(str::trim_end);
    rows.collect::<Vec<_>>().join("\n")
}

/// Every page, whole, in a small and in a large terminal: a list with its pages, the host, the pages of reports, help, menu and a dialog.
/// `IOVSH_BLESS=1` records them.
#[test]
fn each_page_is_as_recorded() {
    let mut screens = String::new();
    for (width, height) in [(80, 24), (200, 50)] {
        let host = host("default");
        let mut app = app(&host);
        let mut take = |name: &str, app: &mut App| {
            let screen = without_times(&screen(app, width, height));
            screens.push_str(&format!("== {width}x{height} {name}\n{screen}\n\n"));
        };
        for (key, tabs) in [
            ("1", 1),
            ("2", 6),
            ("3", 3),
            ("4", 3),
            ("5", 1),
            ("6", 1),
            ("7", 1),
        ] {
            typed(&mut app, key);
            for tab in 1..=tabs {
                take(&format!("list {key}, page {tab}"), &mut app);
                typed(&mut app, "]");
            }
        }
        typed(&mut app, "2");
        for (name, keys) in [
            ("help", "?"),
            ("menu", "."),
            ("new switch", "W"),
            ("new machine", "N"),
        ] {
            typed(&mut app, keys);
            take(name, &mut app);
            press(&mut app, &[KeyCode::Esc]);
        }
        typed(&mut app, "/web");
        take("filter", &mut app);
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/screens/manager.txt");
    if std::env::var_os("IOVSH_BLESS").is_some() {
        std::fs::write(file, &screens).unwrap();
    }
    let recorded = std::fs::read_to_string(file).expect("IOVSH_BLESS=1 records the screens");
    for (is, was) in screens.split("== ").zip(recorded.split("== ")) {
        assert!(is == was, "it was\n{was}\nand is\n{is}");
    }
    assert_eq!(screens.len(), recorded.len());
}

#[test]
fn a_filter_leaves_only_what_has_the_text() {
    let host = host("default");
    let mut app = app(&host);
    typed(&mut app, "/web2");
    let shown = screen(&mut app, 80, 24);
    assert!(
        shown.contains("web2") && !shown.contains("legacy1"),
        "{shown}"
    );
    press(&mut app, &[KeyCode::Esc]);
    assert!(screen(&mut app, 80, 24).contains("legacy1"));
}

#[test]
fn the_checkbox_of_a_switch_is_grey_with_its_reason_where_sriov_cannot_be() {
    let host = host("no-iommu");
    let mut app = app(&host);
    typed(&mut app, "W");
    typed(&mut app, "lan");
    press(&mut app, &[KeyCode::Down; 4]);
    typed(&mut app, " ");
    let shown = screen(&mut app, 80, 24);
    assert!(shown.contains("( ) Enable single-root I/O"), "{shown}");
    assert!(shown.contains("! "), "{shown}");
    assert!(!shown.contains("EnableIov"), "{shown}");
}

#[test]
fn every_size_of_screen_is_drawn_and_many_rows_are_scrolled() {
    let host = host("large");
    let mut app = app(&host);
    for (width, height) in [(1, 1), (20, 5), (40, 10), (80, 24), (300, 100)] {
        for keys in ["2", "4", "W", "?"] {
            typed(&mut app, keys);
            screen(&mut app, width, height);
            press(&mut app, &[KeyCode::Esc]);
        }
    }
    typed(&mut app, "2");
    press(&mut app, &[KeyCode::Tab, KeyCode::End]);
    let last = host.snapshot(&iovsh::manager::SCOPE).unwrap();
    let last = last.vms.last().unwrap().name.clone();
    let shown = screen(&mut app, 120, 30);
    assert!(shown.contains(&format!("▸{last}")), "{shown}");
}

#[test]
fn a_host_that_does_not_answer_is_in_the_list_with_its_reason() {
    let host = host("default");
    let mut app = app(&host);
    app.saw(0, Err("It is \u{1b}[2J gone.".to_owned()));
    typed(&mut app, "1");
    let shown = screen(&mut app, 80, 24);
    assert!(shown.contains("! here"), "{shown}");
    assert!(shown.contains("It is ␛[2J gone."), "{shown}");
    assert!(!shown.contains('\u{1b}'));
}

#[test]
fn adapters_that_have_no_letter_are_in_the_menu() {
    let host = host("default");
    let mut app = app(&host);
    let mut seen = Seen::of(&*host, true).unwrap();
    let vm = seen.state.vms.iter_mut().find(|vm| vm.name == "web1");
    let adapters = &mut vm.unwrap().adapters;
    let first = adapters.first().unwrap().clone();
    for number in 2..=10 {
        let mut more = first.clone();
        more.settings.name = format!("port {number}");
        more.alias = format!("ua-port-{number}").parse().unwrap();
        adapters.push(more);
    }
    app.saw(0, Ok(Box::new(seen)));
    typed(&mut app, "/web1");
    press(&mut app, &[KeyCode::Enter, KeyCode::Enter]);
    let menu = screen(&mut app, 80, 30);
    assert!(menu.contains("l  Settings: port 8..."), "{menu}");
    assert!(menu.contains("   Settings: port 10..."), "{menu}");
    // Start, nine before it, and the tenth.
    press(&mut app, &[KeyCode::Down; 10]);
    press(&mut app, &[KeyCode::Enter]);
    let dialog = screen(&mut app, 80, 30);
    assert!(dialog.contains("Settings of web1: port 10"), "{dialog}");
}

/// How long anything may take before a test gives up; nothing is asserted about how long it does take.
const PATIENCE: Duration = Duration::from_secs(120);

/// What a terminal shows, made of what it was sent.
struct Shown {
    screen: vt100::Parser,
    /// All that was sent.
    sent: Vec<u8>,
}

/// The program in a terminal of its own.
struct Terminals {
    child: Child,
    keys: std::fs::File,
    shown: Arc<Mutex<Shown>>,
}

impl Terminals {
    fn start(folder: &std::path::Path) -> Self {
        let master =
            openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let size = Winsize {
            ws_row: 30,
            ws_col: 120,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        tcsetwinsize(&master, size).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap();
        let open = || {
            let path = std::path::Path::new(name.to_str().unwrap());
            let mut options = std::fs::OpenOptions::new();
            options.read(true).write(true).open(path).unwrap()
        };
        let child = Process::new(env!("CARGO_BIN_EXE_iovsh"))
            .args(["--host", "sim", "manager"])
            .env("HOME", folder)
            .env("XDG_STATE_HOME", folder.join("state"))
            .env("TERM", "xterm")
            .env("NO_COLOR", "1")
            .stdin(Stdio::from(open()))
            .stdout(Stdio::from(open()))
            .stderr(Stdio::from(open()))
            .spawn()
            .unwrap();
        let keys = std::fs::File::from(master);
        let mut from = keys.try_clone().unwrap();
        let shown = Arc::new(Mutex::new(Shown {
            screen: vt100::Parser::new(size.ws_row, size.ws_col, 0),
            sent: Vec::new(),
        }));
        let to = Arc::clone(&shown);
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = from.read(&mut bytes) {
                let mut shown = to.lock().unwrap();
                shown.screen.process(&bytes[..count]);
                shown.sent.extend_from_slice(&bytes[..count]);
            }
        });
        Self { child, keys, shown }
    }

    fn screen(&self) -> String {
        self.shown.lock().unwrap().screen.screen().contents()
    }

    /// Waits until the screen shows this.
    fn shows(&self, text: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !self.screen().contains(text) {
            assert!(
                Instant::now() < deadline,
                "no {text:?} on\n{}",
                self.screen()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Types, and waits for what the screen shows then.
    fn types(&mut self, keys: &str, answer: &str) {
        let before = self.screen();
        assert!(
            !before.contains(answer),
            "{answer:?} is there before\n{before}"
        );
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.shows(answer);
    }

    /// Waits until the terminal is as it was, and the program has ended; its code.
    fn ends(&mut self) -> Option<i32> {
        let code = self.child.wait().unwrap().code();
        let deadline = Instant::now() + PATIENCE;
        loop {
            let shown = self.shown.lock().unwrap();
            let screen = shown.screen.screen();
            let is_back = shown.sent.ends_with(b"\x1b[?25h")
                && !screen.alternate_screen()
                && !screen.hide_cursor()
                && !screen.bracketed_paste()
                && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None;
            if is_back {
                return code;
            }
            drop(shown);
            assert!(Instant::now() < deadline, "the terminal is not given back");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Terminals {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn part_5_is_done_in_the_terminal_and_its_cmdlets_are_in_the_history() {
    const DOWN: &str = "\u{1b}[B";
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminals::start(folder.path());
    terminal.shows("legacy1");
    terminal.types("W", "single-root");
    // The name, the kind and the NIC are as they are; the box of SR-IOV; OK.
    terminal.types(&format!("lan{DOWN}{DOWN}{DOWN}{DOWN} "), "EnableIov");
    terminal.types(&format!("{DOWN}\r"), "Done: New Virtual Switch");
    // The new switch is offered once it has been seen.
    terminal.shows("Virtual Switches 1");
    terminal.types("N", "Startup memory");
    terminal.types(&format!("app1{DOWN}{DOWN}\u{1b}[C"), "SwitchName");
    terminal.types(&format!("{DOWN} "), "IovWeight");
    terminal.types(
        &format!("{DOWN}{DOWN}{DOWN}{DOWN}\r"),
        "Done: New Virtual Machine",
    );
    terminal.shows("Virtual Machines 4");
    // What was made is chosen.
    terminal.shows("▸app1");
    terminal.types("s", "Done: Start app1");
    terminal.types("]]", "OK (SR-IOV active)");
    terminal.keys.write_all(b"q").unwrap();
    assert_eq!(terminal.ends(), Some(0));
    let history = std::fs::read_to_string(folder.path().join("state/iovsh/history")).unwrap();
    assert_eq!(
        history.lines().collect::<Vec<_>>(),
        [
            "New-VMSwitch -Name lan -NetAdapterName enp1s0f0 -EnableIov $true -AllowManagementOS $false",
            "New-VM -Name app1 -MemoryStartupBytes 1GB -SwitchName lan",
            "Set-VMNetworkAdapter -VMName app1 -IovWeight 100",
            "Start-VM -Name app1",
        ]
    );
}

#[test]
fn a_history_that_cannot_be_kept_is_told() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("state/iovsh/history")).unwrap();
    let mut terminal = Terminals::start(folder.path());
    terminal.shows("legacy1");
    terminal.types("s", "The history of this session is not kept: ");
    terminal.shows("It is done.");
    terminal.keys.write_all(b"\r").unwrap();
    // The dialog is gone, and the list shows what was done.
    let deadline = Instant::now() + PATIENCE;
    while terminal.screen().contains("It is done.") {
        assert!(Instant::now() < deadline, "{}", terminal.screen());
        std::thread::sleep(Duration::from_millis(20));
    }
    terminal.shows("Running");
}

#[test]
fn sigterm_gives_the_terminal_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminals::start(folder.path());
    terminal.shows("legacy1");
    let pid = rustix::process::Pid::from_child(&terminal.child);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    assert_eq!(terminal.ends(), Some(143));
}
