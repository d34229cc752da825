//! `Remove-VMDvdDrive`.

use super::output::remove_each;
use super::targets::{Kind, Target, look, one, place};
use crate::complete;
use crate::remote::Remote;
use crate::types::DvdDrive;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Nullable;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Takes DVD drives from virtual machines.
///
/// # Examples
/// ```iovsh
/// PS> Add-VMDvdDrive web1
/// PS> Get-VMDvdDrive web1 | Remove-VMDvdDrive
/// PS> (Get-VMDvdDrive web1 | Measure-Object).Count
/// 0
/// ```
/// By its place:
/// ```iovsh
/// PS> Add-VMDvdDrive web1
/// PS> Get-VMDvdDrive web1 | ForEach-Object { Remove-VMDvdDrive web1 $_.ControllerNumber $_.ControllerLocation }
/// PS> @(Get-VMDvdDrive web1).Count
/// 0
/// ```
/// The drives of all machines in which there is no disc:
/// ```iovsh
/// PS> Get-VM web* | Add-VMDvdDrive
/// PS> Get-VM | Get-VMDvdDrive | Where-Object DvdMediaType -eq None | Remove-VMDvdDrive -Passthru | ForEach-Object VMName
/// web1
/// web2
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Remove", noun = "VMDvdDrive", module = "Hyper-V", default_set = "VMDvdDrive", impact = Medium, output = DvdDrive)]
pub struct RemoveVmDvdDrive {
    /// The virtual machine.
    #[param(set = "VMName", position = 0, mandatory, complete = complete::vms)]
    vm_name: Option<String>,
    /// DVD drives that Get-VMDvdDrive gave.
    #[param(set = "VMDvdDrive", position = 0, mandatory, from_pipeline)]
    vm_dvd_drive: Vec<Arc<DvdDrive>>,
    /// Its controller's number.
    #[param(set = "VMName", position = 1, mandatory)]
    controller_number: Nullable<i32>,
    /// Its place at the controller.
    #[param(set = "VMName", position = 2, mandatory)]
    controller_location: Nullable<i32>,
    /// Hands on what was removed.
    passthru: bool,
    #[flatten(set = "VMName")]
    remote: Remote,
}

impl Cmdlet for RemoveVmDvdDrive {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let objects = self.vm_dvd_drive.iter();
        let objects = objects.map(|object| Target::of_disc(object));
        let mut targets = objects.collect::<Result<Vec<Target>, _>>()?;
        if let Some(name) = &self.vm_name {
            let wanted = place(None, *self.controller_number, *self.controller_location)?;
            let state = look(cx)?;
            targets.extend(one(cx, &state, name, Kind::Dvd, wanted)?);
        }
        remove_each(cx, targets, self.passthru)
    }
}
