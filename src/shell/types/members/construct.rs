//! Constructors.

use std::cell::RefCell;
use std::rc::Rc;

use super::{Call, wrap, wrong_count};
use crate::error::Flow;
use crate::types::enums::{DATE_TIME_KIND, REGEX_OPTIONS};
use crate::types::processes::{ProcessValue, StartInfoValue};
use crate::types::rarities::{EncodingValue, IdentityValue, RandomValue, StopwatchValue};
use crate::types::streams::{ByteStream, Opening, StreamValue, TextReaderValue, TextWriterValue};
use crate::types::watchers::{FileWatcherValue, TimerValue};
use crate::types::xml::{Kind, Node, wrap as xml_value};
use crate::types::{
    CollectionKind, CollectionValue, ComparerValue, ConcurrentKind, ConcurrentValue,
    CredentialValue, CultureValue, DateTimeOffsetValue, ExceptionValue, IpValue, Known,
    NetworkCredentialValue, RegexValue, SecureStringValue, TcpClientValue, TupleValue, TypeRef,
    UriValue, VersionValue, guid_from_text, guid_problem,
};
use crate::value::convert::{self, collections, raise};
use crate::value::members::enumerate;
use crate::value::{Engine, Hashtable, List, MemberKind, PsObject, Value, limits};

/// Makes an object: `[T]::new(...)` and `New-Object`.
///
/// # Errors
/// `MethodCountCouldNotFindBest` when no constructor takes these arguments, or what the constructor threw, in a
/// `MethodInvocationException`.
pub fn construct(ty: &TypeRef, args: &[Value], engine: &mut dyn Engine) -> Flow<Value> {
    let mut call = Call {
        this: &Value::Null,
        ty,
        args,
        method: ".ctor",
        engine,
    };
    make(ty, &mut call).map_err(|interrupt| wrap(interrupt, ".ctor", args.len()))
}

fn none(call: &Call<'_>) -> crate::error::Interrupt {
    wrong_count("new", call.count()).into()
}

fn make(ty: &TypeRef, call: &mut Call<'_>) -> Flow<Value> {
    match ty {
        TypeRef::Known(known) => make_known(*known, ty, call),
        TypeRef::Exception(name) => exception(name, call),
        TypeRef::Array(element, rank) => {
            let mut lengths = Vec::new();
            for at in 0..call.count() {
                lengths.push(call.index(at, "length")?);
            }
            if lengths.len() != *rank as usize {
                return Err(none(call));
            }
            collections::default_array(element, &lengths).ok_or_else(|| {
                raise(
                    "System.OutOfMemoryException",
                    "Array dimensions exceeded supported range.",
                )
                .into()
            })
        }
        TypeRef::List(element) => list(call, Some(element)),
        TypeRef::Dictionary(pair) | TypeRef::SortedDictionary(pair) => {
            let table = Hashtable {
                case_sensitive: !comparer_ignores_case(call),
                generic: Some(pair.clone()),
                sorted: matches!(ty, TypeRef::SortedDictionary(_)),
                ..Hashtable::default()
            };
            if let Value::Hashtable(other) = call.arg(0).base() {
                for (key, value) in other.entries().iter() {
                    table.set(
                        &convert::cast(key.value(), &pair.0)?,
                        convert::cast(value, &pair.1)?,
                    );
                }
            }
            Ok(Value::Hashtable(Rc::new(table)))
        }
        TypeRef::HashSet(element) => collection(call, CollectionKind::HashSet, Some(element)),
        TypeRef::SortedSet(element) => collection(call, CollectionKind::SortedSet, Some(element)),
        TypeRef::LinkedList(element) => collection(call, CollectionKind::LinkedList, Some(element)),
        TypeRef::Concurrent(kind, types) => concurrent(call, *kind, types),
        TypeRef::Tuple(types) if types.len() == call.count() => {
            let mut items = Vec::new();
            for (at, ty) in types.iter().enumerate() {
                items.push(call.cast(at, "item", ty)?);
            }
            Ok(Value::native(TupleValue::new(items, Rc::clone(types))))
        }
        TypeRef::Queue(element) => collection(call, CollectionKind::Queue, Some(element)),
        TypeRef::Stack(element) => collection(call, CollectionKind::Stack, Some(element)),
        TypeRef::KeyValuePair(pair) if call.count() == 2 => {
            Ok(Value::native(super::dictionary::DictionaryEntryValue {
                key: call.cast(0, "key", &pair.0)?,
                value: call.cast(1, "value", &pair.1)?,
                generic: Some(pair.clone()),
            }))
        }
        TypeRef::Nullable(inner) => Ok(convert::cast(call.arg(0), inner)?),
        TypeRef::Enum(_) => Ok(collections::default_value(ty)),
        TypeRef::KeyValuePair(_) | TypeRef::Tuple(_) | TypeRef::Emitted(_) | TypeRef::Class(_) => {
            Err(none(call))
        }
    }
}

/// Whether an argument is one of `[StringComparer]`.
fn is_comparer(arg: &Value) -> bool {
    arg.downcast::<ComparerValue>().is_some()
}

/// Whether a comparer that ignores case is among the arguments.
fn comparer_ignores_case(call: &Call<'_>) -> bool {
    call.args
        .iter()
        .filter_map(|arg| arg.downcast::<ComparerValue>())
        .any(|comparer| comparer.ignores_case)
}

fn list(call: &mut Call<'_>, element: Option<&Rc<TypeRef>>) -> Flow<Value> {
    if call.count() > 1 {
        return Err(none(call));
    }
    let mut items = Vec::new();
    for item in enumerate(call.arg(0)).unwrap_or_default() {
        items.push(match element {
            Some(element) => convert::cast(&item, element)?,
            None => item,
        });
    }
    Ok(Value::List(Rc::new(List {
        element: element.map(|element| collections::element_name(element)),
        items: RefCell::new(items),
    })))
}

/// A concurrent collection, with the elements or entries of another one.
fn concurrent(call: &mut Call<'_>, kind: ConcurrentKind, types: &Rc<[TypeRef]>) -> Flow<Value> {
    let made = ConcurrentValue::new(kind, types.to_vec(), comparer_ignores_case(call));
    for arg in call.args {
        match (kind, arg.base()) {
            (ConcurrentKind::Dictionary, Value::Hashtable(other)) => {
                // A script property may change the table.
                for (key, value) in other.keys().iter().zip(&other.values()) {
                    made.set(key, value, call.engine)?;
                }
            }
            // How many threads and entries are expected.
            (ConcurrentKind::Dictionary, _) => {}
            _ => {
                for item in enumerate(arg).unwrap_or_default() {
                    made.put(&item, call.engine)?;
                }
            }
        }
    }
    Ok(Value::native(made))
}

fn collection(
    call: &mut Call<'_>,
    kind: CollectionKind,
    element: Option<&Rc<TypeRef>>,
) -> Flow<Value> {
    let mut made = CollectionValue::new(kind, element.cloned());
    made.ignores_case = comparer_ignores_case(call);
    let source = call
        .args
        .iter()
        .find(|arg| !is_comparer(arg))
        .cloned()
        .unwrap_or_default();
    let items = match source.base() {
        Value::Str(text) if kind == CollectionKind::HashSet => {
            text.chars().map(Value::Char).collect()
        }
        _ => enumerate(&source).unwrap_or_default(),
    };
    for item in items {
        made.add(&item)?;
    }
    Ok(Value::native(made))
}

/// What an exception says that is made without a message.
pub fn default_message(name: &str) -> String {
    match name {
        "System.Management.Automation.RuntimeException" => {
            "Exception of type 'System.Management.Automation.RuntimeException' was thrown."
                .to_owned()
        }
        "System.ArgumentNullException" => "Value cannot be null.".to_owned(),
        "System.InvalidOperationException" => {
            "Operation is not valid due to the current state of the object.".to_owned()
        }
        "System.NotSupportedException" => "Specified method is not supported.".to_owned(),
        "System.NotImplementedException" => {
            "The method or operation is not implemented.".to_owned()
        }
        "System.ArgumentException" => "Value does not fall within the expected range.".to_owned(),
        "System.DivideByZeroException" => "Attempted to divide by zero.".to_owned(),
        "System.TimeoutException" => "The operation has timed out.".to_owned(),
        "System.UnauthorizedAccessException" => {
            "Attempted to perform an unauthorized operation.".to_owned()
        }
        "System.IO.FileNotFoundException" => "Unable to find the specified file.".to_owned(),
        name => format!("Exception of type '{name}' was thrown."),
    }
}

fn exception(name: &'static str, call: &mut Call<'_>) -> Flow<Value> {
    if call.count() > 3 {
        return Err(none(call));
    }
    let parameter_first = matches!(
        name,
        "System.ArgumentNullException" | "System.ArgumentOutOfRangeException"
    );
    let second_is_text = matches!(call.arg(1).base(), Value::Str(_));
    let message = match (call.count(), parameter_first, second_is_text) {
        (0, _, _) => default_message(name),
        // The only argument names the parameter.
        (1, true, _) => {
            let parameter = call.text(0)?;
            if name.ends_with("ArgumentNullException") {
                format!("Value cannot be null. (Parameter '{parameter}')")
            } else {
                format!(
                    "Specified argument was out of the range of valid values. (Parameter '{parameter}')"
                )
            }
        }
        (_, true, true) => {
            let parameter = call.text(0)?;
            format!("{} (Parameter '{parameter}')", call.text(1)?)
        }
        (_, false, true) if name == "System.ArgumentException" => {
            let parameter = call.text(1)?;
            format!("{} (Parameter '{parameter}')", call.text(0)?)
        }
        _ => call.text(0)?.to_string(),
    };
    let mut made = ExceptionValue::new(name, message);
    if call.count() > 1 {
        let last = call.arg(call.count() - 1).clone();
        if last.downcast::<ExceptionValue>().is_some() {
            made = made.with_inner(last);
        }
    }
    Ok(Value::native(made))
}

fn make_known(known: Known, ty: &TypeRef, call: &mut Call<'_>) -> Flow<Value> {
    let count = call.count();
    if let Some(made) = crate::types::attributes::make(known, call.args) {
        return Ok(made);
    }
    if let Some(made) = super::security::construct(known, call)? {
        return Ok(made);
    }
    match known {
        Known::Object | Known::PsObject | Known::PsCustomObject => Ok(match call.arg(0) {
            Value::Null => Value::object(PsObject::custom()),
            Value::Hashtable(_) => {
                convert::cast(call.arg(0), &TypeRef::Known(Known::PsCustomObject))?
            }
            other => Value::object(PsObject::around(other.clone())),
        }),
        Known::String => text(call),
        Known::Hashtable => {
            let table = Hashtable {
                case_sensitive: !comparer_ignores_case(call),
                ..Hashtable::default()
            };
            if let Value::Hashtable(other) = call.arg(0).base() {
                for (key, value) in other.entries().iter() {
                    table.set(key.value(), value.clone());
                }
            }
            Ok(Value::Hashtable(Rc::new(table)))
        }
        Known::OrderedDictionary => Ok(Value::Hashtable(Rc::new(Hashtable {
            case_sensitive: !comparer_ignores_case(call),
            ..Hashtable::new_ordered()
        }))),
        Known::SortedList => {
            let made = collections::sorted_list();
            if let Value::Hashtable(other) = call.arg(0).base() {
                for (key, value) in other.entries().iter() {
                    made.set(key.value(), value.clone());
                }
            }
            Ok(Value::Hashtable(Rc::new(made)))
        }
        Known::FileInfo | Known::DirectoryInfo if count == 1 => {
            super::file_streams::info(call, known == Known::DirectoryInfo)
        }
        Known::ArrayList => list(call, None),
        Known::Queue => collection(call, CollectionKind::Queue, None),
        Known::Stack => collection(call, CollectionKind::Stack, None),
        Known::DateTime => date(call),
        Known::TimeSpan => super::span::construct(call),
        Known::Version => version(call),
        Known::Guid if count == 0 => Ok(Value::Guid(Rc::new([0; 16]))),
        Known::Guid if count == 1 => {
            if let Value::Str(text) = call.arg(0).base() {
                return match guid_from_text(text) {
                    Some(bytes) => Ok(Value::Guid(Rc::new(bytes))),
                    None => Err(raise("System.FormatException", guid_problem(text)).into()),
                };
            }
            let bytes = super::various::bytes(call.arg(0))?;
            const ORDER: [usize; 16] = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
            let mut ordered = [0u8; 16];
            for (to, from) in ordered.iter_mut().zip(ORDER) {
                *to = bytes.get(from).copied().ok_or_else(|| {
                    raise(
                        "System.ArgumentException",
                        "Byte array for Guid must be exactly 16 bytes long. (Parameter 'b')",
                    )
                })?;
            }
            Ok(Value::Guid(Rc::new(ordered)))
        }
        Known::Regex if (1..=3).contains(&count) => {
            let options = if count > 1 {
                call.enumeration(1, "options", &REGEX_OPTIONS)?
            } else {
                0
            };
            let text = call.text(0)?;
            Ok(Value::native(RegexValue::new(&text, options)?))
        }
        Known::IPAddress if count == 1 => match call.arg(0).base() {
            Value::Array(_) => {
                let bytes = super::various::bytes(call.arg(0))?;
                let address = match bytes.len() {
                    4 => <[u8; 4]>::try_from(bytes).ok().map(std::net::IpAddr::from),
                    16 => <[u8; 16]>::try_from(bytes).ok().map(std::net::IpAddr::from),
                    _ => None,
                };
                match address {
                    Some(address) => Ok(Value::native(IpValue {
                        address,
                        scope: None,
                    })),
                    None => Err(raise(
                        "System.ArgumentException",
                        "An invalid IP address was specified. (Parameter 'address')",
                    )
                    .into()),
                }
            }
            other => Ok(convert::cast(other, ty)?),
        },
        Known::Uri if count >= 1 => {
            let mut text = call.text(0)?.to_string();
            if count > 1 && matches!(call.arg(1).base(), Value::Str(_) | Value::Native(_)) {
                let rest = call.text(1)?;
                text = format!(
                    "{}/{}",
                    text.trim_end_matches('/'),
                    rest.trim_start_matches('/')
                );
            }
            Ok(Value::native(UriValue::new(&text)))
        }
        Known::CultureInfo if count >= 1 => Ok(Value::native(CultureValue::new(&call.text(0)?))),
        Known::XmlDocument => Ok(xml_value(Node::new(Kind::Document, "#document", ""))),
        Known::StreamReader if count >= 1 => {
            let stream = stream_of(call, Opening::READ)?;
            Ok(Value::native(TextReaderValue::of(
                stream,
                encoding_of(call),
            )))
        }
        Known::StreamWriter if count >= 1 => {
            let append = matches!(call.arg(1).base(), Value::Bool(true));
            let opening = Opening {
                mode: if append { 6 } else { 2 },
                access: 2,
                share: 1,
            };
            let stream = stream_of(call, opening)?;
            Ok(Value::native(TextWriterValue::new(
                Some(stream),
                encoding_of(call),
            )))
        }
        Known::StringReader if count == 1 => {
            Ok(Value::native(TextReaderValue::of_text(&call.text(0)?)))
        }
        Known::StringWriter => Ok(Value::native(TextWriterValue::new(
            None,
            EncodingValue::Unicode,
        ))),
        Known::FileStream if count >= 2 => {
            let opening = Opening::of(call.args.get(1..).unwrap_or_default())?;
            let text = call.text(0)?;
            let path = call.engine.resolve_path(&text);
            let stream = ByteStream::open(&path, &text, opening)?;
            Ok(Value::native(StreamValue(Rc::new(stream))))
        }
        Known::MemoryStream => {
            let bytes = match call.arg(0).base() {
                Value::Array(_) => super::various::bytes(call.arg(0))?,
                _ => Vec::new(),
            };
            Ok(Value::native(StreamValue(Rc::new(ByteStream::memory(
                bytes,
            )))))
        }
        Known::GzipStream | Known::DeflateStream | Known::ZlibStream
            if (2..=3).contains(&count) =>
        {
            super::file_streams::packed(known, call)
        }
        Known::Utf8Encoding => Ok(Value::native(EncodingValue::Utf8)),
        Known::UnicodeEncoding => Ok(Value::native(EncodingValue::Unicode)),
        Known::AsciiEncoding => Ok(Value::native(EncodingValue::Ascii)),
        Known::DateTimeOffset => date_offset(call),
        Known::Ping if count == 0 => Ok(Value::object(PsObject::of(&[
            "System.Net.NetworkInformation.Ping",
            "System.ComponentModel.Component",
            "System.MarshalByRefObject",
            "System.Object",
        ]))),
        Known::ProcessStartInfo => {
            let (file, arguments) = (call.text(0)?, call.arg(1).clone());
            let list = enumerate(&arguments);
            let text = match list {
                Some(_) => "".into(),
                None => call.text(1)?,
            };
            let info = StartInfoValue::new(&file, &text, call.engine);
            info.add(&list.unwrap_or_default());
            Ok(Value::native(info))
        }
        Known::Process if count == 0 => {
            let info = StartInfoValue::new("", "", call.engine);
            Ok(Value::native(ProcessValue::with(Value::native(info))))
        }
        Known::XmlNamespaceManager => Ok(Value::native(
            crate::types::xml::NamespaceManagerValue::default(),
        )),
        Known::TcpClient if count == 0 || count == 2 => {
            let client = TcpClientValue::default();
            if count == 2 {
                let host = call.text(0)?;
                let port = u16::try_from(call.int(1, "port")?).unwrap_or(0);
                client.is_told(call.engine.reaches(&host, port));
                client.connect(call.args)?;
            }
            Ok(Value::native(client))
        }
        Known::ChoiceDescription if (1..=2).contains(&count) => {
            let (label, help) = (call.text(0)?, call.text(1)?);
            let choice = PsObject::of(&[
                "System.Management.Automation.Host.ChoiceDescription",
                "System.Object",
            ]);
            choice.push("Label", MemberKind::Property(Value::Str(label)));
            choice.push("HelpMessage", MemberKind::Property(Value::Str(help)));
            Ok(Value::object(choice))
        }
        Known::Timer if count <= 1 => {
            let interval = match count {
                0 => 100.0,
                _ => call.double(0, "interval")?,
            };
            Ok(Value::native(TimerValue::new(interval)?))
        }
        Known::FileSystemWatcher if count <= 2 => {
            let (shown, filter) = (call.text(0)?, call.text(1)?);
            let folder = call.engine.resolve_path(&shown);
            if count > 0 && !folder.is_dir() {
                return Err(raise(
                    "System.ArgumentException",
                    format!("The directory name '{shown}' does not exist. (Parameter 'path')"),
                )
                .into());
            }
            Ok(Value::native(FileWatcherValue::new(
                folder,
                shown.to_string(),
                &filter,
            )))
        }
        Known::PsNoteProperty
        | Known::PsAliasProperty
        | Known::PsScriptProperty
        | Known::PsScriptMethod => {
            super::members_of_views::make_member(known, call.args).ok_or_else(|| none(call))
        }
        Known::PsPropertySet if count == 2 => {
            let set = PsObject::of(&[
                "System.Management.Automation.PSPropertySet",
                "System.Management.Automation.PSMemberInfo",
                "System.Object",
            ]);
            set.push("Name", MemberKind::Property(Value::Str(call.text(0)?)));
            let names = enumerate(call.arg(1)).unwrap_or_else(|| vec![call.arg(1).clone()]);
            set.push(
                "ReferencedPropertyNames",
                MemberKind::Property(Value::strings(names.iter().map(convert::to_text))),
            );
            Ok(Value::object(set))
        }
        Known::StringBuilder => super::string_builder::construct(call),
        Known::Random => {
            let seed = if count > 0 {
                Some(u64::from(call.int(0, "Seed")?.unsigned_abs()))
            } else {
                None
            };
            Ok(Value::native(RandomValue::new(seed)))
        }
        Known::Stopwatch => Ok(Value::native(StopwatchValue::default())),
        Known::PsCredential if count == 2 => {
            let user = call.text(0)?;
            if user.is_empty() {
                return Err(raise("System.Management.Automation.PSArgumentException", "Cannot process argument because the value of argument \"userName\" is not valid. Change the value of the \"userName\" argument and run the operation again.").into());
            }
            let Some(secret) = call.arg(1).downcast::<SecureStringValue>() else {
                return Err(none(call));
            };
            Ok(Value::native(CredentialValue {
                user,
                password: secret.clone(),
            }))
        }
        Known::SecureString => Ok(Value::native(SecureStringValue::new(""))),
        Known::NetworkCredential if (2..=3).contains(&count) => {
            let user = call.text(0)?;
            let password = match call.arg(1).downcast::<SecureStringValue>() {
                Some(secret) => secret.reveal().to_owned(),
                None => call.text(1)?.to_string(),
            };
            let domain = call.text(2)?;
            Ok(Value::native(NetworkCredentialValue::new(
                &user, &password, &domain,
            )))
        }
        Known::DictionaryEntry if count == 2 => {
            Ok(Value::native(super::dictionary::DictionaryEntryValue {
                key: call.arg(0).clone(),
                value: call.arg(1).clone(),
                generic: None,
            }))
        }
        Known::WindowsPrincipal if count == 1 => {
            Ok(Value::native(IdentityValue { principal: true }))
        }
        Known::SwitchParameter
        | Known::Bool
        | Known::Decimal
        | Known::Double
        | Known::Single
        | Known::Char
        | Known::SByte
        | Known::Byte
        | Known::Int16
        | Known::UInt16
        | Known::Int32
        | Known::UInt32
        | Known::Int64
        | Known::UInt64
        | Known::BigInteger
        | Known::PhysicalAddress
        | Known::SemanticVersion
            if count <= 1 =>
        {
            Ok(convert::cast(call.arg(0), ty)?)
        }
        _ => Err(none(call)),
    }
}

/// The stream of a reader or writer: one that is given, or the file of a name.
fn stream_of(call: &mut Call<'_>, opening: Opening) -> Flow<Rc<ByteStream>> {
    if let Some(stream) = call.arg(0).downcast::<StreamValue>() {
        return Ok(Rc::clone(&stream.0));
    }
    let text = call.text(0)?;
    if text.is_empty() {
        return Err(raise(
            "System.ArgumentException",
            "The value cannot be an empty string. (Parameter 'path')",
        )
        .into());
    }
    let path = call.engine.resolve_path(&text);
    Ok(Rc::new(ByteStream::open(&path, &text, opening)?))
}

/// The encoding among the arguments; UTF-8 where there is none.
fn encoding_of(call: &Call<'_>) -> EncodingValue {
    call.args
        .iter()
        .find_map(|arg| arg.downcast::<EncodingValue>().copied())
        .unwrap_or(EncodingValue::Utf8)
}

/// `DateTimeOffset` of a date, of a date and an offset, or of numbers and an offset.
fn date_offset(call: &mut Call<'_>) -> Flow<Value> {
    let made = match (call.count(), call.arg(0).base()) {
        (0, _) => {
            return Ok(Value::native(DateTimeOffsetValue::from_unix(
                -62_135_596_800,
                1,
            )?));
        }
        (1, Value::DateTime(date)) => DateTimeOffsetValue::of_date(date),
        (2, Value::DateTime(date)) => {
            let reading = date.time.naive_local();
            let offset = call.cast(1, "offset", &TypeRef::Known(Known::TimeSpan))?;
            DateTimeOffsetValue::at(reading, ticks(&offset))?
        }
        (7 | 8, _) => {
            let count = call.count();
            let parts: Vec<Value> = call.args.get(..count - 1).unwrap_or_default().to_vec();
            let offset = call.cast(count - 1, "offset", &TypeRef::Known(Known::TimeSpan))?;
            let mut inner = Call {
                this: call.this,
                ty: call.ty,
                args: &parts,
                method: call.method,
                engine: call.engine,
            };
            match date(&mut inner)? {
                Value::DateTime(date) => {
                    DateTimeOffsetValue::at(date.time.naive_local(), ticks(&offset))?
                }
                _ => return Err(none(call)),
            }
        }
        (1, _) => {
            return Ok(convert::cast(
                call.arg(0),
                &TypeRef::Known(Known::DateTimeOffset),
            )?);
        }
        _ => return Err(none(call)),
    };
    Ok(Value::native(made))
}

fn ticks(span: &Value) -> i64 {
    match span.base() {
        Value::TimeSpan(ticks) => *ticks,
        _ => 0,
    }
}

fn text(call: &mut Call<'_>) -> Flow<Value> {
    match call.count() {
        1 => match enumerate(call.arg(0)) {
            Some(chars) => Ok(Value::from(
                chars
                    .iter()
                    .map(|c| convert::to_text(c).to_string())
                    .collect::<String>(),
            )),
            None => Ok(Value::Str(call.text(0)?)),
        },
        2 => {
            let c = call.text(0)?;
            let count = call.index(1, "count")?;
            limits::text(c.len().saturating_mul(count))?;
            Ok(Value::from(c.repeat(count)))
        }
        _ => Err(none(call)),
    }
}

fn date(call: &mut Call<'_>) -> Flow<Value> {
    use crate::value::DateTimeKind;
    let outside = || {
        raise(
            "System.ArgumentOutOfRangeException",
            "Year, Month, and Day parameters describe an un-representable DateTime.",
        )
    };
    let mut count = call.count();
    let mut kind = DateTimeKind::Unspecified;
    if count > 1 {
        let last = call.arg(count - 1).base();
        if matches!(last, Value::Enum(_))
            || last
                .as_str()
                .is_some_and(|text| text.parse::<i32>().is_err())
        {
            let number = call.enumeration(count - 1, "kind", &DATE_TIME_KIND)?;
            kind = super::date::kind_from_number(number);
            count -= 1;
        }
    }
    match count {
        0 => Ok(convert::date_from_ticks(0, kind).map_or(Value::Null, Value::from)),
        1 => {
            if let Value::Str(_) = call.arg(0).base() {
                return Ok(convert::cast(
                    call.arg(0),
                    &TypeRef::Known(Known::DateTime),
                )?);
            }
            let ticks = call.long(0, "ticks")?;
            convert::date_from_ticks(ticks, kind)
                .map(Value::from)
                .ok_or_else(|| raise("System.ArgumentOutOfRangeException", "Ticks must be between DateTime.MinValue.Ticks and DateTime.MaxValue.Ticks. (Parameter 'ticks')").into())
        }
        3 | 6 | 7 => {
            let mut parts = [0u32; 7];
            for (at, part) in parts.iter_mut().enumerate().take(count) {
                *part = u32::try_from(call.int(at, "value")?).map_err(|_| outside())?;
            }
            let [year, month, day, hour, minute, second, millisecond] = parts;
            let reading = i32::try_from(year)
                .ok()
                .filter(|year| (1..=9999).contains(year))
                .and_then(|year| chrono::NaiveDate::from_ymd_opt(year, month, day))
                .and_then(|date| date.and_hms_milli_opt(hour, minute, second, millisecond))
                .ok_or_else(outside)?;
            Ok(Value::from(convert::date_value(reading, kind)))
        }
        _ => Err(none(call)),
    }
}

fn version(call: &mut Call<'_>) -> Flow<Value> {
    match call.count() {
        0 => Ok(Value::native(VersionValue {
            parts: [0, 0, -1, -1],
        })),
        1 => {
            let text = call.text(0)?;
            VersionValue::parse(&text)
                .map(Value::native)
                .map_err(|(exception, reason)| raise(exception, reason).into())
        }
        2..=4 => {
            let mut parts = [-1; 4];
            for (at, part) in parts.iter_mut().enumerate().take(call.count()) {
                *part = call.int(at, "value")?;
                if *part < 0 {
                    return Err(super::out_of_range("value").into());
                }
            }
            Ok(Value::native(VersionValue { parts }))
        }
        _ => Err(none(call)),
    }
}
