//! What a host is made of: parsed newtypes and plain structs, with no behaviour that touches a machine.

mod acl;
mod adapter;
mod address;
mod block;
mod bridge;
mod checkpoint;
mod drive;
mod drivers;
mod export;
mod facts;
mod filter;
mod function;
mod guest;
mod hardware;
mod image;
mod iov_override;
mod ip;
mod iso9660;
mod life;
mod mac;
mod machine_type;
mod migration;
mod name;
mod nat;
mod network_tool;
mod nic;
mod nic_settings;
mod pci_device;
mod reasons;
mod rename;
mod scope;
mod seed;
mod share;
mod stored;
mod switch;
mod team;
mod vf_room;
mod vlan;
mod vm;

pub use acl::{AclAction, AclAddress, AclDirection, AclSide, ExtendedAcl, PortAcl};
pub use adapter::{
    Adapter, AdapterAlias, AdapterChanges, AdapterSettings, AddressSource, AttachedVf, Bandwidth,
    InsideGuest, InterruptModeration, MacChoice, NicSpec, PortMirroring, QueueSettings, VfDevice,
};
pub use address::{InterfaceName, NumaNode, ParseError, PciAddress, Uuid, VlanId};
pub use block::{
    DiskBus, DiskTable, HostDisk, HostPartition, Volume, device_of_shown_image,
    number_of_shown_image,
};
pub use bridge::{Bridge, FdbEntry, FdbPlace, LibvirtNetwork};
pub use checkpoint::{Checkpoint, CheckpointContent, CheckpointCopy, CheckpointType};
pub use drive::{ControllerKind, Drive, DriveAddress, DrivePlace, drive_letters};
pub use drivers::{DriverTraits, Knobs, VFIO_PCI, driver_traits, drivers};
pub use export::{ExportLayout, ExportedDisk, ExportedFile, ExportedVm, FileOwner, KeptFile};
pub use facts::{HostFacts, HugePages, IommuFacts, MacPool};
pub use filter::{
    Direction, FilterAction, FrameMatch, IpFamily, IpPrefix, PacketMatch, PortFilter, PortFilters,
    PortRange,
};
pub use function::{
    EswitchMode, GroupPeer, NicIdentity, PhysicalFunction, VfAdmin, VfAttributes, VfCounters,
    VfLinkState, VfOwner, VfRate, VfVlan, VirtualFunction, VlanProtocol,
};
pub use guest::{GuestAnswer, GuestFacts, GuestQuestion};
pub use hardware::{
    BootDevice, BootKind, BootOrder, Firmware, Graphics, Hardware, Memory, Processors, SerialPort,
    Video,
};
pub use image::{Backing, Image, ImageFolder, ImageFormat, ImagePlace};
pub use iov_override::{OVERRIDE_FILE, OVERRIDE_TEXT};
pub use ip::{
    AddressOrigin, AddressState, Cidr, InterfaceAddress, IpState, Listener, NameServer,
    NameServers, Neighbor, NeighborState, Resolver, Route, RouteOrigin,
};
pub use life::{
    DiskUsage, DynamicMemory, LateStart, Life, Metering, Service, Services, StopAction, Usage,
};
pub use mac::MacAddress;
pub use machine_type::MachineType;
pub use migration::{
    Along, Connection, DiskReach, Incompatibility, MigratingDisk, MigratingFile, MigratingVm,
    Presence, Sending, Sent,
};
pub use name::{VisibleName, is_hidden};
pub use nat::{Nat, NatMapping, NatState, PortProtocol};
pub use network_tool::{DescribedNic, DescribedSwitch, DescribedTeam, NetworkTool};
pub use nic::{Interrupts, LinkCounters, NicDetails, PciSlot, Queues, Spreading};
pub use nic_settings::{
    AppKind, AppPriority, Dcb, Feature, LinkModes, NEEDS, NicSetting, NicSettings, Pause,
    RECEIVE_QUEUES, RdmaDevice, Rings, Speed, Wake, WakeBy,
};
pub use pci_device::{AssignedDevice, PciDevice};
pub use reasons::{HostReason, IovReason, SriovSupport};
pub use scope::{PciDetail, Scope, State, VfDetail, VmDetail};
pub use seed::{NO_USER_DATA, Seed, hostname_of};
pub use share::{DeviceShares, Share};
pub use stored::{LONGEST_TEXT, OwnFile, Stored};
pub use switch::{LinkKind, NetAdapter, Switch, SwitchType};
pub use team::{Team, TeamHash, TeamMember, TeamMode, TeamMonitor, TeamSettings};
pub use vf_room::{Ari, MemoryWindow, VfMemory};
pub use vlan::{AdapterVlan, PortVlans, VlanSet};
pub use vm::{
    BootFrom, DirectBoot, Disk, DomainDefinition, DomainSpec, Vm, VmFacts, VmRef, VmSettings,
    VmState,
};

use serde::{Deserialize, Deserializer};

/// Reads a setting that was asked for, also one that is written as `null`: that nothing was asked for is said by leaving it out.
pub(crate) fn as_asked<'de, D, T>(reader: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(reader).map(Some)
}
