//! `Alias:`.

use super::{Child, Provider, path_not_found};
use crate::inspect;
use iovsh_shell::error::ShellError;
use iovsh_shell::eval::{Alias, ItemOptions, Session};
use iovsh_shell::location::Location;
use iovsh_shell::types::enums;
use iovsh_shell::value::{MemberKind, PsObject, Value};

/// The aliases of the session.
pub struct Aliases;

impl Provider for Aliases {
    fn exists(&self, session: &mut Session, at: &Location) -> bool {
        at.path.is_empty() || session.find_alias(&at.path).is_some()
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
            .aliases()
            .into_iter()
            .map(|alias| Child {
                name: alias.name.to_string(),
                container: false,
            })
            .collect())
    }

    fn item(&self, session: &mut Session, at: &Location) -> Result<Value, ShellError> {
        let alias = session
            .find_alias(&at.path)
            .ok_or_else(|| path_not_found(&at.text()))?;
        let object = PsObject::of(&[
            "System.Management.Automation.AliasInfo",
            "System.Management.Automation.CommandInfo",
            "System.Object",
        ]);
        let property = |value: Value| MemberKind::Property(value);
        let kind = enums::COMMAND_TYPES.number("Alias").unwrap_or(1);
        let shown = format!("{} -> {}", alias.name, alias.definition);
        object.push("Name", property(Value::Str(alias.name)));
        object.push(
            "CommandType",
            property(enums::value(&enums::COMMAND_TYPES, kind)),
        );
        object.push("DisplayName", property(shown.into()));
        object.push("Definition", property(Value::Str(alias.definition.clone())));
        object.push(
            "ResolvedCommandName",
            property(Value::Str(alias.definition)),
        );
        object.push("Description", property(Value::Str(alias.description)));
        object.push("Version", property("".into()));
        object.push("Source", property("".into()));
        object.push(
            "Options",
            property(enums::value(
                &enums::SCOPED_ITEM_OPTIONS,
                i64::from(alias.options.0),
            )),
        );
        super::add_path_notes(&object, at);
        Ok(Value::object(object))
    }

    fn content(&self, session: &mut Session, at: &Location) -> Result<Vec<Value>, ShellError> {
        session
            .find_alias(&at.path)
            .map(|alias| vec![Value::Str(alias.definition)])
            .ok_or_else(|| path_not_found(&at.text()))
    }

    fn set(&self, session: &mut Session, at: &Location, value: &Value) -> Result<(), ShellError> {
        session.set_alias(
            Alias {
                name: at.path.as_str().into(),
                definition: inspect::text(value),
                options: ItemOptions::NONE,
                description: "".into(),
            },
            None,
        );
        Ok(())
    }

    fn remove(&self, session: &mut Session, at: &Location, _force: bool) -> Result<(), ShellError> {
        if session.remove_alias(&at.path) {
            Ok(())
        } else {
            Err(path_not_found(&at.text()))
        }
    }
}
