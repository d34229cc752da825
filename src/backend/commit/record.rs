//! The record of a commit that is under way: the whole plan, written and synced before anything is changed, and one byte
//! a step that was begun. Where the bytes end, only the host itself knows how far the last step came.

use serde::{Deserialize, Serialize};

use crate::plan::{Plan, Step};
use crate::state::Store;
use crate::{Category, CauseSource, HostError};

/// 1 called the group of a step its `wish`, and had no targets.
const VERSION: u32 = 2;

/// What is on the disk while a commit is under way.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Record {
    version: u32,
    pub title: String,
    pub target: String,
    pub process: u32,
    /// Which boot of the machine it was; progress is only good for that one.
    boot: String,
    pub steps: Vec<Step>,
}

impl Record {
    pub fn of(plan: &Plan) -> Self {
        Self {
            version: VERSION,
            title: plan.title.clone(),
            target: plan.target.clone(),
            process: std::process::id(),
            boot: boot(),
            steps: plan.steps.clone(),
        }
    }

    /// Puts the record on the disk.
    pub fn begin(&self, store: &Store) -> Result<(), HostError> {
        store.clear_progress()?;
        let bytes = serde_json::to_vec(self).map_err(|error| {
            HostError::new(
                "State.WriteFailed",
                Category::WriteError,
                "The record of the change cannot be written.",
            )
            .because(CauseSource::File, error.to_string(), None)
            .advised()
        })?;
        store.write_intent(&bytes)
    }

    /// Marks that a step is about to be applied.
    pub fn mark_begun(&self, store: &Store, index: usize) -> Result<(), HostError> {
        store.mark_progress(index)
    }

    /// The record that a commit left behind, and how many of its steps may have been applied.
    pub fn found(store: &Store) -> Result<Option<(Self, usize)>, HostError> {
        let Some(bytes) = store.read_intent()? else {
            return Ok(None);
        };
        match serde_json::from_slice::<Self>(&bytes) {
            Ok(record) if (1..=VERSION).contains(&record.version) => {
                let all = record.steps.len();
                // Progress is not synced. After a power cut every step may have been taken, and the host is asked.
                let begun = if record.boot == boot() {
                    store.progress()?.min(all)
                } else {
                    all
                };
                Ok(Some((record, begun)))
            }
            Ok(record) => store
                .set_intent_aside(
                    "corrupt",
                    &format!("its layout {} is not known", record.version),
                )
                .map(|()| None),
            Err(error) => store
                .set_intent_aside("corrupt", &error.to_string())
                .map(|()| None),
        }
    }
}

/// The kernel's id of this boot; empty where there is none.
fn boot() -> String {
    std::fs::read_to_string("/proc/sys/kernel/random/boot_id")
        .unwrap_or_default()
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::LinkChange;

    #[test]
    fn a_record_of_the_layout_before_is_read() {
        let step = Step {
            what: "Bring eth0 up".to_owned(),
            change: LinkChange::Set {
                interface: "eth0".parse().unwrap(),
                up: true,
            }
            .into(),
            undo: None,
            equivalent: String::new(),
            target: None,
            group: Some(3),
        };
        let record = Record::of(&Plan {
            steps: vec![step.clone()],
            ..Plan::default()
        });
        let text = serde_json::to_string(&record).unwrap();
        let old = text
            .replace("\"version\":2", "\"version\":1")
            .replace("\"target\":null,", "")
            .replace("\"group\":", "\"wish\":");
        assert_ne!(old, text);
        let store = Store::in_memory();
        store.write_intent(old.as_bytes()).unwrap();
        let (found, _) = Record::found(&store).unwrap().unwrap();
        assert_eq!(found.steps, [step]);
    }
}
