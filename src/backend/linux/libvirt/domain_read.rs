//! Reading libvirt's XML of a domain: what iovsh shows, and what it needs to change one.

use roxmltree::{Document, Node};

use crate::model::{DriveAddress, Hardware, PciAddress};

use super::hardware_read::{self, Domain};
use super::{LibvirtError, Result};
use crate::domain_xml::{Interface, InterfaceSource, Teaming, VlanTags};

/// A disk of a domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiskRead {
    /// `disk`, `cdrom`, ...
    pub device: String,
    /// The image's path or the block device; none for an empty drive.
    pub source: Option<String>,
    /// `vda`, ...
    pub target: Option<String>,
    /// `virtio`, `sata`, ...
    pub bus: Option<String>,
    /// The format, `qcow2`, ...
    pub format: Option<String>,
    /// The guest may not write.
    pub read_only: bool,
    /// Several domains may write to it at once.
    pub shared: bool,
    /// Its name in libvirt.
    pub alias: Option<String>,
    /// Where it is at its controller.
    pub address: Option<DriveAddress>,
    /// The most requests a second; none without a limit.
    pub total_iops: Option<u64>,
    /// The image that QEMU is copying it into.
    pub copied_to: Option<String>,
    /// Its text.
    pub element: String,
}

/// A SCSI controller of a domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControllerRead {
    /// Its number.
    pub index: u32,
    /// Its name in libvirt.
    pub alias: Option<String>,
}

/// A PCI device of the host that a domain has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostDevice {
    /// Its address on the host.
    pub address: PciAddress,
    /// Its name in libvirt.
    pub alias: Option<String>,
    /// The alias of the interface that it is the failover primary of.
    pub partner: Option<String>,
}

/// A domain, as its XML tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainRead {
    /// The name.
    pub name: String,
    /// The UUID in text form.
    pub uuid: String,
    /// The number of the running instance.
    pub id: Option<i32>,
    /// Hypervisor kind: `kvm`, `qemu`, `test`.
    pub kind: String,
    /// A short title.
    pub title: Option<String>,
    /// Free text.
    pub description: Option<String>,
    /// KiB at most.
    pub memory_kib: u64,
    /// KiB at start.
    pub current_memory_kib: u64,
    /// Virtual CPUs at most.
    pub vcpus: u32,
    /// Virtual CPUs that are plugged.
    pub current_vcpus: u32,
    /// Machine type, e.g. `pc-q35-10.0`.
    pub machine: Option<String>,
    /// UEFI instead of BIOS.
    pub uefi: bool,
    /// What it says of where the variables of its firmware are; empty where that is no file.
    pub variables: Option<String>,
    /// Processors, memory, firmware, serial ports, display and TPM.
    pub hardware: Hardware,
    /// The terminal of the host that the first serial port leads to.
    pub terminal: Option<String>,
    /// The port at which the display can be looked at.
    pub display_port: Option<u16>,
    /// Interfaces, in order, with those that are VFs.
    pub interfaces: Vec<Interface>,
    /// Disks, in order.
    pub disks: Vec<DiskRead>,
    /// SCSI controllers, in order.
    pub controllers: Vec<ControllerRead>,
    /// PCI devices of the host that are given to it, by `<hostdev>` or by `<interface type='hostdev'>`.
    pub host_devices: Vec<HostDevice>,
    /// Whether the guest agent is connected; none without a channel for one.
    pub agent: Option<bool>,
    /// NUMA nodes that the guest sees; none if the definition says nothing of them.
    pub numa_cells: Option<u32>,
    /// Processor sockets that the guest sees; none if the definition says nothing of them.
    pub sockets: Option<u32>,
    /// CPUs it may run on or memory nodes it is bound to, as libvirt's `nodeset` text.
    pub numa_nodeset: Option<String>,
    /// Namespace and XML text of each element of `<metadata>`.
    pub metadata: Vec<(String, String)>,
}

impl DomainRead {
    /// Reads a `<domain>` document.
    ///
    /// # Errors
    /// [`LibvirtError::Xml`] if it is not one.
    pub fn parse(xml: &str) -> Result<Self> {
        let document = parse_document(xml, "a domain")?;
        let root = document.root_element();
        if !root.has_tag_name("domain") {
            return Err(broken("a domain", "it is not a <domain>"));
        }
        let domain = Domain::of(root);
        let inside = &domain.root;
        let said = |tag: &str| inside.first(tag).and_then(text);
        let name = said("name").ok_or_else(|| broken("a domain", "it has no name"))?;
        let memory = inside.first("memory").map_or(0, kibibytes);
        let each = |tag: &'static str| domain.devices.all(tag);
        let vcpus = said("vcpu").and_then(|text| text.parse().ok()).unwrap_or(1);
        let os = inside.first("os");
        let machine = os
            .and_then(|node| child(node, "type"))
            .and_then(|node| node.attribute("machine"))
            .map(str::to_owned);
        let uefi = os.is_some_and(|node| {
            node.attribute("firmware") == Some("efi")
                || child(node, "loader").is_some_and(|l| l.attribute("type") == Some("pflash"))
        });
        let variables = os.and_then(|os| child(os, "nvram")).and_then(|nvram| {
            let said = nvram.text().unwrap_or_default().trim();
            let source = child(nvram, "source").map(|source| source.attribute("file"));
            match (said, source) {
                ("", None) => None,
                ("", Some(file)) => Some(file.unwrap_or_default().to_owned()),
                (said, _) => Some(said.to_owned()),
            }
        });
        let agent = each("channel")
            .filter_map(|channel| child(channel, "target"))
            .find(|target| target.attribute("name") == Some("org.qemu.guest_agent.0"))
            .map(|target| target.attribute("state") == Some("connected"));
        let cpu = inside.first("cpu");
        let cells = cpu.and_then(|cpu| child(cpu, "numa")).map(|numa| {
            let cells = numa.children().filter(|node| node.has_tag_name("cell"));
            u32::try_from(cells.count()).unwrap_or(u32::MAX)
        });
        let sockets = cpu
            .and_then(|cpu| child(cpu, "topology"))
            .and_then(|topology| topology.attribute("sockets")?.parse().ok());
        Ok(Self {
            agent,
            numa_cells: cells,
            sockets,
            name,
            uuid: said("uuid").unwrap_or_default(),
            id: root.attribute("id").and_then(|id| id.parse().ok()),
            kind: root.attribute("type").unwrap_or_default().to_owned(),
            title: said("title"),
            description: said("description"),
            memory_kib: memory,
            current_memory_kib: inside.first("currentMemory").map_or(memory, kibibytes),
            vcpus,
            current_vcpus: inside
                .first("vcpu")
                .and_then(|node| node.attribute("current")?.parse().ok())
                .unwrap_or(vcpus),
            machine,
            uefi,
            variables,
            hardware: hardware_read::hardware(&domain),
            terminal: hardware_read::terminal(&domain),
            display_port: hardware_read::display_port(&domain),
            interfaces: each("interface").map(interface).collect(),
            disks: each("disk").map(disk).collect(),
            controllers: each("controller").filter_map(scsi_controller).collect(),
            host_devices: each("hostdev")
                .chain(each("interface").filter(|node| node.attribute("type") == Some("hostdev")))
                .filter_map(host_device)
                .collect(),
            numa_nodeset: inside
                .first("numatune")
                .and_then(|node| child(node, "memory"))
                .and_then(|node| node.attribute("nodeset"))
                .map(str::to_owned),
            metadata: inside
                .first("metadata")
                .into_iter()
                .flat_map(|node| node.children())
                .filter(Node::is_element)
                .map(|node| {
                    let namespace = node.tag_name().namespace().unwrap_or_default();
                    let text = xml.get(node.range()).unwrap_or_default();
                    (namespace.to_owned(), text.to_owned())
                })
                .collect(),
        })
    }

    /// The XML text of the metadata element of `namespace`.
    pub fn metadata_of(&self, namespace: &str) -> Option<&str> {
        self.metadata
            .iter()
            .find(|(ns, _)| ns == namespace)
            .map(|(_, text)| text.as_str())
    }
}

/// A libvirt network, as its XML tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkRead {
    /// The name.
    pub name: String,
    /// The UUID in text form.
    pub uuid: String,
    /// `bridge`, `nat`, `hostdev`, ...; none for an isolated network.
    pub forward: Option<String>,
    /// The bridge's name.
    pub bridge: Option<String>,
    /// The PFs whose VFs it hands out.
    pub pool_pfs: Vec<String>,
}

impl NetworkRead {
    /// Reads a `<network>` document.
    ///
    /// # Errors
    /// [`LibvirtError::Xml`] if it is not one.
    pub fn parse(xml: &str) -> Result<Self> {
        let document = parse_document(xml, "a network")?;
        let root = document.root_element();
        let name = text_of(root, "name")
            .filter(|_| root.has_tag_name("network"))
            .ok_or_else(|| broken("a network", "it is not a <network> with a name"))?;
        let forward = child(root, "forward");
        Ok(Self {
            name,
            uuid: text_of(root, "uuid").unwrap_or_default(),
            forward: forward.map(|node| node.attribute("mode").unwrap_or("nat").to_owned()),
            bridge: child(root, "bridge")
                .and_then(|node| node.attribute("name"))
                .map(str::to_owned),
            pool_pfs: forward
                .into_iter()
                .flat_map(|node| node.children())
                .filter(|node| node.has_tag_name("pf"))
                .filter_map(|node| node.attribute("dev"))
                .map(str::to_owned)
                .collect(),
        })
    }
}

fn broken(what: &str, reason: impl ToString) -> LibvirtError {
    LibvirtError::Xml {
        what: what.to_owned(),
        reason: reason.to_string(),
    }
}

/// Parses a document, however deeply it is nested: the parser keeps no stack of its own.
///
/// # Errors
/// [`LibvirtError::Xml`]; so is a tag with more attributes than anybody writes, as the parser compares each with all before it.
pub fn parse_document<'a>(xml: &'a str, what: &str) -> Result<Document<'a>> {
    if most_attributes(xml) > MOST_ATTRIBUTES {
        return Err(broken(what, "a tag has too many attributes"));
    }
    Document::parse(xml).map_err(|error| broken(what, error))
}

/// What a tag of libvirt has is a dozen.
const MOST_ATTRIBUTES: usize = 1_000;

/// The most attributes that one tag has: half its quotation marks of one kind. Comments and the like have none. Where the whole text has few,
/// the tags are not told apart.
fn most_attributes(xml: &str) -> usize {
    let quotes = xml.bytes().filter(|byte| matches!(byte, b'"' | b'\''));
    let all = quotes.count() / 2;
    if all <= MOST_ATTRIBUTES {
        return all;
    }
    let mut most = 0;
    let mut rest = xml;
    while let Some(at) = rest.find('<') {
        rest = rest.get(at..).unwrap_or_default();
        let skipped = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")]
            .into_iter()
            .find(|(begin, _)| rest.starts_with(begin));
        if let Some((_, end)) = skipped {
            rest = rest.split_once(end).map_or("", |(_, after)| after);
            continue;
        }
        let mut open = None;
        let mut attributes = 0;
        let end = rest.char_indices().find(|(_, c)| {
            match open {
                Some(quote) if *c == quote => {
                    open = None;
                    attributes += 1;
                }
                None if matches!(c, '"' | '\'') => open = Some(*c),
                _ => {}
            }
            open.is_none() && *c == '>'
        });
        most = most.max(attributes);
        rest = end.map_or("", |(at, _)| rest.get(at + 1..).unwrap_or_default());
    }
    most
}

pub(in crate::linux) fn child<'a, 'i>(node: Node<'a, 'i>, tag: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|node| node.has_tag_name(tag))
}

/// The text in an element.
pub(super) fn text(node: Node<'_, '_>) -> Option<String> {
    node.text().map(|text| text.trim().to_owned())
}

fn text_of(node: Node<'_, '_>, tag: &str) -> Option<String> {
    child(node, tag).and_then(text)
}

pub(super) fn attribute(node: Node<'_, '_>, tag: &str, name: &str) -> Option<String> {
    child(node, tag)
        .and_then(|node| node.attribute(name))
        .map(str::to_owned)
}

/// A size with its unit, in KiB. libvirt writes KiB, but takes and keeps others.
pub(super) fn kibibytes(node: Node<'_, '_>) -> u64 {
    let number: u64 = node
        .text()
        .and_then(|text| text.trim().parse().ok())
        .unwrap_or(0);
    match node.attribute("unit").unwrap_or("KiB") {
        "b" | "bytes" => number / 1024,
        "KB" => number.saturating_mul(1000) / 1024,
        "M" | "MiB" => number.saturating_mul(1024),
        "MB" => number.saturating_mul(1_000_000) / 1024,
        "G" | "GiB" => number.saturating_mul(1024 * 1024),
        "GB" => number.saturating_mul(1_000_000_000) / 1024,
        "T" | "TiB" => number.saturating_mul(1024 * 1024 * 1024),
        _ => number,
    }
}

fn interface(node: Node<'_, '_>) -> Interface {
    let kind = node.attribute("type").unwrap_or_default();
    let source = child(node, "source");
    let named = |name: &str| {
        source
            .and_then(|node| node.attribute(name))
            .map(str::to_owned)
    };
    // A running domain on a network of a bridge says both; the bridge is where the port is, the network is what was asked for.
    let place = match kind {
        "bridge" => named("bridge").map(InterfaceSource::Bridge),
        "network" => named("network").map(InterfaceSource::Network),
        "hostdev" => source_address(node)
            .map(|address| InterfaceSource::VirtualFunction(address.to_string())),
        "ethernet" => Some(InterfaceSource::Nothing),
        _ => None,
    };
    let teaming = child(node, "teaming").and_then(|node| match node.attribute("type") {
        Some("persistent") => Some(Teaming::Persistent),
        Some("transient") => Some(Teaming::Transient(
            node.attribute("persistent").unwrap_or_default().to_owned(),
        )),
        _ => None,
    });
    Interface {
        mac: attribute(node, "mac", "address").unwrap_or_default(),
        source: place.unwrap_or_else(|| InterfaceSource::Other(kind.to_owned())),
        alias: attribute(node, "alias", "name"),
        model: attribute(node, "model", "type"),
        teaming,
        vlan: child(node, "vlan").map(vlan),
        link_up: attribute(node, "link", "state").as_deref() != Some("down"),
        mtu: attribute(node, "mtu", "size").and_then(|size| size.parse().ok()),
        queues: attribute(node, "driver", "queues").and_then(|count| count.parse().ok()),
        naming_index: attribute(node, "acpi", "index").and_then(|index| index.parse().ok()),
        host_name: attribute(node, "target", "dev"),
        managed: node.attribute("managed") == Some("yes"),
    }
}

fn vlan(node: Node<'_, '_>) -> VlanTags {
    let tags = || node.children().filter(|node| node.has_tag_name("tag"));
    let id = |node: Node<'_, '_>| node.attribute("id").and_then(|id| id.parse().ok());
    VlanTags {
        tags: tags().filter_map(id).collect(),
        trunk: node.attribute("trunk") == Some("yes"),
        native: tags()
            .find(|node| node.attribute("nativeMode").is_some())
            .and_then(id),
    }
}

fn disk(node: Node<'_, '_>) -> DiskRead {
    let source_of = |node: Node<'_, '_>| {
        ["file", "dev", "name", "volume", "dir"]
            .iter()
            .find_map(|name| node.attribute(*name))
            .map(str::to_owned)
    };
    let source = child(node, "source").and_then(source_of);
    // A job of libvirt 1.2 and older has its file at the mirror itself.
    let copied_to =
        child(node, "mirror").filter(|node| node.attribute("job") != Some("active-commit"));
    let copied_to = copied_to.and_then(|node| {
        child(node, "source")
            .and_then(source_of)
            .or_else(|| source_of(node))
    });
    DiskRead {
        device: node.attribute("device").unwrap_or("disk").to_owned(),
        source,
        target: attribute(node, "target", "dev"),
        bus: attribute(node, "target", "bus"),
        format: attribute(node, "driver", "type"),
        read_only: child(node, "readonly").is_some(),
        shared: child(node, "shareable").is_some(),
        alias: attribute(node, "alias", "name"),
        address: child(node, "address").and_then(drive_address),
        total_iops: child(node, "iotune")
            .and_then(|tune| text_of(tune, "total_iops_sec")?.parse().ok())
            .filter(|limit| *limit > 0),
        copied_to,
        element: node
            .document()
            .input_text()
            .get(node.range())
            .unwrap_or_default()
            .to_owned(),
    }
}

fn drive_address(node: Node<'_, '_>) -> Option<DriveAddress> {
    let number = |name: &str| node.attribute(name).unwrap_or("0").parse().ok();
    (node.attribute("type") == Some("drive")).then_some(())?;
    Some(DriveAddress {
        controller: number("controller")?,
        bus: number("bus")?,
        target: number("target")?,
        unit: number("unit")?,
    })
}

fn scsi_controller(node: Node<'_, '_>) -> Option<ControllerRead> {
    (node.attribute("type") == Some("scsi")).then_some(())?;
    Some(ControllerRead {
        index: node.attribute("index")?.parse().ok()?,
        alias: attribute(node, "alias", "name"),
    })
}

fn host_device(node: Node<'_, '_>) -> Option<HostDevice> {
    let teaming = child(node, "teaming").filter(|t| t.attribute("type") == Some("transient"));
    Some(HostDevice {
        address: source_address(node)?,
        alias: attribute(node, "alias", "name"),
        partner: teaming
            .and_then(|teaming| teaming.attribute("persistent"))
            .map(str::to_owned),
    })
}

/// The host's PCI address of an `<interface type='hostdev'>` or a `<hostdev>`.
fn source_address(node: Node<'_, '_>) -> Option<PciAddress> {
    let address = child(child(node, "source")?, "address")?;
    if address.attribute("type").is_some_and(|kind| kind != "pci") {
        return None;
    }
    let part = |name: &str, most: u32| {
        let text = address.attribute(name)?;
        let digits = text.strip_prefix("0x").unwrap_or(text);
        u32::from_str_radix(digits, 16)
            .ok()
            .filter(|value| *value <= most)
    };
    let byte = |value: u32| u8::try_from(value).ok();
    Some(PciAddress {
        domain: part("domain", u32::MAX).unwrap_or(0),
        bus: byte(part("bus", 0xff)?)?,
        device: byte(part("slot", 0x1f)?)?,
        function: byte(part("function", 7)?)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RUNNING: &str = "<domain type='kvm' id='4'>
  <name>web1</name>
  <uuid>6c1f1f0a-6e3f-4a0b-9d5e-000000000001</uuid>
  <metadata>
    <other xmlns='http://example.org/other'>x</other>
    <iov:vm xmlns:iov='urn:example:iov' generation='2'><iov:adapter id='1'/></iov:vm>
  </metadata>
  <memory unit='MiB'>512</memory>
  <currentMemory unit='KiB'>262144</currentMemory>
  <vcpu placement='static'>2</vcpu>
  <os firmware='efi'><type arch='x86_64' machine='pc-q35-10.0'>hvm</type></os>
  <devices>
    <disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='/srv/web1.qcow2'/><target dev='vda' bus='virtio'/></disk>
    <disk type='file' device='cdrom'><target dev='sda' bus='sata'/></disk>
    <interface type='bridge'>
      <mac address='52:54:00:11:11:11'/><source bridge='br0'/><target dev='vnet3'/><model type='virtio'/>
      <vlan trunk='yes'><tag id='10'/><tag id='20' nativeMode='untagged'/></vlan>
      <teaming type='persistent'/><link state='down'/><mtu size='9000'/><alias name='ua-nic1'/>
    </interface>
    <interface type='hostdev' managed='yes'>
      <mac address='52:54:00:11:11:11'/><driver name='vfio'/>
      <source><address type='pci' domain='0x0000' bus='0x01' slot='0x10' function='0x2'/></source>
      <teaming type='transient' persistent='ua-nic1'/><alias name='ua-nic1-vf'/>
    </interface>
    <interface type='direct'><mac address='52:54:00:11:11:13'/><source dev='eth0' mode='bridge'/></interface>
    <hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x3b' slot='0x02' function='0x1'/></source></hostdev>
    <hostdev mode='subsystem' type='usb'><source><vendor id='0x1234'/></source></hostdev>
  </devices>
</domain>";

    #[test]
    fn a_running_domain_with_a_failover_pair() {
        let read = DomainRead::parse(RUNNING).unwrap();
        assert_eq!(
            (read.name.as_str(), read.id, read.uefi),
            ("web1", Some(4), true)
        );
        assert_eq!(
            (read.memory_kib, read.current_memory_kib),
            (524_288, 262_144)
        );
        let devices: Vec<(String, Option<&str>)> = read
            .host_devices
            .iter()
            .map(|device| (device.address.to_string(), device.partner.as_deref()))
            .collect();
        assert_eq!(
            devices,
            [
                ("0000:3b:02.1".to_owned(), None),
                ("0000:01:10.2".to_owned(), Some("ua-nic1"))
            ]
        );
        assert_eq!(read.disks.len(), 2);
        assert_eq!(read.disks[0].source.as_deref(), Some("/srv/web1.qcow2"));
        let [virtio, vf, direct] = read.interfaces.as_slice() else {
            panic!("{:?}", read.interfaces);
        };
        assert_eq!(virtio.teaming, Some(Teaming::Persistent));
        assert_eq!(virtio.host_name.as_deref(), Some("vnet3"));
        assert!(!virtio.link_up);
        assert_eq!(
            virtio.vlan,
            Some(VlanTags {
                tags: vec![10, 20],
                trunk: true,
                native: Some(20)
            })
        );
        assert_eq!(
            vf.source,
            InterfaceSource::VirtualFunction("0000:01:10.2".into())
        );
        assert_eq!(vf.teaming, Some(Teaming::Transient("ua-nic1".into())));
        assert_eq!(direct.source, InterfaceSource::Other("direct".into()));
        assert!(
            read.metadata_of("urn:example:iov")
                .unwrap()
                .starts_with("<iov:vm xmlns:iov=")
        );
    }

    #[test]
    fn what_is_not_a_domain_is_said_so() {
        for xml in ["", "<network/>", "<domain/>", "<domain>", "text"] {
            assert!(DomainRead::parse(xml).is_err(), "{xml}");
        }
    }

    #[test]
    fn depth_is_no_reason() {
        for depth in [65, 100_000] {
            let deep = format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
            let text = format!("<domain><name>a</name><metadata>{deep}</metadata></domain>");
            let read = DomainRead::parse(&text).unwrap();
            assert_eq!(read.metadata, [(String::new(), deep.clone())]);
            assert!(DomainRead::parse(&deep).is_err(), "no domain");
            assert!(
                DomainRead::parse(&"<a>".repeat(depth)).is_err(),
                "not closed"
            );
        }
    }

    #[test]
    fn a_network_of_a_bridge_and_a_pool_of_vfs() {
        let text = crate::domain_xml::bridge_network("lan", Default::default(), "br0");
        let read = NetworkRead::parse(&text).unwrap();
        assert_eq!(read.forward.as_deref(), Some("bridge"));
        assert_eq!(read.bridge.as_deref(), Some("br0"));
        let pool =
            "<network><name>p</name><forward mode='hostdev'><pf dev='ens1f0'/></forward></network>";
        assert_eq!(NetworkRead::parse(pool).unwrap().pool_pfs, ["ens1f0"]);
    }

    fn interfaces() -> impl Strategy<Value = Interface> {
        let source = prop_oneof![
            "[a-z][a-z0-9 '<&]{0,14}".prop_map(InterfaceSource::Bridge),
            "[a-z][a-z0-9 '<&]{0,14}".prop_map(InterfaceSource::Network),
            Just(InterfaceSource::Nothing),
        ];
        let vlan =
            proptest::option::of((proptest::collection::vec(1u16..4095, 1..4), any::<bool>()));
        (
            source,
            proptest::option::of("ua-[a-z0-9]{1,8}"),
            proptest::option::of(Just(Teaming::Persistent)),
            vlan,
            any::<bool>(),
            proptest::option::of(68u32..9001),
            proptest::option::of(1u32..16),
            proptest::option::of(1u32..16384),
        )
            .prop_map(
                |(source, alias, teaming, vlan, link_up, mtu, queues, naming_index)| Interface {
                    alias,
                    teaming,
                    vlan: vlan.map(|(tags, trunk)| VlanTags {
                        native: trunk.then(|| tags[0]),
                        tags,
                        trunk,
                    }),
                    link_up,
                    mtu,
                    queues,
                    naming_index,
                    ..Interface::virtio("52:54:00:00:00:01", source)
                },
            )
    }

    /// The parser compares each attribute of a tag with those before it.
    #[test]
    fn a_tag_with_very_many_attributes_is_refused_at_once() {
        let many: String = (0..50_000).map(|n| format!(" a{n}=\"1\"")).collect();
        for hidden in ["", "<!-- \" -->", "<![CDATA[ ' ]]>", "<?x \" ?>"] {
            let xml = format!("<domain>{hidden}<name>a</name><z{many}/></domain>");
            assert!(DomainRead::parse(&xml).is_err(), "{hidden}");
        }
        let text = "<domain><name>a</name><d>it's > \"that\"</d><e f='>' g=\"'\"/></domain>";
        let long = text.repeat(MOST_ATTRIBUTES);
        assert_eq!(most_attributes(&long), 2);
        assert!(DomainRead::parse(text).is_ok());
        assert_eq!(most_attributes("<a b='"), 0);
    }

    proptest! {
        #[test]
        fn an_interface_that_is_written_is_read_back(written in interfaces()) {
            let xml = format!("<domain><name>a</name><devices>{}</devices></domain>", written.to_xml());
            let read = DomainRead::parse(&xml).unwrap();
            prop_assert_eq!(&read.interfaces, &[written]);
        }

        #[test]
        fn any_text_is_read_or_refused_without_a_panic(text in "[<>/a-z '=\"&;!\\-]{0,80}") {
            let _ = DomainRead::parse(&text);
            let _ = NetworkRead::parse(&format!("<network>{text}</network>"));
        }
    }
}
