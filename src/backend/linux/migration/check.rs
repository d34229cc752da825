//! What libvirt and the file system say against a VM of another host.

use std::path::Path;

use roxmltree::Document;

use crate::HostError;
use crate::linux::libvirt::{Configuration, Hypervisor as _};
use crate::linux::machine::LinuxMachine;
use crate::model::{Along, DiskReach, Incompatibility, MigratingVm, VmState};
use crate::plan::program;
use crate::policy::migration::{At, copies, ids};

use super::describe::model;
use super::{edit, refused};

/// All that they say.
pub(in crate::linux) fn check(
    host: &LinuxMachine,
    guest: &MigratingVm,
) -> Result<Vec<Incompatibility>, HostError> {
    let mut all = Vec::new();
    // What is saved needs the processor that it had as much as what runs.
    let active = guest.vm.state.is_active() || guest.vm.state == VmState::Saved;
    if active && !guest.passes_processor {
        all.extend(processor(host, guest)?);
    }
    if active && guest.passes_processor {
        let (own, other) = (model(host), guest.host_processor.clone());
        if own != other {
            all.push(found(
                ids::OTHER_PROCESSOR,
                format!(
                    "'{}' sees the processor of its host ({}), which is another one here ({}): it may not survive that.",
                    guest.vm.name,
                    other.unwrap_or_else(|| "unknown".to_owned()),
                    own.unwrap_or_else(|| "unknown".to_owned())
                ),
                "Move it while it is off, or give it a processor of a model: virsh edit.",
            ));
        }
    }
    for disk in guest.disks.iter().filter(|disk| !disk.read_only) {
        let there = crate::Machine::has_file(host, disk.destination.as_ref());
        let path = &disk.destination;
        if !disk.copied && disk.reach == DiskReach::Shared && !there {
            all.push(found(
                ids::DISK,
                format!("The disk '{path}' is not seen here."),
                "Mount it here at the same place, or copy the disks too: -IncludeStorage.",
            ));
        }
    }
    let memory = guest.files.iter().filter(|file| file.what == Along::Memory);
    let taken = memory.filter(|file| at(&file.path) != At::Nothing);
    all.extend(taken.map(|file| {
        found(
            ids::BLOCKED,
            format!(
                "There is saved memory of another machine in '{}' on {}.",
                file.path,
                crate::Machine::name(host)
            ),
            &format!(
                "Remove it there when nobody needs it: {}",
                program(["rm", &file.path])
            ),
        )
    }));
    let variables = guest
        .files
        .iter()
        .filter(|file| file.what == Along::Variables);
    for file in variables.filter(|file| at(&file.path) != At::Nothing) {
        if let Some(other) = user_of(host, guest, &file.path)? {
            all.push(found(
                ids::BLOCKED,
                format!(
                    "'{}' on {} has the variables of its firmware in '{}', where those of '{}' would come.",
                    other,
                    crate::Machine::name(host),
                    file.path,
                    guest.vm.name
                ),
                &format!("Give them another place: {}", program(["virsh", "edit", &other])),
            ));
        }
    }
    all.extend(copies(guest, crate::Machine::name(host), &at, &free));
    Ok(all)
}

/// The other machine of this host whose firmware has its variables in this file.
fn user_of(
    host: &LinuxMachine,
    guest: &MigratingVm,
    path: &str,
) -> Result<Option<String>, HostError> {
    let domains = host.libvirt.domains().map_err(refused(&guest.vm.name))?;
    let mut others = domains.into_iter();
    let user = others.find(|domain| {
        domain.uuid != *guest.vm.id.as_bytes()
            && super::xml(host, domain, Configuration::Complete)
                .is_ok_and(|xml| edit::variables(&xml).as_deref() == Some(path))
    });
    Ok(user.map(|domain| domain.name))
}

/// What is at a path. A name that leads nowhere is taken, too.
fn at(path: &str) -> At {
    if Path::new(path).is_dir() {
        return At::Folder;
    }
    match std::fs::symlink_metadata(path) {
        Ok(_) => At::File,
        Err(_) => At::Nothing,
    }
}

/// Bytes that are free in a folder.
fn free(folder: &str) -> Option<u64> {
    let facts = rustix::fs::statvfs(folder).ok()?;
    Some(facts.f_bavail.saturating_mul(facts.f_frsize))
}

/// Whether its processor can be had here.
fn processor(
    host: &LinuxMachine,
    guest: &MigratingVm,
) -> Result<Option<Incompatibility>, HostError> {
    let Some(asked) = guest.processor.as_deref() else {
        return Ok(None);
    };
    let Ok(document) = Document::parse(asked) else {
        return Ok(None);
    };
    let root = document.root_element();
    let of_type = |name: &str| {
        let mut all = root.descendants();
        let node = all.find(|node| node.has_tag_name("type"))?;
        node.attribute(name).map(str::to_owned)
    };
    let mut all = root.descendants();
    let emulator = all.find(|node| node.has_tag_name("emulator"));
    let runs = host.libvirt.runs_processor(
        emulator.and_then(|node| node.text()).map(str::to_owned),
        of_type("arch"),
        of_type("machine"),
        root.attribute("type").map(str::to_owned),
        &edit::element(asked, "cpu").unwrap_or_default(),
    );
    match runs {
        Ok(true) => Ok(None),
        Ok(false) => Ok(Some(not_here(guest, "libvirt says so"))),
        // What is missing stands in libvirt's own words.
        Err(error) if error.code() == Some(CPU_INCOMPATIBLE) => {
            Ok(Some(not_here(guest, &error.to_string())))
        }
        Err(error) => Err(refused(&guest.vm.name)(error)),
    }
}

/// `VIR_ERR_CPU_INCOMPATIBLE`.
const CPU_INCOMPATIBLE: i32 = 91;

fn not_here(guest: &MigratingVm, words: &str) -> Incompatibility {
    found(
        ids::PROCESSOR,
        format!(
            "'{}' is using processor-specific features not supported here: {words}.",
            guest.vm.name
        ),
        "Move it while it is off.",
    )
}

fn found(id: u32, message: String, next_step: &str) -> Incompatibility {
    Incompatibility {
        id,
        message,
        adapter: None,
        next_step: Some(next_step.to_owned()),
    }
}
