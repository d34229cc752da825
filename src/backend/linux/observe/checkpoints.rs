//! Snapshots of libvirt's domains.

use crate::model::{Checkpoint, CheckpointContent, State, Uuid, VmState};
use crate::{Category, CauseSource, HostError};

use super::super::libvirt::snapshot_read::SnapshotRead;
use super::super::libvirt::{self, DomainRef, DomainState, DomainStatus, Hypervisor};
use super::Look;
use super::vms::{self, refused};

/// libvirt puts domains back to external snapshots since 9.9, and to those of a running domain's disks since 10.2.
const REVERTS_EXTERNAL: u64 = 9_009_000;
const REVERTS_RUNNING_DISKS: u64 = 10_002_000;

/// Fills in the checkpoints of all domains, with the definitions of their machines where those are wanted; domains that `state` has already are
/// not asked for again.
pub(super) fn observe(
    look: &Look<'_>,
    definitions: bool,
    state: &mut State,
) -> Result<(), HostError> {
    let client = &look.host.libvirt;
    let readable = state.vms.iter().filter(|vm| vm.unreadable.is_none());
    let mut domains: Vec<DomainRef> = readable
        .map(|vm| DomainRef {
            name: vm.name.clone(),
            uuid: *vm.id.as_bytes(),
            id: -1,
        })
        .collect();
    if state.vms.is_empty() {
        domains = client.domains().map_err(refused)?;
    }
    let mut found = Vec::new();
    for snapshots in client.snapshots(&domains).map_err(refused)? {
        match snapshots {
            Err(error) => look.unread.borrow_mut().push(refused(error)),
            Ok(snapshots) => {
                let Some(domain) = domains.get(snapshots.place) else {
                    continue;
                };
                for (label, text) in snapshots.all {
                    let current = snapshots.current.as_ref() == Some(&label);
                    match text.and_then(|text| SnapshotRead::parse(&text)) {
                        Ok(mut read) => {
                            if !definitions {
                                read.definition = None;
                            }
                            found.extend(checkpoint(look, domain, label, current, &read)?);
                        }
                        Err(error) => look
                            .unread
                            .borrow_mut()
                            .push(unreadable(domain, &label, &error)),
                    }
                }
            }
        }
    }
    if found.iter().any(|c| c.external) {
        let version = client.library_version().map_err(refused)?;
        for checkpoint in &mut found {
            checkpoint.stuck = stuck(checkpoint, version);
        }
    }
    found.sort_by(Checkpoint::by_age);
    state.checkpoints = found;
    Ok(())
}

/// Why a daemon of this version cannot put its domain back to a checkpoint.
fn stuck(checkpoint: &Checkpoint, version: u64) -> Option<String> {
    let (needed, name) = match checkpoint.content {
        _ if !checkpoint.external => return None,
        CheckpointContent::RunningDisks => (REVERTS_RUNNING_DISKS, "10.2"),
        CheckpointContent::Disks | CheckpointContent::Memory => (REVERTS_EXTERNAL, "9.9"),
    };
    (version < needed).then(|| format!("libvirt can do so from version {name} on"))
}

fn checkpoint(
    look: &Look<'_>,
    domain: &DomainRef,
    label: String,
    current: bool,
    read: &SnapshotRead,
) -> Result<Option<Checkpoint>, HostError> {
    let Some(was) = &read.domain else {
        return Ok(None);
    };
    // Read as a definition: what a running domain has beyond that was of that time.
    let status = DomainStatus {
        state: DomainState::Off,
        cpu_time_ns: None,
        saved: false,
        autostart: false,
        persistent: true,
    };
    let mut machine = vms::vm(look, domain, &status, was)?;
    machine.definition.clone_from(&read.definition);
    if read.content == CheckpointContent::Memory {
        machine.state = match read.paused {
            true => VmState::Paused,
            false => VmState::Running,
        };
    }
    let vm = Uuid::from_bytes(domain.uuid);
    let (id, name) = Checkpoint::identity(vm, &label, read.description.as_deref());
    Ok(Some(Checkpoint {
        vm,
        label,
        id,
        name,
        created: read.created.unwrap_or(0),
        parent: read.parent.clone(),
        current,
        content: read.content,
        external: read.external,
        memory_file: read.memory_file.clone(),
        stuck: None,
        machine: Box::new(machine),
    }))
}

fn unreadable(domain: &DomainRef, label: &str, error: &libvirt::LibvirtError) -> HostError {
    let message = format!(
        "The checkpoint {label} of '{}' cannot be read. It is left alone.",
        domain.name
    );
    HostError::new("Checkpoint.Unreadable", Category::InvalidData, message)
        .target(domain.name.clone())
        .because(CauseSource::Libvirt, error.to_string(), None)
        .next_step("See 'virsh snapshot-dumpxml' of it.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_daemon_can_depends_on_its_version() {
        let domain = DomainRef {
            name: "a".to_owned(),
            uuid: [1; 16],
            id: -1,
        };
        let host = crate::linux::LinuxMachine::local();
        let look = Look::new(&host);
        let text = "<domainsnapshot><name>a</name><state>shutoff</state><disks><disk name='vda' snapshot='external'/></disks><domain><name>a</name></domain></domainsnapshot>";
        let read = SnapshotRead::parse(text).unwrap();
        let mut found = checkpoint(&look, &domain, "a".to_owned(), true, &read)
            .unwrap()
            .unwrap();
        assert_eq!(stuck(&found, 9_009_000), None);
        assert!(stuck(&found, 9_008_999).is_some_and(|why| why.contains("9.9")));
        found.content = CheckpointContent::RunningDisks;
        assert!(stuck(&found, 10_001_000).is_some_and(|why| why.contains("10.2")));
        found.external = false;
        assert_eq!(stuck(&found, 1), None);
    }
}
