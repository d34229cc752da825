//! Keys, the mouse, and what several hosts look like, without a terminal.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use iovsh_backend::host::LocalHost;
use iovsh_backend::model::{
    AttachedVf, LinkCounters, NicDetails, NicSettings, Usage, VfCounters, VirtualFunction, VmState,
};
use iovsh_backend::sim::{SimMachine, fixture};
use iovsh_backend::{Host, HostError};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::app::{App, Button, Effect, Layer, Pane};
use crate::command::{Command, Commander, Said};
use crate::draw::draw;
use crate::form::Stage;
use crate::listing::Section;
use crate::past::Past;
use crate::place::{Place, Seen};
use crate::theme::Theme;

/// Runs nothing.
struct Nothing;

impl Commander for Nothing {
    fn typed(&self, command: &Command) -> String {
        format!("{command:?}")
    }
    fn run(&self, _: &Command, _: u16, _: &mut dyn FnMut(Said)) -> bool {
        true
    }
    fn remember(&self, _: &str) -> Result<(), String> {
        Ok(())
    }
    fn told_of(&self, host: &str, sentence: &str) -> String {
        sentence.replace("Next step: ", &format!("Next step at {host}: "))
    }
}

fn seen() -> Seen {
    let machine = SimMachine::in_memory(fixture("default").unwrap());
    Seen::of(&LocalHost::new(Arc::new(machine)), true).unwrap()
}

pub(crate) fn app(names: &[&str]) -> App {
    let place = |name: &&str| Place {
        name: (*name).to_owned(),
        reached_as: Some((*name).to_owned()),
        opener: Arc::new(|| -> Result<Arc<dyn Host>, HostError> {
            let machine = SimMachine::in_memory(fixture("default").unwrap());
            Ok(Arc::new(LocalHost::new(Arc::new(machine))))
        }),
    };
    let places = names.iter().map(place).collect();
    let mut app = App::new(places, Arc::new(Nothing), Theme::Plain);
    app.saw(0, Ok(Box::new(seen())));
    shown(&mut app);
    app
}

pub(crate) fn shown(app: &mut App) -> String {
    let mut terminal = Terminal::new(TestBackend::new(120, 30)).unwrap();
    terminal.draw(|frame| draw(frame, app)).unwrap();
    let buffer = terminal.backend().buffer().clone();
    let symbols: Vec<&str> = buffer.content.iter().map(|cell| cell.symbol()).collect();
    let rows = symbols.chunks(120).map(|row| row.concat());
    rows.collect::<Vec<_>>().join("\n")
}

pub(crate) fn press(app: &mut App, key: KeyCode) {
    app.event(&Event::Key(KeyEvent::new(key, KeyModifiers::NONE)));
    shown(app);
}

pub(crate) fn control(app: &mut App, letter: char) -> Vec<Effect> {
    let key = KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL);
    app.event(&Event::Key(key));
    app.take_effects()
}

fn mouse(kind: MouseEventKind, column: u16, row: u16) -> Event {
    Event::Mouse(MouseEvent {
        kind,
        column,
        row,
        modifiers: KeyModifiers::NONE,
    })
}

fn click(app: &mut App, column: u16, row: u16) {
    app.event(&mouse(MouseEventKind::Down(MouseButton::Left), column, row));
}

pub(crate) fn typed(app: &mut App, text: &str) {
    text.chars().for_each(|c| press(app, KeyCode::Char(c)));
}

/// The machine `web1`, chosen, after something was done to it.
pub(crate) fn web1(change: impl FnOnce(&mut iovsh_backend::model::Vm)) -> App {
    let mut app = app(&["one"]);
    let mut seen = seen();
    let vm = seen.state.vms.iter_mut().find(|vm| vm.name == "web1");
    change(vm.unwrap());
    app.saw(0, Ok(Box::new(seen)));
    typed(&mut app, "/web1");
    press(&mut app, KeyCode::Enter);
    app
}

#[test]
fn each_key_of_the_screen_does_what_the_help_says() {
    let mut app = app(&["hv1"]);
    for (number, section) in ('1'..='7').zip(Section::ALL) {
        press(&mut app, KeyCode::Char(number));
        assert_eq!(app.section, section, "{number}");
    }
    press(&mut app, KeyCode::Char('2'));
    for (key, pane) in [
        (KeyCode::Tab, Pane::List),
        (KeyCode::Tab, Pane::Details),
        (KeyCode::Tab, Pane::Tree),
        (KeyCode::BackTab, Pane::Details),
        (KeyCode::BackTab, Pane::List),
        (KeyCode::Left, Pane::Tree),
        (KeyCode::Right, Pane::List),
    ] {
        press(&mut app, key);
        assert_eq!(app.pane, pane, "{key:?}");
    }
    let last = app.rows().len() - 1;
    for (key, at) in [
        (KeyCode::Down, 1),
        (KeyCode::Up, 0),
        (KeyCode::End, last),
        (KeyCode::Home, 0),
        (KeyCode::PageDown, last),
        (KeyCode::PageUp, 0),
    ] {
        press(&mut app, key);
        assert_eq!(app.at(), at, "{key:?}");
    }
    for (key, tab) in [(']', 1), (']', 2), ('[', 1), ('[', 0), ('[', 5), (']', 0)] {
        press(&mut app, KeyCode::Char(key));
        assert_eq!(app.tab, tab, "{key}");
    }
    for key in [KeyCode::Enter, KeyCode::F(10), KeyCode::Char('.')] {
        press(&mut app, key);
        assert!(matches!(app.layer, Some(Layer::Menu(0))), "{key:?}");
        press(&mut app, KeyCode::Down);
        assert!(matches!(app.layer, Some(Layer::Menu(1))));
        press(&mut app, KeyCode::Up);
        press(&mut app, KeyCode::Esc);
        assert!(app.layer.is_none());
    }
    for key in [KeyCode::Char('?'), KeyCode::F(1)] {
        press(&mut app, key);
        assert!(matches!(app.layer, Some(Layer::Help)), "{key:?}");
        press(&mut app, KeyCode::Char('x'));
        assert!(app.layer.is_none());
    }
    for key in ['N', 'W'] {
        press(&mut app, KeyCode::Char(key));
        assert!(matches!(app.layer, Some(Layer::Form(_))), "{key}");
        press(&mut app, KeyCode::Esc);
        assert!(app.layer.is_none());
    }
    app.take_effects();
    assert!(matches!(control(&mut app, 'l')[..], [Effect::Redraw]));
    assert!(matches!(control(&mut app, 'c')[..], [Effect::Quit]));
    press(&mut app, KeyCode::Char('q'));
    assert!(matches!(app.take_effects()[..], [Effect::Quit]));
}

#[test]
fn a_filter_ends_where_there_is_none_to_be_seen() {
    let mut app = app(&["hv1", "hv2"]);
    for key in ['/', 'w', 'e', 'b', '2'] {
        press(&mut app, KeyCode::Char(key));
    }
    assert_eq!(app.rows().len(), 1);
    press(&mut app, KeyCode::Backspace);
    assert_eq!(app.rows().len(), 2);
    assert!(control(&mut app, 'u').is_empty());
    assert_eq!(app.rows().len(), 3);
    // The picture has no list: what is typed there is a key again.
    let tree = app.areas.tree;
    let row = app.tree().iter().position(|row| row.1 == Section::Topology);
    click(
        &mut app,
        tree.x,
        tree.y + u16::try_from(row.unwrap()).unwrap(),
    );
    assert_eq!(app.section, Section::Topology);
    assert!(!app.filtering);
    app.take_effects();
    press(&mut app, KeyCode::Char('q'));
    assert!(matches!(app.take_effects()[..], [Effect::Quit]));
}

#[test]
fn each_place_that_the_mouse_presses_does_what_a_key_does() {
    let mut app = app(&["hv1", "hv2"]);
    let list = app.areas.list;
    click(&mut app, list.x + 2, list.y + 1);
    assert_eq!((app.pane, app.at()), (Pane::List, 1));
    // Below the last row there is nothing.
    click(&mut app, list.x + 2, list.y + 3);
    assert_eq!(app.at(), 1);
    let tab = app.areas.tabs[2];
    click(&mut app, tab.x + 1, tab.y);
    assert_eq!((app.pane, app.tab), (Pane::Details, 2));
    app.event(&mouse(MouseEventKind::ScrollUp, list.x, list.y));
    assert_eq!((app.pane, app.at()), (Pane::List, 0));
    app.event(&mouse(MouseEventKind::ScrollDown, list.x, list.y));
    assert_eq!(app.at(), 2);
    let actions = app.areas.actions;
    click(&mut app, actions.x + 1, actions.y);
    assert!(app.layer.is_some() || !app.status.is_empty());
    app.layer = None;
    let tree = app.areas.tree;
    let hosts: Vec<_> = app.tree();
    let second = hosts.iter().position(|row| row.0 == 1).unwrap();
    click(
        &mut app,
        tree.x + 1,
        tree.y + u16::try_from(second).unwrap(),
    );
    assert_eq!((app.host, app.pane), (1, Pane::Tree));
    press(&mut app, KeyCode::Char('.'));
    // Beside the menu it closes.
    click(&mut app, 0, 0);
    assert!(app.layer.is_none());
}

#[test]
fn a_double_click_on_ok_runs_a_dialog_once() {
    let mut app = app(&["hv1"]);
    press(&mut app, KeyCode::Char('W'));
    for letter in "lan".chars() {
        press(&mut app, KeyCode::Char(letter));
    }
    let ok = app.areas.buttons.iter().find(|(_, b)| *b == Button::Ok);
    let ok = ok.unwrap().0;
    // Both come before the screen is drawn again.
    click(&mut app, ok.x + 2, ok.y);
    click(&mut app, ok.x + 2, ok.y);
    let effects = app.take_effects();
    assert!(
        matches!(effects[..], [Effect::Run { preview: false, .. }]),
        "{effects:?}"
    );
    let Some(Layer::Form(form)) = &app.layer else {
        panic!("the dialog is open");
    };
    assert!(matches!(form.stage, Stage::Working { .. }));
}

#[test]
fn a_host_that_does_not_answer_leaves_the_others_alone() {
    let mut app = app(&["hv1", "hv2", "hv3"]);
    app.saw(1, Err("Nobody answers.".to_owned()));
    let screen = shown(&mut app);
    assert!(
        screen.contains("! hv2") && screen.contains("? hv3"),
        "{screen}"
    );
    assert!(
        screen.contains("web1") && !screen.contains("older"),
        "{screen}"
    );
    // What was seen of one that has fallen silent stays, and it is said that it is older.
    app.saw(0, Err("It has gone.".to_owned()));
    let screen = shown(&mut app);
    assert!(
        screen.contains("web1") && screen.contains("is older"),
        "{screen}"
    );
    app.saw(0, Ok(Box::new(seen())));
    assert!(!shown(&mut app).contains("older"));
}

#[test]
fn what_a_machine_receives_is_shown_over_time_and_begins_anew_with_it() {
    let mut app = app(&["hv1"]);
    let began = seen().at;
    let look = |seconds: u64, megabytes: u64, runs: bool| {
        let mut seen = seen();
        seen.at = began + Duration::from_secs(seconds);
        let vm = seen.state.vms.iter_mut().find(|vm| vm.name == "web1");
        let vm = vm.unwrap();
        if runs {
            vm.state = VmState::Running;
            vm.facts.cpu_usage = Some(50);
            vm.facts.usage = Some(Usage {
                received: megabytes * 1_000_000,
                ..Usage::default()
            });
        }
        Box::new(seen)
    };
    for letter in "/web1".chars() {
        press(&mut app, KeyCode::Char(letter));
    }
    press(&mut app, KeyCode::Enter);
    press(&mut app, KeyCode::Char(']'));
    press(&mut app, KeyCode::Char(']'));
    app.saw(0, Ok(look(0, 5, true)));
    assert!(!shown(&mut app).contains("Receives"), "one look is no rate");
    app.saw(0, Ok(look(10, 5, true)));
    app.saw(0, Ok(look(20, 15, true)));
    let screen = shown(&mut app);
    assert!(screen.contains("▁█ 8 Mbit/s"), "{screen}");
    press(&mut app, KeyCode::Char('['));
    press(&mut app, KeyCode::Char('['));
    let screen = shown(&mut app);
    assert!(screen.contains("▅▅ 50%"), "{screen}");
    app.saw(0, Ok(look(30, 0, false)));
    app.saw(0, Ok(look(40, 1, true)));
    press(&mut app, KeyCode::Char(']'));
    press(&mut app, KeyCode::Char(']'));
    assert!(!shown(&mut app).contains("Receives"));
}

/// What is to be typed about another host is told as it is typed here; of the host of the session it stands as it is.
#[test]
fn a_next_step_names_its_host() {
    for (other, wanted) in [(true, "Next step at one: "), (false, "Next step: ")] {
        let mut app = app(&["one"]);
        if !other {
            app.hosts[0].place.reached_as = None;
        }
        // It asks for a VF, and is connected to no switch.
        let mut seen = seen();
        let vm = seen.state.vms.iter_mut().find(|vm| vm.name == "web1");
        let vm = vm.unwrap();
        vm.state = VmState::Running;
        vm.adapters[0].settings.iov_weight = 100;
        app.saw(0, Ok(Box::new(seen)));
        for letter in "/web1".chars() {
            press(&mut app, KeyCode::Char(letter));
        }
        press(&mut app, KeyCode::Enter);
        press(&mut app, KeyCode::Char(']'));
        press(&mut app, KeyCode::Char(']'));
        let screen = shown(&mut app);
        assert!(screen.contains(wanted), "{screen}");
    }
}

/// Why something cannot be done now is told so too.
#[test]
fn a_greyed_out_reason_names_its_host() {
    for (other, wanted) in [(true, "Next step at one: "), (false, "Next step: ")] {
        let mut app = app(&["one"]);
        if !other {
            app.hosts[0].place.reached_as = None;
        }
        let mut seen = seen();
        let vm = seen.state.vms.iter_mut().find(|vm| vm.name == "web1");
        let vm = vm.unwrap();
        let twin = vm.adapters[0].clone();
        vm.adapters.push(twin);
        app.saw(0, Ok(Box::new(seen)));
        for letter in "/web1".chars() {
            press(&mut app, KeyCode::Char(letter));
        }
        press(&mut app, KeyCode::Enter);
        let refused = app.actions().into_iter().find_map(|action| action.refused);
        let refused = refused.unwrap();
        assert!(refused.contains(wanted), "{refused}");
    }
}

/// Guests and counters are asked only while the machines are on the screen, and only those of the host that is.
#[test]
fn a_host_is_looked_at_closely_while_its_machines_are_shown() {
    let mut app = app(&["hv1", "hv2"]);
    let closely = |app: &App| [0, 1].map(|host| app.looks_closely(host));
    assert_eq!(closely(&app), [true, false]);
    app.go_to(Section::Nics);
    assert_eq!(closely(&app), [false, false]);
    app.go_to_host(1);
    app.go_to(Section::Machines);
    assert_eq!(closely(&app), [false, true]);
}

/// A NIC of the host that sent so many bytes, which is what the guest behind it got.
fn nic_that_sent(name: &str, bytes: u64) -> NicDetails {
    NicDetails {
        interface: name.parse().unwrap(),
        slot: None,
        max_mtu: None,
        counters: Some(LinkCounters {
            tx_bytes: bytes,
            ..LinkCounters::default()
        }),
        queues: None,
        spreading: None,
        settings: NicSettings::default(),
    }
}

/// A look that did not count all paths tells no rate, nor does the next one after it.
#[test]
fn a_look_that_did_not_count_is_no_traffic() {
    let mut app = app(&["hv1"]);
    let began = seen().at;
    let look = |seconds: u64, received: u64, counted: bool| {
        let mut seen = seen();
        seen.at = began + Duration::from_secs(seconds);
        seen.counted = counted;
        let vm = seen
            .state
            .vms
            .iter_mut()
            .find(|vm| vm.name == "web1")
            .unwrap();
        vm.state = VmState::Running;
        vm.adapters[0].tap = Some("tap-a".parse().unwrap());
        seen.state.nics.push(nic_that_sent("tap-a", received));
        Box::new(seen)
    };
    app.saw(0, Ok(look(10, 5, false)));
    app.saw(0, Ok(look(20, 1_000_000, true)));
    let vm = look(0, 0, true)
        .state
        .vms
        .iter()
        .find(|vm| vm.name == "web1")
        .unwrap()
        .id;
    assert!(
        app.hosts[0]
            .past
            .of_adapters(vm)
            .values()
            .all(Vec::is_empty)
    );
    app.saw(0, Ok(look(30, 2_000_000, true)));
    let known = app.hosts[0].past.of_adapters(vm);
    assert_eq!(known.values().map(Vec::len).sum::<usize>(), 1);
}

/// Each adapter has columns of its own, of all its paths together; a counter that begins anew is no traffic.
#[test]
fn each_adapter_has_its_own_traffic() {
    let mut app = app(&["hv1"]);
    let began = seen().at;
    let look = |seconds: u64, megabytes: [u64; 2]| {
        let mut seen = seen();
        seen.at = began + Duration::from_secs(seconds);
        let vm = seen.state.vms.iter_mut().find(|vm| vm.name == "web1");
        let vm = vm.unwrap();
        vm.state = VmState::Running;
        let mut other = vm.adapters[0].clone();
        other.settings.name = "back".to_owned();
        other.settings.id = "10010001-0000-4000-8000-100100019999".parse().unwrap();
        vm.adapters.push(other);
        for (adapter, (tap, megabytes)) in vm
            .adapters
            .iter_mut()
            .zip(["tap-a", "tap-b"].into_iter().zip(megabytes))
        {
            adapter.tap = Some(tap.parse().unwrap());
            let nic = nic_that_sent(tap, megabytes * 1_000_000);
            seen.state.nics.push(nic);
        }
        Box::new(seen)
    };
    for letter in "/web1".chars() {
        press(&mut app, KeyCode::Char(letter));
    }
    press(&mut app, KeyCode::Enter);
    press(&mut app, KeyCode::Char(']'));
    press(&mut app, KeyCode::Char(']'));
    for (seconds, megabytes) in [(0, [5, 0]), (10, [5, 20]), (20, [15, 20]), (30, [1, 20])] {
        app.saw(0, Ok(look(seconds, megabytes)));
    }
    let mut terminal = Terminal::new(TestBackend::new(100, 60)).unwrap();
    terminal.draw(|frame| draw(frame, &mut app)).unwrap();
    let screen = terminal.backend().to_string();
    let (first, second) = screen.split_once("back").unwrap();
    assert!(first.contains("▁█ 8 Mbit/s"), "{screen}");
    assert!(second.contains("█▁▁ 0 bit/s"), "{screen}");
}

/// A function and what it has carried, where that is known.
type Way<'a> = (&'a str, Option<u64>);

/// The rates of web1's adapter over looks, ten seconds apart: what its tap has carried, and its VF, if it has one and if that counts. Megabytes
/// to the guest, of each device since it was made.
fn rates(looks: &[(u64, Option<Way>)]) -> Vec<u64> {
    let mut past = Past::default();
    let began = Instant::now();
    let mut id = None;
    for (number, (tap, vf)) in (0..).zip(looks) {
        let mut seen = seen();
        seen.at = began + Duration::from_secs(number * 10);
        let vm = seen.state.vms.iter_mut().find(|vm| vm.name == "web1");
        let vm = vm.unwrap();
        vm.state = VmState::Running;
        vm.facts.usage = Some(Usage::default());
        vm.adapters.truncate(1);
        let adapter = &mut vm.adapters[0];
        id = Some((vm.id, adapter.settings.id));
        adapter.tap = "tap-a".parse().ok();
        adapter.vf = vf.map(|(address, _)| AttachedVf {
            address: address.parse().unwrap(),
            alias: "ua-vf".parse().unwrap(),
        });
        seen.state.nics.push(NicDetails {
            interface: "tap-a".parse().unwrap(),
            slot: None,
            max_mtu: None,
            counters: Some(LinkCounters {
                tx_bytes: tap * 1_000_000,
                ..LinkCounters::default()
            }),
            queues: None,
            spreading: None,
            settings: NicSettings::default(),
        });
        let pf = seen.state.functions.first_mut().unwrap();
        pf.vfs
            .extend(vf.map(|(address, megabytes)| VirtualFunction {
                pf: pf.address,
                index: 0,
                address: address.parse().unwrap(),
                driver: None,
                interface: None,
                representor: None,
                iommu_group: None,
                group_peers: Vec::new(),
                admin: None,
                driven: Some(true),
                flr: None,
                counters: megabytes.map(|megabytes| VfCounters {
                    rx_bytes: megabytes * 1_000_000,
                    rx_packets: 0,
                    tx_bytes: 0,
                    tx_packets: 0,
                }),
                owner: None,
            }));
        past.add(&seen);
    }
    let (vm, adapter) = id.unwrap();
    let of = past.of_adapters(vm).remove(&adapter).unwrap_or_default();
    of.iter().map(|one| one.received / 100_000).collect()
}

/// A path whose counters nobody knows carries what nobody knows: the idle one beside it tells nothing.
#[test]
fn a_path_is_counted_by_itself() {
    let (vf, other) = ("0000:f1:10.0", "0000:f1:10.2");
    // The tap alone, and with a VF that counts.
    assert_eq!(rates(&[(5, None), (6, None)]), [1]);
    let counted = |count| Some((vf, Some(count)));
    let looks = [(5, counted(7)), (6, counted(9))];
    assert_eq!(rates(&looks), [3]);
    // By a VF that does not count nothing is known, nor is what was known before it shown on.
    assert!(rates(&[(5, Some((vf, None))), (5, Some((vf, None)))]).is_empty());
    assert!(rates(&[(5, None), (6, None), (6, Some((vf, None)))]).is_empty());
    // What a VF carried for others before it came is no traffic of this machine.
    let looks = [(5, None), (6, counted(5000)), (6, counted(5002))];
    assert_eq!(rates(&looks), [2]);
    let looks = [(5, counted(1)), (5, Some((other, Some(5000))))];
    assert!(rates(&looks).is_empty());
    // It goes, and what its tap carries is counted on.
    assert_eq!(rates(&[(5, counted(9)), (8, None)]), [3]);
}

/// The keys of a dialog: through its fields both ways, in a text, and those that say what they are; and each state of a dialog shows its keys.
#[test]
fn each_key_of_a_dialog_does_what_its_help_says() {
    let mut app = app(&["one"]);
    press(&mut app, KeyCode::Char('W'));
    let focus = |app: &App| match &app.layer {
        Some(Layer::Form(form)) => form.focus,
        _ => panic!("no dialog"),
    };
    let name = |app: &App| match &app.layer {
        Some(Layer::Form(form)) => form.words("name").to_owned(),
        _ => panic!("no dialog"),
    };
    assert!(shown(&mut app).contains("F1 keys  F2 OK  F3 plan  Esc leave"));
    for (key, text) in [
        (KeyCode::Char('l'), "l"),
        (KeyCode::Char('n'), "ln"),
        (KeyCode::Left, "ln"),
        (KeyCode::Char('ä'), "län"),
        (KeyCode::Backspace, "ln"),
        (KeyCode::Char('a'), "lan"),
        (KeyCode::Home, "lan"),
        (KeyCode::Delete, "an"),
        (KeyCode::Backspace, "an"),
        (KeyCode::Char('v'), "van"),
        (KeyCode::End, "van"),
        (KeyCode::Delete, "van"),
        (KeyCode::Right, "van"),
        (KeyCode::Char('1'), "van1"),
    ] {
        press(&mut app, key);
        assert_eq!(name(&app), text, "{key:?}");
    }
    let fields = match &app.layer {
        Some(Layer::Form(form)) => form.fields.len(),
        _ => 0,
    };
    for (key, place) in [
        (KeyCode::Tab, 1),
        (KeyCode::Down, 2),
        (KeyCode::BackTab, 1),
        (KeyCode::Up, 0),
        (KeyCode::BackTab, fields),
        (KeyCode::Up, fields - 1),
        (KeyCode::Home, 0),
        (KeyCode::Enter, 1),
        (KeyCode::End, fields),
        (KeyCode::Tab, 0),
    ] {
        press(&mut app, key);
        assert_eq!(focus(&app), place, "{key:?}");
    }
    press(&mut app, KeyCode::F(1));
    let help = shown(&mut app);
    assert!(
        help.contains("Shift+Tab, Up") && help.contains("any key leads back"),
        "{help}"
    );
    press(&mut app, KeyCode::Char('x'));
    assert_eq!(name(&app), "van1");
    assert!(app.take_effects().is_empty());
    press(&mut app, KeyCode::F(2));
    assert!(matches!(
        app.take_effects().as_slice(),
        [Effect::Run { preview: false, .. }]
    ));
    assert!(shown(&mut app).contains("Esc cancels what runs"));
}

/// A dialog that is open while the terminal becomes small and large again keeps what was typed, and what has the keys is seen.
#[test]
fn a_dialog_is_drawn_in_every_size_while_it_is_open() {
    let mut app = app(&["one"]);
    press(&mut app, KeyCode::Char('W'));
    for letter in "a-name-that-is-longer-than-the-field-of-a-small-terminal".chars() {
        press(&mut app, KeyCode::Char(letter));
    }
    for (columns, rows) in [
        (200, 50),
        (80, 24),
        (40, 10),
        (20, 5),
        (1, 1),
        (120, 12),
        (80, 24),
    ] {
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        for key in [
            KeyCode::Left,
            KeyCode::Home,
            KeyCode::End,
            KeyCode::F(1),
            KeyCode::Esc,
        ] {
            press(&mut app, key);
            terminal.draw(|frame| draw(frame, &mut app)).unwrap();
        }
        if columns >= 40 && rows >= 10 {
            let seen = terminal.backend().to_string();
            assert!(
                seen.contains("▸ Name: [") && seen.contains("terminal_]"),
                "{seen}"
            );
        }
    }
    assert!(shown(&mut app).contains("small-terminal"));
}

/// What was told gives way to the keys of the screen when somebody goes on.
#[test]
fn what_was_told_goes_with_the_next_key() {
    let mut app = app(&["one"]);
    "Done: something".clone_into(&mut app.status);
    assert!(shown(&mut app).contains("Done: something") && !shown(&mut app).contains("q quit"));
    press(&mut app, KeyCode::Down);
    assert!(shown(&mut app).contains("q quit"));
}

/// What does not fit is counted on the frame, until its end is seen.
#[test]
fn lines_below_the_screen_are_counted() {
    let mut app = web1(|vm| {
        vm.facts.drives = (0..40).map(|_| vm.facts.drives[0].clone()).collect();
    });
    for _ in 0..3 {
        press(&mut app, KeyCode::Char(']'));
    }
    assert!(shown(&mut app).contains(" more ─"), "{}", shown(&mut app));
    press(&mut app, KeyCode::Tab);
    press(&mut app, KeyCode::End);
    assert!(!shown(&mut app).contains(" more ─"), "{}", shown(&mut app));
}
