//! From the state of a host to the objects of virtual machines and their adapters.

use std::rc::Rc;
use std::sync::Arc;

use crate::adapters::Found;
use crate::elsewhere;
use crate::host_access::HostAccess;
use crate::types::{
    AnyAdapter, View, VirtualMachine, VmGroup, VmInternalNetworkAdapter, VmNetworkAdapter,
    VmNetworkAdapterAclSetting, VmNetworkAdapterExtendedAclSetting,
    VmNetworkAdapterIsolationSetting, VmNetworkAdapterTeamMappingSetting,
    VmNetworkAdapterVlanSetting, VmOperationalStatus, VmSnapshot,
};
use iovsh_backend::model::{self, Adapter, Checkpoint, Switch, VfDetail, Vm, VmDetail};
use iovsh_backend::policy;
use iovsh_backend::state::{Migration, Side};
use iovsh_backend::{Host, HostError, Scope, State};
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
/// The same with the checkpoints that the machines build on.
const MACHINES: Scope = Scope {
    checkpoints: true,
    ..VMS
};
/// The rest of [`SCOPE`].
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
    look_at(cx, &MACHINES)
}

/// The same outside of a cmdlet.
///
/// # Errors
/// Those of [`Host::snapshot`].
pub fn look_directly(host: &dyn Host) -> Result<State, HostError> {
    let state = host.snapshot(&MACHINES)?;
    Ok(match state.vms.iter().any(policy::depends_on_nics) {
        true => state.with_nics(host.snapshot(&NICS)?),
        false => state,
    })
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
    /// The host where it is another one than that of the session.
    elsewhere: Option<Rc<str>>,
}

impl<'a> Reader<'a> {
    /// A reader of this state, of the host with this name.
    pub fn new(state: &'a State, computer: String) -> Self {
        Self {
            state,
            switches: policy::switches(state),
            computer,
            elsewhere: None,
        }
    }

    /// The same, whose next steps name the host that the running command acts on, where that is another one.
    pub fn told_in(mut self, cx: &mut Context) -> Self {
        self.elsewhere = cx.session().place_name.clone();
        self
    }

    /// The same, whose next steps name this host.
    pub fn told_of(mut self, host: Option<Rc<str>>) -> Self {
        self.elsewhere = host;
        self
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
        let mut object = VmNetworkAdapter::new(&self.view(), vm, adapter);
        if let Some(host) = &self.elsewhere {
            for reason in object
                .reasons
                .iter_mut()
                .chain(&mut object.status_description)
            {
                *reason = elsewhere::sentence(host, reason);
            }
            let step = object.next_step.take();
            object.next_step = step.map(|step| elsewhere::step_of(host, &step));
        }
        object
    }

    fn view(&self) -> View<'_> {
        View {
            state: self.state,
            switches: &self.switches,
            computer: &self.computer,
        }
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
        let link = self.state.link(nic);
        let identity = link.map(|l| &l.identity);
        let desired = &self.state.desired;
        let switch = match found {
            Found::Vm(_, adapter) => adapter.bridge.as_ref().and_then(|b| desired.switch_on(b)),
            Found::Host(own) => own.own.settings.switch.and_then(|id| desired.switch(id)),
        };
        let team = switch.and_then(|switch| switch.team.as_ref());
        Some(VmNetworkAdapterTeamMappingSetting {
            net_adapter_name: nic.to_string(),
            net_adapter_device_id: identity
                .map(|i| i.permanent_mac.hyphenated())
                .unwrap_or_default(),
            parent_adapter: Some(self.object(found)),
            computer_name: self.computer.clone(),
            is_in_force: link.is_some_and(|link| {
                link.up && link.carrier && team.is_some() && link.master.as_ref() == team
            }),
        })
    }

    /// The host's own adapters on switches.
    pub fn host_adapters(&self) -> Vec<VmInternalNetworkAdapter> {
        let all = self.state.desired.all_host_adapters().into_iter();
        let view = self.view();
        all.map(|own| VmInternalNetworkAdapter::new(&view, own))
            .collect()
    }
}

/// What Hyper-V shows of a virtual machine that is on its way.
fn activity(migration: &Migration) -> String {
    match migration.side {
        Side::Source => format!("Migrating to {}", migration.other),
        Side::Target => format!("Migrating from {}", migration.other),
    }
}
