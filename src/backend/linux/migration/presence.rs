//! Where a VM is, as libvirt here knows it.

use crate::HostError;
use crate::linux::libvirt::error::code;
use crate::linux::libvirt::{DomainState, Hypervisor as _, Job, LibvirtError};
use crate::linux::machine::LinuxMachine;
use crate::linux::saved;
use crate::model::{Presence, Uuid};

use super::{found, refused};

/// `VIR_DOMAIN_JOB_OPERATION_MIGRATION_IN`.
const COMES: u64 = 4;
/// `VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT`.
const LEAVES: u64 = 5;

/// What libvirt's answer about the job of a domain tells: one that comes in has no statistics here, which libvirt says by an error
/// (`qemuDomainGetJobStatsInternal` of its `src/qemu/qemu_driver.c`).
fn on_its_way(job: Result<Job, LibvirtError>) -> Result<Option<Presence>, LibvirtError> {
    match job {
        Ok(job) => Ok(match job.operation {
            Some(COMES) if job.is_running => Some(Presence::Coming),
            Some(LEAVES) if job.is_running => Some(Presence::Leaving),
            _ => None,
        }),
        Err(error) if error.code() == Some(code::OPERATION_UNSUPPORTED) => {
            Ok(Some(Presence::Coming))
        }
        Err(error) => Err(error),
    }
}

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
        let way = on_its_way(host.libvirt.job(&domain));
        if let Some(way) = way.map_err(refused(&domain.name))? {
            return Ok(way);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linux::libvirt::RemoteError;

    #[test]
    fn a_domain_that_comes_in_is_told_by_the_refusal_of_its_statistics() {
        let refused = |code: i32| {
            on_its_way(Err(LibvirtError::Refused(RemoteError {
                call: "DOMAIN_GET_JOB_STATS".to_owned(),
                code,
                domain: 10,
                message: "migration statistics are available only on the source host".to_owned(),
                errno: None,
            })))
        };
        let coming = refused(code::OPERATION_UNSUPPORTED);
        assert_eq!(coming.ok(), Some(Some(Presence::Coming)));
        assert!(refused(code::OPERATION_TIMEOUT).is_err());
        let job = |operation, is_running| {
            let job = Job {
                is_running,
                operation: Some(operation),
                ..Job::default()
            };
            on_its_way(Ok(job)).ok()
        };
        assert_eq!(job(LEAVES, true), Some(Some(Presence::Leaving)));
        assert_eq!(job(LEAVES, false), Some(None));
        assert_eq!(job(COMES, true), Some(Some(Presence::Coming)));
    }
}
