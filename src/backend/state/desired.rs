//! What was asked for, as far as it does not belong to one VM: switches, the NICs taken for them, and who holds which VF.

use serde::{Deserialize, Serialize};

use crate::model::{
    AdapterAlias, Bandwidth, InterfaceName, MacAddress, MacPool, Nat, NetworkTool, NicIdentity,
    PciAddress, SwitchType, Uuid, VfAdmin,
};
use iovsh_base::names::NameExt as _;

use super::group::Group;
use super::host_adapter::DesiredHostAdapter;
use super::host_team::DesiredTeam;
use super::migration::{Migration, MigrationSettings};
use super::nic_settings::DesiredNicSettings;
use super::qos::Qos;
use super::refused::{AdapterRef, Refused};

/// The version of the file's layout that this program writes.
pub(crate) const VERSION: u32 = 1;

/// The desired state of a host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Desired {
    /// Layout version. A file without one is none of ours.
    pub version: u32,
    /// Switches, sorted by name.
    #[serde(default)]
    pub switches: Vec<DesiredSwitch>,
    /// Teams of the host that were asked for, sorted by device.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub teams: Vec<DesiredTeam>,
    /// Network adapters of the host on switches, sorted by name. A switch's first one may be left out: see
    /// [`Desired::all_host_adapters`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub host_adapters: Vec<DesiredHostAdapter>,
    /// NICs that iovsh manages, and how they were found.
    #[serde(default)]
    pub nics: Vec<DesiredNic>,
    /// Settings of NICs' drivers that were asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nic_settings: Vec<DesiredNicSettings>,
    /// Quality of service on the wire.
    #[serde(default, skip_serializing_if = "Qos::is_nothing")]
    pub qos: Qos,
    /// Networks whose addresses are translated, sorted by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nats: Vec<Nat>,
    /// VFs that were allocated, and how they were found.
    #[serde(default)]
    pub claims: Vec<VfClaim>,
    /// The pool for dynamic MAC addresses, when an admin chose one.
    #[serde(default)]
    pub mac_pool: Option<MacPool>,
    /// A running VM's VF may be given to an adapter of higher weight that finds none.
    #[serde(default)]
    pub preemption: bool,
    /// The folder of new disks that name none, when an admin chose one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disk_folder: Option<String>,
    /// PCI devices that were taken from the host, for VMs, and how they were found.
    #[serde(default)]
    pub dismounted: Vec<DismountedDevice>,
    /// Virtual machines that come to this host or leave it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub migrations: Vec<Migration>,
    /// Why adapters got no VF when one was to be attached to them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<Refused>,
    /// Addresses that virtual machines took along to other hosts: new adapters get them last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub departed: Vec<MacAddress>,
    /// Groups of VMs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// How this host takes part in migrations.
    #[serde(default, skip_serializing_if = "MigrationSettings::is_default")]
    pub migration: MigrationSettings,
}

impl Default for Desired {
    fn default() -> Self {
        Self {
            version: VERSION,
            switches: Vec::new(),
            teams: Vec::new(),
            host_adapters: Vec::new(),
            nics: Vec::new(),
            nic_settings: Vec::new(),
            qos: Qos::default(),
            nats: Vec::new(),
            claims: Vec::new(),
            mac_pool: None,
            preemption: false,
            disk_folder: None,
            dismounted: Vec::new(),
            migrations: Vec::new(),
            refused: Vec::new(),
            departed: Vec::new(),
            groups: Vec::new(),
            migration: MigrationSettings::default(),
        }
    }
}

/// A switch that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DesiredSwitch {
    /// Id; stays the same when the switch is renamed.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// Type.
    pub switch_type: SwitchType,
    /// The bridge device that was made for it.
    pub bridge: InterfaceName,
    /// NICs under it; of a team the first one carries the paravirtual traffic as long as its link works.
    pub uplinks: Vec<NicIdentity>,
    /// The team device that was made for them: there may be several (embedded teaming).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<InterfaceName>,
    /// The team is one of the host's own: it was there before the switch and stays when the switch is removed.
    #[serde(default, skip_serializing_if = "is_false")]
    pub on_host_team: bool,
    /// Hosts beyond the wire that its own team asks whether the way through a member works; none: its link is looked at. `None`: it was
    /// never told, and goes on as it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arp_targets: Option<Vec<std::net::Ipv4Addr>>,
    /// IOV mode; fixed when the switch is made.
    pub iov_enabled: bool,
    /// The bridge itself is a network adapter of the host. There may be others: see [`Desired::host_adapters`].
    pub allow_management_os: bool,
    /// The bridge tells VLANs apart: from the first adapter on that is put into one, until the switch is removed.
    #[serde(default)]
    pub vlan_filtering: bool,
    /// Notes of the admin.
    #[serde(default)]
    pub notes: String,
    /// Its bandwidth and its MTU.
    #[serde(default, skip_serializing_if = "SwitchSettings::is_default")]
    pub settings: SwitchSettings,
}

/// What is asked of a switch besides what it is made of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SwitchSettings {
    /// How adapters ask for a minimum bandwidth; `None`: each as it likes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bandwidth_mode: Option<BandwidthMode>,
    /// What everything is sure to get that asks for nothing.
    #[serde(skip_serializing_if = "Bandwidth::is_nothing")]
    pub rest_minimum: Bandwidth,
    /// The same as a weight, 1 to 100; 0: what the adapters leave of 100.
    #[serde(skip_serializing_if = "is_zero")]
    pub rest_weight: u8,
    /// MTU in bytes; `None` leaves the network adapters what they have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mtu: Option<u32>,
}

impl SwitchSettings {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

fn is_zero(number: &u8) -> bool {
    *number == 0
}

/// Hyper-V's `VMSwitchBandwidthMode`, where one was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BandwidthMode {
    /// In bits per second.
    Absolute,
    /// As a weight.
    Weight,
    /// Not at all.
    None,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

/// A NIC that iovsh manages: because a switch uses it, or because its VF count was set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DesiredNic {
    /// The NIC.
    pub identity: NicIdentity,
    /// Its name when it was last seen, for messages.
    pub interface: InterfaceName,
    /// SR-IOV may be used on it (`Disable-NetAdapterSriov` makes this false).
    pub sriov_enabled: bool,
    /// VFs that an admin asked for; `None`: as many as the hardware has, as soon as a switch needs them.
    pub num_vfs: Option<u32>,
    /// It is to be down (`Disable-NetAdapter`).
    #[serde(default, skip_serializing_if = "is_false")]
    pub disabled: bool,
    /// The tool in whose files it is described too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub persist: Option<NetworkTool>,
    /// How it was found; put back when iovsh lets go of it.
    pub originals: NicOriginals,
}

/// How a NIC was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
pub struct NicOriginals {
    /// Administratively up.
    pub up: bool,
    /// The bridge or bond that it was in.
    pub master: Option<InterfaceName>,
    /// The bridge or bond whose addresses moved to the switch with the NIC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub addresses_of: Option<InterfaceName>,
    /// VFs that existed.
    pub num_vfs: u32,
    /// Autoprobe; `None` for a NIC without SR-IOV.
    pub autoprobe: Option<bool>,
    /// The MTU, which a team may change; `None` in records from before that was known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mtu: Option<u32>,
}

/// A VF that was allocated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VfClaim {
    /// The PF.
    pub pf: NicIdentity,
    /// Index of the VF.
    pub index: u32,
    /// Where it was then.
    pub address: PciAddress,
    /// The VM that has it.
    pub vm: Uuid,
    /// The adapter that it is paired with.
    pub adapter: AdapterAlias,
    /// The queue pairs that its interrupt vectors were set for; `None`: the driver has given it what it gives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue_pairs: Option<u32>,
    /// How it was found; put back when it is taken back.
    pub originals: VfOriginals,
}

impl VfClaim {
    /// True when both name the same VF.
    #[must_use]
    pub fn same_vf(&self, other: &Self) -> bool {
        self.index == other.index && self.pf.matches(&other.pf)
    }
}

/// A PCI device that was taken from the host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DismountedDevice {
    /// Its place: [`PciDevice::path`](crate::model::PciDevice::path).
    pub path: String,
    /// Where it was then.
    pub address: PciAddress,
    /// The driver that it had; it gets it back.
    pub driver: Option<String>,
}

/// How a VF was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
pub struct VfOriginals {
    /// Bound driver.
    pub driver: Option<String>,
    /// What the PF held for it; `None` when it could not be read.
    pub admin: Option<VfAdmin>,
}

/// One edit of the desired state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DesiredEdit {
    /// Adds or replaces a switch (by id).
    PutSwitch(DesiredSwitch),
    /// Forgets a switch.
    RemoveSwitch(Uuid),
    /// Adds or replaces a team of the host (by id).
    PutTeam(DesiredTeam),
    /// Forgets a team of the host.
    RemoveTeam(Uuid),
    /// Adds or replaces a network adapter of the host (by id).
    PutHostAdapter(Box<DesiredHostAdapter>),
    /// Forgets a network adapter of the host.
    RemoveHostAdapter(Uuid),
    /// Adds or replaces a NIC (by identity).
    PutNic(DesiredNic),
    /// Forgets a NIC.
    RemoveNic(NicIdentity),
    /// Adds or replaces what is asked for of a NIC's settings (by identity).
    PutNicSettings(DesiredNicSettings),
    /// Forgets what is asked for of a NIC's settings.
    RemoveNicSettings(NicIdentity),
    /// Adds or replaces a claim (by VF).
    PutClaim(VfClaim),
    /// Forgets the claim on a VF.
    RemoveClaim {
        /// The PF.
        pf: NicIdentity,
        /// Index of the VF.
        index: u32,
    },
    /// Adds or replaces a dismounted device (by place).
    PutDismounted(DismountedDevice),
    /// Forgets the dismounted device at this place.
    RemoveDismounted(String),
    /// Sets the pool for dynamic MAC addresses.
    SetMacPool(Option<MacPool>),
    /// Allows, or forbids, that a running VM's VF is given to an adapter of higher weight.
    SetPreemption(bool),
    /// Sets the folder of new disks that name none.
    SetDiskFolder(Option<String>),
    /// Adds or replaces a migration (by id).
    PutMigration(Migration),
    /// Forgets a migration.
    RemoveMigration {
        /// Its id.
        id: Uuid,
        /// The virtual machine is at the target now.
        migrated: bool,
        /// How long it stood still on its way, in milliseconds, where that is known.
        blackout: Option<u64>,
    },
    /// Adds or replaces why an adapter got no VF (by adapter).
    PutRefused(Refused),
    /// Forgets why an adapter got no VF.
    RemoveRefused(AdapterRef),
    /// Sets the addresses that virtual machines took along.
    SetDeparted(Vec<MacAddress>),
    /// Adds or replaces a group of VMs (by id).
    PutGroup(Group),
    /// Forgets a group.
    RemoveGroup(Uuid),
    /// Sets how this host takes part in migrations.
    SetMigrationSettings(MigrationSettings),
    /// Sets the rules of quality of service on the wire.
    SetQos(Qos),
    /// The networks whose addresses are translated.
    SetNat(Vec<Nat>),
}

/// Where new disks come to be that name no folder, as libvirt has it.
pub const IMAGES: &str = "/var/lib/libvirt/images";

impl Desired {
    /// The folder of new disks that name none.
    #[must_use]
    pub fn disk_folder(&self) -> &str {
        self.disk_folder.as_deref().unwrap_or(IMAGES)
    }

    /// The switch with this id.
    #[must_use]
    pub fn switch(&self, id: Uuid) -> Option<&DesiredSwitch> {
        self.switches.iter().find(|s| s.id == id)
    }

    /// The switch with this name (compared without case).
    #[must_use]
    pub fn switch_named(&self, name: &str) -> Option<&DesiredSwitch> {
        let exact = self.switches.iter().find(|s| s.name == name);
        exact.or_else(|| self.switches.iter().find(|s| s.name.is_same_name(name)))
    }

    /// The switch behind this bridge.
    #[must_use]
    pub fn switch_on(&self, bridge: &InterfaceName) -> Option<&DesiredSwitch> {
        self.switches.iter().find(|s| &s.bridge == bridge)
    }

    /// The VFs of this NIC that were given out.
    #[must_use]
    pub fn claims_on(&self, nic: &NicIdentity) -> Vec<VfClaim> {
        let of_nic = |c: &&VfClaim| c.pf.matches(nic);
        self.claims.iter().filter(of_nic).cloned().collect()
    }

    /// The record of this NIC.
    #[must_use]
    pub fn nic(&self, identity: &NicIdentity) -> Option<&DesiredNic> {
        identity.best(&self.nics, |n| &n.identity)
    }

    /// What is asked for of this NIC's settings.
    #[must_use]
    pub fn settings_of(&self, identity: &NicIdentity) -> Option<&DesiredNicSettings> {
        identity.best(&self.nic_settings, |n| &n.identity)
    }

    /// The switch that uses this NIC.
    #[must_use]
    pub fn switch_using(&self, identity: &NicIdentity) -> Option<&DesiredSwitch> {
        self.switches
            .iter()
            .find(|s| s.uplinks.iter().any(|u| u.matches(identity)))
    }

    /// The team of the host with this device.
    #[must_use]
    pub fn team_on(&self, device: &InterfaceName) -> Option<&DesiredTeam> {
        self.teams.iter().find(|t| t.device == *device)
    }

    /// The team of the host that this NIC is in.
    #[must_use]
    pub fn team_using(&self, identity: &NicIdentity) -> Option<&DesiredTeam> {
        let is_in = |t: &&DesiredTeam| t.members.iter().any(|m| m.matches(identity));
        self.teams.iter().find(is_in)
    }

    /// The dismounted device at this place.
    #[must_use]
    pub fn dismounted(&self, path: &str) -> Option<&DismountedDevice> {
        self.dismounted.iter().find(|device| device.path == path)
    }

    /// The claim on this VF.
    #[must_use]
    pub fn claim(&self, pf: &NicIdentity, index: u32) -> Option<&VfClaim> {
        self.claims
            .iter()
            .find(|c| c.index == index && c.pf.matches(pf))
    }

    /// The claim of this adapter.
    #[must_use]
    pub fn claim_of(&self, vm: Uuid, adapter: &AdapterAlias) -> Option<&VfClaim> {
        self.claims
            .iter()
            .find(|c| c.vm == vm && &c.adapter == adapter)
    }

    /// Why this adapter got no VF when one was to be attached to it.
    #[must_use]
    pub fn refusal_of(&self, vm: Uuid, adapter: &AdapterAlias) -> Option<&Refused> {
        let mut refused = self.refused.iter();
        refused.find(|r| r.who.vm == vm && r.who.adapter == *adapter)
    }

    /// The migration of this virtual machine.
    #[must_use]
    pub fn migration_of(&self, vm: Uuid) -> Option<&Migration> {
        self.migrations.iter().find(|m| m.vm == vm)
    }

    /// Whether this VF is kept free for a virtual machine that is on its way.
    #[must_use]
    pub fn is_reserved(&self, pf: &NicIdentity, index: u32) -> bool {
        let mut reserved = self.migrations.iter().flat_map(|m| &m.reserved);
        reserved.any(|vf| vf.index == index && vf.pf.matches(pf))
    }

    /// Carries out an edit and gives the edit that takes it back; `None` when nothing was changed.
    pub fn edit(&mut self, edit: &DesiredEdit) -> Option<DesiredEdit> {
        match edit {
            DesiredEdit::PutSwitch(switch) => {
                let old = put(&mut self.switches, switch.clone(), |a, b| a.id == b.id);
                self.switches.sort_by(|a, b| a.name.cmp(&b.name));
                undo(old, switch, DesiredEdit::PutSwitch, |s| {
                    DesiredEdit::RemoveSwitch(s.id)
                })
            }
            DesiredEdit::RemoveSwitch(id) => {
                take(&mut self.switches, |s| s.id == *id).map(DesiredEdit::PutSwitch)
            }
            DesiredEdit::PutTeam(team) => {
                let old = put(&mut self.teams, team.clone(), |a, b| a.id == b.id);
                self.teams.sort_by(|a, b| a.device.cmp(&b.device));
                undo(old, team, DesiredEdit::PutTeam, |t| {
                    DesiredEdit::RemoveTeam(t.id)
                })
            }
            DesiredEdit::RemoveTeam(id) => {
                take(&mut self.teams, |t| t.id == *id).map(DesiredEdit::PutTeam)
            }
            DesiredEdit::PutHostAdapter(adapter) => {
                let all = &mut self.host_adapters;
                let old = put(all, (**adapter).clone(), |a, b| a.id() == b.id());
                all.sort_by(|a, b| a.settings.name.cmp(&b.settings.name));
                let back = |old| DesiredEdit::PutHostAdapter(Box::new(old));
                undo(old, &**adapter, back, |a| {
                    DesiredEdit::RemoveHostAdapter(a.id())
                })
            }
            DesiredEdit::RemoveHostAdapter(id) => {
                let gone = take(&mut self.host_adapters, |a| a.id() == *id)?;
                Some(DesiredEdit::PutHostAdapter(Box::new(gone)))
            }
            DesiredEdit::PutNic(nic) => {
                let old = put(&mut self.nics, nic.clone(), |a, b| {
                    a.identity.matches(&b.identity)
                });
                undo(old, nic, DesiredEdit::PutNic, |n| {
                    DesiredEdit::RemoveNic(n.identity.clone())
                })
            }
            DesiredEdit::RemoveNic(identity) => {
                take(&mut self.nics, |n| n.identity.matches(identity)).map(DesiredEdit::PutNic)
            }
            DesiredEdit::PutNicSettings(nic) => {
                let old = put(&mut self.nic_settings, nic.clone(), |a, b| {
                    a.identity.matches(&b.identity)
                });
                undo(old, nic, DesiredEdit::PutNicSettings, |n| {
                    DesiredEdit::RemoveNicSettings(n.identity.clone())
                })
            }
            DesiredEdit::RemoveNicSettings(identity) => {
                take(&mut self.nic_settings, |n| n.identity.matches(identity))
                    .map(DesiredEdit::PutNicSettings)
            }
            DesiredEdit::PutClaim(claim) => {
                let old = put(&mut self.claims, claim.clone(), VfClaim::same_vf);
                undo(old, claim, DesiredEdit::PutClaim, |c| {
                    DesiredEdit::RemoveClaim {
                        pf: c.pf.clone(),
                        index: c.index,
                    }
                })
            }
            DesiredEdit::RemoveClaim { pf, index } => {
                take(&mut self.claims, |c| c.index == *index && c.pf.matches(pf))
                    .map(DesiredEdit::PutClaim)
            }
            DesiredEdit::PutDismounted(device) => {
                let old = put(&mut self.dismounted, device.clone(), |a, b| {
                    a.path == b.path
                });
                undo(old, device, DesiredEdit::PutDismounted, |d| {
                    DesiredEdit::RemoveDismounted(d.path.clone())
                })
            }
            DesiredEdit::RemoveDismounted(path) => {
                take(&mut self.dismounted, |d| d.path == *path).map(DesiredEdit::PutDismounted)
            }
            DesiredEdit::SetMacPool(pool) => {
                let old = std::mem::replace(&mut self.mac_pool, *pool);
                (old != *pool).then_some(DesiredEdit::SetMacPool(old))
            }
            DesiredEdit::SetPreemption(on) => {
                let old = std::mem::replace(&mut self.preemption, *on);
                (old != *on).then_some(DesiredEdit::SetPreemption(old))
            }
            DesiredEdit::SetDiskFolder(folder) => {
                let old = std::mem::replace(&mut self.disk_folder, folder.clone());
                (old != *folder).then_some(DesiredEdit::SetDiskFolder(old))
            }
            DesiredEdit::PutMigration(migration) => {
                let old = put(&mut self.migrations, migration.clone(), |a, b| a.id == b.id);
                undo(old, migration, DesiredEdit::PutMigration, |m| {
                    DesiredEdit::RemoveMigration {
                        id: m.id,
                        migrated: false,
                        blackout: None,
                    }
                })
            }
            DesiredEdit::RemoveMigration { id, .. } => {
                take(&mut self.migrations, |m| m.id == *id).map(DesiredEdit::PutMigration)
            }
            DesiredEdit::PutRefused(refused) => {
                let old = put(&mut self.refused, refused.clone(), |a, b| a.who == b.who);
                undo(old, refused, DesiredEdit::PutRefused, |r| {
                    DesiredEdit::RemoveRefused(r.who.clone())
                })
            }
            DesiredEdit::RemoveRefused(who) => {
                take(&mut self.refused, |r| r.who == *who).map(DesiredEdit::PutRefused)
            }
            DesiredEdit::SetDeparted(addresses) => {
                let old = std::mem::replace(&mut self.departed, addresses.clone());
                (old != *addresses).then_some(DesiredEdit::SetDeparted(old))
            }
            DesiredEdit::PutGroup(group) => {
                let old = put(&mut self.groups, group.clone(), |a, b| a.id == b.id);
                undo(old, group, DesiredEdit::PutGroup, |g| {
                    DesiredEdit::RemoveGroup(g.id)
                })
            }
            DesiredEdit::RemoveGroup(id) => {
                take(&mut self.groups, |g| g.id == *id).map(DesiredEdit::PutGroup)
            }
            DesiredEdit::SetNat(nats) => {
                let old = std::mem::replace(&mut self.nats, nats.clone());
                (old != *nats).then_some(DesiredEdit::SetNat(old))
            }
            DesiredEdit::SetQos(qos) => {
                let old = std::mem::replace(&mut self.qos, qos.clone());
                (old != *qos).then_some(DesiredEdit::SetQos(old))
            }
            DesiredEdit::SetMigrationSettings(settings) => {
                let old = std::mem::replace(&mut self.migration, settings.clone());
                (old != *settings).then_some(DesiredEdit::SetMigrationSettings(old))
            }
        }
    }

    /// True when an edit would change nothing.
    #[must_use]
    pub fn has(&self, edit: &DesiredEdit) -> bool {
        match edit {
            DesiredEdit::PutSwitch(switch) => self.switch(switch.id) == Some(switch),
            DesiredEdit::RemoveSwitch(id) => self.switch(*id).is_none(),
            DesiredEdit::PutHostAdapter(adapter) => self.host_adapters.contains(adapter),
            DesiredEdit::RemoveHostAdapter(id) => !self.host_adapters.iter().any(|a| a.id() == *id),
            DesiredEdit::PutNic(nic) => self.nic(&nic.identity) == Some(nic),
            DesiredEdit::RemoveNic(identity) => self.nic(identity).is_none(),
            DesiredEdit::PutNicSettings(nic) => self.settings_of(&nic.identity) == Some(nic),
            DesiredEdit::RemoveNicSettings(identity) => self.settings_of(identity).is_none(),
            DesiredEdit::PutClaim(claim) => self.claim(&claim.pf, claim.index) == Some(claim),
            DesiredEdit::RemoveClaim { pf, index } => self.claim(pf, *index).is_none(),
            DesiredEdit::PutDismounted(device) => self.dismounted(&device.path) == Some(device),
            DesiredEdit::RemoveDismounted(path) => self.dismounted(path).is_none(),
            DesiredEdit::PutTeam(team) => self.teams.contains(team),
            DesiredEdit::RemoveTeam(id) => !self.teams.iter().any(|t| t.id == *id),
            DesiredEdit::SetMacPool(pool) => self.mac_pool == *pool,
            DesiredEdit::SetPreemption(on) => self.preemption == *on,
            DesiredEdit::SetDiskFolder(folder) => self.disk_folder == *folder,
            DesiredEdit::PutMigration(migration) => self.migrations.iter().any(|m| m == migration),
            DesiredEdit::RemoveMigration { id, .. } => !self.migrations.iter().any(|m| m.id == *id),
            DesiredEdit::PutRefused(refused) => self.refused.contains(refused),
            DesiredEdit::RemoveRefused(who) => !self.refused.iter().any(|r| r.who == *who),
            DesiredEdit::SetDeparted(addresses) => self.departed == *addresses,
            DesiredEdit::PutGroup(group) => self.groups.iter().any(|g| g == group),
            DesiredEdit::RemoveGroup(id) => !self.groups.iter().any(|g| g.id == *id),
            DesiredEdit::SetMigrationSettings(settings) => self.migration == *settings,
            DesiredEdit::SetQos(qos) => self.qos == *qos,
            DesiredEdit::SetNat(nats) => self.nats == *nats,
        }
    }
}

/// Replaces the item that is the `same` in its place, or adds it at the end; gives the one that was there.
fn put<T>(items: &mut Vec<T>, item: T, same: impl Fn(&T, &T) -> bool) -> Option<T> {
    if let Some(present) = items.iter_mut().find(|present| same(present, &item)) {
        return Some(std::mem::replace(present, item));
    }
    items.push(item);
    None
}

fn take<T>(items: &mut Vec<T>, matches: impl Fn(&T) -> bool) -> Option<T> {
    let position = items.iter().position(matches)?;
    Some(items.remove(position))
}

fn undo<T: PartialEq>(
    old: Option<T>,
    new: &T,
    put: impl Fn(T) -> DesiredEdit,
    remove: impl Fn(&T) -> DesiredEdit,
) -> Option<DesiredEdit> {
    match old {
        Some(old) if old == *new => None,
        Some(old) => Some(put(old)),
        None => Some(remove(new)),
    }
}
