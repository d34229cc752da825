//! `Get-WinEvent`.

use std::rc::Rc;
use std::time::Duration;

use iovsh_derive::Cmdlet;

use super::record::{EventLogConfiguration, EventLogRecord, ProviderMetadata, each_once};
use super::selection::Filter;
use super::xpath::XPath;
use crate::host_access::{HostAccess, computer_name, shell_error};
use iovsh_backend::journal::{Entry, KINDS, Kind, kind_of};
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::Hashtable;
use iovsh_shell::wildcard::{WildcardPattern, has_wildcards};

/// With -Wait the journal is looked at again after so long.
const AGAIN: Duration = Duration::from_millis(500);

/// Gets what was done on the host, newest first: virtual functions given and taken, machines started and stopped, switches
/// made, acts refused.
///
/// The ids of acts that Hyper-V has events for are Hyper-V's: 12584 a virtual function was allocated, 12588 assigned, 12590
/// unassigned, 12586 freed, 12614 not available. docs/events.md lists all. On Linux the same entries go to the systemd
/// journal: `journalctl SYSLOG_IDENTIFIER=iovsh`.
///
/// # Examples
/// Which machine did without a virtual function, and why:
/// ```iovsh
/// PS> Get-WinEvent -FilterHashtable @{ LogName = '*SynthNic*'; Id = 12614 } -ErrorAction Ignore | ForEach-Object Reason
/// ```
/// The same by a filter as event logs take it:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
/// PS> Get-WinEvent -LogName iovsh/Operational -FilterXPath '*[System[EventID=100]]' | ForEach-Object Message
/// The switch 'lan' was made.
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "WinEvent",
    module = "Microsoft.PowerShell.Diagnostics",
    default_set = "GetLogSet",
    alias("Get-EventLog"),
    output = EventLogRecord
)]
pub struct GetWinEvent {
    /// The logs. Wildcards are allowed.
    #[param(set = "GetLogSet", position = 0, from_pipeline, by_property_name, complete = crate::complete::logs)]
    log_name: Vec<String>,
    /// Which logs there are. Wildcards are allowed.
    #[param(set = "ListLogSet", position = 0, mandatory, complete = crate::complete::logs)]
    list_log: Vec<String>,
    /// Which providers there are. Wildcards are allowed.
    #[param(set = "ListProviderSet", position = 0, mandatory)]
    list_provider: Vec<String>,
    /// Who reports. Wildcards are allowed.
    #[param(
        set = "GetProviderSet",
        position = 0,
        mandatory,
        by_property_name,
        alias = "Source"
    )]
    provider_name: Vec<String>,
    /// What the events must be: LogName, ProviderName, ID, Level, Keywords, UserID, Data, StartTime, EndTime, SuppressHashFilter, and the
    /// additions VMName, VMId, AdapterName, VirtualFunction, NetAdapterName, Reason.
    #[param(set = "HashQuerySet", position = 0, mandatory)]
    filter_hashtable: Vec<Rc<Hashtable>>,
    /// What the events must be, as event logs take it: `*[System[EventID=12614]]`, `*[EventData[Data[@Name='VMName']='web1']]`.
    #[param(set("GetLogSet", "GetProviderSet"), not_null_or_empty)]
    filter_x_path: Option<String>,
    /// How many at the most; with -Wait so many of those that are there already.
    #[param(set("GetLogSet", "GetProviderSet", "HashQuerySet"), alias = "Newest", range = 1..=i64::MAX)]
    max_events: Option<i64>,
    /// The hosts: names that ssh knows, or hosts of a simulated fleet.
    #[param(alias = "Cn", complete = crate::complete::hosts)]
    computer_name: Vec<String>,
    /// Accepted; every log is shown.
    #[param(set("GetLogSet", "ListLogSet", "HashQuerySet"))]
    force: bool,
    /// Oldest first.
    #[param(set("GetLogSet", "GetProviderSet", "HashQuerySet"))]
    oldest: bool,
    /// Linux only: go on with events as they come, oldest first, until Ctrl+C.
    #[param(set("GetLogSet", "GetProviderSet", "HashQuerySet"))]
    wait: bool,
}

impl Cmdlet for GetWinEvent {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let journal = cx.host()?.journal().map_err(|error| shell_error(&error))?;
        if let Some((file, line)) = journal.unreadable.first() {
            let others = match journal.unreadable.len() {
                1 => String::new(),
                more => format!(", nor can {} others", more - 1),
            };
            cx.warning(format!(
                "Line {line} of the journal's file {file} cannot be read{others}; the rest is shown."
            ))?;
        }
        let entries = journal.entries;
        match &*cx.parameter_set() {
            "ListLogSet" => self.logs(cx, &entries),
            "ListProviderSet" => self.providers(cx),
            _ => self.events(cx, entries),
        }
    }
}

impl GetWinEvent {
    fn events(&self, cx: &mut Context, mut entries: Vec<Entry>) -> Flow {
        let mut known = true;
        for name in &self.log_name {
            known &= is_known(cx, name, "log", "NoMatchingLogsFound", |kind| kind.channel)?;
        }
        for name in &self.provider_name {
            known &= is_known(cx, name, "provider", "NoMatchingProvidersFound", |kind| {
                kind.provider
            })?;
        }
        let filters = if self.filter_hashtable.is_empty() {
            vec![Filter::of_names(&self.log_name, &self.provider_name)]
        } else {
            self.filter_hashtable
                .iter()
                .map(|table| Filter::of_table(table))
                .collect::<Flow<_>>()?
        };
        let xpath = self
            .filter_x_path
            .as_deref()
            .map(XPath::parse)
            .transpose()?;
        let machine = computer_name(cx)?;
        let is_meant = |entry: &Entry| {
            let of_path = xpath.as_ref();
            filters.iter().any(|filter| filter.is_match(entry))
                && of_path.is_none_or(|xpath| xpath.is_match(entry, &machine))
        };
        let last = entries.last().map_or(0, |entry| entry.record);
        entries.retain(is_meant);
        if entries.is_empty() && !known {
            return Ok(());
        }
        if self.wait {
            let most = self.max_events.and_then(|most| usize::try_from(most).ok());
            let skipped = most.map_or(0, |most| entries.len().saturating_sub(most));
            for entry in entries.iter().skip(skipped) {
                cx.emit(EventLogRecord::new(entry, &machine).into_value())?;
            }
            return follow(cx, last, &is_meant, &machine);
        }
        if entries.is_empty() {
            return cx.error(
                ShellError::new(
                    "NoMatchingEventsFound",
                    ErrorCategory::ObjectNotFound,
                    "No events were found that match the specified selection criteria.",
                )
                .exception("System.Exception"),
            );
        }
        if !self.oldest {
            entries.reverse();
        }
        let most = self.max_events.map_or(usize::MAX, |most| {
            usize::try_from(most).unwrap_or(usize::MAX)
        });
        for entry in entries.iter().take(most) {
            cx.emit(EventLogRecord::new(entry, &machine).into_value())?;
        }
        Ok(())
    }

    fn logs(&self, cx: &mut Context, entries: &[Entry]) -> Flow {
        let wanted: Vec<WildcardPattern> = self
            .list_log
            .iter()
            .map(|name| WildcardPattern::new(name))
            .collect();
        for name in each_once(|_| true, |kind| kind.channel) {
            if !wanted.iter().any(|pattern| pattern.is_match(&name)) {
                continue;
            }
            let count = entries
                .iter()
                .filter(|entry| kind_of(entry.id).is_some_and(|kind| kind.channel == name))
                .count();
            cx.emit(
                EventLogConfiguration {
                    record_count: i64::try_from(count).unwrap_or(i64::MAX),
                    provider_names: each_once(|kind| kind.channel == name, |kind| kind.provider),
                    log_name: name,
                }
                .into_value(),
            )?;
        }
        Ok(())
    }

    fn providers(&self, cx: &mut Context) -> Flow {
        let wanted: Vec<WildcardPattern> = self
            .list_provider
            .iter()
            .map(|name| WildcardPattern::new(name))
            .collect();
        for name in each_once(|_| true, |kind| kind.provider) {
            if !wanted.iter().any(|pattern| pattern.is_match(&name)) {
                continue;
            }
            let of_provider = KINDS.iter().filter(|kind| kind.provider == name);
            let events = of_provider
                .map(|kind| format!("{}: {}", kind.id, kind.meaning))
                .collect();
            cx.emit(
                ProviderMetadata {
                    log_links: each_once(|kind| kind.provider == name, |kind| kind.channel),
                    name,
                    events,
                }
                .into_value(),
            )?;
        }
        Ok(())
    }
}

/// Emits what is written down from now on, until Ctrl+C or until nobody wants more.
fn follow(
    cx: &mut Context,
    mut last: u64,
    is_meant: &dyn Fn(&Entry) -> bool,
    machine: &str,
) -> Flow {
    loop {
        cx.pause(AGAIN)?;
        let journal = cx.host()?.journal().map_err(|error| shell_error(&error))?;
        let new = journal.entries.iter().filter(|entry| entry.record > last);
        let mut newest = last;
        for entry in new {
            newest = newest.max(entry.record);
            if is_meant(entry) {
                cx.emit(EventLogRecord::new(entry, machine).into_value())?;
            }
        }
        last = newest;
    }
}

/// Whether a log or provider of that name is there; one without wildcards that is not is an error that is written.
fn is_known(
    cx: &mut Context,
    name: &str,
    what: &str,
    id: &'static str,
    field: fn(&Kind) -> &'static str,
) -> Flow<bool> {
    if has_wildcards(name)
        || KINDS
            .iter()
            .any(|kind| field(kind).eq_ignore_ascii_case(name))
    {
        return Ok(true);
    }
    let all = each_once(|_| true, field);
    let host = match &cx.session().place_name {
        Some(name) => name.to_string(),
        None => "localhost".to_owned(),
    };
    cx.error(
        ShellError::new(
            id,
            ErrorCategory::ObjectNotFound,
            format!("There is not an event {what} on the {host} computer that matches \"{name}\"."),
        )
        .exception("System.Exception")
        .target(name)
        .help(format!("There are: {}.", all.join(", "))),
    )?;
    Ok(false)
}
