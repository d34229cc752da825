//! An exported virtual machine: a folder with its definition, its disk images, and what says of them what they are.

use serde::{Deserialize, Serialize};

use super::{AdapterAlias, ImageFormat, Uuid, Vm};

/// The layout of [`ExportedVm`] that this program writes: of a machine that has nothing but disks, and of one with other files, which a program
/// that knows only the first would leave behind in silence.
const VERSIONS: [u32; 2] = [1, 2];

/// What an export says of its virtual machine besides libvirt's own text of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedVm {
    /// Layout of this text.
    pub version: u32,
    /// The virtual machine, off.
    pub vm: Vm,
    /// Names of the switches that its adapters were connected to.
    #[serde(default)]
    pub switches: Vec<(AdapterAlias, String)>,
    /// Its disks.
    #[serde(default)]
    pub disks: Vec<ExportedDisk>,
    /// What else is of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<ExportedFile>,
}

/// A disk of an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedDisk {
    /// libvirt's name of its place, for example `vda`.
    pub target: String,
    /// The name of its image among the disks of the export.
    pub file: String,
    /// Its format.
    pub format: ImageFormat,
}

/// What a machine has besides disks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeptFile {
    /// The variables of its UEFI firmware.
    Variables,
    /// What its TPM holds.
    Tpm,
    /// Its saved memory.
    Memory,
}

impl KeptFile {
    /// What it is, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Variables => "the variables of its firmware",
            Self::Tpm => "what its TPM holds",
            Self::Memory => "its saved memory",
        }
    }

    /// Whose it is on a host.
    #[must_use]
    pub fn owner(self) -> FileOwner {
        match self {
            Self::Tpm => FileOwner::Tpm,
            // libvirt gives them to QEMU when the machine is started.
            Self::Variables | Self::Memory => FileOwner::Root,
        }
    }
}

/// Whose a file of a machine is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum FileOwner {
    /// Who makes it.
    #[default]
    Root,
    /// The user that swtpm runs as.
    Tpm,
}

/// A file of an export that is no disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedFile {
    /// What it is.
    pub what: KeptFile,
    /// Its name, beside the definition.
    pub file: String,
    /// How long it is, in bytes.
    pub size: u64,
}

impl ExportedVm {
    /// What is written of a virtual machine.
    #[must_use]
    pub fn new(
        vm: Vm,
        switches: Vec<(AdapterAlias, String)>,
        disks: Vec<ExportedDisk>,
        files: Vec<ExportedFile>,
    ) -> Self {
        let [plain, with_files] = VERSIONS;
        Self {
            version: if files.is_empty() { plain } else { with_files },
            vm,
            switches,
            disks,
            files,
        }
    }

    /// Reads it.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Layout {
            version: u32,
        }
        let layout: Layout = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if !VERSIONS.contains(&layout.version) {
            return Err(format!("its layout has the version {}", layout.version));
        }
        let read: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let plain = |name: &str| {
            !name.is_empty()
                && !name.contains(['/', '\0', '\n', '\r'])
                && !matches!(name, "." | "..")
                && !name.chars().any(super::is_hidden)
        };
        if let Some(disk) = read.disks.iter().find(|disk| !plain(&disk.file)) {
            return Err(format!("{:?} is no name of a disk image", disk.file));
        }
        match read.files.iter().find(|file| !plain(&file.file)) {
            Some(file) => Err(format!("{:?} is no name of a file", file.file)),
            None => Ok(read),
        }
    }
}

/// Where the parts of an export are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportLayout {
    /// The folder of the export.
    pub folder: String,
}

const MANIFEST: &str = "export.json";
const MACHINES: &str = "Virtual Machines";
const DISKS: &str = "Virtual Hard Disks";
const SNAPSHOTS: &str = "Snapshots";

impl ExportLayout {
    /// The export that a path names: its folder, or a file in it that says what the machine is.
    #[must_use]
    pub fn of(path: &str) -> Self {
        let trimmed = path.trim_end_matches('/');
        let inside = |file: &str| {
            let (folder, name) = file.rsplit_once('/')?;
            if name == MANIFEST {
                return Some(folder.to_owned());
            }
            let (folder, part) = folder.rsplit_once('/')?;
            (part == MACHINES && name.ends_with(".xml")).then(|| folder.to_owned())
        };
        Self {
            folder: inside(trimmed).unwrap_or_else(|| trimmed.to_owned()),
        }
    }

    /// What says what is in it.
    #[must_use]
    pub fn manifest(&self) -> String {
        self.at(MANIFEST)
    }

    /// The folder of the definition.
    #[must_use]
    pub fn machines(&self) -> String {
        self.at(MACHINES)
    }

    /// libvirt's text of the machine.
    #[must_use]
    pub fn definition(&self, id: Uuid) -> String {
        format!("{}/{id}.xml", self.machines())
    }

    /// A file of the machine that is no disk.
    #[must_use]
    pub fn kept(&self, file: &str) -> String {
        format!("{}/{file}", self.machines())
    }

    /// The folder of the disk images.
    #[must_use]
    pub fn disks(&self) -> String {
        self.at(DISKS)
    }

    /// The image of a disk.
    #[must_use]
    pub fn disk(&self, file: &str) -> String {
        format!("{}/{file}", self.disks())
    }

    /// The folder of the checkpoints.
    #[must_use]
    pub fn snapshots(&self) -> String {
        self.at(SNAPSHOTS)
    }

    fn at(&self, part: &str) -> String {
        format!("{}/{part}", self.folder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_in_an_export_leads_to_its_folder() {
        let of = |path: &str| ExportLayout::of(path).folder;
        assert_eq!(of("/e/web1"), "/e/web1");
        assert_eq!(of("/e/web1/"), "/e/web1");
        assert_eq!(of("/e/web1/export.json"), "/e/web1");
        assert_eq!(of("/e/web1/Virtual Machines/1.xml"), "/e/web1");
        assert_eq!(of("/e/web1/Virtual Machines"), "/e/web1/Virtual Machines");
        assert_eq!(of("/e/other/1.xml"), "/e/other/1.xml");
    }

    #[test]
    fn a_disk_is_in_its_folder() {
        let text = |file: &str| {
            let vm = Vm {
                name: "a".to_owned(),
                ..Vm::default()
            };
            let disk = ExportedDisk {
                target: "vda".to_owned(),
                file: file.to_owned(),
                format: ImageFormat::Raw,
            };
            serde_json::to_string(&ExportedVm::new(vm, Vec::new(), vec![disk], Vec::new())).unwrap()
        };
        assert!(ExportedVm::parse(&text("a b.raw")).is_ok());
        for file in ["", "..", "../a", "/etc/shadow", "a\nb", "a\u{1b}[2J"] {
            assert!(ExportedVm::parse(&text(file)).is_err(), "{file:?}");
        }
        for other in ["", "[]", "{}", "{\"version\":3}", "{\"version\":1}"] {
            assert!(ExportedVm::parse(other).is_err(), "{other}");
        }
    }
}
