//! A change is one primitive. Changes are grouped by what they are about; the file of a subject says everything that is known
//! of its changes, fact beside fact.
//!
//! No function here or in those files has a wildcard arm over changes: whoever adds one is told by the compiler what it lacks.

mod autostart;
mod bond;
mod bridge;
mod desired;
mod device;
mod disk;
mod domain;
mod event;
mod fdb;
mod file;
mod filter;
mod hardware;
mod image;
mod ip;
mod link;
mod nat;
mod network;
mod nic;
mod pci;
mod snapshot;
mod stored;
mod subject;
mod team_events;
mod veth;
mod vf;

use serde::{Deserialize, Serialize};

use super::shell_line::{ShellLine, summary};
use crate::journal::Entry;
use crate::model::{Scope, State};

pub use autostart::AutostartChange;
pub use bond::BondChange;
pub use bridge::BridgeChange;
pub use desired::DesiredChange;
pub use device::{Device, DeviceChange};
pub use disk::{Content, DiskChange};
pub use domain::{DomainChange, StopMode, announcement};
pub(crate) use event::Names;
pub use fdb::FdbChange;
pub use file::FileChange;
pub use filter::FilterChange;
pub use hardware::{HardwareChange, Part, PartKind};
pub use image::{ImageChange, NewImage};
pub use ip::{AddressSpec, IpChange, NeighborRef, NeighborSpec, RouteSpec};
pub use link::LinkChange;
pub(crate) use nat::FORWARDING;
pub use nat::NatChange;
pub use network::NetworkChange;
pub use nic::NicChange;
pub use pci::PciChange;
pub(crate) use pci::UNSAFE_INTERRUPTS;
pub use snapshot::{NewSnapshot, SnapshotChange, SnapshotContent};
pub use stored::StoredChange;
pub use subject::{Lifetime, Subject};
pub use veth::{VethChange, port_mac};
pub use vf::VfChange;
pub(crate) use vf::restorable_mac;

/// One primitive. [`crate::Machine::apply`] carries it out; it must do exactly this, or nothing.
///
/// On the disk (the record of a commit) a change is written under its own name alone, whichever subject it is grouped with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    untagged,
    expecting = "a change is named that this version of iovsh does not know"
)]
pub enum Change {
    /// The VFs of a PF: how many there are, and what the PF holds for each.
    Vf(VfChange),
    /// The driver of a PCI function.
    Pci(PciChange),
    /// A network interface.
    Link(LinkChange),
    /// Settings of a NIC's driver.
    Nic(NicChange),
    /// A Linux bridge and its ports.
    Bridge(BridgeChange),
    /// A pair of virtual Ethernet devices.
    Veth(VethChange),
    /// A bond and its members.
    Bond(BondChange),
    /// Addresses in a PF's filter, or pinned to a port of a bridge.
    Fdb(FdbChange),
    /// What a port lets through.
    Filter(FilterChange),
    /// Addresses, routes and neighbours.
    Ip(IpChange),
    /// Address translation.
    Nat(NatChange),
    /// A libvirt network.
    Network(NetworkChange),
    /// A libvirt domain.
    Domain(DomainChange),
    /// Whether a libvirt domain starts with the host.
    Autostart(AutostartChange),
    /// What a libvirt domain is made of besides disks and adapters.
    Hardware(HardwareChange),
    /// A snapshot of a libvirt domain.
    Snapshot(SnapshotChange),
    /// A device of a domain.
    Device(DeviceChange),
    /// A drive of a domain.
    Disk(DiskChange),
    /// A disk image of the host.
    Image(ImageChange),
    /// A file of iovsh's in the folder of a [`NetworkTool`](crate::model::NetworkTool).
    File(FileChange),
    /// A folder or a text of an export.
    Stored(StoredChange),
    /// The desired state. Carried out by [`crate::commit`] on the host's store, never by the host.
    Desired(DesiredChange),
}

/// What is known of every change.
pub(crate) trait Facts {
    /// See [`Change::name`].
    fn name(&self) -> &'static str;
    /// See [`Change::subject`].
    fn subject(&self) -> Subject;
    /// See [`Change::scope`].
    fn scope(&self) -> Scope;
    /// See [`Change::is_satisfied`].
    fn is_satisfied(&self, state: &State) -> Option<bool>;
    /// See [`Change::effect`].
    fn effect(&self, state: &mut State);
    /// See [`Change::inverse`].
    fn inverse(&self, before: &State) -> Option<Change>;
    /// See [`Change::equivalent`].
    fn equivalent(&self, state: &State) -> Vec<ShellLine>;
    /// See [`Change::depends_on`].
    fn depends_on(&self, state: &State) -> Vec<Subject>;
    /// See [`Change::vanishes_with`].
    fn vanishes_with(&self) -> Option<Lifetime>;
    /// See [`Change::event`].
    fn event(&self, names: &Names<'_>) -> Option<Entry>;
    /// See [`Change::is_safe_in`].
    fn is_safe_in(&self, _state: &State) -> bool {
        true
    }
    /// See [`Change::anchors_group`].
    fn anchors_group(&self) -> bool {
        false
    }
    /// See [`Change::destroys`].
    fn destroys(&self) -> bool {
        false
    }
    /// See [`Change::makes_image`].
    fn makes_image(&self) -> Option<&str> {
        None
    }
    /// What is wanted, in words.
    fn wanted(&self, state: &State) -> String {
        summary(&self.equivalent(state))
    }
}

impl Change {
    fn facts(&self) -> &dyn Facts {
        match self {
            Self::Vf(change) => change,
            Self::Pci(change) => change,
            Self::Link(change) => change,
            Self::Nic(change) => change,
            Self::Bridge(change) => change,
            Self::Veth(change) => change,
            Self::Bond(change) => change,
            Self::Fdb(change) => change,
            Self::Ip(change) => change,
            Self::Nat(change) => change,
            Self::Filter(change) => change,
            Self::Network(change) => change,
            Self::Domain(change) => change,
            Self::Autostart(change) => change,
            Self::Hardware(change) => change,
            Self::Snapshot(change) => change,
            Self::Device(change) => change,
            Self::Disk(change) => change,
            Self::Image(change) => change,
            Self::File(change) => change,
            Self::Stored(change) => change,
            Self::Desired(change) => change,
        }
    }

    /// The name of the primitive, for example `SetVfCount`: faults of the simulated host and the record of a commit are
    /// written with it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.facts().name()
    }

    /// What the change is about. Two changes interfere exactly when their subjects are equal: of several with one subject
    /// only the last has to be seen in the end.
    #[must_use]
    pub fn subject(&self) -> Subject {
        self.facts().subject()
    }

    /// What has to be observed to see whether the change has taken effect.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.facts().scope()
    }

    /// Whether the state is as the change wants it. `None`: it cannot be told, because the fact was not observed, what it is
    /// about is not there, or the change leaves nothing to see (a reset). Success is what is observed afterwards, never a
    /// return code.
    #[must_use]
    pub fn is_satisfied(&self, state: &State) -> Option<bool> {
        self.facts().is_satisfied(state)
    }

    /// Moves `state` to where the change leads, as far as that can be known beforehand: a plan's later steps are made against
    /// the state that its earlier ones lead to. What only the machine can know (IOMMU groups of new VFs, whether a guest
    /// drives its VF) stays unknown. A change of something that is not there moves nothing.
    pub fn effect(&self, state: &mut State) {
        self.facts().effect(state);
    }

    /// The change that leads back from where this one leads to; `None` when nothing can put it back, or nothing has to be.
    #[must_use]
    pub fn inverse(&self, before: &State) -> Option<Self> {
        self.facts().inverse(before)
    }

    /// The `ip`, `bridge`, `virsh` or sysfs commands that do the same; none for what iovsh only writes down for itself, and
    /// where there is nothing to do.
    #[must_use]
    pub fn equivalent(&self, state: &State) -> Vec<ShellLine> {
        self.facts().equivalent(state)
    }

    /// Other subjects whose changes may take away what this one leads to: VLANs of a port go when the port leaves its bridge.
    #[must_use]
    pub fn depends_on(&self, state: &State) -> Vec<Subject> {
        self.facts().depends_on(state)
    }

    /// How long what the change is about exists at all, where it goes by itself: with it nothing is left to undo.
    #[must_use]
    pub fn vanishes_with(&self) -> Option<Lifetime> {
        self.facts().vanishes_with()
    }

    /// What the journal says when it was carried out; `None` where nobody asks for that. An entry without a message gets the
    /// step's own words.
    #[must_use]
    pub(crate) fn event(&self, names: &Names<'_>) -> Option<Entry> {
        self.facts().event(names)
    }

    /// False when the change would forget what is in use in this state.
    #[must_use]
    pub fn is_safe_in(&self, state: &State) -> bool {
        self.facts().is_safe_in(state)
    }

    /// While this change cannot be undone, nothing else of its best-effort group is: a VF that its guest does not release keeps
    /// its settings and its claim.
    #[must_use]
    pub fn anchors_group(&self) -> bool {
        self.facts().anchors_group()
    }

    /// What it takes away cannot be had again: it waits at the end of a plan until everything else was seen to have taken effect, and once
    /// it has begun nothing that it relies on is undone.
    #[must_use]
    pub fn destroys(&self) -> bool {
        self.facts().destroys()
    }

    /// The path at which it makes an image, where nothing is before. Whoever undoes it after a crash has to know whether what is there is
    /// the one that it made.
    #[must_use]
    pub fn makes_image(&self) -> Option<&str> {
        self.facts().makes_image()
    }

    /// `Some` with what was wanted when the change has not taken effect.
    #[must_use]
    pub fn mismatch(&self, state: &State) -> Option<String> {
        (self.is_satisfied(state) == Some(false)).then(|| self.facts().wanted(state))
    }
}

macro_rules! changes {
    ($($subject:ident($inner:ty)),* $(,)?) => {
        $(impl From<$inner> for Change {
            fn from(change: $inner) -> Self {
                Self::$subject(change)
            }
        })*
    };
}

changes! {
    Vf(VfChange), Pci(PciChange), Link(LinkChange), Nic(NicChange), Bridge(BridgeChange), Veth(VethChange), Bond(BondChange), Fdb(FdbChange),
    Autostart(AutostartChange), Snapshot(SnapshotChange), Hardware(HardwareChange),
    Filter(FilterChange), Ip(IpChange), Nat(NatChange), Network(NetworkChange), Domain(DomainChange), Device(DeviceChange), File(FileChange),
    Disk(DiskChange), Image(ImageChange), Stored(StoredChange),
    Desired(DesiredChange),
}
