//! Room for virtual functions on the way to a card: numbers that requests find them by (ARI, bus numbers), and memory.

use crate::model::{PhysicalFunction, VfMemory};
use crate::policy::diagnosis::finding::{Finding, Layer, Severity};

const ARI_MENU: &str =
    "'ARI Support', 'ARI Forwarding', 'Alternative Routing ID' (under 'PCIe' or 'AMD CBS > NBIO')";
pub(super) const NUMBERS_MENU: &str = "'ARI Support'; the number of PCI buses ('PCI Bus Padding')";

/// Virtual functions that no request finds, as the port above the card forwards none beyond the eighth function of a device; or that need
/// another bus for the same reason, where there is none.
pub(super) fn without_ari(function: &PhysicalFunction, name: &str) -> Option<Finding> {
    let ari = function.ari.as_ref()?;
    let port = ari.port.filter(|_| ari.forwards == Some(false))?;
    let lost = function.unreachable_vfs();
    let short = lost == 0 && function.bus_numbers == Some(false) && ari.device != Some(false);
    if lost == 0 && !short {
        return None;
    }
    let severity = match short && function.most_vfs() > 0 || lost > 0 && lost < function.total_vfs {
        true => Severity::Warning,
        false => Severity::Obstacle,
    };
    let says = match short {
        true => format!(
            "The port above the card forwards no requests to functions beyond the eighth (ARI), so its virtual functions need buses of their own, and there are numbers for {} of {}.",
            function.most_vfs(),
            function.total_vfs
        ),
        false => format!(
            "The port above the card forwards no requests to functions beyond the eighth (ARI): {lost} of {} virtual functions cannot be reached.",
            function.total_vfs
        ),
    };
    let bridge = format!("/sys/bus/pci/devices/{port}/config");
    let (evidence, step) = match (ari.device, ari.port_can) {
        (Some(false), _) => (
            format!(
                "/sys/bus/pci/devices/{}/config has no extended capability 0x0e",
                function.address
            ),
            "Update the firmware of the card: without that capability only virtual functions up to the eighth function are reached.",
        ),
        (_, Some(false)) => (
            format!("{bridge}: Device Capabilities 2 has no bit 5 (ARI Forwarding Supported)"),
            "Put the card into a slot whose port has ARI, or switch ARI on in the firmware.",
        ),
        (_, Some(true)) => (
            format!(
                "{bridge}: Device Control 2 has bit 5 (ARI Forwarding Enable) off, and Device Capabilities 2 has it"
            ),
            "Take 'pci=noari' out of the kernel command line where it stands there (/proc/cmdline), or switch ARI on in the firmware.",
        ),
        (_, None) => (
            format!(
                "/sys/bus/pci/devices/{}/ari_enabled is 0; whether the port {port} could is known to root alone",
                function.address
            ),
            "Look again as root, 'sudo iovsh Test-VMHostIov': it then says whether the port cannot, or was not told to.",
        ),
    };
    Some(
        Finding::new(Layer::Nic, severity, "Nic.NoAri", name)
            .says(says)
            .shown_by(evidence)
            .then(step)
            .in_firmware(ARI_MENU),
    )
}

/// Bus numbers for some of the virtual functions, and not for all.
pub(super) fn few_numbers(function: &PhysicalFunction, name: &str) -> Option<Finding> {
    let most = function.most_vfs();
    if function.bus_numbers != Some(false) || most == 0 || most >= function.total_vfs {
        return None;
    }
    Some(
        Finding::new(Layer::Nic, Severity::Warning, "Nic.FewBusNumbers", name)
            .says(format!(
                "There are PCI bus numbers for {most} of {} virtual functions.",
                function.total_vfs
            ))
            .shown_by(numbers_evidence(function))
            .then("Nothing has to be done where that is enough; else use another slot, or boot with 'pci=assign-busses'.")
            .in_firmware(NUMBERS_MENU),
    )
}

/// Where the first virtual function without a bus number would be.
pub(super) fn numbers_evidence(function: &PhysicalFunction) -> String {
    let first = function.most_vfs();
    let last_bus = match function.last_bus {
        Some(bus) => format!("{bus:02x}, the last bus of the port above"),
        None => "the last bus of the port above".to_owned(),
    };
    format!(
        "VF {first} of {} would be behind {last_bus} (sriov_offset {}, sriov_stride {})",
        function.address, function.vf_offset, function.vf_stride
    )
}

/// What is the matter with the memory, with how much of it is missing.
pub(super) fn memory_text(function: &PhysicalFunction, plain: &str) -> String {
    let Some(memory) = &function.vf_memory else {
        return plain.to_owned();
    };
    let Some(needed) = memory.needed else {
        return plain.to_owned();
    };
    let missing = match (memory.missing(), memory.window) {
        (_, None) => "the port above has no window for it".to_owned(),
        (Some(missing), Some(_)) => format!("{} are missing", bytes(missing)),
        (None, Some(_)) => {
            "the window has room for it, in pieces or at places that do not fit".to_owned()
        }
    };
    format!(
        "{plain} {} virtual functions need {} of {}: {missing}.",
        function.total_vfs,
        bytes(needed),
        kind(memory)
    )
}

/// The files that show it: the window, what is free in it, and the words of the kernel.
pub(super) fn memory_evidence(function: &PhysicalFunction) -> String {
    let own = format!(
        "/sys/bus/pci/devices/{}/resource: lines 8 to 13, the memory of the virtual functions, have no addresses",
        function.address
    );
    let Some(memory) = &function.vf_memory else {
        return own;
    };
    let mut parts = vec![own];
    if let Some(port) = memory.port {
        let file = format!("/sys/bus/pci/devices/{port}/resource");
        parts.push(match memory.window {
            Some(window) => format!(
                "{file}: the window {:#x}-{:#x} has {}, of which {} are free",
                window.first,
                window.last,
                bytes(window.size()),
                bytes(window.free)
            ),
            None => format!("{file}: lines 15 and 16 are no window"),
        });
    }
    parts.extend(memory.log.iter().map(|line| format!("dmesg: {line}")));
    parts.join("; ")
}

fn kind(memory: &VfMemory) -> &'static str {
    match memory.prefetchable {
        true => "prefetchable memory",
        false => "memory",
    }
}

/// Bytes in the unit that leaves the fewest digits and loses nothing that matters.
fn bytes(count: u64) -> String {
    match count {
        0..0x10_0000 => format!("{} KiB", count.div_ceil(0x400)),
        0x10_0000..0x4000_0000 if count.is_multiple_of(0x10_0000) => {
            format!("{} MiB", count / 0x10_0000)
        }
        0x10_0000..0x4000_0000 => format!("{} KiB", count.div_ceil(0x400)),
        _ => format!("{} MiB", count.div_ceil(0x10_0000)),
    }
}
