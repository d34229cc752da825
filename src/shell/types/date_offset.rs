//! `System.DateTimeOffset`: an instant together with the offset in which it is told.

use std::any::Any;

use chrono::{DateTime, Datelike, FixedOffset, Local, NaiveDateTime, Timelike, Utc};

use crate::error::ShellError;
use crate::types::culture_among;
use crate::types::enums::{self, DAY_OF_WEEK};
use crate::value::convert::{
    civil_ticks, date_from_ticks, date_value, parse_date, parse_date_exact, raise, to_double,
    to_int,
};
use crate::value::culture::{Culture, EN_US};
use crate::value::{DateTimeKind, DateTimeValue, Name, Native, Value, format_string};

const TICKS_PER_SECOND: i64 = 10_000_000;
const TICKS_PER_DAY: i64 = 86_400 * TICKS_PER_SECOND;

/// `System.DateTimeOffset`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateTimeOffsetValue {
    /// The instant and its offset.
    pub time: DateTime<FixedOffset>,
}

fn outside() -> ShellError {
    raise(
        "System.ArgumentOutOfRangeException",
        "The UTC time represented when the offset is applied must be between year 0 and 10,000. (Parameter 'offset')",
    )
}

fn bad(text: &str) -> ShellError {
    raise(
        "System.FormatException",
        format!("String '{text}' was not recognized as a valid DateTime."),
    )
}

impl DateTimeOffsetValue {
    /// A reading at an offset of so many ticks.
    ///
    /// # Errors
    /// An offset that is no whole number of minutes, or beyond 14 hours.
    pub fn at(reading: NaiveDateTime, offset: i64) -> Result<Self, ShellError> {
        let seconds = offset / TICKS_PER_SECOND;
        if offset % (60 * TICKS_PER_SECOND) != 0 {
            return Err(raise(
                "System.ArgumentException",
                "Offset must be specified in whole minutes. (Parameter 'offset')",
            ));
        }
        if seconds.abs() > 14 * 3600 {
            return Err(raise(
                "System.ArgumentOutOfRangeException",
                "Offset must be within plus or minus 14 hours. (Parameter 'offset')",
            ));
        }
        let offset = i32::try_from(seconds).ok().and_then(FixedOffset::east_opt);
        let time = offset.and_then(|offset| reading.and_local_timezone(offset).single());
        time.map(|time| Self { time }).ok_or_else(outside)
    }

    /// A date with the offset that its kind says.
    pub fn of_date(date: &DateTimeValue) -> Self {
        Self {
            time: match date.kind {
                DateTimeKind::Utc => date.time.with_timezone(&Utc).fixed_offset(),
                _ => date.time,
            },
        }
    }

    /// Now, here.
    pub fn now() -> Self {
        Self {
            time: Local::now().fixed_offset(),
        }
    }

    /// Now, at Greenwich.
    pub fn utc_now() -> Self {
        Self {
            time: Utc::now().fixed_offset(),
        }
    }

    /// So many units of a second, of which there are `per_second`, after 1970.
    ///
    /// # Errors
    /// A time that no calendar has.
    pub fn from_unix(count: i64, per_second: i64) -> Result<Self, ShellError> {
        let nanoseconds =
            u32::try_from(count.rem_euclid(per_second) * (1_000_000_000 / per_second));
        nanoseconds
            .ok()
            .and_then(|nanoseconds| {
                DateTime::from_timestamp(count.div_euclid(per_second), nanoseconds)
            })
            .filter(|time| (1..=9999).contains(&time.year()))
            .map(|time| Self {
                time: time.fixed_offset(),
            })
            .ok_or_else(|| {
                raise(
                    "System.ArgumentOutOfRangeException",
                    "Valid values are between -62135596800 and 253402300799, inclusive. (Parameter 'seconds')",
                )
            })
    }

    /// The time that a text says; where it says no offset, the local one.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let date = parse_date(text)?;
        // A date that names its offset was turned into local time: what was written is wanted.
        Some(match written_offset(text) {
            Some(offset) => Self {
                time: date.time.with_timezone(&offset),
            },
            None => Self::of_date(&date),
        })
    }

    /// The same by a format.
    pub fn parse_exact(text: &str, format: &str) -> Option<Self> {
        let date = parse_date_exact(text, format)?;
        Some(match written_offset(text.trim()) {
            Some(offset) if format.contains(['z', 'K']) || format.len() == 1 => Self {
                time: date.time.with_timezone(&offset),
            },
            _ => Self::of_date(&date),
        })
    }

    /// The text in a format of dates, as a culture writes it.
    ///
    /// # Errors
    /// A format that there is not.
    pub fn format(&self, format: &str, culture: &Culture) -> Result<String, ShellError> {
        let local = DateTimeValue {
            time: self.time,
            kind: DateTimeKind::Local,
        };
        match format {
            "" => Ok(format!(
                "{} {}",
                self.format("G", culture)?,
                self.format("zzz", culture)?
            )),
            "u" => {
                let utc = self.time.with_timezone(&Utc);
                Ok(utc.format("%Y-%m-%d %H:%M:%SZ").to_string())
            }
            _ => format_string::format_date_in(&local, format, culture).map_err(|_| {
                raise(
                    "System.FormatException",
                    "Input string was not in a correct format.",
                )
            }),
        }
    }

    fn with(&self, reading: Option<NaiveDateTime>) -> Result<Value, ShellError> {
        let time =
            reading.and_then(|reading| reading.and_local_timezone(*self.time.offset()).single());
        time.map(|time| Value::native(Self { time })).ok_or_else(|| {
            raise(
                "System.ArgumentOutOfRangeException",
                "The added or subtracted value results in an un-representable DateTime. (Parameter 't')",
            )
        })
    }

    /// So many ticks later.
    ///
    /// # Errors
    /// A time that no calendar has.
    pub fn plus(&self, ticks: i64) -> Result<Value, ShellError> {
        let reading = civil_ticks(self.time.naive_local())
            .checked_add(ticks)
            .and_then(|ticks| date_from_ticks(ticks, DateTimeKind::Unspecified))
            .map(|date| date.time.naive_local());
        self.with(reading)
    }

    fn utc_ticks(&self) -> i64 {
        civil_ticks(self.time.naive_utc())
    }

    fn offset_ticks(&self) -> i64 {
        i64::from(self.time.offset().local_minus_utc()) * TICKS_PER_SECOND
    }

    fn months(&self, months: i32) -> Result<Value, ShellError> {
        let reading = self.time.naive_local();
        let by = chrono::Months::new(months.unsigned_abs());
        self.with(if months < 0 {
            reading.checked_sub_months(by)
        } else {
            reading.checked_add_months(by)
        })
    }
}

/// The offset that stands at the end of a text: `Z`, `+02:00`, `-0500`.
fn written_offset(text: &str) -> Option<FixedOffset> {
    if text.ends_with(['Z', 'z']) || text.to_ascii_uppercase().ends_with("GMT") {
        return FixedOffset::east_opt(0);
    }
    let at = text.rfind(['+', '-'])?;
    // A date has hyphens too: an offset stands behind a time.
    if !text.get(..at)?.contains(':') {
        return None;
    }
    let digits: String = text.get(at + 1..)?.chars().filter(|c| *c != ':').collect();
    if !digits.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.parse::<i32>().ok()?, 0),
        3 | 4 => {
            let (hours, minutes) = digits.split_at(digits.len() - 2);
            (hours.parse::<i32>().ok()?, minutes.parse::<i32>().ok()?)
        }
        _ => return None,
    };
    let seconds = (hours * 60 + minutes) * 60;
    let negative = text.get(at..)?.starts_with('-');
    FixedOffset::east_opt(if negative { -seconds } else { seconds })
}

fn number(value: u32) -> Value {
    Value::Int(i32::try_from(value).unwrap_or(i32::MAX))
}

impl Native for DateTimeOffsetValue {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.DateTimeOffset", "System.ValueType", "System.Object"]
    }
    fn to_text(&self) -> String {
        self.format("", &EN_US).unwrap_or_default()
    }
    fn property(&self, name: &str) -> Option<Value> {
        let reading = self.time.naive_local();
        let date = |reading, kind| Value::from(date_value(reading, kind));
        Some(match name.to_ascii_lowercase().as_str() {
            "datetime" => date(reading, DateTimeKind::Unspecified),
            "utcdatetime" => date(self.time.naive_utc(), DateTimeKind::Utc),
            "localdatetime" => date(
                self.time.with_timezone(&Local).naive_local(),
                DateTimeKind::Local,
            ),
            "date" => date(reading.date().into(), DateTimeKind::Unspecified),
            "day" => number(reading.day()),
            "dayofweek" => enums::value(
                &DAY_OF_WEEK,
                i64::from(reading.weekday().num_days_from_sunday()),
            ),
            "dayofyear" => number(reading.ordinal()),
            "hour" => number(reading.hour()),
            "millisecond" => number(reading.nanosecond() % 1_000_000_000 / 1_000_000),
            "microsecond" => number(reading.nanosecond() % 1_000_000 / 1_000),
            "nanosecond" => number(reading.nanosecond() % 1_000 / 100 * 100),
            "minute" => number(reading.minute()),
            "month" => number(reading.month()),
            "offset" => Value::TimeSpan(self.offset_ticks()),
            "totaloffsetminutes" => Value::Int(self.time.offset().local_minus_utc() / 60),
            "second" => number(reading.second()),
            "ticks" => Value::Long(civil_ticks(reading)),
            "utcticks" => Value::Long(self.utc_ticks()),
            "timeofday" => Value::TimeSpan(civil_ticks(reading).rem_euclid(TICKS_PER_DAY)),
            "year" => Value::Int(reading.year()),
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        [
            "DateTime",
            "UtcDateTime",
            "LocalDateTime",
            "Date",
            "Day",
            "DayOfWeek",
            "DayOfYear",
            "Hour",
            "Millisecond",
            "Microsecond",
            "Nanosecond",
            "Minute",
            "Month",
            "Offset",
            "TotalOffsetMinutes",
            "Second",
            "Ticks",
            "UtcTicks",
            "TimeOfDay",
            "Year",
        ]
        .map(Name::Static)
        .to_vec()
    }
    fn equals(&self, other: &Value) -> bool {
        self.compare(other) == Some(std::cmp::Ordering::Equal)
    }
    fn compare(&self, other: &Value) -> Option<std::cmp::Ordering> {
        let other = match other.base() {
            Value::DateTime(date) => Self::of_date(date),
            Value::Str(text) => Self::parse(text)?,
            other => other.downcast::<Self>()?.clone(),
        };
        Some(self.time.cmp(&other.time))
    }
    fn call(&self, name: &str, args: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        let some = |value| Ok(Some(value));
        let later = |unit: i64| {
            let count = args.first().map_or(Ok(0.0), to_double)?;
            #[allow(clippy::cast_possible_truncation)]
            // A number that is too large saturates, and is refused then.
            self.plus((count * unit as f64).round() as i64).map(Some)
        };
        let span = || match args.first().map(Value::base) {
            Some(Value::TimeSpan(ticks)) => Some(*ticks),
            _ => None,
        };
        Some(match (name.to_ascii_lowercase().as_str(), args.len()) {
            ("tounixtimeseconds", 0) => some(Value::Long(self.time.timestamp())),
            ("tounixtimemilliseconds", 0) => some(Value::Long(self.time.timestamp_millis())),
            ("touniversaltime", 0) => some(Value::native(Self {
                time: self.time.with_timezone(&Utc).fixed_offset(),
            })),
            ("tolocaltime", 0) => some(Value::native(Self {
                time: self.time.with_timezone(&Local).fixed_offset(),
            })),
            ("tooffset", 1) => {
                let ticks = span()?;
                let seconds = i32::try_from(ticks / TICKS_PER_SECOND).ok()?;
                match FixedOffset::east_opt(seconds).filter(|_| seconds.abs() <= 14 * 3600) {
                    Some(offset) => some(Value::native(Self {
                        time: self.time.with_timezone(&offset),
                    })),
                    None => Err(outside()),
                }
            }
            ("add", 1) => self.plus(span()?).map(Some),
            ("subtract", 1) => match args.first().map(Value::base) {
                Some(Value::TimeSpan(ticks)) => self.plus(-*ticks).map(Some),
                Some(other) => {
                    let other = other.downcast::<Self>()?;
                    some(Value::TimeSpan(self.utc_ticks() - other.utc_ticks()))
                }
                None => return None,
            },
            ("adddays", 1) => later(TICKS_PER_DAY),
            ("addhours", 1) => later(3600 * TICKS_PER_SECOND),
            ("addminutes", 1) => later(60 * TICKS_PER_SECOND),
            ("addseconds", 1) => later(TICKS_PER_SECOND),
            ("addmilliseconds", 1) => later(TICKS_PER_SECOND / 1000),
            ("addticks", 1) => later(1),
            ("addmonths", 1) => to_int(args.first()?).and_then(|n| self.months(n)).map(Some),
            ("addyears", 1) => to_int(args.first()?)
                .and_then(|n| self.months(n.saturating_mul(12)))
                .map(Some),
            ("tostring", 0) => some(Value::from(self.to_text())),
            ("tostring", 1 | 2) => {
                let format = match args.first()?.base() {
                    Value::Str(format) => format.to_string(),
                    _ => String::new(),
                };
                self.format(&format, culture_among(args))
                    .map(|text| Some(Value::from(text)))
            }
            ("tofiletime", 0) => some(Value::Long(self.utc_ticks() - 504_911_232_000_000_000)),
            ("equals", 1) => some(Value::Bool(self.equals(args.first()?))),
            ("equalsexact", 1) => some(Value::Bool(args.first()?.downcast::<Self>() == Some(self))),
            ("compareto", 1) => self
                .compare(args.first()?)
                .map(|order| Value::Int(order as i32))
                .map_or_else(
                    || {
                        Err(raise(
                            "System.ArgumentException",
                            "Object must be of type DateTimeOffset.",
                        ))
                    },
                    some,
                ),
            _ => return None,
        })
    }
    fn methods(&self) -> &'static [&'static str] {
        &[
            "Add",
            "AddDays",
            "AddHours",
            "AddMilliseconds",
            "AddMinutes",
            "AddMonths",
            "AddSeconds",
            "AddTicks",
            "AddYears",
            "CompareTo",
            "Equals",
            "EqualsExact",
            "Subtract",
            "ToFileTime",
            "ToLocalTime",
            "ToOffset",
            "ToString",
            "ToUniversalTime",
            "ToUnixTimeMilliseconds",
            "ToUnixTimeSeconds",
        ]
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// A value as `DateTimeOffset`: `None` when it is none.
///
/// # Errors
/// A text that is no time.
pub fn cast(value: &Value) -> Result<Option<Value>, ShellError> {
    Ok(match value.base() {
        Value::DateTime(date) => Some(Value::native(DateTimeOffsetValue::of_date(date))),
        Value::Str(text) => Some(Value::native(
            DateTimeOffsetValue::parse(text).ok_or_else(|| bad(text))?,
        )),
        other => other
            .downcast::<DateTimeOffsetValue>()
            .map(|found| Value::native(found.clone())),
    })
}
