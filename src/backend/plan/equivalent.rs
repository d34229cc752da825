//! The commands that do what a change does, for people who want to see, learn and check.

use super::shell_line::ShellLine;
use super::{Change, Device, StopMode, tc};
use crate::backend::domain_xml::{self, Interface, Platform, metadata};
use crate::backend::model::{
    DomainDefinition, FdbPlace, InterfaceName, MacAddress, PciAddress, PortVlans, State, Uuid,
    VfAttributes, VfLinkState, VlanId, VlanSet, VmSettings,
};
use crate::backend::state::DesiredEdit;

/// The file that a program is told to read what is given to it.
const INPUT: &str = "/dev/stdin";

/// The `ip`, `bridge`, `virsh` or sysfs commands that do the same as the change; none for what iovsh only writes down for
/// itself, and where there is nothing to do.
#[must_use]
pub fn equivalent(change: &Change, state: &State) -> Vec<ShellLine> {
    match change {
        Change::SetVfCount { pf, count } => one(ShellLine::write_value(
            device_file(*pf, "sriov_numvfs"),
            count,
        )),
        Change::SetAutoprobe { pf, on } => one(ShellLine::write_value(
            device_file(*pf, "sriov_drivers_autoprobe"),
            u8::from(*on),
        )),
        Change::SetVf {
            pf,
            index,
            attributes,
        } => {
            let name = state
                .function(*pf)
                .and_then(|f| f.interface.as_ref())
                .map_or_else(|| pf.to_string(), InterfaceName::to_string);
            let mut argv = words("ip link set dev");
            argv.extend([name, "vf".to_owned(), index.to_string()]);
            argv.extend(vf_words(attributes));
            one(ShellLine::run(argv))
        }
        Change::ResetVf { address } => {
            one(ShellLine::write_value(device_file(*address, "reset"), 1))
        }
        Change::BindDriver { address, driver } => vec![
            ShellLine::write_value(device_file(*address, "driver_override"), driver),
            ShellLine::write_value("/sys/bus/pci/drivers_probe", address),
        ],
        Change::UnbindDriver { address, driver } => vec![
            ShellLine::write_value(format!("/sys/bus/pci/drivers/{driver}/unbind"), address),
            ShellLine::write_value(device_file(*address, "driver_override"), ""),
        ],
        Change::SetLink { interface, up } => link(interface, if *up { "up" } else { "down" }),
        Change::CreateBridge {
            name,
            mac,
            vlan_filtering,
        } => {
            let mut argv = words("ip link add name");
            argv.extend([name.to_string(), "address".to_owned(), mac.to_string()]);
            argv.extend(words(
                "up type bridge stp_state 0 forward_delay 0 vlan_filtering",
            ));
            argv.push(u8::from(*vlan_filtering).to_string());
            one(ShellLine::run(argv))
        }
        Change::DeleteBridge { name } => delete(name, "bridge"),
        Change::AddBridgePort { bridge, port } => master(port, bridge),
        Change::RemoveBridgePort { port, .. } => link(port, "nomaster"),
        Change::CreateBond { name, primary } => {
            let mut argv = words("ip link add name");
            argv.push(name.to_string());
            argv.extend(words(
                "up type bond mode active-backup miimon 100 fail_over_mac active primary",
            ));
            argv.push(primary.to_string());
            argv.extend(words("primary_reselect always"));
            one(ShellLine::run(argv))
        }
        Change::DeleteBond { name } => delete(name, "bond"),
        Change::AddBondMember { bond, member } => master(member, bond),
        Change::RemoveBondMember { member, .. } => link(member, "nomaster"),
        Change::SetVlanFiltering { bridge, on } => link(
            bridge,
            &format!("type bridge vlan_filtering {}", u8::from(*on)),
        ),
        Change::SetPortVlans { port, vlans } => port_vlans(port, vlans, state),
        Change::SetFile { path, text } => one(match text {
            Some(text) => ShellLine::Write {
                path: path.clone(),
                text: text.clone(),
            },
            None => ShellLine::run(["rm", path]),
        }),
        Change::SetPortFilters { port, filters } => tc::lines(port, filters),
        Change::AddFdbEntry { entry } => fdb(
            match entry.place {
                FdbPlace::Filter => "add",
                FdbPlace::Bridge => "replace",
            },
            entry.mac,
            &entry.device,
            match entry.place {
                FdbPlace::Filter => "self permanent",
                FdbPlace::Bridge => "master static sticky",
            },
        ),
        Change::RemoveFdbEntry { entry } => fdb(
            "del",
            entry.mac,
            &entry.device,
            match entry.place {
                FdbPlace::Filter => "self",
                FdbPlace::Bridge => "master",
            },
        ),
        Change::MoveIpConfiguration { from, to } => move_addresses(from, to, state),
        Change::DefineNetwork { name, id, bridge } => vec![
            ShellLine::reading(
                ["virsh", "net-define", INPUT],
                domain_xml::bridge_network(name, *id, bridge.as_str()),
            ),
            virsh("net-start", "", name),
            virsh("net-autostart", "", name),
        ],
        Change::UndefineNetwork { name, .. } => vec![
            virsh("net-destroy", "", name),
            virsh("net-undefine", "", name),
        ],
        Change::DefineDomain { definition, .. } => one(ShellLine::reading(
            ["virsh", "define", INPUT],
            domain_text(definition, state),
        )),
        Change::UndefineDomain { name, id } => one(virsh(
            "undefine",
            "--managed-save --snapshots-metadata --checkpoints-metadata --keep-nvram",
            &domain_word(name, *id),
        )),
        Change::StartDomain { vm, paused } => {
            let options = if *paused { "--paused" } else { "" };
            one(virsh("start", options, &vm_word(state, *vm)))
        }
        Change::StopDomain { vm, mode } => one(match mode {
            StopMode::Shutdown { .. } => virsh("shutdown", "--mode acpi", &vm_word(state, *vm)),
            StopMode::TurnOff => virsh("destroy", "", &vm_word(state, *vm)),
        }),
        Change::PauseDomain { vm } => one(virsh("suspend", "", &vm_word(state, *vm))),
        Change::ResumeDomain { vm } => one(virsh("resume", "", &vm_word(state, *vm))),
        Change::SaveDomain { vm } => one(virsh("managedsave", "", &vm_word(state, *vm))),
        Change::DiscardSavedState { vm } => {
            one(virsh("managedsave-remove", "", &vm_word(state, *vm)))
        }
        Change::ResetDomain { vm } => one(virsh("reset", "", &vm_word(state, *vm))),
        Change::SetDomainMetadata { vm, settings } => {
            one(set_metadata(state, *vm, settings.as_ref()))
        }
        Change::AttachDevice { vm, device, live } => one(ShellLine::reading(
            virsh_words(
                "attach-device",
                words(where_to(device, *live)),
                &vm_word(state, *vm),
                &[INPUT],
            ),
            device_text(device),
        )),
        Change::DetachDevice {
            vm, device, live, ..
        } => one(ShellLine::run(virsh_words(
            "detach-device-alias",
            words(where_to(device, *live)),
            &vm_word(state, *vm),
            &[device.alias().as_str()],
        ))),
        Change::UpdateDevice { vm, nic, live } => {
            let name = vm_word(state, *vm);
            let mut lines = one(ShellLine::reading(
                virsh_words("update-device", words("--config"), &name, &[INPUT]),
                Interface::of(nic).to_xml(),
            ));
            if *live {
                let link = if nic.link_up { "up" } else { "down" };
                let mac = nic.mac.to_string();
                let argv = virsh_words("domif-setlink", Vec::new(), &name, &[&mac, link]);
                lines.push(ShellLine::run(argv));
            }
            lines
        }
        Change::SetDesired { .. } => Vec::new(),
    }
}

fn one(line: ShellLine) -> Vec<ShellLine> {
    vec![line]
}

/// Words that are ours and need no quotes.
fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn device_file(address: PciAddress, file: &str) -> String {
    format!("/sys/bus/pci/devices/{address}/{file}")
}

/// `ip` takes what stands behind `dev` as a name, whatever it begins with.
fn link(interface: &InterfaceName, what: &str) -> Vec<ShellLine> {
    let mut argv = words("ip link set dev");
    argv.push(interface.to_string());
    argv.extend(words(what));
    one(ShellLine::run(argv))
}

fn master(port: &InterfaceName, master: &InterfaceName) -> Vec<ShellLine> {
    let mut argv = words("ip link set dev");
    argv.extend([port.to_string(), "master".to_owned(), master.to_string()]);
    one(ShellLine::run(argv))
}

fn delete(name: &InterfaceName, kind: &str) -> Vec<ShellLine> {
    let mut argv = words("ip link delete dev");
    argv.extend([name.to_string(), "type".to_owned(), kind.to_owned()]);
    one(ShellLine::run(argv))
}

fn fdb(verb: &str, mac: MacAddress, device: &InterfaceName, flags: &str) -> Vec<ShellLine> {
    let mut argv = words("bridge fdb");
    argv.extend([verb.to_owned(), mac.to_string(), "dev".to_owned()]);
    argv.push(device.to_string());
    argv.extend(words(flags));
    one(ShellLine::run(argv))
}

fn move_addresses(from: &InterfaceName, to: &InterfaceName, state: &State) -> Vec<ShellLine> {
    let addresses = state.link(from).map(|l| l.addresses.as_slice());
    let mut lines = Vec::new();
    for address in addresses.unwrap_or_default() {
        for (verb, device) in [("del", from), ("add", to)] {
            let mut argv = words("ip address");
            argv.extend([verb.to_owned(), address.to_string(), "dev".to_owned()]);
            argv.push(device.to_string());
            lines.push(ShellLine::run(argv));
        }
    }
    lines
}

/// A subcommand of `virsh` for the domain or network of this name.
fn virsh(verb: &str, options: &str, name: &str) -> ShellLine {
    ShellLine::run(virsh_words(verb, words(options), name, &[]))
}

/// The words of a subcommand of `virsh`: its options, the name, and what stands behind that. Behind `--` nothing is an option,
/// whatever it begins with.
fn virsh_words(verb: &str, options: Vec<String>, name: &str, rest: &[&str]) -> Vec<String> {
    let mut argv = vec!["virsh".to_owned(), verb.to_owned()];
    argv.extend(options);
    if name.starts_with('-') {
        argv.push("--".to_owned());
    }
    argv.push(name.to_owned());
    argv.extend(rest.iter().map(|word| (*word).to_owned()));
    argv
}

/// How a domain is called so that `virsh` finds this one: it takes a number for the id of a running domain, and 32 digits for a
/// UUID, before it looks for a name.
fn domain_word(name: &str, id: Uuid) -> String {
    let number = !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit());
    if number || name.parse::<Uuid>().is_ok() {
        id.to_string()
    } else {
        name.to_owned()
    }
}

fn vm_word(state: &State, id: Uuid) -> String {
    state
        .vm(id)
        .map_or_else(|| id.to_string(), |vm| domain_word(&vm.name, id))
}

fn domain_text(definition: &DomainDefinition, state: &State) -> String {
    match definition {
        DomainDefinition::Text(text) => text.clone(),
        DomainDefinition::Spec(spec) => {
            let platform = Platform {
                // Facts that nobody asked for are empty.
                kvm: state.host.kvm || state.host.kernel.is_empty(),
                architecture: std::env::consts::ARCH.to_owned(),
            };
            domain_xml::new_domain(spec, &platform, &metadata::whole_element(&spec.settings))
        }
    }
}

fn device_text(device: &Device) -> String {
    match device {
        Device::Nic(nic) => Interface::of(nic).to_xml(),
        Device::Vf(vf) => domain_xml::failover_vf(vf),
        Device::Host(device) => domain_xml::host_device(device),
    }
}

fn set_metadata(state: &State, vm: Uuid, settings: Option<&VmSettings>) -> ShellLine {
    let mut options = words("--config");
    if state.vm(vm).is_some_and(|vm| vm.state.is_active()) {
        options.push("--live".to_owned());
    }
    options.extend(["--key".to_owned(), metadata::PREFIX.to_owned()]);
    match settings {
        Some(settings) => options.push(format!("--set={}", metadata::element(settings))),
        None => options.push("--remove".to_owned()),
    }
    let name = vm_word(state, vm);
    ShellLine::run(virsh_words(
        "metadata",
        options,
        &name,
        &[metadata::NAMESPACE],
    ))
}

fn where_to(device: &Device, live: bool) -> &'static str {
    match (device, live) {
        (Device::Vf(_), _) => "--live",
        (Device::Nic(_), true) => "--config --live",
        (Device::Nic(_), false) | (Device::Host(_), _) => "--config",
    }
}

fn vf_words(attributes: &VfAttributes) -> Vec<String> {
    let switch = |on: bool| if on { "on" } else { "off" };
    let mut found = Vec::new();
    let mut say = |name: &str, value: String| found.extend([name.to_owned(), value]);
    if let Some(mac) = attributes.mac {
        say("mac", mac.to_string());
    }
    if let Some(vlan) = attributes.vlan {
        say("vlan", vlan.id.map_or(0, VlanId::get).to_string());
        if vlan.qos > 0 {
            say("qos", vlan.qos.to_string());
        }
    }
    if let Some(on) = attributes.spoof_check {
        say("spoofchk", switch(on).to_owned());
    }
    if let Some(on) = attributes.trust {
        say("trust", switch(on).to_owned());
    }
    if let Some(rate) = attributes.rate {
        say("max_tx_rate", rate.maximum.to_string());
        say("min_tx_rate", rate.minimum.to_string());
    }
    if let Some(state) = attributes.link_state {
        let word = match state {
            VfLinkState::Auto => "auto",
            VfLinkState::Enable => "enable",
            VfLinkState::Disable => "disable",
        };
        say("state", word.to_owned());
    }
    found
}

/// What an edit of iovsh's own records says, for messages.
pub(super) fn record_words(edit: &DesiredEdit) -> String {
    match edit {
        DesiredEdit::PutSwitch(switch) => format!("remember the switch '{}'", switch.name),
        DesiredEdit::RemoveSwitch(_) => "forget the switch".to_owned(),
        DesiredEdit::PutNic(nic) => format!("remember how {} was found", nic.interface),
        DesiredEdit::RemoveNic(identity) => {
            format!("forget the NIC {}", identity.permanent_mac)
        }
        DesiredEdit::PutClaim(claim) => format!(
            "remember that VF {} ({}) is handed out",
            claim.index, claim.address
        ),
        DesiredEdit::RemoveClaim { index, .. } => format!("remember that VF {index} is free"),
        DesiredEdit::PutDismounted(device) => {
            format!("remember that {} was taken from the host", device.address)
        }
        DesiredEdit::RemoveDismounted(_) => "remember that the host has the device".to_owned(),
        DesiredEdit::SetMacPool(_) => "remember the pool of MAC addresses".to_owned(),
        DesiredEdit::SetPreemption(true) => {
            "remember that heavier adapters may take VFs".to_owned()
        }
        DesiredEdit::SetPreemption(false) => "remember that VFs stay where they are".to_owned(),
    }
}

/// The `bridge vlan` lines that bring a port from the VLANs that it is in to others.
fn port_vlans(port: &InterfaceName, vlans: &PortVlans, state: &State) -> Vec<ShellLine> {
    let bridge = state.bridges.iter().find(|b| b.ports.contains(port));
    let before = bridge.map(|b| b.vlans_of(port)).unwrap_or_default();
    let untagged = |vlans: &PortVlans| vlans.untagged.map_or(1, VlanId::get);
    let range = |(first, last): &(VlanId, VlanId)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    };
    let vlan = |verb: &str, vid: &str, flags: &str| {
        let mut argv = words("bridge vlan");
        argv.extend([verb.to_owned(), "dev".to_owned(), port.to_string()]);
        argv.extend(["vid".to_owned(), vid.to_owned()]);
        argv.extend(words(flags));
        ShellLine::run(argv)
    };
    let mut lines = Vec::new();
    if untagged(&before) != untagged(vlans) {
        lines.push(vlan("add", &untagged(vlans).to_string(), "pvid untagged"));
        if VlanId::try_from(untagged(&before)).is_ok_and(|id| !vlans.tagged.contains(id)) {
            lines.push(vlan("del", &untagged(&before).to_string(), ""));
        }
    }
    let new = vlans
        .tagged
        .iter()
        .filter(|id| !before.tagged.contains(*id));
    for added in new.collect::<VlanSet>().ranges() {
        lines.push(vlan("add", &range(added), ""));
    }
    let stays = |id: &VlanId| vlans.tagged.contains(*id) || id.get() == untagged(vlans);
    let old = before.tagged.iter().filter(|id| !stays(id));
    for removed in old.collect::<VlanSet>().ranges() {
        lines.push(vlan("del", &range(removed), ""));
    }
    lines
}
