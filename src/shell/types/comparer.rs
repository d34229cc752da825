//! `[StringComparer]`: how texts are compared, as a value that collections take.

use std::any::Any;

use crate::error::ShellError;
use crate::value::compare::{Case, collate, fold, same_text};
use crate::value::convert::to_text;
use crate::value::{Name, Native, Value};

/// A comparer of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComparerValue {
    /// Whether texts that differ in case alone are one.
    pub ignores_case: bool,
    /// Whether the numbers of the characters decide, and no language.
    pub ordinal: bool,
}

impl ComparerValue {
    fn case(self) -> Case {
        if self.ignores_case {
            Case::Ignore
        } else {
            Case::Respect
        }
    }

    fn order(self, a: &str, b: &str) -> i32 {
        if !self.ordinal {
            return collate(a, b, self.case()) as i32;
        }
        let units = |text: &str| -> Vec<u16> {
            if self.ignores_case {
                text.to_uppercase().encode_utf16().collect()
            } else {
                text.encode_utf16().collect()
            }
        };
        let (a, b) = (units(a), units(b));
        let differs = a.iter().zip(&b).find(|(a, b)| a != b);
        match differs {
            Some((a, b)) => i32::from(*a) - i32::from(*b),
            None => {
                i32::try_from(a.len()).unwrap_or(i32::MAX)
                    - i32::try_from(b.len()).unwrap_or(i32::MAX)
            }
        }
    }
}

impl Native for ComparerValue {
    fn type_names(&self) -> &'static [&'static str] {
        match (self.ordinal, self.ignores_case) {
            (true, true) => &[
                "System.OrdinalIgnoreCaseComparer",
                "System.OrdinalComparer",
                "System.StringComparer",
                "System.Object",
            ],
            (true, false) => &[
                "System.OrdinalCaseSensitiveComparer",
                "System.OrdinalComparer",
                "System.StringComparer",
                "System.Object",
            ],
            (false, _) => &[
                "System.CultureAwareComparer",
                "System.StringComparer",
                "System.Object",
            ],
        }
    }
    fn to_text(&self) -> String {
        self.type_names().first().copied().unwrap_or("").to_owned()
    }
    fn property(&self, _name: &str) -> Option<Value> {
        None
    }
    fn property_names(&self) -> Vec<Name> {
        Vec::new()
    }
    fn equals(&self, other: &Value) -> bool {
        other.downcast::<Self>() == Some(self)
    }
    fn call(&self, name: &str, args: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        let answer = match (name.to_ascii_lowercase().as_str(), args) {
            ("equals", [a, b]) => Value::Bool(same_text(&to_text(a), &to_text(b), self.case())),
            ("compare", [a, b]) => Value::Int(match (a.is_null(), b.is_null()) {
                (true, true) => 0,
                (true, false) => -1,
                (false, true) => 1,
                (false, false) => self.order(&to_text(a), &to_text(b)),
            }),
            ("gethashcode", [value]) => {
                let text = fold(&Value::Str(to_text(value)), !self.ignores_case);
                let hash = text.bytes().fold(0x811C_9DC5u32, |hash, byte| {
                    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
                });
                Value::Int(hash.cast_signed())
            }
            _ => return None,
        };
        Some(Ok(Some(answer)))
    }
    fn methods(&self) -> &'static [&'static str] {
        &["Compare", "Equals", "GetHashCode"]
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}
