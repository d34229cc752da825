//! `Set-VMFirmware`.

use super::targets::{Owners, change};
use crate::types::{
    BootFrom, ConsoleMode, IpProtocolPreference, OnOffState, TEMPLATES, VmFirmware, uuid,
};
use iovsh_backend::model::{BootOrder, Uuid};
use iovsh_backend::policy::vm::hardware::FirmwareChanges;
use iovsh_backend::policy::vm::settings::Changes;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::{Guid, Nullable};
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
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
    /// Whose keys are trusted: MicrosoftWindows or MicrosoftUEFICertificateAuthority; edk2's variables have both.
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
        self.is_known_template()?;
        let secure_boot = self.enable_secure_boot.map(|state| state == OnOffState::On);
        let sources: Vec<_> = self.boot_order.iter().map(|from| from.0.clone()).collect();
        let mut changes = Changes::default();
        changes.hardware.firmware = FirmwareChanges {
            uefi: self.uefi,
            secure_boot,
            boot: Some(BootOrder::Devices(sources)).filter(|_| !self.boot_order.is_empty()),
            first: self.first_boot_device.as_ref().map(|from| from.0.clone()),
        };
        let machines = self
            .owners
            .ids(cx, self.vm_firmware.iter().map(|part| uuid(part.vm_id)))?;
        change(cx, machines, &changes, self.passthru, |owner| {
            vec![VmFirmware::new(owner).into_value()]
        })
    }
}

impl SetVmFirmware {
    /// Refuses keys that edk2's variables do not have.
    fn is_known_template(&self) -> Flow {
        let by_name = |name: &String| {
            TEMPLATES
                .iter()
                .any(|(own, _)| own.eq_ignore_ascii_case(name))
        };
        let by_id = |id: Guid| {
            TEMPLATES
                .iter()
                .any(|(_, own)| own.parse::<Uuid>() == Ok(uuid(id)))
        };
        let named = self.secure_boot_template.as_ref().is_none_or(by_name);
        if named && self.secure_boot_template_id.is_none_or(by_id) {
            return Ok(());
        }
        crate::unsupported::refuse(
            "SecureBootTemplate",
            "edk2 comes with Microsoft's keys; others are enrolled in the guest's firmware by hand.",
        )
    }
}
