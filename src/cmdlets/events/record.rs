//! Events, logs and providers as objects.

use iovsh_derive::PsObject;

use iovsh_backend::journal::{Entry, KINDS, Kind, kind_of};
use iovsh_shell::argument::Moment;
use iovsh_shell::format::{Column, Control, Field, Grouping, Table, View};
use iovsh_shell::value::{PsObject, Value};

use super::xml::Element;

/// One event. The properties behind `Properties` are additions: what Windows keeps as unnamed data has names here.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "System.Diagnostics.Eventing.Reader.EventLogRecord",
    base = "System.Diagnostics.Eventing.Reader.EventRecord",
    method("ToXml", EventLogRecord::xml)
)]
#[allow(missing_docs)] // The names are .NET's own.
pub struct EventLogRecord {
    pub message: String,
    #[then("Version" = 0_i32, "Qualifiers" = Value::Null)]
    pub id: i32,
    #[then("Task" = 0_i32, "Opcode" = 0_i32, "Keywords" = 0_i64)]
    pub level: i32,
    pub record_id: i64,
    #[then("ProviderId" = Value::Null)]
    pub provider_name: String,
    pub log_name: String,
    #[then("ThreadId" = 0_i32)]
    pub process_id: i32,
    pub machine_name: String,
    pub user_id: String,
    #[then("ActivityId" = Value::Null, "RelatedActivityId" = Value::Null)]
    pub time_created: Moment,
    #[then("MatchedQueryIds" = Value::array(Vec::new()), "Bookmark" = Value::Null)]
    pub container_log: String,
    #[then(
        "OpcodeDisplayName" = "Info",
        "TaskDisplayName" = Value::Null,
        "KeywordsDisplayNames" = Value::array(Vec::new()),
        "Properties" = Value::array(Vec::new())
    )]
    pub level_display_name: String,
    pub vm_name: Option<String>,
    pub vm_id: Option<String>,
    pub adapter_name: Option<String>,
    pub virtual_function: Option<String>,
    pub net_adapter_name: Option<String>,
    pub switch_name: Option<String>,
    pub reason: String,
    /// Milliseconds.
    pub duration: i64,
    /// What it was made of.
    #[property(skip)]
    entry: Entry,
}

impl EventLogRecord {
    /// The object for an entry of the journal of the host `machine`.
    pub fn new(entry: &Entry, machine: &str) -> Self {
        let kind = kind_of(entry.id);
        let log = kind.map_or("", |kind| kind.channel).to_owned();
        Self {
            message: entry.message.clone(),
            id: i32::try_from(entry.id).unwrap_or_default(),
            level: kind.map_or(4, |kind| kind.level as i32),
            record_id: i64::try_from(entry.record).unwrap_or(i64::MAX),
            provider_name: kind.map_or("", |kind| kind.provider).to_owned(),
            log_name: log.clone(),
            process_id: i32::try_from(entry.process).unwrap_or_default(),
            machine_name: machine.to_owned(),
            user_id: entry.user.clone(),
            time_created: Moment(entry.when()),
            container_log: log,
            level_display_name: kind
                .map_or("Information", |kind| kind.level.name())
                .to_owned(),
            vm_name: entry.vm_name.clone(),
            vm_id: entry.vm.clone(),
            adapter_name: entry.adapter.clone(),
            virtual_function: entry.vf.clone(),
            net_adapter_name: entry.nic.clone(),
            switch_name: entry.switch.clone(),
            reason: entry.reason.clone(),
            duration: i64::try_from(entry.took).unwrap_or(i64::MAX),
            entry: entry.clone(),
        }
    }

    /// `ToXml()`: the event as event logs write it.
    fn xml(object: &PsObject) -> Value {
        let record = object.payload.as_ref();
        let record = record.and_then(|made_of| made_of.downcast_ref::<Self>());
        record.map_or(Value::Null, |record| {
            Value::str(Element::of(&record.entry, &record.machine_name).to_xml())
        })
    }
}

/// A log: `Get-WinEvent -ListLog`.
#[derive(Clone, Debug, PsObject)]
#[psobject(type_name = "System.Diagnostics.Eventing.Reader.EventLogConfiguration")]
#[allow(missing_docs)] // The names are .NET's own.
pub struct EventLogConfiguration {
    pub log_name: String,
    #[then("LogMode" = "Circular", "IsEnabled" = true)]
    pub record_count: i64,
    pub provider_names: Vec<String>,
}

/// Somebody who reports: `Get-WinEvent -ListProvider`.
#[derive(Clone, Debug, PsObject)]
#[psobject(type_name = "System.Diagnostics.Eventing.Reader.ProviderMetadata")]
#[allow(missing_docs)] // The names are .NET's own.
pub struct ProviderMetadata {
    pub name: String,
    pub log_links: Vec<String>,
    /// `ID: what it means`, one for each kind.
    pub events: Vec<String>,
}

/// The values of a field of the kinds that are `wanted`, each once.
pub fn each_once(
    wanted: impl Fn(&Kind) -> bool,
    field: impl Fn(&Kind) -> &'static str,
) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for kind in KINDS.iter().filter(|kind| wanted(kind)) {
        let value = field(kind);
        if !found.iter().any(|known| known == value) {
            found.push(value.to_owned());
        }
    }
    found
}

/// The views.
pub static VIEWS: &[View] = &[
    View {
        name: "EventLogRecord",
        types: &["System.Diagnostics.Eventing.Reader.EventLogRecord"],
        group_by: Some(Grouping {
            field: Field::Property("ProviderName"),
            label: "ProviderName",
        }),
        control: Control::Table(Table {
            columns: &[
                Column::of("TimeCreated").never_cut(),
                Column::of("Id"),
                Column::of("LevelDisplayName"),
                Column::of("Message"),
            ],
            auto_size: true,
            wrap: false,
            hide_headers: false,
        }),
    },
    View {
        name: "EventLogConfiguration",
        types: &["System.Diagnostics.Eventing.Reader.EventLogConfiguration"],
        group_by: None,
        control: Control::Table(Table {
            columns: &[
                Column::of("LogMode"),
                Column::of("RecordCount"),
                Column::of("LogName").never_cut(),
            ],
            auto_size: true,
            wrap: false,
            hide_headers: false,
        }),
    },
];
