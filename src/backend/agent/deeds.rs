//! What guests did to their machines by themselves: it is written into the journal once it is known that no command of iovsh did it.

use std::time::Duration;

use crate::journal::{Entry, catalog, now};
use crate::model::Uuid;
use crate::{Event, GuestDeed, HostError, Machine};

/// Clocks of one host are that far apart at most: an event is heard a little after what led to it, and an entry is written a little
/// after that.
const SLACK: u64 = 3_000;

/// Entries that tell of a command after which a guest is heard to have done this.
fn commands(deed: GuestDeed) -> &'static [u32] {
    match deed {
        GuestDeed::ShutDown => &[
            catalog::VM_TURNED_OFF,
            catalog::VM_SHUT_DOWN,
            catalog::VM_STATE,
            catalog::CHECKPOINT_APPLIED,
            catalog::MIGRATED,
        ],
        GuestDeed::Reset => &[catalog::VM_RESET, catalog::CHECKPOINT_APPLIED],
        GuestDeed::Crashed => &[],
    }
}

/// What was heard and is not written yet.
#[derive(Debug, Default)]
pub(super) struct Deeds {
    heard: Vec<Heard>,
}

#[derive(Debug, Clone)]
struct Heard {
    vm: Uuid,
    name: String,
    deed: GuestDeed,
    /// In milliseconds since 1970.
    when: u64,
}

impl Deeds {
    /// Hears of an event.
    pub(super) fn hear(&mut self, event: &Event) {
        if let Event::Guest { vm, name, deed } = event {
            self.heard.push(Heard {
                vm: *vm,
                name: name.clone(),
                deed: *deed,
                when: now(),
            });
        }
    }

    /// Writes what was heard. Whoever changes the host writes about it before the lock is free: until then it is not known whose deed it
    /// was. `true`: it has to be tried again.
    pub(super) fn write(&mut self, host: &dyn Machine) -> bool {
        if self.heard.is_empty() {
            return false;
        }
        match self.try_write(host) {
            Ok(()) => {
                self.heard.clear();
                false
            }
            Err(error) => error.id == "Commit.Locked",
        }
    }

    fn try_write(&self, host: &dyn Machine) -> Result<(), HostError> {
        let _lock = host.store().lock(Duration::ZERO, &mut |_| {})?;
        let known = host.journal()?.entries;
        let own = self
            .heard
            .iter()
            .filter(|heard| !known.iter().any(|entry| explains(entry, heard)));
        let mut entries: Vec<Entry> = own.map(entry).collect();
        if entries.is_empty() {
            return Ok(());
        }
        host.append_journal(&mut entries)
    }
}

/// Whether a command was under way at this machine when it was heard.
fn explains(entry: &Entry, heard: &Heard) -> bool {
    let began = entry.time.saturating_sub(entry.took).saturating_sub(SLACK);
    commands(heard.deed).contains(&entry.id)
        && entry.vm.as_deref() == Some(heard.vm.to_string().as_str())
        && (began..=entry.time.saturating_add(SLACK)).contains(&heard.when)
}

fn entry(heard: &Heard) -> Entry {
    let name = &heard.name;
    let (id, message) = match heard.deed {
        GuestDeed::ShutDown => (
            catalog::GUEST_SHUT_DOWN,
            format!("'{name}' was shut down by its guest."),
        ),
        GuestDeed::Reset => (
            catalog::GUEST_RESET,
            format!("'{name}' was reset by its guest."),
        ),
        GuestDeed::Crashed => (
            catalog::GUEST_CRASHED,
            format!(
                "The guest of '{name}' has crashed: its kernel gave up, and told so by the machine's panic device."
            ),
        ),
    };
    Entry {
        vm: Some(heard.vm.to_string()),
        vm_name: Some(name.clone()),
        time: heard.when,
        ..Entry::of(id, message, "the guest")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_explains_what_is_heard_while_it_is_under_way() {
        let vm = Uuid::from_bytes([7; 16]);
        let heard = |when| Heard {
            vm,
            name: "web1".to_owned(),
            deed: GuestDeed::ShutDown,
            when,
        };
        let stopped = Entry {
            id: catalog::VM_SHUT_DOWN,
            vm: Some(vm.to_string()),
            time: 100_000,
            took: 40_000,
            ..Entry::default()
        };
        assert!(explains(&stopped, &heard(80_000)));
        assert!(explains(&stopped, &heard(101_000)));
        assert!(!explains(&stopped, &heard(50_000)));
        assert!(!explains(&stopped, &heard(110_000)));
        let of_another = Entry {
            vm: Some(Uuid::from_bytes([8; 16]).to_string()),
            ..stopped.clone()
        };
        assert!(!explains(&of_another, &heard(80_000)));
        let given_a_vf = Entry {
            id: catalog::VF_ASSIGNED,
            ..stopped
        };
        assert!(!explains(&given_a_vf, &heard(80_000)));
    }
}
