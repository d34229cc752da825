use std::rc::Rc;

use chrono::Local;
use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::convert::ticks_of;
use iovsh_shell::value::{DateTimeKind, DateTimeValue, Value};

/// Makes a span of time: of its parts, or from one date to another.
///
/// # Examples
/// ```iovsh
/// PS> (New-TimeSpan -Minutes 90).TotalHours
/// 1.5
/// PS> (New-TimeSpan '2024-03-01' '2024-03-05').Days
/// 4
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "TimeSpan",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Date",
    output = "System.TimeSpan"
)]
pub struct NewTimeSpan {
    /// The beginning; now when left out.
    #[param(
        set = "Date",
        position = 0,
        from_pipeline,
        by_property_name,
        alias = "LastWriteTime"
    )]
    start: Option<Rc<DateTimeValue>>,
    /// The end; now when left out.
    #[param(set = "Date", position = 1, by_property_name)]
    end: Option<Rc<DateTimeValue>>,
    /// Days.
    #[param(set = "Time")]
    days: i32,
    /// Hours.
    #[param(set = "Time")]
    hours: i32,
    /// Minutes.
    #[param(set = "Time")]
    minutes: i32,
    /// Seconds.
    #[param(set = "Time")]
    seconds: i32,
    /// Thousandths of a second.
    #[param(set = "Time")]
    milliseconds: i32,
}

/// Ticks of 100 ns in a second.
const SECOND: i64 = 10_000_000;

impl Cmdlet for NewTimeSpan {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if &*cx.parameter_set() == "Time" {
            // 32-bit parts cannot overflow 64 bits of ticks by themselves, their sum can.
            let parts = [
                (self.days, 86_400 * SECOND),
                (self.hours, 3_600 * SECOND),
                (self.minutes, 60 * SECOND),
                (self.seconds, SECOND),
                (self.milliseconds, SECOND / 1000),
            ];
            let ticks = parts.iter().try_fold(0_i64, |sum, (count, unit)| {
                sum.checked_add(i64::from(*count).checked_mul(*unit)?)
            });
            let ticks = ticks.ok_or_else(|| {
                ShellError::new(
                    "System.ArgumentOutOfRangeException",
                    ErrorCategory::InvalidArgument,
                    "The span of time is too long.",
                )
                .exception("System.ArgumentOutOfRangeException")
            })?;
            return cx.emit(Value::TimeSpan(ticks));
        }
        let now = DateTimeValue {
            time: Local::now().fixed_offset(),
            kind: DateTimeKind::Local,
        };
        let start = self.start.as_deref().unwrap_or(&now);
        let end = self.end.as_deref().unwrap_or(&now);
        cx.emit(Value::TimeSpan(
            ticks_of(end).saturating_sub(ticks_of(start)),
        ))
    }
}
