//! Dialogs about the disks and the discs of a virtual machine.

use iovsh_backend::model::{ControllerKind, Drive, State, Vm};

use crate::command::{Argument, Command};
use crate::form::{Field, Form};
use crate::shown::shown;

/// The size of a new disk where nobody says another, in gigabytes.
pub(super) const USUAL_SIZE: &str = "40";

/// The size of a new disk, in bytes.
pub(super) fn size_in(form: &Form) -> Result<Argument, String> {
    let size = form.number("size", "The size of the disk in GB")?;
    Ok(Argument::Number(size.saturating_mul(1 << 30)))
}

/// The file of a drive that was typed, or that one is missing.
pub(super) fn file_in(form: &Form, id: &str, what: &str) -> Result<String, String> {
    match form.words(id) {
        "" => Err(format!("{what} needs a file: its path on the host.")),
        path => Ok(path.to_owned()),
    }
}

/// A name for a new disk of a machine that none of its own has.
fn new_file(state: &State, vm: &Vm) -> String {
    let folder = state.desired.disk_folder();
    let name = vm.name.replace('/', "_");
    let path = |number: usize| format!("{folder}/{name}-{number}.qcow2");
    let is_free = |path: &String| {
        let mut drives = vm.facts.drives.iter();
        !drives.any(|drive| drive.path.as_ref() == Some(path))
    };
    let first = vm.facts.drives.iter().filter(|d| d.is_disk()).count() + 1;
    (first..).map(path).find(is_free).unwrap_or_default()
}

/// Settings, Add Hard Drive: a new image, or one that is there.
pub(crate) fn add_disk(state: &State, vm: &Vm) -> Form {
    const NEW: usize = 0;
    let machine = vm.name.clone();
    let kinds = ["New virtual hard disk", "A file that is there"];
    let kinds = kinds.iter().map(ToString::to_string).collect();
    let mut form = Form::new(
        format!("Add a hard drive to {}", shown(&vm.name)),
        vec![
            Field::choice("kind", "Hard disk", kinds, NEW),
            Field::text("path", "Its file", new_file(state, vm)),
            Field::text("size", "Its size (GB)", USUAL_SIZE).locked(|form| {
                (form.choice("kind") != NEW).then(|| "The file has its size.".to_owned())
            }),
        ],
        move |form| {
            let path = file_in(form, "path", "A disk")?;
            let mut commands = Vec::new();
            if form.choice("kind") == NEW {
                let command = Command::new("New-VHD").text("Path", &*path);
                commands.push(command.with("SizeBytes", size_in(form)?));
            }
            let command = Command::new("Add-VMHardDiskDrive").on("VMName", &machine);
            commands.push(command.text("Path", path));
            Ok(commands)
        },
    );
    form.chained = true;
    form
}

/// A drive's place as cmdlets name it, behind the machine.
fn at_place(command: Command, drive: &Drive) -> Command {
    let place = drive.place();
    command
        .with("ControllerNumber", Argument::Number(place.number.into()))
        .with(
            "ControllerLocation",
            Argument::Number(place.location.into()),
        )
}

/// What a drive is called where one of several is chosen.
fn drive_word(drive: &Drive) -> String {
    let path = drive.path.as_deref().unwrap_or("empty");
    format!("{}, {path}", drive.place())
}

/// A hard disk goes from a machine; `None`: it has none.
pub(crate) fn remove_disk(vm: &Vm) -> Option<Form> {
    let disks: Vec<Drive> = vm
        .facts
        .drives
        .iter()
        .filter(|drive| drive.is_disk())
        .cloned()
        .collect();
    let last = disks.len().checked_sub(1)?;
    let words = disks.iter().map(drive_word).collect();
    let machine = vm.name.clone();
    let mut form = Form::new(
        format!("Remove a hard drive from {}", shown(&vm.name)),
        vec![Field::choice("disk", "Hard disk", words, last)],
        move |form| {
            let disk = disks.get(form.choice("disk"));
            let disk = disk.ok_or_else(|| "There is no disk.".to_owned())?;
            let kind = match disk.place().kind {
                ControllerKind::Ide => "IDE",
                ControllerKind::Scsi => "SCSI",
            };
            let command = Command::new("Remove-VMHardDiskDrive").on("VMName", &machine);
            let command = command.text("ControllerType", kind);
            Ok(vec![at_place(command, disk)])
        },
    );
    "Its file stays.".clone_into(&mut form.text);
    Some(form)
}

/// The disc in a machine's DVD drive; a machine that has no such drive gets one.
pub(crate) fn disc(vm: &Vm) -> Form {
    let drives: Vec<Drive> = vm
        .facts
        .drives
        .iter()
        .filter(|drive| drive.optical)
        .cloned()
        .collect();
    let machine = vm.name.clone();
    let known = drives.first().and_then(|drive| drive.path.clone());
    let mut fields = Vec::new();
    if drives.len() > 1 {
        let words = drives.iter().map(drive_word).collect();
        fields.push(Field::choice("drive", "DVD drive", words, 0));
    }
    fields.push(Field::text(
        "path",
        "Image file (.iso; empty: no disc)",
        known.unwrap_or_default(),
    ));
    Form::new(
        format!("Disc of {}", shown(&vm.name)),
        fields,
        move |form| {
            let path = form.words("path");
            let Some(drive) = drives.get(form.choice("drive")) else {
                let command = Command::new("Add-VMDvdDrive").on("VMName", &machine);
                return Ok(vec![match path {
                    "" => command,
                    path => command.text("Path", path),
                }]);
            };
            if path == drive.path.as_deref().unwrap_or_default() {
                return Ok(Vec::new());
            }
            let command = Command::new("Set-VMDvdDrive").on("VMName", &machine);
            Ok(vec![at_place(command, drive).text("Path", path)])
        },
    )
}
