//! Which properties a value has: for formatting, `Select-Object *` and `Get-Member`.

use std::rc::Rc;

use crate::types::members::properties_of;
use crate::types::{extension, type_names, type_of};
use crate::value::{Member, MemberKind, Name, PsObject, Value};

/// A property as it is listed.
#[derive(Clone, Debug)]
pub struct PropertyInfo {
    /// The name.
    pub name: Name,
    /// `Property`, `NoteProperty`, `AliasProperty` or `ScriptProperty`.
    pub member_type: &'static str,
    /// As `Get-Member` shows it: `int Length {get;}`, `string Name=web1`.
    pub definition: String,
}

/// The names of the properties of a value, by where they come from.
#[derive(Default)]
struct Names {
    /// Those that this one object was given.
    instance: Vec<Name>,
    /// Those that PowerShell or a script adds to the type.
    of_type: Vec<Name>,
    /// Those that the type itself has.
    own: Vec<Name>,
}

impl Names {
    fn of(value: &Value) -> Self {
        let mut names = Self::default();
        let added: Vec<Member> = if extension::any() {
            let mut members = extension::members(value);
            members.retain(|member| is_property(&member.kind));
            members
        } else {
            Vec::new()
        };
        names.gather(value, !added.is_empty());
        for member in added {
            if !names.instance.iter().any(|name| same(name, &member.name)) {
                names.own.retain(|name| !same(name, &member.name));
                names.of_type.push(member.name);
            }
        }
        names
    }

    /// `apart`: the properties of an object's own type are told from those that it was given.
    fn gather(&mut self, value: &Value, apart: bool) {
        match value {
            Value::Object(object) => {
                let apart = apart
                    && object.base.is_none()
                    && (object.is_emitted() || object.class.is_some());
                object.for_each_member(|name, kind| {
                    if !is_property(kind) || is_hidden(object, name) {
                        return;
                    }
                    if apart && !matches!(kind, MemberKind::Note(_)) {
                        self.own.push(name.clone());
                    } else {
                        self.instance.push(name.clone());
                    }
                });
                if let Some(base) = &object.base {
                    self.gather(base, false);
                    // A member of the object may stand in the place of one of what is inside.
                    let instance = &self.instance;
                    let free = |name: &Name| !instance.iter().any(|own| same(own, name));
                    self.own.retain(free);
                    self.of_type.retain(free);
                }
            }
            Value::Native(native) => self.own.extend(native.property_names()),
            other => {
                for property in properties_of(other) {
                    let name = Name::Static(property.name);
                    if is_of_type(other, property.name) {
                        self.of_type.push(name);
                    } else {
                        self.own.push(name);
                    }
                }
            }
        }
    }
}

fn same(left: &str, right: &str) -> bool {
    left.eq_ignore_ascii_case(right)
}

fn is_property(kind: &MemberKind) -> bool {
    !matches!(kind, MemberKind::Method(_) | MemberKind::Display(_))
}

/// Whether PowerShell adds the property to a type of .NET.
fn is_of_type(value: &Value, name: &str) -> bool {
    match value {
        Value::Array(_) => name == "Count",
        Value::DateTime(_) => name == "DateTime",
        _ => false,
    }
}

/// The names of the properties of a value, as `Select-Object *` takes them: those of the object, those that were added to
/// its type, and those of the type itself.
pub fn property_names(value: &Value) -> Vec<Name> {
    let mut names = Names::of(value);
    names.instance.append(&mut names.of_type);
    names.instance.append(&mut names.own);
    names.instance
}

/// The same in the order in which a list shows them that was asked for none: those of the type itself go before those that
/// were added to it.
pub fn shown_names(value: &Value) -> Vec<Name> {
    let mut names = Names::of(value);
    names.instance.append(&mut names.own);
    names.instance.append(&mut names.of_type);
    names.instance
}

/// Whether the value has a property of this name, without reading it.
pub fn has_property(value: &Value, name: &str) -> bool {
    has_own_property(value, name)
        || extension::any()
            && extension::member(value, name)
                .is_some_and(|kind| !matches!(kind, MemberKind::Method(_)))
}

/// Whether the value itself has a property of this name.
pub(super) fn has_own_property(value: &Value, name: &str) -> bool {
    match value {
        Value::Object(object) => {
            object
                .member(name)
                .is_some_and(|kind| !matches!(kind, MemberKind::Method(_)))
                || object
                    .base
                    .as_ref()
                    .is_some_and(|base| has_own_property(base, name))
        }
        Value::Native(native) => native.property(name).is_some(),
        Value::Hashtable(table) if table.get_text(name).is_some() => true,
        other => properties_of(other)
            .iter()
            .any(|property| property.name.eq_ignore_ascii_case(name)),
    }
}

/// Whether the class of an object hides a property.
fn is_hidden(object: &PsObject, name: &str) -> bool {
    object
        .class
        .as_ref()
        .is_some_and(|class| class.is_hidden(name))
}

/// The type that the class of an object declares for a property.
fn declared_word(object: &PsObject, name: &str) -> Option<String> {
    let (class, at) = object.class.as_ref()?.property(name, false)?;
    let member = class.members().get(at)?;
    Some(member.declared_type().map_or_else(
        || "Object".to_owned(),
        |ty| ty.type_name.full_name.to_string(),
    ))
}

/// The short type name that definitions show.
fn type_word(value: &Value) -> String {
    match value {
        Value::Null => "object".to_owned(),
        other => type_of(other).display_name().to_string(),
    }
}

/// The type of a note's value, as its definition says it: the short name of a plain value, the type name of an object.
fn note_word(value: &Value) -> Rc<str> {
    match value {
        Value::Null => "object".into(),
        Value::Object(object) if object.class.is_none() => {
            let names = type_names(value);
            names.first().cloned().unwrap_or_else(|| "object".into())
        }
        other => type_of(other).short_name(),
    }
}

/// A property as it is listed; `None` for a method.
pub(super) fn info_of(member: &Member, object: Option<&PsObject>) -> Option<PropertyInfo> {
    let (member_type, definition) = match &member.kind {
        MemberKind::Property(value) => (
            "Property",
            format!(
                "{} {} {}",
                object
                    .and_then(|object| declared_word(object, &member.name))
                    .unwrap_or_else(|| type_word(value)),
                member.name,
                if object.is_some_and(PsObject::is_emitted) {
                    "{get;}"
                } else {
                    "{get;set;}"
                }
            ),
        ),
        MemberKind::Note(value) => (
            "NoteProperty",
            format!(
                "{} {}={}",
                note_word(value),
                member.name,
                match value {
                    Value::Null => "null".to_owned(),
                    other => note_text(other),
                }
            ),
        ),
        MemberKind::Alias(target) => ("AliasProperty", format!("{} = {target}", member.name)),
        MemberKind::Script(getter, setter) => {
            let body = |block: &crate::value::ScriptBlock| {
                let text = block.ast.text();
                text.strip_prefix('{')
                    .and_then(|text| text.strip_suffix('}'))
                    .unwrap_or(text)
                    .to_owned()
            };
            let set = setter
                .as_ref()
                .map_or(String::new(), |setter| format!("set={};", body(setter)));
            (
                "ScriptProperty",
                format!(
                    "System.Object {} {{get={};{set}}}",
                    member.name,
                    body(getter)
                ),
            )
        }
        MemberKind::Method(_) | MemberKind::Display(_) => return None,
    };
    Some(PropertyInfo {
        name: member.name.clone(),
        member_type,
        definition,
    })
}

/// The properties of a value with their definitions, in the order of [`property_names`].
pub fn properties(value: &Value) -> Vec<PropertyInfo> {
    let mut listed = own_properties(value);
    if extension::any() {
        let mut at = listed
            .iter()
            .take_while(|known| known.member_type != "Property")
            .count();
        for member in extension::members(value) {
            let Some(info) = info_of(&member, None) else {
                continue;
            };
            let mut known = listed.iter_mut();
            match known.find(|known| same(&known.name, &member.name)) {
                Some(known) => {
                    // What was added to the object alone stays.
                    if known.member_type == "Property" {
                        *known = info;
                    }
                }
                None => {
                    listed.insert(at, info);
                    at += 1;
                }
            }
        }
    }
    listed
}

fn own_properties(value: &Value) -> Vec<PropertyInfo> {
    match value {
        Value::Object(object) => {
            let mut listed = Vec::new();
            for member in object.members() {
                if !is_hidden(object, &member.name)
                    && let Some(info) = info_of(&member, Some(object))
                {
                    listed.push(info);
                }
            }
            if let Some(base) = &object.base {
                let inside = own_properties(base)
                    .into_iter()
                    .filter(|inside| !object.has(&inside.name));
                listed.extend(inside);
            }
            listed
        }
        Value::Native(native) => native
            .property_names()
            .into_iter()
            .map(|name| {
                let word = native
                    .property(&name)
                    .map_or_else(|| "object".to_owned(), |value| type_word(&value));
                PropertyInfo {
                    definition: format!("{word} {name} {{get;}}"),
                    name,
                    member_type: "Property",
                }
            })
            .collect(),
        other => properties_of(other)
            .iter()
            .map(|property| {
                // What an array has under this name is another name for its length.
                let is_alias = matches!(other, Value::Array(_)) && property.name == "Count";
                PropertyInfo {
                    name: Name::Static(property.name),
                    member_type: if is_alias {
                        "AliasProperty"
                    } else {
                        "Property"
                    },
                    definition: if is_alias {
                        "Count = Length".to_owned()
                    } else {
                        property.definition.to_owned()
                    },
                }
            })
            .collect(),
    }
}

fn note_text(value: &Value) -> String {
    match value {
        Value::Array(_) | Value::List(_) => type_of(value).dotnet_name().to_string(),
        other => crate::value::convert::to_text(other).to_string(),
    }
}
