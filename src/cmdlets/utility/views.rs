//! What the objects of these cmdlets look like when nobody formats them.

use crate::shell::format::{Access, Align, Column, Control, Field, Grouping, Table, View};
use crate::shell::value::Value;

/// The views.
pub static VIEWS: &[View] = &[
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
            Column::of("ExportedCommands").align(Align::Left),
        ])),
    },
    View {
        name: "history",
        types: &["Microsoft.PowerShell.Commands.HistoryInfo"],
        group_by: None,
        control: Control::Table(Table::of(&[
            Column::of("Id").width(4).align(Align::Right),
            Column::of("Duration").width(12).align(Align::Right),
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
