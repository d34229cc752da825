//! libvirt's document of a domain's snapshot.

use super::xml::Xml;
use crate::plan::{NewSnapshot, SnapshotContent};

/// Where libvirt keeps the memory of saved domains, which are files of the same kind.
pub const SAVED_MEMORY: &str = "/var/lib/libvirt/qemu/save";
/// Where a disk goes on that is no file and has no folder.
const IMAGES: &str = "/var/lib/libvirt/images";

/// A disk of the domain that goes on in a file of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitDisk {
    /// libvirt's name of it, `vda`.
    pub target: String,
    /// It is a file, beside which another one can stand.
    pub is_file: bool,
}

/// Where the memory of a snapshot comes to be; `None` where it has none, or has it in its images.
#[must_use]
pub fn memory_file(snapshot: &NewSnapshot) -> Option<String> {
    match (snapshot.content, snapshot.external) {
        (SnapshotContent::Memory, true) => {
            let folder = snapshot.folder.as_deref().unwrap_or(SAVED_MEMORY);
            let folder = folder.trim_end_matches('/');
            Some(format!("{folder}/{}.memory", snapshot.label))
        }
        (SnapshotContent::Memory, false) | (SnapshotContent::Disks, _) => None,
    }
}

/// The document that a snapshot is made from. `disks` are the writable ones of the domain; those for which nothing has to be said are as
/// libvirt thinks best: a file goes on in one beside it, and what cannot be written needs none.
pub fn snapshot_document(snapshot: &NewSnapshot, disks: &[SplitDisk]) -> String {
    let label = snapshot.label.to_string();
    let memory = memory_file(snapshot);
    let placed = disks
        .iter()
        .filter(|disk| snapshot.external && (snapshot.folder.is_some() || !disk.is_file));
    let placed: Vec<&SplitDisk> = placed.collect();
    let mut xml = Xml::new();
    xml.nest("domainsnapshot", &[], |xml| {
        xml.text("name", &[], &label);
        xml.text("description", &[], &snapshot.name);
        if let Some(file) = &memory {
            xml.empty(
                "memory",
                &[("snapshot", Some("external")), ("file", Some(file))],
            );
        }
        if placed.is_empty() {
            return;
        }
        xml.nest("disks", &[], |xml| {
            let folder = snapshot.folder.as_deref().unwrap_or(IMAGES);
            for disk in placed {
                let file = format!(
                    "{}/{label}.{}.qcow2",
                    folder.trim_end_matches('/'),
                    disk.target
                );
                let attributes = [
                    ("name", Some(disk.target.as_str())),
                    ("snapshot", Some("external")),
                    ("type", Some("file")),
                ];
                xml.nest("disk", &attributes, |xml| {
                    xml.empty("driver", &[("type", Some("qcow2"))]);
                    xml.empty("source", &[("file", Some(&file))]);
                });
            }
        });
    });
    xml.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Uuid;

    fn wished(content: SnapshotContent, folder: Option<&str>) -> NewSnapshot {
        NewSnapshot {
            label: Uuid::of_text("one"),
            name: "web1 - (1/2/2026 - 3:04:05 <PM>)".to_owned(),
            content,
            external: true,
            folder: folder.map(str::to_owned),
        }
    }

    fn disks() -> Vec<SplitDisk> {
        [("vda", true), ("vdb", false)]
            .map(|(target, is_file)| SplitDisk {
                target: target.to_owned(),
                is_file,
            })
            .to_vec()
    }

    #[test]
    fn any_name_is_a_description_and_an_id_is_the_name() {
        let text = snapshot_document(&wished(SnapshotContent::Memory, None), &[]);
        let document = roxmltree::Document::parse(&text).unwrap();
        let text_of = |tag: &str| {
            let mut all = document.descendants();
            let found = all.find(|n| n.has_tag_name(tag)).unwrap();
            found.text().unwrap().to_owned()
        };
        assert_eq!(text_of("name"), Uuid::of_text("one").to_string());
        assert_eq!(text_of("description"), "web1 - (1/2/2026 - 3:04:05 <PM>)");
        assert!(text.contains("/var/lib/libvirt/qemu/save/"), "{text}");
        assert!(!text.contains("<disk"), "{text}");
    }

    #[test]
    fn a_folder_is_for_all_disks_and_a_device_goes_on_in_a_file() {
        let text = snapshot_document(&wished(SnapshotContent::Disks, Some("/srv/cp/")), &disks());
        assert_eq!(text.matches("file='/srv/cp/").count(), 2, "{text}");
        assert!(!text.contains("<memory"), "{text}");
        let text = snapshot_document(&wished(SnapshotContent::Disks, None), &disks());
        assert!(!text.contains("'vda'"), "{text}");
        assert!(text.contains("file='/var/lib/libvirt/images/"), "{text}");
        let inside = NewSnapshot {
            external: false,
            ..wished(SnapshotContent::Memory, Some("/srv"))
        };
        let text = snapshot_document(&inside, &disks());
        assert!(!text.contains("/srv"), "{text}");
    }
}
