//! The VFs of a PF: counts, knobs and resets.

use std::time::{Duration, Instant};

use crate::HostError;
use crate::model::{PciAddress, VfAttributes};
use crate::plan::VfChange;

use super::super::machine::LinuxMachine;
use super::super::refusal::{self, errno};
use super::super::sysfs::pci::PciFunction;
use super::super::sysfs::write_at;

/// Making VFs: half a second each on the slowest driver known, and a base.
const VF_BASE: Duration = Duration::from_secs(60);
const VF_EACH: Duration = Duration::from_secs(1);
/// After the write the kernel still adds links and devices.
const SETTLE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(5);
/// How long a VF's reset may take, and between two attempts to set it meanwhile. `i40e` itself waits 300 ms.
const RESET_WINDOW: Duration = Duration::from_secs(3);
const RESET_PAUSE: Duration = Duration::from_millis(50);

/// Carries the change out, or refuses it.
pub(super) fn apply(host: &LinuxMachine, change: &VfChange) -> Result<(), HostError> {
    match change {
        VfChange::SetCount { pf, count } => set_vf_count(host, *pf, *count),
        VfChange::SetAutoprobe { pf, on } => set_autoprobe(host, *pf, *on),
        VfChange::Set {
            pf,
            index,
            attributes,
        } => set_vf(host, *pf, *index, attributes),
        VfChange::Reset { address } => reset(host, *address),
        VfChange::SetVectors { address, count } => set_vectors(host, *address, *count),
    }
}

/// The interrupt vectors of a VF. PF drivers without the hook (all but `mlx5_core` and `ice`) answer EOPNOTSUPP.
fn set_vectors(host: &LinuxMachine, address: PciAddress, count: u32) -> Result<(), HostError> {
    let function = function(host, address)?;
    write_at(
        &function.file("sriov_vf_msix_count"),
        &count.to_string(),
        VF_BASE,
    )
    .map_err(|error| refusal::write(&address.to_string(), &error))
}

/// The PCI function at an address.
pub(super) fn function(host: &LinuxMachine, address: PciAddress) -> Result<PciFunction, HostError> {
    let function = host.sysfs.pci_function(address);
    if function.exists() {
        Ok(function)
    } else {
        Err(refusal::absent(&address.to_string()))
    }
}

fn set_vf_count(host: &LinuxMachine, pf: PciAddress, count: u32) -> Result<(), HostError> {
    let function = function(host, pf)?;
    let target = pf.to_string();
    // Writing the number that is there already is refused with EBUSY by some drivers.
    if function.count("sriov_numvfs") != Some(count) {
        let present = function.count("sriov_numvfs").unwrap_or(0);
        let within = VF_BASE.saturating_add(VF_EACH.saturating_mul(count.max(present)));
        write_at(&function.file("sriov_numvfs"), &count.to_string(), within)
            .map_err(|error| explain_count(refusal::write(&target, &error)))?;
    }
    let deadline = Instant::now() + SETTLE;
    loop {
        let vfs = function.vfs(count);
        let whole = u32::try_from(vfs.len()) == Ok(count)
            && vfs
                .iter()
                .all(|vf| host.sysfs.pci_function(*vf).physical_function() == Some(pf));
        let none_left = count > 0 || !function.file("virtfn0").exists();
        if whole && none_left {
            return Ok(());
        }
        if Instant::now() >= deadline {
            return Err(refusal::kernel(
                errno::TIMED_OUT,
                &target,
                Some(&format!(
                    "{} of {count} virtual functions appeared",
                    vfs.len()
                )),
            ));
        }
        std::thread::sleep(PAUSE);
    }
}

/// What the admin can do about a refused count.
fn explain_count(error: HostError) -> HostError {
    let step = match error.errno() {
        Some(errno::NO_MEMORY) => {
            "The firmware gave the virtual functions no memory space or bus numbers: enable SR-IOV and 'above 4G decoding' in the firmware setup."
        }
        Some(errno::NO_SPACE) => {
            "The adapter has no interrupt vectors left: ask for fewer virtual functions, or unload the RDMA driver that holds them."
        }
        Some(errno::BUSY) => {
            "Set the number to 0 first; it cannot be changed while virtual functions exist."
        }
        Some(errno::RANGE) => {
            "Ask for no more than the adapter's NumVFs maximum (Get-NetAdapterSriov)."
        }
        Some(errno::NOT_FOUND) => "The adapter's driver cannot make virtual functions.",
        _ => return error,
    };
    error.next_step(step)
}

fn set_autoprobe(host: &LinuxMachine, pf: PciAddress, on: bool) -> Result<(), HostError> {
    let function = function(host, pf)?;
    let value = if on { "1" } else { "0" };
    write_at(&function.file("sriov_drivers_autoprobe"), value, VF_BASE)
        .map_err(|error| refusal::write(&pf.to_string(), &error))
}

fn set_vf(
    host: &LinuxMachine,
    pf: PciAddress,
    index: u32,
    attributes: &VfAttributes,
) -> Result<(), HostError> {
    let target = format!("{pf} vf {index}");
    // From sysfs: to ask netlink for an interface costs more than to set three knobs.
    let interface = function(host, pf)?
        .interface_index()
        .ok_or_else(|| refusal::absent(&target))?;
    while_in_reset(RESET_WINDOW, || {
        host.netlink
            .set_vf(interface, index, attributes)
            .map_err(|error| refusal::part(&target, &error))
    })
}

/// Repeats what is refused with EAGAIN: a driver that resets a VF (`i40e`: "VF is still in reset. Try again.") takes no
/// settings meanwhile. Knobs that were set before the refusal are set again to the same.
fn while_in_reset(
    window: Duration,
    mut attempt: impl FnMut() -> Result<(), HostError>,
) -> Result<(), HostError> {
    let deadline = Instant::now() + window;
    loop {
        match attempt() {
            Err(error) if error.errno() == Some(errno::AGAIN) && Instant::now() < deadline => {
                std::thread::sleep(RESET_PAUSE);
            }
            answer => return answer,
        }
    }
}

fn reset(host: &LinuxMachine, address: PciAddress) -> Result<(), HostError> {
    let function = function(host, address)?;
    host.sysfs
        .reset(address)
        .map_err(|error| refusal::write(&function.address.to_string(), &error))
}

#[cfg(test)]
mod tests {
    use super::{Duration, HostError, errno, refusal, while_in_reset};

    fn refuse(number: i32) -> Result<(), HostError> {
        Err(refusal::kernel(number, "vf 0", None))
    }

    #[test]
    fn a_vf_in_reset_is_asked_again() {
        let mut left = 2;
        let answer = while_in_reset(Duration::from_secs(60), || {
            left -= 1;
            if left > 0 {
                refuse(errno::AGAIN)
            } else {
                Ok(())
            }
        });
        assert_eq!((answer, left), (Ok(()), 0));
    }

    #[test]
    fn another_refusal_and_an_endless_reset_are_reported() {
        let mut asked = 0;
        let answer = while_in_reset(Duration::from_secs(60), || {
            asked += 1;
            refuse(errno::BUSY)
        });
        assert_eq!((answer.unwrap_err().errno(), asked), (Some(errno::BUSY), 1));
        let answer = while_in_reset(Duration::ZERO, || refuse(errno::AGAIN));
        assert_eq!(answer.unwrap_err().errno(), Some(errno::AGAIN));
    }
}
