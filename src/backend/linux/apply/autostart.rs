//! Whether a domain starts with the host.

use crate::HostError;
use crate::plan::AutostartChange;

use super::super::libvirt::Hypervisor;
use super::super::machine::LinuxMachine;
use super::domain::{domain, refused};

/// Carries the change out, or refuses it.
pub(super) fn apply(host: &LinuxMachine, change: &AutostartChange) -> Result<(), HostError> {
    let AutostartChange::Set { vm, on } = change;
    let domain = domain(host, *vm)?;
    host.libvirt
        .set_autostart(&domain, *on)
        .map_err(refused(&domain.name))
}
