//! A domain's XML as it is to be at the target: its interfaces on the bridges there, its metadata with the switches there, its copied disks
//! where they are copied to. Every other byte stays, because libvirt compares the two.

use roxmltree::{Document, Node};

use crate::HostError;
use crate::domain_xml::arrival::replaced;
use crate::domain_xml::{Interface, metadata};
use crate::linux::libvirt::domain_edit::replace_interface;
use crate::linux::libvirt::domain_read::parse_document;
use crate::model::{NicSpec, Sending, Vm};

use super::refused;

/// The XML for the target.
///
/// # Errors
/// The XML is no domain's.
pub(super) fn for_target(domain: &str, vm: &Vm, sending: &Sending) -> Result<String, HostError> {
    let mut text = domain.to_owned();
    for connection in &sending.connections {
        let Some(adapter) = vm.adapter(&connection.adapter) else {
            continue;
        };
        let bridge = connection.bridge().cloned();
        if bridge == adapter.bridge {
            continue;
        }
        let nic = NicSpec {
            link_up: adapter.link_up && bridge.is_some(),
            bridge,
            // The stream fits only a device that is what the running one is.
            queues: adapter.queues,
            naming_index: adapter.naming_index,
            mtu: adapter.mtu,
            ..adapter.spec()
        };
        let new = Interface::of(&nic);
        let edited = replace_interface(&text, connection.adapter.as_str(), &new);
        if let Some(edited) = edited.map_err(refused(&vm.name))? {
            text = edited;
        }
    }
    text = with_metadata(&text, vm, sending)?;
    with_disks(&text, vm, sending)
}

/// iovsh's own element, with the switches that the adapters are on at the target.
fn with_metadata(domain: &str, vm: &Vm, sending: &Sending) -> Result<String, HostError> {
    let Some(mut settings) = vm.settings.clone() else {
        return Ok(domain.to_owned());
    };
    for connection in &sending.connections {
        if let Some(mut own) = settings.adapter(&connection.adapter).cloned() {
            own.switch = connection.switch.as_ref().map(|(id, _)| *id);
            settings.put(&connection.adapter, own);
        }
    }
    let document = parse_document(domain, "a domain").map_err(refused(&vm.name))?;
    let own = |node: &Node<'_, '_>| {
        node.is_element() && node.tag_name().namespace() == Some(metadata::NAMESPACE)
    };
    let place = document.descendants().find(own).map(|node| node.range());
    Ok(match place {
        Some(place) => replaced(domain, &[(place, metadata::whole_element(&settings))]),
        None => domain.to_owned(),
    })
}

/// The disks that are copied, where they are copied to.
fn with_disks(domain: &str, vm: &Vm, sending: &Sending) -> Result<String, HostError> {
    let document = parse_document(domain, "a domain").map_err(refused(&vm.name))?;
    let mut edits = Vec::new();
    for disk in sending.disks.iter().filter(|d| d.destination != d.path) {
        if let Some(source) = source_of(&document, &disk.target) {
            let attribute = source
                .attributes()
                .find(|a| matches!(a.name(), "file" | "dev") && a.value() == disk.path);
            if let Some(attribute) = attribute {
                let value = crate::domain_xml::xml::escape(&disk.destination).into_owned();
                edits.push((attribute.range_value(), value));
            }
        }
    }
    edits.sort_by_key(|(place, _)| place.start);
    Ok(replaced(domain, &edits))
}

/// The `<source>` of the disk with this place.
fn source_of<'a, 'i>(document: &'a Document<'i>, target: &str) -> Option<Node<'a, 'i>> {
    let disks = document.descendants().filter(|n| n.has_tag_name("disk"));
    let mut disks = disks.filter(|disk| {
        let place = disk.children().find(|n| n.has_tag_name("target"));
        place.and_then(|n| n.attribute("dev")) == Some(target)
    });
    let disk = disks.next()?;
    disk.children().find(|n| n.has_tag_name("source"))
}

/// A child of the domain's element, as it stands.
pub(super) fn element(domain: &str, name: &str) -> Option<String> {
    let document = Document::parse(domain).ok()?;
    let mut children = document.root_element().children();
    let node = children.find(|node| node.has_tag_name(name))?;
    domain.get(node.range()).map(str::to_owned)
}

/// The file with the variables of its firmware, where its definition names one.
pub(super) fn variables(domain: &str) -> Option<String> {
    let document = Document::parse(domain).ok()?;
    let mut all = document.root_element().descendants();
    let node = all.find(|node| node.has_tag_name("nvram"))?;
    let path = node.text()?.trim();
    path.starts_with('/').then(|| path.to_owned())
}

/// The domain without anything but what says on which processors it runs: what the target is asked about.
pub(super) fn processor(domain: &str) -> Option<String> {
    let document = Document::parse(domain).ok()?;
    let root = document.root_element();
    let kind = root.attribute("type").unwrap_or("kvm");
    let cpu = element(domain, "cpu")?;
    let os = element(domain, "os")?;
    let emulator = root
        .descendants()
        .find(|node| node.has_tag_name("emulator"))
        .and_then(|node| node.text());
    let mut xml = crate::domain_xml::xml::Xml::new();
    xml.nest("domain", &[("type", Some(kind))], |xml| {
        xml.raw(&os);
        xml.raw(&cpu);
        if let Some(emulator) = emulator {
            xml.text("emulator", &[], emulator);
        }
    });
    Some(xml.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Connection, MigratingDisk, Uuid};

    const DOMAIN: &str = "<domain type='kvm' id='3'>\n  <name>web1</name>\n  <metadata>\n    <iovsh:vm xmlns:iovsh=\"urn:iovsh:vm:1\">{}</iovsh:vm>\n  </metadata>\n  <os><type arch='x86_64' machine='pc-q35-10.0'>hvm</type></os>\n  <cpu mode='custom'><model>EPYC</model></cpu>\n  <devices>\n    <emulator>/usr/bin/qemu-system-x86_64</emulator>\n    <disk type='file' device='disk'>\n      <source file='/a/x.qcow2' index='1'/>\n      <target dev='vda' bus='virtio'/>\n    </disk>\n    <interface type='bridge'>\n      <mac address='00:15:5d:00:00:01'/>\n      <source bridge='br-old'/>\n      <target dev='io1'/>\n      <model type='virtio'/>\n      <alias name='ua-1'/>\n      <address type='pci' domain='0x0000' bus='0x01' slot='0x00' function='0x0'/>\n    </interface>\n  </devices>\n</domain>\n";

    fn vm() -> Vm {
        serde_json::from_value(serde_json::json!({
            "name": "web1",
            "id": "00000000-0000-4000-8000-000000000001",
            "memory": 1, "vcpus": 1, "state": "Running",
            "settings": { "adapters": [["ua-1", { "iov_weight": 50 }]] },
            "adapters": [{
                "alias": "ua-1", "mac": "00:15:5d:00:00:01", "bridge": "br-old", "tap": "io1",
                "link_up": true, "teaming": true, "virtio": true, "vf": null, "ip_addresses": [], "settings": {}
            }]
        }))
        .unwrap()
    }

    fn sending() -> Sending {
        let switch = Uuid::of_text("there");
        Sending {
            id: Uuid::of_text("m"),
            vm: vm().id,
            name: "web1".to_owned(),
            to: "ssh://b".to_owned(),
            connections: vec![Connection {
                adapter: "ua-1".parse().unwrap(),
                switch: Some((switch, "br-new".parse().unwrap())),
                plain: None,
            }],
            disks: vec![MigratingDisk {
                path: "/a/x.qcow2".to_owned(),
                destination: "/b/it's.qcow2".to_owned(),
                target: "vda".to_owned(),
                size: None,
                allocated: None,
                reach: Default::default(),
                read_only: false,
                format: "qcow2".to_owned(),
                builds_on_another: false,
                copied: true,
            }],
            files: Vec::new(),
            performance: Default::default(),
            reached_at: None,
            certificate: None,
            daemon: String::new(),
        }
    }

    #[test]
    fn what_is_elsewhere_at_the_target_changes_and_nothing_else() {
        let text = for_target(DOMAIN, &vm(), &sending()).unwrap();
        assert!(
            text.contains("br-new") && !text.contains("br-old"),
            "{text}"
        );
        assert!(
            text.contains("file='/b/it&apos;s.qcow2' index='1'"),
            "{text}"
        );
        let there = Uuid::of_text("there").to_string();
        assert!(text.contains(&there), "{text}");
        assert!(text.contains("bus='0x01' slot='0x00'"), "{text}");
        assert!(text.starts_with("<domain type='kvm' id='3'>\n  <name>web1</name>"));
        let document = Document::parse(&text).unwrap();
        assert_eq!(
            document
                .root_element()
                .children()
                .filter(|n| n.is_element())
                .count(),
            5
        );
    }

    /// One that another tool connected, which means no switch.
    #[test]
    fn an_adapter_on_a_plain_bridge_stays_on_it() {
        let mut sending = sending();
        sending.connections[0].switch = None;
        sending.connections[0].plain = Some("br-old".parse().unwrap());
        let text = for_target(DOMAIN, &vm(), &sending).unwrap();
        assert!(text.contains("<source bridge='br-old'/>"), "{text}");
        assert!(!text.contains("<link state"), "{text}");
        sending.connections[0].plain = None;
        let text = for_target(DOMAIN, &vm(), &sending).unwrap();
        assert!(!text.contains("br-old"), "disconnected: {text}");
    }

    #[test]
    fn the_target_is_asked_about_the_processor_alone() {
        let asked = processor(DOMAIN).unwrap();
        for part in ["EPYC", "pc-q35-10.0", "qemu-system-x86_64", "type='kvm'"] {
            assert!(asked.contains(part), "{asked}");
        }
        assert!(!asked.contains("interface") && !asked.contains("web1"));
    }
}
