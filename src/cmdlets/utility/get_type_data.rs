//! `Get-TypeData`.

use std::rc::Rc;

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::types::extension::{self, TypeExtension};
use iovsh_shell::value::{Hashtable, MemberKind, Name, PsObject, Value};
use iovsh_shell::wildcard::WildcardPattern;

/// Lists what this session added to types with Update-TypeData.
///
/// # Examples
/// ```iovsh
/// PS> Update-TypeData -TypeName Lab.Host -MemberType NoteProperty -MemberName Site -Value 'north'
/// PS> (Get-TypeData Lab.*).Members.Keys
/// Site
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "TypeData",
    module = "Microsoft.PowerShell.Utility",
    output = "System.Management.Automation.Runspaces.TypeData"
)]
pub struct GetTypeData {
    /// The names of types. Wildcards are allowed.
    #[param(position = 0, from_pipeline)]
    type_name: Vec<String>,
}

fn member(name: &Name, kind: &MemberKind) -> Value {
    let (type_name, value): (&'static [&'static str], Value) = match kind {
        MemberKind::Alias(target) => (
            &[
                "System.Management.Automation.Runspaces.AliasPropertyData",
                "System.Object",
            ],
            Value::Str(Rc::clone(target)),
        ),
        MemberKind::Script(getter, _) => (
            &[
                "System.Management.Automation.Runspaces.ScriptPropertyData",
                "System.Object",
            ],
            Value::ScriptBlock(Rc::clone(getter)),
        ),
        MemberKind::Method(block) => (
            &[
                "System.Management.Automation.Runspaces.ScriptMethodData",
                "System.Object",
            ],
            Value::ScriptBlock(Rc::clone(block)),
        ),
        MemberKind::Property(value) | MemberKind::Note(value) => (
            &[
                "System.Management.Automation.Runspaces.NotePropertyData",
                "System.Object",
            ],
            value.clone(),
        ),
        MemberKind::Display(_) => (&["System.Object"], Value::Null),
    };
    let property = match kind {
        MemberKind::Alias(_) => "ReferencedMemberName",
        MemberKind::Script(..) => "GetScriptBlock",
        MemberKind::Method(_) => "Script",
        _ => "Value",
    };
    let made = PsObject::of(type_name);
    made.push("Name", MemberKind::Property(Value::from(name.as_str())));
    made.push(property, MemberKind::Property(value));
    if let MemberKind::Script(_, Some(setter)) = kind {
        made.push(
            "SetScriptBlock",
            MemberKind::Property(Value::ScriptBlock(Rc::clone(setter))),
        );
    }
    Value::object(made)
}

fn shown(ty: &TypeExtension) -> Value {
    let members = Hashtable::new_ordered();
    for known in &ty.members {
        members.set_text(&known.name, member(&known.name, &known.kind));
    }
    let set = |names: &Option<Vec<Name>>| match names {
        Some(names) => {
            let set = PsObject::of(&[
                "System.Management.Automation.Runspaces.PropertySetData",
                "System.Object",
            ]);
            set.push(
                "ReferencedProperties",
                MemberKind::Property(Value::strings(names.iter().map(Name::as_str))),
            );
            Value::object(set)
        }
        None => Value::Null,
    };
    let data = PsObject::of(&[
        "System.Management.Automation.Runspaces.TypeData",
        "System.Object",
    ]);
    for (name, value) in [
        ("TypeName", Value::Str(Rc::clone(&ty.name))),
        ("Members", Value::Hashtable(Rc::new(members))),
        (
            "DefaultDisplayProperty",
            ty.display_property
                .as_ref()
                .map_or(Value::Null, |name| Value::from(name.as_str())),
        ),
        ("DefaultDisplayPropertySet", set(&ty.display)),
        ("DefaultKeyPropertySet", set(&ty.keys)),
    ] {
        data.push(name, MemberKind::Property(value));
    }
    Value::object(data)
}

impl Cmdlet for GetTypeData {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let patterns: Vec<WildcardPattern> = self
            .type_name
            .iter()
            .map(|name| WildcardPattern::new(name))
            .collect();
        for ty in extension::all() {
            if patterns.is_empty() || patterns.iter().any(|pattern| pattern.is_match(&ty.name)) {
                cx.emit(shown(&ty))?;
            }
        }
        Ok(())
    }
}
