//! Which static members each type has.

use super::{
    Call, StaticMember, array, block, boolean, character, construct, conversion, date,
    date_offset_static, dictionary, environment, file_streams, files, invoke, language, math,
    method_not_found, number, process_methods, read_line, regular, script_tokens, security,
    settings, span, text_static, various, web_text, wrong_count,
};
use crate::error::{ErrorCategory, Flow, ShellError};
use crate::types::{Known, TypeRef, enums};
use crate::value::compare::fold;
use crate::value::{Engine, Value};

/// What every type has.
const COMMON: &[StaticMember] = &[
    super::static_method(
        "Equals",
        2,
        2,
        "bool Equals(System.Object objA, System.Object objB)",
        |call| Ok(Value::Bool(super::common::same(call.arg(0), call.arg(1)))),
    ),
    super::static_method(
        "ReferenceEquals",
        2,
        2,
        "bool ReferenceEquals(System.Object objA, System.Object objB)",
        |call| {
            Ok(Value::Bool(
                fold(call.arg(0), true) == fold(call.arg(1), true),
            ))
        },
    ),
];

/// The tables of static members of a type, its own first.
pub fn static_members(ty: &TypeRef) -> Vec<&'static [StaticMember]> {
    let own: Vec<&'static [StaticMember]> = match ty {
        TypeRef::Known(known) => match known {
            Known::String => vec![text_static::STATICS],
            Known::Char => vec![character::STATICS],
            Known::Bool => vec![boolean::STATICS],
            Known::SByte
            | Known::Byte
            | Known::Int16
            | Known::UInt16
            | Known::Int32
            | Known::UInt32
            | Known::Int64
            | Known::UInt64 => vec![number::STATICS],
            Known::Single | Known::Double => vec![number::REAL_STATICS, number::STATICS],
            Known::Decimal => vec![number::DECIMAL_STATICS, number::STATICS],
            Known::BigInteger => vec![number::BIG_STATICS, number::STATICS],
            Known::Math => vec![math::STATICS],
            Known::Convert => vec![conversion::STATICS],
            Known::BitConverter => vec![conversion::BIT_STATICS],
            Known::DateTime => vec![date::STATICS],
            Known::TimeSpan => vec![span::STATICS],
            Known::Guid => vec![various::GUID_STATICS],
            Known::Version | Known::SemanticVersion => vec![various::VERSION_STATICS],
            Known::Regex => vec![regular::STATICS],
            Known::IPAddress => vec![various::IP_STATICS],
            Known::PhysicalAddress => vec![various::MAC_STATICS],
            Known::Array => vec![array::STATICS],
            Known::Hashtable => vec![dictionary::STATICS],
            Known::ScriptBlock => vec![block::STATICS],
            Known::Environment => vec![environment::STATICS],
            Known::Console => vec![environment::CONSOLE_STATICS],
            Known::ConsoleReadLine => vec![read_line::STATICS, read_line::FUNCTIONS],
            Known::Enum => vec![environment::ENUM_STATICS],
            Known::CultureInfo => vec![environment::CULTURE_STATICS],
            Known::Dns => vec![environment::DNS_STATICS],
            Known::Thread => vec![environment::THREAD_STATICS],
            Known::Gc => vec![environment::GC_STATICS],
            Known::Assembly => vec![environment::ASSEMBLY_STATICS],
            Known::StringComparer => vec![settings::COMPARER_STATICS],
            Known::DbNull => vec![settings::NULL_STATICS],
            Known::WebUtility => vec![web_text::WEB_STATICS],
            Known::HttpUtility => vec![web_text::HTTP_STATICS],
            Known::Uri => vec![web_text::URI_STATICS],
            Known::DateTimeOffset => vec![date_offset_static::STATICS],
            Known::Process => vec![process_methods::PROCESS_STATICS],
            Known::ServicePointManager => vec![settings::SERVICE_POINT_STATICS],
            Known::Marshal => vec![settings::MARSHAL_STATICS],
            Known::Path => vec![files::PATH_STATICS],
            Known::File => vec![files::FILE_STATICS, file_streams::FILE_STATICS],
            Known::Directory => vec![files::DIRECTORY_STATICS],
            Known::Stopwatch => vec![various::STOPWATCH_STATICS],
            Known::Encoding => vec![various::ENCODING_STATICS],
            Known::HashAlgorithm
            | Known::Hmac
            | Known::Md5
            | Known::Sha1
            | Known::Sha256
            | Known::Sha384
            | Known::Sha512
            | Known::HmacMd5
            | Known::HmacSha1
            | Known::HmacSha256
            | Known::HmacSha384
            | Known::HmacSha512 => vec![security::HASH_STATICS],
            Known::RandomNumberGenerator => vec![security::RANDOM_STATICS],
            Known::LanguageParser => vec![language::PARSER_STATICS],
            Known::PsParser => vec![script_tokens::STATICS],
            Known::RuntimeInformation => vec![settings::RUNTIME_STATICS],
            Known::SecurityElement => vec![web_text::ELEMENT_STATICS],
            Known::TimeZoneInfo => vec![settings::ZONE_STATICS],
            Known::Tuple => vec![security::TUPLE_STATICS],
            Known::ZipFile => vec![security::ZIP_STATICS],
            Known::WindowsIdentity => vec![various::IDENTITY_STATICS],
            _ => Vec::new(),
        },
        TypeRef::Enum(_) => vec![environment::ENUM_STATICS],
        _ => Vec::new(),
    };
    let mut tables = own;
    tables.push(COMMON);
    tables
}

/// Calls a static method; `new` makes an object. `None`: it gives nothing (`void`).
///
/// # Errors
/// As [`crate::value::members::call_method`].
pub fn call_static(
    ty: &TypeRef,
    name: &str,
    args: &[Value],
    engine: &mut dyn Engine,
) -> Flow<Option<Value>> {
    if name.eq_ignore_ascii_case("new") {
        return construct::construct(ty, args, engine).map(Some);
    }
    let mut known_name = false;
    for table in static_members(ty) {
        for member in table {
            let StaticMember::Method(method) = member else {
                continue;
            };
            if method.name.eq_ignore_ascii_case(name) {
                known_name = true;
                if (method.min..=method.max).contains(&args.len()) {
                    let mut call = Call {
                        this: &Value::Null,
                        ty,
                        args,
                        method: method.name,
                        engine,
                    };
                    return invoke(method, &mut call);
                }
            }
        }
    }
    if known_name {
        return Err(wrong_count(name, args.len()).into());
    }
    let names: Vec<&'static str> = static_members(ty)
        .into_iter()
        .flatten()
        .filter(|member| matches!(member, StaticMember::Method(_)))
        .map(StaticMember::name)
        .collect();
    Err(method_not_found(ty, name, &names).into())
}

/// A static property; `None` when there is none. `[int]::MaxValue`, `[System.DayOfWeek]::Monday`.
pub fn static_property(ty: &TypeRef, name: &str, engine: &dyn Engine) -> Option<Value> {
    if let TypeRef::Enum(enumeration) = ty {
        return enumeration
            .number(name)
            .map(|number| enums::value(enumeration, number));
    }
    static_members(ty)
        .into_iter()
        .flatten()
        .find_map(|member| match member {
            StaticMember::Property { name: known, get } if known.eq_ignore_ascii_case(name) => {
                Some(get(ty, engine))
            }
            _ => None,
        })
}

/// Sets a static property.
///
/// # Errors
/// `PropertyAssignmentException` when it cannot be set, `PropertyNotFound` when it is not there, or what the value is refused for.
pub fn set_static(
    ty: &TypeRef,
    name: &str,
    value: &Value,
    engine: &mut dyn Engine,
) -> Result<(), ShellError> {
    if let TypeRef::Known(known) = ty {
        match settings::set(*known, name, value, engine) {
            Ok(true) => return Ok(()),
            Ok(false) => {}
            Err(error) => return Err(settings::not_set(name, error)),
        }
    }
    match static_property(ty, name, engine) {
        Some(_) => Err(settings::read_only(name)),
        None => Err(ShellError::new(
            "PropertyNotFound",
            ErrorCategory::InvalidOperation,
            format!(
                "The property '{name}' cannot be found on this object. Verify that the property exists and can be set."
            ),
        )),
    }
}
