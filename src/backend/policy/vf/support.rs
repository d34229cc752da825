//! Whether SR-IOV can work: on the host, on a NIC, on a switch; and why not.

use crate::model::{
    HostReason, InterfaceName, LinkKind, NetAdapter, PhysicalFunction, SriovSupport, State, Switch,
    VFIO_PCI, driver_traits,
};
use crate::state::DesiredSwitch;

/// Why SR-IOV cannot work on this host, in the order of Hyper-V's list; empty when it can.
#[must_use]
pub fn host_reasons(state: &State) -> Vec<HostReason> {
    let (host, iommu) = (&state.host, &state.iommu);
    let mut reasons = Vec::new();
    let mut when = |found: bool, reason| {
        if found {
            reasons.push(reason);
        }
    };
    when(host.slat == Some(false), HostReason::NoSlat);
    let remapped = iommu.interrupt_remapping != Some(false) || iommu.unsafe_interrupts_allowed;
    when(!remapped, HostReason::NoInterruptRemapping);
    if iommu.units.is_empty() {
        // One cause, one reason: the most exact one that is known.
        let reason = match iommu.firmware_table {
            _ if iommu.disabled_on_command_line => HostReason::RemappingDisabled,
            Some(false) => HostReason::NotEnabledInFirmware,
            _ => HostReason::NoDmaRemapping,
        };
        when(true, reason);
    }
    when(
        iommu.firmware_broken == Some(true),
        HostReason::FirmwareTablesWrong,
    );
    when(iommu.pci_express == Some(false), HostReason::NoPciExpress);
    when(iommu.osc_denied == Some(true), HostReason::NoOscControl);
    when(iommu.acs == Some(false), HostReason::NoAcsAtRootPort);
    when(iommu.vfio_pci == Some(false), HostReason::NoVfioDriver);
    reasons.sort_unstable();
    reasons
}

/// Whether SR-IOV can work on this adapter, and if not, the first reason.
#[must_use]
pub fn adapter_support(state: &State, function: &PhysicalFunction) -> SriovSupport {
    let Some(driver) = function.driver.as_deref() else {
        return SriovSupport::MissingPfDriver;
    };
    if driver == VFIO_PCI {
        return SriovSupport::PfOnVfio;
    }
    // A driver of user space gives it none.
    if !driver_traits(driver).sriov || function.interface.is_none() {
        return SriovSupport::MissingPfDriver;
    }
    if function.total_vfs == 0 {
        return SriovSupport::FirmwareVfLimit;
    }
    let reasons = host_reasons(state);
    if reasons.contains(&HostReason::NoOscControl) {
        return SriovSupport::NoOscSupport;
    }
    if !reasons.is_empty() {
        return SriovSupport::NoIoMmuSupport;
    }
    match function {
        f if f.isolated == Some(false) => SriovSupport::MissingAcs,
        f if f.most_vfs() == 0 => SriovSupport::NoBusResources,
        f if f.vf_bar_space == Some(false) => SriovSupport::NoVfBarSpace,
        // The kernel's own answer then decides.
        _ if driver_traits(driver).name.is_empty() => SriovSupport::Unknown,
        _ => SriovSupport::Supported,
    }
}

/// Whether SR-IOV can work on an interface.
#[must_use]
pub fn link_support(state: &State, link: &NetAdapter) -> SriovSupport {
    if let Some(function) = state.function_of(&link.name) {
        return adapter_support(state, function);
    }
    let driver = link.driver.as_deref().map(driver_traits);
    let can =
        link.kind == LinkKind::Physical && driver.is_some_and(|d| d.sriov && !d.name.is_empty());
    if can {
        SriovSupport::HiddenByFirmware
    } else {
        SriovSupport::MissingPfDriver
    }
}

/// Whether a NIC's device has no SR-IOV at all, whatever driver it has.
#[must_use]
pub fn lacks_sriov(state: &State, link: &NetAdapter) -> bool {
    state.function_of(&link.name).is_none()
        && link.kind == LinkKind::Physical
        && link_support(state, link) == SriovSupport::MissingPfDriver
}

/// SR-IOV on one NIC, as `Get-NetAdapterSriov` shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NicSriov {
    /// The interface.
    pub interface: InterfaceName,
    /// Product name.
    pub description: String,
    /// It was not switched off by `Disable-NetAdapterSriov`, and the NIC can do it.
    pub enabled: bool,
    /// Whether it can work.
    pub support: SriovSupport,
    /// VFs that may exist: what an admin asked for, else what exists, else what the hardware has.
    pub num_vfs: u32,
    /// VFs that exist, whatever was asked for.
    pub existing_vfs: u32,
    /// VFs that VMs have.
    pub vfs_in_use: u32,
    /// VFs that the hardware has.
    pub total_vfs: u32,
    /// The switch that uses the NIC.
    pub switch: Option<String>,
}

/// SR-IOV on every NIC that has the capability and an interface, sorted by interface index.
#[must_use]
pub fn nics_sriov(state: &State) -> Vec<NicSriov> {
    let mut nics: Vec<(u32, NicSriov)> = state
        .functions
        .iter()
        .filter_map(|f| {
            Some((
                state
                    .link(f.interface.as_ref()?)
                    .map_or(u32::MAX, |l| l.index),
                nic_sriov(state, f)?,
            ))
        })
        .collect();
    nics.sort_by_key(|(index, _)| *index);
    nics.into_iter().map(|(_, nic)| nic).collect()
}

/// SR-IOV on one NIC; `None` for a function without an interface.
#[must_use]
pub fn nic_sriov(state: &State, function: &PhysicalFunction) -> Option<NicSriov> {
    let interface = function.interface.clone()?;
    let record = state.desired.nic(&function.identity);
    let asked = record.and_then(|r| r.num_vfs);
    let existing = (function.num_vfs > 0).then_some(function.num_vfs);
    let support = adapter_support(state, function);
    Some(NicSriov {
        description: state
            .link(&interface)
            .map(|l| l.description.clone())
            .unwrap_or_default(),
        enabled: record.is_none_or(|r| r.sriov_enabled)
            && !matches!(support, SriovSupport::MissingPfDriver),
        support,
        num_vfs: asked.or(existing).unwrap_or(function.most_vfs()),
        existing_vfs: function.num_vfs,
        vfs_in_use: in_use(function),
        total_vfs: function.total_vfs,
        switch: state
            .desired
            .switch_using(&function.identity)
            .map(|s| s.name.clone()),
        interface,
    })
}

fn in_use(function: &PhysicalFunction) -> u32 {
    u32::try_from(function.vfs.iter().filter(|v| v.owner.is_some()).count()).unwrap_or(u32::MAX)
}

/// All switches, sorted by name.
#[must_use]
pub fn switches(state: &State) -> Vec<Switch> {
    let mut all: Vec<Switch> = state
        .desired
        .switches
        .iter()
        .map(|s| switch_view(state, s))
        .collect();
    all.sort_by_cached_key(|switch| (switch.name.to_lowercase(), switch.name.clone()));
    all
}

/// One switch: what was asked for, and how it stands.
#[must_use]
pub fn switch_view(state: &State, wanted: &DesiredSwitch) -> Switch {
    let host_team = wanted.team.as_ref().filter(|_| wanted.on_host_team);
    let mut view = Switch {
        name: wanted.name.clone(),
        id: wanted.id,
        switch_type: wanted.switch_type,
        bridge: wanted.bridge.clone(),
        present: state.link(&wanted.bridge).is_some() || state.bridge(&wanted.bridge).is_some(),
        team: wanted.team.clone().filter(|_| !wanted.on_host_team),
        host_team: host_team.map(|team| state.shown(team)),
        uplinks: Vec::new(),
        uplink_descriptions: Vec::new(),
        uplink_ids: Vec::new(),
        missing_uplinks: Vec::new(),
        allow_management_os: !state.desired.host_adapters_on(wanted.id).is_empty(),
        iov_enabled: wanted.iov_enabled,
        iov_support: false,
        host_reasons: Vec::new(),
        adapter_reasons: Vec::new(),
        disabled_uplinks: Vec::new(),
        vf_count: 0,
        vfs_in_use: 0,
        notes: wanted.notes.clone(),
        settings: wanted.settings,
    };
    if let Some(link) = host_team.and_then(|team| state.link(team)) {
        view.uplinks.push(link.name.clone());
        view.uplink_descriptions.push(link.description.clone());
        view.uplink_ids.push(link.id());
    }
    for identity in &wanted.uplinks {
        let Some(link) = state.link_of(identity) else {
            view.missing_uplinks.push(identity.clone());
            continue;
        };
        view.uplinks.push(link.name.clone());
        view.uplink_descriptions.push(link.description.clone());
        view.uplink_ids.push(link.id());
        let Some(function) = state.function_of(&link.name) else {
            view.adapter_reasons
                .push((link.name.clone(), link_support(state, link)));
            continue;
        };
        match adapter_support(state, function) {
            SriovSupport::Supported | SriovSupport::Unknown => {
                let record = state.desired.nic(&function.identity);
                if record.is_some_and(|r| !r.sriov_enabled) {
                    view.disabled_uplinks.push(link.name.clone());
                }
                view.vf_count = view.vf_count.saturating_add(function.num_vfs);
                view.vfs_in_use = view.vfs_in_use.saturating_add(in_use(function));
            }
            reason => view.adapter_reasons.push((link.name.clone(), reason)),
        }
    }
    view.host_reasons = host_reasons(state);
    // Of a team one member that can is enough; the reasons of the others stand beside.
    let unable = view.adapter_reasons.len() + view.disabled_uplinks.len();
    let hidden = view.host_team.is_some();
    view.iov_support = view.host_reasons.is_empty() && unable < view.uplinks.len() && !hidden;
    if !view.host_reasons.is_empty() {
        // The platform's reasons say it all; the NIC's would repeat them.
        view.adapter_reasons.retain(|(_, r)| {
            !matches!(r, SriovSupport::NoIoMmuSupport | SriovSupport::NoOscSupport)
        });
    }
    view
}
