//! `Get-PhysicalDisk`.

use super::query::{SCOPE, fits, report_numbers, report_texts};
use crate::host_access::{HostAccess, computer_name};
use crate::netip::Common;
use crate::types::{CimInstance, PhysicalDisk};
use iovsh_backend::model::DiskBus;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the drives of the host as devices.
///
/// Those are the disks of Get-Disk without the images that Mount-VHD shows. MediaType is what the kernel says of turning; of a hypervisor's own
/// disks it is `Unspecified`. What a drive says of its health is not read: `smartctl -H /dev/sda` shows it.
///
/// # Examples
/// ```iovsh
/// PS> Get-PhysicalDisk | Format-Table DeviceId, MediaType, BusType, Device
/// DeviceId MediaType BusType Device
/// -------- --------- ------- ------
/// 0        SSD       NVMe    /dev/nvme0n1
/// 1        SSD       SATA    /dev/sda
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "PhysicalDisk", module = "Storage", default_set = "ByUniqueId", output = PhysicalDisk)]
pub struct GetPhysicalDisk {
    /// The names that no other disks have. Wildcards are allowed.
    #[param(set = "ByUniqueId", by_property_name, alias = "Id", not_null)]
    unique_id: Given<Vec<String>>,
    /// What they are called. Wildcards are allowed.
    #[param(set = "ByName", position = 0, by_property_name, not_null)]
    friendly_name: Given<Vec<String>>,
    /// Serial numbers. Wildcards are allowed.
    #[param(set = "ByName", by_property_name, not_null)]
    serial_number: Given<Vec<String>>,
    /// Numbers of disks.
    #[param(set = "ByName", by_property_name, not_null)]
    device_number: Given<Vec<u32>>,
    /// Whether they can go into a storage pool of Windows' kind, which no disk can here.
    #[param(set = "ByName", set = "ByUniqueId")]
    can_pool: Option<bool>,
    /// Who made them. Wildcards are allowed.
    #[param(set = "ByName", set = "ByUniqueId", not_null)]
    manufacturer: Given<Vec<String>>,
    /// Their models. Wildcards are allowed.
    #[param(set = "ByName", set = "ByUniqueId", not_null)]
    model: Given<Vec<String>>,
    #[param(
        set = "ByVirtualDisk",
        mandatory,
        from_pipeline,
        refused = "Linux has no virtual disks of storage pools."
    )]
    virtual_disk: CimInstance,
    #[param(
        set = "ByStoragePool",
        mandatory,
        refused = "Linux has no storage pools of Windows' kind; pvs shows the disks of LVM."
    )]
    storage_pool: CimInstance,
    #[param(
        set = "ByStorageSubsystem",
        mandatory,
        refused = "Linux has no storage subsystems of Windows' kind."
    )]
    storage_subsystem: CimInstance,
    #[param(
        set = "ByStorageNode",
        mandatory,
        refused = "Linux has no storage nodes of Windows' kind."
    )]
    storage_node: CimInstance,
    #[flatten]
    common: Common,
}

impl Cmdlet for GetPhysicalDisk {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let computer = computer_name(cx)?;
        let drives = state
            .disks
            .iter()
            .filter(|disk| disk.bus != Some(DiskBus::File));
        let all: Vec<PhysicalDisk> = drives
            .map(|disk| PhysicalDisk::new(disk, &computer))
            .collect();
        const LIST: &str = "Get-PhysicalDisk";
        report_texts(
            cx,
            "FriendlyName",
            &self.friendly_name,
            LIST,
            &all,
            |disk| Some(&disk.friendly_name),
        )?;
        report_texts(cx, "UniqueId", &self.unique_id, LIST, &all, |disk| {
            disk.unique_id.as_deref()
        })?;
        report_texts(
            cx,
            "SerialNumber",
            &self.serial_number,
            LIST,
            &all,
            |disk| disk.serial_number.as_deref(),
        )?;
        report_texts(cx, "Manufacturer", &self.manufacturer, LIST, &all, |disk| {
            disk.manufacturer.as_deref()
        })?;
        report_texts(cx, "Model", &self.model, LIST, &all, |disk| {
            disk.model.as_deref()
        })?;
        report_numbers(cx, "DeviceNumber", &self.device_number, LIST, |number| {
            let text = number.to_string();
            all.iter().any(|disk| disk.device_id == text)
        })?;
        for disk in all.into_iter().filter(|disk| self.means(disk)) {
            cx.emit(disk.into_value())?;
        }
        Ok(())
    }
}

impl GetPhysicalDisk {
    fn means(&self, disk: &PhysicalDisk) -> bool {
        let numbers = self.device_number.as_deref();
        self.can_pool.is_none_or(|wanted| wanted == disk.can_pool)
            && numbers.is_none_or(|all| {
                all.iter()
                    .any(|number| number.to_string() == disk.device_id)
            })
            && fits(&self.unique_id, disk.unique_id.as_deref())
            && fits(&self.friendly_name, Some(&disk.friendly_name))
            && fits(&self.serial_number, disk.serial_number.as_deref())
            && fits(&self.manufacturer, disk.manufacturer.as_deref())
            && fits(&self.model, disk.model.as_deref())
    }
}
