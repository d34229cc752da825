//! How cultures write numbers and dates, for scripts that ask: `NumberFormatInfo` and `DateTimeFormatInfo`.

use std::any::Any;

use super::enums::{self, CALENDAR_WEEK_RULE, DAY_OF_WEEK};
use super::members::out_of_range;
use crate::error::ShellError;
use crate::value::convert::to_int;
use crate::value::culture::{Culture, EN_US};
use crate::value::{Name, Native, Value};

/// `System.Globalization.NumberFormatInfo`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberFormatValue(pub &'static Culture);

type Part = fn(&'static Culture) -> &'static str;

const NUMBER: &[(&str, Part)] = &[
    ("CurrencyDecimalSeparator", |culture| culture.decimal),
    ("CurrencyGroupSeparator", |culture| culture.group),
    ("CurrencySymbol", |culture| culture.currency),
    ("NaNSymbol", |_| "NaN"),
    ("NegativeSign", |culture| culture.minus),
    ("NumberDecimalSeparator", |culture| culture.decimal),
    ("NumberGroupSeparator", |culture| culture.group),
    ("PercentDecimalSeparator", |culture| culture.decimal),
    ("PercentGroupSeparator", |culture| culture.group),
    ("PercentSymbol", |_| "%"),
    ("PerMilleSymbol", |_| "‰"),
    ("PositiveInfinitySymbol", |_| "∞"),
    ("PositiveSign", |_| "+"),
];

fn places(count: usize) -> Value {
    Value::Int(i32::try_from(count).unwrap_or(0))
}

impl Native for NumberFormatValue {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Globalization.NumberFormatInfo", "System.Object"]
    }
    fn to_text(&self) -> String {
        "System.Globalization.NumberFormatInfo".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "currencydecimaldigits" => Some(places(self.0.currency_digits)),
            "numberdecimaldigits" | "percentdecimaldigits" => Some(places(self.0.digits)),
            "negativeinfinitysymbol" => Some(Value::from(format!("{}∞", self.0.minus))),
            "isreadonly" => Some(Value::Bool(true)),
            _ => NUMBER
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(name))
                .map(|(_, text)| Value::from(text(self.0))),
        }
    }
    fn property_names(&self) -> Vec<Name> {
        let own = [
            "CurrencyDecimalDigits",
            "NegativeInfinitySymbol",
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
        other.downcast::<Self>() == Some(self)
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `System.Globalization.DateTimeFormatInfo`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateFormatValue(pub &'static Culture);

const DATE: &[(&str, Part)] = &[
    ("AMDesignator", |culture| culture.halves[0]),
    ("DateSeparator", Culture::date_separator),
    ("LongDatePattern", |culture| culture.long_date),
    ("LongTimePattern", |culture| culture.long_time),
    ("MonthDayPattern", |culture| culture.month_day),
    ("PMDesignator", |culture| culture.halves[1]),
    ("RFC1123Pattern", |_| "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'"),
    ("ShortDatePattern", |culture| culture.short_date),
    ("ShortTimePattern", |culture| culture.short_time),
    (
        "SortableDateTimePattern",
        |_| "yyyy'-'MM'-'dd'T'HH':'mm':'ss",
    ),
    ("TimeSeparator", Culture::time_separator),
    (
        "UniversalSortableDateTimePattern",
        |_| "yyyy'-'MM'-'dd HH':'mm':'ss'Z'",
    ),
    ("YearMonthPattern", |culture| culture.year_month),
];

/// The names of the months with the thirteenth, which is empty in this calendar.
fn months(names: [&'static str; 12]) -> Value {
    Value::strings(names.into_iter().chain([""]))
}

impl DateFormatValue {
    fn name(self, method: &str, arg: &Value) -> Result<Value, ShellError> {
        let lower = method.to_ascii_lowercase();
        let culture = self.0;
        let is_short = lower.contains("abbreviated");
        let (names, from): (&[&str], i32) = match (lower.contains("month"), is_short) {
            (true, false) => (&culture.months, 1),
            (true, true) => (&culture.short_months, 1),
            (false, false) => (&culture.days, 0),
            (false, true) => (&culture.short_days, 0),
        };
        let number = match arg.base() {
            Value::Enum(member) => i32::try_from(member.number).unwrap_or(-1),
            Value::Str(text) => EN_US
                .days
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
        Ok(Value::from(name))
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
            "daynames" => Some(Value::strings(self.0.days)),
            "abbreviateddaynames" => Some(Value::strings(self.0.short_days)),
            "monthnames" => Some(months(self.0.months)),
            "abbreviatedmonthnames" => Some(months(self.0.short_months)),
            "monthgenitivenames" => Some(months(self.0.months_of_days.unwrap_or(self.0.months))),
            "firstdayofweek" => Some(enums::value(&DAY_OF_WEEK, self.0.first_day)),
            // The rule that the locale data have for weeks that begin on Monday, and for the others.
            "calendarweekrule" => Some(enums::value(
                &CALENDAR_WEEK_RULE,
                if self.0.first_day == 1 { 2 } else { 0 },
            )),
            "fulldatetimepattern" => Some(Value::from(format!(
                "{} {}",
                self.0.long_date, self.0.long_time
            ))),
            "isreadonly" => Some(Value::Bool(true)),
            _ => DATE
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(name))
                .map(|(_, text)| Value::from(text(self.0))),
        }
    }
    fn property_names(&self) -> Vec<Name> {
        let own = [
            "AbbreviatedDayNames",
            "AbbreviatedMonthNames",
            "CalendarWeekRule",
            "DayNames",
            "FirstDayOfWeek",
            "FullDateTimePattern",
            "MonthGenitiveNames",
            "MonthNames",
        ];
        own.into_iter()
            .chain(DATE.iter().map(|(name, _)| *name))
            .chain(["IsReadOnly"])
            .map(Name::Static)
            .collect()
    }
    fn equals(&self, other: &Value) -> bool {
        other.downcast::<Self>() == Some(self)
    }
    fn call(&self, name: &str, args: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        match (name.to_ascii_lowercase().as_str(), args) {
            (
                "getmonthname" | "getabbreviatedmonthname" | "getdayname" | "getabbreviateddayname",
                [number],
            ) => Some(self.name(name, number).map(Some)),
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
