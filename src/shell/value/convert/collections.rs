//! Casts to arrays, lists, dictionaries and custom objects.

use std::cell::RefCell;
use std::rc::Rc;

use super::failure::cast_failed;
use super::{cast, to_text};
use crate::error::ShellError;
use crate::types::{CollectionKind, CollectionValue, Known, TypeRef};
use crate::value::members::enumerate;
use crate::value::{Array, Hashtable, List, MemberKind, Name, PsObject, TypeNames, Value};

/// The elements of a collection, or the value itself as the only one.
fn elements(value: &Value) -> Vec<Value> {
    enumerate(value).unwrap_or_else(|| vec![value.clone()])
}

/// The name under which an element type is kept in arrays and lists.
pub(crate) fn element_name(ty: &TypeRef) -> Name {
    match ty {
        TypeRef::Known(known) => Name::Static(known.info().full_name),
        other => Name::Shared(other.full_name()),
    }
}

pub(super) fn to_array(
    value: &Value,
    element: &Rc<TypeRef>,
    rank: u32,
    ty: &TypeRef,
) -> Result<Value, ShellError> {
    if value.is_null() {
        return Ok(Value::Null);
    }
    let name = element_name(element);
    if let Value::Array(array) = value.base()
        && array.element.eq_ignore_ascii_case(&name)
        && array.lengths.len().max(1) == rank as usize
    {
        return Ok(value.clone());
    }
    if rank != 1 {
        return Err(cast_failed(value, ty));
    }
    if let (TypeRef::Known(Known::Char), Value::Str(text)) = (&**element, value.base()) {
        let items = text.chars().map(Value::Char).collect();
        return Ok(Value::typed_array(name, items));
    }
    let items: Result<Vec<Value>, ShellError> = elements(value)
        .iter()
        .map(|item| cast(item, element))
        .collect();
    Ok(Value::typed_array(name, items?))
}

/// `[array]`.
pub(super) fn to_any_array(value: &Value) -> Result<Value, ShellError> {
    Ok(match value.base() {
        Value::Null => Value::Null,
        Value::Array(_) => value.clone(),
        _ => Value::array(elements(value)),
    })
}

pub(super) fn to_list(
    value: &Value,
    element: Option<&Rc<TypeRef>>,
    ty: &TypeRef,
) -> Result<Value, ShellError> {
    if value.is_null() {
        return Ok(Value::Null);
    }
    let name = element.map(|element| element_name(element));
    if let Value::List(list) = value.base()
        && list.element.as_deref() == name.as_deref()
    {
        return Ok(value.clone());
    }
    let items = match (value.base(), element) {
        // A number would be taken as the capacity.
        (Value::Int(_), None) => Vec::new(),
        (_, None) => elements(value),
        (_, Some(element)) => elements(value)
            .iter()
            .map(|item| cast(item, element))
            .collect::<Result<_, _>>()
            .map_err(|_| cast_failed(value, ty))?,
    };
    Ok(Value::List(Rc::new(List {
        element: name,
        items: RefCell::new(items),
    })))
}

pub(super) fn to_hashtable(
    value: &Value,
    ordered: bool,
    ty: &TypeRef,
) -> Result<Value, ShellError> {
    match value.base() {
        Value::Null => Ok(Value::Null),
        Value::Hashtable(table) if table.ordered == ordered && table.generic.is_none() => {
            Ok(value.clone())
        }
        Value::Hashtable(table) => Ok(Value::Hashtable(Rc::new(Hashtable {
            sorted: false,
            ordered,
            generic: None,
            ..table.shallow_copy()
        }))),
        _ => Err(cast_failed(value, ty)),
    }
}

/// An empty `SortedList`. Its keys are compared with regard to case.
pub fn sorted_list() -> Hashtable {
    Hashtable {
        sorted: true,
        class: Some(Known::SortedList),
        case_sensitive: true,
        ..Hashtable::default()
    }
}

pub(super) fn to_sorted_list(value: &Value, ty: &TypeRef) -> Result<Value, ShellError> {
    match value.base() {
        Value::Null => Ok(Value::Null),
        Value::Hashtable(table) if table.class == Some(Known::SortedList) => Ok(value.clone()),
        Value::Hashtable(table) => {
            let made = sorted_list();
            for (key, item) in table.entries().iter() {
                made.set(key.value(), item.clone());
            }
            Ok(Value::Hashtable(Rc::new(made)))
        }
        _ => Err(cast_failed(value, ty)),
    }
}

pub(super) fn to_dictionary(
    value: &Value,
    pair: &Rc<(TypeRef, TypeRef)>,
    ty: &TypeRef,
) -> Result<Value, ShellError> {
    match value.base() {
        Value::Null => Ok(Value::Null),
        Value::Hashtable(table) => {
            let converted = Hashtable {
                case_sensitive: true,
                generic: Some(pair.clone()),
                sorted: matches!(ty, TypeRef::SortedDictionary(_)),
                ..Hashtable::default()
            };
            for (key, item) in table.entries().iter() {
                converted.set(&cast(key.value(), &pair.0)?, cast(item, &pair.1)?);
            }
            Ok(Value::Hashtable(Rc::new(converted)))
        }
        _ => Err(cast_failed(value, ty)),
    }
}

pub(super) fn to_set_queue_or_stack(value: &Value, ty: &TypeRef) -> Result<Value, ShellError> {
    if value.is_null() {
        return Ok(Value::Null);
    }
    let (kind, element) = match ty {
        TypeRef::HashSet(element) => (CollectionKind::HashSet, Some(element.clone())),
        TypeRef::SortedSet(element) => (CollectionKind::SortedSet, Some(element.clone())),
        TypeRef::Queue(element) => (CollectionKind::Queue, Some(element.clone())),
        TypeRef::Stack(element) => (CollectionKind::Stack, Some(element.clone())),
        TypeRef::LinkedList(element) => (CollectionKind::LinkedList, Some(element.clone())),
        TypeRef::Known(Known::Stack) => (CollectionKind::Stack, None),
        _ => (CollectionKind::Queue, None),
    };
    let made = CollectionValue::new(kind, element);
    for item in elements(value) {
        made.add(&item)?;
    }
    Ok(Value::native(made))
}

/// `[pscustomobject]`: a dictionary becomes an object, everything else stays.
pub(super) fn to_custom_object(value: &Value) -> Value {
    let Value::Hashtable(table) = value.base() else {
        return value.clone();
    };
    let object = PsObject::custom();
    for (key, item) in table.entries().iter() {
        let name = to_text(key.value());
        if name.eq_ignore_ascii_case("PSTypeName") {
            object.set_type_names(TypeNames::Own(Rc::new(vec![
                to_text(item),
                "System.Management.Automation.PSCustomObject".into(),
                "System.Object".into(),
            ])));
            continue;
        }
        object.push(name, MemberKind::Note(item.clone()));
    }
    Value::object(object)
}

/// An array of the default values of its element type: `[int[]]::new(3)`, `New-Object string[] 2`.
pub(crate) fn default_array(element: &TypeRef, lengths: &[usize]) -> Option<Value> {
    let total = lengths
        .iter()
        .try_fold(1usize, |total, length| total.checked_mul(*length))?;
    // More would be a typing error or an attack; .NET stops at 2 GiB too.
    if total > 64 * 1024 * 1024 {
        return None;
    }
    let default = default_value(element);
    let array = Array {
        element: element_name(element),
        items: RefCell::new(vec![default; total]),
        lengths: if lengths.len() > 1 {
            lengths.into()
        } else {
            Box::default()
        },
    };
    Some(Value::Array(Rc::new(array)))
}

/// What a variable of the type holds before anything is assigned: 0 for numbers, `$null` for classes.
pub(crate) fn default_value(ty: &TypeRef) -> Value {
    match ty {
        TypeRef::Known(
            Known::SByte
            | Known::Byte
            | Known::Int16
            | Known::UInt16
            | Known::Int32
            | Known::UInt32
            | Known::Int64
            | Known::UInt64
            | Known::Single
            | Known::Double
            | Known::Decimal
            | Known::Bool
            | Known::Char,
        ) => cast(&Value::Null, ty).unwrap_or_default(),
        TypeRef::Known(Known::TimeSpan) => Value::TimeSpan(0),
        TypeRef::Known(Known::Guid) => Value::Guid(Rc::new([0; 16])),
        TypeRef::Known(Known::DateTime) => {
            super::date_from_ticks(0, crate::value::DateTimeKind::Unspecified)
                .map_or(Value::Null, Value::from)
        }
        TypeRef::Enum(ty) => Value::Enum(Rc::new(crate::value::EnumValue { ty, number: 0 })),
        _ => Value::Null,
    }
}
