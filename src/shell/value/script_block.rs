//! Script blocks as values.

use std::any::Any;
use std::fmt;
use std::rc::Rc;

use crate::syntax::ast::ScriptBlockAst;

/// A script block: a syntax tree, and the scope that it was made in.
pub struct ScriptBlock {
    /// What it does. Its text and the name of the file are in it.
    pub ast: Rc<ScriptBlockAst>,
    /// The session state or closure that it is bound to. Only the interpreter looks inside.
    pub scope: Option<Rc<dyn Any>>,
}

impl ScriptBlock {
    /// The text between the braces.
    pub fn body(&self) -> &str {
        let text = self.ast.text();
        text.strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'))
            .unwrap_or(text)
    }
}

impl fmt::Debug for ScriptBlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ScriptBlock")
    }
}
