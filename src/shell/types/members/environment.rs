//! `[Environment]`, `[Console]`, `[Enum]`, `[DateTime]`'s neighbours: what belongs to the process and the system.

use super::{Call, Method, StaticMember, constant, method, static_method, void};
use crate::error::Flow;
use crate::os_text;
use crate::types::enums::{self, PLATFORM_ID, SPECIAL_FOLDER};
use crate::types::keys::console_key_info;
use crate::types::rarities::IdentityValue;
use crate::types::{CultureValue, ReferenceValue, TextInfoValue, TypeRef, TypeValue, VersionValue};
use crate::value::convert::{cast, raise, to_bool, to_text};
use crate::value::culture::Culture;
use crate::value::{Engine, Hashtable, PsObject, Value, format_string};

fn file_line(path: &str) -> String {
    std::fs::read_to_string(path)
        .map(|text| text.trim().to_owned())
        .unwrap_or_default()
}

/// The host's name.
pub fn machine_name() -> String {
    file_line("/proc/sys/kernel/hostname")
}

fn variable(engine: &dyn Engine, name: &str) -> Value {
    engine.environment_variable(name).into()
}

fn os_version() -> VersionValue {
    let release = file_line("/proc/sys/kernel/osrelease");
    let mut parts = [-1; 4];
    let numbers = release
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|part| part.parse::<i32>().ok());
    for (part, number) in parts.iter_mut().zip(numbers) {
        *part = number;
    }
    for part in parts.iter_mut().take(2) {
        *part = (*part).max(0);
    }
    VersionValue { parts }
}

/// Static members of `[Environment]`.
pub const STATICS: &[StaticMember] = &[
    constant("MachineName", |_, _| Value::from(machine_name())),
    constant("UserName", |_, _| Value::from(IdentityValue::user())),
    constant("UserDomainName", |_, _| Value::from(machine_name())),
    constant("NewLine", |_, _| Value::from("\n")),
    constant("ProcessorCount", |_, _| {
        let count = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Value::Int(i32::try_from(count).unwrap_or(1))
    }),
    constant("ProcessId", |_, _| {
        Value::Int(i32::try_from(std::process::id()).unwrap_or(0))
    }),
    constant("ProcessPath", |_, _| {
        std::env::current_exe().map_or(Value::Null, |path| {
            Value::from(os_text::text_of(path).as_str())
        })
    }),
    constant("CurrentDirectory", |_, engine| {
        Value::from(os_text::text_of(engine.location()).as_str())
    }),
    constant("SystemDirectory", |_, _| Value::from("")),
    constant("Is64BitOperatingSystem", |_, _| {
        Value::Bool(cfg!(target_pointer_width = "64"))
    }),
    constant("Is64BitProcess", |_, _| {
        Value::Bool(cfg!(target_pointer_width = "64"))
    }),
    constant("UserInteractive", |_, _| Value::Bool(true)),
    constant("TickCount", |_, _| {
        Value::Int(i32::try_from(uptime() % i64::from(i32::MAX)).unwrap_or(0))
    }),
    constant("TickCount64", |_, _| Value::Long(uptime())),
    constant("Version", |_, _| {
        Value::native(VersionValue {
            parts: [8, 0, 0, -1],
        })
    }),
    constant("CommandLine", |_, _| {
        Value::from(std::env::args().collect::<Vec<_>>().join(" "))
    }),
    constant("OSVersion", |_, _| {
        let version = os_version();
        let text = format!("Unix {}", crate::value::Native::to_text(&version));
        Value::object(
            PsObject::of(&["System.OperatingSystem", "System.Object"])
                .with("Platform", enums::value(&PLATFORM_ID, 4))
                .with("ServicePack", "")
                .with("Version", Value::native(version))
                .with("VersionString", text),
        )
    }),
    static_method(
        "GetEnvironmentVariable",
        1,
        2,
        "string GetEnvironmentVariable(string variable)",
        |call| {
            let name = call.text(0)?;
            Ok(variable(call.engine, &name))
        },
    ),
    StaticMember::Method(void(
        "SetEnvironmentVariable",
        2,
        3,
        "void SetEnvironmentVariable(string variable, string value)",
        |call| {
            let name = call.text(0)?;
            let value = match call.arg(1) {
                Value::Null => None,
                other => Some(to_text(other)).filter(|text| !text.is_empty()),
            };
            call.engine
                .set_environment_variable(&name, value.as_deref());
            Ok(Value::Null)
        },
    )),
    static_method(
        "GetEnvironmentVariables",
        0,
        1,
        "System.Collections.IDictionary GetEnvironmentVariables()",
        |call| {
            let table = Hashtable {
                case_sensitive: true,
                ..Hashtable::default()
            };
            for (name, value) in call.engine.environment_variables() {
                table.set_text(&name, Value::from(value));
            }
            Ok(Value::Hashtable(std::rc::Rc::new(table)))
        },
    ),
    static_method(
        "ExpandEnvironmentVariables",
        1,
        1,
        "string ExpandEnvironmentVariables(string name)",
        |call| {
            let text = call.text(0)?;
            let mut out = String::new();
            let mut rest: &str = &text;
            while let Some(at) = rest.find('%') {
                let tail = rest.get(at + 1..).unwrap_or("");
                let known = tail.find('%').and_then(|end| {
                    let value = call.engine.environment_variable(tail.get(..end)?)?;
                    Some((end, value))
                });
                out.push_str(rest.get(..at).unwrap_or(""));
                match known {
                    Some((end, value)) => {
                        out.push_str(&value);
                        rest = tail.get(end + 1..).unwrap_or("");
                    }
                    None => {
                        out.push('%');
                        rest = tail;
                    }
                }
            }
            out.push_str(rest);
            Ok(Value::from(out))
        },
    ),
    static_method(
        "GetFolderPath",
        1,
        2,
        "string GetFolderPath(System.Environment+SpecialFolder folder)",
        |call| {
            let folder = call.enumeration(0, "folder", &SPECIAL_FOLDER)?;
            let home = call.engine.environment_variable("HOME").unwrap_or_default();
            Ok(Value::from(match folder {
                0 => format!("{home}/Desktop"),
                26 => call
                    .engine
                    .environment_variable("XDG_CONFIG_HOME")
                    .unwrap_or_else(|| format!("{home}/.config")),
                28 => call
                    .engine
                    .environment_variable("XDG_DATA_HOME")
                    .unwrap_or_else(|| format!("{home}/.local/share")),
                35 => "/usr/share".to_owned(),
                _ => home,
            }))
        },
    ),
    static_method(
        "GetCommandLineArgs",
        0,
        0,
        "string[] GetCommandLineArgs()",
        |_| Ok(Value::strings(std::env::args().collect::<Vec<_>>())),
    ),
    static_method("Exit", 1, 1, "void Exit(int exitCode)", |call| {
        let code = call.int(0, "exitCode")?;
        Err(crate::error::Interrupt::Exit(code))
    }),
];

/// Milliseconds since the system started.
fn uptime() -> i64 {
    file_line("/proc/uptime")
        .split_whitespace()
        .next()
        .and_then(|seconds| seconds.parse::<f64>().ok())
        .map_or(0, |seconds| (seconds * 1000.0) as i64)
}

/// Static members of `[Console]`.
pub const CONSOLE_STATICS: &[StaticMember] = &[
    StaticMember::Method(void(
        "WriteLine",
        0,
        usize::MAX,
        "void WriteLine(string value)",
        |call| {
            let text = console_text(call)?;
            call.engine.write_console(&format!("{text}\n"), false);
            Ok(Value::Null)
        },
    )),
    StaticMember::Method(void(
        "Write",
        1,
        usize::MAX,
        "void Write(string value)",
        |call| {
            let text = console_text(call)?;
            call.engine.write_console(&text, false);
            Ok(Value::Null)
        },
    )),
    constant("Out", |_, _| console_writer(false)),
    constant("Error", |_, _| console_writer(true)),
    StaticMember::Method(void("ResetColor", 0, 0, "void ResetColor()", |_| {
        Ok(Value::Null)
    })),
    StaticMember::Method(void("Clear", 0, 0, "void Clear()", |call| {
        let block = call.engine.compile("Clear-Host")?;
        call.engine
            .run_block(&block, crate::value::BlockCall::default())?;
        Ok(Value::Null)
    })),
    StaticMember::Method(void("Beep", 0, 2, "void Beep()", |call| {
        if call.count() == 0 {
            call.engine.write_console("\u{7}", false);
        }
        Ok(Value::Null)
    })),
    constant("Title", |_, _| {
        Value::from(crate::printer::script_title().unwrap_or_else(|| "iovsh".to_owned()))
    }),
    // A terminal does not tell these.
    constant("CursorVisible", |_, _| Value::Null),
    constant("ForegroundColor", |_, _| Value::Null),
    constant("BackgroundColor", |_, _| Value::Null),
    constant("TreatControlCAsInput", |_, _| Value::Bool(false)),
    constant("KeyAvailable", |_, engine| {
        Value::Bool(engine.is_key_waiting())
    }),
    static_method(
        "ReadKey",
        0,
        1,
        "System.ConsoleKeyInfo ReadKey(), System.ConsoleKeyInfo ReadKey(bool intercept)",
        |call| {
            let intercept = call.count() > 0 && to_bool(call.arg(0));
            Ok(console_key_info(call.engine.read_key(!intercept)?))
        },
    ),
    constant("WindowHeight", |_, _| rows()),
    constant("BufferHeight", |_, _| rows()),
    constant("IsErrorRedirected", |_, _| {
        Value::Bool(!std::io::IsTerminal::is_terminal(&std::io::stderr()))
    }),
    constant("In", |_, engine| engine.standard_input()),
    static_method("ReadLine", 0, 0, "string ReadLine()", |call| {
        match call.engine.standard_input() {
            Value::Native(reader) => match reader.call("ReadLine", &[]) {
                Some(line) => Ok(line?.unwrap_or_default()),
                None => Ok(Value::Null),
            },
            _ => Ok(Value::Null),
        }
    }),
    constant("OutputEncoding", |_, _| {
        Value::native(crate::types::rarities::EncodingValue::Utf8)
    }),
    constant("InputEncoding", |_, _| {
        Value::native(crate::types::rarities::EncodingValue::Utf8)
    }),
    constant("WindowWidth", |_, engine| columns(engine)),
    constant("BufferWidth", |_, engine| columns(engine)),
    constant("IsOutputRedirected", |_, _| {
        Value::Bool(!std::io::IsTerminal::is_terminal(&std::io::stdout()))
    }),
    constant("IsInputRedirected", |_, _| {
        Value::Bool(!std::io::IsTerminal::is_terminal(&std::io::stdin()))
    }),
];

fn rows() -> Value {
    let rows = crate::printer::terminal_rows().and_then(|rows| i32::try_from(rows).ok());
    Value::Int(rows.unwrap_or(24))
}

/// `[Console]::Out` and `[Console]::Error`.
fn console_writer(error: bool) -> Value {
    Value::object(PsObject::of(if error {
        &[
            "System.IO.TextWriter+ErrorTextWriter",
            "System.IO.TextWriter",
            "System.Object",
        ]
    } else {
        &[
            "System.IO.TextWriter+SyncTextWriter",
            "System.IO.TextWriter",
            "System.Object",
        ]
    }))
}

fn to_console(call: &mut Call<'_>, end: &str) -> Flow<Value> {
    let text = console_text(call)?;
    let error = match call.this {
        Value::Object(object) => object.type_names().first().contains("Error"),
        _ => false,
    };
    call.engine.write_console(&format!("{text}{end}"), error);
    Ok(Value::Null)
}

/// Methods of `[Console]::Out` and `[Console]::Error`.
pub const WRITER_METHODS: &[super::Method] = &[
    void(
        "WriteLine",
        0,
        usize::MAX,
        "void WriteLine(string value)",
        |call| to_console(call, "\n"),
    ),
    void("Write", 1, usize::MAX, "void Write(string value)", |call| {
        to_console(call, "")
    }),
    void("Flush", 0, 0, "void Flush()", |_| Ok(Value::Null)),
];

fn columns(engine: &dyn Engine) -> Value {
    let width = engine
        .environment_variable("COLUMNS")
        .and_then(|columns| columns.parse().ok())
        .unwrap_or(80);
    Value::Int(width)
}

fn console_text(call: &mut Call<'_>) -> Flow<String> {
    // An array of characters is a text.
    if let Value::Array(array) = call.arg(0).base()
        && &*array.element == "System.Char"
    {
        let items = array.items.borrow();
        return Ok(items.iter().map(|c| to_text(c).to_string()).collect());
    }
    let template = call.text(0)?;
    if call.count() < 2 {
        return Ok(template.to_string());
    }
    let arguments = call.args.get(1..).unwrap_or(&[]).to_vec();
    Ok(
        format_string::composite(&template, &arguments, call.engine)?
            .map_err(|reason| raise("System.FormatException", reason))?,
    )
}

fn enum_type(call: &Call<'_>) -> Flow<&'static crate::value::EnumType> {
    let ty = match call.arg(0).downcast::<TypeValue>() {
        Some(ty) => Some(ty.0.clone()),
        None => crate::types::resolve(&to_text(call.arg(0))),
    };
    match ty {
        Some(TypeRef::Enum(ty)) => Ok(ty),
        _ => Err(raise(
            "System.ArgumentException",
            "Type provided must be an Enum. (Parameter 'enumType')",
        )
        .into()),
    }
}

/// Reads a member of an enumeration, which is named, or is that of what the reference points at.
fn try_parse(call: &mut Call<'_>) -> Flow<Value> {
    let place = call.arg(call.count().saturating_sub(1)).clone();
    let Some(place) = place.downcast::<ReferenceValue>() else {
        return Err(call.wrong_count());
    };
    let named = call.arg(0).downcast::<TypeValue>().is_some();
    let (ty, at) = match place.0.get().base() {
        _ if named => (enum_type(call)?, 1),
        Value::Enum(member) => (member.ty, 0),
        _ => return Err(call.wrong_count()),
    };
    let text = call.text(at)?;
    // Case counts, unless it is said that it does not.
    let ignores_case = call.count() == at + 3 && to_bool(call.arg(at + 1));
    let is_known = |word: &str| {
        word.parse::<i64>().is_ok()
            || ty.members.iter().any(|(name, _)| match ignores_case {
                true => name.eq_ignore_ascii_case(word),
                false => *name == word,
            })
    };
    let found = text
        .split(',')
        .all(|word| is_known(word.trim()))
        .then(|| cast(&Value::Str(text.clone()), &TypeRef::Enum(ty)).ok())
        .flatten();
    let read = found.is_some();
    place.0.set(found.unwrap_or_else(|| match named {
        true => Value::Null,
        false => enums::value(ty, 0),
    }));
    Ok(Value::Bool(read))
}

/// Static members of `[enum]`.
pub const ENUM_STATICS: &[StaticMember] = &[
    static_method(
        "GetNames",
        1,
        1,
        "string[] GetNames(type enumType)",
        |call| {
            Ok(Value::strings(
                enum_type(call)?.members.iter().map(|(name, _)| *name),
            ))
        },
    ),
    static_method(
        "GetValues",
        1,
        1,
        "array GetValues(type enumType)",
        |call| {
            let ty = enum_type(call)?;
            Ok(Value::typed_array(
                ty.name,
                ty.members
                    .iter()
                    .map(|(_, number)| enums::value(ty, *number))
                    .collect(),
            ))
        },
    ),
    static_method(
        "GetName",
        2,
        2,
        "string GetName(type enumType, System.Object value)",
        |call| {
            let ty = enum_type(call)?;
            let number = call.long(1, "value")?;
            Ok(ty.member(number).map_or(Value::Null, Value::from))
        },
    ),
    static_method(
        "IsDefined",
        2,
        2,
        "bool IsDefined(type enumType, System.Object value)",
        |call| {
            let ty = enum_type(call)?;
            Ok(Value::Bool(match call.arg(1).base() {
                Value::Str(name) => ty.members.iter().any(|(known, _)| *known == &**name),
                _ => {
                    let number = call.long(1, "value")?;
                    ty.member(number).is_some()
                }
            }))
        },
    ),
    static_method(
        "Parse",
        2,
        3,
        "System.Object Parse(type enumType, string value)",
        |call| {
            let ty = enum_type(call)?;
            let text = call.text(1)?;
            cast(&Value::Str(text.clone()), &TypeRef::Enum(ty)).map_err(|_| {
                raise(
                    "System.ArgumentException",
                    format!("Requested value '{text}' was not found."),
                )
                .into()
            })
        },
    ),
    static_method(
        "TryParse",
        2,
        4,
        "bool TryParse(type enumType, string value, [ref] System.Object result), bool TryParse(string value, [ref] TEnum result)",
        try_parse,
    ),
    static_method(
        "ToObject",
        2,
        2,
        "System.Object ToObject(type enumType, System.Object value)",
        |call| {
            let ty = enum_type(call)?;
            let number = call.long(1, "value")?;
            Ok(enums::value(ty, number))
        },
    ),
];

/// Static members of `[cultureinfo]`.
pub const CULTURE_STATICS: &[StaticMember] = &[
    constant("InvariantCulture", |_, _| {
        Value::native(CultureValue::new(""))
    }),
    constant("CurrentCulture", |_, _| {
        Value::native(CultureValue::new("en-US"))
    }),
    constant("CurrentUICulture", |_, _| {
        Value::native(CultureValue::new("en-US"))
    }),
    static_method(
        "GetCultureInfo",
        1,
        1,
        "cultureinfo GetCultureInfo(string name)",
        |call| Ok(Value::native(CultureValue::new(&call.text(0)?))),
    ),
    static_method(
        "CreateSpecificCulture",
        1,
        1,
        "cultureinfo CreateSpecificCulture(string name)",
        |call| {
            let culture = CultureValue::new(&call.text(0)?);
            let specific = culture.data().name;
            Ok(Value::native(match specific.is_empty() {
                true => culture,
                false => CultureValue::new(specific),
            }))
        },
    ),
    static_method(
        "GetCultures",
        1,
        1,
        "cultureinfo[] GetCultures(System.Globalization.CultureTypes types)",
        |_| {
            Ok(Value::array(
                Culture::named()
                    .map(|culture| Value::native(CultureValue::new(culture.name)))
                    .collect(),
            ))
        },
    ),
];

/// Methods of a culture's `TextInfo`.
pub const TEXT_METHODS: &[Method] = &[
    method(
        "ToTitleCase",
        1,
        1,
        "string ToTitleCase(string str)",
        |call| Ok(Value::from(TextInfoValue::title_case(&call.text(0)?))),
    ),
    method("ToUpper", 1, 1, "string ToUpper(string str)", |call| {
        Ok(Value::from(call.text(0)?.to_uppercase()))
    }),
    method("ToLower", 1, 1, "string ToLower(string str)", |call| {
        Ok(Value::from(call.text(0)?.to_lowercase()))
    }),
];

/// Static members of `[System.Net.Dns]`.
pub const DNS_STATICS: &[StaticMember] = &[
    static_method("GetHostName", 0, 0, "string GetHostName()", |_| {
        Ok(Value::from(machine_name()))
    }),
    static_method(
        "GetHostAddresses",
        1,
        1,
        "ipaddress[] GetHostAddresses(string hostNameOrAddress)",
        |call| {
            let name = call.text(0)?;
            let found = crate::network::addresses(&name, 0)
                .map_err(|error| raise("System.Net.Sockets.SocketException", error.to_string()))?;
            let mut addresses: Vec<std::net::IpAddr> = Vec::new();
            for address in found {
                if !addresses.contains(&address.ip()) {
                    addresses.push(address.ip());
                }
            }
            Ok(Value::typed_array(
                "System.Net.IPAddress",
                addresses
                    .into_iter()
                    .map(|address| {
                        Value::native(crate::types::IpValue {
                            address,
                            scope: None,
                        })
                    })
                    .collect(),
            ))
        },
    ),
];

/// Static members of `[System.Threading.Thread]`.
pub const THREAD_STATICS: &[StaticMember] = &[StaticMember::Method(void(
    "Sleep",
    1,
    1,
    "void Sleep(int millisecondsTimeout)",
    |call| {
        let time = match call.arg(0).base() {
            Value::TimeSpan(ticks) => std::time::Duration::from_nanos(
                u64::try_from(*ticks).unwrap_or(0).saturating_mul(100),
            ),
            _ => std::time::Duration::from_millis(call.index(0, "millisecondsTimeout")? as u64),
        };
        std::thread::sleep(time);
        Ok(Value::Null)
    },
))];

/// Static members of `[System.Reflection.Assembly]`: what is there is there without loading, and nothing else can be.
pub const ASSEMBLY_STATICS: &[StaticMember] = &[
    static_method(
        "LoadWithPartialName",
        1,
        2,
        "System.Reflection.Assembly LoadWithPartialName(string partialName)",
        |_| Ok(Value::Null),
    ),
    static_method(
        "Load",
        1,
        2,
        "System.Reflection.Assembly Load(string assemblyString)",
        |_| Ok(Value::Null),
    ),
    static_method(
        "LoadFrom",
        1,
        1,
        "System.Reflection.Assembly LoadFrom(string assemblyFile)",
        assembly_file,
    ),
    static_method(
        "LoadFile",
        1,
        1,
        "System.Reflection.Assembly LoadFile(string path)",
        assembly_file,
    ),
];

/// A file of compiled .NET code: one that is not there is an error, one that is cannot be used.
fn assembly_file(call: &mut Call<'_>) -> Flow<Value> {
    let text = call.text(0)?;
    if call.engine.resolve_path(&text).is_file() {
        return Err(raise(
            "System.PlatformNotSupportedException",
            format!("'{text}' is compiled .NET code, which cannot be loaded here."),
        )
        .into());
    }
    Err(raise(
        "System.IO.FileNotFoundException",
        format!(
            "Could not load file or assembly '{text}'. The system cannot find the file specified."
        ),
    )
    .into())
}

/// Static members of `[GC]`: there is nothing to collect.
pub const GC_STATICS: &[StaticMember] = &[
    StaticMember::Method(void("Collect", 0, 3, "void Collect()", |_| Ok(Value::Null))),
    static_method(
        "GetTotalMemory",
        1,
        1,
        "long GetTotalMemory(bool forceFullCollection)",
        |_| {
            let pages = file_line("/proc/self/statm")
                .split_whitespace()
                .nth(1)
                .and_then(|pages| pages.parse::<i64>().ok())
                .unwrap_or(0);
            Ok(Value::Long(pages.saturating_mul(4096)))
        },
    ),
];
