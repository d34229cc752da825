//! Migrations that were cut off: the next command that sees one puts both ends right, as far as they can be reached.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::between::Teller;
use crate::services::Services;
use iovsh_backend::host::migrate::settle_all;
use iovsh_backend::state::{Migration, Side};
use iovsh_backend::{Host, HostError, State};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Settles what nobody is at; `true` when something was changed. A host that cannot be reached is not tried again with every command.
///
/// # Errors
/// What ended the command.
pub fn settle_what_was_cut_off(
    cx: &mut Context,
    services: &Services,
    host: &dyn Host,
    state: &State,
) -> Flow<bool> {
    let seen = &state.desired.migrations;
    // Who may only look leaves it to those who may change the host.
    if seen.is_empty()
        || host.may_change().is_err()
        || !services.tries_to_settle(seen.iter().map(|m| m.id))
    {
        return Ok(false);
    }
    let own = services.here().address.as_ref().map(ToString::to_string);
    let reach = |address: &str| -> Result<Arc<dyn Host>, HostError> {
        let place = services.named(address, None)?;
        services.place(place).host()
    };
    let goes_on = AtomicBool::new(false);
    let mut teller = Teller::new(cx, "", &goes_on);
    let own = own.unwrap_or_default();
    let settled = settle_all(host, &own, &reach, &mut teller);
    teller.end()?;
    let settled = match settled {
        Ok(settled) => settled,
        Err(error) => {
            cx.warning(error.to_string())?;
            return Ok(false);
        }
    };
    let mut changed = false;
    for (migration, outcome) in settled {
        changed |= outcome.is_ok();
        cx.warning(match outcome {
            Ok(side) => sentence(&migration, side, host.name()),
            Err(error) => match &error.next_step {
                Some(step) => format!("{error} {step}"),
                None => error.to_string(),
            },
        })?;
    }
    Ok(changed)
}

/// What became of a migration that was cut off.
fn sentence(migration: &Migration, side: Side, here: &str) -> String {
    let (name, other) = (&migration.name, &migration.other);
    let (source, target) = match migration.side {
        Side::Source => (here, other.as_str()),
        Side::Target => (other.as_str(), here),
    };
    match side {
        Side::Source => {
            format!("The migration of '{name}' to {target} was cut off: it did not leave {source}.")
        }
        Side::Target => format!(
            "The migration of '{name}' was cut off after it had arrived: it is on {target}."
        ),
    }
}
