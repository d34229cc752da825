//! `System.Management.Automation.SwitchParameter`.

use std::any::Any;
use std::cmp::Ordering;

use crate::value::{Name, Native, Value};

/// A switch: what a `[switch]` parameter holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SwitchValue(pub bool);

impl Native for SwitchValue {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Management.Automation.SwitchParameter",
            "System.ValueType",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        if self.0 { "True" } else { "False" }.to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        name.eq_ignore_ascii_case("IsPresent")
            .then_some(Value::Bool(self.0))
    }
    fn property_names(&self) -> Vec<Name> {
        vec![Name::Static("IsPresent")]
    }
    fn equals(&self, other: &Value) -> bool {
        match other {
            Value::Bool(on) => *on == self.0,
            _ => other.downcast::<Self>() == Some(self),
        }
    }
    fn compare(&self, other: &Value) -> Option<Ordering> {
        other.downcast::<Self>().map(|other| self.0.cmp(&other.0))
    }
    fn truth(&self) -> bool {
        self.0
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}
