//! What is against an import.

use crate::HostError;
use crate::model::{
    AdapterAlias, ExportLayout, ExportedVm, Image, Incompatibility, KeptFile, State, Stored, Vm,
};
use crate::policy::export::arrive::{Arriving, ArrivingDisk, arriving};
use crate::policy::export::disk::{image_of, lacking};
use crate::policy::export::kept::{self, KeptCopy};
use crate::policy::export::read::manifest;
use crate::policy::export::wanted::Import;
use crate::policy::guard;
use crate::policy::migration::ids;
use crate::policy::network::switch::switch_to_make;
use crate::policy::word::word;

/// An import as it would be.
pub(super) struct Compared {
    pub arriving: Arriving,
    /// What it has besides disks.
    pub kept: Vec<KeptCopy>,
    /// libvirt's text of it; `None` when it is not taken over.
    pub definition: Option<String>,
    pub found: Vec<Incompatibility>,
}

/// The virtual machine of an export as it would be here, and all that is against it, with notes behind that. Its adapters are called as in
/// the export.
///
/// # Errors
/// `Export.NotFound`, `Export.Unreadable`, `Vm.NameInvalid`.
pub fn compare(state: &State, import: &Import) -> Result<(Vm, Vec<Incompatibility>), HostError> {
    let export = manifest(state, &import.path)?;
    let compared = compared(state, import, &export)?;
    let mut vm = compared.arriving.vm;
    for (new, old) in vm.adapters.iter_mut().zip(&export.vm.adapters) {
        new.alias.clone_from(&old.alias);
    }
    Ok((vm, compared.found))
}

pub(super) fn compared(
    state: &State,
    import: &Import,
    export: &ExportedVm,
) -> Result<Compared, HostError> {
    let mut arriving = arriving(state, import, export);
    let mut found = Vec::new();
    named(state, &arriving.vm, &mut found)?;
    for (adapter, name) in &arriving.missing {
        found.push(Incompatibility {
            adapter: Some(adapter.clone()),
            next_step: Some(format!(
                "Make it: {} (an external one with -NetAdapterName). Or put its adapters on another one in the report of Compare-VM, which has all that is in the way: ($report.Incompatibilities | Where-Object MessageId -eq 33012).Source | Connect-VMNetworkAdapter -SwitchName NAME; Import-VM -CompatibilityReport $report",
                switch_to_make(state, name)
            )),
            ..of(
                ids::SWITCH_MISSING,
                format!("Could not find Ethernet switch '{name}'."),
            )
        });
    }
    if let Some(device) = arriving.vm.assigned.first() {
        found.push(of(
            ids::DEVICE,
            format!("The machine has the device {} of its host.", device.address),
        ));
    }
    if !state.host.kvm && !state.host.kernel.is_empty() {
        found.push(of(
            ids::NO_KVM,
            format!(
                "{} has no KVM: '{}' cannot run there.",
                state.host.name, arriving.vm.name
            ),
        ));
    }
    for disk in &arriving.disks {
        found.extend(usable(state, import, disk));
    }
    let kept = files(state, import, export, &mut arriving, &mut found);
    let definition = match arriving.definition(state, import, export) {
        Ok(text) => Some(text),
        Err(why) => {
            found.push(of(
                ids::BLOCKED,
                format!("The definition in the export is not taken over: {why}."),
            ));
            None
        }
    };
    let notes = arriving.notes.iter();
    found.extend(notes.map(|(adapter, text)| note(adapter.clone(), text.clone())));
    Ok(Compared {
        arriving,
        kept,
        definition,
        found,
    })
}

/// What comes with it besides its disks.
fn files(
    state: &State,
    import: &Import,
    export: &ExportedVm,
    arriving: &mut Arriving,
    found: &mut Vec<Incompatibility>,
) -> Vec<KeptCopy> {
    let mut all: Vec<KeptCopy> = Vec::new();
    // Two of a kind no export has that Export-VM made.
    for file in &export.files {
        if all.iter().any(|one| one.what == file.what) {
            continue;
        }
        if file.what == KeptFile::Memory
            && let Some(why) = kept::is_another(&arriving.vm, export)
        {
            let note = format!(
                "Its saved memory stays in the export, as {why}: it begins as after a power cut."
            );
            arriving.notes.push((None, note));
            continue;
        }
        let mut notes = Vec::new();
        match kept::coming(state, import, export, file, &mut notes) {
            Ok(copy) => all.extend(copy),
            Err((message, next_step)) => found.push(Incompatibility {
                next_step,
                ..of(ids::DISK, message)
            }),
        }
        let notes = notes.into_iter().map(|note| (None, note));
        arriving.notes.extend(notes);
    }
    let variables = all.iter().find(|one| one.what == KeptFile::Variables);
    arriving.vm.facts.variables = variables.map(|one| one.to.clone());
    all
}

fn of(id: u32, message: String) -> Incompatibility {
    Incompatibility {
        id,
        message,
        adapter: None,
        next_step: None,
    }
}

fn note(adapter: Option<AdapterAlias>, text: String) -> Incompatibility {
    Incompatibility {
        adapter,
        ..of(ids::CHANGED, text)
    }
}

/// Whether a machine can be called so here.
fn named(state: &State, vm: &Vm, found: &mut Vec<Incompatibility>) -> Result<(), HostError> {
    let taken = state
        .vms
        .iter()
        .find(|other| other.id == vm.id || other.name == vm.name);
    if let Some(other) = taken {
        let (what, step) = if other.id == vm.id {
            (
                "id",
                "Import a copy with an id of its own: -Copy -GenerateNewId -NewName NAME"
                    .to_owned(),
            )
        } else {
            (
                "name",
                "Import it under another name (-NewName NAME), or rename the other one: Rename-VM."
                    .to_owned(),
            )
        };
        found.push(Incompatibility {
            next_step: Some(step),
            ..of(
                ids::NAME_IN_USE,
                format!(
                    "There is a virtual machine '{}' on {} already, with the same {what}.",
                    other.name, state.host.name
                ),
            )
        });
        // That it can be called so at all is asked without the others.
        return guard::may_be_called(&State::default(), &vm.name, None);
    }
    guard::may_be_called(state, &vm.name, None)
}

fn usable(state: &State, import: &Import, disk: &ArrivingDisk) -> Option<Incompatibility> {
    let against = |message: String, step: Option<String>| {
        Some(Incompatibility {
            next_step: step,
            ..of(ids::DISK, message)
        })
    };
    // The folder of the disks is the export's own, not a way to somewhere else.
    let folder = ExportLayout::of(&import.path).disks();
    let own = Some(folder).filter(|_| import.source.is_none());
    for place in own.iter().chain([&disk.from]) {
        if let Some(Stored::Link { .. }) = state.stored.get(place) {
            return against(
                format!("'{place}' is a symbolic link, which is not followed."),
                Some(format!("See where it leads: ls -l {}", word(place))),
            );
        }
    }
    let image = match image_of(state, &disk.from, disk.format) {
        Ok(image) => image,
        Err(error) => return against(error.message.clone(), error.next_step.clone()),
    };
    if let Some(why) = unlike(&image, disk) {
        return against(format!("'{}' {why}.", disk.from), None);
    }
    if import.copy.is_none() {
        if let Some(other) = state.users_of_image(&disk.from).next() {
            return against(
                format!("'{}' has '{}' as a disk already.", other.name, disk.from),
                Some("Import a copy: -Copy -GenerateNewId -NewName NAME".to_owned()),
            );
        }
        return None;
    }
    let place = state.images.get(&disk.to)?;
    if place.image.is_some() || place.unreadable.is_some() {
        return against(
            format!(
                "There is something at '{}' already, which is not written over.",
                disk.to
            ),
            Some("Choose another folder: -VhdDestinationPath FOLDER".to_owned()),
        );
    }
    None
}

/// What an image is that the export says to be another. The bytes of a raw disk are its guest's: they are not looked at.
fn unlike(image: &Image, disk: &ArrivingDisk) -> Option<String> {
    use crate::model::ImageFormat::Raw;
    if image.device {
        return Some("is a block device of the host".to_owned());
    }
    if disk.format == Raw {
        return None;
    }
    if image.format != disk.format {
        return Some(format!(
            "is of the format {}, and the export says {}",
            image.format.name(),
            disk.format.name()
        ));
    }
    lacking(image)
}
