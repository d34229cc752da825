//! `System.Globalization.CultureInfo`: a name. Formatting is always that of en-US.

use std::any::Any;
use std::rc::Rc;

use crate::value::{Name, Native, Value};

/// A culture by its name; empty for the invariant one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CultureValue {
    name: Rc<str>,
}

impl CultureValue {
    /// A culture by its name.
    pub fn new(name: &str) -> Self {
        Self { name: name.into() }
    }
}

impl Native for CultureValue {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Globalization.CultureInfo", "System.Object"]
    }
    fn to_text(&self) -> String {
        self.name.to_string()
    }
    fn property(&self, name: &str) -> Option<Value> {
        let invariant = self.name.is_empty();
        Some(match name.to_ascii_lowercase().as_str() {
            "name" => Value::Str(self.name.clone()),
            "displayname" | "englishname" | "nativename" => Value::from(match &*self.name {
                "" => "Invariant Language (Invariant Country)",
                "en-US" => "English (United States)",
                other => other,
            }),
            "lcid" => Value::Int(if invariant { 127 } else { 1033 }),
            "twoletterisolanguagename" => Value::from(if invariant {
                "iv"
            } else {
                self.name.get(..2).unwrap_or("")
            }),
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        ["LCID", "Name", "DisplayName"].map(Name::Static).to_vec()
    }
    fn equals(&self, other: &Value) -> bool {
        other.downcast::<Self>() == Some(self)
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}
