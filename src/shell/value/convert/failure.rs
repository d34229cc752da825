//! The errors of conversions, with PowerShell's ids and messages.

use super::to_text;
use crate::error::{ErrorCategory, ShellError};
use crate::types::{TypeRef, type_of};
use crate::value::Value;

/// An exception of .NET as it is thrown: its full name is also its error id. A method call wraps it.
pub fn raise(exception: &'static str, message: impl Into<String>) -> ShellError {
    ShellError::new(exception, ErrorCategory::OperationStopped, message).exception(exception)
}

/// A failed conversion: `InvalidArgument`, a `RuntimeException` around a `PSInvalidCastException`.
pub(super) fn invalid_cast(id: &'static str, message: String, inner: ShellError) -> ShellError {
    let mut cast = ShellError::new(id, ErrorCategory::InvalidArgument, message.clone())
        .exception("System.Management.Automation.PSInvalidCastException");
    cast.inner = Some(Box::new(inner));
    let mut error = ShellError::new(id, ErrorCategory::InvalidArgument, message);
    error.inner = Some(Box::new(cast));
    error
}

/// `Cannot convert value "x" to type "T". Error: "..."`
pub(super) fn with_reason(
    id: &'static str,
    value: &Value,
    ty: &TypeRef,
    exception: &'static str,
    reason: &str,
) -> ShellError {
    let message = format!(
        "Cannot convert value \"{}\" to type \"{}\". Error: \"{reason}\"",
        to_text(value),
        ty.full_name()
    );
    invalid_cast(id, message, raise(exception, reason))
}

/// `ConvertToFinalInvalidCastException`: there is no way from this value to that type.
pub fn cast_failed(value: &Value, ty: &TypeRef) -> ShellError {
    let from = type_of(value);
    let text = match value.base() {
        Value::Array(_) | Value::List(_) | Value::Hashtable(_) => from.full_name(),
        other => to_text(other),
    };
    let message = format!(
        "Cannot convert the \"{text}\" value of type \"{}\" to type \"{}\".",
        from.full_name(),
        ty.full_name()
    );
    let inner = raise("System.InvalidCastException", message.clone());
    invalid_cast("ConvertToFinalInvalidCastException", message, inner)
}

/// `$null` for a type that has none.
pub fn null_cast(ty: &TypeRef) -> ShellError {
    let message = format!("Cannot convert null to type \"{}\".", ty.full_name());
    let inner = raise("System.InvalidCastException", message.clone());
    invalid_cast("nullToObjectInvalidCast", message, inner)
}

/// The sentence of .NET for text that is no number.
pub(super) fn bad_format(text: &str) -> String {
    format!("The input string '{text}' was not in a correct format.")
}
