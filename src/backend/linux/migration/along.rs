//! What goes along with a VM that does not run, besides its disks: its saved memory, and the variables of its firmware.

use std::process::Stdio;
use std::sync::atomic::AtomicBool;

use crate::domain_xml::kept::saved_memory;
use crate::linux::libvirt::{Client, Endpoint, Hypervisor as _};
use crate::linux::machine::LinuxMachine;
use crate::model::{Along, MigratingFile, Sending, Vm};
use crate::plan::{putting_in_place, render};
use crate::{Category, CauseSource, HostError};

use super::carrier::Carrier;
use super::forward::{Forward, ssh_to};
use super::{edit, refused};

/// The files of a VM that is off or saved. `variables` is where its definition has those of its firmware.
pub(super) fn files(vm: &Vm, variables: Option<String>) -> Vec<MigratingFile> {
    let memory = (vm.state == crate::model::VmState::Saved).then(|| saved_memory(&vm.name));
    let named = [
        (Along::Memory, memory),
        (
            Along::Variables,
            variables.filter(|_| !vm.state.is_active()),
        ),
    ];
    let there = named.into_iter().filter_map(|(what, path)| {
        let path = path?;
        // Variables that no guest has written yet are made where it starts.
        let size = std::fs::metadata(&path).ok()?.len();
        Some(MigratingFile { what, path, size })
    });
    there.collect()
}

/// The XML that stands before the saved memory of a VM.
pub(super) fn saved_xml(host: &LinuxMachine, vm: &Vm) -> Result<String, HostError> {
    let xml = host.libvirt.saved_xml(&saved_memory(&vm.name));
    xml.map_err(refused(&vm.name))
}

/// Puts those of a kind where they belong at the target. What its saved memory says of bridges and disks is made to fit there first.
///
/// # Errors
/// `Migration.NotCopied`: something is there already, or the target does not do it.
pub(super) fn put(
    host: &LinuxMachine,
    vm: &Vm,
    sending: &Sending,
    what: Along,
    cancel: &AtomicBool,
) -> Result<(), HostError> {
    for file in sending.files.iter().filter(|file| file.what == what) {
        if what == Along::Memory {
            let there = Client::new(Endpoint::at(
                Forward::daemon_socket(sending.id).as_ref(),
                "qemu:///system",
            ));
            let xml = edit::for_target(&saved_xml(host, vm)?, vm, sending)?;
            let set = there.set_saved_xml(&file.arriving(sending.id), &xml);
            set.map_err(refused(&vm.name))?;
        }
        let lines = putting_in_place(file, sending.id);
        let (mut ssh, address) = ssh_to(sending)?;
        ssh.args(address.words());
        ssh.arg(render(&lines));
        ssh.stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut carrier = Carrier::start(sending.id, &mut ssh, &address.name)?;
        match carrier.finish(cancel, || {}) {
            Ok(Some(status)) if status.success() => {}
            Ok(Some(_)) => return Err(failed(file, &carrier.said())),
            Ok(None) => return Err(failed(file, "the command was ended before")),
            Err(error) => return Err(failed(file, &error.to_string())),
        }
    }
    Ok(())
}

fn failed(file: &MigratingFile, words: &str) -> HostError {
    HostError::new(
        "Migration.NotCopied",
        Category::WriteError,
        format!(
            "The file {} did not get to its place at the target.",
            file.path
        ),
    )
    .target(file.path.clone())
    .because(CauseSource::Ssh, words, None)
    .next_step("See what is there at the target, and move it away.")
}
