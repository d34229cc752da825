//! A function, filter, script or script block as a stage of a pipeline.

use std::rc::Rc;

use super::arguments::marked_parameter;
use super::function::{home, parameters};
use super::interpreter::{Interpreter, caught_return};
use super::invocation::Invocation;
use super::module::{Module, is_same};
use super::output::Record;
use super::preference;
use super::scope::{Scope, Variable};
use super::session::Session;
use super::sink::{Drain, Sink};
use super::streams::{complete, write_error};
use crate::bind::{self, Argument, Binding, CommandMeta, PipelineBound};
use crate::error::{Flow, Interrupt};
use crate::syntax::ast::NamedBlock;
use crate::syntax::symbol::Symbol;
use crate::value::{MemberKind, PsObject, ScriptBlock, Value};

pub(super) struct ScriptStage {
    pub call: Rc<Invocation>,
    block: Rc<ScriptBlock>,
    module: Option<Rc<Module>>,
    meta: Rc<CommandMeta>,
    binding: Binding,
    /// The scope that the block runs in.
    scope: Rc<Scope>,
    /// What a dot-sourced block found in the scope and must put back: `$args`, `$_`, `$input`.
    restore: Vec<(Symbol, Option<Variable>)>,
    dotted: bool,
    input: Vec<Value>,
    /// Whether any of its blocks has run: `clean` runs after them only.
    ran: bool,
    disposed: bool,
    /// Whether `exit` ended the script file: the blocks that are left do not run.
    exited: bool,
    /// `$_` that the caller has set.
    item: Option<Value>,
    /// The parameters that `dynamicparam` has added: they are told what they got.
    dynamic: Vec<Rc<PsObject>>,
}

impl ScriptStage {
    pub(super) fn new(
        inner: &mut Interpreter<'_>,
        block: Rc<ScriptBlock>,
        module: Option<Rc<Module>>,
        call: Rc<Invocation>,
        arguments: Vec<Argument>,
        new_scope: bool,
    ) -> Flow<Self> {
        let meta = match &call.meta {
            Some(meta) => Rc::clone(meta),
            None => super::meta_for(inner, &call.command)?,
        };
        let captured = home(&block).and_then(|home| home.captured.clone());
        let is_script = matches!(call.command, super::CommandInfo::Script(_));
        let scope = if let Some(captured) = captured {
            // A closure's own variables stay as they were: each call works on a scope above them.
            Rc::new(Scope::inside(captured))
        } else if !new_scope {
            inner.s.scope_of(module.as_ref())
        } else {
            let parent = inner.s.scope_of(module.as_ref());
            let scope = Scope::inside(parent);
            scope.is_script.set(is_script);
            Rc::new(scope)
        };
        let (meta, dynamic) =
            inner.with_dynamic(&block, module.as_ref(), &meta, &arguments, &scope)?;
        let mut binding = bind::bind(inner, &*call, &meta, arguments, call.expecting_input)?;
        call.take_over(&mut binding);
        Ok(ScriptStage {
            call,
            block,
            module,
            meta,
            binding,
            scope,
            restore: Vec::new(),
            dotted: !new_scope,
            input: Vec::new(),
            ran: false,
            disposed: false,
            exited: false,
            item: None,
            dynamic,
        })
    }

    pub(super) fn binding(&mut self) -> &mut Binding {
        &mut self.binding
    }

    /// Sets `$_` and `$this` of the block's scope.
    pub(super) fn preset(&mut self, item: Option<Value>, this: Option<Value>) {
        if let Some(item) = item {
            if self.dotted {
                self.keep(Symbol::UNDERSCORE);
            }
            self.scope
                .put(Variable::new(Symbol::UNDERSCORE, "_", item.clone()));
            self.item = Some(item);
        }
        if let Some(this) = this {
            if self.dotted {
                self.keep(Symbol::THIS);
            }
            self.scope.put(Variable::new(Symbol::THIS, "this", this));
        }
    }

    fn keep(&mut self, symbol: Symbol) {
        if !self.restore.iter().any(|(known, _)| *known == symbol) {
            self.restore.push((symbol, self.scope.get(symbol)));
        }
    }

    /// Runs something in the block's scope.
    fn inside(
        &mut self,
        session: &mut Session,
        out: &mut dyn Sink,
        f: impl FnOnce(&mut Self, &mut Interpreter<'_>) -> Flow,
    ) -> Flow {
        if self.exited {
            return Ok(());
        }
        session.stack.check()?;
        session.stack.check_depth(session.calls.len())?;
        let left = session.left_scopes.len();
        if !is_same(session.module.as_ref(), self.module.as_ref()) {
            let place = (session.module.clone(), Rc::clone(&session.scope));
            session.left_scopes.push(place);
        }
        let scope = std::mem::replace(&mut session.scope, Rc::clone(&self.scope));
        let module = std::mem::replace(&mut session.module, self.module.clone());
        let depth = session.calls.len();
        session.calls.push(Rc::clone(&self.call));
        let block = Rc::clone(&self.block);
        let flow = f(
            self,
            &mut Interpreter {
                s: &mut *session,
                out,
                traps: None,
                source: Some(&block.ast.source),
            },
        );
        session.calls.truncate(depth);
        session.scope = scope;
        session.module = module;
        session.left_scopes.truncate(left);
        match caught_return(flow) {
            Err(Interrupt::Exit(code)) if self.is_inner_script(session) => {
                session.set_global("LASTEXITCODE", Value::Int(code));
                self.call.failed.set(code != 0);
                self.exited = true;
                Ok(())
            }
            flow => flow,
        }
    }

    /// Whether this is a script file that another script or the prompt called: `exit` ends only the file then.
    fn is_inner_script(&self, session: &Session) -> bool {
        match &self.call.command {
            super::CommandInfo::Script(script) => session
                .top_script
                .as_ref()
                .is_none_or(|top| !Rc::ptr_eq(top, script)),
            _ => false,
        }
    }

    /// Puts the arguments and the common parameters into variables.
    fn enter(&mut self, inner: &mut Interpreter<'_>) -> Flow {
        if self.dotted {
            self.keep(Symbol::ARGS);
        } else {
            *self.scope.invocation.borrow_mut() = Some(Rc::clone(&self.call));
        }
        if !self.meta.advanced {
            self.set_args();
        }
        self.set_parameters(inner)?;
        if self.meta.advanced {
            let common = self.call.common.borrow();
            for (symbol, name, value) in preference::variables(&common) {
                self.scope.put(Variable::new(symbol, name, value));
            }
        }
        Ok(())
    }

    /// Sets `$args`: what no parameter took.
    fn set_args(&mut self) {
        let each = |argument| match argument {
            Argument::Value { value, .. } => vec![value],
            Argument::Named {
                name, value, text, ..
            } => {
                let mut both = vec![marked_parameter(&text, &name)];
                both.extend(value);
                both
            }
        };
        let rest: Vec<Value> = self
            .binding
            .take_rest()
            .into_iter()
            .flat_map(each)
            .collect();
        self.scope
            .put(Variable::new(Symbol::ARGS, "args", Value::array(rest)));
    }

    /// Sets the variables of the parameters; those without an argument get their defaults, in order.
    fn set_parameters(&mut self, inner: &mut Interpreter<'_>) -> Flow {
        let values = self.binding.take_values();
        let declared = parameters(&self.block);
        let mut given = vec![None; declared.len()];
        for (parameter, value) in values {
            if let Some(slot) = given.get_mut(parameter) {
                *slot = Some(value);
            } else if let Some(object) = parameter
                .checked_sub(declared.len())
                .and_then(|at| self.dynamic.get(at))
            {
                object.set("Value", MemberKind::Property(value));
                object.set("IsSet", MemberKind::Property(Value::Bool(true)));
            }
        }
        let all = self.meta.parameters.iter().zip(declared).zip(given);
        for ((meta, parameter), value) in all {
            let value = match (value, &parameter.default) {
                (Some(value), _) => value,
                (None, Some(default)) => {
                    let value = inner.eval(default)?;
                    meta.convert_default(inner, value)
                        .map_err(|interrupt| inner.at(interrupt, default.span))?
                }
                (None, None) => meta.absent(),
            };
            self.scope.put(Variable::of_parameter(meta, value));
        }
        Ok(())
    }

    fn set_input(&mut self, items: Vec<Value>) {
        self.scope.put(Variable::new(
            Symbol::INPUT,
            "input",
            super::automatic::input_enumerator(items),
        ));
    }

    fn run_phase(
        &mut self,
        session: &mut Session,
        out: &mut dyn Sink,
        phase: fn(&ScriptBlock) -> Option<&NamedBlock>,
    ) -> Flow {
        let block = Rc::clone(&self.block);
        match phase(&block) {
            Some(body) => self.inside(session, out, |stage, inner| {
                stage.ran = true;
                inner.named_block(body)
            }),
            None => Ok(()),
        }
    }

    pub(super) fn begin(&mut self, session: &mut Session, out: &mut dyn Sink) -> Flow {
        if self.dotted && self.call.expecting_input {
            self.keep(Symbol::UNDERSCORE);
            self.keep(Symbol::INPUT);
        }
        self.inside(session, out, Self::enter)?;
        if self.block.ast.begin.is_none() {
            return Ok(());
        }
        self.set_input(Vec::new());
        self.run_phase(session, out, |block| block.ast.begin.as_ref())
    }

    pub(super) fn process(
        &mut self,
        session: &mut Session,
        out: &mut dyn Sink,
        input: Option<Value>,
    ) -> Flow {
        let has_process = self.block.ast.process.is_some();
        if let Some(value) = input {
            if self.meta.advanced && !self.bind_input(session, out, &value)? {
                return Ok(());
            }
            if !has_process {
                self.input.push(value);
                return Ok(());
            }
            if !self.meta.advanced || self.meta.takes_input {
                self.scope
                    .put(Variable::new(Symbol::UNDERSCORE, "_", value.clone()));
            }
            self.set_input(vec![value]);
        } else if has_process && !self.call.expecting_input && self.item.is_none() && !self.dotted {
            self.scope
                .put(Variable::new(Symbol::UNDERSCORE, "_", Value::Null));
        }
        self.run_phase(session, out, |block| block.ast.process.as_ref())
    }

    /// Binds a pipeline object; whether the block is to see it.
    fn bind_input(
        &mut self,
        session: &mut Session,
        out: &mut dyn Sink,
        value: &Value,
    ) -> Flow<bool> {
        let declared = parameters(&self.block);
        let mut values = self.call.take_input();
        self.binding.forget(&values);
        for (at, _) in &values {
            let Some(meta) = self.meta.parameters.get(*at).cloned() else {
                continue;
            };
            let default = declared
                .get(*at)
                .and_then(|parameter| parameter.default.as_ref());
            let value = match default {
                None => meta.absent(),
                Some(default) => {
                    let scope = std::mem::replace(&mut session.scope, Rc::clone(&self.scope));
                    let value = Interpreter {
                        s: &mut *session,
                        out: &mut *out,
                        traps: None,
                        source: Some(&self.block.ast.source),
                    }
                    .eval(default);
                    session.scope = scope;
                    value?
                }
            };
            self.scope.put(Variable::of_parameter(&meta, value));
        }
        let call = Rc::clone(&self.call);
        let bound = {
            let mut interpreter = Interpreter::new(session, out);
            self.binding
                .bind_input(&mut interpreter, &*call, value, &mut values)
        };
        match bound {
            Ok(PipelineBound::Values) => {
                for (at, value) in &values {
                    if let Some(meta) = self.meta.parameters.get(*at) {
                        self.scope.put(Variable::of_parameter(meta, value.clone()));
                    }
                }
                call.note_input(values, self.binding.set_name());
                Ok(true)
            }
            Ok(PipelineBound::Nothing(error)) => {
                write_error(session, out, &call, *error)?;
                Ok(false)
            }
            Err(Interrupt::Error(error)) if !error.ends_script && !error.is_throw => {
                write_error(session, out, &call, *error)?;
                Ok(false)
            }
            Err(other) => Err(other),
        }
    }

    pub(super) fn end(&mut self, session: &mut Session, out: &mut dyn Sink) -> Flow {
        if self.block.ast.end.is_none() {
            return Ok(());
        }
        if self.call.expecting_input {
            let items = std::mem::take(&mut self.input);
            self.set_input(items);
        }
        self.run_phase(session, out, |block| block.ast.end.as_ref())
    }

    /// Whether there is a `clean` block that is to run.
    pub(super) fn has_clean(&self) -> bool {
        self.ran && self.block.ast.clean.is_some()
    }

    /// Runs the `clean` block. What it writes goes nowhere, an error in it is shown, and nothing but Ctrl+C goes on to the caller.
    pub(super) fn clean(&mut self, session: &mut Session, out: &mut dyn Sink) -> Flow {
        // Also a script file that has said `exit` cleans up.
        self.exited = false;
        let flow = self.run_phase(session, &mut Drain(&mut *out), |block| {
            block.ast.clean.as_ref()
        });
        match flow {
            Err(Interrupt::Error(error)) => {
                self.call.failed.set(true);
                let record = complete(session, &self.call, *error);
                session.remember_error(&record);
                out.record(
                    session,
                    Record::Error {
                        record,
                        silent: false,
                    },
                )
            }
            Err(Interrupt::Cancelled) => Err(Interrupt::Cancelled),
            // Neither `exit` nor a `break` of a loop around the call leaves a clean block.
            _ => Ok(()),
        }
    }

    /// Leaves the scope as it was found.
    pub(super) fn dispose(&mut self) {
        if self.disposed {
            return;
        }
        self.disposed = true;
        for (symbol, old) in self.restore.drain(..) {
            match old {
                Some(old) => {
                    self.scope.put(old);
                }
                None => {
                    self.scope.remove(symbol);
                }
            }
        }
    }
}
