//! Static members that only the interpreter can answer; all others are the types' own.

use super::interpreter::Interpreter;
use crate::error::{Flow, Interrupt, ShellError};
use crate::types::{self, ExceptionValue, Known, TypeRef};
use crate::value::{Engine, Value, convert};

/// Reads a static property.
pub(super) fn get(inner: &mut Interpreter<'_>, ty: &TypeRef, name: &str) -> Flow<Value> {
    if let TypeRef::Class(class) = ty
        && let Some(value) = inner.class_static(class, name)?
    {
        return Ok(value);
    }
    match types::members::static_property(ty, name, inner) {
        Some(value) => Ok(value),
        None if inner.strict_mode() >= 2 => Err(crate::value::members::property_not_found(
            &Value::native(types::TypeValue(ty.clone())),
            name,
        )
        .into()),
        None => Ok(Value::Null),
    }
}

/// Sets a static property.
pub(super) fn set(inner: &mut Interpreter<'_>, ty: &TypeRef, name: &str, value: Value) -> Flow {
    if let TypeRef::Class(class) = ty
        && inner.set_class_static(class, name, &value)?
    {
        return Ok(());
    }
    Ok(types::members::set_static(ty, name, &value, inner)?)
}

/// Calls a static method or, as `new`, a constructor.
pub(super) fn call(
    inner: &mut Interpreter<'_>,
    ty: &TypeRef,
    name: &str,
    arguments: &[Value],
) -> Flow<Option<Value>> {
    if name.eq_ignore_ascii_case("new") {
        return construct(inner, ty, arguments).map(Some);
    }
    if let TypeRef::Class(class) = ty
        && let Some(result) = inner.class_static_method(class, name, arguments)?
    {
        return Ok(result);
    }
    if let TypeRef::Known(Known::ScriptBlock) = ty
        && name.eq_ignore_ascii_case("Create")
        && let [text] = arguments
    {
        let text = convert::to_text(text);
        return match inner.compile(&text) {
            Ok(block) => Ok(Some(Value::ScriptBlock(block))),
            Err(error) => {
                // What a method throws is wrapped, and the id is then the exception's short name.
                let mut outer = ShellError::new(
                    "ParseException",
                    crate::error::ErrorCategory::NotSpecified,
                    format!(
                        "Exception calling \"Create\" with \"1\" argument(s): \"{}\"",
                        error.message
                    ),
                )
                .exception("System.Management.Automation.MethodInvocationException")
                .command("");
                outer.inner = Some(Box::new(error));
                Err(Interrupt::from(outer))
            }
        };
    }
    if let Some(made) = super::in_place::made_by(ty, name) {
        return Ok(Some(made));
    }
    types::members::call_static(ty, name, arguments, inner)
}

/// Makes an object: `[T]::new(...)` and `New-Object T`.
pub fn construct(inner: &mut Interpreter<'_>, ty: &TypeRef, arguments: &[Value]) -> Flow<Value> {
    if let TypeRef::Class(class) = ty {
        return inner.instance(class, arguments);
    }
    if let TypeRef::Exception(name) = ty {
        let message = match arguments.first() {
            None | Some(Value::Null) => types::members::default_message(name),
            Some(message) => {
                let text = convert::to_text(message).to_string();
                match *name {
                    "System.ArgumentNullException" if arguments.len() == 1 => {
                        format!("Value cannot be null. (Parameter '{text}')")
                    }
                    "System.ArgumentOutOfRangeException" if arguments.len() == 1 => {
                        format!(
                            "Specified argument was out of the range of valid values. (Parameter '{text}')"
                        )
                    }
                    "System.ArgumentException"
                        if arguments.len() == 2
                            && matches!(arguments.get(1), Some(Value::Str(_))) =>
                    {
                        format!(
                            "{text} (Parameter '{}')",
                            convert::to_text(arguments.get(1).unwrap_or(&Value::Null))
                        )
                    }
                    _ => text,
                }
            }
        };
        let mut exception = ExceptionValue::new(name, message);
        if let Some(within) = arguments.last()
            && within.downcast::<ExceptionValue>().is_some()
        {
            exception = exception.with_inner(within.clone());
        }
        if let (true, Some(file @ Value::Str(_))) =
            (name.ends_with("FileNotFoundException"), arguments.get(1))
        {
            exception.properties.push(("FileName".into(), file.clone()));
        }
        return Ok(Value::native(exception));
    }
    if let Some(made) = super::psobjects::construct(inner, ty, arguments)? {
        return Ok(made);
    }
    types::members::construct(ty, arguments, inner)
}
