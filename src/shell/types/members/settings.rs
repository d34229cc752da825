//! Static properties that can be set, and what setting them does.

use std::cell::{Cell, RefCell};

use super::{Call, StaticMember, constant, static_method, void};
use crate::error::{ErrorCategory, Flow, Interrupt, ShellError};
use crate::types::enums::{self, SECURITY_PROTOCOL_TYPE};
use crate::types::rarities::EncodingValue;
use crate::types::{ComparerValue, CultureValue, Known, SecureStringValue, TypeRef};
use crate::value::convert::{cast, raise, to_bool, to_text};
use crate::value::{Engine, Native, PsObject, Value};

thread_local! {
    /// What `[Net.ServicePointManager]` was told. .NET's own web commands do not look at it any more, and neither do these.
    static PROTOCOLS: Cell<i64> = const { Cell::new(0) };
    static LIMIT: Cell<i32> = const { Cell::new(2) };
    static EXPECTS: Cell<bool> = const { Cell::new(true) };
    /// The settings of the screen that somebody was warned of.
    static WARNED: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

/// Static members of `[System.Net.ServicePointManager]`.
pub const SERVICE_POINT_STATICS: &[StaticMember] = &[
    constant("SecurityProtocol", |_, _| {
        enums::value(&SECURITY_PROTOCOL_TYPE, PROTOCOLS.get())
    }),
    constant("DefaultConnectionLimit", |_, _| Value::Int(LIMIT.get())),
    constant("Expect100Continue", |_, _| Value::Bool(EXPECTS.get())),
    constant("ServerCertificateValidationCallback", |_, _| Value::Null),
];

/// The settings of the console that are the terminal's own, and what does the same here.
const DECORATION: &[(&str, &str)] = &[
    ("ForegroundColor", COLOURS),
    ("BackgroundColor", COLOURS),
    ("CursorVisible", "Write \"`e[?25l\" to hide it."),
    ("CursorSize", "It is set in the terminal."),
    ("CursorPosition", "Write \"`e[row;columnH\" to set it."),
    ("WindowWidth", SIZE),
    ("WindowHeight", SIZE),
    ("WindowSize", SIZE),
    ("WindowPosition", SIZE),
    ("BufferWidth", SIZE),
    ("BufferHeight", SIZE),
    ("BufferSize", SIZE),
];
const COLOURS: &str = "Use Write-Host -ForegroundColor, or the colours of $PSStyle.";
const SIZE: &str = "It follows the size of the terminal.";

/// Sets the window's title, or says that a setting of the screen is the terminal's own: a script that decorates it goes on
/// without. `Ok(false)` when there is no such setting.
///
/// # Errors
/// The preference says that a warning ends what runs.
pub fn decorate(name: &str, value: &Value, engine: &mut dyn Engine) -> Result<bool, ShellError> {
    if name.eq_ignore_ascii_case("Title") || name.eq_ignore_ascii_case("WindowTitle") {
        engine.set_window_title(&to_text(value));
        return Ok(true);
    }
    let is = |(own, _): &&(&str, &str)| own.eq_ignore_ascii_case(name);
    let Some((own, instead)) = DECORATION.iter().find(is) else {
        return Ok(false);
    };
    // What reading it gave, nothing, is often put back at the end.
    if value.is_null() || WARNED.with_borrow(|warned| warned.contains(own)) {
        return Ok(true);
    }
    WARNED.with_borrow_mut(|warned| warned.push(own));
    let text = format!("{own} is the terminal's own, and setting it has no effect. {instead}");
    match engine.warn(&text) {
        Err(Interrupt::Error(error)) => Err(*error),
        _ => Ok(true),
    }
}

fn refused(message: impl Into<String>, help: &str) -> ShellError {
    raise("System.PlatformNotSupportedException", message).help(help.to_owned())
}

/// Sets a static property of a type. `Ok(false)` when there is none that can be set.
///
/// # Errors
/// A value that it cannot have here.
pub fn set(
    known: Known,
    name: &str,
    value: &Value,
    engine: &mut dyn Engine,
) -> Result<bool, ShellError> {
    let is = |wanted: &str| name.eq_ignore_ascii_case(wanted);
    match known {
        Known::Environment if is("CurrentDirectory") => {
            let text = to_text(value);
            let path = engine.resolve_path(&text);
            if !path.is_dir() {
                return Err(raise(
                    "System.IO.DirectoryNotFoundException",
                    format!("Could not find a part of the path '{}'.", path.display()),
                ));
            }
            engine.set_file_directory(path);
        }
        Known::Console if is("OutputEncoding") || is("InputEncoding") => {
            let encoding = value.downcast::<EncodingValue>().copied();
            if !matches!(encoding, Some(EncodingValue::Utf8 | EncodingValue::Ascii)) {
                return Err(refused(
                    format!(
                        "The encoding of the terminal is UTF-8 and cannot be '{}'.",
                        encoding
                            .map_or_else(|| to_text(value).to_string(), |e| Native::to_text(&e))
                    ),
                    "Write a file in another encoding: Set-Content -Encoding, Out-File -Encoding.",
                ));
            }
        }
        Known::Console if is("TreatControlCAsInput") => {
            if to_bool(value) {
                return Err(refused(
                    "Ctrl+C ends what runs, and cannot be read as input.",
                    "Clean up in a finally block, which runs after Ctrl+C too.",
                ));
            }
        }
        Known::Console => return decorate(name, value, engine),
        Known::ServicePointManager if is("SecurityProtocol") => {
            match cast(value, &TypeRef::Enum(&SECURITY_PROTOCOL_TYPE))? {
                Value::Enum(member) => PROTOCOLS.set(member.number),
                _ => return Ok(false),
            }
        }
        Known::ServicePointManager if is("DefaultConnectionLimit") => {
            LIMIT.set(crate::value::convert::to_int(value)?);
        }
        Known::ServicePointManager if is("Expect100Continue") => EXPECTS.set(to_bool(value)),
        Known::ServicePointManager if is("ServerCertificateValidationCallback") => {
            if !value.is_null() {
                return Err(refused(
                    "Certificates of servers are checked by the system, not by a script.",
                    "Trust the certificate, or use -SkipCertificateCheck of Invoke-WebRequest.",
                ));
            }
        }
        Known::CultureInfo if is("CurrentCulture") || is("CurrentUICulture") => {
            let name = match value.downcast::<CultureValue>() {
                Some(culture) => Native::to_text(culture),
                None => to_text(value).to_string(),
            };
            if !name.is_empty() && !name.eq_ignore_ascii_case("en-US") {
                return Err(refused(
                    format!(
                        "Numbers and dates are written as en-US does; there is no culture '{name}' here."
                    ),
                    "Format by hand: -f with a format, ToString with one.",
                ));
            }
        }
        _ => return Ok(false),
    }
    Ok(true)
}

fn made(ordinal: bool, ignores_case: bool) -> Value {
    Value::native(ComparerValue {
        ignores_case,
        ordinal,
    })
}

/// Static members of `[StringComparer]`.
pub const COMPARER_STATICS: &[StaticMember] = &[
    constant("Ordinal", |_, _| made(true, false)),
    constant("OrdinalIgnoreCase", |_, _| made(true, true)),
    constant("InvariantCulture", |_, _| made(false, false)),
    constant("InvariantCultureIgnoreCase", |_, _| made(false, true)),
    constant("CurrentCulture", |_, _| made(false, false)),
    constant("CurrentCultureIgnoreCase", |_, _| made(false, true)),
];

/// Static members of `[Runtime.InteropServices.RuntimeInformation]`.
pub const RUNTIME_STATICS: &[StaticMember] = &[
    constant("FrameworkDescription", |_, _| {
        Value::from(concat!("iovsh ", env!("CARGO_PKG_VERSION")))
    }),
    constant("OSArchitecture", |_, _| Value::from(architecture())),
    constant("ProcessArchitecture", |_, _| Value::from(architecture())),
    constant("OSDescription", |_, _| {
        let text = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
        Value::from(format!("Linux {}", text.trim()))
    }),
    constant("RuntimeIdentifier", |_, _| {
        Value::from(format!("linux-{}", architecture().to_lowercase()))
    }),
    static_method(
        "IsOSPlatform",
        1,
        1,
        "bool IsOSPlatform(System.Runtime.InteropServices.OSPlatform osPlatform)",
        |call| {
            let name = call.text(0)?;
            Ok(Value::Bool(name.eq_ignore_ascii_case("Linux")))
        },
    ),
];

fn architecture() -> &'static str {
    match std::env::consts::ARCH {
        "x86_64" => "X64",
        "aarch64" => "Arm64",
        other => other,
    }
}

fn zones(call: &mut Call<'_>, script: &str) -> Flow<Vec<Value>> {
    let block = call.engine.compile(script)?;
    let args = call.args.to_vec();
    call.engine.run_block(
        &block,
        crate::value::BlockCall {
            item: None,
            this: Some(Value::Null),
            args: &args,
        },
    )
}

/// Static members of `[TimeZoneInfo]`.
pub const ZONE_STATICS: &[StaticMember] = &[
    static_method(
        "FindSystemTimeZoneById",
        1,
        1,
        "System.TimeZoneInfo FindSystemTimeZoneById(string id)",
        |call| {
            let found = zones(call, "param($id) Get-TimeZone -Id $id -ErrorAction Stop")?;
            Ok(found.into_iter().next().unwrap_or_default())
        },
    ),
    static_method(
        "GetSystemTimeZones",
        0,
        0,
        "System.Collections.ObjectModel.ReadOnlyCollection[System.TimeZoneInfo] GetSystemTimeZones()",
        |call| Ok(Value::array(zones(call, "Get-TimeZone -ListAvailable")?)),
    ),
    static_method(
        "ConvertTimeToUtc",
        1,
        1,
        "datetime ConvertTimeToUtc(datetime dateTime)",
        |call| {
            let found = zones(call, "param([datetime]$date) $date.ToUniversalTime()")?;
            Ok(found.into_iter().next().unwrap_or_default())
        },
    ),
];

/// Static members of `[DBNull]`.
pub const NULL_STATICS: &[StaticMember] = &[constant("Value", |_, _| {
    Value::object(PsObject::of(&["System.DBNull", "System.Object"]).with_text(|_| String::new()))
})];

/// A stand-in for memory with a secret in it.
fn pointer(secret: &str) -> Value {
    Value::object(
        PsObject::of(&["System.IntPtr", "System.ValueType", "System.Object"])
            .with_payload(std::sync::Arc::new(secret.to_owned()))
            .with_text(|_| "140000000000000".to_owned()),
    )
}

fn secret_pointer(call: &mut Call<'_>) -> Flow<Value> {
    match call.arg(0).downcast::<SecureStringValue>() {
        Some(secret) => Ok(pointer(secret.reveal())),
        None => Err(super::null_argument("s").into()),
    }
}

fn pointed(call: &mut Call<'_>) -> Flow<Value> {
    let text = match call.arg(0) {
        Value::Object(object) => object
            .payload
            .as_ref()
            .and_then(|payload| payload.downcast_ref::<String>().cloned()),
        _ => None,
    };
    Ok(text.map_or(Value::Null, Value::from))
}

/// Static members of `[Runtime.InteropServices.Marshal]`: what scripts read a `SecureString` with.
pub const MARSHAL_STATICS: &[StaticMember] = &[
    static_method(
        "SecureStringToBSTR",
        1,
        1,
        "System.IntPtr SecureStringToBSTR(securestring s)",
        secret_pointer,
    ),
    static_method(
        "SecureStringToGlobalAllocUnicode",
        1,
        1,
        "System.IntPtr SecureStringToGlobalAllocUnicode(securestring s)",
        secret_pointer,
    ),
    static_method(
        "PtrToStringAuto",
        1,
        2,
        "string PtrToStringAuto(System.IntPtr ptr)",
        pointed,
    ),
    static_method(
        "PtrToStringBSTR",
        1,
        1,
        "string PtrToStringBSTR(System.IntPtr ptr)",
        pointed,
    ),
    static_method(
        "PtrToStringUni",
        1,
        2,
        "string PtrToStringUni(System.IntPtr ptr)",
        pointed,
    ),
    StaticMember::Method(void(
        "ZeroFreeBSTR",
        1,
        1,
        "void ZeroFreeBSTR(System.IntPtr s)",
        |_| Ok(Value::Null),
    )),
    StaticMember::Method(void(
        "ZeroFreeGlobalAllocUnicode",
        1,
        1,
        "void ZeroFreeGlobalAllocUnicode(System.IntPtr s)",
        |_| Ok(Value::Null),
    )),
];

/// `ExceptionWhenSetting`: what setting a property threw.
pub fn not_set(name: &str, error: ShellError) -> ShellError {
    let mut outer = ShellError::new(
        "ExceptionWhenSetting",
        ErrorCategory::NotSpecified,
        format!("Exception setting \"{name}\": \"{}\"", error.message),
    )
    .exception("System.Management.Automation.SetValueInvocationException");
    outer.help = error.help.clone();
    outer.inner = Some(Box::new(error));
    outer
}

/// The error of a static property that cannot be set.
pub fn read_only(name: &str) -> ShellError {
    ShellError::new(
        "PropertyAssignmentException",
        ErrorCategory::InvalidOperation,
        format!("'{name}' is a ReadOnly property."),
    )
}
