//! The command that a next step gives names what it is about and nothing else, whatever that is called.

use std::collections::BTreeSet;
use std::sync::Arc;

use iovsh::backend::Machine;
use iovsh::backend::model::{InterfaceName, Scope};
use iovsh::backend::policy::{Intent, members::MemberEdit};
use iovsh::backend::sim::{SimMachine, World, fixture};
use iovsh::cmdlets::Services;
use iovsh::shell::stack::with_large_stack;
use iovsh::shell::syntax::quote::quote_literal;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::session::{run, session};

/// Characters that mean something to the language, to its patterns, or to its numbers.
const CHARACTERS: &[char] = &[
    '*', '?', '[', ']', '`', '\'', '"', '$', '(', ')', '{', '}', '@', '#', '%', ';', ',', '|', '&',
    '<', '>', '-', '.', '!', '=', '\u{2018}', '\u{2019}', '\u{201c}', '\u{2013}', '0', '7', '1',
    'k', 'b', 'x', 'e', 'w', 'W', '_', '\\', '~', '+', ' ',
];

const KNOWN: &[&str] = &[
    "*", "web[12]", "web1", "007", "1kb", "0x10", "-Force", "--", "$null", "a`*", "@()",
];

fn names() -> impl Strategy<Value = Vec<String>> {
    let made =
        vec(select(CHARACTERS), 1..6).prop_map(|chars| chars.into_iter().collect::<String>());
    let known = select(KNOWN).prop_map(str::to_owned);
    let name = prop_oneof![made, known].prop_filter("blanks at an end", |name| name.trim() == name);
    vec(name, 3).prop_filter("one name twice", |names| {
        names
            .iter()
            .enumerate()
            .all(|(at, name)| !names[..at].contains(name))
    })
}

/// The command of an error's next step: what stands between two texts of it.
fn command(machine: &SimMachine, intent: &Intent, before: &str, after: &str) -> String {
    let state = machine.snapshot(&Scope::PLAN).unwrap();
    let error = intent.plan(&state).unwrap_err();
    let step = error.next_step.clone().unwrap();
    let (_, rest) = step.split_once(before).unwrap_or_else(|| panic!("{step}"));
    let (command, _) = rest.rsplit_once(after).unwrap_or_else(|| panic!("{step}"));
    command.to_owned()
}

fn host(edit: impl FnOnce(&mut World)) -> SimMachine {
    let machine = SimMachine::in_memory(fixture("default").unwrap());
    machine.edit_world(edit).unwrap();
    machine
}

/// What a line shows, an object a line.
fn shown(machine: &SimMachine, line: &str) -> String {
    let (machine, line) = (machine.clone(), line.to_owned());
    with_large_stack(move || {
        let mut session = session(Services::of(Arc::new(machine)));
        let answer = run(&mut session, &line);
        assert!(answer.errors.is_empty(), "{line}: {:?}", answer.errors);
        answer.text()
    })
    .expect("a thread")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_virtual_machine_is_named_exactly(names in names()) {
        let machine = host(|world| {
            for (vm, name) in world.state.vms.iter_mut().zip(&names) {
                vm.name.clone_from(name);
            }
        });
        for name in &names {
            let resume = Intent::ResumeVm { vm: name.clone().into() };
            let line = command(&machine, &resume, "Start it instead: ", ". That also");
            prop_assert_eq!(shown(&machine, &format!("({line} -Passthru).Name")), name.as_str(), "{}", line);
        }
    }

    #[test]
    fn a_network_adapter_is_named_exactly(names in names()) {
        let fitting: Vec<InterfaceName> = names.iter().filter_map(|name| name.parse().ok()).collect();
        prop_assume!(fitting.len() == names.len());
        let machine = host(|world| {
            for (at, name) in fitting.iter().enumerate() {
                let old = world.state.links[at].name.clone();
                world.state.rename_interface(&old, name);
                world.state.links[at].up = false;
            }
        });
        for name in &names {
            let restart = Intent::RestartNic { nic: name.clone(), force: false };
            let line = command(&machine, &restart, "Enable it: ", ".");
            prop_assert_eq!(shown(&machine, &format!("({line} -Passthru).Name")), name.as_str(), "{}", line);
        }
    }

    #[test]
    fn a_switch_is_named_exactly(names in names()) {
        let machine = host(|_| {});
        for name in &names {
            let line = format!("New-VMSwitch -Name {} -SwitchType Private | Out-Null", quote_literal(name));
            shown(&machine, &line);
        }
        let mut left = names.clone();
        for name in &names {
            let edit = Intent::ChangeTeamMembers {
                switch: name.clone(),
                edit: MemberEdit::Add(Vec::new()),
                arp_targets: None,
                force: false,
            };
            let line = command(&machine, &edit, "when it is made: ", ", then New-VMSwitch");
            shown(&machine, &format!("{line} -Force"));
            left.remove(0);
            let state = machine.snapshot(&Scope::PLAN).unwrap();
            let there: BTreeSet<&str> = state.desired.switches.iter().map(|s| s.name.as_str()).collect();
            prop_assert_eq!(there, left.iter().map(String::as_str).collect(), "{}", line);
        }
    }
}
