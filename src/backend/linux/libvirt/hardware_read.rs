//! Processors, memory, firmware, serial ports, display and TPM in libvirt's XML of a domain.

use roxmltree::Node;

use super::domain_read::{attribute, child, kibibytes, text_of};
use crate::domain_xml::hardware::{PERIOD, boot_kind, limit};
use crate::model::{
    AdapterAlias, BootDevice, BootOrder, Firmware, Graphics, Hardware, Memory, Processors,
    SerialPort, Video,
};

/// Processor features that let a guest run VMs of its own.
pub(super) const NESTING: [&str; 2] = ["vmx", "svm"];

/// All of a `<domain>`.
pub(super) fn hardware(root: Node<'_, '_>) -> Hardware {
    let first = |tag: &str| devices(root, tag).next();
    Hardware {
        processors: processors(root),
        memory: memory(root),
        firmware: firmware(root),
        tpm: first("tpm").map(|tpm| {
            let version = attribute(tpm, "backend", "version");
            version.unwrap_or_else(|| "2.0".to_owned())
        }),
        serial: devices(root, "serial").map(serial).collect(),
        video: first("video")
            .and_then(|video| child(video, "model"))
            .map(video),
        graphics: first("graphics").map(graphics),
    }
}

/// The terminal of the host that the first serial port leads to.
pub(super) fn terminal(root: Node<'_, '_>) -> Option<String> {
    let first = devices(root, "serial").next()?;
    (first.attribute("type") == Some("pty"))
        .then(|| attribute(first, "source", "path"))
        .flatten()
}

/// The port at which the display can be looked at.
pub(super) fn display_port(root: Node<'_, '_>) -> Option<u16> {
    devices(root, "graphics")
        .next()?
        .attribute("port")?
        .parse()
        .ok()
}

/// The devices with this tag, in order.
pub(super) fn devices<'a, 'i: 'a>(
    root: Node<'a, 'i>,
    tag: &str,
) -> impl Iterator<Item = Node<'a, 'i>> {
    let devices = child(root, "devices").into_iter();
    devices
        .flat_map(|devices| devices.children())
        .filter(move |node| node.has_tag_name(tag))
}

fn number<T: std::str::FromStr>(node: Node<'_, '_>, tag: &str) -> Option<T> {
    text_of(node, tag)?.parse().ok()
}

fn processors(root: Node<'_, '_>) -> Processors {
    let tune = child(root, "cputune");
    let of_tune = |tag: &str| tune.and_then(|tune| number::<i64>(tune, tag));
    let period = of_tune("period").and_then(|period| u64::try_from(period).ok());
    Processors {
        maximum: number(root, "vcpu").unwrap_or(1),
        weight: of_tune("shares")
            .and_then(|shares| u32::try_from(shares).ok())
            .unwrap_or(100),
        limit: of_tune("quota").and_then(|quota| limit(quota, period.unwrap_or(PERIOD))),
        nested: nested(root),
    }
}

fn nested(root: Node<'_, '_>) -> Option<bool> {
    let cpu = child(root, "cpu")?;
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

fn memory(root: Node<'_, '_>) -> Memory {
    let balloon = devices(root, "memballoon").next();
    let is_on = |name: &str| balloon.is_some_and(|node| node.attribute(name) == Some("on"));
    Memory {
        current: child(root, "currentMemory").map(|node| kibibytes(node).saturating_mul(1024)),
        gives_back: is_on("freePageReporting"),
    }
}

fn firmware(root: Node<'_, '_>) -> Firmware {
    let Some(os) = child(root, "os") else {
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
        boot: boot_order(root, os),
    }
}

fn boot_order(root: Node<'_, '_>, os: Node<'_, '_>) -> BootOrder {
    let order = |node: Node<'_, '_>| -> Option<u32> {
        child(node, "boot")?.attribute("order")?.parse().ok()
    };
    let drives = devices(root, "disk").filter_map(|node| {
        let place = attribute(node, "target", "dev")?;
        Some((order(node)?, BootDevice::Drive(place)))
    });
    let adapters = devices(root, "interface")
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
