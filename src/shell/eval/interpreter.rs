//! The interpreter: a walk over the syntax tree with a session and a place to write to.

use std::path::PathBuf;
use std::rc::Rc;

use super::function::{block_of, home};
use super::redirect::Redirections;
use super::scope::{Scope, Variable};
use super::session::Session;
use super::sink::{Collector, Sink};
use super::standard_input::{ConsoleReader, InputLines};
use crate::chord::{Key, Stroke};
use crate::error::{ErrorCategory, Flow, Interrupt, Position, ShellError, parse_failure};
use crate::syntax::ast::{
    NamedBlock, ScriptBlockAst, Statement, StatementBlock, StatementKind, Trap,
};
use crate::syntax::span::{SourceText, Span};
use crate::syntax::symbol::Symbol;
use crate::syntax::{self};
use crate::types::ClassType;
use crate::value::{BlockCall, Engine, PsObject, ScriptBlock, Value};

/// A walk over a piece of script: the session, where its output goes, and which text it is.
pub struct Interpreter<'a> {
    pub(super) s: &'a mut Session,
    pub(super) out: &'a mut dyn Sink,
    /// The traps of the blocks around, in the same function.
    pub(super) traps: Option<&'a TrapScope<'a>>,
    /// The text that spans refer to.
    pub(super) source: Option<&'a Rc<SourceText>>,
}

/// The traps of a block.
pub(super) struct TrapScope<'a> {
    pub traps: &'a [Trap],
}

impl<'a> Interpreter<'a> {
    /// An interpreter that is in no text yet.
    pub fn new(s: &'a mut Session, out: &'a mut dyn Sink) -> Self {
        Interpreter {
            s,
            out,
            traps: None,
            source: None,
        }
    }

    /// The session.
    pub fn session(&mut self) -> &mut Session {
        self.s
    }

    /// Where output goes.
    pub fn sink(&mut self) -> &mut dyn Sink {
        self.out
    }

    /// Runs `f` with an interpreter whose output is collected.
    pub(super) fn collect(
        &mut self,
        f: impl FnOnce(&mut Interpreter<'_>) -> Flow,
    ) -> Flow<Vec<Value>> {
        let mut collector = Collector::new(self.out);
        f(&mut Interpreter {
            s: self.s,
            out: &mut collector,
            traps: self.traps,
            source: self.source,
        })?;
        Ok(collector.items)
    }

    /// The place of a span in the running text.
    pub(super) fn position(&self, span: Span) -> Option<Position> {
        self.source.map(|source| Position {
            source: Rc::clone(source),
            span,
        })
    }

    /// Completes an error with the place where it happened.
    pub(super) fn at(&self, interrupt: Interrupt, span: Span) -> Interrupt {
        match interrupt {
            Interrupt::Error(mut error) => {
                if error.position.is_none() {
                    error.position = self.position(span);
                }
                if error.command.is_none() {
                    error.command = Some("".into());
                }
                Interrupt::Error(error)
            }
            other => other,
        }
    }

    /// Writes a value to the output, element by element when it is a collection.
    pub(super) fn write_value(&mut self, value: Value) -> Flow {
        match value {
            Value::Array(array) => {
                let mut at = 0;
                loop {
                    let item = array.items.borrow().get(at).cloned();
                    match item {
                        Some(item) => self.out.write(self.s, item)?,
                        None => return Ok(()),
                    }
                    at += 1;
                }
            }
            Value::List(list) => {
                let mut at = 0;
                loop {
                    let item = list.items.borrow().get(at).cloned();
                    match item {
                        Some(item) => self.out.write(self.s, item)?,
                        None => return Ok(()),
                    }
                    at += 1;
                }
            }
            Value::Native(ref native) if native.as_any().is::<InputLines>() => {
                // Line by line as they come: what writes them may go on for ever.
                let input = Rc::clone(&self.s.standard_input);
                while let Some(line) = input.line() {
                    self.out.write(self.s, Value::from(line))?;
                }
                if self.s.is_cancelled() {
                    return Err(Interrupt::Cancelled);
                }
                Ok(())
            }
            Value::Native(_) | Value::Object(_) => match super::enumerate(&value) {
                Some(items) => {
                    for item in items {
                        self.out.write(self.s, item)?;
                    }
                    Ok(())
                }
                None => self.out.write(self.s, value),
            },
            other => self.out.write(self.s, other),
        }
    }

    /// Writes a warning that no command gives; `$WarningPreference` may keep it from being shown.
    ///
    /// # Errors
    /// Those of whoever the warning is for.
    pub fn warning(&mut self, text: &str) -> Flow {
        use super::invocation::Action;
        let action = super::preference::warning_here(self.s);
        let record = super::output::Record::Text {
            record: Rc::new(super::output::TextRecord {
                stream: super::output::TextStream::Warning,
                message: text.into(),
            }),
            silent: matches!(action, Action::SilentlyContinue | Action::Ignore),
        };
        self.out.record(self.s, record)
    }

    /// The value of a variable as the running code sees it.
    pub fn value_of(&self, name: &str) -> Option<Value> {
        self.s.get_variable(name)
    }

    /// Runs a parsed script in the session's own scope: what the prompt does. Words, where there are any, are its arguments.
    pub(super) fn run_top(&mut self, block: &Rc<ScriptBlock>, words: &[String]) -> Flow {
        let ast = Rc::clone(&block.ast);
        self.make_ready(&ast)?;
        if !words.is_empty() {
            return self.run_block_with_words(block, words);
        }
        if !ast.has_end_only() || ast.param_block.is_some() {
            return self.call_block(block, &[], None, false);
        }
        let call = Rc::new(super::Invocation::new(
            super::CommandInfo::Block(Rc::clone(block)),
            "".into(),
            Some(Position {
                source: Rc::clone(&ast.source),
                span: ast.span,
            }),
        ));
        *self.s.scope.invocation.borrow_mut() = Some(call);
        let mut inner = Interpreter {
            s: self.s,
            out: self.out,
            traps: None,
            source: Some(&ast.source),
        };
        match &ast.end {
            Some(end) => inner.named_block(end),
            None => Ok(()),
        }
    }

    /// Parses and runs a text in the current scope: `Invoke-Expression`.
    pub fn run_string(&mut self, text: &str) -> Flow {
        self.s.may_run_text()?;
        let parsed = syntax::parse_script(text, None);
        if !parsed.errors.is_empty() {
            return Err(parse_failure(&parsed.errors, &parsed.ast.source).into());
        }
        self.define_types(&parsed.ast)?;
        let block = block_of(parsed.ast, self.s.module.clone().as_ref(), None);
        self.call_block(&block, &[], None, false)
    }

    /// What a text writes when it runs in the current scope.
    ///
    /// # Errors
    /// The text does not parse, or fails.
    pub fn output_of(&mut self, text: &str) -> Flow<Vec<Value>> {
        self.collect(|inner| inner.run_string(text))
    }

    /// The statements of a named block, with its traps.
    pub(super) fn named_block(&mut self, block: &NamedBlock) -> Flow {
        self.statements(&block.statements, &block.traps)
    }

    /// The statements of a block, with its traps.
    pub(super) fn statement_block(&mut self, block: &StatementBlock) -> Flow {
        self.statements(&block.statements, &block.traps)
    }

    /// Runs statements one after the other.
    pub(super) fn statements(&mut self, statements: &[Statement], traps: &[Trap]) -> Flow {
        if traps.is_empty() {
            return self.statement_list(statements);
        }
        let scope = TrapScope { traps };
        let mut inner = Interpreter {
            s: self.s,
            out: self.out,
            traps: Some(&scope),
            source: self.source,
        };
        inner.statement_list(statements)
    }

    fn statement_list(&mut self, statements: &[Statement]) -> Flow {
        for statement in statements {
            if let Err(interrupt) = self.statement(statement) {
                match interrupt {
                    Interrupt::Error(error) => self.statement_failed(*error, statement.span)?,
                    other => return Err(other),
                }
            }
        }
        Ok(())
    }

    /// A statement has ended with an error: traps, `$ErrorActionPreference`, or on to whoever is around.
    fn statement_failed(&mut self, mut error: ShellError, span: Span) -> Flow {
        use super::invocation::Action;
        self.s.success = false;
        let cannot_be_handled = error.ends_script && self.traps.is_none();
        if error.position.is_none() {
            error.position = self.position(span);
        }
        if error.command.is_none() {
            error.command = Some("".into());
        }
        let record = match error.record.clone() {
            Some(record) => record,
            None => self.s.make_record(error.clone()),
        };
        if super::preference::error_here(self.s) != Action::Ignore
            || self.s.propagate
            || error.is_throw
        {
            self.s.remember_error(&record);
        }
        error.record = Some(Rc::clone(&record));
        if self.traps.is_none() && (self.s.propagate || cannot_be_handled) {
            return Err(error.into());
        }
        let trapped = self.traps.is_some();
        let action = match self.traps {
            Some(scope) => self.run_traps(scope, &error)?,
            None => super::preference::error_here(self.s),
        };
        self.s.success = false;
        match action {
            Action::SilentlyContinue | Action::Ignore => {
                return self.out.record(
                    self.s,
                    super::output::Record::Error {
                        record,
                        silent: true,
                    },
                );
            }
            Action::Stop => {
                error.ends_script = true;
                return Err(error.into());
            }
            Action::Continue | Action::Inquire => {}
        }
        if !trapped && error.is_throw {
            return Err(error.into());
        }
        if action == Action::Inquire {
            let question = super::output::Question {
                caption: "Confirm".to_owned(),
                message: error.message.clone(),
                choices: vec![
                    ("&Yes".to_owned(), "Go on.".to_owned()),
                    ("&Halt".to_owned(), "End the script.".to_owned()),
                ],
                default: 0,
            };
            if self.out.output().choose(&question)? != 0 {
                error.ends_script = true;
                return Err(error.into());
            }
        }
        self.out.record(
            self.s,
            super::output::Record::Error {
                record,
                silent: false,
            },
        )
    }

    /// Runs a script block in the current scope with `$_` set, as cmdlets do with their block arguments.
    pub fn run_block_here(
        &mut self,
        block: &Rc<ScriptBlock>,
        item: Option<Value>,
        args: &[Value],
    ) -> Flow {
        let simple = args.is_empty()
            && block.ast.param_block.is_none()
            && block.ast.has_end_only()
            && self.s.sees_this_scope(block)
            && home(block).is_none_or(|home| home.definition.is_none());
        if !simple {
            return self.run_block_fully(block, item, args);
        }
        let Some(end) = &block.ast.end else {
            return Ok(());
        };
        self.s.stack.check()?;
        let saved = item.map(|item| self.swap_underscore(Some(item)));
        let ast = Rc::clone(&block.ast);
        let flow = Interpreter {
            s: self.s,
            out: self.out,
            traps: None,
            source: Some(&ast.source),
        }
        .named_block(end);
        if let Some(saved) = saved {
            self.swap_underscore(saved);
        }
        caught_return(flow)
    }

    fn run_block_fully(
        &mut self,
        block: &Rc<ScriptBlock>,
        item: Option<Value>,
        args: &[Value],
    ) -> Flow {
        if !self.s.sees_this_scope(block) {
            // The block sees other variables than ours: `$_` goes into the scope that it sees.
            let closure = home(block).is_some_and(|home| home.captured.is_some());
            return self.call_block_with(block, args, None, closure, item, None);
        }
        let saved = item.map(|item| self.swap_underscore(Some(item)));
        let flow = self.call_block_with(block, args, None, false, None, None);
        if let Some(saved) = saved {
            self.swap_underscore(saved);
        }
        flow
    }

    /// Puts a value into `$_` of the current scope and gives what was there.
    pub(super) fn swap_underscore(&mut self, value: Option<Value>) -> Option<Value> {
        self.s.scope.swap_item(value)
    }

    /// Runs a block with `$_` set and gives what it wrote as one value.
    pub fn block_value(
        &mut self,
        block: &Rc<ScriptBlock>,
        item: Option<Value>,
        args: &[Value],
    ) -> Flow<Value> {
        // The usual filter block is one expression: no list is needed for its only value.
        if args.is_empty()
            && self.s.sees_this_scope(block)
            && home(block).is_none_or(|home| home.definition.is_none())
            && let ScriptBlockAst {
                param_block: None,
                begin: None,
                process: None,
                clean: None,
                end: Some(end),
                ..
            } = &*block.ast
            && end.traps.is_empty()
            && let [statement] = end.statements.as_slice()
            && let StatementKind::Pipeline(pipeline) = &statement.kind
            && let Some(expression) = pipeline.pure_expression()
            && !super::statements::writes_nothing(expression)
        {
            self.s.stack.check()?;
            let saved = item.map(|item| self.swap_underscore(Some(item)));
            let ast = Rc::clone(&block.ast);
            let mut inner = Interpreter {
                s: self.s,
                out: self.out,
                traps: None,
                source: Some(&ast.source),
            };
            let flow = match inner.eval(expression) {
                Err(Interrupt::Error(error)) => inner
                    .statement_failed(*error, statement.span)
                    .map(|()| Value::Null),
                other => other,
            };
            if let Some(saved) = saved {
                self.swap_underscore(saved);
            }
            return match flow? {
                // What a pipeline would have unrolled and packed again.
                Value::Array(array) => {
                    let items = array.items.borrow();
                    Ok(match items.as_slice() {
                        [] => Value::Null,
                        [only] => only.clone(),
                        _ => Value::array(items.clone()),
                    })
                }
                other => Ok(other),
            };
        }
        let items = self.collect(|inner| inner.run_block_here(block, item, args))?;
        Ok(super::sink::collapse(items).unwrap_or_default())
    }

    /// A scope for redirections of an expression.
    pub(super) fn redirected(
        &mut self,
        redirections: Redirections,
        f: impl FnOnce(&mut Interpreter<'_>) -> Flow,
    ) -> Flow {
        let mut io = super::stage::StageIo {
            redirections: Some(Box::new(redirections)),
            ..super::stage::StageIo::default()
        };
        let flow = {
            let mut sink = super::stage::Downstream::around(&mut io, self.out);
            f(&mut Interpreter {
                s: self.s,
                out: &mut sink,
                traps: self.traps,
                source: self.source,
            })
        };
        if let Some(redirections) = &mut io.redirections {
            redirections.close(self.s, self.out);
        }
        flow
    }
}

/// `return` ends the block that it stands in.
pub(super) fn caught_return(flow: Flow) -> Flow {
    match flow {
        Err(Interrupt::Return) => Ok(()),
        other => other,
    }
}

/// An error of the interpreter itself.
pub(super) fn runtime_error(
    id: &'static str,
    category: ErrorCategory,
    message: impl Into<String>,
) -> ShellError {
    ShellError::new(id, category, message).command("")
}

impl Engine for Interpreter<'_> {
    fn catch_up(&mut self, object: &PsObject, name: &str) -> Flow {
        self.s.catch_up(object, name)
    }

    fn run_block(&mut self, block: &Rc<ScriptBlock>, call: BlockCall<'_>) -> Flow<Vec<Value>> {
        let BlockCall { item, this, args } = call;
        match this {
            None => self.collect(|inner| inner.run_block_here(block, item, args)),
            Some(this) => self
                .collect(|inner| inner.call_block_with(block, args, None, true, item, Some(this))),
        }
    }

    fn compile(&mut self, text: &str) -> Result<Rc<ScriptBlock>, ShellError> {
        if let Err(Interrupt::Error(error)) = self.s.may_run_text() {
            return Err(*error);
        }
        let parsed = syntax::parse_script(text, None);
        if !parsed.errors.is_empty() {
            return Err(parse_failure(&parsed.errors, &parsed.ast.source));
        }
        if !parsed.ast.types.is_empty()
            && let Err(Interrupt::Error(error)) = self.define_types(&parsed.ast)
        {
            return Err(*error);
        }
        Ok(block_of(parsed.ast, None, None))
    }

    fn class_property(&mut self, class: &Rc<ClassType>, name: &str, value: &Value) -> Flow<Value> {
        self.checked_property(class, name, value)
    }

    fn class_method(
        &mut self,
        this: &Value,
        class: &Rc<ClassType>,
        name: &str,
        args: &[Value],
    ) -> Flow<Option<Option<Value>>> {
        self.class_instance_method(this, class, name, args)
    }

    fn to_class(&mut self, value: &Value, class: &Rc<ClassType>) -> Flow<Value> {
        self.made_of(value, class)
    }

    fn closure(&mut self, block: &Rc<ScriptBlock>) -> Flow<Value> {
        let captured = Rc::new(Scope::inside(Rc::clone(&self.s.global)));
        captured.is_script.set(true);
        for variable in self.s.scope.variables() {
            if !variable.options().has(super::scope::ItemOptions::CONSTANT)
                && !variable.options().has(super::scope::ItemOptions::READ_ONLY)
            {
                captured.put(variable);
            }
        }
        let home = super::function::BlockHome {
            module: home(block).and_then(|home| home.module.clone()),
            captured: Some(captured),
            definition: home(block).and_then(|home| home.definition.clone()),
        };
        Ok(Value::ScriptBlock(Rc::new(ScriptBlock {
            ast: Rc::clone(&block.ast),
            scope: Some(Rc::new(home)),
        })))
    }

    fn block_text(&self, block: &ScriptBlock) -> String {
        super::block_text(block)
    }

    fn set_matches(&mut self, matches: Value) {
        self.s
            .scope
            .put(Variable::new(Symbol::MATCHES, "Matches", matches));
    }

    fn output_field_separator(&self) -> Option<Rc<str>> {
        let (scope, at) = self.s.locate(Symbol::OFS, usize::MAX)?;
        scope
            .with(at, |variable| match &variable.value {
                Value::Null => None,
                value => Some(crate::value::convert::to_text(value)),
            })
            .flatten()
    }

    fn strict_mode(&self) -> u8 {
        self.s.strict_mode()
    }

    fn standard_input(&self) -> Value {
        Value::native(ConsoleReader(Rc::clone(&self.s.standard_input)))
    }

    fn environment_variable(&self, name: &str) -> Option<String> {
        self.s.environment.get(name).map(str::to_owned)
    }

    fn environment_variables(&self) -> Vec<(String, String)> {
        let variables = self.s.environment.iter();
        variables
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }

    fn set_environment_variable(&mut self, name: &str, value: Option<&str>) {
        self.s.environment.set(name, value.unwrap_or(""));
    }

    fn location(&self) -> PathBuf {
        match &self.s.file_directory {
            Some(directory) => directory.clone(),
            None => self.s.locations.directory().to_path_buf(),
        }
    }

    fn set_file_directory(&mut self, directory: PathBuf) {
        self.s.file_directory = (directory != self.s.locations.directory()).then_some(directory);
    }

    fn write_console(&mut self, text: &str, error: bool) {
        let output = self.out.output();
        if error {
            output.error_data(text);
        } else {
            output.host_data(text);
        }
    }

    fn set_window_title(&mut self, title: &str) {
        self.out.output().set_window_title(title);
    }

    fn warn(&mut self, text: &str) -> Flow {
        self.warning(text)
    }

    fn read_key(&mut self, echo: bool) -> Flow<Stroke> {
        let output = self.out.output();
        let Some(stroke) = output.read_key()? else {
            return Err(Interrupt::Cancelled);
        };
        if let (true, Key::Letter(letter)) = (echo, stroke.key) {
            output.host_data(&letter.to_string());
        }
        Ok(stroke)
    }

    fn is_key_waiting(&self) -> bool {
        crate::terminal::is_key_waiting()
    }

    fn forget_keys(&mut self) {
        self.out.output().forget_keys();
    }

    fn reaches(&mut self, host: &str, port: u16) -> Option<bool> {
        (self.s.simulated_port)(self.s, host, port)
    }

    fn resolve_path(&self, path: &str) -> PathBuf {
        match &self.s.file_directory {
            Some(directory) if !path.starts_with('/') => directory.join(path),
            _ => self.s.locations.native(path),
        }
    }
}
