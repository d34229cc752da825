//! An adapter that another tool made becomes the paravirtual half of a failover pair, so that a VF can join it.

use crate::model::{Adapter, AdapterAlias, AdapterSettings, Uuid, VmState};
use crate::plan::{DeviceChange, DomainChange, PlanBuilder};

/// Whether a VF cannot join it, but could if it were made anew.
pub(in crate::policy) fn lacks_pair(adapter: &Adapter) -> bool {
    adapter.virtio && !(adapter.teaming && adapter.alias.is_user_defined())
}

/// Makes the adapters of a VM that ask for a VF halves of a pair, while the VM is off: their addresses and their places in the guest
/// stay. Those of a VM that runs or is saved have to wait.
pub(in crate::policy) fn make_pairs(plan: &mut PlanBuilder, vm: Uuid) {
    let Some(vm) = plan.state().vm(vm).filter(|vm| vm.state == VmState::Off) else {
        return;
    };
    let asks = |a: &&Adapter| a.settings.iov_weight > 0 && lacks_pair(a);
    let adapters: Vec<Adapter> = vm.adapters.iter().filter(asks).cloned().collect();
    let vm = vm.id;
    for adapter in adapters {
        let Some(known) = plan.state().vm(vm) else {
            return;
        };
        // libvirt keeps only the aliases of users.
        let to = if adapter.alias.is_user_defined() {
            adapter.alias.clone()
        } else {
            AdapterAlias::paired(vm, &adapter.alias)
        };
        let name = adapter.settings.name.clone();
        if to != adapter.alias {
            let mut settings = known.settings();
            settings.remove(&adapter.alias);
            let own = AdapterSettings {
                id: AdapterAlias::paired_id(vm, &adapter.alias),
                ..adapter.settings.clone()
            };
            settings.put(&to, own);
            plan.step(
                format!("Remember the settings of '{name}'"),
                DomainChange::SetMetadata {
                    vm,
                    settings: Some(settings),
                },
            );
        }
        plan.step(
            format!("Make '{name}' the paravirtual half of a failover pair"),
            DeviceChange::Pair {
                vm,
                from: adapter.alias,
                to,
                teaming: true,
            },
        );
    }
}
