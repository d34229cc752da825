//! `Get-Counter`.

use std::time::{Duration, Instant, SystemTime};

use iovsh_derive::Cmdlet;

use super::counters::{CounterSet, SETS, Sample, SampleSet, moment, per_second, readings, total};
use crate::host_access::{HostAccess, computer_name};
use iovsh_backend::metrics::{SCOPE, Traffic};
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::WildcardPattern;

/// Gets counters of traffic: of adapters of virtual machines and of network adapters of the host.
///
/// A counter "by the second" is what came between two looks, one interval apart. What an adapter sends and receives is counted on both paths: on its
/// virtual function, where the driver counts, and on the paravirtual path.
///
/// # Examples
/// ```iovsh
/// PS> (Get-Counter -ListSet Hyper*).CounterSetName
/// Hyper-V Virtual Network Adapter
/// PS> (Get-Counter '\Network Interface(eno1)\Bytes/sec').CounterSamples.CookedValue
/// 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Counter",
    module = "Microsoft.PowerShell.Diagnostics",
    default_set = "GetCounterSet",
    output = SampleSet
)]
pub struct GetCounter {
    /// The counters: `\SET(INSTANCE)\COUNTER`. Wildcards are allowed in instance and counter.
    #[param(
        set = "GetCounterSet",
        position = 0,
        from_pipeline,
        allow_empty_collection
    )]
    counter: Vec<String>,
    /// Which kinds of counters there are. Wildcards are allowed.
    #[param(
        set = "ListSetSet",
        position = 0,
        mandatory,
        from_pipeline,
        not_null_or_empty
    )]
    list_set: Vec<String>,
    /// Seconds between two looks.
    #[param(set = "GetCounterSet", range = 1..=2147483647, value = 1)]
    sample_interval: i32,
    /// How many samples are taken.
    #[param(set = "GetCounterSet", range = 1..=i64::MAX)]
    max_samples: Option<i64>,
    /// Goes on until Ctrl+C.
    #[param(set = "GetCounterSet")]
    continuous: bool,
    /// The hosts: names that ssh knows, or hosts of a simulated fleet.
    #[param(alias = "Cn", complete = crate::complete::hosts, not_null_or_empty)]
    computer_name: Vec<String>,
}

/// A counter that is asked for.
struct Path {
    set: usize,
    instance: WildcardPattern,
    counter: WildcardPattern,
}

fn unknown(path: &str) -> ShellError {
    let sets: Vec<&str> = SETS.iter().map(|set| set.name).collect();
    ShellError::new(
        "CounterApiError",
        ErrorCategory::InvalidResult,
        format!("There is no counter '{path}'."),
    )
    .exception("System.Exception")
    .target(path)
    .help(format!(
        "A counter is written \\SET(INSTANCE)\\COUNTER, for example '\\{}(*)\\Bytes/sec'; the sets are {}.",
        SETS.first().map_or("", |set| set.name),
        sets.join(", ")
    ))
}

impl Path {
    fn parse(text: &str) -> Result<Self, ShellError> {
        let wrong = || unknown(text);
        let rest = match text.strip_prefix("\\\\") {
            // A counter of another host: -ComputerName says which.
            Some(rest) => rest.split_once('\\').ok_or_else(wrong)?.1,
            None => text.strip_prefix('\\').unwrap_or(text),
        };
        let (object, counter) = rest.rsplit_once('\\').ok_or_else(wrong)?;
        let (set, instance) = match object.split_once('(') {
            Some((set, instance)) => (set, instance.strip_suffix(')').ok_or_else(wrong)?),
            None => (object, "*"),
        };
        let same = |known: &str| known.eq_ignore_ascii_case(set.trim());
        // The name that newer versions of Windows have beside the old one.
        let alias = same("Network Adapter");
        let place = SETS
            .iter()
            .position(|known| same(known.name) || alias && known.name == "Network Interface");
        Ok(Self {
            set: place.ok_or_else(wrong)?,
            instance: WildcardPattern::new(instance),
            counter: WildcardPattern::new(counter),
        })
    }
}

impl Cmdlet for GetCounter {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if &*cx.parameter_set() == "ListSetSet" {
            return self.sets(cx);
        }
        let mut paths = Vec::new();
        for text in &self.counter {
            match Path::parse(text) {
                Ok(path) => paths.push(path),
                Err(error) => cx.error(error)?,
            }
        }
        if self.counter.is_empty() {
            let all = (0..SETS.len()).map(|set| Path {
                set,
                instance: WildcardPattern::new("*"),
                counter: WildcardPattern::new("Bytes/sec"),
            });
            paths.extend(all);
        }
        if paths.is_empty() {
            return Ok(());
        }
        let interval = Duration::from_secs(u64::try_from(self.sample_interval).unwrap_or(1));
        let mut left = self.max_samples.unwrap_or(1);
        let (mut before, mut at) = (look(cx)?, Instant::now());
        while self.continuous || left > 0 {
            cx.pause(interval)?;
            let (after, now) = (look(cx)?, Instant::now());
            let set = sample(cx, &paths, &before, &after, now.duration_since(at))?;
            if set.counter_samples.is_empty() {
                return cx.error(
                    ShellError::new(
                        "CounterApiError",
                        ErrorCategory::InvalidResult,
                        "No instance has such a counter now.",
                    )
                    .exception("System.Exception")
                    .help("Get-Counter -ListSet * lists the instances that there are; adapters of virtual machines that are off have none."),
                );
            }
            cx.emit(set.into_value())?;
            (before, at) = (after, now);
            left = left.saturating_sub(1);
        }
        Ok(())
    }
}

/// What the instances of each set have sent and received.
type Look = Vec<Vec<(String, Traffic)>>;

fn look(cx: &mut Context) -> Flow<Look> {
    let state = cx.snapshot(&SCOPE)?;
    Ok(SETS.iter().map(|set| (set.instances)(&state)).collect())
}

fn sample(
    cx: &mut Context,
    paths: &[Path],
    before: &Look,
    after: &Look,
    passed: Duration,
) -> Flow<SampleSet> {
    let computer = computer_name(cx)?.to_lowercase();
    let now = SystemTime::now();
    let mut samples: Vec<Sample> = Vec::new();
    for path in paths {
        let of = |look: &Look| look.get(path.set).cloned().unwrap_or_default();
        let earlier = of(before);
        let Some(set) = SETS.get(path.set) else {
            continue;
        };
        let name = set.name.to_lowercase();
        for (instance, traffic) in of(after) {
            if !path.instance.is_match(&instance) {
                continue;
            }
            let known = earlier.iter().find(|(known, _)| *known == instance);
            for counter in set.counters() {
                if !path.counter.is_match(counter.name) {
                    continue;
                }
                let raw = (counter.figure)(&traffic);
                // One that has just come has sent nothing before.
                let earlier = known.map_or(raw, |(_, traffic)| (counter.figure)(traffic));
                samples.push(Sample {
                    path: format!(
                        "\\\\{computer}\\{name}({instance})\\{}",
                        counter.name.to_lowercase()
                    ),
                    instance_name: instance.clone(),
                    cooked_value: match counter.is_rate() {
                        true => per_second(earlier, raw, passed),
                        false => total(raw),
                    },
                    raw_value: raw,
                    timestamp: moment(now),
                });
            }
        }
    }
    Ok(SampleSet {
        timestamp: moment(now),
        readings: readings(&samples),
        counter_samples: samples,
    })
}

impl GetCounter {
    fn sets(&self, cx: &mut Context) -> Flow {
        let now = look(cx)?;
        for name in &self.list_set {
            let pattern = WildcardPattern::new(name);
            let mut found = false;
            for (set, instances) in SETS.iter().zip(&now) {
                if !pattern.is_match(set.name) {
                    continue;
                }
                found = true;
                let path = |instance: &str, counter: &str| {
                    format!("\\{}({instance})\\{counter}", set.name)
                };
                let each: Vec<String> = set
                    .counters()
                    .map(|counter| path("*", counter.name))
                    .collect();
                let with = instances.iter().flat_map(|(instance, _)| {
                    let counters = set.counters();
                    counters.map(move |counter| path(instance, counter.name))
                });
                let set = CounterSet {
                    counter_set_name: set.name.to_owned(),
                    description: set.description.to_owned(),
                    paths: each.clone(),
                    paths_with_instances: with.collect(),
                    counter: each,
                };
                cx.emit(set.into_value())?;
            }
            if !found {
                cx.error(
                    ShellError::new(
                        "NoMatchingCounterSetsFound",
                        ErrorCategory::ObjectNotFound,
                        format!("There is no set of counters '{name}'."),
                    )
                    .exception("System.Exception")
                    .target(name.as_str())
                    .help("Get-Counter -ListSet * lists those that there are."),
                )?;
            }
        }
        Ok(())
    }
}
