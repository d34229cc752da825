//! What the binder and the formatter ask of the interpreter.

use std::rc::Rc;

use super::context::Context;
use super::interpreter::Interpreter;
use super::invocation::Invocation;
use super::output::Prompt;
use super::session::Session;
use crate::bind::{self, Call, CommandMeta, Runtime};
use crate::error::{Flow, Interrupt, Position, ShellError};
use crate::format::{Access, alike, has, names_of};
use crate::stack::is_overflow;
use crate::syntax::ast::{Expression, ExpressionKind, TypeName};
use crate::syntax::span::Span;
use crate::syntax::symbol::Symbol;
use crate::types::TypeRef;
use crate::value::{Name, ScriptBlock, Value, convert, members};

impl Interpreter<'_> {
    /// Whether errors of statements go up to a `catch`; gives what it was.
    pub fn set_propagate(&mut self, on: bool) -> bool {
        std::mem::replace(&mut self.s.propagate, on)
    }

    /// The declaration of a script block, made once for each.
    ///
    /// # Errors
    /// A declared parameter whose type or attribute cannot be read.
    pub fn script_declaration(&mut self, block: &Rc<ScriptBlock>) -> Flow<Rc<CommandMeta>> {
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

impl Runtime for Interpreter<'_> {
    fn block_value(&mut self, block: &Rc<ScriptBlock>, item: Option<Value>) -> Flow<Value> {
        Interpreter::block_value(self, block, item, &[])
    }

    fn strict_block_value(&mut self, block: &Rc<ScriptBlock>, item: Option<Value>) -> Flow<Value> {
        let saved = self.set_propagate(true);
        let value = Interpreter::block_value(self, block, item, &[]);
        self.set_propagate(saved);
        value
    }

    fn default_parameter_values(&self) -> Value {
        self.s.value_of(Symbol::PS_DEFAULT_PARAMETER_VALUES)
    }

    fn cmdlet_has_parameter(&self, cmdlet: &str, parameter: &str) -> bool {
        self.s.find_cmdlet(cmdlet).is_some_and(|found| {
            let mut parameters = found.spec.parameters.iter();
            parameters.any(|known| known.name.eq_ignore_ascii_case(parameter))
        })
    }

    fn cmdlet_called(&self, name: &str) -> Option<&'static str> {
        self.s.find_cmdlet(name).map(|found| found.spec.name)
    }

    fn can_ask(&mut self) -> bool {
        self.out.output().is_interactive()
    }

    fn say(&mut self, line: &str) {
        self.out.output().host_line(line);
    }

    fn ask(&mut self, prompt: String) -> Flow<Option<String>> {
        self.out.output().read_line(&Prompt {
            text: prompt,
            secret: false,
        })
    }

    fn running_suffix(&self) -> Rc<str> {
        let call = self.s.calls.last();
        call.map_or_else(|| "".into(), |call| call.id_suffix())
    }

    fn is_at_top(&self) -> bool {
        Rc::ptr_eq(&self.s.scope, &self.s.global)
    }

    fn constant(&mut self, expression: &Expression) -> Flow<Value> {
        match &expression.kind {
            ExpressionKind::StringConstant(text) => Ok(Value::Str(Rc::clone(&text.value))),
            _ => self.eval(expression),
        }
    }

    fn type_named(&mut self, name: &TypeName) -> Flow<TypeRef> {
        self.type_of_name(name)
    }

    fn placed(&self, error: ShellError, span: Span) -> Interrupt {
        self.at(error.into(), span)
    }
}

impl Call for Invocation {
    fn name(&self) -> &str {
        &self.name
    }

    fn command_name(&self) -> Rc<str> {
        self.command.name()
    }

    fn id_suffix(&self) -> Rc<str> {
        Invocation::id_suffix(self)
    }

    fn position(&self) -> Option<&Position> {
        self.position.as_ref()
    }

    fn pipeline_position(&self) -> i32 {
        self.pipeline.1
    }

    fn expects_input(&self) -> bool {
        self.expecting_input
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
        if let Value::Object(object) = value {
            if let Err(Interrupt::Error(error)) = self.s.catch_up(object, name) {
                return Err(*error);
            }
            if let Some(found) = object.get(name) {
                return Ok(Some(found));
            }
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
        match self.strict_block_value(block, Some(item.clone())) {
            Ok(value) => Ok(Ok(value)),
            Err(Interrupt::Error(error)) if !is_overflow(&error) => {
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
        match crate::value::format_string::format_operator(&Value::from(pattern), &list, self) {
            Ok(text) => convert::to_text(&text).to_string(),
            Err(_) => convert::to_display(value).to_string(),
        }
    }

    fn same(&mut self, left: &Value, right: &Value) -> bool {
        alike(left, right)
    }
}

/// A running cmdlet formats as the interpreter does.
impl Access for Context<'_> {
    fn type_names(&mut self, value: &Value) -> Vec<Name> {
        Access::type_names(&mut self.interpreter(), value)
    }

    fn property(&mut self, value: &Value, name: &str) -> Result<Option<Value>, ShellError> {
        Access::property(&mut self.interpreter(), value, name)
    }

    fn property_names(&mut self, value: &Value) -> Vec<Name> {
        Access::property_names(&mut self.interpreter(), value)
    }

    fn evaluate(
        &mut self,
        block: &Rc<ScriptBlock>,
        item: &Value,
    ) -> Flow<Result<Value, ShellError>> {
        Access::evaluate(&mut self.interpreter(), block, item)
    }

    fn text(&mut self, value: &Value) -> String {
        Access::text(&mut self.interpreter(), value)
    }

    fn format(&mut self, value: &Value, format: &str) -> String {
        Access::format(&mut self.interpreter(), value, format)
    }

    fn same(&mut self, left: &Value, right: &Value) -> bool {
        Access::same(&mut self.interpreter(), left, right)
    }
}
