//! Drivers of PCI functions.

use crate::HostError;
use crate::model::PciAddress;
use crate::plan::PciChange;

use super::super::machine::LinuxMachine;
use super::super::refusal::{self, errno};
use super::vf::function;

/// Carries the change out, or refuses it.
pub(super) fn apply(host: &LinuxMachine, change: &PciChange) -> Result<(), HostError> {
    match change {
        PciChange::Bind { address, driver } => bind(host, *address, driver),
        PciChange::Unbind { address, driver } => unbind(host, *address, driver),
        PciChange::AllowUnsafeInterrupts { on } => host
            .sysfs
            .allow_unsafe_interrupts(*on)
            .map_err(|error| refusal::write("vfio_iommu_type1", &error)),
    }
}

fn bind(host: &LinuxMachine, address: PciAddress, driver: &str) -> Result<(), HostError> {
    function(host, address)?;
    host.sysfs
        .bind(address, driver)
        .map_err(|error| refusal::write(&address.to_string(), &error))
}

fn unbind(host: &LinuxMachine, address: PciAddress, driver: &str) -> Result<(), HostError> {
    let function = function(host, address)?;
    let target = address.to_string();
    match function.driver() {
        Some(bound) if bound != driver => Err(refusal::kernel(
            errno::NO_DEVICE,
            &target,
            Some(&format!("it is bound to {bound}, not to {driver}")),
        )),
        None => Err(refusal::kernel(
            errno::NO_DEVICE,
            &target,
            Some("it has no driver"),
        )),
        Some(_) => host
            .sysfs
            .unbind(address)
            .map_err(|error| refusal::write(&target, &error)),
    }
}
