//! A host whose libvirt, or whose kernel, does not answer: it is said now and then, and what needs no libvirt is repaired all the same.

use std::time::{Duration, Instant};

use super::early::EarlyMachine;
use super::reminder::Reminder;
use super::{Agent, QUIET, Report, Signal, carried_out, listen, observer};
use crate::commit::{Options, recover, transact};
use crate::model::{Scope, State, VmDetail};
use crate::policy::Intent;
use crate::{HostError, Machine};

/// What was said about a host that cannot be reached.
#[derive(Debug, Default)]
pub(super) struct Unreached(Reminder);

impl Unreached {
    /// Says it once, and again after a minute, two, four ... an hour, or when the reason is another.
    pub(super) fn say(
        &mut self,
        error: &HostError,
        again_in: Duration,
        tell: &mut dyn FnMut(Report),
    ) {
        let why = error.to_string();
        if self.0.is_due(&why, Instant::now()) {
            tell(Report::Unreachable { why, again_in });
        }
    }

    /// The host was reached.
    pub(super) fn forget(&mut self) {
        self.0.forget();
    }
}

/// What can be heard of a host without libvirt.
fn links() -> Scope {
    Scope {
        vms: VmDetail::None,
        networks: false,
        ..Scope::BOOT
    }
}

impl Agent {
    /// Repairs links, bridges and VFs, as the restore at the start of a host does, for this time.
    pub(super) fn without_libvirt(&mut self, time: Duration, tell: &mut dyn FnMut(Report)) {
        let until = Instant::now() + time;
        let hints = match self.links.take() {
            Some(hints) => Some(hints),
            None => self.host.watch(&links()).map(listen).ok(),
        };
        while !self.stopped() {
            self.sign.alive();
            if let Err(error) = self.repair_early(tell) {
                self.unreached.say(&error, time, tell);
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            self.sign.idle();
            let heard = match &hints {
                Some(hints) => hints.next(&self.stop, Some(left)),
                None => Ok(None),
            };
            match heard {
                Ok(Some(Signal::Hint(_))) => self.stop.sleep(QUIET.min(left)),
                Ok(Some(Signal::Stop)) => return,
                // Nothing is heard any more; it is looked again when libvirt is tried again.
                Ok(None) | Err(_) => {
                    let left = until.saturating_duration_since(Instant::now());
                    self.stop.sleep(left);
                }
            }
        }
        self.links = hints.filter(|hints| !hints.ended.get());
    }

    fn repair_early(&mut self, tell: &mut dyn FnMut(Report)) -> Result<(), HostError> {
        let host = self.host.clone();
        let host = &EarlyMachine(&*host);
        // A command that was cut off and that has to do with libvirt is judged when libvirt answers again. Until then nothing is
        // repaired that it may have meant.
        if recover(host, &mut observer(&self.sign)).is_err() {
            self.sign.commits(false);
            return Ok(());
        }
        let state = host.snapshot(&Scope::BOOT)?;
        if let Some(why) = &state.distrust {
            self.wait_for_trust(why, tell);
            return Ok(());
        }
        let plan = Intent::Restore.plan(&state)?;
        self.warn(&plan, &state, tell);
        if self.repair_backoff.without_hopeless(&plan).is_empty() {
            return Ok(());
        }
        let repair_backoff = &self.repair_backoff;
        let mut planner =
            |state: &State| Ok(repair_backoff.without_hopeless(&Intent::Restore.plan(state)?));
        let flag = self.stop.flag();
        let mut observer = observer(&self.sign);
        let result = transact(
            host,
            &Scope::BOOT,
            &mut planner,
            &mut Options::new(&mut observer).cancelled_by(&flag),
        );
        drop(observer);
        self.sign.commits(false);
        match result {
            Ok((done, report)) => {
                for warning in &report.warnings {
                    tell(Report::Failed(warning.to_string()));
                }
                if !report.applied.is_empty() {
                    let said = carried_out(&done, &report.applied);
                    tell(Report::Repaired(said));
                }
                self.remember(&done, tell);
                Ok(())
            }
            Err(error) if error.id == "Commit.Locked" || self.stopped() => Ok(()),
            Err(error) => {
                tell(Report::Failed(error.to_string()));
                self.remember(&plan, tell);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Category;

    #[test]
    fn a_reason_is_said_once_until_it_changes() {
        let mut unreached = Unreached::default();
        let mut said = Vec::new();
        let silent = HostError::new("Host.LibvirtSilent", Category::OperationTimeout, "silent");
        let gone = HostError::new("Host.LibvirtUnavailable", Category::ConnectionError, "gone");
        for error in [&silent, &silent, &gone, &gone, &silent] {
            unreached.say(error, QUIET, &mut |report| said.push(report));
        }
        assert_eq!(said.len(), 3);
        unreached.forget();
        unreached.say(&silent, QUIET, &mut |report| said.push(report));
        assert_eq!(said.len(), 4);
    }
}
