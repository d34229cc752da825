//! `System.Tuple`: a few values in a row, each of a type of its own.

use std::any::Any;
use std::cmp::Ordering;
use std::rc::Rc;

use super::{TypeRef, type_of};
use crate::value::compare::{Case, equals, order};
use crate::value::convert::to_text;
use crate::value::{Name, Native, Value};

/// A tuple of one to seven values.
#[derive(Clone, Debug)]
pub struct TupleValue {
    items: Vec<Value>,
    types: Rc<Vec<TypeRef>>,
}

const NAMES: [&str; 7] = [
    "Item1", "Item2", "Item3", "Item4", "Item5", "Item6", "Item7",
];

impl TupleValue {
    /// A tuple of values of these types.
    pub fn new(items: Vec<Value>, types: Rc<Vec<TypeRef>>) -> Self {
        Self { items, types }
    }

    /// A tuple of values, of the types that they have.
    pub fn of(items: Vec<Value>) -> Self {
        let types = items.iter().map(type_of).collect();
        Self::new(items, Rc::new(types))
    }
}

impl Native for TupleValue {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Tuple", "System.Object"]
    }
    fn type_ref(&self) -> Option<TypeRef> {
        Some(TypeRef::Tuple(Rc::clone(&self.types)))
    }
    fn to_text(&self) -> String {
        let items: Vec<String> = self
            .items
            .iter()
            .map(|item| match item.base() {
                // As `.ToString()` has it; and what is in a list may lead back here.
                list @ (Value::Array(_) | Value::List(_)) => type_of(list).full_name().to_string(),
                other => to_text(other).to_string(),
            })
            .collect();
        format!("({})", items.join(", "))
    }
    fn property(&self, name: &str) -> Option<Value> {
        if name.eq_ignore_ascii_case("Length") {
            return Some(Value::Int(i32::try_from(self.items.len()).unwrap_or(0)));
        }
        let at = NAMES
            .iter()
            .position(|known| known.eq_ignore_ascii_case(name))?;
        self.items.get(at).cloned()
    }
    fn property_names(&self) -> Vec<Name> {
        let items = NAMES.iter().take(self.items.len()).copied();
        items.chain(["Length"]).map(Name::Static).collect()
    }
    fn equals(&self, other: &Value) -> bool {
        other.downcast::<Self>().is_some_and(|other| {
            self.items.len() == other.items.len()
                && self
                    .items
                    .iter()
                    .zip(&other.items)
                    .all(|(a, b)| equals(a, b, Case::Respect))
        })
    }
    fn compare(&self, other: &Value) -> Option<Ordering> {
        let other = other.downcast::<Self>()?;
        for (a, b) in self.items.iter().zip(&other.items) {
            match order(a, b, Case::Respect).ok()? {
                Ordering::Equal => {}
                decided => return Some(decided),
            }
        }
        Some(self.items.len().cmp(&other.items.len()))
    }
    fn index(&self, key: &Value) -> Option<Value> {
        let Value::Int(at) = key.base() else {
            return None;
        };
        Some(
            usize::try_from(*at)
                .ok()
                .and_then(|at| self.items.get(at).cloned())
                .unwrap_or_default(),
        )
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}
