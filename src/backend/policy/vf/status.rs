//! How an adapter stands: is a VF allocated, does the guest use it, and if not, why not.

use crate::model::{
    Adapter, AdapterVlan, InterfaceName, IovReason, NetAdapter, PciAddress, PhysicalFunction,
    State, SwitchType, VirtualFunction, Vm, driver_traits,
};
use crate::policy::network::filters;
use crate::policy::vf::hindrance::{Blocked, Hindrance};
use crate::policy::vf::obstacle::{Obstacle, obstacle};
use crate::policy::vf::rates;
use crate::policy::vf::record;
use crate::policy::vf::support::{adapter_support, host_reasons, link_support};
use crate::policy::vm::pair;
use crate::policy::word::{pattern, word};
use crate::state::DesiredSwitch;

/// The state of one adapter, as `Get-VMNetworkAdapter` shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdapterStatus {
    /// VFs that are allocated to the adapter: 0 or 1.
    pub iov_usage: u32,
    /// The guest uses the VF.
    pub vf_data_path_active: bool,
    /// It has a VF, and whether the guest uses it cannot be seen by this user.
    pub vf_data_path_unseen: bool,
    /// Index of the VF on its PF, where one is allocated.
    pub function_id: Option<u32>,
    /// Why an adapter that asked for a VF is not on one. `None` only while the VM is off, when nothing was asked for, and
    /// when all is well.
    pub reason: Option<IovReason>,
    /// One sentence for people: what is, and why.
    pub explanation: String,
    /// The network adapter whose missing link keeps the adapter from everything outside of this host: that of its VF, or all of its
    /// switch (the first of them). Only of machines that run.
    pub without_link: Option<InterfaceName>,
    /// With a reason or without a link: the command that an admin types next.
    pub next_step: Option<String>,
    /// With a reason: what is in the way; `None` where it is the guest's driver.
    pub(in crate::policy) hindrance: Option<Hindrance>,
}

impl AdapterStatus {
    /// True when something that was asked for is not there.
    #[must_use]
    pub fn is_degraded(&self) -> bool {
        self.reason.is_some()
    }

    /// The explanation, and the next step where there is one: the same words in the warning, the event and the properties.
    #[must_use]
    pub fn sentence(&self) -> String {
        match &self.next_step {
            Some(command) => format!("{} Next step: {command}", self.explanation),
            None => self.explanation.clone(),
        }
    }

    /// Hyper-V's wording on the Networking tab; empty for a VM that is off.
    #[must_use]
    pub fn description(&self) -> &'static str {
        let lost = self.without_link.is_some();
        match (self.vf_data_path_active, self.is_degraded()) {
            (true, true) => "Degraded (SR-IOV active)",
            (true, false) if lost => "Lost Communication (SR-IOV active)",
            (true, false) => "OK (SR-IOV active)",
            (false, true) => "Degraded (SR-IOV not operational)",
            (false, false) if lost => "Lost Communication",
            (false, false) => "OK",
        }
    }
}

/// The switch that an adapter is connected to.
pub(in crate::policy) fn switch_of<'s>(
    state: &'s State,
    adapter: &Adapter,
) -> Option<&'s DesiredSwitch> {
    state.desired.switch_on(adapter.bridge.as_ref()?)
}

/// PFs that other team members of the same guest are on.
pub(in crate::policy) fn team_partners(
    state: &State,
    vm: &Vm,
    adapter: &Adapter,
) -> Vec<PciAddress> {
    if !adapter.settings.allow_teaming {
        return Vec::new();
    }
    let others = vm
        .adapters
        .iter()
        .filter(|a| a.alias != adapter.alias && a.settings.allow_teaming);
    others
        .filter_map(|a| state.vf(a.vf.as_ref()?.address))
        .map(|v| v.pf)
        .collect()
}

/// How an adapter stands.
#[must_use]
pub fn adapter_status(state: &State, vm: &Vm, adapter: &Adapter) -> AdapterStatus {
    let mut status = path_status(state, vm, adapter);
    if !vm.state.is_active() {
        return status;
    }
    if let Some(link) = missing_link(state, adapter) {
        let name = &link.name;
        let (what, step) = match link.up {
            true => (
                "has no link",
                format!("Get-NetAdapter {}", pattern(name.as_str())),
            ),
            false => (
                "is disabled",
                format!("Enable-NetAdapter {}", pattern(name.as_str())),
            ),
        };
        status.explanation = format!("{} {name} {what}.", status.explanation);
        status.next_step.get_or_insert(step);
        status.without_link = Some(name.clone());
    }
    status
}

/// The network adapter without a link that an adapter's traffic would have to take: that of its VF, else that of its switch, where no
/// other one of the switch has a link.
fn missing_link<'s>(state: &'s State, adapter: &Adapter) -> Option<&'s NetAdapter> {
    let vf = adapter.vf.as_ref().and_then(|vf| state.vf(vf.address));
    let works = |link: &&NetAdapter| link.up && link.carrier;
    if let Some(vf) = vf {
        let function = state.function(vf.pf)?;
        let link = state.link(function.interface.as_ref()?)?;
        return (!works(&link)).then_some(link);
    }
    let switch = switch_of(state, adapter)?;
    let links = || switch.uplinks.iter().filter_map(|nic| state.link_of(nic));
    match links().any(|link| works(&link)) {
        true => None,
        false => links().next(),
    }
}

/// How an adapter stands, whatever becomes of its traffic behind the NIC.
fn path_status(state: &State, vm: &Vm, adapter: &Adapter) -> AdapterStatus {
    let vf = adapter.vf.as_ref().and_then(|v| state.vf(v.address));
    let mut status = AdapterStatus {
        iov_usage: u32::from(adapter.vf.is_some()),
        vf_data_path_active: vf.is_some_and(|v| v.driven == Some(true)),
        vf_data_path_unseen: false,
        function_id: vf.map(|v| v.index),
        reason: None,
        explanation: String::new(),
        without_link: None,
        next_step: None,
        hindrance: None,
    };
    if !vm.state.is_active() {
        status.explanation = "The virtual machine is off.".to_owned();
        return status;
    }
    if let Some(vf) = vf {
        let drift = record::drift(state, vm, adapter, vf);
        if !drift.is_empty() {
            let hindrance = Hindrance::Drift {
                vf: describe(state, vf),
                settings: record::parameters(&drift),
            };
            status.reason = Some(hindrance.reason());
            status.explanation = hindrance.text();
            status.next_step = Some(hindrance.next_step(state, vm, adapter));
            status.hindrance = Some(hindrance);
        } else if status.vf_data_path_active {
            status.explanation = format!("The guest uses {}.", describe(state, vf));
        } else if vf.driven.is_none() {
            // A VF's PCI configuration is root's to read, beyond its first 64 bytes.
            status.vf_data_path_unseen = true;
            status.explanation = format!(
                "{} is attached; whether the guest uses it only root can see.",
                describe(state, vf)
            );
        } else {
            status.reason = Some(IovReason::IovGuestDriversNeeded);
            status.explanation = format!(
                "{} is attached, but the guest does not use it yet; if this lasts, it lacks the driver{}.",
                describe(state, vf),
                guest_driver(state, vf)
            );
            status.next_step = Some(in_the_guest(state, &vm.name, vf));
        }
        return status;
    }
    if adapter.settings.iov_weight == 0 {
        status.explanation = "No virtual function was asked for (IovWeight is 0).".to_owned();
        return status;
    }
    let hindrance = match eligible_now(state, adapter) {
        Err(hindrance) => hindrance,
        Ok(functions) => {
            let partners = team_partners(state, vm, adapter);
            let alone = functions.iter().all(|pf| partners.contains(pf));
            let functions: Vec<_> = functions
                .into_iter()
                .filter(|pf| alone || !partners.contains(pf))
                .collect();
            if alone {
                Hindrance::TeamPartner
            } else if free_vfs(state).any(|v| functions.contains(&v.pf)) {
                match state.desired.refusal_of(vm.id, &adapter.alias) {
                    Some(refused) => Hindrance::Refused(refused.text.clone()),
                    None => Hindrance::Waiting,
                }
            } else {
                no_vf_left(state, &functions, adapter.settings.iov_weight)
            }
        }
    };
    status.reason = Some(hindrance.reason());
    status.explanation = hindrance.text();
    status.next_step = Some(hindrance.next_step(state, vm, adapter));
    status.hindrance = Some(hindrance);
    status
}

/// Whether the host's NICs have a part in how an adapter of this VM stands: it has a VF, it asks for one and runs, or its traffic is
/// counted by filters.
#[must_use]
pub fn depends_on_nics(vm: &Vm) -> bool {
    let active = vm.state.is_active();
    vm.adapters.iter().any(|adapter| {
        let settings = &adapter.settings;
        adapter.vf.is_some() || active && (settings.iov_weight > 0 || !settings.acls.is_empty())
    })
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

/// The driver that a Linux guest needs for a VF, in brackets.
fn guest_driver(state: &State, vf: &VirtualFunction) -> String {
    match driver_in_guest(state, vf) {
        "" => String::new(),
        name => format!(" ('{name}' in a Linux guest)"),
    }
}

/// Linux's driver for a VF in a guest; empty where it is not known.
fn driver_in_guest(state: &State, vf: &VirtualFunction) -> &'static str {
    let driver = state.function(vf.pf).and_then(|f| f.driver.as_deref());
    driver.map_or("", |name| driver_traits(name).vf_driver)
}

/// What is typed in the guest that does not use its VF: whether the device is there and who drives it, and what lets the driver do so.
fn in_the_guest(state: &State, vm: &str, vf: &VirtualFunction) -> String {
    let look = format!("In the guest of {}: lspci -k", word(vm));
    match driver_in_guest(state, vf) {
        "" => look,
        driver => format!("{look}; modprobe {driver}"),
    }
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
fn no_vf_left(state: &State, functions: &[PciAddress], weight: u8) -> Hindrance {
    let pfs: Vec<_> = functions
        .iter()
        .filter_map(|a| state.function(*a))
        .collect();
    let nic = pfs.iter().find_map(|f| f.interface.clone());
    let off = pfs.iter().all(|f| {
        state
            .desired
            .nic(&f.identity)
            .is_some_and(|n| !n.sriov_enabled)
    });
    let total: u32 = pfs.iter().map(|f| f.num_vfs).sum();
    if let Some(nic) = nic.clone() {
        if off {
            return Hindrance::Disabled { nic };
        }
        if total == 0 {
            let most = state
                .function_of(&nic)
                .map_or(0, PhysicalFunction::most_vfs);
            return Hindrance::NoVfs { nic, most };
        }
    }
    let obstacles: Vec<Obstacle> = pfs
        .iter()
        .flat_map(|f| f.vfs.iter().filter_map(|vf| obstacle(state, f, vf)))
        .collect();
    let holders = state.vms.iter().flat_map(|v| &v.adapters);
    let lighter = holders
        .filter(|a| a.settings.iov_weight < weight)
        .filter_map(|a| state.vf(a.vf.as_ref()?.address))
        .filter(|vf| functions.contains(&vf.pf))
        .count();
    // More of the same would not help.
    let hopeless =
        obstacles.iter().any(Obstacle::outlives_the_vf) && !obstacles.contains(&Obstacle::OfVm);
    let growing = pfs
        .iter()
        .find(|f| f.interface.is_some() && f.num_vfs < f.most_vfs() && !hopeless);
    Hindrance::Exhausted {
        nic: growing.and_then(|f| f.interface.clone()).or(nic),
        total,
        obstacles,
        lighter: if state.desired.preemption { 0 } else { lighter },
        most: growing.map(|f| f.most_vfs()),
    }
}

/// VFs that nobody has and that may be allocated.
pub(crate) fn free_vfs(state: &State) -> impl Iterator<Item = &VirtualFunction> {
    state.functions.iter().flat_map(|function| {
        let vfs = function.vfs.iter();
        vfs.filter(|vf| obstacle(state, function, vf).is_none())
    })
}

/// The PFs whose VFs the adapter may have, or why it may have none.
pub(in crate::policy) fn eligible(
    state: &State,
    adapter: &Adapter,
) -> Result<Vec<PciAddress>, Hindrance> {
    if adapter.bridge.is_none() {
        return Err(Hindrance::Unconnected);
    }
    if !adapter.virtio {
        return Err(Hindrance::Emulated);
    }
    if pair::lacks_pair(adapter) {
        return Err(Hindrance::NoPair);
    }
    let switch = switch_of(state, adapter).ok_or(Hindrance::OtherBridge)?;
    if !switch.iov_enabled {
        return Err(Hindrance::NoIovMode {
            switch: switch.name.clone(),
            external: switch.switch_type == SwitchType::External,
        });
    }
    if let Some(reason) = host_reasons(state).first() {
        return Err(Hindrance::Host(*reason));
    }
    if let Some(team) = switch.team.as_ref().filter(|_| switch.on_host_team) {
        return Err(Hindrance::Nic {
            nic: team.clone(),
            support: crate::model::SriovSupport::MissingPfDriver,
        });
    }
    let mut functions = Vec::new();
    let mut why_not = None;
    for identity in &switch.uplinks {
        let Some(link) = state.link_of(identity) else {
            continue;
        };
        let function = state.function_of(&link.name);
        match function.map(|f| (f, adapter_support(state, f))) {
            Some((function, support)) if support.is_usable() => functions.push(function),
            Some((_, support)) => why_not = Some((link.name.clone(), support)),
            None => why_not = Some((link.name.clone(), link_support(state, link))),
        }
    }
    if functions.is_empty() {
        return Err(match why_not {
            Some((nic, support)) => Hindrance::Nic { nic, support },
            None => Hindrance::NicMissing,
        });
    }
    // A member of a team that has lost its link takes its VFs along; those of the others still work. So it is with a member whose way
    // is dead, but there the guest does not see it: it is left on no such VF while any other member works.
    let team = switch.team.as_ref().and_then(|team| state.team(team));
    let dead = |f: &&PhysicalFunction| {
        let name = f.interface.as_ref();
        name.is_some_and(|name| team.is_some_and(|team| team.is_cut_off(name)))
    };
    if let Some(first) = functions.first().filter(|_| functions.iter().all(&dead)) {
        return Err(Hindrance::PathDead {
            nic: first
                .interface
                .clone()
                .unwrap_or_else(|| switch.bridge.clone()),
            switch: switch.name.clone(),
        });
    }
    let works = |f: &&PhysicalFunction| {
        let link = f.interface.as_ref().and_then(|name| state.link(name));
        link.is_some_and(|l| l.up && l.carrier) && !dead(f)
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
    let all: Vec<_> = functions.iter().map(|f| f.address).collect();
    functions.retain(|f| blocking_policies(state, adapter, &[f.address]).is_empty());
    if functions.is_empty() {
        let blocked = blocking_policies(state, adapter, &all);
        return Err(Hindrance::Policies(
            blocked.into_iter().map(Blocked::plain).collect(),
        ));
    }
    Ok(functions.into_iter().map(|f| f.address).collect())
}

/// Of the PFs whose VFs the adapter may have, those that can give one as the adapter asks for it now: a rate cannot be had above the
/// speed of the link, nor with some drivers without a link. What a VF has already it keeps meanwhile.
pub(in crate::policy) fn eligible_now(
    state: &State,
    adapter: &Adapter,
) -> Result<Vec<PciAddress>, Hindrance> {
    let mut addresses = eligible(state, adapter)?;
    let refusals = |pf: &PciAddress| {
        let function = state.function(*pf);
        function.map_or_else(Vec::new, |f| rates::refusals(state, f, &adapter.settings))
    };
    let first = addresses.first().map(refusals).unwrap_or_default();
    addresses.retain(|pf| refusals(pf).is_empty());
    if addresses.is_empty() {
        return Err(Hindrance::Policies(first));
    }
    Ok(addresses)
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
    let lacks = |has: fn(&crate::model::Knobs) -> bool| knobs.iter().any(|k| !has(k));
    // The two halves of a failover pair know each other by their address.
    let address = lacks(|k| k.mac).then_some("MacAddress");
    let rules = [
        (
            settings.vlan.on_vf().is_some() && lacks(|k| k.vlan) && !on_bridge,
            "VlanId",
        ),
        // A VF's list of VLANs cannot be set on any driver of the mainline kernel.
        (
            matches!(settings.vlan, AdapterVlan::Trunk { .. }) && !on_bridge,
            "AllowedVlanIdList",
        ),
        // Without the knob it is the driver's choice what a VF may send.
        (
            !settings.allow_teaming && lacks(|k| k.spoof_check) && !on_bridge,
            "MacAddressSpoofing",
        ),
        (
            settings.allow_teaming && lacks(|k| k.spoof_check) && !on_bridge,
            "AllowTeaming",
        ),
        (
            !settings.maximum_bandwidth.is_none() && lacks(|k| k.maximum_rate),
            "MaximumBandwidth",
        ),
    ];
    let lacking = rules.into_iter().filter(|(blocks, _)| *blocks);
    let filtered = filters::kept_by_filters(settings);
    let names = address.into_iter().chain(filtered);
    names.chain(lacking.map(|(_, name)| name)).collect()
}
