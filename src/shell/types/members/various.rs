//! Members of the smaller types.

use std::rc::Rc;

use super::common::COMPARE_TO;
use super::{
    Call, Method, Property, StaticMember, constant, method, out_of_range, property, static_method,
    void,
};
use crate::error::Flow;
use crate::types::rarities::{EncodingValue, IdentityValue, RandomValue, StopwatchValue};
use crate::types::{
    CredentialValue, ExceptionValue, IpValue, Known, PhysicalAddressValue, ReferenceValue,
    SwitchValue, TypeRef, VersionValue, guid_from_text, guid_problem, new_guid,
};
use crate::value::Value;
use crate::value::convert::{cast, raise, to_text};
use crate::value::members::enumerate;

/// Methods of switches.
pub const SWITCH_METHODS: &[Method] = &[method("ToBool", 0, 0, "bool ToBool()", |call| {
    Ok(Value::Bool(
        call.this
            .downcast::<SwitchValue>()
            .is_some_and(|switch| switch.0),
    ))
})];

/// Methods of guids.
pub const GUID_METHODS: &[Method] = &[
    method(
        "ToString",
        0,
        2,
        "string ToString(), string ToString(string format)",
        super::number::to_string,
    ),
    method(
        "ToByteArray",
        0,
        0,
        "byte[] ToByteArray()",
        |call| match call.this.base() {
            Value::Guid(bytes) => {
                // .NET stores the first three parts with the lowest byte first.
                const ORDER: [usize; 16] = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
                let items = ORDER
                    .iter()
                    .filter_map(|at| bytes.get(*at))
                    .map(|byte| Value::Byte(*byte))
                    .collect();
                Ok(Value::typed_array("System.Byte", items))
            }
            _ => Ok(Value::Null),
        },
    ),
    COMPARE_TO,
];

/// Static members of `[guid]`.
pub const GUID_STATICS: &[StaticMember] = &[
    constant("Empty", |_, _| Value::Guid(Rc::new([0; 16]))),
    static_method("NewGuid", 0, 0, "guid NewGuid()", |_| {
        Ok(Value::Guid(Rc::new(new_guid())))
    }),
    static_method("Parse", 1, 2, "guid Parse(string input)", |call| {
        let text = call.text(0)?;
        match guid_from_text(&text) {
            Some(bytes) => Ok(Value::Guid(Rc::new(bytes))),
            None => Err(raise("System.FormatException", guid_problem(&text)).into()),
        }
    }),
    static_method(
        "TryParse",
        2,
        2,
        "bool TryParse(string input, [ref] guid result)",
        |call| {
            let text = call.text(0)?;
            let found = guid_from_text(&text);
            if let Some(place) = call.arg(1).downcast::<ReferenceValue>() {
                place.0.set(Value::Guid(Rc::new(found.unwrap_or([0; 16]))));
            }
            Ok(Value::Bool(found.is_some()))
        },
    ),
];

/// Methods of versions.
pub const VERSION_METHODS: &[Method] = &[
    COMPARE_TO,
    method(
        "ToString",
        0,
        1,
        "string ToString(), string ToString(int fieldCount)",
        |call| {
            let text = call.this_text();
            if call.count() == 0 {
                return Ok(Value::Str(text));
            }
            let count = call.index(0, "fieldCount")?;
            let parts: Vec<&str> = text.split('.').collect();
            match parts.get(..count) {
                Some(parts) => Ok(Value::from(parts.join("."))),
                None => Err(raise(
                    "System.ArgumentException",
                    "Argument must be between 0 and 4. (Parameter 'fieldCount')",
                )
                .into()),
            }
        },
    ),
    method("Clone", 0, 0, "System.Object Clone()", |call| {
        Ok(call.this.clone())
    }),
];

/// Static members of `[version]`.
pub const VERSION_STATICS: &[StaticMember] = &[
    static_method("Parse", 1, 1, "version Parse(string input)", |call| {
        let text = call.text(0)?;
        VersionValue::parse(&text)
            .map(Value::native)
            .map_err(|(exception, reason)| raise(exception, reason).into())
    }),
    static_method(
        "TryParse",
        2,
        2,
        "bool TryParse(string input, [ref] version result)",
        |call| {
            let text = call.text(0)?;
            let found = VersionValue::parse(&text).ok();
            let good = found.is_some();
            if let Some(place) = call.arg(1).downcast::<ReferenceValue>() {
                place.0.set(found.map_or(Value::Null, Value::native));
            }
            Ok(Value::Bool(good))
        },
    ),
];

/// Methods of IP and MAC addresses.
pub const ADDRESS_METHODS: &[Method] = &[
    method(
        "GetAddressBytes",
        0,
        0,
        "byte[] GetAddressBytes()",
        |call| {
            let bytes = match (
                call.this.downcast::<IpValue>(),
                call.this.downcast::<PhysicalAddressValue>(),
            ) {
                (Some(ip), _) => ip.bytes(),
                (_, Some(mac)) => mac.bytes.clone(),
                _ => Vec::new(),
            };
            Ok(Value::typed_array(
                "System.Byte",
                bytes.into_iter().map(Value::Byte).collect(),
            ))
        },
    ),
    method("MapToIPv4", 0, 0, "ipaddress MapToIPv4()", |call| {
        Ok(match call.this.downcast::<IpValue>() {
            Some(ip) => match ip.address {
                std::net::IpAddr::V6(v6) => match v6.to_ipv4() {
                    Some(v4) => Value::native(IpValue {
                        address: v4.into(),
                        scope: None,
                    }),
                    None => call.this.clone(),
                },
                std::net::IpAddr::V4(_) => call.this.clone(),
            },
            None => call.this.clone(),
        })
    }),
    method("MapToIPv6", 0, 0, "ipaddress MapToIPv6()", |call| {
        Ok(match call.this.downcast::<IpValue>() {
            Some(IpValue {
                address: std::net::IpAddr::V4(v4),
                ..
            }) => Value::native(IpValue {
                address: v4.to_ipv6_mapped().into(),
                scope: None,
            }),
            _ => call.this.clone(),
        })
    }),
];

fn ip(text: &str) -> Value {
    IpValue::parse(text).map_or(Value::Null, Value::native)
}

/// Static members of `[ipaddress]`.
pub const IP_STATICS: &[StaticMember] = &[
    constant("Any", |_, _| ip("0.0.0.0")),
    constant("Loopback", |_, _| ip("127.0.0.1")),
    constant("Broadcast", |_, _| ip("255.255.255.255")),
    constant("None", |_, _| ip("255.255.255.255")),
    constant("IPv6Any", |_, _| ip("::")),
    constant("IPv6Loopback", |_, _| ip("::1")),
    constant("IPv6None", |_, _| ip("::")),
    static_method("Parse", 1, 1, "ipaddress Parse(string ipString)", |call| {
        let text = call.text(0)?;
        match IpValue::parse(&text) {
            Some(ip) => Ok(Value::native(ip)),
            None => Err(raise(
                "System.FormatException",
                "An invalid IP address was specified.",
            )
            .into()),
        }
    }),
    static_method(
        "TryParse",
        2,
        2,
        "bool TryParse(string ipString, [ref] ipaddress address)",
        |call| {
            let text = call.text(0)?;
            let found = IpValue::parse(&text);
            let good = found.is_some();
            if let Some(place) = call.arg(1).downcast::<ReferenceValue>() {
                place.0.set(found.map_or(Value::Null, Value::native));
            }
            Ok(Value::Bool(good))
        },
    ),
    static_method(
        "IsLoopback",
        1,
        1,
        "bool IsLoopback(ipaddress address)",
        |call| {
            let address = call.cast(0, "address", &TypeRef::Known(Known::IPAddress))?;
            Ok(Value::Bool(
                address
                    .downcast::<IpValue>()
                    .is_some_and(|ip| ip.address.is_loopback()),
            ))
        },
    ),
    static_method(
        "HostToNetworkOrder",
        1,
        1,
        "int HostToNetworkOrder(int host)",
        |call| {
            Ok(match call.arg(0).base() {
                Value::Long(n) => Value::Long(n.swap_bytes()),
                Value::Int16(n) => Value::Int16(n.swap_bytes()),
                _ => Value::Int(call.int(0, "host")?.swap_bytes()),
            })
        },
    ),
    static_method(
        "NetworkToHostOrder",
        1,
        1,
        "int NetworkToHostOrder(int network)",
        |call| {
            Ok(match call.arg(0).base() {
                Value::Long(n) => Value::Long(n.swap_bytes()),
                Value::Int16(n) => Value::Int16(n.swap_bytes()),
                _ => Value::Int(call.int(0, "network")?.swap_bytes()),
            })
        },
    ),
];

/// Static members of `PhysicalAddress`.
pub const MAC_STATICS: &[StaticMember] = &[static_method(
    "Parse",
    1,
    1,
    "System.Net.NetworkInformation.PhysicalAddress Parse(string address)",
    |call| {
        let text = call.text(0)?;
        match PhysicalAddressValue::parse(&text) {
            Some(mac) => Ok(Value::native(mac)),
            None => Err(raise(
                "System.FormatException",
                "An invalid physical address was specified.",
            )
            .into()),
        }
    },
)];

/// Properties of enumeration members.
pub const ENUM_PROPERTIES: &[Property] =
    &[property(
        "value__",
        "int value__ {get;}",
        |value| match value {
            Value::Enum(member) => {
                i32::try_from(member.number).map_or(Value::Long(member.number), Value::Int)
            }
            _ => Value::Null,
        },
    )];

/// Methods of enumeration members.
pub const ENUM_METHODS: &[Method] = &[
    method(
        "ToString",
        0,
        2,
        "string ToString(), string ToString(string format)",
        super::number::to_string,
    ),
    method("HasFlag", 1, 1, "bool HasFlag(enum flag)", |call| {
        let Value::Enum(member) = call.this.base() else {
            return Ok(Value::Bool(false));
        };
        let flag = call.enumeration(0, "flag", member.ty)?;
        Ok(Value::Bool(member.number & flag == flag))
    }),
    method("GetTypeCode", 0, 0, "System.TypeCode GetTypeCode()", |_| {
        Ok(crate::types::enums::value(
            &crate::types::enums::TYPE_CODE,
            9,
        ))
    }),
    COMPARE_TO,
];

/// Methods of exceptions.
pub const EXCEPTION_METHODS: &[Method] = &[
    method(
        "GetBaseException",
        0,
        0,
        "System.Exception GetBaseException()",
        |call| {
            let mut current = call.this.clone();
            let mut steps = 0;
            while let Some(inner) = current
                .downcast::<ExceptionValue>()
                .and_then(|exception| exception.inner.clone())
            {
                current = inner;
                steps += 1;
                if steps > 64 {
                    break;
                }
            }
            Ok(current)
        },
    ),
    method("ToString", 0, 0, "string ToString()", |call| {
        Ok(Value::Str(call.this_text()))
    }),
];

/// Methods of random-number generators.
pub const RANDOM_METHODS: &[Method] = &[
    method(
        "Next",
        0,
        2,
        "int Next(), int Next(int maxValue), int Next(int minValue, int maxValue)",
        |call| {
            let (low, high) = match call.count() {
                0 => (0, i32::MAX),
                1 => (0, call.int(0, "maxValue")?),
                _ => (call.int(0, "minValue")?, call.int(1, "maxValue")?),
            };
            if low > high {
                return Err(out_of_range("minValue").into());
            }
            let Some(random) = call.this.downcast::<RandomValue>() else {
                return Ok(Value::Null);
            };
            let width = u64::from(high.abs_diff(low)).max(1);
            let step = i32::try_from(random.next() % width).unwrap_or(0);
            Ok(Value::Int(low.saturating_add(step)))
        },
    ),
    method("NextDouble", 0, 0, "double NextDouble()", |call| {
        Ok(match call.this.downcast::<RandomValue>() {
            Some(random) => Value::Double(random.fraction()),
            None => Value::Null,
        })
    }),
];

/// Methods of stop watches.
pub const STOPWATCH_METHODS: &[Method] = &[
    void("Start", 0, 0, "void Start()", |call| {
        watch(call, StopwatchValue::start)
    }),
    void("Stop", 0, 0, "void Stop()", |call| {
        watch(call, StopwatchValue::stop)
    }),
    void("Reset", 0, 0, "void Reset()", |call| {
        watch(call, StopwatchValue::reset)
    }),
    void("Restart", 0, 0, "void Restart()", |call| {
        watch(call, |watch| {
            watch.reset();
            watch.start();
        })
    }),
];

fn watch(call: &mut Call<'_>, f: fn(&StopwatchValue)) -> Flow<Value> {
    if let Some(watch) = call.this.downcast::<StopwatchValue>() {
        f(watch);
    }
    Ok(Value::Null)
}

/// Static members of `Stopwatch`.
pub const STOPWATCH_STATICS: &[StaticMember] = &[
    static_method(
        "StartNew",
        0,
        0,
        "System.Diagnostics.Stopwatch StartNew()",
        |_| {
            let watch = StopwatchValue::default();
            watch.start();
            Ok(Value::native(watch))
        },
    ),
    constant("Frequency", |_, _| Value::Long(1_000_000_000)),
    constant("IsHighResolution", |_, _| Value::Bool(true)),
];

fn encoding(call: &Call<'_>) -> EncodingValue {
    call.this
        .downcast::<EncodingValue>()
        .copied()
        .unwrap_or(EncodingValue::Utf8)
}

/// Bytes out of an array of numbers.
pub fn bytes(value: &Value) -> Flow<Vec<u8>> {
    let mut bytes = Vec::new();
    for item in enumerate(value).unwrap_or_else(|| vec![value.clone()]) {
        match cast(&item, &TypeRef::Known(Known::Byte))? {
            Value::Byte(byte) => bytes.push(byte),
            _ => bytes.push(0),
        }
    }
    Ok(bytes)
}

/// Methods of encodings.
pub const ENCODING_METHODS: &[Method] = &[
    method("GetBytes", 1, 1, "byte[] GetBytes(string s)", |call| {
        let text = call.text(0)?;
        Ok(Value::typed_array(
            "System.Byte",
            encoding(call)
                .encode(&text)
                .into_iter()
                .map(Value::Byte)
                .collect(),
        ))
    }),
    method(
        "GetString",
        1,
        3,
        "string GetString(byte[] bytes)",
        |call| {
            let mut all = bytes(call.arg(0))?;
            if call.count() == 3 {
                let from = call.index(1, "index")?;
                let count = call.index(2, "count")?;
                all = from
                    .checked_add(count)
                    .and_then(|to| all.get(from..to))
                    .ok_or_else(|| out_of_range("index"))?
                    .to_vec();
            }
            Ok(Value::from(encoding(call).decode(&all)))
        },
    ),
    method("GetByteCount", 1, 1, "int GetByteCount(string s)", |call| {
        let text = call.text(0)?;
        Ok(Value::Int(
            i32::try_from(encoding(call).encode(&text).len()).unwrap_or(i32::MAX),
        ))
    }),
];

/// Static members of `Encoding`.
pub const ENCODING_STATICS: &[StaticMember] = &[
    constant("UTF8", |_, _| Value::native(EncodingValue::Utf8)),
    constant("Default", |_, _| Value::native(EncodingValue::Utf8)),
    constant("ASCII", |_, _| Value::native(EncodingValue::Ascii)),
    constant("Unicode", |_, _| Value::native(EncodingValue::Unicode)),
    constant("BigEndianUnicode", |_, _| {
        Value::native(EncodingValue::BigEndianUnicode)
    }),
    constant("UTF32", |_, _| Value::native(EncodingValue::Utf32)),
    constant("Latin1", |_, _| Value::native(EncodingValue::Latin1)),
    static_method(
        "GetEncoding",
        1,
        1,
        "System.Text.Encoding GetEncoding(string name)",
        |call| {
            let name = call.text(0)?;
            match EncodingValue::by_name(&name) {
                Some(encoding) => Ok(Value::native(encoding)),
                None => Err(raise(
                    "System.ArgumentException",
                    format!("'{name}' is not a supported encoding name. (Parameter 'name')"),
                )
                .into()),
            }
        },
    ),
];

/// Methods of credentials.
pub const CREDENTIAL_METHODS: &[Method] = &[method(
    "GetNetworkCredential",
    0,
    0,
    "System.Net.NetworkCredential GetNetworkCredential()",
    |call| {
        Ok(match call.this.downcast::<CredentialValue>() {
            Some(credential) => Value::native(credential.network()),
            None => Value::Null,
        })
    },
)];

/// Methods of secure strings.
pub const SECURE_STRING_METHODS: &[Method] = &[
    method("Copy", 0, 0, "securestring Copy()", |call| {
        Ok(call.this.clone())
    }),
    void("MakeReadOnly", 0, 0, "void MakeReadOnly()", |_| {
        Ok(Value::Null)
    }),
    void("Dispose", 0, 0, "void Dispose()", |_| Ok(Value::Null)),
];

/// Methods of principals.
pub const PRINCIPAL_METHODS: &[Method] = &[method(
    "IsInRole",
    1,
    1,
    "bool IsInRole(string role)",
    |call| {
        let role = to_text(call.arg(0));
        let administrator = role.eq_ignore_ascii_case("Administrator")
            || role.eq_ignore_ascii_case("Administrators")
            || &*role == "544"
            || role.eq_ignore_ascii_case("S-1-5-32-544");
        // Who may administer a Linux host is root.
        Ok(Value::Bool(!administrator || IdentityValue::is_root()))
    },
)];

/// Static members of `WindowsIdentity`.
pub const IDENTITY_STATICS: &[StaticMember] = &[static_method(
    "GetCurrent",
    0,
    1,
    "System.Security.Principal.WindowsIdentity GetCurrent()",
    |_| Ok(Value::native(IdentityValue { principal: false })),
)];
