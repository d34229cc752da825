//! `Get-Date -UFormat`: the letters of the Unix `date` command.

use std::fmt::Write;

use chrono::{Datelike, Timelike};

use crate::shell::value::DateTimeValue;

/// A date by a Unix format.
pub fn unix_format(date: &DateTimeValue, format: &str) -> String {
    let format = format.strip_prefix('+').unwrap_or(format);
    let mut out = String::new();
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some(letter) => field(&mut out, date, letter),
            None => out.push('%'),
        }
    }
    out
}

fn field(out: &mut String, date: &DateTimeValue, letter: char) {
    let time = date.time.naive_local();
    let chrono = |out: &mut String, pattern: &str| {
        let _ = write!(out, "{}", time.format(pattern));
    };
    match letter {
        'n' => out.push('\n'),
        't' => out.push('\t'),
        '%' => out.push('%'),
        'A' | 'a' | 'B' | 'b' | 'H' | 'I' | 'M' | 'S' | 'Y' | 'y' | 'd' | 'm' | 'p' | 'j' => {
            chrono(out, &format!("%{letter}"));
        }
        'h' => chrono(out, "%b"),
        'C' => {
            let _ = write!(out, "{:02}", time.year().div_euclid(100));
        }
        'c' => chrono(out, "%a %d %b %Y %H:%M:%S"),
        'D' | 'x' => chrono(out, "%m/%d/%y"),
        'e' => {
            let _ = write!(out, "{:>2}", time.day());
        }
        'F' => chrono(out, "%Y-%m-%d"),
        'G' => {
            let _ = write!(out, "{}", time.iso_week().year());
        }
        'g' => {
            let _ = write!(out, "{:02}", time.iso_week().year().rem_euclid(100));
        }
        'k' => {
            let _ = write!(out, "{:>2}", time.hour());
        }
        'l' => {
            let _ = write!(out, "{:>2}", time.hour12().1);
        }
        'R' => chrono(out, "%H:%M"),
        'r' => chrono(out, "%I:%M:%S %p"),
        'T' | 'X' => chrono(out, "%H:%M:%S"),
        's' => {
            let _ = write!(out, "{}", date.time.timestamp());
        }
        'U' | 'W' => {
            let _ = write!(out, "{}", time.ordinal0() / 7);
        }
        'u' => {
            let _ = write!(out, "{}", time.weekday().number_from_monday());
        }
        'V' => {
            let _ = write!(out, "{:02}", time.iso_week().week());
        }
        'w' => {
            let _ = write!(out, "{}", time.weekday().num_days_from_sunday());
        }
        'Z' => {
            let minutes = date.time.offset().local_minus_utc() / 60;
            let _ = write!(out, "{:+03}", minutes / 60);
        }
        other => out.push(other),
    }
}
