//! The desired state: what iovsh writes down for itself.

use serde::{Deserialize, Serialize};

use super::{Change, Facts, Lifetime, Names, Subject, team_events};
use crate::journal::{Entry, catalog};
use crate::model::{Scope, State, VmDetail};
use crate::plan::shell_line::ShellLine;
use crate::state::{DesiredEdit, Side, VfClaim};

/// From so many milliseconds on people notice that a virtual machine stood still.
const LONG_BLACKOUT: u64 = 5_000;

/// A change of the desired state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DesiredChange {
    /// Edits it. Carried out by [`crate::commit`] on the host's store, never by the host.
    #[serde(rename = "SetDesired")]
    Set {
        /// The edit.
        edit: DesiredEdit,
    },
}

impl Facts for DesiredChange {
    fn name(&self) -> &'static str {
        let Self::Set { .. } = self;
        "SetDesired"
    }

    fn subject(&self) -> Subject {
        let Self::Set { edit } = self;
        match edit {
            DesiredEdit::PutSwitch(switch) => Subject::DesiredSwitch(switch.id),
            DesiredEdit::RemoveSwitch(id) => Subject::DesiredSwitch(*id),
            DesiredEdit::PutTeam(team) => Subject::DesiredTeam(team.id),
            DesiredEdit::RemoveTeam(id) => Subject::DesiredTeam(*id),
            DesiredEdit::PutHostAdapter(adapter) => Subject::DesiredHostAdapter(adapter.id()),
            DesiredEdit::RemoveHostAdapter(id) => Subject::DesiredHostAdapter(*id),
            DesiredEdit::PutNic(nic) => Subject::DesiredNic(nic.identity.permanent_mac),
            DesiredEdit::RemoveNic(identity) => Subject::DesiredNic(identity.permanent_mac),
            DesiredEdit::PutNicSettings(nic) => {
                Subject::DesiredNicSettings(nic.identity.permanent_mac)
            }
            DesiredEdit::RemoveNicSettings(identity) => {
                Subject::DesiredNicSettings(identity.permanent_mac)
            }
            DesiredEdit::PutClaim(claim) => Subject::Claim(claim.pf.permanent_mac, claim.index),
            DesiredEdit::RemoveClaim { pf, index } => Subject::Claim(pf.permanent_mac, *index),
            DesiredEdit::PutDismounted(device) => Subject::Dismounted(device.path.clone()),
            DesiredEdit::RemoveDismounted(path) => Subject::Dismounted(path.clone()),
            DesiredEdit::SetMacPool(_) => Subject::MacPool,
            DesiredEdit::SetPreemption(_) => Subject::Preemption,
            DesiredEdit::SetDiskFolder(_) => Subject::DiskFolder,
            DesiredEdit::PutMigration(migration) => Subject::Migration(migration.id),
            DesiredEdit::RemoveMigration { id, .. } => Subject::Migration(*id),
            DesiredEdit::PutRefused(refused) => {
                Subject::Refused(refused.who.vm, refused.who.adapter.clone())
            }
            DesiredEdit::RemoveRefused(who) => Subject::Refused(who.vm, who.adapter.clone()),
            DesiredEdit::SetDeparted(_) => Subject::DepartedAddresses,
            DesiredEdit::PutGroup(group) => Subject::Group(group.id),
            DesiredEdit::RemoveGroup(id) => Subject::Group(*id),
            DesiredEdit::SetMigrationSettings(_) => Subject::MigrationSettings,
            DesiredEdit::SetQos(_) => Subject::Qos,
            DesiredEdit::SetNat(_) => Subject::DesiredNat,
        }
    }

    fn scope(&self) -> Scope {
        let Self::Set { edit } = self;
        match edit {
            // Whether a VM still has the VF that is forgotten.
            DesiredEdit::RemoveClaim { .. } => Scope {
                vms: VmDetail::Full,
                ..Scope::NOTHING
            },
            DesiredEdit::PutSwitch(_)
            | DesiredEdit::RemoveSwitch(_)
            | DesiredEdit::PutTeam(_)
            | DesiredEdit::RemoveTeam(_)
            | DesiredEdit::PutHostAdapter(_)
            | DesiredEdit::RemoveHostAdapter(_)
            | DesiredEdit::PutNic(_)
            | DesiredEdit::RemoveNic(_)
            | DesiredEdit::PutNicSettings(_)
            | DesiredEdit::RemoveNicSettings(_)
            | DesiredEdit::PutClaim(_)
            | DesiredEdit::PutDismounted(_)
            | DesiredEdit::RemoveDismounted(_)
            | DesiredEdit::SetMacPool(_)
            | DesiredEdit::SetPreemption(_)
            | DesiredEdit::SetDiskFolder(_)
            | DesiredEdit::PutMigration(_)
            | DesiredEdit::RemoveMigration { .. }
            | DesiredEdit::PutRefused(_)
            | DesiredEdit::RemoveRefused(_)
            | DesiredEdit::SetDeparted(_)
            | DesiredEdit::PutGroup(_)
            | DesiredEdit::RemoveGroup(_)
            | DesiredEdit::SetMigrationSettings(_)
            | DesiredEdit::SetQos(_)
            | DesiredEdit::SetNat(_) => Scope::NOTHING,
        }
    }

    fn is_satisfied(&self, state: &State) -> Option<bool> {
        let Self::Set { edit } = self;
        Some(state.desired.has(edit))
    }

    fn effect(&self, state: &mut State) {
        let Self::Set { edit } = self;
        state.desired.edit(edit);
    }

    fn inverse(&self, before: &State) -> Option<Change> {
        let Self::Set { edit } = self;
        let edit = before.desired.clone().edit(edit)?;
        Some(Self::Set { edit }.into())
    }

    fn equivalent(&self, _state: &State) -> Vec<ShellLine> {
        Vec::new()
    }

    fn depends_on(&self, _state: &State) -> Vec<Subject> {
        Vec::new()
    }

    fn vanishes_with(&self) -> Option<Lifetime> {
        None
    }

    fn event(&self, names: &Names<'_>) -> Option<Entry> {
        let Self::Set { edit } = self;
        let plain = |kind: u32, message: String| Entry {
            id: kind,
            message,
            ..Entry::default()
        };
        Some(match edit {
            DesiredEdit::PutClaim(claim) => {
                let nic = names.nic_of(&claim.pf);
                let message = nic.as_ref().map(|nic| {
                    let vm = names.vm(claim.vm);
                    format!("VF {} of {nic} was allocated to {vm}.", claim.index)
                });
                Entry {
                    nic,
                    ..about(
                        names,
                        claim,
                        catalog::VF_ALLOCATED,
                        message.unwrap_or_default(),
                    )
                }
            }
            DesiredEdit::RemoveClaim { pf, index } => {
                let nic = names.nic_of(pf);
                let message = nic
                    .as_ref()
                    .map(|nic| format!("VF {index} of {nic} was freed."));
                let message = message.unwrap_or_default();
                let claim = names.before?.desired.claim(pf, *index);
                let entry = match claim {
                    Some(claim) => about(names, claim, catalog::VF_FREED, message),
                    None => plain(catalog::VF_FREED, message),
                };
                Entry { nic, ..entry }
            }
            DesiredEdit::PutSwitch(switch) => {
                let known = names
                    .before
                    .and_then(|state| state.desired.switch(switch.id));
                if let Some(entry) =
                    known.and_then(|known| team_events::of_switch(names, known, switch))
                {
                    return Some(entry);
                }
                let name = &switch.name;
                let message = match known {
                    Some(known) if known.name != *name => {
                        format!("The switch '{}' was renamed to '{name}'.", known.name)
                    }
                    Some(_) => format!("The switch '{name}' was changed."),
                    None => format!("The switch '{name}' was made."),
                };
                Entry {
                    switch: Some(name.clone()),
                    nic: names.nics_under(switch),
                    ..plain(catalog::SWITCH_SET, message)
                }
            }
            DesiredEdit::RemoveSwitch(id) => {
                let known = names.before.and_then(|state| state.desired.switch(*id));
                let message =
                    known.map(|known| format!("The switch '{}' was removed.", known.name));
                Entry {
                    switch: known.map(|known| known.name.clone()),
                    nic: known.and_then(|known| names.nics_under(known)),
                    ..plain(catalog::SWITCH_REMOVED, message.unwrap_or_default())
                }
            }
            DesiredEdit::PutHostAdapter(adapter) => {
                let id = adapter.id();
                let all = names.before.map(|state| state.desired.all_host_adapters());
                let known = all.into_iter().flatten().find(|known| known.id() == id);
                let name = &adapter.settings.name;
                let message = match known {
                    Some(known) if known.settings.name != *name => format!(
                        "The host's network adapter '{}' was renamed to '{name}'.",
                        known.settings.name
                    ),
                    Some(_) => format!("The host's network adapter '{name}' was changed."),
                    None => format!("The host's network adapter '{name}' was made."),
                };
                Entry {
                    adapter: Some(name.clone()),
                    switch: names.switch_of(adapter),
                    ..plain(catalog::SWITCH_SET, message)
                }
            }
            DesiredEdit::RemoveHostAdapter(id) => {
                let all = names.before.map(|state| state.desired.all_host_adapters());
                let known = all.into_iter().flatten().find(|known| known.id() == *id);
                let message = known.as_ref().map(|known| {
                    let name = &known.settings.name;
                    format!("The host's network adapter '{name}' was removed.")
                });
                Entry {
                    switch: known.as_ref().and_then(|known| names.switch_of(known)),
                    adapter: known.map(|known| known.settings.name),
                    ..plain(catalog::SWITCH_SET, message.unwrap_or_default())
                }
            }
            DesiredEdit::PutDismounted(device) => {
                let address = device.address.to_string();
                let message = format!("The device {address} was taken from the host.");
                Entry {
                    nic: Some(address),
                    ..plain(catalog::PCI_DEVICE, message)
                }
            }
            DesiredEdit::RemoveDismounted(_) => plain(catalog::PCI_DEVICE, String::new()),
            DesiredEdit::PutTeam(team) => return team_events::put(names, team),
            DesiredEdit::RemoveTeam(id) => return team_events::removed(names, *id),
            DesiredEdit::PutNic(_)
            | DesiredEdit::RemoveNic(_)
            | DesiredEdit::PutNicSettings(_)
            | DesiredEdit::RemoveNicSettings(_)
            | DesiredEdit::SetMacPool(_)
            | DesiredEdit::SetPreemption(_)
            | DesiredEdit::SetDiskFolder(_)
            | DesiredEdit::PutRefused(_)
            | DesiredEdit::RemoveRefused(_)
            | DesiredEdit::SetDeparted(_)
            | DesiredEdit::PutGroup(_)
            | DesiredEdit::RemoveGroup(_)
            | DesiredEdit::SetMigrationSettings(_)
            | DesiredEdit::SetQos(_)
            | DesiredEdit::SetNat(_) => return None,
            DesiredEdit::RemoveMigration {
                id,
                migrated,
                blackout,
            } => {
                let mut migrations = names.before?.desired.migrations.iter();
                let migration = migrations.find(|m| m.id == *id)?;
                let way = match migration.side {
                    Side::Source => "to",
                    Side::Target => "from",
                };
                let (name, other) = (&migration.name, &migration.other);
                if !migrated {
                    let message = format!(
                        "Virtual machine migration operation for '{name}' {way} {other} failed."
                    );
                    return Some(Entry {
                        vm_name: Some(name.clone()),
                        ..names.of_vm(catalog::MIGRATION_FAILED, migration.vm, message)
                    });
                }
                let (kind, rest) = match blackout {
                    Some(blackout) if *blackout >= LONG_BLACKOUT => (
                        catalog::MIGRATION_BLACKOUT,
                        format!(
                            ", with an unexpectedly long blackout of {} seconds",
                            blackout.div_ceil(1000)
                        ),
                    ),
                    Some(blackout) => (
                        catalog::MIGRATED,
                        format!("; it stood still for {blackout} ms"),
                    ),
                    None => (catalog::MIGRATED, String::new()),
                };
                let message = format!("'{name}' was migrated {way} {other}{rest}.");
                Entry {
                    vm_name: Some(name.clone()),
                    ..names.of_vm(kind, migration.vm, message)
                }
            }
            DesiredEdit::PutMigration(migration) => {
                let message = match migration.side {
                    Side::Source => format!(
                        "The migration of '{}' to {} has begun.",
                        migration.name, migration.other
                    ),
                    Side::Target => format!(
                        "The migration of '{}' from {} has begun.",
                        migration.name, migration.other
                    ),
                };
                Entry {
                    vm_name: Some(migration.name.clone()),
                    ..names.of_vm(catalog::MIGRATION_BEGUN, migration.vm, message)
                }
            }
        })
    }

    /// A VF that its VM has is not forgotten.
    fn is_safe_in(&self, state: &State) -> bool {
        let Self::Set {
            edit: DesiredEdit::RemoveClaim { pf, index },
        } = self
        else {
            return true;
        };
        let Some(claim) = state.desired.claim(pf, *index) else {
            return true;
        };
        let adapters = state.vm(claim.vm).map_or(&[][..], |vm| &vm.adapters);
        let mut vfs = adapters.iter().filter_map(|a| a.vf.as_ref());
        !vfs.any(|vf| vf.address == claim.address)
    }

    /// What an edit of iovsh's own records says, for messages.
    fn wanted(&self, _state: &State) -> String {
        let Self::Set { edit } = self;
        match edit {
            DesiredEdit::PutSwitch(switch) => format!("remember the switch '{}'", switch.name),
            DesiredEdit::RemoveSwitch(_) => "forget the switch".to_owned(),
            DesiredEdit::PutTeam(team) => format!("remember the team {}", team.device),
            DesiredEdit::RemoveTeam(_) => "forget the team".to_owned(),
            DesiredEdit::PutHostAdapter(adapter) => {
                format!("remember the network adapter '{}'", adapter.settings.name)
            }
            DesiredEdit::RemoveHostAdapter(_) => "forget the network adapter".to_owned(),
            DesiredEdit::PutNic(nic) => format!("remember how {} was found", nic.interface),
            DesiredEdit::RemoveNic(identity) => {
                format!("forget the NIC {}", identity.permanent_mac)
            }
            DesiredEdit::PutNicSettings(nic) => {
                format!("remember the settings of {}", nic.interface)
            }
            DesiredEdit::RemoveNicSettings(identity) => {
                format!("forget the settings of the NIC {}", identity.permanent_mac)
            }
            DesiredEdit::PutClaim(claim) => format!(
                "remember that VF {} ({}) is allocated",
                claim.index, claim.address
            ),
            DesiredEdit::RemoveClaim { index, .. } => format!("remember that VF {index} is free"),
            DesiredEdit::PutDismounted(device) => {
                format!("remember that {} was taken from the host", device.address)
            }
            DesiredEdit::RemoveDismounted(_) => "remember that the host has the device".to_owned(),
            DesiredEdit::SetMacPool(_) => "remember the pool of MAC addresses".to_owned(),
            DesiredEdit::SetPreemption(true) => {
                "remember that heavier adapters may take VFs".to_owned()
            }
            DesiredEdit::SetPreemption(false) => "remember that VFs stay where they are".to_owned(),
            DesiredEdit::SetDiskFolder(_) => "remember the folder of new disks".to_owned(),
            DesiredEdit::PutMigration(migration) => {
                format!("remember that '{}' migrates", migration.name)
            }
            DesiredEdit::RemoveMigration { .. } => "forget the migration".to_owned(),
            DesiredEdit::PutRefused(_) => "remember why the adapter got no VF".to_owned(),
            DesiredEdit::RemoveRefused(_) => "forget why the adapter got no VF".to_owned(),
            DesiredEdit::SetDeparted(_) => "remember which addresses have left".to_owned(),
            DesiredEdit::PutGroup(group) => format!("remember the group '{}'", group.name),
            DesiredEdit::RemoveGroup(_) => "forget the group".to_owned(),
            DesiredEdit::SetQos(_) => "remember the rules of quality of service".to_owned(),
            DesiredEdit::SetNat(_) => "remember which networks are translated".to_owned(),
            DesiredEdit::SetMigrationSettings(_) => {
                "remember how the host takes part in migrations".to_owned()
            }
        }
    }
}

/// An entry about a VF and the adapter that it is, or was, allocated to.
fn about(names: &Names<'_>, claim: &VfClaim, kind: u32, message: String) -> Entry {
    Entry {
        vf: Some(claim.address.to_string()),
        adapter: Some(names.adapter(claim.vm, &claim.adapter)),
        ..names.of_vm(kind, claim.vm, message)
    }
}
