//! stand-in
use super::{Child, Provider, not_supported, path_not_found};
use crate::shell::error::ShellError;
use crate::shell::eval::Session;
use crate::shell::location::Location;
use crate::shell::value::Value;
/// items
pub struct Variables;
impl Provider for Variables {
    fn exists(&self, _session: &mut Session, at: &Location) -> bool {
        at.path.is_empty()
    }
    fn is_container(&self, _session: &mut Session, at: &Location) -> bool {
        at.path.is_empty()
    }
    fn children(
        &self,
        _session: &mut Session,
        _at: &Location,
        _hidden: bool,
    ) -> Result<Vec<Child>, ShellError> {
        Ok(Vec::new())
    }
    fn item(&self, _session: &mut Session, at: &Location) -> Result<Value, ShellError> {
        Err(path_not_found(&at.text()))
    }
    fn content(&self, _session: &mut Session, at: &Location) -> Result<Vec<Value>, ShellError> {
        Err(path_not_found(&at.text()))
    }
    fn set(&self, _session: &mut Session, at: &Location, _value: &Value) -> Result<(), ShellError> {
        Err(not_supported(at, "set"))
    }
    fn remove(
        &self,
        _session: &mut Session,
        at: &Location,
        _force: bool,
    ) -> Result<(), ShellError> {
        Err(path_not_found(&at.text()))
    }
}
