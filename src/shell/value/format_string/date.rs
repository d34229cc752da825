//! Date formats.

use super::zeros;
use std::fmt::Write as _;

use chrono::{Datelike, Offset, Timelike};

use crate::value::convert::dates::{DAYS, MONTHS};
use crate::value::{DateTimeKind, DateTimeValue};

/// A date in a standard (one letter) or custom format. The error is .NET's sentence.
pub fn format_date(date: &DateTimeValue, format: &str) -> Result<String, String> {
    let utc = || {
        let mut date = date.clone();
        date.time = date.time.to_utc().fixed_offset();
        date
    };
    let custom_format = match format {
        "" | "G" => "M/d/yyyy h:mm:ss tt",
        "g" => "M/d/yyyy h:mm tt",
        "d" => "M/d/yyyy",
        "D" => "dddd, MMMM d, yyyy",
        "f" => "dddd, MMMM d, yyyy h:mm tt",
        "F" => "dddd, MMMM d, yyyy h:mm:ss tt",
        "t" => "h:mm tt",
        "T" => "h:mm:ss tt",
        "s" => "yyyy-MM-ddTHH:mm:ss",
        "u" => "yyyy-MM-dd HH:mm:ssZ",
        "U" => return custom(&utc(), "dddd, MMMM d, yyyy h:mm:ss tt"),
        "o" | "O" => "yyyy-MM-ddTHH:mm:ss.fffffffK",
        "r" | "R" => "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
        "m" | "M" => "MMMM d",
        "y" | "Y" => "MMMM yyyy",
        other if other.chars().count() == 1 => {
            return Err("Input string was not in a correct format.".to_owned());
        }
        other => other
            .strip_prefix('%')
            .filter(|rest| rest.chars().count() == 1)
            .unwrap_or(other),
    };
    custom(date, custom_format)
}

fn custom(date: &DateTimeValue, format: &str) -> Result<String, String> {
    let shown = date.time.naive_local();
    let mut out = String::with_capacity(format.len() + 16);
    let mut rest = format;
    while let Some(c) = rest.chars().next() {
        let run = rest.len() - rest.trim_start_matches(c).len();
        let count = run / c.len_utf8();
        let mut used = run;
        // Writing to a String cannot fail.
        let _ = match c {
            'y' => match count {
                1 => write!(out, "{}", shown.year().rem_euclid(100)),
                2 => write!(out, "{:02}", shown.year().rem_euclid(100)),
                _ => out.write_str(&zeros(shown.year(), count)),
            },
            'M' => name_or_number(&mut out, count, shown.month(), month_name(shown.month())),
            'd' => {
                let name = DAYS
                    .get(shown.weekday().num_days_from_sunday() as usize)
                    .copied()
                    .unwrap_or("");
                name_or_number(&mut out, count, shown.day(), name)
            }
            'H' => number(&mut out, count, shown.hour()),
            'h' => number(&mut out, count, (shown.hour() + 11) % 12 + 1),
            'm' => number(&mut out, count, shown.minute()),
            's' => number(&mut out, count, shown.second()),
            'f' | 'F' => {
                let ticks = (shown.nanosecond() % 1_000_000_000) / 100;
                let digits = format!("{ticks:07}");
                let mut digits = digits.get(..count.min(7)).unwrap_or("").to_owned();
                if c == 'F' {
                    digits.truncate(digits.trim_end_matches('0').len());
                    if digits.is_empty() && out.ends_with('.') {
                        out.pop();
                    }
                }
                out.write_str(&digits)
            }
            't' => {
                let half = if shown.hour() < 12 { "AM" } else { "PM" };
                out.write_str(half.get(..count.min(2)).unwrap_or(half))
            }
            'z' => offset(&mut out, date, count),
            'K' => match date.kind {
                DateTimeKind::Utc => out.write_str("Z"),
                DateTimeKind::Local => offset(&mut out, date, 3),
                DateTimeKind::Unspecified => Ok(()),
            },
            'g' => out.write_str("A.D."),
            '\'' | '"' => {
                let body = rest.get(1..).unwrap_or("");
                let Some(end) = body.find(c) else {
                    return Err("Input string was not in a correct format.".to_owned());
                };
                used = end + 2;
                out.write_str(body.get(..end).unwrap_or(""))
            }
            '\\' => {
                let literal = rest.chars().nth(1);
                used = 1 + literal.map_or(0, char::len_utf8);
                out.extend(literal);
                Ok(())
            }
            '%' => {
                used = 1;
                Ok(())
            }
            other => {
                used = other.len_utf8();
                out.write_char(other)
            }
        };
        rest = rest.get(used..).unwrap_or("");
    }
    Ok(out)
}

fn month_name(month: u32) -> &'static str {
    MONTHS
        .get((month as usize).saturating_sub(1))
        .copied()
        .unwrap_or("")
}

fn number(out: &mut String, count: usize, value: u32) -> std::fmt::Result {
    if count == 1 {
        write!(out, "{value}")
    } else {
        write!(out, "{value:02}")
    }
}

fn name_or_number(out: &mut String, count: usize, value: u32, name: &str) -> std::fmt::Result {
    match count {
        1 | 2 => number(out, count, value),
        3 => out.write_str(name.get(..3).unwrap_or(name)),
        _ => out.write_str(name),
    }
}

fn offset(out: &mut String, date: &DateTimeValue, count: usize) -> std::fmt::Result {
    let seconds = date.time.offset().fix().local_minus_utc();
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    match count {
        1 => write!(out, "{sign}{}", minutes / 60),
        2 => write!(out, "{sign}{:02}", minutes / 60),
        _ => write!(out, "{sign}{:02}:{:02}", minutes / 60, minutes % 60),
    }
}
