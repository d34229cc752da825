//! What disks look like when nobody formats them.

use crate::views::sized;
use iovsh_shell::format::{Access, Align, Column, Field, Grouping, View};
use iovsh_shell::value::Value;

/// Bytes as people say them: `465.76 GB`.
fn said(object: &Value, property: &str, access: &mut dyn Access) -> Value {
    let bytes = match access.property(object, property) {
        Ok(Some(Value::ULong(bytes))) => bytes,
        Ok(Some(Value::Long(bytes))) => u64::try_from(bytes).unwrap_or(0),
        _ => return Value::Null,
    };
    let units = ["KB", "MB", "GB", "TB", "PB"];
    let (mut size, mut word) = (bytes as f64, "B");
    for unit in units {
        if size < 1024.0 {
            break;
        }
        (size, word) = (size / 1024.0, unit);
    }
    match word {
        "B" => Value::from(format!("{bytes} B")),
        _ => Value::from(format!("{size:.2} {word}")),
    }
}

fn size(object: &Value, access: &mut dyn Access) -> Value {
    said(object, "Size", access)
}

fn remaining(object: &Value, access: &mut dyn Access) -> Value {
    said(object, "SizeRemaining", access)
}

/// The views.
pub static VIEWS: &[View] = &[
    View {
        name: "Disk",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_Disk"],
        group_by: None,
        control: sized(&[
            Column::of("Number").never_cut(),
            Column::of("FriendlyName").label("Friendly Name"),
            Column::of("SerialNumber").label("Serial Number"),
            Column::of("Path").never_cut(),
            Column::of("OperationalStatus"),
            Column::of("Size")
                .label("Total Size")
                .computed(size)
                .align(Align::Right)
                .never_cut(),
            Column::of("PartitionStyle").label("Partition Style"),
        ]),
    },
    View {
        name: "PhysicalDisk",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_PhysicalDisk"],
        group_by: None,
        control: sized(&[
            Column::of("DeviceId").label("Number").never_cut(),
            Column::of("FriendlyName"),
            Column::of("SerialNumber"),
            Column::of("MediaType"),
            Column::of("BusType"),
            Column::of("OperationalStatus"),
            Column::of("Size")
                .computed(size)
                .align(Align::Right)
                .never_cut(),
        ]),
    },
    View {
        name: "Partition",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_Partition"],
        group_by: Some(Grouping {
            field: Field::Property("DiskPath"),
            label: "DiskPath",
        }),
        control: sized(&[
            Column::of("PartitionNumber").never_cut(),
            Column::of("Device").never_cut(),
            Column::of("Offset"),
            Column::of("Size")
                .computed(size)
                .align(Align::Right)
                .never_cut(),
            Column::of("Type"),
            Column::of("AccessPaths"),
        ]),
    },
    View {
        name: "Volume",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_Volume"],
        group_by: None,
        control: sized(&[
            Column::of("Path").never_cut(),
            Column::of("FileSystemLabel").label("FriendlyName"),
            Column::of("FileSystemType").never_cut(),
            Column::of("DriveType"),
            Column::of("AccessPaths"),
            Column::of("SizeRemaining")
                .computed(remaining)
                .align(Align::Right)
                .never_cut(),
            Column::of("Size")
                .computed(size)
                .align(Align::Right)
                .never_cut(),
        ]),
    },
];
