//! The formats of Unix's `date`, as `Get-Date -UFormat` knows them.

use std::fmt::Write as _;

use chrono::{Datelike, Timelike};

use iovsh_shell::value::DateTimeValue;
use iovsh_shell::value::format_string::format_date;

/// A date in a format of `%` letters. A letter that is not known stands for itself.
pub fn format(date: &DateTimeValue, format: &str) -> String {
    let mut out = String::with_capacity(format.len() * 2);
    let mut letters = format.strip_prefix('+').unwrap_or(format).chars();
    while let Some(c) = letters.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        match letters.next() {
            Some(letter) => write_letter(&mut out, date, letter),
            None => out.push('%'),
        }
    }
    out
}

fn write_letter(out: &mut String, date: &DateTimeValue, letter: char) {
    let at = date.time.naive_local();
    let week = at.iso_week();
    let twelve = match at.hour() % 12 {
        0 => 12,
        hour => hour,
    };
    let net = match letter {
        'A' => "dddd",
        'a' => "ddd",
        'B' => "MMMM",
        'b' | 'h' => "MMM",
        'c' => "ddd dd MMM yyyy HH:mm:ss",
        'D' | 'x' => "MM/dd/yy",
        'd' => "dd",
        'F' => "yyyy-MM-dd",
        'H' => "HH",
        'I' => "hh",
        'M' => "mm",
        'm' => "MM",
        'p' => "tt",
        'R' => "HH:mm",
        'r' => "hh:mm:ss tt",
        'S' => "ss",
        'T' | 'X' => "HH:mm:ss",
        'Y' => "yyyy",
        'y' => "yy",
        'Z' => "zz",
        _ => "",
    };
    if !net.is_empty() {
        // A lone letter would be taken for one of .NET's standard formats.
        out.push_str(&format_date(date, net).unwrap_or_default());
        return;
    }
    // Writing to a string cannot fail.
    let _ = match letter {
        'C' => write!(out, "{}", at.year() / 100),
        'e' => write!(out, "{:2}", at.day()),
        'G' => write!(out, "{:04}", week.year()),
        'g' => write!(out, "{:02}", week.year().rem_euclid(100)),
        'j' => write!(out, "{:03}", at.ordinal()),
        'k' => write!(out, "{:2}", at.hour()),
        'l' => write!(out, "{twelve:2}"),
        'n' => writeln!(out),
        's' => write!(out, "{}", date.time.timestamp()),
        't' => write!(out, "\t"),
        'U' | 'W' => write!(out, "{}", at.ordinal() / 7),
        'u' => write!(out, "{}", at.weekday().number_from_monday()),
        'V' => write!(out, "{:02}", week.week()),
        'w' => write!(out, "{}", at.weekday().num_days_from_sunday()),
        other => write!(out, "{other}"),
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use iovsh_shell::value::convert::parse_date;

    #[test]
    fn letters() {
        let date = parse_date("2024-03-05T16:07:08").expect("a date");
        assert_eq!(format(&date, "+%Y-%m-%d %H:%M:%S"), "2024-03-05 16:07:08");
        assert_eq!(format(&date, "%I:%M %p"), "04:07 PM");
        assert_eq!(format(&date, "%V %U %j %u %e|%l"), "10 9 065 2  5| 4");
        assert_eq!(format(&date, "x%%y%"), "x%y%");
    }
}
