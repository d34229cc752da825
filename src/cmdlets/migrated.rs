//! Where a virtual machine is that has left this host.

use iovsh_backend::journal::catalog;
use iovsh_base::names::NameExt as _;
use iovsh_shell::eval::{Action, Context};
use iovsh_shell::syntax::quote::quote_argument;

use crate::host_access::HostAccess;

/// What to type about a virtual machine that is not here, where the journal says that it was migrated to another host last. Whoever shows no errors
/// only asks whether it is there, and reads no journal for that.
pub fn next_step(cx: &mut Context, name: &str) -> Option<String> {
    if matches!(cx.error_action(), Action::Ignore | Action::SilentlyContinue) {
        return None;
    }
    let journal = cx.host().ok()?.journal().ok()?;
    let last = journal.entries.iter().rev().find(|entry| {
        let is_migration = matches!(entry.id, catalog::MIGRATED | catalog::MIGRATION_BLACKOUT);
        let own = entry.vm_name.as_deref();
        is_migration && own.is_some_and(|own| own.is_same_name(name))
    })?;
    let way = format!("'{}' was migrated to ", last.vm_name.as_deref()?);
    let rest = last.message.strip_prefix(&way)?;
    let host = rest.split([',', ';']).next()?.trim_end_matches('.');
    Some(format!(
        "It was migrated to {host}: Get-VM {} -ComputerName {}",
        quote_argument(name),
        quote_argument(host)
    ))
}
