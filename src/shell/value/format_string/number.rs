//! Standard (`N2`, `X8`, `P0` ...) and custom (`#,##0.00`) number formats.

use super::zeros;
use crate::value::Value;
use crate::value::convert::{double_shortest, single_shortest, to_double, to_long};
use crate::value::culture::Culture;

/// More digits than this are refused: no number has them, and they would only cost memory.
const MAX_DIGITS: usize = 1000;

/// A number as decimal digits: `0.DIGITS × 10^point`.
#[derive(Clone, Debug)]
struct Digits {
    negative: bool,
    digits: Vec<u8>,
    /// How many of the digits stand before the decimal point; may be negative or more than there are.
    point: i32,
}

impl Digits {
    /// From plain or scientific text as Rust writes it.
    fn from_text(text: &str) -> Self {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse().unwrap_or(0)),
            None => (text, 0),
        };
        let negative = mantissa.starts_with('-');
        let mantissa = mantissa.trim_start_matches(['-', '+']);
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let mut digits: Vec<u8> = whole
            .bytes()
            .chain(fraction.bytes())
            .map(|byte| byte.wrapping_sub(b'0'))
            .collect();
        let mut point = i32::try_from(whole.len())
            .unwrap_or(0)
            .saturating_add(exponent);
        let zeros = digits.iter().take_while(|digit| **digit == 0).count();
        digits.drain(..zeros);
        point = point.saturating_sub(i32::try_from(zeros).unwrap_or(0));
        while digits.last() == Some(&0) {
            digits.pop();
        }
        if digits.is_empty() {
            point = 0;
        }
        Self {
            negative,
            digits,
            point,
        }
    }

    fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// Rounds to `places` digits after the point, halves away from zero.
    fn round(&mut self, places: i32) {
        let keep = self.point.saturating_add(places);
        if keep < 0 {
            self.digits.clear();
            self.point = 0;
            return;
        }
        let keep = keep as usize;
        if keep >= self.digits.len() {
            return;
        }
        let up = self.digits.get(keep).is_some_and(|digit| *digit >= 5);
        self.digits.truncate(keep);
        if up {
            let mut at = keep;
            loop {
                if at == 0 {
                    self.digits.insert(0, 1);
                    self.point += 1;
                    break;
                }
                at -= 1;
                if let Some(digit) = self.digits.get_mut(at) {
                    if *digit == 9 {
                        *digit = 0;
                    } else {
                        *digit += 1;
                        break;
                    }
                }
            }
        }
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            self.point = 0;
        }
    }

    fn digit(&self, at: i32) -> char {
        usize::try_from(at)
            .ok()
            .and_then(|at| self.digits.get(at))
            .map_or('0', |digit| char::from(b'0' + digit))
    }

    /// The digits before the point; empty for numbers below 1.
    fn whole(&self) -> String {
        (0..self.point.max(0)).map(|at| self.digit(at)).collect()
    }

    /// `count` digits after the point.
    fn fraction(&self, count: usize) -> String {
        let count = i32::try_from(count).unwrap_or(0);
        (0..count)
            .map(|at| {
                let at = self.point.saturating_add(at);
                if at < 0 { '0' } else { self.digit(at) }
            })
            .collect()
    }
}

fn digits_of(value: &Value) -> Digits {
    let text = match value {
        Value::Double(n) => format!("{n:e}"),
        Value::Single(n) => format!("{n:e}"),
        Value::Decimal(n) => n.to_string(),
        Value::ULong(n) => n.to_string(),
        other => to_long(other).unwrap_or(0).to_string(),
    };
    Digits::from_text(&text)
}

fn group(whole: &str, separator: &str) -> String {
    let mut out = String::with_capacity(whole.len() + whole.len() / 3);
    for (at, c) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push_str(separator);
        }
        out.push(c);
    }
    out
}

/// A number in a standard or custom format, as a culture writes it. The error is .NET's sentence.
pub fn format_number_in(value: &Value, format: &str, culture: &Culture) -> Result<String, String> {
    if let Value::Double(_) | Value::Single(_) = value {
        let n = to_double(value).unwrap_or(0.0);
        if n.is_nan() {
            return Ok("NaN".to_owned());
        }
        if n.is_infinite() {
            return Ok(if n > 0.0 {
                "∞".to_owned()
            } else {
                format!("{}∞", culture.minus)
            });
        }
    }
    let mut chars = format.chars();
    let letter = match chars.next() {
        None => return Ok(localized(general(value, None, 'E'), culture)),
        Some(letter) => letter,
    };
    let precision = chars.as_str();
    if letter.is_ascii_alphabetic() && precision.bytes().all(|byte| byte.is_ascii_digit()) {
        let precision = match precision {
            "" => None,
            digits => Some(
                digits
                    .parse::<usize>()
                    .ok()
                    .filter(|digits| *digits <= MAX_DIGITS)
                    .ok_or_else(bad_format)?,
            ),
        };
        return standard(value, letter, precision, culture);
    }
    Ok(custom(value, format, culture))
}

/// A number as the invariant culture writes it without groups, with the marks of another one.
fn localized(text: String, culture: &Culture) -> String {
    if culture.decimal == "." && culture.minus == "-" {
        return text;
    }
    text.chars()
        .fold(String::with_capacity(text.len()), |mut out, c| {
            match c {
                '.' => out.push_str(culture.decimal),
                '-' => out.push_str(culture.minus),
                other => out.push(other),
            }
            out
        })
}

/// A number in the place that a form of a culture has for it.
fn placed(form: &str, number: &str, culture: &Culture) -> String {
    form.chars().fold(String::new(), |mut out, c| {
        match c {
            'n' => out.push_str(number),
            '$' => out.push_str(culture.currency),
            '-' => out.push_str(culture.minus),
            other => out.push(other),
        }
        out
    })
}

fn bad_format() -> String {
    "Format specifier was invalid.".to_owned()
}

fn is_integer(value: &Value) -> bool {
    !matches!(
        value,
        Value::Double(_) | Value::Single(_) | Value::Decimal(_)
    )
}

fn standard(
    value: &Value,
    letter: char,
    precision: Option<usize>,
    culture: &Culture,
) -> Result<String, String> {
    let fixed = |digits: &Digits, places: usize, grouped: bool| {
        let mut digits = digits.clone();
        digits.round(i32::try_from(places).unwrap_or(0));
        let whole = digits.whole();
        let whole = if whole.is_empty() {
            "0".to_owned()
        } else {
            whole
        };
        let mut text = if grouped {
            group(&whole, culture.group)
        } else {
            whole
        };
        if places > 0 {
            text.push_str(culture.decimal);
            text.push_str(&digits.fraction(places));
        }
        (text, digits.negative && !digits.is_zero())
    };
    let signed = |(text, negative): (String, bool)| {
        if negative {
            format!("{}{text}", culture.minus)
        } else {
            text
        }
    };
    let digits = digits_of(value);
    match letter {
        'd' | 'D' | 'b' | 'B' if !is_integer(value) => Err(bad_format()),
        'd' | 'D' => {
            let whole = zeros(digits.whole(), precision.unwrap_or(1).max(1));
            Ok(signed((whole, digits.negative)))
        }
        'x' | 'X' => hex(value, letter == 'X', precision),
        'b' | 'B' => {
            let bits = match value {
                Value::Int(n) => format!("{n:b}"),
                Value::Long(n) => format!("{n:b}"),
                other => format!("{:b}", to_long(other).unwrap_or(0)),
            };
            Ok(zeros(bits, precision.unwrap_or(1)))
        }
        'f' | 'F' => Ok(signed(fixed(
            &digits,
            precision.unwrap_or(culture.digits),
            false,
        ))),
        'n' | 'N' => Ok(signed(fixed(
            &digits,
            precision.unwrap_or(culture.digits),
            true,
        ))),
        'c' | 'C' => {
            let places = precision.unwrap_or(culture.currency_digits);
            let (text, negative) = fixed(&digits, places, true);
            let form = if negative {
                culture.currency_negative
            } else {
                culture.currency_form
            };
            Ok(placed(form, &text, culture))
        }
        'p' | 'P' => {
            let mut hundred = digits;
            if !hundred.is_zero() {
                hundred.point += 2;
            }
            let places = precision.unwrap_or(culture.digits);
            let (text, negative) = fixed(&hundred, places, true);
            Ok(signed((
                placed(culture.percent_form, &text, culture),
                negative,
            )))
        }
        'e' | 'E' => Ok(localized(
            scientific(&digits, precision.unwrap_or(6), letter, 3),
            culture,
        )),
        'g' | 'G' => Ok(localized(
            general(
                value,
                precision.filter(|digits| *digits > 0),
                if letter == 'g' { 'e' } else { 'E' },
            ),
            culture,
        )),
        'r' | 'R' if !is_integer(value) => Ok(localized(general(value, None, 'E'), culture)),
        _ => Err(bad_format()),
    }
}

fn hex(value: &Value, upper: bool, precision: Option<usize>) -> Result<String, String> {
    let text = match value {
        Value::SByte(n) => format!("{n:x}"),
        Value::Byte(n) => format!("{n:x}"),
        Value::Int16(n) => format!("{n:x}"),
        Value::UInt16(n) => format!("{n:x}"),
        Value::Int(n) => format!("{n:x}"),
        Value::UInt32(n) => format!("{n:x}"),
        Value::Long(n) => format!("{n:x}"),
        Value::ULong(n) => format!("{n:x}"),
        _ => return Err(bad_format()),
    };
    let text = zeros(text, precision.unwrap_or(1));
    Ok(if upper { text.to_uppercase() } else { text })
}

fn scientific(digits: &Digits, places: usize, letter: char, exponent_digits: usize) -> String {
    let mut rounded = digits.clone();
    // One digit before the point: rounding happens after `places` more.
    let shift = rounded.point - 1;
    rounded.point = 1;
    if digits.is_zero() {
        rounded.point = 0;
    }
    rounded.round(i32::try_from(places).unwrap_or(0));
    let shift = if digits.is_zero() {
        0
    } else {
        shift + (rounded.point - 1)
    };
    if !rounded.is_zero() {
        rounded.point = 1;
    }
    let whole = rounded.whole();
    let mut text = String::new();
    if rounded.negative {
        text.push('-');
    }
    text.push_str(if whole.is_empty() { "0" } else { &whole });
    if places > 0 {
        text.push('.');
        text.push_str(&rounded.fraction(places));
    }
    let sign = if shift < 0 { '-' } else { '+' };
    text.push(letter);
    text.push(sign);
    text.push_str(&zeros(shift.unsigned_abs(), exponent_digits));
    text
}

/// `G`: the shortest of fixed and scientific.
fn general(value: &Value, precision: Option<usize>, letter: char) -> String {
    let Some(precision) = precision else {
        return match value {
            Value::Double(n) => double_shortest(*n).replace('E', &letter.to_string()),
            Value::Single(n) => single_shortest(*n).replace('E', &letter.to_string()),
            other => crate::value::convert::to_text(other).to_string(),
        };
    };
    let mut digits = digits_of(value);
    let places = i32::try_from(precision).unwrap_or(0) - digits.point;
    digits.round(places);
    if digits.is_zero() {
        return "0".to_owned();
    }
    if digits.point > i32::try_from(precision).unwrap_or(i32::MAX) || digits.point < -4 {
        let places = digits.digits.len().saturating_sub(1);
        return scientific(&digits, places, letter, 2);
    }
    let whole = digits.whole();
    let mut text = String::new();
    if digits.negative {
        text.push('-');
    }
    text.push_str(if whole.is_empty() { "0" } else { &whole });
    let places = i32::try_from(digits.digits.len()).unwrap_or(0) - digits.point;
    if places > 0 {
        text.push('.');
        text.push_str(&digits.fraction(places as usize));
    }
    text
}

/// Splits a custom format into its sections at `;` outside of quotes.
fn sections(format: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut quote = None;
    let mut skip = false;
    for (at, c) in format.char_indices() {
        if skip {
            skip = false;
            continue;
        }
        match (quote, c) {
            (None, '\\') => skip = true,
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (None, ';') => {
                parts.push(format.get(start..at).unwrap_or(""));
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(format.get(start..).unwrap_or(""));
    parts
}

#[derive(Default)]
struct Layout {
    /// Digit places before the point, and how many of them are shown at least.
    whole: usize,
    whole_zeros: usize,
    /// Digit places after it.
    fraction: usize,
    fraction_zeros: usize,
    grouped: bool,
    scale: i32,
    exponent: bool,
}

fn measure(section: &str) -> Layout {
    let mut layout = Layout::default();
    let mut after_point = false;
    let mut first_zero = None;
    let mut commas = 0;
    let mut chars = section.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                chars.next();
            }
            '\'' | '"' => {
                for inner in chars.by_ref() {
                    if inner == c {
                        break;
                    }
                }
            }
            '0' | '#' if after_point => {
                layout.fraction += 1;
                if c == '0' {
                    layout.fraction_zeros = layout.fraction;
                }
            }
            '0' | '#' => {
                if commas > 0 && layout.whole > 0 {
                    layout.grouped = true;
                }
                commas = 0;
                if c == '0' && first_zero.is_none() {
                    first_zero = Some(layout.whole);
                }
                layout.whole += 1;
            }
            ',' if !after_point => commas += 1,
            '.' => {
                if !after_point {
                    layout.scale -= 3 * commas;
                    commas = 0;
                }
                after_point = true;
            }
            '%' => layout.scale += 2,
            '‰' => layout.scale += 3,
            'e' | 'E' => {
                if matches!(chars.peek(), Some('+' | '-' | '0')) {
                    layout.exponent = true;
                    while matches!(chars.peek(), Some('+' | '-' | '0')) {
                        chars.next();
                    }
                }
            }
            _ => {}
        }
    }
    if !after_point && layout.whole > 0 {
        layout.scale -= 3 * commas;
    }
    layout.whole_zeros = first_zero.map_or(0, |first| layout.whole - first);
    layout
}

fn custom(value: &Value, format: &str, culture: &Culture) -> String {
    let parts = sections(format);
    let mut digits = digits_of(value);
    let mut sign = digits.negative;
    let mut section = parts.first().copied().unwrap_or("");
    if digits.is_zero() {
        if let Some(zero) = parts.get(2) {
            section = zero;
        }
    } else if digits.negative
        && let Some(negative) = parts.get(1).filter(|part| !part.is_empty())
    {
        section = negative;
        sign = false;
    }
    let layout = measure(section);
    let mut shift = 0;
    if layout.exponent && !digits.is_zero() {
        shift = digits.point - i32::try_from(layout.whole.max(1)).unwrap_or(1);
        digits.point -= shift;
    } else if !digits.is_zero() {
        digits.point += layout.scale;
    }
    digits.round(i32::try_from(layout.fraction).unwrap_or(0));
    if digits.is_zero() {
        sign = false;
        if let Some(zero) = parts.get(2)
            && !zero.is_empty()
        {
            section = zero;
        }
    }
    let whole = digits.whole();
    let zeros = layout.whole_zeros.saturating_sub(whole.len());
    let whole = "0".repeat(zeros) + &whole;
    let mut fraction = digits.fraction(layout.fraction);
    while fraction.len() > layout.fraction_zeros && fraction.ends_with('0') {
        fraction.pop();
    }
    let marks = Marks {
        sign,
        shift,
        culture,
    };
    render(section, &layout, &whole, &fraction, &marks)
}

/// What stands around the digits of a custom format.
struct Marks<'a> {
    /// Whether a minus is due.
    sign: bool,
    /// The exponent.
    shift: i32,
    culture: &'a Culture,
}

/// Puts the digits into the places of a section.
fn render(
    section: &str,
    layout: &Layout,
    whole: &str,
    fraction: &str,
    marks: &Marks<'_>,
) -> String {
    let Marks {
        sign,
        shift,
        culture,
    } = *marks;
    let mut out = String::new();
    if sign {
        out.push_str(culture.minus);
    }
    let mut places = layout.whole;
    let whole_digits: Vec<char> = whole.chars().collect();
    let mut written = 0usize;
    let mut fraction = fraction.chars();
    let mut after_point = false;
    let emit = |out: &mut String, written: &mut usize| {
        if let Some(digit) = whole_digits.get(*written) {
            out.push(*digit);
            *written += 1;
            let left = whole_digits.len() - *written;
            if layout.grouped && left > 0 && left.is_multiple_of(3) {
                out.push_str(culture.group);
            }
        }
    };
    let mut chars = section.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            '\'' | '"' => {
                for inner in chars.by_ref() {
                    if inner == c {
                        break;
                    }
                    out.push(inner);
                }
            }
            '0' | '#' if after_point => out.extend(fraction.next()),
            '0' | '#' => {
                // The first place takes all the digits that have no place of their own.
                while whole_digits.len() - written > places {
                    emit(&mut out, &mut written);
                }
                if whole_digits.len() - written == places {
                    emit(&mut out, &mut written);
                }
                places = places.saturating_sub(1);
            }
            ',' => {}
            '.' => {
                if !after_point && !fraction.as_str().is_empty() {
                    out.push_str(culture.decimal);
                }
                after_point = true;
            }
            'e' | 'E' if layout.exponent && matches!(chars.peek(), Some('+' | '-' | '0')) => {
                let mut plus = false;
                let mut width = 0;
                while let Some(next @ ('+' | '-' | '0')) = chars.peek().copied() {
                    plus |= next == '+';
                    width += usize::from(next == '0');
                    chars.next();
                }
                out.push(c);
                if shift < 0 {
                    out.push('-');
                } else if plus {
                    out.push('+');
                }
                out.push_str(&zeros(shift.unsigned_abs(), width));
            }
            other => out.push(other),
        }
    }
    out
}
