use std::rc::Rc;

use chrono::{Datelike, Duration, Local, Months, NaiveDateTime, Timelike, Utc};
use iovsh_derive::{Cmdlet, PsEnum};

use super::unix_format;
use iovsh_shell::argument::PsEnum as _;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::convert::date_value;
use iovsh_shell::value::format_string::format_date;
use iovsh_shell::value::{DateTimeKind, DateTimeValue, MemberKind, PsObject, Value};

/// Which part of a date is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.PowerShell.Commands.DisplayHintType")]
pub enum DisplayHintType {
    /// The day.
    Date = 0,
    /// The time of day.
    Time = 1,
    /// Both.
    DateTime = 2,
}

/// Gets the date and time: now, or the one that is given.
///
/// # Examples
/// ```iovsh
/// PS> Get-Date '2024-03-05 06:07' -Format yyyy-MM-dd
/// 2024-03-05
/// PS> (Get-Date '2024-03-05').DayOfYear
/// 65
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Date",
    module = "Microsoft.PowerShell.Utility",
    default_set = "DateAndFormat",
    output = "System.DateTime",
    output = "System.String"
)]
pub struct GetDate {
    /// The date; now when left out.
    #[param(
        set("DateAndFormat", "DateAndUFormat"),
        position = 0,
        from_pipeline,
        by_property_name,
        alias = "LastWriteTime"
    )]
    date: Option<Rc<DateTimeValue>>,
    /// The date as seconds since the beginning of 1970.
    #[param(
        set("UnixTimeSecondsAndFormat", "UnixTimeSecondsAndUFormat"),
        mandatory,
        alias = "UnixTime"
    )]
    unix_time_seconds: Option<i64>,
    /// The year instead of that of the date.
    #[param(range = 1..=9999)]
    year: Option<i32>,
    /// The month instead of that of the date.
    #[param(range = 1..=12)]
    month: Option<i32>,
    /// The day instead of that of the date.
    #[param(range = 1..=31)]
    day: Option<i32>,
    /// The hour instead of that of the date.
    #[param(range = 0..=23)]
    hour: Option<i32>,
    /// The minute instead of that of the date.
    #[param(range = 0..=59)]
    minute: Option<i32>,
    /// The second instead of that of the date.
    #[param(range = 0..=59)]
    second: Option<i32>,
    /// The millisecond instead of that of the date.
    #[param(range = 0..=999)]
    millisecond: Option<i32>,
    /// Which part is shown.
    display_hint: Option<DisplayHintType>,
    /// A text in this .NET format, or `FileDate`, `FileDateTime` and their universal forms.
    #[param(set("DateAndFormat", "UnixTimeSecondsAndFormat"))]
    format: Option<String>,
    /// A text in this format of Unix's `date`.
    #[param(
        set("DateAndUFormat", "UnixTimeSecondsAndUFormat"),
        mandatory,
        name = "UFormat"
    )]
    unix_format: Option<String>,
    /// Universal time.
    #[param(name = "AsUTC")]
    as_utc: bool,
}

impl Cmdlet for GetDate {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let date = self.chosen()?;
        let date = self.adjusted(&date).ok_or_else(|| {
            ShellError::new(
                "System.ArgumentOutOfRangeException",
                ErrorCategory::InvalidArgument,
                "There is no such date.",
            )
            .exception("System.ArgumentOutOfRangeException")
        })?;
        let date = if self.as_utc {
            DateTimeValue {
                time: date.time.with_timezone(&Utc).fixed_offset(),
                kind: DateTimeKind::Utc,
            }
        } else {
            date
        };
        if let Some(format) = &self.unix_format {
            return cx.emit(unix_format::format(&date, format));
        }
        if let Some(format) = &self.format {
            let text = match format.to_ascii_lowercase().as_str() {
                "filedate" => format_date(&date, "yyyyMMdd"),
                "filedateuniversal" => format_date(&universal(&date), "yyyyMMddZ"),
                "filedatetime" => format_date(&date, "yyyyMMddTHHmmssffff"),
                "filedatetimeuniversal" => format_date(&universal(&date), "yyyyMMddTHHmmssffffZ"),
                _ => format_date(&date, format),
            };
            return match text {
                Ok(text) => cx.emit(text),
                Err(reason) => Err(ShellError::new(
                    "System.FormatException",
                    ErrorCategory::InvalidArgument,
                    reason,
                )
                .exception("System.FormatException")
                .into()),
            };
        }
        let object = PsObject::around(Value::DateTime(Rc::new(date)));
        let hint = self.display_hint.unwrap_or(DisplayHintType::DateTime);
        object.push("DisplayHint", MemberKind::Note(hint.value()));
        cx.emit(Value::object(object))
    }
}

fn universal(date: &DateTimeValue) -> DateTimeValue {
    DateTimeValue {
        time: date.time.with_timezone(&Utc).fixed_offset(),
        kind: DateTimeKind::Utc,
    }
}

impl GetDate {
    fn chosen(&self) -> Result<DateTimeValue, ShellError> {
        if let Some(seconds) = self.unix_time_seconds {
            return DateTimeValue::of_unix(seconds, 0).ok_or_else(|| {
                ShellError::new(
                    "System.ArgumentOutOfRangeException",
                    ErrorCategory::InvalidArgument,
                    format!("{seconds} seconds since 1970 is no date."),
                )
                .exception("System.ArgumentOutOfRangeException")
            });
        }
        Ok(match &self.date {
            Some(date) => (**date).clone(),
            None => DateTimeValue {
                time: Local::now().fixed_offset(),
                kind: DateTimeKind::Local,
            },
        })
    }

    /// The date with the parts that were given, each one as a difference to its own: 31 in a shorter month is in the next.
    fn adjusted(&self, date: &DateTimeValue) -> Option<DateTimeValue> {
        let given = [
            self.year,
            self.month,
            self.day,
            self.hour,
            self.minute,
            self.second,
            self.millisecond,
        ];
        if given.iter().all(Option::is_none) {
            return Some(date.clone());
        }
        let mut at = date.time.naive_local();
        if let Some(year) = self.year {
            at = add_months(at, (year - at.year()).checked_mul(12)?)?;
        }
        if let Some(month) = self.month {
            at = add_months(at, month - i32::try_from(at.month()).ok()?)?;
        }
        let unit = |wanted: Option<i32>, own: u32, unit: fn(i64) -> Option<Duration>| {
            wanted.map_or(Some(Duration::zero()), |wanted| {
                unit(i64::from(wanted) - i64::from(own))
            })
        };
        let shift = unit(self.day, at.day(), Duration::try_days)?
            + unit(self.hour, at.hour(), Duration::try_hours)?
            + unit(self.minute, at.minute(), Duration::try_minutes)?
            + unit(self.second, at.second(), Duration::try_seconds)?;
        at = at.checked_add_signed(shift)?;
        if let Some(millisecond) = self.millisecond {
            let own = at.nanosecond() / 1_000_000;
            let shift = i64::from(millisecond) - i64::from(own);
            let below = i64::from(at.nanosecond() % 1_000_000);
            at = at
                .checked_add_signed(Duration::try_milliseconds(shift)?)?
                .checked_sub_signed(Duration::nanoseconds(below))?;
        }
        Some(date_value(at, date.kind))
    }
}

fn add_months(at: NaiveDateTime, months: i32) -> Option<NaiveDateTime> {
    if months < 0 {
        at.checked_sub_months(Months::new(months.unsigned_abs()))
    } else {
        at.checked_add_months(Months::new(months.unsigned_abs()))
    }
}
