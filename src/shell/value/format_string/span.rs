//! Time-span formats.

use super::zeros;
use std::fmt::Write as _;

use crate::value::convert::format_time_span_constant;

const BAD: &str = "Input string was not in a correct format.";

/// A time span in a standard (`c`, `g`, `G`) or custom format. The error is .NET's sentence.
pub fn format_span(ticks: i64, format: &str) -> Result<String, String> {
    let total = ticks.unsigned_abs();
    let fraction = total % 10_000_000;
    let seconds = total / 10_000_000;
    let (days, hours, minutes, seconds) = (
        seconds / 86_400,
        seconds / 3600 % 24,
        seconds / 60 % 60,
        seconds % 60,
    );
    let sign = if ticks < 0 { "-" } else { "" };
    match format {
        "" | "c" | "t" | "T" => return Ok(format_time_span_constant(ticks)),
        "g" => {
            let day = if days > 0 {
                format!("{days}:")
            } else {
                String::new()
            };
            let digits = format!("{fraction:07}");
            let fraction = match digits.trim_end_matches('0') {
                "" => String::new(),
                digits => format!(".{digits}"),
            };
            return Ok(format!(
                "{sign}{day}{hours}:{minutes:02}:{seconds:02}{fraction}"
            ));
        }
        "G" => {
            return Ok(format!(
                "{sign}{days}:{hours:02}:{minutes:02}:{seconds:02}.{fraction:07}"
            ));
        }
        other if other.chars().count() == 1 => return Err(BAD.to_owned()),
        _ => {}
    }
    let mut out = String::new();
    let mut rest = format;
    while let Some(c) = rest.chars().next() {
        let run = rest.len() - rest.trim_start_matches(c).len();
        let mut used = run;
        let count = run;
        // Writing to a String cannot fail.
        let _ = match c {
            'd' => out.write_str(&zeros(days, count)),
            'h' => out.write_str(&zeros(hours, count.min(2))),
            'm' => out.write_str(&zeros(minutes, count.min(2))),
            's' => out.write_str(&zeros(seconds, count.min(2))),
            'f' | 'F' => {
                let digits = format!("{fraction:07}");
                let mut digits = digits.get(..count.min(7)).unwrap_or("");
                if c == 'F' {
                    digits = digits.trim_end_matches('0');
                }
                out.write_str(digits)
            }
            '\'' | '"' => {
                let body = rest.get(1..).unwrap_or("");
                let Some(end) = body.find(c) else {
                    return Err(BAD.to_owned());
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
            _ => return Err(BAD.to_owned()),
        };
        rest = rest.get(used..).unwrap_or("");
    }
    Ok(out)
}
