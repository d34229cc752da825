//! `Env:`.

use super::{Child, Provider, path_not_found};
use crate::inspect;
use iovsh_shell::error::ShellError;
use iovsh_shell::eval::Session;
use iovsh_shell::location::Location;
use iovsh_shell::value::{MemberKind, PsObject, Value};

/// The environment variables of the session.
pub struct Environment;

impl Provider for Environment {
    fn exists(&self, session: &mut Session, at: &Location) -> bool {
        at.path.is_empty() || session.environment.get(&at.path).is_some()
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
            .environment
            .iter()
            .map(|(name, _)| Child {
                name: name.to_owned(),
                container: false,
            })
            .collect())
    }

    fn item(&self, session: &mut Session, at: &Location) -> Result<Value, ShellError> {
        let value = session
            .environment
            .get(&at.path)
            .map(str::to_owned)
            .ok_or_else(|| path_not_found(&at.text()))?;
        let mut entry = PsObject::of(&[
            "System.Collections.DictionaryEntry",
            "System.ValueType",
            "System.Object",
        ]);
        entry.text = Some(format!("[{}, {value}]", at.path).into());
        entry.push("Name", MemberKind::Alias("Key".into()));
        entry.push("Key", MemberKind::Property(at.path.as_str().into()));
        entry.push("Value", MemberKind::Property(value.into()));
        super::add_path_notes(&entry, at);
        Ok(Value::object(entry))
    }

    fn content(&self, session: &mut Session, at: &Location) -> Result<Vec<Value>, ShellError> {
        session
            .environment
            .get(&at.path)
            .map(|value| vec![Value::from(value)])
            .ok_or_else(|| path_not_found(&at.text()))
    }

    fn set(&self, session: &mut Session, at: &Location, value: &Value) -> Result<(), ShellError> {
        session.environment.set(&at.path, &inspect::text(value));
        Ok(())
    }

    fn remove(&self, session: &mut Session, at: &Location, _force: bool) -> Result<(), ShellError> {
        if session.environment.remove(&at.path) {
            Ok(())
        } else {
            Err(path_not_found(&at.text()))
        }
    }
}
