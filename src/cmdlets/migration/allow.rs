//! Whether a host takes part in migrations: what Enable- and Disable-VMMigration have in common.

use crate::host::emit;
use crate::host_access::HostAccess;
use iovsh_backend::Scope;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::migration::settings::Changes;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Allows or forbids migrations, and hands on the host where that is asked for.
///
/// # Errors
/// Those of the change.
pub fn allow(cx: &mut Context, enabled: bool, passthru: bool) -> Flow {
    let changes = Changes {
        enabled: Some(enabled),
        ..Changes::default()
    };
    let done = cx.change(&Scope::HOST, &Intent::SetMigration(changes))?;
    if passthru && done.is_done() {
        emit(cx)?;
    }
    Ok(())
}
