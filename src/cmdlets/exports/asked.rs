//! Which export is meant, and what is to become of it: what Import-VM and Compare-VM are asked for alike.

use crate::host_access::{HostAccess, services, shell_error};
use crate::types::{ImportOrder, Reconnections};
use crate::vhd::host_path;
use iovsh_backend::model::Uuid;
use iovsh_backend::policy::export::Import;
use iovsh_backend::{Category, HostError, Scope};
use iovsh_derive::Parameters;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// An export.
#[derive(Parameters)]
pub struct ImportAsked {
    /// The folder that Export-VM made, or the definition in it.
    #[param(set = "Register", set = "Copy", position = 0, mandatory, from_pipeline)]
    path: Option<String>,
    /// The folder that the disks are copied to; /var/lib/libvirt/images without it.
    #[param(set = "Copy", name = "VhdDestinationPath", position = 1)]
    vhd_destination_path: Option<String>,
    /// The folder that the disk images are in, where that is not the export's own.
    #[param(set = "Copy", name = "VhdSourcePath")]
    vhd_source_path: Option<String>,
    /// The machine gets the disks where they are, in the export. That is so without -Copy.
    #[param(set = "Register")]
    register: bool,
    /// The machine gets copies of the disks, and the export stays as it is.
    #[param(set = "Copy", mandatory)]
    copy: bool,
    /// The machine gets an id of its own, and its network adapters too: for a second one beside the first.
    #[param(set = "Copy")]
    generate_new_id: bool,
    /// Linux only: another name. libvirt has one machine for each name.
    #[param(set = "Register", set = "Copy", not_null_or_empty)]
    new_name: Option<String>,
}

impl ImportAsked {
    /// What is to be imported here; `snapshots` is the folder for its checkpoints.
    pub fn order(&self, cx: &mut Context, snapshots: Option<&String>) -> Flow<Option<ImportOrder>> {
        let Some(path) = &self.path else {
            return Ok(None);
        };
        let path = host_path(cx, path)?;
        if !path.starts_with('/') || path == "/" || path.contains(['\n', '\r', '\0']) {
            let error = HostError::new(
                "Export.NotFound",
                Category::InvalidArgument,
                format!("'{path}' names no export on the host."),
            );
            return Err(shell_error(
                &error
                    .target(path)
                    .next_step("Name it from the root on: /srv/exports/web1."),
            )
            .into());
        }
        let copy = match (self.copy, &self.vhd_destination_path) {
            (true, Some(folder)) => Some(host_path(cx, folder)?),
            (true, None) => Some(
                cx.snapshot(&Scope::NOTHING)?
                    .desired
                    .disk_folder()
                    .to_owned(),
            ),
            (false, _) => None,
        };
        Ok(Some(ImportOrder {
            place: services(cx)?.here_number(),
            import: Import {
                path,
                copy,
                source: self
                    .vhd_source_path
                    .as_ref()
                    .map(|p| host_path(cx, p))
                    .transpose()?,
                id: self.generate_new_id.then(Uuid::random),
                name: self.new_name.clone(),
                snapshot_folder: snapshots.map(|folder| host_path(cx, folder)).transpose()?,
                connections: Vec::new(),
            },
            reconnections: Reconnections::default(),
        }))
    }
}
