//! Product names from the PCI id list that `lspci` uses, where it is installed.

use std::collections::HashMap;

use super::sysfs::Sysfs;

const LISTS: [&str; 3] = [
    "/usr/share/hwdata/pci.ids",
    "/usr/share/misc/pci.ids",
    "/usr/share/pci.ids",
];

/// The names of these (vendor, device) pairs, as far as they are listed.
pub(super) fn names(sysfs: &Sysfs, wanted: &[(u16, u16)]) -> HashMap<(u16, u16), String> {
    let mut found = HashMap::new();
    if wanted.is_empty() {
        return found;
    }
    let Some(list) = LISTS.iter().find_map(|path| sysfs.text(path)) else {
        return found;
    };
    let mut vendor: Option<(u16, &str)> = None;
    for line in list.lines() {
        let Some(rest) = line.strip_prefix('\t') else {
            // Classes come after the vendors and begin with a letter and a blank: no vendor's number.
            vendor =
                number_and_name(line).filter(|(number, _)| wanted.iter().any(|(v, _)| v == number));
            continue;
        };
        let Some((number, name)) = vendor else {
            continue;
        };
        if rest.starts_with('\t') {
            continue;
        }
        let Some((device, product)) = number_and_name(rest) else {
            continue;
        };
        if wanted.contains(&(number, device)) {
            found.insert((number, device), format!("{name} {product}"));
        }
    }
    found
}

fn number_and_name(line: &str) -> Option<(u16, &str)> {
    let (digits, name) = line.split_at_checked(4)?;
    let number = u16::from_str_radix(digits, 16).ok()?;
    Some((number, name.strip_prefix("  ")?.trim()))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Tree;
    use super::*;

    #[test]
    fn products_are_found_and_subsystems_are_not() {
        let tree = Tree::empty();
        tree.file(
            "/usr/share/misc/pci.ids",
            "# list\n8085  Other\n\t10c9  Wrong\n8086  Intel Corporation\n\t10c9  82576 Gigabit Network Connection\n\t\t8086 10ca  Sub\n\t10ca  82576 Virtual Function\nC 02  Network controller\n\t00  Ethernet controller\n",
        );
        let names = names(&tree.sysfs(), &[(0x8086, 0x10c9), (0x8086, 1)]);
        assert_eq!(names.len(), 1);
        assert_eq!(
            names[&(0x8086, 0x10c9)],
            "Intel Corporation 82576 Gigabit Network Connection"
        );
    }
}
