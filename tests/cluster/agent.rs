//! The codes of `ocf:iovsh:VM` in every state.

use std::sync::Arc;
use std::time::Duration;

use super::fleet::Fleet;
use iovsh::backend::cluster::{ClusterChange, KeptVm};
use iovsh::backend::host::ocf::{Action, Code, Ended, META_DATA, OcfAgent, Parameters};
use iovsh::backend::model::{Presence, Uuid, VmState};
use iovsh::backend::policy::Intent;
use iovsh::backend::{Host, HostError, Machine as _};

/// What the agent on a node ends with.
fn act(fleet: &Fleet, at: &str, action: Action, vm: &str, target: Option<&str>) -> Ended {
    let reach = |name: &str| -> Result<(Arc<dyn Host>, String), HostError> {
        let host: Arc<dyn Host> = Arc::new(fleet.host(name));
        Ok((host, format!("sim:{name}")))
    };
    let agent = OcfAgent {
        machine: Arc::new(fleet.machine(at).clone()),
        reach: &reach,
        address: &format!("sim:{at}"),
    };
    let parameters = Parameters {
        vm: vm.to_owned(),
        timeout: Some(Duration::from_secs(30)),
        target: target.map(str::to_owned),
    };
    agent.act(action, &parameters)
}

fn code(fleet: &Fleet, at: &str, action: Action, vm: Uuid) -> Code {
    act(fleet, at, action, &vm.to_string(), None).code
}

#[test]
fn monitor_tells_off_from_running_and_says_what_is_degraded() {
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 100);
    assert_eq!(code(&fleet, "hv1", Action::Monitor, vm), Code::NotRunning);
    assert_eq!(
        code(&fleet, "hv2", Action::Monitor, vm),
        Code::NotRunning,
        "it is not defined there"
    );
    assert_eq!(code(&fleet, "hv1", Action::Start, vm), Code::Success);
    assert_eq!(code(&fleet, "hv1", Action::Monitor, vm), Code::Success);
    assert_eq!(
        act(&fleet, "hv1", Action::Monitor, "app", None).code,
        Code::Success,
        "by its name"
    );
    let name = "app".to_owned();
    fleet.act(
        "hv1",
        Intent::PauseVm {
            vm: name.clone().into(),
        },
    );
    assert_eq!(code(&fleet, "hv1", Action::Monitor, vm), Code::Degraded);
    fleet.act(
        "hv1",
        Intent::ResumeVm {
            vm: name.clone().into(),
        },
    );
    fleet.act("hv1", Intent::SaveVm { vm: name.into() });
    assert_eq!(code(&fleet, "hv1", Action::Monitor, vm), Code::NotRunning);
    // Where there is no VF it runs, and monitor says which adapter lacks it.
    let poor = fleet.vm("hv3", "poor", 100);
    fleet.start("hv3", poor);
    let seen = act(&fleet, "hv3", Action::Monitor, &poor.to_string(), None);
    assert_eq!(seen.code, Code::Degraded);
    assert!(
        seen.reason
            .is_some_and(|reason| reason.contains("Network Adapter"))
    );
}

#[test]
fn start_and_stop_can_be_done_twice() {
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 0);
    for _ in 0..2 {
        assert_eq!(code(&fleet, "hv1", Action::Start, vm), Code::Success);
    }
    for _ in 0..2 {
        assert_eq!(code(&fleet, "hv1", Action::Stop, vm), Code::Success);
    }
    assert_eq!(
        code(&fleet, "hv2", Action::Stop, vm),
        Code::Success,
        "what is not there does not run"
    );
    assert_eq!(fleet.machine("hv1").presence(vm), Ok(Presence::Off));
}

#[test]
fn a_paused_machine_is_let_go_by_start_and_turned_off_by_stop() {
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 0);
    fleet.start("hv1", vm);
    let name = "app".to_owned();
    fleet.act(
        "hv1",
        Intent::PauseVm {
            vm: name.clone().into(),
        },
    );
    assert_eq!(code(&fleet, "hv1", Action::Start, vm), Code::Success);
    assert_eq!(fleet.state("hv1").vm(vm).unwrap().state, VmState::Running);
    fleet.act("hv1", Intent::PauseVm { vm: name.into() });
    assert_eq!(code(&fleet, "hv1", Action::Stop, vm), Code::Success);
    assert_eq!(fleet.machine("hv1").presence(vm), Ok(Presence::Off));
}

#[test]
fn a_guest_that_does_not_shut_down_is_turned_off() {
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 0);
    fleet.start("hv1", vm);
    fleet
        .machine("hv1")
        .edit_world(|world| world.guests.entry(vm).or_default().shuts_down = false)
        .unwrap();
    assert_eq!(code(&fleet, "hv1", Action::Stop, vm), Code::Success);
    assert_eq!(fleet.machine("hv1").presence(vm), Ok(Presence::Off));
}

#[test]
fn what_is_defined_nowhere_is_not_installed_and_what_the_cluster_keeps_is() {
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 0);
    for action in [Action::Start, Action::ValidateAll] {
        assert_eq!(
            code(&fleet, "hv2", action, vm),
            Code::Installed,
            "{action:?}"
        );
    }
    let state = fleet.state("hv1");
    let text = KeptVm::of(&state, state.vm(vm).unwrap()).unwrap();
    fleet
        .machine("hv1")
        .change_cluster(&ClusterChange::KeepDefinition { vm, text })
        .unwrap();
    assert_eq!(code(&fleet, "hv2", Action::ValidateAll, vm), Code::Success);
    assert_eq!(code(&fleet, "hv2", Action::Start, vm), Code::Success);
    assert_eq!(fleet.machine("hv2").presence(vm), Ok(Presence::Running));
}

#[test]
fn without_a_machine_it_is_configured_wrongly() {
    let fleet = Fleet::new();
    let all = [
        Action::Start,
        Action::Stop,
        Action::Monitor,
        Action::MigrateTo,
        Action::MigrateFrom,
        Action::ValidateAll,
    ];
    for action in all {
        assert_eq!(
            act(&fleet, "hv1", action, " ", None).code,
            Code::Configured,
            "{action:?}"
        );
    }
    assert_eq!(
        act(&fleet, "hv1", Action::MetaData, "", None).code,
        Code::Success
    );
}

#[test]
fn it_is_sent_and_received() {
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 100);
    let id = vm.to_string();
    let sent = act(&fleet, "hv1", Action::MigrateTo, &id, Some("hv2"));
    assert_eq!(sent.code, Code::NotRunning, "it is off");
    assert_eq!(code(&fleet, "hv2", Action::MigrateFrom, vm), Code::Generic);
    fleet.start("hv1", vm);
    assert_eq!(
        code(&fleet, "hv1", Action::MigrateTo, vm),
        Code::Arguments,
        "to where?"
    );
    let sent = act(&fleet, "hv1", Action::MigrateTo, &id, Some("hv2"));
    assert_eq!(sent.code, Code::Success, "{sent:?}");
    assert_eq!(code(&fleet, "hv2", Action::MigrateFrom, vm), Code::Success);
    assert_eq!(code(&fleet, "hv2", Action::Monitor, vm), Code::Success);
    assert_eq!(code(&fleet, "hv1", Action::Monitor, vm), Code::NotRunning);
}

#[test]
fn what_cannot_be_sent_stays_and_says_why() {
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 0);
    fleet.start("hv1", vm);
    fleet.settings("hv2", |settings| settings.enabled = Some(false));
    let sent = act(
        &fleet,
        "hv1",
        Action::MigrateTo,
        &vm.to_string(),
        Some("hv2"),
    );
    assert_eq!(sent.code, Code::Generic);
    assert!(
        sent.reason
            .is_some_and(|reason| reason.contains("migration"))
    );
    assert_eq!(code(&fleet, "hv1", Action::Monitor, vm), Code::Success);
}

#[test]
fn its_actions_are_those_that_it_says() {
    let document = roxmltree::Document::parse_with_options(
        META_DATA,
        roxmltree::ParsingOptions {
            allow_dtd: true,
            ..roxmltree::ParsingOptions::default()
        },
    )
    .unwrap();
    let actions: Vec<&str> = document
        .descendants()
        .filter(|node| node.has_tag_name("action"))
        .filter_map(|node| node.attribute("name"))
        .collect();
    for action in &actions {
        assert!(Action::named(action).is_some(), "{action}");
    }
    for action in [
        "start",
        "stop",
        "monitor",
        "migrate_to",
        "migrate_from",
        "validate-all",
        "meta-data",
    ] {
        assert!(actions.contains(&action), "{action}");
    }
    assert!(Action::named("promote").is_none());
}

/// What the agent on another node ends with, where the cluster keeps this text of a virtual machine.
fn with_kept(text: &str) -> (Ended, Ended) {
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 0);
    let text = text.to_owned();
    fleet
        .machine("hv1")
        .change_cluster(&ClusterChange::KeepDefinition { vm, text })
        .unwrap();
    let acts = |action| act(&fleet, "hv2", action, &vm.to_string(), None);
    (acts(Action::ValidateAll), acts(Action::Start))
}

#[test]
fn a_kept_definition_that_cannot_be_read_is_not_taken_for_none() {
    let (valid, started) = with_kept("{\"definition\": 7}");
    assert_eq!(valid.code, Code::Installed);
    assert_eq!(started.code, Code::Generic);
    for ended in [valid, started] {
        let reason = ended.reason.unwrap_or_default();
        assert!(reason.contains("cannot be read"), "{reason}");
        assert!(
            reason.contains("Update-ClusterVirtualMachineConfiguration"),
            "{reason}"
        );
    }
}

#[test]
fn a_start_says_that_the_cluster_could_not_keep_the_definition() {
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 0);
    let started = || act(&fleet, "hv1", Action::Start, &vm.to_string(), None);
    assert_eq!(started().reason, None);
    assert_eq!(code(&fleet, "hv1", Action::Stop, vm), Code::Success);
    for node in ["hv1", "hv2", "hv3"] {
        let machine = fleet.machine(node);
        machine.edit_world(|world| world.cluster = None).unwrap();
    }
    let ended = started();
    assert_eq!(ended.code, Code::Success);
    let reason = ended.reason.unwrap_or_default();
    assert!(
        reason.contains("could not be kept in the cluster"),
        "{reason}"
    );
}
