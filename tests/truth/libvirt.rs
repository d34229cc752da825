//! What is not a question to libvirt is answered without it.

use std::sync::Arc;

use iovsh::backend::journal::Entry;
use iovsh::backend::model::{Scope, State, VmDetail};
use iovsh::backend::plan::Change;
use iovsh::backend::sim::{SimMachine, fixture};
use iovsh::backend::state::Store;
use iovsh::backend::{Category, Events, HostError, Machine};
use iovsh::cmdlets::Services;
use iovsh::shell::stack::with_large_stack;

use crate::session::{run, session};

/// A host whose libvirt does not answer.
struct WithoutLibvirt(SimMachine);

impl Machine for WithoutLibvirt {
    fn name(&self) -> &str {
        self.0.name()
    }
    fn store(&self) -> &Store {
        self.0.store()
    }
    fn observe(&self, scope: &Scope) -> Result<State, HostError> {
        if scope.vms > VmDetail::None || scope.networks {
            let text = "libvirt does not answer, so there are no VMs to be seen.";
            return Err(HostError::new(
                "Host.LibvirtUnavailable",
                Category::ConnectionError,
                text,
            ));
        }
        self.0.observe(scope)
    }
    fn apply(&self, change: &Change) -> Result<(), HostError> {
        self.0.apply(change)
    }
    fn append_journal(&self, entries: &mut [Entry]) -> Result<(), HostError> {
        self.0.append_journal(entries)
    }
    fn watch(&self, scope: &Scope) -> Result<Events, HostError> {
        self.0.watch(scope)
    }
}

#[test]
fn the_first_question_of_all_needs_no_libvirt() {
    let (sriov, functions, adapters) = with_large_stack(|| {
        let host = WithoutLibvirt(SimMachine::in_memory(fixture("default").expect("a fixture")));
        let mut session = session(Services::of(Arc::new(host)));
        let line = "Get-NetAdapterSriov | ForEach-Object { \"$($_.Name) $($_.SriovSupport) $($_.NumVFs) [$($_.NumAllocatedVFs)]\" }";
        (
            run(&mut session, line),
            run(&mut session, "Get-NetAdapterSriovVf"),
            run(&mut session, "(Get-NetAdapter).Count; (Get-VMHost).IovSupport"),
        )
    })
    .expect("a thread");
    assert!(sriov.errors.is_empty(), "{:?}", sriov.errors);
    assert_eq!(
        sriov.objects,
        ["enp1s0f0 Supported 7 []", "enp1s0f1 Supported 7 []"]
    );
    assert_eq!(sriov.warnings.len(), 1, "{:?}", sriov.warnings);
    assert!(functions.errors.is_empty() && functions.warnings.len() == 1);
    assert_eq!(adapters.objects, ["3", "True"]);
}
