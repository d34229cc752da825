//! Processors, memory, firmware, serial ports, display, TPM and name of domains.

use crate::domain_xml::hardware::quota;
use crate::model::{Hardware, Uuid};
use crate::plan::{HardwareChange, Part};
use crate::{Category, HostError};

use super::super::libvirt::domain_read::DomainRead;
use super::super::libvirt::hardware_edit::replace_part;
use super::super::libvirt::{Affect, Configuration, DomainRef, Hypervisor};
use super::super::machine::LinuxMachine;
use super::domain::{domain, info, refused};

/// Carries the change out, or refuses it.
pub(super) fn apply(host: &LinuxMachine, change: &HardwareChange) -> Result<(), HostError> {
    let HardwareChange::Set { vm, part } = change;
    let domain = domain(host, *vm)?;
    if let Part::Name(name) = part {
        let renamed = host.libvirt.rename(&domain, name);
        return renamed.map_err(refused(&domain.name));
    }
    let info = info(host, &domain)?;
    let status = info.map(|info| info.status);
    if status.as_ref().is_some_and(|s| s.state.is_active()) {
        change_running(host, &domain, part)?;
    }
    if status.is_some_and(|s| s.persistent) {
        redefine(host, &domain, part)?;
    }
    Ok(())
}

fn redefine(host: &LinuxMachine, domain: &DomainRef, part: &Part) -> Result<(), HostError> {
    let refused = refused(&domain.name);
    let text = host.libvirt.xml(domain, Configuration::Complete);
    let Some(text) = text.map_err(&refused)? else {
        return Ok(());
    };
    let new = replace_part(&text, part).map_err(&refused)?;
    if new == text {
        return Ok(());
    }
    host.libvirt.define(&new).map(|_| ()).map_err(refused)
}

/// Changes a running domain. What is as it is to be is not touched.
fn change_running(host: &LinuxMachine, domain: &DomainRef, part: &Part) -> Result<(), HostError> {
    let refused = refused(&domain.name);
    let text = host.libvirt.xml(domain, Configuration::Live);
    let Some(text) = text.map_err(&refused)? else {
        return Ok(());
    };
    let now = DomainRead::parse(&text).map_err(&refused)?;
    match part {
        Part::Processors { count, processors } => {
            let known = &now.hardware.processors;
            if processors.maximum.max(*count) > known.maximum || processors.nested != known.nested {
                return Err(needs_a_stop(domain));
            }
            if *count != now.current_vcpus {
                let set = host.libvirt.set_vcpus(domain, *count, Affect::Live);
                set.map_err(&refused)?;
            }
            if (processors.weight, processors.limit) != (known.weight, known.limit) {
                let (weight, quota) = (u64::from(processors.weight), quota(processors.limit));
                let live = Affect::Live;
                let set = host.libvirt.set_scheduler(domain, weight, quota, live);
                set.map_err(&refused)?;
            }
            Ok(())
        }
        Part::Memory { most, memory } => {
            let gives_back = now.hardware.memory.gives_back;
            if most / 1024 != now.memory_kib || memory.gives_back != gives_back {
                return Err(needs_a_stop(domain));
            }
            let wanted = memory.current.unwrap_or(*most) / 1024;
            if wanted == now.current_memory_kib {
                return Ok(());
            }
            let set = host.libvirt.set_memory(domain, wanted, Affect::Live);
            set.map_err(refused)
        }
        other if is_as_wanted(&now.hardware, other) => Ok(()),
        _ => Err(needs_a_stop(domain)),
    }
}

fn is_as_wanted(now: &Hardware, part: &Part) -> bool {
    match part {
        Part::Firmware(firmware) => now.firmware == *firmware,
        Part::Tpm(version) => now.tpm == *version,
        Part::Serial(ports) => now.serial == *ports,
        Part::Display { video, graphics } => now.video == *video && now.graphics == *graphics,
        // Redefined, a running machine has it from its next start on: no plan asks for that.
        Part::Machine(_) => false,
        Part::Name(_) | Part::Processors { .. } | Part::Memory { .. } => false,
    }
}

fn needs_a_stop(domain: &DomainRef) -> HostError {
    let message = format!(
        "'{}' cannot be changed in this way while it runs.",
        domain.name
    );
    let id = Uuid::from_bytes(domain.uuid).to_string();
    HostError::new("Vm.InvalidState", Category::InvalidOperation, message)
        .target(id)
        .next_step("Stop the virtual machine first.")
}
