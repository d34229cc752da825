//! What the use of a virtual machine looks like when nobody formats it: Hyper-V's columns, the processors in percent as they are counted here.

use iovsh_shell::format::{Access, Column, View};
use iovsh_shell::value::Value;

use crate::views::sized;

/// The traffic that went one way, in MiB.
fn traffic(object: &Value, access: &mut dyn Access, direction: &str) -> Value {
    let Ok(Some(Value::Array(reports))) = access.property(object, "NetworkMeteredTrafficReport")
    else {
        return Value::Null;
    };
    let mut all: u64 = 0;
    for report in reports.items.borrow().iter() {
        let goes = matches!(access.property(report, "Direction"), Ok(Some(Value::Str(way))) if &*way == direction);
        if goes && let Ok(Some(Value::ULong(traffic))) = access.property(report, "TotalTraffic") {
            all = all.saturating_add(traffic);
        }
    }
    Value::ULong(all)
}

fn inbound(object: &Value, access: &mut dyn Access) -> Value {
    traffic(object, access, "Inbound")
}

fn outbound(object: &Value, access: &mut dyn Access) -> Value {
    traffic(object, access, "Outbound")
}

/// The views.
pub static VIEWS: &[View] = &[View {
    name: "VMMeteringReport",
    types: &["Microsoft.HyperV.PowerShell.VMMeteringReport"],
    group_by: None,
    control: sized(&[
        Column::of("VMName").never_cut(),
        Column::of("AverageProcessorUsage").label("AvgCPU(%)"),
        Column::of("AverageMemoryUsage").label("AvgRAM(M)"),
        Column::of("MaximumMemoryUsage").label("MaxRAM(M)"),
        Column::of("MinimumMemoryUsage").label("MinRAM(M)"),
        Column::of("TotalDiskAllocation").label("TotalDisk(M)"),
        Column::of("NetworkMeteredTrafficReport")
            .label("NetworkInbound(M)")
            .computed(inbound),
        Column::of("NetworkMeteredTrafficReport")
            .label("NetworkOutbound(M)")
            .computed(outbound),
    ]),
}];
