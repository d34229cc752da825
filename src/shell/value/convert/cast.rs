//! `[type]value`.

use std::rc::Rc;

use super::failure::{self, cast_failed, null_cast, raise, with_reason};
use super::{collections, dates, number, to_bool, to_text, to_text_in};
use crate::error::{Flow, ShellError};
use crate::types::{
    self, BigIntegerValue, ConcurrentKind, ConcurrentValue, CultureValue, ExceptionValue, IpValue,
    Known, PhysicalAddressValue, ReferenceValue, RegexValue, SemanticVersionValue, SwitchValue,
    TypeRef, TypeValue, UriValue, VersionValue, guid_from_text, is_instance, xml,
};
use crate::value::members::enumerate;
use crate::value::{Engine, EnumType, EnumValue, NoEngine, Value};

/// Converts a value to a type.
///
/// # Errors
/// PowerShell's ids: `InvalidCastFromStringToInteger`, `InvalidCastIConvertible`,
/// `ConvertToFinalInvalidCastException`, `InvalidCastParseTargetInvocation` ...
pub fn cast(value: &Value, ty: &TypeRef) -> Result<Value, ShellError> {
    match ty {
        TypeRef::Known(known) => cast_known(value, *known),
        TypeRef::Enum(enumeration) => cast_enum(value, enumeration),
        TypeRef::Nullable(inner) => {
            if value.is_null() || matches!(value, Value::Str(text) if text.is_empty()) {
                Ok(Value::Null)
            } else {
                cast(value, inner)
            }
        }
        TypeRef::Array(element, rank) => collections::to_array(value, element, *rank, ty),
        TypeRef::List(element) => collections::to_list(value, Some(element), ty),
        TypeRef::Dictionary(pair) | TypeRef::SortedDictionary(pair) => {
            collections::to_dictionary(value, pair, ty)
        }
        TypeRef::HashSet(_)
        | TypeRef::SortedSet(_)
        | TypeRef::Queue(_)
        | TypeRef::Stack(_)
        | TypeRef::LinkedList(_) => collections::to_set_queue_or_stack(value, ty),
        TypeRef::Concurrent(kind, types) => {
            if value.is_null() || is_instance(value.base(), ty) {
                return Ok(value.clone());
            }
            concurrent(value, *kind, types, &mut NoEngine)
        }
        TypeRef::Exception(name) => match value.base() {
            Value::Null => Ok(Value::Null),
            base if is_instance(base, ty) => Ok(value.clone()),
            Value::Str(text) => Ok(Value::native(ExceptionValue::new(name, text.to_string()))),
            _ => Err(cast_failed(value, ty)),
        },
        TypeRef::Emitted(_) | TypeRef::KeyValuePair(_) | TypeRef::Tuple(_) | TypeRef::Class(_) => {
            match value {
                Value::Null => Ok(Value::Null),
                _ if is_instance(value, ty) => Ok(value.clone()),
                _ => Err(cast_failed(value, ty)),
            }
        }
    }
}

/// A concurrent collection with these elements or entries.
fn concurrent(
    value: &Value,
    kind: ConcurrentKind,
    types: &[TypeRef],
    engine: &mut dyn Engine,
) -> Result<Value, ShellError> {
    let made = ConcurrentValue::new(kind, types.to_vec(), false);
    match value.base() {
        Value::Hashtable(table) => {
            // A script property may change the table.
            for (key, value) in table.keys().iter().zip(&table.values()) {
                made.set(key, value, engine)?;
            }
        }
        _ => {
            for item in enumerate(value).unwrap_or_else(|| vec![value.clone()]) {
                made.put(&item, engine)?;
            }
        }
    }
    Ok(Value::native(made))
}

/// Like [`cast`], with the session's `$OFS` where a collection becomes text.
pub fn cast_in(value: &Value, ty: &TypeRef, engine: &mut dyn Engine) -> Flow<Value> {
    if let TypeRef::Known(Known::String) = ty
        && !matches!(value, Value::Str(_))
    {
        return Ok(Value::Str(to_text_in(value, engine)?));
    }
    match ty {
        TypeRef::Class(class) if !value.is_null() && !is_instance(value, ty) => {
            return engine.to_class(value, class);
        }
        TypeRef::Concurrent(kind, types) if !value.is_null() && !is_instance(value.base(), ty) => {
            return Ok(concurrent(value, *kind, types, engine)?);
        }
        TypeRef::Array(element, 1)
            if matches!(
                **element,
                TypeRef::Class(_) | TypeRef::Known(Known::ChoiceDescription)
            ) && !value.is_null() =>
        {
            let items = enumerate(value).unwrap_or_else(|| vec![value.clone()]);
            let made: Flow<Vec<Value>> = items
                .iter()
                .map(|item| cast_in(item, element, engine))
                .collect();
            return Ok(Value::typed_array(element.full_name(), made?));
        }
        _ => {}
    }
    match (cast(value, ty), ty) {
        (Ok(made), _) => Ok(made),
        // `[System.IO.StreamReader]'file'`: a constructor that takes the value makes one.
        (
            Err(error),
            TypeRef::Known(
                Known::StreamReader
                | Known::StreamWriter
                | Known::ChoiceDescription
                | Known::StringReader
                | Known::FileInfo
                | Known::DirectoryInfo
                | Known::MemoryStream
                | Known::ProcessStartInfo
                | Known::Random
                | Known::NtAccount
                | Known::SecurityIdentifier
                | Known::FileSystemWatcher
                | Known::Timer
                | Known::StringBuilder,
            ),
        ) => types::construct(ty, std::slice::from_ref(value), engine).map_err(|_| error.into()),
        // `[Parameter]@{ Mandatory = $true }`.
        (Err(error), TypeRef::Known(known)) => {
            let (Value::Hashtable(table), Some(made)) =
                (value.base(), types::attributes::make(*known, &[]))
            else {
                return Err(error.into());
            };
            let entries: Vec<(Rc<str>, Value)> = table
                .entries()
                .iter()
                .map(|(key, value)| (to_text(key.value()), value.clone()))
                .collect();
            for (name, value) in entries {
                crate::value::members::set_property(&made, &name, value, engine)?;
            }
            Ok(made)
        }
        (Err(error), _) => Err(error.into()),
    }
}

/// `-as`: the converted value, or `None` when it cannot be converted.
pub fn try_cast(value: &Value, ty: &TypeRef) -> Option<Value> {
    cast(value, ty).ok()
}

fn cast_known(value: &Value, known: Known) -> Result<Value, ShellError> {
    // What already is of the type stays as it is, with the members a script gave it.
    match (known, value) {
        (Known::Int32, Value::Int(_))
        | (Known::Int64, Value::Long(_))
        | (Known::String, Value::Str(_))
        | (Known::Bool, Value::Bool(_))
        | (Known::Double, Value::Double(_))
        | (Known::Object | Known::PsObject, _) => return Ok(value.clone()),
        (Known::PsReference, _) if value.downcast::<ReferenceValue>().is_none() => {
            return Ok(ReferenceValue::to_value(value.clone()));
        }
        _ => {}
    }
    let ty = TypeRef::Known(known);
    let base = value.base();
    match known {
        Known::String => Ok(Value::Str(to_text(value))),
        Known::Bool => Ok(Value::Bool(to_bool(value))),
        Known::SByte
        | Known::Byte
        | Known::Int16
        | Known::UInt16
        | Known::Int32
        | Known::UInt32
        | Known::Int64
        | Known::UInt64 => {
            // A switch counts as its truth value nowhere but here and in `[bool]`.
            match base.downcast::<SwitchValue>() {
                Some(_) => Err(cast_failed(value, &ty)),
                None => number::to_integer(base, known),
            }
        }
        Known::Double => Ok(Value::Double(number::to_real(base, known)?)),
        #[allow(clippy::cast_possible_truncation)] // That is what a single is.
        Known::Single => Ok(Value::Single(number::to_real(base, known)? as f32)),
        Known::Decimal => Ok(Value::Decimal(number::to_decimal(base)?)),
        Known::BigInteger => Ok(Value::native(BigIntegerValue(number::to_big_integer(
            base,
        )?))),
        Known::Char => cast_char(value, base, &ty),
        Known::PsCustomObject => Ok(collections::to_custom_object(value)),
        Known::Hashtable => collections::to_hashtable(value, false, &ty),
        Known::OrderedDictionary => collections::to_hashtable(value, true, &ty),
        Known::SortedList => collections::to_sorted_list(value, &ty),
        Known::Array => collections::to_any_array(value),
        Known::ArrayList => collections::to_list(value, None, &ty),
        Known::Queue | Known::Stack => collections::to_set_queue_or_stack(value, &ty),
        Known::Void => Ok(Value::Null),
        Known::SwitchParameter => match base {
            Value::Bool(on) => Ok(Value::native(SwitchValue(*on))),
            Value::Null => Ok(Value::native(SwitchValue(false))),
            _ if base.downcast::<SwitchValue>().is_some() => Ok(value.clone()),
            _ => Err(cast_failed(value, &ty)),
        },
        _ if !base.is_null() && is_instance(base, &ty) => Ok(value.clone()),
        Known::DateTime => cast_date(value, base, &ty),
        Known::TimeSpan => cast_time_span(value, base, &ty),
        Known::Guid => cast_guid(value, base, &ty),
        Known::DateTimeOffset if !base.is_null() => match types::cast_date_offset(base) {
            Ok(Some(found)) => Ok(found),
            Ok(None) => Err(cast_failed(value, &ty)),
            Err(error) => Err(with_reason(
                "InvalidCastParseTargetInvocationWithFormatProvider",
                value,
                &ty,
                "System.FormatException",
                &error.message,
            )),
        },
        _ if base.is_null() => {
            if ty.is_value_type() {
                Err(null_cast(&ty))
            } else {
                Ok(Value::Null)
            }
        }
        Known::Version => cast_version(value, base, &ty),
        Known::ScriptBlock if !matches!(base, Value::ScriptBlock(_)) => {
            Err(cast_failed(value, &ty))
        }
        Known::SemanticVersion => SemanticVersionValue::parse(&to_text(base))
            .map(Value::native)
            .ok_or_else(|| {
                with_reason(
                    "InvalidCastParseTargetInvocation",
                    value,
                    &ty,
                    "System.FormatException",
                    &failure::bad_format(&to_text(base)),
                )
            }),
        Known::Regex => RegexValue::new(&to_text(base), 0)
            .map(Value::native)
            .map_err(|error| {
                with_reason(
                    "InvalidCastFromStringToRegex",
                    value,
                    &ty,
                    "System.Text.RegularExpressions.RegexParseException",
                    &error.message,
                )
            }),
        Known::XmlDocument => {
            xml::parse_document(&super::to_text_with(base, "\n")).map_err(|reason| {
                with_reason(
                    "InvalidCastToXmlDocument",
                    value,
                    &ty,
                    "System.Xml.XmlException",
                    &reason,
                )
            })
        }
        Known::IPAddress => cast_ip(value, base, &ty),
        Known::PhysicalAddress => PhysicalAddressValue::parse(&to_text(base))
            .map(Value::native)
            .ok_or_else(|| {
                with_reason(
                    "InvalidCastParseTargetInvocation",
                    value,
                    &ty,
                    "System.FormatException",
                    "An invalid physical address was specified.",
                )
            }),
        Known::Uri => match base {
            Value::Str(text) => Ok(Value::native(UriValue::new(text))),
            _ => Err(cast_failed(value, &ty)),
        },
        Known::CultureInfo => match base {
            Value::Str(text) => Ok(Value::native(CultureValue::new(text))),
            _ => Err(cast_failed(value, &ty)),
        },
        Known::PsReference => Ok(ReferenceValue::to_value(value.clone())),
        Known::Type => match base {
            Value::Str(text) => types::resolve(text)
                .map(|found| Value::native(TypeValue(found)))
                .ok_or_else(|| cast_failed(value, &ty)),
            _ => Err(cast_failed(value, &ty)),
        },
        _ => Err(cast_failed(value, &ty)),
    }
}

fn cast_char(value: &Value, base: &Value, ty: &TypeRef) -> Result<Value, ShellError> {
    match base {
        Value::Char(_) => Ok(value.clone()),
        Value::Str(text) => {
            let mut chars = text.chars();
            match (chars.next(), chars.next()) {
                (Some(only), None) if only.len_utf16() == 1 => Ok(Value::Char(only)),
                _ => Err(with_reason(
                    "InvalidCastParseTargetInvocation",
                    value,
                    ty,
                    "System.FormatException",
                    "String must be exactly one character long.",
                )),
            }
        }
        Value::Double(_) | Value::Single(_) | Value::Decimal(_) | Value::Bool(_) => {
            Err(with_reason(
                "InvalidCastIConvertible",
                value,
                ty,
                "System.InvalidCastException",
                &format!(
                    "Invalid cast from '{}' to 'Char'.",
                    types::type_of(base).name()
                ),
            ))
        }
        other => number::to_integer(other, Known::Char),
    }
}

fn cast_date(value: &Value, base: &Value, ty: &TypeRef) -> Result<Value, ShellError> {
    match base {
        Value::Null => Err(null_cast(ty)),
        Value::Str(text) => dates::parse_date(text).map(Value::from).ok_or_else(|| {
            with_reason(
                "InvalidCastParseTargetInvocationWithFormatProvider",
                value,
                ty,
                "System.FormatException",
                &format!("String '{text}' was not recognized as a valid DateTime."),
            )
        }),
        Value::Int(_) | Value::Long(_) | Value::UInt32(_) | Value::Int16(_) | Value::Byte(_) => {
            let ticks = number::to_long(base)?;
            dates::date_from_ticks(ticks, crate::value::DateTimeKind::Unspecified)
                .map(Value::from)
                .ok_or_else(|| {
                    with_reason(
                        "InvalidCastConstructorException",
                        value,
                        ty,
                        "System.ArgumentOutOfRangeException",
                        "Ticks must be between DateTime.MinValue.Ticks and DateTime.MaxValue.Ticks. (Parameter 'ticks')",
                    )
                })
        }
        _ => Err(cast_failed(value, ty)),
    }
}

fn cast_time_span(value: &Value, base: &Value, ty: &TypeRef) -> Result<Value, ShellError> {
    match base {
        Value::Null => Err(null_cast(ty)),
        Value::Str(text) => dates::parse_time_span(text)
            .map(Value::TimeSpan)
            .ok_or_else(|| {
                with_reason(
                    "InvalidCastParseTargetInvocationWithFormatProvider",
                    value,
                    ty,
                    "System.FormatException",
                    &format!("String '{text}' was not recognized as a valid TimeSpan."),
                )
            }),
        Value::Int(_)
        | Value::Long(_)
        | Value::UInt32(_)
        | Value::Int16(_)
        | Value::Byte(_)
        | Value::Double(_)
        | Value::Decimal(_) => Ok(Value::TimeSpan(number::to_long(base)?)),
        _ => Err(cast_failed(value, ty)),
    }
}

fn cast_guid(value: &Value, base: &Value, ty: &TypeRef) -> Result<Value, ShellError> {
    match base {
        Value::Null => Err(null_cast(ty)),
        Value::Str(text) => guid_from_text(text)
            .map(|bytes| Value::Guid(Rc::new(bytes)))
            .ok_or_else(|| {
                with_reason(
                    "InvalidCastParseTargetInvocationWithFormatProvider",
                    value,
                    ty,
                    "System.FormatException",
                    types::guid_problem(text),
                )
            }),
        _ => Err(cast_failed(value, ty)),
    }
}

fn cast_version(value: &Value, base: &Value, ty: &TypeRef) -> Result<Value, ShellError> {
    match base {
        Value::Str(_)
        | Value::Double(_)
        | Value::Single(_)
        | Value::Decimal(_)
        | Value::Int(_)
        | Value::Long(_) => {
            let text = to_text(base);
            VersionValue::parse(&text)
                .map(Value::native)
                .map_err(|(exception, reason)| {
                    with_reason(
                        "InvalidCastParseTargetInvocation",
                        value,
                        ty,
                        exception,
                        &reason,
                    )
                })
        }
        _ => Err(cast_failed(value, ty)),
    }
}

fn cast_ip(value: &Value, base: &Value, ty: &TypeRef) -> Result<Value, ShellError> {
    match base {
        Value::Str(text) => IpValue::parse(text).map(Value::native).ok_or_else(|| {
            with_reason(
                "InvalidCastParseTargetInvocation",
                value,
                ty,
                "System.FormatException",
                "An invalid IP address was specified.",
            )
        }),
        Value::Int(_) | Value::Long(_) | Value::UInt32(_) => {
            let bits = number::to_long(base)?;
            u32::try_from(bits)
                .map(|bits| Value::native(IpValue::from_bits_little_endian(bits)))
                .map_err(|_| {
                    with_reason(
                        "InvalidCastConstructorException",
                        value,
                        ty,
                        "System.ArgumentOutOfRangeException",
                        "Specified argument was out of the range of valid values. (Parameter 'newAddress')",
                    )
                })
        }
        _ => Err(cast_failed(value, ty)),
    }
}

fn enum_member(ty: &'static EnumType, number: i64) -> Value {
    Value::Enum(Rc::new(EnumValue { ty, number }))
}

fn cast_enum(value: &Value, ty: &'static EnumType) -> Result<Value, ShellError> {
    let target = TypeRef::Enum(ty);
    match value.base() {
        Value::Enum(member) if member.ty.name == ty.name => Ok(value.clone()),
        Value::Null => {
            let message = format!(
                "Cannot convert null to type \"{}\" due to enumeration values that are not valid. Specify one of the following enumeration values and try again. The possible enumeration values are \"{}\".",
                ty.name,
                member_list(ty, ",")
            );
            Err(failure::invalid_cast(
                "nullToEnumInvalidCast",
                message.clone(),
                raise("System.InvalidCastException", message),
            ))
        }
        Value::Str(text) => enum_from_text(value, text, ty),
        Value::Array(_) | Value::List(_) => {
            let text = super::to_text_with(value, ",");
            enum_from_text(value, &text, ty)
        }
        // A truth value is no number here: `$false` would be the first member, which is often `On`.
        Value::Bool(_) => Err(undefined(&super::to_text(value), ty)),
        base => match number::worth(base) {
            Some(number::Worth::Real(_) | number::Worth::Decimal(_)) if !matches!(base, Value::Double(n) if n.fract() == 0.0) => {
                Err(cast_failed(value, &target))
            }
            Some(_) => {
                let number = number::to_long(base)?;
                match defined(ty, number) {
                    true => Ok(enum_member(ty, number)),
                    false => Err(undefined(&number.to_string(), ty)),
                }
            }
            None => Err(cast_failed(value, &target)),
        },
    }
}

/// A value that is the number of no member.
fn undefined(value: &str, ty: &EnumType) -> ShellError {
    let message = format!(
        "Cannot convert value \"{value}\" to type \"{}\" due to enumeration values that are not valid. Specify one of the following enumeration values and try again. The possible enumeration values are \"{}\".",
        ty.name,
        member_list(ty, ",")
    );
    failure::invalid_cast(
        "UndefinedIntegerToEnum",
        message.clone(),
        raise("System.InvalidCastException", message),
    )
}

fn member_list(ty: &EnumType, separator: &str) -> String {
    ty.members
        .iter()
        .map(|(name, _)| *name)
        .collect::<Vec<_>>()
        .join(separator)
}

fn defined(ty: &EnumType, number: i64) -> bool {
    if ty.member(number).is_some() {
        return true;
    }
    let all = ty.members.iter().fold(0, |all, (_, bit)| all | bit);
    ty.flags && number & !all == 0
}

fn enum_from_text(value: &Value, text: &str, ty: &'static EnumType) -> Result<Value, ShellError> {
    let mut number = 0;
    for part in text.split(',') {
        let part = part.trim();
        let found = ty
            .number(part)
            .or_else(|| {
                part.parse::<i64>()
                    .ok()
                    .filter(|number| defined(ty, *number))
            })
            .or_else(|| unique_prefix(ty, part));
        match found {
            Some(found) => number |= found,
            None => {
                let reason = format!(
                    "Unable to match the identifier name {part} to a valid enumerator name. Specify one of the following enumerator names and try again:\n{}",
                    member_list(ty, ", ")
                );
                return Err(with_reason(
                    "InvalidCastFromStringToEnum",
                    value,
                    &TypeRef::Enum(ty),
                    "System.ArgumentException",
                    &reason,
                ));
            }
        }
    }
    Ok(enum_member(ty, number))
}

/// The number of the only member whose name starts with `part`.
fn unique_prefix(ty: &EnumType, part: &str) -> Option<i64> {
    if part.is_empty() {
        return None;
    }
    let mut found = ty.members.iter().filter(|(name, _)| {
        name.get(..part.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(part))
    });
    let first = found.next()?;
    found.next().is_none().then_some(first.1)
}
