//! What a VM is made of besides its disks and its adapters: processors, memory, firmware, and the devices that a person sits at.

use serde::{Deserialize, Serialize};

use super::{AdapterAlias, Vm};

/// Processors of a VM, beside [`Vm::vcpus`], which is how many are plugged in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Processors {
    /// Processors that it can have without being stopped; 0 where only those that are plugged in are known.
    pub maximum: u32,
    /// Its share of busy processors against other VMs: 1 to 10000, 100 for an ordinary one.
    pub weight: u32,
    /// The most of a processor that each of its processors gets, in percent; `None`: all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Its guest can run VMs of its own. `None`: its processor's description does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nested: Option<bool>,
}

impl Default for Processors {
    fn default() -> Self {
        Self {
            maximum: 0,
            weight: 100,
            limit: None,
            nested: Some(true),
        }
    }
}

/// Memory of a VM, beside [`Vm::memory`], which is the most that it can have without being stopped.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// What the balloon leaves it, in bytes; `None`: all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current: Option<u64>,
    /// The balloon hands back what the guest has freed, and gives way when the guest runs short.
    pub gives_back: bool,
}

/// A kind of device to boot from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BootKind {
    /// A floppy disk.
    Floppy,
    /// A disc.
    Disc,
    /// A hard disk.
    HardDisk,
    /// The network.
    Network,
}

impl BootKind {
    /// What a new VM tries of which nothing else is said, in order.
    pub const USUAL: [Self; 3] = [Self::HardDisk, Self::Disc, Self::Network];
}

/// One device to boot from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BootDevice {
    /// A drive, by libvirt's name of its place.
    Drive(String),
    /// A network adapter.
    Adapter(AdapterAlias),
}

/// In which order a VM looks for something to boot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BootOrder {
    /// By kinds of devices.
    Kinds(Vec<BootKind>),
    /// By device.
    Devices(Vec<BootDevice>),
}

impl Default for BootOrder {
    fn default() -> Self {
        Self::Kinds(Vec::new())
    }
}

/// The firmware of a VM.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Firmware {
    /// UEFI (edk2); else a BIOS (SeaBIOS).
    pub uefi: bool,
    /// With UEFI: it boots only what is signed.
    pub secure_boot: bool,
    /// What it tries to boot, in order.
    pub boot: BootOrder,
}

/// What is behind a serial port.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SerialPort {
    /// A terminal of the host, which the VM gets when it starts.
    Terminal,
    /// A Unix socket of the host, by its path.
    Socket(String),
    /// Anything else, which iovsh reads and never writes: libvirt's word for it.
    Other(String),
}

/// The display of a VM.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Video {
    /// The kind of graphics card, for example `virtio`.
    pub model: String,
    /// Width and height that it offers, where that is said.
    pub resolution: Option<(u16, u16)>,
}

/// Where the display of a VM can be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Graphics {
    /// The protocol: `vnc`, `spice`.
    pub kind: String,
    /// The address that it listens at, where that is known.
    pub listen: Option<String>,
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Hardware {
    /// Processors.
    pub processors: Processors,
    /// Memory.
    pub memory: Memory,
    /// Firmware.
    pub firmware: Firmware,
    /// The version of its TPM; `None` without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tpm: Option<String>,
    /// Serial ports, from the first one on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub serial: Vec<SerialPort>,
    /// Graphics card.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video: Option<Video>,
    /// Where its display can be looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub graphics: Option<Graphics>,
}

impl Hardware {
    /// That of a new VM, whose second serial port leads to this socket, and which tries to boot from these kinds of devices.
    #[must_use]
    pub fn of_new(
        memory: u64,
        vcpus: u32,
        serial_socket: Option<&String>,
        boot: Vec<BootKind>,
    ) -> Self {
        let mut serial = vec![SerialPort::Terminal];
        serial.extend(serial_socket.map(|path| SerialPort::Socket(path.clone())));
        Self {
            processors: Processors {
                maximum: vcpus.max(1),
                ..Processors::default()
            },
            memory: Memory {
                current: Some(memory),
                gives_back: false,
            },
            firmware: Firmware {
                boot: BootOrder::Kinds(boot),
                ..Firmware::default()
            },
            serial,
            ..Self::default()
        }
    }
}

impl Vm {
    /// The most processors that it can have without being stopped.
    #[must_use]
    pub fn most_processors(&self) -> u32 {
        self.hardware.processors.maximum.max(self.vcpus)
    }

    /// The memory that the balloon leaves it, in bytes.
    #[must_use]
    pub fn current_memory(&self) -> u64 {
        let current = self.hardware.memory.current.unwrap_or(self.memory);
        current.min(self.memory)
    }
}
