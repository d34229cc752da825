//! Static members of `[DateTimeOffset]`.

use super::{Call, StaticMember, constant, static_method};
use crate::error::Flow;
use crate::types::{DateTimeOffsetValue, ReferenceValue};
use crate::value::Value;
use crate::value::convert::{raise, to_text};
use crate::value::members::enumerate;

/// Ticks from the year 1 to 1970, in seconds.
const FIRST: i64 = -62_135_596_800;
/// The last second of the year 9999.
const LAST: i64 = 253_402_300_799;

fn at(seconds: i64) -> Value {
    DateTimeOffsetValue::from_unix(seconds, 1).map_or(Value::Null, Value::native)
}

fn exact(call: &mut Call<'_>) -> Flow<Option<DateTimeOffsetValue>> {
    let text = call.text(0)?;
    let formats = call.arg(1).clone();
    let formats = enumerate(&formats).unwrap_or_else(|| vec![formats]);
    Ok(formats
        .iter()
        .find_map(|format| DateTimeOffsetValue::parse_exact(&text, &to_text(format))))
}

fn found(text: &str, value: Option<DateTimeOffsetValue>) -> Flow<Value> {
    value.map(Value::native).ok_or_else(|| {
        raise(
            "System.FormatException",
            format!("String '{text}' was not recognized as a valid DateTime."),
        )
        .into()
    })
}

fn stored(call: &Call<'_>, value: Option<DateTimeOffsetValue>) -> Value {
    let good = value.is_some();
    if let Some(place) = call
        .args
        .last()
        .and_then(|last| last.downcast::<ReferenceValue>())
    {
        place.0.set(value.map_or_else(|| at(FIRST), Value::native));
    }
    Value::Bool(good)
}

/// Static members of `[DateTimeOffset]`.
pub const STATICS: &[StaticMember] = &[
    constant("Now", |_, _| Value::native(DateTimeOffsetValue::now())),
    constant("UtcNow", |_, _| {
        Value::native(DateTimeOffsetValue::utc_now())
    }),
    constant("UnixEpoch", |_, _| at(0)),
    constant("MinValue", |_, _| at(FIRST)),
    constant("MaxValue", |_, _| at(LAST)),
    static_method(
        "FromUnixTimeSeconds",
        1,
        1,
        "System.DateTimeOffset FromUnixTimeSeconds(long seconds)",
        |call| {
            let count = call.long(0, "seconds")?;
            Ok(Value::native(DateTimeOffsetValue::from_unix(count, 1)?))
        },
    ),
    static_method(
        "FromUnixTimeMilliseconds",
        1,
        1,
        "System.DateTimeOffset FromUnixTimeMilliseconds(long milliseconds)",
        |call| {
            let count = call.long(0, "milliseconds")?;
            Ok(Value::native(DateTimeOffsetValue::from_unix(count, 1000)?))
        },
    ),
    static_method(
        "Parse",
        1,
        3,
        "System.DateTimeOffset Parse(string input)",
        |call| {
            let text = call.text(0)?;
            found(&text, DateTimeOffsetValue::parse(&text))
        },
    ),
    static_method(
        "ParseExact",
        3,
        4,
        "System.DateTimeOffset ParseExact(string input, string format, System.IFormatProvider formatProvider)",
        |call| {
            let text = call.text(0)?;
            let value = exact(call)?;
            found(&text, value)
        },
    ),
    static_method(
        "TryParse",
        2,
        4,
        "bool TryParse(string input, [ref] System.DateTimeOffset result)",
        |call| {
            let text = call.text(0)?;
            Ok(stored(call, DateTimeOffsetValue::parse(&text)))
        },
    ),
    static_method(
        "TryParseExact",
        5,
        5,
        "bool TryParseExact(string input, string format, System.IFormatProvider formatProvider, System.Globalization.DateTimeStyles styles, [ref] System.DateTimeOffset result)",
        |call| {
            let value = exact(call)?;
            Ok(stored(call, value))
        },
    ),
];
