//! `Alias:`.

use super::{Child, Provider, path_not_found};
use crate::inspect;
use iovsh_shell::error::ShellError;
use iovsh_shell::eval::{Alias, ItemOptions, Session};
use iovsh_shell::location::Location;
use iovsh_shell::value::{PsObject, Value};

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
        let object = PsObject::around(session.alias_value(alias));
        super::add_path_notes(&object, at);
        Ok(Value::object(object))
    }

    fn content(&self, session: &mut Session, at: &Location) -> Result<Vec<Value>, ShellError> {
        session
            .find_alias(&at.path)
            .map(|alias| vec![Value::Str(alias.definition.shared())])
            .ok_or_else(|| path_not_found(&at.text()))
    }

    fn set(&self, session: &mut Session, at: &Location, value: &Value) -> Result<(), ShellError> {
        session.set_alias(
            Alias {
                name: at.path.to_string().into(),
                definition: inspect::text(value).into(),
                options: ItemOptions::NONE,
                description: "".into(),
                module: None,
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
