//! The .NET types that scripts use: names, members, methods, constructors.
//!
//! It is a whitelist: [`resolve`] finds a type by its name, [`methods_of`] and [`static_members`] list what it has, and
//! what is not there gives PowerShell's own error with a hint at what is.
//!
//! Types and values are one floor: a value is of a type, and a type is a value.

pub mod accounts;
pub mod attributes;
mod big_integer;
pub mod class;
mod collection_value;
mod comparer;
pub mod concurrent;
pub mod console_line;
mod credential;
mod culture;
mod culture_calendar;
mod culture_formats;
mod date_offset;
pub mod digest;
pub mod enums;
mod exception;
pub mod exception_types;
pub mod extension;
mod guid;
pub mod hashing;
mod instance;
mod ip;
pub mod keys;
mod known;
pub mod members;
pub mod processes;
pub mod rarities;
mod reference;
pub mod regex;
mod registry;
mod sockets;
pub mod streams;
mod string_builder;
mod switch;
mod tuple;
pub mod type_ref;
mod type_value;
mod uri;
mod version;
pub mod watchers;
pub mod xml;

pub use big_integer::BigIntegerValue;
pub use class::{ClassType, TypeTable};
pub use collection_value::{CollectionKind, CollectionValue};
pub use comparer::ComparerValue;
pub use concurrent::{ConcurrentKind, ConcurrentValue};
pub use credential::{CredentialValue, NetworkCredentialValue, SecureStringValue};
pub use culture::{CultureValue, TextInfoValue, culture_among};
pub use date_offset::{DateTimeOffsetValue, cast as cast_date_offset};
pub use exception::ExceptionValue;
pub use guid::{guid_from_text, guid_problem, new_guid};
pub use instance::{is_instance, type_names, type_of};
pub use ip::{IpValue, PhysicalAddressValue};
pub use known::{Known, TypeInfo};
pub use members::{
    Call, Method, StaticMember, call_static, construct, decorate, method_names, methods_of,
    set_static, static_members, static_property,
};
pub use reference::{Place, ReferenceValue, VariablePlace};
pub use regex::RegexValue;
pub use registry::{EmittedType, TypeList, register_types};
pub use sockets::TcpClientValue;
pub use string_builder::StringBuilderValue;
pub use switch::SwitchValue;
pub use tuple::TupleValue;
pub use type_ref::{TypeRef, resolve, resolve_ast, type_not_found};
pub use type_value::{TypeNameValue, TypeValue};
pub use uri::UriValue;
pub use version::{SemanticVersionValue, VersionValue};

/// Text with what is special in a regular expression escaped, as `[regex]::Escape` does.
pub fn regex_escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' | '*' | '+' | '?' | '|' | '{' | '[' | '(' | ')' | '^' | '$' | '.' | '#' | ' ' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{c}' => out.push_str("\\f"),
            _ => out.push(c),
        }
    }
    out
}

/// The names of all types that can be written in brackets.
pub fn names() -> impl Iterator<Item = &'static str> {
    known::names()
        .chain(enums::names())
        .chain(registry::names())
}
