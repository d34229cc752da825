//! PowerShell's own XML for objects (CLIXML), as far as data goes: values, collections, hashtables and objects with their
//! properties. What comes back is data, without methods.

use std::cell::Cell;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::rc::Rc;

use roxmltree::Node;

use crate::inspect;
use iovsh_base::base64::{base64, from_base64};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::types::{CredentialValue, SecureStringValue, resolve, type_names};
use iovsh_shell::value::convert::{cast, guid_text};
use iovsh_shell::value::{
    Engine, Hashtable, List, MemberKind, Native, PsObject, TypeNames, Value, members,
};

/// How deep objects are read at most, whatever the file says.
const MAX_DEPTH: u32 = 100;

/// Writes objects.
#[derive(Debug, Default)]
pub struct Writer {
    out: String,
    next: usize,
}

impl Writer {
    /// The document of some objects, properties of properties down to `depth` levels.
    ///
    /// # Errors
    /// A script property fails.
    pub fn document(engine: &mut dyn Engine, objects: &[Value], depth: u32) -> Flow<String> {
        let mut writer = Self::default();
        writer.out.push_str(
            "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">\n",
        );
        for object in objects {
            writer.value(engine, object, None, depth, 1)?;
        }
        writer.out.push_str("</Objs>\n");
        Ok(writer.out)
    }

    fn open(&mut self, level: usize, tag: &str, name: Option<&str>) {
        self.out.push_str(&"  ".repeat(level));
        self.out.push('<');
        self.out.push_str(tag);
        if let Some(name) = name {
            // Writing to a string cannot fail.
            let _ = write!(self.out, " N=\"{}\"", escape(name));
        }
    }

    fn leaf(&mut self, level: usize, tag: &str, name: Option<&str>, text: &str) {
        self.open(level, tag, name);
        let _ = writeln!(self.out, ">{}</{tag}>", escape(text));
    }

    fn value(
        &mut self,
        engine: &mut dyn Engine,
        value: &Value,
        name: Option<&str>,
        depth: u32,
        level: usize,
    ) -> Flow {
        let plain = match value.base() {
            Value::Null => {
                self.open(level, "Nil", name);
                self.out.push_str(" />\n");
                return Ok(());
            }
            Value::Bool(true) => Some(("B", "true".to_owned())),
            Value::Bool(false) => Some(("B", "false".to_owned())),
            Value::Char(c) => Some(("C", u32::from(*c).to_string())),
            Value::SByte(_) => Some(("SB", inspect::text(value.base()).to_string())),
            Value::Byte(_) => Some(("By", inspect::text(value.base()).to_string())),
            Value::Int16(_) => Some(("I16", inspect::text(value.base()).to_string())),
            Value::UInt16(_) => Some(("U16", inspect::text(value.base()).to_string())),
            Value::Int(_) => Some(("I32", inspect::text(value.base()).to_string())),
            Value::UInt32(_) => Some(("U32", inspect::text(value.base()).to_string())),
            Value::Long(_) => Some(("I64", inspect::text(value.base()).to_string())),
            Value::ULong(_) => Some(("U64", inspect::text(value.base()).to_string())),
            Value::Single(_) => Some(("Sg", inspect::text(value.base()).to_string())),
            Value::Double(_) => Some(("Db", inspect::text(value.base()).to_string())),
            Value::Decimal(_) => Some(("D", inspect::text(value.base()).to_string())),
            Value::Str(text) => Some(("S", text.to_string())),
            Value::DateTime(date) => Some(("DT", date.time.to_rfc3339())),
            Value::TimeSpan(ticks) => Some(("TS", duration(*ticks))),
            Value::Guid(bytes) => Some(("G", guid_text(bytes, 'D'))),
            Value::ScriptBlock(_) => Some(("SBK", inspect::text(value).to_string())),
            Value::Native(native) => self.native(native.as_ref(), value),
            Value::Array(array) if &*array.element == "System.Byte" => {
                let bytes: Option<Vec<u8>> = array
                    .items
                    .borrow()
                    .iter()
                    .map(|item| match item.base() {
                        Value::Byte(byte) => Some(*byte),
                        _ => None,
                    })
                    .collect();
                bytes.map(|bytes| ("BA", base64(&bytes)))
            }
            _ => None,
        };
        // A member of an enumeration from elsewhere: a number with the text of its name.
        let is_named = matches!(value, Value::Object(object) if object.base.is_some() && object.text.is_some());
        if let Some((tag, text)) = plain.filter(|_| !is_named) {
            self.leaf(level, tag, name, &text);
            return Ok(());
        }
        if depth == 0 {
            self.leaf(level, "S", name, &inspect::text(value));
            return Ok(());
        }
        self.object(engine, value, name, depth, level)
    }

    /// The types of .NET that have an element of their own.
    fn native(&self, native: &dyn Native, value: &Value) -> Option<(&'static str, String)> {
        if let Some(secret) = native.as_any().downcast_ref::<SecureStringValue>() {
            return Some(("SS", hidden(secret.reveal())));
        }
        let tag = match native.type_names().first().copied()? {
            "System.Version" => "Version",
            "System.Uri" => "URI",
            "System.Xml.XmlDocument" => {
                let text = native.property("OuterXml")?;
                return Some(("XD", inspect::text(&text).to_string()));
            }
            _ => return None,
        };
        Some((tag, inspect::text(value).to_string()))
    }

    fn object(
        &mut self,
        engine: &mut dyn Engine,
        value: &Value,
        name: Option<&str>,
        depth: u32,
        level: usize,
    ) -> Flow {
        let id = self.next;
        self.next += 1;
        self.open(level, "Obj", name);
        let _ = writeln!(self.out, " RefId=\"{id}\">");
        let names = type_names(value);
        self.open(level + 1, "TN", None);
        let _ = writeln!(self.out, " RefId=\"{id}\">");
        for type_name in &names {
            self.leaf(level + 2, "T", None, type_name);
        }
        self.close(level + 1, "TN");
        match value {
            Value::Hashtable(table) => {
                self.open(level + 1, "DCT", None);
                self.out.push_str(">\n");
                let entries: Vec<(Value, Value)> = table
                    .entries()
                    .iter()
                    .map(|(key, value)| (key.value().clone(), value.clone()))
                    .collect();
                for (key, item) in entries {
                    self.open(level + 2, "En", None);
                    self.out.push_str(">\n");
                    self.value(engine, &key, Some("Key"), depth - 1, level + 3)?;
                    self.value(engine, &item, Some("Value"), depth - 1, level + 3)?;
                    self.close(level + 2, "En");
                }
                self.close(level + 1, "DCT");
            }
            Value::Array(_) | Value::List(_) => {
                self.open(level + 1, "LST", None);
                self.out.push_str(">\n");
                for item in inspect::elements(value).unwrap_or_default() {
                    self.value(engine, &item, None, depth - 1, level + 2)?;
                }
                self.close(level + 1, "LST");
            }
            Value::Enum(member) => {
                self.leaf(level + 1, "ToString", None, &member.text());
                self.leaf(level + 1, "I32", None, &member.number.to_string());
            }
            Value::Object(object) if object.base.is_some() && object.text.is_some() => {
                let base = object.base.clone().unwrap_or_default();
                self.leaf(level + 1, "ToString", None, &inspect::text(value));
                self.value(engine, &base, None, depth, level + 1)?;
            }
            _ => {
                self.leaf(level + 1, "ToString", None, &inspect::text(value));
                self.open(level + 1, "MS", None);
                self.out.push_str(">\n");
                for property in inspect::property_names(value) {
                    let item = members::get_property(value, &property, engine)?.unwrap_or_default();
                    self.value(engine, &item, Some(&property), depth - 1, level + 2)?;
                }
                self.close(level + 1, "MS");
            }
        }
        self.close(level, "Obj");
        Ok(())
    }

    fn close(&mut self, level: usize, tag: &str) {
        let _ = writeln!(self.out, "{}</{tag}>", "  ".repeat(level));
    }
}

/// A span of time as XML has it: `PT1H30M`.
fn duration(ticks: i64) -> String {
    let sign = if ticks < 0 { "-" } else { "" };
    let ticks = ticks.unsigned_abs();
    let seconds = ticks / 10_000_000;
    let fraction = ticks % 10_000_000;
    let mut out = format!(
        "{sign}P{}DT{}H{}M{}",
        seconds / 86_400,
        seconds / 3_600 % 24,
        seconds / 60 % 60,
        seconds % 60
    );
    if fraction > 0 {
        let _ = write!(out, ".{fraction:07}");
    }
    out.push('S');
    out
}

fn ticks_of(text: &str) -> Option<i64> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let mut total: f64 = 0.0;
    let mut number = String::new();
    let mut in_time = false;
    for c in text.strip_prefix('P')?.chars() {
        let unit = match (c, in_time) {
            ('0'..='9' | '.', _) => {
                number.push(c);
                continue;
            }
            ('T', _) => {
                in_time = true;
                continue;
            }
            ('D', false) => 86_400.0,
            ('H', true) => 3_600.0,
            ('M', true) => 60.0,
            ('S', true) => 1.0,
            _ => return None,
        };
        total += number.parse::<f64>().ok()? * unit;
        number.clear();
    }
    Some((total * 10_000_000.0).round() as i64 * sign)
}

/// Text with the characters that mean something in XML replaced, and those that XML cannot hold as `_x000A_`.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            // What reads like an escape is no escape.
            '_' if text.get(at..).is_some_and(|rest| rest.starts_with("_x")) => {
                out.push_str("_x005F_")
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            c if u32::from(c) < 0x20 || matches!(c, '\u{fffe}' | '\u{ffff}') => {
                let _ = write!(out, "_x{:04X}_", u32::from(c));
            }
            other => out.push(other),
        }
    }
    out
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        out.push_str(rest.get(..at).unwrap_or_default());
        let tail = rest.get(at..).unwrap_or_default();
        let code = tail
            .get(2..6)
            .filter(|_| tail.get(6..7) == Some("_"))
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .and_then(char::from_u32);
        match code {
            Some(c) => {
                out.push(c);
                rest = tail.get(7..).unwrap_or_default();
            }
            None => {
                out.push_str("_x");
                rest = tail.get(2..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

fn broken(reason: impl Into<String>) -> ShellError {
    ShellError::new(
        "System.Xml.XmlException",
        ErrorCategory::InvalidData,
        reason,
    )
    .exception("System.Xml.XmlException")
}

/// What other elements refer to by a number: lists of type names, and objects.
#[derive(Default)]
struct Known<'a, 'input> {
    names: HashMap<&'a str, Node<'a, 'input>>,
    objects: HashMap<&'a str, Node<'a, 'input>>,
    /// How many values may still be read: a file whose objects refer to each other in circles ends.
    left: Cell<usize>,
}

/// The objects of a document.
///
/// # Errors
/// It is no CLIXML.
pub fn read(text: &str) -> Result<Vec<Value>, ShellError> {
    let document = roxmltree::Document::parse(text)
        .map_err(|error| broken(format!("The file is no XML: {error}")))?;
    let root = document.root_element();
    if root.tag_name().name() != "Objs" {
        return Err(broken(
            "The file does not hold objects that Export-Clixml has written.",
        ));
    }
    let mut known = Known::default();
    let mut nodes = 0usize;
    for node in root.descendants() {
        nodes += 1;
        let Some(number) = node.attribute("RefId") else {
            continue;
        };
        match node.tag_name().name() {
            "TN" => known.names.insert(number, node),
            "Obj" => known.objects.insert(number, node),
            _ => None,
        };
    }
    known.left.set(nodes.saturating_mul(4));
    root.children()
        .filter(Node::is_element)
        .map(|node| value_of(node, 0, &known))
        .collect()
}

fn value_of<'a>(
    node: Node<'a, '_>,
    depth: u32,
    known: &Known<'a, '_>,
) -> Result<Value, ShellError> {
    let left = known.left.get();
    known.left.set(left.saturating_sub(1));
    if depth > MAX_DEPTH || left == 0 {
        return Err(broken("The objects are nested too deep."));
    }
    let text = unescape(node.text().unwrap_or_default());
    let as_type = |name: &str| -> Result<Value, ShellError> {
        match resolve(name) {
            Some(ty) => cast(&Value::from(text.as_str()), &ty),
            None => Ok(Value::from(text.as_str())),
        }
    };
    match node.tag_name().name() {
        "Nil" => Ok(Value::Null),
        "S" | "SBK" => Ok(Value::from(text)),
        "URI" => as_type("uri"),
        "XD" => as_type("xml"),
        "SS" => Ok(Value::native(SecureStringValue::new(
            &revealed(&text).ok_or_else(|| broken("A secure string cannot be read."))?,
        ))),
        "B" => Ok(Value::Bool(text == "true")),
        "C" => Ok(text
            .parse()
            .ok()
            .and_then(char::from_u32)
            .map_or(Value::Null, Value::Char)),
        "SB" => as_type("sbyte"),
        "By" => as_type("byte"),
        "BA" => {
            let bytes = from_base64(&text).ok_or_else(|| broken("Bytes cannot be read."))?;
            let bytes = bytes.into_iter().map(Value::Byte).collect();
            Ok(Value::typed_array("System.Byte", bytes))
        }
        "I16" => as_type("int16"),
        "U16" => as_type("uint16"),
        "I32" => as_type("int"),
        "U32" => as_type("uint32"),
        "I64" => as_type("long"),
        "U64" => as_type("uint64"),
        "Sg" => as_type("single"),
        "Db" => as_type("double"),
        "D" => as_type("decimal"),
        "DT" => as_type("datetime"),
        "G" => as_type("guid"),
        "Version" => as_type("version"),
        "TS" => Ok(ticks_of(&text).map_or(Value::Null, Value::TimeSpan)),
        "Ref" => match known
            .objects
            .get(node.attribute("RefId").unwrap_or_default())
        {
            Some(object) => value_of(*object, depth + 1, known),
            None => Err(broken("An object refers to one that is not there.")),
        },
        "Obj" => object_of(node, depth, known),
        other => Err(broken(format!("The element <{other}> is not known."))),
    }
}

fn object_of<'a>(
    node: Node<'a, '_>,
    depth: u32,
    known: &Known<'a, '_>,
) -> Result<Value, ShellError> {
    let child = |name: &str| {
        node.children()
            .find(|child| child.is_element() && child.tag_name().name() == name)
    };
    let names: Vec<&str> = child("TN")
        .or_else(|| {
            let number = child("TNRef")?.attribute("RefId")?;
            known.names.get(number).copied()
        })
        .map(|names| {
            names
                .children()
                .filter_map(|t| t.is_element().then(|| t.text())?)
                .collect()
        })
        .unwrap_or_default();
    if let Some(table) = child("DCT") {
        let ordered = names
            .first()
            .is_some_and(|name| name.contains("OrderedDictionary"));
        let values = Hashtable {
            ordered,
            ..Hashtable::default()
        };
        for entry in table.children().filter(Node::is_element) {
            let part = |wanted: &str| {
                entry
                    .children()
                    .find(|part| part.attribute("N") == Some(wanted))
                    .map_or(Ok(Value::Null), |part| value_of(part, depth + 1, known))
            };
            values.set(&part("Key")?, part("Value")?);
        }
        return Ok(Value::Hashtable(Rc::new(values)));
    }
    // What was a collection comes back as a list, whatever its type was.
    for list in ["LST", "IE", "QUE", "STK"] {
        if let Some(list) = child(list) {
            let items: Result<Vec<Value>, ShellError> = list
                .children()
                .filter(Node::is_element)
                .map(|item| value_of(item, depth + 1, known))
                .collect();
            return Ok(Value::List(Rc::new(List {
                element: None,
                items: items?.into(),
            })));
        }
    }
    let text: Option<Rc<str>> =
        child("ToString").map(|text| unescape(text.text().unwrap_or_default()).into());
    // These are made anew of their text; all else is data that remembers what it was.
    if let (Some("System.Net.IPAddress" | "System.Globalization.CultureInfo"), Some(text)) =
        (names.first().copied(), &text)
        && let Some(ty) = resolve(names.first().copied().unwrap_or_default())
        && let Ok(value) = cast(&Value::Str(Rc::clone(text)), &ty)
    {
        return Ok(value);
    }
    let members: Vec<Node> = [child("Props"), child("MS")]
        .into_iter()
        .flatten()
        .collect();
    if members.is_empty() {
        // A value with a type of its own, as an enumeration has: its number, and the text of its name.
        let plain = node
            .children()
            .filter(Node::is_element)
            .find(|part| !matches!(part.tag_name().name(), "TN" | "TNRef" | "ToString"));
        return match (plain, text) {
            (Some(plain), None) => value_of(plain, depth + 1, known),
            (Some(plain), Some(text)) => {
                let mut object = PsObject::around(value_of(plain, depth + 1, known)?);
                if names.contains(&"System.Enum") {
                    object.push("Value", MemberKind::Note(Value::Str(Rc::clone(&text))));
                }
                object.set_type_names(deserialized(&names));
                object.text = Some(text);
                Ok(Value::object(object))
            }
            (None, Some(text)) => Ok(Value::Str(text)),
            (None, None) => Ok(Value::object(PsObject::custom())),
        };
    }
    let mut object = PsObject::custom();
    object.text = text;
    for member in members
        .iter()
        .flat_map(Node::children)
        .filter(Node::is_element)
    {
        if let Some(name) = member.attribute("N") {
            let value = value_of(member, depth + 1, known)?;
            object.set(name.to_owned(), MemberKind::Note(value));
        }
    }
    if names.first() == Some(&"System.Management.Automation.PSCredential")
        && let (Some(user), Some(password)) = (object.get("UserName"), object.get("Password"))
        && let Some(password) = password.downcast::<SecureStringValue>()
    {
        return Ok(Value::native(CredentialValue {
            user: inspect::text(&user),
            password: password.clone(),
        }));
    }
    if !names.is_empty() {
        object.set_type_names(deserialized(&names));
    }
    Ok(Value::object(object))
}

/// The type names of what was read: those that were written, marked as a copy.
fn deserialized(names: &[&str]) -> TypeNames {
    let own = names
        .iter()
        .map(|name| {
            if name.starts_with("Deserialized.") {
                Rc::from(*name)
            } else {
                Rc::from(format!("Deserialized.{name}"))
            }
        })
        .collect();
    TypeNames::Own(Rc::new(own))
}

/// A secret as PowerShell on Linux writes it: the bytes of its UTF-16, in hexadecimal. It is not encrypted.
fn hidden(secret: &str) -> String {
    secret
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn revealed(text: &str) -> Option<String> {
    let digits = text.trim().as_bytes();
    let units: Option<Vec<u16>> = digits
        .chunks(4)
        .map(|unit| {
            let unit = std::str::from_utf8(unit)
                .ok()
                .filter(|unit| unit.len() == 4)?;
            u16::from_str_radix(unit, 16).ok().map(u16::swap_bytes)
        })
        .collect();
    String::from_utf16(&units?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_and_escapes_come_back() {
        for ticks in [0, 54_000_000_000, -10_000_001, 864_000_000_000] {
            assert_eq!(ticks_of(&duration(ticks)), Some(ticks));
        }
        assert_eq!(unescape("a_x000A_b_x"), "a\nb_x");
        assert_eq!(escape("a\n<"), "a_x000A_&lt;");
        assert_eq!(escape("\u{fffe}"), "_xFFFE_");
    }

    #[test]
    fn objects_are_read() {
        let text = "<Objs><Obj RefId=\"0\"><TN RefId=\"0\"><T>My.Vm</T><T>System.Object</T></TN><MS>\
                    <S N=\"Name\">web1</S><I32 N=\"Weight\">100</I32></MS></Obj><Nil /></Objs>";
        let found = read(text).expect("objects");
        let [Value::Object(object), Value::Null] = found.as_slice() else {
            panic!("an object and nothing")
        };
        assert_eq!(object.type_names().first(), "Deserialized.My.Vm");
        assert!(matches!(object.get("Weight"), Some(Value::Int(100))));
        assert!(read("<x/>").is_err());
    }
}
