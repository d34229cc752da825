//! `Get-Date`.

use std::rc::Rc;

use chrono::{Datelike, Local, NaiveDate, NaiveDateTime, Timelike, Utc};
use iovsh_derive::Cmdlet;

use super::unix_format::unix_format;
use crate::shell::cmdlet::Cmdlet;
use crate::shell::error::{ErrorCategory, Flow, ShellError};
use crate::shell::eval::Context;
use crate::shell::value::convert::{date_value, local_offset};
use crate::shell::value::format_string::format_date;
use crate::shell::value::{DateTimeKind, DateTimeValue, MemberKind, Value};

/// Gives the date and time: now, or as the parameters say.
///
/// # Examples
/// ```iovsh
/// PS> Get-Date '2024-03-05T06:07:08' -Format 'yyyy-MM-dd HH:mm'
/// 2024-03-05 06:07
/// PS> Get-Date '2024-03-05' -UFormat '%A %d'
/// Tuesday 05
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Date",
    module = "Microsoft.PowerShell.Utility",
    default_set = "DateAndFormat",
    output = "System.DateTime"
)]
pub struct GetDate {
    /// The date; now without it.
    #[param(
        set("DateAndFormat", "DateAndUFormat"),
        position = 0,
        from_pipeline,
        by_property_name,
        alias("LastWriteTime")
    )]
    date: Option<Rc<DateTimeValue>>,
    /// The date as seconds since 1970.
    #[param(
        set("UnixTimeSecondsAndFormat", "UnixTimeSecondsAndUFormat"),
        mandatory,
        by_property_name,
        alias("UnixTime")
    )]
    unix_time_seconds: Option<i64>,
    /// Another year.
    #[param(range = 1..=9999)]
    year: Option<i32>,
    /// Another month.
    #[param(range = 1..=12)]
    month: Option<i32>,
    /// Another day.
    #[param(range = 1..=31)]
    day: Option<i32>,
    /// Another hour.
    #[param(range = 0..=23)]
    hour: Option<i32>,
    /// Another minute.
    #[param(range = 0..=59)]
    minute: Option<i32>,
    /// Another second.
    #[param(range = 0..=59)]
    second: Option<i32>,
    /// Another millisecond.
    #[param(range = 0..=999)]
    millisecond: Option<i32>,
    /// What of it is shown.
    #[param(validate_set("Date", "Time", "DateTime"))]
    display_hint: String,
    /// Gives text in a Unix format (%Y, %m ...).
    #[param(set("DateAndUFormat", "UnixTimeSecondsAndUFormat"), mandatory)]
    u_format: String,
    /// Gives text in a .NET format.
    #[param(set("DateAndFormat", "UnixTimeSecondsAndFormat"))]
    format: String,
    /// As universal time.
    #[param(name = "AsUTC")]
    as_utc: bool,
}

impl GetDate {
    fn base(&self) -> DateTimeValue {
        match (&self.date, self.unix_time_seconds) {
            (Some(date), _) => (**date).clone(),
            (None, Some(seconds)) => {
                let instant = chrono::DateTime::from_timestamp(seconds, 0).unwrap_or_default();
                date_value(
                    instant.with_timezone(&Local).naive_local(),
                    DateTimeKind::Local,
                )
            }
            (None, None) => date_value(Local::now().naive_local(), DateTimeKind::Local),
        }
    }

    fn changed(&self, reading: NaiveDateTime) -> Option<NaiveDateTime> {
        let part = |asked: Option<i32>, now: u32| {
            asked.map_or(Some(now), |value| u32::try_from(value).ok())
        };
        let day = NaiveDate::from_ymd_opt(
            self.year.unwrap_or(reading.year()),
            part(self.month, reading.month())?,
            part(self.day, reading.day())?,
        )?;
        let nanos = match self.millisecond {
            Some(milliseconds) => u32::try_from(milliseconds).ok()? * 1_000_000,
            None => reading.nanosecond() % 1_000_000_000,
        };
        day.and_hms_nano_opt(
            part(self.hour, reading.hour())?,
            part(self.minute, reading.minute())?,
            part(self.second, reading.second())?,
            nanos,
        )
    }

    fn text(&self, date: &DateTimeValue) -> Result<String, ShellError> {
        let pattern = match self.format.to_ascii_lowercase().as_str() {
            "filedate" => "yyyyMMdd",
            "filedatetime" => "yyyyMMddTHHmmssffff",
            "filedateuniversal" => "yyyyMMddZ",
            "filedatetimeuniversal" => "yyyyMMddTHHmmssffffZ",
            _ => &self.format,
        };
        format_date(date, pattern).map_err(|reason| {
            ShellError::new(
                "System.FormatException",
                ErrorCategory::NotSpecified,
                reason,
            )
            .exception("System.FormatException")
        })
    }
}

impl Cmdlet for GetDate {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let base = self.base();
        let Some(reading) = self.changed(base.time.naive_local()) else {
            return Err(ShellError::new(
                "System.ArgumentOutOfRangeException",
                ErrorCategory::NotSpecified,
                "There is no such day: year, month and day do not go together.",
            )
            .exception("System.ArgumentOutOfRangeException")
            .into());
        };
        let mut date = DateTimeValue {
            time: date_value(reading, base.kind).time,
            kind: base.kind,
        };
        if self.as_utc || self.format.to_ascii_lowercase().ends_with("universal") {
            let instant = match date.kind {
                DateTimeKind::Utc => date.time.with_timezone(&Utc),
                _ => reading
                    .and_local_timezone(local_offset(reading))
                    .single()
                    .map_or_else(Utc::now, |time| time.with_timezone(&Utc)),
            };
            date = date_value(instant.naive_utc(), DateTimeKind::Utc);
        }
        if !self.u_format.is_empty() {
            return cx.emit(unix_format(&date, &self.u_format));
        }
        if !self.format.is_empty() {
            return cx.emit(self.text(&date)?);
        }
        let value = Value::DateTime(Rc::new(date));
        if self.display_hint.is_empty() {
            return cx.emit(value);
        }
        let value = super::extended(value);
        if let Value::Object(object) = &value {
            object.set(
                "DisplayHint",
                MemberKind::Note(Value::from(self.display_hint.as_str())),
            );
        }
        cx.emit(value)
    }
}
