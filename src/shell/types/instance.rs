//! Which type a value has.

use std::rc::Rc;

use super::{Known, TypeRef, exception_types, known, registry};
use crate::value::{TypeNames, Value};

/// The type of a value, as `GetType()` answers it. `$null` has none and gives `System.Object`.
pub fn type_of(value: &Value) -> TypeRef {
    let known = match value {
        Value::Null => Known::Object,
        Value::Bool(_) => Known::Bool,
        Value::Char(_) => Known::Char,
        Value::SByte(_) => Known::SByte,
        Value::Byte(_) => Known::Byte,
        Value::Int16(_) => Known::Int16,
        Value::UInt16(_) => Known::UInt16,
        Value::Int(_) => Known::Int32,
        Value::UInt32(_) => Known::UInt32,
        Value::Long(_) => Known::Int64,
        Value::ULong(_) => Known::UInt64,
        Value::Single(_) => Known::Single,
        Value::Double(_) => Known::Double,
        Value::Decimal(_) => Known::Decimal,
        Value::Str(_) => Known::String,
        Value::ScriptBlock(_) => Known::ScriptBlock,
        Value::DateTime(_) => Known::DateTime,
        Value::TimeSpan(_) => Known::TimeSpan,
        Value::Guid(_) => Known::Guid,
        Value::Enum(member) => return TypeRef::Enum(member.ty),
        Value::Array(array) => {
            let rank = u32::try_from(array.lengths.len()).unwrap_or(1).max(1);
            return TypeRef::Array(Rc::new(named(&array.element)), rank);
        }
        Value::List(list) => match &list.element {
            None => Known::ArrayList,
            Some(element) => return TypeRef::List(Rc::new(named(element))),
        },
        Value::Hashtable(table) => match (table.class, &table.generic) {
            (Some(class), _) => class,
            (None, Some(pair)) if table.sorted => return TypeRef::SortedDictionary(pair.clone()),
            (None, Some(pair)) => return TypeRef::Dictionary(pair.clone()),
            (None, None) if table.ordered => Known::OrderedDictionary,
            (None, None) => Known::Hashtable,
        },
        Value::Object(object) => {
            if let Some(class) = &object.class {
                return TypeRef::Class(Rc::clone(class));
            }
            if let Some(base) = &object.base {
                return type_of(base);
            }
            return match object.type_names() {
                TypeNames::Static(names) => named(names.first().copied().unwrap_or("")),
                TypeNames::Own(names) => own_names(&names),
            };
        }
        Value::Native(native) => {
            return native
                .type_ref()
                .unwrap_or_else(|| named(native.type_names().first().copied().unwrap_or("")));
        }
    };
    TypeRef::Known(known)
}

/// A script may have put names of its own before the real one: the first that is a type decides.
fn own_names(names: &[Rc<str>]) -> TypeRef {
    const CUSTOM: &str = "System.Management.Automation.PSCustomObject";
    if names.is_empty() || names.iter().any(|name| &**name == CUSTOM) {
        return TypeRef::Known(Known::PsCustomObject);
    }
    names
        .iter()
        .find_map(|name| registry::object_type(name))
        .map_or(TypeRef::Known(Known::PsCustomObject), |name| {
            TypeRef::Emitted(name.into())
        })
}

/// The type of this full name in its right case.
fn named(name: &str) -> TypeRef {
    match name {
        "System.Object" => return TypeRef::Known(Known::Object),
        "System.String" => return TypeRef::Known(Known::String),
        "System.Management.Automation.PSCustomObject" => {
            return TypeRef::Known(Known::PsCustomObject);
        }
        _ => {}
    }
    if let Some(known) = known::known_by_full_name(name) {
        return TypeRef::Known(known);
    }
    if let Some(exception) = exception_types::by_name(name) {
        return TypeRef::Exception(exception);
    }
    if let Some(class) = super::class::any_by_name(name) {
        return class;
    }
    super::resolve(name).unwrap_or_else(|| TypeRef::Emitted(name.into()))
}

/// The type names of a value, most derived first: `$x.PSTypeNames`.
pub fn type_names(value: &Value) -> Vec<Rc<str>> {
    match value {
        Value::Null => Vec::new(),
        Value::Object(object) => {
            if object.base.is_some() && matches!(object.type_names(), TypeNames::Static(_)) {
                return type_names(value.base());
            }
            object.type_names().iter().map(Rc::from).collect()
        }
        Value::Native(native) if native.type_ref().is_none() => native
            .type_names()
            .iter()
            .map(|name| Rc::from(*name))
            .collect(),
        other => {
            let ty = type_of(other);
            let mut names = ty.ancestry();
            // Interfaces are no type names.
            names.retain(|name| {
                known::by_full_name(name)
                    .is_none_or(|info| !info.base.is_empty() || info.full_name == "System.Object")
            });
            names
        }
    }
}

/// `value -is [ty]`.
pub fn is_instance(value: &Value, ty: &TypeRef) -> bool {
    if value.is_null() {
        return false;
    }
    let wanted = match ty {
        TypeRef::Known(Known::Object) => return true,
        // Everything that carries its own members is a PSObject.
        TypeRef::Known(Known::PsObject) => return matches!(value, Value::Object(_)),
        TypeRef::Nullable(inner) => return is_instance(value, inner),
        TypeRef::Known(Known::PsCustomObject) => {
            return match value {
                Value::Object(object) => {
                    object.base.is_some()
                        || matches!(type_of(value), TypeRef::Known(Known::PsCustomObject))
                }
                _ => false,
            };
        }
        other => other,
    };
    let actual = type_of(value);
    if actual == *wanted {
        return true;
    }
    if let (TypeRef::Known(a), TypeRef::Known(b)) = (&actual, wanted)
        && b.info().value_type
        && a.info().value_type
    {
        return false;
    }
    let name = wanted.full_name();
    if actual
        .ancestry()
        .iter()
        .any(|ancestor| ancestor.eq_ignore_ascii_case(&name))
    {
        return true;
    }
    match value.base() {
        // An array of anything that derives from objects is an array of objects.
        Value::Array(array) => {
            matches!(wanted, TypeRef::Array(element, 1) if **element == TypeRef::Known(Known::Object))
                && array.lengths.is_empty()
                && !named(&array.element).is_value_type()
        }
        Value::Object(object) => object
            .type_names()
            .iter()
            .any(|own| own.eq_ignore_ascii_case(&name)),
        Value::Native(native) => native
            .type_names()
            .iter()
            .any(|own| own.eq_ignore_ascii_case(&name)),
        _ => false,
    }
}
