//! libvirt's documents as text: domains, interfaces, VFs, networks, and what iovsh keeps in a domain's metadata. No daemon is
//! needed for it: plans show the same text that is sent.

pub mod arrival;
mod drive;
pub mod hardware;
pub mod kept;
pub mod metadata;
mod snapshot;
pub mod xml;

use super::model::{AssignedDevice, Disk, DomainSpec, NicSpec, PciAddress, Uuid, VfDevice};

use self::hardware::boot_word;
use self::xml::Xml;

pub use self::drive::{copy_destination, drive, scsi_controller};
pub use self::snapshot::{SAVED_MEMORY, SplitDisk, memory_file, snapshot_document};

/// How an interface of a domain reaches the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InterfaceSource {
    /// A port of a Linux bridge.
    Bridge(String),
    /// A libvirt network.
    Network(String),
    /// Nothing: a tap device that belongs to no bridge. What Hyper-V calls a disconnected adapter.
    Nothing,
    /// A virtual function, given to the guest by VFIO. Its PCI address in full form, e.g. `0000:3b:02.1`.
    VirtualFunction(String),
    /// Any other kind, which iovsh reads and never writes: its type attribute.
    Other(String),
}

/// An interface's part in a failover pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Teaming {
    /// The virtio interface that is always there.
    Persistent,
    /// The VF that comes and goes, with the alias of its persistent partner.
    Transient(String),
}

/// VLAN tags of an interface.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VlanTags {
    /// The tags. One without `trunk` is an access VLAN.
    pub tags: Vec<u16>,
    /// Tagged frames pass.
    pub trunk: bool,
    /// The tag whose frames go untagged, on a trunk.
    pub native: Option<u16>,
}

/// A network interface of a domain, as iovsh writes and reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interface {
    /// MAC address, `aa:bb:cc:dd:ee:ff`.
    pub mac: String,
    /// Where it goes.
    pub source: InterfaceSource,
    /// The device's name in libvirt, `ua-...` if it was chosen.
    pub alias: Option<String>,
    /// `virtio`, `e1000e`, ... None for a virtual function.
    pub model: Option<String>,
    /// Part in a failover pair.
    pub teaming: Option<Teaming>,
    /// VLANs.
    pub vlan: Option<VlanTags>,
    /// False: the cable is unplugged, as the guest sees it.
    pub link_up: bool,
    /// MTU, if set.
    pub mtu: Option<u32>,
    /// Queues of a virtio interface, if set.
    pub queues: Option<u32>,
    /// The number that firmware tells the guest (`<acpi index=''/>`, libvirt 7.3), if set.
    pub naming_index: Option<u32>,
    /// The host's name of it while the domain runs, e.g. `vnet3`.
    pub host_name: Option<String>,
    /// libvirt itself binds the VF to VFIO and back.
    pub managed: bool,
}

impl Interface {
    /// A virtio interface with the link up.
    pub fn virtio(mac: &str, source: InterfaceSource) -> Self {
        Self {
            mac: mac.to_owned(),
            source,
            alias: None,
            model: Some("virtio".to_owned()),
            teaming: None,
            vlan: None,
            link_up: true,
            mtu: None,
            queues: None,
            naming_index: None,
            host_name: None,
            managed: false,
        }
    }

    /// The interface that a specification describes.
    pub fn of(nic: &NicSpec) -> Self {
        let source = match &nic.bridge {
            Some(bridge) => InterfaceSource::Bridge(bridge.to_string()),
            None => InterfaceSource::Nothing,
        };
        Self {
            alias: Some(nic.alias.to_string()),
            teaming: nic.teaming.then_some(Teaming::Persistent),
            link_up: nic.link_up,
            queues: Some(nic.queues).filter(|queues| *queues > 1 && !nic.emulated),
            naming_index: nic.naming_index,
            mtu: nic.mtu,
            model: Some(if nic.emulated { "e1000e" } else { "virtio" }.to_owned()),
            host_name: nic.tap.as_ref().map(ToString::to_string),
            ..Self::virtio(&nic.mac.to_string(), source)
        }
    }

    /// The `<interface>` element.
    pub fn to_xml(&self) -> String {
        let mut xml = Xml::new();
        self.write(&mut xml);
        xml.finish()
    }

    /// Writes the `<interface>` element.
    pub fn write(&self, xml: &mut Xml) {
        self.write_with(xml, &[]);
    }

    /// Writes the `<interface>` element with these elements besides its own.
    pub fn write_with(&self, xml: &mut Xml, others: &[&str]) {
        let kind = match &self.source {
            InterfaceSource::Bridge(_) => "bridge",
            InterfaceSource::Network(_) => "network",
            InterfaceSource::Nothing => "ethernet",
            InterfaceSource::VirtualFunction(_) => "hostdev",
            InterfaceSource::Other(kind) => kind,
        };
        let is_vf = matches!(self.source, InterfaceSource::VirtualFunction(_));
        let managed = is_vf.then_some(if self.managed { "yes" } else { "no" });
        xml.nest(
            "interface",
            &[("type", Some(kind)), ("managed", managed)],
            |xml| {
                xml.empty("mac", &[("address", Some(&self.mac))]);
                match &self.source {
                    InterfaceSource::Bridge(name) => {
                        xml.empty("source", &[("bridge", Some(name))]);
                    }
                    InterfaceSource::Network(name) => {
                        xml.empty("source", &[("network", Some(name))]);
                    }
                    InterfaceSource::VirtualFunction(address) => {
                        if let Ok(address) = address.parse() {
                            xml.nest("source", &[], |xml| write_address(xml, address));
                        }
                    }
                    InterfaceSource::Nothing | InterfaceSource::Other(_) => {}
                }
                if let Some(vlan) = self.vlan.as_ref().filter(|vlan| !vlan.tags.is_empty()) {
                    write_vlan(xml, vlan);
                }
                if let Some(name) = &self.host_name {
                    xml.empty("target", &[("dev", Some(name))]);
                }
                if let Some(model) = &self.model {
                    xml.empty("model", &[("type", Some(model))]);
                }
                let queues = self.queues.map(|queues| queues.to_string());
                if is_vf {
                    xml.empty("driver", &[("name", Some("vfio"))]);
                } else if queues.is_some() {
                    xml.empty(
                        "driver",
                        &[("name", Some("vhost")), ("queues", queues.as_deref())],
                    );
                }
                match &self.teaming {
                    Some(Teaming::Persistent) => {
                        xml.empty("teaming", &[("type", Some("persistent"))]);
                    }
                    Some(Teaming::Transient(partner)) => {
                        xml.empty(
                            "teaming",
                            &[("type", Some("transient")), ("persistent", Some(partner))],
                        );
                    }
                    None => {}
                }
                if !is_vf && !self.link_up {
                    xml.empty("link", &[("state", Some("down"))]);
                }
                if let Some(mtu) = self.mtu.filter(|_| !is_vf) {
                    xml.empty("mtu", &[("size", Some(&mtu.to_string()))]);
                }
                if let Some(alias) = &self.alias {
                    xml.empty("alias", &[("name", Some(alias))]);
                }
                if let Some(index) = self.naming_index.filter(|_| !is_vf) {
                    xml.empty("acpi", &[("index", Some(&index.to_string()))]);
                }
                for other in others {
                    xml.raw(other);
                }
            },
        );
    }
}

/// The transient half of a failover pair, as it is plugged into a running domain.
///
/// A plain `<hostdev>`: an `<interface type='hostdev'>` would make libvirt set the VF's MAC address and VLAN itself, over what
/// the PF was already told. The driver is bound beforehand, so libvirt is not to manage it.
pub fn failover_vf(vf: &VfDevice) -> String {
    let mut xml = Xml::new();
    let attributes = [
        ("mode", Some("subsystem")),
        ("type", Some("pci")),
        ("managed", Some("no")),
    ];
    xml.nest("hostdev", &attributes, |xml| {
        xml.empty("driver", &[("name", Some("vfio"))]);
        xml.nest("source", &[], |xml| write_address(xml, vf.address));
        let partner = vf.persistent.as_str();
        let teaming = [("type", Some("transient")), ("persistent", Some(partner))];
        xml.empty("teaming", &teaming);
        // A guest has no use for the NIC's boot ROM, and a ROM of another size on the other host makes a migration
        // stream unloadable.
        xml.empty("rom", &[("bar", Some("off"))]);
        xml.empty("alias", &[("name", Some(vf.alias.as_str()))]);
    });
    xml.finish()
}

/// A whole PCI device, as it stands in a definition.
pub fn host_device(device: &AssignedDevice) -> String {
    let mut xml = Xml::new();
    let attributes = [
        ("mode", Some("subsystem")),
        ("type", Some("pci")),
        ("managed", Some("no")),
    ];
    xml.nest("hostdev", &attributes, |xml| {
        xml.empty("driver", &[("name", Some("vfio"))]);
        xml.nest("source", &[], |xml| write_address(xml, device.address));
        xml.empty("alias", &[("name", Some(device.alias.as_str()))]);
    });
    xml.finish()
}

fn write_vlan(xml: &mut Xml, vlan: &VlanTags) {
    let trunk = vlan.trunk.then_some("yes");
    xml.nest("vlan", &[("trunk", trunk)], |xml| {
        for tag in &vlan.tags {
            let native = (vlan.trunk && vlan.native == Some(*tag)).then_some("untagged");
            xml.empty(
                "tag",
                &[("id", Some(&tag.to_string())), ("nativeMode", native)],
            );
        }
    });
}

fn write_address(xml: &mut Xml, address: PciAddress) {
    xml.empty(
        "address",
        &[
            ("type", Some("pci")),
            ("domain", Some(&format!("0x{:04x}", address.domain))),
            ("bus", Some(&format!("0x{:02x}", address.bus))),
            ("slot", Some(&format!("0x{:02x}", address.device))),
            ("function", Some(&format!("0x{:x}", address.function))),
        ],
    );
}

/// What of the host a new domain depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Platform {
    /// Hardware virtualization is there; else the guest is emulated.
    pub kvm: bool,
    /// Processor architecture, e.g. `x86_64`.
    pub architecture: String,
}

/// Ports on the root bus: 32 device numbers, some of them taken by the chipset and built-in devices.
const MOST_PORTS: usize = 26;

/// The `<domain>` element of a new domain, with `metadata` as its iovsh element.
pub fn new_domain(spec: &DomainSpec, platform: &Platform, metadata: &str) -> String {
    let mut xml = Xml::new();
    let kind = if platform.kvm { "kvm" } else { "qemu" };
    xml.nest("domain", &[("type", Some(kind))], |xml| {
        xml.text("name", &[], &spec.name);
        xml.text("uuid", &[], &spec.id.to_string());
        xml.nest("metadata", &[], |xml| {
            xml.raw(metadata);
        });
        xml.text("memory", &[("unit", Some("b"))], &spec.memory.to_string());
        xml.text("vcpu", &[], &spec.vcpus.max(1).to_string());
        write_os(xml, spec, platform);
        xml.nest("features", &[], |xml| {
            xml.empty("acpi", &[]);
            if platform.architecture == "x86_64" {
                xml.empty("apic", &[]);
            }
        });
        if platform.kvm {
            let cpu = [
                ("mode", Some("host-passthrough")),
                ("migratable", Some("on")),
            ];
            xml.empty("cpu", &cpu);
        }
        xml.empty("clock", &[("offset", Some("utc"))]);
        xml.text("on_poweroff", &[], "destroy");
        xml.text("on_reboot", &[], "restart");
        xml.text("on_crash", &[], "destroy");
        xml.nest("devices", &[], |xml| write_devices(xml, spec));
    });
    xml.finish()
}

fn write_os(xml: &mut Xml, spec: &DomainSpec, platform: &Platform) {
    let machine = match platform.architecture.as_str() {
        "x86_64" => Some("q35"),
        "aarch64" => Some("virt"),
        _ => None,
    };
    xml.nest("os", &[], |xml| {
        let attributes = [
            ("arch", Some(platform.architecture.as_str())),
            ("machine", machine),
        ];
        xml.text("type", &attributes, "hvm");
        match &spec.boot {
            Some(boot) => {
                xml.text("kernel", &[], &boot.kernel);
                if let Some(initrd) = &boot.initrd {
                    xml.text("initrd", &[], initrd);
                }
                if !boot.command_line.is_empty() {
                    xml.text("cmdline", &[], &boot.command_line);
                }
            }
            None => {
                for kind in spec.boot_kinds() {
                    xml.empty("boot", &[("dev", Some(boot_word(kind)))]);
                }
            }
        }
    });
}

fn write_devices(xml: &mut Xml, spec: &DomainSpec) {
    let none = [("type", Some("usb")), ("model", Some("none"))];
    xml.empty("controller", &none);
    let port = |xml: &mut Xml, index: usize, model: &str| {
        let index = index.to_string();
        let attributes = [
            ("type", Some("pci")),
            ("index", Some(index.as_str())),
            ("model", Some(model)),
        ];
        xml.empty("controller", &attributes);
    };
    port(xml, 0, "pcie-root");
    // libvirt makes a port for each device that it places itself, and hardly any to spare: without these little could be
    // plugged into the running machine. Balloon, random numbers and the guest agent's channel take one each.
    let spare = usize::try_from(spec.spare_root_ports).unwrap_or(MOST_PORTS);
    let ports = spec.disks.len().saturating_add(spec.adapters.len());
    for index in 1..=ports
        .saturating_add(3)
        .saturating_add(spare)
        .min(MOST_PORTS)
    {
        port(xml, index, "pcie-root-port");
    }
    let (mut on_virtio, mut on_sata) = (0u8, 0u8);
    for disk in &spec.disks {
        // A machine of generation 1 boots from IDE, which is SATA on a q35: what its BIOS and any system know without a driver.
        let sata = disk.is_disc() || spec.settings.generation == 1;
        let count = if sata { &mut on_sata } else { &mut on_virtio };
        *count = count.saturating_add(1);
        write_disk(xml, disk, sata, *count);
    }
    for adapter in &spec.adapters {
        Interface::of(adapter).write(xml);
    }
    xml.nest("serial", &[("type", Some("pty"))], |xml| {
        xml.empty("target", &[("port", Some("0"))]);
    });
    if let Some(path) = &spec.serial_socket {
        xml.nest("serial", &[("type", Some("unix"))], |xml| {
            xml.empty("source", &[("mode", Some("bind")), ("path", Some(path))]);
            xml.empty("target", &[("port", Some("1"))]);
        });
    }
    xml.nest("console", &[("type", Some("pty"))], |xml| {
        xml.empty("target", &[("type", Some("serial")), ("port", Some("0"))]);
    });
    xml.nest("channel", &[("type", Some("unix"))], |xml| {
        let target = [
            ("type", Some("virtio")),
            ("name", Some("org.qemu.guest_agent.0")),
        ];
        xml.empty("target", &target);
    });
    xml.empty("memballoon", &[("model", Some("virtio"))]);
    xml.nest("rng", &[("model", Some("virtio"))], |xml| {
        xml.text("backend", &[("model", Some("random"))], "/dev/urandom");
    });
}

fn write_disk(xml: &mut Xml, disk: &Disk, sata: bool, number: u8) {
    let letter = char::from(b'a'.saturating_add(number.saturating_sub(1).min(25)));
    let device = if disk.is_disc() { "cdrom" } else { "disk" };
    let (bus, prefix) = if sata {
        ("sata", "sd")
    } else {
        ("virtio", "vd")
    };
    let attributes = [("type", Some("file")), ("device", Some(device))];
    xml.nest("disk", &attributes, |xml| {
        let driver = [("name", Some("qemu")), ("type", Some(disk.format.as_str()))];
        xml.empty("driver", &driver);
        xml.empty("source", &[("file", Some(&disk.path))]);
        let target = format!("{prefix}{letter}");
        xml.empty("target", &[("dev", Some(&target)), ("bus", Some(bus))]);
        if disk.read_only {
            xml.empty("readonly", &[]);
        }
    });
}

/// A libvirt network that hands out ports of a bridge that is there already.
pub fn bridge_network(name: &str, id: Uuid, bridge: &str) -> String {
    let mut xml = Xml::new();
    xml.nest("network", &[], |xml| {
        xml.text("name", &[], name);
        xml.text("uuid", &[], &id.to_string());
        xml.empty("forward", &[("mode", Some("bridge"))]);
        xml.empty("bridge", &[("name", Some(bridge))]);
    });
    xml.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AdapterAlias, VmSettings};

    fn alias() -> AdapterAlias {
        "ua-5f0c91d2".parse().unwrap()
    }

    fn nic() -> NicSpec {
        NicSpec {
            alias: alias(),
            mac: "52:54:00:11:11:11".parse().unwrap(),
            bridge: "br0".parse().ok(),
            tap: alias().tap(),
            link_up: true,
            teaming: true,
            queues: 1,
            naming_index: None,
            mtu: None,
            emulated: false,
        }
    }

    #[test]
    fn the_two_halves_of_a_failover_pair() {
        assert_eq!(
            Interface::of(&nic()).to_xml(),
            "<interface type='bridge'>\n  \
               <mac address='52:54:00:11:11:11'/>\n  \
               <source bridge='br0'/>\n  \
               <target dev='io5f0c91d2'/>\n  \
               <model type='virtio'/>\n  \
               <teaming type='persistent'/>\n  \
               <alias name='ua-5f0c91d2'/>\n\
             </interface>\n"
        );
        let vf = VfDevice {
            address: "0000:01:10.2".parse().unwrap(),
            alias: alias().of_vf(),
            persistent: alias(),
            mac: nic().mac,
        };
        assert_eq!(
            failover_vf(&vf),
            "<hostdev mode='subsystem' type='pci' managed='no'>\n  \
               <driver name='vfio'/>\n  \
               <source>\n    \
                 <address type='pci' domain='0x0000' bus='0x01' slot='0x10' function='0x2'/>\n  \
               </source>\n  \
               <teaming type='transient' persistent='ua-5f0c91d2'/>\n  \
               <rom bar='off'/>\n  \
               <alias name='ua-5f0c91d2-vf'/>\n\
             </hostdev>\n"
        );
    }

    #[test]
    fn names_cannot_break_out_of_their_place() {
        let spec = DomainSpec {
            name: "a'/><b>&".into(),
            id: Uuid::default(),
            memory: 1 << 20,
            vcpus: 0,
            boot: None,
            disks: vec![Disk {
                path: "/x'y".into(),
                format: "qcow2".into(),
                read_only: false,
            }],
            boot_order: vec![],
            serial_socket: Some("/run/'s".into()),
            adapters: vec![],
            spare_root_ports: u32::MAX,
            settings: VmSettings::default(),
        };
        let platform = Platform {
            kvm: false,
            architecture: "x86_64".into(),
        };
        let text = new_domain(&spec, &platform, "<m xmlns='urn:m'/>");
        let read = roxmltree::Document::parse(&text).unwrap();
        let name = read.descendants().find(|n| n.has_tag_name("name")).unwrap();
        assert_eq!(name.text(), Some("a'/><b>&"));
        let source = read
            .descendants()
            .find(|n| n.has_attribute("file"))
            .unwrap();
        assert_eq!(source.attribute("file"), Some("/x'y"));
        assert!(text.contains("<vcpu>1</vcpu>"));
    }
}
