//! The machines that a simulated host can start from: embedded ones by name, others from a file of the same layout.

use std::fs;
use std::io::Read as _;

use serde::Deserialize;

use super::world::{SimGuest, World};
use crate::model::{
    Adapter, AdapterAlias, AdapterSettings, BootKind, Drive, Hardware, MacAddress, NicSpec, Uuid,
    Vm, VmFacts, VmSettings, VmState,
};
use crate::state::LARGEST;
use crate::{Category, CauseSource, HostError};

/// Names of the embedded fixtures.
pub const NAMES: &[&str] = &[
    "default",
    "no-iommu",
    "no-sriov",
    "large",
    super::fleet::FLEET,
];

fn embedded(name: &str) -> Option<&'static str> {
    Some(match name {
        "default" => include_str!("fixtures/default.json"),
        "no-iommu" => include_str!("fixtures/no-iommu.json"),
        "no-sriov" => include_str!("fixtures/no-sriov.json"),
        "large" => include_str!("fixtures/large.json"),
        _ => return super::fleet::embedded(name),
    })
}

pub(super) fn is_embedded(name: &str) -> bool {
    embedded(name).is_some()
}

/// What a fixture file holds beyond a world: VMs by the dozen.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Extras {
    vm_templates: Vec<VmTemplate>,
}

/// VMs that differ by number only.
#[derive(Debug, Deserialize)]
struct VmTemplate {
    /// Name; `*` becomes the number, from 1, in three digits.
    name: String,
    /// How many.
    #[serde(default = "one")]
    count: u16,
    /// Memory in bytes.
    memory: u64,
    /// Virtual CPUs.
    vcpus: u32,
    /// Adapters each.
    #[serde(default = "one")]
    adapters: u16,
    /// The guest has a VF driver.
    #[serde(default = "yes")]
    vf_driver: bool,
    /// An agent runs in the guest.
    #[serde(default)]
    agent: bool,
    /// First four bytes of ids and MAC addresses, so that templates do not collide.
    seed: u16,
}

fn one() -> u16 {
    1
}

fn yes() -> bool {
    true
}

/// The world of an embedded fixture, or of a file.
///
/// # Errors
/// `Sim.NoSuchFixture` when there is neither, `Sim.BadFixture` when it cannot be understood.
pub fn fixture(spec: &str) -> Result<World, HostError> {
    let text = match embedded(spec) {
        Some(text) => text.to_owned(),
        None => read_bounded(spec).map_err(|error| missing(spec, &error))?,
    };
    parse(&text).map_err(|error| {
        HostError::new(
            "Sim.BadFixture",
            Category::InvalidData,
            format!("The simulated host '{spec}' cannot be understood: {error}."),
        )
        .target(spec)
        .next_step("Compare the file with a state file that iovsh has written.")
    })
}

fn missing(spec: &str, error: &std::io::Error) -> HostError {
    HostError::new(
        "Sim.NoSuchFixture",
        Category::ObjectNotFound,
        format!("There is no simulated host '{spec}': it is neither an embedded one nor a readable file."),
    )
    .target(spec)
    .because_io(CauseSource::File, error)
    .next_step(format!("Choose one of {}, or give the path of a JSON file.", NAMES.join(", ")))
}

/// Whether there is an embedded fixture of this name, or a file or folder.
///
/// # Errors
/// `Sim.NoSuchFixture`.
pub fn check(spec: &str) -> Result<(), HostError> {
    if spec.is_empty() || is_embedded(spec) {
        return Ok(());
    }
    let found = fs::metadata(spec);
    found.map(drop).map_err(|error| missing(spec, &error))
}

/// The text of a fixture file. A pipe or a device such as `/dev/zero` has no end, and is refused.
fn read_bounded(path: &str) -> std::io::Result<String> {
    let about = fs::metadata(path)?;
    if !about.is_file() {
        return Err(std::io::Error::other("it is no regular file"));
    }
    if about.len() > LARGEST {
        return Err(std::io::ErrorKind::FileTooLarge.into());
    }
    let mut text = String::new();
    fs::File::open(path)?
        .take(LARGEST)
        .read_to_string(&mut text)?;
    Ok(text)
}

fn parse(text: &str) -> Result<World, serde_json::Error> {
    let mut world: World = serde_json::from_str(text)?;
    let extras: Extras = serde_json::from_str(text)?;
    world.version = 1;
    for template in &extras.vm_templates {
        for number in 1..=template.count {
            let (vm, guest) = template.vm(number);
            world.guests.insert(vm.id, guest);
            world.state.vms.push(vm);
        }
    }
    world.state.vms.sort_by(Vm::by_name);
    world.settle_hardware();
    world.storage.furnish(&world.state.vms, &world.shared);
    Ok(world)
}

impl VmTemplate {
    fn vm(&self, number: u16) -> (Vm, SimGuest) {
        let name = self.name.replace('*', &format!("{number:03}"));
        let id = self.id(number, 0xffff);
        let mut settings = VmSettings::default();
        let mut adapters = Vec::new();
        for position in 0..self.adapters {
            let adapter_id = self.id(number, position);
            let alias = AdapterAlias::of(adapter_id);
            let [seed_high, seed_low] = self.seed.to_be_bytes();
            let [high, low] = number.to_be_bytes();
            let last = (high << 4) | (position.to_be_bytes()[1] & 0x0f);
            let spec = NicSpec {
                mac: MacAddress([0x00, 0x15, 0x5d, seed_high, low ^ seed_low, last]),
                tap: alias.tap(),
                alias: alias.clone(),
                bridge: None,
                link_up: false,
                teaming: true,
                queues: 1,
                naming_index: None,
                mtu: None,
                emulated: false,
            };
            let one = AdapterSettings {
                id: adapter_id,
                ..AdapterSettings::default()
            };
            settings.put(&alias, one.clone());
            adapters.push(Adapter::from_spec(&spec, one));
        }
        let vm = Vm {
            name: name.clone(),
            id,
            state: VmState::Off,
            persistent: true,
            memory: self.memory,
            vcpus: self.vcpus,
            hardware: Hardware::of_new(self.memory, self.vcpus, None, BootKind::USUAL.to_vec()),
            facts: VmFacts {
                drives: vec![Drive {
                    path: Some(format!("/var/lib/libvirt/images/{}.qcow2", name)),
                    optical: false,
                    bus: "virtio".to_owned(),
                    target: "vda".to_owned(),
                    format: Some("qcow2".to_owned()),
                    ..Drive::default()
                }],
                agent: self.agent.then_some(true),
                ..VmFacts::default()
            },
            uptime: 0,
            autostart: false,
            numa: None,
            adapters,
            other_devices: Vec::new(),
            assigned: Vec::new(),
            settings: Some(settings),
            unreadable: None,
            definition: None,
        };
        (
            vm,
            SimGuest {
                vf_driver: self.vf_driver,
                ..SimGuest::default()
            },
        )
    }

    /// An id that is the same every time: the alias is made of its first four bytes.
    fn id(&self, number: u16, position: u16) -> Uuid {
        let [seed_high, seed_low] = self.seed.to_be_bytes();
        let [high, low] = number.to_be_bytes();
        let [position_high, position_low] = position.to_be_bytes();
        Uuid::from_bytes([
            seed_high ^ position_low,
            seed_low,
            high,
            low,
            position_high,
            position_low,
            0x40,
            0x00,
            0x80,
            0x00,
            seed_high,
            seed_low,
            high,
            low,
            position_high,
            position_low,
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_fixture_is_sound() {
        for name in NAMES {
            let world = fixture(name).unwrap();
            let state = &world.state;
            assert!(!state.host.name.is_empty(), "{name}");
            for function in &state.functions {
                assert!(
                    function
                        .interface
                        .as_ref()
                        .is_none_or(|i| state.link(i).is_some()),
                    "{name}"
                );
                assert!(function.total_vfs == 0 || function.vf_stride > 0, "{name}");
            }
            let mut aliases: Vec<_> = state
                .vms
                .iter()
                .flat_map(|v| &v.adapters)
                .map(|a| &a.alias)
                .collect();
            let mut macs: Vec<_> = state
                .vms
                .iter()
                .flat_map(|v| &v.adapters)
                .map(|a| a.mac)
                .collect();
            let count = aliases.len();
            aliases.sort();
            aliases.dedup();
            macs.sort();
            macs.dedup();
            assert_eq!((aliases.len(), macs.len()), (count, count), "{name}");
        }
        let large = fixture("large").unwrap().state;
        assert_eq!((large.functions.len(), large.vms.len()), (4, 200));
        assert!(large.functions.iter().all(|f| f.total_vfs == 256));
    }

    #[test]
    fn an_unknown_name_and_a_broken_file_are_told_apart() {
        assert_eq!(fixture("nowhere").unwrap_err().id, "Sim.NoSuchFixture");
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("broken.json");
        fs::write(&path, "{\"state\": 7}").unwrap();
        assert_eq!(
            fixture(path.to_str().unwrap()).unwrap_err().id,
            "Sim.BadFixture"
        );
    }
}
