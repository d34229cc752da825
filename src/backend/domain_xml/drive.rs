//! Drives and their controllers as libvirt's elements.

use super::xml::Xml;
use crate::model::Drive;

/// What libvirt calls the source of a disk: a file, or a block device of the host.
fn source_of(path: &str) -> (&'static str, &'static str) {
    if path.starts_with("/dev/") {
        ("block", "dev")
    } else {
        ("file", "file")
    }
}

/// The `<disk>` element of a drive.
#[must_use]
pub fn drive(drive: &Drive) -> String {
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
            xml.nest("iotune", &[], |xml| {
                xml.text("total_iops_sec", &[], &limit.to_string());
            });
        }
        if drive.read_only || drive.optical {
            xml.empty("readonly", &[]);
        }
        if drive.shared {
            xml.empty("shareable", &[]);
        }
        if let Some(at) = drive.address {
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
    });
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
