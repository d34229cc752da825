//! What changes are about, and how long that exists.

use super::hardware::PartKind;
use crate::model::{
    AdapterAlias, Cidr, FdbPlace, InterfaceName, MacAddress, PciAddress, State, Uuid,
};

/// What a change is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// How many VFs a PF has.
    VfCount(PciAddress),
    /// Whether new VFs of a PF get a host driver.
    Autoprobe(PciAddress),
    /// All that a PF holds for a VF: a new owner sets it together.
    VfSettings(PciAddress, u32),
    /// The reset of a VF.
    VfReset(PciAddress),
    /// The interrupt vectors of a VF.
    VfVectors(PciAddress),
    /// The driver of a PCI function.
    Driver(PciAddress),
    /// Whether VFIO hands out devices whose interrupts nothing remaps.
    UnsafeInterrupts,
    /// An interface, up or down.
    Link(InterfaceName),
    /// The address of an interface.
    Address(InterfaceName),
    /// What an interface is called: its two names, in their order.
    Name(InterfaceName, InterfaceName),
    /// IP addresses that move between two interfaces, in the order of their names.
    IpConfiguration(InterfaceName, InterfaceName),
    /// Whether an interface for a VLAN is there.
    VlanInterface(InterfaceName),
    /// Whether a veth pair is there, by the host's end.
    VethPair(InterfaceName),
    /// The text that is kept with an interface for people.
    Note(InterfaceName),
    /// Whether a bridge is there.
    Bridge(InterfaceName),
    /// Whether a bond is there.
    Bond(InterfaceName),
    /// How a bond shares the work among its members.
    BondSettings(InterfaceName),
    /// The member of a bond that carries the traffic whenever its link works.
    BondPrimary(InterfaceName),
    /// By what a bond judges its members.
    BondTargets(InterfaceName),
    /// The MTU of an interface.
    Mtu(InterfaceName),
    /// A setting of a NIC's driver, by its key.
    NicSetting(InterfaceName, String),
    /// The master of a port: it has one, whatever bridge or bond it is asked to join or leave.
    Master(InterfaceName),
    /// Whether a bridge tells VLANs apart.
    VlanFiltering(InterfaceName),
    /// The VLANs of a port.
    PortVlans(InterfaceName),
    /// The filters of a port.
    Filters(InterfaceName),
    /// How those who send through a NIC share it.
    Shares(InterfaceName),
    /// An address at a device.
    Fdb(InterfaceName, MacAddress, FdbPlace),
    /// An address of an interface.
    IpAddress(InterfaceName, Cidr),
    /// A way to a network.
    Route(InterfaceName, Cidr, Option<std::net::IpAddr>),
    /// Who has an IP address on the link of an interface.
    Neighbor(InterfaceName, std::net::IpAddr),
    /// Who is asked for names through an interface, or by the host as a whole.
    NameServers(Option<InterfaceName>),
    /// What the host translates.
    Nat,
    /// Whether the host hands packets on.
    Forwarding,
    /// What is asked for of address translation.
    DesiredNat,
    /// A libvirt network.
    Network(Uuid),
    /// The definition of a domain.
    Domain(Uuid),
    /// Whether a domain runs, and whether its memory is saved.
    Power(Uuid),
    /// The reset of a domain.
    DomainReset(Uuid),
    /// That the addresses of a domain are told on the wire.
    Announcement(Uuid),
    /// Whether a domain starts with the host.
    Autostart(Uuid),
    /// A part of a domain.
    Hardware(Uuid, PartKind),
    /// What a domain is put back to: it has another process then, other devices and other settings.
    PutBack(Uuid),
    /// A snapshot of a domain, by libvirt's name of it.
    Snapshot(Uuid, String),
    /// iovsh's element in the metadata of a domain.
    Metadata(Uuid),
    /// Whether a domain has a device.
    Device(Uuid, AdapterAlias),
    /// How an adapter of a domain stands.
    Adapter(Uuid, AdapterAlias),
    /// Whether a domain has a drive, by libvirt's name of it.
    Drive(Uuid, String),
    /// The image or the disc of a drive.
    DriveImage(Uuid, String),
    /// The limits of a disk.
    DriveLimit(Uuid, String),
    /// Whether a domain has a SCSI controller, by its number.
    ScsiController(Uuid, u32),
    /// Whether an image is there, by its path, and the size of the disk in it.
    Image(String),
    /// What is in an image.
    ImageContent(String),
    /// What an image builds on.
    ImageBacking(String),
    /// The block device that shows an image.
    ImageDevice(String),
    /// A file, by its path.
    File(String),
    /// A folder or a text of an export, by its path.
    Stored(String),
    /// A switch in the desired state.
    DesiredSwitch(Uuid),
    /// A network adapter of the host in the desired state.
    DesiredHostAdapter(Uuid),
    /// A team in the desired state.
    DesiredTeam(Uuid),
    /// A NIC in the desired state, by its permanent address.
    DesiredNic(MacAddress),
    /// What is asked for of the settings of a NIC, by its permanent address.
    DesiredNicSettings(MacAddress),
    /// The claim on a VF, by the permanent address of its PF and by its index.
    Claim(MacAddress, u32),
    /// A device that was taken from the host, by its place.
    Dismounted(String),
    /// The pool of MAC addresses.
    MacPool,
    /// Whether heavier adapters may take VFs.
    Preemption,
    /// The folder of new disks that name none.
    DiskFolder,
    /// A migration in the desired state.
    Migration(Uuid),
    /// Under which aliases the adapters of a VM stand in its definition, and which are halves of failover pairs.
    Pairing(Uuid),
    /// Why an adapter of a VM got no VF.
    Refused(Uuid, AdapterAlias),
    /// The addresses that virtual machines took along.
    DepartedAddresses,
    /// A group of VMs in the desired state.
    Group(Uuid),
    /// How the host takes part in migrations.
    MigrationSettings,
    /// The rules of quality of service on the wire.
    Qos,
}

/// How long something exists that goes by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lifetime {
    /// As long as the interface: the tap of a VM goes when the VM is stopped, and what it was part of goes on without it.
    Interface(InterfaceName),
    /// As long as the domain runs: a stopped one has no VF.
    Run(Uuid),
}

impl Lifetime {
    /// Whether the host shows that it is over.
    #[must_use]
    pub fn is_over(&self, state: &State) -> bool {
        match self {
            Self::Interface(name) => state.link(name).is_none(),
            Self::Run(vm) => state.vm(*vm).is_some_and(|vm| !vm.state.is_active()),
        }
    }
}
