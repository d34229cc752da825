//! `[ref]`: a place that a method can write to.

use std::any::Any;
use std::cell::RefCell;

use crate::value::{Name, Native, Value};

/// Where a reference points: a variable of the interpreter.
pub trait Place: std::fmt::Debug {
    /// What is there.
    fn get(&self) -> Value;
    /// Puts something there.
    fn set(&self, value: Value);
}

/// A place of its own: `[ref]$null`, `[ref]5`.
#[derive(Debug, Default)]
pub struct VariablePlace(pub RefCell<Value>);

impl Place for VariablePlace {
    fn get(&self) -> Value {
        self.0.borrow().clone()
    }
    fn set(&self, value: Value) {
        *self.0.borrow_mut() = value;
    }
}

/// `System.Management.Automation.PSReference`.
#[derive(Debug)]
pub struct ReferenceValue(pub Box<dyn Place>);

impl ReferenceValue {
    /// A reference to a place of its own that holds `value`.
    pub fn to_value(value: Value) -> Value {
        Value::native(Self(Box::new(VariablePlace(RefCell::new(value)))))
    }
}

impl Native for ReferenceValue {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Management.Automation.PSReference`1",
            "System.Management.Automation.PSReference",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        "System.Management.Automation.PSReference".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        name.eq_ignore_ascii_case("Value").then(|| self.0.get())
    }
    fn property_names(&self) -> Vec<Name> {
        vec![Name::Static("Value")]
    }
    fn set_property(&self, name: &str, value: &Value) -> Result<bool, crate::error::ShellError> {
        if name.eq_ignore_ascii_case("Value") {
            self.0.set(value.clone());
            return Ok(true);
        }
        Ok(false)
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}
