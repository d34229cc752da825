//! `System.Globalization.Calendar` of every culture here: the Gregorian one.

use std::any::Any;

use chrono::{Datelike, NaiveDate};

use super::enums::{CALENDAR_WEEK_RULE, DAY_OF_WEEK};
use super::{Known, TypeRef};
use crate::error::ShellError;
use crate::value::convert::cast;
use crate::value::{Name, Native, Value};

/// The Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CalendarValue;

fn date_of(value: &Value) -> Result<NaiveDate, ShellError> {
    match cast(value, &TypeRef::Known(Known::DateTime))?.base() {
        Value::DateTime(date) => Ok(date.time.naive_local().date()),
        _ => Ok(NaiveDate::default()),
    }
}

/// Which week of its year a day is in. The first one is that of the first day (rule 0), the first whole one (1), or the first that has four days (2).
fn week_of_year(day: NaiveDate, rule: i64, first_day: i64) -> i32 {
    let weekday = |day: NaiveDate| i64::from(day.weekday().num_days_from_sunday());
    let since_first = |day: NaiveDate| (weekday(day) - first_day).rem_euclid(7);
    let new_year = NaiveDate::from_ymd_opt(day.year(), 1, 1).unwrap_or(day);
    let lead = since_first(new_year);
    let ordinal = i64::from(day.ordinal0());
    let counts_first = match rule {
        0 => true,
        1 => lead == 0,
        _ => 7 - lead >= 4,
    };
    let week = (ordinal + lead) / 7 + i64::from(counts_first);
    if week >= 1 {
        return i32::try_from(week).unwrap_or(1);
    }
    // Before the first week of its year a day is in the last one of the year before.
    match NaiveDate::from_ymd_opt(day.year() - 1, 12, 31) {
        Some(last) => week_of_year(last, rule, first_day),
        None => 1,
    }
}

impl Native for CalendarValue {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Globalization.GregorianCalendar",
            "System.Globalization.Calendar",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        "System.Globalization.GregorianCalendar".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "twodigityearmax" => Some(Value::Int(2049)),
            "isreadonly" => Some(Value::Bool(true)),
            _ => None,
        }
    }
    fn property_names(&self) -> Vec<Name> {
        ["TwoDigitYearMax", "IsReadOnly"].map(Name::Static).to_vec()
    }
    fn call(&self, name: &str, args: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        let answer = |value: Result<Value, ShellError>| Some(value.map(Some));
        match (name.to_ascii_lowercase().as_str(), args) {
            ("getweekofyear", [day, rule, first]) => answer((|| {
                let rule = cast(rule, &TypeRef::Enum(&CALENDAR_WEEK_RULE))?;
                let first = cast(first, &TypeRef::Enum(&DAY_OF_WEEK))?;
                let number = |value: &Value| match value {
                    Value::Enum(member) => member.number,
                    _ => 0,
                };
                let week = week_of_year(date_of(day)?, number(&rule), number(&first));
                Ok(Value::Int(week))
            })()),
            ("getdayofyear", [day]) => answer(
                date_of(day).map(|day| Value::Int(i32::try_from(day.ordinal()).unwrap_or(1))),
            ),
            ("getmonth", [day]) => {
                answer(date_of(day).map(|day| Value::Int(i32::try_from(day.month()).unwrap_or(1))))
            }
            ("getyear", [day]) => answer(date_of(day).map(|day| Value::Int(day.year()))),
            ("getdayofmonth", [day]) => {
                answer(date_of(day).map(|day| Value::Int(i32::try_from(day.day()).unwrap_or(1))))
            }
            _ => None,
        }
    }
    fn methods(&self) -> &'static [&'static str] {
        &[
            "GetDayOfMonth",
            "GetDayOfYear",
            "GetMonth",
            "GetWeekOfYear",
            "GetYear",
        ]
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_are_counted_by_each_rule() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        // 2021-01-01 is a Friday; by the rule of four days it is in week 53 of 2020.
        assert_eq!(week_of_year(day(2021, 1, 1), 2, 1), 53);
        assert_eq!(week_of_year(day(2021, 1, 1), 0, 0), 1);
        assert_eq!(week_of_year(day(2021, 1, 4), 2, 1), 1);
        assert_eq!(week_of_year(day(2024, 2, 1), 2, 1), 5);
        assert_eq!(week_of_year(day(2021, 1, 1), 1, 1), 52);
    }
}
