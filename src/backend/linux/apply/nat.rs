//! Address translation.

use std::time::Duration;

use super::super::machine::LinuxMachine;
use super::super::{nat, refusal};
use crate::HostError;
use crate::plan::{FORWARDING, NatChange};

/// So long a sysctl may take.
const WITHIN: Duration = Duration::from_secs(5);

/// Carries the change out, or refuses it.
pub(super) fn apply(host: &LinuxMachine, change: &NatChange) -> Result<(), HostError> {
    match change {
        NatChange::Set { nats } => nat::write(nats),
        NatChange::SetForwarding { on } => {
            let written = host
                .sysfs
                .write(FORWARDING, if *on { "1" } else { "0" }, WITHIN);
            written.map_err(|error| refusal::write("net.ipv4.ip_forward", &error))
        }
    }
}
