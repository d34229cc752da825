//! What the paths of network adapters carry.

use iovsh_derive::PsObject;

use iovsh_backend::model::{Adapter, Vm};
use iovsh_backend::policy::vm::paths::{Carried, DataPath, Model, PathLook};

/// What one path of an adapter has carried. There is no such type in Hyper-V.
#[derive(Clone, Debug, PsObject)]
#[psobject(type_name = "Iovsh.VMNetworkAdapterPath")]
pub struct VmPathReport {
    /// The virtual machine.
    pub vm_name: String,
    /// The adapter.
    pub name: String,
    /// `Emulated`, `Paravirtual` or `VirtualFunction`.
    pub path: String,
    /// The guest sends by it.
    pub active: bool,
    /// How long was measured, in seconds; `$null` of a model.
    pub seconds: Option<f64>,
    /// To the guest, in megabits a second; `$null` where nobody counts.
    pub received_megabits: Option<f64>,
    /// From the guest, in megabits a second; `$null` where nobody counts.
    pub sent_megabits: Option<f64>,
    /// Frames a second, both ways; `$null` where nobody counts.
    pub packets_per_second: Option<f64>,
    /// Microseconds there and back; `$null` without -Ping.
    pub latency_microseconds: Option<f64>,
    /// What the machine as a whole took of the host meanwhile, in percent of one processor; `$null` where nobody counts.
    #[property(name = "HostCpuPercent")]
    pub host_cpu_percent: Option<f64>,
    /// Its throughput as a bar beside that of the others.
    pub bar: String,
    /// `Counters` of the host, or `Model`, which is no measurement.
    pub source: String,
    /// The host.
    pub computer_name: String,
}

/// Length of the longest bar, in characters.
const LONGEST_BAR: f64 = 16.0;

fn name_of(path: DataPath) -> String {
    match path {
        DataPath::Emulated => "Emulated",
        DataPath::Paravirtual => "Paravirtual",
        DataPath::VirtualFunction => "VirtualFunction",
    }
    .to_owned()
}

/// With one digit behind the point.
fn rounded(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// A count as a number with a point; beyond 2^53 the last digits do not matter.
fn count(number: u64) -> f64 {
    let high = u32::try_from(number >> 32).unwrap_or(u32::MAX);
    let low = u32::try_from(number & 0xffff_ffff).unwrap_or(u32::MAX);
    f64::from(high) * 4_294_967_296.0 + f64::from(low)
}

impl VmPathReport {
    /// What a path carried in so many seconds.
    #[allow(clippy::too_many_arguments)] // Each is one column.
    pub fn measured(
        vm: &Vm,
        adapter: &Adapter,
        look: &PathLook,
        carried: Option<Carried>,
        seconds: f64,
        processor: Option<f64>,
        latency: Option<f64>,
        computer: &str,
    ) -> Self {
        let megabits = |bytes: u64| rounded(count(bytes) * 8.0 / 1e6 / seconds);
        Self {
            active: look.active,
            seconds: Some(rounded(seconds)),
            received_megabits: carried.map(|c| megabits(c.received)),
            sent_megabits: carried.map(|c| megabits(c.sent)),
            packets_per_second: carried.map(|c| (count(c.packets) / seconds).round()),
            latency_microseconds: latency.map(rounded),
            host_cpu_percent: processor.map(rounded),
            source: "Counters".to_owned(),
            ..Self::nothing(vm, adapter, look.path, computer)
        }
    }

    /// What the model says of a path.
    pub fn of_model(
        vm: &Vm,
        adapter: &Adapter,
        path: DataPath,
        model: &Model,
        computer: &str,
    ) -> Self {
        Self {
            active: true,
            received_megabits: Some(model.megabits.0),
            sent_megabits: Some(model.megabits.1),
            packets_per_second: Some(model.packets),
            latency_microseconds: Some(model.latency),
            host_cpu_percent: Some(model.processor),
            source: "Model".to_owned(),
            ..Self::nothing(vm, adapter, path, computer)
        }
    }

    fn nothing(vm: &Vm, adapter: &Adapter, path: DataPath, computer: &str) -> Self {
        Self {
            vm_name: vm.name.clone(),
            name: adapter.settings.name.clone(),
            path: name_of(path),
            active: false,
            seconds: None,
            received_megabits: None,
            sent_megabits: None,
            packets_per_second: None,
            latency_microseconds: None,
            host_cpu_percent: None,
            bar: String::new(),
            source: String::new(),
            computer_name: computer.to_owned(),
        }
    }

    /// Megabits a second, both ways.
    pub fn throughput(&self) -> f64 {
        self.received_megabits.unwrap_or(0.0) + self.sent_megabits.unwrap_or(0.0)
    }

    /// Draws the bar, where the longest one stands for `most`.
    pub fn draw(&mut self, most: f64) {
        let part = if most > 0.0 {
            (self.throughput() / most).clamp(0.0, 1.0)
        } else {
            0.0
        };
        let length = (part * LONGEST_BAR).round();
        let steps = (1..=20).take_while(|step| f64::from(*step) <= length);
        self.bar = steps.map(|_| '█').collect();
    }
}
