//! Settings of a virtual machine: its processors and its memory.

use iovsh_backend::model::Vm;

use crate::command::{Argument, Command};
use crate::form::{Field, Form};
use crate::shown::shown;

const MEGABYTE: u64 = 1 << 20;

/// The most processors of a machine, as Set-VMProcessor has it.
const MOST_PROCESSORS: u64 = 1024;

/// The sizes of a machine's memory, in megabytes as they are typed.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Sizes {
    startup: u64,
    /// The least and the most, with dynamic memory.
    bounds: Option<(u64, u64)>,
}

impl Sizes {
    fn of(vm: &Vm) -> Self {
        let settings = vm.settings();
        let dynamic = settings.dynamic_memory.as_ref();
        Self {
            startup: vm.current_memory() / MEGABYTE,
            bounds: dynamic.map(|dynamic| (dynamic.minimum / MEGABYTE, vm.memory / MEGABYTE)),
        }
    }

    fn typed(form: &Form) -> Result<Self, String> {
        let startup = form.number("startup", "The startup memory in MB")?;
        if !form.checked("dynamic") {
            return Ok(Self {
                startup,
                bounds: None,
            });
        }
        let minimum = form.number("minimum", "The minimum in MB")?;
        let maximum = form.number("maximum", "The maximum in MB")?;
        if minimum > startup || startup > maximum {
            return Err(
                "The startup memory is no less than the minimum and no more than the maximum."
                    .to_owned(),
            );
        }
        Ok(Self {
            startup,
            bounds: Some((minimum, maximum)),
        })
    }

    /// The cmdlet that leads from these to others; `None`: they are the same.
    fn change(self, to: Self, machine: &str) -> Option<Command> {
        if self == to {
            return None;
        }
        let size = |megabytes: u64| Argument::Number(megabytes.saturating_mul(MEGABYTE));
        let mut command = Command::new("Set-VMMemory").on("VMName", machine);
        if self.bounds.is_some() != to.bounds.is_some() {
            let on = Argument::Bool(to.bounds.is_some());
            command = command.with("DynamicMemoryEnabled", on);
        }
        if self.startup != to.startup {
            command = command.with("StartupBytes", size(to.startup));
        }
        if let Some((minimum, maximum)) = to.bounds {
            let (least, most) = self.bounds.unzip();
            if least != Some(minimum) {
                command = command.with("MinimumBytes", size(minimum));
            }
            if most != Some(maximum) {
                command = command.with("MaximumBytes", size(maximum));
            }
        }
        Some(command)
    }
}

/// The number of processors that was typed.
pub(super) fn processors_in(form: &Form) -> Result<u64, String> {
    match form.number("count", "The number of processors")? {
        count @ 1..=MOST_PROCESSORS => Ok(count),
        _ => Err(format!("A machine has 1 to {MOST_PROCESSORS} processors.")),
    }
}

/// Why the number of processors of a machine stays as it is while it runs.
fn processors_stay(vm: &Vm) -> Option<String> {
    let places = vm.most_processors();
    (vm.state.is_active() && places <= vm.vcpus).then(|| {
        format!("It was started with places for {places}: shut it down, and change it then.")
    })
}

/// Settings: Processor and Memory.
pub(crate) fn hardware(vm: &Vm) -> Form {
    let (machine, count, sizes) = (vm.name.clone(), u64::from(vm.vcpus), Sizes::of(vm));
    let stay = processors_stay(vm);
    let is_active = vm.state.is_active();
    let balloon = move |_: &Form| {
        is_active.then(|| {
            "QEMU makes the balloon when the machine starts: shut it down, and change it then."
                .to_owned()
        })
    };
    let bound = |form: &Form| {
        (!form.checked("dynamic"))
            .then(|| "It counts with dynamic memory alone: check the box above.".to_owned())
    };
    // What Hyper-V gives a machine whose memory becomes dynamic, as far as this one has it.
    let (minimum, maximum) = sizes
        .bounds
        .unwrap_or((sizes.startup.min(512), vm.memory / MEGABYTE));
    let fields = vec![
        Field::text(
            "count",
            "Number of virtual processors",
            vm.vcpus.to_string(),
        )
        .under("Processor")
        .locked(move |_| stay.clone()),
        Field::text("startup", "Startup memory (MB)", sizes.startup.to_string()).under("Memory"),
        Field::check("dynamic", "Enable dynamic memory", sizes.bounds.is_some()).locked(balloon),
        Field::text("minimum", "Minimum memory (MB)", minimum.to_string()).locked(bound),
        Field::text("maximum", "Maximum memory (MB)", maximum.to_string()).locked(bound),
    ];
    Form::new(
        format!("Settings of {}", shown(&vm.name)),
        fields,
        move |form| {
            let mut commands = Vec::new();
            let wanted = processors_in(form)?;
            if wanted != count {
                let command = Command::new("Set-VMProcessor").on("VMName", &machine);
                commands.push(command.with("Count", Argument::Number(wanted)));
            }
            commands.extend(sizes.change(Sizes::typed(form)?, &machine));
            Ok(commands)
        },
    )
}
