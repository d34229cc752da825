//! Adapters of virtual machines, the machines, and the systems in them.

use std::collections::BTreeMap;

use crate::model::{Adapter, IovReason, State, Vm};
use crate::plan::virsh::virsh_vm_step;
use crate::policy::diagnosis::about::About;
use crate::policy::diagnosis::finding::{Finding, Layer, Severity};
use crate::policy::diagnosis::remedy::remedy;
use crate::policy::intent::Intent;
use crate::policy::vf::hindrance::Hindrance;
use crate::policy::vf::status::{adapter_status, eligible, switch_of};
use crate::policy::vm::adapter::Changes;
use crate::policy::word::pattern;

/// From so many adapters on that have the same said of them they are one finding.
const FOLDED: usize = 8;

/// The weight that an adapter is given which is to have a virtual function, as Hyper-V Manager does.
const IOV_WEIGHT: u8 = 100;

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
                ))
                .by_hand("What was meant cannot be read, so nothing is written over it."),
            );
            continue;
        }
        if vm.adapters.is_empty() && about.names_vms() {
            found.push(without_adapters(vm));
        }
        for adapter in &vm.adapters {
            let status = adapter_status(state, vm, adapter);
            let Some(reason) = status.reason else {
                found.extend(not_asked_for(state, about, vm, adapter));
                found.extend(at_start(state, about, vm, adapter));
                continue;
            };
            let (layer, code) = code_of(reason);
            let target = target(vm, adapter);
            let mut finding = Finding::new(layer, Severity::Obstacle, code, target)
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
            match remedy(state, vm, adapter, status.hindrance.as_ref()) {
                Ok(intents) => finding.repairs = intents,
                Err(why) => finding.by_hand = why,
            }
            let key = (code, finding.text.clone());
            alike.entry(key).or_default().push(finding);
        }
    }
    found.extend(alike.into_values().flat_map(fold));
    found
}

fn target(vm: &Vm, adapter: &Adapter) -> String {
    format!("{}: {}", vm.name, adapter.settings.name)
}

/// A machine that was asked about by its name, and has nothing that a virtual function could be for.
fn without_adapters(vm: &Vm) -> Finding {
    Finding::new(Layer::Vm, Severity::Note, "Vm.NoAdapter", vm.name.as_str())
        .says("The virtual machine has no network adapter.")
        .shown_by(format!(
            "Get-VMNetworkAdapter {}: there is none",
            pattern(&vm.name)
        ))
        .then(format!(
            "Add-VMNetworkAdapter -VMName {} -SwitchName SWITCH",
            pattern(&vm.name)
        ))
        .by_hand("Whether it is to be on a network, and on which, is for you to say.")
}

/// What keeps an adapter from the virtual function that it asks for as soon as its machine starts. Of a machine that is off nothing is
/// said unless it was named.
fn at_start(state: &State, about: &About, vm: &Vm, adapter: &Adapter) -> Option<Finding> {
    let is_asked = about.names_vms() && !vm.state.is_active() && adapter.settings.iov_weight > 0;
    let hindrance = eligible(state, adapter).err().filter(|_| is_asked)?;
    // That is put right while the machine is off.
    if matches!(hindrance, Hindrance::NoPair) {
        return None;
    }
    let reason = hindrance.reason();
    let (layer, code) = code_of(reason);
    let mut finding = Finding::new(layer, Severity::Obstacle, code, target(vm, adapter))
        .says(format!(
            "When the virtual machine starts: {}",
            hindrance.text()
        ))
        .shown_by(format!("it would be {} ({})", reason.code(), reason.name()))
        .then(hindrance.next_step(state, vm, adapter));
    match remedy(state, vm, adapter, Some(&hindrance)) {
        Ok(intents) => finding.repairs = intents,
        Err(why) => finding.by_hand = why,
    }
    Some(finding)
}

/// An adapter of a machine that was asked about by its name, for which nobody asked for a virtual function.
fn not_asked_for(state: &State, about: &About, vm: &Vm, adapter: &Adapter) -> Option<Finding> {
    if !about.names_vms() || adapter.settings.iov_weight > 0 {
        return None;
    }
    let name = &adapter.settings.name;
    let is_on_iov = switch_of(state, adapter).is_some_and(|switch| switch.iov_enabled);
    let in_the_way = eligible(state, adapter).err();
    if let Some(hindrance) = in_the_way.filter(|h| !is_on_iov || *h == Hindrance::Emulated) {
        return Some(
            Finding::new(
                Layer::Adapter,
                Severity::Note,
                "Adapter.NotAskedFor",
                target(vm, adapter),
            )
            .says(format!(
                "No virtual function was asked for, and it would get none as it is: {}",
                hindrance.text()
            ))
            .shown_by("Get-VMNetworkAdapter: IovWeight is 0")
            .then(hindrance.next_step(state, vm, adapter))
            .by_hand(
                "Whether it is to be on another network, or another device, is for you to say.",
            ),
        );
    }
    let changes = Changes {
        iov_weight: Some(IOV_WEIGHT),
        ..Changes::default()
    };
    Some(
        Finding::new(
            Layer::Adapter,
            Severity::Note,
            "Adapter.NotAskedFor",
            target(vm, adapter),
        )
        .says("No virtual function was asked for.")
        .shown_by("Get-VMNetworkAdapter: IovWeight is 0")
        .then(format!(
            "Set-VMNetworkAdapter -VMName {} -Name {} -IovWeight {IOV_WEIGHT}",
            pattern(&vm.name),
            pattern(name)
        ))
        .repaired_by(Intent::SetAdapter {
            vm: vm.id,
            adapter: adapter.alias.clone(),
            changes: Box::new(changes),
        }),
    )
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
    let rest = alike.split_off(1);
    if let Some(first) = alike.first_mut() {
        first.target = format!("{}, and {} more", first.target, rest.len());
        let more = rest.into_iter().flat_map(|finding| finding.repairs);
        for intent in more {
            if !first.repairs.contains(&intent) {
                first.repairs.push(intent);
            }
        }
        if !first.repairs.is_empty() {
            first.by_hand = "";
        }
    }
    alike
}
