//! Power management: what wakes the machine.

use super::change::Wanted;
use crate::invalid;
use crate::types::{NetAdapterPowerManagement, PATTERNS};
use iovsh_backend::State;
use iovsh_backend::model::{NetAdapter, NicDetails, NicSetting, WakeBy};
use iovsh_shell::cmdlet::Emit;
use iovsh_shell::error::ShellError;
use iovsh_shell::value::Value;

/// The object for an adapter.
pub fn show(state: &State, link: &NetAdapter, computer: &str) -> Vec<Value> {
    let found = NetAdapterPowerManagement::new(state, link, computer);
    found.map(Emit::into_value).into_iter().collect()
}

/// What is to wake the machine, and whether the link saves power; `None` leaves one alone.
///
/// # Errors
/// `InvalidParameter` where nothing is asked for.
pub fn ask(
    details: &NicDetails,
    magic: Option<bool>,
    pattern: Option<bool>,
    efficient: Option<bool>,
) -> Result<Wanted, ShellError> {
    let known = details.settings.wake.clone();
    let mut wanted = Wanted::default();
    if magic.is_some() || pattern.is_some() {
        let supported = known.as_ref().map(|wake| wake.supported.clone());
        let supported = supported.unwrap_or_default();
        let mut on = known.map(|wake| wake.on).unwrap_or_default();
        match magic {
            Some(true) => _ = on.insert(WakeBy::Magic),
            Some(false) => _ = on.remove(&WakeBy::Magic),
            None => {}
        }
        for by in PATTERNS {
            match pattern {
                Some(true) if supported.contains(by) => _ = on.insert(*by),
                Some(false) => _ = on.remove(by),
                Some(true) | None => {}
            }
        }
        wanted.settings.push(NicSetting::Wake(on));
    }
    wanted
        .settings
        .extend(efficient.map(NicSetting::EnergyEfficient));
    if wanted.settings.is_empty() {
        return Err(invalid::parameter(
            "Nothing is to be changed that Linux has.",
            "Give -WakeOnMagicPacket, -WakeOnPattern or -EnergyEfficientEthernet.",
        ));
    }
    Ok(wanted)
}
