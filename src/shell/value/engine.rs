//! What values ask of the running interpreter.

use std::path::PathBuf;
use std::rc::Rc;

use super::{PsObject, ScriptBlock, Value};
use crate::chord::Stroke;
use crate::error::{ErrorCategory, Flow, ShellError};
use crate::syntax;
use crate::types::{ClassType, TypeRef};

/// One run of a script block on behalf of a value.
#[derive(Default)]
pub struct BlockCall<'a> {
    /// `$_`, when the caller sets it.
    pub item: Option<Value>,
    /// `$this`, for script properties and script methods.
    pub this: Option<Value>,
    /// `$args`, or the values of `param()`.
    pub args: &'a [Value],
}

/// The interpreter, as far as values need it: script blocks that must run, and a few variables.
pub trait Engine {
    /// Runs a block to its end and gives back all that it wrote.
    fn run_block(&mut self, block: &Rc<ScriptBlock>, call: BlockCall<'_>) -> Flow<Vec<Value>>;

    /// Has an object that follows what it shows read anew, where that is due: whoever reads a property, here `_name`, does that first.
    ///
    /// # Errors
    /// What it shows cannot be read.
    fn catch_up(&mut self, _object: &PsObject, _name: &str) -> Flow {
        Ok(())
    }

    /// Makes a script block of text: `[scriptblock]::Create`.
    fn compile(&mut self, text: &str) -> Result<Rc<ScriptBlock>, ShellError>;

    /// A copy of the block that keeps the variables as they are now: `GetNewClosure()`.
    fn closure(&mut self, block: &Rc<ScriptBlock>) -> Flow<Value>;

    /// A value as the declaration of a class's property wants it.
    fn class_property(
        &mut self,
        _class: &Rc<ClassType>,
        _name: &str,
        value: &Value,
    ) -> Flow<Value> {
        Ok(value.clone())
    }

    /// Calls a method of a class of a script. The outer `None`: there is no such method; the inner one: it gives nothing.
    fn class_method(
        &mut self,
        _this: &Value,
        _class: &Rc<ClassType>,
        _name: &str,
        _args: &[Value],
    ) -> Flow<Option<Option<Value>>> {
        Ok(None)
    }

    /// Makes an instance of a class of a script of a value: by a constructor, or by the names of properties.
    fn to_class(&mut self, value: &Value, class: &Rc<ClassType>) -> Flow<Value> {
        Ok(super::convert::cast(
            value,
            &TypeRef::Class(Rc::clone(class)),
        )?)
    }

    /// The text of a block without its braces, such that it makes the same block again.
    fn block_text(&self, block: &ScriptBlock) -> String {
        block.body().to_owned()
    }

    /// Sets `$Matches` after a `-match` that succeeded.
    fn set_matches(&mut self, matches: Value);

    /// `$OFS`, when a script has set it. Without it, elements are joined by a space.
    fn output_field_separator(&self) -> Option<Rc<str>> {
        None
    }

    /// The strict mode that is in force: 0 (off) to 3.
    fn strict_mode(&self) -> u8 {
        0
    }

    /// An environment variable of the session.
    fn environment_variable(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }

    /// All environment variables of the session.
    fn environment_variables(&self) -> Vec<(String, String)> {
        std::env::vars().collect()
    }

    /// Sets or, with `None`, removes an environment variable of the session.
    fn set_environment_variable(&mut self, _name: &str, _value: Option<&str>) {}

    /// The shell's location, for relative paths.
    fn location(&self) -> PathBuf {
        PathBuf::from(".")
    }

    /// Where relative paths of .NET's own members start from now on: `[Environment]::CurrentDirectory = ...`. Until it is set
    /// that is the shell's location.
    fn set_file_directory(&mut self, _directory: PathBuf) {}

    /// Writes text as it is to the standard output or, with `error`, the standard error: `[Console]::Write`.
    fn write_console(&mut self, _text: &str, _error: bool) {}

    /// The reader of standard input: `[Console]::In`.
    fn standard_input(&self) -> Value {
        Value::Null
    }

    /// Gives the terminal's window a title, where there is one.
    fn set_window_title(&mut self, _title: &str) {}

    /// Writes a warning.
    ///
    /// # Errors
    /// The preference says that a warning ends what runs.
    fn warn(&mut self, _text: &str) -> Flow {
        Ok(())
    }

    /// Waits until a key is pressed at the terminal, and shows it with `echo`.
    ///
    /// # Errors
    /// Nobody is there to press one; `Cancelled` after Ctrl+C.
    fn read_key(&mut self, _echo: bool) -> Flow<Stroke>;

    /// Whether a key was pressed that nobody has read.
    fn is_key_waiting(&self) -> bool {
        false
    }

    /// Forgets the keys that were pressed and that nobody has read.
    fn forget_keys(&mut self) {}

    /// Whether a port of a host answers that is simulated; `None` for hosts of the real network.
    fn reaches(&mut self, _host: &str, _port: u16) -> Option<bool> {
        None
    }

    /// A path as the process sees it: relative ones start at the shell's location.
    fn resolve_path(&self, path: &str) -> PathBuf {
        PathBuf::from(path)
    }
}

/// For values that are looked at outside of an interpreter. It can make a script block, and cannot run one.
#[derive(Debug, Default)]
pub struct NoEngine;

impl NoEngine {
    fn refuse() -> ShellError {
        ShellError::new(
            "ScriptNotAvailable",
            ErrorCategory::InvalidOperation,
            "A script block cannot run here.",
        )
    }
}

impl Engine for NoEngine {
    fn run_block(&mut self, _block: &Rc<ScriptBlock>, _call: BlockCall<'_>) -> Flow<Vec<Value>> {
        Err(Self::refuse().into())
    }

    /// The classes of the text are defined when it runs.
    fn compile(&mut self, text: &str) -> Result<Rc<ScriptBlock>, ShellError> {
        let parsed = syntax::parse_script(text, None);
        if let Some(first) = parsed.errors.first() {
            return Err(ShellError::new(
                "ParseException",
                ErrorCategory::ParserError,
                first.message.clone(),
            ));
        }
        Ok(Rc::new(ScriptBlock {
            ast: parsed.ast,
            scope: None,
        }))
    }

    fn closure(&mut self, _block: &Rc<ScriptBlock>) -> Flow<Value> {
        Err(Self::refuse().into())
    }

    fn set_matches(&mut self, _matches: Value) {}

    fn read_key(&mut self, _echo: bool) -> Flow<Stroke> {
        Err(Self::refuse().into())
    }
}
