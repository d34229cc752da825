//! Changing one interface in a domain's XML and leaving every other byte as it is.

use roxmltree::{Document, Node};

use super::domain_read::parse_document;
use super::{LibvirtError, Result};
use crate::domain_xml::Interface;
use crate::domain_xml::xml::Xml;

/// Elements of an interface that [`Interface`] writes; all others are kept.
const WRITTEN: [&str; 11] = [
    "mac", "source", "vlan", "target", "model", "driver", "teaming", "link", "mtu", "alias", "acpi",
];

/// The interface with this alias (or, without one, at the place that gives it this alias) as it stands in the XML.
///
/// # Errors
/// [`LibvirtError::Xml`] if the XML is no domain's.
pub fn interface_xml(domain: &str, alias: &str) -> Result<Option<String>> {
    let document = parse_document(domain, "a domain")?;
    Ok(find(&document, alias).and_then(|node| domain.get(node.range()).map(str::to_owned)))
}

/// The domain's XML with that interface replaced. What the new one does not say (its PCI address in the guest, bandwidth,
/// boot order ...) stays. None if there is no such interface.
///
/// # Errors
/// [`LibvirtError::Xml`] if the XML is no domain's.
pub fn replace_interface(domain: &str, alias: &str, new: &Interface) -> Result<Option<String>> {
    let document = parse_document(domain, "a domain")?;
    let Some(node) = find(&document, alias) else {
        return Ok(None);
    };
    let is_written = |child: &Node<'_, '_>| WRITTEN.contains(&child.tag_name().name());
    let kept: Vec<&str> = node
        .children()
        .filter(Node::is_element)
        .filter(|child| !is_written(child))
        .filter_map(|child| domain.get(child.range()))
        .collect();
    let mut xml = Xml::new();
    let mut new = new.clone();
    // One emulated NIC is as good as another, and the guest has the driver of the one that it has.
    let is_emulated = |model: &str| !model.starts_with("virtio");
    let model = node
        .children()
        .find(|child| child.has_tag_name("model"))
        .and_then(|child| child.attribute("type"));
    if new.model.as_deref().is_some_and(is_emulated) {
        let own = model.filter(|model| is_emulated(model));
        new.model = own.map(str::to_owned).or(new.model);
    }
    new.write_with(&mut xml, &kept);
    let range = node.range();
    let (Some(before), Some(after)) = (domain.get(..range.start), domain.get(range.end..)) else {
        return Ok(None);
    };
    Ok(Some(format!("{before}{}{after}", xml.finish().trim_end())))
}

/// The XML of an interface of a running domain with its link up or down, for changing it in place: everything else must stay
/// word for word, or libvirt takes it for another change.
///
/// # Errors
/// [`LibvirtError::Xml`] if the XML is no domain's.
pub fn with_link_state(domain: &str, alias: &str, up: bool) -> Result<Option<String>> {
    let document = parse_document(domain, "a domain")?;
    let Some(node) = find(&document, alias) else {
        return Ok(None);
    };
    let state = if up { "up" } else { "down" };
    let element = format!("<link state='{state}'/>");
    let place = match node.children().find(|child| child.has_tag_name("link")) {
        Some(link) => link.range(),
        None => {
            // Right after the MAC address, which every interface of a running domain has.
            let Some(mac) = node.children().find(|child| child.has_tag_name("mac")) else {
                return Ok(None);
            };
            mac.range().end..mac.range().end
        }
    };
    let whole = node.range();
    let (Some(before), Some(after)) = (
        domain.get(whole.start..place.start),
        domain.get(place.end..whole.end),
    ) else {
        return Ok(None);
    };
    Ok(Some(format!("{before}{element}{after}")))
}

/// The domain's XML with that interface under another alias, as the paravirtual half of a failover pair or as none. Everything else
/// stays word for word. None if there is no such interface.
///
/// # Errors
/// [`LibvirtError::Xml`] if the XML is no domain's.
pub fn paired(domain: &str, alias: &str, new_alias: &str, teaming: bool) -> Result<Option<String>> {
    let document = parse_document(domain, "a domain")?;
    let Some(node) = find(&document, alias) else {
        return Ok(None);
    };
    let mut cuts: Vec<_> = node
        .children()
        .filter(|child| child.has_tag_name("alias") || child.has_tag_name("teaming"))
        .map(|child| child.range())
        .collect();
    let mut xml = Xml::new();
    if teaming {
        xml.empty("teaming", &[("type", Some("persistent"))]);
    }
    xml.empty("alias", &[("name", Some(new_alias))]);
    let new = xml.finish();
    // Behind the last element: libvirt takes them in any order, and puts them into its own.
    let Some(end) = node.children().rfind(Node::is_element) else {
        return Ok(None);
    };
    let end = end.range().end;
    cuts.push(end..end);
    let mut text = String::with_capacity(domain.len().saturating_add(new.len()));
    let mut from = 0;
    for cut in cuts {
        text.push_str(domain.get(from..cut.start).unwrap_or_default());
        if cut.is_empty() {
            text.push_str(new.trim_end());
        }
        from = cut.end;
    }
    text.push_str(domain.get(from..).unwrap_or_default());
    Ok(Some(text))
}

/// The alias of the SCSI controller with this number.
///
/// # Errors
/// [`LibvirtError::Xml`] if the XML is no domain's.
pub fn scsi_controller_alias(domain: &str, number: u32) -> Result<Option<String>> {
    let read = super::domain_read::DomainRead::parse(domain)?;
    let mut all = read.controllers.into_iter();
    let found = all.find(|controller| controller.index == number);
    Ok(found.and_then(|controller| controller.alias))
}

/// The element of a disc drive with this disc in it, or none, for changing it in place.
///
/// # Errors
/// [`LibvirtError::Xml`] if the XML is no domain's.
pub fn with_media(domain: &str, target: &str, path: Option<&str>) -> Result<Option<String>> {
    let document = parse_document(domain, "a domain")?;
    let found = find_disk(&document, target);
    Ok(found.map(|node| with_source(domain, node, path, None)))
}

/// The domain's XML with another image for a disk.
///
/// # Errors
/// [`LibvirtError::Xml`] if the XML is no domain's.
pub fn with_image(
    domain: &str,
    target: &str,
    path: &str,
    format: Option<&str>,
) -> Result<Option<String>> {
    let document = parse_document(domain, "a domain")?;
    let Some(node) = find_disk(&document, target) else {
        return Ok(None);
    };
    let element = with_source(domain, node, Some(path), format);
    let range = node.range();
    let (Some(before), Some(after)) = (domain.get(..range.start), domain.get(range.end..)) else {
        return Ok(None);
    };
    Ok(Some(format!("{before}{}{after}", element.trim_end())))
}

/// A disk's element with another source; what libvirt found out about the old one goes with it, all else is kept.
fn with_source(
    domain: &str,
    node: Node<'_, '_>,
    path: Option<&str>,
    format: Option<&str>,
) -> String {
    let is_device = path.is_some_and(|path| path.starts_with("/dev/"));
    let (kind, attribute) = if is_device {
        ("block", "dev")
    } else {
        ("file", "file")
    };
    let mut xml = Xml::new();
    let others = node.attributes().filter(|a| a.name() != "type");
    let mut attributes = vec![("type", Some(kind))];
    attributes.extend(others.map(|a| (a.name(), Some(a.value()))));
    xml.nest("disk", &attributes, |xml| {
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "source" | "backingStore" | "mirror" => {}
                "driver" if format.is_some() => {
                    let others = child.attributes().filter(|a| a.name() != "type");
                    let mut attributes: Vec<_> =
                        others.map(|a| (a.name(), Some(a.value()))).collect();
                    attributes.push(("type", format));
                    xml.empty("driver", &attributes);
                }
                _ => {
                    xml.raw(domain.get(child.range()).unwrap_or_default());
                }
            }
        }
        if let Some(path) = path {
            xml.empty("source", &[(attribute, Some(path))]);
        }
    });
    xml.finish()
}

fn find_disk<'a, 'i>(document: &'a Document<'i>, target: &str) -> Option<Node<'a, 'i>> {
    document
        .root_element()
        .children()
        .filter(|node| node.has_tag_name("devices"))
        .flat_map(|devices| devices.children())
        .filter(|node| node.has_tag_name("disk"))
        .find(|node| {
            let mut children = node.children();
            let own = children.find(|child| child.has_tag_name("target"));
            own.and_then(|own| own.attribute("dev")) == Some(target)
        })
}

/// Interfaces that are no VFs are counted for those that have no alias yet.
fn find<'a, 'i>(document: &'a Document<'i>, alias: &str) -> Option<Node<'a, 'i>> {
    document
        .root_element()
        .children()
        .filter(|node| node.has_tag_name("devices"))
        .flat_map(|devices| devices.children())
        .filter(|node| node.has_tag_name("interface"))
        .filter(|node| node.attribute("type") != Some("hostdev"))
        .enumerate()
        .find(|(position, node)| {
            let own = node
                .children()
                .find(|child| child.has_tag_name("alias"))
                .and_then(|child| child.attribute("name"));
            match own {
                Some(own) => own == alias,
                None => alias == format!("net{position}"),
            }
        })
        .map(|(_, node)| node)
}

/// An interface that the XML does not have.
pub(crate) fn missing(alias: &str) -> LibvirtError {
    LibvirtError::Refused(super::RemoteError {
        call: "look for a device".to_owned(),
        code: super::error::code::DEVICE_MISSING,
        domain: 0,
        message: format!("device not found: no device found with alias {alias}"),
        errno: None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::domain_read::DomainRead;
    use super::*;
    use crate::domain_xml::{InterfaceSource, Teaming};

    const DOMAIN: &str = "<domain type='kvm'>\n  <name>web1</name>\n  <devices>\n    <interface type='bridge'>\n      <mac address='52:54:00:00:00:01'/>\n      <source bridge='br0'/>\n      <bandwidth><inbound average='100'/></bandwidth>\n      <address type='pci' domain='0x0000' bus='0x01' slot='0x00' function='0x0'/>\n    </interface>\n    <interface type='hostdev'><mac address='52:54:00:00:00:09'/></interface>\n    <interface type='network'>\n      <mac address='52:54:00:00:00:02'/>\n      <source network='default'/>\n      <link state='down'/>\n      <alias name='ua-b'/>\n    </interface>\n    <!-- kept -->\n  </devices>\n</domain>\n";

    #[test]
    fn a_pair_is_made_and_unmade_in_place() {
        let text = paired(DOMAIN, "net0", "ua-12345678", true)
            .unwrap()
            .unwrap();
        let (old, new) = (
            DomainRead::parse(DOMAIN).unwrap(),
            DomainRead::parse(&text).unwrap(),
        );
        let interface = &new.interfaces[0];
        assert_eq!(interface.alias.as_deref(), Some("ua-12345678"));
        assert_eq!(interface.teaming, Some(Teaming::Persistent));
        assert_eq!(interface.mac, old.interfaces[0].mac);
        assert_eq!(interface.source, old.interfaces[0].source);
        let others = |read: &DomainRead| read.interfaces[1..].to_vec();
        assert_eq!(others(&new), others(&old));
        let back = paired(&text, "ua-12345678", "net0", false)
            .unwrap()
            .unwrap();
        let back = DomainRead::parse(&back).unwrap();
        assert_eq!(back.interfaces[0].teaming, None);
        assert_eq!(paired(DOMAIN, "ua-none", "ua-1", true).unwrap(), None);
    }

    #[test]
    fn one_interface_changes_and_the_rest_stays() {
        let mut new = Interface::virtio("52:54:00:00:00:07", InterfaceSource::Nothing);
        new.alias = Some("ua-a".into());
        let text = replace_interface(DOMAIN, "net0", &new).unwrap().unwrap();
        let read = DomainRead::parse(&text).unwrap();
        assert_eq!(read.interfaces[0].mac, "52:54:00:00:00:07");
        assert_eq!(read.interfaces[0].source, InterfaceSource::Nothing);
        assert!(text.contains("<inbound average='100'/>"));
        assert!(text.contains("<address type='pci' domain='0x0000' bus='0x01'"));
        assert!(text.contains("<!-- kept -->"));
        assert!(!text.contains("br0"));
        let (_, tail) = DOMAIN.split_once("<interface type='hostdev'>").unwrap();
        assert!(text.ends_with(tail));
        assert_eq!(replace_interface(DOMAIN, "ua-x", &new).unwrap(), None);
    }

    #[test]
    fn the_second_plain_interface_is_found_by_its_alias_only() {
        assert!(
            interface_xml(DOMAIN, "ua-b")
                .unwrap()
                .unwrap()
                .contains("default")
        );
        assert_eq!(interface_xml(DOMAIN, "net1").unwrap(), None);
    }

    #[test]
    fn another_image_or_disc_leaves_the_rest_of_a_drive() {
        let text = "<domain><name>a</name><devices><disk type='file' device='cdrom'><driver name='qemu' type='raw' cache='none'/><source file='/a.iso' index='2'/><backingStore/><target dev='sda' bus='sata'/><readonly/><alias name='sata0-0-0'/></disk></devices></domain>";
        let disk = |element: &str| {
            let text = format!("<domain><name>a</name><devices>{element}</devices></domain>");
            DomainRead::parse(&text).unwrap().disks.remove(0)
        };
        let other = disk(
            &with_media(text, "sda", Some("/b & c.iso"))
                .unwrap()
                .unwrap(),
        );
        assert_eq!(other.source.as_deref(), Some("/b & c.iso"));
        assert_eq!(other.alias.as_deref(), Some("sata0-0-0"));
        let empty = with_media(text, "sda", None).unwrap().unwrap();
        assert!(!empty.contains("a.iso") && !empty.contains("backingStore"));
        assert_eq!(with_media(text, "sdb", None).unwrap(), None);
        let moved = with_image(text, "sda", "/dev/sdz", Some("qcow2"))
            .unwrap()
            .unwrap();
        let read = DomainRead::parse(&moved).unwrap().disks.remove(0);
        assert_eq!(
            (read.source.as_deref(), read.format.as_deref()),
            (Some("/dev/sdz"), Some("qcow2"))
        );
        assert!(moved.contains("cache='none'") && moved.contains("type='block'"));
    }

    #[test]
    fn a_link_state_is_all_that_changes() {
        let up = with_link_state(DOMAIN, "ua-b", true).unwrap().unwrap();
        let before = interface_xml(DOMAIN, "ua-b").unwrap().unwrap();
        assert_eq!(up, before.replace("state='down'", "state='up'"));
        let down = with_link_state(DOMAIN, "net0", false).unwrap().unwrap();
        assert!(down.contains("<mac address='52:54:00:00:00:01'/><link state='down'/>"));
    }
}
