//! `Get-Member`.

use std::collections::HashSet;

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::format::Access;
use iovsh_shell::types::{self, StaticMember, TypeRef, TypeValue};
use iovsh_shell::value::members;
use iovsh_shell::value::{MemberKind, PsObject, Value};
use iovsh_shell::wildcard::WildcardPattern;

/// Lists the properties and methods of objects, once for each type.
///
/// # Examples
/// ```iovsh
/// PS> [pscustomobject]@{ Name = 'web1'; IovWeight = 100 } | Get-Member -MemberType NoteProperty
///
///    TypeName: System.Management.Automation.PSCustomObject
///
/// Name      MemberType   Definition
/// ----      ----------   ----------
/// IovWeight NoteProperty int IovWeight=100
/// Name      NoteProperty string Name=web1
///
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Member",
    module = "Microsoft.PowerShell.Utility",
    alias("gm"),
    output = "Microsoft.PowerShell.Commands.MemberDefinition"
)]
pub struct GetMember {
    /// The objects.
    #[param(from_pipeline)]
    input_object: Value,
    /// The names of the members. Wildcards are allowed.
    #[param(position = 0, not_null_or_empty)]
    name: Vec<String>,
    /// The kinds of members.
    #[param(alias("Type"))]
    member_type: Option<MemberTypes>,
    /// Which members: the type's own, those that were added, or both.
    #[param(validate_set("Extended", "Adapted", "Base", "All"))]
    view: String,
    /// Members of the type, not of the object.
    r#static: bool,
    /// Shows what is hidden otherwise.
    force: bool,
    #[state]
    seen: HashSet<String>,
    #[state]
    any: bool,
}

/// `PSMemberTypes`: the kinds of members, which can be joined.
#[derive(Clone, Copy, Debug)]
pub struct MemberTypes(i64);

/// `System.Management.Automation.PSMemberTypes`.
pub static MEMBER_TYPES: iovsh_shell::value::EnumType = iovsh_shell::value::EnumType {
    name: "System.Management.Automation.PSMemberTypes",
    members: &[
        ("AliasProperty", 1),
        ("CodeProperty", 2),
        ("Property", 4),
        ("NoteProperty", 8),
        ("ScriptProperty", 16),
        ("Properties", 31),
        ("PropertySet", 32),
        ("Method", 64),
        ("CodeMethod", 128),
        ("ScriptMethod", 256),
        ("Methods", 448),
        ("ParameterizedProperty", 512),
        ("MemberSet", 1024),
        ("Event", 2048),
        ("Dynamic", 4096),
        ("InferredProperty", 8192),
        ("All", 16383),
    ],
    flags: true,
};

impl iovsh_shell::cmdlet::Argument for MemberTypes {
    const TYPE: iovsh_shell::cmdlet::ParameterType =
        iovsh_shell::cmdlet::ParameterType::Enum(&MEMBER_TYPES);
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        match value.base() {
            Value::Enum(member) => Ok(Self(member.number)),
            other => Err(iovsh_shell::argument::mismatch(other, MEMBER_TYPES.name)),
        }
    }
}

/// A line of the list.
struct Definition {
    name: String,
    kind: &'static str,
    definition: String,
}

impl GetMember {
    fn definitions(&self, value: &Value) -> Vec<Definition> {
        let mut out: Vec<Definition> = members::properties(value)
            .into_iter()
            .map(|property| Definition {
                name: property.name.as_str().to_owned(),
                kind: property.member_type,
                definition: property.definition,
            })
            .collect();
        for name in types::method_names(value) {
            // What the language adds to every value is no member.
            if matches!(name, "ForEach" | "Where") {
                continue;
            }
            // What the table of the type itself says, where it is more than the name.
            let known = types::methods_of(value)
                .into_iter()
                .flatten()
                .find(|method| method.name == name)
                .map(|method| method.definition)
                .filter(|_| !matches!(name, "Equals" | "GetHashCode" | "GetType" | "ToString"));
            out.push(Definition {
                name: name.to_owned(),
                kind: "Method",
                definition: known.map_or_else(|| method_definition(name), str::to_owned),
            });
        }
        if let Value::Object(object) = value
            && let Some(class) = &object.class
        {
            for name in class.method_names(false) {
                out.retain(|known| !known.name.eq_ignore_ascii_case(&name));
                if !class.is_hidden(&name) || self.force {
                    out.push(Definition {
                        definition: class.method_definition(&name, false),
                        name: name.to_string(),
                        kind: "Method",
                    });
                }
            }
        }
        for member in types::extension::members(value) {
            if matches!(member.kind, MemberKind::Method(_)) {
                out.push(Definition {
                    name: member.name.as_str().to_owned(),
                    kind: "ScriptMethod",
                    definition: format!("System.Object {}();", member.name),
                });
            }
        }
        if let Value::Object(object) = value {
            object.for_each_member(|name, kind| {
                if matches!(kind, MemberKind::Method(_)) {
                    out.push(Definition {
                        name: name.as_str().to_owned(),
                        kind: "ScriptMethod",
                        definition: format!("System.Object {name}();"),
                    });
                }
            });
        }
        out
    }

    /// The static members of a type: of the one that the value is, or of the value's own.
    fn static_definitions(ty: &TypeRef, cx: &mut Context) -> Vec<Definition> {
        let property = |name: &str, ty: &TypeRef| Definition {
            name: name.to_owned(),
            kind: "Property",
            definition: format!("static {} {name} {{get;}}", ty.display_name()),
        };
        if let TypeRef::Enum(members) = ty {
            let names = members.members.iter();
            return names.map(|(name, _)| property(name, ty)).collect();
        }
        let mut out: Vec<Definition> = Vec::new();
        let engine = cx.interpreter();
        for member in types::static_members(ty).into_iter().flatten() {
            if out.iter().any(|known| known.name == member.name()) {
                continue;
            }
            out.push(match member {
                StaticMember::Property { name, get } => {
                    property(name, &types::type_of(&get(ty, &engine)))
                }
                StaticMember::Method(method) => {
                    let overloads = method.definition.split("), ");
                    let each: Vec<&str> = overloads.map(|one| one.trim_end_matches(')')).collect();
                    Definition {
                        name: method.name.to_owned(),
                        kind: "Method",
                        definition: format!("static {})", each.join("), static ")),
                    }
                }
            });
        }
        out
    }

    fn wanted(&self, kind: &str) -> bool {
        let Some(MemberTypes(wanted)) = self.member_type else {
            return true;
        };
        MEMBER_TYPES
            .number(kind)
            .is_none_or(|number| number & wanted != 0)
    }
}

/// The signatures that every object has are known; of others only the name is.
fn method_definition(name: &str) -> String {
    match name {
        "Equals" => "bool Equals(System.Object obj)".to_owned(),
        "GetHashCode" => "int GetHashCode()".to_owned(),
        "GetType" => "type GetType()".to_owned(),
        "ToString" => "string ToString()".to_owned(),
        other => format!("{other}()"),
    }
}

impl Cmdlet for GetMember {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let value = self.input_object.clone();
        if value.is_null() {
            return Ok(());
        }
        self.any = true;
        // With -Static it is the type that is meant where a type was given.
        let of_type = self.r#static.then(|| match value.downcast::<TypeValue>() {
            Some(TypeValue(ty)) => ty.clone(),
            None => types::type_of(&value),
        });
        let type_name = match &of_type {
            Some(ty) => ty.full_name().to_string(),
            None => cx
                .type_names(&value)
                .first()
                .map_or_else(String::new, |name| name.as_str().to_owned()),
        };
        if !self.seen.insert(type_name.clone()) {
            return Ok(());
        }
        let mut found = match &of_type {
            Some(ty) => Self::static_definitions(ty, cx),
            None => self.definitions(&value),
        };
        found.retain(|definition| self.wanted(definition.kind));
        // Methods come before properties, each kind sorted by name; names that were asked for come as they were asked.
        found.sort_by_cached_key(|definition| {
            (
                !definition.kind.ends_with("Method"),
                definition.name.to_lowercase(),
            )
        });
        let patterns: Vec<WildcardPattern> = self
            .name
            .iter()
            .map(|name| WildcardPattern::new(name))
            .collect();
        let chosen: Vec<&Definition> = if patterns.is_empty() {
            found.iter().collect()
        } else {
            patterns
                .iter()
                .flat_map(|pattern| {
                    found
                        .iter()
                        .filter(|definition| pattern.is_match(&definition.name))
                })
                .collect()
        };
        for definition in chosen {
            let number = MEMBER_TYPES.number(definition.kind).unwrap_or(0);
            let out = PsObject::of(&[
                "Microsoft.PowerShell.Commands.MemberDefinition",
                "System.Object",
            ]);
            out.push(
                "TypeName",
                MemberKind::Property(Value::from(type_name.as_str())),
            );
            out.push(
                "Name",
                MemberKind::Property(Value::from(definition.name.as_str())),
            );
            out.push(
                "MemberType",
                MemberKind::Property(Value::Enum(std::rc::Rc::new(
                    iovsh_shell::value::EnumValue {
                        ty: &MEMBER_TYPES,
                        number,
                    },
                ))),
            );
            out.push(
                "Definition",
                MemberKind::Property(Value::from(definition.definition.as_str())),
            );
            cx.emit(Value::object(out))?;
        }
        Ok(())
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        if self.any {
            return Ok(());
        }
        cx.error(
            ShellError::new(
                "NoObjectInGetMember",
                ErrorCategory::CloseError,
                "You must specify an object for the Get-Member cmdlet.",
            )
            .exception("System.InvalidOperationException"),
        )
    }
}

impl MemberTypes {
    /// The number of the member type.
    pub fn number(self) -> i64 {
        self.0
    }
}
