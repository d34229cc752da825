//! Checkpoints: a VM goes back to what it was, and has a VF before, after and again.

use iovsh::backend::model::{
    Checkpoint, CheckpointContent, CheckpointType, IovReason, State, Uuid, Vm, VmState,
};
use iovsh::backend::policy::Intent;
use iovsh::backend::policy::vm::checkpoint::NewCheckpoint;
use iovsh::backend::policy::vm::settings::Changes;
use iovsh::backend::{HostError, Plan};

use crate::bench::Bench;
use crate::guests::{on_vf, weigh};

/// What libvirt itself would not take for a name.
const NAME: &str = "../before: 1/2 <the> \"update\" & 'more' (3 pm)";

fn make(name: &str) -> impl Fn(&State) -> Result<Plan, HostError> {
    let checkpoint = NewCheckpoint {
        id: Uuid::random(),
        name: name.to_owned(),
    };
    move |s| {
        Intent::CreateCheckpoint {
            vm: "ct-a".into(),
            checkpoint: checkpoint.clone(),
        }
        .plan(s)
    }
}

fn checkpoints(bench: &Bench, vm: &Vm) -> Vec<Checkpoint> {
    bench.state().checkpoints_of(vm.id).cloned().collect()
}

fn settings(bench: &Bench, changes: Changes) {
    bench.run(|s| {
        Intent::SetVm {
            vm: "ct-a".into(),
            changes: Box::new(changes.clone()),
        }
        .plan(s)
    });
}

/// A running VM on a VF: the VF goes while the memory is written and comes back; the VM is put back, and has a VF again.
pub fn a_vm_on_a_vf_is_put_back_to_a_checkpoint(bench: &Bench) {
    bench.make_switch("ct-iov", true);
    let vm = bench.make_vm("ct-a", Some("ct-iov"));
    let alias = vm.adapters[0].alias.clone();
    weigh(bench, &vm, &alias, 100);
    settings(
        bench,
        Changes {
            notes: Some("as it was".to_owned()),
            ..Changes::default()
        },
    );
    bench.run(|s| Intent::StartVm { vm: "ct-a".into() }.plan(s));
    on_vf(bench, "ct-a", &alias);

    // It has no disk whose file systems could be brought to rest, so its memory is kept.
    let (plan, report) = bench.run(make(NAME));
    assert_eq!(plan.warnings[0].id, "Checkpoint.NotQuiesced");
    assert!(report.warnings.is_empty(), "{:?}", report.warnings);
    on_vf(bench, "ct-a", &alias);
    let all = checkpoints(bench, &vm);
    let [first] = all.as_slice() else {
        panic!("{all:?}");
    };
    assert_eq!(first.name, NAME);
    assert_eq!(first.content, CheckpointContent::Memory);
    assert!(first.current && first.external && first.stuck.is_none());
    assert_eq!(first.machine.state, VmState::Running);
    // Whoever is put back to it must not be started with a VF that somebody else has then.
    assert!(first.machine.adapters.iter().all(|a| a.vf.is_none()));
    assert!(first.machine.other_devices.is_empty());

    let other = "after/wards";
    bench.run(|s| {
        Intent::RenameCheckpoint {
            vm: vm.id,
            label: first.label.clone(),
            new_name: other.to_owned(),
        }
        .plan(s)
    });
    bench.run(make("second"));
    on_vf(bench, "ct-a", &alias);
    let all = checkpoints(bench, &vm);
    let second = all
        .iter()
        .find(|c| c.name == "second")
        .expect("it is there");
    assert_eq!(second.parent.as_ref(), Some(&first.label));
    assert!(second.current);
    assert!(all.iter().any(|c| c.name == other && !c.current));

    settings(
        bench,
        Changes {
            notes: Some("spoilt".to_owned()),
            checkpoint_type: Some(CheckpointType::Disabled),
            ..Changes::default()
        },
    );
    assert_eq!(bench.no_plan(make("third")), "Checkpoint.Disabled");
    bench.run(|s| {
        Intent::RestoreCheckpoint {
            vm: vm.id,
            label: first.label.clone(),
        }
        .plan(s)
    });
    let now = bench.vm("ct-a");
    assert_eq!(now.state, VmState::Running);
    assert_eq!(now.settings().notes, "as it was");
    assert_eq!(now.settings().checkpoint_type, CheckpointType::Production);
    on_vf(bench, "ct-a", &alias);
    let all = checkpoints(bench, &vm);
    assert!(all.iter().all(|c| c.current == (c.label == first.label)));

    for label in [&second.label, &first.label] {
        bench.run(|s| {
            Intent::RemoveCheckpoint {
                vm: vm.id,
                label: label.clone(),
            }
            .plan(s)
        });
    }
    assert!(checkpoints(bench, &vm).is_empty());
    on_vf(bench, "ct-a", &alias);
    bench.drop_vm("ct-a");
    bench.drop_switch("ct-iov");
}

/// What cannot be had is said before anything is changed.
pub fn checkpoints_that_cannot_be_are_refused(bench: &Bench) {
    let vm = bench.make_vm("ct-a", None);
    assert_eq!(bench.no_plan(make("off")), "Checkpoint.NothingToSave");
    assert_eq!(bench.no_plan(make(" ")), "Checkpoint.NameInvalid");
    assert_eq!(
        bench.no_plan(|s| Intent::RestoreCheckpoint {
            vm: vm.id,
            label: "gone".to_owned()
        }
        .plan(s)),
        "Checkpoint.NotFound"
    );
    settings(
        bench,
        Changes {
            checkpoint_type: Some(CheckpointType::ProductionOnly),
            autostart: Some(true),
            ..Changes::default()
        },
    );
    assert!(bench.vm("ct-a").autostart);
    bench.run(|s| Intent::StartVm { vm: "ct-a".into() }.plan(s));
    assert_eq!(bench.no_plan(make("quiet")), "Checkpoint.NotQuiesced");
    settings(
        bench,
        Changes {
            autostart: Some(false),
            ..Changes::default()
        },
    );
    // The VM is not on a switch, so it asks for nothing and lacks nothing.
    let state = bench.state();
    let now = state.vm(vm.id).expect("the VM");
    assert!(!now.autostart);
    let reason: Option<IovReason> =
        iovsh::backend::policy::adapter_status(&state, now, &now.adapters[0]).reason;
    assert_eq!(reason, None);
    bench.drop_vm("ct-a");
}
