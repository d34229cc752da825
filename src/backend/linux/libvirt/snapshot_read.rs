//! Reading libvirt's text of a snapshot, and describing one anew.

use std::ops::Range;

use roxmltree::Node;

use super::domain_read::{DomainRead, parse_document};
use super::{LibvirtError, Result};
use crate::domain_xml::xml::Xml;
use crate::model::CheckpointContent;

/// A snapshot, as its text tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotRead {
    /// Free text.
    pub description: Option<String>,
    /// When it was made, in seconds since 1970.
    pub created: Option<u64>,
    /// The name of the one that it builds on.
    pub parent: Option<String>,
    /// What it holds.
    pub content: CheckpointContent,
    /// Disks or memory are in files of their own.
    pub external: bool,
    /// The file that holds the memory, where it is one of its own.
    pub memory_file: Option<String>,
    /// Its CPUs were stopped.
    pub paused: bool,
    /// The domain that it is put back to; none in a text that does not say.
    pub domain: Option<DomainRead>,
    /// libvirt's own text of what the domain was defined as.
    pub definition: Option<String>,
}

impl SnapshotRead {
    /// Reads a `<domainsnapshot>`.
    ///
    /// # Errors
    /// [`LibvirtError::Xml`] if it is not one.
    pub fn parse(xml: &str) -> Result<Self> {
        let document = parse_document(xml, "a snapshot")?;
        let root = document.root_element();
        if !root.has_tag_name("domainsnapshot") {
            return Err(LibvirtError::Xml {
                what: "a snapshot".to_owned(),
                reason: "it is not a <domainsnapshot>".to_owned(),
            });
        }
        let text = |tag: &str| child(root, tag).and_then(|node| node.text());
        let state = text("state").unwrap_or_default().trim();
        let content = match state {
            "running" | "paused" | "blocked" | "pmsuspended" => CheckpointContent::Memory,
            "disk-snapshot" => CheckpointContent::RunningDisks,
            _ => CheckpointContent::Disks,
        };
        let memory = child(root, "memory");
        let is_external = |node: &Node<'_, '_>| node.attribute("snapshot") == Some("external");
        let disks = child(root, "disks");
        let mut disks = disks.into_iter().flat_map(|node| node.children());
        let external = memory.as_ref().is_some_and(is_external) || disks.any(|d| is_external(&d));
        let cut = |tag: &str| child(root, tag).and_then(|node| xml.get(node.range()));
        // Without memory it is put back to the definition, not to what ran.
        let defined = cut("inactiveDomain").filter(|_| content != CheckpointContent::Memory);
        let domain = match defined {
            Some(defined) => Some(DomainRead::parse(&renamed(defined))?),
            None => cut("domain").map(DomainRead::parse).transpose()?,
        };
        let definition = match cut("inactiveDomain") {
            Some(defined) => Some(renamed(defined)),
            None => cut("domain").map(str::to_owned),
        };
        Ok(Self {
            definition,
            description: text("description").map(str::to_owned),
            created: text("creationTime").and_then(|t| t.trim().parse().ok()),
            parent: child(root, "parent")
                .and_then(|node| child(node, "name"))
                .and_then(|node| node.text())
                .map(str::to_owned),
            content,
            external,
            memory_file: memory
                .filter(is_external)
                .and_then(|node| node.attribute("file"))
                .map(str::to_owned),
            paused: state == "paused",
            domain,
        })
    }
}

fn child<'a, 'i>(node: Node<'a, 'i>, tag: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|node| node.has_tag_name(tag))
}

/// An `<inactiveDomain>` as the `<domain>` that it is.
fn renamed(text: &str) -> String {
    let inner = text.strip_prefix("<inactiveDomain").unwrap_or(text);
    let inner = inner.strip_suffix("</inactiveDomain>").unwrap_or(inner);
    format!("<domain{inner}</domain>")
}

/// The text of a snapshot with another description.
///
/// # Errors
/// [`LibvirtError::Xml`] if it is no snapshot's.
pub fn with_description(xml: &str, description: &str) -> Result<String> {
    let document = parse_document(xml, "a snapshot")?;
    let root = document.root_element();
    let mut element = Xml::new();
    element.text("description", &[], description);
    let element = element.finish();
    let element = element.trim_end();
    let place = child(root, "description").map(|node| node.range());
    let behind = || child(root, "name").map(|node| node.range().end..node.range().end);
    let place = place.or_else(behind).ok_or_else(|| LibvirtError::Xml {
        what: "a snapshot".to_owned(),
        reason: "it has no name".to_owned(),
    })?;
    Ok(without(xml, &[place], element))
}

/// The text of a snapshot without the VFs that the running domain had; none if it had none. Whoever is put back to it gets another.
///
/// # Errors
/// [`LibvirtError::Xml`] if it is no snapshot's.
pub fn without_vfs(xml: &str) -> Result<Option<String>> {
    let document = parse_document(xml, "a snapshot")?;
    let is_vf = |node: &Node<'_, '_>| {
        let paired = child(*node, "teaming").and_then(|teaming| teaming.attribute("type"));
        matches!(node.tag_name().name(), "hostdev" | "interface") && paired == Some("transient")
    };
    let gone: Vec<Range<usize>> = document
        .root_element()
        .descendants()
        .filter(is_vf)
        .map(|node| node.range())
        .collect();
    Ok((!gone.is_empty()).then(|| without(xml, &gone, "")))
}

/// The text with something else in place of each of these parts, which are in their order.
fn without(text: &str, parts: &[Range<usize>], instead: &str) -> String {
    let mut out = String::with_capacity(text.len() + instead.len());
    let mut from = 0;
    for part in parts {
        out.push_str(text.get(from..part.start).unwrap_or_default());
        out.push_str(instead);
        from = part.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIVE: &str = "<domainsnapshot>
  <name>6c1f1f0a-6e3f-4a0b-9d5e-000000000001</name>
  <description>before &lt;the&gt; update: 1/2</description>
  <state>disk-snapshot</state>
  <parent><name>first</name></parent>
  <creationTime>1764400000</creationTime>
  <memory snapshot='no'/>
  <disks><disk name='vda' snapshot='external' type='file'><source file='/srv/a.1'/></disk></disks>
  <domain type='kvm'><name>web1</name><devices>
    <interface type='bridge'><mac address='52:54:00:11:11:11'/><teaming type='persistent'/><alias name='ua-nic1'/></interface>
    <hostdev mode='subsystem' type='pci' managed='no'><source><address domain='0x0000' bus='0x01' slot='0x10' function='0x0'/></source><teaming type='transient' persistent='ua-nic1'/></hostdev>
  </devices></domain>
  <inactiveDomain type='kvm'><name>web1</name><memory unit='MiB'>64</memory><devices/></inactiveDomain>
</domainsnapshot>";

    #[test]
    fn a_snapshot_of_disks_leads_to_the_definition() {
        let read = SnapshotRead::parse(LIVE).unwrap();
        assert_eq!(read.content, CheckpointContent::RunningDisks);
        assert!(read.external && !read.paused);
        assert_eq!(read.created, Some(1_764_400_000));
        assert_eq!(read.parent.as_deref(), Some("first"));
        assert_eq!(
            read.description.as_deref(),
            Some("before <the> update: 1/2")
        );
        let domain = read.domain.unwrap();
        assert_eq!((domain.memory_kib, domain.interfaces.len()), (65_536, 0));
    }

    #[test]
    fn a_snapshot_with_memory_leads_to_what_ran() {
        let text = LIVE
            .replace("disk-snapshot", "paused")
            .replace("snapshot='no'", "snapshot='external' file='/m'");
        let read = SnapshotRead::parse(&text).unwrap();
        assert_eq!(read.content, CheckpointContent::Memory);
        assert_eq!(read.memory_file.as_deref(), Some("/m"));
        assert!(read.paused);
        assert_eq!(read.domain.unwrap().host_devices.len(), 1);
    }

    #[test]
    fn a_name_is_changed_and_nothing_else() {
        let text = with_description(LIVE, "it's <new> & \"better\"").unwrap();
        let read = SnapshotRead::parse(&text).unwrap();
        assert_eq!(read.description.as_deref(), Some("it's <new> & \"better\""));
        let back = with_description(&text, "before <the> update: 1/2").unwrap();
        assert_eq!(
            SnapshotRead::parse(&back).unwrap(),
            SnapshotRead::parse(LIVE).unwrap()
        );
        let bare = LIVE.replace(
            "<description>before &lt;the&gt; update: 1/2</description>",
            "",
        );
        let text = with_description(&bare, "a").unwrap();
        assert_eq!(
            SnapshotRead::parse(&text).unwrap().description.as_deref(),
            Some("a")
        );
    }

    #[test]
    fn vfs_go_and_adapters_stay() {
        let text = without_vfs(LIVE).unwrap().unwrap();
        assert!(
            !text.contains("hostdev") && text.contains("ua-nic1"),
            "{text}"
        );
        assert_eq!(without_vfs(&text).unwrap(), None);
    }

    #[test]
    fn what_is_no_snapshot_is_said_so() {
        for xml in ["", "<domain/>", "<domainsnapshot>", "text"] {
            assert!(SnapshotRead::parse(xml).is_err(), "{xml}");
        }
        assert!(with_description("<domainsnapshot/>", "a").is_err());
    }
}
