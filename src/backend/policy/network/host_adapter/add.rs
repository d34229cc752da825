//! A new network adapter of the host.

use serde::{Deserialize, Serialize};

use crate::model::{AdapterSettings, InterfaceName, State, SwitchType, Uuid, VisibleName};
use crate::plan::PlanBuilder;
use crate::policy::focus::Focus;
use crate::policy::guard;
use crate::policy::network::host_adapter::record::remember;
use crate::policy::network::switch::{self, SetSwitch};
use crate::policy::vm::adapter::MacChoice;
use crate::policy::word::pattern;
use crate::state::{DesiredHostAdapter, DesiredSwitch};
use crate::{Category, HostError};
use iovsh_base::names::NameExt as _;

/// A network adapter that the host is to have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewHostAdapter {
    /// Its id, random unless chosen.
    pub id: Uuid,
    /// Its name; `None`: that of the switch.
    pub name: Option<String>,
    /// The switch's name.
    pub switch: String,
    /// Where its address comes from.
    pub mac: MacChoice,
}

/// Gives the host an adapter on a switch. One that is called as the switch is the bridge itself, to which the addresses of the network
/// adapter below move; any other is a pair of devices.
///
/// # Errors
/// `Switch.NotFound`, `HostAdapter.PrivateSwitch`, `Adapter.NameInvalid`, `Adapter.NameInUse`, `Adapter.MacInUse`, `Adapter.MacInvalid`,
/// `Host.MacPoolExhausted`.
pub(in crate::policy) fn add(
    state: &State,
    plan: &mut PlanBuilder,
    new: &NewHostAdapter,
) -> Result<Focus, HostError> {
    let switch = guard::switch_named(state, &new.switch)?;
    if switch.switch_type == SwitchType::Private {
        return Err(HostError::new(
            "HostAdapter.PrivateSwitch",
            Category::InvalidOperation,
            format!(
                "'{}' is a private switch, on which the host has no network adapter.",
                switch.name
            ),
        )
        .target(switch.name.clone())
        .next_step(format!(
            "Make it an internal one: Set-VMSwitch {} -SwitchType Internal",
            pattern(&switch.name)
        )));
    }
    let name = new.name.as_deref().unwrap_or(&switch.name);
    VisibleName::short(name, "Adapter.NameInvalid", "network adapter")?;
    is_free(state, name, None)?;
    if let MacChoice::Static(mac) = new.mac {
        guard::may_use_mac(state, mac, None)?;
    }
    let is_first = name.is_same_name(&switch.name) && !switch.allow_management_os;
    let focus = if is_first {
        first(state, plan, new, switch)?
    } else {
        pair(state, plan, new, switch, name)?
    };
    plan.about(
        format!("Add the network adapter '{name}' to the host"),
        name.to_owned(),
    );
    Ok(focus)
}

/// The bridge itself.
fn first(
    state: &State,
    plan: &mut PlanBuilder,
    new: &NewHostAdapter,
    switch: &DesiredSwitch,
) -> Result<Focus, HostError> {
    let settings = SetSwitch {
        allow_management_os: Some(true),
        ..SetSwitch::default()
    };
    let focus = switch::share(state, plan, &switch.name, &settings)?;
    let MacChoice::Static(mac) = new.mac else {
        return Ok(focus);
    };
    let mut all = plan.state().desired.host_adapters_on(switch.id).into_iter();
    if let Some(own) = all.find(DesiredHostAdapter::is_bridge) {
        let what = format!("Remember the address of '{}'", own.settings.name);
        let mac = Some(mac);
        remember(plan, what, DesiredHostAdapter { mac, ..own });
    }
    Ok(Focus {
        built_switches: [switch.id].into(),
        ..focus
    })
}

/// A pair of devices.
fn pair(
    state: &State,
    plan: &mut PlanBuilder,
    new: &NewHostAdapter,
    switch: &DesiredSwitch,
    name: &str,
) -> Result<Focus, HostError> {
    let mac = match new.mac {
        MacChoice::Static(mac) => mac,
        MacChoice::Dynamic => guard::free_mac(state, &[])?,
    };
    let device = device(state, "vh-", name)?;
    let port = device_of_port(state, &device)?;
    let adapter = DesiredHostAdapter {
        device,
        port: Some(port),
        mac: Some(mac),
        alias: None,
        addresses: Vec::new(),
        routes: Vec::new(),
        settings: AdapterSettings {
            name: name.to_owned(),
            id: new.id,
            switch: Some(switch.id),
            dynamic_mac: new.mac == MacChoice::Dynamic,
            ..AdapterSettings::default()
        },
    };
    remember(
        plan,
        format!("Remember the network adapter '{name}'"),
        adapter,
    );
    Ok(Focus::on_host_adapter(new.id))
}

/// Refuses a name that another adapter of the host has, or whose interface would be called as another one is.
///
/// # Errors
/// `Adapter.NameInUse`.
pub(super) fn is_free(state: &State, name: &str, own: Option<Uuid>) -> Result<(), HostError> {
    let all = state.desired.all_host_adapters();
    let shown = format!("vEthernet ({name})");
    let mut others = all.iter().filter(|other| Some(other.id()) != own);
    let taken = others
        .find(|other| other.settings.name.is_same_name(name) || other.shown().is_same_name(&shown));
    let Some(taken) = taken else { return Ok(()) };
    let switch = taken
        .settings
        .switch
        .and_then(|id| state.desired.switch(id));
    let place = switch.map_or_else(String::new, |s| format!(" on the switch '{}'", s.name));
    Err(HostError::new(
        "Adapter.NameInUse",
        Category::ResourceExists,
        format!(
            "The host has a network adapter '{}'{place} already.",
            taken.settings.name
        ),
    )
    .target(name)
    .next_step(format!(
        "Choose another name with -Name, or use the one that is there: Get-VMNetworkAdapter -ManagementOS -Name {}.",
        pattern(&taken.settings.name)
    )))
}

/// A device called after an adapter. Not `ve-`: systemd-networkd takes those for containers of its own.
fn device(state: &State, prefix: &str, name: &str) -> Result<InterfaceName, HostError> {
    let plain = guard::plain_device(name);
    let first = match plain.is_empty() {
        true => format!("{prefix}adapter"),
        false => format!("{prefix}{plain}"),
    };
    guard::free_device(state, &first)
}

fn device_of_port(state: &State, device: &InterfaceName) -> Result<InterfaceName, HostError> {
    let name = device.as_str();
    let name = name.strip_prefix("vh-").unwrap_or(name);
    guard::free_device(state, &format!("vp-{name}"))
}
