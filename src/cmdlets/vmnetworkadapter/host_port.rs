//! The host's own port on a switch, which Hyper-V calls an adapter of the management operating system. On Linux it is the
//! switch's bridge itself: there is one for each switch, it is called after the switch, and has the bridge's address.

use crate::adapters::fits;
use crate::door::{Hosts, computer_name};
use crate::reader::{Reader, SCOPE};
use crate::selection::{missing, not_found};
use crate::types::VmInternalNetworkAdapter;
use iovsh_backend::Scope;
use iovsh_backend::model::{Switch, SwitchType};
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::switch::SetSwitch;
use iovsh_shell::cmdlet::Emit;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// Gives the host its port on a switch. What a bridge cannot have is refused: a second port, a name of its own.
pub fn add(cx: &mut Context, switch: Option<&str>, name: Option<&str>, passthru: bool) -> Flow {
    let state = cx.snapshot(&Scope::default())?;
    let Some(wanted) = switch else {
        return Err(ShellError::new(
            "Switch.NameMissing",
            ErrorCategory::InvalidArgument,
            "The host's port belongs to a switch, which was not named.",
        )
        .help("Give the switch with -SwitchName.")
        .into());
    };
    let Some(known) = state.desired.switch_named(wanted) else {
        let names = state
            .desired
            .switches
            .iter()
            .map(|switch| switch.name.as_str());
        return cx.error(not_found::<Switch>(wanted, names));
    };
    let switch_name = known.name.clone();
    if known.switch_type == SwitchType::Private {
        return Err(refusal(format!(
            "'{switch_name}' is a private switch, on which the host has no port."
        ))
        .target(switch_name)
        .help("Make an internal one: New-VMSwitch -SwitchType Internal.")
        .into());
    }
    if known.allow_management_os {
        return Err(refusal(format!(
            "The host has a port on the switch '{switch_name}' already, and a switch has one for the host."
        ))
        .target(switch_name)
        .help("Use that one: Get-VMNetworkAdapter -ManagementOS. For another address or VLAN of the host: 'ip link add link BRIDGE name NAME type vlan id N'.")
        .into());
    }
    if let Some(name) = name.filter(|name| !name.eq_ignore_ascii_case(&switch_name)) {
        return Err(refusal(format!(
            "The host's port on a switch is called after the switch, '{switch_name}'; it cannot be called '{name}'."
        ))
        .target(name)
        .help(format!("Leave -Name out, or give it as '{switch_name}'."))
        .into());
    }
    if set(cx, &switch_name, true)? && passthru {
        for adapter in on_switch(cx, &switch_name)? {
            cx.emit(adapter.into_value())?;
        }
    }
    Ok(())
}

/// Takes the host's port on a switch away: the one on this switch, with this name; both are looked at where both were written.
pub fn remove(cx: &mut Context, switch: Option<&str>, name: Option<&str>, passthru: bool) -> Flow {
    if switch.is_none() && name.is_none() {
        return Err(ShellError::new(
            "Switch.NameMissing",
            ErrorCategory::InvalidArgument,
            "Which port of the host is meant was not said.",
        )
        .help("Give its name with -Name or its switch with -SwitchName; Get-VMNetworkAdapter -ManagementOS lists them.")
        .into());
    }
    let state = cx.snapshot(&SCOPE)?;
    let reader = Reader::new(&state, computer_name(cx)?);
    let all = reader.host_adapters();
    let meant: Vec<&VmInternalNetworkAdapter> = all
        .iter()
        .filter(|adapter| fits(name, &adapter.name) && fits(switch, &adapter.switch_name))
        .collect();
    if meant.is_empty() {
        let what = name.or(switch).unwrap_or_default();
        let known = all.iter().map(|adapter| adapter.name.as_str());
        return cx.error(missing(
            "Adapter.NotFound",
            "network adapter of the host",
            what,
            known,
        ));
    }
    for adapter in meant {
        if set(cx, &adapter.switch_name, false)? && passthru {
            cx.emit(adapter.clone().into_value())?;
        }
    }
    Ok(())
}

/// Whether it is done.
fn set(cx: &mut Context, switch: &str, wanted: bool) -> Flow<bool> {
    let wanted = SetSwitch {
        allow_management_os: Some(wanted),
        ..SetSwitch::default()
    };
    let outcome = cx.change(
        &Scope::PLAN,
        &Intent::SetSwitch {
            name: switch.to_string(),
            settings: wanted.clone(),
        },
    )?;
    Ok(outcome.is_done())
}

fn on_switch(cx: &mut Context, switch: &str) -> Flow<Vec<VmInternalNetworkAdapter>> {
    let state = cx.snapshot(&SCOPE)?;
    let reader = Reader::new(&state, computer_name(cx)?);
    let all = reader.host_adapters().into_iter();
    Ok(all
        .filter(|adapter| adapter.switch_name == switch)
        .collect())
}

fn refusal(message: String) -> ShellError {
    ShellError::new("NotSupported", ErrorCategory::NotImplemented, message)
        .exception("System.NotSupportedException")
}
