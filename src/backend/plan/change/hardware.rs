//! What a domain is made of besides its disks and adapters: its name, processors, memory, firmware, serial ports, display, TPM.

use serde::{Deserialize, Serialize};

use super::{Change, Facts, Lifetime, Names, Subject};
use crate::domain_xml::hardware as document;
use crate::journal::{Entry, catalog};
use crate::model::{
    BootDevice, BootOrder, Firmware, Graphics, Memory, Processors, Scope, SerialPort, State, Uuid,
    Video, Vm, VmDetail,
};
use crate::plan::shell_line::{ShellLine, words};
use crate::plan::virsh::{virsh_words, virt_xml_value, vm_word};

/// One part of a domain, as it is or as it is to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// Its name.
    Name(String),
    /// Its processors.
    Processors {
        /// How many are plugged in.
        count: u32,
        /// The rest of what is known of them.
        processors: Processors,
    },
    /// Its memory.
    Memory {
        /// The most that it can have without being stopped, in bytes.
        most: u64,
        /// The rest of what is known of it.
        memory: Memory,
    },
    /// Its firmware.
    Firmware(Firmware),
    /// Its machine type (`pc-q35-10.0`); `None` of one that nobody could read.
    Machine(Option<String>),
    /// The version of its TPM, or none.
    Tpm(Option<String>),
    /// Its serial ports, all of them.
    Serial(Vec<SerialPort>),
    /// Its display.
    Display {
        /// The graphics card.
        video: Option<Video>,
        /// Where it can be looked at.
        graphics: Option<Graphics>,
    },
}

/// Which part of a domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PartKind {
    /// Its name.
    Name,
    /// Its processors.
    Processors,
    /// Its memory.
    Memory,
    /// Its firmware.
    Firmware,
    /// Its machine type.
    Machine,
    /// Its TPM.
    Tpm,
    /// Its serial ports.
    Serial,
    /// Its display.
    Display,
}

impl Part {
    /// Which one it is.
    #[must_use]
    pub fn kind(&self) -> PartKind {
        match self {
            Self::Name(_) => PartKind::Name,
            Self::Processors { .. } => PartKind::Processors,
            Self::Memory { .. } => PartKind::Memory,
            Self::Firmware(_) => PartKind::Firmware,
            Self::Machine(_) => PartKind::Machine,
            Self::Tpm(_) => PartKind::Tpm,
            Self::Serial(_) => PartKind::Serial,
            Self::Display { .. } => PartKind::Display,
        }
    }

    /// This part of a domain, as it is.
    #[must_use]
    pub fn of(vm: &Vm, kind: PartKind) -> Self {
        let hardware = &vm.hardware;
        match kind {
            PartKind::Name => Self::Name(vm.name.clone()),
            PartKind::Processors => Self::Processors {
                count: vm.vcpus,
                processors: Processors {
                    maximum: vm.most_processors(),
                    ..hardware.processors.clone()
                },
            },
            PartKind::Memory => Self::Memory {
                most: vm.memory,
                memory: Memory {
                    current: Some(vm.current_memory()),
                    ..hardware.memory.clone()
                },
            },
            PartKind::Firmware => Self::Firmware(hardware.firmware.clone()),
            PartKind::Machine => Self::Machine(vm.facts.machine.clone()),
            PartKind::Tpm => Self::Tpm(hardware.tpm.clone()),
            PartKind::Serial => Self::Serial(hardware.serial.clone()),
            PartKind::Display => Self::Display {
                video: hardware.video.clone(),
                graphics: hardware.graphics.clone(),
            },
        }
    }

    /// Puts this part in the place of the one that a domain has.
    pub fn put(&self, vm: &mut Vm) {
        let hardware = &mut vm.hardware;
        match self {
            Self::Name(name) => vm.name.clone_from(name),
            Self::Processors { count, processors } => {
                vm.vcpus = *count;
                hardware.processors.clone_from(processors);
            }
            Self::Memory { most, memory } => {
                vm.memory = *most;
                hardware.memory.clone_from(memory);
            }
            Self::Firmware(firmware) => hardware.firmware.clone_from(firmware),
            Self::Machine(machine) => vm.facts.machine.clone_from(machine),
            Self::Tpm(version) => hardware.tpm.clone_from(version),
            Self::Serial(ports) => hardware.serial.clone_from(ports),
            Self::Display { video, graphics } => {
                hardware.video.clone_from(video);
                hardware.graphics.clone_from(graphics);
            }
        }
    }
}

/// A change of one part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum HardwareChange {
    /// Replaces a part of a domain, in its definition and, where it runs, in the running domain; one that cannot be replaced there is refused.
    #[serde(rename = "SetHardware")]
    Set {
        /// The domain.
        vm: Uuid,
        /// The part, as it is to be.
        part: Part,
    },
}

impl Facts for HardwareChange {
    fn name(&self) -> &'static str {
        let Self::Set { .. } = self;
        "SetHardware"
    }

    fn subject(&self) -> Subject {
        let Self::Set { vm, part } = self;
        Subject::Hardware(*vm, part.kind())
    }

    fn scope(&self) -> Scope {
        let Self::Set { .. } = self;
        Scope {
            vms: VmDetail::Full,
            ..Scope::NOTHING
        }
    }

    fn is_satisfied(&self, state: &State) -> Option<bool> {
        let Self::Set { vm, part } = self;
        let vm = state.vm(*vm)?;
        let (wanted, has) = (wanted_of(part), Part::of(vm, part.kind()));
        // The guest gives memory back, and takes it, in its own time: until then nothing is known but that it was asked.
        let only_balloon = vm.state.is_active()
            && matches!(
                (&wanted, &has),
                (Part::Memory { most, memory }, Part::Memory { most: most_now, memory: now })
                    if most == most_now && memory.gives_back == now.gives_back
            );
        match wanted == has {
            false if only_balloon => None,
            satisfied => Some(satisfied),
        }
    }

    fn effect(&self, state: &mut State) {
        let Self::Set { vm, part } = self;
        if let Some(vm) = state.vms.iter_mut().find(|v| v.id == *vm) {
            part.put(vm);
        }
        state.vms.sort_by(Vm::by_name);
    }

    fn inverse(&self, before: &State) -> Option<Change> {
        let Self::Set { vm, part } = self;
        let part = Part::of(before.vm(*vm)?, part.kind());
        Some(Self::Set { vm: *vm, part }.into())
    }

    fn equivalent(&self, state: &State) -> Vec<ShellLine> {
        let Self::Set { vm, part } = self;
        equivalent(state, *vm, part)
    }

    fn depends_on(&self, _state: &State) -> Vec<Subject> {
        let Self::Set { vm, .. } = self;
        vec![Subject::Domain(*vm), Subject::PutBack(*vm)]
    }

    fn vanishes_with(&self) -> Option<Lifetime> {
        None
    }

    fn event(&self, names: &Names<'_>) -> Option<Entry> {
        let Self::Set { vm, part } = self;
        let done = match part {
            Part::Name(name) => format!("{} is called '{name}' now.", names.vm(*vm)),
            Part::Processors { count, .. } => {
                format!("{} has {count} virtual processors now.", names.vm(*vm))
            }
            Part::Memory { most, .. } => {
                let mebibytes = most >> 20;
                format!("{} has {mebibytes} MiB of memory now.", names.vm(*vm))
            }
            Part::Firmware(_) => format!("The firmware of {} was changed.", names.vm(*vm)),
            Part::Machine(machine) => format!(
                "{} is a machine of the type {} now.",
                names.vm(*vm),
                machine.as_deref().unwrap_or("unknown")
            ),
            Part::Tpm(Some(_)) => format!("{} got a TPM.", names.vm(*vm)),
            Part::Tpm(None) => format!("The TPM of {} was removed.", names.vm(*vm)),
            Part::Serial(_) => format!("The serial ports of {} were changed.", names.vm(*vm)),
            Part::Display { .. } => format!("The display of {} was changed.", names.vm(*vm)),
        };
        Some(names.of_vm(catalog::VM_SETTINGS, *vm, done))
    }
}

/// The part as it is compared with what a domain has: what nobody says is what it has.
fn wanted_of(part: &Part) -> Part {
    match part {
        Part::Memory { most, memory } => Part::Memory {
            most: *most,
            memory: Memory {
                current: Some(memory.current.unwrap_or(*most).min(*most)),
                gives_back: memory.gives_back,
            },
        },
        Part::Processors { count, processors } => Part::Processors {
            count: *count,
            processors: Processors {
                maximum: processors.maximum.max(*count),
                ..processors.clone()
            },
        },
        other => other.clone(),
    }
}

/// What `virt-xml` does to one device.
#[derive(Debug, PartialEq, Eq)]
enum Action {
    /// It changes the one with this number, from 1 on.
    Edit(String),
    /// It adds one.
    Add,
    /// It takes the one away that the options say.
    Remove,
}

/// What leads from some serial ports to others, in the words of `virt-xml`. What another tool made is left alone.
fn serial(before: &[SerialPort], after: &[SerialPort]) -> Vec<(Action, String)> {
    let mut found = Vec::new();
    for (at, port) in after.iter().enumerate() {
        let had = before.get(at);
        let options = match port {
            _ if had == Some(port) => continue,
            SerialPort::Terminal => "type=pty".to_owned(),
            SerialPort::Socket(path) => {
                format!("type=unix,mode=bind,path={}", virt_xml_value(path))
            }
            SerialPort::Other(_) => continue,
        };
        found.push(match had {
            Some(_) => (
                Action::Edit(at.saturating_add(1).to_string()),
                format!("clearxml=yes,{options}"),
            ),
            None => (Action::Add, options),
        });
    }
    // From the last on: those that stay keep their numbers.
    let surplus = (after.len()..before.len()).rev();
    found.extend(surplus.map(|at| (Action::Remove, at.saturating_add(1).to_string())));
    found
}

fn equivalent(state: &State, vm: Uuid, part: &Part) -> Vec<ShellLine> {
    let word = vm_word(state, vm);
    let known = state.vm(vm);
    let running = known.is_some_and(|vm| vm.state.is_active());
    let affect = if running {
        "--live --config"
    } else {
        "--config"
    };
    let run = |verb: &str, options: &str, rest: &[&str]| {
        ShellLine::run(virsh_words(verb, words(options), &word, rest))
    };
    // virt-xml, as virsh has no word for these.
    let xml = |action: &str, what: &str, options: String| {
        let mut argv = vec!["virt-xml".to_owned(), word.clone(), action.to_owned()];
        argv.extend([what.to_owned(), options]);
        ShellLine::run(argv)
    };
    let anew = |what: &str, descriptions: Vec<String>| {
        let mut lines = vec![xml("--remove-device", what, "all".to_owned())];
        let each = descriptions.into_iter();
        lines.extend(each.map(|options| xml("--add-device", what, options)));
        lines
    };
    match part {
        Part::Name(name) => vec![run("domrename", "", &[name])],
        Part::Processors { count, processors } => {
            let mut lines = Vec::new();
            let before = known.map(|vm| Part::of(vm, PartKind::Processors));
            let (had, knew) = match &before {
                Some(Part::Processors { count, processors }) => (Some(*count), Some(processors)),
                _ => (None, None),
            };
            if knew.is_none_or(|knew| knew.maximum != processors.maximum) {
                let maximum = processors.maximum.to_string();
                lines.push(run("setvcpus", "--maximum --config", &[&maximum]));
            }
            if had != Some(*count) {
                lines.push(run("setvcpus", affect, &[&count.to_string()]));
            }
            let weight = format!("cpu_shares={}", processors.weight);
            if knew.is_none_or(|knew| knew.weight != processors.weight) {
                lines.push(run("schedinfo", affect, &[&weight]));
            }
            if knew.is_none_or(|knew| knew.limit != processors.limit) {
                let quota = format!("vcpu_quota={}", document::quota(processors.limit));
                lines.push(run("schedinfo", affect, &[&quota]));
            }
            if knew.is_none_or(|knew| knew.nested != processors.nested) {
                let how = match processors.nested {
                    Some(false) => "clearxml=yes,mode=host-passthrough,disable=vmx,disable=svm",
                    _ => "clearxml=yes,mode=host-passthrough",
                };
                lines.push(xml("--edit", "--cpu", how.to_owned()));
            }
            lines
        }
        Part::Memory { most, memory } => {
            let mut lines = Vec::new();
            let kib = |bytes: u64| format!("{}KiB", bytes / 1024);
            if known.is_none_or(|vm| vm.memory != *most) {
                lines.push(run("setmaxmem", "--config", &[&kib(*most)]));
            }
            let current = memory.current.unwrap_or(*most);
            if known.is_none_or(|vm| vm.current_memory() != current || vm.memory != *most) {
                lines.push(run("setmem", affect, &[&kib(current)]));
            }
            if known.is_none_or(|vm| vm.hardware.memory.gives_back != memory.gives_back) {
                let on = if memory.gives_back { "on" } else { "off" };
                let options = format!("autodeflate={on},freePageReporting={on}");
                lines.push(xml("--edit", "--memballoon", options));
            }
            lines
        }
        Part::Firmware(firmware) => {
            let mut lines = vec![xml("--edit", "--boot", document::boot_options(firmware))];
            if let BootOrder::Devices(devices) = &firmware.boot {
                let adapter = |alias| known.and_then(|vm| vm.adapter(alias));
                for (at, device) in devices.iter().enumerate() {
                    let order = format!("boot.order={}", at.saturating_add(1));
                    let (which, what) = match device {
                        BootDevice::Drive(place) => (format!("target={place}"), "--disk"),
                        BootDevice::Adapter(alias) => match adapter(alias) {
                            Some(adapter) => (format!("mac={}", adapter.mac), "--network"),
                            None => continue,
                        },
                    };
                    let argv = ["virt-xml", &word, "--edit", &which, what, &order];
                    lines.push(ShellLine::run(argv));
                }
            }
            lines
        }
        Part::Machine(machine) => {
            let value = machine.as_deref().map(virt_xml_value).unwrap_or_default();
            let option = format!("machine={value}");
            vec![ShellLine::run([
                "virt-xml", &word, "--edit", "--boot", &option,
            ])]
        }
        Part::Tpm(version) => {
            let one = |version: &String| {
                format!("model=tpm-crb,backend.type=emulator,backend.version={version}")
            };
            anew("--tpm", version.iter().map(one).collect())
        }
        Part::Serial(ports) => {
            let before = known.map(|vm| vm.hardware.serial.as_slice());
            let each = serial(before.unwrap_or_default(), ports).into_iter();
            let lines = each.map(|(action, options)| match action {
                Action::Edit(at) => {
                    ShellLine::run(["virt-xml", &word, "--edit", &at, "--serial", &options])
                }
                Action::Add => xml("--add-device", "--serial", options),
                Action::Remove => xml("--remove-device", "--serial", options),
            });
            lines.collect()
        }
        Part::Display { video, graphics } => {
            let card = |video: &Video| match video.resolution {
                Some((x, y)) => format!("{},resolution.x={x},resolution.y={y}", video.model),
                None => video.model.clone(),
            };
            let mut lines = anew("--video", video.iter().map(card).collect());
            let place = |graphics: &Graphics| match &graphics.listen {
                Some(address) => format!("{},listen={address}", graphics.kind),
                None => graphics.kind.clone(),
            };
            lines.extend(anew("--graphics", graphics.iter().map(place).collect()));
            lines
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A guest takes its time over the memory that it is to give back, or has to start with another most.
    #[test]
    fn a_balloon_is_not_judged_while_the_machine_runs() {
        let mut state = crate::sim::fixture("default").unwrap().state;
        let vm = state.vms.first_mut().unwrap();
        let (id, most) = (vm.id, vm.memory);
        let less = |most| HardwareChange::Set {
            vm: id,
            part: Part::Memory {
                most,
                memory: Memory {
                    current: Some(most / 2),
                    gives_back: false,
                },
            },
        };
        vm.hardware.memory.gives_back = false;
        vm.state = crate::model::VmState::Running;
        assert_eq!(less(most).is_satisfied(&state), None);
        assert_eq!(less(most * 4).is_satisfied(&state), Some(false));
        less(most).effect(&mut state);
        assert_eq!(less(most).is_satisfied(&state), Some(true));
        state.vms.iter_mut().for_each(|vm| {
            vm.state = crate::model::VmState::Off;
            vm.hardware.memory.current = None;
        });
        assert_eq!(less(most).is_satisfied(&state), Some(false));
    }

    #[test]
    fn a_serial_port_of_another_tool_is_left_alone() {
        let other = || SerialPort::Other("spicevmc".to_owned());
        let socket = |path: &str| SerialPort::Socket(path.to_owned());
        let before = [other(), SerialPort::Terminal, SerialPort::Terminal];
        assert_eq!(
            serial(&before, &[other(), socket("/run/a,b")]),
            [
                (
                    Action::Edit("2".to_owned()),
                    "clearxml=yes,type=unix,mode=bind,path=/run/a,,b".to_owned()
                ),
                (Action::Remove, "3".to_owned()),
            ]
        );
        assert_eq!(
            serial(&[other()], &[other(), SerialPort::Terminal]),
            [(Action::Add, "type=pty".to_owned())]
        );
        assert_eq!(serial(&before, &before), []);
    }
}
