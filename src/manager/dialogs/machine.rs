//! Dialogs about a virtual machine as a whole: it is made, renamed, and has checkpoints.

use iovsh_backend::model::{State, Vm};

use super::drives::{USUAL_SIZE, file_in, size_in};
use super::hardware::processors_in;
use super::{name_in, no_iov, platform, rename, switch_choices};
use crate::command::{Argument, Command};
use crate::form::{Field, Form};
use crate::listing::Section;
use crate::shown::shown;

/// The choices of the field `disk` of a new machine; behind them stands a file that is there.
const NO_DISK: usize = 0;
const NEW_DISK: usize = 1;

/// The cmdlets that make a machine. Each is about what the one before it made.
fn new_machine_commands(form: &Form) -> Result<Vec<Command>, String> {
    let name = name_in(form, "name", "A virtual machine")?;
    let memory = form.number("memory", "The memory in MB")?;
    let memory = Argument::Number(memory.saturating_mul(1 << 20));
    let count = processors_in(form)?;
    let mut command = Command::new("New-VM")
        .text("Name", &*name)
        .with("MemoryStartupBytes", memory);
    command = match form.choice("disk") {
        NO_DISK => command,
        NEW_DISK => {
            let path = match form.words("path") {
                "" => format!("{}.qcow2", name.replace('/', "_")),
                path => path.to_owned(),
            };
            let command = command.text("NewVHDPath", path);
            command.with("NewVHDSizeBytes", size_in(form)?)
        }
        _ => command.text("VHDPath", file_in(form, "path", "A disk that is there")?),
    };
    if form.choice("switch") > 0 {
        command = command.text("SwitchName", form.words("switch"));
    }
    let mut commands = vec![command];
    let of_it = |cmdlet| Command::new(cmdlet).on("VMName", &name);
    if count != 1 {
        let command = of_it("Set-VMProcessor");
        commands.push(command.with("Count", Argument::Number(count)));
    }
    let iov = form.field_named("iov").and_then(|at| form.lock_of(at));
    if form.checked("iov") && iov.is_none() {
        let command = of_it("Set-VMNetworkAdapter");
        commands.push(command.with("IovWeight", Argument::Number(100)));
    }
    if !form.words("disc").is_empty() {
        commands.push(of_it("Add-VMDvdDrive").text("Path", form.words("disc")));
    }
    Ok(commands)
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
    let kinds = ["Attach one later", "New", "A file that is there"];
    let kinds = kinds.iter().map(ToString::to_string).collect();
    let mut form = Form::new(
        "New Virtual Machine",
        vec![
            Field::text("name", "Name", ""),
            Field::text("count", "Number of virtual processors", "1"),
            Field::text("memory", "Startup memory (MB)", "1024"),
            Field::choice("switch", "Virtual switch", options, 0),
            Field::check("iov", "Enable SR-IOV", false).locked(iov_lock),
            Field::choice("disk", "Hard disk", kinds, NO_DISK),
            Field::text("path", "Its file", "").locked(|form| {
                (form.choice("disk") == NO_DISK)
                    .then(|| "It begins without a disk: choose one above.".to_owned())
            }),
            Field::text("size", "Its size (GB)", USUAL_SIZE).locked(|form| {
                (form.choice("disk") != NEW_DISK).then(|| "No disk is made.".to_owned())
            }),
            Field::text("disc", "Disc to install from (.iso)", ""),
        ],
        new_machine_commands,
    );
    form.chained = true;
    form.makes = Some(Section::Machines);
    form
}

/// Rename of a VM.
pub(crate) fn rename_machine(vm: &Vm) -> Form {
    rename("A virtual machine", &vm.name, "Rename-VM")
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
