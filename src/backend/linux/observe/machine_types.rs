//! The machine types that libvirt's capabilities name.

use crate::HostError;
use crate::model::MachineType;

use super::super::libvirt::Hypervisor;
use super::super::libvirt::domain_read::{child, parse_document};
use super::Look;
use super::vms::refused;

/// Those for guests of the host's own architecture, each once, by family and age.
pub(super) fn observe(look: &Look<'_>) -> Result<Vec<MachineType>, HostError> {
    let libvirt = &look.host.libvirt;
    let text = libvirt.capabilities().map_err(refused)?;
    let node = libvirt.node().map_err(refused)?;
    Ok(read(&text, &node.architecture))
}

fn read(capabilities: &str, architecture: &str) -> Vec<MachineType> {
    let Ok(document) = parse_document(capabilities, "capabilities") else {
        return Vec::new();
    };
    let guests = document.root_element().children();
    let guests = guests.filter(|node| node.has_tag_name("guest"));
    let arches = guests.filter_map(|guest| child(guest, "arch"));
    let own = arches.filter(|arch| arch.attribute("name") == Some(architecture));
    let machines = own.flat_map(|arch| arch.descendants());
    let machines = machines.filter(|node| node.has_tag_name("machine"));
    let mut found: Vec<MachineType> = Vec::new();
    // What a new machine is asked for by, `q35` or `virt`, is another name of one of them.
    let mut default = None;
    for machine in machines {
        let name = machine.text().unwrap_or_default().trim();
        if let Some(canonical) = machine.attribute("canonical") {
            if ["q35", "virt"].contains(&name) {
                default = Some(canonical.to_owned());
            }
            add(&mut found, canonical);
        } else {
            add(&mut found, name);
        }
    }
    for one in &mut found {
        one.is_default = default.as_ref() == Some(&one.name);
    }
    found.sort_by(|a, b| {
        let parts = |one: &MachineType| {
            let parts = MachineType::parts(&one.name);
            parts.map(|(family, version)| (family.to_owned(), version.to_owned()))
        };
        match (parts(a), parts(b)) {
            (Some((family, one)), Some((other, two))) => {
                family.cmp(&other).then(MachineType::compare(&one, &two))
            }
            _ => a.name.cmp(&b.name),
        }
    });
    found
}

fn add(found: &mut Vec<MachineType>, name: &str) {
    if MachineType::parts(name).is_some() && found.iter().all(|known| known.name != name) {
        found.push(MachineType {
            name: name.to_owned(),
            is_default: false,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capabilities_name_the_machines_of_each_architecture() {
        let text = "<capabilities><host/>\
            <guest><os_type>hvm</os_type><arch name='aarch64'><machine canonical='virt-10.0'>virt</machine></arch></guest>\
            <guest><os_type>hvm</os_type><arch name='x86_64'><wordsize>64</wordsize>\
            <machine maxCpus='255'>pc-i440fx-10.0</machine><machine canonical='pc-i440fx-10.0'>pc</machine>\
            <machine>pc-q35-10.0</machine><machine canonical='pc-q35-10.0'>q35</machine><machine>pc-q35-9.2</machine><machine>microvm</machine>\
            <domain type='kvm'><machine>pc-q35-9.2</machine></domain></arch></guest></capabilities>";
        let found = read(text, "x86_64");
        let names: Vec<&str> = found.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["pc-i440fx-10.0", "pc-q35-9.2", "pc-q35-10.0"]);
        let default: Vec<bool> = found.iter().map(|one| one.is_default).collect();
        assert_eq!(default, [false, false, true]);
        assert_eq!(read(text, "aarch64")[0].name, "virt-10.0");
        assert_eq!(read("<nonsense", "x86_64"), []);
    }
}
