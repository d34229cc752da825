//! `New-TimeSpan`.

use std::rc::Rc;

use chrono::Local;
use iovsh_derive::Cmdlet;

use crate::shell::cmdlet::Cmdlet;
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use crate::shell::value::convert::{date_value, ticks_of};
use crate::shell::value::{DateTimeKind, DateTimeValue, Value};

/// Makes a time span: between two dates, or of days, hours and so on.
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
    /// When it begins; now without it.
    #[param(
        set = "Date",
        position = 0,
        from_pipeline,
        by_property_name,
        alias("LastWriteTime")
    )]
    start: Option<Rc<DateTimeValue>>,
    /// When it ends; now without it.
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
    /// Milliseconds.
    #[param(set = "Time")]
    milliseconds: i32,
}

/// .NET counts time in units of 100 ns.
const SECOND: i64 = 10_000_000;

impl Cmdlet for NewTimeSpan {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if &*cx.parameter_set() == "Time" {
            let seconds = i64::from(self.days) * 86_400
                + i64::from(self.hours) * 3600
                + i64::from(self.minutes) * 60
                + i64::from(self.seconds);
            let ticks = seconds
                .saturating_mul(SECOND)
                .saturating_add(i64::from(self.milliseconds) * (SECOND / 1000));
            return cx.emit(Value::TimeSpan(ticks));
        }
        let now = date_value(Local::now().naive_local(), DateTimeKind::Local);
        let ticks = |date: &Option<Rc<DateTimeValue>>| match date {
            Some(date) => ticks_of(date),
            None => ticks_of(&now),
        };
        cx.emit(Value::TimeSpan(
            ticks(&self.end).saturating_sub(ticks(&self.start)),
        ))
    }
}
