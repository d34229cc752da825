//! `Get-WinEvent`.

use std::rc::Rc;
use std::time::Duration;

use iovsh_derive::Cmdlet;

use super::record::{EventLogConfiguration, EventLogRecord, ProviderMetadata, each_once};
use super::selection::Filter;
use super::xml_filter::XmlFilter;
use super::xpath::XPath;
use crate::elsewhere;
use crate::host_access::{HostAccess, computer_name, shell_error};
use iovsh_backend::journal::{Entry, KINDS, Kind, NEVER_WRITTEN, kind_of};
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::types::xml::XmlNodeValue;
use iovsh_shell::value::{Hashtable, Native, Value, convert};
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
/// The data of an event by its names, as scripts take it out of the XML:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
/// PS> $list = '<QueryList><Query><Select Path="iovsh/Operational">*[System[EventID=100]]</Select></Query></QueryList>'
/// PS> $xml = [xml](Get-WinEvent -FilterXml $list).ToXml()
/// PS> $xml.Event.EventData.Data | Where-Object Name -like *Name | ForEach-Object { "$($_.Name): $($_.'#text')" }
/// NetAdapterName: enp1s0f0
/// SwitchName: lan
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
    /// additions VMName, VMId, AdapterName, VirtualFunction, NetAdapterName, SwitchName, Reason.
    #[param(set = "HashQuerySet", position = 0, mandatory)]
    filter_hashtable: Vec<Rc<Hashtable>>,
    /// What the events must be, as event logs take it: `*[System[EventID=12614]]`, `*[EventData[Data[@Name='VMName']='web1']]`.
    #[param(set("GetLogSet", "GetProviderSet"), not_null_or_empty)]
    filter_x_path: Option<String>,
    /// A list of queries, as the viewer of event logs writes it: `<QueryList><Query><Select Path="LOG">XPATH</Select></Query></QueryList>`,
    /// with `<Suppress>` for what is left out.
    #[param(set = "XmlQuerySet", mandatory)]
    filter_xml: Value,
    /// How many at the most; with -Wait so many of those that are there already.
    #[param(set("GetLogSet", "GetProviderSet", "HashQuerySet", "XmlQuerySet"), alias = "Newest", range = 1..=i64::MAX)]
    max_events: Option<i64>,
    /// The hosts: names that ssh knows, or hosts of a simulated fleet.
    #[param(alias = "Cn", complete = crate::complete::hosts)]
    computer_name: Vec<String>,
    /// Accepted; every log is shown.
    #[param(set("GetLogSet", "ListLogSet", "HashQuerySet"))]
    force: bool,
    /// Oldest first.
    #[param(set("GetLogSet", "GetProviderSet", "HashQuerySet", "XmlQuerySet"))]
    oldest: bool,
    /// Linux only: go on with events as they come, oldest first, until Ctrl+C.
    #[param(set("GetLogSet", "GetProviderSet", "HashQuerySet", "XmlQuerySet"))]
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
        let markup = (!self.filter_xml.is_null()).then(|| markup(&self.filter_xml));
        let xml = markup.as_deref().map(XmlFilter::parse).transpose()?;
        for name in xml.iter().flat_map(XmlFilter::logs) {
            known &= is_known(cx, name, "log", "NoMatchingLogsFound", |kind| kind.channel)?;
        }
        for (id, why) in NEVER_WRITTEN {
            let asks = format!("EventID={id}");
            let mut texts = self.filter_x_path.iter().chain(&markup);
            let in_text = texts.any(|text| text.replace(char::is_whitespace, "").contains(&asks));
            if in_text || filters.iter().any(|filter| filter.asks_for(*id)) {
                cx.warning(format!("No event {id} is ever written: {why}"))?;
            }
        }
        let machine = computer_name(cx)?;
        let is_meant = |entry: &Entry| {
            filters.iter().any(|filter| filter.is_match(entry))
                && xpath
                    .as_ref()
                    .is_none_or(|path| path.is_match(entry, &machine))
                && xml
                    .as_ref()
                    .is_none_or(|list| list.is_match(entry, &machine))
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
                let record = record(cx, entry, &machine);
                cx.emit(record.into_value())?;
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
            let record = record(cx, entry, &machine);
            cx.emit(record.into_value())?;
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

/// The text of a document; anything else is the text of one itself.
fn markup(list: &Value) -> String {
    let document = list.downcast::<XmlNodeValue>();
    let markup = document.and_then(|node| node.property("OuterXml"));
    let text = markup.unwrap_or_else(|| list.clone());
    convert::to_text(&text).to_string()
}

/// The object for an entry, whose message names the host that it is of.
fn record(cx: &mut Context, entry: &Entry, machine: &str) -> EventLogRecord {
    let mut record = EventLogRecord::new(entry, machine);
    record.message = elsewhere::told(cx, &record.message);
    record
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
                let record = record(cx, entry, machine);
                cx.emit(record.into_value())?;
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
