//! `$x.PSObject` and `$x.PSTypeNames`.

use std::any::Any;
use std::rc::Rc;

use super::properties;
use crate::error::ShellError;
use crate::types::members::methods_of;
use crate::types::{enums, type_names};
use crate::value::convert::to_text;
use crate::value::{Member, MemberKind, Name, Native, TypeNames, Value};

/// `PSObject`: what `$x.PSObject` gives.
#[derive(Debug)]
pub struct PsObjectView {
    value: Value,
}

impl PsObjectView {
    /// The view of a value.
    pub fn new(value: Value) -> Self {
        Self { value }
    }

    /// The value that is looked at.
    pub fn value(&self) -> &Value {
        &self.value
    }
}

impl Native for PsObjectView {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Management.Automation.PSMemberSet",
            "System.Management.Automation.PSMemberInfo",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        to_text(&self.value).to_string()
    }
    fn property(&self, name: &str) -> Option<Value> {
        let set = |which| {
            Value::native(MemberSetValue {
                value: self.value.clone(),
                which,
            })
        };
        Some(match name.to_ascii_lowercase().as_str() {
            "properties" => set(Which::Properties),
            "methods" => set(Which::Methods),
            "members" => set(Which::Members),
            "typenames" => Value::native(TypeNamesValue::new(self.value.clone())),
            "baseobject" | "immediatebaseobject" => self.value.base().clone(),
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        [
            "Members",
            "Properties",
            "Methods",
            "ImmediateBaseObject",
            "BaseObject",
            "TypeNames",
        ]
        .map(Name::Static)
        .to_vec()
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Properties,
    Methods,
    Members,
}

/// `$x.PSObject.Properties`, `.Methods`, `.Members`: a collection that is indexed by name.
#[derive(Debug)]
pub struct MemberSetValue {
    value: Value,
    which: Which,
}

impl MemberSetValue {
    /// The value whose members these are.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// Whether a member is of the kind that is listed here.
    pub fn takes(&self, member: &MemberInfoValue) -> bool {
        match self.which {
            Which::Members => true,
            Which::Properties => !member.is_method(),
            Which::Methods => member.is_method(),
        }
    }

    fn list(&self) -> Vec<Value> {
        let mut found = Vec::new();
        if self.which != Which::Methods {
            for info in properties(&self.value) {
                found.push(Value::native(MemberInfoValue {
                    owner: self.value.clone(),
                    name: info.name,
                    member_type: info.member_type,
                    definition: info.definition.into(),
                }));
            }
        }
        if self.which != Which::Properties {
            if let Value::Object(object) = &self.value {
                object.for_each_member(|name, kind| {
                    if let MemberKind::Method(_) = kind {
                        found.push(Value::native(MemberInfoValue {
                            owner: self.value.clone(),
                            name: name.clone(),
                            member_type: "ScriptMethod",
                            definition: format!("System.Object {name}();").into(),
                        }));
                    }
                });
            }
            for method in methods_of(self.value.base()).into_iter().flatten() {
                found.push(Value::native(MemberInfoValue {
                    owner: self.value.clone(),
                    name: Name::Static(method.name),
                    member_type: "Method",
                    definition: method.definition.into(),
                }));
            }
        }
        found
    }
}

impl Native for MemberSetValue {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Management.Automation.PSMemberInfoIntegratingCollection`1",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        let names: Vec<String> = self
            .list()
            .iter()
            .filter_map(|item| {
                item.downcast::<MemberInfoValue>()
                    .map(|info| info.definition.to_string())
            })
            .collect();
        names.join(" ")
    }
    fn property(&self, name: &str) -> Option<Value> {
        // `Name` and `Value` are read from each element; the collection itself has nothing else.
        name.eq_ignore_ascii_case("Count")
            .then(|| Value::Int(i32::try_from(self.list().len()).unwrap_or(i32::MAX)))
    }
    fn property_names(&self) -> Vec<Name> {
        Vec::new()
    }
    fn items(&self) -> Option<Vec<Value>> {
        Some(self.list())
    }
    fn index(&self, key: &Value) -> Option<Value> {
        let name = to_text(key);
        Some(
            self.list()
                .into_iter()
                .find(|item| {
                    item.downcast::<MemberInfoValue>()
                        .is_some_and(|info| info.name.eq_ignore_ascii_case(&name))
                })
                .unwrap_or_default(),
        )
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// One member of an object: `PSNoteProperty`, `PSProperty` and the like.
#[derive(Debug)]
pub struct MemberInfoValue {
    owner: Value,
    /// The name.
    pub name: Name,
    /// `NoteProperty`, `Property`, `ScriptMethod` ...
    pub member_type: &'static str,
    definition: Rc<str>,
}

impl MemberInfoValue {
    /// A member that stands alone, to be added to an object: `[psnoteproperty]::new('a', 1)`.
    pub fn alone(name: &str, kind: MemberKind) -> Self {
        let member = Member {
            name: Name::from(name.to_owned()),
            kind,
        };
        let owner = crate::value::PsObject::custom();
        owner.push(member.name.clone(), member.kind.clone());
        let (member_type, definition) = match super::listing::info_of(&member, None) {
            Some(info) => (info.member_type, info.definition),
            None => ("ScriptMethod", format!("System.Object {name}();")),
        };
        Self {
            owner: Value::object(owner),
            name: member.name,
            member_type,
            definition: definition.into(),
        }
    }

    /// What the object has under this name, as it is given to another one: what is computed stays so, all else is a note.
    pub fn kind(&self) -> MemberKind {
        let own = match &self.owner {
            Value::Object(object) => object.member(&self.name),
            _ => None,
        };
        match own {
            Some(MemberKind::Property(value)) => MemberKind::Note(value),
            Some(kind) => kind,
            None => MemberKind::Note(self.read().unwrap_or_default()),
        }
    }

    /// What only one kind of member has.
    fn of_its_kind(&self, name: &str) -> Option<Value> {
        let Value::Object(object) = &self.owner else {
            return None;
        };
        Some(
            match (
                object.member(&self.name)?,
                name.to_ascii_lowercase().as_str(),
            ) {
                (MemberKind::Alias(target), "referencedmembername") => Value::Str(target),
                (MemberKind::Script(getter, _), "getterscript") => Value::ScriptBlock(getter),
                (MemberKind::Script(_, setter), "setterscript") => {
                    setter.map_or(Value::Null, Value::ScriptBlock)
                }
                (MemberKind::Method(block), "script") => Value::ScriptBlock(block),
                _ => return None,
            },
        )
    }

    fn is_method(&self) -> bool {
        matches!(self.member_type, "Method" | "ScriptMethod")
    }

    fn read(&self) -> Option<Value> {
        match &self.owner {
            Value::Object(object) => match object.get(&self.name) {
                Some(value) => Some(value),
                None => match object.member(&self.name)? {
                    // A script property needs the interpreter: `$o.Name` runs it.
                    MemberKind::Script(getter, _) => Some(Value::ScriptBlock(getter)),
                    MemberKind::Method(block) => Some(Value::ScriptBlock(block)),
                    _ => None,
                },
            }
            .or_else(|| plain(self.owner.base(), &self.name)),
            other => plain(other, &self.name),
        }
    }
}

fn plain(value: &Value, name: &str) -> Option<Value> {
    match value {
        Value::Native(native) => native.property(name),
        Value::Object(_) => None,
        other => crate::types::members::properties_of(other)
            .iter()
            .find(|property| property.name.eq_ignore_ascii_case(name))
            .map(|property| (property.get)(other)),
    }
}

impl Native for MemberInfoValue {
    fn type_names(&self) -> &'static [&'static str] {
        match self.member_type {
            "NoteProperty" => &[
                "System.Management.Automation.PSNoteProperty",
                "System.Management.Automation.PSPropertyInfo",
                "System.Management.Automation.PSMemberInfo",
                "System.Object",
            ],
            "AliasProperty" => &[
                "System.Management.Automation.PSAliasProperty",
                "System.Management.Automation.PSPropertyInfo",
                "System.Management.Automation.PSMemberInfo",
                "System.Object",
            ],
            "ScriptProperty" => &[
                "System.Management.Automation.PSScriptProperty",
                "System.Management.Automation.PSPropertyInfo",
                "System.Management.Automation.PSMemberInfo",
                "System.Object",
            ],
            "ScriptMethod" => &[
                "System.Management.Automation.PSScriptMethod",
                "System.Management.Automation.PSMethodInfo",
                "System.Management.Automation.PSMemberInfo",
                "System.Object",
            ],
            "Method" => &[
                "System.Management.Automation.PSMethod",
                "System.Management.Automation.PSMethodInfo",
                "System.Management.Automation.PSMemberInfo",
                "System.Object",
            ],
            _ => &[
                "System.Management.Automation.PSProperty",
                "System.Management.Automation.PSPropertyInfo",
                "System.Management.Automation.PSMemberInfo",
                "System.Object",
            ],
        }
    }
    fn to_text(&self) -> String {
        self.definition.to_string()
    }
    fn property(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "name" => Value::from(self.name.as_str()),
            "value" => self.read().unwrap_or_default(),
            "membertype" => enums::PS_MEMBER_TYPES
                .number(self.member_type)
                .map_or(Value::Null, |number| {
                    enums::value(&enums::PS_MEMBER_TYPES, number)
                }),
            "typenameofvalue" => {
                let value = self.read().unwrap_or_default();
                Value::Str(if value.is_null() {
                    "System.Object".into()
                } else {
                    crate::types::type_of(&value).full_name()
                })
            }
            "isinstance" => Value::Bool(self.member_type != "Property"),
            "issettable" | "isgettable" => Value::Bool(true),
            "definition" => Value::Str(self.definition.clone()),
            "overloaddefinitions" => Value::strings([self.definition.clone()]),
            "referencedmembername" | "getterscript" | "setterscript" | "script" => {
                return self.of_its_kind(name);
            }
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        [
            "Value",
            "MemberType",
            "IsSettable",
            "IsGettable",
            "TypeNameOfValue",
            "Name",
            "IsInstance",
        ]
        .map(Name::Static)
        .to_vec()
    }
    fn set_property(&self, name: &str, value: &Value) -> Result<bool, ShellError> {
        if !name.eq_ignore_ascii_case("Value") {
            return Ok(false);
        }
        match &self.owner {
            Value::Object(object) => {
                let kind = match object.member(&self.name) {
                    Some(MemberKind::Property(_)) if object.is_emitted() => {
                        return Err(super::access::read_only(&self.name));
                    }
                    Some(MemberKind::Property(_)) => MemberKind::Property(value.clone()),
                    _ => MemberKind::Note(value.clone()),
                };
                object.set(self.name.clone(), kind);
                Ok(true)
            }
            Value::Native(native) => native.set_property(&self.name, value),
            _ => Ok(false),
        }
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `$x.PSTypeNames` and `$x.PSObject.TypeNames`: the list changes the object.
#[derive(Debug)]
pub struct TypeNamesValue {
    value: Value,
}

impl TypeNamesValue {
    pub(super) fn new(value: Value) -> Self {
        Self { value }
    }

    /// The names.
    pub fn names(&self) -> Vec<Rc<str>> {
        type_names(&self.value)
    }

    /// Puts other names in their place. Only objects with members of their own keep them.
    pub fn set(&self, names: Vec<Rc<str>>) {
        if let Value::Object(object) = &self.value {
            object.set_type_names(TypeNames::Own(Rc::new(names)));
        }
    }
}

impl Native for TypeNamesValue {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Collections.ObjectModel.Collection`1",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        self.names().join(" ")
    }
    fn property(&self, name: &str) -> Option<Value> {
        name.eq_ignore_ascii_case("Count")
            .then(|| Value::Int(i32::try_from(self.names().len()).unwrap_or(i32::MAX)))
    }
    fn property_names(&self) -> Vec<Name> {
        vec![Name::Static("Count")]
    }
    fn items(&self) -> Option<Vec<Value>> {
        Some(self.names().into_iter().map(Value::Str).collect())
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}
