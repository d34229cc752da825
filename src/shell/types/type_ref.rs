//! Types as the language names them: `[int]`, `[string[]]`, `[System.Collections.Generic.List[string]]`.

use std::rc::Rc;

use super::class::{self, ClassType};
use super::concurrent::ConcurrentKind;
use super::known::{self, Known};
use super::{enums, exception_types};
use crate::error::{ErrorCategory, ShellError};
use crate::syntax::ast::{TypeName, TypeNameKind};
use crate::value::{EnumType, Value};

/// What stands for the element type in the list that `.Where()` and `.ForEach()` give: `Collection[PSObject]`, as .NET names it.
pub const OBJECT_COLLECTION: &str = "System.Collections.ObjectModel.Collection";

/// A type that the shell knows.
#[derive(Clone, Debug)]
pub enum TypeRef {
    /// A type of the table in `known`.
    Known(Known),
    /// An enumeration.
    Enum(&'static EnumType),
    /// An exception type, by its full name.
    Exception(&'static str),
    /// An array with its number of dimensions.
    Array(Rc<TypeRef>, u32),
    /// `System.Collections.Generic.List[T]`.
    List(Rc<TypeRef>),
    /// `System.Collections.Generic.Dictionary[K,V]`.
    Dictionary(Rc<(TypeRef, TypeRef)>),
    /// `System.Collections.Generic.SortedDictionary[K,V]`.
    SortedDictionary(Rc<(TypeRef, TypeRef)>),
    /// `System.Collections.Generic.KeyValuePair[K,V]`.
    KeyValuePair(Rc<(TypeRef, TypeRef)>),
    /// `System.Collections.Generic.HashSet[T]`.
    HashSet(Rc<TypeRef>),
    /// `System.Collections.Generic.SortedSet[T]`.
    SortedSet(Rc<TypeRef>),
    /// `System.Collections.Generic.Queue[T]`.
    Queue(Rc<TypeRef>),
    /// `System.Collections.Generic.Stack[T]`.
    Stack(Rc<TypeRef>),
    /// `System.Collections.Generic.LinkedList[T]`.
    LinkedList(Rc<TypeRef>),
    /// A collection that threads share, with the types that it is of.
    Concurrent(ConcurrentKind, Rc<[TypeRef]>),
    /// `System.Tuple[T1,T2,...]`.
    Tuple(Rc<Vec<TypeRef>>),
    /// `System.Nullable[T]`.
    Nullable(Rc<TypeRef>),
    /// A class of a script.
    Class(Rc<ClassType>),
    /// Another type that values have: what cmdlets emit, by its full name.
    Emitted(Rc<str>),
}

impl PartialEq for TypeRef {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Known(a), Self::Known(b)) => a == b,
            (Self::Enum(a), Self::Enum(b)) => a.name == b.name,
            (Self::Exception(a), Self::Exception(b)) => a == b,
            (Self::Array(a, m), Self::Array(b, n)) => m == n && a == b,
            (Self::List(a), Self::List(b))
            | (Self::HashSet(a), Self::HashSet(b))
            | (Self::SortedSet(a), Self::SortedSet(b))
            | (Self::Queue(a), Self::Queue(b))
            | (Self::Stack(a), Self::Stack(b))
            | (Self::LinkedList(a), Self::LinkedList(b))
            | (Self::Nullable(a), Self::Nullable(b)) => a == b,
            (Self::Tuple(a), Self::Tuple(b)) => a == b,
            (Self::Concurrent(kind, a), Self::Concurrent(other, b)) => kind == other && a == b,
            (Self::Dictionary(a), Self::Dictionary(b))
            | (Self::SortedDictionary(a), Self::SortedDictionary(b))
            | (Self::KeyValuePair(a), Self::KeyValuePair(b)) => a == b,
            (Self::Class(a), Self::Class(b)) => Rc::ptr_eq(a, b),
            (Self::Emitted(a), Self::Emitted(b)) => a.eq_ignore_ascii_case(b),
            _ => false,
        }
    }
}

impl TypeRef {
    /// The full .NET name: `System.Int32`, `System.String[]`, ``System.Collections.Generic.List`1[[System.Int32]]``.
    pub fn full_name(&self) -> Rc<str> {
        match self {
            Self::Known(known) => known.info().full_name.into(),
            Self::Enum(ty) => ty.name.into(),
            Self::Exception(name) => (*name).into(),
            Self::Array(element, rank) => {
                format!("{}{}", element.full_name(), brackets(*rank)).into()
            }
            Self::Emitted(name) => name.clone(),
            Self::Class(class) => Rc::clone(&class.name),
            _ => {
                let (definition, arguments) = self.generic_parts();
                let arguments: Vec<String> = arguments
                    .iter()
                    .map(|argument| {
                        format!(
                            "[{}, System.Private.CoreLib, Version=8.0.0.0, Culture=neutral, PublicKeyToken=7cec85d7bea7798e]",
                            argument.full_name()
                        )
                    })
                    .collect();
                format!("{definition}[{}]", arguments.join(",")).into()
            }
        }
    }

    /// The name without its namespace: `Int32`, `String[]`, ``List`1``.
    pub fn name(&self) -> Rc<str> {
        match self {
            Self::Array(element, rank) => format!("{}{}", element.name(), brackets(*rank)).into(),
            Self::Known(_)
            | Self::Enum(_)
            | Self::Exception(_)
            | Self::Emitted(_)
            | Self::Class(_) => {
                let full = self.full_name();
                match full.rfind(['.', '+']) {
                    Some(at) => full.get(at + 1..).unwrap_or(&full).into(),
                    None => full,
                }
            }
            _ => {
                let (definition, _) = self.generic_parts();
                definition.rsplit('.').next().unwrap_or(definition).into()
            }
        }
    }

    /// The namespace: `System`, `System.Collections`.
    pub fn namespace(&self) -> Rc<str> {
        let full = match self {
            Self::Array(element, _) => return element.namespace(),
            Self::Known(_)
            | Self::Enum(_)
            | Self::Exception(_)
            | Self::Emitted(_)
            | Self::Class(_) => self.full_name(),
            _ => self.generic_parts().0.into(),
        };
        full.rfind('.')
            .and_then(|at| full.get(..at))
            .unwrap_or("")
            .into()
    }

    /// The name as PowerShell prints it: `int`, `string[]`, `System.Collections.Generic.List[string]`.
    pub fn display_name(&self) -> Rc<str> {
        match self {
            Self::Known(known) => {
                let info = known.info();
                info.names.first().copied().unwrap_or(info.full_name).into()
            }
            Self::Array(element, rank) => {
                format!("{}{}", element.display_name(), brackets(*rank)).into()
            }
            Self::Enum(_) | Self::Exception(_) | Self::Emitted(_) | Self::Class(_) => {
                self.full_name()
            }
            _ => {
                let (definition, arguments) = self.generic_parts();
                let definition = definition.split('`').next().unwrap_or(definition);
                let arguments: Vec<Rc<str>> = arguments.iter().map(Self::display_name).collect();
                format!("{definition}[{}]", arguments.join(",")).into()
            }
        }
    }

    /// The name without namespaces, PowerShell's own where there is one: `int`, `Object[]`, `List[int]`.
    pub fn short_name(&self) -> Rc<str> {
        match self {
            Self::Known(known) => match known.info().names.first() {
                Some(name) => (*name).into(),
                None => self.name(),
            },
            Self::Array(element, rank) => {
                format!("{}{}", element.short_name(), brackets(*rank)).into()
            }
            Self::Enum(_) | Self::Exception(_) | Self::Emitted(_) | Self::Class(_) => self.name(),
            _ => {
                let (_, arguments) = self.generic_parts();
                let name = self.name();
                let definition = name.split('`').next().unwrap_or(&name);
                let arguments: Vec<Rc<str>> = arguments.iter().map(Self::short_name).collect();
                format!("{definition}[{}]", arguments.join(",")).into()
            }
        }
    }

    /// The name as `ToString()` of .NET's type gives it: `System.Int32`, ``System.Collections.Generic.List`1[System.Int32]``.
    pub fn dotnet_name(&self) -> Rc<str> {
        match self {
            Self::Known(_)
            | Self::Enum(_)
            | Self::Exception(_)
            | Self::Emitted(_)
            | Self::Class(_) => self.full_name(),
            Self::Array(element, rank) => {
                format!("{}{}", element.dotnet_name(), brackets(*rank)).into()
            }
            _ => {
                let (definition, arguments) = self.generic_parts();
                let arguments: Vec<Rc<str>> = arguments.iter().map(Self::dotnet_name).collect();
                format!("{definition}[{}]", arguments.join(",")).into()
            }
        }
    }

    fn generic_parts(&self) -> (&'static str, Vec<TypeRef>) {
        match self {
            Self::List(of) if matches!(&**of, Self::Emitted(name) if &**name == OBJECT_COLLECTION) => {
                (
                    "System.Collections.ObjectModel.Collection`1",
                    vec![Self::Known(Known::PsObject)],
                )
            }
            Self::List(of) => ("System.Collections.Generic.List`1", vec![(**of).clone()]),
            Self::HashSet(of) => ("System.Collections.Generic.HashSet`1", vec![(**of).clone()]),
            Self::SortedSet(of) => (
                "System.Collections.Generic.SortedSet`1",
                vec![(**of).clone()],
            ),
            Self::Queue(of) => ("System.Collections.Generic.Queue`1", vec![(**of).clone()]),
            Self::Stack(of) => ("System.Collections.Generic.Stack`1", vec![(**of).clone()]),
            Self::LinkedList(of) => (
                "System.Collections.Generic.LinkedList`1",
                vec![(**of).clone()],
            ),
            Self::Tuple(of) => (tuple_name(of.len()), of.to_vec()),
            Self::Concurrent(kind, of) => (
                match kind {
                    ConcurrentKind::Queue => "System.Collections.Concurrent.ConcurrentQueue`1",
                    ConcurrentKind::Stack => "System.Collections.Concurrent.ConcurrentStack`1",
                    ConcurrentKind::Bag => "System.Collections.Concurrent.ConcurrentBag`1",
                    ConcurrentKind::Dictionary => {
                        "System.Collections.Concurrent.ConcurrentDictionary`2"
                    }
                },
                of.to_vec(),
            ),
            Self::Nullable(of) => ("System.Nullable`1", vec![(**of).clone()]),
            Self::SortedDictionary(of) => (
                "System.Collections.Generic.SortedDictionary`2",
                vec![of.0.clone(), of.1.clone()],
            ),
            Self::Dictionary(of) => (
                "System.Collections.Generic.Dictionary`2",
                vec![of.0.clone(), of.1.clone()],
            ),
            Self::KeyValuePair(of) => (
                "System.Collections.Generic.KeyValuePair`2",
                vec![of.0.clone(), of.1.clone()],
            ),
            _ => ("", Vec::new()),
        }
    }

    /// Whether it is a value type, which can never be `$null`.
    pub fn is_value_type(&self) -> bool {
        match self {
            Self::Known(known) => known.info().value_type,
            Self::Enum(_) | Self::KeyValuePair(_) => true,
            _ => false,
        }
    }

    /// The full names of the type, its bases and its interfaces, most derived first.
    pub fn ancestry(&self) -> Vec<Rc<str>> {
        if let Self::Class(class) = self {
            let mut names = class.type_names();
            for class in class.chain() {
                names.extend(class.interfaces.iter().cloned());
            }
            return names;
        }
        let mut names = vec![self.full_name()];
        let mut add = |rest: &[&str]| names.extend(rest.iter().map(|name| Rc::from(*name)));
        match self {
            Self::Known(known) => {
                let mut base = known.info().base;
                let mut interfaces: Vec<&str> = known.info().interfaces.to_vec();
                let mut depth = 0;
                while !base.is_empty() && depth < 16 {
                    add(&[base]);
                    match known::by_full_name(base) {
                        Some(info) => {
                            interfaces.extend(info.interfaces);
                            base = info.base;
                        }
                        None => break,
                    }
                    depth += 1;
                }
                add(&interfaces);
            }
            Self::Enum(_) => add(&[
                "System.Enum",
                "System.ValueType",
                "System.Object",
                "System.IComparable",
                "System.IFormattable",
                "System.IConvertible",
            ]),
            Self::Exception(name) => {
                for base in exception_types::bases(name) {
                    add(&[&base]);
                }
                add(&["System.Object"]);
            }
            Self::Array(..) => add(&[
                "System.Array",
                "System.Object",
                "System.Collections.IList",
                "System.Collections.ICollection",
                "System.Collections.IEnumerable",
                "System.ICloneable",
            ]),
            Self::List(_) => add(&[
                "System.Object",
                "System.Collections.IList",
                "System.Collections.ICollection",
                "System.Collections.IEnumerable",
            ]),
            Self::Dictionary(_) | Self::SortedDictionary(_) => add(&[
                "System.Object",
                "System.Collections.IDictionary",
                "System.Collections.ICollection",
                "System.Collections.IEnumerable",
            ]),
            Self::HashSet(_)
            | Self::SortedSet(_)
            | Self::Queue(_)
            | Self::Stack(_)
            | Self::LinkedList(_)
            | Self::Concurrent(..) => add(&[
                "System.Object",
                "System.Collections.ICollection",
                "System.Collections.IEnumerable",
            ]),
            Self::Tuple(_) => add(&["System.Object", "System.IComparable"]),
            Self::Nullable(_) | Self::KeyValuePair(_) => {
                add(&["System.ValueType", "System.Object"])
            }
            Self::Emitted(_) => add(&["System.Object"]),
            Self::Class(_) => {}
        }
        names
    }

    /// The base type's full name; empty for `System.Object` and interfaces.
    pub fn base_name(&self) -> Rc<str> {
        match self {
            Self::Known(known) => known.info().base.into(),
            _ => self.ancestry().get(1).cloned().unwrap_or_else(|| "".into()),
        }
    }
}

fn tuple_name(count: usize) -> &'static str {
    match count {
        0 | 1 => "System.Tuple`1",
        2 => "System.Tuple`2",
        3 => "System.Tuple`3",
        4 => "System.Tuple`4",
        5 => "System.Tuple`5",
        6 => "System.Tuple`6",
        _ => "System.Tuple`7",
    }
}

fn brackets(rank: u32) -> String {
    format!("[{}]", ",".repeat(rank.saturating_sub(1) as usize))
}

/// Finds a type by its name as it stands between `[` and `]`, without regard to case.
pub fn resolve(name: &str) -> Option<TypeRef> {
    resolve_nested(name.trim(), 0)
}

fn resolve_nested(name: &str, depth: u32) -> Option<TypeRef> {
    // A type name is short; the limit only keeps hostile text from recursing without end.
    if depth > 32 {
        return None;
    }
    let name = name.trim();
    let name = match (name.strip_prefix('['), name.strip_suffix(']')) {
        (Some(_), Some(_)) => name.get(1..name.len() - 1).unwrap_or(name).trim(),
        _ => name,
    };
    if let Some(body) = name.strip_suffix(']') {
        let open = matching_bracket(body)?;
        let head = body.get(..open)?;
        let inner = body.get(open + 1..)?;
        if inner.chars().all(|c| c == ',' || c == ' ') {
            let rank = 1 + inner.matches(',').count();
            let element = resolve_nested(head, depth + 1)?;
            return Some(TypeRef::Array(Rc::new(element), u32::try_from(rank).ok()?));
        }
        let arguments: Option<Vec<TypeRef>> = split_arguments(inner)
            .into_iter()
            .map(|argument| resolve_nested(argument, depth + 1))
            .collect();
        return generic(head, arguments?);
    }
    // `Name, Assembly` names the same type.
    let name = name.split(',').next().unwrap_or(name).trim();
    simple(name)
}

/// Where the `[` stands that the end of `body` (without its last `]`) closes.
fn matching_bracket(body: &str) -> Option<usize> {
    let mut depth = 0i32;
    for (at, byte) in body.bytes().enumerate().rev() {
        match byte {
            b']' => depth += 1,
            b'[' if depth == 0 => return Some(at),
            b'[' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn split_arguments(inner: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut depth = 0i32;
    let mut start = 0;
    for (at, byte) in inner.bytes().enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' => depth -= 1,
            b',' if depth == 0 => {
                parts.push(inner.get(start..at).unwrap_or(""));
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(inner.get(start..).unwrap_or(""));
    parts
}

fn simple(name: &str) -> Option<TypeRef> {
    // A script's own type hides what is built in.
    if let Some(found) = class::by_name(name) {
        return Some(found);
    }
    if let Some(known) = known::by_name(name) {
        return Some(TypeRef::Known(known));
    }
    if let Some(ty) = enums::by_name(name) {
        return Some(TypeRef::Enum(ty));
    }
    if let Some(name) = exception_types::by_name(name) {
        return Some(TypeRef::Exception(name));
    }
    super::registry::object_type(name).map(|name| TypeRef::Emitted(name.into()))
}

fn generic(definition: &str, mut arguments: Vec<TypeRef>) -> Option<TypeRef> {
    let definition = definition.trim();
    let definition = definition.split('`').next().unwrap_or(definition);
    let short = [
        "System.Collections.Generic.",
        "Collections.Generic.",
        "System.Collections.ObjectModel.",
        "Collections.ObjectModel.",
        "System.Collections.Concurrent.",
        "Collections.Concurrent.",
        "System.",
    ]
    .iter()
    .find_map(|prefix| {
        let head = definition.get(..prefix.len())?;
        head.eq_ignore_ascii_case(prefix)
            .then(|| definition.get(prefix.len()..))
            .flatten()
    })
    .unwrap_or(definition);
    let count = arguments.len();
    if short.eq_ignore_ascii_case("tuple") && (1..=7).contains(&count) {
        return Some(TypeRef::Tuple(Rc::new(arguments)));
    }
    if ["func", "action", "predicate", "comparison", "eventhandler"]
        .iter()
        .any(|delegate| short.eq_ignore_ascii_case(delegate))
    {
        // A delegate is a block of script that has not been given another form.
        return Some(TypeRef::Known(Known::ScriptBlock));
    }
    let concurrent = match (short.to_ascii_lowercase().as_str(), count) {
        ("concurrentqueue", 1) => Some(ConcurrentKind::Queue),
        ("concurrentstack", 1) => Some(ConcurrentKind::Stack),
        ("concurrentbag", 1) => Some(ConcurrentKind::Bag),
        ("concurrentdictionary", 2) => Some(ConcurrentKind::Dictionary),
        _ => None,
    };
    if let Some(kind) = concurrent {
        return Some(TypeRef::Concurrent(kind, arguments.into()));
    }
    let last = Rc::new(arguments.pop()?);
    match (short.to_ascii_lowercase().as_str(), count) {
        ("list" | "ilist" | "collection" | "ienumerable", 1) => Some(TypeRef::List(last)),
        ("hashset", 1) => Some(TypeRef::HashSet(last)),
        ("sortedset", 1) => Some(TypeRef::SortedSet(last)),
        ("queue", 1) => Some(TypeRef::Queue(last)),
        ("stack", 1) => Some(TypeRef::Stack(last)),
        ("linkedlist", 1) => Some(TypeRef::LinkedList(last)),
        ("nullable", 1) => Some(TypeRef::Nullable(last)),
        ("sorteddictionary" | "sortedlist", 2) => {
            let key = arguments.pop()?;
            Some(TypeRef::SortedDictionary(Rc::new((key, (*last).clone()))))
        }
        ("dictionary" | "idictionary", 2) => {
            let key = arguments.pop()?;
            Some(TypeRef::Dictionary(Rc::new((key, (*last).clone()))))
        }
        ("keyvaluepair", 2) => {
            let key = arguments.pop()?;
            Some(TypeRef::KeyValuePair(Rc::new((key, (*last).clone()))))
        }
        _ => None,
    }
}

/// Finds the type that a type name of the syntax tree stands for. `TypeNotFound` when there is none.
pub fn resolve_ast(name: &TypeName) -> Result<TypeRef, ShellError> {
    from_ast(name, 0).ok_or_else(|| type_not_found(&name.full_name))
}

fn from_ast(name: &TypeName, depth: u32) -> Option<TypeRef> {
    if depth > 32 {
        return None;
    }
    match &name.kind {
        TypeNameKind::Simple(text) => simple(text),
        TypeNameKind::Array { element, rank } => Some(TypeRef::Array(
            Rc::new(from_ast(element, depth + 1)?),
            (*rank).max(1),
        )),
        TypeNameKind::Generic {
            definition,
            arguments,
        } => {
            let arguments: Option<Vec<TypeRef>> = arguments
                .iter()
                .map(|argument| from_ast(argument, depth + 1))
                .collect();
            generic(&definition.full_name, arguments?)
        }
    }
}

/// `TypeNotFound`, with a suggestion when a known name is near.
pub fn type_not_found(name: &str) -> ShellError {
    let mut error = ShellError::new(
        "TypeNotFound",
        ErrorCategory::InvalidOperation,
        format!("Unable to find type [{name}]."),
    )
    .target(Value::native(super::TypeNameValue(name.into())));
    if let Some(near) = known::nearest(name) {
        error = error.help(format!("The nearest type is [{near}]."));
    }
    error
}
