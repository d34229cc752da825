//! Writing libvirt's XML: domains, interfaces, networks.

use super::xml::Xml;

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
            host_name: None,
            managed: false,
        }
    }

    /// The transient half of a failover pair: the VF at `address` beside the interface with alias `partner`.
    pub fn failover_vf(mac: &str, address: &str, alias: &str, partner: &str) -> Self {
        Self {
            mac: mac.to_owned(),
            source: InterfaceSource::VirtualFunction(address.to_owned()),
            alias: Some(alias.to_owned()),
            model: None,
            teaming: Some(Teaming::Transient(partner.to_owned())),
            vlan: None,
            link_up: true,
            mtu: None,
            queues: None,
            host_name: None,
            managed: true,
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
                        xml.nest("source", &[], |xml| write_pci_address(xml, address));
                    }
                    InterfaceSource::Nothing | InterfaceSource::Other(_) => {}
                }
                if let Some(vlan) = self.vlan.as_ref().filter(|vlan| !vlan.tags.is_empty()) {
                    write_vlan(xml, vlan);
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
                if is_vf {
                    // A guest has no use for the NIC's boot ROM, and a ROM of another size on the
                    // other host makes a migration stream unloadable.
                    xml.empty("rom", &[("bar", Some("off"))]);
                }
                if let Some(alias) = &self.alias {
                    xml.empty("alias", &[("name", Some(alias))]);
                }
            },
        );
    }
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

/// `<address type='pci' .../>` of an address in full form. A malformed one gives no element, which libvirt then refuses.
pub fn write_pci_address(xml: &mut Xml, address: &str) {
    let Some([domain, bus, slot, function]) = pci_parts(address) else {
        return;
    };
    xml.empty(
        "address",
        &[
            ("type", Some("pci")),
            ("domain", Some(&format!("0x{domain}"))),
            ("bus", Some(&format!("0x{bus}"))),
            ("slot", Some(&format!("0x{slot}"))),
            ("function", Some(&format!("0x{function}"))),
        ],
    );
}

fn pci_parts(address: &str) -> Option<[&str; 4]> {
    let (domain, rest) = address.split_once(':')?;
    let (bus, rest) = rest.split_once(':')?;
    let (slot, function) = rest.split_once('.')?;
    let parts = [domain, bus, slot, function];
    parts
        .iter()
        .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_hexdigit()))
        .then_some(parts)
}

/// A disk of a new domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disk {
    /// The image's path.
    pub path: String,
    /// `qcow2`, `raw`, `vhdx`, ...
    pub format: String,
    /// A CD-ROM, read-only.
    pub cdrom: bool,
}

/// A kernel that is started directly, without boot loader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectBoot {
    /// The kernel's path.
    pub kernel: String,
    /// The initial RAM disk's path.
    pub initrd: Option<String>,
    /// The command line.
    pub arguments: Option<String>,
}

/// A new domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDomain {
    /// The name.
    pub name: String,
    /// The UUID in text form; libvirt makes one if there is none.
    pub uuid: Option<String>,
    /// Free text.
    pub description: Option<String>,
    /// Memory in KiB.
    pub memory_kib: u64,
    /// Virtual CPUs.
    pub vcpus: u32,
    /// Hardware virtualization is there (else the guest is emulated).
    pub kvm: bool,
    /// Processor architecture.
    pub architecture: String,
    /// UEFI instead of BIOS.
    pub uefi: bool,
    /// Start this kernel directly.
    pub direct_boot: Option<DirectBoot>,
    /// Disks, in boot order.
    pub disks: Vec<Disk>,
    /// Interfaces.
    pub interfaces: Vec<Interface>,
    /// Elements for `<metadata>`, each with its own namespace.
    pub metadata: Vec<String>,
    /// PCIe ports that stay free, so that as many devices can be plugged while it runs.
    pub spare_ports: u32,
}

impl NewDomain {
    /// The `<domain>` element.
    pub fn to_xml(&self) -> String {
        let mut xml = Xml::new();
        let kind = if self.kvm { "kvm" } else { "qemu" };
        xml.nest("domain", &[("type", Some(kind))], |xml| {
            xml.text("name", &[], &self.name);
            if let Some(uuid) = &self.uuid {
                xml.text("uuid", &[], uuid);
            }
            if let Some(text) = self.description.as_ref().filter(|text| !text.is_empty()) {
                xml.text("description", &[], text);
            }
            if !self.metadata.is_empty() {
                xml.nest("metadata", &[], |xml| {
                    for element in &self.metadata {
                        xml.raw(element);
                    }
                });
            }
            xml.text(
                "memory",
                &[("unit", Some("KiB"))],
                &self.memory_kib.to_string(),
            );
            xml.text("vcpu", &[], &self.vcpus.max(1).to_string());
            self.write_os(xml);
            xml.nest("features", &[], |xml| {
                xml.empty("acpi", &[]);
                if self.architecture == "x86_64" {
                    xml.empty("apic", &[]);
                }
            });
            if self.kvm {
                xml.empty(
                    "cpu",
                    &[
                        ("mode", Some("host-passthrough")),
                        ("migratable", Some("on")),
                    ],
                );
            }
            xml.empty("clock", &[("offset", Some("utc"))]);
            xml.text("on_poweroff", &[], "destroy");
            xml.text("on_reboot", &[], "restart");
            xml.text("on_crash", &[], "destroy");
            xml.nest("devices", &[], |xml| self.write_devices(xml));
        });
        xml.finish()
    }

    fn write_os(&self, xml: &mut Xml) {
        let firmware = self.uefi.then_some("efi");
        let machine = match self.architecture.as_str() {
            "x86_64" => Some("q35"),
            "aarch64" => Some("virt"),
            _ => None,
        };
        xml.nest("os", &[("firmware", firmware)], |xml| {
            let attributes = [
                ("arch", Some(self.architecture.as_str())),
                ("machine", machine),
            ];
            xml.text("type", &attributes, "hvm");
            match &self.direct_boot {
                Some(boot) => {
                    xml.text("kernel", &[], &boot.kernel);
                    if let Some(initrd) = &boot.initrd {
                        xml.text("initrd", &[], initrd);
                    }
                    if let Some(arguments) = &boot.arguments {
                        xml.text("cmdline", &[], arguments);
                    }
                }
                None => {
                    xml.empty("boot", &[("dev", Some("hd"))]);
                    xml.empty("boot", &[("dev", Some("cdrom"))]);
                    xml.empty("boot", &[("dev", Some("network"))]);
                }
            }
        });
    }

    fn write_devices(&self, xml: &mut Xml) {
        xml.empty(
            "controller",
            &[("type", Some("usb")), ("model", Some("none"))],
        );
        xml.empty(
            "controller",
            &[
                ("type", Some("pci")),
                ("index", Some("0")),
                ("model", Some("pcie-root")),
            ],
        );
        // libvirt makes a port for each device it places itself, and none to spare: without these nothing could be
        // plugged into the running machine.
        let cold = 4 + self.disks.len() + self.interfaces.len();
        let ports = u32::try_from(cold)
            .unwrap_or(u32::MAX)
            .saturating_add(self.spare_ports);
        for index in 1..=ports.min(31) {
            xml.empty(
                "controller",
                &[
                    ("type", Some("pci")),
                    ("index", Some(&index.to_string())),
                    ("model", Some("pcie-root-port")),
                ],
            );
        }
        let (mut disks, mut cdroms) = (0u8, 0u8);
        for disk in &self.disks {
            let (device, bus, target) = if disk.cdrom {
                cdroms = cdroms.saturating_add(1);
                ("cdrom", "sata", drive_name("sd", cdroms))
            } else {
                disks = disks.saturating_add(1);
                ("disk", "virtio", drive_name("vd", disks))
            };
            xml.nest(
                "disk",
                &[("type", Some("file")), ("device", Some(device))],
                |xml| {
                    xml.empty(
                        "driver",
                        &[("name", Some("qemu")), ("type", Some(&disk.format))],
                    );
                    xml.empty("source", &[("file", Some(&disk.path))]);
                    xml.empty("target", &[("dev", Some(&target)), ("bus", Some(bus))]);
                    if disk.cdrom {
                        xml.empty("readonly", &[]);
                    }
                },
            );
        }
        for interface in &self.interfaces {
            interface.write(xml);
        }
        xml.nest("serial", &[("type", Some("pty"))], |xml| {
            xml.empty("target", &[("port", Some("0"))]);
        });
        xml.nest("console", &[("type", Some("pty"))], |xml| {
            xml.empty("target", &[("type", Some("serial")), ("port", Some("0"))]);
        });
        xml.nest("channel", &[("type", Some("unix"))], |xml| {
            xml.empty(
                "target",
                &[
                    ("type", Some("virtio")),
                    ("name", Some("org.qemu.guest_agent.0")),
                ],
            );
        });
        xml.empty("memballoon", &[("model", Some("virtio"))]);
        xml.nest("rng", &[("model", Some("virtio"))], |xml| {
            xml.text("backend", &[("model", Some("random"))], "/dev/urandom");
        });
    }
}

fn drive_name(prefix: &str, number: u8) -> String {
    let letter = char::from(b'a'.saturating_add(number.saturating_sub(1).min(25)));
    format!("{prefix}{letter}")
}

/// A libvirt network that hands out ports of a bridge that is there already.
pub fn bridge_network(name: &str, bridge: &str) -> String {
    let mut xml = Xml::new();
    xml.nest("network", &[], |xml| {
        xml.text("name", &[], name);
        xml.empty("forward", &[("mode", Some("bridge"))]);
        xml.empty("bridge", &[("name", Some(bridge))]);
    });
    xml.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_halves_of_a_failover_pair() {
        let mac = "52:54:00:11:11:11";
        let mut virtio = Interface::virtio(mac, InterfaceSource::Bridge("br0".into()));
        virtio.alias = Some("ua-nic1".into());
        virtio.teaming = Some(Teaming::Persistent);
        assert_eq!(
            virtio.to_xml(),
            "<interface type='bridge'>\n  \
               <mac address='52:54:00:11:11:11'/>\n  \
               <source bridge='br0'/>\n  \
               <model type='virtio'/>\n  \
               <teaming type='persistent'/>\n  \
               <alias name='ua-nic1'/>\n\
             </interface>\n"
        );
        let vf = Interface::failover_vf(mac, "0000:01:10.2", "ua-nic1-vf", "ua-nic1");
        assert_eq!(
            vf.to_xml(),
            "<interface type='hostdev' managed='yes'>\n  \
               <mac address='52:54:00:11:11:11'/>\n  \
               <source>\n    \
                 <address type='pci' domain='0x0000' bus='0x01' slot='0x10' function='0x2'/>\n  \
               </source>\n  \
               <driver name='vfio'/>\n  \
               <teaming type='transient' persistent='ua-nic1'/>\n  \
               <rom bar='off'/>\n  \
               <alias name='ua-nic1-vf'/>\n\
             </interface>\n"
        );
    }

    #[test]
    fn names_cannot_break_out_of_their_place() {
        let domain = NewDomain {
            name: "a'/><b>&".into(),
            uuid: None,
            description: Some("x\"<y>".into()),
            memory_kib: 1024,
            vcpus: 0,
            kvm: false,
            architecture: "x86_64".into(),
            uefi: false,
            direct_boot: None,
            disks: vec![Disk {
                path: "/x'y".into(),
                format: "qcow2".into(),
                cdrom: false,
            }],
            interfaces: vec![],
            metadata: vec![],
            spare_ports: 2,
        };
        let text = domain.to_xml();
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
