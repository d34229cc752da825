//! `System.Timers.Timer`.

use std::any::Any;
use std::cell::Cell;
use std::time::{Duration, Instant};

use super::Ending;
use crate::error::ShellError;
use crate::types::{Known, TypeRef};
use crate::value::convert::{cast, raise, to_bool};
use crate::value::{Name, Native, Value};

/// `System.Timers.Timer`.
#[derive(Debug)]
pub struct TimerValue {
    interval: Cell<f64>,
    repeats: Cell<bool>,
    next: Cell<Option<Instant>>,
    end: Ending,
}

impl TimerValue {
    /// A timer that does not run yet; the interval is in milliseconds.
    ///
    /// # Errors
    /// An interval that is none.
    pub fn new(interval: f64) -> Result<Self, ShellError> {
        let timer = Self {
            interval: Cell::new(100.0),
            repeats: Cell::new(true),
            next: Cell::new(None),
            end: Ending::default(),
        };
        timer.set_interval(interval)?;
        Ok(timer)
    }

    fn set_interval(&self, interval: f64) -> Result<(), ShellError> {
        if !(interval > 0.0 && interval <= f64::from(i32::MAX)) {
            return Err(raise(
                "System.ArgumentException",
                format!(
                    "'{interval}' is not a valid value for 'Interval'. 'Interval' must be greater than 0."
                ),
            ));
        }
        self.interval.set(interval);
        if self.next.get().is_some() {
            self.start();
        }
        Ok(())
    }

    fn step(&self) -> Duration {
        // .NET rounds up to whole milliseconds.
        let milliseconds = self.interval.get().ceil().max(1.0);
        Duration::try_from_secs_f64(milliseconds / 1000.0).unwrap_or(Duration::MAX)
    }

    fn start(&self) {
        self.next.set(Instant::now().checked_add(self.step()));
    }

    /// Whether it was disposed of since the last time that somebody asked.
    pub fn is_freshly_disposed(&self) -> bool {
        self.end.is_fresh()
    }

    /// How often its time has come since the last time, up to a limit that keeps a script from drowning in them.
    pub fn due(&self) -> u32 {
        const MOST: u32 = 1000;
        let Some(mut next) = self.next.get() else {
            return 0;
        };
        let now = Instant::now();
        let mut count = 0;
        while now >= next && count < MOST {
            count += 1;
            match next.checked_add(self.step()) {
                Some(following) if self.repeats.get() => next = following,
                _ => {
                    self.next.set(None);
                    return count;
                }
            }
        }
        self.next.set(if count < MOST {
            Some(next)
        } else {
            now.checked_add(self.step())
        });
        count
    }
}

impl Native for TimerValue {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Timers.Timer",
            "System.ComponentModel.Component",
            "System.MarshalByRefObject",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        "System.Timers.Timer".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "interval" => Value::Double(self.interval.get()),
            "autoreset" => Value::Bool(self.repeats.get()),
            "enabled" => Value::Bool(self.next.get().is_some()),
            "site" | "synchronizingobject" | "container" => Value::Null,
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        [
            "AutoReset",
            "Enabled",
            "Interval",
            "Site",
            "SynchronizingObject",
            "Container",
        ]
        .map(Name::Static)
        .to_vec()
    }
    fn set_property(&self, name: &str, value: &Value) -> Result<bool, ShellError> {
        match name.to_ascii_lowercase().as_str() {
            "interval" => {
                let number = cast(value, &TypeRef::Known(Known::Double))?;
                match number {
                    Value::Double(number) => self.set_interval(number)?,
                    _ => return Ok(false),
                }
            }
            "autoreset" => self.repeats.set(to_bool(value)),
            "enabled" if to_bool(value) => {
                self.end.check("Timer")?;
                self.start();
            }
            "enabled" => self.next.set(None),
            _ => return Ok(false),
        }
        Ok(true)
    }
    fn call(&self, name: &str, args: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        match (name.to_ascii_lowercase().as_str(), args.len()) {
            ("start", 0) => {
                if let Err(error) = self.end.check("Timer") {
                    return Some(Err(error));
                }
                self.start();
            }
            ("stop", 0) => self.next.set(None),
            ("close" | "dispose", 0) => {
                self.next.set(None);
                self.end.disposed.set(true);
            }
            _ => return None,
        }
        Some(Ok(None))
    }
    fn methods(&self) -> &'static [&'static str] {
        &["Start", "Stop", "Close", "Dispose"]
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}
