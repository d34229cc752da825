//! Points in time as dates. The kernel, a file and a text can name moments that no date of .NET is: years before 1 and after 9999.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Datelike, FixedOffset, Local, Utc};

use super::{DateTimeKind, DateTimeValue};

impl DateTimeValue {
    /// So many seconds and nanoseconds after the beginning of 1970, in the host's own zone; `None` where that is no date.
    #[must_use]
    pub fn of_unix(seconds: i64, nanoseconds: u32) -> Option<Self> {
        let time = universal(seconds, nanoseconds)?;
        dated(
            time.with_timezone(&Local).fixed_offset(),
            DateTimeKind::Local,
        )
    }

    /// The same in universal time.
    #[must_use]
    pub fn of_unix_universal(seconds: i64, nanoseconds: u32) -> Option<Self> {
        let time = universal(seconds, nanoseconds)?;
        dated(time.fixed_offset(), DateTimeKind::Utc)
    }

    /// A moment of the system, in the host's own zone; `None` where that is no date.
    #[must_use]
    pub fn of_system(time: SystemTime) -> Option<Self> {
        let (seconds, nanoseconds) = since_1970(time)?;
        Self::of_unix(seconds, nanoseconds)
    }

    /// The same in universal time.
    #[must_use]
    pub fn of_system_universal(time: SystemTime) -> Option<Self> {
        let (seconds, nanoseconds) = since_1970(time)?;
        Self::of_unix_universal(seconds, nanoseconds)
    }
}

fn universal(seconds: i64, nanoseconds: u32) -> Option<DateTime<Utc>> {
    // Of years without a place in a calendar no zone says anything either.
    DateTime::from_timestamp(seconds, nanoseconds).filter(|time| is_year(time.year()))
}

fn dated(time: DateTime<FixedOffset>, kind: DateTimeKind) -> Option<DateTimeValue> {
    is_year(time.year()).then_some(DateTimeValue { time, kind })
}

fn is_year(year: i32) -> bool {
    (1..=9999).contains(&year)
}

/// Seconds, rounded down, and the nanoseconds behind them.
fn since_1970(time: SystemTime) -> Option<(i64, u32)> {
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => Some((i64::try_from(after.as_secs()).ok()?, after.subsec_nanos())),
        Err(before) => {
            let before = before.duration();
            let seconds = i64::try_from(before.as_secs()).ok()?.checked_neg()?;
            match Duration::from_secs(1).as_nanos() - u128::from(before.subsec_nanos()) {
                1_000_000_000 => Some((seconds, 0)),
                rest => Some((seconds.checked_sub(1)?, u32::try_from(rest).ok()?)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_a_date_or_none() {
        let seconds = [
            i64::MIN,
            i64::MAX,
            253_402_300_800,
            -62_135_596_801,
            8_210_266_876_799,
        ];
        for seconds in seconds {
            assert_eq!(
                DateTimeValue::of_unix_universal(seconds, 0),
                None,
                "{seconds}"
            );
        }
        let year = |seconds| Some(DateTimeValue::of_unix_universal(seconds, 0)?.time.year());
        assert_eq!(year(253_402_300_799), Some(9999));
        assert_eq!(year(-62_135_596_800), Some(1));
    }

    #[test]
    fn a_time_of_the_system_is_the_same_moment() {
        let quarter = Duration::from_millis(250);
        for time in [
            UNIX_EPOCH,
            UNIX_EPOCH + quarter,
            UNIX_EPOCH - quarter,
            UNIX_EPOCH - Duration::from_secs(1),
        ] {
            let date = DateTimeValue::of_system_universal(time).unwrap();
            assert_eq!(SystemTime::from(date.time), time);
        }
        let late = UNIX_EPOCH + Duration::from_secs(9_000_000_000_000_000);
        assert_eq!(DateTimeValue::of_system(late), None);
    }
}
