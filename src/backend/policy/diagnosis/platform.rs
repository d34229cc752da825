//! Processor, firmware and kernel.

use crate::model::{HostReason, State};
use crate::policy::diagnosis::finding::{Finding, Layer, Severity};
use crate::policy::vf::support::host_reasons;

const IOMMU_MENU: &str = "Intel: 'VT-d', 'Intel VT for Directed I/O'; AMD: 'IOMMU', 'AMD-Vi' (under 'NBIO' or 'AMD CBS'); Arm: 'SMMU'. With some boards 'SR-IOV Support' beside it";
const VIRTUALIZATION_MENU: &str =
    "Intel: 'VT-x', 'Intel Virtualization Technology'; AMD: 'SVM Mode'";
const ACS_MENU: &str = "'ACS Enable', 'PCIe ACS Support' (under 'PCIe' or 'AMD CBS > NBIO')";
const REMAPPING_MENU: &str = "'Interrupt Remapping', 'x2APIC' beside 'VT-d' or 'IOMMU'";

pub(super) fn findings(state: &State) -> Vec<Finding> {
    let host = state.host.name.as_str();
    let mut reasons = host_reasons(state);
    // Each needs the ones before: without PCI Express nothing else counts.
    reasons.sort_by_key(|reason| order(*reason));
    let mut found = Vec::new();
    if !state.host.kvm {
        found.push(
            Finding::new(Layer::Platform, Severity::Obstacle, "Platform.NoKvm", host)
                .says("The kernel runs no virtual machines on this processor.")
                .shown_by("/dev/kvm is not there")
                .then("Switch virtualization on in the firmware, or load the module: 'modprobe kvm_intel' or 'modprobe kvm_amd'.")
                .in_firmware(VIRTUALIZATION_MENU)
                .by_hand("Where it is not the firmware, somebody keeps the module away (a blacklist in /etc/modprobe.d), and whoever did so has to say otherwise."),
        );
    }
    found.extend(reasons.into_iter().map(|reason| of_reason(state, reason)));
    let iommu = &state.iommu;
    if iommu.unsafe_interrupts_allowed && iommu.interrupt_remapping == Some(false) {
        found.push(
            Finding::new(Layer::Platform, Severity::Warning, "Platform.UnsafeInterrupts", host)
                .says("Interrupt remapping is missing, and somebody allowed virtual functions without it: a virtual machine with one can send interrupts to the host.")
                .shown_by("/sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts is Y")
                .then("Disable-VMHostIovOverride takes it back, but for what stands in other files of /etc/modprobe.d or on the kernel command line ('allow_unsafe_interrupts=1'). Leave it so only where all virtual machines are trusted, and enable interrupt remapping in the firmware.")
                .in_firmware(REMAPPING_MENU)
                .by_hand("Somebody accepted the risk; without it no machine has a virtual function here until the firmware is changed."),
        );
    }
    if let Some(pages) = state.host.huge_pages
        && pages.total > 0
        && pages.free == 0
    {
        let kib = pages.size / 1024;
        found.push(
            Finding::new(Layer::Platform, Severity::Warning, "Platform.NoHugePagesLeft", host)
                .says("All huge pages that were set aside are in use: a virtual machine whose memory is made of them (<hugepages/> in its definition) does not start. One with a virtual function cannot have less memory than it asks for, as all of it is locked.")
                .shown_by(format!("/proc/meminfo: HugePages_Total {}, HugePages_Free 0, of {kib} KiB each", pages.total))
                .then(format!("Set more aside: sysctl vm.nr_hugepages={}; 'vm.nr_hugepages' in /etc/sysctl.d keeps it.", pages.total.saturating_mul(2)))
                .by_hand("How much memory the host can spare for them is not known here."),
        );
    }
    if let Some(mode) = &iommu.lockdown {
        found.push(
            Finding::new(Layer::Platform, Severity::Note, "Platform.Lockdown", host)
                .says("The kernel is locked down (Secure Boot). iovsh works all the same; vendors' tools for the firmware of NICs may not.")
                .shown_by(format!("/sys/kernel/security/lockdown is {mode}"))
                .then("Configure the firmware of a NIC in the menus of the machine's firmware, or with Secure Boot off.")
                .by_hand("It is as it was meant, and nothing has to be done."),
        );
    }
    found
}

fn order(reason: HostReason) -> u8 {
    match reason {
        HostReason::NoPciExpress => 0,
        HostReason::NoSlat => 1,
        HostReason::NotEnabledInFirmware => 2,
        HostReason::RemappingDisabled => 3,
        HostReason::NoDmaRemapping => 4,
        HostReason::FirmwareTablesWrong => 5,
        HostReason::NoInterruptRemapping => 6,
        HostReason::NoOscControl => 7,
        HostReason::NoAcsAtRootPort => 8,
        HostReason::NoVfioDriver => 9,
    }
}

fn of_reason(state: &State, reason: HostReason) -> Finding {
    let (code, evidence, menu) = match reason {
        HostReason::NoPciExpress => (
            "Platform.NoPciExpress",
            "no device under /sys/bus/pci/devices has max_link_speed",
            None,
        ),
        HostReason::NoSlat => (
            "Platform.NoSlat",
            "/sys/module/kvm_intel/parameters/ept (or kvm_amd/parameters/npt) is N",
            Some(VIRTUALIZATION_MENU),
        ),
        HostReason::NotEnabledInFirmware => (
            "Platform.NotEnabledInFirmware",
            "no DMAR, IVRS, IORT or VIOT under /sys/firmware/acpi/tables, and /sys/class/iommu is empty",
            Some(IOMMU_MENU),
        ),
        HostReason::RemappingDisabled => (
            "Platform.RemappingDisabled",
            "/proc/cmdline has intel_iommu=off, amd_iommu=off or iommu=off",
            None,
        ),
        HostReason::NoDmaRemapping => (
            "Platform.NoDmaRemapping",
            "/sys/class/iommu is empty, although the firmware describes an IOMMU",
            None,
        ),
        HostReason::FirmwareTablesWrong => (
            "Platform.FirmwareTablesWrong",
            "the kernel log calls the firmware's DMAR or IVRS table wrong ('dmesg | grep -e DMAR -e AMD-Vi')",
            None,
        ),
        HostReason::NoInterruptRemapping => (
            "Platform.NoInterruptRemapping",
            "/proc/interrupts names no chip with IR-, or intremap=off stands in /proc/cmdline",
            Some(REMAPPING_MENU),
        ),
        HostReason::NoOscControl => (
            "Platform.NoOscControl",
            "the kernel log says that _OSC was refused ('dmesg | grep _OSC')",
            None,
        ),
        HostReason::NoAcsAtRootPort => (
            "Platform.NoAcsAtRootPort",
            "no root port has the extended capability 0x0d in its config",
            Some(ACS_MENU),
        ),
        HostReason::NoVfioDriver => (
            "Platform.NoVfioDriver",
            "/sys/bus/pci/drivers/vfio-pci is not there, and no such module is installed",
            None,
        ),
    };
    let finding = Finding::new(
        Layer::Platform,
        Severity::Obstacle,
        code,
        state.host.name.as_str(),
    )
    .says(reason.text())
    .shown_by(evidence)
    .then(reason.next_step());
    match menu {
        Some(menu) => finding.in_firmware(menu),
        None => finding.by_hand(match reason {
            HostReason::RemappingDisabled | HostReason::NoDmaRemapping => {
                "It stands in the kernel's command line, which takes effect at the next start of the host."
            }
            HostReason::NoVfioDriver => {
                "No such module is installed for this kernel; one that is installed is loaded by itself when a virtual function is first given away."
            }
            _ => "It is a matter of the machine and its firmware.",
        }),
    }
}
