//! Figures of a host in Prometheus' text format: its NICs, the adapters of its virtual machines, and the paths that they took.
//!
//! The format is that of "Exposition formats" in Prometheus' documentation, as node_exporter's textfile folder takes it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::journal::{Entry, catalog};
use crate::model::{Adapter, LinkCounters, PciDetail, Scope, State, VfDetail, Vm, VmDetail};
use crate::policy::adapter_status;

/// What has to be observed.
pub const SCOPE: Scope = Scope {
    functions: VfDetail::Counters,
    vms: VmDetail::Full,
    pci: PciDetail::None,
    nics: true,
    files: false,
    ..Scope::PLAN
};

/// One figure with its labels.
struct Sample {
    labels: Vec<(&'static str, String)>,
    value: u64,
}

/// The figures of one name.
struct Family {
    name: &'static str,
    help: &'static str,
    counter: bool,
    samples: Vec<Sample>,
}

/// Traffic, as a guest sees it or as a NIC does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Bytes received.
    pub received_bytes: u64,
    /// Bytes sent.
    pub sent_bytes: u64,
    /// Frames received.
    pub received_packets: u64,
    /// Frames sent.
    pub sent_packets: u64,
    /// Frames that were to be received and were given up.
    pub received_dropped: u64,
    /// Frames that were to be sent and were given up.
    pub sent_dropped: u64,
    /// Frames received that broke.
    pub received_errors: u64,
    /// Frames that could not be sent.
    pub sent_errors: u64,
}

impl Traffic {
    /// Of a NIC.
    #[must_use]
    pub fn of_nic(counters: &LinkCounters) -> Self {
        Self {
            received_bytes: counters.rx_bytes,
            sent_bytes: counters.tx_bytes,
            received_packets: counters.rx_packets,
            sent_packets: counters.tx_packets,
            received_dropped: counters.rx_dropped,
            sent_dropped: counters.tx_dropped,
            received_errors: counters.rx_errors,
            sent_errors: counters.tx_errors,
        }
    }

    /// Of the guest behind a tap or a representor: what the host receives there the guest has sent.
    #[must_use]
    pub fn behind(counters: &LinkCounters) -> Self {
        Self {
            received_bytes: counters.tx_bytes,
            sent_bytes: counters.rx_bytes,
            received_packets: counters.tx_packets,
            sent_packets: counters.rx_packets,
            received_dropped: counters.tx_dropped,
            sent_dropped: counters.rx_dropped,
            received_errors: counters.tx_errors,
            sent_errors: counters.rx_errors,
        }
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            received_bytes: self.received_bytes.saturating_add(other.received_bytes),
            sent_bytes: self.sent_bytes.saturating_add(other.sent_bytes),
            received_packets: self.received_packets.saturating_add(other.received_packets),
            sent_packets: self.sent_packets.saturating_add(other.sent_packets),
            received_dropped: self.received_dropped.saturating_add(other.received_dropped),
            sent_dropped: self.sent_dropped.saturating_add(other.sent_dropped),
            received_errors: self.received_errors.saturating_add(other.received_errors),
            sent_errors: self.sent_errors.saturating_add(other.sent_errors),
        }
    }
}

/// What an adapter's guest has sent and received on its virtual function; `None` without one, and where neither its driver nor a
/// representor counts.
#[must_use]
pub fn on_vf(state: &State, adapter: &Adapter) -> Option<Traffic> {
    let vf = state.vf(adapter.vf.as_ref()?.address)?;
    if let Some(counters) = vf.counters {
        return Some(Traffic {
            received_bytes: counters.rx_bytes,
            sent_bytes: counters.tx_bytes,
            received_packets: counters.rx_packets,
            sent_packets: counters.tx_packets,
            ..Traffic::default()
        });
    }
    let representor = state.nic(vf.representor.as_ref()?)?;
    representor.counters.as_ref().map(Traffic::behind)
}

/// What an adapter's guest has sent and received on the paravirtual path; `None` while the machine is off.
#[must_use]
pub fn on_tap(state: &State, adapter: &Adapter) -> Option<Traffic> {
    let tap = state.nic(adapter.tap.as_ref()?)?;
    tap.counters.as_ref().map(Traffic::behind)
}

/// How long an adapter was on each path, and how often it changed, as far back as the journal goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Paths {
    /// On a virtual function, in milliseconds.
    pub on_vf: u64,
    /// On the paravirtual path, in milliseconds.
    pub paravirtual: u64,
    /// How often a running machine got a virtual function or lost it.
    pub switches: u64,
}

/// The paths of the adapters of machines, by the identity of the machine and the name of the adapter. `entries` are in order of time, `now` is in
/// milliseconds since 1970.
#[must_use]
pub fn paths(entries: &[Entry], now: u64) -> BTreeMap<(String, String), Paths> {
    struct Run {
        paths: Paths,
        /// Since when it is on this path; `None` while the machine is off.
        since: Option<u64>,
        vf: bool,
    }
    impl Run {
        fn ends(&mut self, at: u64) {
            if let Some(since) = self.since.take() {
                let took = at.saturating_sub(since);
                let sum = if self.vf {
                    &mut self.paths.on_vf
                } else {
                    &mut self.paths.paravirtual
                };
                *sum = sum.saturating_add(took);
            }
        }
    }
    let mut adapters: BTreeMap<(String, String), Run> = BTreeMap::new();
    let mut started: BTreeMap<&str, u64> = BTreeMap::new();
    for entry in entries {
        let Some(vm) = entry.vm.as_deref() else {
            continue;
        };
        match entry.id {
            catalog::VM_STARTED => {
                started.insert(vm, entry.time);
                for (_, run) in adapters.iter_mut().filter(|((of, _), _)| of == vm) {
                    run.ends(entry.time);
                    (run.since, run.vf) = (Some(entry.time), false);
                }
            }
            catalog::VM_TURNED_OFF | catalog::VM_SHUT_DOWN => {
                started.remove(vm);
                for (_, run) in adapters.iter_mut().filter(|((of, _), _)| of == vm) {
                    run.ends(entry.time);
                    run.vf = false;
                }
            }
            catalog::VF_ASSIGNED | catalog::VF_UNASSIGNED => {
                let Some(adapter) = entry.adapter.as_ref() else {
                    continue;
                };
                let key = (vm.to_owned(), adapter.clone());
                let since = started.get(vm).copied();
                let run = adapters.entry(key).or_insert_with(|| Run {
                    paths: Paths::default(),
                    since,
                    vf: entry.id == catalog::VF_UNASSIGNED,
                });
                let vf = entry.id == catalog::VF_ASSIGNED;
                if run.vf != vf || run.paths.switches == 0 {
                    run.paths.switches = run.paths.switches.saturating_add(1);
                }
                run.ends(entry.time);
                (run.since, run.vf) = (Some(entry.time), vf);
            }
            _ => {}
        }
    }
    let ended = adapters.into_iter().map(|(key, mut run)| {
        run.ends(now);
        (key, run.paths)
    });
    ended.collect()
}

/// The figures of a host. `entries` is its journal, `now` is in milliseconds since 1970.
#[must_use]
pub fn text(state: &State, entries: &[Entry], now: u64) -> String {
    let mut families = nics(state);
    families.extend(adapters(state, entries, now));
    families.push(events(entries));
    let mut out = String::new();
    for family in families {
        write_family(&mut out, &family);
    }
    out
}

fn write_family(out: &mut String, family: &Family) {
    if family.samples.is_empty() {
        return;
    }
    let kind = if family.counter { "counter" } else { "gauge" };
    // Writing to a text does not fail.
    let _ = writeln!(out, "# HELP {} {}", family.name, family.help);
    let _ = writeln!(out, "# TYPE {} {kind}", family.name);
    for sample in &family.samples {
        let labels = sample.labels.iter();
        let labels = labels.map(|(name, value)| format!("{name}=\"{}\"", escaped(value)));
        let labels: Vec<String> = labels.collect();
        let _ = if labels.is_empty() {
            writeln!(out, "{} {}", family.name, sample.value)
        } else {
            writeln!(
                out,
                "{}{{{}}} {}",
                family.name,
                labels.join(","),
                sample.value
            )
        };
    }
}

/// A label's value: backslashes, quotes and line ends are written with a backslash, and everything else stands for itself. Names that differ must
/// not become equal: of two figures with the same labels Prometheus takes neither, nor any other.
fn escaped(value: &str) -> String {
    let mut out = String::new();
    for c in value.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out
}

/// The parts of traffic: the end of the name, what it is, and the figures received and sent.
type Part = (&'static str, &'static str, fn(&Traffic) -> (u64, u64));

fn nics(state: &State) -> Vec<Family> {
    let links = || state.links.iter().filter(|link| !link.is_hidden());
    let gauge = |name, help, samples| Family {
        name,
        help,
        counter: false,
        samples,
    };
    let of = |nic: &dyn ToString, value: u64| Sample {
        labels: vec![("nic", nic.to_string())],
        value,
    };
    let up = links().map(|link| of(&link.name, u64::from(link.up && link.carrier)));
    let functions = || {
        let with_name = state.functions.iter();
        with_name.filter_map(|function| Some((function.interface.as_ref()?, function)))
    };
    let there = functions().map(|(nic, function)| of(nic, function.num_vfs.into()));
    let most = functions().map(|(nic, function)| of(nic, function.most_vfs().into()));
    let used = functions().map(|(nic, function)| {
        let used = function.vfs.iter().filter(|vf| vf.owner.is_some());
        of(nic, u64::try_from(used.count()).unwrap_or(u64::MAX))
    });
    let mut families = vec![
        gauge(
            "iovsh_nic_up",
            "Whether the adapter is up and has a link.",
            up.collect(),
        ),
        gauge(
            "iovsh_nic_virtual_functions",
            "Virtual functions that there are.",
            there.collect(),
        ),
        gauge(
            "iovsh_nic_virtual_functions_most",
            "The most virtual functions that there can be.",
            most.collect(),
        ),
        gauge(
            "iovsh_nic_virtual_functions_used",
            "Virtual functions that a virtual machine has.",
            used.collect(),
        ),
    ];
    let parts: [Part; 4] = [
        (
            "iovsh_nic_bytes_total",
            "Bytes, as the host counts them.",
            |t| (t.received_bytes, t.sent_bytes),
        ),
        (
            "iovsh_nic_packets_total",
            "Frames, as the host counts them.",
            |t| (t.received_packets, t.sent_packets),
        ),
        (
            "iovsh_nic_dropped_total",
            "Frames that were given up.",
            |t| (t.received_dropped, t.sent_dropped),
        ),
        ("iovsh_nic_errors_total", "Frames that broke.", |t| {
            (t.received_errors, t.sent_errors)
        }),
    ];
    for (name, help, part) in parts {
        let mut samples = Vec::new();
        for link in links() {
            let counters = state.nic(&link.name).and_then(|nic| nic.counters);
            let Some(counters) = counters else { continue };
            let (received, sent) = part(&Traffic::of_nic(&counters));
            for (direction, value) in [("receive", received), ("transmit", sent)] {
                samples.push(Sample {
                    labels: vec![
                        ("nic", link.name.to_string()),
                        ("direction", direction.to_owned()),
                    ],
                    value,
                });
            }
        }
        families.push(Family {
            name,
            help,
            counter: true,
            samples,
        });
    }
    families
}

fn adapters(state: &State, entries: &[Entry], now: u64) -> Vec<Family> {
    let all = || {
        state
            .vms
            .iter()
            .flat_map(|vm| vm.adapters.iter().map(move |a| (vm, a)))
    };
    let labels = |vm: &Vm, adapter: &Adapter| {
        vec![
            ("vm", vm.name.clone()),
            ("adapter", adapter.settings.name.clone()),
            ("mac", adapter.mac.to_string()),
        ]
    };
    let sample = |vm, adapter, more: &[(&'static str, &str)], value| {
        let mut labels = labels(vm, adapter);
        labels.extend(more.iter().map(|(name, text)| (*name, (*text).to_owned())));
        Sample { labels, value }
    };
    let running = || all().filter(|(vm, _)| vm.state.is_active());
    let asked = all().map(|(vm, a)| sample(vm, a, &[], a.settings.iov_weight.into()));
    let active = running().filter_map(|(vm, a)| {
        let status = adapter_status(state, vm, a);
        let seen = !status.vf_data_path_unseen;
        seen.then(|| sample(vm, a, &[], status.vf_data_path_active.into()))
    });
    let without = running().filter_map(|(vm, a)| {
        let reason = adapter_status(state, vm, a).reason?;
        Some(sample(vm, a, &[("reason", reason.name())], 1))
    });
    let mut families = vec![
        Family {
            name: "iovsh_adapter_iov_weight",
            help: "IovWeight of the adapter; 0 asks for no virtual function.",
            counter: false,
            samples: asked.collect(),
        },
        Family {
            name: "iovsh_adapter_on_virtual_function",
            help: "Whether the guest's driver has taken a virtual function.",
            counter: false,
            samples: active.collect(),
        },
        Family {
            name: "iovsh_adapter_without_virtual_function",
            help: "Why an adapter that asks for a virtual function has none.",
            counter: false,
            samples: without.collect(),
        },
    ];
    let parts: [Part; 4] = [
        (
            "iovsh_adapter_bytes_total",
            "Bytes, as the guest sees them.",
            |t| (t.received_bytes, t.sent_bytes),
        ),
        (
            "iovsh_adapter_packets_total",
            "Frames, as the guest sees them.",
            |t| (t.received_packets, t.sent_packets),
        ),
        (
            "iovsh_adapter_dropped_total",
            "Frames that were given up on their way to or from the guest.",
            |t| (t.received_dropped, t.sent_dropped),
        ),
        (
            "iovsh_adapter_errors_total",
            "Frames that broke on their way to or from the guest.",
            |t| (t.received_errors, t.sent_errors),
        ),
    ];
    for (at, (name, help, part)) in parts.into_iter().enumerate() {
        let mut samples = Vec::new();
        for (vm, a) in running() {
            // A VF counts what went through, and nothing that did not.
            let vf = on_vf(state, a).filter(|_| at < 2);
            let ways = [("vf", vf), ("paravirtual", on_tap(state, a))];
            for (path, traffic) in ways {
                let Some(traffic) = traffic else { continue };
                let (received, sent) = part(&traffic);
                for (direction, value) in [("receive", received), ("transmit", sent)] {
                    samples.push(sample(
                        vm,
                        a,
                        &[("path", path), ("direction", direction)],
                        value,
                    ));
                }
            }
        }
        families.push(Family {
            name,
            help,
            counter: true,
            samples,
        });
    }
    let paths = paths(entries, now);
    let mut seconds = Vec::new();
    let mut switches = Vec::new();
    for (vm, a) in all() {
        let key = (vm.id.to_string(), a.settings.name.clone());
        let Some(known) = paths.get(&key) else {
            continue;
        };
        let times = [("vf", known.on_vf), ("paravirtual", known.paravirtual)];
        seconds.extend(times.map(|(path, time)| sample(vm, a, &[("path", path)], time / 1000)));
        switches.push(sample(vm, a, &[], known.switches));
    }
    families.push(Family {
        name: "iovsh_adapter_path_seconds_total",
        help: "Seconds that the adapter was on each path, as far back as the journal goes.",
        counter: true,
        samples: seconds,
    });
    families.push(Family {
        name: "iovsh_adapter_path_changes_total",
        help: "How often the running machine got a virtual function or lost it, as far back as the journal goes.",
        counter: true,
        samples: switches,
    });
    families
}

fn events(entries: &[Entry]) -> Family {
    let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
    for entry in entries {
        let count = counts.entry(entry.id).or_default();
        *count = count.saturating_add(1);
    }
    let each = counts.into_iter().map(|(id, value)| Sample {
        labels: vec![("id", id.to_string())],
        value,
    });
    Family {
        name: "iovsh_events",
        help: "Events in the journal, by their id.",
        counter: false,
        samples: each.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: u32, seconds: u64) -> Entry {
        Entry {
            id,
            time: seconds * 1000,
            vm: Some("vm".to_owned()),
            adapter: Some("nic".to_owned()),
            ..Entry::default()
        }
    }

    fn told(entries: &[Entry], now: u64) -> Option<Paths> {
        let key = ("vm".to_owned(), "nic".to_owned());
        paths(entries, now * 1000).remove(&key)
    }

    #[test]
    fn time_on_each_path_is_what_lies_between_the_events() {
        let life = [
            entry(catalog::VM_STARTED, 100),
            entry(catalog::VF_ASSIGNED, 110),
            entry(catalog::VF_UNASSIGNED, 170),
            entry(catalog::VF_ASSIGNED, 200),
            entry(catalog::VM_TURNED_OFF, 260),
        ];
        let known = Paths {
            on_vf: 120_000,
            paravirtual: 40_000,
            switches: 3,
        };
        assert_eq!(told(&life, 500), Some(known));
        assert_eq!(
            told(&life[..2], 120),
            Some(Paths {
                on_vf: 10_000,
                paravirtual: 10_000,
                switches: 1,
            })
        );
        assert_eq!(told(&life[..1], 120), None);
    }

    #[test]
    fn a_journal_that_begins_in_the_middle_counts_from_there() {
        let life = [entry(catalog::VF_UNASSIGNED, 50)];
        let known = Paths {
            on_vf: 0,
            paravirtual: 10_000,
            switches: 1,
        };
        assert_eq!(told(&life, 60), Some(known));
    }

    #[test]
    fn what_a_name_holds_breaks_no_line() {
        let family = Family {
            name: "x",
            help: "h",
            counter: true,
            samples: vec![Sample {
                labels: vec![("vm", "a\"b\\c\nd\u{1b}".to_owned())],
                value: 1,
            }],
        };
        let mut out = String::new();
        write_family(&mut out, &family);
        assert_eq!(
            out,
            "# HELP x h\n# TYPE x counter\nx{vm=\"a\\\"b\\\\c\\nd\u{1b}\"} 1\n"
        );
    }
}
