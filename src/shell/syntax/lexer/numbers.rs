//! Numbers: decimal, hexadecimal and binary, with type suffixes (`l`, `d`, `u`, `us`, `n`, ...) and multipliers (`kb` ... `pb`).

use std::rc::Rc;

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use super::super::ast::Constant;
use super::super::chars::{ends_number, ends_word, is_dash};
use super::super::errors::ErrorId;
use super::super::token::TokenKind;
use super::{Lexed, Lexer, TokenValue};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Decimal,
    Hexadecimal,
    Binary,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Suffix {
    None,
    SByte,
    Byte,
    Int16,
    UInt16,
    UInt32,
    Int64,
    UInt64,
    Decimal,
    BigInteger,
}

/// A number as written.
struct Scanned {
    negative: bool,
    /// Without sign and prefix; with point and exponent when `real`.
    digits: String,
    format: Format,
    suffix: Suffix,
    real: bool,
    multiplier: i64,
}

impl Lexer<'_, '_> {
    /// After the first character of what looks like a number.
    pub(super) fn number(&mut self, first: char) -> Lexed {
        let Some(scanned) = self.scan_number(first) else {
            self.pos = self.tok_start;
            return self.word();
        };
        let value = scanned.value();
        if value.is_none() {
            if !self.is_expression_mode() {
                self.pos = self.tok_start;
                return self.word();
            }
            let span = self.span(self.tok_start, self.pos);
            let text = self.slice(self.tok_start, self.pos);
            self.error(ErrorId::BadNumericConstant, span, text);
        }
        self.token(TokenKind::Number, TokenValue::Number(value))
    }

    fn digits(&mut self, digits: &mut String, accept: fn(&u8) -> bool) -> usize {
        let start = self.pos;
        while accept(&self.byte(self.pos)) {
            self.pos += 1;
        }
        digits.push_str(self.slice(start, self.pos));
        self.pos - start
    }

    /// `None`: it is a word that begins with a digit.
    fn scan_number(&mut self, first: char) -> Option<Scanned> {
        let mut number = Scanned {
            negative: is_dash(first),
            digits: String::new(),
            format: Format::Decimal,
            suffix: Suffix::None,
            real: false,
            multiplier: 1,
        };
        let first = if first == '+' || is_dash(first) {
            self.bump()
        } else {
            first
        };
        if first == '.' {
            number.digits.push('.');
            number.real = true;
            self.fraction(&mut number.digits)?;
        } else {
            match (first, self.byte(self.pos)) {
                ('0', b'x' | b'X') => {
                    self.pos += 1;
                    number.format = Format::Hexadecimal;
                    self.digits(&mut number.digits, u8::is_ascii_hexdigit);
                }
                ('0', b'b' | b'B') => {
                    self.pos += 1;
                    number.format = Format::Binary;
                    self.digits(&mut number.digits, |byte| matches!(byte, b'0' | b'1'));
                    if number.digits.is_empty() {
                        return None;
                    }
                }
                _ => {
                    number.digits.push(first);
                    self.digits(&mut number.digits, u8::is_ascii_digit);
                    match self.byte(self.pos) {
                        // Two dots are the range operator.
                        b'.' if self.byte(self.pos + 1) != b'.' => {
                            self.pos += 1;
                            number.digits.push('.');
                            number.real = true;
                            self.fraction(&mut number.digits)?;
                        }
                        b'e' | b'E' => {
                            number.real = true;
                            self.exponent(&mut number.digits)?;
                        }
                        _ => {}
                    }
                }
            }
        }
        number.suffix = self.suffix()?;
        number.multiplier = self.multiplier()?;
        let next = self.peek();
        let ends = ends_word(next)
            || (self.is_expression_mode() && ends_number(next, self.ternary_ends_number));
        ends.then_some(number)
    }

    fn fraction(&mut self, digits: &mut String) -> Option<()> {
        self.digits(digits, u8::is_ascii_digit);
        if matches!(self.byte(self.pos), b'e' | b'E') {
            self.exponent(digits)
        } else {
            Some(())
        }
    }

    fn exponent(&mut self, digits: &mut String) -> Option<()> {
        self.pos += 1;
        digits.push('e');
        let sign = self.peek();
        if sign == '+' || is_dash(sign) {
            self.skip(sign);
            digits.push(if sign == '+' { '+' } else { '-' });
        }
        (self.digits(digits, u8::is_ascii_digit) > 0).then_some(())
    }

    fn suffix(&mut self) -> Option<Suffix> {
        let is_suffix = |byte: u8| matches!(byte, b'u' | b's' | b'l' | b'd' | b'y' | b'n');
        let first = self.byte(self.pos).to_ascii_lowercase();
        if !is_suffix(first) {
            return Some(Suffix::None);
        }
        self.pos += 1;
        let second = self.byte(self.pos).to_ascii_lowercase();
        if is_suffix(second) {
            self.pos += 1;
            return match (first, second) {
                (b'u', b'l') => Some(Suffix::UInt64),
                (b'u', b's') => Some(Suffix::UInt16),
                (b'u', b'y') => Some(Suffix::Byte),
                _ => None,
            };
        }
        Some(match first {
            b'u' => Suffix::UInt32,
            b's' => Suffix::Int16,
            b'l' => Suffix::Int64,
            b'd' => Suffix::Decimal,
            b'y' => Suffix::SByte,
            _ => Suffix::BigInteger,
        })
    }

    fn multiplier(&mut self) -> Option<i64> {
        let shift = match self.byte(self.pos) {
            b'k' | b'K' => 10,
            b'm' | b'M' => 20,
            b'g' | b'G' => 30,
            b't' | b'T' => 40,
            b'p' | b'P' => 50,
            _ => return Some(1),
        };
        self.pos += 1;
        if !matches!(self.byte(self.pos), b'b' | b'B') {
            return None;
        }
        self.pos += 1;
        Some(1 << shift)
    }
}

impl Scanned {
    /// The value in the type that suffix and size ask for; `None` when it does not fit.
    fn value(&self) -> Option<Constant> {
        if self.real {
            return self.real_value();
        }
        let (whole, wide) = match self.format {
            Format::Decimal => {
                let Ok(whole) = self.digits.parse::<i128>() else {
                    return self.huge_value();
                };
                (whole, false)
            }
            Format::Hexadecimal => self.radix_value(16, 4)?,
            Format::Binary => self.radix_value(2, 1)?,
        };
        let whole = if self.negative {
            whole.checked_neg()?
        } else {
            whole
        };
        let Some(whole) = whole.checked_mul(i128::from(self.multiplier)) else {
            return self.huge_value();
        };
        let suffix = match self.suffix {
            Suffix::None if wide => Suffix::Int64,
            Suffix::UInt32 if wide => Suffix::UInt64,
            suffix => suffix,
        };
        match suffix {
            Suffix::None => {
                if let Ok(value) = i32::try_from(whole) {
                    return Some(Constant::Int32(value));
                }
                if let Ok(value) = i64::try_from(whole) {
                    return Some(Constant::Int64(value));
                }
                if self.format != Format::Decimal {
                    return None;
                }
                match Decimal::from_i128(whole) {
                    Some(value) => Some(Constant::Decimal(value)),
                    None => self.huge_value(),
                }
            }
            _ => suffix.fit(whole),
        }
    }

    /// The value of a hexadecimal or binary number, and whether it is written with all digits of 64 bits. The highest
    /// bit of a full-length number without `u` is its sign.
    fn radix_value(&self, radix: u32, bits_per_digit: usize) -> Option<(i128, bool)> {
        // `0x` alone is zero, as in PowerShell.
        let digits = if self.digits.is_empty() {
            "0"
        } else {
            self.digits.as_str()
        };
        let value = i128::try_from(u128::from_str_radix(digits, radix).ok()?).ok()?;
        let length = digits.len();
        let unsigned = matches!(
            self.suffix,
            Suffix::Byte | Suffix::UInt16 | Suffix::UInt32 | Suffix::UInt64
        );
        let wide = length * bits_per_digit == 64;
        let bits = match self.suffix {
            Suffix::SByte => 8,
            Suffix::Int16 => 16,
            Suffix::Int64 => 64,
            // Binary digits fill a byte or a short too: `0b11111111` is -1.
            _ if bits_per_digit == 1 && matches!(length, 8 | 16) => length,
            _ if length * bits_per_digit > 56 => 64,
            _ => 32,
        };
        let is_negative =
            !unsigned && length * bits_per_digit == bits && value >> (bits - 1) & 1 == 1;
        Some((
            if is_negative {
                value - (1i128 << bits)
            } else {
                value
            },
            wide,
        ))
    }

    fn real_value(&self) -> Option<Constant> {
        if self.suffix == Suffix::Decimal {
            let value = if self.digits.contains('e') {
                Decimal::from_scientific(&self.digits).ok()?
            } else {
                self.digits.trim_end_matches('.').parse::<Decimal>().ok()?
            };
            let value = value.checked_mul(Decimal::from(self.multiplier))?;
            return Some(Constant::Decimal(if self.negative {
                -value
            } else {
                value
            }));
        }
        let value = self.digits.parse::<f64>().ok()?;
        let value = if self.negative { -value } else { value };
        #[allow(clippy::cast_precision_loss, reason = "multipliers are powers of two")]
        let value = value * self.multiplier as f64;
        if self.suffix == Suffix::None {
            return Some(Constant::Double(value));
        }
        let rounded = value.round_ties_even();
        if rounded.abs() < 1e38 {
            #[allow(clippy::cast_possible_truncation, reason = "checked just above")]
            let whole = rounded as i128;
            return self.suffix.fit(whole);
        }
        (self.suffix == Suffix::BigInteger && rounded.is_finite())
            .then(|| Constant::BigInteger(Rc::from(format!("{rounded:.0}"))))
    }

    /// A decimal number that does not fit 128 bits (or not after its multiplier).
    fn huge_value(&self) -> Option<Constant> {
        if self.format != Format::Decimal {
            return None;
        }
        let sign = if self.negative { "-" } else { "" };
        match self.suffix {
            Suffix::None => {
                let value = format!("{sign}{}", self.digits).parse::<f64>().ok()?;
                #[allow(clippy::cast_precision_loss, reason = "multipliers are powers of two")]
                let value = value * self.multiplier as f64;
                value.is_finite().then_some(Constant::Double(value))
            }
            Suffix::BigInteger => {
                let product = multiply_digits(&self.digits, self.multiplier.unsigned_abs());
                Some(Constant::BigInteger(Rc::from(format!("{sign}{product}"))))
            }
            _ => None,
        }
    }
}

impl Suffix {
    fn fit(self, whole: i128) -> Option<Constant> {
        match self {
            Suffix::None => None,
            Suffix::SByte => i8::try_from(whole).ok().map(Constant::SByte),
            Suffix::Byte => u8::try_from(whole).ok().map(Constant::Byte),
            Suffix::Int16 => i16::try_from(whole).ok().map(Constant::Int16),
            Suffix::UInt16 => u16::try_from(whole).ok().map(Constant::UInt16),
            Suffix::UInt32 => u32::try_from(whole)
                .map(Constant::UInt32)
                .ok()
                .or_else(|| u64::try_from(whole).ok().map(Constant::UInt64)),
            Suffix::Int64 => i64::try_from(whole).ok().map(Constant::Int64),
            Suffix::UInt64 => u64::try_from(whole).ok().map(Constant::UInt64),
            Suffix::Decimal => Decimal::from_i128(whole).map(Constant::Decimal),
            Suffix::BigInteger => Some(Constant::BigInteger(Rc::from(whole.to_string()))),
        }
    }
}

/// The product of a decimal digit string and a small number, as digits.
fn multiply_digits(digits: &str, factor: u64) -> String {
    let mut carry: u128 = 0;
    let mut product: Vec<u8> = Vec::with_capacity(digits.len() + 20);
    for digit in digits.bytes().rev() {
        let value = u128::from(digit.wrapping_sub(b'0')) * u128::from(factor) + carry;
        product.push(b'0' + u8::try_from(value % 10).unwrap_or(0));
        carry = value / 10;
    }
    while carry > 0 {
        product.push(b'0' + u8::try_from(carry % 10).unwrap_or(0));
        carry /= 10;
    }
    let text: String = product
        .iter()
        .rev()
        .map(|digit| char::from(*digit))
        .collect();
    let trimmed = text.trim_start_matches('0');
    if trimmed.is_empty() {
        "0".to_owned()
    } else {
        trimmed.to_owned()
    }
}
