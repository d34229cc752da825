//! `Update-TypeData`.

use std::rc::Rc;

use iovsh_derive::Cmdlet;

use super::get_member::MemberTypes;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::format::Access;
use iovsh_shell::types::extension;
use iovsh_shell::value::convert::to_text;
use iovsh_shell::value::{Member, MemberKind, Name, Value};

/// Gives all objects of a type properties and methods, or says which properties they show.
///
/// It holds for this session. Files of types (.ps1xml) are not read.
///
/// # Examples
/// ```iovsh
/// PS> Update-TypeData -TypeName System.String -MemberType ScriptProperty -MemberName Backwards -Value { -join $this[-1..-$this.Length] }
/// PS> 'lan'.Backwards
/// nal
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Update",
    noun = "TypeData",
    module = "Microsoft.PowerShell.Utility",
    default_set = "FileSet",
    impact = Medium
)]
pub struct UpdateTypeData {
    /// The type.
    #[param(set = "DynamicTypeSet", mandatory, by_property_name, not_null_or_empty)]
    #[param(
        set = "TypeDataSet",
        mandatory,
        from_pipeline,
        position = 0,
        not_null_or_empty
    )]
    type_name: Option<Value>,
    /// The kind of member.
    #[param(set = "DynamicTypeSet", by_property_name)]
    member_type: Option<MemberTypes>,
    /// The name of the member.
    #[param(set = "DynamicTypeSet", by_property_name, not_null_or_empty)]
    member_name: Option<String>,
    /// The value; the getter of a script property; the name behind an alias.
    #[param(set = "DynamicTypeSet", by_property_name)]
    value: Value,
    /// The setter of a script property; the type of an alias.
    #[param(set = "DynamicTypeSet", by_property_name)]
    second_value: Value,
    /// The property that a wide list shows.
    #[param(set = "DynamicTypeSet", by_property_name, not_null_or_empty)]
    default_display_property: Option<String>,
    /// The properties that objects of the type show when nothing else is asked.
    #[param(set = "DynamicTypeSet", by_property_name, not_null_or_empty)]
    default_display_property_set: Vec<String>,
    /// The properties that tell one object from another.
    #[param(set = "DynamicTypeSet", by_property_name, not_null_or_empty)]
    default_key_property_set: Vec<String>,
    /// The type that values of this type are converted to when they come from another session.
    #[param(
        set = "DynamicTypeSet",
        refused = "a type of another session becomes a property bag here."
    )]
    target_type_for_deserialization: Option<Value>,
    /// What converts values of this type.
    #[param(set = "DynamicTypeSet", refused = "converters are classes of .NET.")]
    type_converter: Option<Value>,
    /// What adapts values of this type.
    #[param(set = "DynamicTypeSet", refused = "adapters are classes of .NET.")]
    type_adapter: Option<Value>,
    /// How deep values of this type are written.
    #[param(
        set = "DynamicTypeSet",
        no_effect = "-Depth of the command that writes decides."
    )]
    serialization_depth: Option<u32>,
    /// How values of this type are written.
    #[param(set = "DynamicTypeSet", no_effect = "every property is written.")]
    serialization_method: Option<String>,
    /// Replaces a member that is there.
    #[param(set("DynamicTypeSet", "TypeDataSet"))]
    force: bool,
    /// Files of types (.ps1xml). Without any, the known files are read anew, of which there are none.
    #[param(set = "FileSet", position = 0, alias("FilePath", "PSPath"))]
    append_path: Vec<String>,
    /// Files of types (.ps1xml) that come before the others.
    #[param(set = "FileSet")]
    prepend_path: Vec<String>,
}

/// The error of a file that is not read.
pub(super) fn no_files(what: &str, files: &[String], instead: &'static str) -> ShellError {
    ShellError::new(
        "TypesXmlNotRead",
        ErrorCategory::NotImplemented,
        format!(
            "Files of {what} (.ps1xml) are not read here: '{}'.",
            files.join("', '")
        ),
    )
    .exception("System.NotSupportedException")
    .target(files.first().cloned().unwrap_or_default())
    .help(instead)
}

fn names(list: &[String]) -> Option<Vec<Name>> {
    (!list.is_empty()).then(|| list.iter().map(|name| Name::from(name.clone())).collect())
}

impl UpdateTypeData {
    fn kind(&self, cx: &mut Context) -> Flow<MemberKind> {
        let script = |value: &Value| match value.base() {
            Value::ScriptBlock(block) => Some(Rc::clone(block)),
            _ => None,
        };
        let made = match self.member_type.map_or(8, MemberTypes::number) {
            8 => Some(MemberKind::Note(self.value.clone())),
            1 => {
                let target = cx.text(&self.value);
                (!target.is_empty()).then(|| MemberKind::Alias(target.into()))
            }
            16 => script(&self.value)
                .map(|getter| MemberKind::Script(getter, script(&self.second_value))),
            256 => script(&self.value).map(MemberKind::Method),
            _ => None,
        };
        made.ok_or_else(|| {
            ShellError::new(
                "MemberTypeIsMissing",
                ErrorCategory::InvalidOperation,
                "The value does not fit this kind of member. Note, alias and script properties and script methods can be added.",
            )
            .exception("System.InvalidOperationException")
            .into()
        })
    }
}

impl Cmdlet for UpdateTypeData {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let files: Vec<String> = self
            .prepend_path
            .iter()
            .chain(&self.append_path)
            .cloned()
            .collect();
        if !files.is_empty() {
            return cx.error(no_files(
                "types",
                &files,
                "Give the members one by one: Update-TypeData -TypeName TYPE -MemberType ScriptProperty -MemberName NAME -Value { }",
            ));
        }
        let Some(type_name) = &self.type_name else {
            return Ok(());
        };
        // What Get-TypeData gave is there already.
        if matches!(type_name, Value::Object(object) if object.get("Members").is_some()) {
            return Ok(());
        }
        let name = match type_name.base() {
            Value::Native(native) => native
                .property("FullName")
                .map_or_else(|| to_text(type_name), |name| to_text(&name)),
            _ => to_text(type_name),
        };
        // A name as it stands between brackets is one of .NET.
        let name = iovsh_shell::types::resolve(&name).map_or(name, |ty| ty.full_name());
        if self.member_name.is_none()
            && self.default_display_property.is_none()
            && self.default_display_property_set.is_empty()
            && self.default_key_property_set.is_empty()
        {
            return Err(ShellError::new(
                "TypeDataEmpty",
                ErrorCategory::InvalidOperation,
                format!(
                    "Nothing is said of the type \"{name}\". Give a member or a set of properties."
                ),
            )
            .exception("System.InvalidOperationException")
            .into());
        }
        if !cx.should_process(&name, "Update TypeData")? {
            return Ok(());
        }
        if let Some(member) = &self.member_name {
            let kind = self.kind(cx)?;
            let force = self.force;
            let added = extension::change(&name, |ty| {
                let known = ty
                    .members
                    .iter()
                    .position(|known| known.name.eq_ignore_ascii_case(member));
                match known {
                    Some(_) if !force => return false,
                    Some(at) => drop(ty.members.remove(at)),
                    None => {}
                }
                ty.members.push(Member {
                    name: Name::from(member.clone()),
                    kind,
                });
                true
            });
            if !added {
                return cx.error(
                    ShellError::new(
                        "TypesDynamicUpdateException",
                        ErrorCategory::InvalidOperation,
                        format!(
                            "Error in TypeData \"{name}\": The member {member} is already present."
                        ),
                    )
                    .exception("System.Management.Automation.RuntimeException")
                    .help("Replace it with -Force."),
                );
            }
        }
        extension::change(&name, |ty| {
            if let Some(display) = names(&self.default_display_property_set) {
                ty.display = Some(display);
            }
            if let Some(keys) = names(&self.default_key_property_set) {
                ty.keys = Some(keys);
            }
            if let Some(property) = &self.default_display_property {
                ty.display_property = Some(Name::from(property.clone()));
            }
        });
        Ok(())
    }
}
