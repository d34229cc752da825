//! The networks of migrations that a user means.

use crate::host_access::{HostAccess, computer_name};
use crate::selection;
use crate::types::VmMigrationNetwork;
use iovsh_backend::Scope;
use iovsh_backend::policy::migration::settings::subnet;
use iovsh_backend::state::MigrationNetwork;
use iovsh_shell::cmdlet::Emit;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::{WildcardPattern, has_wildcards};

/// The networks of this host.
pub fn networks(cx: &mut Context) -> Flow<Vec<MigrationNetwork>> {
    Ok(cx
        .snapshot(&Scope::HOST)?
        .desired
        .migration
        .networks
        .clone())
}

/// Whether a network is meant by a text: a subnet, or wildcards.
pub fn fits(text: &str, network: &MigrationNetwork) -> bool {
    if has_wildcards(text) {
        return WildcardPattern::new(text).is_match(&network.subnet);
    }
    network.subnet == text || subnet(text).is_ok_and(|subnet| subnet == network.subnet)
}

/// The networks that a text means; an error is written when it names one that there is not.
pub fn meant(cx: &mut Context, text: &str) -> Flow<Vec<MigrationNetwork>> {
    let known = networks(cx)?;
    let found: Vec<_> = known.iter().filter(|n| fits(text, n)).cloned().collect();
    if found.is_empty() && !has_wildcards(text) {
        cx.error(selection::missing(
            "Migration.NetworkNotFound",
            "migration network",
            text,
            known.iter().map(|network| network.subnet.as_str()),
        ))?;
    }
    Ok(found)
}

/// Hands a network on.
pub fn emit(cx: &mut Context, network: &MigrationNetwork) -> Flow {
    let computer = computer_name(cx)?;
    cx.emit(VmMigrationNetwork::new(network, &computer).into_value())
}
