//! What an export says is in it.

use crate::model::{ExportLayout, ExportedVm, State, Stored};
use crate::policy::export::folders::ways;
use crate::policy::word::word;
use crate::{Category, HostError, Scope};

/// What has to be seen of the host to read what is in the export at this path.
#[must_use]
pub fn first_look(path: &str) -> Scope {
    let layout = ExportLayout::of(path);
    let mut stored = ways(&layout.manifest());
    stored.push(path.to_owned());
    Scope {
        stored: Some(stored),
        ..Scope::NOTHING
    }
}

/// What the export at this path says of itself. It was written by somebody.
///
/// # Errors
/// `Export.NotFound`, `Export.Unreadable`.
pub fn manifest(state: &State, path: &str) -> Result<ExportedVm, HostError> {
    let layout = ExportLayout::of(path);
    let place = layout.manifest();
    let unreadable = |why: &str| {
        let error = HostError::new(
            "Export.Unreadable",
            Category::InvalidData,
            format!("The export '{}' cannot be read: {why}.", layout.folder),
        );
        error
            .target(path)
            .next_step(format!("See what is there: ls -l {}", word(&layout.folder)))
    };
    match state.stored.get(&place) {
        Some(Stored::Text(text)) => {
            let read = ExportedVm::parse(text)
                .map_err(|why| unreadable(&format!("of '{place}', {why}")))?;
            let own = layout.definition(read.vm.id);
            let is_named = path.ends_with(".xml");
            if is_named && path.trim_end_matches('/') != own {
                return Err(not_found(state, path, &layout));
            }
            Ok(read)
        }
        Some(Stored::Link { .. }) => Err(unreadable(&format!("'{place}' is a symbolic link"))),
        Some(Stored::Unreadable(why)) => Err(unreadable(&format!("'{place}': {why}"))),
        Some(Stored::File) => Err(unreadable(&format!("'{place}' is no text of an export"))),
        Some(Stored::Nothing | Stored::Folder) | None => Err(not_found(state, path, &layout)),
    }
}

fn not_found(state: &State, path: &str, layout: &ExportLayout) -> HostError {
    let lower = path.to_ascii_lowercase();
    let (text, step) = if lower.ends_with(".vmcx") || lower.ends_with(".exp") {
        (
            format!("'{path}' is a machine of Hyper-V's, which only Hyper-V can read."),
            "Take its disks: Convert-VHD DISK.vhdx DISK.qcow2; then New-VM NAME -VHDPath DISK.qcow2.".to_owned(),
        )
    } else {
        let is_folder = |way: &String| state.stored.get(way).is_some_and(Stored::is_folder);
        let nearest = ways(&layout.folder).into_iter().rfind(is_folder);
        (
            format!("There is no export of a virtual machine at '{path}'."),
            format!(
                "Name the folder that Export-VM made, or the definition in it; one is made with Export-VM NAME FOLDER; or see what is there: Get-ChildItem {}",
                word(nearest.as_deref().unwrap_or("/"))
            ),
        )
    };
    HostError::new("Export.NotFound", Category::ObjectNotFound, text)
        .target(path)
        .next_step(step)
}
