//! Counters as objects, and which there are.

use std::time::SystemTime;

use iovsh_backend::State;
use iovsh_backend::metrics::{Traffic, on_tap, on_vf};
use iovsh_derive::PsObject;
use iovsh_shell::argument::Moment;
use iovsh_shell::format::{Column, Control, Table, View};
use iovsh_shell::value::Value;

/// The counters at one moment.
#[derive(Clone, Debug, PsObject)]
#[psobject(type_name = "Microsoft.PowerShell.Commands.GetCounter.PerformanceCounterSampleSet")]
#[allow(missing_docs)] // The names are .NET's own.
pub struct SampleSet {
    pub timestamp: Moment,
    pub counter_samples: Vec<Sample>,
    /// Paths and values, a line each.
    pub readings: String,
}

/// One counter.
#[derive(Clone, Debug, PsObject)]
#[psobject(type_name = "Microsoft.PowerShell.Commands.GetCounter.PerformanceCounterSample")]
#[allow(missing_docs)] // The names are .NET's own.
pub struct Sample {
    pub path: String,
    pub instance_name: String,
    pub cooked_value: f64,
    pub raw_value: u64,
    #[then("MultipleCount" = 1_u32, "Status" = 0_u32)]
    pub timestamp: Moment,
}

/// Counters of one kind.
#[derive(Clone, Debug, PsObject)]
#[psobject(type_name = "Microsoft.PowerShell.Commands.GetCounter.CounterSet")]
#[allow(missing_docs)] // The names are .NET's own.
pub struct CounterSet {
    pub counter_set_name: String,
    #[then("MachineName" = ".", "CounterSetType" = "MultiInstance")]
    pub description: String,
    pub paths: Vec<String>,
    pub paths_with_instances: Vec<String>,
    /// The counters.
    pub counter: Vec<String>,
}

/// A kind of counters.
pub struct Set {
    /// Its name.
    pub name: &'static str,
    /// What it counts.
    pub description: &'static str,
    /// The instances, with what they have sent and received.
    pub instances: fn(&State) -> Vec<(String, Traffic)>,
    /// Counters that Windows has in this kind, beside those of every kind.
    more: &'static [Counter],
}

impl Set {
    /// The counters of an instance.
    pub fn counters(&self) -> impl Iterator<Item = &'static Counter> + use<> {
        COUNTERS.iter().chain(self.more)
    }
}

/// A counter of an instance.
pub struct Counter {
    /// As it is written in a path.
    pub name: &'static str,
    /// What has been counted since the device came up.
    pub figure: fn(&Traffic) -> u64,
}

impl Counter {
    /// What it shows is the change by the second, and not all that was counted.
    pub fn is_rate(&self) -> bool {
        self.name.ends_with("/sec")
    }
}

const fn counter(name: &'static str, figure: fn(&Traffic) -> u64) -> Counter {
    Counter { name, figure }
}

/// The counters of every kind.
const COUNTERS: &[Counter] = &[
    counter("Bytes/sec", |t| {
        t.received_bytes.saturating_add(t.sent_bytes)
    }),
    counter("Bytes Received/sec", |t| t.received_bytes),
    counter("Bytes Sent/sec", |t| t.sent_bytes),
    counter("Packets/sec", |t| {
        t.received_packets.saturating_add(t.sent_packets)
    }),
    counter("Packets Received/sec", |t| t.received_packets),
    counter("Packets Sent/sec", |t| t.sent_packets),
    counter("Dropped Packets Incoming/sec", |t| t.received_dropped),
    counter("Dropped Packets Outgoing/sec", |t| t.sent_dropped),
];

/// What the set of network interfaces has on Windows besides.
const OF_INTERFACES: &[Counter] = &[
    counter("Bytes Total/sec", |t| {
        t.received_bytes.saturating_add(t.sent_bytes)
    }),
    counter("Packets Received Discarded", |t| t.received_dropped),
    counter("Packets Received Errors", |t| t.received_errors),
    counter("Packets Outbound Discarded", |t| t.sent_dropped),
    counter("Packets Outbound Errors", |t| t.sent_errors),
];

/// The kinds.
pub const SETS: &[Set] = &[
    Set {
        name: "Hyper-V Virtual Network Adapter",
        description: "Traffic of the network adapters of running virtual machines, on both paths.",
        instances: of_adapters,
        more: &[],
    },
    Set {
        name: "Network Interface",
        description: "Traffic of the network adapters of the host, as the host counts it.",
        instances: of_nics,
        more: OF_INTERFACES,
    },
];

fn of_adapters(state: &State) -> Vec<(String, Traffic)> {
    let mut found = Vec::new();
    for vm in state.vms.iter().filter(|vm| vm.state.is_active()) {
        for (adapter, at) in vm.adapters.iter().zip(0..) {
            let ways = [on_vf(state, adapter), on_tap(state, adapter)];
            let known = ways.into_iter().flatten().reduce(Traffic::and);
            let name = format!("{}_{}_{}--{at}", vm.name, adapter.settings.name, vm.id);
            found.extend(known.map(|traffic| (name.to_lowercase(), traffic)));
        }
    }
    found
}

fn of_nics(state: &State) -> Vec<(String, Traffic)> {
    let links = state.links.iter().filter(|link| !link.is_hidden());
    let each = links.filter_map(|link| {
        let counters = state.nic(&link.name)?.counters?;
        Some((link.name.to_string(), Traffic::of_nic(&counters)))
    });
    each.collect()
}

/// All that was counted, as a counter shows it.
pub fn total(counted: u64) -> f64 {
    #[allow(
        clippy::cast_precision_loss,
        reason = "from 2^53 on the last digits do not matter"
    )]
    let total = counted as f64;
    total
}

/// What changed between two looks, by the second.
pub fn per_second(before: u64, after: u64, passed: std::time::Duration) -> f64 {
    let passed = passed.as_secs_f64();
    if passed <= 0.0 {
        return 0.0;
    }
    #[allow(clippy::cast_precision_loss, reason = "a rate is no exact number")]
    let change = after.saturating_sub(before) as f64;
    change / passed
}

/// The lines that people read.
pub fn readings(samples: &[Sample]) -> String {
    let lines = samples
        .iter()
        .map(|sample| format!("{} :\n{}\n\n", sample.path, sample.cooked_value));
    lines.collect()
}

/// A moment, for an object.
pub fn moment(at: SystemTime) -> Moment {
    Moment(at)
}

/// The views.
pub static VIEWS: &[View] = &[
    View {
        name: "PerformanceCounterSampleSet",
        types: &["Microsoft.PowerShell.Commands.GetCounter.PerformanceCounterSampleSet"],
        group_by: None,
        control: Control::Table(Table {
            columns: &[
                Column::of("Timestamp").never_cut(),
                Column::of("CounterSamples").computed(readings_of),
            ],
            auto_size: true,
            wrap: true,
            hide_headers: false,
        }),
    },
    View {
        name: "CounterSet",
        types: &["Microsoft.PowerShell.Commands.GetCounter.CounterSet"],
        group_by: None,
        control: Control::Table(Table {
            columns: &[
                Column::of("CounterSetName").never_cut(),
                Column::of("Description"),
            ],
            auto_size: true,
            wrap: false,
            hide_headers: false,
        }),
    },
];

fn readings_of(object: &Value, access: &mut dyn iovsh_shell::format::Access) -> Value {
    match access.property(object, "Readings") {
        Ok(Some(text)) => text,
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_counter_that_begins_anew_is_no_negative_rate() {
        assert_eq!(
            per_second(0, 500, Duration::from_secs(2)).to_string(),
            "250"
        );
        assert_eq!(per_second(500, 0, Duration::from_secs(2)).to_string(), "0");
        assert_eq!(per_second(0, 500, Duration::ZERO).to_string(), "0");
    }
}
