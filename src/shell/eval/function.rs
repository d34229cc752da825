//! Functions, filters and script files: script with a name.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use super::module::Module;
use super::scope::{ItemOptions, Scope};
use crate::bind::CommandMeta;
use crate::syntax::ast::{FunctionDefinition, Parameter, ScriptBlockAst};
use crate::value::ScriptBlock;

/// What the interpreter keeps in a script block beside its tree.
#[derive(Debug, Default)]
pub struct BlockHome {
    /// The module whose variables the block sees; `None` for the session's own.
    pub module: Option<Rc<Module>>,
    /// The variables of a closure.
    pub captured: Option<Rc<Scope>>,
    /// The definition, when the block is the body of a function with parameters in parentheses.
    pub definition: Option<Rc<FunctionDefinition>>,
}

/// Makes a script block of a tree.
pub fn block_of(
    ast: Rc<ScriptBlockAst>,
    module: Option<&Rc<Module>>,
    definition: Option<&Rc<FunctionDefinition>>,
) -> Rc<ScriptBlock> {
    let scope: Option<Rc<dyn std::any::Any>> = if module.is_some() || definition.is_some() {
        Some(Rc::new(BlockHome {
            module: module.cloned(),
            captured: None,
            definition: definition.cloned(),
        }))
    } else {
        None
    };
    Rc::new(ScriptBlock { ast, scope })
}

/// What is kept in a script block beside its tree, if anything.
pub fn home(block: &ScriptBlock) -> Option<&BlockHome> {
    block
        .scope
        .as_ref()
        .and_then(|scope| scope.downcast_ref::<BlockHome>())
}

/// The parameters of a script block: those in parentheses after a function's name, or the `param` block's.
pub fn parameters(block: &ScriptBlock) -> &[Parameter] {
    if let Some(definition) = home(block).and_then(|home| home.definition.as_ref())
        && let Some(parameters) = &definition.parameters
    {
        return parameters;
    }
    block
        .ast
        .param_block
        .as_ref()
        .map_or(&[], |block| &block.parameters)
}

/// A function or filter.
#[derive(Debug)]
pub struct Function {
    /// Its name, without a scope prefix.
    pub name: Rc<str>,
    /// Whether it was written as `filter`.
    pub is_filter: bool,
    /// What it does.
    pub block: Rc<ScriptBlock>,
    /// The module it belongs to.
    pub module: Option<Rc<Module>>,
    /// Its declaration, made at the first call.
    pub meta: OnceCell<Rc<CommandMeta>>,
    /// Read-only, constant ...
    pub options: ItemOptions,
    /// What `Set-Item function:` or a module said of it.
    pub description: RefCell<Rc<str>>,
}

impl Function {
    /// A function with this body.
    pub fn new(name: impl Into<Rc<str>>, block: Rc<ScriptBlock>, is_filter: bool) -> Self {
        let module = home(&block).and_then(|home| home.module.clone());
        Function {
            name: name.into(),
            is_filter,
            block,
            module,
            meta: OnceCell::new(),
            options: ItemOptions::NONE,
            description: RefCell::new("".into()),
        }
    }

    /// The body as text, without braces: what `Definition` shows.
    pub fn definition(&self) -> String {
        block_text(&self.block)
    }
}

/// The text of a script block without its braces, with parameters in parentheses as a `param` line.
pub fn block_text(block: &ScriptBlock) -> String {
    let text = block.ast.text();
    let inner = text
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
        .unwrap_or(text);
    let Some(definition) = home(block).and_then(|home| home.definition.as_ref()) else {
        return inner.to_owned();
    };
    match definition.parameters.as_deref() {
        None | Some([]) => inner.to_owned(),
        Some(parameters) => {
            let list: Vec<&str> = parameters
                .iter()
                .map(|parameter| block.ast.source.slice(parameter.span))
                .collect();
            format!("param({})\n{inner}", list.join(", "))
        }
    }
}

/// A script file.
#[derive(Debug)]
pub struct Script {
    /// The file's name: `provision.ps1`.
    pub name: Rc<str>,
    /// The whole path.
    pub path: Rc<str>,
    /// What it does.
    pub block: Rc<ScriptBlock>,
    /// Its declaration, made at the first call.
    pub meta: OnceCell<Rc<CommandMeta>>,
}
