//! What the parts of a virtual machine look like when nobody formats them: the columns that an admin knows from Hyper-V.

use iovsh_shell::format::{Access, Column, View};
use iovsh_shell::value::Value;

use crate::views::{mebibytes, sized};

fn minimum(object: &Value, access: &mut dyn Access) -> Value {
    mebibytes(object, "Minimum", access)
}

fn startup(object: &Value, access: &mut dyn Access) -> Value {
    mebibytes(object, "Startup", access)
}

fn maximum(object: &Value, access: &mut dyn Access) -> Value {
    mebibytes(object, "Maximum", access)
}

/// The views.
pub static VIEWS: &[View] = &[
    View {
        name: "VMProcessor",
        types: &["Microsoft.HyperV.PowerShell.VMProcessor"],
        group_by: None,
        control: sized(&[
            Column::of("VMName").never_cut(),
            Column::of("Count").never_cut(),
            Column::of("CompatibilityForMigrationEnabled"),
            Column::of("CompatibilityForOlderOperatingSystemsEnabled"),
        ]),
    },
    View {
        name: "VMMemory",
        types: &["Microsoft.HyperV.PowerShell.VMMemory"],
        group_by: None,
        control: sized(&[
            Column::of("VMName").never_cut(),
            Column::of("DynamicMemoryEnabled"),
            Column::of("Minimum").label("Minimum(M)").computed(minimum),
            Column::of("Startup").label("Startup(M)").computed(startup),
            Column::of("Maximum").label("Maximum(M)").computed(maximum),
        ]),
    },
    View {
        name: "VMFirmware",
        types: &["Microsoft.HyperV.PowerShell.VMFirmware"],
        group_by: None,
        control: sized(&[
            Column::of("VMName").never_cut(),
            Column::of("SecureBoot"),
            Column::of("SecureBootTemplate"),
            Column::of("PreferredNetworkBootProtocol"),
            Column::of("BootOrder"),
        ]),
    },
    View {
        name: "VMBios",
        types: &["Microsoft.HyperV.PowerShell.VMBios"],
        group_by: None,
        control: sized(&[
            Column::of("VMName").never_cut(),
            Column::of("NumLockEnabled"),
            Column::of("StartupOrder"),
        ]),
    },
    View {
        name: "VMComPort",
        types: &["Microsoft.HyperV.PowerShell.VMComPort"],
        group_by: None,
        control: sized(&[
            Column::of("VMName").never_cut(),
            Column::of("Name").never_cut(),
            Column::of("Path"),
        ]),
    },
];
