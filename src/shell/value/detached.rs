//! Values on their way to another thread.
//!
//! A session shares nothing with another one but concurrent collections: what a job is given and what it gives back is copied. Objects keep their
//! type names, their properties, and the Rust value that they were made from; script properties become what they are
//! worth at that moment, script blocks their text. A value of a rare type that cannot be made anew from its text becomes
//! an object with its properties, under a type name that begins with `Deserialized.`, as in PowerShell.

use std::any::Any;
use std::rc::Rc;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::error::Flow;
use crate::types::concurrent::Shared;
use crate::types::{self, ConcurrentValue, CredentialValue, SecureStringValue, type_names};
use crate::value::{
    Array, DateTimeValue, Engine, EnumType, EnumValue, Hashtable, List, MemberKind, Name,
    ObjectMethod, PsObject, TypeNames, Value, convert, members,
};

/// How deep values are copied; what is deeper becomes text.
const DEPTH: usize = 8;

/// A value without anything that belongs to one thread.
#[derive(Clone, Debug)]
pub enum Detached {
    /// Nothing.
    Null,
    /// Numbers, truth values, characters: what one machine word or two hold.
    Plain(Plain),
    /// Text.
    Text(String),
    /// An array, with the type of its elements.
    Array(String, Vec<Detached>),
    /// A list, with the type of its elements when it has one.
    List(Option<String>, Vec<Detached>),
    /// A hashtable: whether it is ordered, whether case matters, and its entries.
    Table(bool, bool, Vec<(Detached, Detached)>),
    /// An object.
    Object(Box<DetachedObject>),
    /// A member of an enumeration.
    Enum(&'static EnumType, i64),
    /// A script block, as text.
    Block(String),
    /// A point in time.
    Time(DateTimeValue),
    /// A globally unique identifier.
    Guid([u8; 16]),
    /// A value of the named type that its text makes anew.
    Cast(&'static str, String),
    /// A name and a password.
    Credential(String, Hidden),
    /// A secure string.
    Secret(Hidden),
    /// A concurrent collection: the same one there as here.
    Shared(Shared),
}

/// Text that no message shows.
#[derive(Clone)]
pub struct Hidden(String);

impl std::fmt::Debug for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hidden")
    }
}

/// A value that is copied as it stands.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)] // The variants of `Value` of the same names.
pub enum Plain {
    Bool(bool),
    Char(char),
    SByte(i8),
    Byte(u8),
    Int16(i16),
    UInt16(u16),
    Int(i32),
    UInt32(u32),
    Long(i64),
    ULong(u64),
    Single(f32),
    Double(f64),
    Decimal(Decimal),
    TimeSpan(i64),
}

/// An object on its way.
#[derive(Clone, Debug)]
pub struct DetachedObject {
    type_names: Option<Vec<String>>,
    base: Option<Detached>,
    /// Name, whether it is a note, and value.
    members: Vec<(String, bool, Detached)>,
    payload: Option<Arc<dyn Any + Send + Sync>>,
    methods: &'static [ObjectMethod],
    text: Option<Box<str>>,
}

/// Types whose values their text makes anew.
const FROM_TEXT: &[&str] = &[
    "System.Version",
    "System.Management.Automation.SemanticVersion",
    "System.Uri",
    "System.Net.IPAddress",
    "System.Numerics.BigInteger",
    "System.Text.RegularExpressions.Regex",
    "System.Xml.XmlDocument",
];

impl Detached {
    /// Packs a value. Script properties are read by `engine`.
    pub fn pack(value: &Value, engine: &mut dyn Engine) -> Self {
        pack(value, engine, DEPTH)
    }

    /// The value again, in the session of `engine`.
    ///
    /// # Errors
    /// A script block or a text does not parse any more; it did where it came from.
    pub fn unpack(self, engine: &mut dyn Engine) -> Flow<Value> {
        Ok(match self {
            Self::Null => Value::Null,
            Self::Plain(plain) => plain.value(),
            Self::Text(text) => Value::str(text),
            Self::Array(element, items) => {
                Value::Array(Rc::new(Array::typed(element, unpack_all(items, engine)?)))
            }
            Self::List(element, items) => Value::List(Rc::new(List {
                element: element.map(Name::from),
                items: unpack_all(items, engine)?.into(),
            })),
            Self::Table(ordered, case_sensitive, entries) => {
                let table = Hashtable {
                    ordered,
                    case_sensitive,
                    ..Hashtable::default()
                };
                for (key, value) in entries {
                    let key = key.unpack(engine)?;
                    table.set(&key, value.unpack(engine)?);
                }
                Value::Hashtable(Rc::new(table))
            }
            Self::Object(detached) => Value::object(detached.unpack(engine)?),
            Self::Enum(ty, number) => Value::Enum(Rc::new(EnumValue { ty, number })),
            Self::Block(text) => Value::ScriptBlock(engine.compile(&text)?),
            Self::Time(time) => Value::DateTime(Rc::new(time)),
            Self::Guid(bytes) => Value::Guid(Rc::new(bytes)),
            Self::Cast(type_name, text) => match types::resolve(type_name) {
                Some(ty) => convert::cast_in(&Value::str(text), &ty, engine)?,
                None => Value::str(text),
            },
            Self::Credential(user, password) => Value::native(CredentialValue {
                user: user.into(),
                password: SecureStringValue::new(&password.0),
            }),
            Self::Secret(text) => Value::native(SecureStringValue::new(&text.0)),
            Self::Shared(collection) => collection.to_value(),
        })
    }
}

fn unpack_all(items: Vec<Detached>, engine: &mut dyn Engine) -> Flow<Vec<Value>> {
    items.into_iter().map(|item| item.unpack(engine)).collect()
}

impl DetachedObject {
    fn unpack(self, engine: &mut dyn Engine) -> Flow<PsObject> {
        let mut object = PsObject::default();
        object.base = match self.base {
            Some(base) => Some(base.unpack(engine)?),
            None => None,
        };
        object.payload = self.payload;
        object.methods = self.methods;
        object.text = self.text.map(Into::into);
        if let Some(names) = self.type_names {
            let names = names.into_iter().map(Rc::from).collect();
            object.set_type_names(TypeNames::Own(Rc::new(names)));
        }
        for (name, is_note, value) in self.members {
            let value = value.unpack(engine)?;
            object.push(
                name,
                if is_note {
                    MemberKind::Note(value)
                } else {
                    MemberKind::Property(value)
                },
            );
        }
        Ok(object)
    }
}

impl Plain {
    fn of(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Bool(value) => Self::Bool(*value),
            Value::Char(value) => Self::Char(*value),
            Value::SByte(value) => Self::SByte(*value),
            Value::Byte(value) => Self::Byte(*value),
            Value::Int16(value) => Self::Int16(*value),
            Value::UInt16(value) => Self::UInt16(*value),
            Value::Int(value) => Self::Int(*value),
            Value::UInt32(value) => Self::UInt32(*value),
            Value::Long(value) => Self::Long(*value),
            Value::ULong(value) => Self::ULong(*value),
            Value::Single(value) => Self::Single(*value),
            Value::Double(value) => Self::Double(*value),
            Value::Decimal(value) => Self::Decimal(*value),
            Value::TimeSpan(value) => Self::TimeSpan(*value),
            _ => return None,
        })
    }

    fn value(self) -> Value {
        match self {
            Self::Bool(value) => Value::Bool(value),
            Self::Char(value) => Value::Char(value),
            Self::SByte(value) => Value::SByte(value),
            Self::Byte(value) => Value::Byte(value),
            Self::Int16(value) => Value::Int16(value),
            Self::UInt16(value) => Value::UInt16(value),
            Self::Int(value) => Value::Int(value),
            Self::UInt32(value) => Value::UInt32(value),
            Self::Long(value) => Value::Long(value),
            Self::ULong(value) => Value::ULong(value),
            Self::Single(value) => Value::Single(value),
            Self::Double(value) => Value::Double(value),
            Self::Decimal(value) => Value::Decimal(value),
            Self::TimeSpan(value) => Value::TimeSpan(value),
        }
    }
}

fn pack(value: &Value, engine: &mut dyn Engine, depth: usize) -> Detached {
    if let Some(plain) = Plain::of(value) {
        return Detached::Plain(plain);
    }
    match value {
        Value::Null => return Detached::Null,
        Value::Str(text) => return Detached::Text(text.to_string()),
        Value::Enum(member) => return Detached::Enum(member.ty, member.number),
        Value::ScriptBlock(block) => return Detached::Block(engine.block_text(block)),
        Value::DateTime(time) => return Detached::Time(DateTimeValue::clone(time)),
        Value::Guid(bytes) => return Detached::Guid(**bytes),
        _ => {}
    }
    let Some(depth) = depth.checked_sub(1) else {
        return Detached::Text(convert::to_text(value).to_string());
    };
    match value {
        Value::Array(array) => {
            let items = array.items.borrow().clone();
            Detached::Array(
                array.element.to_string(),
                items.iter().map(|item| pack(item, engine, depth)).collect(),
            )
        }
        Value::List(list) => {
            let items = list.items.borrow().clone();
            Detached::List(
                list.element.as_ref().map(ToString::to_string),
                items.iter().map(|item| pack(item, engine, depth)).collect(),
            )
        }
        Value::Hashtable(table) => {
            let entries: Vec<(Value, Value)> =
                table.keys().into_iter().zip(table.values()).collect();
            Detached::Table(
                table.ordered,
                table.case_sensitive,
                entries
                    .iter()
                    .map(|(key, value)| (pack(key, engine, depth), pack(value, engine, depth)))
                    .collect(),
            )
        }
        Value::Object(object) => Detached::Object(Box::new(pack_object(object, engine, depth))),
        _ => pack_native(value, engine, depth),
    }
}

fn pack_object(object: &Rc<PsObject>, engine: &mut dyn Engine, depth: usize) -> DetachedObject {
    let whole = Value::Object(Rc::clone(object));
    let mut packed = Vec::new();
    for member in object.members() {
        let (is_note, value) = match member.kind {
            MemberKind::Property(value) => (false, value),
            MemberKind::Note(value) => (true, value),
            MemberKind::Method(_) | MemberKind::Display(_) => continue,
            MemberKind::Alias(_) | MemberKind::Script(..) => {
                match members::get_property(&whole, &member.name, engine) {
                    Ok(value) => (true, value.unwrap_or_default()),
                    // A property that cannot be read is left out, as when it is shown.
                    Err(_) => continue,
                }
            }
        };
        let value = pack(&value, engine, depth);
        packed.push((member.name.to_string(), is_note, value));
    }
    DetachedObject {
        type_names: Some(object.type_names().iter().map(str::to_owned).collect()),
        base: object.base.as_ref().map(|base| pack(base, engine, depth)),
        members: packed,
        payload: object.payload.clone(),
        methods: object.methods,
        text: object.text.as_deref().map(Into::into),
    }
}

fn pack_native(value: &Value, engine: &mut dyn Engine, depth: usize) -> Detached {
    let Value::Native(native) = value else {
        return Detached::Null;
    };
    if let Some(credential) = native.as_any().downcast_ref::<CredentialValue>() {
        let password = Hidden(credential.password.reveal().to_owned());
        return Detached::Credential(credential.user.to_string(), password);
    }
    if let Some(secret) = native.as_any().downcast_ref::<SecureStringValue>() {
        return Detached::Secret(Hidden(secret.reveal().to_owned()));
    }
    if let Some(collection) = native.as_any().downcast_ref::<ConcurrentValue>() {
        return Detached::Shared(collection.shared().clone());
    }
    let names = type_names(value);
    let own = names.first().map_or("", |name| name);
    if let Some(known) = FROM_TEXT.iter().find(|known| **known == own) {
        // The text of a document is its markup; `ToString()` gives its name.
        let text = match native.property("OuterXml") {
            Some(Value::Str(markup)) => markup.to_string(),
            _ => native.to_text(),
        };
        return Detached::Cast(known, text);
    }
    if let Some(items) = native.items() {
        let items = items.iter().map(|item| pack(item, engine, depth)).collect();
        return Detached::List(None, items);
    }
    // What it says of itself goes along, where that is more than the name of its type.
    let text = native.to_text();
    let text = (text != own).then(|| text.into_boxed_str());
    let members = native
        .property_names()
        .into_iter()
        .filter_map(|name| {
            let value = native.property(&name)?;
            Some((name.to_string(), false, pack(&value, engine, depth)))
        })
        .collect();
    Detached::Object(Box::new(DetachedObject {
        type_names: Some(
            names
                .iter()
                .map(|name| format!("Deserialized.{name}"))
                .collect(),
        ),
        base: None,
        members,
        payload: None,
        methods: &[],
        text,
    }))
}
