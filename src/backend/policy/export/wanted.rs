//! Which export is to be imported, and how.

use serde::{Deserialize, Serialize};

use crate::Scope;
use crate::model::{AdapterAlias, ExportLayout, ExportedVm, Uuid};
use crate::policy::export::{folders, kept};

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
    let files = export.files.iter().map(|file| layout.kept(&file.file));
    let files: Vec<String> = files.chain(kept::destinations(import, export)).collect();
    stored.extend(files.iter().cloned());
    images.extend(files);
    Scope {
        stored: Some(stored),
        ..Scope::with_images(images)
    }
}
