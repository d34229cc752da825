//! Where a VM is, as libvirt here knows it.

use crate::HostError;
use crate::linux::libvirt::{DomainState, Hypervisor as _};
use crate::linux::machine::LinuxMachine;
use crate::linux::saved;
use crate::model::{Presence, Uuid};

use super::{found, refused};

/// `VIR_DOMAIN_JOB_OPERATION_MIGRATION_IN`.
const COMES: u64 = 4;
/// `VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT`.
const LEAVES: u64 = 5;

/// Where it is.
pub(in crate::linux) fn presence(host: &LinuxMachine, id: Uuid) -> Result<Presence, HostError> {
    let Some(domain) = found(host, id)? else {
        return Ok(Presence::Absent);
    };
    let info = host.libvirt.info(&domain).map_err(refused(&domain.name))?;
    let Some(info) = info else {
        return Ok(Presence::Absent);
    };
    let state = info.status.state;
    if state.is_active() {
        let job = host.libvirt.job(&domain).map_err(refused(&domain.name))?;
        match job.operation {
            Some(COMES) if job.is_running => return Ok(Presence::Coming),
            Some(LEAVES) if job.is_running => return Ok(Presence::Leaving),
            _ => {}
        }
    }
    Ok(match state {
        DomainState::Off | DomainState::Unknown
            if saved::is_saved(host, &domain.name, &info.status) =>
        {
            Presence::Saved
        }
        DomainState::Off | DomainState::Unknown | DomainState::Crashed => Presence::Off,
        DomainState::Paused => Presence::Paused,
        DomainState::Running
        | DomainState::Blocked
        | DomainState::ShuttingDown
        | DomainState::Asleep => Presence::Running,
    })
}
