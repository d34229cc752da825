//! `Set-VMDvdDrive`.

use super::output::set_each;
use super::targets::{Kind, Target, look, one, place};
use crate::complete;
use crate::remote::Remote;
use crate::types::DvdDrive;
use crate::unsupported::POOL_OF_DISKS;
use crate::vhd::host_path;
use iovsh_backend::policy::storage::drive::Changes;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::{Given, Nullable};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Puts a disc into a DVD drive, or takes it out (-Path $null), while the machine runs too; or moves the drive of one that is off.
///
/// # Examples
/// ```iovsh
/// PS> Add-VMDvdDrive web1
/// PS> Start-VM web1
/// PS> Set-VMDvdDrive web1 -Path /var/lib/libvirt/images/debian-13.iso
/// PS> (Get-VMDvdDrive web1).Path
/// /var/lib/libvirt/images/debian-13.iso
/// PS> Get-VMDvdDrive web1 | Set-VMDvdDrive -Path $null
/// PS> (Get-VMDvdDrive web1).DvdMediaType
/// None
/// ```
/// The disc out of all drives:
/// ```iovsh
/// PS> Get-VM web* | Add-VMDvdDrive -Path /var/lib/libvirt/images/debian-13.iso
/// PS> Get-VM | Get-VMDvdDrive | Set-VMDvdDrive -Path $null
/// PS> Get-VM | Get-VMDvdDrive | ForEach-Object DvdMediaType
/// None
/// None
/// ```
/// To another place on its controller:
/// ```iovsh
/// PS> Add-VMDvdDrive web1
/// PS> Get-VMDvdDrive web1 | Set-VMDvdDrive -ToControllerLocation 3 -Passthru | ForEach-Object ControllerLocation
/// 3
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "VMDvdDrive", module = "Hyper-V", default_set = "VMName", impact = Medium, output = DvdDrive)]
pub struct SetVmDvdDrive {
    /// DVD drives that Get-VMDvdDrive gave.
    #[param(set = "Object", position = 0, mandatory, from_pipeline)]
    vm_dvd_drive: Vec<Arc<DvdDrive>>,
    /// The virtual machine.
    #[param(set = "VMName", position = 0, mandatory, complete = complete::vms)]
    vm_name: Option<String>,
    /// Its controller's number.
    #[param(set = "VMName", position = 1)]
    controller_number: Nullable<i32>,
    /// Its place at the controller.
    #[param(set = "VMName", position = 2)]
    controller_location: Nullable<i32>,
    /// The number of the controller that it is to be plugged into.
    to_controller_number: Nullable<i32>,
    /// The place that it is to have there.
    to_controller_location: Nullable<i32>,
    /// The disc image. $null or an empty text takes the disc out.
    #[param(position = 3)]
    path: Given<String>,
    #[param(no_effect = POOL_OF_DISKS)]
    resource_pool_name: Option<String>,
    #[param(no_effect = "paths are looked at on the host, always.")]
    allow_unverified_paths: bool,
    /// Hands on the drives as they are then.
    passthru: bool,
    #[flatten(set = "VMName")]
    remote: Remote,
}

impl Cmdlet for SetVmDvdDrive {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let to = place(
            None,
            *self.to_controller_number,
            *self.to_controller_location,
        )?;
        let moves = self.to_controller_number.is_some() || self.to_controller_location.is_some();
        let objects = self.vm_dvd_drive.iter();
        let objects = objects.map(|object| Target::of_disc(object));
        let mut targets = objects.collect::<Result<Vec<Target>, _>>()?;
        if let Some(name) = &self.vm_name {
            let wanted = place(None, *self.controller_number, *self.controller_location)?;
            let state = look(cx)?;
            targets.extend(one(cx, &state, name, Kind::Dvd, wanted)?);
        }
        let path = match self.path.as_deref().unwrap_or_default() {
            _ if !cx.is_bound("Path") => None,
            "" => Some(String::new()),
            text => Some(host_path(cx, text)?),
        };
        let changes = Changes {
            path: path.clone(),
            to: moves.then_some(to),
            ..Changes::default()
        };
        let intents = targets.iter().map(|target| target.set(&changes)).collect();
        let paths = path.into_iter().filter(|path| !path.is_empty());
        set_each(cx, paths.collect(), targets, intents, self.passthru)
    }
}
