//! A virtual machine out of an export.

use serde::{Deserialize, Serialize};

use super::compare::compared;
use super::disk::Copied;
use super::folders;
use super::read::manifest;
use crate::model::{AdapterAlias, DomainDefinition, ExportLayout, ExportedVm, State, Uuid};
use crate::plan::{AutostartChange, DomainChange, PlanBuilder};
use crate::policy::focus::Focus;
use crate::policy::migration::ids;
use crate::policy::word::word;
use crate::{Category, HostError, Scope};

/// An export to import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// The folder of the export, or the definition in it.
    pub path: String,
    /// The folder that its disks are copied to; `None`: the machine has them where they are.
    #[serde(default)]
    pub copy: Option<String>,
    /// The folder that the images are in, where that is not the export's own.
    #[serde(default)]
    pub source: Option<String>,
    /// Another id for the machine, whose adapters get others too.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// Another name.
    #[serde(default)]
    pub name: Option<String>,
    /// The folder for what its checkpoints need.
    #[serde(default)]
    pub snapshot_folder: Option<String>,
    /// How adapters are connected, other than to the switch of the same name: to another one, or to none.
    #[serde(default)]
    pub connections: Vec<(AdapterAlias, Option<String>)>,
}

/// What an import takes, of an export that says this of itself.
#[must_use]
pub fn scope(import: &Import, export: &ExportedVm) -> Scope {
    let layout = ExportLayout::of(&import.path);
    let mut stored = vec![
        import.path.clone(),
        layout.disks(),
        layout.machines(),
        layout.definition(export.vm.id),
    ];
    stored.extend(folders::ways(&layout.manifest()));
    let mut images = Vec::new();
    for disk in &export.disks {
        let from = import.source.as_ref().map_or_else(
            || layout.disk(&disk.file),
            |folder| format!("{}/{}", folder.trim_end_matches('/'), disk.file),
        );
        stored.push(from.clone());
        images.push(from);
        if let Some(folder) = &import.copy {
            let to = format!("{}/{}", folder.trim_end_matches('/'), disk.file);
            stored.extend(folders::ways(&to));
            images.extend(folders::ways(&to));
        }
    }
    Scope {
        stored: Some(stored),
        ..Scope::with_images(images)
    }
}

/// Defines the virtual machine of an export here, with its disks where they are or with copies of them.
///
/// # Errors
/// `Export.NotFound`, `Export.Unreadable`, `Vm.NameInvalid`, `Import.Incompatible`, `Vhd.NoSpace`.
pub(in crate::policy) fn import(
    state: &State,
    plan: &mut PlanBuilder,
    import: &Import,
) -> Result<Focus, HostError> {
    let export = manifest(state, &import.path)?;
    let compared = compared(state, import, &export)?;
    let vm = &compared.arriving.vm;
    plan.about(
        format!("Import '{}' from '{}'", vm.name, import.path),
        vm.name.clone(),
    );
    if let Some(reason) = compared.found.iter().find(|found| found.id < ids::NOTES) {
        let error = HostError::new(
            "Import.Incompatible",
            Category::InvalidOperation,
            format!("'{}' is not imported: {}", vm.name, reason.message),
        );
        let all = || {
            format!(
                "See all there is against it: (Compare-VM -Path {}).Incompatibilities",
                word(&import.path)
            )
        };
        return Err(error
            .target(import.path.clone())
            .next_step(reason.next_step.clone().unwrap_or_else(all)));
    }
    for found in &compared.found {
        plan.warn("Import.Changed", found.message.clone());
    }
    let mut taken = 0_u64;
    for disk in compared.arriving.disks.iter().filter(|d| d.from != d.to) {
        let folder = disk.to.rsplit_once('/').map_or("/", |(folder, _)| folder);
        folders::make(state, plan, folder)?;
        let copy = Copied::of(state, &disk.from, &disk.to, disk.format)?;
        copy.has_room(plan, &mut taken)?;
        copy.step(plan, false);
    }
    let text = compared.definition.unwrap_or_default();
    plan.step(
        format!("Define '{}'", vm.name),
        DomainChange::Define {
            name: vm.name.clone(),
            id: vm.id,
            definition: DomainDefinition::Text(text),
        },
    );
    if vm.autostart {
        plan.step(
            format!("Let '{}' start with the host", vm.name),
            AutostartChange::Set {
                vm: vm.id,
                on: true,
            },
        );
    }
    Ok(Focus::default())
}
