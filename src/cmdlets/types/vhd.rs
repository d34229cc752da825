//! `Microsoft.Vhd.PowerShell.VirtualHardDisk`.

use iovsh_derive::PsObject;

use super::{ImageFormat, VhdFormat, VhdType};
use iovsh_backend::model::{self, Image};
use iovsh_shell::value::Value;

/// A disk image.
#[derive(Clone, Debug, PsObject)]
#[psobject(type_name = "Microsoft.Vhd.PowerShell.VirtualHardDisk")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VirtualHardDisk {
    pub computer_name: String,
    pub path: String,
    #[property(name = "VhdFormat")]
    pub vhd_format: VhdFormat,
    #[property(name = "VhdType")]
    pub vhd_type: VhdType,
    pub file_size: u64,
    #[then("MinimumSize" = Value::Null)]
    pub size: u64,
    pub logical_sector_size: Option<u32>,
    pub physical_sector_size: Option<u32>,
    pub block_size: Option<u32>,
    pub parent_path: String,
    #[then("FragmentationPercentage" = Value::Null, "Alignment" = Value::Null)]
    pub disk_identifier: Option<String>,
    pub attached: bool,
    #[then("IsPMEMCompatible" = false, "AddressAbstractionType" = Value::Null)]
    pub disk_number: Option<u32>,
    /// Linux only: the format by QEMU's name.
    pub image_format: ImageFormat,
    /// Linux only: the block device of the host that shows it.
    pub device: Option<String>,
}

impl VirtualHardDisk {
    /// The object for an image. `used` says whether a virtual machine that runs has it.
    pub fn new(path: &str, image: &Image, used: bool, computer: &str) -> Self {
        let number = image.attached.as_deref();
        let number = number.and_then(model::number_of_shown_image);
        Self {
            computer_name: computer.to_owned(),
            path: path.to_owned(),
            vhd_format: match image.format {
                model::ImageFormat::Vhd => VhdFormat::VHD,
                model::ImageFormat::Vhdx => VhdFormat::VHDX,
                model::ImageFormat::Raw | model::ImageFormat::Qcow2 => VhdFormat::Unknown,
            },
            vhd_type: if image.backing.is_some() {
                VhdType::Differencing
            } else if image.fixed {
                VhdType::Fixed
            } else {
                VhdType::Dynamic
            },
            file_size: image.allocated,
            size: image.size,
            logical_sector_size: image.sectors.map(|(logical, _)| logical),
            physical_sector_size: image.sectors.map(|(_, physical)| physical),
            block_size: image.block_size,
            parent_path: image
                .backing
                .as_ref()
                .map_or_else(String::new, |backing| backing.path.clone()),
            disk_identifier: image.id.clone(),
            attached: used || image.attached.is_some(),
            disk_number: number,
            image_format: image.format.into(),
            device: image.attached.clone(),
        }
    }
}
