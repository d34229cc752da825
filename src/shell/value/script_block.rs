//! Script blocks as values.

use std::any::Any;
use std::fmt;
use std::rc::Rc;

use crate::shell::syntax::ast::ScriptBlockAst;

/// A script block: a syntax tree, and the scope that it was made in.
pub struct ScriptBlock {
    /// What it does.
    pub ast: Rc<ScriptBlockAst>,
    /// The text that it was parsed from, for messages and for `"$block"`.
    pub source: Rc<str>,
    /// The name of that text: a file, or empty for a prompt line.
    pub source_name: Rc<str>,
    /// The session state or closure that it is bound to. Only the interpreter looks inside.
    pub scope: Option<Rc<dyn Any>>,
}

impl fmt::Debug for ScriptBlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ScriptBlock")
    }
}
