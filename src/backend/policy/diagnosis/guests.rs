//! Adapters of virtual machines, the machines, and the systems in them.

use std::collections::BTreeMap;

use crate::model::{IovReason, State};
use crate::plan::virsh::virsh_vm_step;
use crate::policy::diagnosis::about::About;
use crate::policy::diagnosis::finding::{Finding, Layer, Severity};
use crate::policy::vf::status::adapter_status;

/// From so many adapters on that have the same said of them they are one finding.
const FOLDED: usize = 8;

pub(super) fn findings(state: &State, about: &About) -> Vec<Finding> {
    let mut alike: BTreeMap<(&'static str, String), Vec<Finding>> = BTreeMap::new();
    let mut found = Vec::new();
    for vm in state.vms.iter().filter(|vm| about.has_vm(vm.id)) {
        if vm.unreadable.is_some() {
            found.push(
                Finding::new(
                    Layer::Vm,
                    Severity::Obstacle,
                    "Vm.Unreadable",
                    vm.name.as_str(),
                )
                .says("The configuration of the virtual machine cannot be read; it is left alone.")
                .shown_by(virsh_vm_step("dumpxml", "", vm, &[]))
                .then(format!(
                    "Mend its metadata: {}",
                    virsh_vm_step("edit", "", vm, &[])
                )),
            );
            continue;
        }
        for adapter in &vm.adapters {
            let status = adapter_status(state, vm, adapter);
            let Some(reason) = status.reason else {
                continue;
            };
            let (layer, code) = code_of(reason);
            let target = format!("{}: {}", vm.name, adapter.settings.name);
            let finding = Finding::new(layer, Severity::Obstacle, code, target)
                .says(status.explanation)
                .shown_by(format!(
                    "SecondaryOperationalStatus {} ({})",
                    reason.code(),
                    reason.name()
                ))
                .then(
                    status
                        .next_step
                        .unwrap_or_else(|| reason.next_step().to_owned()),
                );
            let key = (code, finding.text.clone());
            alike.entry(key).or_default().push(finding);
        }
    }
    found.extend(alike.into_values().flat_map(fold));
    found
}

fn code_of(reason: IovReason) -> (Layer, &'static str) {
    match reason {
        IovReason::NoIommu => (Layer::Adapter, "Adapter.NoIommu"),
        IovReason::NoIovSupportInNic => (Layer::Adapter, "Adapter.NoIovSupportInNic"),
        IovReason::SwitchNotInIovMode => (Layer::Adapter, "Adapter.SwitchNotInIovMode"),
        IovReason::IovBlockedByPolicy => (Layer::Adapter, "Adapter.IovBlockedByPolicy"),
        IovReason::IovNoAvailResources => (Layer::Adapter, "Adapter.IovNoAvailResources"),
        IovReason::IovGuestDriversNeeded => (Layer::Guest, "Guest.IovGuestDriversNeeded"),
    }
}

/// Many adapters that have the same said of them are told of once.
fn fold(mut alike: Vec<Finding>) -> Vec<Finding> {
    if alike.len() < FOLDED {
        return alike;
    }
    let more = alike.len() - 1;
    alike.truncate(1);
    if let Some(first) = alike.first_mut() {
        first.target = format!("{}, and {more} more", first.target);
    }
    alike
}
