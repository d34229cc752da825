//! What becomes of the disks of a virtual machine that goes to another host.

use std::rc::Rc;

use iovsh_derive::Parameters;

use crate::types::StorageOrder;
use iovsh_backend::model::{DiskReach, MigratingVm};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::value::convert::to_text;
use iovsh_shell::value::{Hashtable, Value};

/// What becomes of the disks.
#[derive(Parameters)]
pub struct Storage {
    /// The disks are copied too. Without it both hosts have to see them.
    #[param(
        set = "NameSingleDestination",
        set = "NameSingleDestinationAndCimSession",
        set = "VMSingleDestination",
        set = "VMSingleDestinationAndCimSession"
    )]
    include_storage: bool,
    /// The folder at the target that the disks are copied to, which is made where it is missing; the one that they are in when none is named.
    #[param(
        set = "NameSingleDestination",
        set = "NameSingleDestinationAndCimSession",
        set = "VMSingleDestination",
        set = "VMSingleDestinationAndCimSession"
    )]
    destination_storage_path: Option<String>,
    /// Where each disk is copied to: tables with SourceFilePath and DestinationFilePath.
    #[param(
        set = "NameMultipleDestinations",
        set = "NameMultipleDestinationsAndCimSession",
        set = "VMMultipleDestinations",
        set = "VMMultipleDestinationsAndCimSession"
    )]
    vhds: Vec<Rc<Hashtable>>,
    #[param(
        set = "NameSingleDestination",
        set = "NameSingleDestinationAndCimSession",
        set = "NameMultipleDestinations",
        set = "NameMultipleDestinationsAndCimSession",
        set = "VMSingleDestination",
        set = "VMSingleDestinationAndCimSession",
        set = "VMMultipleDestinations",
        set = "VMMultipleDestinationsAndCimSession",
        no_effect = "there are no resource pools on Linux."
    )]
    resource_pool_name: Option<String>,
    /// The images at the source are wanted as copies: nothing is said of them.
    #[param(
        set = "NameSingleDestination",
        set = "NameSingleDestinationAndCimSession",
        set = "NameMultipleDestinations",
        set = "NameMultipleDestinationsAndCimSession",
        set = "VMSingleDestination",
        set = "VMSingleDestinationAndCimSession",
        set = "VMMultipleDestinations",
        set = "VMMultipleDestinationsAndCimSession",
        name = "RetainVhdCopiesOnSource"
    )]
    retain_vhd_copies_on_source: bool,
}

impl Storage {
    /// What is asked for.
    ///
    /// # Errors
    /// A table of `-Vhds` lacks one of its two paths.
    pub fn order(&self) -> Flow<StorageOrder> {
        let files = paths_of(&self.vhds)?;
        Ok(StorageOrder {
            include: self.include_storage || self.destination_storage_path.is_some(),
            folder: self.destination_storage_path.clone(),
            files,
            retain: self.retain_vhd_copies_on_source,
        })
    }
}

/// The paths of tables with SourceFilePath and DestinationFilePath.
///
/// # Errors
/// A table lacks one of them.
pub fn paths_of(tables: &[Rc<Hashtable>]) -> Flow<Vec<(String, String)>> {
    let mut files = Vec::new();
    for table in tables {
        let path = |name: &str| {
            let value = table
                .get(&Value::from(name))
                .map(|value| to_text(&value).to_string());
            value.filter(|text| !text.is_empty())
        };
        match (path("SourceFilePath"), path("DestinationFilePath")) {
            (Some(source), Some(destination)) => files.push((source, destination)),
            _ => {
                return Err(ShellError::new(
                    "Migration.VhdsInvalid",
                    ErrorCategory::InvalidArgument,
                    "A table of -Vhds has SourceFilePath and DestinationFilePath.",
                )
                .help("Write -Vhds @{ SourceFilePath = '/a/x.qcow2'; DestinationFilePath = '/b/x.qcow2' }")
                .into());
            }
        }
    }
    Ok(files)
}

/// The virtual machine with its disks where they are to be.
pub fn apply(order: &StorageOrder, guest: &mut MigratingVm) {
    for disk in &mut guest.disks {
        let file = order.files.iter().find(|(source, _)| *source == disk.path);
        let all = order.include && (disk.reach == DiskReach::Local || order.folder.is_some());
        if let Some((_, destination)) = file {
            disk.copied = !disk.read_only;
            disk.destination.clone_from(destination);
        } else if all && !disk.read_only {
            disk.copied = true;
            if let (Some(folder), Some(name)) = (&order.folder, disk.path.rsplit('/').next()) {
                disk.destination = format!("{}/{name}", folder.trim_end_matches('/'));
            }
        }
    }
}
