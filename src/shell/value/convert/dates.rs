//! Dates and time spans: ticks, and text in the forms that .NET reads with the en-US and invariant cultures.

use std::rc::Rc;

use chrono::{
    DateTime, Datelike, Duration, FixedOffset, Local, NaiveDate, NaiveDateTime, NaiveTime, Offset,
    TimeZone,
};

use crate::value::culture::{Culture, EN_US};
use crate::value::{DateTimeKind, DateTimeValue, Value};

/// Ticks (100 ns) in a day.
const TICKS_PER_DAY: i64 = 864_000_000_000;
/// The ticks of the last instant of the year 9999.
pub const MAX_TICKS: i64 = 3_155_378_975_999_999_999;

fn epoch() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or_default().into()
}

/// The ticks since 0001-01-01 of a clock reading.
pub fn civil_ticks(reading: NaiveDateTime) -> i64 {
    let days = reading
        .date()
        .signed_duration_since(epoch().date())
        .num_days();
    let within = reading
        .time()
        .signed_duration_since(NaiveTime::MIN)
        .num_nanoseconds()
        .unwrap_or(0)
        / 100;
    days.saturating_mul(TICKS_PER_DAY).saturating_add(within)
}

/// The ticks since 0001-01-01 of what the date shows (not of the instant).
pub fn ticks_of(date: &DateTimeValue) -> i64 {
    civil_ticks(date.time.naive_local())
}

/// The offset of the host's zone at a local clock reading.
pub fn local_offset(reading: NaiveDateTime) -> FixedOffset {
    match Local.offset_from_local_datetime(&reading) {
        chrono::LocalResult::Single(offset) | chrono::LocalResult::Ambiguous(offset, _) => {
            offset.fix()
        }
        chrono::LocalResult::None => Local.offset_from_utc_datetime(&reading).fix(),
    }
}

/// A date from what it shows.
pub fn date_value(reading: NaiveDateTime, kind: DateTimeKind) -> DateTimeValue {
    let offset = match kind {
        DateTimeKind::Utc => chrono::Utc.fix(),
        DateTimeKind::Local | DateTimeKind::Unspecified => local_offset(reading),
    };
    let instant = reading.checked_sub_offset(offset).unwrap_or(reading);
    DateTimeValue {
        time: DateTime::from_naive_utc_and_offset(instant, offset),
        kind,
    }
}

/// A date from ticks; `None` outside of the years 1 to 9999.
pub fn date_from_ticks(ticks: i64, kind: DateTimeKind) -> Option<DateTimeValue> {
    if !(0..=MAX_TICKS).contains(&ticks) {
        return None;
    }
    let days = Duration::days(ticks / TICKS_PER_DAY);
    let within = Duration::nanoseconds((ticks % TICKS_PER_DAY) * 100);
    let reading = epoch()
        .checked_add_signed(days)?
        .checked_add_signed(within)?;
    Some(date_value(reading, kind))
}

/// A word or a number of a date's text.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Token<'a> {
    Number(&'a str),
    Word(&'a str),
    Mark(char),
}

fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = if c.is_ascii_digit() {
            rest.find(|c: char| !c.is_ascii_digit())
        } else if c.is_alphabetic() {
            rest.find(|c: char| !c.is_alphabetic())
        } else {
            Some(c.len_utf8())
        }
        .unwrap_or(rest.len());
        let (head, tail) = rest.split_at(length);
        if c.is_ascii_digit() {
            found.push(Token::Number(head));
        } else if c.is_alphabetic() {
            found.push(Token::Word(head));
        } else if c.is_whitespace() {
            if !matches!(found.last(), Some(Token::Mark(' ')) | None) {
                found.push(Token::Mark(' '));
            }
        } else {
            found.push(Token::Mark(c));
        }
        rest = tail;
        if found.len() > 64 {
            return None;
        }
    }
    Some(found)
}

/// The place of a name in a list of whole names or of abbreviations, in letters of any case.
fn name_index(word: &str, names: &[&str], short: &[&str]) -> Option<usize> {
    let wanted = word.to_lowercase();
    let is = |name: &&str| name.trim_end_matches('.').to_lowercase() == wanted;
    names
        .iter()
        .position(is)
        .or_else(|| short.iter().position(is))
}

fn month_index(word: &str, culture: &Culture) -> Option<usize> {
    name_index(word, &culture.months, &culture.short_months).or_else(|| {
        culture
            .months_of_days
            .and_then(|bent| name_index(word, &bent, &[]))
    })
}

#[derive(Default)]
struct Parts<'a> {
    numbers: Vec<&'a str>,
    month: Option<u32>,
    /// How many numbers stood before the month's name.
    before_month: usize,
    time: Option<NaiveTime>,
    afternoon: Option<bool>,
    offset: Option<i32>,
}

/// Reads a date, a date with time, or a time of today. A zone in the text gives the local time of that instant.
pub fn parse_date(text: &str) -> Option<DateTimeValue> {
    parse_date_in(text, &EN_US)
}

/// The same as a culture writes it: the order of day and month, and their names. English names are read everywhere.
pub fn parse_date_in(text: &str, culture: &Culture) -> Option<DateTimeValue> {
    let list = tokens(text.trim())?;
    let mut parts = Parts::default();
    let mut at = 0;
    while let Some(token) = list.get(at) {
        match *token {
            Token::Mark(' ' | ',') => at += 1,
            Token::Mark('/' | '-' | '.') if parts.time.is_none() => at += 1,
            Token::Mark('+' | '-') if parts.time.is_some() => {
                let negative = *token == Token::Mark('-');
                let (offset, used) = parse_offset(list.get(at + 1..)?)?;
                parts.offset = Some(if negative { -offset } else { offset });
                at += 1 + used;
            }
            Token::Number(_) if list.get(at + 1) == Some(&Token::Mark(':')) => {
                if parts.time.is_some() {
                    return None;
                }
                let (time, used) = parse_clock(list.get(at..)?)?;
                parts.time = Some(time);
                at += used;
            }
            Token::Number(digits) => {
                // `7 PM` is a time.
                let next = match list.get(at + 1) {
                    Some(Token::Mark(' ')) => list.get(at + 2),
                    other => other,
                };
                if parts.time.is_none()
                    && matches!(next, Some(Token::Word(word)) if afternoon(word).is_some())
                {
                    parts.time = NaiveTime::from_hms_opt(digits.parse().ok()?, 0, 0);
                    parts.time?;
                } else {
                    parts.numbers.push(digits);
                }
                at += 1;
            }
            Token::Word(word) => {
                read_word(word, &mut parts, culture)?;
                at += 1;
            }
            Token::Mark(_) => return None,
        }
    }
    finish(&parts, culture.short_date.starts_with('d'))
}

fn afternoon(word: &str) -> Option<bool> {
    if word.eq_ignore_ascii_case("pm") || word.eq_ignore_ascii_case("p") {
        Some(true)
    } else if word.eq_ignore_ascii_case("am") || word.eq_ignore_ascii_case("a") {
        Some(false)
    } else {
        None
    }
}

fn read_word(word: &str, parts: &mut Parts<'_>, culture: &Culture) -> Option<()> {
    if let Some(month) = month_index(word, culture).or_else(|| month_index(word, &EN_US)) {
        if parts.month.is_some() {
            return None;
        }
        parts.month = u32::try_from(month + 1).ok();
        parts.before_month = parts.numbers.len();
    } else if let Some(pm) = afternoon(word).filter(|_| parts.time.is_some()) {
        parts.afternoon = Some(pm);
    } else if matches!(word, "Z" | "z" | "GMT" | "UTC") && parts.time.is_some() {
        parts.offset = Some(0);
    } else if word.eq_ignore_ascii_case("t") && !parts.numbers.is_empty() {
        // Between an ISO date and its time.
    } else {
        name_index(word, &culture.days, &culture.short_days)
            .or_else(|| name_index(word, &EN_US.days, &EN_US.short_days))?;
    }
    Some(())
}

/// `hh:mm[:ss[.fffffff]]`, and how many tokens it took.
fn parse_clock(list: &[Token<'_>]) -> Option<(NaiveTime, usize)> {
    let number = |at: usize| match list.get(at) {
        Some(Token::Number(digits)) => digits.parse::<u32>().ok(),
        _ => None,
    };
    let hour = number(0)?;
    let minute = number(2)?;
    let mut used = 3;
    let mut second = 0;
    let mut nanos = 0;
    if list.get(3) == Some(&Token::Mark(':')) {
        second = number(4)?;
        used = 5;
        if let (Some(Token::Mark('.')), Some(Token::Number(digits))) = (list.get(5), list.get(6)) {
            nanos = fraction_nanos(digits)?;
            used = 7;
        }
    }
    Some((
        NaiveTime::from_hms_nano_opt(hour, minute, second, nanos)?,
        used,
    ))
}

/// Digits after the second's point as nanoseconds, cut to ticks.
fn fraction_nanos(digits: &str) -> Option<u32> {
    let mut ticks = 0u32;
    for place in 0..7 {
        let digit = digits
            .as_bytes()
            .get(place)
            .map_or(0, |byte| u32::from(byte - b'0'));
        ticks = ticks * 10 + digit;
    }
    ticks.checked_mul(100)
}

/// `hh:mm` or `hhmm` after a sign, in seconds, and how many tokens it took.
fn parse_offset(list: &[Token<'_>]) -> Option<(i32, usize)> {
    let Some(Token::Number(first)) = list.first() else {
        return None;
    };
    let (hours, minutes, used) = match (list.get(1), list.get(2)) {
        (Some(Token::Mark(':')), Some(Token::Number(minutes))) => {
            (first.parse::<i32>().ok()?, minutes.parse::<i32>().ok()?, 3)
        }
        _ if first.len() == 4 => (
            first.get(..2)?.parse().ok()?,
            first.get(2..)?.parse().ok()?,
            1,
        ),
        _ => (first.parse().ok()?, 0, 1),
    };
    (hours <= 14 && minutes < 60).then_some((hours * 3600 + minutes * 60, used))
}

fn finish(parts: &Parts<'_>, day_first: bool) -> Option<DateTimeValue> {
    let today = Local::now().date_naive();
    let n: Vec<i32> = parts
        .numbers
        .iter()
        .map(|digits| digits.parse::<i32>().ok())
        .collect::<Option<_>>()?;
    let lengths: Vec<usize> = parts.numbers.iter().map(|digits| digits.len()).collect();
    let year = |value: i32, length: usize| {
        if length <= 2 {
            if value < 50 {
                2000 + value
            } else {
                1900 + value
            }
        } else {
            value
        }
    };
    let date = match (parts.month, n.as_slice()) {
        (None, []) => {
            parts.time?;
            Some(today)
        }
        (None, [y, m, d]) if lengths.first().is_some_and(|length| *length >= 3) => ymd(*y, *m, *d),
        (None, [d, m, y]) if day_first => ymd(year(*y, *lengths.get(2)?), *m, *d),
        (None, [m, d, y]) => ymd(year(*y, *lengths.get(2)?), *m, *d),
        (None, [y, m]) if lengths.first().is_some_and(|length| *length == 4) => ymd(*y, *m, 1),
        (None, [m, y]) if lengths.get(1).is_some_and(|length| *length == 4) => ymd(*y, *m, 1),
        (None, [d, m]) if day_first => ymd(today.year(), *m, *d),
        (None, [m, d]) => ymd(today.year(), *m, *d),
        (Some(m), [d, y]) => {
            let m = i32::try_from(m).ok()?;
            // A four-digit number before the month is the year: `2024-May-06`.
            if lengths.first().is_some_and(|length| *length >= 3) {
                ymd(*d, m, *y)
            } else {
                ymd(year(*y, *lengths.get(1)?), m, *d)
            }
        }
        (Some(m), [one]) => {
            let m = i32::try_from(m).ok()?;
            if lengths.first().is_some_and(|length| *length >= 3) {
                ymd(*one, m, 1)
            } else {
                ymd(today.year(), m, *one)
            }
        }
        _ => None,
    }?;
    let mut time = parts.time.unwrap_or(NaiveTime::MIN);
    if let Some(afternoon) = parts.afternoon {
        use chrono::Timelike;
        let hour = time.hour();
        if hour == 0 || hour > 12 {
            return None;
        }
        time = time.with_hour(hour % 12 + if afternoon { 12 } else { 0 })?;
    }
    let reading = date.and_time(time);
    match parts.offset {
        None => Some(date_value(reading, DateTimeKind::Unspecified)),
        Some(seconds) => {
            let offset = FixedOffset::east_opt(seconds)?;
            let instant = reading.checked_sub_offset(offset)?;
            Some(to_local(instant))
        }
    }
}

fn to_local(instant: NaiveDateTime) -> DateTimeValue {
    let offset = Local.offset_from_utc_datetime(&instant).fix();
    DateTimeValue {
        time: DateTime::from_naive_utc_and_offset(instant, offset),
        kind: DateTimeKind::Local,
    }
}

fn ymd(year: i32, month: i32, day: i32) -> Option<NaiveDate> {
    if !(1..=9999).contains(&year) {
        return None;
    }
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

/// Reads a date written in exactly this format: `ParseExact`.
pub fn parse_date_exact(text: &str, format: &str) -> Option<DateTimeValue> {
    parse_date_exact_in(text, format, &EN_US)
}

/// The same as a culture writes it.
pub fn parse_date_exact_in(text: &str, format: &str, culture: &Culture) -> Option<DateTimeValue> {
    let both = |day: &str, time: &str| format!("{day} {time}");
    let written = match format {
        "s" => "yyyy-MM-ddTHH:mm:ss".to_owned(),
        "o" | "O" => "yyyy-MM-ddTHH:mm:ss.fffffffK".to_owned(),
        "u" => "yyyy-MM-dd HH:mm:ssZ".to_owned(),
        "d" => culture.short_date.to_owned(),
        "D" => culture.long_date.to_owned(),
        "t" => culture.short_time.to_owned(),
        "T" => culture.long_time.to_owned(),
        "g" => both(culture.short_date, culture.short_time),
        "G" => both(culture.short_date, culture.long_time),
        "f" => both(culture.long_date, culture.short_time),
        "F" => both(culture.long_date, culture.long_time),
        other => other.to_owned(),
    };
    let (mut year, mut month, mut day) = (None, None, None);
    let (mut hour, mut minute, mut second, mut nanos) = (0u32, 0u32, 0u32, 0u32);
    let mut pm = None;
    let mut offset: Option<i32> = None;
    let mut rest = text;
    let mut pattern = written.as_str();
    while let Some(c) = pattern.chars().next() {
        let run = pattern.len() - pattern.trim_start_matches(c).len();
        let count = run / c.len_utf8();
        let mut used = run;
        match c {
            'y' => {
                year = Some(take_number(
                    &mut rest,
                    if count > 2 { count } else { 2 },
                    count,
                )?)
            }
            'M' if count >= 3 => {
                let found = match culture.months_of_days {
                    _ if count == 3 => take_name(&mut rest, &culture.short_months)?,
                    Some(bent) => take_name(&mut rest, &bent)
                        .or_else(|| take_name(&mut rest, &culture.months))?,
                    None => take_name(&mut rest, &culture.months)?,
                };
                month = u32::try_from(found + 1).ok();
            }
            'M' => month = Some(take_number(&mut rest, 2, count)?),
            'd' if count == 3 => {
                take_name(&mut rest, &culture.short_days)?;
            }
            'd' if count > 3 => {
                take_name(&mut rest, &culture.days)?;
            }
            'd' => day = Some(take_number(&mut rest, 2, count)?),
            'H' | 'h' => hour = take_number(&mut rest, 2, count)?,
            'm' => minute = take_number(&mut rest, 2, count)?,
            's' => second = take_number(&mut rest, 2, count)?,
            'f' | 'F' => {
                let digits = rest
                    .get(..count.min(rest.len()))
                    .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
                nanos = fraction_nanos(digits)?;
                rest = rest.get(digits.len()..)?;
            }
            't' => {
                pm = Some(if count > 1 && culture.halves != EN_US.halves {
                    take_name(&mut rest, &culture.halves)? == 1
                } else {
                    let head = rest.get(..count.min(2))?;
                    rest = rest.get(head.len()..)?;
                    afternoon(head)?
                });
            }
            '/' => {
                rest = rest.strip_prefix(culture.date_separator())?;
                used = 1;
            }
            ':' => {
                rest = rest.strip_prefix(culture.time_separator())?;
                used = 1;
            }
            'K' | 'z' => {
                if let Some(tail) = rest.strip_prefix('Z') {
                    offset = Some(0);
                    rest = tail;
                } else if rest.starts_with(['+', '-']) {
                    let negative = rest.starts_with('-');
                    let list = tokens(rest.get(1..)?)?;
                    let (seconds, _) = parse_offset(&list)?;
                    offset = Some(if negative { -seconds } else { seconds });
                    rest = "";
                }
            }
            '\'' | '"' => {
                let body = pattern.get(1..)?;
                let end = body.find(c)?;
                rest = rest.strip_prefix(body.get(..end)?)?;
                used = end + 2;
            }
            '\\' => {
                let literal = pattern.chars().nth(1)?;
                rest = rest.strip_prefix(literal)?;
                used = 1 + literal.len_utf8();
            }
            literal => {
                rest = rest.strip_prefix(literal)?;
                used = literal.len_utf8();
            }
        }
        pattern = pattern.get(used..)?;
    }
    if !rest.is_empty() {
        return None;
    }
    if let Some(pm) = pm {
        hour = hour % 12 + if pm { 12 } else { 0 };
    }
    let today = Local::now().date_naive();
    let any = year.is_some() || month.is_some() || day.is_some();
    let date = if any {
        let year = match year {
            Some(short) if short < 50 => 2000 + short,
            Some(short) if short < 100 => 1900 + short,
            Some(year) => year,
            None => u32::try_from(today.year()).ok()?,
        };
        NaiveDate::from_ymd_opt(
            i32::try_from(year).ok()?,
            month.unwrap_or(1),
            day.unwrap_or(1),
        )?
    } else {
        today
    };
    let reading = date.and_time(NaiveTime::from_hms_nano_opt(hour, minute, second, nanos)?);
    match offset {
        None => Some(date_value(reading, DateTimeKind::Unspecified)),
        Some(seconds) => Some(to_local(
            reading.checked_sub_offset(FixedOffset::east_opt(seconds)?)?,
        )),
    }
}

/// Takes one of the names, the longest that fits.
fn take_name(rest: &mut &str, names: &[&str]) -> Option<usize> {
    let begins = |name: &str| {
        rest.get(..name.len())
            .is_some_and(|head| head.to_lowercase() == name.to_lowercase())
    };
    let (at, name) = names
        .iter()
        .enumerate()
        .filter(|(_, name)| begins(name))
        .max_by_key(|(_, name)| name.len())?;
    *rest = rest.get(name.len()..)?;
    Some(at)
}

/// Takes digits: exactly `count` when the format has two or more, else one up to `most`.
fn take_number(rest: &mut &str, most: usize, count: usize) -> Option<u32> {
    let available = rest
        .bytes()
        .take_while(u8::is_ascii_digit)
        .count()
        .min(if count >= 2 { count } else { most });
    if available == 0 || (count >= 2 && available < count) {
        return None;
    }
    let (digits, tail) = rest.split_at(available);
    *rest = tail;
    digits.parse().ok()
}

/// Reads `[-][d.]hh:mm[:ss[.fffffff]]`, `d:hh:mm:ss`, or a number of days; in ticks.
pub fn parse_time_span(text: &str) -> Option<i64> {
    let text = text.trim();
    let (negative, body) = match text.strip_prefix('-') {
        Some(body) => (true, body),
        None => (false, text),
    };
    let number = |digits: &str, most: i64| -> Option<i64> {
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        digits.parse::<i64>().ok().filter(|n| *n <= most)
    };
    let parts: Vec<&str> = body.split(':').collect();
    let (days, hours, minutes, seconds) = match parts.as_slice() {
        [days] => (number(days, 10_675_199)?, 0, 0, None),
        [first, minutes] => {
            let (days, hours) = days_and_hours(first, &number)?;
            (days, hours, number(minutes, 59)?, None)
        }
        [first, minutes, seconds] => {
            let (days, hours) = days_and_hours(first, &number)?;
            (days, hours, number(minutes, 59)?, Some(*seconds))
        }
        [days, hours, minutes, seconds] => (
            number(days, 10_675_199)?,
            number(hours, 23)?,
            number(minutes, 59)?,
            Some(*seconds),
        ),
        _ => return None,
    };
    let (seconds, fraction) = match seconds {
        None => (0, 0),
        Some(text) => match text.split_once('.') {
            None => (number(text, 59)?, 0),
            Some((whole, fraction)) => {
                number(fraction, i64::MAX)?;
                (
                    number(whole, 59)?,
                    i64::from(fraction_nanos(fraction)?) / 100,
                )
            }
        },
    };
    let total = days
        .checked_mul(86_400)?
        .checked_add(hours * 3600 + minutes * 60 + seconds)?
        .checked_mul(10_000_000)?
        .checked_add(fraction)?;
    Some(if negative { -total } else { total })
}

fn days_and_hours(text: &str, number: &impl Fn(&str, i64) -> Option<i64>) -> Option<(i64, i64)> {
    match text.split_once('.') {
        Some((days, hours)) => Some((number(days, 10_675_199)?, number(hours, 23)?)),
        None => Some((0, number(text, 23)?)),
    }
}

/// `[-][d.]hh:mm:ss[.fffffff]`: what a time span's `ToString()` gives.
pub fn format_time_span_constant(ticks: i64) -> String {
    let sign = if ticks < 0 { "-" } else { "" };
    let total = ticks.unsigned_abs();
    let fraction = total % 10_000_000;
    let seconds = total / 10_000_000;
    let (days, hours, minutes, seconds) = (
        seconds / 86_400,
        seconds / 3600 % 24,
        seconds / 60 % 60,
        seconds % 60,
    );
    let days = if days > 0 {
        format!("{days}.")
    } else {
        String::new()
    };
    let fraction = if fraction > 0 {
        format!(".{fraction:07}")
    } else {
        String::new()
    };
    format!("{sign}{days}{hours:02}:{minutes:02}:{seconds:02}{fraction}")
}

/// The value of a date.
impl From<DateTimeValue> for Value {
    fn from(date: DateTimeValue) -> Self {
        Self::DateTime(Rc::new(date))
    }
}
