//! What the types have: methods, properties, static members and constructors, each an entry of a table.

mod array;
mod block;
mod boolean;
mod character;
mod collections;
mod common;
mod concurrent;
mod construct;
mod conversion;
mod date;
mod date_offset_static;
mod dictionary;
mod environment;
mod file_streams;
mod files;
mod language;
mod list;
mod math;
mod members_of_views;
mod number;
mod process_methods;
mod read_line;
mod regular;
mod script_tokens;
mod security;
mod settings;
mod span;
mod static_table;
mod string_builder;
mod text;
mod text_static;
mod type_methods;
mod various;
mod web_text;
mod xml_methods;

pub use collections::EnumeratorValue;
pub use construct::{construct, default_message};
pub use dictionary::{DictionaryEntryValue, TableView, entries, entry_text};
pub use settings::decorate;
pub use static_table::{call_static, set_static, static_members, static_property};

use std::rc::Rc;

use super::{ConcurrentKind, Known, TypeRef, type_of};
use crate::error::{ErrorCategory, Flow, Interrupt, ShellError};
use crate::value::convert::{self, to_text};
use crate::value::members::{MemberSetValue, PsObjectView, TypeNamesValue};
use crate::value::{Engine, Value};

/// A call of a method: on what, with what.
pub struct Call<'a> {
    /// The object; `$null` for a static method.
    pub this: &'a Value,
    /// The type of a static method or constructor.
    pub ty: &'a TypeRef,
    /// The arguments.
    pub args: &'a [Value],
    /// The method's name.
    pub method: &'a str,
    /// The interpreter.
    pub engine: &'a mut dyn Engine,
}

/// What carries a method out.
pub type MethodFn = fn(&mut Call<'_>) -> Flow<Value>;

/// A method of a type.
pub struct Method {
    /// The name.
    pub name: &'static str,
    /// The fewest arguments.
    pub min: usize,
    /// The most arguments.
    pub max: usize,
    /// Its overloads as `Get-Member` shows them.
    pub definition: &'static str,
    /// Whether it gives nothing at all (`void`), which is less than `$null`.
    pub void: bool,
    /// What carries it out.
    pub run: MethodFn,
}

impl std::fmt::Debug for Method {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.definition)
    }
}

/// An entry of a method table.
const fn method(
    name: &'static str,
    min: usize,
    max: usize,
    definition: &'static str,
    run: MethodFn,
) -> Method {
    Method {
        name,
        min,
        max,
        definition,
        void: false,
        run,
    }
}

/// An entry for a method that gives nothing.
const fn void(
    name: &'static str,
    min: usize,
    max: usize,
    definition: &'static str,
    run: MethodFn,
) -> Method {
    Method {
        name,
        min,
        max,
        definition,
        void: true,
        run,
    }
}

/// A property of a built-in type.
pub struct Property {
    /// The name.
    pub name: &'static str,
    /// As `Get-Member` shows it: `int Length {get;}`.
    pub definition: &'static str,
    /// Reads it.
    pub get: fn(&Value) -> Value,
}

const fn property(
    name: &'static str,
    definition: &'static str,
    get: fn(&Value) -> Value,
) -> Property {
    Property {
        name,
        definition,
        get,
    }
}

/// A static member of a type.
pub enum StaticMember {
    /// A constant or property.
    Property {
        /// The name.
        name: &'static str,
        /// Reads it.
        get: fn(&TypeRef, &dyn Engine) -> Value,
    },
    /// A method.
    Method(Method),
}

impl StaticMember {
    /// The name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Property { name, .. } => name,
            Self::Method(method) => method.name,
        }
    }
}

const fn constant(name: &'static str, get: fn(&TypeRef, &dyn Engine) -> Value) -> StaticMember {
    StaticMember::Property { name, get }
}

const fn static_method(
    name: &'static str,
    min: usize,
    max: usize,
    definition: &'static str,
    run: MethodFn,
) -> StaticMember {
    StaticMember::Method(method(name, min, max, definition, run))
}

/// The method tables of a value's type, most derived first.
pub fn methods_of(value: &Value) -> Vec<&'static [Method]> {
    let mut tables = view_tables(value).to_vec();
    tables.extend(own_tables(&type_of(value)));
    tables.push(common::METHODS);
    tables
}

/// The tables of values that show something else: enumerators, member collections, type names.
fn view_tables(value: &Value) -> &'static [&'static [Method]] {
    if !matches!(value, Value::Native(_)) {
        return &[];
    }
    if value.downcast::<EnumeratorValue>().is_some() {
        &[collections::ENUMERATOR_METHODS]
    } else if value.downcast::<TypeNamesValue>().is_some() {
        &[members_of_views::TYPE_NAME_METHODS]
    } else if value.downcast::<PsObjectView>().is_some() {
        &[members_of_views::OBJECT_METHODS]
    } else if value.downcast::<MemberSetValue>().is_some() {
        &[members_of_views::SET_METHODS]
    } else {
        &[]
    }
}

/// What a search for a method gave.
pub enum Found {
    /// A method of this name that takes so many arguments.
    Method(&'static Method),
    /// There is a method of this name, but for other counts of arguments.
    WrongCount,
    /// There is none.
    Nothing,
}

/// Finds a method of a value by name and count of arguments. `ty` is the value's type.
pub fn find_method(value: &Value, ty: &TypeRef, name: &str, count: usize) -> Found {
    let mut found = Found::Nothing;
    let tables = view_tables(value)
        .iter()
        .chain(own_tables(ty))
        .chain(std::iter::once(&common::METHODS));
    for table in tables {
        for method in *table {
            if method.name.eq_ignore_ascii_case(name) {
                if (method.min..=method.max).contains(&count) {
                    return Found::Method(method);
                }
                found = Found::WrongCount;
            }
        }
    }
    found
}

fn own_tables(ty: &TypeRef) -> &'static [&'static [Method]] {
    match ty {
        TypeRef::Known(known) => match known {
            Known::String => &[text::METHODS],
            Known::Char => &[character::METHODS],
            Known::Bool => &[boolean::METHODS],
            Known::SByte
            | Known::Byte
            | Known::Int16
            | Known::UInt16
            | Known::Int32
            | Known::UInt32
            | Known::Int64
            | Known::UInt64
            | Known::Single
            | Known::Double
            | Known::Decimal
            | Known::BigInteger => &[number::METHODS],
            Known::DateTime => &[date::METHODS],
            Known::TimeSpan => &[span::METHODS],
            Known::Hashtable
            | Known::PsVersionTable
            | Known::DefaultParameterDictionary
            | Known::OrderedDictionary
            | Known::RuntimeDefinedParameterDictionary
            | Known::SortedList => match known {
                Known::OrderedDictionary => &[
                    dictionary::ORDERED_METHODS,
                    dictionary::METHODS,
                    dictionary::CLONE,
                ],
                Known::SortedList => &[
                    dictionary::SORTED_METHODS,
                    dictionary::METHODS,
                    dictionary::CLONE,
                ],
                _ => &[dictionary::METHODS, dictionary::CLONE],
            },
            Known::PsBoundParametersDictionary => {
                &[dictionary::GENERIC_METHODS, dictionary::METHODS]
            }
            Known::ArrayList => &[list::METHODS],
            Known::Queue => &[collections::QUEUE_METHODS, collections::METHODS],
            Known::Stack => &[collections::STACK_METHODS, collections::METHODS],
            Known::Regex => &[regular::METHODS],
            Known::Match | Known::Group => &[regular::MATCH_METHODS],
            Known::ScriptBlock => &[block::METHODS],
            Known::SwitchParameter => &[various::SWITCH_METHODS],
            Known::Guid => &[various::GUID_METHODS],
            Known::TextInfo => &[environment::TEXT_METHODS],
            Known::Version | Known::SemanticVersion => &[various::VERSION_METHODS],
            Known::IPAddress | Known::PhysicalAddress => &[various::ADDRESS_METHODS],
            Known::RuntimeType => &[type_methods::METHODS],
            Known::StringBuilder => &[string_builder::METHODS],
            Known::XmlDocument => &[
                xml_methods::DOCUMENT_METHODS,
                xml_methods::ELEMENT_METHODS,
                xml_methods::NODE_METHODS,
            ],
            Known::XmlElement => &[xml_methods::ELEMENT_METHODS, xml_methods::NODE_METHODS],
            Known::XmlAttribute
            | Known::XmlText
            | Known::XmlCDataSection
            | Known::XmlComment
            | Known::XmlDeclaration => &[xml_methods::NODE_METHODS],
            Known::XmlNodeList => &[xml_methods::NODE_LIST_METHODS],
            Known::DateTimeOffset => &[process_methods::OWN_METHODS],
            Known::Process => &[process_methods::PROCESS_METHODS],
            Known::Ping => &[process_methods::PING_METHODS],
            Known::TcpClient => &[process_methods::TCP_METHODS],
            Known::Random => &[various::RANDOM_METHODS],
            Known::Stopwatch => &[various::STOPWATCH_METHODS],
            Known::Encoding => &[various::ENCODING_METHODS],
            Known::PsCredential => &[various::CREDENTIAL_METHODS],
            Known::SecureString => &[various::SECURE_STRING_METHODS],
            Known::WindowsPrincipal => &[various::PRINCIPAL_METHODS],
            _ => &[],
        },
        TypeRef::Array(..) => &[array::METHODS],
        TypeRef::List(_) => &[list::GENERIC_METHODS, list::METHODS],
        TypeRef::Dictionary(_) | TypeRef::SortedDictionary(_) => {
            &[dictionary::GENERIC_METHODS, dictionary::METHODS]
        }
        TypeRef::HashSet(_) | TypeRef::SortedSet(_) => {
            &[collections::SET_METHODS, collections::METHODS]
        }
        TypeRef::Queue(_) => &[collections::QUEUE_METHODS, collections::METHODS],
        TypeRef::LinkedList(_) => &[collections::LINKED_METHODS, collections::METHODS],
        TypeRef::Concurrent(kind, _) => match kind {
            ConcurrentKind::Queue => &[concurrent::QUEUE_METHODS, concurrent::METHODS],
            ConcurrentKind::Stack => &[concurrent::STACK_METHODS, concurrent::METHODS],
            ConcurrentKind::Bag => &[concurrent::BAG_METHODS, concurrent::METHODS],
            ConcurrentKind::Dictionary => &[concurrent::DICTIONARY_METHODS, concurrent::METHODS],
        },
        TypeRef::Stack(_) => &[collections::STACK_METHODS, collections::METHODS],
        TypeRef::Enum(_) => &[various::ENUM_METHODS],
        TypeRef::Exception(_) => &[various::EXCEPTION_METHODS],
        TypeRef::Emitted(name) if name.starts_with("System.Collections.ObjectModel.Collection") => {
            &[list::GENERIC_METHODS, list::METHODS]
        }
        TypeRef::Emitted(name) if name.starts_with("System.IO.TextWriter+") => {
            &[environment::WRITER_METHODS]
        }
        TypeRef::Nullable(_)
        | TypeRef::KeyValuePair(_)
        | TypeRef::Tuple(_)
        | TypeRef::Emitted(_)
        | TypeRef::Class(_) => &[],
    }
}

/// The properties of a value of a built-in type that has no [`crate::value::Native`] of its own.
pub fn properties_of(value: &Value) -> &'static [Property] {
    match value {
        Value::Str(_) => text::PROPERTIES,
        Value::Array(_) => array::PROPERTIES,
        Value::List(_) => list::PROPERTIES,
        Value::Hashtable(table) if table.generic.is_some() => dictionary::GENERIC_PROPERTIES,
        Value::Hashtable(table) if table.ordered => dictionary::ORDERED_PROPERTIES,
        Value::Hashtable(_) => dictionary::PROPERTIES,
        Value::DateTime(_) => date::PROPERTIES,
        Value::TimeSpan(_) => span::PROPERTIES,
        Value::Enum(_) => various::ENUM_PROPERTIES,
        Value::ScriptBlock(_) => block::PROPERTIES,
        _ => &[],
    }
}

/// The names of a value's methods, each once.
pub fn method_names(value: &Value) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = Vec::new();
    for method in methods_of(value).into_iter().flatten() {
        if !names.contains(&method.name) {
            names.push(method.name);
        }
    }
    if let Value::Object(object) = value {
        names.extend(object.methods.iter().map(|method| method.name));
    }
    names
}

/// `MethodNotFound`, with what is there as help.
pub fn method_not_found(ty: &TypeRef, name: &str, known: &[&str]) -> ShellError {
    let mut error = ShellError::new(
        "MethodNotFound",
        ErrorCategory::InvalidOperation,
        format!(
            "Method invocation failed because [{}] does not contain a method named '{name}'.",
            ty.full_name()
        ),
    )
    .target(name);
    let near = known
        .iter()
        .map(|candidate| {
            (
                strsim::damerau_levenshtein(&candidate.to_lowercase(), &name.to_lowercase()),
                *candidate,
            )
        })
        .filter(|(distance, candidate)| *distance <= 2 && *distance < candidate.len())
        .min();
    if let Some((_, near)) = near {
        error = error.help(format!("There is a method '{near}'."));
    } else if !known.is_empty() {
        error = error.help(format!("Methods that are there: {}.", known.join(", ")));
    }
    error
}

/// `MethodCountCouldNotFindBest`.
pub fn wrong_count(name: &str, count: usize) -> ShellError {
    ShellError::new(
        "MethodCountCouldNotFindBest",
        ErrorCategory::NotSpecified,
        format!("Cannot find an overload for \"{name}\" and the argument count: \"{count}\"."),
    )
    .exception("System.Management.Automation.MethodException")
}

/// Runs a method of a table and wraps what it throws, as a call through reflection does.
pub fn invoke(method: &Method, call: &mut Call<'_>) -> Flow<Option<Value>> {
    if !(method.min..=method.max).contains(&call.args.len()) {
        return Err(wrong_count(method.name, call.args.len()).into());
    }
    let count = call.args.len();
    let name = call.method.to_owned();
    match (method.run)(call) {
        Ok(_) if method.void => Ok(None),
        Ok(value) => Ok(Some(value)),
        Err(interrupt) => Err(wrap(interrupt, &name, count)),
    }
}

/// An error of any kind, as one that a method of .NET threw.
pub fn wrap_any(mut error: ShellError, method: &str, count: usize) -> ShellError {
    let short = error.exception.rsplit('.').next().unwrap_or("").to_owned();
    let mut outer = ShellError::new(
        short,
        ErrorCategory::NotSpecified,
        format!(
            "Exception calling \"{method}\" with \"{count}\" argument(s): \"{}\"",
            error.message
        ),
    )
    .exception("System.Management.Automation.MethodInvocationException")
    .command("");
    error.record = None;
    outer.inner = Some(Box::new(error));
    outer
}

/// Puts a thrown .NET exception into a `MethodInvocationException`. Errors of PowerShell itself pass as they are.
pub fn wrap(interrupt: Interrupt, method: &str, count: usize) -> Interrupt {
    match interrupt {
        Interrupt::Error(error) if error.id == error.exception => {
            let short = error.exception.rsplit('.').next().unwrap_or("").to_owned();
            let mut outer = ShellError::new(
                short,
                ErrorCategory::NotSpecified,
                format!(
                    "Exception calling \"{method}\" with \"{count}\" argument(s): \"{}\"",
                    error.message
                ),
            )
            .exception("System.Management.Automation.MethodInvocationException");
            outer.inner = Some(error);
            Interrupt::Error(Box::new(outer))
        }
        other => other,
    }
}

impl Call<'_> {
    /// How many arguments there are.
    pub fn count(&self) -> usize {
        self.args.len()
    }

    /// An argument; `$null` when it was not given.
    pub fn arg(&self, at: usize) -> &Value {
        const NULL: &Value = &Value::Null;
        self.args.get(at).unwrap_or(NULL)
    }

    /// An argument in a type; `MethodArgumentConversionInvalidCastArgument` when it cannot be converted.
    pub fn cast(&mut self, at: usize, name: &str, ty: &TypeRef) -> Flow<Value> {
        let value = self.args.get(at).cloned().unwrap_or_default();
        convert::cast_in(&value, ty, self.engine).map_err(|interrupt| match interrupt {
            Interrupt::Error(error) => {
                Interrupt::from(argument_error(self.method, name, &value, ty, *error))
            }
            other => other,
        })
    }

    /// An argument as text.
    pub fn text(&mut self, at: usize) -> Flow<Rc<str>> {
        match self.args.get(at) {
            Some(Value::Str(text)) => Ok(text.clone()),
            Some(value) => convert::to_text_in(&value.clone(), self.engine),
            None => Ok("".into()),
        }
    }

    /// An argument as `Int32`.
    pub fn int(&mut self, at: usize, name: &str) -> Flow<i32> {
        match self.cast(at, name, &TypeRef::Known(Known::Int32))? {
            Value::Int(n) => Ok(n),
            _ => Ok(0),
        }
    }

    /// An argument as `Int64`.
    pub fn long(&mut self, at: usize, name: &str) -> Flow<i64> {
        match self.cast(at, name, &TypeRef::Known(Known::Int64))? {
            Value::Long(n) => Ok(n),
            _ => Ok(0),
        }
    }

    /// An argument as `Double`.
    pub fn double(&mut self, at: usize, name: &str) -> Flow<f64> {
        match self.cast(at, name, &TypeRef::Known(Known::Double))? {
            Value::Double(n) => Ok(n),
            _ => Ok(0.0),
        }
    }

    /// An argument as a count or position. A negative one is an `ArgumentOutOfRangeException`.
    pub fn index(&mut self, at: usize, name: &str) -> Flow<usize> {
        let n = self.int(at, name)?;
        usize::try_from(n).map_err(|_| out_of_range(name).into())
    }

    /// An argument as a truth value.
    pub fn bool(&self, at: usize) -> bool {
        convert::to_bool(self.arg(at))
    }

    /// An argument as a member of an enumeration.
    pub fn enumeration(
        &mut self,
        at: usize,
        name: &str,
        ty: &'static crate::value::EnumType,
    ) -> Flow<i64> {
        match self.cast(at, name, &TypeRef::Enum(ty))? {
            Value::Enum(member) => Ok(member.number),
            _ => Ok(0),
        }
    }

    /// The text that the method is called on.
    pub fn this_text(&self) -> Rc<str> {
        to_text(self.this)
    }

    /// An error for a count of arguments that no overload has.
    pub fn wrong_count(&self) -> Interrupt {
        wrong_count(self.method, self.args.len()).into()
    }
}

/// `ArgumentOutOfRangeException` for an argument.
pub fn out_of_range(name: &str) -> ShellError {
    convert::raise(
        "System.ArgumentOutOfRangeException",
        format!("Specified argument was out of the range of valid values. (Parameter '{name}')"),
    )
}

/// `ArgumentNullException` for an argument.
pub fn null_argument(name: &str) -> ShellError {
    convert::raise(
        "System.ArgumentNullException",
        format!("Value cannot be null. (Parameter '{name}')"),
    )
}

/// `MethodArgumentConversionInvalidCastArgument`: an argument that does not fit.
pub fn argument_error(
    method: &str,
    name: &str,
    value: &Value,
    ty: &TypeRef,
    inner: ShellError,
) -> ShellError {
    let mut error = ShellError::new(
        "MethodArgumentConversionInvalidCastArgument",
        ErrorCategory::NotSpecified,
        format!(
            "Cannot convert argument \"{name}\", with value: \"{}\", for \"{method}\" to type \"{}\": \"{}\"",
            to_text(value),
            ty.full_name(),
            inner.message
        ),
    )
    .exception("System.Management.Automation.MethodException");
    error.inner = Some(Box::new(inner));
    error
}
