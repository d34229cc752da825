//! The command line that does what a change does, for people who want to see, learn and check.

use super::tc;
use super::{Change, Device, StopMode};
use crate::backend::model::{
    FdbPlace, InterfaceName, PciAddress, PortVlans, State, Uuid, VfAttributes, VfLinkState, VlanId,
    VlanSet,
};
use crate::backend::state::DesiredEdit;

/// The `ip`, `bridge`, `virsh` or sysfs line that does the same as the change.
#[must_use]
pub fn equivalent(change: &Change, state: &State) -> String {
    match change {
        Change::SetVfCount { pf, count } => {
            format!("echo {count} > {}/sriov_numvfs", device_path(*pf))
        }
        Change::SetAutoprobe { pf, on } => {
            format!(
                "echo {} > {}/sriov_drivers_autoprobe",
                u8::from(*on),
                device_path(*pf)
            )
        }
        Change::SetVf {
            pf,
            index,
            attributes,
        } => {
            let name = state
                .function(*pf)
                .and_then(|f| f.interface.as_ref())
                .map_or_else(|| pf.to_string(), InterfaceName::to_string);
            format!("ip link set dev {name} vf {index}{}", vf_words(attributes))
        }
        Change::ResetVf { address } => format!("echo 1 > {}/reset", device_path(*address)),
        Change::BindDriver { address, driver } => format!(
            "echo {driver} > {}/driver_override && echo {address} > /sys/bus/pci/drivers_probe",
            device_path(*address)
        ),
        Change::UnbindDriver { address, driver } => format!(
            "echo {address} > /sys/bus/pci/drivers/{driver}/unbind && echo > {}/driver_override",
            device_path(*address)
        ),
        Change::SetLink { interface, up } => {
            format!(
                "ip link set dev {interface} {}",
                if *up { "up" } else { "down" }
            )
        }
        Change::CreateBridge {
            name,
            mac,
            vlan_filtering,
        } => format!(
            "ip link add name {name} address {mac} up type bridge stp_state 0 forward_delay 0 vlan_filtering {}",
            u8::from(*vlan_filtering)
        ),
        Change::DeleteBridge { name } => format!("ip link delete dev {name} type bridge"),
        Change::AddBridgePort { bridge, port } => format!("ip link set dev {port} master {bridge}"),
        Change::RemoveBridgePort { port, .. } => format!("ip link set dev {port} nomaster"),
        Change::CreateBond { name, primary } => format!(
            "ip link add name {name} up type bond mode active-backup miimon 100 fail_over_mac active primary {primary} \
             primary_reselect always"
        ),
        Change::DeleteBond { name } => format!("ip link delete dev {name} type bond"),
        Change::AddBondMember { bond, member } => format!("ip link set dev {member} master {bond}"),
        Change::RemoveBondMember { member, .. } => format!("ip link set dev {member} nomaster"),
        Change::SetVlanFiltering { bridge, on } => format!(
            "ip link set dev {bridge} type bridge vlan_filtering {}",
            u8::from(*on)
        ),
        Change::SetPortVlans { port, vlans } => port_vlans(port, vlans, state),
        Change::SetFile { path, text } => match text {
            Some(text) => format!("cat > {path} <<'EOF'\n{text}EOF"),
            None => format!("rm {path}"),
        },
        Change::SetPortFilters { port, filters } => tc::lines(port, filters),
        Change::AddFdbEntry { entry } => match entry.place {
            FdbPlace::Filter => {
                format!(
                    "bridge fdb add {} dev {} self permanent",
                    entry.mac, entry.device
                )
            }
            FdbPlace::Bridge => format!(
                "bridge fdb replace {} dev {} master static sticky",
                entry.mac, entry.device
            ),
        },
        Change::RemoveFdbEntry { entry } => match entry.place {
            FdbPlace::Filter => format!("bridge fdb del {} dev {} self", entry.mac, entry.device),
            FdbPlace::Bridge => format!("bridge fdb del {} dev {} master", entry.mac, entry.device),
        },
        Change::MoveIpConfiguration { from, to } => {
            let addresses = state
                .link(from)
                .map(|l| l.addresses.clone())
                .unwrap_or_default();
            let lines: Vec<String> = addresses
                .iter()
                .map(|a| format!("ip address del {a} dev {from} && ip address add {a} dev {to}"))
                .collect();
            if lines.is_empty() {
                format!("# no address on {from}")
            } else {
                lines.join(" && ")
            }
        }
        Change::DefineNetwork { name, .. } => {
            format!(
                "virsh net-define {name}.xml && virsh net-start {name} && virsh net-autostart {name}"
            )
        }
        Change::UndefineNetwork { name, .. } => {
            format!("virsh net-destroy {name} && virsh net-undefine {name}")
        }
        Change::DefineDomain { name, .. } => format!("virsh define {name}.xml"),
        Change::UndefineDomain { name, .. } => {
            format!("virsh undefine {name} --nvram --managed-save")
        }
        Change::StartDomain { vm, paused } => format!(
            "virsh start {}{}",
            vm_name(state, *vm),
            if *paused { " --paused" } else { "" }
        ),
        Change::StopDomain { vm, mode } => match mode {
            StopMode::Shutdown { .. } => {
                format!("virsh shutdown {} --mode acpi", vm_name(state, *vm))
            }
            StopMode::TurnOff => format!("virsh destroy {}", vm_name(state, *vm)),
        },
        Change::PauseDomain { vm } => format!("virsh suspend {}", vm_name(state, *vm)),
        Change::ResumeDomain { vm } => format!("virsh resume {}", vm_name(state, *vm)),
        Change::SaveDomain { vm } => format!("virsh managedsave {}", vm_name(state, *vm)),
        Change::DiscardSavedState { vm } => {
            format!("virsh managedsave-remove {}", vm_name(state, *vm))
        }
        Change::ResetDomain { vm } => format!("virsh reset {}", vm_name(state, *vm)),
        Change::SetDomainMetadata { vm, settings } => {
            let verb = if settings.is_some() {
                "--set settings.xml"
            } else {
                "--remove"
            };
            format!(
                "virsh metadata {} urn:iovsh:vm:1 --key iovsh {verb}",
                vm_name(state, *vm)
            )
        }
        Change::AttachDevice { vm, device, live } => {
            format!(
                "virsh attach-device {} {}.xml{}",
                vm_name(state, *vm),
                device.alias(),
                where_to(device, *live)
            )
        }
        Change::DetachDevice {
            vm, device, live, ..
        } => format!(
            "virsh detach-device-alias {} {}{}",
            vm_name(state, *vm),
            device.alias(),
            where_to(device, *live)
        ),
        Change::UpdateDevice { vm, nic, live } => {
            let name = vm_name(state, *vm);
            let now = if *live { " --live" } else { "" };
            format!("virsh update-device {name} {}.xml --config{now}", nic.alias)
        }
        Change::SetDesired { edit } => desired_words(edit),
    }
}

fn device_path(address: PciAddress) -> String {
    format!("/sys/bus/pci/devices/{address}")
}

fn vm_name(state: &State, id: Uuid) -> String {
    let name = state
        .vm(id)
        .map_or_else(|| id.to_string(), |v| v.name.clone());
    let plain = name
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    if plain {
        name
    } else {
        format!("'{}'", name.replace('\'', "'\\''"))
    }
}

fn where_to(device: &Device, live: bool) -> &'static str {
    match (device, live) {
        (Device::Vf(_), _) => " --live",
        (Device::Nic(_), true) => " --config --live",
        (Device::Nic(_), false) | (Device::Host(_), _) => " --config",
    }
}

fn vf_words(attributes: &VfAttributes) -> String {
    let switch = |on: bool| if on { "on" } else { "off" };
    let mut words = String::new();
    if let Some(mac) = attributes.mac {
        words.push_str(&format!(" mac {mac}"));
    }
    if let Some(vlan) = attributes.vlan {
        words.push_str(&format!(
            " vlan {}",
            vlan.id.map_or(0, crate::backend::model::VlanId::get)
        ));
        if vlan.qos > 0 {
            words.push_str(&format!(" qos {}", vlan.qos));
        }
    }
    if let Some(on) = attributes.spoof_check {
        words.push_str(&format!(" spoofchk {}", switch(on)));
    }
    if let Some(on) = attributes.trust {
        words.push_str(&format!(" trust {}", switch(on)));
    }
    if let Some(rate) = attributes.rate {
        words.push_str(&format!(
            " max_tx_rate {} min_tx_rate {}",
            rate.maximum, rate.minimum
        ));
    }
    if let Some(state) = attributes.link_state {
        let word = match state {
            VfLinkState::Auto => "auto",
            VfLinkState::Enable => "enable",
            VfLinkState::Disable => "disable",
        };
        words.push_str(&format!(" state {word}"));
    }
    words
}

fn desired_words(edit: &DesiredEdit) -> String {
    match edit {
        DesiredEdit::PutSwitch(switch) => format!("# remember the switch '{}'", switch.name),
        DesiredEdit::RemoveSwitch(_) => "# forget the switch".to_owned(),
        DesiredEdit::PutNic(nic) => format!("# remember how {} was found", nic.interface),
        DesiredEdit::RemoveNic(identity) => {
            format!("# let go of the NIC {}", identity.permanent_mac)
        }
        DesiredEdit::PutClaim(claim) => format!(
            "# remember that VF {} ({}) is handed out",
            claim.index, claim.address
        ),
        DesiredEdit::RemoveClaim { index, .. } => format!("# remember that VF {index} is free"),
        DesiredEdit::PutDismounted(device) => {
            format!("# remember that {} was taken from the host", device.address)
        }
        DesiredEdit::RemoveDismounted(_) => "# remember that the host has the device".to_owned(),
        DesiredEdit::SetMacPool(_) => "# remember the pool of MAC addresses".to_owned(),
        DesiredEdit::SetPreemption(true) => {
            "# remember that heavier adapters may take VFs".to_owned()
        }
        DesiredEdit::SetPreemption(false) => "# remember that VFs stay where they are".to_owned(),
    }
}

/// The `bridge vlan` lines that bring a port from the VLANs that it is in to others.
fn port_vlans(port: &InterfaceName, vlans: &PortVlans, state: &State) -> String {
    let bridge = state.bridges.iter().find(|b| b.ports.contains(port));
    let before = bridge.map(|b| b.vlans_of(port)).unwrap_or_default();
    let untagged = |vlans: &PortVlans| vlans.untagged.map_or(1, VlanId::get);
    let range = |(first, last): &(VlanId, VlanId)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    };
    let mut lines = Vec::new();
    if untagged(&before) != untagged(vlans) {
        lines.push(format!(
            "bridge vlan add dev {port} vid {} pvid untagged",
            untagged(vlans)
        ));
        if VlanId::try_from(untagged(&before)).is_ok_and(|id| !vlans.tagged.contains(id)) {
            lines.push(format!(
                "bridge vlan del dev {port} vid {}",
                untagged(&before)
            ));
        }
    }
    let new = vlans
        .tagged
        .iter()
        .filter(|id| !before.tagged.contains(*id));
    for added in new.collect::<VlanSet>().ranges() {
        lines.push(format!("bridge vlan add dev {port} vid {}", range(added)));
    }
    let stays = |id: &VlanId| vlans.tagged.contains(*id) || id.get() == untagged(vlans);
    let old = before.tagged.iter().filter(|id| !stays(id));
    for removed in old.collect::<VlanSet>().ranges() {
        lines.push(format!("bridge vlan del dev {port} vid {}", range(removed)));
    }
    lines.join(" && ")
}
