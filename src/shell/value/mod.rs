//! The values that flow through a pipeline.
//!
//! A [`Value`] is one word of tag and two words of data: scalars are held in place, everything else behind an [`Rc`],
//! so that handing a value to the next command copies a pointer. Values stay on the thread that made them; what crosses
//! a thread (jobs, several hosts) is copied as plain data.
//!
//! Values, their types ([`super::types`]) and errors ([`super::error`]) are one floor: each is made of the others. None of
//! them knows the interpreter; where script has to run they ask an [`Engine`].

pub mod arithmetic;
mod collections;
pub mod compare;
pub mod convert;
pub mod culture;
pub mod detached;
mod engine;
mod entries;
mod enumeration;
pub mod format_string;
pub mod limits;
pub mod members;
mod moment;
mod object;
pub mod operators;
mod script_block;
pub mod split;
#[cfg(test)]
mod tests;
pub mod utf16;

use std::any::Any;
use std::rc::Rc;

use chrono::{DateTime, FixedOffset};
use rust_decimal::Decimal;

use super::error::ShellError;
use super::types::TypeRef;

pub use collections::{Array, Hashtable, Key, List};
pub use engine::{BlockCall, Engine, NoEngine};
pub use entries::Entries;
pub use enumeration::{EnumType, EnumValue};
pub use object::{Member, MemberKind, Name, ObjectMethod, PsObject, TypeNames};
pub use script_block::ScriptBlock;

/// Any value of the language, with the .NET type that it stands for.
#[derive(Clone, Debug, Default)]
pub enum Value {
    /// `$null`.
    #[default]
    Null,
    /// `System.Boolean`.
    Bool(bool),
    /// `System.Char`.
    Char(char),
    /// `System.SByte`.
    SByte(i8),
    /// `System.Byte`.
    Byte(u8),
    /// `System.Int16`.
    Int16(i16),
    /// `System.UInt16`.
    UInt16(u16),
    /// `System.Int32`: what an integer literal is.
    Int(i32),
    /// `System.UInt32`.
    UInt32(u32),
    /// `System.Int64`.
    Long(i64),
    /// `System.UInt64`.
    ULong(u64),
    /// `System.Single`.
    Single(f32),
    /// `System.Double`.
    Double(f64),
    /// `System.Decimal`: 96 bits and a scale, exactly as .NET has it.
    Decimal(Decimal),
    /// `System.String`.
    Str(Rc<str>),
    /// An array of fixed length: `System.Object[]` or a typed one.
    Array(Rc<Array>),
    /// A list that grows: `System.Collections.ArrayList` or `List[T]`.
    List(Rc<List>),
    /// `System.Collections.Hashtable` or `OrderedDictionary`.
    Hashtable(Rc<Hashtable>),
    /// `PSCustomObject`, and every object that a cmdlet makes.
    Object(Rc<PsObject>),
    /// A member of an enumeration.
    Enum(Rc<EnumValue>),
    /// A script block.
    ScriptBlock(Rc<ScriptBlock>),
    /// `System.DateTime`: an instant with its offset, and the kind that .NET would give it.
    DateTime(Rc<DateTimeValue>),
    /// `System.TimeSpan`, in ticks of 100 ns.
    TimeSpan(i64),
    /// `System.Guid`.
    Guid(Rc<[u8; 16]>),
    /// Everything rarer: `Version`, `Regex`, `Type`, `XmlNode`, `ErrorRecord`, `IPAddress`, `PSCredential` ...
    Native(Rc<dyn Native>),
}

/// A point in time as `System.DateTime` shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct DateTimeValue {
    /// The instant. For [`DateTimeKind::Unspecified`] the offset has no meaning and is that of the local zone.
    pub time: DateTime<FixedOffset>,
    /// Which of .NET's three kinds it is.
    pub kind: DateTimeKind,
}

/// `System.DateTimeKind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateTimeKind {
    /// Neither local nor universal time.
    Unspecified,
    /// Universal time.
    Utc,
    /// The host's local time.
    Local,
}

/// A value of a type that has no variant of its own.
///
/// Only what every part of the shell needs is here; members and methods are looked up by [`Native::type_names`].
pub trait Native: Any + std::fmt::Debug {
    /// The .NET type names, most derived first, as `$x.PSTypeNames` lists them.
    fn type_names(&self) -> &'static [&'static str];
    /// What `"$x"` gives.
    fn to_text(&self) -> String;
    /// What .NET's own `ToString()` gives, where that differs: what `-f`, cells, CSV and `Write-Host` show.
    fn dotnet_text(&self) -> String {
        self.to_text()
    }
    /// The value of a property, or `None` when there is no such property. Names are compared without case.
    fn property(&self, name: &str) -> Option<Value>;
    /// The names of the properties in the order in which a list view shows them.
    fn property_names(&self) -> Vec<Name>;
    /// Whether two values of this type are equal under `-eq`. The default never is.
    fn equals(&self, _other: &Value) -> bool {
        false
    }
    /// For down-casting.
    fn as_any(&self) -> &dyn Any;
    /// The type, when it cannot be told by the first of [`Native::type_names`] alone: generic types.
    fn type_ref(&self) -> Option<TypeRef> {
        None
    }
    /// Sets a property. `Ok(false)` when it cannot be set, or is not there.
    fn set_property(&self, _name: &str, _value: &Value) -> Result<bool, ShellError> {
        Ok(false)
    }
    /// As [`Native::set_property`], for types that read script properties of what they are given.
    fn set_property_in(
        &self,
        name: &str,
        value: &Value,
        _engine: &mut dyn Engine,
    ) -> Result<bool, ShellError> {
        self.set_property(name, value)
    }
    /// The elements that a pipeline gets, when the value is a collection.
    fn items(&self) -> Option<Vec<Value>> {
        None
    }
    /// How it compares with another value of its type; `None` when it cannot be ordered.
    fn compare(&self, _other: &Value) -> Option<std::cmp::Ordering> {
        None
    }
    /// What `$x[key]` gives: `None` when the type has no index, `Some(Null)` when the key is not there.
    fn index(&self, _key: &Value) -> Option<Value> {
        None
    }
    /// `$x[key] = value`: `None` when the type has no index that can be set.
    fn set_index(
        &self,
        _key: &Value,
        _value: &Value,
        _engine: &mut dyn Engine,
    ) -> Option<Result<(), ShellError>> {
        None
    }
    /// Calls a method that the tables of methods do not have, for types from outside the language. `None`: there is no
    /// such method; `Ok(None)`: it gives nothing.
    fn call(&self, _name: &str, _args: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        None
    }
    /// The names of the methods that [`Native::call`] knows.
    fn methods(&self) -> &'static [&'static str] {
        &[]
    }
    /// What `if ($x)` sees: `true` unless the type says otherwise.
    fn truth(&self) -> bool {
        true
    }
}

impl Value {
    /// A string value.
    pub fn str(text: impl Into<Rc<str>>) -> Self {
        Self::Str(text.into())
    }

    /// An `Object[]`.
    pub fn array(items: Vec<Value>) -> Self {
        Self::Array(Rc::new(Array::new(items)))
    }

    /// An array whose elements all have the .NET type `element` (`"System.String"` ...).
    pub fn typed_array(element: impl Into<Name>, items: Vec<Value>) -> Self {
        Self::Array(Rc::new(Array::typed(element, items)))
    }

    /// An array of strings: `System.String[]`.
    pub fn strings<I, S>(items: I) -> Self
    where
        I: IntoIterator<Item = S>,
        S: Into<Rc<str>>,
    {
        Self::typed_array("System.String", items.into_iter().map(Value::str).collect())
    }

    /// A value of a rarer type.
    pub fn native(value: impl Native) -> Self {
        Self::Native(Rc::new(value))
    }

    /// The Rust value behind a value of a rarer type, when it is a `T`. Members that a script added do not hide it.
    pub fn downcast<T: 'static>(&self) -> Option<&T> {
        match self.base() {
            Self::Native(native) => native.as_any().downcast_ref::<T>(),
            _ => None,
        }
    }

    /// The value itself, without the members that `Add-Member` put around it.
    pub fn base(&self) -> &Value {
        let mut value = self;
        while let Self::Object(object) = value {
            match &object.base {
                Some(base) => value = base,
                None => break,
            }
        }
        value
    }

    /// An object value.
    pub fn object(object: PsObject) -> Self {
        Self::Object(Rc::new(object))
    }

    /// Whether this is `$null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The text of a string value; `None` for every other type.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(text) => Some(text),
            _ => None,
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i32> for Value {
    fn from(value: i32) -> Self {
        Self::Int(value)
    }
}

impl From<u16> for Value {
    fn from(value: u16) -> Self {
        Self::UInt16(value)
    }
}

impl From<u32> for Value {
    fn from(value: u32) -> Self {
        Self::UInt32(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Long(value)
    }
}

impl From<u64> for Value {
    fn from(value: u64) -> Self {
        Self::ULong(value)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Double(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Str(value.into())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Str(value.into())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
