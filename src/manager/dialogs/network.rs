//! Dialogs about virtual switches, and about the network adapters of the host.

use iovsh_backend::model::{State, Switch};
use iovsh_backend::policy::{self, NicSriov};

use super::{name_in, platform, reason_with, rename};
use crate::command::{Argument, Command};
use crate::form::{Field, Form};
use crate::listing::Section;
use crate::shown::shown;

/// The name of Hyper-V's checkbox on the page of a switch.
const ENABLE_ON_SWITCH: &str = "Enable single-root I/O virtualization (SR-IOV)";

/// New Virtual Switch.
pub(crate) fn new_switch(state: &State) -> Form {
    const EXTERNAL: usize = 0;
    let free: Vec<_> = policy::free_nics(state).collect();
    let names: Vec<String> = free.iter().map(|link| link.name.to_string()).collect();
    let supports: Vec<String> = free
        .iter()
        .map(|link| match policy::link_support(state, link) {
            support if support.is_usable() => String::new(),
            support => reason_with(support.text(), support.next_step()),
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
                            "No network adapter is free. Next step: Get-NetAdapter lists them, and New-VMSwitch says of each why not."
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

/// Rename of a switch.
pub(crate) fn rename_switch(switch: &Switch) -> Form {
    rename("A switch", &switch.name, "Rename-VMSwitch")
}

/// The number of VFs of a NIC.
pub(crate) fn virtual_functions(sriov: &NicSriov) -> Form {
    let (nic, now, exist, most) = (
        sriov.interface.to_string(),
        sriov.num_vfs,
        sriov.existing_vfs,
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
            // Where nobody has asked for any yet, the usual number is asked for by OK alone.
            if count == u64::from(now) && exist == now {
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
