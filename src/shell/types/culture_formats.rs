//! How en-US writes numbers and dates, for scripts that ask: `NumberFormatInfo` and `DateTimeFormatInfo`.

use std::any::Any;

use super::enums::{self, DAY_OF_WEEK};
use super::members::out_of_range;
use crate::error::ShellError;
use crate::value::convert::dates::{DAYS, MONTHS};
use crate::value::convert::to_int;
use crate::value::{Name, Native, Value};

/// `System.Globalization.NumberFormatInfo`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberFormatValue;

const NUMBER: &[(&str, &str)] = &[
    ("CurrencyDecimalSeparator", "."),
    ("CurrencyGroupSeparator", ","),
    ("CurrencySymbol", "$"),
    ("NaNSymbol", "NaN"),
    ("NegativeInfinitySymbol", "-∞"),
    ("NegativeSign", "-"),
    ("NumberDecimalSeparator", "."),
    ("NumberGroupSeparator", ","),
    ("PercentDecimalSeparator", "."),
    ("PercentGroupSeparator", ","),
    ("PercentSymbol", "%"),
    ("PerMilleSymbol", "‰"),
    ("PositiveInfinitySymbol", "∞"),
    ("PositiveSign", "+"),
];

impl Native for NumberFormatValue {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Globalization.NumberFormatInfo", "System.Object"]
    }
    fn to_text(&self) -> String {
        "System.Globalization.NumberFormatInfo".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "currencydecimaldigits" => Some(Value::Int(2)),
            "numberdecimaldigits" | "percentdecimaldigits" => Some(Value::Int(3)),
            "isreadonly" => Some(Value::Bool(true)),
            _ => NUMBER
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(name))
                .map(|(_, text)| Value::from(*text)),
        }
    }
    fn property_names(&self) -> Vec<Name> {
        let own = [
            "CurrencyDecimalDigits",
            "NumberDecimalDigits",
            "PercentDecimalDigits",
        ];
        own.into_iter()
            .chain(NUMBER.iter().map(|(name, _)| *name))
            .chain(["IsReadOnly"])
            .map(Name::Static)
            .collect()
    }
    fn equals(&self, other: &Value) -> bool {
        other.downcast::<Self>().is_some()
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `System.Globalization.DateTimeFormatInfo`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateFormatValue;

const DATE: &[(&str, &str)] = &[
    ("AMDesignator", "AM"),
    ("DateSeparator", "/"),
    ("FullDateTimePattern", "dddd, MMMM d, yyyy h:mm:ss tt"),
    ("LongDatePattern", "dddd, MMMM d, yyyy"),
    ("LongTimePattern", "h:mm:ss tt"),
    ("MonthDayPattern", "MMMM d"),
    ("PMDesignator", "PM"),
    ("RFC1123Pattern", "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'"),
    ("ShortDatePattern", "M/d/yyyy"),
    ("ShortTimePattern", "h:mm tt"),
    ("SortableDateTimePattern", "yyyy'-'MM'-'dd'T'HH':'mm':'ss"),
    ("TimeSeparator", ":"),
    (
        "UniversalSortableDateTimePattern",
        "yyyy'-'MM'-'dd HH':'mm':'ss'Z'",
    ),
    ("YearMonthPattern", "MMMM yyyy"),
];

fn short(name: &str) -> &str {
    name.get(..3).unwrap_or(name)
}

/// The names of the months with the thirteenth, which is empty in this calendar.
fn months(shorten: bool) -> Value {
    let names = MONTHS
        .iter()
        .map(|name| if shorten { short(name) } else { *name });
    Value::strings(names.chain([""]))
}

impl DateFormatValue {
    fn name(method: &str, arg: &Value) -> Result<Value, ShellError> {
        let lower = method.to_ascii_lowercase();
        let (names, from): (&[&str], i32) = if lower.contains("month") {
            (&MONTHS, 1)
        } else {
            (&DAYS, 0)
        };
        let number = match arg.base() {
            Value::Enum(member) => i32::try_from(member.number).unwrap_or(-1),
            Value::Str(text) => DAYS
                .iter()
                .position(|day| day.eq_ignore_ascii_case(text))
                .and_then(|at| i32::try_from(at).ok())
                .map_or_else(|| to_int(arg), Ok)?,
            _ => to_int(arg)?,
        };
        let name: &str = number
            .checked_sub(from)
            .and_then(|at| usize::try_from(at).ok())
            .and_then(|at| names.get(at))
            .ok_or_else(|| out_of_range(if from == 1 { "month" } else { "dayofweek" }))?;
        Ok(Value::from(if lower.contains("abbreviated") {
            short(name)
        } else {
            name
        }))
    }
}

impl Native for DateFormatValue {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Globalization.DateTimeFormatInfo", "System.Object"]
    }
    fn to_text(&self) -> String {
        "System.Globalization.DateTimeFormatInfo".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "daynames" => Some(Value::strings(DAYS)),
            "abbreviateddaynames" => Some(Value::strings(DAYS.map(short))),
            "monthnames" => Some(months(false)),
            "abbreviatedmonthnames" => Some(months(true)),
            "firstdayofweek" => Some(enums::value(&DAY_OF_WEEK, 0)),
            "isreadonly" => Some(Value::Bool(true)),
            _ => DATE
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(name))
                .map(|(_, text)| Value::from(*text)),
        }
    }
    fn property_names(&self) -> Vec<Name> {
        let own = [
            "AbbreviatedDayNames",
            "AbbreviatedMonthNames",
            "DayNames",
            "FirstDayOfWeek",
            "MonthNames",
        ];
        own.into_iter()
            .chain(DATE.iter().map(|(name, _)| *name))
            .chain(["IsReadOnly"])
            .map(Name::Static)
            .collect()
    }
    fn equals(&self, other: &Value) -> bool {
        other.downcast::<Self>().is_some()
    }
    fn call(&self, name: &str, args: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        match (name.to_ascii_lowercase().as_str(), args) {
            (
                "getmonthname" | "getabbreviatedmonthname" | "getdayname" | "getabbreviateddayname",
                [number],
            ) => Some(Self::name(name, number).map(Some)),
            _ => None,
        }
    }
    fn methods(&self) -> &'static [&'static str] {
        &[
            "GetMonthName",
            "GetAbbreviatedMonthName",
            "GetDayName",
            "GetAbbreviatedDayName",
        ]
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}
