//! Members of time spans.

use super::common::COMPARE_TO;
use super::{Call, Method, Property, StaticMember, constant, method, property, static_method};
use crate::error::Flow;
use crate::types::{Known, ReferenceValue, TypeRef};
use crate::value::convert::{self, raise};
use crate::value::{Value, arithmetic};

fn ticks(value: &Value) -> i64 {
    match value.base() {
        Value::TimeSpan(ticks) => *ticks,
        _ => 0,
    }
}

fn part(value: &Value, unit: i64, modulus: i64) -> Value {
    Value::Int(i32::try_from(ticks(value) / unit % modulus).unwrap_or(0))
}

fn total(value: &Value, unit: f64) -> Value {
    Value::Double(ticks(value) as f64 / unit)
}

/// Properties of time spans, in the order of the type; the list view has one of its own.
pub const PROPERTIES: &[Property] = &[
    property("Ticks", "long Ticks {get;}", |value| {
        Value::Long(ticks(value))
    }),
    property("Days", "int Days {get;}", |value| {
        part(value, 864_000_000_000, i64::MAX)
    }),
    property("Hours", "int Hours {get;}", |value| {
        part(value, 36_000_000_000, 24)
    }),
    property("Milliseconds", "int Milliseconds {get;}", |value| {
        part(value, 10_000, 1000)
    }),
    property("Microseconds", "int Microseconds {get;}", |value| {
        part(value, 10, 1000)
    }),
    property("Nanoseconds", "int Nanoseconds {get;}", |value| {
        Value::Int(i32::try_from(ticks(value) % 10 * 100).unwrap_or(0))
    }),
    property("Minutes", "int Minutes {get;}", |value| {
        part(value, 600_000_000, 60)
    }),
    property("Seconds", "int Seconds {get;}", |value| {
        part(value, 10_000_000, 60)
    }),
    property("TotalDays", "double TotalDays {get;}", |value| {
        total(value, 864e9)
    }),
    property("TotalHours", "double TotalHours {get;}", |value| {
        total(value, 36e9)
    }),
    property(
        "TotalMilliseconds",
        "double TotalMilliseconds {get;}",
        |value| total(value, 1e4),
    ),
    property(
        "TotalMicroseconds",
        "double TotalMicroseconds {get;}",
        |value| total(value, 1e1),
    ),
    property(
        "TotalNanoseconds",
        "double TotalNanoseconds {get;}",
        |value| Value::Double(ticks(value) as f64 * 100.0),
    ),
    property("TotalMinutes", "double TotalMinutes {get;}", |value| {
        total(value, 6e8)
    }),
    property("TotalSeconds", "double TotalSeconds {get;}", |value| {
        total(value, 1e7)
    }),
];

fn operand(call: &mut Call<'_>) -> Flow<Value> {
    call.cast(0, "ts", &TypeRef::Known(Known::TimeSpan))
}

/// Methods of time spans.
pub const METHODS: &[Method] = &[
    method("Add", 1, 1, "timespan Add(timespan ts)", |call| {
        let other = operand(call)?;
        arithmetic::add(call.this, &other, call.engine)
    }),
    method("Subtract", 1, 1, "timespan Subtract(timespan ts)", |call| {
        let other = operand(call)?;
        Ok(arithmetic::subtract(call.this, &other)?)
    }),
    method(
        "Multiply",
        1,
        1,
        "timespan Multiply(double factor)",
        |call| Ok(arithmetic::multiply(call.this, call.arg(0))?),
    ),
    method("Divide", 1, 1, "timespan Divide(double divisor)", |call| {
        Ok(arithmetic::divide(call.this, call.arg(0))?)
    }),
    method("Duration", 0, 0, "timespan Duration()", |call| {
        Ok(Value::TimeSpan(ticks(call.this).saturating_abs()))
    }),
    method("Negate", 0, 0, "timespan Negate()", |call| {
        Ok(Value::TimeSpan(ticks(call.this).saturating_neg()))
    }),
    method(
        "ToString",
        0,
        2,
        "string ToString(), string ToString(string format)",
        super::number::to_string,
    ),
    COMPARE_TO,
];

fn from(call: &mut Call<'_>, unit: f64) -> Flow<Value> {
    let amount = call.double(0, "value")?;
    let ticks = (amount * unit).round_ties_even();
    if ticks.is_nan() || ticks.abs() > i64::MAX as f64 {
        return Err(raise(
            "System.OverflowException",
            "TimeSpan overflowed because the duration is too long.",
        )
        .into());
    }
    Ok(Value::TimeSpan(ticks as i64))
}

fn read(text: &str) -> Result<i64, crate::error::ShellError> {
    convert::parse_time_span(text).ok_or_else(|| {
        raise(
            "System.FormatException",
            format!("String '{text}' was not recognized as a valid TimeSpan."),
        )
    })
}

/// Static members of `[timespan]`.
pub const STATICS: &[StaticMember] = &[
    constant("Zero", |_, _| Value::TimeSpan(0)),
    constant("MaxValue", |_, _| Value::TimeSpan(i64::MAX)),
    constant("MinValue", |_, _| Value::TimeSpan(i64::MIN)),
    constant("TicksPerDay", |_, _| Value::Long(864_000_000_000)),
    constant("TicksPerHour", |_, _| Value::Long(36_000_000_000)),
    constant("TicksPerMinute", |_, _| Value::Long(600_000_000)),
    constant("TicksPerSecond", |_, _| Value::Long(10_000_000)),
    constant("TicksPerMillisecond", |_, _| Value::Long(10_000)),
    static_method(
        "FromDays",
        1,
        1,
        "timespan FromDays(double value)",
        |call| from(call, 864e9),
    ),
    static_method(
        "FromHours",
        1,
        1,
        "timespan FromHours(double value)",
        |call| from(call, 36e9),
    ),
    static_method(
        "FromMinutes",
        1,
        1,
        "timespan FromMinutes(double value)",
        |call| from(call, 6e8),
    ),
    static_method(
        "FromSeconds",
        1,
        1,
        "timespan FromSeconds(double value)",
        |call| from(call, 1e7),
    ),
    static_method(
        "FromMilliseconds",
        1,
        1,
        "timespan FromMilliseconds(double value)",
        |call| from(call, 1e4),
    ),
    static_method(
        "FromTicks",
        1,
        1,
        "timespan FromTicks(long value)",
        |call| Ok(Value::TimeSpan(call.long(0, "value")?)),
    ),
    static_method("Parse", 1, 2, "timespan Parse(string s)", |call| {
        let text = call.text(0)?;
        Ok(Value::TimeSpan(read(&text)?))
    }),
    static_method(
        "TryParse",
        2,
        3,
        "bool TryParse(string s, [ref] timespan result)",
        |call| {
            let text = call.text(0)?;
            let found = convert::parse_time_span(&text);
            let last = call.count().saturating_sub(1);
            if let Some(place) = call.arg(last).downcast::<ReferenceValue>() {
                place.0.set(Value::TimeSpan(found.unwrap_or(0)));
            }
            Ok(Value::Bool(found.is_some()))
        },
    ),
    static_method(
        "Compare",
        2,
        2,
        "int Compare(timespan t1, timespan t2)",
        |call| {
            let a = call.cast(0, "t1", &TypeRef::Known(Known::TimeSpan))?;
            let b = call.cast(1, "t2", &TypeRef::Known(Known::TimeSpan))?;
            Ok(Value::Int(ticks(&a).cmp(&ticks(&b)) as i32))
        },
    ),
];

/// A time span of the parts that a constructor takes: ticks; h, m, s; d, h, m, s; d, h, m, s, ms.
pub fn construct(call: &mut Call<'_>) -> Flow<Value> {
    let mut parts = Vec::with_capacity(call.count());
    for at in 0..call.count() {
        parts.push(call.long(at, "value")?);
    }
    let units: &[i64] = match parts.len() {
        0 => return Ok(Value::TimeSpan(0)),
        1 => &[1],
        3 => &[36_000_000_000, 600_000_000, 10_000_000],
        4 => &[864_000_000_000, 36_000_000_000, 600_000_000, 10_000_000],
        5 => &[
            864_000_000_000,
            36_000_000_000,
            600_000_000,
            10_000_000,
            10_000,
        ],
        _ => return Err(call.wrong_count()),
    };
    let ticks = parts.iter().zip(units).try_fold(0i64, |sum, (part, unit)| {
        sum.checked_add(part.checked_mul(*unit)?)
    });
    ticks.map(Value::TimeSpan).ok_or_else(|| {
        raise(
            "System.ArgumentOutOfRangeException",
            "TimeSpan overflowed because the duration is too long.",
        )
        .into()
    })
}
