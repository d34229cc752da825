//! Dialogs about the network adapters of a virtual machine.

use iovsh_backend::model::{Adapter, AdapterVlan, PortMirroring, State, Vm};

use super::{name_in, no_iov, platform, switch_choices};
use crate::command::{Argument, Command};
use crate::form::{Field, Form};
use crate::shown::shown;

/// A new adapter of a VM.
pub(crate) fn add_adapter(state: &State, vm: &Vm) -> Form {
    let (options, _) = switch_choices(state);
    let machine = vm.name.clone();
    Form::new(
        format!("Add a network adapter to {}", shown(&vm.name)),
        vec![
            Field::text(
                "name",
                "Name",
                format!("Network Adapter {}", vm.adapters.len() + 1),
            ),
            Field::choice("switch", "Virtual switch", options, 0),
        ],
        move |form| {
            let name = name_in(form, "name", "An adapter")?;
            let mut command = Command::new("Add-VMNetworkAdapter")
                .on("VMName", &machine)
                .text("Name", name);
            if form.choice("switch") > 0 {
                command = command.text("SwitchName", form.words("switch"));
            }
            Ok(vec![command])
        },
    )
}

/// What the page of an adapter began with.
struct Before {
    switch: usize,
    vlan: AdapterVlan,
    settings: iovsh_backend::model::AdapterSettings,
    mac: String,
}

/// Settings, Network Adapter: connection, VLAN, bandwidth, hardware acceleration and advanced features.
pub(crate) fn adapter(state: &State, vm: &Vm, adapter: &Adapter) -> Form {
    const ON: [&str; 2] = ["Off", "On"];
    let (options, switches) = switch_choices(state);
    let settings = adapter.settings.clone();
    let connected = adapter
        .bridge
        .as_ref()
        .and_then(|bridge| switches.iter().position(|s| s.bridge == *bridge))
        .map_or(0, |at| at + 1);
    let mac = adapter.mac.plain();
    let vlan_id = match &settings.vlan {
        AdapterVlan::Access(id) => id.get().to_string(),
        _ => String::new(),
    };
    let is_trunk = matches!(settings.vlan, AdapterVlan::Trunk { .. });
    let megabits = |bandwidth: iovsh_backend::model::Bandwidth| bandwidth.in_megabits().to_string();
    let platform = platform(state);
    let (asked, virtio) = (settings.iov_weight > 0, adapter.virtio);
    let iov_lock = move |form: &Form| {
        // What was asked for can always be taken back.
        if asked {
            return None;
        }
        if !virtio {
            return Some(
                "An emulated adapter has no virtual function: add one without -IsLegacy."
                    .to_owned(),
            );
        }
        match form
            .choice("switch")
            .checked_sub(1)
            .and_then(|at| switches.get(at))
        {
            None => Some("Connect the adapter to a switch in IOV mode first.".to_owned()),
            Some(switch) => platform.clone().or_else(|| no_iov(switch)),
        }
    };
    let weight =
        |form: &Form| (!form.checked("iov")).then(|| "It counts with SR-IOV alone.".to_owned());
    let vlan_lock = move |_: &Form| {
        is_trunk.then(|| {
            "The adapter is a trunk. Next step: Set-VMNetworkAdapterVlan changes its list."
                .to_owned()
        })
    };
    let is_active = vm.state.is_active();
    let mac_lock = move |_: &Form| {
        is_active.then(|| "The address changes while the machine is off.".to_owned())
    };
    let mirroring = ["None", "Destination", "Source"];
    let mirroring = mirroring.iter().map(ToString::to_string).collect();
    let mirror_at = match settings.port_mirroring {
        PortMirroring::None => 0,
        PortMirroring::Destination => 1,
        PortMirroring::Source => 2,
    };
    let fields = vec![
        Field::choice("switch", "Virtual switch", options, connected),
        Field::check(
            "vlan",
            "Enable virtual LAN identification",
            !vlan_id.is_empty(),
        )
        .locked(vlan_lock),
        Field::text("vlan id", "VLAN (1 to 4094)", vlan_id).locked(|form| {
            (!form.checked("vlan")).then(|| "The box above is not checked.".to_owned())
        }),
        Field::text(
            "maximum",
            "Maximum bandwidth (Mbit/s, 0: none)",
            megabits(settings.maximum_bandwidth),
        ),
        Field::text(
            "minimum",
            "Minimum bandwidth (Mbit/s, 0: none)",
            megabits(settings.minimum_bandwidth),
        ),
        Field::check("iov", "Enable SR-IOV", asked)
            .under("Hardware Acceleration")
            .locked(iov_lock),
        Field::text(
            "weight",
            "Weight (1 to 100)",
            match settings.iov_weight {
                0 => "100".to_owned(),
                weight => weight.to_string(),
            },
        )
        .locked(weight),
        Field::check("dynamic", "Dynamic MAC address", settings.dynamic_mac)
            .under("Advanced Features")
            .locked(mac_lock),
        Field::text("mac", "Static MAC address", mac.clone()).locked(move |form| {
            mac_lock(form).or_else(|| {
                form.checked("dynamic")
                    .then(|| "The address is dynamic.".to_owned())
            })
        }),
        Field::check(
            "spoof",
            "Enable MAC address spoofing",
            settings.mac_spoofing,
        ),
        Field::check("dhcp", "Enable DHCP guard", settings.dhcp_guard),
        Field::check(
            "router",
            "Enable router advertisement guard",
            settings.router_guard,
        ),
        Field::choice("mirror", "Port mirroring", mirroring, mirror_at),
        Field::check(
            "team",
            "Enable this network adapter to be part of a team in the guest",
            settings.allow_teaming,
        ),
    ];
    let before = Before {
        switch: connected,
        vlan: settings.vlan.clone(),
        settings,
        mac,
    };
    let machine = vm.name.clone();
    let title = format!(
        "Settings of {}: {}",
        shown(&vm.name),
        shown(&adapter.settings.name)
    );
    Form::new(title, fields, move |form| {
        let old = &before.settings;
        let on = |cmdlet| {
            Command::new(cmdlet)
                .on("VMName", &machine)
                .on("Name", &old.name)
        };
        let mut commands = Vec::new();
        if form.choice("switch") != before.switch {
            commands.push(match form.choice("switch") {
                0 => on("Disconnect-VMNetworkAdapter"),
                _ => on("Connect-VMNetworkAdapter").text("SwitchName", form.words("switch")),
            });
        }
        if let Some(command) = vlan_change(form, &before.vlan, &machine, &old.name)? {
            commands.push(command);
        }
        let mut set = on("Set-VMNetworkAdapter");
        let named = set.arguments.len();
        let weight = match form.checked("iov") {
            false => 0,
            true => match form.number("weight", "The weight")? {
                weight @ 1..=100 => weight,
                _ => return Err("The weight is 1 to 100.".to_owned()),
            },
        };
        let locked = form
            .field_named("iov")
            .and_then(|at| form.lock_of(at))
            .is_some();
        if weight != u64::from(old.iov_weight) && !locked {
            set = set.with("IovWeight", Argument::Number(weight));
        }
        let rates = [
            ("maximum", "MaximumBandwidth", old.maximum_bandwidth),
            ("minimum", "MinimumBandwidthAbsolute", old.minimum_bandwidth),
        ];
        for (id, parameter, old) in rates {
            let megabits = form.number(id, "A bandwidth")?;
            if megabits != u64::from(old.in_megabits()) {
                let bits = megabits.saturating_mul(1_000_000);
                set = set.with(parameter, Argument::Number(bits));
            }
        }
        if form.checked("dynamic") && !old.dynamic_mac {
            set = set.flag("DynamicMacAddress");
        } else if !form.checked("dynamic") && (old.dynamic_mac || form.words("mac") != before.mac) {
            set = set.text("StaticMacAddress", form.words("mac"));
        }
        let boxes = [
            ("spoof", "MacAddressSpoofing", old.mac_spoofing),
            ("dhcp", "DhcpGuard", old.dhcp_guard),
            ("router", "RouterGuard", old.router_guard),
            ("team", "AllowTeaming", old.allow_teaming),
        ];
        for (id, parameter, old) in boxes {
            if form.checked(id) != old {
                set = set.text(
                    parameter,
                    ON.get(usize::from(!old)).copied().unwrap_or_default(),
                );
            }
        }
        if form.choice("mirror") != mirror_at {
            set = set.text("PortMirroring", form.words("mirror"));
        }
        if set.is_more_than(named) {
            commands.push(set);
        }
        Ok(commands)
    })
}

/// What becomes of the VLAN of an adapter.
fn vlan_change(
    form: &Form,
    old: &AdapterVlan,
    machine: &str,
    adapter: &str,
) -> Result<Option<Command>, String> {
    let command = Command::new("Set-VMNetworkAdapterVlan")
        .on("VMName", machine)
        .on("VMNetworkAdapterName", adapter);
    if matches!(old, AdapterVlan::Trunk { .. }) {
        return Ok(None);
    }
    if !form.checked("vlan") {
        let was = matches!(old, AdapterVlan::Access(_));
        return Ok(was.then(|| command.flag("Untagged")));
    }
    let id = form.number("vlan id", "The VLAN")?;
    if let AdapterVlan::Access(was) = old
        && u64::from(was.get()) == id
    {
        return Ok(None);
    }
    let command = command.flag("Access");
    Ok(Some(command.with("VlanId", Argument::Number(id))))
}
