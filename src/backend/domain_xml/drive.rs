//! Drives and their controllers as libvirt's elements.

use roxmltree::{Document, Node};

use super::xml::Xml;
use crate::model::{Drive, DriveAddress};

/// What libvirt calls the source of a disk: a file, or a block device of the host.
fn source_of(path: &str) -> (&'static str, &'static str) {
    if path.starts_with("/dev/") {
        ("block", "dev")
    } else {
        ("file", "file")
    }
}

/// The `<disk>` element of a drive. One that was read from a domain keeps what is said there beside what is known of it.
#[must_use]
pub fn drive(drive: &Drive) -> String {
    let read = drive.element.as_deref();
    if let Some(text) = read.and_then(|element| changed(element, drive)) {
        return text;
    }
    let mut xml = Xml::new();
    write_drive(&mut xml, drive);
    xml.finish()
}

/// Writes the `<disk>` element of a drive.
pub(super) fn write_drive(xml: &mut Xml, drive: &Drive) {
    let (kind, attribute) = drive.path.as_deref().map_or(("file", "file"), source_of);
    let device = if drive.optical { "cdrom" } else { "disk" };
    let attributes = [("type", Some(kind)), ("device", Some(device))];
    xml.nest("disk", &attributes, |xml| {
        if let Some(format) = &drive.format {
            let driver = [("name", Some("qemu")), ("type", Some(format.as_str()))];
            xml.empty("driver", &driver);
        }
        if let Some(path) = &drive.path {
            xml.empty("source", &[(attribute, Some(path))]);
        }
        let target = [
            ("dev", Some(drive.target.as_str())),
            ("bus", Some(drive.bus.as_str())),
        ];
        xml.empty("target", &target);
        if let Some(limit) = drive.maximum_iops {
            write_limit(xml, limit);
        }
        if !drive.writes() {
            xml.empty("readonly", &[]);
        }
        if drive.shared {
            xml.empty("shareable", &[]);
        }
        if let Some(at) = drive.address {
            write_address(xml, at);
        }
    });
}

fn write_limit(xml: &mut Xml, limit: u64) {
    xml.nest("iotune", &[], |xml| {
        xml.text("total_iops_sec", &[], &limit.to_string());
    });
}

fn write_address(xml: &mut Xml, at: DriveAddress) {
    let [controller, bus, target, unit] =
        [at.controller, at.bus, at.target, at.unit].map(|number| number.to_string());
    let address = [
        ("type", Some("drive")),
        ("controller", Some(controller.as_str())),
        ("bus", Some(bus.as_str())),
        ("target", Some(target.as_str())),
        ("unit", Some(unit.as_str())),
    ];
    xml.empty("address", &address);
}

/// What only virtio disks have of a `<driver>`: libvirt refuses it on another bus.
const OF_VIRTIO: [&str; 8] = [
    "iothread",
    "queues",
    "queue_size",
    "event_idx",
    "ioeventfd",
    "iommu",
    "ats",
    "packed",
];

/// The element as it was read with what is different in the drive; `None` if it is no disk's.
fn changed(element: &str, drive: &Drive) -> Option<String> {
    let document = Document::parse(element).ok()?;
    let disk = document.root_element();
    disk.has_tag_name("disk").then_some(())?;
    let child = |name: &str| disk.children().find(|node| node.has_tag_name(name));
    let own = |name: &str, attribute: &str| child(name)?.attribute(attribute);
    let same_bus = own("target", "bus") == Some(&drive.bus);
    let was = child("source").and_then(|node| {
        let mut names = ["file", "dev", "name", "volume", "dir"].iter();
        names.find_map(|name| node.attribute(*name))
    });
    let same_source = was == drive.path.as_deref();
    let (kind, attribute) = drive.path.as_deref().map_or(("file", "file"), source_of);
    let mut attributes: Vec<(&str, Option<&str>)> = Vec::new();
    for one in disk.attributes() {
        let new = one.name() == "type" && !same_source;
        attributes.push((one.name(), Some(if new { kind } else { one.value() })));
    }
    let limit = own_limit(disk);
    let mut xml = Xml::new();
    xml.nest("disk", &attributes, |xml| {
        for node in disk.children().filter(Node::is_element) {
            let text = element.get(node.range()).unwrap_or_default();
            match node.tag_name().name() {
                // libvirt finds out what an image builds on, and a job ends with the drive.
                "backingStore" | "mirror" => {}
                "alias"
                    if !node
                        .attribute("name")
                        .is_some_and(|name| name.starts_with("ua-")) => {}
                "source" if !same_source => {}
                "target" | "driver" => {
                    write_changed(xml, element, node, (drive, same_bus));
                }
                "address" if drive.address.is_some() || !same_bus => {}
                "iotune" if limit != drive.maximum_iops => {
                    write_changed_limits(xml, element, node, drive.maximum_iops);
                }
                "readonly" if !drive.read_only && !drive.optical => {}
                "shareable" if !drive.shared => {}
                _ => {
                    xml.raw(text);
                }
            }
        }
        if child("driver").is_none()
            && let Some(format) = &drive.format
        {
            let driver = [("name", Some("qemu")), ("type", Some(format.as_str()))];
            xml.empty("driver", &driver);
        }
        if let Some(path) = drive.path.as_deref().filter(|_| !same_source) {
            xml.empty("source", &[(attribute, Some(path))]);
        }
        if let Some(most) = drive.maximum_iops.filter(|_| child("iotune").is_none()) {
            write_limit(xml, most);
        }
        if !drive.writes() && child("readonly").is_none() {
            xml.empty("readonly", &[]);
        }
        if drive.shared && child("shareable").is_none() {
            xml.empty("shareable", &[]);
        }
        if let Some(at) = drive.address {
            write_address(xml, at);
        }
    });
    Some(xml.finish())
}

/// `<target>` and `<driver>` with what is different, and all else as it is.
fn write_changed(
    xml: &mut Xml,
    element: &str,
    node: Node<'_, '_>,
    (drive, same_bus): (&Drive, bool),
) {
    let name = node.tag_name().name();
    let mut attributes: Vec<(&str, Option<&str>)> = Vec::new();
    for one in node.attributes() {
        let value = match (name, one.name()) {
            ("target", "dev") => drive.target.as_str(),
            ("target", "bus") => drive.bus.as_str(),
            ("driver", "type") => drive.format.as_deref().unwrap_or(one.value()),
            ("driver", of_virtio) if !same_bus && OF_VIRTIO.contains(&of_virtio) => continue,
            _ => one.value(),
        };
        attributes.push((one.name(), Some(value)));
    }
    let has = |wanted: &str| node.attribute(wanted).is_some();
    match name {
        "target" if !has("bus") => attributes.push(("bus", Some(&drive.bus))),
        "driver" if !has("type") => attributes.push(("type", drive.format.as_deref())),
        _ => {}
    }
    let inside: Vec<&str> = texts_of(element, node, |_| true).collect();
    if inside.is_empty() {
        xml.empty(name, &attributes);
        return;
    }
    xml.nest(name, &attributes, |xml| {
        for text in inside {
            xml.raw(text);
        }
    });
}

/// The texts of the elements in a node.
fn texts_of<'e>(
    element: &'e str,
    node: Node<'_, '_>,
    wanted: impl Fn(&str) -> bool,
) -> impl Iterator<Item = &'e str> {
    let inside = node.children().filter(Node::is_element);
    inside
        .filter(move |node| wanted(node.tag_name().name()))
        .filter_map(move |node| element.get(node.range()))
}

/// `<iotune>` with another limit of requests; limits of bytes stay.
fn write_changed_limits(xml: &mut Xml, element: &str, node: Node<'_, '_>, most: Option<u64>) {
    let kept: Vec<&str> = texts_of(element, node, |name| !name.contains("_iops_")).collect();
    if kept.is_empty() && most.is_none() {
        return;
    }
    xml.nest("iotune", &[], |xml| {
        for text in kept {
            xml.raw(text);
        }
        if let Some(most) = most {
            xml.text("total_iops_sec", &[], &most.to_string());
        }
    });
}

/// The most requests a second that an element says.
fn own_limit(disk: Node<'_, '_>) -> Option<u64> {
    let tune = disk.children().find(|node| node.has_tag_name("iotune"))?;
    let total = tune
        .children()
        .find(|node| node.has_tag_name("total_iops_sec"))?;
    total.text()?.trim().parse().ok().filter(|limit| *limit > 0)
}

/// Where a disk of a running domain is copied to.
#[must_use]
pub fn copy_destination(path: &str, format: &str) -> String {
    let mut xml = Xml::new();
    let (kind, attribute) = source_of(path);
    xml.nest("disk", &[("type", Some(kind))], |xml| {
        xml.empty("source", &[(attribute, Some(path))]);
        xml.empty("driver", &[("type", Some(format))]);
    });
    xml.finish()
}

/// A SCSI controller with this number.
#[must_use]
pub fn scsi_controller(number: u32) -> String {
    let mut xml = Xml::new();
    let number = number.to_string();
    let attributes = [
        ("type", Some("scsi")),
        ("index", Some(number.as_str())),
        ("model", Some("virtio-scsi")),
    ];
    xml.empty("controller", &attributes);
    xml.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ELEMENT: &str = "<disk type='file' device='disk' snapshot='no'>\n  <driver name='qemu' type='qcow2' cache='none' iothread='1' discard='unmap'><metadata_cache><max_size>7</max_size></metadata_cache></driver>\n  \
        <source file='/a.qcow2' startupPolicy='optional' index='2'/>\n  <backingStore type='file'><source file='/b'/></backingStore>\n  \
        <target dev='vda' bus='virtio' rotation_rate='1'/>\n  <serial>S-1</serial>\n  <boot order='1'/>\n  \
        <iotune><total_bytes_sec>1000</total_bytes_sec></iotune>\n  <alias name='virtio-disk0'/>\n  \
        <address type='pci' domain='0x0000' bus='0x04' slot='0x00' function='0x0'/>\n</disk>";

    fn read() -> Drive {
        Drive {
            path: Some("/a.qcow2".to_owned()),
            bus: "virtio".to_owned(),
            target: "vda".to_owned(),
            format: Some("qcow2".to_owned()),
            element: Some(ELEMENT.to_owned()),
            ..Drive::default()
        }
    }

    #[test]
    fn what_was_unplugged_is_plugged_in_again_as_it_was() {
        let text = drive(&read());
        for kept in [
            "snapshot='no'",
            "cache='none' iothread='1' discard='unmap'",
            "<max_size>7</max_size>",
            "startupPolicy='optional'",
            "rotation_rate='1'",
            "<serial>S-1</serial>",
            "<boot order='1'/>",
            "<total_bytes_sec>1000</total_bytes_sec>",
            "bus='0x04'",
        ] {
            assert!(text.contains(kept), "{kept}: {text}");
        }
        for gone in ["backingStore", "alias"] {
            assert!(!text.contains(gone), "{gone}: {text}");
        }
    }

    #[test]
    fn at_another_place_all_stays_but_what_belongs_to_the_old_one() {
        let moved = Drive {
            path: Some("/dev/vg/x".to_owned()),
            bus: "scsi".to_owned(),
            target: "sdb".to_owned(),
            format: Some("raw".to_owned()),
            shared: true,
            address: Some(DriveAddress {
                controller: 0,
                bus: 0,
                target: 0,
                unit: 3,
            }),
            maximum_iops: Some(900),
            ..read()
        };
        let text = drive(&moved);
        let document = Document::parse(&text).unwrap();
        let disk = document.root_element();
        let of = |name: &str, attribute: &str| {
            let node = disk.children().find(|node| node.has_tag_name(name));
            node.and_then(|node| node.attribute(attribute).map(str::to_owned))
        };
        assert_eq!(disk.attribute("type"), Some("block"));
        assert_eq!(of("source", "dev").as_deref(), Some("/dev/vg/x"));
        assert_eq!(of("source", "file"), None);
        assert_eq!(of("target", "dev").as_deref(), Some("sdb"));
        assert_eq!(of("target", "bus").as_deref(), Some("scsi"));
        assert_eq!(of("driver", "type").as_deref(), Some("raw"));
        assert_eq!(of("driver", "cache").as_deref(), Some("none"));
        assert_eq!(of("driver", "iothread"), None, "scsi disks have none");
        assert_eq!(of("address", "type").as_deref(), Some("drive"));
        assert_eq!(own_limit(disk), Some(900));
        assert!(text.contains("<serial>S-1</serial>") && text.contains("<shareable/>"));
        assert!(text.contains("<total_bytes_sec>1000</total_bytes_sec>"));
        assert!(text.contains("<metadata_cache><max_size>7</max_size></metadata_cache>"));
        let tags = disk.children().filter(Node::is_element);
        let mut names: Vec<_> = tags.map(|node| node.tag_name().name()).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all, "each once: {text}");
    }
}
