//! `$x.Name` and `$x.Name = value`.

use super::psobject::PsObjectView;
use super::{count, enumerate};
use crate::error::{ErrorCategory, Flow, ShellError};
use crate::types::members::properties_of;
use crate::types::{Known, TypeRef, extension, type_of};
use crate::value::convert;
use crate::value::{BlockCall, Engine, Hashtable, MemberKind, PsObject, Value};

/// How far aliases and wrapped values are followed.
const MAX_DEPTH: u32 = 16;

/// Reads a property. `None`: there is no such property (`$null` then, or `PropertyNotFoundStrict` in strict mode).
///
/// On a collection that has no such property itself, the property of every element is read (member enumeration).
pub fn get_property(value: &Value, name: &str, engine: &mut dyn Engine) -> Flow<Option<Value>> {
    catch_up(value, name, engine)?;
    match value {
        // The common cases first, without a detour.
        Value::Object(object) if object.base.is_none() => match object.member(name) {
            Some(MemberKind::Property(_)) if extension::any() => {}
            Some(MemberKind::Property(found) | MemberKind::Note(found)) => return Ok(Some(found)),
            Some(kind) => return member_value(value, object, &kind, engine, 0),
            None => {}
        },
        Value::Hashtable(table) => {
            if let Some(found) = table_key(table, name) {
                return Ok(Some(found));
            }
        }
        _ => {}
    }
    if let Some(kind) = added(value, name) {
        return added_value(value, &kind, engine);
    }
    if let Some(found) = own_property(value, name, engine, 0)? {
        return Ok(Some(found));
    }
    if let Some(found) = intrinsic(value, name, engine.strict_mode()) {
        return Ok(Some(found));
    }
    match enumerate(value) {
        Some(items) => enumerate_property(&items, name, engine),
        None => Ok(None),
    }
}

/// Has what follows a host read it anew, where that is due.
fn catch_up(value: &Value, name: &str, engine: &mut dyn Engine) -> Flow {
    match value {
        Value::Object(object) if object.read_at().is_some() => engine.catch_up(object, name),
        _ => Ok(()),
    }
}

/// The property that a script gave to the type of a value. It goes before what the type itself has, as in PowerShell, and behind the keys of a
/// table and what was added to this one object.
fn added(value: &Value, name: &str) -> Option<MemberKind> {
    if !extension::any() || is_of_the_object(value, name) {
        return None;
    }
    extension::member(value, name).filter(|kind| !matches!(kind, MemberKind::Method(_)))
}

/// Whether a name is a key of this table, or was added to this object alone.
fn is_of_the_object(value: &Value, name: &str) -> bool {
    match value {
        Value::Hashtable(table) => table_key(table, name).is_some(),
        Value::Object(object) => {
            let own = object.member(name);
            own.is_some_and(|kind| !matches!(kind, MemberKind::Property(_)))
                || (object.base.as_ref()).is_some_and(|base| is_of_the_object(base, name))
        }
        _ => false,
    }
}

fn table_key(table: &Hashtable, name: &str) -> Option<Value> {
    if let Some(found) = table.get_text(name) {
        return Some(found);
    }
    // `$h.1` finds the key 1.
    let number = name.parse::<i32>().ok()?;
    table.get(&Value::Int(number))
}

/// Properties that the value itself has, not those that every value has.
pub(super) fn own_property(
    value: &Value,
    name: &str,
    engine: &mut dyn Engine,
    depth: u32,
) -> Flow<Option<Value>> {
    if depth > MAX_DEPTH {
        return Ok(None);
    }
    catch_up(value, name, engine)?;
    match value {
        Value::Object(object) => {
            if let Some(kind) = object.member(name) {
                return member_value(value, object, &kind, engine, depth);
            }
            match &object.base {
                Some(base) => {
                    if let Value::Hashtable(table) = base
                        && let Some(found) = table_key(table, name)
                    {
                        return Ok(Some(found));
                    }
                    own_property(base, name, engine, depth + 1)
                }
                None => Ok(None),
            }
        }
        Value::Native(native) => Ok(native.property(name)),
        other => Ok(properties_of(other)
            .iter()
            .find(|property| property.name.eq_ignore_ascii_case(name))
            .map(|property| (property.get)(other))),
    }
}

fn member_value(
    value: &Value,
    object: &PsObject,
    kind: &MemberKind,
    engine: &mut dyn Engine,
    depth: u32,
) -> Flow<Option<Value>> {
    match kind {
        MemberKind::Property(found) | MemberKind::Note(found) => Ok(Some(found.clone())),
        MemberKind::Alias(target) => {
            if depth > MAX_DEPTH {
                return Ok(None);
            }
            match object.member(target) {
                Some(kind) => member_value(value, object, &kind, engine, depth + 1),
                None => match &object.base {
                    Some(base) => own_property(base, target, engine, depth + 1),
                    None => Ok(None),
                },
            }
        }
        MemberKind::Script(getter, _) => {
            let written = engine.run_block(
                getter,
                BlockCall {
                    this: Some(value.clone()),
                    ..BlockCall::default()
                },
            )?;
            Ok(Some(gathered(written)))
        }
        MemberKind::Method(_) | MemberKind::Display(_) => Ok(None),
    }
}

/// The value of a member that a script gave to the type.
fn added_value(value: &Value, kind: &MemberKind, engine: &mut dyn Engine) -> Flow<Option<Value>> {
    match kind {
        MemberKind::Property(found) | MemberKind::Note(found) => Ok(Some(found.clone())),
        MemberKind::Alias(target) => match own_property(value, target, engine, 0)? {
            Some(found) => Ok(Some(found)),
            None => match extension::member(value, target) {
                Some(MemberKind::Alias(_)) | None => {
                    Ok(intrinsic(value, target, engine.strict_mode()))
                }
                Some(kind) => added_value(value, &kind, engine),
            },
        },
        MemberKind::Script(getter, _) => {
            let call = BlockCall {
                this: Some(value.clone()),
                ..BlockCall::default()
            };
            Ok(Some(gathered(engine.run_block(getter, call)?)))
        }
        MemberKind::Method(_) | MemberKind::Display(_) => Ok(None),
    }
}

/// What a block wrote, as the value of an expression.
pub(super) fn gathered(mut written: Vec<Value>) -> Value {
    match written.len() {
        0 => Value::Null,
        1 => written.pop().unwrap_or_default(),
        _ => Value::array(written),
    }
}

/// `Count`, `Length`, `PSObject` and `PSTypeNames`, which every value has.
fn intrinsic(value: &Value, name: &str, strict_mode: u8) -> Option<Value> {
    let lower_is = |wanted: &str| name.eq_ignore_ascii_case(wanted);
    if lower_is("Count") || lower_is("Length") {
        // In strict mode a scalar has no such thing.
        let custom = matches!(value, Value::Object(object) if object.base.is_none());
        if strict_mode >= 2 && !custom && !super::is_enumerable(value) {
            return None;
        }
        return Some(Value::Int(i32::try_from(count(value)).unwrap_or(i32::MAX)));
    }
    if value.is_null() {
        return None;
    }
    if lower_is("PSObject") {
        return Some(Value::native(PsObjectView::new(value.clone())));
    }
    if lower_is("PSTypeNames") {
        return Some(Value::native(super::psobject::TypeNamesValue::new(
            value.clone(),
        )));
    }
    if lower_is("PSBase") || lower_is("PSExtended") || lower_is("PSAdapted") {
        return Some(value.clone());
    }
    None
}

/// The property of each element that has it.
fn enumerate_property(items: &[Value], name: &str, engine: &mut dyn Engine) -> Flow<Option<Value>> {
    let mut found = Vec::new();
    let mut any = false;
    for item in items {
        let one = match item {
            Value::Null => None,
            Value::Hashtable(table) => match table_key(table, name) {
                Some(value) => Some(value),
                None => own_property(item, name, engine, 0)?,
            },
            _ => match own_property(item, name, engine, 0)? {
                Some(value) => Some(value),
                None => match enumerate(item) {
                    Some(inner) => enumerate_property(&inner, name, engine)?,
                    None => special_of_element(item, name, engine.strict_mode()),
                },
            },
        };
        if let Some(value) = one {
            any = true;
            match enumerate(&value) {
                Some(inner) => found.extend(inner),
                None => found.push(value),
            }
        }
    }
    if !any {
        return Ok(None);
    }
    Ok(Some(gathered(found)))
}

/// `PSObject` and `PSTypeNames` of an element; its `Count` is not asked for.
fn special_of_element(item: &Value, name: &str, strict_mode: u8) -> Option<Value> {
    if name.eq_ignore_ascii_case("Count") || name.eq_ignore_ascii_case("Length") {
        return None;
    }
    intrinsic(item, name, strict_mode).or_else(|| {
        // A custom object answers `$null` for a property that it lacks; other objects answer nothing.
        let custom = strict_mode < 2
            && matches!(item, Value::Object(object) if object.base.is_none())
            && type_of(item) == TypeRef::Known(Known::PsCustomObject);
        custom.then_some(Value::Null)
    })
}

/// `PropertyNotFoundStrict`, with the properties that are there as help.
pub fn property_not_found(value: &Value, name: &str) -> ShellError {
    let error = ShellError::new(
        "PropertyNotFoundStrict",
        ErrorCategory::InvalidOperation,
        format!(
            "The property '{name}' cannot be found on this object. Verify that the property exists."
        ),
    )
    .exception("System.Management.Automation.PropertyNotFoundException");
    with_known_names(error, value, name)
}

/// The names that were probably meant, else those that are there.
fn with_known_names(error: ShellError, value: &Value, wanted: &str) -> ShellError {
    let names = super::property_names(value);
    if names.is_empty() {
        return error;
    }
    let wanted = wanted.to_lowercase();
    let limit = (wanted.chars().count() / 3).clamp(1, 4);
    let mut near: Vec<(usize, &str)> = names
        .iter()
        .map(|name| {
            let folded = name.to_lowercase();
            (strsim::damerau_levenshtein(&wanted, &folded), name.as_str())
        })
        .filter(|(distance, _)| *distance <= limit)
        .collect();
    near.sort_unstable();
    if !near.is_empty() {
        let names: Vec<&str> = near.into_iter().take(3).map(|(_, name)| name).collect();
        return error.help(format!("Did you mean {}?", names.join(", ")));
    }
    let names: Vec<&str> = names.iter().take(30).map(|name| name.as_str()).collect();
    error.help(format!("Properties that are there: {}.", names.join(", ")))
}

fn not_settable(id: &'static str, name: &str) -> ShellError {
    ShellError::new(
        id,
        ErrorCategory::InvalidOperation,
        format!(
            "The property '{name}' cannot be found on this object. Verify that the property exists and can be set."
        ),
    )
}

pub(super) fn read_only(name: &str) -> ShellError {
    ShellError::new(
        "PropertyAssignmentException",
        ErrorCategory::InvalidOperation,
        format!("'{name}' is a ReadOnly property."),
    )
}

/// Sets a property.
///
/// # Errors
/// `PropertyNotFound` on `$null`, `ExceptionWhenSetting` and `PropertyAssignmentException` where there is none or it is
/// read-only.
pub fn set_property(value: &Value, name: &str, new: Value, engine: &mut dyn Engine) -> Flow {
    if extension::any()
        && !matches!(value, Value::Hashtable(_))
        && !is_of_the_object(value, name)
        && let Some(kind) = extension::member(value, name)
    {
        return match kind {
            MemberKind::Script(_, Some(setter)) => {
                let call = BlockCall {
                    this: Some(value.clone()),
                    item: None,
                    args: &[new],
                };
                engine.run_block(&setter, call).map(drop)
            }
            // One that leads to another alias may lead back here.
            MemberKind::Alias(target)
                if !matches!(
                    extension::member(value, &target),
                    Some(MemberKind::Alias(_))
                ) =>
            {
                set_property(value, &target, new, engine)
            }
            _ => Err(read_only(name).into()),
        };
    }
    match value {
        Value::Null => Err(not_settable("PropertyNotFound", name).into()),
        Value::Hashtable(table) => Ok(set_key(table, &Value::from(name), new)?),
        Value::Object(object) => set_member(value, object, name, new, engine),
        Value::Native(native) => {
            if native.set_property_in(name, &new, engine)? {
                return Ok(());
            }
            if native.property(name).is_some() {
                return Err(read_only(name).into());
            }
            Err(with_known_names(
                not_settable("PropertyAssignmentException", name),
                value,
                name,
            )
            .into())
        }
        other => {
            if super::has_property(other, name) {
                return Err(read_only(name).into());
            }
            Err(with_known_names(
                not_settable("PropertyAssignmentException", name),
                value,
                name,
            )
            .into())
        }
    }
}

/// Sets a key, converted to the types of a `Dictionary[K,V]`.
pub(super) fn set_key(table: &Hashtable, key: &Value, new: Value) -> Result<(), ShellError> {
    match &table.generic {
        Some(pair) => table.set(&convert::cast(key, &pair.0)?, convert::cast(&new, &pair.1)?),
        None => table.set(key, new),
    }
    Ok(())
}

fn set_member(
    value: &Value,
    object: &PsObject,
    name: &str,
    new: Value,
    engine: &mut dyn Engine,
) -> Flow {
    if let Some(class) = &object.class {
        if class.property(name, false).is_some() {
            let new = engine.class_property(class, name, &new)?;
            object.set(name.to_owned(), MemberKind::Property(new));
            return Ok(());
        }
        if !object.has(name) && object.base.is_none() {
            return Err(with_known_names(
                not_settable("PropertyAssignmentException", name),
                value,
                name,
            )
            .into());
        }
    }
    match object.member(name) {
        // What a cmdlet read shows how things were; changing the picture changes nothing behind it.
        Some(MemberKind::Property(_)) if object.is_emitted() => Err(read_only(name).into()),
        Some(MemberKind::Property(old)) => {
            let new = match (&old, &new) {
                // A property of a built-in object keeps its type.
                (Value::Null, _) | (_, Value::Null) => new,
                _ => {
                    let ty = type_of(&old);
                    match ty {
                        TypeRef::Known(_) | TypeRef::Enum(_) => {
                            convert::cast(&new, &ty).unwrap_or(new)
                        }
                        _ => new,
                    }
                }
            };
            object.set(name.to_owned(), MemberKind::Property(new));
            Ok(())
        }
        Some(MemberKind::Note(_)) => {
            object.set(name.to_owned(), MemberKind::Note(new));
            Ok(())
        }
        Some(MemberKind::Alias(_)) => match object.behind_aliases(name) {
            Some(target) => set_member(value, object, &target, new, engine),
            None => Err(read_only(name).into()),
        },
        Some(MemberKind::Script(_, Some(setter))) => {
            engine.run_block(
                &setter,
                BlockCall {
                    this: Some(value.clone()),
                    item: None,
                    args: &[new],
                },
            )?;
            Ok(())
        }
        Some(_) => Err(read_only(name).into()),
        None => match &object.base {
            Some(base) => set_property(base, name, new, engine),
            None => {
                let message = format!(
                    "Exception setting \"{name}\": \"The property '{name}' cannot be found on this object. Verify that the property exists and can be set.\""
                );
                let error =
                    ShellError::new("ExceptionWhenSetting", ErrorCategory::NotSpecified, message)
                        .exception("System.Management.Automation.SetValueInvocationException");
                Err(with_known_names(error, value, name).into())
            }
        },
    }
}
