//! What the binder and the formatter ask of the interpreter.

use std::rc::Rc;

use super::interpreter::Interpreter;
use super::session::Session;
use crate::shell::bind::{self, CommandMeta};
use crate::shell::error::{Flow, Interrupt, ShellError};
use crate::shell::format::{Access, alike, has, names_of};
use crate::shell::syntax::ast::{Expression, ExpressionKind, TypeName};
use crate::shell::syntax::span::Span;
use crate::shell::types::TypeRef;
use crate::shell::value::{Name, ScriptBlock, Value, convert, members};

impl Interpreter<'_> {
    /// The value of an attribute's argument. A bare word is its text, a script block stays one.
    pub fn evaluate_constant(&mut self, expression: &Expression) -> Flow<Value> {
        match &expression.kind {
            ExpressionKind::StringConstant(text) => Ok(Value::Str(Rc::clone(&text.value))),
            _ => self.eval(expression),
        }
    }

    /// The type that a name stands for.
    pub fn type_named(&mut self, name: &TypeName) -> Flow<TypeRef> {
        self.type_of_name(name)
    }

    /// An error at a place of the running text.
    pub fn placed(&self, error: ShellError, span: Span) -> Interrupt {
        self.at(error.into(), span)
    }

    /// What ids of errors of the running function end in.
    pub fn running_suffix(&self) -> Rc<str> {
        self.s
            .calls
            .last()
            .map_or_else(|| "".into(), |call| call.id_suffix())
    }

    /// Whether errors of statements go up to a `catch`; gives what it was.
    pub fn set_propagate(&mut self, on: bool) -> bool {
        std::mem::replace(&mut self.s.propagate, on)
    }

    /// The declaration of a script block, made once for each.
    pub(crate) fn script_declaration(&mut self, block: &Rc<ScriptBlock>) -> Flow<Rc<CommandMeta>> {
        let parameters = super::function::parameters(block);
        if parameters.is_empty() && block.ast.param_block.is_none() {
            if let Some(meta) = &self.s.no_parameters {
                return Ok(Rc::clone(meta));
            }
            let meta = Rc::new(bind::script_meta(self, &[], None)?);
            self.s.no_parameters = Some(Rc::clone(&meta));
            return Ok(meta);
        }
        let key = Rc::as_ptr(&block.ast).addr();
        if let Some((ast, meta)) = self.s.metas.get(&key)
            && Rc::ptr_eq(ast, &block.ast)
        {
            return Ok(Rc::clone(meta));
        }
        let meta = {
            let mut inner = Interpreter {
                s: self.s,
                out: self.out,
                traps: None,
                source: Some(&block.ast.source),
            };
            Rc::new(bind::script_meta(
                &mut inner,
                parameters,
                block.ast.param_block.as_ref(),
            )?)
        };
        if self.s.metas.len() > 4096 {
            self.s.metas.clear();
        }
        self.s
            .metas
            .insert(key, (Rc::clone(&block.ast), Rc::clone(&meta)));
        Ok(meta)
    }
}

impl Session {
    /// `$FormatEnumerationLimit`.
    pub fn enumeration_limit(&self) -> i32 {
        match self.get_variable("FormatEnumerationLimit") {
            Some(Value::Int(limit)) => limit,
            _ => 4,
        }
    }
}

impl Access for Interpreter<'_> {
    fn type_names(&mut self, value: &Value) -> Vec<Name> {
        names_of(value)
    }

    fn property(&mut self, value: &Value, name: &str) -> Result<Option<Value>, ShellError> {
        if let Value::Object(object) = value
            && let Some(found) = object.get(name)
        {
            return Ok(Some(found));
        }
        if !has(value, name) {
            return Ok(None);
        }
        match members::get_property(value, name, self) {
            Ok(found) => Ok(found),
            Err(Interrupt::Error(error)) => Err(*error),
            Err(_) => Ok(None),
        }
    }

    fn property_names(&mut self, value: &Value) -> Vec<Name> {
        members::property_names(value)
    }

    fn evaluate(
        &mut self,
        block: &Rc<ScriptBlock>,
        item: &Value,
    ) -> Flow<Result<Value, ShellError>> {
        let saved = self.set_propagate(true);
        let value = self.block_value(block, Some(item.clone()), &[]);
        self.set_propagate(saved);
        match value {
            Ok(value) => Ok(Ok(value)),
            Err(Interrupt::Error(error)) => {
                let record = self.s.record_error((*error).clone());
                let mut error = *error;
                error.record = Some(record);
                Ok(Err(error))
            }
            Err(other) => Err(other),
        }
    }

    fn text(&mut self, value: &Value) -> String {
        convert::to_display(value).to_string()
    }

    fn format(&mut self, value: &Value, format: &str) -> String {
        let pattern = if format.contains('{') {
            format.to_owned()
        } else {
            format!("{{0:{format}}}")
        };
        let list = Value::array(vec![value.clone()]);
        match crate::shell::value::format_string::format_operator(
            &Value::from(pattern),
            &list,
            self,
        ) {
            Ok(text) => convert::to_text(&text).to_string(),
            Err(_) => convert::to_display(value).to_string(),
        }
    }

    fn same(&mut self, left: &Value, right: &Value) -> bool {
        alike(left, right)
    }
}
