//! The views of types that every shell has.

use super::Access;
use super::cells::Align;
use super::view::{Column, Control, Line, Table, View};
use crate::error_record::record_of_value;
use crate::types::members::entry_text;
use crate::value::{MemberKind, PsObject, Value};

/// An entry of a dictionary, as formatting and `GetEnumerator()` give it.
pub fn dictionary_entry(key: Value, value: Value) -> Value {
    let mut entry = PsObject::of(&[
        "System.Collections.DictionaryEntry",
        "System.ValueType",
        "System.Object",
    ]);
    entry.text = Some(entry_text(&key, &value).into());
    entry.push("Name", MemberKind::Alias("Key".into()));
    entry.push("Key", MemberKind::Property(key));
    entry.push("Value", MemberKind::Property(value));
    Value::object(entry)
}

/// An entry of a `Dictionary[K,V]`.
pub fn key_value_pair(key: Value, value: Value) -> Value {
    let mut entry = PsObject::of(&[
        "System.Collections.Generic.KeyValuePair`2",
        "System.ValueType",
        "System.Object",
    ]);
    entry.text = Some(entry_text(&key, &value).into());
    entry.push("Key", MemberKind::Property(key));
    entry.push("Value", MemberKind::Property(value));
    Value::object(entry)
}

fn date_lines(value: &Value, access: &mut dyn Access) -> Vec<String> {
    let hint = match access.property(value, "DisplayHint") {
        Ok(Some(hint)) => access.text(&hint).to_lowercase(),
        _ => String::new(),
    };
    let format = match hint.as_str() {
        "date" => "D",
        "time" => "T",
        _ => "F",
    };
    vec![access.format(value, format)]
}

fn error_lines(value: &Value, access: &mut dyn Access) -> Vec<String> {
    let read = |object: &Value, path: &[&str], access: &mut dyn Access| {
        let mut value = object.clone();
        for name in path {
            value = access
                .property(&value, name)
                .ok()
                .flatten()
                .unwrap_or_default();
        }
        access.text(&value)
    };
    let who = match record_of_value(value) {
        Some(record) => record.heading().to_string(),
        None => read(value, &["CategoryInfo", "Reason"], access),
    };
    let text = access.text(value);
    let mut lines = vec![String::new()];
    let shown = if who.is_empty() {
        text
    } else {
        format!("{who}: {text}")
    };
    lines.extend(super::cells::lines(&shown).map(str::to_owned));
    lines
}

fn guid_text(value: &Value, access: &mut dyn Access) -> Value {
    Value::from(access.text(value))
}

fn is_serial(value: &Value, access: &mut dyn Access) -> Value {
    match access.property(value, "IsSerializable") {
        Ok(Some(known)) if !known.is_null() => known,
        _ => Value::Bool(true),
    }
}

fn text_lines(value: &Value, access: &mut dyn Access) -> Vec<String> {
    vec![access.text(value)]
}

/// The views of .NET's own types that scripts print.
pub static VIEWS: &[View] = &[
    View {
        name: "Dictionary",
        types: &["System.Collections.DictionaryEntry"],
        group_by: None,
        control: Control::Table(Table::of(&[
            Column::of("Name").width(30).align(Align::Left),
            Column::of("Value").align(Align::Left),
        ])),
    },
    View {
        name: "Dictionary",
        types: &["System.Collections.DictionaryEntry"],
        group_by: None,
        control: Control::List(&[Line::of("Name"), Line::of("Value")]),
    },
    View {
        name: "System.Version",
        types: &["System.Version"],
        group_by: None,
        control: Control::Table(Table::of(&[
            Column::of("Major").width(6).align(Align::Left),
            Column::of("Minor").width(6).align(Align::Left),
            Column::of("Build").width(6).align(Align::Left),
            Column::of("Revision").width(8).align(Align::Left),
        ])),
    },
    View {
        name: "System.Management.Automation.SemanticVersion",
        types: &["System.Management.Automation.SemanticVersion"],
        group_by: None,
        control: Control::Table(Table::of(&[
            Column::of("Major").width(6).align(Align::Left),
            Column::of("Minor").width(6).align(Align::Left),
            Column::of("Patch").width(6).align(Align::Left),
            Column::of("PreReleaseLabel").width(15).align(Align::Left),
            Column::of("BuildLabel").align(Align::Left),
        ])),
    },
    View {
        name: "System.RuntimeType",
        types: &["System.RuntimeType"],
        group_by: None,
        control: Control::Table(Table::of(&[
            Column::of("IsPublic").width(8).align(Align::Left),
            Column::of("IsSerial")
                .width(8)
                .computed(is_serial)
                .align(Align::Left),
            Column::of("Name").width(40).align(Align::Left),
            Column::of("BaseType").align(Align::Left),
        ])),
    },
    View {
        name: "Guid",
        types: &["System.Guid"],
        group_by: None,
        control: Control::Table(Table::of(&[Column::of("Guid")
            .computed(guid_text)
            .align(Align::Left)])),
    },
    View {
        name: "DateTime",
        types: &["System.DateTime"],
        group_by: None,
        control: Control::Custom(date_lines),
    },
    View {
        name: "TimeSpan",
        types: &["System.TimeSpan"],
        group_by: None,
        control: Control::List(&[
            Line::of("Days"),
            Line::of("Hours"),
            Line::of("Minutes"),
            Line::of("Seconds"),
            Line::of("Milliseconds"),
            Line::of("Ticks"),
            Line::of("TotalDays"),
            Line::of("TotalHours"),
            Line::of("TotalMinutes"),
            Line::of("TotalSeconds"),
            Line::of("TotalMilliseconds"),
        ]),
    },
    View {
        name: "ErrorInstance",
        types: &["System.Management.Automation.ErrorRecord"],
        group_by: None,
        control: Control::OutOfBand(error_lines),
    },
    View {
        name: "Text",
        types: &[
            "System.Management.Automation.WarningRecord",
            "System.Management.Automation.VerboseRecord",
            "System.Management.Automation.DebugRecord",
            "System.Management.Automation.InformationRecord",
            "System.Numerics.BigInteger",
            "System.Security.SecureString",
        ],
        group_by: None,
        control: Control::OutOfBand(text_lines),
    },
];
