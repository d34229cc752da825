//! From the state of a host to the objects of virtual machines and their adapters.

use std::sync::Arc;

use crate::adapters::Found;
use crate::door::Hosts;
use crate::types::{
    AdapterOperationalStatus, AnyAdapter, NetAdapterSriovVf, VirtualMachine, VmGroup,
    VmInternalNetworkAdapter, VmNetworkAdapter, VmNetworkAdapterAclSetting,
    VmNetworkAdapterBandwidthSetting, VmNetworkAdapterExtendedAclSetting,
    VmNetworkAdapterIsolationSetting, VmNetworkAdapterTeamMappingSetting,
    VmNetworkAdapterVlanSetting, VmOperationalStatus, VmSnapshot, guid, on_off,
};
use iovsh_backend::model::{self, Adapter, Checkpoint, IovReason, Switch, VfDetail, Vm, VmDetail};
use iovsh_backend::policy::{self, AdapterStatus};
use iovsh_backend::state::{DesiredHostAdapter, Migration, Side};
use iovsh_backend::{Scope, State};
use iovsh_shell::argument::Guid;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// The facts that a [`Reader`] needs.
pub const SCOPE: Scope = Scope {
    host: true,
    links: true,
    functions: VfDetail::Admin,
    bridges: true,
    networks: false,
    vms: VmDetail::Full,
    guests: true,
    ..Scope::NOTHING
};

/// The part of [`SCOPE`] that libvirt and the guests know.
const VMS: Scope = Scope {
    vms: SCOPE.vms,
    guests: SCOPE.guests,
    ..Scope::NOTHING
};
/// The rest of it.
const NICS: Scope = Scope {
    vms: VmDetail::None,
    guests: false,
    ..SCOPE
};

/// The facts that a [`Reader`] needs for objects of virtual machines. The host's NICs are looked at only where they have a part in
/// how a machine stands.
pub fn look(cx: &mut Context) -> Flow<Arc<State>> {
    look_at(cx, &VMS)
}

/// The same with the checkpoints that the machines build on.
pub fn look_with_checkpoints(cx: &mut Context) -> Flow<Arc<State>> {
    let scope = Scope {
        checkpoints: true,
        ..VMS
    };
    look_at(cx, &scope)
}

fn look_at(cx: &mut Context, machines: &Scope) -> Flow<Arc<State>> {
    let state = cx.snapshot(machines)?;
    if !state.vms.iter().any(policy::depends_on_nics) {
        return Ok(state);
    }
    let nics = cx.snapshot(&NICS)?;
    let state = Arc::unwrap_or_clone(state).with_nics(Arc::unwrap_or_clone(nics));
    Ok(Arc::new(state))
}

/// Makes objects from one state.
pub struct Reader<'a> {
    state: &'a State,
    switches: Vec<Switch>,
    computer: String,
}

impl<'a> Reader<'a> {
    /// A reader of this state, of the host with this name.
    pub fn new(state: &'a State, computer: String) -> Self {
        Self {
            state,
            switches: policy::switches(state),
            computer,
        }
    }

    /// A virtual machine.
    pub fn vm(&self, vm: &Vm) -> VirtualMachine {
        let mut reasons: Vec<(VmOperationalStatus, String)> = Vec::new();
        let mut adapters = Vec::with_capacity(vm.adapters.len());
        for adapter in &vm.adapters {
            let object = self.adapter(vm, adapter);
            if let Some(code) = object.reason {
                let reason = (code, object.reasons.join(" "));
                if !reasons.contains(&reason) {
                    reasons.push(reason);
                }
            }
            adapters.push(object);
        }
        let parent = self.state.checkpoints_of(vm.id).find(|c| c.current);
        let migrating = self.state.desired.migration_of(vm.id).map(activity);
        let groups = self.state.desired.groups.iter();
        let groups = groups.filter(|group| group.members.contains(&vm.id));
        let groups = groups.map(|group| VmGroup::without_members(group, &self.computer));
        let groups = groups.collect();
        let computer = &self.computer;
        VirtualMachine::new(vm, parent, adapters, groups, &reasons, migrating, computer)
    }

    /// A checkpoint; none of a machine that is gone.
    pub fn checkpoint(&self, checkpoint: &Checkpoint) -> Option<VmSnapshot> {
        let vm = self.state.vm(checkpoint.vm)?;
        let parent = checkpoint.parent.as_deref();
        let parent = parent.and_then(|label| self.state.checkpoint(vm.id, label));
        // As they were put down, which nobody is on any path of.
        let was = Vm {
            state: model::VmState::Off,
            ..(*checkpoint.machine).clone()
        };
        let adapters = was.adapters.iter().map(|a| self.adapter(&was, a)).collect();
        let computer = &self.computer;
        Some(VmSnapshot::new(
            &vm.name, checkpoint, parent, adapters, computer,
        ))
    }

    /// An adapter of a virtual machine.
    pub fn adapter(&self, vm: &Vm, adapter: &Adapter) -> VmNetworkAdapter {
        let settings = &adapter.settings;
        let status = policy::adapter_status(self.state, vm, adapter);
        let switch = adapter
            .bridge
            .as_ref()
            .and_then(|bridge| self.switches.iter().find(|switch| &switch.bridge == bridge));
        let active = vm.state.is_active();
        let (word, sentences) = condition(&status, active);
        let usage = status.iov_usage;
        let id = format!("Microsoft:{}\\{}", vm.id, settings.id).to_uppercase();
        let mut object = VmNetworkAdapter {
            vm: vm.id,
            alias: adapter.alias.clone(),
            mac: adapter.mac,
            planned: None,
            queues: adapter.queues,
            asked: settings.queues,
            named: adapter.spec().naming_index.is_some(),
            storm_limit: settings.storm_limit,
            mtu: adapter.spec().mtu,
            reason: status.reason.map(code),
            reasons: status.reason.iter().map(|_| status.sentence()).collect(),
            next_step: status.next_step.clone(),
            cluster_monitored: false,
            mac_address: adapter.mac.plain(),
            dynamic_mac_address_enabled: settings.dynamic_mac,
            is_legacy: !adapter.virtio,
            is_synthetic: adapter.virtio,
            ip_addresses: adapter.ip_addresses.clone(),
            iov_weight: u32::from(settings.iov_weight),
            iov_queue_pairs_requested: settings.iov_queue_pairs,
            iov_interrupt_moderation: settings.interrupt_moderation.into(),
            iov_queue_pairs_assigned: usage,
            iov_usage: i32::try_from(usage).unwrap_or(i32::MAX),
            virtual_function: self.virtual_function(adapter),
            connected: adapter.bridge.is_some() && adapter.link_up,
            switch_name: switch.map_or_else(String::new, |switch| switch.name.clone()),
            adapter_id: settings.id.to_string().to_uppercase(),
            status_description: sentences,
            status: word,
            id,
            switch_id: switch.map(|switch| guid(switch.id)),
            acl_list: settings
                .acls
                .iter()
                .map(|acl| {
                    let bytes = policy::metered(self.state, adapter, acl);
                    VmNetworkAdapterAclSetting::new(acl, bytes, None, &self.computer)
                })
                .collect(),
            extended_acl_list: settings
                .extended_acls
                .iter()
                .map(|acl| VmNetworkAdapterExtendedAclSetting::new(acl, None, &self.computer))
                .collect(),
            isolation_setting: VmNetworkAdapterIsolationSetting::new(
                settings,
                None,
                &self.computer,
            ),
            vlan_setting: VmNetworkAdapterVlanSetting::new(settings, None, &self.computer),
            bandwidth_setting: VmNetworkAdapterBandwidthSetting::new(settings),
            mac_address_spoofing: on_off(settings.mac_spoofing),
            dhcp_guard: on_off(settings.dhcp_guard),
            router_guard: on_off(settings.router_guard),
            port_mirroring_mode: settings.port_mirroring.into(),
            allow_teaming: on_off(settings.allow_teaming),
            vmq_weight: u32::from(settings.vmq_weight),
            vf_data_path_active: status.vf_data_path_active,
            name: settings.name.clone(),
            vm_id: guid(vm.id),
            vm_name: vm.name.clone(),
            vm_snapshot_id: Guid::default(),
            vm_snapshot_name: String::new(),
            computer_name: self.computer.clone(),
        };
        // The setting leads back to its adapter, which then stands there without a way further back.
        let parent = AnyAdapter::Vm(Arc::new(object.clone()));
        object.vlan_setting.parent_adapter = Some(parent);
        object
    }

    /// An adapter that was asked for.
    pub fn object(&self, found: &Found<'_>) -> AnyAdapter {
        match found {
            Found::Vm(vm, adapter) => AnyAdapter::Vm(Arc::new(self.adapter(vm, adapter))),
            Found::Host(adapter) => AnyAdapter::Host(Arc::clone(adapter)),
        }
    }

    /// The VLAN of an adapter.
    pub fn vlan(&self, found: &Found<'_>) -> VmNetworkAdapterVlanSetting {
        let parent = Some(self.object(found));
        VmNetworkAdapterVlanSetting::new(found.settings(), parent, &self.computer)
    }

    /// A port ACL of an adapter.
    pub fn acl(&self, found: &Found<'_>, acl: &model::PortAcl) -> VmNetworkAdapterAclSetting {
        let bytes = match found {
            Found::Vm(_, adapter) => policy::metered(self.state, adapter, acl),
            Found::Host(adapter) => policy::metered_on_host(self.state, &adapter.own, acl),
        };
        let parent = Some(self.object(found));
        VmNetworkAdapterAclSetting::new(acl, bytes, parent, &self.computer)
    }

    /// An extended port ACL of an adapter.
    pub fn extended_acl(
        &self,
        found: &Found<'_>,
        acl: &model::ExtendedAcl,
    ) -> VmNetworkAdapterExtendedAclSetting {
        let parent = Some(self.object(found));
        VmNetworkAdapterExtendedAclSetting::new(acl, parent, &self.computer)
    }

    /// The isolation of an adapter.
    pub fn isolation(&self, found: &Found<'_>) -> VmNetworkAdapterIsolationSetting {
        let parent = Some(self.object(found));
        VmNetworkAdapterIsolationSetting::new(found.settings(), parent, &self.computer)
    }

    /// The member of a team that an adapter is kept to, where one was chosen.
    pub fn team_mapping(&self, found: &Found<'_>) -> Option<VmNetworkAdapterTeamMappingSetting> {
        let nic = found.settings().team_mapping.as_ref()?;
        let identity = self.state.link(nic).map(|l| &l.identity);
        Some(VmNetworkAdapterTeamMappingSetting {
            net_adapter_name: nic.to_string(),
            net_adapter_device_id: identity
                .map(|i| i.permanent_mac.hyphenated())
                .unwrap_or_default(),
            parent_adapter: Some(self.object(found)),
            computer_name: self.computer.clone(),
        })
    }

    /// The VF of an adapter, as Get-NetAdapterSriovVf shows it.
    fn virtual_function(&self, adapter: &Adapter) -> Option<NetAdapterSriovVf> {
        let vf = self.state.vf(adapter.vf.as_ref()?.address)?;
        let pf = self.state.function(vf.pf)?;
        let link = pf.interface.as_ref().and_then(|name| self.state.link(name));
        let description = link.map_or("", |link| link.description.as_str());
        Some(NetAdapterSriovVf::new(
            pf,
            vf,
            description,
            &self.computer,
            None,
        ))
    }

    /// The host's own adapters on switches.
    pub fn host_adapters(&self) -> Vec<VmInternalNetworkAdapter> {
        let all = self.state.desired.all_host_adapters().into_iter();
        all.map(|own| self.host_adapter(own)).collect()
    }

    fn host_adapter(&self, own: DesiredHostAdapter) -> VmInternalNetworkAdapter {
        let link = self.state.link(&own.device);
        let mac = link.map(|link| link.mac).or(own.mac);
        let switch = own.settings.switch;
        let switch = switch.and_then(|id| self.switches.iter().find(|s| s.id == id));
        let works = link.is_some() && switch.is_some_and(|switch| switch.present);
        let settings = &own.settings;
        let id = settings.id;
        VmInternalNetworkAdapter {
            is_management_os: true,
            mac_address: mac.map(|mac| mac.plain()).unwrap_or_default(),
            device_id: own.device.to_string(),
            adapter_id: id.to_string().to_uppercase(),
            name: settings.name.clone(),
            switch_name: switch.map_or_else(String::new, |switch| switch.name.clone()),
            status_description: vec![if works { "OK" } else { "Lost Communication" }.to_owned()],
            status: vec![if works {
                AdapterOperationalStatus::Ok
            } else {
                AdapterOperationalStatus::Stopped
            }],
            id: format!("Microsoft:{id}").to_uppercase(),
            switch_id: switch.map(|switch| guid(switch.id)),
            computer_name: self.computer.clone(),
            ip_addresses: link.map_or_else(Vec::new, |link| link.addresses.clone()),
            acl_list: settings
                .acls
                .iter()
                .map(|acl| {
                    let bytes = policy::metered_on_host(self.state, &own, acl);
                    VmNetworkAdapterAclSetting::new(acl, bytes, None, &self.computer)
                })
                .collect(),
            extended_acl_list: settings
                .extended_acls
                .iter()
                .map(|acl| VmNetworkAdapterExtendedAclSetting::new(acl, None, &self.computer))
                .collect(),
            vlan_setting: VmNetworkAdapterVlanSetting::new(settings, None, &self.computer),
            isolation_setting: VmNetworkAdapterIsolationSetting::new(
                settings,
                None,
                &self.computer,
            ),
            bandwidth_setting: VmNetworkAdapterBandwidthSetting::new(settings),
            own: Arc::new(own),
        }
    }
}

/// What Hyper-V shows of a virtual machine that is on its way.
fn activity(migration: &Migration) -> String {
    match migration.side {
        Side::Source => format!("Migrating to {}", migration.other),
        Side::Target => format!("Migrating from {}", migration.other),
    }
}

/// `Status` and `StatusDescription` of an adapter. An adapter of a machine that is off has none, as in Hyper-V.
fn condition(status: &AdapterStatus, active: bool) -> (Vec<AdapterOperationalStatus>, Vec<String>) {
    if !active {
        return (Vec::new(), Vec::new());
    }
    let word = if status.is_degraded() {
        AdapterOperationalStatus::Degraded
    } else {
        AdapterOperationalStatus::Ok
    };
    let text = match status.reason {
        Some(_) => format!("{}: {}", status.description(), status.sentence()),
        None => status.description().to_owned(),
    };
    (vec![word], vec![text])
}

/// Hyper-V's code for a reason.
fn code(reason: IovReason) -> VmOperationalStatus {
    match reason {
        IovReason::NoIommu => VmOperationalStatus::NoIommu,
        IovReason::NoIovSupportInNic => VmOperationalStatus::NoIovSupportInNic,
        IovReason::SwitchNotInIovMode => VmOperationalStatus::SwitchNotInIovMode,
        IovReason::IovBlockedByPolicy => VmOperationalStatus::IovBlockedByPolicy,
        IovReason::IovNoAvailResources => VmOperationalStatus::IovNoAvailResources,
        IovReason::IovGuestDriversNeeded => VmOperationalStatus::IovGuestDriversNeeded,
    }
}
