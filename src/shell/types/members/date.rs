//! Members of dates.

use chrono::{Datelike, Local, Months, Timelike, Utc};

use super::common::COMPARE_TO;
use super::{Call, Method, Property, StaticMember, constant, method, property, static_method};
use crate::error::{Flow, ShellError};
use crate::types::enums::{self, DATE_TIME_KIND, DAY_OF_WEEK};
use crate::types::{Known, ReferenceValue, TypeRef, culture_among};
use crate::value::convert::{self, civil_ticks, date_from_ticks, date_value, raise, ticks_of};
use crate::value::members::enumerate;
use crate::value::{DateTimeKind, DateTimeValue, Value, arithmetic, format_string};

const TICKS_PER_DAY: i64 = 864_000_000_000;
/// Ticks of 1601-01-01, from which file times count.
const FILE_TIME_ZERO: i64 = 504_911_232_000_000_000;
/// Ticks of 1899-12-30, from which OLE automation dates count.
const OLE_ZERO: i64 = 599_264_352_000_000_000;

fn the_date(value: &Value) -> DateTimeValue {
    match value.base() {
        Value::DateTime(date) => (**date).clone(),
        _ => date_value(chrono::NaiveDateTime::default(), DateTimeKind::Unspecified),
    }
}

fn part(value: &Value, f: fn(chrono::NaiveDateTime) -> u32) -> Value {
    let n = f(the_date(value).time.naive_local());
    Value::Int(i32::try_from(n).unwrap_or(0))
}

fn same_kind(ticks: i64, date: &DateTimeValue) -> Value {
    date_from_ticks(ticks, date.kind).map_or(Value::Null, Value::from)
}

fn kind_number(kind: DateTimeKind) -> i64 {
    match kind {
        DateTimeKind::Unspecified => 0,
        DateTimeKind::Utc => 1,
        DateTimeKind::Local => 2,
    }
}

/// The kind of a `DateTimeKind` number.
pub fn kind_from_number(number: i64) -> DateTimeKind {
    match number {
        1 => DateTimeKind::Utc,
        2 => DateTimeKind::Local,
        _ => DateTimeKind::Unspecified,
    }
}

/// Properties of dates, in the order of a list view.
pub const PROPERTIES: &[Property] = &[
    property("DateTime", "System.Object DateTime {get=...}", |value| {
        Value::from(format_string::format_date(&the_date(value), "F").unwrap_or_default())
    }),
    property("Date", "datetime Date {get;}", |value| {
        let date = the_date(value);
        let ticks = ticks_of(&date);
        same_kind(ticks - ticks.rem_euclid(TICKS_PER_DAY), &date)
    }),
    property("Day", "int Day {get;}", |value| {
        part(value, |date| date.day())
    }),
    property("DayOfWeek", "System.DayOfWeek DayOfWeek {get;}", |value| {
        let day = the_date(value)
            .time
            .naive_local()
            .weekday()
            .num_days_from_sunday();
        enums::value(&DAY_OF_WEEK, i64::from(day))
    }),
    property("DayOfYear", "int DayOfYear {get;}", |value| {
        part(value, |date| date.ordinal())
    }),
    property("Hour", "int Hour {get;}", |value| {
        part(value, |date| date.hour())
    }),
    property("Kind", "System.DateTimeKind Kind {get;}", |value| {
        enums::value(&DATE_TIME_KIND, kind_number(the_date(value).kind))
    }),
    property("Millisecond", "int Millisecond {get;}", |value| {
        part(value, |date| date.nanosecond() % 1_000_000_000 / 1_000_000)
    }),
    property("Microsecond", "int Microsecond {get;}", |value| {
        part(value, |date| date.nanosecond() % 1_000_000 / 1_000)
    }),
    property("Nanosecond", "int Nanosecond {get;}", |value| {
        part(value, |date| date.nanosecond() % 1_000 / 100 * 100)
    }),
    property("Minute", "int Minute {get;}", |value| {
        part(value, |date| date.minute())
    }),
    property("Month", "int Month {get;}", |value| {
        part(value, |date| date.month())
    }),
    property("Second", "int Second {get;}", |value| {
        part(value, |date| date.second())
    }),
    property("Ticks", "long Ticks {get;}", |value| {
        Value::Long(ticks_of(&the_date(value)))
    }),
    property("TimeOfDay", "timespan TimeOfDay {get;}", |value| {
        Value::TimeSpan(ticks_of(&the_date(value)).rem_euclid(TICKS_PER_DAY))
    }),
    property("Year", "int Year {get;}", |value| {
        Value::Int(the_date(value).time.naive_local().year())
    }),
];

/// Methods of dates.
pub const METHODS: &[Method] = &[
    method("AddDays", 1, 1, "datetime AddDays(double value)", |call| {
        add(call, 864_000_000_000)
    }),
    method(
        "AddHours",
        1,
        1,
        "datetime AddHours(double value)",
        |call| add(call, 36_000_000_000),
    ),
    method(
        "AddMinutes",
        1,
        1,
        "datetime AddMinutes(double value)",
        |call| add(call, 600_000_000),
    ),
    method(
        "AddSeconds",
        1,
        1,
        "datetime AddSeconds(double value)",
        |call| add(call, 10_000_000),
    ),
    method(
        "AddMilliseconds",
        1,
        1,
        "datetime AddMilliseconds(double value)",
        |call| add(call, 10_000),
    ),
    method("AddTicks", 1, 1, "datetime AddTicks(long value)", |call| {
        let ticks = call.long(0, "value")?;
        arithmetic::add(call.this, &Value::TimeSpan(ticks), call.engine)
    }),
    method(
        "AddMonths",
        1,
        1,
        "datetime AddMonths(int months)",
        |call| {
            let months = call.int(0, "months")?;
            add_months(call, i64::from(months))
        },
    ),
    method("AddYears", 1, 1, "datetime AddYears(int value)", |call| {
        let years = call.int(0, "value")?;
        add_months(call, i64::from(years) * 12)
    }),
    method("Add", 1, 1, "datetime Add(timespan value)", |call| {
        let other = call.arg(0).clone();
        arithmetic::add(call.this, &other, call.engine)
    }),
    method(
        "Subtract",
        1,
        1,
        "timespan Subtract(datetime value), datetime Subtract(timespan value)",
        |call| Ok(arithmetic::subtract(call.this, call.arg(0))?),
    ),
    method(
        "ToString",
        0,
        2,
        "string ToString(), string ToString(string format)",
        super::number::to_string,
    ),
    method(
        "ToShortDateString",
        0,
        0,
        "string ToShortDateString()",
        |call| formatted(call, "d"),
    ),
    method(
        "ToLongDateString",
        0,
        0,
        "string ToLongDateString()",
        |call| formatted(call, "D"),
    ),
    method(
        "ToShortTimeString",
        0,
        0,
        "string ToShortTimeString()",
        |call| formatted(call, "t"),
    ),
    method(
        "ToLongTimeString",
        0,
        0,
        "string ToLongTimeString()",
        |call| formatted(call, "T"),
    ),
    method(
        "ToUniversalTime",
        0,
        0,
        "datetime ToUniversalTime()",
        |call| {
            let date = the_date(call.this);
            Ok(Value::from(match date.kind {
                DateTimeKind::Utc => date,
                _ => date_value(date.time.naive_utc(), DateTimeKind::Utc),
            }))
        },
    ),
    method("ToLocalTime", 0, 0, "datetime ToLocalTime()", |call| {
        let date = the_date(call.this);
        let instant = match date.kind {
            // A date of no kind is taken as universal time here.
            DateTimeKind::Unspecified => date.time.naive_local().and_utc(),
            _ => date.time.to_utc(),
        };
        Ok(match date.kind {
            DateTimeKind::Local => Value::from(date),
            _ => Value::from(DateTimeValue {
                time: instant.with_timezone(&Local).fixed_offset(),
                kind: DateTimeKind::Local,
            }),
        })
    }),
    method("ToFileTime", 0, 0, "long ToFileTime()", |call| {
        Ok(Value::Long(
            civil_ticks(the_date(call.this).time.naive_utc()) - FILE_TIME_ZERO,
        ))
    }),
    method("ToFileTimeUtc", 0, 0, "long ToFileTimeUtc()", |call| {
        Ok(Value::Long(
            civil_ticks(the_date(call.this).time.naive_utc()) - FILE_TIME_ZERO,
        ))
    }),
    method("ToOADate", 0, 0, "double ToOADate()", |call| {
        Ok(Value::Double(
            (ticks_of(&the_date(call.this)) - OLE_ZERO) as f64 / TICKS_PER_DAY as f64,
        ))
    }),
    method("ToBinary", 0, 0, "long ToBinary()", |call| {
        Ok(Value::Long(ticks_of(&the_date(call.this))))
    }),
    method(
        "IsDaylightSavingTime",
        0,
        0,
        "bool IsDaylightSavingTime()",
        |call| {
            let date = the_date(call.this);
            let here = convert::local_offset(date.time.naive_local()).local_minus_utc();
            let winter = chrono::NaiveDate::from_ymd_opt(date.time.year(), 1, 1)
                .map_or(here, |day| {
                    convert::local_offset(day.into()).local_minus_utc()
                });
            Ok(Value::Bool(date.kind != DateTimeKind::Utc && here > winter))
        },
    ),
    method(
        "GetDateTimeFormats",
        0,
        1,
        "string[] GetDateTimeFormats()",
        |call| {
            let date = the_date(call.this);
            let forms = [
                "d", "D", "f", "F", "g", "G", "m", "o", "r", "s", "t", "T", "u", "y",
            ];
            Ok(Value::strings(
                forms
                    .iter()
                    .filter_map(|form| format_string::format_date(&date, form).ok())
                    .collect::<Vec<_>>(),
            ))
        },
    ),
    COMPARE_TO,
];

fn unrepresentable() -> ShellError {
    raise(
        "System.ArgumentOutOfRangeException",
        "The added or subtracted value results in an un-representable DateTime. (Parameter 'value')",
    )
}

fn add(call: &mut Call<'_>, unit: i64) -> Flow<Value> {
    let amount = call.double(0, "value")?;
    let ticks = (amount * unit as f64).round();
    if ticks.is_nan() || ticks.abs() > convert::MAX_TICKS as f64 {
        return Err(unrepresentable().into());
    }
    let date = the_date(call.this);
    ticks_of(&date)
        .checked_add(ticks as i64)
        .and_then(|ticks| date_from_ticks(ticks, date.kind))
        .map(Value::from)
        .ok_or_else(|| unrepresentable().into())
}

fn add_months(call: &mut Call<'_>, months: i64) -> Flow<Value> {
    let date = the_date(call.this);
    let shown = date.time.naive_local();
    let count = u32::try_from(months.unsigned_abs()).map_err(|_| unrepresentable())?;
    let moved = if months < 0 {
        shown.checked_sub_months(Months::new(count))
    } else {
        shown.checked_add_months(Months::new(count))
    };
    moved
        .filter(|moved| (1..=9999).contains(&moved.year()))
        .map(|moved| Value::from(date_value(moved, date.kind)))
        .ok_or_else(|| unrepresentable().into())
}

fn formatted(call: &mut Call<'_>, format: &str) -> Flow<Value> {
    Ok(Value::from(
        format_string::format_date(&the_date(call.this), format).unwrap_or_default(),
    ))
}

/// The time now, to the tick.
pub fn now(kind: DateTimeKind) -> Value {
    let reading = match kind {
        DateTimeKind::Utc => Utc::now().naive_utc(),
        _ => Local::now().naive_local(),
    };
    date_from_ticks(civil_ticks(reading), kind).map_or(Value::Null, Value::from)
}

/// Static members of `[datetime]`.
pub const STATICS: &[StaticMember] = &[
    constant("Now", |_, _| now(DateTimeKind::Local)),
    constant("UtcNow", |_, _| now(DateTimeKind::Utc)),
    constant("Today", |_, _| {
        date_from_ticks(
            civil_ticks(Local::now().date_naive().into()),
            DateTimeKind::Local,
        )
        .map_or(Value::Null, Value::from)
    }),
    constant("MinValue", |_, _| {
        date_from_ticks(0, DateTimeKind::Unspecified).map_or(Value::Null, Value::from)
    }),
    constant("MaxValue", |_, _| {
        date_from_ticks(convert::MAX_TICKS, DateTimeKind::Unspecified)
            .map_or(Value::Null, Value::from)
    }),
    constant("UnixEpoch", |_, _| {
        Value::from(date_value(
            chrono::DateTime::UNIX_EPOCH.naive_utc(),
            DateTimeKind::Utc,
        ))
    }),
    static_method(
        "DaysInMonth",
        2,
        2,
        "int DaysInMonth(int year, int month)",
        |call| {
            let year = call.int(0, "year")?;
            let month = call.int(1, "month")?;
            match days_in_month(year, month) {
                Some(days) => Ok(Value::Int(days)),
                None => Err(raise(
                    "System.ArgumentOutOfRangeException",
                    "Month must be between one and twelve. (Parameter 'month')",
                )
                .into()),
            }
        },
    ),
    static_method("IsLeapYear", 1, 1, "bool IsLeapYear(int year)", |call| {
        let year = call.int(0, "year")?;
        Ok(Value::Bool(days_in_month(year, 2) == Some(29)))
    }),
    static_method("Parse", 1, 3, "datetime Parse(string s)", |call| {
        let text = call.text(0)?;
        convert::parse_date_in(&text, culture_among(call.args))
            .map(Value::from)
            .ok_or_else(|| not_recognized(&text).into())
    }),
    static_method(
        "ParseExact",
        2,
        4,
        "datetime ParseExact(string s, string format, System.IFormatProvider provider)",
        |call| {
            let text = call.text(0)?;
            exact(call, &text)
                .map(Value::from)
                .ok_or_else(|| not_recognized(&text).into())
        },
    ),
    static_method(
        "TryParse",
        2,
        4,
        "bool TryParse(string s, [ref] datetime result)",
        |call| {
            let text = call.text(0)?;
            let found = convert::parse_date_in(&text, culture_among(call.args));
            store(call, found)
        },
    ),
    static_method(
        "TryParseExact",
        5,
        5,
        "bool TryParseExact(string s, string format, System.IFormatProvider provider, System.Globalization.DateTimeStyles style, [ref] datetime result)",
        |call| {
            let text = call.text(0)?;
            let found = exact(call, &text);
            store(call, found)
        },
    ),
    static_method(
        "FromFileTime",
        1,
        1,
        "datetime FromFileTime(long fileTime)",
        |call| from_file_time(call, DateTimeKind::Local),
    ),
    static_method(
        "FromFileTimeUtc",
        1,
        1,
        "datetime FromFileTimeUtc(long fileTime)",
        |call| from_file_time(call, DateTimeKind::Utc),
    ),
    static_method(
        "FromOADate",
        1,
        1,
        "datetime FromOADate(double d)",
        |call| {
            let days = call.double(0, "d")?;
            date_from_ticks(
                OLE_ZERO.saturating_add((days * TICKS_PER_DAY as f64).round() as i64),
                DateTimeKind::Unspecified,
            )
            .map(Value::from)
            .ok_or_else(|| unrepresentable().into())
        },
    ),
    static_method(
        "SpecifyKind",
        2,
        2,
        "datetime SpecifyKind(datetime value, System.DateTimeKind kind)",
        |call| {
            let date = call.cast(0, "value", &TypeRef::Known(Known::DateTime))?;
            let kind = call.enumeration(1, "kind", &DATE_TIME_KIND)?;
            Ok(Value::from(date_value(
                the_date(&date).time.naive_local(),
                kind_from_number(kind),
            )))
        },
    ),
    static_method(
        "Compare",
        2,
        2,
        "int Compare(datetime t1, datetime t2)",
        |call| {
            let a = call.cast(0, "t1", &TypeRef::Known(Known::DateTime))?;
            let b = call.cast(1, "t2", &TypeRef::Known(Known::DateTime))?;
            Ok(Value::Int(
                ticks_of(&the_date(&a)).cmp(&ticks_of(&the_date(&b))) as i32,
            ))
        },
    ),
];

fn days_in_month(year: i32, month: i32) -> Option<i32> {
    let month = u32::try_from(month).ok()?;
    let first = chrono::NaiveDate::from_ymd_opt(year, month, 1)?;
    let next = first.checked_add_months(Months::new(1))?;
    i32::try_from(next.signed_duration_since(first).num_days()).ok()
}

fn not_recognized(text: &str) -> ShellError {
    raise(
        "System.FormatException",
        format!("String '{text}' was not recognized as a valid DateTime."),
    )
}

fn exact(call: &Call<'_>, text: &str) -> Option<DateTimeValue> {
    let formats = enumerate(call.arg(1)).unwrap_or_else(|| vec![call.arg(1).clone()]);
    formats.iter().find_map(|format| {
        let culture = culture_among(call.args);
        convert::parse_date_exact_in(text, &convert::to_text(format), culture)
    })
}

fn store(call: &mut Call<'_>, found: Option<DateTimeValue>) -> Flow<Value> {
    let last = call.count().saturating_sub(1);
    let good = found.is_some();
    if let Some(place) = call.arg(last).downcast::<ReferenceValue>() {
        let date = found.or_else(|| date_from_ticks(0, DateTimeKind::Unspecified));
        place.0.set(date.map_or(Value::Null, Value::from));
    }
    Ok(Value::Bool(good))
}

fn from_file_time(call: &mut Call<'_>, kind: DateTimeKind) -> Flow<Value> {
    let ticks = call.long(0, "fileTime")?.saturating_add(FILE_TIME_ZERO);
    let utc = date_from_ticks(ticks, DateTimeKind::Utc).ok_or_else(unrepresentable)?;
    Ok(Value::from(match kind {
        DateTimeKind::Utc => utc,
        _ => DateTimeValue {
            time: utc.time.with_timezone(&Local).fixed_offset(),
            kind,
        },
    }))
}
