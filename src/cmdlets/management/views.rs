//! What files, locations, drives, processes and services look like when nobody formats them.

use super::process_info::ProcessInfo;
use iovsh_shell::format::{Access, Align, Column, Control, Field, Grouping, Line, Table, View};
use iovsh_shell::value::Value;

/// The directory of a file, as the heading of its table says it.
fn directory(object: &Value, access: &mut dyn Access) -> Value {
    let Ok(Some(parent)) = access.property(object, "PSParentPath") else {
        return Value::Null;
    };
    let text = access.text(&parent);
    let path = text.split_once("::").map_or(&*text, |(_, path)| path);
    Value::from(path)
}

fn last_write(object: &Value, access: &mut dyn Access) -> Value {
    let Ok(Some(time)) = access.property(object, "LastWriteTime") else {
        return Value::Null;
    };
    let (day, hour) = (access.format(&time, "d"), access.format(&time, "t"));
    Value::from(format!("{day:>10} {hour:>8}"))
}

fn name_and_target(object: &Value, access: &mut dyn Access) -> Value {
    let mut read = |name: &str| match access.property(object, name) {
        Ok(Some(value)) if !value.is_null() => access.text(&value),
        _ => String::new(),
    };
    let (name, target) = (read("Name"), read("Target"));
    Value::from(if target.is_empty() {
        name
    } else {
        format!("{name} -> {target}")
    })
}

fn mebibytes(object: &Value, property: &str, access: &mut dyn Access) -> Value {
    match access.property(object, property) {
        Ok(Some(Value::Long(bytes))) => {
            let text = format!("{:.2}", bytes as f64 / f64::from(1 << 20));
            Value::from(text)
        }
        _ => Value::Null,
    }
}

fn non_paged(object: &Value, access: &mut dyn Access) -> Value {
    mebibytes(object, "NPM", access)
}

fn paged(object: &Value, access: &mut dyn Access) -> Value {
    mebibytes(object, "PM", access)
}

fn resident(object: &Value, access: &mut dyn Access) -> Value {
    mebibytes(object, "WS", access)
}

fn processor_time(object: &Value, _access: &mut dyn Access) -> Value {
    object
        .base()
        .downcast::<ProcessInfo>()
        .map_or(Value::Null, |process| {
            Value::from(format!("{:.2}", process.processor_seconds()))
        })
}

/// A number of bytes of a drive in GB.
fn gigabytes(object: &Value, name: &str, access: &mut dyn Access) -> Value {
    match access.property(object, name) {
        Ok(Some(Value::Long(bytes))) => {
            Value::from(format!("{:.2}", bytes as f64 / 1_073_741_824.0))
        }
        _ => Value::Null,
    }
}

fn drive_used(object: &Value, access: &mut dyn Access) -> Value {
    gigabytes(object, "Used", access)
}

fn drive_free(object: &Value, access: &mut dyn Access) -> Value {
    gigabytes(object, "Free", access)
}

fn drive_place(object: &Value, access: &mut dyn Access) -> Value {
    let Ok(Some(provider)) = access.property(object, "Provider") else {
        return Value::Null;
    };
    let text = access.text(&provider);
    Value::from(text.rsplit('\\').next().unwrap_or(&text))
}

/// The views.
pub static VIEWS: &[View] = &[
    View {
        name: "childrenWithUnixStat",
        types: &["System.IO.DirectoryInfo", "System.IO.FileInfo"],
        group_by: Some(Grouping {
            field: Field::Computed(directory),
            label: "Directory",
        }),
        control: Control::Table(Table::of(&[
            Column::of("UnixMode").width(10).align(Align::Left),
            Column::of("User").width(10).align(Align::Right),
            Column::of("Group").width(10).align(Align::Left),
            Column::of("LastWriteTime")
                .computed(last_write)
                .width(19)
                .align(Align::Right),
            Column::of("Size").width(12).align(Align::Right),
            Column::of("Name")
                .computed(name_and_target)
                .align(Align::Left),
        ])),
    },
    View {
        name: "children",
        types: &["System.IO.DirectoryInfo", "System.IO.FileInfo"],
        group_by: Some(Grouping {
            field: Field::Computed(directory),
            label: "Directory",
        }),
        control: Control::List(&[
            Line::of("Name"),
            Line::of("Length"),
            Line::of("CreationTime"),
            Line::of("LastWriteTime"),
            Line::of("LastAccessTime"),
            Line::of("Mode"),
            Line::of("LinkType"),
            Line::of("Target"),
        ]),
    },
    View {
        name: "System.Management.Automation.PathInfo",
        types: &["System.Management.Automation.PathInfo"],
        group_by: None,
        control: Control::Table(Table::of(&[Column::of("Path").align(Align::Left)])),
    },
    View {
        name: "drive",
        types: &["System.Management.Automation.PSDriveInfo"],
        group_by: None,
        control: Control::Table(Table::of(&[
            Column::of("Name").width(10).align(Align::Left),
            Column::of("Used (GB)")
                .computed(drive_used)
                .width(13)
                .align(Align::Right),
            Column::of("Free (GB)")
                .computed(drive_free)
                .width(13)
                .align(Align::Right),
            Column::of("Provider")
                .computed(drive_place)
                .width(13)
                .align(Align::Left),
            Column::of("Root").width(35).align(Align::Left),
            Column::of("CurrentLocation").align(Align::Right),
        ])),
    },
    View {
        name: "process",
        types: &["System.Diagnostics.Process"],
        group_by: None,
        control: Control::Table(Table::of(&[
            Column::of("NPM(M)")
                .computed(non_paged)
                .width(8)
                .align(Align::Right),
            Column::of("PM(M)")
                .computed(paged)
                .width(8)
                .align(Align::Right),
            Column::of("WS(M)")
                .computed(resident)
                .width(10)
                .align(Align::Right),
            Column::of("CPU(s)")
                .computed(processor_time)
                .width(10)
                .align(Align::Right),
            Column::of("Id").width(7).align(Align::Right),
            Column::of("SI").width(7).align(Align::Right),
            Column::of("ProcessName").align(Align::Left),
        ])),
    },
    View {
        name: "service",
        types: &["System.ServiceProcess.ServiceController"],
        group_by: None,
        control: Control::Table(Table::of(&[
            Column::of("Status").width(8).align(Align::Left),
            Column::of("Name").width(32).align(Align::Left).never_cut(),
            Column::of("DisplayName").align(Align::Left),
        ])),
    },
    View {
        name: "ping",
        types: &["Microsoft.PowerShell.Commands.TestConnectionCommand+PingStatus"],
        group_by: Some(Grouping {
            field: Field::Property("Destination"),
            label: "Destination",
        }),
        control: Control::Table(Table::of(&[
            Column::of("Ping").width(4).align(Align::Right),
            Column::of("Source").width(16).align(Align::Left),
            Column::of("Address").width(25).align(Align::Left),
            Column::of("Latency")
                .label("Latency(ms)")
                .width(7)
                .align(Align::Right),
            Column::of("BufferSize")
                .label("BufferSize(B)")
                .width(10)
                .align(Align::Right),
            Column::of("Status").width(16).align(Align::Left),
        ])),
    },
];
