//! What the alias cmdlets share.

use std::rc::Rc;

use super::variables::options_value;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::{Alias, Context, ItemOptions};
use iovsh_shell::value::{MemberKind, PsObject, Value};

/// An alias as an object: `AliasInfo`.
pub fn alias_object(cx: &mut Context, alias: &Alias) -> Value {
    let object = PsObject::of(&[
        "System.Management.Automation.AliasInfo",
        "System.Management.Automation.CommandInfo",
        "System.Object",
    ]);
    let resolved = resolved_name(cx, &alias.definition);
    for (name, value) in [
        ("HelpUri", Value::from("")),
        ("ResolvedCommandName", resolved),
        (
            "DisplayName",
            Value::from(format!("{} -> {}", alias.name, alias.definition)),
        ),
        ("ReferencedCommand", Value::Str(alias.definition.clone())),
        ("ResolvedCommand", Value::Str(alias.definition.clone())),
        ("Definition", Value::Str(alias.definition.clone())),
        ("Options", options_value(alias.options)),
        ("Description", Value::Str(alias.description.clone())),
        ("Name", Value::Str(alias.name.clone())),
        ("CommandType", Value::from("Alias")),
        ("Source", Value::from("")),
        ("Version", Value::Null),
        ("Visibility", Value::from("Public")),
        ("ModuleName", Value::from("")),
    ] {
        object.push(name, MemberKind::Property(value));
    }
    Value::object(object)
}

/// The command at the end of a chain of aliases.
fn resolved_name(cx: &mut Context, definition: &Rc<str>) -> Value {
    let mut name = definition.clone();
    for _ in 0..16 {
        match cx.session().find_alias(&name) {
            Some(alias) if alias.definition != name => name = alias.definition,
            _ => break,
        }
    }
    Value::Str(name)
}

/// There is no such alias.
pub fn not_found(name: &str) -> ShellError {
    ShellError::new(
        "ItemNotFoundException",
        ErrorCategory::ObjectNotFound,
        format!("This command cannot find a matching alias because an alias with the name '{name}' does not exist."),
    )
    .exception("System.Management.Automation.ItemNotFoundException")
    .target(name)
}

/// Makes or changes an alias.
///
/// # Errors
/// `AliasNotWritable` when it is read-only or constant.
pub fn write(cx: &mut Context, alias: Alias, scope: Option<&str>, force: bool) -> Flow {
    super::variables::check_scope(cx, scope)?;
    if let Some(old) = cx.session().find_alias(&alias.name)
        && (old.options.has(ItemOptions::CONSTANT)
            || (old.options.has(ItemOptions::READ_ONLY) && !force))
    {
        return cx.error(
            ShellError::new(
                "AliasNotWritable",
                ErrorCategory::WriteError,
                format!(
                    "The alias {} cannot be changed because it is read-only or constant.",
                    alias.name
                ),
            )
            .exception("System.Management.Automation.SessionStateUnauthorizedAccessException")
            .target(&*alias.name),
        );
    }
    cx.session().set_alias(alias, scope);
    Ok(())
}
