//! Processors, memory, firmware, serial ports, display and TPM in libvirt's XML of a domain.

use roxmltree::Node;

use super::domain_read::{attribute, child, kibibytes, text};
use crate::domain_xml::hardware::{PERIOD, boot_kind, limit};
use crate::model::{
    AdapterAlias, BootDevice, BootOrder, Firmware, Graphics, Hardware, Memory, Processors,
    SerialPort, Video,
};

/// Processor features that let a guest run VMs of its own.
pub(super) const NESTING: [&str; 2] = ["vmx", "svm"];

/// The elements in a node: what is asked about many of them passes over the white space between them once.
pub(super) struct Elements<'a, 'i>(Vec<Node<'a, 'i>>);

impl<'a, 'i: 'a> Elements<'a, 'i> {
    /// Those of a node; none of no node.
    pub fn of(node: Option<Node<'a, 'i>>) -> Self {
        let all = node.into_iter().flat_map(|node| node.children());
        Self(all.filter(Node::is_element).collect())
    }

    /// The first with this tag.
    pub fn first(&self, tag: &str) -> Option<Node<'a, 'i>> {
        self.all(tag).next()
    }

    /// Those with this tag, in order.
    pub fn all(&self, tag: &str) -> impl Iterator<Item = Node<'a, 'i>> {
        self.0
            .iter()
            .copied()
            .filter(move |node| node.has_tag_name(tag))
    }
}

/// A `<domain>` with its devices.
pub(super) struct Domain<'a, 'i> {
    /// What stands in it.
    pub root: Elements<'a, 'i>,
    /// What stands in `<devices>`.
    pub devices: Elements<'a, 'i>,
}

impl<'a, 'i: 'a> Domain<'a, 'i> {
    /// Of the document's root.
    pub fn of(root: Node<'a, 'i>) -> Self {
        let root = Elements::of(Some(root));
        let devices = Elements::of(root.first("devices"));
        Self { root, devices }
    }
}

/// All of a `<domain>`.
pub(super) fn hardware(domain: &Domain<'_, '_>) -> Hardware {
    let first = |tag: &str| domain.devices.first(tag);
    Hardware {
        processors: processors(&domain.root),
        memory: memory(domain),
        firmware: firmware(domain),
        tpm: first("tpm").map(|tpm| {
            let version = attribute(tpm, "backend", "version");
            version.unwrap_or_else(|| "2.0".to_owned())
        }),
        serial: domain.devices.all("serial").map(serial).collect(),
        video: first("video")
            .and_then(|video| child(video, "model"))
            .map(video),
        graphics: first("graphics").map(graphics),
    }
}

/// The terminal of the host that the first serial port leads to.
pub(super) fn terminal(domain: &Domain<'_, '_>) -> Option<String> {
    let first = domain.devices.first("serial")?;
    (first.attribute("type") == Some("pty"))
        .then(|| attribute(first, "source", "path"))
        .flatten()
}

/// The port at which the display can be looked at.
pub(super) fn display_port(domain: &Domain<'_, '_>) -> Option<u16> {
    let first = domain.devices.first("graphics")?;
    first.attribute("port")?.parse().ok()
}

fn number<T: std::str::FromStr>(node: Node<'_, '_>) -> Option<T> {
    text(node)?.parse().ok()
}

fn processors(root: &Elements<'_, '_>) -> Processors {
    let tune = root.first("cputune");
    let of_tune = |tag: &str| tune.and_then(|tune| number::<i64>(child(tune, tag)?));
    let period = of_tune("period").and_then(|period| u64::try_from(period).ok());
    Processors {
        maximum: root.first("vcpu").and_then(number).unwrap_or(1),
        weight: of_tune("shares")
            .and_then(|shares| u32::try_from(shares).ok())
            .unwrap_or(100),
        limit: of_tune("quota").and_then(|quota| limit(quota, period.unwrap_or(PERIOD))),
        nested: nested(root),
    }
}

fn nested(root: &Elements<'_, '_>) -> Option<bool> {
    let cpu = root.first("cpu")?;
    let features = cpu.children().filter(|node| node.has_tag_name("feature"));
    let policy = features
        .filter(|node| node.attribute("name").is_some_and(|n| NESTING.contains(&n)))
        .find_map(|node| node.attribute("policy"));
    match (cpu.attribute("mode"), policy) {
        (_, Some("disable" | "forbid")) => Some(false),
        (_, Some(_)) | (Some("host-passthrough" | "host-model" | "maximum"), None) => Some(true),
        _ => None,
    }
}

fn memory(domain: &Domain<'_, '_>) -> Memory {
    let balloon = domain.devices.first("memballoon");
    let is_on = |name: &str| balloon.is_some_and(|node| node.attribute(name) == Some("on"));
    Memory {
        current: (domain.root.first("currentMemory"))
            .map(|node| kibibytes(node).saturating_mul(1024)),
        gives_back: is_on("freePageReporting"),
    }
}

fn firmware(domain: &Domain<'_, '_>) -> Firmware {
    let Some(os) = domain.root.first("os") else {
        return Firmware::default();
    };
    let loader = child(os, "loader");
    let flash = loader.is_some_and(|loader| loader.attribute("type") == Some("pflash"));
    let features = child(os, "firmware");
    let keys = features.into_iter().flat_map(|node| node.children());
    let signed = keys
        .filter(|node| node.has_tag_name("feature"))
        .any(|node| {
            node.attribute("name") == Some("enrolled-keys")
                && node.attribute("enabled") == Some("yes")
        });
    let uefi = os.attribute("firmware") == Some("efi") || flash;
    Firmware {
        uefi,
        secure_boot: uefi
            && (signed || loader.is_some_and(|loader| loader.attribute("secure") == Some("yes"))),
        boot: boot_order(&domain.devices, os),
    }
}

fn boot_order(devices: &Elements<'_, '_>, os: Node<'_, '_>) -> BootOrder {
    let order = |node: Node<'_, '_>| -> Option<u32> {
        child(node, "boot")?.attribute("order")?.parse().ok()
    };
    let drives = devices.all("disk").filter_map(|node| {
        let place = attribute(node, "target", "dev")?;
        Some((order(node)?, BootDevice::Drive(place)))
    });
    let adapters = devices
        .all("interface")
        .filter(|node| node.attribute("type") != Some("hostdev"))
        .enumerate()
        .filter_map(|(at, node)| {
            let alias = attribute(node, "alias", "name").unwrap_or_else(|| format!("net{at}"));
            let alias: AdapterAlias = alias.parse().ok()?;
            Some((order(node)?, BootDevice::Adapter(alias)))
        });
    let mut devices: Vec<(u32, BootDevice)> = drives.chain(adapters).collect();
    if devices.is_empty() {
        let kinds = os.children().filter(|node| node.has_tag_name("boot"));
        let kinds = kinds.filter_map(|node| boot_kind(node.attribute("dev")?));
        return BootOrder::Kinds(kinds.collect());
    }
    devices.sort_by_key(|(order, _)| *order);
    BootOrder::Devices(devices.into_iter().map(|(_, device)| device).collect())
}

fn serial(node: Node<'_, '_>) -> SerialPort {
    let kind = node.attribute("type").unwrap_or_default();
    let path = || attribute(node, "source", "path");
    match (kind, path()) {
        ("pty", _) => SerialPort::Terminal,
        ("unix", Some(path)) => SerialPort::Socket(path),
        (other, _) => SerialPort::Other(other.to_owned()),
    }
}

fn video(model: Node<'_, '_>) -> Video {
    let size = child(model, "resolution");
    let side = |name: &str| size.and_then(|size| size.attribute(name)?.parse::<u16>().ok());
    Video {
        model: model.attribute("type").unwrap_or_default().to_owned(),
        resolution: side("x").zip(side("y")),
    }
}

fn graphics(node: Node<'_, '_>) -> Graphics {
    let listen = node.attribute("listen").map(str::to_owned);
    Graphics {
        kind: node.attribute("type").unwrap_or_default().to_owned(),
        listen: listen.or_else(|| attribute(node, "listen", "address")),
    }
}
