//! Which events are meant: `-LogName`, `-ProviderName`, `-FilterHashtable`.

use std::time::SystemTime;

use iovsh_backend::journal::{Entry, kind_of};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::value::{Hashtable, Value, convert};
use iovsh_shell::wildcard::WildcardPattern;

/// What an event must be. A field that is empty asks for nothing.
#[derive(Debug, Default)]
pub struct Filter {
    logs: Vec<String>,
    providers: Vec<String>,
    ids: Vec<u32>,
    levels: Vec<i64>,
    users: Vec<String>,
    from: Option<SystemTime>,
    to: Option<SystemTime>,
    /// Named data: virtual machine, adapter, virtual function ...
    data: Vec<(String, Vec<String>)>,
    /// Data of any name.
    any_data: Vec<String>,
    /// Bits of which an event has one. Events of these logs have none.
    keywords: Vec<i64>,
    /// What an event must not be.
    without: Option<Box<Filter>>,
}

/// Names of data that a filter can ask for, and where an entry has it.
pub type Field = fn(&Entry) -> Option<&str>;
pub const DATA: &[(&str, Field)] = &[
    ("VMName", |entry| entry.vm_name.as_deref()),
    ("VMId", |entry| entry.vm.as_deref()),
    ("AdapterName", |entry| entry.adapter.as_deref()),
    ("VirtualFunction", |entry| entry.vf.as_deref()),
    ("NetAdapterName", |entry| entry.nic.as_deref()),
    ("SwitchName", |entry| entry.switch.as_deref()),
    ("Reason", |entry| Some(&entry.reason)),
];

fn any(patterns: &[String], text: &str) -> bool {
    patterns.is_empty()
        || patterns
            .iter()
            .any(|pattern| WildcardPattern::new(pattern).is_match(text))
}

impl Filter {
    /// A filter for logs and providers alone.
    pub fn of_names(logs: &[String], providers: &[String]) -> Self {
        Self {
            logs: logs.to_vec(),
            providers: providers.to_vec(),
            ..Self::default()
        }
    }

    /// The filter that a hashtable describes.
    ///
    /// # Errors
    /// `LogProviderOrPathNeeded`: it names neither a log nor a provider. `BadFilterKey`, `BadFilterValue`.
    pub fn of_table(table: &Hashtable) -> Flow<Self> {
        let mut filter = Self::default();
        for (key, value) in table.keys().into_iter().zip(table.values()) {
            filter.add(&convert::to_text(&key), &value)?;
        }
        if filter.logs.is_empty() && filter.providers.is_empty() {
            return Err(ShellError::new(
                "LogProviderOrPathNeeded",
                ErrorCategory::InvalidArgument,
                "The filter names neither a LogName nor a ProviderName.",
            )
            .exception("System.Exception")
            .help("Add LogName = '*' to look into all logs.")
            .into());
        }
        Ok(filter)
    }

    fn add(&mut self, key: &str, value: &Value) -> Flow {
        let bad = |what: &str| {
            ShellError::new(
                "BadFilterValue",
                ErrorCategory::InvalidArgument,
                format!("'{}' is no {what} for {key}.", convert::to_text(value)),
            )
            .exception("System.Exception")
            .target(value.clone())
        };
        let number = |value: &Value| convert::to_int(value).map(i64::from);
        let texts = || -> Vec<String> {
            each(value)
                .iter()
                .map(|item| convert::to_text(item).to_string())
                .collect()
        };
        match key.to_ascii_lowercase().as_str() {
            "logname" => self.logs = texts(),
            "providername" => self.providers = texts(),
            "id" => {
                for item in each(value) {
                    let id = number(&item).ok().and_then(|id| u32::try_from(id).ok());
                    self.ids.push(id.ok_or_else(|| bad("number"))?);
                }
            }
            "level" => {
                for item in each(value) {
                    self.levels
                        .push(number(&item).map_err(|_| bad("level from 1 to 5"))?);
                }
            }
            "data" => self.any_data = texts(),
            "keywords" => {
                for item in each(value) {
                    let bits = convert::to_text(&item).trim().parse::<i64>();
                    self.keywords.push(bits.map_err(|_| bad("number"))?);
                }
            }
            "path" => {
                return Err(ShellError::new(
                    "BadFilterKey",
                    ErrorCategory::InvalidArgument,
                    "There are no files of event logs here.",
                )
                .exception("System.Exception")
                .target(key)
                .help("Give LogName; what a host has written down is read from the host itself.")
                .into());
            }
            "suppresshashfilter" => {
                let Value::Hashtable(table) = value else {
                    return Err(bad("hashtable").into());
                };
                let mut without = Self::default();
                for (key, value) in table.keys().into_iter().zip(table.values()) {
                    without.add(&convert::to_text(&key), &value)?;
                }
                self.without = Some(Box::new(without));
            }
            "userid" => self.users = texts(),
            "starttime" => self.from = Some(moment(value).ok_or_else(|| bad("point in time"))?),
            "endtime" => self.to = Some(moment(value).ok_or_else(|| bad("point in time"))?),
            _ => match DATA.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)) {
                Some(_) => self.data.push((key.to_owned(), texts())),
                None => {
                    let names: Vec<&str> = DATA.iter().map(|(name, _)| *name).collect();
                    return Err(ShellError::new(
                        "BadFilterKey",
                        ErrorCategory::InvalidArgument,
                        format!("A filter of events has no key '{key}'."),
                    )
                    .exception("System.Exception")
                    .target(key)
                    .help(format!(
                        "There are: LogName, ProviderName, ID, Level, Keywords, UserID, Data, StartTime, EndTime, SuppressHashFilter, {}.",
                        names.join(", ")
                    ))
                    .into());
                }
            },
        }
        Ok(())
    }

    /// Whether it asks for events of this number by it.
    pub fn asks_for(&self, id: u32) -> bool {
        self.ids.contains(&id)
    }

    /// Whether an entry is meant.
    pub fn is_match(&self, entry: &Entry) -> bool {
        let kind = kind_of(entry.id);
        let when = entry.when();
        any(&self.logs, kind.map_or("", |kind| kind.channel))
            && any(&self.providers, kind.map_or("", |kind| kind.provider))
            && any(&self.users, &entry.user)
            && (self.ids.is_empty() || self.ids.contains(&entry.id))
            && (self.levels.is_empty()
                || kind.is_some_and(|kind| self.levels.contains(&(kind.level as i64))))
            && self.from.is_none_or(|from| when >= from)
            && self.to.is_none_or(|to| when <= to)
            && self.keywords.iter().all(|bits| *bits == 0)
            && (self.any_data.is_empty()
                || DATA
                    .iter()
                    .any(|(_, field)| field(entry).is_some_and(|text| any(&self.any_data, text))))
            && self
                .without
                .as_ref()
                .is_none_or(|without| !without.is_match(entry))
            && self.data.iter().all(|(key, wanted)| {
                DATA.iter()
                    .find(|(name, _)| name.eq_ignore_ascii_case(key))
                    .and_then(|(_, field)| field(entry))
                    .is_some_and(|text| any(wanted, text))
            })
    }
}

fn each(value: &Value) -> Vec<Value> {
    iovsh_shell::eval::enumerate(value).unwrap_or_else(|| vec![value.clone()])
}

fn moment(value: &Value) -> Option<SystemTime> {
    let ty = iovsh_shell::types::resolve("datetime")?;
    match convert::cast(value, &ty).ok()?.base() {
        Value::DateTime(time) => Some(SystemTime::from(time.time)),
        _ => None,
    }
}
