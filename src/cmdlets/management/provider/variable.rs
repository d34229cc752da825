//! `Variable:`.

use super::{Child, Provider, path_not_found};
use iovsh_shell::error::{ErrorCategory, ShellError};
use iovsh_shell::eval::{ItemOptions, Session, Variable};
use iovsh_shell::location::Location;
use iovsh_shell::types::enums;
use iovsh_shell::value::{MemberKind, PsObject, Value};

/// The variables of the session.
pub struct Variables;

/// `System.Management.Automation.PSVariable`.
fn object(variable: &Variable, at: &Location) -> Value {
    let object = PsObject::of(&["System.Management.Automation.PSVariable", "System.Object"]);
    let property = |value: Value| MemberKind::Property(value);
    let description = variable
        .info
        .as_ref()
        .map_or_else(|| "".into(), |info| info.description.clone());
    let options = i64::from(variable.options().0);
    object.push("Name", property(Value::Str(variable.name.clone())));
    object.push("Description", property(Value::Str(description)));
    object.push("Value", property(variable.value.clone()));
    object.push("Visibility", property("Public".into()));
    object.push("Module", property(Value::Null));
    object.push("ModuleName", property("".into()));
    object.push(
        "Options",
        property(enums::value(&enums::SCOPED_ITEM_OPTIONS, options)),
    );
    object.push("Attributes", property(Value::array(Vec::new())));
    super::add_path_notes(&object, at);
    Value::object(object)
}

impl Provider for Variables {
    fn exists(&self, session: &mut Session, at: &Location) -> bool {
        at.path.is_empty() || session.variable(&at.path, None).is_some()
    }

    fn is_container(&self, _session: &mut Session, at: &Location) -> bool {
        at.path.is_empty()
    }

    fn children(
        &self,
        session: &mut Session,
        _at: &Location,
        _hidden: bool,
    ) -> Result<Vec<Child>, ShellError> {
        Ok(session
            .variables(None)
            .into_iter()
            .map(|variable| Child {
                name: variable.name.to_string(),
                container: false,
            })
            .collect())
    }

    fn item(&self, session: &mut Session, at: &Location) -> Result<Value, ShellError> {
        session
            .variable(&at.path, None)
            .map(|variable| object(&variable, at))
            .ok_or_else(|| path_not_found(&at.text()))
    }

    fn content(&self, session: &mut Session, at: &Location) -> Result<Vec<Value>, ShellError> {
        session
            .variable(&at.path, None)
            .map(|variable| vec![variable.value])
            .ok_or_else(|| path_not_found(&at.text()))
    }

    fn set(&self, session: &mut Session, at: &Location, value: &Value) -> Result<(), ShellError> {
        check_writable(session, at, false, "VariableNotWritable", "overwrite")?;
        session.set_variable(&at.path, value.clone());
        Ok(())
    }

    fn remove(&self, session: &mut Session, at: &Location, force: bool) -> Result<(), ShellError> {
        check_writable(session, at, force, "VariableNotRemovable", "remove")?;
        if session.remove_variable(&at.path, None) {
            Ok(())
        } else {
            Err(path_not_found(&at.text()))
        }
    }
}

/// A constant stays, a read-only variable needs force.
fn check_writable(
    session: &Session,
    at: &Location,
    force: bool,
    id: &'static str,
    what: &str,
) -> Result<(), ShellError> {
    let Some(variable) = session.variable(&at.path, None) else {
        return Ok(());
    };
    let options = variable.options();
    let constant = options.has(ItemOptions::CONSTANT);
    if constant || options.has(ItemOptions::READ_ONLY) && !force {
        return Err(ShellError::new(
            id,
            ErrorCategory::WriteError,
            format!(
                "Cannot {what} variable {} because it is read-only or constant.",
                at.path
            ),
        )
        .exception("System.Management.Automation.SessionStateUnauthorizedAccessException")
        .target(at.path.as_str()));
    }
    Ok(())
}
