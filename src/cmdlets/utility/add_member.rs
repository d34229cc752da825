//! `Add-Member`.

use std::rc::Rc;

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::format::Access;
use iovsh_shell::value::convert::to_text;
use iovsh_shell::value::{Hashtable, MemberKind, Name, TypeNames, Value, members};

use super::get_member::MemberTypes;

/// Adds properties and methods to an object.
///
/// # Examples
/// ```iovsh
/// PS> $nic = [pscustomobject]@{ Vfs = 4 }
/// PS> $nic | Add-Member ScriptProperty Half { $this.Vfs / 2 }
/// PS> $nic.Half
/// 2
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Add",
    noun = "Member",
    module = "Microsoft.PowerShell.Utility",
    default_set = "TypeNameSet"
)]
pub struct AddMember {
    /// The object.
    #[param(mandatory, from_pipeline)]
    input_object: Value,
    /// The kind of member.
    #[param(set = "MemberSet", mandatory, position = 0, alias("Type"))]
    member_type: Option<MemberTypes>,
    /// The name of the member.
    #[param(set = "MemberSet", mandatory, position = 1)]
    name: String,
    /// The value; the getter of a script property; the name behind an alias.
    #[param(set = "MemberSet", position = 2)]
    value: Value,
    /// The setter of a script property; the type of an alias.
    #[param(set = "MemberSet", position = 3)]
    second_value: Value,
    /// A type name that is put before the others.
    #[param(set = "TypeNameSet", mandatory)]
    #[param(set(
        "NotePropertySingleMemberSet",
        "NotePropertyMultiMemberSet",
        "MemberSet"
    ))]
    type_name: String,
    /// Replaces a member of the same name.
    #[param(set(
        "MemberSet",
        "NotePropertySingleMemberSet",
        "NotePropertyMultiMemberSet"
    ))]
    force: bool,
    /// Hands the object on.
    #[param(name = "PassThru")]
    pass_thru: bool,
    /// The name of a note property. A word that names a kind of member is none.
    #[param(
        set = "NotePropertySingleMemberSet",
        mandatory,
        position = 0,
        pattern = "^(?!(AliasProperty|CodeProperty|Property|NoteProperty|ScriptProperty|PropertySet|Method|CodeMethod|ScriptMethod|MemberSet|Event)$)"
    )]
    note_property_name: String,
    /// The value of the note property.
    #[param(
        set = "NotePropertySingleMemberSet",
        mandatory,
        position = 1,
        allow_null
    )]
    note_property_value: Value,
    /// Names and values of note properties.
    #[param(set = "NotePropertyMultiMemberSet", mandatory, position = 0)]
    note_property_members: Option<Rc<Hashtable>>,
}

/// The names of the `DefaultDisplayPropertySet` among the sets that a script puts together.
fn display_set(value: &Value) -> Option<Rc<[Name]>> {
    let sets = members::enumerate(value).unwrap_or_else(|| vec![value.clone()]);
    let property = |set: &Value, name: &str| match set.base() {
        Value::Object(object) => object.get(name),
        _ => None,
    };
    let set = sets.iter().find(|set| {
        property(set, "Name")
            .is_some_and(|name| to_text(&name).eq_ignore_ascii_case("DefaultDisplayPropertySet"))
    })?;
    let names = property(set, "ReferencedPropertyNames")?;
    let names = members::enumerate(&names)?;
    Some(
        names
            .iter()
            .map(|name| Name::from(to_text(name).to_string()))
            .collect(),
    )
}

impl AddMember {
    fn kind(&self, cx: &mut Context) -> Flow<MemberKind> {
        let number = self.member_type.map_or(8, MemberTypes::number);
        let script = |value: &Value| match value.base() {
            Value::ScriptBlock(block) => Some(block.clone()),
            _ => None,
        };
        let kind = match number {
            8 => Some(MemberKind::Note(self.value.clone())),
            1 => {
                let target = cx.text(&self.value);
                (!target.is_empty()).then(|| MemberKind::Alias(target.into()))
            }
            16 => script(&self.value)
                .map(|getter| MemberKind::Script(getter, script(&self.second_value))),
            256 => script(&self.value).map(MemberKind::Method),
            1024 if self.name.eq_ignore_ascii_case("PSStandardMembers") => {
                display_set(&self.value).map(MemberKind::Display)
            }
            _ => None,
        };
        kind.ok_or_else(|| {
            ShellError::new(
                "InvalidValueForMember",
                ErrorCategory::InvalidArgument,
                "The value does not fit this kind of member. Note, alias and script properties and script methods can be added.",
            )
            .exception("System.InvalidOperationException")
            .into()
        })
    }

    fn add(&self, cx: &mut Context, object: &Value, name: &str, kind: MemberKind) -> Flow {
        let Value::Object(made) = object else {
            return Ok(());
        };
        if made.member(name).is_some() && !self.force {
            return cx.error(
                ShellError::new(
                    "MemberAlreadyExists",
                    ErrorCategory::InvalidOperation,
                    format!("Cannot add a member with the name \"{name}\" because a member with that name already exists. To overwrite the member anyway, add the Force parameter to your command."),
                )
                .exception("System.InvalidOperationException")
                .target(object.clone()),
            );
        }
        made.set(name.to_owned(), kind);
        Ok(())
    }
}

impl Cmdlet for AddMember {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let object = super::extended(self.input_object.clone());
        if !self.type_name.is_empty()
            && let Value::Object(made) = &object
        {
            let names = std::iter::once(self.type_name.as_str().into())
                .chain(
                    cx.type_names(&object)
                        .iter()
                        .map(|name| Rc::from(name.as_str())),
                )
                .collect();
            made.set_type_names(TypeNames::Own(Rc::new(names)));
        }
        if let Some(table) = self.note_property_members.clone() {
            let entries: Vec<(Value, Value)> = table
                .entries()
                .iter()
                .map(|(key, value)| (key.value().clone(), value.clone()))
                .collect();
            for (key, value) in entries {
                let name = cx.text(&key);
                self.add(cx, &object, &name, MemberKind::Note(value))?;
            }
        } else if !self.note_property_name.is_empty() {
            let kind = MemberKind::Note(self.note_property_value.clone());
            self.add(cx, &object, &self.note_property_name, kind)?;
        } else if !self.name.is_empty() {
            let kind = self.kind(cx)?;
            self.add(cx, &object, &self.name, kind)?;
        }
        if self.pass_thru {
            cx.emit(object)?;
        }
        Ok(())
    }
}
