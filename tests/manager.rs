//! The full-screen manager: its pages on simulated hosts, and Part 5 (a switch with its checkbox, a machine with its checkbox, start) in
//! a terminal, with the program itself.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

#[path = "terminal/mod.rs"]
mod terminal;

use std::path::Path;
use std::process::Command as Process;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use iovsh::backend::host::LocalHost;
use iovsh::backend::sim::{SimMachine, fixture};
use iovsh::backend::{Host, HostError};
use iovsh::manager::{App, Command, Commander, Place, Said, Seen, Theme, draw};
use ratatui::backend::TestBackend;
use terminal::{PATIENCE, Terminal};

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
    let mut terminal = ratatui::Terminal::new(TestBackend::new(width, height)).unwrap();
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
    // Start, Settings, nine before it, and the tenth.
    press(&mut app, &[KeyCode::Down; 11]);
    press(&mut app, &[KeyCode::Enter]);
    let dialog = screen(&mut app, 80, 30);
    assert!(dialog.contains("Settings of web1: port 10"), "{dialog}");
}

/// The manager in a terminal of its own.
fn manager(folder: &Path, size: (u16, u16)) -> Terminal {
    let mut command = Process::new(env!("CARGO_BIN_EXE_iovsh"));
    command
        .args(["--host", "sim", "manager"])
        .env("HOME", folder)
        .env("XDG_STATE_HOME", folder.join("state"));
    Terminal::start(&mut command, size)
}

#[test]
fn part_5_is_done_in_the_terminal_and_its_cmdlets_are_in_the_history() {
    for size in [(80, 24), (120, 30), (200, 50)] {
        part_5(size);
    }
}

/// From no switch to a machine on a VF, in a terminal of this size.
fn part_5(size: (u16, u16)) {
    const DOWN: &str = "\u{1b}[B";
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = manager(folder.path(), size);
    terminal.shows("legacy1");
    terminal.types("W", "single-root");
    // The name, the kind and the NIC are as they are; the box of SR-IOV; OK.
    terminal.types(&format!("lan{DOWN}{DOWN}{DOWN}{DOWN} "), "EnableIov");
    terminal.types(&format!("{DOWN}\r"), "Done: New Virtual Switch");
    // The new switch is offered once it has been seen.
    terminal.shows("Virtual Switches 1");
    terminal.types("N", "Startup memory");
    terminal.types(&format!("app1{DOWN}{DOWN}{DOWN}\u{1b}[C"), "SwitchName");
    terminal.types(&format!("{DOWN} "), "IovWeight");
    // To OK, behind the last field.
    terminal.types("\u{1b}[F\r", "Done: New Virtual Machine");
    terminal.shows("Virtual Machines 4");
    // What was made is chosen.
    terminal.shows("▸app1");
    terminal.types("s", "Done: Start app1");
    terminal.types("]]", "OK (SR-IOV active)");
    terminal.presses("q");
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

/// Processors, memory, a disk and a disc of a machine, without a word typed at a prompt.
#[test]
fn what_a_machine_is_made_of_is_changed_in_the_terminal() {
    const DOWN: &str = "\u{1b}[B";
    const F2: &str = "\u{1b}OQ";
    const DISC: &str = "/var/lib/libvirt/images/debian-13.iso";
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = manager(folder.path(), (120, 30));
    terminal.shows("legacy1");
    terminal.types("/web1\rS", "Number of virtual processors");
    terminal.types("\u{15}4", "Set-VMProcessor -VMName web1 -Count 4");
    terminal.types(&format!("{DOWN}\u{15}3072"), "-StartupBytes 3GB");
    terminal.types(F2, "Done: Settings of web1");
    terminal.shows("Processors           4");
    terminal.types("A", "Add-VMHardDiskDrive -VMName web1");
    terminal.types(F2, "Done: Add a hard drive to web1");
    terminal.types("C", "Image file");
    terminal.types(DISC, "Add-VMDvdDrive -VMName web1 -Path");
    terminal.types(F2, "Done: Disc of web1");
    terminal.types("]]]", "web1-2.qcow2");
    terminal.shows(DISC);
    terminal.types("C", "Image file");
    terminal.types("\u{15}", "-Path ''");
    terminal.types(F2, "Done: Disc of web1");
    terminal.shows("(empty)");
    terminal.types("R", "Its file stays.");
    terminal.types(F2, "Done: Remove a hard drive");
    let deadline = Instant::now() + PATIENCE;
    while terminal.screen().contains("web1-2.qcow2") {
        assert!(Instant::now() < deadline, "{}", terminal.screen());
        std::thread::sleep(Duration::from_millis(20));
    }
    terminal.presses("q");
    assert_eq!(terminal.ends(), Some(0));
    let history = std::fs::read_to_string(folder.path().join("state/iovsh/history")).unwrap();
    let ran: Vec<&str> = history
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert_eq!(
        ran,
        [
            "Set-VMProcessor",
            "Set-VMMemory",
            "New-VHD",
            "Add-VMHardDiskDrive",
            "Add-VMDvdDrive",
            "Set-VMDvdDrive",
            "Remove-VMHardDiskDrive",
        ]
    );
}

/// A far end of an iovsh that is older gives all that it has, and the same is shown.
#[test]
fn the_newest_events_come_from_far_ends_of_each_version() {
    use iovsh::backend::Machine;
    use iovsh::backend::host::remote::{RemoteHost, protocol::VERSION};
    use iovsh::backend::host::{Way, serve_as};
    let machine = SimMachine::in_memory(fixture("default").unwrap());
    let mut entries = vec![iovsh::backend::journal::Entry::default(); 7];
    for (entry, number) in entries.iter_mut().zip(1..) {
        entry.message = format!("event {number}");
    }
    machine.append_journal(&mut entries).unwrap();
    for version in [(1, 4), VERSION] {
        let machine = machine.clone();
        let host = RemoteHost::through("hv1", "ssh://hv1", move || {
            let way = Way::straight("hv1")?;
            let far = LocalHost::new(Arc::new(machine.clone()));
            std::thread::spawn(move || {
                let (from, to) = way.far;
                let _ = serve_as(version, &far, "0", None, from, to);
            });
            Ok(way.near)
        });
        let newest = host.unwrap().newest_entries(3).unwrap();
        let messages: Vec<&str> = newest.iter().map(|entry| &*entry.message).collect();
        assert_eq!(messages, ["event 5", "event 6", "event 7"], "{version:?}");
    }
}

#[test]
fn a_history_that_cannot_be_kept_is_told() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("state/iovsh/history")).unwrap();
    let mut terminal = manager(folder.path(), (120, 30));
    terminal.shows("legacy1");
    terminal.types("s", "The history of this session is not kept: ");
    terminal.shows("It is done.");
    terminal.presses("\r");
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
    let mut terminal = manager(folder.path(), (120, 30));
    terminal.shows("legacy1");
    let pid = rustix::process::Pid::from_child(&terminal.child);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    assert_eq!(terminal.ends(), Some(143));
}
