//! What was done to a host, by whom, to which virtual machine and function, why, and how long it took.
//!
//! Entries are made in one place: where plans are committed. Each host keeps them beside its desired state, bounded; the
//! Linux host also hands them to the systemd journal, as structured fields.

pub mod catalog;
mod user;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

pub use catalog::{KINDS, Kind, Level, NEVER_WRITTEN, kind_of};
pub(crate) use user::user;

/// Something that has happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct Entry {
    /// Its number on this host, from 1; 0 until it is kept.
    pub record: u64,
    /// When, in milliseconds since 1970.
    pub time: u64,
    /// The number of its kind.
    pub id: u32,
    /// What has happened, as a sentence.
    pub message: String,
    /// What it was done for: the title of the plan, or the id of an error.
    pub reason: String,
    /// Who did it: the user, as far as it is known.
    pub user: String,
    /// The process that did it.
    pub process: u32,
    /// The virtual machine's identity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vm: Option<String>,
    /// The virtual machine's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vm_name: Option<String>,
    /// The adapter's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adapter: Option<String>,
    /// The PCI address of the virtual function.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vf: Option<String>,
    /// The NIC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nic: Option<String>,
    /// The switch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub switch: Option<String>,
    /// How long the whole act took, in milliseconds.
    pub took: u64,
}

impl Entry {
    /// An entry about something that has just happened, by this process.
    pub(crate) fn of(id: u32, message: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            id,
            message: message.into(),
            reason: reason.into(),
            time: now(),
            user: user(),
            process: std::process::id(),
            ..Self::default()
        }
    }

    /// The moment at which it happened.
    pub fn when(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_millis(self.time)
    }

    /// Fields as the systemd journal names them, and their values. Source: `man 7 systemd.journal-fields`.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let kind = kind_of(self.id);
        let mut fields = vec![
            ("MESSAGE", self.message.clone()),
            (
                "PRIORITY",
                kind.map_or(6, |kind| kind.level.priority()).to_string(),
            ),
            ("SYSLOG_IDENTIFIER", "iovsh".to_owned()),
            ("IOVSH_EVENT_ID", self.id.to_string()),
            ("IOVSH_RECORD_ID", self.record.to_string()),
            (
                "IOVSH_PROVIDER",
                kind.map_or("", |kind| kind.provider).to_owned(),
            ),
            ("IOVSH_REASON", self.reason.clone()),
            ("IOVSH_USER", self.user.clone()),
            ("IOVSH_TOOK_MS", self.took.to_string()),
        ];
        for (name, value) in [
            ("IOVSH_VM_ID", &self.vm),
            ("IOVSH_VM_NAME", &self.vm_name),
            ("IOVSH_ADAPTER", &self.adapter),
            ("IOVSH_VF", &self.vf),
            ("IOVSH_NIC", &self.nic),
            ("IOVSH_SWITCH", &self.switch),
        ] {
            if let Some(value) = value {
                fields.push((name, value.clone()));
            }
        }
        fields
    }
}

/// Now, in milliseconds since 1970.
pub(crate) fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| {
            u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
        })
}
