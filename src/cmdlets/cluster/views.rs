//! What clusters look like when nobody formats them.

use crate::views::sized;
use iovsh_shell::format::{Column, View};

/// The views.
pub static VIEWS: &[View] = &[
    View {
        name: "Cluster",
        types: &["Microsoft.FailoverClusters.PowerShell.Cluster"],
        group_by: None,
        control: sized(&[Column::of("Name").never_cut()]),
    },
    View {
        name: "ClusterNode",
        types: &["Microsoft.FailoverClusters.PowerShell.ClusterNode"],
        group_by: None,
        control: sized(&[
            Column::of("Name").never_cut(),
            Column::of("ID"),
            Column::of("State").never_cut(),
        ]),
    },
    View {
        name: "ClusterNetwork",
        types: &["Microsoft.FailoverClusters.PowerShell.ClusterNetwork"],
        group_by: None,
        control: sized(&[
            Column::of("Name").never_cut(),
            Column::of("State").never_cut(),
            Column::of("Role"),
        ]),
    },
    View {
        name: "ClusterNetworkInterface",
        types: &["Microsoft.FailoverClusters.PowerShell.ClusterNetworkInterface"],
        group_by: None,
        control: sized(&[
            Column::of("Name").never_cut(),
            Column::of("Node"),
            Column::of("Network"),
            Column::of("State").never_cut(),
        ]),
    },
    View {
        name: "ClusterGroup",
        types: &["Microsoft.FailoverClusters.PowerShell.ClusterGroup"],
        group_by: None,
        control: sized(&[
            Column::of("Name").never_cut(),
            Column::of("OwnerNode").never_cut(),
            Column::of("State").never_cut(),
        ]),
    },
    View {
        name: "ClusterResource",
        types: &["Microsoft.FailoverClusters.PowerShell.ClusterResource"],
        group_by: None,
        control: sized(&[
            Column::of("Name").never_cut(),
            Column::of("State").never_cut(),
            Column::of("OwnerGroup").never_cut(),
            Column::of("ResourceType"),
        ]),
    },
    View {
        name: "ClusterOwnerNodeList",
        types: &["Microsoft.FailoverClusters.PowerShell.ClusterOwnerNodeList"],
        group_by: None,
        control: sized(&[
            Column::of("ClusterObject").never_cut(),
            Column::of("OwnerNodes"),
        ]),
    },
    View {
        name: "ClusterTestInfo",
        types: &["Microsoft.FailoverClusters.PowerShell.ClusterTestInfo"],
        group_by: None,
        control: sized(&[
            Column::of("Category").never_cut(),
            Column::of("DisplayName").never_cut(),
        ]),
    },
    View {
        name: "ClusterTestResult",
        types: &["Iovsh.ClusterTestResult"],
        group_by: None,
        control: sized(&[
            Column::of("Test").never_cut(),
            Column::of("Result").never_cut(),
            Column::of("Target").never_cut(),
            Column::of("Message"),
        ]),
    },
];
