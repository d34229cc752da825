//! Simulated hosts that belong together: the embedded fleet, or the fixture files of a folder.

/// The name of the embedded fleet.
pub const FLEET: &str = "fleet";

/// Its hosts: SR-IOV with an igb NIC; another NIC at other addresses; no SR-IOV; all VFs taken.
const EMBEDDED: [(&str, &str); 4] = [
    ("hv1", include_str!("fixtures/fleet/hv1.json")),
    ("hv2", include_str!("fixtures/fleet/hv2.json")),
    ("hv3", include_str!("fixtures/fleet/hv3.json")),
    ("hv4", include_str!("fixtures/fleet/hv4.json")),
];

/// The most hosts of a folder.
const MOST: usize = 4096;

/// The world of a host of the embedded fleet: `fleet/hv2`; `fleet` alone is the first.
pub(super) fn embedded(spec: &str) -> Option<&'static str> {
    let name = match spec.split_once('/') {
        None if spec == FLEET => EMBEDDED.first()?.0,
        Some((FLEET, name)) => name,
        _ => return None,
    };
    let mut hosts = EMBEDDED.iter();
    hosts
        .find(|(known, _)| *known == name)
        .map(|(_, text)| *text)
}

/// The hosts that belong together with the one that `spec` names: what they are called, and what names their fixture. Empty for one
/// that is alone.
#[must_use]
pub fn fleet(spec: &str) -> Vec<(String, String)> {
    if spec == FLEET
        || spec
            .split_once('/')
            .is_some_and(|(fleet, _)| fleet == FLEET)
    {
        return EMBEDDED
            .iter()
            .map(|(name, _)| ((*name).to_owned(), format!("{FLEET}/{name}")))
            .collect();
    }
    // A folder that happens to be called as an embedded host is not meant.
    let folder = (!super::fixture::is_embedded(spec)).then(|| std::fs::read_dir(spec));
    let Some(Ok(folder)) = folder else {
        return Vec::new();
    };
    let mut hosts: Vec<(String, String)> = folder
        .take(MOST)
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let is_fixture = path.extension().is_some_and(|end| end == "json");
            let name = path.file_stem()?.to_str()?.to_owned();
            is_fixture.then(|| (name, path.to_string_lossy().into_owned()))
        })
        .collect();
    hosts.sort();
    hosts
}

/// What names the fixture of the host that is meant where a fleet is named: its first.
pub(crate) fn first_of(spec: &str) -> String {
    // One host of the fleet is meant alone, and so is every file.
    if spec.starts_with("fleet/") {
        return spec.to_owned();
    }
    match fleet(spec).into_iter().next() {
        Some((_, first)) => first,
        None => spec.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::fixture;

    #[test]
    fn every_host_of_the_fleet_is_called_as_its_fixture_says_and_differs() {
        let hosts = fleet(FLEET);
        assert_eq!(hosts.len(), EMBEDDED.len());
        assert_eq!(fleet("fleet/hv2"), hosts);
        let mut seen = std::collections::BTreeSet::new();
        for (name, spec) in hosts {
            let world = fixture(&spec).unwrap();
            assert_eq!(world.state.host.name, name);
            for link in &world.state.links {
                assert!(seen.insert(link.mac), "{name} {}", link.name);
            }
            for vm in &world.state.vms {
                for adapter in &vm.adapters {
                    assert!(seen.insert(adapter.mac), "{name} {}", vm.name);
                }
            }
        }
        assert_eq!(first_of(FLEET), "fleet/hv1");
        assert_eq!(first_of("no-iommu"), "no-iommu");
        assert!(fleet("no-iommu").is_empty());
    }

    #[test]
    fn a_host_of_the_fleet_is_meant_alone() {
        assert_eq!(first_of("fleet/hv2"), "fleet/hv2");
        assert_eq!(first_of("/no/such/file.json"), "/no/such/file.json");
        for name in crate::sim::FIXTURES.iter().filter(|name| **name != FLEET) {
            assert!(
                fleet(name).is_empty(),
                "{name} is one host, whatever folders there are"
            );
        }
    }

    #[test]
    fn a_folder_of_fixtures_is_a_fleet() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.json", "a.json", "note.txt"] {
            std::fs::write(folder.path().join(name), EMBEDDED[0].1).unwrap();
        }
        let spec = folder.path().to_str().unwrap();
        let names: Vec<String> = fleet(spec).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["a", "b"]);
        assert_eq!(first_of(spec), format!("{spec}/a.json"));
    }
}
