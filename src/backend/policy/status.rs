//! How an adapter stands: is a VF allocated, does the guest use it, and if not, why not.

use super::handout::team_partners;
use super::support::{adapter_support, host_reasons};
use crate::backend::model::{
    Adapter, AdapterVlan, IovReason, PciAddress, PhysicalFunction, PortMirroring, SriovSupport,
    State, VirtualFunction, Vm,
};
use crate::backend::state::DesiredSwitch;

/// The state of one adapter, as `Get-VMNetworkAdapter` shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdapterStatus {
    /// VFs that are allocated to the adapter: 0 or 1.
    pub iov_usage: u32,
    /// The guest uses the VF.
    pub vf_data_path_active: bool,
    /// Index of the VF on its PF, where one is allocated.
    pub function_id: Option<u32>,
    /// Why an adapter that asked for a VF is not on one. `None` while the VM is off, when nothing was asked for, and when
    /// all is well.
    pub reason: Option<IovReason>,
    /// One sentence for people: what is, and why.
    pub explanation: String,
}

impl AdapterStatus {
    /// True when something that was asked for is not there.
    #[must_use]
    pub fn is_degraded(&self) -> bool {
        self.reason.is_some()
    }

    /// Hyper-V's wording on the Networking tab; empty for a VM that is off.
    #[must_use]
    pub fn description(&self) -> &'static str {
        match (self.vf_data_path_active, self.is_degraded()) {
            (true, _) => "OK (SR-IOV active)",
            (false, true) => "Degraded (SR-IOV not operational)",
            (false, false) => "OK",
        }
    }
}

/// The switch that an adapter is connected to.
pub(super) fn switch_of<'s>(state: &'s State, adapter: &Adapter) -> Option<&'s DesiredSwitch> {
    state.desired.switch_on(adapter.bridge.as_ref()?)
}

/// How an adapter stands.
#[must_use]
pub fn adapter_status(state: &State, vm: &Vm, adapter: &Adapter) -> AdapterStatus {
    let vf = adapter.vf.as_ref().and_then(|v| state.vf(v.address));
    let mut status = AdapterStatus {
        iov_usage: u32::from(adapter.vf.is_some()),
        vf_data_path_active: vf.is_some_and(|v| v.driven == Some(true)),
        function_id: vf.map(|v| v.index),
        reason: None,
        explanation: String::new(),
    };
    if !vm.state.is_active() {
        status.explanation = "The virtual machine is off.".to_owned();
        return status;
    }
    if let Some(vf) = vf {
        if status.vf_data_path_active {
            status.explanation = format!("The guest uses {}.", describe(state, vf));
        } else {
            status.reason = Some(IovReason::IovGuestDriversNeeded);
            status.explanation = format!(
                "{} is attached, but the guest does not use it yet; if this lasts, it lacks the driver.",
                describe(state, vf)
            );
        }
        return status;
    }
    if adapter.settings.iov_weight == 0 {
        status.explanation = "No virtual function was asked for (IovWeight is 0).".to_owned();
        return status;
    }
    match eligible(state, adapter) {
        Err((reason, explanation)) => {
            status.reason = reason;
            status.explanation = explanation;
        }
        Ok(functions) => {
            let partners = team_partners(state, vm, adapter);
            let alone = functions.iter().all(|pf| partners.contains(pf));
            let functions: Vec<_> = functions
                .into_iter()
                .filter(|pf| alone || !partners.contains(pf))
                .collect();
            let free = free_vfs(state)
                .filter(|v| functions.contains(&v.pf))
                .count();
            status.reason = Some(IovReason::IovNoAvailResources);
            status.explanation = if alone {
                "Another adapter of the guest's team has a virtual function of the same network adapter; connect this one to a switch on another.".to_owned()
            } else if free > 0 {
                "A virtual function is free and will be attached at the next repair.".to_owned()
            } else {
                no_vf_left(state, &functions, adapter.settings.iov_weight)
            };
        }
    }
    status
}

/// The reasons of all adapters of a VM, for its secondary operational status.
#[must_use]
pub fn vm_status(state: &State, vm: &Vm) -> Vec<IovReason> {
    let mut reasons: Vec<IovReason> = vm
        .adapters
        .iter()
        .filter_map(|a| adapter_status(state, vm, a).reason)
        .collect();
    reasons.sort_unstable();
    reasons.dedup();
    reasons
}

fn describe(state: &State, vf: &VirtualFunction) -> String {
    let name = state
        .function(vf.pf)
        .and_then(|f| f.interface.as_ref())
        .map(ToString::to_string);
    format!(
        "VF {} of {} ({})",
        vf.index,
        name.unwrap_or_else(|| vf.pf.to_string()),
        vf.address
    )
}

/// Why no VF of these PFs is left for an adapter of this weight, and whether there is a way to one.
fn no_vf_left(state: &State, functions: &[PciAddress], weight: u8) -> String {
    let pfs: Vec<_> = functions
        .iter()
        .filter_map(|a| state.function(*a))
        .collect();
    let total: u32 = pfs.iter().map(|f| f.num_vfs).sum();
    let off = pfs.iter().all(|f| {
        state
            .desired
            .nic(&f.identity)
            .is_some_and(|n| !n.sriov_enabled)
    });
    if off && !pfs.is_empty() {
        return "SR-IOV is disabled on the switch's network adapter.".to_owned();
    }
    if total == 0 {
        return "The switch's network adapter has no virtual functions.".to_owned();
    }
    let of_host = pfs
        .iter()
        .flat_map(|f| &f.vfs)
        .filter(|v| v.owner.is_none() && is_used_by_host(state, v))
        .count();
    let unclaimed = if of_host > 0 {
        format!(" ({of_host} of them by the host itself or by other tools)")
    } else {
        String::new()
    };
    let holders = state.vms.iter().flat_map(|v| &v.adapters);
    let lighter = holders
        .filter(|a| a.settings.iov_weight < weight)
        .filter_map(|a| state.vf(a.vf.as_ref()?.address))
        .filter(|vf| functions.contains(&vf.pf))
        .count();
    let way_out = if lighter > 0 && !state.desired.preemption {
        format!(
            "; adapters of lower IovWeight keep {lighter} of them unless Set-VMHost -IovPreemptionEnabled allows otherwise"
        )
    } else {
        String::new()
    };
    format!("All {total} virtual functions of the switch are in use{unclaimed}{way_out}.")
}

/// VFs that nobody has and that may be handed out.
pub(super) fn free_vfs(state: &State) -> impl Iterator<Item = &VirtualFunction> {
    state.functions.iter().flat_map(|function| {
        function.vfs.iter().filter(|vf| {
            vf.owner.is_none()
                && (vf.representor.is_some() || !function.is_switchdev())
                && !is_used_by_host(state, vf)
                && vf.flr != Some(false)
                && vf.group_blocker().is_none()
                && state.desired.claim(&function.identity, vf.index).is_none()
        })
    })
}

/// Whether something other than a VM may be using a VF: a network driver whose interface is up, has an address or is part
/// of something, or a driver of user space that is not known to be ours. An idle network driver gives way, and comes back
/// when the VF does.
pub(super) fn is_used_by_host(state: &State, vf: &VirtualFunction) -> bool {
    match (&vf.driver, &vf.interface) {
        (None, _) => false,
        (Some(_), Some(name)) => state
            .link(name)
            .is_none_or(|l| l.up || l.master.is_some() || !l.addresses.is_empty()),
        (Some(_), None) => true,
    }
}

/// The PFs whose VFs the adapter may have, or why it may have none. The reason is `None` where there is nothing that an
/// admin asked for in vain (an adapter that is connected to nothing).
pub(super) fn eligible(
    state: &State,
    adapter: &Adapter,
) -> Result<Vec<PciAddress>, (Option<IovReason>, String)> {
    if adapter.bridge.is_none() {
        return Err((None, "The adapter is connected to no switch.".to_owned()));
    }
    let Some(switch) = switch_of(state, adapter) else {
        let text = "The adapter is connected to a bridge that was not made by New-VMSwitch.";
        return Err((Some(IovReason::SwitchNotInIovMode), text.to_owned()));
    };
    if !switch.iov_enabled {
        let text = format!(
            "The switch '{}' is not in IOV mode; that is chosen when it is made (New-VMSwitch -EnableIov).",
            switch.name
        );
        return Err((Some(IovReason::SwitchNotInIovMode), text));
    }
    if let Some(reason) = host_reasons(state).first() {
        return Err((Some(IovReason::NoIommu), reason.text().to_owned()));
    }
    let mut functions = Vec::new();
    let mut why_not = None;
    for identity in &switch.uplinks {
        let Some(link) = state.link_of(identity) else {
            continue;
        };
        let function = state.function_of(&link.name);
        match function.map(|f| (f, adapter_support(state, f))) {
            Some((function, SriovSupport::Supported)) => functions.push(function),
            Some((_, support)) => why_not = Some(support),
            None => why_not = Some(SriovSupport::MissingPfDriver),
        }
    }
    if functions.is_empty() {
        let text = why_not.map_or(
            "The switch's network adapter is missing.",
            SriovSupport::text,
        );
        return Err((Some(IovReason::NoIovSupportInNic), text.to_owned()));
    }
    // A member of a team that has lost its link takes its VFs along; those of the others still work.
    let works = |f: &&PhysicalFunction| {
        let link = f.interface.as_ref().and_then(|name| state.link(name));
        link.is_some_and(|l| l.up && l.carrier)
    };
    if functions.iter().any(works) {
        functions.retain(works);
    }
    let chosen = |f: &&PhysicalFunction| {
        f.interface.is_some() && f.interface == adapter.settings.team_mapping
    };
    if functions.iter().any(chosen) {
        functions.retain(chosen);
    }
    let blocked = blocking_policies(
        state,
        adapter,
        &functions.iter().map(|f| f.address).collect::<Vec<_>>(),
    );
    if !blocked.is_empty() {
        let text = format!("A virtual function cannot enforce: {}.", blocked.join(", "));
        return Err((Some(IovReason::IovBlockedByPolicy), text));
    }
    Ok(functions.into_iter().map(|f| f.address).collect())
}

/// The settings of an adapter that a VF of these PFs cannot enforce, by the names of their parameters.
#[must_use]
pub fn blocking_policies(
    state: &State,
    adapter: &Adapter,
    functions: &[PciAddress],
) -> Vec<&'static str> {
    let settings = &adapter.settings;
    let functions: Vec<_> = functions
        .iter()
        .filter_map(|a| state.function(*a))
        .collect();
    let knobs: Vec<_> = functions.iter().map(|f| f.knobs()).collect();
    // There the VF's end on the host is a port of the bridge, as the tap is: VLANs are kept by the bridge, and there is no
    // check of source addresses that would have to be turned off.
    let on_bridge = !functions.is_empty() && functions.iter().all(|f| f.is_switchdev());
    let lacks = |has: fn(&crate::backend::model::Knobs) -> bool| knobs.iter().any(|k| !has(k));
    let rules = [
        // The two halves of a failover pair know each other by their address.
        (lacks(|k| k.mac), "MacAddress"),
        (settings.dhcp_guard, "DhcpGuard"),
        (settings.router_guard, "RouterGuard"),
        (
            settings.port_mirroring != PortMirroring::None,
            "PortMirroring",
        ),
        (!settings.acls.is_empty(), "Acl"),
        (!settings.extended_acls.is_empty(), "ExtendedAcl"),
        (
            settings.vlan.on_vf().is_some() && lacks(|k| k.vlan) && !on_bridge,
            "VlanId",
        ),
        // A VF's list of VLANs cannot be set on any driver of the mainline kernel.
        (
            matches!(settings.vlan, AdapterVlan::Trunk { .. }) && !on_bridge,
            "AllowedVlanIdList",
        ),
        (
            settings.mac_spoofing && lacks(|k| k.spoof_check) && !on_bridge,
            "MacAddressSpoofing",
        ),
        (
            settings.allow_teaming
                && !settings.mac_spoofing
                && lacks(|k| k.spoof_check)
                && !on_bridge,
            "AllowTeaming",
        ),
        (
            !settings.maximum_bandwidth.is_none() && lacks(|k| k.maximum_rate),
            "MaximumBandwidth",
        ),
        (
            !settings.minimum_bandwidth.is_none() && lacks(|k| k.minimum_rate),
            "MinimumBandwidthAbsolute",
        ),
        (!adapter.virtio, "adapter model"),
        (
            !adapter.teaming || !adapter.alias.is_user_defined(),
            "adapter made without failover pair",
        ),
    ];
    rules
        .into_iter()
        .filter(|(blocks, _)| *blocks)
        .map(|(_, name)| name)
        .collect()
}
