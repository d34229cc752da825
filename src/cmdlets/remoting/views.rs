//! What sessions look like when nobody formats them.

use iovsh_shell::format::{Align, Column, Control, Table, View};

/// The views.
pub static VIEWS: &[View] = &[View {
    name: "PSSession",
    types: &["System.Management.Automation.Runspaces.PSSession"],
    group_by: None,
    control: Control::Table(Table::of(&[
        Column::of("Id").align(Align::Right),
        Column::of("Name").align(Align::Left),
        Column::of("Transport").align(Align::Left),
        Column::of("ComputerName").align(Align::Left),
        Column::of("ComputerType").align(Align::Left),
        Column::of("State").align(Align::Left),
        Column::of("ConfigurationName").align(Align::Left),
        Column::of("Availability").align(Align::Left),
    ])),
}];
