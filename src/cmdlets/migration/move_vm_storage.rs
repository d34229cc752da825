//! `Move-VMStorage`.

use std::rc::Rc;
use std::sync::Arc;

use super::storage::paths_of;
use crate::complete;
use crate::drive::MACHINES;
use crate::host_access::HostAccess;
use crate::types::{CimSession, Credential, VirtualMachine};
use crate::vhd::host_path;
use crate::vm::each;
use iovsh_backend::Scope;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::export::ways;
use iovsh_backend::policy::storage::relocate::Relocation;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Hashtable;

/// Moves the disks of a virtual machine to other folders of its host, while it runs: with its virtual functions, and without a pause that a guest
/// would notice.
///
/// QEMU copies each disk while the guest writes to it, and the machine goes on with the copy when both are equal (virsh blockcopy). Of a machine that
/// is off the images are copied (qemu-img). The old images are removed when the machine has the new ones, unless -RetainVhdCopiesOnSource is given.
/// A disk that builds on another image becomes one that does not.
///
/// # Examples
/// ```iovsh
/// PS> Start-VM web1
/// PS> Move-VMStorage web1 /srv/vms
/// PS> Get-VMHardDiskDrive web1 | ForEach-Object Path
/// /srv/vms/web1.qcow2
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Move-VMStorage web1 /srv/vms -WhatIf
/// What if: Performing the operation "Move-VMStorage" on target "web1".
///   # Copy '/var/lib/libvirt/images/web1.qcow2' to '/srv/vms/web1.qcow2', a qcow2 image
///     qemu-img convert -q -f qcow2 -O qcow2 -- /var/lib/libvirt/images/web1.qcow2 /srv/vms/web1.qcow2
///   # Continue 'web1' with '/srv/vms/web1.qcow2'
///     virsh edit web1
///   # Remove '/var/lib/libvirt/images/web1.qcow2'
///     rm -- /var/lib/libvirt/images/web1.qcow2
/// ```
/// All machines whose disks lie in one folder:
/// ```iovsh
/// PS> Get-VM web* | ForEach-Object { Move-VMStorage $_.Name /srv/vms }
/// PS> Get-VM web* | Get-VMHardDiskDrive | ForEach-Object Path
/// /srv/vms/web1.qcow2
/// /srv/vms/web2.qcow2
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Move", noun = "VMStorage", module = "Hyper-V", default_set = "NameSingleDestination", impact = Medium)]
pub struct MoveVmStorage {
    /// Sessions with other hosts, of New-CimSession.
    #[param(
        set = "NameSingleDestination",
        set = "NameMultipleDestinations",
        not_null_or_empty
    )]
    cim_session: Vec<CimSession>,
    /// The hosts: names that ssh knows, or hosts of a simulated fleet.
    #[param(set = "NameSingleDestination", set = "NameMultipleDestinations", not_null_or_empty, complete = complete::hosts)]
    computer_name: Vec<String>,
    /// Whom ssh logs in as: a user name. Passwords are asked for by ssh itself.
    #[param(
        set = "NameSingleDestination",
        set = "NameMultipleDestinations",
        not_null_or_empty
    )]
    credential: Vec<Credential>,
    /// The virtual machine.
    #[param(
        set = "NameSingleDestination",
        set = "NameMultipleDestinations",
        position = 0,
        mandatory,
        from_pipeline,
        alias = "VMName",
        complete = complete::vms
    )]
    name: Option<String>,
    /// A virtual machine that Get-VM gave.
    #[param(
        set = "VMSingleDestination",
        set = "VMMultipleDestinations",
        position = 0,
        mandatory,
        from_pipeline
    )]
    vm: Option<Arc<VirtualMachine>>,
    /// The folder for all its disks. It is made where it is missing.
    #[param(
        set = "VMSingleDestination",
        set = "NameSingleDestination",
        position = 1,
        mandatory
    )]
    destination_storage_path: Option<String>,
    #[param(set = "NameMultipleDestinations", set = "VMMultipleDestinations", no_effect = LIBVIRT)]
    virtual_machine_path: Option<String>,
    #[param(
        set = "NameMultipleDestinations",
        set = "VMMultipleDestinations",
        alias("CheckpointFileLocation", "SnapshotFileLocation"),
        no_effect = LIBVIRT
    )]
    snapshot_file_path: Option<String>,
    #[param(
        set = "NameMultipleDestinations",
        set = "VMMultipleDestinations",
        no_effect = "there are no smart paging files on Linux."
    )]
    smart_paging_file_path: Option<String>,
    /// Where each disk goes: tables with SourceFilePath and DestinationFilePath. Those that are not named stay.
    #[param(set = "NameMultipleDestinations", set = "VMMultipleDestinations")]
    vhds: Vec<Rc<Hashtable>>,
    #[param(no_effect = "there are no resource pools on Linux.")]
    resource_pool_name: Option<String>,
    /// The old images stay.
    #[param(name = "RetainVhdCopiesOnSource")]
    retain_vhd_copies_on_source: bool,
    #[param(
        no_effect = "images that a disk built on are nobody's to remove: others may build on them."
    )]
    remove_source_unmanaged_vhds: bool,
    #[param(no_effect = "paths are looked at on the host, always.")]
    allow_unverified_paths: bool,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
}

const LIBVIRT: &str = "libvirt decides where it keeps that.";

impl Cmdlet for MoveVmStorage {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let names: Vec<String> = self.name.iter().cloned().collect();
        let objects: Vec<Arc<VirtualMachine>> = self.vm.iter().cloned().collect();
        let mut named = Vec::new();
        for (from, to) in paths_of(&self.vhds)? {
            named.push((host_path(cx, &from)?, host_path(cx, &to)?));
        }
        let folder = self.destination_storage_path.as_ref();
        let folder = folder.map(|folder| host_path(cx, folder)).transpose()?;
        for vm in each(cx, &names, &objects)? {
            let mut files = named.clone();
            if let Some(folder) = &folder {
                let state = cx.snapshot(&MACHINES)?;
                let drives = state.vm(vm).into_iter().flat_map(|vm| &vm.facts.drives);
                let paths = drives
                    .filter(|drive| drive.is_disk())
                    .filter_map(|d| d.path.clone());
                files.extend(paths.filter_map(|path| {
                    let file = path.rsplit('/').next()?;
                    let to = format!("{}/{file}", folder.trim_end_matches('/'));
                    Some((path, to))
                }));
            }
            let on_the_way: Vec<String> = files.iter().flat_map(|(_, to)| ways(to)).collect();
            let own = files.iter().map(|(from, _)| from.clone());
            let scope = Scope {
                checkpoints: true,
                stored: Some(on_the_way.clone()),
                ..Scope::with_images(own.chain(on_the_way))
            };
            let relocation = Relocation {
                vm,
                files,
                keeps_source: self.retain_vhd_copies_on_source,
            };
            cx.change(&scope, &Intent::RelocateDisks(relocation))?;
        }
        Ok(())
    }
}
