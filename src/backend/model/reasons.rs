//! Hyper-V's reason and status codes, with its numbers and texts, and the few that only Linux needs.

use std::fmt;

/// Why SR-IOV cannot work on a host (`(Get-VMHost).IovSupportReasons`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum HostReason {
    /// No second level address translation.
    NoSlat = 1,
    /// No interrupt remapping.
    NoInterruptRemapping = 2,
    /// No DMA remapping.
    NoDmaRemapping = 3,
    /// I/O remapping was switched off by configuration (kernel command line).
    RemappingDisabled = 4,
    /// The firmware offers no I/O virtualization: no chipset support, or off in the BIOS.
    NotEnabledInFirmware = 5,
    /// The firmware's remapping tables are wrong.
    FirmwareTablesWrong = 6,
    /// No PCI Express bus.
    NoPciExpress = 7,
    /// The firmware kept control of PCI Express (`_OSC`).
    NoOscControl = 8,
    /// No root port has Access Control Services.
    NoAcsAtRootPort = 9,
    /// Linux only: the `vfio-pci` driver is not there.
    NoVfioDriver = 101,
}

impl HostReason {
    /// All of them, by number.
    pub const ALL: [Self; 10] = [
        Self::NoSlat,
        Self::NoInterruptRemapping,
        Self::NoDmaRemapping,
        Self::RemappingDisabled,
        Self::NotEnabledInFirmware,
        Self::FirmwareTablesWrong,
        Self::NoPciExpress,
        Self::NoOscControl,
        Self::NoAcsAtRootPort,
        Self::NoVfioDriver,
    ];

    /// The name, as in the code of the finding (`Platform.NoSlat`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NoSlat => "NoSlat",
            Self::NoInterruptRemapping => "NoInterruptRemapping",
            Self::NoDmaRemapping => "NoDmaRemapping",
            Self::RemappingDisabled => "RemappingDisabled",
            Self::NotEnabledInFirmware => "NotEnabledInFirmware",
            Self::FirmwareTablesWrong => "FirmwareTablesWrong",
            Self::NoPciExpress => "NoPciExpress",
            Self::NoOscControl => "NoOscControl",
            Self::NoAcsAtRootPort => "NoAcsAtRootPort",
            Self::NoVfioDriver => "NoVfioDriver",
        }
    }

    /// The number, Microsoft's where it has one.
    #[must_use]
    pub fn code(self) -> u8 {
        self as u8
    }

    /// What it may come from.
    #[must_use]
    pub fn causes(self) -> &'static str {
        match self {
            Self::NoSlat => {
                "A processor of the time before 2008, a nested machine whose own host does not pass the feature on, or a module that was loaded with it off."
            }
            Self::NoInterruptRemapping => {
                "The firmware leaves it off, an erratum of the chipset makes the kernel switch it off, or 'intremap=off' stands on the kernel command line."
            }
            Self::NoDmaRemapping => {
                "The kernel was built or started so that it does not use the IOMMU that the firmware describes."
            }
            Self::RemappingDisabled => {
                "Somebody has put it on the kernel command line, often while looking for another fault."
            }
            Self::NotEnabledInFirmware => {
                "The setting is off, as it is on most boards when they are delivered, or the chipset has no IOMMU."
            }
            Self::FirmwareTablesWrong => {
                "The DMAR or IVRS table of the firmware names devices that are not there, or leaves out some that are."
            }
            Self::NoPciExpress => {
                "The machine is a nested one with an old machine type, or the kernel was started with 'pci=' options that hide the bus."
            }
            Self::NoOscControl => {
                "The firmware refused the kernel's request (_OSC), or the kernel was started with 'pcie_ports=compat'."
            }
            Self::NoAcsAtRootPort => {
                "The root ports lack the capability, or the firmware has it switched off."
            }
            Self::NoVfioDriver => {
                "The module is not installed with this kernel, or a rule forbids it to be loaded."
            }
        }
    }

    /// The text, Hyper-V's own where it has one.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::NoSlat => {
                "SR-IOV cannot be used on this computer because the processor does not support second level address translation (SLAT). For Intel processors, this feature might be referred to as Extended Page Tables (EPT). For AMD processors, this feature might be referred to as Rapid Virtualization Indexing (RVI) or Nested Page Tables (NPT)."
            }
            Self::NoInterruptRemapping => {
                "The chipset on the system does not do interrupt remapping, without which SR-IOV cannot be supported."
            }
            Self::NoDmaRemapping => {
                "The chipset on the system does not do DMA remapping, without which SR-IOV cannot be supported."
            }
            Self::RemappingDisabled => {
                "SR-IOV cannot be used on this system as it has been configured to disable the use of I/O remapping hardware."
            }
            Self::NotEnabledInFirmware => {
                "Ensure that the system has chipset support for SR-IOV and that I/O virtualization is enabled in the BIOS."
            }
            Self::FirmwareTablesWrong => {
                "To use SR-IOV on this computer, the BIOS must be updated because it contains incorrect information describing the hardware capabilities. Contact your computer manufacturer for an update."
            }
            Self::NoPciExpress => {
                "SR-IOV cannot be used on this system as it is reporting that there is no PCI Express Bus. Contact your system manufacturer for further information."
            }
            Self::NoOscControl => {
                "To use SR-IOV on this system, the system BIOS must be updated to allow Windows to control PCI Express. Contact your system manufacturer for an update."
            }
            Self::NoAcsAtRootPort => {
                "SR-IOV cannot be used on this system as the PCI Express hardware does not support Access Control Services (ACS) at any root port. Contact your system vendor for further information."
            }
            Self::NoVfioDriver => {
                "SR-IOV cannot be used on this system as the kernel has no vfio-pci driver to hand a device to a virtual machine."
            }
        }
    }

    /// What an admin can do about it on Linux.
    #[must_use]
    pub fn next_step(self) -> &'static str {
        match self {
            Self::NoSlat => {
                "Enable EPT or NPT (parameter 'ept' of kvm_intel, 'npt' of kvm_amd), or use a processor that has it."
            }
            Self::NoInterruptRemapping => {
                "Enable VT-d or AMD-Vi with interrupt remapping in the firmware and remove 'intremap=off' from the kernel command line. Where every virtual machine is trusted, 'Enable-VMHostIovOverride' accepts the risk."
            }
            Self::NoDmaRemapping => {
                "Boot with 'intel_iommu=on' on an Intel machine; AMD and Arm machines use their IOMMU on their own."
            }
            Self::RemappingDisabled => {
                "Remove 'intel_iommu=off', 'amd_iommu=off' or 'iommu=off' from the kernel command line and restart."
            }
            Self::NotEnabledInFirmware => {
                "Enable VT-d, AMD-Vi or 'IOMMU' in the firmware (it may be in two places), then switch the machine off and on."
            }
            Self::FirmwareTablesWrong => {
                "Update the firmware; the kernel log has a line with 'DMAR' or 'AMD-Vi' that names the fault."
            }
            Self::NoPciExpress => {
                "SR-IOV needs PCI Express; in a nested machine choose a q35 machine type."
            }
            Self::NoOscControl => {
                "Update the firmware, or boot with 'pcie_ports=native' if you know what the firmware does with PCI Express."
            }
            Self::NoAcsAtRootPort => {
                "Use a slot behind a root port that has ACS; 'pcie_acs_override' splits groups without isolating them."
            }
            Self::NoVfioDriver => "Load the module: 'modprobe vfio-pci'.",
        }
    }
}

impl fmt::Display for HostReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

/// Whether SR-IOV can work on an adapter (`Get-NetAdapterSriov`, property `SriovSupport`). 0 to 7 are Hyper-V's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum SriovSupport {
    /// It cannot be told.
    Unknown = 0,
    /// It can.
    Supported = 1,
    /// No Access Control Services on the way to the root.
    MissingAcs = 2,
    /// The device or its driver cannot do SR-IOV.
    MissingPfDriver = 3,
    /// Too few PCI bus numbers.
    NoBusResources = 4,
    /// The platform has no usable IOMMU.
    NoIoMmuSupport = 5,
    /// No memory space for the VFs' BARs.
    NoVfBarSpace = 6,
    /// The firmware kept control of PCI Express.
    NoOscSupport = 7,
    /// Linux only: the PF itself is bound to `vfio-pci`.
    PfOnVfio = 101,
    /// Linux only: the firmware of the NIC allows no VFs (`sriov_totalvfs` is 0).
    FirmwareVfLimit = 102,
    /// Linux only: the NIC shows no SR-IOV capability, which its driver could use.
    HiddenByFirmware = 103,
}

impl SriovSupport {
    /// All of them, by number.
    pub const ALL: [Self; 11] = [
        Self::Unknown,
        Self::Supported,
        Self::MissingAcs,
        Self::MissingPfDriver,
        Self::NoBusResources,
        Self::NoIoMmuSupport,
        Self::NoVfBarSpace,
        Self::NoOscSupport,
        Self::PfOnVfio,
        Self::FirmwareVfLimit,
        Self::HiddenByFirmware,
    ];

    /// Nothing speaks against SR-IOV. What a driver can do that nothing is known of, the kernel's answers decide.
    #[must_use]
    pub fn is_usable(self) -> bool {
        matches!(self, Self::Supported | Self::Unknown)
    }

    /// The number, Microsoft's where it has one.
    #[must_use]
    pub fn code(self) -> u8 {
        self as u8
    }

    /// The name as PowerShell shows it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Unknown => "Unknown",
            Self::Supported => "Supported",
            Self::MissingAcs => "MissingAcs",
            Self::MissingPfDriver => "MissingPfDriver",
            Self::NoBusResources => "NoBusResources",
            Self::NoIoMmuSupport => "NoIoMmuSupport",
            Self::NoVfBarSpace => "NoVfBarSpace",
            Self::NoOscSupport => "NoOscSupport",
            Self::PfOnVfio => "PfOnVfio",
            Self::FirmwareVfLimit => "FirmwareVfLimit",
            Self::HiddenByFirmware => "HiddenByFirmware",
        }
    }

    /// The text, Hyper-V's own where it has one.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Unknown => {
                "Ensure that the computer has hardware support for SR-IOV and that I/O virtualization is enabled in the BIOS."
            }
            Self::Supported => "SR-IOV is supported and should be functioning properly.",
            Self::MissingAcs => {
                "SR-IOV cannot be used on this network adapter as the PCI Express hardware does not support Access Control Services (ACS)."
            }
            Self::MissingPfDriver => {
                "SR-IOV cannot be used on this network adapter as the device or device driver does not support SR-IOV."
            }
            Self::NoBusResources => {
                "SR-IOV cannot be used on this network adapter as there are not enough PCI Express bus numbers available."
            }
            Self::NoIoMmuSupport => {
                "SR-IOV cannot be used on this network adapter as the system has no working DMA and interrupt remapping."
            }
            Self::NoVfBarSpace => {
                "SR-IOV cannot be used on this network adapter as there are not enough PCI Express BAR resources available."
            }
            Self::NoOscSupport => {
                "To use SR-IOV on this network adapter, the system BIOS must be updated to hand over control of PCI Express."
            }
            Self::PfOnVfio => {
                "SR-IOV cannot be managed on this network adapter as the adapter itself is bound to vfio-pci."
            }
            Self::FirmwareVfLimit => {
                "SR-IOV cannot be used on this network adapter as its firmware allows no virtual functions."
            }
            Self::HiddenByFirmware => {
                "SR-IOV cannot be used on this network adapter as it shows no SR-IOV capability, although its driver can use one: its firmware may hide it."
            }
        }
    }

    /// What it may come from.
    #[must_use]
    pub fn causes(self) -> &'static str {
        match self {
            Self::Unknown => {
                "The driver is none that iovsh knows, or the files of the PCI device cannot be read."
            }
            Self::Supported => "Everything that is needed was found.",
            Self::MissingAcs => {
                "A bridge or port between the card and the processor cannot keep devices apart, so that the card is in one IOMMU group with others."
            }
            Self::MissingPfDriver => {
                "The card has no SR-IOV, or its driver makes no virtual functions, or no driver is loaded for it."
            }
            Self::NoBusResources => {
                "The firmware gave the port above the card too few bus numbers for all virtual functions."
            }
            Self::NoIoMmuSupport => {
                "The platform has a reason of its own; it stands in IovSupportReasons of Get-VMHost."
            }
            Self::NoVfBarSpace => {
                "The firmware left no memory window for the virtual functions, most often because 'Above 4G decoding' is off."
            }
            Self::NoOscSupport => {
                "The firmware kept control of PCI Express, so that the kernel may not change what virtual functions need."
            }
            Self::PfOnVfio => {
                "Somebody has bound the card itself to vfio-pci, by hand, with driverctl or for a virtual machine that has the whole card."
            }
            Self::FirmwareVfLimit => {
                "SR-IOV is off in the card's own firmware, or its number of virtual functions is 0."
            }
            Self::HiddenByFirmware => {
                "The card's own firmware, or a switch in the machine's setup, hides the capability."
            }
        }
    }

    /// What an admin can do about it.
    #[must_use]
    pub fn next_step(self) -> &'static str {
        match self {
            Self::Supported => "Nothing has to be done.",
            Self::Unknown | Self::NoIoMmuSupport => {
                "Look at 'Get-VMHost | Format-List Iov*' for the platform's reasons."
            }
            Self::MissingAcs => {
                "Try another slot: one behind a root port with ACS puts the adapter into an IOMMU group of its own."
            }
            Self::MissingPfDriver => {
                "Choose a NIC that 'Get-NetAdapterSriov' lists as Supported, or load the vendor's driver."
            }
            Self::NoBusResources => {
                "Make fewer VFs, use another slot, or boot with 'pci=assign-busses'."
            }
            Self::NoVfBarSpace => {
                "Enable SR-IOV and 'Above 4G decoding' in the firmware; 'pci=realloc' is the second choice."
            }
            Self::NoOscSupport => "Update the firmware of the machine.",
            Self::PfOnVfio => "Give the adapter back to its own driver.",
            Self::FirmwareVfLimit => {
                "Enable SR-IOV and raise the number of VFs in the NIC's own firmware, then restart the machine."
            }
            Self::HiddenByFirmware => {
                "If the NIC can do SR-IOV, switch it on in the NIC's own page of the firmware setup (Device Settings, Virtualization), then power-cycle the machine."
            }
        }
    }
}

impl fmt::Display for SriovSupport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Why an adapter that asked for a VF is not on one: Hyper-V's `VMOperationalStatus` codes for SR-IOV.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u16)]
pub enum IovReason {
    /// The host cannot do SR-IOV.
    NoIommu = 32785,
    /// The switch's NIC cannot do SR-IOV.
    NoIovSupportInNic = 32786,
    /// The switch was made without IOV mode.
    SwitchNotInIovMode = 32787,
    /// A policy of the adapter cannot be kept on a VF.
    IovBlockedByPolicy = 32788,
    /// No VF is free.
    IovNoAvailResources = 32789,
    /// A VF is attached but the guest does not drive it.
    IovGuestDriversNeeded = 32790,
}

impl IovReason {
    /// All of them, by number.
    pub const ALL: [Self; 6] = [
        Self::NoIommu,
        Self::NoIovSupportInNic,
        Self::SwitchNotInIovMode,
        Self::IovBlockedByPolicy,
        Self::IovNoAvailResources,
        Self::IovGuestDriversNeeded,
    ];

    /// Hyper-V's name of the code.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NoIommu => "NoIommu",
            Self::NoIovSupportInNic => "NoIovSupportInNic",
            Self::SwitchNotInIovMode => "SwitchNotInIovMode",
            Self::IovBlockedByPolicy => "IovBlockedByPolicy",
            Self::IovNoAvailResources => "IovNoAvailResources",
            Self::IovGuestDriversNeeded => "IovGuestDriversNeeded",
        }
    }

    /// Hyper-V's number.
    #[must_use]
    pub fn code(self) -> u16 {
        self as u16
    }

    /// What it means.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::NoIommu => "The host cannot do SR-IOV; see (Get-VMHost).IovSupportReasons.",
            Self::NoIovSupportInNic => {
                "The network adapter behind the switch cannot do SR-IOV; see Get-NetAdapterSriov."
            }
            Self::SwitchNotInIovMode => {
                "The switch is not in IOV mode, which is chosen when it is made."
            }
            Self::IovBlockedByPolicy => {
                "A setting of the adapter cannot be enforced on a virtual function."
            }
            Self::IovNoAvailResources => {
                "No virtual function is free on the switch's network adapter."
            }
            Self::IovGuestDriversNeeded => {
                "A virtual function is attached, but the guest does not use it; it may lack the driver."
            }
        }
    }

    /// What it may come from. The adapter's own description says which of these it is.
    #[must_use]
    pub fn causes(self) -> &'static str {
        match self {
            Self::NoIommu => {
                "The IOMMU is off in the firmware or on the kernel command line, it cannot remap interrupts, or the kernel has no vfio-pci."
            }
            Self::NoIovSupportInNic => {
                "The switch's network adapter is missing, or its SriovSupport is something else than Supported."
            }
            Self::SwitchNotInIovMode => {
                "The switch was made without -EnableIov $true, or the adapter is connected to a bridge that New-VMSwitch did not make."
            }
            Self::IovBlockedByPolicy => {
                "The adapter has a guard (DhcpGuard, RouterGuard), port mirroring, port ACLs, a trunk of VLANs, or a limit that the driver of the virtual functions cannot keep."
            }
            Self::IovNoAvailResources => {
                "Other adapters have all virtual functions, none have been made, SR-IOV is disabled on the network adapter, the adapter is connected to no switch, or its partner in the guest's team is on the same network adapter."
            }
            Self::IovGuestDriversNeeded => {
                "The guest has not started so far, has no driver for the virtual function, or a virtio driver that cannot fail over."
            }
        }
    }

    /// What an admin can do about it.
    #[must_use]
    pub fn next_step(self) -> &'static str {
        match self {
            Self::NoIommu => {
                "'Get-VMHost | Format-List Iov*' names the platform's reasons and what to do about each."
            }
            Self::NoIovSupportInNic => {
                "Look at 'Get-NetAdapterSriov | Format-List Name, Sriov*', and make the switch on a network adapter that is Supported."
            }
            Self::SwitchNotInIovMode => {
                "Connect the adapter to a switch in IOV mode, 'Connect-VMNetworkAdapter web1 -SwitchName NAME'; 'New-VMSwitch NAME -NetAdapterName NIC -EnableIov $true' makes one. The mode of a switch never changes."
            }
            Self::IovBlockedByPolicy => {
                "'Get-VMNetworkAdapter web1 | Format-List Iov*' names the setting, and in IovNextStep the command that takes it back."
            }
            Self::IovNoAvailResources => {
                "'Get-NetAdapterSriovVf' shows who has them, 'Get-NetAdapterSriov' how many there can be; 'Set-NetAdapterSriov NIC -NumVFs N' makes more, and 'Set-VMHost -IovPreemptionEnabled $true' lets a higher IovWeight take one."
            }
            Self::IovGuestDriversNeeded => {
                "Look in the guest whether it has the device and a driver for it ('lspci -k'); until then its frames go the paravirtual way."
            }
        }
    }
}

impl fmt::Display for IovReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
