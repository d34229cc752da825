//! What the binder asks of the shell that it runs in. It knows no interpreter.

use std::rc::Rc;

use crate::error::{Flow, Interrupt, Position, ShellError};
use crate::syntax::ast::{Expression, TypeName};
use crate::syntax::span::Span;
use crate::types::TypeRef;
use crate::value::{Engine, ScriptBlock, Value};

/// The interpreter, as far as binding needs it: script that must run, a few variables, and somebody who can be asked.
pub trait Runtime: Engine {
    /// Runs a block with `$_` set and gives what it wrote as one value: `$null`, the only one, or an array.
    fn block_value(&mut self, block: &Rc<ScriptBlock>, item: Option<Value>) -> Flow<Value>;

    /// The same, where an error of a statement inside ends the block and comes back as the error.
    fn strict_block_value(&mut self, block: &Rc<ScriptBlock>, item: Option<Value>) -> Flow<Value>;

    /// `$PSDefaultParameterValues`.
    fn default_parameter_values(&self) -> Value;

    /// Whether there is a cmdlet of this name with a parameter of that name.
    fn cmdlet_has_parameter(&self, cmdlet: &str, parameter: &str) -> bool;

    /// The cmdlet of this name, as it is written.
    fn cmdlet_called(&self, name: &str) -> Option<&'static str>;

    /// Whether somebody is there who can be asked for what is missing.
    fn can_ask(&mut self) -> bool;

    /// Says a line to whoever is asked.
    fn say(&mut self, line: &str);

    /// Asks for a line; `None` at the end of the input.
    fn ask(&mut self, prompt: String) -> Flow<Option<String>>;

    /// What ids of errors of the running function end in.
    fn running_suffix(&self) -> Rc<str>;

    /// Whether the running code stands in the session's own scope, not in that of a function or script.
    fn is_at_top(&self) -> bool;

    /// The value of an attribute's argument. A bare word is its text, a script block stays one.
    fn constant(&mut self, expression: &Expression) -> Flow<Value>;

    /// The type that a name stands for.
    fn type_named(&mut self, name: &TypeName) -> Flow<TypeRef>;

    /// An error at a place of the running text.
    fn placed(&self, error: ShellError, span: Span) -> Interrupt;
}

/// The call that is bound: how errors name it, and where they stand.
pub trait Call {
    /// The name that was used, which may be an alias.
    fn name(&self) -> &str;

    /// The command's own name.
    fn command_name(&self) -> Rc<str>;

    /// What ids of errors end in.
    fn id_suffix(&self) -> Rc<str>;

    /// Where the call stands.
    fn position(&self) -> Option<&Position>;

    /// Which command of its pipeline it is, from 1.
    fn pipeline_position(&self) -> i32;

    /// Whether pipeline input comes: a script block may then be called for each object.
    fn expects_input(&self) -> bool;
}
