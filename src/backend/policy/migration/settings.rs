//! How a host takes part in migrations: `Enable-VMMigration`, `Set-VMHost`, `Add-VMMigrationNetwork` and their kin.

use serde::{Deserialize, Serialize};

use crate::model::{IpPrefix, State};
use crate::plan::{DesiredChange, PlanBuilder};
use crate::policy::focus::Focus;
use crate::policy::word::word;
use crate::state::{DesiredEdit, MigrationAuthentication, MigrationNetwork, MigrationPerformance};
use crate::{Category, HostError};

/// What is to be changed; `None` leaves a setting alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// Virtual machines may come and leave.
    pub enabled: Option<bool>,
    /// How many may be on their way at once.
    pub maximum: Option<u32>,
    /// Every network will do.
    pub any_network: Option<bool>,
    /// How memory travels.
    pub performance: Option<MigrationPerformance>,
    /// How it is proved who is who.
    pub authentication: Option<MigrationAuthentication>,
    /// A network is added, changed or removed.
    pub network: Option<NetworkChange>,
}

/// A change of the list of networks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NetworkChange {
    /// Adds one.
    Add(MigrationNetwork),
    /// Changes the one with this subnet.
    Set {
        /// Its subnet.
        subnet: String,
        /// What it is to be.
        to: MigrationNetwork,
    },
    /// Removes the one with this subnet.
    Remove(String),
}

/// A subnet as it is written down: `ADDRESS/LENGTH`, with the bits behind the length cleared.
///
/// # Errors
/// `Migration.NetworkInvalid`: it is no IP address and no subnet.
pub fn subnet(text: &str) -> Result<String, HostError> {
    text.parse::<IpPrefix>()
        .map(|prefix| prefix.to_string())
        .map_err(|_| {
            HostError::new(
                "Migration.NetworkInvalid",
                Category::InvalidArgument,
                format!("'{text}' is no IP address and no subnet."),
            )
            .target(text)
            .next_step("Write it as ADDRESS or ADDRESS/LENGTH, for example 192.168.10.0/24.")
        })
}

/// Changes how the host takes part in migrations. What is under way goes on as it began.
///
/// # Errors
/// `Migration.NetworkInUse`, `Migration.NetworkNotFound`.
pub(in crate::policy) fn set(
    state: &State,
    plan: &mut PlanBuilder,
    changes: &Changes,
) -> Result<Focus, HostError> {
    plan.about(
        "Change how the host takes part in migrations",
        state.host.name.clone(),
    );
    let mut settings = state.desired.migration.clone();
    let old = settings.clone();
    settings.enabled = changes.enabled.unwrap_or(old.enabled);
    settings.maximum = changes.maximum.unwrap_or(old.maximum);
    settings.any_network = changes.any_network.unwrap_or(old.any_network);
    settings.performance = changes.performance.unwrap_or(old.performance);
    settings.authentication = changes.authentication.unwrap_or(old.authentication);
    let by_certificate = settings.authentication == MigrationAuthentication::Kerberos;
    if by_certificate && changes.authentication.is_some() {
        plan.warn(
            "Migration.Certificates",
            "There is no Kerberos between the hosts: they prove who they are by the certificates of their QEMU, and memory travels under TLS. Compare-VM says what is missing for that.",
        );
    }
    if by_certificate && settings.performance == MigrationPerformance::Compression {
        plan.warn(
            "Migration.NotCompressed",
            "It is ssh that compresses, and memory does not travel through it under TLS: it travels as it is.",
        );
    }
    if changes.performance == Some(MigrationPerformance::Smb) {
        plan.warn(
            "Migration.OneConnection",
            "There is no SMB on KVM: memory travels over one connection, as with TCPIP.",
        );
    }
    let place = |subnet: &str| old.networks.iter().position(|n| n.subnet == subnet);
    match &changes.network {
        None => {}
        Some(NetworkChange::Add(network)) => {
            if place(&network.subnet).is_some() {
                return Err(in_use(&network.subnet));
            }
            settings.networks.push(network.clone());
        }
        Some(NetworkChange::Set { subnet, to }) => {
            let at = place(subnet).ok_or_else(|| not_found(subnet))?;
            if place(&to.subnet).is_some_and(|other| other != at) {
                return Err(in_use(&to.subnet));
            }
            if let Some(network) = settings.networks.get_mut(at) {
                network.clone_from(to);
            }
        }
        Some(NetworkChange::Remove(subnet)) => {
            let at = place(subnet).ok_or_else(|| not_found(subnet))?;
            settings.networks.remove(at);
        }
    }
    plan.step(
        "Remember how the host takes part in migrations",
        DesiredChange::Set {
            edit: DesiredEdit::SetMigrationSettings(settings),
        },
    );
    Ok(Focus::on_records())
}

fn in_use(subnet: &str) -> HostError {
    HostError::new(
        "Migration.NetworkInUse",
        Category::ResourceExists,
        format!("{subnet} is a migration network already."),
    )
    .target(subnet)
    .next_step(format!(
        "Change it with Set-VMMigrationNetwork {}.",
        word(subnet)
    ))
}

fn not_found(subnet: &str) -> HostError {
    HostError::new(
        "Migration.NetworkNotFound",
        Category::ObjectNotFound,
        format!("There is no migration network {subnet}."),
    )
    .target(subnet)
    .next_step("List them with Get-VMMigrationNetwork.")
}
