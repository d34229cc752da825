//! What guests did to their machines by themselves: it is written into the journal once it is known that no command of iovsh did it. What
//! befell members of teams is written with it.

use std::collections::HashMap;
use std::time::Duration;

use crate::journal::{Entry, catalog, now};
use crate::model::Uuid;
use crate::{Event, GuestDeed, HostError, Machine};

/// Clocks of one host are that far apart at most: an event is heard a little after what led to it, and an entry is written a little
/// after that.
const SLACK: u64 = 3_000;

/// A guest that resets its machine without end would leave nothing else in the journal, which is bounded: of a machine so many deeds of
/// one kind are written within this time, in milliseconds, and that there were more.
const MOST: u32 = 5;
const WITHIN: u64 = 60 * 60 * 1000;

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
    /// What was seen, and no command can have done.
    seen: Vec<Entry>,
    /// Since when deeds of a machine are counted, and how many they are.
    counted: HashMap<(Uuid, GuestDeed), (u64, u32)>,
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

    /// What is written of a deed; `None` where that was written often enough of late.
    fn told(&mut self, heard: &Heard) -> Option<Entry> {
        let is_late = |since: u64| (since..since.saturating_add(WITHIN)).contains(&heard.when);
        self.counted.retain(|_, (since, _)| is_late(*since));
        let counted = self.counted.entry((heard.vm, heard.deed));
        let (_, before) = counted.or_insert((heard.when, 0));
        let count = *before;
        *before = count.saturating_add(1);
        (count <= MOST).then(|| entry(heard, count == MOST))
    }

    /// Takes what was seen.
    pub(super) fn see(&mut self, entries: Vec<Entry>) {
        self.seen.extend(entries);
    }

    /// Writes what was heard and seen. Whoever changes the host writes about it before the lock is free: until then it is not known whose deed it
    /// was. `true`: it has to be tried again.
    pub(super) fn write(&mut self, host: &dyn Machine) -> bool {
        if self.heard.is_empty() && self.seen.is_empty() {
            return false;
        }
        match self.try_write(host) {
            Ok(()) => {
                self.heard.clear();
                self.seen.clear();
                false
            }
            Err(error) => error.id == "Commit.Locked",
        }
    }

    fn try_write(&mut self, host: &dyn Machine) -> Result<(), HostError> {
        let _lock = host.store().lock(Duration::ZERO, &mut |_| {})?;
        let known = host.journal()?.entries;
        let heard = self.heard.iter();
        let own = heard.filter(|heard| !known.iter().any(|entry| explains(entry, heard)));
        let own: Vec<Heard> = own.cloned().collect();
        let mut entries: Vec<Entry> = own.iter().filter_map(|heard| self.told(heard)).collect();
        entries.extend(self.seen.iter().cloned());
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

/// `last`: what follows is not written.
fn entry(heard: &Heard, last: bool) -> Entry {
    let name = &heard.name;
    let (id, mut message) = match heard.deed {
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
    if last {
        message.push_str(&format!(
            " It did so {MOST} times before within an hour: what follows is not written down until that is over."
        ));
    }
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

    #[test]
    fn a_guest_that_does_it_again_and_again_does_not_fill_the_journal() {
        let mut deeds = Deeds::default();
        let mut told = |number, when| {
            deeds.told(&Heard {
                vm: Uuid::from_bytes([number; 16]),
                name: "web1".to_owned(),
                deed: GuestDeed::Reset,
                when,
            })
        };
        let written: Vec<Entry> = (0..1000).filter_map(|at| told(1, 100_000 + at)).collect();
        let says = |entry: &&Entry| entry.message.contains("not written down");
        assert_eq!(written.len(), 6);
        assert_eq!(written.iter().filter(says).count(), 1);
        assert!(written.last().is_some_and(|entry| says(&entry)));
        // Neither another machine nor the next hour is kept from being told of.
        for (number, when) in [(2, 100_500), (1, 100_000 + WITHIN)] {
            let entry = told(number, when).unwrap();
            assert!(!says(&&entry), "{entry:?}");
        }
    }
}
