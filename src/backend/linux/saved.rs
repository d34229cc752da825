//! Memory that libvirt has saved, as the file that it is.

use crate::domain_xml::kept::saved_memory;

use super::libvirt::{DomainState, DomainStatus};
use super::machine::LinuxMachine;

/// Whether a domain starts from saved memory. A start goes by the file; what the daemon answers is what it has saved itself, and what
/// was there when it was started: memory that came from another host since then it does not mention.
pub(super) fn is_saved(host: &LinuxMachine, name: &str, status: &DomainStatus) -> bool {
    let is_off = matches!(status.state, DomainState::Off | DomainState::Unknown);
    status.saved
        || (is_off
            && host.sysfs.exists(&saved_memory(name))
            && host.libvirt.endpoint().is_the_systems())
}
