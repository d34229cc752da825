//! What the objects of these cmdlets look like when nobody formats them.

use iovsh_shell::format::{Access, Align, Column, Control, Field, Grouping, Table, View};
use iovsh_shell::value::Value;

/// The views.
pub static VIEWS: &[View] = &[
    View {
        name: "ByteCollection",
        types: &["Microsoft.PowerShell.Commands.ByteCollection"],
        group_by: Some(Grouping {
            field: Field::Property("Label"),
            label: "Label",
        }),
        control: Control::Table(Table::of(&[
            Column {
                label: "Offset",
                ..Column::of("HexOffset").width(16).align(Align::Right)
            },
            Column {
                label: "Bytes",
                ..Column::of("HexBytes").width(47).align(Align::Left)
            },
            Column::of("Ascii").align(Align::Left),
        ])),
    },
    View {
        name: "Microsoft.PowerShell.Commands.GroupInfoNoElement",
        types: &["Microsoft.PowerShell.Commands.GroupInfoNoElement"],
        group_by: None,
        control: Control::Table(Table::of(&[
            Column::of("Count").width(5).align(Align::Right),
            Column::of("Name").align(Align::Left),
        ])),
    },
    View {
        name: "Microsoft.PowerShell.Commands.GroupInfo",
        types: &["Microsoft.PowerShell.Commands.GroupInfo"],
        group_by: None,
        control: Control::Table(Table::of(&[
            Column::of("Count").width(5).align(Align::Right),
            Column::of("Name").width(25).align(Align::Left),
            Column::of("Group").align(Align::Left),
        ])),
    },
    View {
        name: "Microsoft.PowerShell.Commands.MemberDefinition",
        types: &["Microsoft.PowerShell.Commands.MemberDefinition"],
        group_by: Some(Grouping {
            field: Field::Property("TypeName"),
            label: "TypeName",
        }),
        control: Control::Table(Table {
            columns: &[
                Column::of("Name").align(Align::Left),
                Column::of("MemberType").align(Align::Left),
                Column::of("Definition").align(Align::Left),
            ],
            auto_size: true,
            wrap: false,
            hide_headers: false,
        }),
    },
    View {
        name: "Variable",
        types: &["System.Management.Automation.PSVariable"],
        group_by: None,
        control: Control::Table(Table::of(&[
            Column::of("Name").width(30).align(Align::Left),
            Column::of("Value").align(Align::Left),
        ])),
    },
    View {
        name: "CommandInfo",
        types: &["System.Management.Automation.CommandInfo"],
        group_by: None,
        control: Control::Table(Table::of(&[
            Column::of("CommandType").width(15).align(Align::Left),
            Column::of("Name")
                .width(50)
                .computed(command_name)
                .align(Align::Left),
            Column::of("Version").width(10).align(Align::Left),
            Column::of("Source").align(Align::Left),
        ])),
    },
    View {
        name: "Module",
        types: &["System.Management.Automation.PSModuleInfo"],
        group_by: None,
        control: Control::Table(Table::of(&[
            Column::of("ModuleType").width(10).align(Align::Left),
            Column::of("Version").width(10).align(Align::Left),
            Column::of("PreRelease").width(10).align(Align::Left),
            Column::of("Name").width(35).align(Align::Left),
            Column::of("ExportedCommands")
                .computed(exported_names)
                .align(Align::Left),
        ])),
    },
    View {
        name: "history",
        types: &["Microsoft.PowerShell.Commands.HistoryInfo"],
        group_by: None,
        control: Control::Table(Table::of(&[
            Column::of("Id").width(4).align(Align::Right),
            Column::of("Duration")
                .width(12)
                .computed(duration)
                .align(Align::Right),
            Column::of("CommandLine").align(Align::Left),
        ])),
    },
    View {
        name: "Job",
        types: &["System.Management.Automation.Job"],
        group_by: None,
        control: Control::Table(Table::of(&[
            Column::of("Id").width(6).align(Align::Left),
            Column::of("Name").width(15).align(Align::Left),
            Column::of("PSJobTypeName").width(15).align(Align::Left),
            Column::of("State").width(13).align(Align::Left),
            Column::of("HasMoreData").width(15).align(Align::Left),
            Column::of("Location").width(20).align(Align::Left),
            Column::of("Command").align(Align::Left),
        ])),
    },
];

/// The names of what a module exports.
fn exported_names(value: &Value, access: &mut dyn Access) -> Value {
    match access.property(value, "ExportedCommands") {
        Ok(Some(Value::Hashtable(table))) => Value::array(
            table
                .entries()
                .keys()
                .map(|key| key.value().clone())
                .collect(),
        ),
        Ok(Some(names)) => names,
        _ => Value::Null,
    }
}

/// How long a line took, to the millisecond, without hours and minutes that there were not.
fn duration(value: &Value, access: &mut dyn Access) -> Value {
    let Ok(Some(Value::TimeSpan(ticks))) = access.property(value, "Duration") else {
        return Value::Null;
    };
    let all = ticks / 10_000;
    let (hours, minutes) = (all / 3_600_000, all / 60_000 % 60);
    let (seconds, thousandths) = (all / 1000 % 60, all % 1000);
    Value::from(match (hours, minutes) {
        (0, 0) => format!("{seconds}.{thousandths:03}"),
        (0, _) => format!("{minutes}:{seconds:02}.{thousandths:03}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}.{thousandths:03}"),
    })
}

/// An alias shows what it stands for.
fn command_name(value: &Value, access: &mut dyn Access) -> Value {
    match access.property(value, "DisplayName") {
        Ok(Some(name)) if !name.is_null() => name,
        _ => access
            .property(value, "Name")
            .ok()
            .flatten()
            .unwrap_or_default(),
    }
}
