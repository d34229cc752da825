//! Date formats.

use super::zeros;
use std::fmt::Write as _;

use chrono::{Datelike, Offset, Timelike};

use crate::value::culture::{Culture, INVARIANT};
use crate::value::{DateTimeKind, DateTimeValue};

/// A date in a standard (one letter) or custom format, as a culture writes it. The error is .NET's sentence.
pub fn format_date_in(
    date: &DateTimeValue,
    format: &str,
    culture: &Culture,
) -> Result<String, String> {
    let both = |day: &str, time: &str| format!("{day} {time}");
    let form = match format {
        "" | "G" => both(culture.short_date, culture.long_time),
        "g" => both(culture.short_date, culture.short_time),
        "d" => culture.short_date.to_owned(),
        "D" => culture.long_date.to_owned(),
        "f" => both(culture.long_date, culture.short_time),
        "F" => both(culture.long_date, culture.long_time),
        "t" => culture.short_time.to_owned(),
        "T" => culture.long_time.to_owned(),
        "s" => return custom(date, "yyyy-MM-ddTHH:mm:ss", &INVARIANT),
        "u" => return custom(date, "yyyy-MM-dd HH:mm:ssZ", &INVARIANT),
        "U" => {
            let mut date = date.clone();
            date.time = date.time.to_utc().fixed_offset();
            return custom(&date, &both(culture.long_date, culture.long_time), culture);
        }
        "o" | "O" => return custom(date, "yyyy-MM-ddTHH:mm:ss.fffffffK", &INVARIANT),
        "r" | "R" => return custom(date, "ddd, dd MMM yyyy HH:mm:ss 'GMT'", &INVARIANT),
        "m" | "M" => culture.month_day.to_owned(),
        "y" | "Y" => culture.year_month.to_owned(),
        other if other.chars().count() == 1 => {
            return Err("Input string was not in a correct format.".to_owned());
        }
        other => other
            .strip_prefix('%')
            .filter(|rest| rest.chars().count() == 1)
            .unwrap_or(other)
            .to_owned(),
    };
    custom(date, &form, culture)
}

/// Whether a format shows the day of the month, which bends the name of the month in some languages.
fn shows_day(format: &str) -> bool {
    let mut quoted = None;
    let mut run = 0;
    for c in format.chars().chain([' ']) {
        match (quoted, c) {
            (None, 'd') => {
                run += 1;
                continue;
            }
            (None, '\'' | '"') => quoted = Some(c),
            (Some(open), c) if c == open => quoted = None,
            _ => {}
        }
        if matches!(run, 1 | 2) {
            return true;
        }
        run = 0;
    }
    false
}

fn custom(date: &DateTimeValue, format: &str, culture: &Culture) -> Result<String, String> {
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
            'M' => {
                let at = shown.month0() as usize;
                let long = match culture.months_of_days.filter(|_| shows_day(format)) {
                    Some(bent) => bent.get(at).copied(),
                    None => culture.months.get(at).copied(),
                };
                let short = culture.short_months.get(at).copied();
                name_or_number(&mut out, count, shown.month(), (short, long))
            }
            'd' => {
                let at = shown.weekday().num_days_from_sunday() as usize;
                let names = (
                    culture.short_days.get(at).copied(),
                    culture.days.get(at).copied(),
                );
                name_or_number(&mut out, count, shown.day(), names)
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
                let [morning, evening] = culture.halves;
                let half = if shown.hour() < 12 { morning } else { evening };
                if count == 1 {
                    out.extend(half.chars().next());
                } else {
                    out.push_str(half);
                }
                Ok(())
            }
            'z' => offset(&mut out, date, count),
            'K' => match date.kind {
                DateTimeKind::Utc => out.write_str("Z"),
                DateTimeKind::Local => offset(&mut out, date, 3),
                DateTimeKind::Unspecified => Ok(()),
            },
            'g' => out.write_str("A.D."),
            '/' => {
                used = 1;
                out.write_str(culture.date_separator())
            }
            ':' => {
                used = 1;
                out.write_str(culture.time_separator())
            }
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

fn number(out: &mut String, count: usize, value: u32) -> std::fmt::Result {
    if count == 1 {
        write!(out, "{value}")
    } else {
        write!(out, "{value:02}")
    }
}

/// A number, or the short or the long name of what it counts.
fn name_or_number(
    out: &mut String,
    count: usize,
    value: u32,
    (short, long): (Option<&str>, Option<&str>),
) -> std::fmt::Result {
    match count {
        1 | 2 => number(out, count, value),
        3 => out.write_str(short.unwrap_or("")),
        _ => out.write_str(long.unwrap_or("")),
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
