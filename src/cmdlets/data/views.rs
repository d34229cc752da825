//! What matches, digests and cultures look like when nobody formats them.

use super::match_info::MatchInfo;
use iovsh_shell::format::{Access, Align, Column, Control, Table, View};
use iovsh_shell::value::Value;

fn match_lines(value: &Value, access: &mut dyn Access) -> Vec<String> {
    match value.base().downcast::<MatchInfo>() {
        Some(found) => found.display(),
        None => vec![access.text(value)],
    }
}

/// The views.
pub static VIEWS: &[View] = &[
    View {
        name: "MatchInfo",
        types: &["Microsoft.PowerShell.Commands.MatchInfo"],
        group_by: None,
        control: Control::Custom(match_lines),
    },
    View {
        name: "Microsoft.PowerShell.Commands.FileHashInfo",
        types: &["Microsoft.PowerShell.Commands.FileHashInfo"],
        group_by: None,
        control: Control::Table(Table::of(&[
            Column::of("Algorithm").width(15).align(Align::Left),
            Column::of("Hash").width(70).align(Align::Left),
            Column::of("Path").align(Align::Left),
        ])),
    },
    View {
        name: "System.Globalization.CultureInfo",
        types: &["System.Globalization.CultureInfo"],
        group_by: None,
        control: Control::Table(Table::of(&[
            Column::of("LCID").width(16).align(Align::Left),
            Column::of("Name").width(16).align(Align::Left),
            Column::of("DisplayName").align(Align::Left),
        ])),
    },
];
