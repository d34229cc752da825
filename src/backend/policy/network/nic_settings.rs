//! Settings of NICs' drivers: what is asked for is written down, and kept as drivers forget it.

use crate::model::{NEEDS, NetAdapter, NicDetails, NicSetting, Speed, State};
use crate::plan::{DesiredChange, NicChange, PlanBuilder};
use crate::policy::focus::Focus;
use crate::policy::network::link::{may_interrupt, own};
use crate::policy::word::word;
use crate::state::{DesiredEdit, DesiredNicSettings};
use crate::{Category, HostError};

/// Changes settings of a NIC.
///
/// # Errors
/// `NetAdapter.NotFound`, `NetAdapter.NotPhysical`; `NetAdapter.SettingUnknown`, `NetAdapter.SettingFixed`,
/// `NetAdapter.SettingOutOfRange`; `NetAdapter.ManagementPath` for one that interrupts the link.
pub(in crate::policy) fn set(
    state: &State,
    plan: &mut PlanBuilder,
    nic: &str,
    settings: &[NicSetting],
    force: bool,
) -> Result<Focus, HostError> {
    let nic = own(state, nic)?;
    plan.about(
        format!("Change the settings of {}", nic.name),
        nic.name.to_string(),
    );
    put(state, plan, nic, settings, force)?;
    Ok(Focus::on_network())
}

/// The same for an adapter that was found.
pub(in crate::policy::network) fn put(
    state: &State,
    plan: &mut PlanBuilder,
    nic: &NetAdapter,
    settings: &[NicSetting],
    force: bool,
) -> Result<(), HostError> {
    let details = details(state, nic)?;
    let mut record = record(state, nic);
    let mut changes = Vec::new();
    // What one setting leads to is what the next one finds.
    let mut after = details.clone();
    for setting in settings {
        let now = details
            .setting(setting)
            .ok_or_else(|| unknown(nic, setting))?;
        check(nic, &after, setting, &now)?;
        after.put(setting);
        if now != *setting {
            changes.push(setting.clone());
        }
        record.put(setting.clone(), now);
    }
    if changes.iter().any(interrupts) {
        may_interrupt(state, plan, nic, force)?;
    }
    warn_of_followers(plan, nic, details, &changes);
    remember(plan, nic, record);
    apply(plan, nic, changes);
    Ok(())
}

/// Puts settings of a NIC back as they were found.
///
/// # Errors
/// Those of [`set`].
pub(in crate::policy) fn reset(
    state: &State,
    plan: &mut PlanBuilder,
    nic: &str,
    keys: &[String],
    force: bool,
) -> Result<Focus, HostError> {
    let nic = own(state, nic)?;
    plan.about(
        format!("Put settings of {} back", nic.name),
        nic.name.to_string(),
    );
    put_back(state, plan, nic, keys, force)?;
    Ok(Focus::on_network())
}

/// The same for an adapter that was found.
pub(in crate::policy::network) fn put_back(
    state: &State,
    plan: &mut PlanBuilder,
    nic: &NetAdapter,
    keys: &[String],
    force: bool,
) -> Result<(), HostError> {
    let details = details(state, nic)?;
    let mut record = record(state, nic);
    let found = keys.iter().filter_map(|key| record.forget(key));
    let found: Vec<NicSetting> = found.collect();
    let differs =
        |setting: &NicSetting| details.setting(setting).is_some_and(|now| now != *setting);
    let changes: Vec<NicSetting> = found.into_iter().filter(differs).collect();
    if changes.iter().any(interrupts) {
        may_interrupt(state, plan, nic, force)?;
    }
    remember(plan, nic, record);
    apply(plan, nic, changes);
    Ok(())
}

/// Sets again what was asked for and has been lost: drivers forget it when the host starts. Where the settings of NICs were not
/// observed, nothing is done.
pub(in crate::policy) fn sync(plan: &mut PlanBuilder) {
    let state = plan.state();
    let mut lost = Vec::new();
    for record in &state.desired.nic_settings {
        let Some(nic) = state.link_of(&record.identity) else {
            continue;
        };
        let Some(details) = state.nic(&nic.name) else {
            continue;
        };
        for setting in &record.wanted {
            let change = NicChange::Set {
                interface: nic.name.clone(),
                setting: setting.clone(),
            };
            let differs = crate::plan::Change::from(change).is_satisfied(state) == Some(false);
            let now = details.setting(setting);
            if differs && now.is_some_and(|now| check(nic, details, setting, &now).is_ok()) {
                lost.push((nic.clone(), setting.clone()));
            }
        }
    }
    for (nic, setting) in lost {
        plan.best_effort(|plan| apply(plan, &nic, vec![setting]));
    }
}

fn apply(plan: &mut PlanBuilder, nic: &NetAdapter, settings: Vec<NicSetting>) {
    for setting in settings {
        plan.step(
            format!("Set {} of {}", setting.key(), nic.name),
            NicChange::Set {
                interface: nic.name.clone(),
                setting,
            },
        );
    }
}

fn record(state: &State, nic: &NetAdapter) -> DesiredNicSettings {
    let known = state.desired.settings_of(&nic.identity).cloned();
    let known = known.unwrap_or_else(|| DesiredNicSettings {
        identity: nic.identity.clone(),
        interface: nic.name.clone(),
        wanted: Vec::new(),
        found: Vec::new(),
    });
    DesiredNicSettings {
        interface: nic.name.clone(),
        ..known
    }
}

/// Writes down what is asked for of a NIC. What cannot be recognised again (no permanent address, no place on a bus) is not kept.
fn remember(plan: &mut PlanBuilder, nic: &NetAdapter, record: DesiredNicSettings) {
    if nic.identity.pci_path.is_empty() && !nic.identity.permanent_mac.is_usable() {
        plan.warn(
            "NetAdapter.NotPersistent",
            format!(
                "'{}' is no hardware that could be recognised again: the setting lasts until the interface is made anew.",
                nic.shown()
            ),
        );
        return;
    }
    let nothing = record.wanted.is_empty();
    let edit = match plan.state().desired.settings_of(&nic.identity) {
        Some(known) if *known == record => return,
        None if nothing => return,
        Some(_) if nothing => DesiredEdit::RemoveNicSettings(record.identity),
        _ => DesiredEdit::PutNicSettings(record),
    };
    plan.step(
        format!("Remember the settings of {}", nic.name),
        DesiredChange::Set { edit },
    );
}

fn details<'s>(state: &'s State, nic: &NetAdapter) -> Result<&'s NicDetails, HostError> {
    state.nic(&nic.name).ok_or_else(|| {
        HostError::new(
            "NetAdapter.SettingUnknown",
            Category::ObjectNotFound,
            format!("The settings of '{}' were not told.", nic.shown()),
        )
        .target(nic.shown())
        .next_step("Look again: Get-NetAdapterAdvancedProperty.")
    })
}

fn unknown(nic: &NetAdapter, setting: &NicSetting) -> HostError {
    let driver = nic.driver.as_deref().unwrap_or("the driver");
    HostError::new(
        "NetAdapter.SettingUnknown",
        Category::ObjectNotFound,
        format!(
            "'{}' ({driver}) has no setting '{}'.",
            nic.shown(),
            setting.key()
        ),
    )
    .target(nic.shown())
    .next_step("Get-NetAdapterAdvancedProperty lists what its driver has.")
}

/// Refuses what the driver would refuse.
fn check(
    nic: &NetAdapter,
    details: &NicDetails,
    setting: &NicSetting,
    now: &NicSetting,
) -> Result<(), HostError> {
    let settings = &details.settings;
    let range = |least: u32, most: u32, value: u32| {
        if (least..=most).contains(&value) {
            return Ok(());
        }
        let allowed = format!("{least} to {most}");
        let message = format!(
            "'{}' of '{}' takes {allowed}; {value} was asked for.",
            setting.key(),
            nic.shown()
        );
        Err(out_of_range(nic, message, format!("Ask for {allowed}.")))
    };
    match setting {
        NicSetting::Feature { name, .. } => {
            if now == setting || settings.is_changeable(name) {
                return Ok(());
            }
            let state = if settings.is_on(name) { "on" } else { "off" };
            Err(HostError::new(
                "NetAdapter.SettingFixed",
                Category::InvalidOperation,
                format!(
                    "The driver of '{}' has '{name}' {state}, and lets nobody change it.",
                    nic.shown()
                ),
            )
            .target(nic.shown())
            .next_step(format!(
                "'ethtool -k {}' lists it as fixed; another NIC or driver may have it.",
                word(nic.name.as_str())
            )))
        }
        NicSetting::ReceiveQueues(count) => {
            range(1, details.queues.map_or(1, |queues| queues.most), *count)
        }
        NicSetting::Indirection(table) => {
            let most = details.queues.map_or(0, |queues| queues.receive);
            match table.iter().find(|queue| **queue >= most) {
                Some(queue) => Err(out_of_range(
                    nic,
                    format!(
                        "'{}' has {most} receive queues, from 0 on; the table names queue {queue}.",
                        nic.shown()
                    ),
                    format!(
                        "Name queues below {most}, or make more: Set-NetAdapterRss -NumberOfReceiveQueues."
                    ),
                )),
                None => Ok(()),
            }
        }
        NicSetting::ReceiveRing(count) => range(
            1,
            settings.rings.map_or(1, |rings| rings.most_receive),
            *count,
        ),
        NicSetting::TransmitRing(count) => range(
            1,
            settings.rings.map_or(1, |rings| rings.most_transmit),
            *count,
        ),
        NicSetting::Speed(Speed::Negotiated(wanted)) => {
            let supported = settings.modes.as_ref().map(|modes| &modes.supported);
            match wanted
                .iter()
                .find(|mode| supported.is_none_or(|all| !all.contains(*mode)))
            {
                Some(mode) => Err(out_of_range(
                    nic,
                    format!("'{}' cannot do {mode}.", nic.shown()),
                    format!(
                        "'ethtool {}' lists what it can do.",
                        word(nic.name.as_str())
                    ),
                )),
                None => Ok(()),
            }
        }
        NicSetting::Wake(wanted) => {
            let supported = settings.wake.as_ref().map(|wake| &wake.supported);
            match wanted
                .iter()
                .find(|by| supported.is_none_or(|all| !all.contains(by)))
            {
                Some(by) => Err(out_of_range(
                    nic,
                    format!(
                        "'{}' cannot wake the machine by '{}'.",
                        nic.shown(),
                        by.kernel_name()
                    ),
                    format!(
                        "'ethtool {}' lists what it can wake by.",
                        word(nic.name.as_str())
                    ),
                )),
                None => Ok(()),
            }
        }
        NicSetting::Dcb(dcb) => {
            let most = settings.dcb.map_or(0, |known| known.classes);
            let needed = dcb
                .class_of
                .iter()
                .max()
                .map_or(0, |class| class.saturating_add(1));
            if needed <= most {
                return Ok(());
            }
            let message = format!(
                "'{}' has {most} traffic classes; {needed} are needed.",
                nic.shown()
            );
            Err(out_of_range(
                nic,
                message,
                format!(
                    "Use fewer traffic classes: 'dcb ets show dev {}' shows them.",
                    nic.name
                ),
            ))
        }
        NicSetting::Speed(Speed::Fixed { .. })
        | NicSetting::Pause(_)
        | NicSetting::AdaptiveModeration(_)
        | NicSetting::EnergyEfficient(_)
        | NicSetting::Applications(_)
        | NicSetting::Ipv6(_) => Ok(()),
    }
}

fn out_of_range(nic: &NetAdapter, message: String, step: String) -> HostError {
    HostError::new(
        "NetAdapter.SettingOutOfRange",
        Category::LimitsExceeded,
        message,
    )
    .target(nic.shown())
    .next_step(step)
}

/// Whether drivers take the link down for a moment for it.
fn interrupts(setting: &NicSetting) -> bool {
    match setting {
        NicSetting::ReceiveQueues(_)
        | NicSetting::ReceiveRing(_)
        | NicSetting::TransmitRing(_)
        | NicSetting::Pause(_)
        | NicSetting::Speed(_)
        | NicSetting::EnergyEfficient(_)
        | NicSetting::Dcb(_) => true,
        NicSetting::Feature { .. }
        | NicSetting::Indirection(_)
        | NicSetting::Applications(_)
        | NicSetting::Wake(_)
        | NicSetting::AdaptiveModeration(_)
        | NicSetting::Ipv6(_) => false,
    }
}

/// Says which features go with one that is switched off.
fn warn_of_followers(
    plan: &mut PlanBuilder,
    nic: &NetAdapter,
    details: &NicDetails,
    changes: &[NicSetting],
) {
    let mut after = details.settings.clone();
    let mut named = Vec::new();
    for change in changes {
        if let NicSetting::Feature { name, on } = change {
            after.ask_for(name, *on);
            named.push(name.as_str());
        }
    }
    let mut lost: Vec<&str> = NEEDS.iter().map(|(dependent, _)| *dependent).collect();
    lost.dedup();
    lost.sort_unstable();
    lost.dedup();
    lost.retain(|name| !named.contains(name) && details.settings.is_on(name) && !after.is_on(name));
    if !lost.is_empty() {
        plan.warn(
            "NetAdapter.SettingFollows",
            format!(
                "The kernel switches off what needs it on '{}' too: {}.",
                nic.shown(),
                lost.join(", ")
            ),
        );
    }
}
