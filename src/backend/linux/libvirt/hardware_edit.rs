//! Changing one part of a domain's XML and leaving every other byte as it is.

use std::ops::Range;

use roxmltree::{Document, Node};

use super::Result;
use super::domain_read::{child, parse_document};
use super::hardware_read::{Domain, NESTING, hardware};
use crate::domain_xml::hardware as document;
use crate::domain_xml::xml::Xml;
use crate::model::{
    BootDevice, BootOrder, Firmware, Graphics, Memory, Processors, SerialPort, Video,
};
use crate::plan::Part;

/// The domain's XML with this part replaced. A part that is as it is to be, and a name, change nothing.
///
/// # Errors
/// [`super::LibvirtError::Xml`] if the XML is no domain's.
pub fn replace_part(domain: &str, part: &Part) -> Result<String> {
    let parsed = parse_document(domain, "a domain")?;
    let mut edits = Edits {
        text: domain,
        edits: Vec::new(),
    };
    let root = parsed.root_element();
    match part {
        Part::Name(_) => {}
        Part::Processors { count, processors } => {
            edits.processors(root, *count, processors);
        }
        Part::Memory { most, memory } => edits.memory(root, *most, memory),
        Part::Firmware(firmware) => edits.firmware(&parsed, firmware),
        Part::Machine(machine) => edits.machine(root, machine.as_deref()),
        Part::Tpm(version) => {
            if hardware(&Domain::of(root)).tpm != *version {
                edits.devices(root, &["tpm"], version.as_deref().map(document::tpm));
            }
        }
        Part::Serial(ports) => edits.serial(root, ports),
        Part::Display { video, graphics } => {
            edits.display(root, video.as_ref(), graphics.as_ref());
        }
    }
    Ok(edits.finish())
}

/// The devices with this tag, in order.
fn devices<'a, 'i: 'a>(root: Node<'a, 'i>, tag: &str) -> impl Iterator<Item = Node<'a, 'i>> {
    let devices = child(root, "devices").into_iter();
    devices
        .flat_map(|devices| devices.children())
        .filter(move |node| node.has_tag_name(tag))
}

/// Texts that come into the places of others.
struct Edits<'t> {
    text: &'t str,
    edits: Vec<(Range<usize>, String)>,
}

impl Edits<'_> {
    fn finish(mut self) -> String {
        // From the end, so that places in front of an edit stay what they are; of two at one place the later stands behind.
        self.edits.sort_by_key(|(range, _)| range.start);
        let mut out = self.text.to_owned();
        for (range, text) in self.edits.into_iter().rev() {
            if out.is_char_boundary(range.start) && out.is_char_boundary(range.end) {
                out.replace_range(range, &text);
            }
        }
        out
    }

    fn put(&mut self, range: Range<usize>, text: String) {
        self.edits.push((range, text));
    }

    fn remove(&mut self, node: Node<'_, '_>) {
        self.put(node.range(), String::new());
    }

    /// Puts an element at the end of another, or in its place where that is empty.
    fn append(&mut self, parent: Node<'_, '_>, element: &str) {
        let range = parent.range();
        let whole = self.text.get(range.clone()).unwrap_or_default();
        match whole.rfind("</") {
            Some(at) => {
                let at = range.start.saturating_add(at);
                self.put(at..at, format!("{element}\n"));
            }
            // `<os/>`
            None => {
                let name = parent.tag_name().name();
                let open = whole.trim_end_matches("/>").trim_end();
                self.put(range, format!("{open}>\n{element}\n</{name}>"));
            }
        }
    }

    /// Replaces the element of this name, or puts it at the end of its parent.
    fn set(&mut self, parent: Node<'_, '_>, name: &str, element: &str) {
        match child(parent, name) {
            Some(node) => self.put(node.range(), element.to_owned()),
            None => self.append(parent, element),
        }
    }

    /// Replaces all devices with these tags by others.
    fn devices(
        &mut self,
        root: Node<'_, '_>,
        tags: &[&str],
        others: impl IntoIterator<Item = String>,
    ) {
        let others: Vec<String> = others.into_iter().collect();
        for tag in tags {
            devices(root, tag).for_each(|node| self.remove(node));
        }
        match child(root, "devices") {
            Some(_) if others.is_empty() => {}
            Some(devices) => self.append(devices, &others.join("\n")),
            None => self.append(
                root,
                &format!("<devices>\n{}\n</devices>", others.join("\n")),
            ),
        }
    }

    fn processors(&mut self, root: Node<'_, '_>, count: u32, wanted: &Processors) {
        let now = hardware(&Domain::of(root)).processors;
        let most = wanted.maximum.max(count).max(1);
        let had = child(root, "vcpu").and_then(|node| node.attribute("current"));
        if now.maximum != most
            || had.map_or(now.maximum.to_string(), str::to_owned) != count.to_string()
        {
            let kept: Vec<(&str, &str)> = child(root, "vcpu")
                .into_iter()
                .flat_map(|node| node.attributes())
                .filter(|attribute| attribute.name() != "current")
                .map(|attribute| (attribute.name(), attribute.value()))
                .collect();
            let current = count.to_string();
            let mut attributes: Vec<(&str, Option<&str>)> = kept
                .iter()
                .map(|(name, value)| (*name, Some(*value)))
                .collect();
            if count < most {
                attributes.push(("current", Some(&current)));
            }
            self.set(
                root,
                "vcpu",
                &element("vcpu", &attributes, &most.to_string()),
            );
            // Which of them are plugged in stands there too, one by one.
            child(root, "vcpus")
                .into_iter()
                .for_each(|node| self.remove(node));
        }
        if (now.weight, now.limit) != (wanted.weight, wanted.limit) {
            self.tune(root, &now, wanted);
        }
        if now.nested != wanted.nested && wanted.nested.is_some() {
            self.nesting(root, wanted.nested == Some(true));
        }
    }

    fn tune(&mut self, root: Node<'_, '_>, now: &Processors, wanted: &Processors) {
        let mut elements = Vec::new();
        if now.weight != wanted.weight {
            elements.push(("shares", wanted.weight.to_string()));
        }
        if now.limit != wanted.limit {
            elements.push(("period", document::PERIOD.to_string()));
            elements.push(("quota", document::quota(wanted.limit).to_string()));
        }
        let text = |(name, value): &(&str, String)| element(name, &[], value);
        match child(root, "cputune") {
            Some(tune) => {
                let mut fresh = Vec::new();
                for one in &elements {
                    match child(tune, one.0) {
                        Some(node) => self.put(node.range(), text(one)),
                        None => fresh.push(text(one)),
                    }
                }
                if !fresh.is_empty() {
                    self.append(tune, &fresh.join("\n"));
                }
            }
            None => {
                let all: Vec<String> = elements.iter().map(text).collect();
                self.append(root, &format!("<cputune>\n{}\n</cputune>", all.join("\n")));
            }
        }
    }

    fn nesting(&mut self, root: Node<'_, '_>, on: bool) {
        let Some(cpu) = child(root, "cpu") else {
            return;
        };
        let is_nesting = |node: &Node<'_, '_>| {
            node.has_tag_name("feature")
                && node
                    .attribute("name")
                    .is_some_and(|name| NESTING.contains(&name))
        };
        cpu.children()
            .filter(is_nesting)
            .for_each(|node| self.remove(node));
        if !on {
            let disabled = NESTING.map(|name| {
                let attributes = [("policy", Some("disable")), ("name", Some(name))];
                empty("feature", &attributes)
            });
            self.append(cpu, &disabled.join("\n"));
        }
    }

    fn memory(&mut self, root: Node<'_, '_>, most: u64, wanted: &Memory) {
        let text = |name: &str, bytes: u64| {
            // What else it says of the memory stays: that it is not dumped.
            let kept = child(root, name)
                .into_iter()
                .flat_map(|node| node.attributes());
            let kept = kept.filter(|attribute| attribute.name() != "unit");
            let mut attributes = vec![("unit", Some("KiB"))];
            attributes.extend(kept.map(|attribute| (attribute.name(), Some(attribute.value()))));
            element(name, &attributes, &(bytes / 1024).to_string())
        };
        self.set(root, "memory", &text("memory", most));
        let current = wanted.current.unwrap_or(most).min(most);
        self.set(root, "currentMemory", &text("currentMemory", current));
        if hardware(&Domain::of(root)).memory.gives_back == wanted.gives_back {
            return;
        }
        let state = wanted.gives_back.then_some("on");
        let changed = ["autodeflate", "freePageReporting"];
        let balloon = devices(root, "memballoon").next();
        let kept: Vec<(&str, Option<&str>)> = balloon
            .into_iter()
            .flat_map(|node| node.attributes())
            .filter(|attribute| !changed.contains(&attribute.name()))
            .map(|attribute| (attribute.name(), Some(attribute.value())))
            .collect();
        let mut attributes = kept;
        if balloon.is_none() {
            attributes.push(("model", Some("virtio")));
        }
        attributes.extend(changed.map(|name| (name, state)));
        let inside: Vec<&str> = balloon
            .into_iter()
            .flat_map(|node| node.children())
            .filter(Node::is_element)
            .filter_map(|node| self.text.get(node.range()))
            .collect();
        let mut xml = Xml::new();
        xml.nest("memballoon", &attributes, |xml| {
            for one in &inside {
                xml.raw(one);
            }
        });
        let whole = xml.finish().trim_end().to_owned();
        match balloon {
            Some(node) => self.put(node.range(), whole),
            None => self.devices(root, &[], [whole]),
        }
    }

    fn machine(&mut self, root: Node<'_, '_>, machine: Option<&str>) {
        let kind = child(root, "os").and_then(|os| child(os, "type"));
        let (Some(kind), Some(machine)) = (kind, machine) else {
            return;
        };
        if kind.attribute("machine") == Some(machine) {
            return;
        }
        let kept = kind.attributes();
        let mut attributes: Vec<(&str, Option<&str>)> = kept
            .filter(|attribute| attribute.name() != "machine")
            .map(|attribute| (attribute.name(), Some(attribute.value())))
            .collect();
        attributes.push(("machine", Some(machine)));
        let mut xml = Xml::new();
        xml.text("type", &attributes, kind.text().unwrap_or("hvm"));
        self.put(kind.range(), xml.finish().trim_end().to_owned());
    }

    fn firmware(&mut self, parsed: &Document<'_>, wanted: &Firmware) {
        let root = parsed.root_element();
        let Some(os) = child(root, "os") else { return };
        let now = hardware(&Domain::of(root)).firmware;
        let anew = (now.uefi, now.secure_boot) != (wanted.uefi, wanted.secure_boot);
        let reorder = now.boot != wanted.boot;
        if !anew && !reorder {
            return;
        }
        let is_gone = |node: &Node<'_, '_>| match node.tag_name().name() {
            "boot" => reorder,
            "loader" | "nvram" | "firmware" => anew,
            _ => false,
        };
        let mut inside: Vec<String> = os
            .children()
            .filter(Node::is_element)
            .filter(|node| !is_gone(node))
            .filter_map(|node| self.text.get(node.range()).map(str::to_owned))
            .collect();
        if anew && wanted.uefi {
            inside.push(document::firmware_features(wanted.secure_boot));
        }
        if let BootOrder::Kinds(kinds) = &wanted.boot
            && reorder
        {
            inside.extend(kinds.iter().map(|kind| document::boot(*kind)));
        }
        let kept = os.attributes();
        let mut attributes: Vec<(&str, Option<&str>)> = kept
            .filter(|attribute| !anew || attribute.name() != "firmware")
            .map(|attribute| (attribute.name(), Some(attribute.value())))
            .collect();
        if anew && wanted.uefi {
            attributes.push(("firmware", Some("efi")));
        }
        let mut xml = Xml::new();
        xml.nest("os", &attributes, |xml| {
            for one in &inside {
                xml.raw(one);
            }
        });
        self.put(os.range(), xml.finish().trim_end().to_owned());
        if reorder {
            self.boot_devices(root, &wanted.boot);
        }
    }

    /// Says at each device when it is tried.
    fn boot_devices(&mut self, root: Node<'_, '_>, order: &BootOrder) {
        let chosen = match order {
            BootOrder::Devices(devices) => devices.as_slice(),
            BootOrder::Kinds(_) => &[],
        };
        let place = |device: &BootDevice| {
            let at = chosen.iter().position(|one| one == device)?;
            Some(at.saturating_add(1).to_string())
        };
        let of = |node: Node<'_, '_>, tag: &str, name: &str| {
            child(node, tag)
                .and_then(|one| one.attribute(name))
                .map(str::to_owned)
        };
        let drives = devices(root, "disk").filter_map(|node| {
            let target = of(node, "target", "dev")?;
            Some((node, BootDevice::Drive(target)))
        });
        let adapters = devices(root, "interface")
            .filter(|node| node.attribute("type") != Some("hostdev"))
            .enumerate()
            .filter_map(|(at, node)| {
                let alias = of(node, "alias", "name").unwrap_or_else(|| format!("net{at}"));
                Some((node, BootDevice::Adapter(alias.parse().ok()?)))
            });
        for (node, device) in drives.chain(adapters) {
            let element = place(&device).map(|order| empty("boot", &[("order", Some(&order))]));
            match (child(node, "boot"), element) {
                (Some(boot), Some(element)) => self.put(boot.range(), element),
                (Some(boot), None) => self.remove(boot),
                (None, Some(element)) => self.append(node, &element),
                (None, None) => {}
            }
        }
        // Other devices are not tried any more.
        for tag in ["hostdev", "redirdev"] {
            let boots = devices(root, tag).filter_map(|node| child(node, "boot"));
            boots.for_each(|boot| self.remove(boot));
        }
    }

    fn serial(&mut self, root: Node<'_, '_>, ports: &[SerialPort]) {
        let now = hardware(&Domain::of(root)).serial;
        if now == ports {
            return;
        }
        let present: Vec<Node<'_, '_>> = devices(root, "serial").collect();
        let mut elements = Vec::new();
        for (at, port) in ports.iter().enumerate() {
            let same = present.get(at).filter(|_| now.get(at) == Some(port));
            let kept = same.and_then(|node| self.text.get(node.range()));
            elements.extend(
                kept.map(str::to_owned)
                    .or_else(|| document::serial(port, at)),
            );
        }
        let consoles = devices(root, "console");
        // The console is the first serial port under another name, and libvirt makes it anew.
        let of_serial = consoles.filter(|node| {
            child(*node, "target").and_then(|target| target.attribute("type")) == Some("serial")
        });
        of_serial.for_each(|node| self.remove(node));
        self.devices(root, &["serial"], elements);
    }

    fn display(&mut self, root: Node<'_, '_>, video: Option<&Video>, graphics: Option<&Graphics>) {
        let now = hardware(&Domain::of(root));
        if now.video.as_ref() != video {
            self.devices(root, &["video"], video.map(document::video));
        }
        if now.graphics.as_ref() != graphics {
            self.devices(root, &["graphics"], graphics.map(document::graphics));
        }
    }
}

fn element(name: &str, attributes: &[(&str, Option<&str>)], text: &str) -> String {
    let mut xml = Xml::new();
    xml.text(name, attributes, text);
    xml.finish().trim_end().to_owned()
}

fn empty(name: &str, attributes: &[(&str, Option<&str>)]) -> String {
    let mut xml = Xml::new();
    xml.empty(name, attributes);
    xml.finish().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::domain_read::DomainRead;
    use super::*;
    use crate::model::{BootKind, Hardware};

    const DOMAIN: &str = "<domain type='kvm'>\n  <name>web1</name>\n  <memory dumpCore='off' unit='GiB'>1</memory>\n  \
        <memoryBacking><hugepages/><locked/></memoryBacking>\n  \
        <vcpu placement='static' cpuset='0-3'>2</vcpu>\n  <os>\n    <type arch='x86_64' machine='q35'>hvm</type>\n    \
        <boot dev='hd'/>\n    <smbios mode='host'/>\n  </os>\n  <cpu mode='host-passthrough' check='none'/>\n  \
        <cputune><vcpupin vcpu='0' cpuset='1'/></cputune>\n  <devices>\n    \
        <disk type='file' device='disk'><source file='/a'/><target dev='vda' bus='virtio'/></disk>\n    \
        <interface type='bridge'><mac address='52:54:00:00:00:01'/><source bridge='br0'/><alias name='ua-5f0c91d2'/></interface>\n    \
        <serial type='pty'><log file='/var/log/a'/><target port='0'/></serial>\n    \
        <console type='pty'><target type='serial' port='0'/></console>\n    <memballoon model='virtio'><stats period='10'/></memballoon>\n    \
        <!-- kept -->\n  </devices>\n</domain>\n";

    fn edited(part: &Part) -> (String, Hardware) {
        let text = replace_part(DOMAIN, part).unwrap();
        assert!(text.contains("<!-- kept -->"), "{text}");
        let read = DomainRead::parse(&text).unwrap();
        assert_eq!(replace_part(&text, part).unwrap(), text, "twice is once");
        (text, read.hardware)
    }

    #[test]
    fn processors_change_and_their_pins_stay() {
        let wanted = Processors {
            maximum: 8,
            weight: 300,
            limit: Some(50),
            nested: Some(false),
        };
        let (text, read) = edited(&Part::Processors {
            count: 4,
            processors: wanted.clone(),
        });
        assert_eq!(read.processors, wanted);
        assert!(text.contains("<vcpu placement='static' cpuset='0-3' current='4'>8</vcpu>"));
        assert!(text.contains("<vcpupin vcpu='0' cpuset='1'/>"));
        assert!(text.contains("check='none'"));
    }

    #[test]
    fn memory_changes_and_the_balloon_keeps_its_statistics() {
        let memory = Memory {
            current: Some(1 << 29),
            gives_back: true,
        };
        let (text, read) = edited(&Part::Memory {
            most: 1 << 31,
            memory: memory.clone(),
        });
        assert_eq!(read.memory, memory);
        assert_eq!(DomainRead::parse(&text).unwrap().memory_kib, 1 << 21);
        assert!(text.contains("<stats period='10'/>"));
        assert!(text.contains("<memory unit='KiB' dumpCore='off'>2097152</memory>"));
        assert!(text.contains("<memoryBacking><hugepages/><locked/></memoryBacking>"));
    }

    #[test]
    fn the_machine_type_changes_and_nothing_else() {
        let wanted = Part::Machine(Some("pc-q35-10.1".to_owned()));
        let (text, _) = edited(&wanted);
        let read = DomainRead::parse(&text).unwrap();
        assert_eq!(read.machine.as_deref(), Some("pc-q35-10.1"));
        assert!(text.contains("arch='x86_64'") && text.contains("<smbios mode='host'/>"));
        assert_eq!(replace_part(&text, &wanted).unwrap(), text);
    }

    #[test]
    fn firmware_and_boot_order_change_and_the_rest_of_the_system_stays() {
        let alias = "ua-5f0c91d2".parse().unwrap();
        let wanted = Firmware {
            uefi: true,
            secure_boot: true,
            boot: BootOrder::Devices(vec![
                BootDevice::Adapter(alias),
                BootDevice::Drive("vda".to_owned()),
            ]),
        };
        let (text, read) = edited(&Part::Firmware(wanted.clone()));
        assert_eq!(read.firmware, wanted);
        assert!(text.contains("<smbios mode='host'/>"));
        assert!(!text.contains("dev='hd'"));
        let back = Firmware {
            boot: BootOrder::Kinds(vec![BootKind::Disc, BootKind::HardDisk]),
            ..Firmware::default()
        };
        let text = replace_part(&text, &Part::Firmware(back.clone())).unwrap();
        assert_eq!(DomainRead::parse(&text).unwrap().hardware.firmware, back);
        assert!(!text.contains("efi") && !text.contains("order="));
    }

    #[test]
    fn devices_of_a_person_come_and_go() {
        let ports = vec![
            SerialPort::Terminal,
            SerialPort::Socket("/run/a'b".to_owned()),
        ];
        let (text, read) = edited(&Part::Serial(ports.clone()));
        assert_eq!(read.serial, ports);
        assert!(
            text.contains("<log file='/var/log/a'/>"),
            "the first one is as it was"
        );
        let (_, read) = edited(&Part::Tpm(Some("2.0".to_owned())));
        assert_eq!(read.tpm.as_deref(), Some("2.0"));
        let video = Video {
            model: "virtio".to_owned(),
            resolution: Some((1024, 768)),
        };
        let graphics = Graphics {
            kind: "vnc".to_owned(),
            listen: Some("127.0.0.1".to_owned()),
        };
        let (_, read) = edited(&Part::Display {
            video: Some(video.clone()),
            graphics: Some(graphics.clone()),
        });
        assert_eq!((read.video, read.graphics), (Some(video), Some(graphics)));
    }
}
