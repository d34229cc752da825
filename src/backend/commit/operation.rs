//! From a commit to what the journal says about it.

use std::time::Duration;

use super::{Recovery, Report};
use crate::HostError;
use crate::journal::{Entry, catalog as kinds, now, user};
use crate::model::State;
use crate::plan::{Names, Plan};
use crate::policy::migration;

/// What became of an operation.
#[derive(Debug)]
pub enum Outcome<'a> {
    /// It was carried out.
    Done(&'a Report),
    /// It was refused, or undone.
    Failed(&'a HostError),
}

/// An operation: a plan, the host as it was before, and what became of it.
#[derive(Debug)]
pub struct Operation<'a> {
    /// The plan; without one the operation was refused before there was a plan.
    pub plan: Option<&'a Plan>,
    /// The positions of its steps that were carried out and stand.
    pub stands: &'a [usize],
    /// The host as it was before, for names.
    pub before: Option<&'a State>,
    /// The host afterwards, if it was seen: names of what the operation made.
    pub after: Option<&'a State>,
    /// What became of it.
    pub outcome: Outcome<'a>,
    /// How long it took.
    pub took: Duration,
}

impl Operation<'_> {
    /// The entries about the operation, in the order in which things happened. Their numbers are given when they are kept.
    pub fn entries(&self) -> Vec<Entry> {
        let mut entries = match self.outcome {
            Outcome::Done(report) => {
                let mut entries: Vec<Entry> = report.recovered.iter().map(recovered).collect();
                entries.extend(self.steps());
                entries.extend(self.unmet());
                entries.extend(report.warnings.iter().map(|error| Entry {
                    id: kinds::WISH_DROPPED,
                    message: error.message.clone(),
                    reason: error.id.to_string(),
                    ..Entry::default()
                }));
                entries.extend(report.failed.values().map(|error| Entry {
                    id: kinds::UNDONE,
                    message: error.message.clone(),
                    reason: error.id.to_string(),
                    ..Entry::default()
                }));
                entries
            }
            Outcome::Failed(error) => vec![Entry {
                id: match &*error.id {
                    "Migration.LimitReached" => kinds::MIGRATION_LIMIT,
                    "Host.MacPoolExhausted" => kinds::MAC_NOT_ASSIGNED,
                    id if id.starts_with("Migration.") => kinds::MIGRATION_FAILED,
                    _ if self.plan.is_some() => kinds::UNDONE,
                    _ => kinds::REFUSED,
                },
                message: error.message.clone(),
                reason: error.id.to_string(),
                ..self.machine_of(error)
            }],
        };
        let (time, user, process) = (now(), user(), std::process::id());
        let took = u64::try_from(self.took.as_millis()).unwrap_or(u64::MAX);
        for entry in &mut entries {
            entry.time = time;
            entry.user.clone_from(&user);
            entry.process = process;
            entry.took = took;
            if entry.reason.is_empty()
                && let Some(plan) = self.plan
            {
                entry.reason.clone_from(&plan.title);
            }
        }
        entries
    }

    /// An entry with the machine that a failure is about, and nothing else. A host that a migration did not reach knows the name alone.
    fn machine_of(&self, error: &HostError) -> Entry {
        let Some(name) = error.target.as_ref() else {
            return Entry::default();
        };
        let is_migration = matches!(
            &*error.id,
            "Migration.Incompatible"
                | "Migration.Disabled"
                | "Migration.LimitReached"
                | "Migration.Cancelled"
                | "Migration.Failed"
        );
        if !is_migration && !error.id.starts_with("Vm.") {
            return Entry::default();
        }
        let vm = self.before.and_then(|state| state.vm_named(name));
        Entry {
            vm: vm.map(|vm| vm.id.to_string()),
            vm_name: vm
                .map(|vm| vm.name.clone())
                .or_else(|| is_migration.then(|| name.clone())),
            ..Entry::default()
        }
    }

    /// An entry for each step that people care about, if it was carried out.
    fn steps(&self) -> Vec<Entry> {
        let names = Names {
            before: self.before,
            after: self.after,
        };
        let steps = self.plan.map_or(&[][..], |plan| &plan.steps);
        let stands = self.stands.iter().filter_map(|index| steps.get(*index));
        stands
            .filter_map(|step| {
                let mut entry = step.change.event(&names)?;
                if entry.reason.is_empty()
                    && let Some(plan) = self.plan
                {
                    entry.reason = plan.title_of(step).to_owned();
                }
                if entry.message.is_empty() {
                    entry.message = format!("{}.", step.what);
                }
                if entry.switch.is_none() {
                    entry.switch = names.switch_about(&entry);
                }
                Some(entry)
            })
            .collect()
    }

    /// What the admin should know is an event of its own: an adapter that asked for a VF and has none, one that lost its network.
    fn unmet(&self) -> Vec<Entry> {
        let names = Names {
            before: self.before,
            after: self.after,
        };
        let warnings = self.plan.map_or(&[][..], |plan| &plan.warnings);
        warnings
            .iter()
            .filter_map(|warning| {
                let kind = match &*warning.id {
                    migration::LOST => kinds::MIGRATION_NETWORK_LOST,
                    // Reasons of Hyper-V have no dot in their names, ids of errors have one.
                    id if id.contains('.') => return None,
                    _ => kinds::VF_DELAYED,
                };
                let entry = names.of_adapter(kind, warning.about.as_ref(), warning.message.clone());
                Some(Entry {
                    reason: warning.id.clone(),
                    switch: names.switch_about(&entry),
                    ..entry
                })
            })
            .collect()
    }
}

fn recovered(recovery: &Recovery) -> Entry {
    Entry {
        id: kinds::RECOVERED,
        message: match recovery {
            Recovery::Finished { title } => {
                format!(
                    "'{title}' had been carried out; its process had ended before it could say so."
                )
            }
            Recovery::Undone { title } => {
                format!("'{title}' had not been finished, and was undone.")
            }
        },
        ..Entry::default()
    }
}
