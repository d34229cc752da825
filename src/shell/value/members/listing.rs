//! Which properties a value has: for formatting, `Select-Object *` and `Get-Member`.

use crate::types::members::properties_of;
use crate::types::{extension, type_of};
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

/// The names of the properties of a value, in the order in which a list view shows them.
pub fn property_names(value: &Value) -> Vec<Name> {
    let mut names = own_property_names(value);
    if extension::any() {
        for member in extension::members(value) {
            if !matches!(member.kind, MemberKind::Method(_) | MemberKind::Display(_))
                && !names
                    .iter()
                    .any(|name| name.eq_ignore_ascii_case(&member.name))
            {
                names.push(member.name);
            }
        }
    }
    names
}

fn own_property_names(value: &Value) -> Vec<Name> {
    match value {
        Value::Object(object) => {
            let mut names = match &object.base {
                Some(base) => own_property_names(base),
                None => Vec::new(),
            };
            // The members of an object differ from each other; one may stand in the place of one of what is inside.
            let inside = names.len();
            object.for_each_member(|member| {
                if !matches!(member.kind, MemberKind::Method(_) | MemberKind::Display(_))
                    && !is_hidden(object, &member.name)
                    && !names
                        .iter()
                        .take(inside)
                        .any(|name| name.eq_ignore_ascii_case(&member.name))
                {
                    names.push(member.name.clone());
                }
            });
            names
        }
        Value::Native(native) => native.property_names(),
        other => properties_of(other)
            .iter()
            .map(|property| Name::Static(property.name))
            .collect(),
    }
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

/// A property as it is listed; `None` for a method.
fn info_of(member: &Member, object: Option<&PsObject>) -> Option<PropertyInfo> {
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
                type_word(value),
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

/// The properties of a value with their definitions.
pub fn properties(value: &Value) -> Vec<PropertyInfo> {
    let mut listed = own_properties(value);
    if extension::any() {
        for member in extension::members(value) {
            let Some(info) = info_of(&member, None) else {
                continue;
            };
            let mut known = listed.iter_mut();
            match known.find(|known| known.name.eq_ignore_ascii_case(&member.name)) {
                Some(known) => {
                    // What was added to the object alone stays.
                    if known.member_type == "Property" {
                        *known = info;
                    }
                }
                None => listed.push(info),
            }
        }
    }
    listed
}

fn own_properties(value: &Value) -> Vec<PropertyInfo> {
    match value {
        Value::Object(object) => {
            let mut listed = match &object.base {
                Some(base) => own_properties(base),
                None => Vec::new(),
            };
            object.for_each_member(|member| {
                if !is_hidden(object, &member.name)
                    && let Some(info) = info_of(member, Some(object))
                {
                    listed.push(info);
                }
            });
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
        Value::Array(_) | Value::List(_) => type_of(value).full_name().to_string(),
        other => crate::value::convert::to_text(other).to_string(),
    }
}
