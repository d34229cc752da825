//! What help pages and jobs look like when nobody formats them.

use super::help_page::page_lines;
use iovsh_shell::format::{Align, Column, Control, Table, View};

/// The views.
pub static VIEWS: &[View] = &[
    View {
        name: "HelpInfo",
        types: &["MamlCommandHelpInfo", "MamlCommandHelpInfo#parameter"],
        group_by: None,
        control: Control::Custom(page_lines),
    },
    View {
        name: "HelpInfoShort",
        types: &["HelpInfoShort"],
        group_by: None,
        control: Control::Table(Table::of(&[
            Column::of("Name").width(34).align(Align::Left),
            Column::of("Category").width(9).align(Align::Left),
            Column::of("Synopsis").align(Align::Left),
        ])),
    },
    View {
        name: "PSExtendedError",
        types: &["System.Management.Automation.ErrorRecord#PSExtendedError"],
        group_by: None,
        control: Control::Custom(page_lines),
    },
    View {
        name: "PSRemotingJob",
        types: &["System.Management.Automation.Job"],
        group_by: None,
        control: Control::Table(Table {
            columns: &[
                Column::of("Id").width(6).align(Align::Left),
                Column::of("Name").width(15).align(Align::Left),
                Column::of("PSJobTypeName").width(15).align(Align::Left),
                Column::of("State").width(13).align(Align::Left),
                Column::of("HasMoreData").width(15).align(Align::Left),
                Column::of("Location").width(20).align(Align::Left),
                Column::of("Command").width(25).align(Align::Left),
            ],
            auto_size: false,
            wrap: false,
            hide_headers: false,
        }),
    },
];
