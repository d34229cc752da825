//! `System.Numerics.BigInteger`, up to 127 bits.

use std::any::Any;
use std::cmp::Ordering;

use crate::value::convert::whole_number;
use crate::value::{Name, Native, Value};

/// A large whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BigIntegerValue(pub i128);

impl Native for BigIntegerValue {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Numerics.BigInteger",
            "System.ValueType",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        self.0.to_string()
    }
    fn property(&self, name: &str) -> Option<Value> {
        let n = self.0;
        Some(match name.to_ascii_lowercase().as_str() {
            "ispoweroftwo" => Value::Bool(n > 0 && n.count_ones() == 1),
            "iszero" => Value::Bool(n == 0),
            "isone" => Value::Bool(n == 1),
            "iseven" => Value::Bool(n % 2 == 0),
            "sign" => Value::Int(i32::try_from(n.signum()).unwrap_or(0)),
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        ["IsPowerOfTwo", "IsZero", "IsOne", "IsEven", "Sign"]
            .map(Name::Static)
            .to_vec()
    }
    fn equals(&self, other: &Value) -> bool {
        self.compare(other) == Some(Ordering::Equal)
    }
    fn compare(&self, other: &Value) -> Option<Ordering> {
        whole_number(other.base()).map(|other| self.0.cmp(&other))
    }
    fn truth(&self) -> bool {
        self.0 != 0
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}
