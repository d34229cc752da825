//! `Function:`.

use std::rc::Rc;

use super::{Child, Provider, path_not_found};
use crate::inspect;
use iovsh_shell::error::{ErrorCategory, ShellError};
use iovsh_shell::eval::{CommandInfo, Function, Session};
use iovsh_shell::location::Location;
use iovsh_shell::syntax::parse_script;
use iovsh_shell::syntax::symbol::Symbol;
use iovsh_shell::value::{ScriptBlock, Value};

/// The functions of the session.
pub struct Functions;

impl Provider for Functions {
    fn exists(&self, session: &mut Session, at: &Location) -> bool {
        at.path.is_empty() || session.find_function(&at.path).is_some()
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
            .functions()
            .into_iter()
            .map(|function| Child {
                name: function.name.to_string(),
                container: false,
            })
            .collect())
    }

    fn item(&self, session: &mut Session, at: &Location) -> Result<Value, ShellError> {
        session
            .find_function(&at.path)
            .map(|function| CommandInfo::Function(function).to_value())
            .ok_or_else(|| path_not_found(&at.text()))
    }

    fn content(&self, session: &mut Session, at: &Location) -> Result<Vec<Value>, ShellError> {
        session
            .find_function(&at.path)
            .map(|function| vec![Value::ScriptBlock(Rc::clone(&function.block))])
            .ok_or_else(|| path_not_found(&at.text()))
    }

    fn set(&self, session: &mut Session, at: &Location, value: &Value) -> Result<(), ShellError> {
        let block = match value.base() {
            Value::Null => {
                session.remove_function(&at.path);
                return Ok(());
            }
            Value::ScriptBlock(block) => Rc::clone(block),
            other => block_of(&inspect::text(other))?,
        };
        let Some(scope) = session.scope_named("local") else {
            return Ok(());
        };
        let function = Function::new(at.path.as_str(), block, false);
        scope.set_function(Symbol::of(&at.path), Rc::new(function));
        Ok(())
    }

    fn remove(&self, session: &mut Session, at: &Location, _force: bool) -> Result<(), ShellError> {
        if session.remove_function(&at.path) {
            Ok(())
        } else {
            Err(path_not_found(&at.text()))
        }
    }
}

/// A function's body of its text.
pub fn block_of(text: &str) -> Result<Rc<ScriptBlock>, ShellError> {
    let parsed = parse_script(text, None);
    match parsed.errors.first() {
        Some(error) => Err(ShellError::new(
            "ParseException",
            ErrorCategory::ParserError,
            error.message.to_string(),
        )
        .exception("System.Management.Automation.ParseException")),
        None => Ok(Rc::new(ScriptBlock {
            ast: parsed.ast,
            scope: None,
        })),
    }
}
