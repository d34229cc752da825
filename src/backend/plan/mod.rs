//! Changes, steps and plans: what will be done, what undoes it, and the command line that would do the same.

mod builder;
mod effect;
mod equivalent;
mod shell_line;
mod tc;
mod undo;
mod verify;

use std::time::Duration;

use serde::{Deserialize, Serialize};

pub use builder::PlanBuilder;
pub use effect::effect;
pub(crate) use effect::elect;
pub use equivalent::equivalent;
pub use shell_line::{ShellLine, quote, render};
pub(crate) use undo::restorable_mac;
pub use undo::undo_of;
pub use verify::{holds, key, mismatch, scope_of};

use super::model::{
    AdapterAlias, AssignedDevice, DomainDefinition, FdbEntry, InterfaceName, MacAddress, NicSpec,
    PciAddress, PortFilter, PortVlans, Uuid, VfAttributes, VfDevice, VmSettings,
};
use super::state::DesiredEdit;

/// How a VM is stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum StopMode {
    /// The guest is asked (ACPI power button); an error with id `Vm.StopTimeout` when it has not stopped by then.
    Shutdown {
        /// How long to wait.
        timeout: Duration,
    },
    /// The power is cut.
    TurnOff,
}

/// One primitive. [`crate::backend::Host::apply`] carries it out; it must do exactly this, or nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// Writes `sriov_numvfs` (from zero, or to zero: the kernel refuses the rest with EBUSY) and waits for every VF.
    SetVfCount {
        /// The PF.
        pf: PciAddress,
        /// VFs to have.
        count: u32,
    },
    /// Writes `sriov_drivers_autoprobe`.
    SetAutoprobe {
        /// The PF.
        pf: PciAddress,
        /// New VFs get a host driver.
        on: bool,
    },
    /// Sets what is `Some` in `attributes`, one netlink request a knob.
    SetVf {
        /// The PF.
        pf: PciAddress,
        /// Index of the VF.
        index: u32,
        /// What to set.
        attributes: VfAttributes,
    },
    /// Function level reset of a VF (`reset`), never a bus reset.
    ResetVf {
        /// The VF.
        address: PciAddress,
    },
    /// Binds a PCI function to a driver by `driver_override` and `drivers_probe`; the function has no driver yet.
    BindDriver {
        /// The function.
        address: PciAddress,
        /// Driver, for example `vfio-pci`.
        driver: String,
    },
    /// Unbinds a PCI function from its driver and clears `driver_override`.
    UnbindDriver {
        /// The function.
        address: PciAddress,
        /// The driver that it has now.
        driver: String,
    },
    /// Sets an interface administratively up or down.
    SetLink {
        /// The interface.
        interface: InterfaceName,
        /// Up.
        up: bool,
    },
    /// Makes a Linux bridge (STP off, forward delay 0) and brings it up.
    CreateBridge {
        /// Name.
        name: InterfaceName,
        /// Address; the uplink's, so that it stays the same whatever ports come and go.
        mac: MacAddress,
        /// `vlan_filtering`.
        vlan_filtering: bool,
    },
    /// Deletes a bridge.
    DeleteBridge {
        /// Name.
        name: InterfaceName,
    },
    /// Makes an interface a port of a bridge.
    AddBridgePort {
        /// The bridge.
        bridge: InterfaceName,
        /// The interface.
        port: InterfaceName,
    },
    /// Takes a port out of its bridge.
    RemoveBridgePort {
        /// The bridge.
        bridge: InterfaceName,
        /// The port.
        port: InterfaceName,
    },
    /// Makes a bond of which one member carries the traffic (`active-backup`; a link is looked at every 100 ms) and every
    /// member keeps its own address, and brings it up.
    CreateBond {
        /// Name.
        name: InterfaceName,
        /// The member that carries the traffic whenever its link works.
        primary: InterfaceName,
    },
    /// Deletes a bond.
    DeleteBond {
        /// Name.
        name: InterfaceName,
    },
    /// Makes an interface that is down a member of a bond. The kernel brings it up.
    AddBondMember {
        /// The bond.
        bond: InterfaceName,
        /// The interface.
        member: InterfaceName,
    },
    /// Takes a member out of its bond. The kernel takes it down.
    RemoveBondMember {
        /// The bond.
        bond: InterfaceName,
        /// The member.
        member: InterfaceName,
    },
    /// Makes a bridge tell VLANs apart (`vlan_filtering`).
    SetVlanFiltering {
        /// The bridge.
        bridge: InterfaceName,
        /// It does.
        on: bool,
    },
    /// Puts a port of a VLAN-filtering bridge into these VLANs, and out of all others.
    SetPortVlans {
        /// The port.
        port: InterfaceName,
        /// The VLANs.
        vlans: PortVlans,
    },
    /// Gives a port these filters in place of those that it has.
    SetPortFilters {
        /// The port.
        port: InterfaceName,
        /// The filters, in their order; none takes all away.
        filters: Vec<PortFilter>,
    },
    /// Adds an address to a PF's filter, or pins it to a port of a bridge.
    AddFdbEntry {
        /// The entry.
        entry: FdbEntry,
    },
    /// Removes it.
    RemoveFdbEntry {
        /// The entry.
        entry: FdbEntry,
    },
    /// Moves global IP addresses, and the routes that lead through the device, from one interface to another.
    MoveIpConfiguration {
        /// The interface that has them.
        from: InterfaceName,
        /// The interface that gets them.
        to: InterfaceName,
    },
    /// Defines, starts and marks for autostart a libvirt network that leads to a bridge (`<forward mode='bridge'/>`).
    DefineNetwork {
        /// Name.
        name: String,
        /// Id.
        id: Uuid,
        /// The bridge.
        bridge: InterfaceName,
    },
    /// Stops and undefines a libvirt network.
    UndefineNetwork {
        /// Name.
        name: String,
        /// Id.
        id: Uuid,
    },
    /// Defines a domain.
    DefineDomain {
        /// Name, for messages.
        name: String,
        /// Id.
        id: Uuid,
        /// What it is made of.
        definition: DomainDefinition,
    },
    /// Undefines a domain that is off. Disks stay.
    UndefineDomain {
        /// Name, for messages.
        name: String,
        /// Id.
        id: Uuid,
    },
    /// Starts a domain that is off or saved.
    StartDomain {
        /// The domain.
        vm: Uuid,
        /// With its virtual CPUs stopped, until it is told to go on.
        paused: bool,
    },
    /// Stops a domain.
    StopDomain {
        /// The domain.
        vm: Uuid,
        /// How.
        mode: StopMode,
    },
    /// Stops the virtual CPUs of a running domain; its memory, its devices and its VFs stay.
    PauseDomain {
        /// The domain.
        vm: Uuid,
    },
    /// Lets a paused domain go on.
    ResumeDomain {
        /// The domain.
        vm: Uuid,
    },
    /// Writes a domain's memory to disk and stops it (managed save). It must have no VF: its state cannot be written.
    SaveDomain {
        /// The domain.
        vm: Uuid,
    },
    /// Throws a saved state away.
    DiscardSavedState {
        /// The domain.
        vm: Uuid,
    },
    /// Presses the reset button of a running domain.
    ResetDomain {
        /// The domain.
        vm: Uuid,
    },
    /// Replaces iovsh's element in the domain's metadata, in the definition and in the running domain.
    SetDomainMetadata {
        /// The domain.
        vm: Uuid,
        /// What to write; `None` removes the element.
        settings: Option<VmSettings>,
    },
    /// Plugs a device in: a NIC into the definition and (`live`) the running domain, a VF into the running domain only.
    AttachDevice {
        /// The domain.
        vm: Uuid,
        /// The device.
        device: Device,
        /// Also now.
        live: bool,
    },
    /// Unplugs a device and waits for the removal event. A guest that does not let go within `timeout`: the answer is
    /// `Vm.DetachTimeout`, and the device is still there.
    DetachDevice {
        /// The domain.
        vm: Uuid,
        /// The device.
        device: Device,
        /// Also now.
        live: bool,
        /// How long to wait.
        timeout: Duration,
    },
    /// Changes a NIC in place. In the definition every field of `nic` is taken over. In the running domain (`live`) only
    /// the link state is: the tap's bridge is changed by [`Change::AddBridgePort`] and [`Change::RemoveBridgePort`].
    UpdateDevice {
        /// The domain.
        vm: Uuid,
        /// How the NIC is to stand; `alias` says which.
        nic: NicSpec,
        /// Also now.
        live: bool,
    },
    /// Writes a file of iovsh's in the folder of a [`NetworkTool`](crate::backend::model::NetworkTool), or removes it.
    SetFile {
        /// Where.
        path: String,
        /// The whole text; `None`: no file.
        text: Option<String>,
    },
    /// Edits the desired state. Carried out by [`super::commit`] on the host's store, never by the host.
    SetDesired {
        /// The edit.
        edit: DesiredEdit,
    },
}

impl Change {
    /// The kind of change, for example `SetVfCount`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::SetVfCount { .. } => "SetVfCount",
            Self::SetAutoprobe { .. } => "SetAutoprobe",
            Self::SetVf { .. } => "SetVf",
            Self::ResetVf { .. } => "ResetVf",
            Self::BindDriver { .. } => "BindDriver",
            Self::UnbindDriver { .. } => "UnbindDriver",
            Self::SetLink { .. } => "SetLink",
            Self::CreateBridge { .. } => "CreateBridge",
            Self::DeleteBridge { .. } => "DeleteBridge",
            Self::AddBridgePort { .. } => "AddBridgePort",
            Self::RemoveBridgePort { .. } => "RemoveBridgePort",
            Self::CreateBond { .. } => "CreateBond",
            Self::DeleteBond { .. } => "DeleteBond",
            Self::AddBondMember { .. } => "AddBondMember",
            Self::RemoveBondMember { .. } => "RemoveBondMember",
            Self::SetVlanFiltering { .. } => "SetVlanFiltering",
            Self::SetPortVlans { .. } => "SetPortVlans",
            Self::SetPortFilters { .. } => "SetPortFilters",
            Self::AddFdbEntry { .. } => "AddFdbEntry",
            Self::RemoveFdbEntry { .. } => "RemoveFdbEntry",
            Self::MoveIpConfiguration { .. } => "MoveIpConfiguration",
            Self::DefineNetwork { .. } => "DefineNetwork",
            Self::UndefineNetwork { .. } => "UndefineNetwork",
            Self::DefineDomain { .. } => "DefineDomain",
            Self::UndefineDomain { .. } => "UndefineDomain",
            Self::StartDomain { .. } => "StartDomain",
            Self::StopDomain { .. } => "StopDomain",
            Self::PauseDomain { .. } => "PauseDomain",
            Self::ResumeDomain { .. } => "ResumeDomain",
            Self::SaveDomain { .. } => "SaveDomain",
            Self::DiscardSavedState { .. } => "DiscardSavedState",
            Self::ResetDomain { .. } => "ResetDomain",
            Self::SetDomainMetadata { .. } => "SetDomainMetadata",
            Self::AttachDevice { .. } => "AttachDevice",
            Self::DetachDevice { .. } => "DetachDevice",
            Self::UpdateDevice { .. } => "UpdateDevice",
            Self::SetFile { .. } => "SetFile",
            Self::SetDesired { .. } => "SetDesired",
        }
    }
}

/// A device of a domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Device {
    /// A virtio adapter.
    Nic(NicSpec),
    /// A VF.
    Vf(VfDevice),
    /// A whole PCI device, in the definition only.
    Host(AssignedDevice),
}

impl Device {
    /// The device's alias.
    #[must_use]
    pub fn alias(&self) -> &AdapterAlias {
        match self {
            Self::Nic(nic) => &nic.alias,
            Self::Vf(vf) => &vf.alias,
            Self::Host(device) => &device.alias,
        }
    }
}

/// One change with its way back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What is done, as a sentence without a full stop: `Create 7 VFs on enp1s0f0`.
    pub what: String,
    /// The change.
    pub change: Change,
    /// What puts things back; `None` when there is nothing to put back (a reset).
    pub undo: Option<Change>,
    /// The `ip`, `bridge`, `virsh` or sysfs line that does the same, as it can be pasted into a shell; empty for what iovsh only
    /// writes down for itself.
    pub equivalent: String,
    /// Steps that share a number are one wish (a VF for one adapter): when one of them fails they are undone together,
    /// the failure becomes a warning, and the plan goes on. `None`: the step must succeed.
    pub wish: Option<u32>,
}

impl Step {
    /// Whether it is only about iovsh's own records: nothing on the host changes, and no other tool can do it.
    #[must_use]
    pub fn is_bookkeeping(&self) -> bool {
        matches!(self.change, Change::SetDesired { .. })
    }

    /// What is done, marked when it is about iovsh's own records.
    #[must_use]
    pub fn sentence(&self) -> String {
        if self.is_bookkeeping() {
            format!("{} (in iovsh's own records)", self.what)
        } else {
            self.what.clone()
        }
    }
}

/// Something that is done although there is a catch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// Stable id, for example `Iov.NoVfAvailable`.
    pub id: String,
    /// One sentence.
    pub message: String,
}

/// What will be done, in order. An empty plan means that everything is as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Plan {
    /// What the plan is for, as a sentence without a full stop: `Create the switch lan`.
    pub title: String,
    /// What ShouldProcess shows as the target: `web1`, `web1: Network Adapter`, `lan`.
    pub target: String,
    /// The steps.
    pub steps: Vec<Step>,
    /// What the admin should know.
    pub warnings: Vec<Warning>,
}

impl Plan {
    /// True when nothing has to be done.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Appends another plan's steps and warnings; its wishes stay apart from those of `self`.
    pub fn append(&mut self, other: Plan) {
        let base = self
            .steps
            .iter()
            .filter_map(|s| s.wish)
            .max()
            .map_or(0, |w| w.saturating_add(1));
        self.steps.extend(other.steps.into_iter().map(|mut step| {
            step.wish = step.wish.map(|w| w.saturating_add(base));
            step
        }));
        self.warnings.extend(other.warnings);
    }
}
