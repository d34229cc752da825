//! The dialogs: what they ask for, and the cmdlets that the answers come to.

use iovsh_backend::model::{Adapter, AdapterVlan, PortMirroring, State, Switch, Vm};
use iovsh_backend::policy::{self, NicSriov};

use crate::command::{Argument, Command};
use crate::form::{Field, Form};
use crate::listing::Section;
use crate::shown::shown;

/// The name of Hyper-V's checkbox on the page of a switch.
pub(crate) const ENABLE_ON_SWITCH: &str = "Enable single-root I/O virtualization (SR-IOV)";

/// A name that was typed, or that one is missing.
fn name_in(form: &Form, id: &str, what: &str) -> Result<String, String> {
    match form.words(id) {
        "" => Err(format!("{what} needs a name.")),
        name => Ok(name.to_owned()),
    }
}

/// The platform's first reason against SR-IOV, with what to do about it.
fn platform(state: &State) -> Option<String> {
    let reason = policy::host_reasons(state).into_iter().next()?;
    Some(format!("{} {}", reason.text(), reason.next_step()))
}

/// New Virtual Switch.
pub(crate) fn new_switch(state: &State) -> Form {
    const EXTERNAL: usize = 0;
    let free: Vec<_> = policy::free_nics(state).collect();
    let names: Vec<String> = free.iter().map(|link| link.name.to_string()).collect();
    let supports: Vec<String> = free
        .iter()
        .map(|link| match policy::link_support(state, link) {
            support if support.is_usable() => String::new(),
            support => format!("{} {}", support.text(), support.next_step()),
        })
        .collect();
    // One that can do SR-IOV is offered first.
    let best = supports.iter().position(String::is_empty);
    let platform = platform(state);
    let none = names.is_empty();
    let types = ["External", "Internal", "Private"];
    let types = types.iter().map(ToString::to_string).collect();
    let external_only = |form: &Form| {
        (form.choice("type") != EXTERNAL)
            .then(|| "Only an external switch has network adapters.".to_owned())
    };
    let mut form = Form::new(
        "New Virtual Switch",
        vec![
            Field::text("name", "Name", ""),
            Field::choice("type", "Connection type", types, usize::from(none)),
            Field::choice("nic", "Network adapter", names, best.unwrap_or_default()).locked(
                move |form| {
                    external_only(form).or_else(|| {
                        none.then(|| {
                            "No network adapter is free: Get-NetAdapter lists them, and New-VMSwitch says of each why not."
                                .to_owned()
                        })
                    })
                },
            ),
            Field::check("host", "Allow management operating system to share", false)
                .locked(external_only),
            Field::check("iov", ENABLE_ON_SWITCH, false).locked(move |form| {
                external_only(form).or_else(|| platform.clone()).or_else(|| {
                    let reason = supports.get(form.choice("nic"))?;
                    (!reason.is_empty()).then(|| reason.clone())
                })
            }),
        ],
        |form| {
            let name = name_in(form, "name", "A switch")?;
            let command = Command::new("New-VMSwitch").text("Name", name);
            if form.choice("type") != EXTERNAL {
                return Ok(vec![command.text("SwitchType", form.words("type"))]);
            }
            if form.words("nic").is_empty() {
                return Err("An external switch needs a network adapter, and none is free.".to_owned());
            }
            let mut command = command.on("NetAdapterName", form.words("nic"));
            let iov = form.field_named("iov").and_then(|at| form.lock_of(at)).is_none();
            if form.checked("iov") && iov {
                command = command.with("EnableIov", Argument::Bool(true));
            }
            // Hyper-V's own default is to share; what is shown is what is asked for.
            let share = Argument::Bool(form.checked("host"));
            Ok(vec![command.with("AllowManagementOS", share)])
        },
    );
    "IOV mode is chosen when a switch is made and never changes.".clone_into(&mut form.text);
    form.makes = Some(Section::Switches);
    form
}

/// The properties of a switch that is there.
pub(crate) fn switch(switch: &Switch) -> Form {
    let name = switch.name.clone();
    let (notes, host) = (switch.notes.clone(), switch.allow_management_os);
    let external = switch.switch_type == iovsh_backend::model::SwitchType::External;
    Form::new(
        format!("Properties of {}", shown(&name)),
        vec![
            Field::text("notes", "Notes", notes.clone()),
            Field::check("host", "Allow management operating system to share", host).locked(
                move |_| {
                    (!external).then(|| "Only an external switch is shared with the host.".to_owned())
                },
            ),
            Field::check("iov", ENABLE_ON_SWITCH, switch.iov_enabled).locked(|_| {
                Some(
                    "IOV mode is chosen when a switch is made and never changes: make another switch."
                        .to_owned(),
                )
            }),
        ],
        move |form| {
            let mut command = Command::new("Set-VMSwitch").on("Name", &name);
            if form.words("notes") != notes {
                command = command.text("Notes", form.words("notes"));
            }
            if form.checked("host") != host {
                command = command.with("AllowManagementOS", Argument::Bool(!host));
            }
            Ok(Vec::from_iter(command.is_more_than(1).then_some(command)))
        },
    )
}

/// A dialog with one new name.
fn rename(what: &str, old: &str, cmdlet: &'static str) -> Form {
    let name = old.to_owned();
    let what = what.to_owned();
    Form::new(
        format!("Rename {}", shown(old)),
        vec![Field::text("name", "New name", old)],
        move |form| {
            let new = name_in(form, "name", &what)?;
            if new == name {
                return Ok(Vec::new());
            }
            let command = Command::new(cmdlet).on("Name", &name);
            Ok(vec![command.text("NewName", new)])
        },
    )
}

/// Rename of a switch.
pub(crate) fn rename_switch(switch: &Switch) -> Form {
    rename("A switch", &switch.name, "Rename-VMSwitch")
}

/// Rename of a VM.
pub(crate) fn rename_machine(vm: &Vm) -> Form {
    rename("A virtual machine", &vm.name, "Rename-VM")
}

/// The number of VFs of a NIC.
pub(crate) fn virtual_functions(sriov: &NicSriov) -> Form {
    let (nic, now, most) = (
        sriov.interface.to_string(),
        sriov.num_vfs,
        u64::from(sriov.total_vfs),
    );
    let mut form = Form::new(
        format!("Virtual functions of {nic}"),
        vec![Field::text(
            "count",
            format!("Number (0 to {most})"),
            now.to_string(),
        )],
        move |form| {
            let count = form.number("count", "The number of virtual functions")?;
            if count > most {
                return Err(format!("{nic} has no more than {most} virtual functions."));
            }
            if count == u64::from(now) {
                return Ok(Vec::new());
            }
            let command = Command::new("Set-NetAdapterSriov").on("Name", &nic);
            Ok(vec![command.with("NumVFs", Argument::Number(count))])
        },
    );
    form.text = format!(
        "{} exist, {} are in use.",
        sriov.existing_vfs, sriov.vfs_in_use
    );
    form
}

/// Names of the switches, behind "not connected".
fn switch_choices(state: &State) -> (Vec<String>, Vec<Switch>) {
    let switches = policy::switches(state);
    let names = switches.iter().map(|switch| switch.name.clone());
    let options = std::iter::once("Not connected".to_owned()).chain(names);
    (options.collect(), switches)
}

/// New Virtual Machine.
pub(crate) fn new_machine(state: &State) -> Form {
    let (options, switches) = switch_choices(state);
    let platform = platform(state);
    let iov_lock = move |form: &Form| {
        let switch = form.choice("switch").checked_sub(1);
        match switch.and_then(|at| switches.get(at)) {
            None => Some("Choose a switch in IOV mode first.".to_owned()),
            Some(switch) => platform.clone().or_else(|| no_iov(switch)),
        }
    };
    let disk = |form: &Form| {
        (!form.checked("disk")).then(|| "No disk is made: check the box above.".to_owned())
    };
    let mut form = Form::new(
        "New Virtual Machine",
        vec![
            Field::text("name", "Name", ""),
            Field::text("memory", "Startup memory (MB)", "1024"),
            Field::choice("switch", "Virtual switch", options, 0),
            Field::check("iov", "Enable SR-IOV", false).locked(iov_lock),
            Field::check("disk", "Create a virtual hard disk", false),
            Field::text("path", "Its file", "").locked(disk),
            Field::text("size", "Its size (GB)", "40").locked(disk),
        ],
        |form| {
            let name = name_in(form, "name", "A virtual machine")?;
            let memory = form.number("memory", "The memory in MB")?;
            let memory = memory.saturating_mul(1 << 20);
            let mut command = Command::new("New-VM")
                .text("Name", &*name)
                .with("MemoryStartupBytes", Argument::Number(memory));
            if form.checked("disk") {
                let size = form.number("size", "The size of the disk in GB")?;
                let path = match form.words("path") {
                    "" => format!("{name}.qcow2"),
                    path => path.to_owned(),
                };
                command = command.text("NewVHDPath", path).with(
                    "NewVHDSizeBytes",
                    Argument::Number(size.saturating_mul(1 << 30)),
                );
            }
            if form.choice("switch") > 0 {
                command = command.text("SwitchName", form.words("switch"));
            }
            let mut commands = vec![command];
            let iov = form
                .field_named("iov")
                .and_then(|at| form.lock_of(at))
                .is_none();
            if form.checked("iov") && iov {
                let command = Command::new("Set-VMNetworkAdapter").on("VMName", &name);
                commands.push(command.with("IovWeight", Argument::Number(100)));
            }
            Ok(commands)
        },
    );
    form.chained = true;
    form.makes = Some(Section::Machines);
    form
}

/// Why adapters of a switch get no VFs.
fn no_iov(switch: &Switch) -> Option<String> {
    if !switch.iov_enabled {
        return Some(format!(
            "The switch '{}' is not in IOV mode, which is chosen when a switch is made.",
            shown(&switch.name)
        ));
    }
    None
}

/// A new adapter of a VM.
pub(crate) fn add_adapter(state: &State, vm: &Vm) -> Form {
    let (options, _) = switch_choices(state);
    let machine = vm.name.clone();
    Form::new(
        format!("Add a network adapter to {}", shown(&vm.name)),
        vec![
            Field::text(
                "name",
                "Name",
                format!("Network Adapter {}", vm.adapters.len() + 1),
            ),
            Field::choice("switch", "Virtual switch", options, 0),
        ],
        move |form| {
            let name = name_in(form, "name", "An adapter")?;
            let mut command = Command::new("Add-VMNetworkAdapter")
                .on("VMName", &machine)
                .text("Name", name);
            if form.choice("switch") > 0 {
                command = command.text("SwitchName", form.words("switch"));
            }
            Ok(vec![command])
        },
    )
}

/// A checkpoint of a VM.
pub(crate) fn checkpoint(vm: &Vm) -> Form {
    let machine = vm.name.clone();
    Form::new(
        format!("Checkpoint of {}", shown(&vm.name)),
        vec![Field::text("name", "Name (empty: name and time)", "")],
        move |form| {
            let command = Command::new("Checkpoint-VM").on("Name", &machine);
            Ok(vec![match form.words("name") {
                "" => command,
                name => command.text("SnapshotName", name),
            }])
        },
    )
}

/// Back to a checkpoint.
pub(crate) fn apply_checkpoint(vm: &Vm, names: Vec<String>) -> Form {
    let machine = vm.name.clone();
    let last = names.len().saturating_sub(1);
    let mut form = Form::new(
        format!("Apply a checkpoint to {}", shown(&vm.name)),
        vec![Field::choice("name", "Checkpoint", names, last)],
        move |form| {
            let command = Command::new("Restore-VMSnapshot")
                .on("VMName", &machine)
                .on("Name", form.words("name"));
            Ok(vec![command.with("Confirm", Argument::Bool(false))])
        },
    );
    "The machine becomes what it was then; what it is now is lost unless another checkpoint has it."
        .clone_into(&mut form.text);
    form
}

/// What the page of an adapter began with.
struct Before {
    switch: usize,
    vlan: AdapterVlan,
    settings: iovsh_backend::model::AdapterSettings,
    mac: String,
}

/// Settings, Network Adapter: connection, VLAN, bandwidth, hardware acceleration and advanced features.
pub(crate) fn adapter(state: &State, vm: &Vm, adapter: &Adapter) -> Form {
    const ON: [&str; 2] = ["Off", "On"];
    let (options, switches) = switch_choices(state);
    let settings = adapter.settings.clone();
    let connected = adapter
        .bridge
        .as_ref()
        .and_then(|bridge| switches.iter().position(|s| s.bridge == *bridge))
        .map_or(0, |at| at + 1);
    let mac = adapter.mac.plain();
    let vlan_id = match &settings.vlan {
        AdapterVlan::Access(id) => id.get().to_string(),
        _ => String::new(),
    };
    let is_trunk = matches!(settings.vlan, AdapterVlan::Trunk { .. });
    let megabits = |bandwidth: iovsh_backend::model::Bandwidth| bandwidth.in_megabits().to_string();
    let platform = platform(state);
    let (asked, virtio) = (settings.iov_weight > 0, adapter.virtio);
    let iov_lock = move |form: &Form| {
        // What was asked for can always be taken back.
        if asked {
            return None;
        }
        if !virtio {
            return Some(
                "An emulated adapter has no virtual function: add one without -IsLegacy."
                    .to_owned(),
            );
        }
        match form
            .choice("switch")
            .checked_sub(1)
            .and_then(|at| switches.get(at))
        {
            None => Some("Connect the adapter to a switch in IOV mode first.".to_owned()),
            Some(switch) => platform.clone().or_else(|| no_iov(switch)),
        }
    };
    let weight =
        |form: &Form| (!form.checked("iov")).then(|| "It counts with SR-IOV alone.".to_owned());
    let vlan_lock = move |_: &Form| {
        is_trunk.then(|| {
            "The adapter is a trunk: Set-VMNetworkAdapterVlan changes its list.".to_owned()
        })
    };
    let is_active = vm.state.is_active();
    let mac_lock = move |_: &Form| {
        is_active.then(|| "The address changes while the machine is off.".to_owned())
    };
    let mirroring = ["None", "Destination", "Source"];
    let mirroring = mirroring.iter().map(ToString::to_string).collect();
    let mirror_at = match settings.port_mirroring {
        PortMirroring::None => 0,
        PortMirroring::Destination => 1,
        PortMirroring::Source => 2,
    };
    let fields = vec![
        Field::choice("switch", "Virtual switch", options, connected),
        Field::check(
            "vlan",
            "Enable virtual LAN identification",
            !vlan_id.is_empty(),
        )
        .locked(vlan_lock),
        Field::text("vlan id", "VLAN (1 to 4094)", vlan_id).locked(|form| {
            (!form.checked("vlan")).then(|| "The box above is not checked.".to_owned())
        }),
        Field::text(
            "maximum",
            "Maximum bandwidth (Mbit/s, 0: none)",
            megabits(settings.maximum_bandwidth),
        ),
        Field::text(
            "minimum",
            "Minimum bandwidth (Mbit/s, 0: none)",
            megabits(settings.minimum_bandwidth),
        ),
        Field::check("iov", "Enable SR-IOV", asked)
            .under("Hardware Acceleration")
            .locked(iov_lock),
        Field::text(
            "weight",
            "Weight (1 to 100)",
            match settings.iov_weight {
                0 => "100".to_owned(),
                weight => weight.to_string(),
            },
        )
        .locked(weight),
        Field::check("dynamic", "Dynamic MAC address", settings.dynamic_mac)
            .under("Advanced Features")
            .locked(mac_lock),
        Field::text("mac", "Static MAC address", mac.clone()).locked(move |form| {
            mac_lock(form).or_else(|| {
                form.checked("dynamic")
                    .then(|| "The address is dynamic.".to_owned())
            })
        }),
        Field::check(
            "spoof",
            "Enable MAC address spoofing",
            settings.mac_spoofing,
        ),
        Field::check("dhcp", "Enable DHCP guard", settings.dhcp_guard),
        Field::check(
            "router",
            "Enable router advertisement guard",
            settings.router_guard,
        ),
        Field::choice("mirror", "Port mirroring", mirroring, mirror_at),
        Field::check(
            "team",
            "Enable this network adapter to be part of a team in the guest",
            settings.allow_teaming,
        ),
    ];
    let before = Before {
        switch: connected,
        vlan: settings.vlan.clone(),
        settings,
        mac,
    };
    let machine = vm.name.clone();
    let title = format!(
        "Settings of {}: {}",
        shown(&vm.name),
        shown(&adapter.settings.name)
    );
    Form::new(title, fields, move |form| {
        let old = &before.settings;
        let on = |cmdlet| {
            Command::new(cmdlet)
                .on("VMName", &machine)
                .on("Name", &old.name)
        };
        let mut commands = Vec::new();
        if form.choice("switch") != before.switch {
            commands.push(match form.choice("switch") {
                0 => on("Disconnect-VMNetworkAdapter"),
                _ => on("Connect-VMNetworkAdapter").text("SwitchName", form.words("switch")),
            });
        }
        if let Some(command) = vlan_change(form, &before.vlan, &machine, &old.name)? {
            commands.push(command);
        }
        let mut set = on("Set-VMNetworkAdapter");
        let named = set.arguments.len();
        let weight = match form.checked("iov") {
            false => 0,
            true => match form.number("weight", "The weight")? {
                weight @ 1..=100 => weight,
                _ => return Err("The weight is 1 to 100.".to_owned()),
            },
        };
        let locked = form
            .field_named("iov")
            .and_then(|at| form.lock_of(at))
            .is_some();
        if weight != u64::from(old.iov_weight) && !locked {
            set = set.with("IovWeight", Argument::Number(weight));
        }
        let rates = [
            ("maximum", "MaximumBandwidth", old.maximum_bandwidth),
            ("minimum", "MinimumBandwidthAbsolute", old.minimum_bandwidth),
        ];
        for (id, parameter, old) in rates {
            let megabits = form.number(id, "A bandwidth")?;
            if megabits != u64::from(old.in_megabits()) {
                let bits = megabits.saturating_mul(1_000_000);
                set = set.with(parameter, Argument::Number(bits));
            }
        }
        if form.checked("dynamic") && !old.dynamic_mac {
            set = set.flag("DynamicMacAddress");
        } else if !form.checked("dynamic") && (old.dynamic_mac || form.words("mac") != before.mac) {
            set = set.text("StaticMacAddress", form.words("mac"));
        }
        let boxes = [
            ("spoof", "MacAddressSpoofing", old.mac_spoofing),
            ("dhcp", "DhcpGuard", old.dhcp_guard),
            ("router", "RouterGuard", old.router_guard),
            ("team", "AllowTeaming", old.allow_teaming),
        ];
        for (id, parameter, old) in boxes {
            if form.checked(id) != old {
                set = set.text(
                    parameter,
                    ON.get(usize::from(!old)).copied().unwrap_or_default(),
                );
            }
        }
        if form.choice("mirror") != mirror_at {
            set = set.text("PortMirroring", form.words("mirror"));
        }
        if set.is_more_than(named) {
            commands.push(set);
        }
        Ok(commands)
    })
}

/// What becomes of the VLAN of an adapter.
fn vlan_change(
    form: &Form,
    old: &AdapterVlan,
    machine: &str,
    adapter: &str,
) -> Result<Option<Command>, String> {
    let command = Command::new("Set-VMNetworkAdapterVlan")
        .on("VMName", machine)
        .on("VMNetworkAdapterName", adapter);
    if matches!(old, AdapterVlan::Trunk { .. }) {
        return Ok(None);
    }
    if !form.checked("vlan") {
        let was = matches!(old, AdapterVlan::Access(_));
        return Ok(was.then(|| command.flag("Untagged")));
    }
    let id = form.number("vlan id", "The VLAN")?;
    if let AdapterVlan::Access(was) = old
        && u64::from(was.get()) == id
    {
        return Ok(None);
    }
    let command = command.flag("Access");
    Ok(Some(command.with("VlanId", Argument::Number(id))))
}
