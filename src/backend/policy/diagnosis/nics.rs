//! Cards, their slots, their drivers, and their virtual functions.

use crate::model::{
    LinkKind, NetAdapter, NetworkTool, PhysicalFunction, SriovSupport, State, VirtualFunction,
    driver_traits,
};
use crate::plan::program;
use crate::policy::diagnosis::about::About;
use crate::policy::diagnosis::finding::{Finding, Layer, Severity};
use crate::policy::diagnosis::vf_room;
use crate::policy::guard;
use crate::policy::intent::Intent;
use crate::policy::vf::obstacle::{Obstacle, used_by_host};
use crate::policy::vf::support::adapter_support;
use crate::policy::word::pattern;

const SRIOV_MENU: &str = "'SR-IOV Support', 'SR-IOV Global Enable', and in the menu of the card 'Virtualization Mode: SR-IOV'";
const BAR_MENU: &str =
    "'Above 4G Decoding', 'Memory Mapped I/O above 4GB', 'MMIOH Size', and 'SR-IOV Support'";
const ACS_MENU: &str = "'ACS Enable', 'PCIe ACS Support'; 'ARI Support' beside it";

pub(super) fn findings(state: &State, about: &About) -> Vec<Finding> {
    let mut found = Vec::new();
    let hidden = state.links.iter().filter(|link| hides_sriov(state, link));
    found.extend(hidden.map(capability_hidden));
    if state.functions.is_empty() {
        found.push(
            Finding::new(
                Layer::Nic,
                Severity::Obstacle,
                "Nic.NoSriov",
                state.host.name.as_str(),
            )
            .says("No network adapter of this host has the SR-IOV capability.")
            .shown_by("no device under /sys/bus/pci/devices has sriov_totalvfs")
            .then(
                "Install a NIC with SR-IOV; 'Get-NetAdapter -Physical' lists those that are here.",
            )
            .in_firmware(SRIOV_MENU),
        );
    }
    let named = about.named_nics().into_iter().flatten();
    let named = named.filter_map(|name| state.links.iter().find(|l| l.name.as_str() == name));
    found.extend(named.filter_map(|link| without_sriov(state, link)));
    for function in &state.functions {
        let name = name_of(function);
        found.extend(vf_room::without_ari(function, &name));
        let support = adapter_support(state, function);
        let of_platform = matches!(
            support,
            SriovSupport::NoIoMmuSupport | SriovSupport::NoOscSupport
        );
        if !support.is_usable() && !of_platform {
            found.push(unsupported(state, function, &name, support));
        }
        found.extend(vf_room::few_numbers(function, &name).filter(|_| support.is_usable()));
        of_slot(state, function, &name, &mut found);
        of_driver(state, function, &name, &mut found);
        of_vfs(state, function, &name, &mut found);
    }
    found.extend(unread(state));
    found
}

/// What stands in the configuration space of a card and is read by root alone.
fn unread(state: &State) -> Option<Finding> {
    let mut slots = state.functions.iter().filter_map(|function| {
        let slot = state.nic(function.interface.as_ref()?)?.slot.as_ref()?;
        Some((function, slot))
    });
    let (function, _) = slots.find(|(_, slot)| slot.msi.is_none() && slot.msix.is_none())?;
    Some(
        Finding::new(
            Layer::Nic,
            Severity::Note,
            "Nic.ConfigUnread",
            state.host.name.as_str(),
        )
        .says("Not all of the cards was looked at: others than root get the first 64 bytes of a configuration space, and the interrupts by messages, ARI and ACS stand behind them.")
        .shown_by(format!(
            "/sys/bus/pci/devices/{}/config ends after 64 bytes",
            function.address
        ))
        .then("Look again as root: sudo iovsh Test-VMHostIov")
        .by_hand("It takes rights that this user does not have."),
    )
}

/// A network adapter that was named, and can have no virtual functions.
fn without_sriov(state: &State, link: &NetAdapter) -> Option<Finding> {
    let is_hardware = link.kind == LinkKind::Physical;
    let is_told = is_hardware && state.functions.is_empty() || hides_sriov(state, link);
    if is_told || state.function_of(&link.name).is_some() {
        return None;
    }
    let shown = link.shown();
    let (why, evidence) = match link.kind {
        LinkKind::Physical => (
            format!("The network adapter '{shown}' has no SR-IOV capability."),
            format!(
                "/sys/class/net/{}/device/sriov_totalvfs is not there",
                link.name
            ),
        ),
        LinkKind::VirtualFunction => (
            format!("'{shown}' is a virtual function itself, and has none of its own."),
            format!("/sys/class/net/{}/device/physfn is there", link.name),
        ),
        _ => (
            format!(
                "'{shown}' is no hardware: virtual functions are of the network adapters below it."
            ),
            format!("/sys/class/net/{} has no SR-IOV capability", link.name),
        ),
    };
    Some(
        Finding::new(
            Layer::Nic,
            Severity::Obstacle,
            "Nic.NoSriov",
            link.name.to_string(),
        )
        .says(why)
        .shown_by(evidence)
        .then("Use a network adapter with SR-IOV; 'Get-NetAdapterSriov' lists those that are here.")
        .by_hand("It is a matter of the hardware."),
    )
}

fn name_of(function: &PhysicalFunction) -> String {
    let name = function.interface.as_ref().map(ToString::to_string);
    name.unwrap_or_else(|| function.address.to_string())
}

/// A NIC whose driver makes virtual functions, while the device shows no capability for them.
fn hides_sriov(state: &State, link: &NetAdapter) -> bool {
    // Of a virtio device who runs this machine decides.
    let makes_vfs = |driver: &str| driver_traits(driver).sriov && !driver.starts_with("virtio");
    link.kind == LinkKind::Physical
        && link.pci.is_some_and(|pci| state.function(pci).is_none())
        && state.function_of(&link.name).is_none()
        && link.driver.as_deref().is_some_and(makes_vfs)
}

fn capability_hidden(link: &NetAdapter) -> Finding {
    let driver = link.driver.as_deref().unwrap_or_default();
    Finding::new(Layer::Nic, Severity::Warning, "Nic.CapabilityHidden", link.name.to_string())
        .says(format!("The driver {driver} can make virtual functions, but this device shows no SR-IOV capability: its firmware may hide it, or the product lacks it."))
        .shown_by(format!("/sys/class/net/{}/device/sriov_totalvfs is not there", link.name))
        .then("Switch SR-IOV on in the NIC's own firmware (of Mellanox: mstconfig -d DEVICE set SRIOV_EN=1 NUM_OF_VFS=8), then switch the machine off and on.")
        .in_firmware(SRIOV_MENU)
}

fn unsupported(
    state: &State,
    function: &PhysicalFunction,
    name: &str,
    support: SriovSupport,
) -> Finding {
    let sysfs = format!("/sys/bus/pci/devices/{}", function.address);
    let (layer, code, evidence, menu) = match support {
        SriovSupport::MissingAcs => (
            Layer::Nic,
            "Nic.MissingAcs",
            format!(
                "{sysfs}/iommu_group has other devices too: {}",
                peers(state, function)
            ),
            Some(ACS_MENU),
        ),
        SriovSupport::NoBusResources => (
            Layer::Nic,
            "Nic.NoBusResources",
            vf_room::numbers_evidence(function),
            Some(vf_room::NUMBERS_MENU),
        ),
        SriovSupport::NoVfBarSpace => (
            Layer::Nic,
            "Nic.NoVfBarSpace",
            vf_room::memory_evidence(function),
            Some(BAR_MENU),
        ),
        SriovSupport::FirmwareVfLimit => (
            Layer::Nic,
            "Nic.FirmwareVfLimit",
            format!("{sysfs}/sriov_totalvfs is 0"),
            Some(SRIOV_MENU),
        ),
        SriovSupport::HiddenByFirmware => (
            Layer::Nic,
            "Nic.CapabilityHidden",
            format!("{sysfs}/sriov_totalvfs is not there"),
            Some(SRIOV_MENU),
        ),
        SriovSupport::PfOnVfio => (
            Layer::Driver,
            "Driver.PfOnVfio",
            format!("{sysfs}/driver is vfio-pci"),
            None,
        ),
        SriovSupport::MissingPfDriver => (
            Layer::Driver,
            "Driver.Missing",
            match &function.driver {
                Some(driver) => {
                    format!("{sysfs}/driver is {driver}, which makes no virtual functions")
                }
                None => format!("{sysfs}/driver is not there"),
            },
            None,
        ),
        SriovSupport::Unknown
        | SriovSupport::Supported
        | SriovSupport::NoIoMmuSupport
        | SriovSupport::NoOscSupport => (
            Layer::Nic,
            "Nic.Unknown",
            format!("SriovSupport is {support}"),
            None,
        ),
    };
    let address = function.address;
    let step = match support {
        SriovSupport::PfOnVfio => format!(
            "Give the adapter back to its own driver: driverctl unset-override {address}; without driverctl: echo > {sysfs}/driver_override; echo {address} > /sys/bus/pci/drivers/vfio-pci/unbind; echo {address} > /sys/bus/pci/drivers_probe."
        ),
        _ => support.next_step().to_owned(),
    };
    let says = match support {
        SriovSupport::NoVfBarSpace => vf_room::memory_text(function, support.text()),
        _ => support.text().to_owned(),
    };
    let finding = Finding::new(layer, Severity::Obstacle, code, name)
        .says(says)
        .shown_by(evidence)
        .then(step);
    match menu {
        Some(menu) => finding.in_firmware(menu),
        None => finding.by_hand(match support {
            SriovSupport::PfOnVfio => {
                "A virtual machine or a program of the host (DPDK) may have the card, which it would lose."
            }
            SriovSupport::MissingPfDriver => {
                "The driver is missing on this host, or the kernel has none for the card."
            }
            _ => "What is the matter cannot be told, and so neither what would help.",
        }),
    }
}

fn peers(state: &State, function: &PhysicalFunction) -> String {
    let device = state
        .pci
        .iter()
        .find(|device| device.address == function.address);
    let peers = device
        .map(|device| &device.group_peers)
        .into_iter()
        .flatten();
    let others: Vec<String> = peers.map(|peer| peer.address.to_string()).collect();
    match others.as_slice() {
        [] => format!("group {}", function.iommu_group.unwrap_or_default()),
        others => others.join(", "),
    }
}

fn of_slot(state: &State, function: &PhysicalFunction, name: &str, found: &mut Vec<Finding>) {
    let device = state
        .pci
        .iter()
        .find(|device| device.address == function.address);
    if device.is_some_and(|device| device.firmware_memory) {
        found.push(
            Finding::new(Layer::Nic, Severity::Obstacle, "Nic.RmrrLocked", name)
                .says("The firmware keeps memory for this device (RMRR), so the kernel does not let it go to a virtual machine.")
                .shown_by(format!("/sys/bus/pci/devices/{}/iommu_group/reserved_regions has a line that ends in 'direct'", function.address))
                .then("Update the firmware of the machine, or take the card out of the vendor's management (of HPE: 'shared memory features' of conrep), or use another slot.")
                .in_firmware("'Shared Memory Features', 'HP Shared Memory', 'RMRR'"),
        );
    }
    let slot = function
        .interface
        .as_ref()
        .and_then(|nic| state.nic(nic)?.slot.as_ref());
    let Some(slot) = slot else {
        return;
    };
    if slot.msix.is_some_and(|msix| msix.messages == 0) {
        found.push(
            Finding::new(Layer::Nic, Severity::Obstacle, "Nic.NoMsix", name)
                .says(
                    "The device has no interrupts by messages, without which virtual functions have none.",
                )
                .shown_by(format!(
                    "/sys/bus/pci/devices/{}/config has no capability 0x11",
                    function.address
                ))
                .then("Look whether 'pci=nomsi' stands in /proc/cmdline; else use another NIC.")
                .by_hand("It is a matter of the hardware, or of the kernel's command line, which takes effect at the next start."),
        );
    }
    let slower =
        |now: Option<u32>, most: Option<u32>| now.zip(most).is_some_and(|(now, most)| now < most);
    let narrow = slower(slot.width.map(u32::from), slot.max_width.map(u32::from));
    if slower(slot.speed, slot.max_speed) || narrow {
        let show = |speed: Option<u32>, width: Option<u16>| {
            format!(
                "{} GT/s x{}",
                speed.map_or_else(
                    || "?".to_owned(),
                    |s| format!("{}.{}", s / 1000, s % 1000 / 100)
                ),
                width.map_or_else(|| "?".to_owned(), |w| w.to_string())
            )
        };
        found.push(
            Finding::new(Layer::Nic, Severity::Warning, "Nic.SlowSlot", name)
                .says("The PCI Express link of the card is slower or narrower than the card: all virtual functions together get no more than it carries.")
                .shown_by(format!("{} of {}", show(slot.speed, slot.width), show(slot.max_speed, slot.max_width)))
                .then(format!("Use a slot with as many lanes as the card has: Get-NetAdapterHardwareInfo {}.", pattern(name)))
                .by_hand("The card has to be put into another slot."),
        );
    }
}

fn of_driver(state: &State, function: &PhysicalFunction, name: &str, found: &mut Vec<Finding>) {
    let record = state.desired.nic(&function.identity);
    let switch = state.desired.switch_using(&function.identity);
    let link = function
        .interface
        .as_ref()
        .and_then(|name| state.link(name));
    if record.is_some_and(|record| !record.sriov_enabled) {
        found.push(
            Finding::new(
                Layer::Driver,
                Severity::Obstacle,
                "Driver.SriovDisabled",
                name,
            )
            .says("SR-IOV was switched off on this network adapter.")
            .shown_by("Get-NetAdapterSriov: Enabled is False")
            .then(format!("Enable-NetAdapterSriov {}", pattern(name)))
            .repaired_by(Intent::EnableSriov {
                nic: name.to_owned(),
                force: false,
            }),
        );
    }
    let Some(link) = link.filter(|_| switch.is_some()) else {
        return;
    };
    if !link.up {
        found.push(
            Finding::new(Layer::Driver, Severity::Obstacle, "Driver.Disabled", name)
                .says("The network adapter is down, and its virtual functions with it.")
                .shown_by(format!("ip link show {name}: no UP"))
                .then(format!("Enable-NetAdapter {}", pattern(name)))
                .repaired_by(Intent::SetNicUp {
                    nic: name.to_owned(),
                    up: true,
                    force: false,
                }),
        );
    } else if !link.carrier {
        found.push(
            Finding::new(Layer::Driver, Severity::Obstacle, "Driver.NoLink", name)
                .says("The network adapter has no link: the cable, the transceiver, or the port at the other end.")
                .shown_by(format!("/sys/class/net/{name}/carrier is 0"))
                .then("Look at the cable and at the switch on the wire.")
                .by_hand("It is outside of this host."),
        );
    }
    if let Some(tool) = link.managed_by.first() {
        let hand_over = guard::hand_over(link, tool);
        let step = persisted(tool).map_or_else(
            || format!("Hand it over: {hand_over}."),
            |tool| format!("Have the tool's own files say the same: Set-NetAdapterSriov {} -Persist {tool}; or hand it over: {hand_over}.", pattern(name)),
        );
        found.push(
            Finding::new(
                Layer::Driver,
                Severity::Warning,
                "Driver.ManagedByOther",
                name,
            )
            .says(format!(
                "{tool} manages this network adapter too, and may undo what is done to it."
            ))
            .shown_by("Get-NetAdapter: ManagedBy")
            .then(step)
            .by_hand("Which of the two is to manage it is for you to say."),
        );
    }
}

/// The word of `-Persist` for a tool whose files iovsh writes.
fn persisted(tool: &str) -> Option<&'static str> {
    let mut known = NetworkTool::ALL.into_iter();
    known
        .find(|one| one.name() == tool)
        .map(NetworkTool::parameter)
}

fn of_vfs(state: &State, function: &PhysicalFunction, name: &str, found: &mut Vec<Finding>) {
    let free = || function.vfs.iter().filter(|vf| vf.owner.is_none());
    if let Some(vf) = free().find(|vf| vf.flr == Some(false)) {
        found.push(
            Finding::new(Layer::Driver, Severity::Obstacle, "Driver.NoFlr", name)
                .says("Virtual functions cannot be reset by themselves, so none is handed from one virtual machine to another.")
                .shown_by(format!("/sys/bus/pci/devices/{}/reset_method has no flr", vf.address))
                .then("Update the firmware of the NIC and the kernel.")
                .by_hand("It is a matter of the card and its firmware."),
        );
    }
    let blocked = free().find_map(|vf| Some((vf, vf.group_blocker()?)));
    if let Some((vf, blocker)) = blocked {
        let driver = blocker.driver.as_deref().unwrap_or("none");
        found.push(
            Finding::new(Layer::Driver, Severity::Obstacle, "Driver.GroupNotViable", name)
                .says(format!("Virtual functions share an IOMMU group with {}, which the driver {driver} of the host has.", blocker.address))
                .shown_by(format!("/sys/bus/pci/devices/{}/iommu_group/devices", vf.address))
                .then("Use a slot behind a port with ACS, or take that device from the host: 'Get-VMHostAssignableDevice -All' lists it.")
                .by_hand("The host would lose that device, and what is behind it."),
        );
    }
    let of_host = free().filter(|vf| {
        let desired = &state.desired;
        desired.claim(&function.identity, vf.index).is_none()
            && !desired.is_reserved(&function.identity, vf.index)
    });
    let mut of_host = of_host.filter_map(|vf| Some((vf, used_by_host(state, vf)?)));
    if let Some((vf, user)) = of_host.next() {
        let (says, evidence, step) = used(vf, &user);
        found.push(
            Finding::new(
                Layer::Driver,
                Severity::Warning,
                "Driver.VfUsedByHost",
                name,
            )
            .says(format!("{says}; no virtual machine gets that one."))
            .shown_by(evidence)
            .then(step)
            .by_hand("Whoever has it would lose it, and nothing tells whether it is needed."),
        );
    }
}

/// What is to be said of a VF that something of the host has: the fact, what shows it, and the next step.
fn used(vf: &VirtualFunction, user: &Obstacle) -> (String, String, String) {
    let driver = || format!("/sys/bus/pci/devices/{}/driver", vf.address);
    match user {
        Obstacle::OfHost(interface) => (
            format!("The host itself uses a virtual function as '{interface}'"),
            program(["ip", "address", "show", "dev", interface]),
            format!(
                "Take it down where the host does not need it: {}",
                program(["ip", "link", "set", "dev", interface, "down"])
            ),
        ),
        Obstacle::OnDriver(name) => (
            format!("A virtual function is bound to {name}, for a program of the host"),
            driver(),
            "End that program, and give the virtual function back to the driver of its network adapter.".to_owned(),
        ),
        _ => (
            "A virtual function is bound to vfio-pci, which iovsh did not do".to_owned(),
            driver(),
            "End the program that has it; new virtual functions are bound to nothing: Disable-NetAdapterSriov, then Enable-NetAdapterSriov.".to_owned(),
        ),
    }
}
