//! What the objects of quality of service look like.

use crate::views::sized;
use iovsh_shell::format::{Column, Control, Line, View};

/// The views of this family.
pub static VIEWS: &[View] = &[
    View {
        name: "NetAdapterQos",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_NetAdapterQosSettingData"],
        group_by: None,
        control: Control::List(&[
            Line::of("Name"),
            Line::of("Enabled"),
            Line::of("Capabilities"),
            Line::of("OperationalTrafficClasses"),
            Line::of("OperationalFlowControl"),
            Line::of("OperationalClassifications"),
        ]),
    },
    View {
        name: "NetQosPolicy",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_NetQosPolicySettingData"],
        group_by: None,
        control: Control::List(&[
            Line::of("Name"),
            Line::of("Template"),
            Line::of("NetDirectPort"),
            Line::of("IPProtocol"),
            Line::of("IPPort"),
            Line::of("PriorityValue"),
        ]),
    },
    View {
        name: "NetQosTrafficClass",
        types: &[
            "Microsoft.Management.Infrastructure.CimInstance#MSFT_NetQosTrafficClassSettingData",
        ],
        group_by: None,
        control: sized(&[
            Column::of("Name").never_cut(),
            Column::of("Algorithm"),
            Column::of("BandwidthPercentage").label("Bandwidth(%)"),
            Column::of("Priority"),
        ]),
    },
    View {
        name: "NetQosFlowControl",
        types: &[
            "Microsoft.Management.Infrastructure.CimInstance#MSFT_NetQosFlowControlSettingData",
        ],
        group_by: None,
        control: sized(&[Column::of("Priority"), Column::of("Enabled")]),
    },
    View {
        name: "NetQosDcbxSetting",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_NetQosDcbxSettingData"],
        group_by: None,
        control: sized(&[Column::of("Willing")]),
    },
];
