//! `Set-VMFirmware`.

use super::targets::{MACHINES, Owners, change_then, firmware};
use crate::host_access::HostAccess;
use crate::types::{
    BootFrom, ConsoleMode, IpProtocolPreference, OnOffState, TEMPLATES, VmFirmware, live, uuid,
};
use iovsh_backend::model::{BootOrder, Uuid, Vm};
use iovsh_backend::policy::vm::hardware::FirmwareChanges;
use iovsh_backend::policy::vm::settings::Changes;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::{Guid, Nullable};
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Changes the firmware of virtual machines of generation 2, and what they boot from. They must be off.
///
/// Secure Boot needs UEFI: -EnableSecureBoot On makes the machine one with UEFI (edk2), whose variables have Microsoft's keys.
///
/// # Examples
/// ```iovsh
/// PS> Set-VMFirmware web1 -EnableSecureBoot On -SecureBootTemplate MicrosoftUEFICertificateAuthority
/// PS> Get-VMFirmware web1 | Format-List SecureBoot, Kind
/// SecureBoot : On
/// Kind       : UEFI
/// ```
/// From the network first:
/// ```iovsh
/// PS> Set-VMFirmware web1 -FirstBootDevice (Get-VMNetworkAdapter web1)
/// PS> (Get-VMFirmware web1).BootOrder | ForEach-Object BootType
/// Network
/// Drive
/// ```
/// The network first, then the disk, for all web servers:
/// ```iovsh
/// PS> Get-VM web* | ForEach-Object { Set-VMFirmware $_.Name -BootOrder (Get-VMNetworkAdapter $_.Name), (Get-VMHardDiskDrive $_.Name) }
/// PS> (Get-VMFirmware web2).BootOrder | ForEach-Object BootType
/// Network
/// Drive
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "VMFirmware", module = "Hyper-V", default_set = "VMName", impact = Medium, output = VmFirmware)]
pub struct SetVmFirmware {
    #[flatten]
    owners: Owners,
    /// Objects that Get-VMFirmware gave.
    #[param(set = "VMFirmware", position = 0, mandatory, from_pipeline)]
    vm_firmware: Vec<Arc<VmFirmware>>,
    /// All that is tried, in that order: drives and network adapters of the machine, or what Get-VMFirmware has in BootOrder.
    #[param(not_null_or_empty)]
    boot_order: Vec<BootFrom>,
    /// What is tried before all others.
    #[param(not_null_or_empty)]
    first_boot_device: Option<BootFrom>,
    /// Whether only what is signed is booted.
    enable_secure_boot: Nullable<OnOffState>,
    /// Whose keys are trusted: MicrosoftUEFICertificateAuthority, or MicrosoftWindows; edk2's variables have both at once, and Secure Boot must be on.
    secure_boot_template: Option<String>,
    /// The same by its id.
    secure_boot_template_id: Nullable<Guid>,
    #[param(no_effect = "edk2 tries both, IPv4 first.")]
    preferred_network_boot_protocol: Nullable<IpProtocolPreference>,
    #[param(no_effect = "edk2 writes to the display and to the first serial port.")]
    console_mode: Nullable<ConsoleMode>,
    #[param(no_effect = "edk2 shows its menu when nothing can be booted.")]
    pause_after_boot_failure: Nullable<OnOffState>,
    /// Linux only: UEFI (edk2) or a BIOS (SeaBIOS).
    uefi: Option<bool>,
    /// Hands on the object that was changed.
    passthru: bool,
}

impl Cmdlet for SetVmFirmware {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let template = self.template()?;
        let secure_boot = self.enable_secure_boot.map(|state| state == OnOffState::On);
        let order = self.boot_order.iter();
        let order: Vec<_> = order.map(|from| from.device.clone()).collect();
        let first = self.first_boot_device.as_ref();
        let mut changes = Changes::default();
        changes.hardware.firmware = FirmwareChanges {
            uefi: self.uefi,
            secure_boot,
            boot: Some(BootOrder::Devices(order)).filter(|_| !self.boot_order.is_empty()),
            first: first.map(|from| from.device.clone()),
        };
        let mut machines = self.owners.ids(
            cx,
            self.vm_firmware
                .iter()
                .map(|part| live(part.vm_id, (part.vm_snapshot_id, &part.vm_snapshot_name))),
        )?;
        let state = cx.snapshot(&MACHINES)?;
        let devices = self.boot_order.iter().chain(first);
        for vm in machines.clone().iter().filter_map(|id| state.vm(*id)) {
            if let Some(foreign) = devices.clone().find(|from| from.vm != vm.id) {
                cx.error(belongs_elsewhere(vm, foreign))?;
                machines.retain(|id| *id != vm.id);
            } else if let Some(template) = template {
                let starts_signed = secure_boot.unwrap_or(vm.hardware.firmware.secure_boot);
                self.say_what_is_trusted(cx, vm, template, starts_signed)?;
            }
        }
        change_then(cx, machines, &changes, self.passthru, |cx, owners| {
            let mut objects = firmware(cx, owners, None)?.into_iter();
            objects.try_for_each(|object| cx.emit(object.into_value()))
        })
    }
}

impl SetVmFirmware {
    /// The keys that were asked for. Those that edk2's variables do not have are refused.
    fn template(&self) -> Flow<Option<&'static str>> {
        let name = self.secure_boot_template.as_ref();
        let id = *self.secure_boot_template_id;
        let is_meant = |(own, own_id): &&(&str, &str)| {
            name.is_none_or(|name| own.eq_ignore_ascii_case(name))
                && id.is_none_or(|id| own_id.parse::<Uuid>() == Ok(uuid(id)))
        };
        if name.is_none() && id.is_none() {
            return Ok(None);
        }
        if let Some((name, _)) = TEMPLATES.iter().find(is_meant) {
            return Ok(Some(name));
        }
        crate::unsupported::refuse(
            "SecureBootTemplate",
            "edk2 comes with Microsoft's keys; others are enrolled in the guest's firmware by hand.",
        )
        .map(|()| None)
    }

    /// edk2's variables trust all of Microsoft's keys at once, and only where Secure Boot is on.
    fn say_what_is_trusted(
        &self,
        cx: &mut Context,
        vm: &Vm,
        template: &str,
        starts_signed: bool,
    ) -> Flow {
        if !starts_signed {
            return cx.warning(format!(
                "'{}' starts without Secure Boot, and trusts no keys: -EnableSecureBoot On goes with -SecureBootTemplate.",
                vm.name
            ));
        }
        if TEMPLATES.first().is_some_and(|(own, _)| *own == template) {
            return Ok(());
        }
        cx.warning(format!(
            "'{}' trusts more than {template} says: edk2's variables have the keys of MicrosoftUEFICertificateAuthority too.",
            vm.name
        ))
    }
}

/// The error for a device of another machine, which has its own in the same place.
fn belongs_elsewhere(vm: &Vm, from: &BootFrom) -> ShellError {
    let message = format!(
        "'{}' cannot boot from a device of '{}'.",
        vm.name, from.vm_name
    );
    ShellError::new(
        "Vm.FirmwareInvalid",
        ErrorCategory::InvalidArgument,
        message,
    )
    .exception("Microsoft.HyperV.PowerShell.VirtualizationException")
    .target(vm.name.as_str())
    .help("Take its own: Get-VM gives its NetworkAdapters, HardDrives and DVDDrives.")
}
